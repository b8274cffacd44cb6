"""Where figures disagree: every kind of conflict, and the cases that only look like one."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.evidence.load import load
from bvte.judgement.conflicts import conflicts

from .province import CARDS


def found(province, observations, cards=CARDS, **asked):
    evidence = province(observations=observations, cards=cards)
    return [(c.kind, c.indicator, c.year, [r.rows for r in c.estimates]) for c in conflicts(evidence, "P1", **asked)]


def pair(first, second, indicator="rate"):
    """Two rows of one indicator: start, end, statistic, comparator, value, definition, unit, source."""
    return f"""
        indicator, start, end, statistic, comparator, value, definition, unit, source
        {indicator}, {first}
        {indicator}, {second}
    """


def test_two_sources_that_exclude_each_other(province):
    rows = pair("2020, 2020, level, =, 4.1, , percent, a", "2020, 2020, level, =, 3.5, , percent, b")
    assert found(province, rows) == [("exclude", "rate", 2020, [("o1",), ("o2",)])]


def test_a_printed_rate_that_its_own_counts_do_not_give(province):
    # 28 of 100, printed as 28.5: the counts say between 28 and 28.
    rows = """
        indicator, start, value
        rate,      2020,  28.5
        count,     2020,  28
        children,  2020,  100
    """
    assert found(province, rows) == [("own_counts", "rate", 2020, [("o2", "o3"), ("o1",)])]


def test_a_printed_rate_that_the_counts_of_another_source_do_not_give(province):
    rows = """
        indicator, start, value, source
        rate,      2020,  28.5,  a
        count,     2020,  28,    b
        children,  2020,  100,   b
    """
    assert [kind for kind, *_ in found(province, rows)] == ["exclude"]


def test_a_source_that_prints_two_rates_for_one_time_contradicts_itself(province):
    rows = pair("2020, 2020, level, =, 4.1, , percent, a", "2020, 2020, level, =, 3.5, , percent, a")
    assert found(province, rows) == [("exclude", "rate", 2020, [("o1",), ("o2",)])]


@pytest.mark.parametrize(
    ("bound", "value", "is_far"),
    [
        # Three quarters of 4.0 are 3.0; a printed 2.9 may be up to 2.95, a printed 3.0 up to 3.05.
        ("<, 4.0", 2.9, True),
        ("<, 4.0", 3.0, False),
        # 30 over three quarters is 40; a printed 40.1 is at least 40.05.
        (">, 30.0", 40.1, True),
        (">, 30.0", 40.0, False),
    ],
)
def test_a_value_far_inside_the_bound_of_another_source(province, bound, value, is_far):
    rows = pair(f"2020, 2020, level, {bound}, , percent, a", f"2020, 2020, level, =, {value}, , percent, b")
    expected = [("far_from_bound", "rate", 2020, [("o1",), ("o2",)])] if is_far else []
    assert found(province, rows) == expected


def test_a_bound_and_a_value_of_one_source_are_its_own_rounding(province):
    rows = pair("2020, 2020, level, <, 4.0, , percent, a", "2020, 2020, level, =, 1.0, , percent, a")
    assert found(province, rows) == []


@pytest.mark.parametrize(
    ("second", "conflicting"),
    [
        ("2020-01, 2020-01, level, =, 3.5, , percent, b", True),
        ("2019-01, 2019-01, level, =, 3.5, , percent, b", False),
        ("2020, 2020, level, ~, 4, , percent, b", False),
        ("2020, 2020, level, =, 3.5, wide, percent, b", False),
        ("2020, 2020, yearly, =, 3.5, , percent, b", False),
        ("2020, 2020, level, =, 3.5, , per_1000, b", False),
        ("2020-01, 2020-09, level, =, 3.5, , percent, b", False),
        ("2016, 2020, level, =, 3.5, , percent, b", False),
        ("2019, 2019, level, =, 3.5, , percent, b", False),
    ],
    ids=[
        "month for its year",
        "month of another",
        "overlap",
        "definition",
        "statistic",
        "unit",
        "nine months",
        "span",
        "year",
    ],
)
def test_only_figures_of_the_same_thing_and_time_can_conflict(province, second, conflicting):
    rows = pair("2020, 2020, level, =, 4.1, , percent, a", second)
    assert bool(found(province, rows)) is conflicting


def test_a_total_of_a_month_is_not_that_of_its_year(province):
    rows = pair("2020-01, 2020-01, total, =, 5, , children, a", "2020, 2020, total, =, 60, , children, b", "count")
    assert found(province, rows) == []


def test_states_of_two_months_may_both_be_true(province):
    rows = pair(
        "2020-01, 2020-01, level, =, 175, , children, a", "2020-09, 2020-09, level, =, 161, , children, b", "count"
    )
    assert found(province, rows) == []


@pytest.mark.parametrize(("second", "conflicting"), [("2021-01, 2023-08", True), ("2022-01, 2023-08", False)])
def test_totals_of_one_stretch_of_time_conflict_also_when_its_last_day_is_named(province, second, conflicting):
    first = "2021-01-01, 2023-08-30, total, =, 29, , children, a"
    rows = pair(first, f"{second}, total, =, 31, , children, b", "count")
    assert bool(found(province, rows)) is conflicting


# The cards of the small province with one that says that it is a population, and one of events.
PEOPLED = (
    CARDS.replace("counted,  among\n", "counted,  among, usual_change\n")
    + """
    people,   Dân số trẻ em,  Population,   children, count,  ambiguous, general,    , , population
