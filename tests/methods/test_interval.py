from fractions import Fraction
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.interval import (
    add_intervals,
    are_disjoint,
    as_interval,
    divide_intervals,
    image_of_box,
    lies_within,
    make_interval,
    scale_interval,
    subtract_intervals,
)
from bvte.methods.undefined import Undefined

BELOW_3_8 = make_interval(0, 3.8, right_closed=False)

hundredths = st.integers(-500, 500).map(lambda n: n / 100)


@st.composite
def intervals(draw, low=-500, high=500):
    left, right = sorted(draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    closed = draw(st.tuples(st.booleans(), st.booleans())) if left < right else (True, True)
    return make_interval(left / 100, right / 100, *closed)


@st.composite
def interval_and_point(draw, low=-500, high=500):
    box = draw(intervals(low, high))
    share = draw(st.integers(0, 100))
    point = Fraction(repr(box.left)) + (Fraction(repr(box.right)) - Fraction(repr(box.left))) * share / 100
    assume(float(point) in box)
    return box, point


def grid(box, n=41):
    """Points of the interval, its open ends left out."""
    points = np.linspace(max(box.left, -1e3), min(box.right, 1e3), n)
    return [point for point in points if point in box]


def test_difference_of_a_printed_share_and_a_bound():
    # 4.4 minus anything from 0 up to, but without, 3.8.
    assert subtract_intervals(4.4, BELOW_3_8) == pd.Interval(0.6, 4.4, closed="right")


def test_ends_are_decimals_as_printed():
    assert 4.4 - 3.8 != 0.6
    assert subtract_intervals(4.4, 3.8) == pd.Interval(0.6, 0.6, closed="both")
    assert add_intervals(0.1, 0.2).left == 0.3


def test_infinite_ends_are_open_and_swallow_the_rest():
    at_least_90 = pd.Interval(90, inf, closed="both")
    assert as_interval(at_least_90).closed == "left"
    assert subtract_intervals(100, at_least_90) == pd.Interval(-inf, 10, closed="right")
    assert subtract_intervals(make_interval(-inf, inf), make_interval(-inf, inf)) == pd.Interval(
        -inf, inf, closed="neither"
    )


def test_scale_swaps_the_ends_for_a_negative_factor_and_collapses_for_zero():
    assert scale_interval(BELOW_3_8, -2) == pd.Interval(-7.6, 0, closed="right")
    assert scale_interval(make_interval(-inf, 3), 0) == pd.Interval(0, 0, closed="both")
    with pytest.raises(Undefined, match="not_finite"):
        scale_interval(BELOW_3_8, inf)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (make_interval(0, 1), make_interval(0, 1, left_closed=False), make_interval(0, inf)),
        (make_interval(0, 0), make_interval(0, 1, False, False), make_interval(0, 0)),
        (make_interval(1, inf), make_interval(1, inf), make_interval(0, inf, left_closed=False)),
        (make_interval(1, 2, True, False), make_interval(-4, -2), make_interval(-1, -0.25, False, True)),
        (make_interval(0, 1), make_interval(-1, 0, True, False), make_interval(-inf, 0)),
        (make_interval(2, 3), make_interval(4, inf), make_interval(0, 0.75, False, True)),
    ],
)
def test_ratio_with_ends_worked_out_by_hand(numerator, denominator, expected):
    assert divide_intervals(numerator, denominator) == expected


@pytest.mark.parametrize("base", [0, make_interval(0, 1), make_interval(-1, 1), make_interval(-1, 0)])
def test_ratio_refuses_a_base_that_may_be_zero(base):
    with pytest.raises(Undefined) as refusal:
        divide_intervals(1, base)
    assert refusal.value.code == "zero_base"


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (BELOW_3_8, make_interval(-inf, 3.8, right_closed=False), True),
        (make_interval(0, 3.8), make_interval(-inf, 3.8, right_closed=False), False),
        (3.8, make_interval(-inf, 3.8), True),
        (make_interval(90, inf), make_interval(90, inf), True),
        (make_interval(90, inf), make_interval(90, inf, left_closed=False), False),
    ],
)
def test_within_minds_the_ends(inner, outer, expected):
    assert lies_within(inner, outer) is expected


def test_disjoint_minds_the_ends():
    assert are_disjoint(BELOW_3_8, make_interval(3.8, 4))
    assert not are_disjoint(make_interval(0, 3.8), make_interval(3.8, 4))
    assert are_disjoint(make_interval(1, 2, False, False), 2)
    assert not are_disjoint(make_interval(-inf, inf), 7)


