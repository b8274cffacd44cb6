"""How far a planned change got, in how much of its time, and whether a target's condition is met.

Values and targets are numbers or pandas.Interval; with an interval among them the result is the interval of
all results that the inputs allow. Plain numbers may also come as columns (arrays, Series) of one length.
Source: plain proportion of the planned change; the reading of bounds and roundings is that of
`methods.interval`.
"""

from collections.abc import Callable
from enum import StrEnum
from math import ceil, floor, inf, isinf, nan
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from bvte.methods.columns import AlignedColumns, paired_values
from bvte.methods.interval import (
    Exact,
    Value,
    are_disjoint,
    as_interval,
    evaluate_monotone,
    exact_fraction,
    lies_within,
    limit_quotient,
    make_interval,
)
from bvte.methods.undefined import Numbers, refuse_if

# A root has no exact decimal; nine digits keep 100 -> 81 in two years at 10 percent a year.
ROOT_DIGITS = 9

Measured: TypeAlias = Numbers | pd.Interval

UNITS_OF_CHANGE = ("per_year", "percent_per_year", "by_percent")
CHANGES = tuple(f"{way}_{unit}" for way in ("increase", "decrease") for unit in UNITS_OF_CHANGE)
# Conditions by the end of the value that they bound, and whether the value itself satisfies them.
LOWER_BOUNDS = {"at_least": True, "count": True, "above": False} | dict.fromkeys(CHANGES, True)
UPPER_BOUNDS = {"at_most": True, "below": False}
SINGLE_VALUES = ("exactly", "yes_no")


