"""Whole numbers that a condition on a share comes to."""

from decimal import Decimal
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.methods.achievement import counts_within, last_count_within, satisfying_set
from bvte.methods.interval import make_interval
from bvte.methods.undefined import Undefined

CONDITIONS = {
    "below": lambda share, value: share < value,
    "at_most": lambda share, value: share <= value,
    "above": lambda share, value: share > value,
    "at_least": lambda share, value: share >= value,
    "exactly": lambda share, value: share == value,
}


@pytest.mark.parametrize(
    ("condition", "value", "whole", "expected"),
    [
        ("below", "3.3", 208222, 6871),
        ("at_least", "90", 6847, 6163),
        ("below", "1", 208222, 2082),
        ("at_most", "25", 8, 2),
        ("below", "25", 8, 1),
        ("above", "25", 8, 3),
        ("at_least", "25", 8, 2),
        # 0.07 of 100 is 7.000000000000001 in binary numbers
        ("at_least", "7", 100, 7),
        ("at_most", "0.29", 10000, 29),
    ],
)
def test_the_last_number_that_satisfies_by_hand(condition, value, whole, expected):
    assert last_count_within(condition, Decimal(value), whole, 100) == expected


@given(st.sampled_from(sorted(CONDITIONS)), st.integers(0, 1000), st.integers(1, 60))
def test_the_numbers_are_those_that_satisfy_when_each_is_tried(condition, tenths, whole):
    holds, value = CONDITIONS[condition], Fraction(tenths, 10)
    fitting = [n for n in range(-1, 2 * whole) if 0 <= n <= whole and holds(Fraction(100 * n, whole), value)]
    wanted = satisfying_set(condition, float(value))
    try:
        least, most = counts_within(wanted, whole, 100)
    except Undefined as refused:
        assert refused.code == "no_count" and not fitting
        return
    assert fitting == [n for n in range(whole + 1) if least <= n <= most]


@given(
    st.sampled_from(["below", "at_most", "above", "at_least"]),
    st.integers(1, 999),
    st.integers(1, 40),
    st.integers(0, 15),
)
def test_of_a_whole_known_as_a_range_a_number_counts_only_if_it_always_satisfies(condition, tenths, low, wide):
    holds, value = CONDITIONS[condition], Fraction(tenths, 10)
    known = make_interval(low, low + wide)
    least, most = counts_within(satisfying_set(condition, float(value)), known, 100)
    for number in range(low + 1):
        always = all(holds(Fraction(100 * number, whole), value) for whole in range(low, low + wide + 1))
        assert always == (least <= number <= most)


def test_of_a_whole_without_end_no_number_is_surely_enough():
    over = make_interval(216_000, inf, left_closed=False)
    assert counts_within(satisfying_set("below", 3.8), over, 100)[1] == 8208
    assert counts_within(satisfying_set("below", 3.8), 216_000, 100)[1] == 8207
    with pytest.raises(Undefined):
        counts_within(satisfying_set("at_least", 90), over, 100)


def test_a_condition_without_one_limit_has_no_last_number():
    with pytest.raises(Undefined):
        last_count_within("range", 3, 100, 100)
