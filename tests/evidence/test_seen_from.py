"""Evidence seen from a day: what a cut keeps is decided here row by row, by hand and by a second road."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.evidence.folder_rows import Remark
from bvte.evidence.load import load
from bvte.evidence.period import named_period, parse_period
from bvte.judgement.vantage import seen_in_workshop

from ..real import real_evidence
from .conftest import as_csv, complete, rows


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-01-31", "2023-01-31", "2023-01-31"),
        ("31/01/2023", "2023-01-31", "2023-01-31"),
        ("2024/2025", "2024-01-01", "2025-12-31"),
    ],
)
def test_a_time_of_printing_is_read_as_the_days_that_it_leaves_possible(text, first, last):
    assert named_period(text) == parse_period(first, last)


@pytest.mark.parametrize("text", [None, "", "tháng 12", "31/13/2023", "2025/2024", "1/2/3", "2020-13-45"])
def test_what_names_no_time_names_none(text):
    assert named_period(text) is None


@pytest.mark.parametrize(
    ("start", "end"), [("2025", "2025"), ("2024-01", "2024-09"), ("2016", "2020"), ("2025-07", "..2025-12")]
)
def test_a_period_comes_back_from_its_shortest_text(start, end):
    period = parse_period(start, end)
    assert named_period(period.iso) == period == parse_period(str(period.first), period.end)


def test_an_open_end_is_of_no_whole_year_and_reaches_only_its_first_day():
    to_date = parse_period("2025", "..2025")
    assert (to_date.is_open, to_date.is_whole_year, to_date.is_part_year) == (True, False, True)
    assert to_date.reached == date(2025, 1, 1) and to_date.year == 2025


FIGURES = """
id,     indicator, area, start,      end,        statistic, comparator, value, unit,  source
early,  cases,     P,    2019,       2019,       total,     =,          9,     cases, in_time
late,   cases,     P,    2020,       2020,       total,     =,          9,     cases, later
inside, cases,     D1,   2020,       2020,       total,     =,          9,     cases, in_time
after,  cases,     P,    2021-03,    2021-03,    total,     =,          9,     cases, later
open,   cases,     D2,   2020-11,    ..2021-06,  total,     =,          9,     cases, vague
spans,  cases,     P,    2017,       2021,       total,     =,          9,     cases, later
silent, cases,     D2,   2019-05,    2019-05,    total,     =,          9,     cases, undated
"""
SOURCES = """
id,      title, kind,  published_on, address
s1,      Luật,  legal, 2020-06-01,   https://example.org/1
in_time, A,     press, 2020-12,      https://example.org/2
later,   B,     press, 2021-12-14,   https://example.org/3
vague,   C,     press, 2020/2021,    https://example.org/4
undated, D,     press, ,             https://example.org/5
"""
BREAKS = """
id,    date,       kind,       indicators, areas, effect, name_vi, name_en, reason_vi, reason_en, source
past,  2017-06-01, definition, cases,      *,     caveat, Luật,    Law,     Đổi nghĩa, New words, later
known, 2021-01-01, definition, cases,      *,     caveat, Luật,    Law,     Đổi nghĩa, New words, s1
told,  2021-01-01, definition, cases,      *,     caveat, Luật,    Law,     Đổi nghĩa, New words, in_time
blind, 2021-01-01, definition, cases,      *,     caveat, Luật,    Law,     Đổi nghĩa, New words,
"""
DAY = date(2020, 12, 29)


@pytest.fixture
def evidence(write):
    folder = write()
    for name, table in {"observations": FIGURES, "sources": SOURCES, "breaks": BREAKS}.items():
        (folder / f"{name}.csv").write_text(as_csv(complete(name, rows(table))), encoding="utf-8")
    return load(folder)


def test_a_look_back_keeps_what_was_printed_later_about_the_time_before(evidence):
    seen = evidence.seen_from(date(2020, 12, 31))
    assert set(seen.observations) == {"early", "late", "inside", "open", "silent"}


def test_a_workshop_sees_nothing_that_is_known_to_have_been_printed_after_its_day(evidence):
    seen = evidence.seen_from(DAY, as_known_then=True)
    assert set(seen.observations) == {"early", "inside", "open", "silent"}


AIMS = """
id,    programme, gap,       wording_vi, source
ran,   cpp_2,     no_number, Giảm,       later
drawn, cpp_3,     no_number, Bớt,        in_time
new,   cpp_3,     each_unit, Từng xã,    later
"""
DRAFT = """
id,    name_vi,     name_en, kind,             level,    area, start, end,  status, follows, source
cpp_3, Giai đoạn 3, Phase 3, child_protection, province, P,    2021,  2025, draft,  cpp_2,   in_time
"""


def test_what_was_set_in_words_after_the_day_was_not_known_then_but_a_draft_lies_on_the_table(evidence):
    folder = evidence.folder
    (folder / "aims.csv").write_text(as_csv(rows(AIMS)), encoding="utf-8")
    with (folder / "programmes.csv").open("a", encoding="utf-8") as file:
        file.writelines(as_csv(complete("programmes", rows(DRAFT))).splitlines(keepends=True)[1:])
    whole = load(folder)
    assert set(whole.seen_from(DAY).aims) == {"ran", "drawn", "new"}
    assert set(whole.seen_from(DAY, as_known_then=True).aims) == {"ran", "drawn"}
    assert set(seen_in_workshop(whole, "cpp_3", DAY.isoformat()).aims) == {"ran", "drawn", "new"}


AREAS = """
code, valid_from, valid_to,   level,    name_vi, name_en, parent
P,    2024-01-01, ,           province, Tỉnh,    Province,
D1,   2004-01-01, 2025-06-30, district, Huyện 1, One,     P
D2,   2004-01-01, 2019-12-31, district, Huyện 2, Two,     P
C1,   2004-01-01, 2025-06-30, commune,  Xã 1,    First,   D1
C1,   2025-07-01, ,           commune,  Xã mới,  New,     P
"""


def test_a_workshop_does_not_know_what_becomes_of_places_later(write):
    folder = write()
    (folder / "areas.csv").write_text(as_csv(complete("areas", rows(AREAS))), encoding="utf-8")
    whole = load(folder)
    then, now = (whole.seen_from(DAY, known) for known in (True, False))
    due = date(2025, 12, 31)
    assert [a.name_en for a in then.units("commune", "P", due)] == ["First"]
    assert [a.name_en for a in now.units("commune", "P", due)] == ["New"]
    assert [a.name_en for a in then.units("district", "P", due)] == ["One"]
    assert then.province.code == "P"


def test_a_break_after_the_day_is_known_only_where_a_law_announced_it(evidence):
    assert set(evidence.seen_from(DAY).breaks) == {"past", "known"}
    assert set(evidence.seen_from(date(2020, 5, 31)).breaks) == {"past"}
    assert set(evidence.seen_from(date(2021, 1, 1)).breaks) == set(evidence.breaks)


def test_the_day_of_evidence_is_the_newest_that_it_knows_itself(evidence):
    assert evidence.day == date(2021, 12, 14)
    assert evidence.seen_from(DAY).day == DAY
    without = {code: row for code, row in evidence.sources.items() if code != "later"}
    known = {code: row for code, row in evidence.observations.items() if row.source != "later"}
    # The open figure reaches November 2020, the month of printing December.
    assert replace(evidence, sources=without, observations=known).day == date(2020, 12, 1)


@pytest.fixture(scope="module")
def real():
    return real_evidence()


@settings(max_examples=40)
@given(shift=st.integers(0, 2000), more=st.integers(0, 400), known=st.booleans())
def test_who_sees_from_a_later_day_sees_no_less(real, shift, more, known):
    day = date(2019, 1, 1) + timedelta(shift)
    now, then = (real.seen_from(d, known) for d in (day + timedelta(more), day))
    assert set(then.observations) <= set(now.observations) and set(then.breaks) <= set(now.breaks)
    assert set(then.targets) <= set(now.targets)
    again = now.seen_from(day, known)
    assert set(again.observations) == set(then.observations)


def test_a_remark_that_holds_from_a_later_day_is_not_on_the_card():
    known = load("dien-bien")
    code, card = next((code, card) for code, card in known.indicators.items() if card.origin == "remarked")
    always, later = (
        Remark(indicator=code, field="definition", start=start, text_vi="x", text_en="x")
        for start in (None, "2025-07-01")
    )
    for remarks, kept, origin in (((always, later), (always,), "remarked"), ((later,), (), "national")):
        put = card.model_copy(update={"remarks": remarks})
        evidence = replace(known, indicators={**known.indicators, code: put})
        before, after = (
            evidence.seen_from(date(2025, month, day)).indicators[code] for month, day in ((6, 30), (7, 1))
        )
        assert (before.remarks, before.origin) == (kept, origin) and after.remarks == remarks