"""
)
# Indicator, statistic, two years with their figures, whether the change is unusual.
CHANGES = [
    # Three in a hundred a year are 1030 after one year and 1092.7 after three.
    ("people", "level", 2019, "=, 1000", 2020, "=, 1031", True),
    ("people", "level", 2019, "=, 1000", 2020, "=, 1030", False),
    ("people", "level", 2019, "=, 1000", 2022, "=, 1092", False),
    ("people", "level", 2019, "=, 1000", 2022, "=, 1093", True),
    ("people", "level", 2019, "=, 1031", 2020, "=, 1000", True),
    # A bound counts only with the end that it leaves: "below 1040" may be a number far below.
    ("people", "level", 2019, ">, 1040", 2020, "=, 1000", True),
    ("people", "level", 2019, "<, 1040", 2020, "=, 1000", False),
    ("people", "level", 2019, ">, 1000", 2020, "=, 1040", False),
    # A register: a fifth a year, compounding: 1000 to 1440 in two years.
    ("count", "level", 2019, "=, 1000", 2020, "=, 1201", True),
    ("count", "level", 2019, "=, 1000", 2020, "=, 1200", False),
    ("count", "level", 2019, "=, 1000", 2021, "=, 1440", False),
    ("count", "level", 2019, "=, 1000", 2021, "=, 1441", True),
    # Events: a third, and more than chance: 10 and 15 may be chance, 1000 and 1340 are not.
    ("count", "total", 2019, "=, 1000", 2020, "=, 1340", True),
    ("count", "total", 2019, "=, 1000", 2020, "=, 1320", False),
    ("count", "total", 2019, "=, 10", 2020, "=, 15", False),
    # Shares: ten points a year, or twice as much.
    ("rate", "level", 2019, "=, 60.0", 2020, "=, 70.2", True),
    ("rate", "level", 2019, "=, 60.0", 2020, "=, 70.0", False),
    ("rate", "level", 2019, "=, 60.0", 2021, "=, 79.0", False),
    ("rate", "level", 2019, "=, 1.0", 2020, "=, 2.2", True),
    ("rate", "level", 2019, "=, 1.0", 2020, "=, 2.1", False),
]


@pytest.mark.parametrize(("indicator", "statistic", "first", "before", "second", "after", "unusual"), CHANGES)
def test_a_change_is_unusual_where_every_possible_value_is_beyond_what_is_usual(
    province, indicator, statistic, first, before, second, after, unusual
):
    rows = f"""
        indicator, statistic, start, comparator, value
        {indicator}, {statistic}, {first}, {before}
        {indicator}, {statistic}, {second}, {after}
    """
    expected = [("step", indicator, second, [("o1",), ("o2",)])] if unusual else []
    assert found(province, rows, cards=PEOPLED) == expected


def test_an_unusual_change_is_told_from_the_nearest_figures_that_show_it(province):
    rows = "indicator, start, comparator, value\ncount, 2019, =, 100\ncount, 2020, >, 90\ncount, 2021, =, 300"
    assert [r for *_, r in found(province, rows)] == [[("o1",), ("o3",)]]
    rows = "indicator, start, value\ncount, 2018, 100\ncount, 2019, 300\ncount, 2020, 310"
    assert [r for *_, r in found(province, rows)] == [[("o1",), ("o2",)]]


@pytest.mark.parametrize(
    ("first", "second", "effect", "kinds"),
    [
        ("2019, 2019", "2020, 2020", "caveat", ["step"]),
        ("2019, 2019", "2020, 2020", "not_comparable", []),
        ("2018, 2019", "2020, 2020", "caveat", []),
        ("2019-01, 2019-06", "2020, 2020", "caveat", []),
        ("2019-01, 2019-06", "2020-01, 2020-06", "caveat", ["step"]),
    ],
    ids=["year", "break", "two years", "half a year", "halves"],
)
def test_no_change_is_unusual_across_a_forbidding_break_or_between_unlike_spans(province, first, second, effect, kinds):
    rows = f"""
        indicator, start, end, statistic, value
        count, {first}, total, 100
        count, {second}, total, 900
    """
    breaks = f"id, date, effect\nlaw, 2020-01-01, {effect}"
    (*steps,) = conflicts(province(observations=rows, breaks=breaks), "P1")
    assert [c.kind for c in steps] == kinds
    # A break that does not forbid the comparison is said with the change.
    assert [[r.facts["break"] for r in c.facts["reasons"]] for c in steps] == [["law"] for _ in kinds]


@pytest.mark.parametrize(
    ("indicator", "first", "second", "apart", "least"),
    [
        # Of more than 200,000 at most 124,472 were left: 37.7 % fewer, within a year and a quarter.
        ("people", "2019-07, 2019-07, level, >, 200000", "2020-09, 2020-09, level, =, 124472", "37.7", None),
        ("people", "2020, 2020, level, =, 1000", "2021, 2021, level, =, 1300", "30", None),
        # 1.3 is 1.0377 to the power of seven and 1.0447 to that of six: January 2015 to December 2021 are seven years.
        ("people", "2015, 2015, level, =, 1000", "2021, 2021, level, =, 1300", "30", "3.8"),
        ("people", "2015-12, 2015-12, level, =, 1000", "2021-12, 2021-12, level, =, 1300", "30", "4.4"),
        # In figures of several years nobody knows when the change was.
        ("count", "2011, 2015, total, =, 1000", "2016, 2020, total, =, 9000", "800", None),
        ("rate", "2015, 2015, level, =, 10.0", "2017, 2017, level, =, 40.0", "29.9", "9.9"),
    ],
)
def test_the_least_pace_of_a_change_is_over_the_longest_time_between_its_figures(
    province, indicator, first, second, apart, least
):
    rows = f"""
        indicator, start, end, statistic, comparator, value
        {indicator}, {first}
        {indicator}, {second}
    """
    (step,) = conflicts(province(observations=rows, cards=PEOPLED), "P1")
    assert [step.facts["apart"], step.facts.get("least")] == [Decimal(apart), least and Decimal(least)]


@pytest.mark.parametrize(("before", "after"), [(1000, 1300), (1300, 1000)])
def test_the_limits_of_a_change_are_the_same_for_a_rise_and_a_fall(province, before, after):
    rows = f"indicator, start, value\npeople, 2020, {before}\npeople, 2021, {after}"
    (step,) = conflicts(province(observations=rows, cards=PEOPLED), "P1")
    up, down = (1 + step.facts["up_to"] / 100, 1 - step.facts["down_to"] / 100)
    assert 1 < up < 1.3 and up * down == pytest.approx(1)


def test_another_definition_is_said_with_an_unusual_change(province):
    rows = pair("2019, 2019, level, =, 100, wide, children, a", "2020, 2020, level, =, 900, , children, a", "count")
    (step,) = conflicts(province(observations=rows), "P1")
    assert [r.code for r in step.facts["reasons"]] == ["definition_differs"]


def test_a_small_count_of_a_guarded_indicator_is_not_shown_by_its_change(province):
    evidence = province(observations="indicator, start, value\ncount, 2019, 2\ncount, 2020, 900")
    card = evidence.indicators["count"].model_copy(update={"sensitivity": "small_counts"})
    assert len(conflicts(evidence, "P1")) == 1
    guarded = replace(evidence, indicators=evidence.indicators | {"count": card})
    assert conflicts(guarded, "P1") == []


# A card of a whole, one of a part of it, and two that together are all of it.
GROUPS = (
    CARDS.replace("counted,  among\n", "counted,  among, subset_of, parts\n")
    + """
    dead,     Tử vong,        Deaths,       children, count,  down,  protection, , , , one two
    drowned,  Đuối nước,      Drowned,      children, count,  down,  protection, , , dead,
    one,      Nhóm một,       Group one,    children, count,  down,  protection, , , ,
    two,      Nhóm hai,       Group two,    children, count,  down,  protection, , , ,
