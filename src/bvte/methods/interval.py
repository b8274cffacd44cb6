"""Arithmetic of intervals: what is known of a result when its inputs are only known to lie somewhere.

An interval is a pandas.Interval; its `closed` is exact ("below 3.8" is [0, 3.8)), and an infinite end is
always open. Finite ends are computed as exact decimals, so 4.4 - 3.8 is 0.6 and a value on a boundary is
judged as printed. Source: Moore, Kearfott and Cloud (2009), Introduction to Interval Analysis: a function
that is monotone in each argument takes its extremes at the corners of the box.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import copysign, inf, isinf, isnan, nan
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from bvte.methods.undefined import Undefined

# A number, or an interval of the numbers that are possible.
Value: TypeAlias = float | pd.Interval
Exact: TypeAlias = float | Fraction


def make_interval(
    left: float | None, right: float | None, left_closed: bool = True, right_closed: bool = True
) -> pd.Interval:
    """An interval whose finite ends are closed as told; an infinite end is open.

    Raises Undefined("empty_interval") when no number lies in it, Undefined("missing_value") for NaN
    or None, Undefined("not_a_number").

    >>> make_interval(0, 3.8, right_closed=False)
    Interval(0.0, 3.8, closed='left')
    """
    left, right = _finite_or_infinite(left), _finite_or_infinite(right)
    left_closed, right_closed = left_closed and not isinf(left), right_closed and not isinf(right)
    if left > right or (left == right and not (left_closed and right_closed)):
        raise Undefined("empty_interval", left=left, right=right)
    closed = {(True, True): "both", (True, False): "left", (False, True): "right", (False, False): "neither"}
    return pd.Interval(left, right, closed=closed[left_closed, right_closed])


def as_interval(value: Value) -> pd.Interval:
    """The interval itself with its infinite ends open, or the interval that holds one number only."""
    if isinstance(value, pd.Interval):
        return make_interval(value.left, value.right, value.closed_left, value.closed_right)
    return make_interval(value, value)


def lies_within(inner: Value, outer: Value) -> bool:
    """Whether every number of `inner` lies in `outer` (numbers count as single-point intervals).

    >>> lies_within(3.8, make_interval(0, 3.8, right_closed=False))
    False
    """
    inner, outer = as_interval(inner), as_interval(outer)
    left = inner.left > outer.left or (inner.left == outer.left and (outer.closed_left or inner.open_left))
    right = inner.right < outer.right or (inner.right == outer.right and (outer.closed_right or inner.open_right))
    return bool(left and right)


def are_disjoint(a: Value, b: Value) -> bool:
    """Whether no number lies in both intervals: [0, 3.8) and [3.8, 4] have none in common.

    >>> are_disjoint(make_interval(0, 3.8, right_closed=False), 3.8)
    True
    """
    a, b = as_interval(a), as_interval(b)
    return not a.overlaps(b)


def subtract_intervals(a: Value, b: Value) -> pd.Interval:
    """All values of a - b with each taken anywhere in its interval.

    >>> subtract_intervals(make_interval(0, 3.8, right_closed=False), 4.4)
    Interval(-4.4, -0.6, closed='left')
    """
    return image_of_box(lambda x, y: x - y, a, b)


def add_intervals(*parts: Value) -> pd.Interval:
    """All values of the sum of the parts; raises Undefined("too_few_points") without any part.

    A sum rises in each part, so its ends are the sums of the ends: no corner of the box need be tried.

    >>> add_intervals(make_interval(1, 2), 3)
    Interval(4.0, 5.0, closed='both')
    """
    if not parts:
        raise Undefined("too_few_points", points=0, needed=1)
    box = [as_interval(part) for part in parts]
    low, high = (float(sum(map(exact_fraction, side))) for side in ([b.left for b in box], [b.right for b in box]))
    return make_interval(low, high, all(b.closed_left for b in box), all(b.closed_right for b in box))


def scale_interval(a: Value, factor: float) -> pd.Interval:
    """All values of factor * a for one finite number as factor; a negative factor swaps the ends.

    >>> scale_interval(make_interval(1, 2), -2)
    Interval(-4.0, -2.0, closed='both')
    """
    if isinf(_finite_or_infinite(factor)):
        raise Undefined("not_finite", factor=factor)
    exact = exact_fraction(factor)
    return image_of_box(lambda x: x * exact if exact else 0, a)


def divide_intervals(a: Value, b: Value) -> pd.Interval:
    """All values of a / b; raises Undefined("zero_base") when b may be zero.

    >>> divide_intervals(make_interval(1, 2), 4)
    Interval(0.25, 0.5, closed='both')
    """
    b = as_interval(b)
    if 0 in b:
        raise Undefined("zero_base", left=b.left, right=b.right)
    side = 1 if b.left >= 0 else -1
    return image_of_box(lambda x, y: limit_quotient(x, y, side), a, b)


def limit_quotient(x: Exact, y: Exact, side: int = 1) -> Exact:
    """The number x / y, or its limit as y goes to zero from `side` (1 above, -1 below), NaN without one."""
    if y == 0:
        return copysign(inf, x) * side if x else nan
    if isinf(x) and isinf(y):
        return nan
    return x / y


def image_of_box(function: Callable[..., Exact], *arguments: Value) -> pd.Interval:
    """The interval of function's values over a box of intervals or numbers.

    function must be continuous and monotone in each argument alone (in either direction, which may depend
    on the others); it gets fractions or infinities and may return NaN where a corner has no limit of its
    own.
    """
    box = [as_interval(argument) for argument in arguments]
    ends = [((side.left, side.closed_left), (side.right, side.closed_right)) for side in box]
    corners = [_corner_value(function, box, corner) for corner in product(*ends)]
    corners = [(value, attained) for value, attained in corners if not isnan(value)]
    low, high = min(value for value, _ in corners), max(value for value, _ in corners)
    return make_interval(low, high, (low, True) in corners, (high, True) in corners)


def evaluate_monotone(function: Callable[..., Exact], *arguments: Value) -> Any:
    """function's value when all arguments are numbers, its `image_of_box` where one is an interval."""
    result = image_of_box(function, *arguments)
    return result if any(isinstance(argument, pd.Interval) for argument in arguments) else result.left


