"""The page over all phases: how each indicator moved, and one table of years with the nation beside."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import estimates_of
from bvte.judgement.finding import Direction
from bvte.judgement.message import nation_beside
from bvte.judgement.stories import (
    LEAST_DRAWN,
    MOST_STORIES,
    MOST_YEARS,
    move_of,
    passing_over,
    story_indicators,
    table_years,
    yearly_figures,
)
from bvte.presentation import numbers
from bvte.presentation.path_chart import moved_sentence

from ..judgement.test_conflicts import GROUPS
from ..shown import flat, items, told
from .sample import SAMPLE


def rows_of(table):
    return {flat(row[0].content.pieces[0].content): [flat(cell.content) for cell in row[1:]] for row in table.rows}


def test_the_years_are_those_of_phases_and_reports_with_most_to_hold_against_targets(dien_bien):
    assert table_years(dien_bien, "11") == [2015, 2020, 2024, 2025]
    assert len(table_years(dien_bien, "11")) <= MOST_YEARS


def test_the_nation_stands_beside_and_a_break_is_told(province):
    activate("vi")
    ended_2015 = SAMPLE["programmes"].replace("2001,  2010", "2011,  2015")
    evidence = province(**SAMPLE | {"programmes": ended_2015})
    rows = rows_of(bvte.across_table(evidence, "P1"))
    # 4.4 of 2015 lies before the law of 2017; the nation's figure of 2020 is about 7.
    (rate,) = [cells for name, cells in rows.items() if name == "Tỷ lệ thử"]
    newest, nation, moved, others = rate
    assert "4,4" in others and "dưới 3,8" in newest and "khoảng 7" in nation
    law = next(b for b in evidence.breaks.values() if b.date.year == 2017)
    assert moved.startswith("không so sánh được với các số liệu khác (") and law.text("name") in moved


def test_of_figures_that_do_not_agree_no_rise_is_told(dien_bien):
    """2,302 children of 2020 and 6,847 of 2025 are not called a rise, nor are 124,472 and 208,222."""
    activate("en")
    rows = rows_of(bvte.across_table(bvte.seen(dien_bien), "11"))
    told = {name: cells[-2] for name, cells in rows.items()}
    for name in ("Children in special circumstances (number)", "Children under 16"):
        assert told[name].startswith("the figures do not agree")


def test_an_indicator_moves_only_between_figures_that_compare(province):
    evidence = province(**SAMPLE)
    helped, rate = (move_of(evidence, estimates_of(evidence, code, "P1")) for code in ("help", "rate"))
    assert (helped.first.year, helped.last.year, helped.direction) == (2018, 2020, Direction.ROSE)
    # 91 of 2020 less 80 of 2018, each as wide as its print leaves open.
    assert (helped.change.left, helped.change.right) == pytest.approx((90.5 - 80.5, 91.5 - 79.5))
    assert rate.change is None and rate.direction is None


def around_a_total(total):
    """Counts of two years, and of all years from the first to the last."""
    return f"""
        indicator, start, end, statistic, value
        count,     2016, 2016, total, 232
        count,     2021, 2021, total, 175
        count,     2016, 2021, total, {total}
    """


@pytest.mark.parametrize(
    ("total", "direction"),
    [
        (894, Direction.UNDETERMINED),  # 894 less 232 and 175 leave four years with 122 each
        (1107, Direction.FELL),  # and 1,107 leave them 175, as many as in the last
        (1336, Direction.UNDETERMINED),  # 1,336 leave 232.25, more than in the first
    ],
)
def test_two_years_are_no_way_that_a_total_does_not_let_the_years_between_go(province, total, direction):
    evidence = province(observations=around_a_total(total))
    assert move_of(evidence, estimates_of(evidence, "count", "P1")).direction == direction


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "Được trợ giúp tăng từ 80% (2018) lên 91% (2020)"), ("en", "Helped rose from 80% (2018) to 91% (2020)")],
)
def test_a_chart_has_a_sentence_as_its_title(province, language, sentence):
    activate(language)
    evidence = province(**SAMPLE)
    assert moved_sentence(evidence, "help", estimates_of(evidence, "help", "P1")) == sentence


def test_the_nation_stands_beside_each_figure_that_it_compares_with(dien_bien):
    """Told by another road: of each row of the table, every figure of the area asks for its own neighbour."""
    activate("vi")
    table = bvte.across_table(bvte.seen(dien_bien), "11")
    column = [c.key for c in table.columns].index("nation")
    several = 0
    for row in table.rows:
        known = estimates_of(bvte.seen(dien_bien), row[0].code, "11")
        seen = bvte.seen(dien_bien)
        beside = {numbers.bare(n) for r in known if (n := nation_beside(seen, r))}
        newest = nation_beside(seen, yearly_figures(known)[-1])
        # Whom a figure counts stands below it in a cell, and behind it in brackets elsewhere.
        assert all(figure.partition(" (")[0] in row[column].text + row[-1].text for figure in beside)
        # Beside the newest stands what it compares with, and not what an older one does.
        assert row[column].text.startswith(numbers.bare(newest).partition(" (")[0] if newest else "–")
        several += len(beside) > 1
    assert several


def test_what_rose_and_has_fallen_since_is_told_as_both(province):
    rows = "indicator, start, value\ncount, 2017, 100\ncount, 2020, 120\ncount, 2024, 110"
    activate("en")
    evidence = province(**SAMPLE | {"observations": rows})
    sentence = moved_sentence(evidence, "count", estimates_of(evidence, "count", "P1"))
    assert "rose from" in sentence and sentence.endswith("; fell from 120 children (2020)")
    straight = province(**SAMPLE | {"observations": rows.replace("2020, 120", "2020, 105")})
    assert "fell" not in moved_sentence(straight, "count", estimates_of(straight, "count", "P1"))


@pytest.mark.parametrize(("language", "word"), [("vi", "năm suy ra"), ("en", "inferred")])
def test_a_sentence_says_where_a_year_was_inferred(dien_bien, language, word):
    activate(language)
    evidence = bvte.seen(dien_bien)
    for code in story_indicators(evidence, "11"):
        found = estimates_of(evidence, code, "11")
        move = move_of(evidence, found)
        inferred = sum(not r.period_stated for r in (move.first, move.last))
        assert moved_sentence(evidence, code, found).count(word) == inferred


def test_a_programme_without_targets_says_what_there_is_in_their_place(dien_bien):
    activate("vi")
    table = bvte.programme_table(dien_bien, "11")
    told = {row[0].text: row[-1].text for row in table.rows}
    for programme in dien_bien.programmes_of("11"):
        (cell,) = (text for name, text in told.items() if name.startswith(programme.text("name")))
        count = len(dien_bien.targets_of(programme.id))
        assert cell.startswith(str(count)) if count else "số liệu" in cell and not cell.startswith("0")


def test_the_page_begins_with_what_moved_and_draws_what_has_three_years(dien_bien):
    activate("en")
    best = story_indicators(dien_bien, "11")
    assert 0 < len(best) <= MOST_STORIES
    message = bvte.across_title(dien_bien, "11")
    unusual = [c for c in conflicts(dien_bien, "11") if not c.is_contradiction]
    assert len(items(message)) == len(best) + bool(unusual) + 1
    assert "fell from" in told(message) or "rose from" in told(message)
    frame = bvte.estimates(dien_bien, areas="11")
    drawn = bvte.stories(frame, dien_bien, "11")
    years = {code: len({r.year for r in estimates_of(dien_bien, code, "11")}) for code in drawn["indicator"]}
    assert years and min(years.values()) >= LEAST_DRAWN
    # What is told and has as many years is drawn; so are the counts that it is made of.
    assert {code for code in best if len({r.year for r in estimates_of(dien_bien, code, "11")}) >= 3} <= set(years)
    assert drawn["indicator"].iloc[0] in best


def test_the_newest_figure_is_the_one_that_reaches_furthest_and_no_total_of_years(province):
    """Made up: a week printed before eight months of one year, and six years counted together."""
    rows = """
        indicator, start,      end,        statistic, comparator, value
        dead,      2019-05-23, 2019-05-29, total,     =,          9
        dead,      2019-01,    2019-08,    total,     ~,          33
        dead,      2014,       2019,       total,     =,          190
        dead,      2018,       2018,       total,     =,          40
    """
    evidence = province(observations=rows, cards=GROUPS)
    activate("vi")
    (row,) = bvte.across_table(evidence, "P1").rows
    assert row[1].text.startswith("khoảng 33") and "190" in row[-1].text
    assert "từ ngày 23/5/2019 đến ngày 29/5/2019" in row[-1].text


def test_a_figure_of_other_years_together_does_not_compare_and_of_one_time_nothing_is_told(province):
    """Made up: a share of 2024 beside one of three years together, and beside the nation's of the same year alone."""
    activate("vi")
    rows = "indicator, area, start, end, value\nrate, , 2024, 2024, 33\n"
    for more, moved in (
        ("rate, , 2021, 2023, 28", "không so sánh được với các số liệu khác (khoảng thời gian khác nhau)"),
        ("rate, XX, 2024, 2024, 20", "–"),
    ):
        (row,) = bvte.across_table(province(observations=rows + more), "P1").rows
        assert row[1].text.startswith("33") and row[3].text == moved