"""
)
# Of a whole and a part of it, in four years and in the last of them.
DEATHS = """
    indicator, start, end, statistic, value
    dead,      2021, 2024, total, 200
    dead,      2024, 2024, total, 50
    drowned,   2021, 2024, total, 80
    drowned,   2024, 2024, total, 40
"""
WHOLES = [
    # 365 in four years and 45 in one of them leave 320 in three, 106.7 a year: more than twice 45.
    ("dead, 2021, 2024, 365\ndead, 2024, 2024, 45", ["improbable_parts"]),
    ("dead, 2021, 2024, 300\ndead, 2024, 2024, 45", []),  # 85 a year, less than twice 45
    ("dead, 2021, 2024, 12\ndead, 2024, 2024, 1", []),  # 3.7 a year and 1 may be chance
    ("dead, 2021, 2024, 40\ndead, 2024, 2024, 45", ["impossible_parts"]),
    ("dead, 2023, 2024, 100\ndead, 2024, 2024, 45\ndead, 2023, 2023, 45", ["impossible_parts"]),
    ("dead, 2023, 2024, 90\ndead, 2024, 2024, 45\ndead, 2023, 2023, 45", []),
    ("dead, 2024, 2024, 29\ndrowned, 2024, 2024, 45", ["impossible_parts"]),
    ("dead, 2024, 2024, 45\none, 2024, 2024, 20\ntwo, 2024, 2024, 24", ["impossible_parts"]),
    ("dead, 2024, 2024, 44\none, 2024, 2024, 20\ntwo, 2024, 2024, 24", []),
]


@pytest.mark.parametrize(("rows", "kinds"), WHOLES)
def test_parts_that_can_hardly_be_true_of_their_whole(province, rows, kinds):
    lines = [f"{line}, total" for line in rows.split("\n")]
    evidence = province(observations="\n".join(["indicator, start, end, value, statistic", *lines]), cards=GROUPS)
    assert [c.kind for c in conflicts(evidence, "P1")] == kinds


def test_those_who_are_not_in_a_part_are_held_against_their_years_too(province):
    # 200 in four years and 50 in one are even; those who did not drown are 120 in four years and 10 in one.
    evidence = province(observations=DEATHS, cards=GROUPS)
    *_, other = conflicts(evidence, "P1")
    assert (other.kind, other.indicator) == ("improbable_others", "drowned")
    assert other.facts["rest"].mid == 120 - 10
    assert other.facts["rest_mean"] == pytest.approx(110 / 3)
    assert [len(side) for side in other.sides] == [2, 2]
    row = conflicts(evidence, "P1").frame().iloc[-1]
    assert (row["indicator"], row["first_indicator"], row["first_value"]) == ("drowned", "dead", 200)


SHARES = CARDS.replace("counted,  among\n", "counted,  among, reported_count, whole_indicator\n").replace(
    "help,     Được trợ giúp,  Helped,       percent,  rate,   up,        protection, ,",
    "help,     Được trợ giúp,  Helped,       percent,  rate,   up,        protection, , , count, children",
)


@pytest.mark.parametrize(
    ("counted", "kinds"),
    [
        # 91 printed is at least 90.5, and of 200 children more than 180.
        ("2016, 2020, total, 180", ["share_above_count"]),
        ("2016, 2020, total, 181", []),
        ("2021, 2024, total, 90", []),  # of other years
        ("2018, 2018, level, 90", []),  # a state of one day is not all who were helped until then
    ],
)
def test_a_share_of_a_whole_that_is_more_than_was_counted_in_all_its_years(province, counted, kinds):
    rows = f"""
        indicator, start, end, statistic, value
        help,      2020, 2020, level, 91
        children,  2020, 2020, level, 200
        count,     {counted}
    """
    assert [kind for kind, *_ in found(province, rows, SHARES, indicators=["help"])] == kinds


@pytest.mark.parametrize(
    ("total", "kinds"),
    [
        ("2015, 2024, total, =, 180", ["impossible_parts"]),  # more than 20 in each of nine years
        ("2015, ..2024, total, =, 180", ["each_year_above_total"]),  # unless it ended before the nine years did
        ("2015, ..2024, total, =, 181", []),
        ("2016, 2024, total, =, 100", []),  # without the first of the years
    ],
)
def test_a_number_of_each_year_that_comes_to_more_than_a_total(province, total, kinds):
    rows = f"""
        indicator, start, end, statistic, comparator, value
        count,     2015, 2023, yearly, >, 20
        count,     {total}
    """
    assert [kind for kind, *_ in found(province, rows)] == kinds


def test_only_the_indicators_asked_for_are_looked_at(province):
    rows = pair("2020, 2020, level, =, 4.1, , percent, a", "2020, 2020, level, =, 3.5, , percent, b")
    assert len(found(province, rows, indicators=["rate"])) == 1
    assert found(province, rows, indicators=["help"]) == []


@pytest.mark.parametrize(
    ("baseline", "kinds"), [("4.4", []), ("4.6", ["exclude"]), ("4.44", [])], ids=["same", "another", "finer"]
)
def test_a_printed_baseline_that_a_published_figure_contradicts_is_a_conflict(province, baseline, kinds):
    evidence = province(
        targets=f"indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, {baseline}, 2015",
        observations="indicator, start, value, source\nrate, 2015, 4.4, b",
    )
    assert [c.kind for c in conflicts(evidence, "P1")] == kinds
    assert conflicts(evidence, "XX") == []


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        # About 40,000 to the ten thousand is 30,000 at least: half more than 20,000, and more than 20,000 / 0.75.
        ("2024, 2024, level, ~, 40000, 10000", "2025, 2025, level, >, 20000, 10000", ["step_by_bound"]),
        ("2024, 2024, level, >, 20000, 10000", "2025, 2025, level, ~, 40000, 10000", ["step_by_bound"]),
        # Half more in five years is 8.4 % a year, less than the fifth that a register may move.
        ("2019, 2019, level, >, 20000, 10000", "2024, 2024, level, ~, 40000, 10000", []),
        # 26,000 is a third more than 20,000 less a little: near enough to have been printed so.
        ("2024, 2024, level, >, 20000, 10000", "2025, 2025, level, =, 26000, ", []),
        # What is below a bound is no supposition.
        ("2024, 2024, level, >, 20000, 10000", "2025, 2025, level, =, 12000, ", ["step"]),
        ("2024, 2024, level, >, 20000, 10000", "2025, 2025, level, >, 40000, 10000", []),
    ],
    ids=["fell", "rose", "slowly", "near", "sure", "two bounds"],
)
def test_a_figure_far_from_the_print_of_a_bound_has_to_be_explained(province, first, second, kinds):
    rows = f"indicator, start, end, statistic, comparator, value, step\ncount, {first}\ncount, {second}"
    steps = conflicts(province(observations=rows), "P1")
    assert [c.kind for c in steps] == kinds
    assert not any(c.is_contradiction for c in steps)


def test_what_a_bound_only_lets_suppose_stands_back_where_a_change_is_sure(province):
    rows = "indicator, start, comparator, value\ncount, 2019, =, 100\ncount, 2020, >, 90\ncount, 2021, =, 300"
    assert [c.kind for c in conflicts(province(observations=rows), "P1")] == ["step"]


def test_a_bound_takes_nothing_from_the_figure_that_it_is_held_against(province):
    rows = "indicator, start, comparator, value\npeople, 2020, >, 1000\npeople, 2021, =, 1900"
    (step,) = conflicts(province(observations=rows, cards=PEOPLED), "P1")
    assert step.kind == "step_by_bound" and step.facts["other_scope"] is False


WIDTHS = """
    indicator, start, end,  statistic, value
    dead,      2021,  2024, total,     365
    dead,      2024,  2024, total,     45
    count,     2018,  2018, level,     9000
    count,     2020,  2020, level,     2302
    one,       2020,  2020, level,     90
    one,       2020,  2020, level,     100