class Verdict(StrEnum):
    """What an observation says of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


def linear_achievement(value: Measured, baseline: Measured, target: Measured) -> Measured:
    """Share of the planned distance covered, percent: 100 (y - y0)/(T - y0), in either direction.

    100 is the target, above 100 beyond it, below 0 farther away than at the start. "Below 3.8" as value
    gives an open interval above 100 when the target is 3.8. Raises Undefined("base_equals_target") when the
    plan has no distance or, with intervals, may have none.

    >>> round(linear_achievement(10.2, 14.5, 7.25), 2)
    59.31
    """
    if any(np.ndim(column) for column in (value, baseline, target)):
        return _achievement_of_columns(AlignedColumns(value, baseline, target))
    start, goal = as_interval(baseline), as_interval(target)
    refuse_if(not are_disjoint(start, goal), "base_equals_target", baseline=baseline, target=target)
    side = 1 if goal.mid > start.mid else -1
    return evaluate_monotone(lambda y, y0, t: _share_covered(y, y0, t, side), value, baseline, target)


def elapsed_share(year: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """Share of the planned time that has passed, percent: 100 (t - t0)/(tT - t0); above 100 after the end.

    Years as numbers (2017.5 is the middle of 2017) or columns. Raises Undefined("same_year") when start
    equals end.

    >>> elapsed_share(2018, 2015, 2020)
    60.0
    """
    year, start, end = paired_values(year, start, end)
    refuse_if(np.equal(start, end), "same_year", year=start)
    return 100 * (year - start) / (end - start)


def points_per_year(value: Measured, baseline: Measured, year: Numbers, baseline_year: Numbers) -> Measured:
    """Mean change a year in the indicator's own unit, signed: (y - y0)/(t - t0).

    Raises Undefined("same_year") when the two years are one.

    >>> points_per_year(3.8, 4.4, 2020, 2015)
    -0.12
    """
    year, baseline_year = paired_values(year, baseline_year)
    refuse_if(np.equal(baseline_year, year), "same_year", year=year)
    return _over_years(value, baseline, year - baseline_year)


def points_needed_per_year(value: Measured, target: Measured, year: Numbers, target_year: Numbers) -> Measured:
    """Change a year that still leads to the target, in the indicator's own unit, signed: (T - y)/(tT - t).

    Raises Undefined("same_year") in the target year, Undefined("after_target_year") later.

    >>> points_needed_per_year(3.8, 3.3, 2020, 2025)
    -0.1
    """
    year, target_year = paired_values(year, target_year)
    refuse_if(np.equal(year, target_year), "same_year", year=year)
    refuse_if(np.less(target_year, year), "after_target_year", year=year, target_year=target_year)
    return _over_years(target, value, target_year - year)


def satisfying_set(condition: str, value: float | None, value_to: float | None = None) -> pd.Interval:
    """The interval of all values that satisfy the condition: below 3.8 is (-inf, 3.8), range 3-5 is [3, 5].

    Conditions: below, at_most, at_least, above, exactly, range, yes_no (value 1 is yes), count (so many or
    more), and for the change that `change_achieved` measures: increase_/decrease_per_year,
    increase_/decrease_percent_per_year, increase_/decrease_by_percent (that much or more). Raises
    Undefined("no_target"), ("no_upper_value"), ("range_reversed") or ("unknown_condition").

    >>> satisfying_set("below", 3.8)
    Interval(-inf, 3.8, closed='neither')
    """
    refuse_if(value is None, "no_target", condition=condition)
    if condition in LOWER_BOUNDS:
        return make_interval(value, np.inf, left_closed=LOWER_BOUNDS[condition])
    if condition in UPPER_BOUNDS:
        return make_interval(-np.inf, value, right_closed=UPPER_BOUNDS[condition])
    if condition == "range":
        return _printed_range(value, value_to)
    refuse_if(condition not in SINGLE_VALUES, "unknown_condition", condition=condition)
    return make_interval(value, value)


def judge_condition(
    condition: str,
    observed: Value,
    target: float | None,
    target_to: float | None = None,
    baseline: Value | None = None,
    years: float | None = None,
) -> Verdict:
    """Whether the condition is met (by all that was observed), not met (by nothing of it) or undecided.

    observed and baseline are numbers or intervals; baseline (and years, for changes per year) only for
    conditions on a change. Raises Undefined as `satisfying_set` and `change_achieved` do.

    >>> print(judge_condition("below", as_interval(3.29), 3.3))
    met
    """
    wanted = satisfying_set(condition, target, target_to)
    seen = as_interval(observed)
    if condition in CHANGES:
        seen = change_achieved(condition, observed, baseline, years)
    if lies_within(seen, wanted):
        return Verdict.MET
    return Verdict.NOT_MET if are_disjoint(seen, wanted) else Verdict.UNDECIDED


def change_achieved(condition: str, observed: Value, baseline: Value | None, years: float | None = None) -> pd.Interval:
    """The interval of the change from baseline to observed, in the condition's unit and direction.

    A fall counts positive where a fall is wanted; the unit is points a year, percent of the base, or
    compound percent a year. Raises Undefined("no_baseline"), ("no_years"), ("same_year"), ("zero_base")
    when the base may be zero and percent are asked, ("not_positive") when a percentage would be of a
    negative value, ("unknown_condition").

    >>> change_achieved("decrease_percent_per_year", 81, 100, 2)
    Interval(10.0, 10.0, closed='both')
    """
    refuse_if(condition not in CHANGES, "unknown_condition", condition=condition)
    refuse_if(baseline is None, "no_baseline", condition=condition)
    sign = -1 if condition.startswith("decrease") else 1
    if condition.endswith("_by_percent"):
        return _interval_image(lambda y, y0: sign * _percent_change(y, y0), observed, _positive_interval(baseline))
    span = _positive_years(condition, years)
    if condition.endswith("_percent_per_year"):
        now, then = _positive_interval(observed, zero=True), _positive_interval(baseline)
        return _interval_image(lambda y, y0: sign * _compound_percent(y, y0, span), now, then)
    return _interval_image(lambda y, y0: sign * (y - y0) / span, observed, baseline)


def _interval_image(function: Callable[..., Exact], *arguments: Value) -> pd.Interval:
    return evaluate_monotone(function, *map(as_interval, arguments))


def _share_covered(value: Exact, baseline: Exact, target: Exact, side: int) -> Exact:
    if isinf(target):
        return nan if isinf(value) or isinf(baseline) else 0
    if isinf(baseline):
        return nan if isinf(value) else 100
    return limit_quotient(100 * (value - baseline), target - baseline, side)


def _achievement_of_columns(columns: AlignedColumns) -> Numbers:
    value, baseline, target = columns.arrays
    columns.refuse("base_equals_target", target == baseline)
    return columns.shape(100 * (value - baseline) / (target - baseline))


def _over_years(later: Measured, earlier: Measured, years: Numbers) -> Measured:
    if any(np.ndim(column) for column in (later, earlier, years)):
        columns = AlignedColumns(later, earlier, years)
        last, first, span = columns.arrays
        return columns.shape((last - first) / span)
    return evaluate_monotone(lambda y, y0: (y - y0) / exact_fraction(years), later, earlier)


def _percent_change(value: Exact, base: Exact) -> Exact:
    return 100 * (limit_quotient(value, base) - 1)


def _compound_percent(value: Exact, base: Exact, years: Exact) -> float:
    return round(100 * (float(limit_quotient(value, base)) ** float(1 / years) - 1), ROOT_DIGITS)


def _positive_interval(value: Value, zero: bool = False) -> pd.Interval:
    value = as_interval(value)
    refuse_if(0 in value and not zero, "zero_base", left=value.left, right=value.right)
    refuse_if(value.left < 0, "not_positive", left=value.left, right=value.right)
    return value


def _printed_range(value: float | None, value_to: float | None) -> pd.Interval:
    refuse_if(value_to is None, "no_upper_value", value=value)
    refuse_if(exact_fraction(value_to) < exact_fraction(value), "range_reversed", value=value, value_to=value_to)
    return make_interval(value, value_to)


def _positive_years(condition: str, years: float | None) -> Exact:
    refuse_if(years is None, "no_years", condition=condition)
    span = exact_fraction(years)
    refuse_if(span <= 0, "same_year", years=years)
    return span


def counts_within(share: Value, whole: Value = 1, scale: float = 1) -> tuple[float, float]:
    """Least and greatest whole number that is surely such a share of the whole; an infinite end stays.

    share, whole : numbers or intervals; of a whole known as a range those count that satisfy for each of its
    values. scale : what one unit of the share stands for, 100 for percent.
    Raises Undefined("no_count", share=, whole=) where no whole number surely does.

    >>> counts_within(satisfying_set("below", 3.3), 208222, 100)
    (-inf, 6871)
    """
    share, whole = as_interval(share), as_interval(whole)
    least = _product_of_ends(share.left, whole.right if share.left > 0 else whole.left, scale)
    most = _product_of_ends(share.right, whole.left if share.right > 0 else whole.right, scale)
    least = _round_inward(least, ceil, share.closed_left or whole.open_right)
    most = _round_inward(most, floor, share.closed_right or whole.open_left)
    refuse_if(least > most or least == inf or most == -inf, "no_count", share=share, whole=whole)
    return least, most


def _product_of_ends(share: float, whole: float, scale: float) -> Exact:
    """A share of a whole as a fraction; nothing of a whole without end is nothing."""
    if isinf(share) or (isinf(whole) and share):
        return share * whole
    return exact_fraction(share) * exact_fraction(whole) / scale if share else 0


def _round_inward(end: Exact, way: Callable[[Exact], int], belongs: bool) -> Any:
    """The nearest whole number inside of an end, which itself may belong to it or not."""
    if isinf(end):
        return end
    number = way(end)
    return number if belongs or number != end else number + (1 if way is ceil else -1)


def last_count_within(condition: str, value: float, whole: float = 1, scale: float = 1) -> float:
    """The last whole number that satisfies a condition on a count, or on a share of a counted whole.

    value, whole : numbers as printed; scale as in `counts_within`.
    Raises Undefined("unknown_condition") for a condition without one limit.

    >>> last_count_within("at_least", 90, 6847, 100)
    6163
    """
    refuse_if(condition not in (*UPPER_BOUNDS, *LOWER_BOUNDS), "unknown_condition", condition=condition)
    least, most = counts_within(satisfying_set(condition, value), whole, scale)
    return most if condition in UPPER_BOUNDS else least