@pytest.mark.parametrize(("stated", "newest"), [("no", 63), ("yes", 78)])
def test_a_state_of_one_of_two_years_is_the_newest_and_one_of_both_together_is_none(province, stated, newest):
    rows = f"""
        indicator, start, end,  statistic, value, period_stated
        count,     2020,  2020, level,     78,    yes
        count,     2024,  2025, level,     63,    {stated}
    """
    assert yearly_figures(estimates_of(province(observations=rows), "count", "P1"))[-1].value == newest


def test_what_the_nation_stands_beside_has_a_panel_with_its_unit(province):
    activate("en")
    rows = "indicator, area, start, value\nrate, , 2020, 4\nrate, XX, 2019, 5\nhelp, , 2020, 90\nhelp, XX, 2020, 80"
    (panels,) = bvte.nation_panels(province(observations=f"{rows}\nschool, , 2020, 70\nschool, XX, 2010, 60"), "P1")
    # Ten years apart nothing is laid beside.
    assert "2 indicators with figures of both" in panels.finding and len(panels.numbers.rows) == 4
    assert all(name in panels.svg for name in ("Trial rate (%)", "Helped (%)")) and "In school" not in panels.svg


def test_a_place_without_figures_of_the_nation_has_no_panels(province):
    assert bvte.nation_panels(province(**SAMPLE), "P1") == ()


