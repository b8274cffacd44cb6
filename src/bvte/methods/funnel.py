"""Funnel plots: where an area stands against what chance alone would give; never a rank.

Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, doi 10.1002/sim.1970. Limits that allow for
more variation than chance are in `overdispersion`. About one area in twenty lies outside 95 % by chance.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import AlignedColumns, counts_of, events_of, row_by_row
from bvte.methods.proportions import Limits, clopper_pearson_interval, exact_poisson_interval
from bvte.methods.undefined import Array, Mask, Numbers, refuse_per

WITHIN, OUTSIDE_95, OUTSIDE_99_8 = "within", "outside_95", "outside_99_8"
# Probabilities beyond the inner and the outer limits, on each side.
TAILS = (0.001, 0.025)


class Funnel(NamedTuple):
    """Control limits at 99.8 and 95 %, each in the shape and unit of the input."""

    low_998: Any
    low_95: Any
    high_95: Any
    high_998: Any


class SmoothFunnel(Funnel):
    """A published smooth curve, with the limits of the exact tails beside it.

    exact: the `Funnel` that labels go by, for counts of any size. For small counts draw this one: the smooth
    curve of a ratio lies about one event too high, that of a share is symmetric, and a mark may then stand
    outside the curve though its label is `within`.
    """

    exact: Funnel


@row_by_row
def share_funnel(centre: Numbers, total: Numbers) -> SmoothFunnel:
    """Limits of a share around `centre` (0 to 1: the province's share or a target) for areas of `total`.

    centre -/+ z sqrt(centre (1 - centre) / total), z of 95 and 99.8 %, cut to 0 and 1, as `SmoothFunnel` with
    the exact binomial limits. Raises Undefined `no_denominator` (total <= 0), `centre_outside_limits`.
    """
    columns = AlignedColumns(centre, total)
    theta, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("centre_outside_limits", (theta < 0) | (theta > 1))
    error = np.sqrt(theta * (1 - theta) / n)
    smooth = (np.clip(theta + z * error, 0, 1) for z in normal_limits())
    return _with_exact(columns, smooth, _at_most_binomial(n, theta), n, n)


@row_by_row
def ratio_funnel(expected: Numbers, centre: Numbers = 1) -> SmoothFunnel:
    """Limits of observed/expected events around `centre` for areas with `expected` events (> 0).

    With mean M = centre E: chi2(a/2; 2M)/2E and chi2(1-a/2; 2M+2)/2E, as published in FunnelPlotR, as
    `SmoothFunnel` with the exact Poisson limits. Raises Undefined `no_denominator` (E <= 0),
    `centre_outside_limits` for a centre of 0 or less.

    >>> ratio_funnel([15, 20, 30]).low_95.round(4).tolist()
    [0.5597, 0.6108, 0.6747]
    """
    columns = AlignedColumns(expected, centre)
    e, middle = columns.arrays
    columns.refuse("no_denominator", e <= 0)
    columns.refuse("centre_outside_limits", middle <= 0)
    outer, inner = (exact_poisson_interval(middle * e, e, level=level) for level in (0.998, 0.95))
    smooth = (outer.low, inner.low, inner.high, outer.high)
    mean = middle * e
    return _with_exact(columns, smooth, _at_most_poisson(mean), mean + 12 * np.sqrt(mean) + 24, e)


@row_by_row
def rate_funnel(centre: Numbers, population: Numbers, per: float = 1) -> SmoothFunnel:
    """Limits of a rate around `centre` (events per `per`) for areas of `population`.

    Those of `ratio_funnel` for population / per expected events. Raises Undefined `no_denominator`, and
    `centre_outside_limits` for a centre of 0 or less, and as `refuse_per`.
    """
    refuse_per(per)
    columns = AlignedColumns(population, centre)
    n, rate = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("centre_outside_limits", rate <= 0)
    funnel = ratio_funnel(n / per, rate)
    smooth, exact = (Funnel(*map(columns.shape, limits)) for limits in (funnel, funnel.exact))
    return _smooth_funnel(smooth, exact)


def _smooth_funnel(limits: Iterable[Any], exact: Funnel) -> SmoothFunnel:
    funnel = SmoothFunnel(*limits)
    funnel.exact = exact
    return funnel


def _with_exact(
    columns: AlignedColumns, smooth: Iterable[Array], at_most: Callable[[Array], Array], largest: Array, unit: Array
) -> SmoothFunnel:
    """Smooth limits with the exact ones: `at_most(x)` is the probability of x or less, x continuous."""
    lower = [_crossing_point(at_most, tail, largest) for tail in TAILS]
    upper = [1 + _crossing_point(at_most, 1 - tail, largest, least=-1) for tail in reversed(TAILS)]
    counts = (np.where(np.isnan(largest), np.nan, np.minimum(x, largest)) for x in (*lower, *upper))
    exact = Funnel(*(columns.shape(count / unit) for count in counts))
    return _smooth_funnel([columns.shape(limit) for limit in smooth], exact)


def _at_most_poisson(mean: Array) -> Callable[[Array], Array]:
    from scipy.special import gammaincc

    return lambda x: gammaincc(x + 1, mean)


def _at_most_binomial(total: Array, share: Array) -> Callable[[Array], Array]:
    from scipy.special import betaincc

    return lambda x: np.where(x >= total, 1.0, betaincc(x + 1, np.maximum(total - x, 1e-300), share))


def _crossing_point(rising: Callable[[Array], Array], level: float, most: Array, least: float = 0) -> Array:
    """Where a rising function passes the level, by halving between `least` and `most`, else an end."""
    low, high = np.full(np.shape(most), float(least)), np.array(most, dtype=float)
    for _ in range(80):
        middle = (low + high) / 2
        below = rising(middle) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return low


def normal_limits() -> Array:
    """The four normal quantiles of a Funnel, from -3.09 to 3.09."""
    from scipy.stats import norm

    return norm.ppf([0.001, 0.025, 0.975, 0.999])


def label_values(value: Numbers, funnel: Funnel) -> Any:
    """`within`, `outside_95` or `outside_99_8` for values and limits; a missing value has none.

    A smooth funnel labels by its exact limits, so that the label is that of `label_counts` or `label_shares`;
    one that is widened for overdispersion (`overdispersion.widened_funnel`) has only the limits that are
    drawn.
    """
    columns = AlignedColumns(value, *getattr(funnel, "exact", funnel))
    y, low_998, low_95, high_95, high_998 = columns.arrays
    outer = (y < low_998) | (y > high_998)
    inner = (y < low_95) | (y > high_95)
    return columns.shape(_select_labels(np.isnan(np.array(columns.arrays)).any(axis=0), outer, inner))


@row_by_row
def label_counts(observed: Numbers, expected: Numbers) -> Any:
    """The same labels by exact Poisson probabilities, right at zero and small counts.

    An area is outside 95 % when a count as far out on its side has a probability below 2.5 % (99.8 %: 0.1 %),
    given `expected` events. Raises Undefined as `events_of`.

    >>> label_counts(30, 15)
    'outside_99_8'
    """
    columns = events_of(observed, expected)
    x, e = columns.arrays
    outer, inner = (_misses_centre(exact_poisson_interval(x, 1, level=level), e) for level in (0.998, 0.95))
    return columns.shape(_select_labels(np.isnan(x + e), outer, inner))


@row_by_row
def label_shares(count: Numbers, total: Numbers, centre: Numbers) -> Any:
    """The same labels by exact binomial probabilities around the share `centre`.

    Raises Undefined as `counts_of`, and `centre_outside_limits`.

    >>> label_shares(9, 10, 0.3)
    'outside_99_8'
    """
    columns = AlignedColumns(count, total, centre)
    counts_of(count, total)
    x, n, theta = columns.arrays
    columns.refuse("centre_outside_limits", (theta < 0) | (theta > 1))
    outer, inner = (_misses_centre(clopper_pearson_interval(x, n, level), theta) for level in (0.998, 0.95))
    return columns.shape(_select_labels(np.isnan(x + n + theta), outer, inner))


def _misses_centre(limits: Limits, centre: Array) -> Mask:
    # A central exact interval misses the centre exactly when the tail probability is below half of 1 - level.
    return (centre < limits.low) | (centre > limits.high)


def _select_labels(missing: Any, outer: Mask, inner: Mask) -> np.ndarray:
    labels: list[Any] = [None, OUTSIDE_99_8, OUTSIDE_95]
    return np.select([missing, outer, inner], labels, WITHIN)
