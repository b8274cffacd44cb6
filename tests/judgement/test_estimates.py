"""What is read from the published rows, and what follows from their counts."""

from decimal import Decimal

import pandas as pd
import pytest

from bvte.judgement.estimates import Strength, derived_estimates, estimates_of, firmest


def read(province, indicator, observations):
    return estimates_of(province(observations=observations), indicator, "P1")


def test_estimates_stand_in_the_order_of_time(province):
    found = read(
        province,
        "rate",
        """
        indicator, start,   value
        rate,      2020-09, 2
        rate,      2015,    4
        rate,      2020,    3
    """,
    )
    assert [estimate.value for estimate in found] == [4, 2, 3]


def test_the_two_ends_of_a_printed_range_are_one_estimate(province):
    (estimate,) = read(
        province,
        "fall",
        """
        indicator, start, end,  statistic, comparator, value
        fall,      2016,  2020, yearly,    >=,         3
        fall,      2016,  2020, yearly,    <=,         5
    """,
    )
    assert (estimate.comparator, estimate.value, estimate.value_to, estimate.is_bound) == ("-", 3, 5, False)
    assert (estimate.interval, estimate.strength) == (pd.Interval(3, 5, closed="both"), "bound")


def test_ends_that_are_swapped_are_no_range(province):
    found = read(
        province,
        "rate",
        """
        indicator, start, comparator, value
        rate,      2020,  >=,         5
        rate,      2020,  <=,         3
    """,
    )
    assert [estimate.comparator for estimate in found] == [">=", "<="]


def test_bounds_of_two_sources_are_no_range(province):
    found = read(
        province,
        "rate",
        """
        indicator, start, comparator, value, source
        rate,      2020,  >=,         3,     a
        rate,      2020,  <=,         5,     b
    """,
    )
    assert [estimate.comparator for estimate in found] == [">=", "<="]


@pytest.mark.parametrize(
    "second",
    ["2020, 4.1, =, , b", "2020, 4.0, ~, , b", "2020, 4.0, =, wide, b", "2020-06, 4.0, =, , b"],
    ids=["another value", "only about", "another definition", "another time"],
)
def test_sources_that_say_something_else_keep_their_own_estimate(province, second):
    first = "2020, 4.0, =, , a"
    found = read(
        province,
        "rate",
        "\n".join(["indicator, start, value, comparator, definition, source", f"rate, {first}", f"rate, {second}"]),
    )
    assert len(found) == 2


COUNTS = """
    indicator, start, end,  value,  source
    count,     2020,  2020, 2302,   a
    children,  2020,  2020, 124472, a
"""


def test_a_rate_follows_from_two_counts_of_one_source(province):
    (estimate,) = read(province, "rate", COUNTS)
    # 2302 of 124472 is 1.8494 percent; both counts are printed to the child.
    assert estimate.interval.left == estimate.interval.right == pytest.approx(1.8494, abs=5e-5)
    assert (estimate.value, estimate.strength) == (Decimal("1.85"), "derived")
    assert (estimate.rows, estimate.sources) == (("o1", "o2"), ("a",))
    assert [part.value for part in estimate.counts] == [2302, 124472]


@pytest.mark.parametrize(
    "denominator",
    [
        "2020, 2020, level, 124472, b",
        "2019, 2019, level, 124472, a",
        "2020, 2020, total, 124472, a",
        "2016, 2020, level, 124472, a",
    ],
    ids=["another source", "another year", "another statistic", "a span of years"],
)
def test_counts_that_do_not_belong_together_give_no_rate(province, denominator):
    found = read(
        province,
        "rate",
        f"""
        indicator, start, end, statistic, value, source
        count, 2020, 2020, level, 2302, a
        children, {denominator}
    """,
    )
    assert found == []


@pytest.mark.parametrize(("end", "shares"), [("2020-06", []), ("2020-12-30", [Decimal(3)])])
def test_what_was_summed_over_half_a_year_is_no_share_of_a_whole_one(province, end, shares):
    found = read(
        province,
        "rate",
        f"""
        indicator, start,   end,   statistic, value
        count,     2020-01, {end}, total,     30
        children,  2020,    2020,  total,     1000
    """,
    )
    assert [estimate.value for estimate in found] == shares


