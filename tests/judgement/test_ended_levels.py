"""Nobody is asked to count in a level of government that has ended; on an earlier day it still stands."""

from datetime import date

import pytest

from bvte.evidence.language import activate
from bvte.judgement.annual import annual
from bvte.judgement.coverage import past_asking, requests
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.judgement.workshop import workshop
from bvte.presentation.phase_tables import certainty_table
from bvte.presentation.review_tables import request_table

from .audited import PROGRAMMES

CARDS = """
    id,    name_vi,        name_en, unit,    kind, better, group,      counted, among, counted_in
    rate,  Tỷ lệ thử,      Rate,    percent, rate, down,   protection, ,        ,
    board, Huyện có ban,   Boards,  percent, rate, up,     protection, ,        ,      district
    group, Xã có tổ,       Groups,  percent, rate, up,     protection, ,        ,      commune
"""
AREAS = """
    code, level,    parent, valid_from, valid_to,   name_vi,   name_en
    D1,   district, P1,     2004-01-01, 2024-12-31, Huyện Một, One
    D2,   district, P1,     2004-01-01, 2025-06-30, Huyện Hai, Two
    C1,   commune,  D1,     2004-01-01, 2024-12-31, Xã Cũ,     Old
    C2,   commune,  P1,     2025-07-01, ,           Xã Mới,    New
    N1,   district, P2,     2004-01-01, ,           Nơi khác,  Elsewhere"""
TARGETS = """
    indicator, programme, condition, value, due_year, baseline_comparator, baseline_value, baseline_year
    rate,  next, below,    3,   2025, , ,
    board, next, at_least, 100, 2025, , ,
    group, next, at_least, 100, 2025, , ,
    board, plan, at_least, 90,  2020, , ,"""
FIGURES = """
    indicator, start,   value, source
    board,     2022,    80,    a
    rate,      2025-09, 2.5,   a"""
BREAKS = """
    id,  date,       kind,        indicators
    end, 2025-07-01, denominator, board"""


@pytest.fixture
def evidence(province):
    return province(
        cards=CARDS,
        programmes=PROGRAMMES,
        targets=TARGETS,
        observations=FIGURES,
        areas=AREAS,
        breaks=BREAKS,
        sources="id, published_on, title, publisher, address\na, 2026-01-05, t, p, https://example.org",
        agencies="""
            id, name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, recipients_vi, recipients_en
            so, Sở,      Office,  UBND,     Council,  S,      Thử,      Trial,    Bộ,            Ministry""",
        annual_reports="year\n2024\n2025",
    )


def test_a_level_has_ended_when_its_last_unit_in_the_province_has(evidence):
    last = date(2025, 6, 30)
    assert evidence.level_ended("district", date(2025, 12, 31)) == last
    assert evidence.level_ended("district", last) is None
    assert evidence.level_ended("commune", date(2025, 12, 31)) is None
    assert evidence.level_ended(None, date(2025, 12, 31)) is None


def test_a_level_has_ended_in_a_merged_province_when_it_has_in_those_that_it_was_made_of(province):
    """The districts of the old provinces never lay in the new one."""
    merged = province(
        programmes=PROGRAMMES,
        areas="""
            code, level,    parent, valid_from, valid_to,   name_vi,    name_en
            OLD,  province, ,       2004-01-01, 2025-06-30, Tỉnh Cũ,    Old
            TOO,  province, ,       2004-01-01, 2025-06-30, Tỉnh Cũ Nữa, Old too
            D1,   district, OLD,    2004-01-01, 2024-12-31, Huyện Một,  One
            D2,   district, TOO,    2004-01-01, 2025-06-30, Huyện Hai,  Two
            N1,   district, P2,     2004-01-01, ,           Nơi khác,   Elsewhere""",
        sources="id, published_on, title, publisher, address\na, 2026-01-05, t, p, https://example.org",
        area_changes="old_code, new_code, date, decision, weight\nOLD, P1, 2025-07-01, n, 1\nTOO, P1, 2025-07-01, n, 1",
    )
    assert merged.level_ended("district", date(2025, 12, 31)) == date(2025, 6, 30)
    assert merged.level_ended("district", date(2025, 6, 30)) is None
    assert merged.level_ended("commune", date(2025, 12, 31)) is None


def test_what_ends_after_the_day_is_not_known_on_it(evidence):
    assert seen(evidence, "2020-12-29").level_ended("district", date(2025, 12, 31)) is None


def test_no_figure_of_an_ended_level_is_asked_for_and_the_list_says_so(evidence):
    activate("vi")
    asked = {(r.indicator, r.year) for r in requests(seen(evidence), "P1")}
    assert ("group", 2025) in asked and ("board", 2020) in asked and ("board", 2025) not in asked
    assert [(r.indicator, r.year, str(last)) for r, last in past_asking(seen(evidence), "P1")] == [
        ("board", 2025, "2025-06-30")
    ]
    assert "Huyện có ban" in request_table(seen(evidence), "P1").note


def test_to_know_is_to_choose_other_units_where_the_old_ones_are_gone(evidence):
    def codes(found, indicator):
        (choice,) = (c for c in found.choices if c.subject.card.id == indicator)
        return [reason.code for reason in choice.to_count]

    now = workshop(seen(evidence), "plan", "next")
    assert "count_other_units" in codes(now, "board")
    assert not {"count_result", "count_both_ways"} & set(codes(now, "board"))
    assert "count_result" in codes(now, "group")
    then = workshop(seen_in_workshop(evidence, "next", "2020-12-29"), "plan", "next")
    assert "count_result" in codes(then, "board")


def test_one_more_figure_that_nobody_can_count_settles_nothing(evidence):
    activate("en")
    from bvte.judgement.targets import judge

    rows = certainty_table(judge(seen(evidence), "next")).to_frame()
    (board,) = [row for row in rows.itertuples(index=False) if row[0] == "Boards"]
    assert "30 Jun 2025" in board[-1]


def test_a_form_has_no_gap_where_no_figure_can_be(evidence):
    def board(year):
        forms = annual(evidence, year, "P1").forms.values()
        return [cell for form in forms for row in form.rows for cell in row.cells if cell.indicator == "board"]

    assert all(cell.ended is None for cell in board(2024))
    for form in annual(evidence, 2025, "P1").forms.values():
        for row, _ in form.gaps:
            assert row.row.indicator != "board"
