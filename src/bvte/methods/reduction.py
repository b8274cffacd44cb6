"""Annual rates of reduction: from two points, from all points, and the rate that a target requires.

Values are positive numbers (or columns where said), years are numbers; rates are percent a year, positive
for a fall.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import paired_values
from bvte.methods.line import checked_points, fit_line
from bvte.methods.undefined import Numbers, Undefined, refuse_if, refuse_missing

# UNICEF's six groups by the rate rounded to one decimal, from the lowest; the middle one is split by the
# distance left.
UNICEF_2004 = ((-0.5, "going_backwards"), (0.1, "stagnating"), (1.3, "falling_short"))
UNICEF_2004_FORGING_AHEAD = 4.4
UNICEF_2004_NEAR_TARGET = 5


class ReductionTrend(NamedTuple):
    """Slope of ln(value) on the year; rate, low, high in percent a year.

    no_interval: why low and high are None, "too_few_points" (two of them) or "no_spread" (all on one line, as
    in a series that was planned or filled in), or None where they are numbers.
    """

    slope: float
    rate: float
    low: float | None
    high: float | None
    points: int
    no_interval: str | None = None


def rate_of_reduction(start: Numbers, end: Numbers, start_year: Numbers, end_year: Numbers, form: str = "log") -> Any:
    """Percent less a year between two points: log 100 ln(v0/v1)/n, or compound 100 (1 - (v1/v0)^(1/n)).

    Numbers or columns. The two forms differ in the second digit (20 to 10 in 25 years: 2.77 and 2.73), so
    name the one used. Raises Undefined("zero_base"), ("not_positive"), ("same_year"), ("years_reversed"),
    ("missing_value"), and as `paired_values`. Source: log form, UN Inter-agency Group for Child Mortality
    Estimation and UNICEF; compound form, de Onis et al. 2013, Maternal and Child Nutrition 9 Suppl 2.

    >>> float(rate_of_reduction(20, 10, 1990, 2015).round(1))
    2.8
    """
    start, end, start_year, end_year = paired_values(start, end, start_year, end_year)
    refuse_if(np.equal(start_year, end_year), "same_year", year=start_year)
    refuse_if(np.less(end_year, start_year), "years_reversed", start=start_year, end=end_year)
    refuse_if(np.equal(start, 0), "zero_base", start=start)
    refuse_if(np.less(start, 0) | np.less(end, 0), "not_positive", start=start, end=end)
    if form == "compound":
        return 100 * (1 - (end / start) ** (1 / (end_year - start_year)))
    refuse_if(form != "log", "unknown_form", form=form)
    refuse_if(np.equal(end, 0), "not_positive", end=end)
    return 100 * np.log(start / end) / (end_year - start_year)


def required_rate_of_reduction(
    value: Numbers, target: Numbers, year: Numbers, target_year: Numbers, form: str = "log"
) -> Any:
    """Rate of reduction, percent a year, that leads from the value of `year` to the target; negative to rise.

    Forms, errors and source as `rate_of_reduction`; Undefined("same_year") in the target year itself.
    """
    return rate_of_reduction(value, target, year, target_year, form)


def rate_from_slope(slope: float) -> float:
    """Percent less a year that slope b of ln(value) means: 100 (1 - e^b); source: UNICEF 2007, as below."""
    refuse_missing(slope)
    return float(100 * (1 - np.exp(slope)))


def average_rate_of_reduction(
    years: Sequence[float], values: Sequence[float], confidence: float = 0.95
) -> ReductionTrend:
    """Average annual rate of reduction (AARR) by regression of ln(value) on the year, as `ReductionTrend`.

    years, values: sequences of one length; years may be unequally spaced, unordered or repeated. The
    interval transforms b -/+ t(n - 2) se(b). Raises Undefined("too_few_points") below 2 different years,
    ("not_positive"), ("missing_value"), ("unequal_lengths"). Source: UNICEF Technical Note 185, 2007, How
    to calculate AARR.

    >>> round(average_rate_of_reduction([2000, 2010, 2020], [20, 14, 10]).rate, 2)
    3.41
    """
    years, values = checked_points(years, values)
    refuse_if(bool((values <= 0).any()), "not_positive", lowest=float(values.min()))
    line = fit_line(years, np.log(values))
    if line.s is None or line.exact:
        reason = "too_few_points" if line.s is None else "no_spread"
        return ReductionTrend(line.slope, rate_from_slope(line.slope), None, None, line.points, reason)
    half = line.t_quantile(confidence) * line.slope_error()
    low, high = rate_from_slope(line.slope + half), rate_from_slope(line.slope - half)
    return ReductionTrend(line.slope, rate_from_slope(line.slope), low, high, line.points)


def unicef_2004_label(rate: float, points_off_target: float | None = None) -> str:
    """UNICEF's group of a rate of reduction, as a code.

    From the lowest: going_backwards, stagnating, falling_short, advancing_towards (more than 5 points off
    target), on_target (within 5), forging_ahead.
    rate: percent a year, rounded to one decimal as the groups are printed (4.4 itself, in no printed group,
    is ahead); points_off_target: distance of the projected value from the target, in points, needed from
    1.3 to 4.3. Raises Undefined("no_distance_to_target"), ("missing_value"). Source: UNICEF, Progress for
    Children 1, 2004, legend of the map of under-five mortality (-.05 there is a misprint of -0.5).

    >>> unicef_2004_label(4.4)
    'forging_ahead'
    """
    refuse_missing(rate)
    printed = round(float(rate), 1)
    label = next((label for cut, label in UNICEF_2004 if printed < cut), None)
    if label or printed >= UNICEF_2004_FORGING_AHEAD:
        return label or "forging_ahead"
    if points_off_target is None:
        raise Undefined("no_distance_to_target", rate=printed)
    refuse_missing(points_off_target)
    return "on_target" if points_off_target <= UNICEF_2004_NEAR_TARGET else "advancing_towards"