def test_an_approximate_count_makes_the_quotient_an_interval(province):
    (estimate,) = read(
        province,
        "rate",
        """
        indicator, start, comparator, value, step
        count,     2020,  ~,          68000, 1000
        children,  2020,  =,          200000,
    """,
    )
    assert (estimate.interval.left, estimate.interval.right) == (33.5, 34.5)
    assert (estimate.comparator, estimate.value) == ("~", 34)


@pytest.mark.parametrize(
    ("count", "children", "comparator", "expected"),
    [
        ("=, 20", ">, 1000", "<", pd.Interval(0, 2, closed="neither")),
        (">, 20", "=, 1000", ">", pd.Interval(2, 100, closed="right")),
        ("<=, 20", "=, 1000", "<=", pd.Interval(0, 2, closed="both")),
    ],
)
def test_one_bound_among_the_counts_makes_the_quotient_a_bound(province, count, children, comparator, expected):
    (estimate,) = read(
        province,
        "rate",
        f"""
        indicator, start, comparator, value
        count,     2020,  {count}
        children,  2020,  {children}
    """,
    )
    assert (estimate.value, estimate.comparator, estimate.is_bound) == (2, comparator, True)
    assert estimate.interval == expected


@pytest.mark.parametrize(
    ("count", "children"),
    [(">, 20", ">, 1000"), ("=, 20", "<, 1000"), ("=, 20", "=, 0"), ("=, 1001", "=, 1000")],
    ids=["two lower bounds", "the whole may be zero", "the whole is zero", "more than the whole"],
)
def test_counts_that_leave_every_rate_possible_or_none_give_no_rate(province, count, children):
    evidence = province(
        observations=f"""
        indicator, start, comparator, value
        count,     2020,  {count}
        children,  2020,  {children}
    """
    )
    assert derived_estimates(evidence, "rate", "P1") == []


def test_a_range_of_counts_gives_no_single_rate(province):
    found = read(
        province,
        "rate",
        """
        indicator, start, comparator, value
        count,     2020,  >=,         20
        count,     2020,  <=,         30
        children,  2020,  =,          1000
    """,
    )
    assert found == []


def test_a_year_that_was_inferred_for_one_count_is_inferred_for_the_rate(province):
    (estimate,) = read(
        province,
        "rate",
        """
        indicator, start,   value, period_stated, definition
        count,     2020,    20,    yes,
        children,  2020-09, 1000,  no,            age_not_stated
    """,
    )
    assert (estimate.period_stated, estimate.definition, estimate.year) == (False, "age_not_stated", 2020)


@pytest.mark.parametrize(
    ("count", "children", "rates"), [("surveyed", "", 0), ("surveyed", "surveyed", 1), ("", "", 1)]
)
def test_a_count_of_some_of_the_children_is_no_part_of_all_of_them(province, count, children, rates):
    found = read(
        province,
        "rate",
        f"""
        indicator, start, value, definition
        count,     2020,  20,    {count}
        children,  2020,  1000,  {children}
    """,
    )
    assert len(found) == rates


def test_an_indicator_without_named_counts_has_no_derived_estimates(province):
    assert derived_estimates(province(observations=COUNTS), "help", "P1") == []


@pytest.mark.parametrize(
    ("comparator", "strength"), [("=", "published"), ("~", "approximate"), ("<", "bound"), (">=", "bound")]
)
def test_a_printed_sign_says_how_firm_the_number_is(comparator, strength):
    assert Strength.of_comparator(comparator) == strength


def test_the_firmest_figure_is_taken_and_of_equals_the_first(province):
    below, first, second = read(
        province,
        "rate",
        """
        indicator, start, comparator, value
        rate,      2018,  <,          3
        rate,      2019,  =,          4
        rate,      2020,  =,          5
    """,
    )
    assert firmest([below, first, second]) == first
    assert firmest([second, first]) == second
    assert firmest([]) is None
    assert [r.is_firm for r in (below, first)] == [False, True]