def test_the_table_begins_with_children_and_ends_with_papers(dien_bien):
    cards = dien_bien.indicators
    units = [cards[row[0].code].unit for row in bvte.across_table(bvte.seen(dien_bien), "11").rows]
    papers = [place for place, unit in enumerate(units) if unit == "documents"]
    children = [place for place, unit in enumerate(units) if unit in ("children", "couples")]
    assert children and all(place > max(children) for place in papers)


@pytest.mark.parametrize(
    ("counted", "total", "passed"),
    [
        # 894 in six years leave 487 for the four between, 122 a year: less than both, whoever else it counts.
        ("pupils", 894, True),
        ("", 894, True),
        # 2,000 leave 398 a year; of a total of all, others may make that up.
        ("pupils", 2000, True),
        ("", 2000, False),
        ("ages_0_19", 894, False),
    ],
)
def test_a_total_of_all_passes_over_a_part_only_from_below(province, counted, total, passed):
    rows = f"""
        indicator, start, end,  statistic, value,   definition
        count,     2016,  2016, total,     232,     pupils
        count,     2021,  2021, total,     175,     pupils
        count,     2016,  2021, total,     {total}, {counted}
    """
    evidence = province(observations=rows)
    first, last = (r for r in estimates_of(evidence, "count", "P1") if r.is_of_one_year)
    assert bool(passing_over(evidence, first, last)) is passed


@pytest.mark.parametrize(("total", "side"), [(894, "below"), (1336, "above")])
def test_on_which_side_of_both_years_those_between_lie_is_told(province, total, side):
    """894 leave 122 a year for the four between 232 and 175, 1,336 leave 232.25."""
    found = estimates_of(evidence := province(observations=around_a_total(total)), "count", "P1")
    assert move_of(evidence, found).way == f"passed_{side}"
    activate("vi")
    assert {"below": "thấp", "above": "cao"}[side] + " hơn cả hai năm này" in moved_sentence(evidence, "count", found)
