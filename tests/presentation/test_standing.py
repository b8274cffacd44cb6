"""A target that no document sets says so wherever it is printed, and what is known only from its result."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.message import in_charge
from bvte.judgement.targets import judge, unknowns

from ..shown import flat, told

TARGETS = """
    programme, indicator, condition, value, due_year, stated, source
    plan,      rate,      below,     3.8,   2020,     no,     a
    next,      rate,      below,     3.3,   2025,     yes,    a
    next,      help,      at_least,  90,    2025,     yes,    a
"""
FIGURES = """
    indicator, start, comparator, value,  source
    rate,      2015,  =,          4.4,    a
    rate,      2020,  <,          3.8,    a
    help,      2020,  =,          91,     a
    count,     2020,  =,          2302,   b
    children,  2020,  =,          124472, b
"""
CARDS = """
    id,       name_vi,    name_en,      unit,     kind, better,    group,      counted, among,    all_of
    rate,     Tỷ lệ,      Rate,         percent,  rate, down,      protection, count,   children,
    help,     Trợ giúp,   Helped,       percent,  rate, up,        protection, ,        ,
    both,     Cả hai,     Both,         percent,  rate, up,        protection, ,        ,         help half
    half,     Một nửa,    Half,         percent,  rate, up,        protection, ,        ,
    count,    Số trẻ em,  Count,        children, count, ambiguous, protection, ,       ,
    children, Tổng số,    All children, children, count, ambiguous, general,    ,       ,
"""
WORDS = {"vi": ("dự thảo", "chỉ biết qua câu báo cáo kết quả"), "en": ("draft", "known only from its result")}


@pytest.fixture
def evidence(province):
    return province(cards=CARDS, targets=TARGETS, observations=FIGURES)


@pytest.mark.parametrize("language", WORDS)
def test_a_target_of_the_next_phase_says_that_it_is_a_draft(evidence, language):
    activate(language)
    rows = bvte.other_results(judge(evidence, "plan")).rows
    (target,) = [row[3].text for row in rows if "90" in row[3].text]
    assert WORDS[language][0] in target


def test_only_what_the_source_of_a_target_prints_is_the_sentence_that_it_is_known_from(evidence):
    activate("en")
    (finding,) = judge(evidence, "plan")
    assert [r.sources for r in finding.reasons[0].facts["estimates"]] == [("a",)]
    row = " ".join(flat(cell.content) for cell in bvte.scorecard(judge(evidence, "plan")).rows[0])
    assert "below 3.8%" in row and "1.85" not in row
    # The other figure stands in the message, and not as a published one.
    message = told(bvte.headline(judge(evidence, "plan")))
    assert "Another figure does not agree with it: 1.85% (derived)" in message


def test_the_document_of_a_target_is_what_is_not_known_and_what_is_asked_for(evidence):
    activate("en")
    assert "unknown_target" in [reason.code for reason in unknowns(judge(evidence, "plan"))]
    rows = [[flat(cell.content) for cell in row] for row in bvte.request_table(evidence, "P1").rows]
    asked = [row[2] for row in rows if "Rate" in row[0] and row[1] == "2020"]
    # Beside the document the figures that do not agree are asked for as before.
    assert asked[0] == "The document that states the target" and len(asked) == 2
    # A paper is asked of the body in charge, a figure of who counts it.
    agency = in_charge(evidence).text("name") if in_charge(evidence) else "–"
    assert [row[3] == agency for row in rows if row[2] == asked[0]] == [True]


def test_a_gap_names_no_empty_figure(province):
    activate("en")
    targets = "programme, indicator, condition, value, due_year\nnext, both, at_least, 100, 2025"
    figures = "indicator, start, comparator, value\nhelp, 2024, =, 100"
    evidence = province(cards=CARDS, targets=targets, observations=figures)
    gaps = told(bvte.gaps(judge(evidence, "next")))
    assert "“”" not in gaps and "only a part of this target was counted (Helped 100%, 2024)" in gaps
