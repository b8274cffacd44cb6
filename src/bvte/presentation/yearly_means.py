"""Totals of several years on an axis of yearly figures: as the mean of one of their years, so that 894 in six years do
not stand four times as high as 232 in one."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from bvte.judgement.conflict_parts import YEAR, month_count
from bvte.judgement.estimates import Estimate
from bvte.presentation import numbers
from bvte.presentation.texts import say

# A bound is rounded to the side on which it stays true.
ROUNDED = {"<": ROUND_CEILING, "<=": ROUND_CEILING, ">": ROUND_FLOOR, ">=": ROUND_FLOOR}
# From here on a mean is told in whole numbers, below with one decimal.
WHOLE = 10


def totals_among_years(found: Iterable[Estimate]) -> set[Estimate]:
    """The totals of several years beside which totals of a year, or of less, are drawn; none whose last day nobody
    knows, since it may be of fewer years."""
    known = [r for r in found if r.statistic == "total"]
    yearly = {_counted(r) for r in known if not r.period.is_longer}
    return {r for r in known if r.period.is_longer and not r.period.is_open and _counted(r) in yearly}


def _counted(estimate: Estimate) -> tuple[str, str, str]:
    """What is on one axis: whom a figure counts may be all or a part."""
    return estimate.indicator, estimate.area, estimate.unit


def mean_of(total: Estimate, number: Decimal) -> float:
    """What a number, counted over the time of a total, is in a year."""
    return float(number) * YEAR / month_count(total.period)


def mean_text(total: Estimate) -> str:
    """The mean of a year in words, with the total that it is from."""
    rounded, is_exact = _rounded(total, total.value)
    until = None if total.value_to is None else _rounded(total, total.value_to)[0]
    sign = "~" if total.comparator == "=" and not is_exact else total.comparator
    mean = replace(total, value=rounded, value_to=until, comparator=sign)
    return say("charts.mean", mean=numbers.labelled(numbers.said_once(mean, total)), total=numbers.labelled(total))


def _rounded(total: Estimate, number: Decimal) -> tuple[Decimal, bool]:
    """A mean with as many digits as it is told with, and whether that is the very mean."""
    mean = number * YEAR / month_count(total.period)
    step = Decimal(1) if mean >= WHOLE else Decimal("0.1")
    told = mean.quantize(step, ROUNDED.get(total.comparator, ROUND_HALF_UP))
    return told, told == mean
