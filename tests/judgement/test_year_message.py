"""What a yearly report says first, and what it drafts for its last chapters."""

import re

import pytest

import bvte
from bvte.evidence.indicator import Direction
from bvte.evidence.language import activate
from bvte.evidence.national import DraftPart
from bvte.judgement.annual import targets_ahead
from bvte.judgement.next_classes import NextClass
from bvte.judgement.year_drafts import (
    asks_to_explain,
    good_findings,
    good_results,
    is_over,
    lacks_document,
    next_phases,
    next_targets,
    shortfalls,
)
from bvte.judgement.year_message import (
    MOST_MISSED,
    MOST_OF_CHILDREN,
    missed_targets,
    statements_of_year,
    statements_told,
    without_targets,
)
from bvte.judgement.year_parts import nearest_of_parts, statements_of_parts
from bvte.presentation import dates, numbers
from bvte.presentation.annual_drafts import FURTHER, drafted
from bvte.presentation.annual_forms import annual_cited
from bvte.presentation.numbers import target_text
from bvte.presentation.texts import say
from bvte.presentation.year_steps import first_of_year

from ..shown import flat
from .yearly import YEARLY

YEARS = (2020, 2024, 2025)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_begins_with_how_many_children_there_are_and_then_what_harms_them(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    told = statements_of_year(report)
    counted = {form.rows[0].cells[0].indicator for form in report.forms.values() if form.form.areas_of}
    assert told[0].estimate.indicator in counted and len(told) <= MOST_OF_CHILDREN
    ways = [dien_bien.indicators[statement.estimate.indicator].better for statement in told]
    first_harm = ways.index(Direction.down) if Direction.down in ways else len(ways)
    assert all(way == Direction.down for way in ways[first_harm:])
    assert all(statement.estimate.year in (year, year - 1) for statement in told)


@pytest.mark.parametrize("year", YEARS)
def test_what_stood_before_is_older_and_a_part_is_no_more_than_its_whole(dien_bien, year):
    for statement in statements_of_year(bvte.annual(dien_bien, year)):
        own = statement.estimate
        assert statement.before is None or statement.before.period.last < own.period.first
        assert all(part.period == own.period and part.value <= own.value for part in statement.parts)


@pytest.mark.parametrize("year", YEARS)
def test_each_figure_of_the_message_has_its_grounds_once(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    told = [statement.estimate for statement in statements_told(report)]
    assert len(set(told)) == len(told) and {s.estimate for s in statements_of_year(report)} <= set(told)
    assert {own for own, _ in missed_targets(report)} <= set(told)


def test_a_merged_province_begins_with_what_its_parts_published_and_names_the_part():
    evidence = bvte.load("quang-tri", language="vi")
    report = bvte.annual(evidence, evidence.province.valid_from.year)
    told = statements_of_parts(report)
    parts = {c.old_code for c in evidence.area_changes.values() if c.new_code == report.area}
    own = [
        r for form in report.forms.values() for row in form.rows for r in (row.cells[0].this, row.cells[0].last) if r
    ]
    assert own or {statement.estimate.area for statement in told} <= parts
    opening = flat(bvte.annual_opening(report))
    for statement in told:
        assert f"{evidence.area(statement.estimate.area).name_vi}, trước khi hợp nhất" in opening
        assert set(statement.estimate.sources) <= set(annual_cited(report))


@pytest.mark.parametrize("data", ["quang-tri", "dien-bien"])
def test_a_section_without_a_figure_drafts_the_nearest_of_each_former_province_with_place_and_time(data):
    """By the rows of the folder: none of a later year, none a former province has a newer one of, none too old."""
    evidence = bvte.load(data, language="vi")
    report = bvte.annual(evidence, evidence.province.valid_from.year if data == "quang-tri" else 2025)
    parts = {c.old_code for c in evidence.area_changes.values() if c.new_code == report.area}
    drafts = {code: place for code, place in report.layout.items() if place.written and place.forms}
    found = {code: nearest_of_parts(report, place.forms) for code, place in drafts.items()}
    assert any(found.values()) == (data == "quang-tri")
    for code, estimates in found.items():
        told = " ".join(flat(sentence) for sentence in drafted(report, drafts[code])) if estimates else ""
        assert len(estimates) <= MOST_OF_CHILDREN
        for estimate in estimates:
            rows = [r for r in evidence.observations.values() if r.indicator == estimate.indicator]
            own = [r for r in rows if r.area == estimate.area and r.period.first.year <= report.year]
            newest = max(r.period.last.year for r in own)
            assert estimate.area in parts and report.year - 6 < estimate.period.last.year <= newest <= report.year
            assert not [r for r in rows if r.area == report.area and r.period.last.year == report.year]
            assert evidence.area(estimate.area).name_vi.split(" (")[0].lower() in told.lower()
            assert numbers.bare(estimate) in told and dates.during(estimate.period) in told.lower()
            assert set(estimate.sources) <= set(annual_cited(report))
        assert not estimates or f"không thay cho số liệu năm {report.year}" in told


@pytest.mark.parametrize("data", ["quang-tri", "dien-bien"])
def test_how_sure_a_figure_is_stands_in_a_signed_paper_in_words_alone(data):
    evidence = bvte.load(data, language="vi")
    report = bvte.annual(evidence, 2025)
    opening = flat(bvte.annual_opening(report))
    sure = {statement.certainty for statement in statements_of_parts(report) or statements_of_year(report)}
    assert sure and all(f"({say(f'message.certainty.{code}')})" in opening for code in sure)
    shown = [opening, *(flat(bvte.annual_section(report, code)) for code in report.layout)]
    assert not re.search("[▰▱]", " ".join(shown))


@pytest.mark.parametrize("year", YEARS)
def test_what_is_to_be_done_first_is_about_figures_that_are_told_or_missing(dien_bien, year):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    step = str(first_of_year(report, statements_of_year(report)))
    disputed = {r for conflict in bvte.conflicts(report.known, report.area) for r in conflict.estimates}
    is_open = any(statement.estimate in disputed for statement in statements_of_year(report))
    assert ("chưa thống nhất" in step) == is_open and (is_open or "còn thiếu" in step)
    assert report.agency.text("name") in step or not is_open


@pytest.mark.parametrize("year", YEARS)
def test_a_programme_in_force_without_targets_is_named(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    own = (p for p in dien_bien.programmes_of(report.area) if p.status == "approved" and p.start <= year <= p.end)
    with_targets = {target.programme for target in dien_bien.targets.values()}
    assert [p.id for p in without_targets(report)] == [p.id for p in own if p.id not in with_targets]


@pytest.mark.parametrize("year", YEARS)
def test_a_year_asks_for_the_next_phase_only_where_its_programme_ends(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    for phase in next_phases(report):
        assert is_over(report, phase) == (dien_bien.programmes[phase.closing.id].end <= year)
    due = {phase.phase.end for phase in next_phases(report) if is_over(report, phase)}
    due |= {ahead.own.due_year for ahead in targets_ahead(report) if ahead.own}
    activate("en")
    aims = [flat(told) if not isinstance(told, str) else told for told in FURTHER[DraftPart.AIMS](report)]
    assert {int(named) for aim in aims for named in re.findall(r"(?:for|By) (20\d\d)", aim)} <= due


@pytest.mark.parametrize("year", YEARS)
def test_the_centre_is_asked_about_what_the_nation_also_sets_and_the_province_about_its_own(dien_bien, year):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    asked = {part: list(FURTHER[part](report)) for part in (DraftPart.TO_CENTRE, DraftPart.TO_PROVINCE)}
    for item in next_targets(report):
        if item.kind == NextClass.DEFINE and not (asks_to_explain(item) or lacks_document(item)):
            name = f"“{item.subject.card.name.text}”"
            ((part, told),) = [(part, text) for part, texts in asked.items() for text in texts if name in text]
            # The level that binds, and not that of the province, which may be of a draft.
            if part == DraftPart.TO_CENTRE:
                national, own = _of_the_nation(dien_bien, item.origin.indicator), target_text(item.origin)
                assert any(level in told for level in national) and (own in national or own not in told)


def _of_the_nation(evidence, indicator):
    rows = (t for t in evidence.targets.values() if t.indicator == indicator)
    return {target_text(t) for t in rows if evidence.programmes[t.programme].level == "national"}


@pytest.mark.parametrize("year", YEARS)
def test_a_proposal_names_who_is_asked_and_a_count_of_targets_those_below_it(dien_bien, year):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    bodies = {DraftPart.TO_CENTRE: report.agency.recipients()[0], DraftPart.TO_PROVINCE: report.agency.text("above")}
    for part, body in bodies.items():
        asked = [text for text in FURTHER[part](report) if text.startswith("Đề nghị")]
        assert all(body in text for text in asked)
    units = [item for item in next_targets(report) if item.kind == NextClass.NEW_UNITS]
    counted = [re.search(r"quy định lại.* (\d+) chỉ tiêu sau", text) for text in FURTHER[DraftPart.TO_PROVINCE](report)]
    assert sum(int(found[1]) for found in counted if found) == len(units)


def test_the_body_that_took_over_is_told_in_the_year_of_its_source_alone(dien_bien):
    activate("vi")
    rows = [b for b in dien_bien.breaks.values() if b.kind == "agency" and b.source]
    for year in YEARS:
        told = [flat(one) for one in FURTHER[DraftPart.TAKEN_OVER](bvte.annual(dien_bien, year))]
        own = [b for b in rows if b.date.year == year]
        assert len(told) == len(own) and all(b.reason_vi[1:].rstrip(".") in t for b, t in zip(own, told, strict=True))


@pytest.mark.parametrize("year", YEARS)
def test_the_council_is_asked_for_a_resolution_and_for_no_concept(dien_bien, year):
    """It decides on targets, funds and oversight; what a concept means the committee lays down itself."""
    activate("vi")
    report = bvte.annual(dien_bien, year, paper="council")
    asked = " ".join(FURTHER[DraftPart.TO_COUNCIL](report))
    own = [item for item in next_targets(report) if item.kind == NextClass.DEFINE]
    own = [item for item in own if not _of_the_nation(dien_bien, item.origin.indicator)]
    own = [f"“{i.subject.card.name.text}”" for i in own if not (asks_to_explain(i) or lacks_document(i))]
    aims = " ".join(FURTHER[DraftPart.AIMS](report))
    assert "khái niệm" not in asked and "ban hành chương trình" not in asked
    assert all(name in aims and name not in asked for name in own)
    assert asked.count("nghị quyết") == sum(is_over(report, phase) for phase in next_phases(report))


@pytest.mark.parametrize("year", YEARS)
def test_no_commune_is_asked_for_a_share_of_communes(dien_bien, year):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    assert not re.search(
        "tỷ lệ (cấp xã|xã|huyện|đơn vị)", " ".join(FURTHER[DraftPart.TO_COMMUNES](report)), re.IGNORECASE
    )


def test_a_good_result_of_an_inferred_year_says_so_in_words(dien_bien):
    activate("vi")
    report = bvte.annual(dien_bien, 2025)
    told = " ".join(map(flat, FURTHER[DraftPart.GOOD_RESULTS](report)))
    inferred = [own for own in good_results(report) if not own.period_stated]
    assert inferred and told.count("(năm suy ra)") == len(inferred)


def test_a_verdict_that_hangs_on_an_inferred_year_is_no_good_result(province):
    head, *rows = YEARLY["observations"].strip().splitlines()
    reports = {
        known: bvte.annual(
            province(
                **YEARLY | {"observations": "\n".join([f"{head}, period_stated", *(f"{r}, {known}" for r in rows)])}
            ),
            2020,
        )
        for known in ("yes", "no")
    }
    assert {finding.status for report in reports.values() for finding in good_findings(report)} == {"met"}
    assert good_findings(reports["yes"]) and not good_findings(reports["no"])


@pytest.mark.parametrize("year", YEARS)
def test_no_result_is_both_good_and_short_of_the_nation(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    missed = dict(shortfalls(report))
    first = [own for own, _ in missed_targets(report)]
    assert {*first} <= missed.keys() and len(first) <= MOST_MISSED
    assert not {*first} & {statement.estimate for statement in statements_of_year(report)}
    assert not missed.keys() & set(good_results(report))
    # An inferred year is no ground to tell the one and not the other; no part of a year is the year's result.
    assert all(not own.period.is_part_year for own in (*missed, *good_results(report)))
    national = {p.id for p in report.known.programmes.values() if p.level == "national" and p.start <= year}
    for own in good_results(report):
        asked = [t for t in report.known.targets.values() if t.indicator == own.indicator and t.programme in national]
        levels = {t.due_year: t.value for t in asked if t.condition == "at_least" and t.due_year >= year}
        assert own.value >= levels.get(min(levels, default=year), 0)
    assert all(target.due_year == own.year == year for own, target in missed.items())
    wanted = {"at_least": lambda own, asked: own < asked, "above": lambda own, asked: own <= asked}
    held = [(own, target) for own, target in missed.items() if target.condition in wanted]
    assert all(wanted[target.condition](own.value, target.value) for own, target in held)