"""


def test_the_widest_gap_comes_first_after_contradictions(province):
    evidence = province(observations=WIDTHS, cards=GROUPS)
    found = conflicts(evidence, "P1").widest_first()
    # 90 and 100 of one year cannot both be true; 45 are less of 106.7 a year than 2,302 of 9,000 are not.
    assert [c.indicator for c in found] == ["one", "count", "dead"]
    wanted = [1 - 90.5 / 99.5, 1 - 2302.5 / 8999.5, 1 - 45 / (320 / 3)]
    assert [c.gap for c in found] == pytest.approx(wanted, abs=0.02)
    assert list(found.frame()["gap"]) == [c.gap for c in found]


@pytest.mark.parametrize("folder", ["dien-bien", "quang-tri"])
def test_what_does_not_go_together_is_told_by_its_width(folder):
    evidence = load(folder)
    for area in {row.area for row in evidence.observations.values()}:
        found = conflicts(evidence, area)
        told = found.widest_first()
        assert Counter(map(repr, told)) == Counter(map(repr, found))
        firsts = {}
        for place, conflict in enumerate(told):
            assert 0 <= conflict.gap <= 1
            firsts.setdefault(conflict.indicator, conflict)
            # Those of one indicator stand together.
            assert (
                place == 0 or conflict.indicator == told[place - 1].indicator or firsts[conflict.indicator] is conflict
            )
        ranks = [(not c.is_contradiction, -c.gap) for c in firsts.values()]
        assert ranks == sorted(ranks)
        # Of two printed numbers it is what the lesser lacks of the greater, but for what their print leaves open.
        for conflict in (c for c in found if c.kind == "exclude"):
            low, high = sorted(float(r.value) for r in conflict.estimates)
            assert conflict.gap == pytest.approx(1 - low / high, abs=0.1)
