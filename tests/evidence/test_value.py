from decimal import Decimal
from fractions import Fraction
from math import inf

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.evidence.value import COUNTS, Comparator, Unit, printed_interval

# As printed, and the numbers that it leaves possible, worked out by hand.
PRINTED = [
    # print               comparator, value, unit, step, left, right, closed
    ("4,4%", "=", "4.4", "percent", None, 4.35, 4.45, "both"),
    ("0,14%", "=", "0.14", "percent", None, 0.135, 0.145, "both"),
    ("91%", "=", "91", "percent", None, 90.5, 91.5, "both"),
    ("28,0%", "=", "28.0", "percent", None, 27.95, 28.05, "both"),
    ("0%", "=", "0", "percent", None, 0, 0.5, "both"),
    ("100%", "=", "100", "percent", None, 100, 100, "both"),
    ("99,9%", "=", "99.9", "percent", None, 99.85, 99.95, "both"),
    ("dưới 3,8%", "<", "3.8", "percent", None, 0, 3.8, "left"),
    ("không quá 5%", "<=", "5", "percent", None, 0, 5, "both"),
    ("trên 90%", ">", "90", "percent", None, 90, 100, "right"),
    ("ít nhất 90%", ">=", "90", "percent", None, 90, 100, "both"),
    ("khoảng 18%", "~", "18", "percent", "1", 17, 19, "both"),
    ("gần 100%", "~", "100", "percent", "1", 99, 100, "both"),
    ("2.302 trẻ em", "=", "2302", "children", None, 2302, 2302, "both"),
    ("124.472 trẻ em", "=", "124472", "children", None, 124472, 124472, "both"),
    ("khoảng 68.000", "~", "68000", "children", "1000", 67000, 69000, "both"),
    ("trên 216.000", ">", "216000", "children", "1000", 216000, inf, "neither"),
    ("ít nhất 1 cơ sở", ">=", "1", "facilities", None, 1, inf, "left"),
    ("dưới 1.600 trẻ", "<", "1600", "children", "100", 0, 1600, "left"),
    ("423,3 nghìn", "=", "423300", "children", "100", 423250, 423350, "both"),
    ("gần 18 tỷ đồng", "~", "18", "billion_vnd", "1", 17, 19, "both"),
    ("1.187 trên 100.000", "=", "1187", "per_100000_children", None, 1186.5, 1187.5, "both"),
    ("24,8 trên 100.000", "=", "24.8", "per_100000_children", None, 24.75, 24.85, "both"),
    ("ít nhất 0,1%/năm", ">=", "0.1", "percentage_points_per_year", None, 0.1, inf, "left"),
]

shares = st.decimals("0.1", "99.8", places=1)
rates = st.decimals("0", "5000", places=2)
counts = st.integers(0, 10**7).map(Decimal)


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "step", "left", "right", "closed"),
    [case[1:] for case in PRINTED],
    ids=[case[0] for case in PRINTED],
)
def test_a_print_is_read_as_the_numbers_it_leaves_possible(comparator, value, unit, step, left, right, closed):
    read = printed_interval(comparator, Decimal(value), unit, step and Decimal(step))
    assert (read, read.closed) == (pd.Interval(left, right, closed=closed), closed)


def test_both_ends_of_a_printed_range_are_read_together():
    # "3-5%" is two rows; what they have in common is the range.
    low = printed_interval(">=", Decimal(3), "percent")
    high = printed_interval("<=", Decimal(5), "percent")
    assert [3 in low, 5 in low, 3 in high, 5 in high, 2.9 in low, 5.1 in high] == [True] * 4 + [False] * 2


@given(st.sampled_from(Comparator), shares, st.sampled_from(Unit))
def test_the_printed_number_lies_on_or_in_the_interval(comparator, value, unit):
    read = printed_interval(comparator, value, unit)
    assert read.left <= float(value) <= read.right


@given(shares, st.integers(0, 100))
def test_any_number_of_the_interval_prints_as_the_value(value, share):
    read = printed_interval("=", value, "percent")
    left, right = (Fraction(repr(end)) for end in (read.left, read.right))
    number = left + (right - left) * share / 100
    # The same road back: no printed number with one decimal is nearer to it.
    assert abs(number - Fraction(value)) <= Fraction(1, 20)


@given(rates, st.sampled_from(["per_1000", "billion_vnd", "incidents_per_year"]))
def test_a_print_with_two_decimals_is_one_hundredth_wide(value, unit):
    read = printed_interval("=", value, unit)
    low = max(Fraction(value) - Fraction(1, 200), 0)
    assert (Fraction(repr(read.left)), Fraction(repr(read.right))) == (low, Fraction(value) + Fraction(1, 200))


@given(counts, st.sampled_from(sorted(COUNTS)))
def test_a_count_is_exact(value, unit):
    read = printed_interval("=", value, unit)
    assert (read.left, read.right) == (value, value)


@given(shares)
def test_strict_bounds_leave_out_their_bound_and_others_hold_it(value):
    holds = {sign: float(value) in printed_interval(sign, value, "percent") for sign in ("<", "<=", ">", ">=")}
    assert holds == {"<": False, "<=": True, ">": False, ">=": True}


@given(shares)
def test_a_bound_and_its_opposite_share_nothing_and_leave_nothing_out(value):
    below, at_least = printed_interval("<", value, "percent"), printed_interval(">=", value, "percent")
    assert not below.overlaps(at_least)
    assert (below.left, below.right, at_least.right) == (0, at_least.left, 100)


@pytest.mark.parametrize(("value", "unit"), [("104", "percent"), ("-3", "percent"), ("-9", "cases")])
@pytest.mark.parametrize("comparator", Comparator)
def test_a_value_beyond_its_limits_is_read_all_the_same(comparator, value, unit):
    # A rule reports it; the reading must not stop the check of the other rows.
    read = printed_interval(comparator, Decimal(value), unit)
    assert read.left <= float(value) <= read.right


def test_an_unknown_comparator_is_refused():
    with pytest.raises(ValueError, match="unknown comparator '≈'"):
        printed_interval("≈", Decimal(3), "percent")