def exact_fraction(number: Any) -> Exact:
    """The decimal that the number is printed as, as a fraction; infinities stay.

    >>> exact_fraction(4.4) - exact_fraction(3.8)
    Fraction(3, 5)
    """
    number = _finite_or_infinite(number)
    return number if isinf(number) else Fraction(repr(number))


def _corner_value(
    function: Callable[..., Exact], box: list[pd.Interval], corner: tuple[tuple[float, bool], ...]
) -> tuple[float, bool]:
    value = float(function(*(exact_fraction(end) for end, _ in corner)))
    if isinf(value) or all(closed for _, closed in corner):
        return value, not isinf(value)
    # An open end still yields the value when the function is flat there: 0 * x is 0 for every x.
    inside = [end if closed else _inner_point(side) for side, (end, closed) in zip(box, corner, strict=True)]
    return value, value == float(function(*(exact_fraction(point) for point in inside)))


def _inner_point(side: pd.Interval) -> float:
    if isinf(side.left) or isinf(side.right):
        return 0.0 if isinf(side.left) and isinf(side.right) else _beyond_end(side)
    return (side.left + side.right) / 2


def _beyond_end(side: pd.Interval) -> float:
    return side.right - 1 - abs(side.right) if isinf(side.left) else side.left + 1 + abs(side.left)


def _finite_or_infinite(value: Any) -> float:
    if np.ndim(value) == 0 and pd.isna(value):
        raise Undefined("missing_value")
    try:
        return float(value)
    except (TypeError, ValueError) as wrong:
        raise Undefined("not_a_number") from wrong
