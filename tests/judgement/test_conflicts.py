"""Where figures disagree: every kind of conflict, and the cases that only look like one."""

import pytest

from bvte.judgement.conflicts import conflicts


def found(province, observations, **asked):
    evidence = province(observations=observations)
    return [
        (c.kind, c.indicator, c.year, [r.rows for r in c.readings])
        for c in conflicts(evidence, "P1", **asked)
    ]


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
    rows = pair(
        "2020-01, 2020-01, total, =, 5, , children, a", "2020, 2020, total, =, 60, , children, b", "count"
    )
    assert found(province, rows) == []


def test_states_of_two_months_may_both_be_true(province):
    rows = pair(
        "2020-01, 2020-01, level, =, 175, , children, a",
        "2020-09, 2020-09, level, =, 161, , children, b",
        "count",
    )
    assert found(province, rows) == []


@pytest.mark.parametrize(("second", "conflicting"), [("2021-01, 2023-08", True), ("2022-01, 2023-08", False)])
def test_totals_of_one_stretch_of_time_conflict_also_when_its_last_day_is_named(
    province, second, conflicting
):
    first = "2021-01-01, 2023-08-30, total, =, 29, , children, a"
    rows = pair(first, f"{second}, total, =, 31, , children, b", "count")
    assert bool(found(province, rows)) is conflicting


STEPS = [
    # A third up or down is still plausible from one year to the next or the one after it.
    ("2019", "1000", "2020", "660", True),
    ("2019", "1000", "2020", "680", False),
    ("2019", "1000", "2021", "1340", True),
    ("2019", "1000", "2021", "1320", False),
    ("2019", "1000", "2022", "2000", False),
]


@pytest.mark.parametrize(("first", "before", "second", "after", "too_large"), STEPS)
def test_a_step_too_large_for_a_population(province, first, before, second, after, too_large):
    rows = f"""
        indicator, start, value
        children,  {first}, {before}
        children,  {second}, {after}
    """
    expected = [("step", "children", int(second), [("o1",), ("o2",)])] if too_large else []
    assert found(province, rows) == expected


def test_a_step_of_what_nothing_is_divided_by_is_no_conflict(province):
    assert found(province, "indicator, start, value\ncount, 2019, 1000\ncount, 2020, 5000") == []


def test_only_the_indicators_asked_for_are_looked_at(province):
    rows = pair("2020, 2020, level, =, 4.1, , percent, a", "2020, 2020, level, =, 3.5, , percent, b")
    assert len(found(province, rows, indicators=["rate"])) == 1
    assert found(province, rows, indicators=["help"]) == []


@pytest.mark.parametrize(
    ("baseline", "kinds"), [("4.4", []), ("4.6", ["exclude"]), ("4.44", [])], ids=["same", "another", "finer"]
)
def test_a_printed_baseline_that_a_published_figure_contradicts_is_a_conflict(province, baseline, kinds):
    evidence = province(
        targets="indicator, condition, value, baseline_value, baseline_year\n"
        f"rate, below, 3.8, {baseline}, 2015",
        observations="indicator, start, value, source\nrate, 2015, 4.4, b",
    )
    assert [c.kind for c in conflicts(evidence, "P1")] == kinds
    assert conflicts(evidence, "XX") == []