@pytest.mark.parametrize("ends", [(2, 1, True, True), (1, 1, True, False), (inf, inf, True, True)])
def test_an_interval_without_numbers_is_refused(ends):
    with pytest.raises(Undefined, match="empty_interval"):
        make_interval(*ends)


def test_missing_numbers_are_refused():
    with pytest.raises(Undefined, match="missing_value"):
        subtract_intervals(4.4, nan)
    with pytest.raises(Undefined, match="too_few_points"):
        add_intervals()


@given(st.lists(intervals(), min_size=1, max_size=8))
def test_a_sum_is_that_of_its_corners(parts):
    assert add_intervals(*parts) == image_of_box(lambda *values: sum(values), *parts)


def test_a_sum_minds_open_and_infinite_ends():
    assert add_intervals(BELOW_3_8, 1, make_interval(0, 1)) == pd.Interval(1, 5.8, closed="left")
    assert add_intervals(make_interval(-inf, 3), make_interval(2, inf)) == pd.Interval(-inf, inf, closed="neither")
    assert add_intervals(make_interval(-inf, 3), 2) == pd.Interval(-inf, 5, closed="right")


def test_the_sum_of_all_communes_takes_no_time():
    # By the corners of the box 129 parts would be 2^129 sums.
    found = add_intervals(*[make_interval(0, 4.9)] * 129, 0.1)
    assert found == pd.Interval(0.1, 632.2, closed="both")


@pytest.mark.parametrize(
    ("nothing", "code"), [(None, "missing_value"), (pd.NA, "missing_value"), ("x", "not_a_number")]
)
def test_what_is_no_number_is_refused_by_name(nothing, code):
    calls = (
        lambda: subtract_intervals(4.4, nothing),
        lambda: add_intervals(1, nothing),
        lambda: scale_interval(BELOW_3_8, nothing),
        lambda: make_interval(nothing, 2),
        lambda: lies_within(nothing, BELOW_3_8),
    )
    for call in calls:
        with pytest.raises(Undefined, match=code):
            call()


@given(interval_and_point(), interval_and_point())
def test_results_for_points_lie_in_the_result(a, b):
    (a_box, x), (b_box, y) = a, b
    assert float(x - y) in subtract_intervals(a_box, b_box)
    assert float(x + y) in add_intervals(a_box, b_box)


@given(interval_and_point(), interval_and_point(low=1))
def test_ratios_for_points_lie_in_the_result(a, b):
    (a_box, x), (b_box, y) = a, b
    assert lies_within(float(x / y), as_interval_with_room(divide_intervals(a_box, b_box)))


def as_interval_with_room(box):
    """The interval with both ends closed: a quotient close to an open end may be rounded to that end."""
    return make_interval(box.left, box.right)


@given(intervals(), intervals(low=1))
def test_the_ratio_is_no_wider_than_needed(a, b):
    # Brute force: the extremes over a grid that contains the closed ends are the ends of the result.
    values = [x / y for x in (a.left, a.right) for y in (b.left, b.right)]
    result = divide_intervals(a, b)
    assert (result.left, result.right) == pytest.approx((min(values), max(values)))


@given(intervals(), intervals())
def test_an_end_is_closed_exactly_when_it_is_reached(a, b):
    # Moore's rule for differences: the low end needs a's low end and b's high end.
    result = subtract_intervals(a, b)
    assert result.closed_left == (a.closed_left and b.closed_right)
    assert result.closed_right == (a.closed_right and b.closed_left)


@given(intervals(), intervals())
def test_difference_turns_its_sign_when_the_sides_change(a, b):
    assert subtract_intervals(a, b) == scale_interval(subtract_intervals(b, a), -1)


@given(intervals(), hundredths.filter(bool))
def test_scaling_there_and_back_returns_the_interval(a, factor):
    there_and_back = divide_intervals(scale_interval(a, factor), factor)
    assert (there_and_back.left, there_and_back.right) == pytest.approx((a.left, a.right))
    assert there_and_back.closed == a.closed


@given(intervals(), intervals())
def test_within_and_disjoint_agree_with_a_grid(a, b):
    if lies_within(a, b):
        assert all(point in b for point in grid(a))
    if are_disjoint(a, b):
        assert not any(point in b for point in grid(a))
    else:
        low, high = max(a.left, b.left), min(a.right, b.right)
        assert (low + high) / 2 in a and (low + high) / 2 in b


@given(intervals(), intervals())
def test_within_is_an_order(a, b):
    assert lies_within(a, a)
    if lies_within(a, b) and lies_within(b, a):
        assert a == b


@given(intervals(low=1), intervals(low=1))
def test_an_image_of_a_flat_function_reaches_its_value(a, b):
    assert image_of_box(lambda x, y: 0 * x * y, a, b) == make_interval(0, 0)
