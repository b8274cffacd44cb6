"""Levels of targets below a result that was published before them: said first on every page that begins with targets,
each result once with all of its levels."""

import pytest

import bvte
from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.load import data_folders
from bvte.judgement.estimates import estimates_of
from bvte.judgement.message import MOST
from bvte.judgement.target_terms import satisfied_by

from ..shown import items

PHASES = """
    id,   name_vi,   name_en, start, end,  status
    plan, Kế hoạch,  Plan,    2021,  2030, approved
"""
TARGETS = """
    programme, indicator, condition, value, due_year, stated
    plan,      help,      at_least,  75,    2025,     {stated}
    plan,      help,      at_least,  89,    2030,     {stated}
    plan,      school,    at_least,  60,    2025,     {stated}
    plan,      rate,      below,     5,     2025,     {stated}
"""
FIGURES = """
    indicator, start, comparator, value, source
    help,      2018,  >,          97,    b
    school,    2018,  =,          55,    b
    rate,      2018,  =,          4,     b
"""


def judged(province, stated="yes", **more):
    tables = {"programmes": PHASES, "targets": TARGETS.format(stated=stated), "observations": FIGURES, **more}
    return bvte.judge(province(**tables), "plan")


def said_below(prose):
    activate("vi")
    return [told for told in items(prose) if "hơn kết quả đã công bố" in told]


def test_the_levels_below_one_result_are_one_sentence_and_lead(province):
    activate("vi")
    told = items(bvte.headline(judged(province)))
    assert told[:2] == said_below(bvte.headline(judged(province)))
    helped, rate = told[:2]
    assert "ít nhất 75% (đến năm 2025) và ít nhất 89% (đến năm 2030) thấp hơn kết quả đã công bố" in helped
    assert "trên 97% (năm 2018)" in helped
    # Of a rate that is to fall, "below 5" asks for less than 4; 60 asks for more than 55.
    assert "dưới 5%" in rate and "cao hơn kết quả đã công bố 4% (năm 2018)" in rate
    assert len(said_below(bvte.headline(judged(province)))) == 2


def test_a_target_without_a_document_is_held_against_nothing(province):
    assert said_below(bvte.headline(judged(province, stated="no"))) == []


def test_a_new_definition_between_result_and_target_is_said(province):
    breaks = "id, date, kind, effect, indicators\nlaw, 2019-01-01, definition, caveat, help"
    helped, rate = said_below(bvte.headline(judged(province, breaks=breaks)))
    assert "cách tính có thay đổi" in helped and "cách tính có thay đổi" not in rate


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", data_folders())
def test_every_page_of_a_phase_names_what_is_below_a_result(folder, language):
    """By the rows themselves: a level that is not met by the print of an older figure, on its good side."""
    evidence = bvte.load(folder, language=language)
    for programme in evidence.programmes.values():
        if programme.level == "national":
            continue
        findings = bvte.judge(bvte.seen(evidence, "", programme.id), programme.id)
        said = items(bvte.headline(findings))
        assert len(said) <= MOST + 1
        for code in {f.target.indicator for f in findings if _is_below(findings, f)}:
            assert evidence.indicators[code].short.text in " ".join(said), (programme.id, code)


def _is_below(findings, finding):
    """Whether the newest figure from before the phase is one number, printed with its year, beyond an open level."""
    target, evidence = finding.target, findings.evidence
    known = estimates_of(evidence, target.indicator, findings.area)
    before = [r for r in known if r.year < findings.programme.start and r.unit == target.unit and r.is_of_one_year]
    if target.stated == "no" or not before or finding.latest or target.condition not in ("at_least", "above"):
        return False
    newest = max(before, key=lambda r: r.year)
    is_plain = newest.is_firm and newest.definition is None and not finding.baseline
    return is_plain and newest.interval.left > satisfied_by(target).left
