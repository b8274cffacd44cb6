"""Many areas at once: how many lie outside by chance, and which still do once it is known how many were looked at."""

from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import AlignedColumns, counts_of, events_of, row_by_row
from bvte.methods.funnel import TAILS
from bvte.methods.undefined import Array, Numbers, refuse_if


class OutsideByChance(NamedTuple):
    """How many areas chance alone puts outside the limits, how many were seen, the probability of that many or more.

    expected : their mean number; usual : greatest number that chance exceeds in less than 5 % of cases.
    """

    expected: float
    seen: int
    usual: int
    probability: float


@row_by_row
def count_p_values(observed: Numbers, expected: Numbers) -> Any:
    """Two-sided exact Poisson p of counts beside expected events: twice the smaller tail, at most 1.

    Below 5 % exactly where `funnel.label_counts` says outside 95 %. Raises Undefined as `events_of`.

    >>> round(count_p_values(30, 15), 4)
    0.0008
    """
    from scipy.stats import poisson

    columns = events_of(observed, expected)
    x, e = columns.arrays
    return columns.shape(_doubled(poisson.cdf(x, e), poisson.sf(x - 1, e)))


@row_by_row
def share_p_values(count: Numbers, total: Numbers, centre: Numbers) -> Any:
    """The same of counts among `total` beside a share `centre`, by exact binomial tails. Raises Undefined as
    `counts_of`."""
    from scipy.stats import binom

    columns = AlignedColumns(count, total, centre)
    counts_of(count, total)
    x, n, theta = columns.arrays
    return columns.shape(_doubled(binom.cdf(x, n, theta), binom.sf(x - 1, n, theta)))


def _doubled(lower: Array, upper: Array) -> Array:
    return np.minimum(1, 2 * np.minimum(lower, upper))


def adjusted_p(p: Numbers, method: str) -> Any:
    """p values made larger by how many were looked at; missing ones stay missing and do not count.

    method : `holm` keeps the probability of a single false finding below the level (Holm 1979, Scandinavian Journal of
    Statistics 6:65-70); `benjamini_hochberg` the share of false ones among the findings (Benjamini and Hochberg 1995,
    JRSS B 57:289-300). Raises ValueError for another method, Undefined `not_a_probability`.

    >>> adjusted_p([0.01, 0.02, 0.04], "holm").round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from scipy.stats import false_discovery_control

    ways = {"holm": _holm, "benjamini_hochberg": false_discovery_control}
    if method not in ways:
        raise ValueError(f"unknown method {method!r}")
    columns = AlignedColumns(p)
    (found,) = columns.arrays
    columns.refuse("not_a_probability", (found < 0) | (found > 1))
    known = ~np.isnan(found)
    adjusted = np.full(found.shape, np.nan)
    if known.any():
        adjusted[known] = ways[method](found[known])
    return columns.shape(adjusted)


def _holm(p: Array) -> Array:
    """Each p times the number of those not smaller, and no less than what a smaller one has become."""
    order = np.argsort(p)
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1)))
    return adjusted


def chance_outside_counts(expected: Numbers, tail: float = TAILS[1]) -> Array:
    """The probability that each area's count lies outside its exact limits though nothing is the matter.

    expected : events; tail : probability beyond a limit, on each side, that the limits leave at most. A count being
    whole, it is less than twice that, and much less for areas with few events.

    >>> chance_outside_counts([0.5, 1000]).round(3).tolist()
    [0.014, 0.048]
    """
    from scipy.stats import poisson

    e = np.atleast_1d(np.asarray(expected, dtype=float))
    return poisson.cdf(poisson.ppf(tail, e) - 1, e) + poisson.sf(poisson.isf(tail, e), e)


def chance_outside_shares(total: Numbers, centre: float, tail: float = TAILS[1]) -> Array:
    """The same for counts among `total` around the share `centre`."""
    from scipy.stats import binom

    n = np.atleast_1d(np.asarray(total, dtype=float))
    return binom.cdf(binom.ppf(tail, n, centre) - 1, n, centre) + binom.sf(binom.isf(tail, n, centre), n, centre)


def outside_by_chance(probability: Numbers, seen: int) -> OutsideByChance:
    """How many of areas lie outside by chance, each with its own probability, beside how many are seen to.

    The number is a sum of independent unequal chances (Poisson-binomial), computed exactly. Raises Undefined
    `not_a_probability`, `too_few_areas` of none.

    >>> outside_by_chance([0.05] * 45, 2).usual
    5
    """
    columns = AlignedColumns(probability)
    (chances,) = columns.arrays
    columns.refuse("not_a_probability", ~((chances >= 0) & (chances <= 1)))
    refuse_if(chances.size == 0, "too_few_areas", areas=0)
    of_number = np.ones(1)
    for chance in chances:
        of_number = np.convolve(of_number, [1 - chance, chance])
    # Probability of each number or more.
    at_least = of_number[::-1].cumsum()[::-1]
    usual = int(np.flatnonzero(at_least >= 0.05).max())
    reached = float(at_least[seen]) if seen < at_least.size else 0.0
    return OutsideByChance(float(chances.sum()), int(seen), usual, min(1.0, reached))
