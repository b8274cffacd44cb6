"""Funnel plots: where an area stands against what chance alone would give; never a rank.

Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, doi 10.1002/sim.1970. Limits that allow for
more variation than chance are in `overdispersion`. About one area in twenty lies outside 95 % by chance.
"""

from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import Columns, counts_of, events_of
from bvte.methods.proportions import clopper_pearson, exact_poisson

WITHIN, OUTSIDE_95, OUTSIDE_99_8 = "within", "outside_95", "outside_99_8"


class Funnel(NamedTuple):
    """Control limits at 99.8 and 95 %, each in the shape and unit of the input."""

    low_998: Any
    low_95: Any
    high_95: Any
    high_998: Any


def share_funnel(centre, total):
    """Limits of a share around `centre` (0 to 1: the province's share or a target) for areas of `total`.

    centre -/+ z sqrt(centre (1 - centre) / total), z of 95 and 99.8 %, cut to 0 and 1. An approximation:
    below about 5 expected events label the areas with `label_shares`. Raises Undefined `no_denominator`
    (total <= 0), `centre_outside_limits`.
    """
    columns = Columns(centre, total)
    theta, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("centre_outside_limits", (theta < 0) | (theta > 1))
    error = np.sqrt(theta * (1 - theta) / n)
    return Funnel(*(columns.shape(np.clip(theta + z * error, 0, 1)) for z in normal_limits()))


def ratio_funnel(expected, centre=1):
    """Limits of observed/expected events around `centre` for areas with `expected` events (> 0).

    centre chi2(a/2; 2E)/2E and centre chi2(1-a/2; 2E+2)/2E, as published in FunnelPlotR. Against the exact
    Poisson probabilities of an observed count this smooth curve lies about one event too high, which matters
    for small counts: label the areas with `label_counts`. Raises Undefined `no_denominator` (E <= 0).
    """
    inner = exact_poisson(expected, expected, per=centre, level=0.95)
    outer = exact_poisson(expected, expected, per=centre, level=0.998)
    return Funnel(outer.low, inner.low, inner.high, outer.high)


def rate_funnel(centre, population, per=1):
    """Limits of a rate around `centre` (events per `per`) for areas of `population`.

    The limits of `ratio_funnel` for centre * population / per expected events, times centre. Raises Undefined
    `no_denominator`, and `centre_outside_limits` for a centre of 0 or less.
    """
    columns = Columns(centre, population)
    rate, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("centre_outside_limits", rate <= 0)
    return Funnel(*(columns.shape(rate * limit) for limit in ratio_funnel(rate * n / per)))


def normal_limits():
    """The four normal quantiles of a Funnel, from -3.09 to 3.09."""
    from scipy.stats import norm

    return norm.ppf([0.001, 0.025, 0.975, 0.999])


def label(value, funnel):
    """`within`, `outside_95` or `outside_99_8` for values and drawn limits; a missing value has none."""
    columns = Columns(value, *funnel)
    y, low_998, low_95, high_95, high_998 = columns.arrays
    outer = (y < low_998) | (y > high_998)
    inner = (y < low_95) | (y > high_95)
    return columns.shape(_labels(np.isnan(columns.arrays).any(axis=0), outer, inner))


def label_counts(observed, expected):
    """The same labels by exact Poisson probabilities, right at zero and small counts.

    An area is outside 95 % when a count as far out on its side has a probability below 2.5 % (99.8 %: 0.1 %),
    given `expected` events. Raises Undefined as `events_of`.
    """
    columns = events_of(observed, expected)
    x, e = columns.arrays
    outer, inner = (_misses(exact_poisson(x, 1, level=level), e) for level in (0.998, 0.95))
    return columns.shape(_labels(np.isnan(x + e), outer, inner))


def label_shares(count, total, centre):
    """The same labels by exact binomial probabilities around the share `centre`.

    Raises Undefined as `counts_of`, and `centre_outside_limits`.
    """
    columns = Columns(count, total, centre)
    counts_of(count, total)
    x, n, theta = columns.arrays
    columns.refuse("centre_outside_limits", (theta < 0) | (theta > 1))
    outer, inner = (_misses(clopper_pearson(x, n, level), theta) for level in (0.998, 0.95))
    return columns.shape(_labels(np.isnan(x + n + theta), outer, inner))


def _misses(limits, centre):
    # A central exact interval misses the centre exactly when the tail probability is below half of 1 - level.
    return (centre < limits.low) | (centre > limits.high)


def _labels(missing, outer, inner):
    return np.select([missing, outer, inner], [None, OUTSIDE_99_8, OUTSIDE_95], WITHIN)
