"""Intervals of shares and rates from counts, and comparisons of two of them.

Counts and totals are numbers, arrays or columns of one table; results have the same shape. A share is
between 0 and 1. Missing counts give missing limits; with undefined="missing" so do rows without an answer (an
area without people), which otherwise refuse the whole column.
"""

from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import AlignedColumns, counts_of, events_of, row_by_row, tail_probability
from bvte.methods.undefined import Array, Numbers, refuse_per


class Limits(NamedTuple):
    """Lower and upper limit of an interval, each in the shape of the input."""

    low: Any
    high: Any


class Difference(NamedTuple):
    """First share minus second share (points between -1 and 1) and its interval."""

    value: Any
    low: Any
    high: Any


class RateRatio(NamedTuple):
    """First rate divided by second rate, its interval, and the two-sided p of equal rates.

    p: twice the smaller tail, below 1 - level exactly where the interval leaves 1 out; p_likelihood: all
    outcomes no likelier than the one seen, which may contradict the interval.
    """

    value: Any
    low: Any
    high: Any
    p: Any
    p_likelihood: Any


@row_by_row
def wilson_interval(count: Numbers, total: Numbers, level: float = 0.95) -> Limits:
    """Wilson score interval of the share count/total: the one to display.

    (p + z^2/2n -/+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Source: Wilson 1927, J Am Stat Assoc 22:209;
    method 3 of Newcombe 1998, Stat Med 17:857. Raises Undefined as `counts_of`.

    >>> [round(end, 4) for end in wilson_interval(81, 263)]
    [0.2553, 0.3662]
    """
    return _share_limits("wilson", count, total, level)


@row_by_row
def clopper_pearson_interval(count: Numbers, total: Numbers, level: float = 0.95) -> Limits:
    """Clopper-Pearson interval of the share count/total: covers at least `level`, often more.

    Beta quantiles B(a/2; x, n-x+1) and B(1-a/2; x+1, n-x), 0 and 1 at the edges. Source: Clopper and Pearson
    1934, Biometrika 26:404. Raises Undefined as `counts_of`.

    >>> [round(end, 4) for end in clopper_pearson_interval(81, 263)]
    [0.2527, 0.3676]
    """
    return _share_limits("beta", count, total, level)


@row_by_row
def jeffreys_interval(count: Numbers, total: Numbers, level: float = 0.95) -> Limits:
    """Jeffreys interval of the share count/total, equal tails (not moved to 0 and 1 at the edges).

    Quantiles of Beta(x + 1/2, n - x + 1/2). Source: Brown, Cai, DasGupta 2001, Statistical Science 16:101.
    Raises Undefined as `counts_of`.
    """
    return _share_limits("jeffreys", count, total, level)


def _share_limits(method: str, count: Numbers, total: Numbers, level: float) -> Limits:
    columns = counts_of(count, total)
    limits = {"wilson": _wilson, "beta": _clopper_pearson, "jeffreys": _jeffreys}[method]
    x, n = columns.arrays
    low, high = limits(x, n, tail_probability(level) / 2)
    return Limits(columns.shape(low), columns.shape(high))


def _wilson(x: Array, n: Array, half: float) -> tuple[Array, Array]:
    from scipy.stats import norm

    z2, share = norm.isf(half) ** 2, x / n
    middle, width = share + z2 / (2 * n), np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2)))
    low, high = (end / (1 + z2 / n) for end in (middle - width, middle + width))
    # The limits of 0 of n and n of n are exactly 0 and 1; the arithmetic misses them by a last digit.
    return np.clip(np.minimum(low, share), 0, 1), np.clip(np.maximum(high, share), 0, 1)


def _clopper_pearson(x: Array, n: Array, half: float) -> tuple[Array, Array]:
    from scipy.stats import beta

    low = beta.ppf(half, np.where(x > 0, x, 1), n - x + 1)
    high = beta.isf(half, x + 1, np.where(x < n, n - x, 1))
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _jeffreys(x: Array, n: Array, half: float) -> tuple[Array, Array]:
    from scipy.stats import beta

    return beta.ppf(half, x + 0.5, n - x + 0.5), beta.isf(half, x + 0.5, n - x + 0.5)


@row_by_row
def exact_poisson_interval(events: Numbers, population: Numbers, per: float = 1, level: float = 0.95) -> Limits:
    """Exact (Garwood) interval of the rate per * events/population.

    chi2(a/2; 2x)/2 and chi2(1-a/2; 2x+2)/2, lower limit 0 at no events. Source: Garwood 1936, Biometrika
    28:437. Raises Undefined as `events_of`, and as `refuse_per`.

    >>> [round(end, 4) for end in exact_poisson_interval(5, 100, 100)]
    [1.6235, 11.6683]
    """
    from scipy.stats import chi2

    refuse_per(per)
    columns = events_of(events, population)
    x, n = columns.arrays
    half = tail_probability(level) / 2
    low = np.where(x == 0, 0.0, chi2.ppf(half, 2 * np.where(x == 0, 1, x)) / 2)
    high = chi2.isf(half, 2 * x + 2) / 2
    return Limits(columns.shape(per * low / n), columns.shape(per * high / n))


@row_by_row
def byar_interval(events: Numbers, population: Numbers, per: float = 1, level: float = 0.95) -> Limits:
    """Byar's approximate interval of the rate per * events/population, good from 10 events.

    x (1 - 1/9x - z/(3 sqrt x))^3, and with X = x + 1: X (1 - 1/9X + z/(3 sqrt X))^3; lower limit 0 at no
    events. Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 69. Raises Undefined
    as `exact_poisson_interval`.
    """
    from scipy.stats import norm

    refuse_per(per)
    columns = events_of(events, population)
    x, n = columns.arrays
    z = norm.isf(tail_probability(level) / 2)
    known = np.where(x == 0, 1, x)
    low = np.where(x == 0, 0.0, known * (1 - 1 / (9 * known) - z / (3 * np.sqrt(known))) ** 3)
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    # A cube may be negative for one or two events.
    return Limits(columns.shape(per * np.maximum(low, 0) / n), columns.shape(per * high / n))


@row_by_row
def rate_interval(
    events: Numbers, population: Numbers, per: float = 1, level: float = 0.95, exact_below: float = 10
) -> Limits:
    """Interval of the rate per * events/population: exact below `exact_below` events, Byar from there.

    Source: practice of the UK Health Security Agency (PHEindicatormethods). Raises Undefined as
    `exact_poisson_interval`.
    """
    columns = events_of(events, population)
    few = columns.arrays[0] < exact_below
    exact = exact_poisson_interval(*columns.arrays, per=per, level=level)
    approximate = byar_interval(*columns.arrays, per=per, level=level)
    return Limits(*(columns.shape(np.where(few, e, b)) for e, b in zip(exact, approximate, strict=True)))


@row_by_row
def share_difference(
    count_1: Numbers, total_1: Numbers, count_2: Numbers, total_2: Numbers, level: float = 0.95
) -> Difference:
    """First share minus second, with Newcombe's interval: the way to say that a share changed.

    For two independent groups; the same communes asked twice need `paired.paired_difference`. Square-and-add
    of the two Wilson intervals. Source: method 10 of Newcombe 1998, Stat Med 17:873. Raises Undefined as
    `counts_of`.

    >>> [round(part, 4) for part in share_difference(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    columns = AlignedColumns(count_1, total_1, count_2, total_2)
    counts_of(count_1, total_1)
    counts_of(count_2, total_2)
    x1, n1, x2, n2 = columns.arrays
    low, high = confint_proportions_2indep(
        x1, n1, x2, n2, method="newcomb", compare="diff", alpha=tail_probability(level)
    )
    return Difference(*(columns.shape(each) for each in (x1 / n1 - x2 / n2, low, high)))


@row_by_row
def rate_ratio(
    events_1: Numbers, population_1: Numbers, events_2: Numbers, population_2: Numbers, level: float = 0.95
) -> RateRatio:
    """First rate over second, with the exact conditional interval and the p that belongs to it.

    Given x1 + x2 events, x1 is binomial; its Clopper-Pearson limits s give s/(1-s) * n2/n1. Source:
    Przyborowski and Wilenski 1940, Biometrika 31:313; interval and `p_likelihood` as R stats::poisson.test, p
    as the central test of Fay 2010, Biostatistics 11:373. No events in the second: value and upper limit are
    infinite. Raises Undefined as `events_of`, and `no_events` where both are 0, `count_not_whole`.
    """
    columns = AlignedColumns(events_1, population_1, events_2, population_2)
    events_of(events_1, population_1)
    events_of(events_2, population_2)
    x1, n1, x2, n2 = columns.arrays
    columns.refuse("no_events", x1 + x2 == 0)
    columns.refuse("count_not_whole", (x1 % 1 > 0) | (x2 % 1 > 0))
    low, high = clopper_pearson_interval(x1, x1 + x2, level)
    with np.errstate(divide="ignore"):
        ratios = [odds * n2 / n1 for odds in (x1 / x2, low / (1 - low), high / (1 - high))]
    likelihood = np.array([_no_likelier(*row) for row in zip(x1, n1, x2, n2, strict=True)])
    results = (*ratios, np.minimum(1, 2 * binomial_tail(x1, x1 + x2, n1 / (n1 + n2))), likelihood)
    return RateRatio(*(columns.shape(each) for each in results))


def binomial_tail(x: Array, n: Array, share: Array) -> Array:
    """Probability that x or fewer, or x or more, of n are met, the smaller of the two; arrays."""
    from scipy.stats import binom

    return np.minimum(binom.cdf(x, n, share), binom.sf(x - 1, n, share))


def _no_likelier(x1: float, n1: float, x2: float, n2: float) -> float:
    from scipy.stats import binomtest

    if np.isnan([x1, n1, x2, n2]).any():
        return np.nan
    return binomtest(int(x1), int(x1 + x2), n1 / (n1 + n2)).pvalue


@row_by_row
def paired_difference(
    both: Numbers, first_only: Numbers, second_only: Numbers, neither: Numbers, level: float = 0.95
) -> Difference:
    """First share minus second of the same units, with Newcombe's interval for pairs, as `Difference`.

    Counts of units that have the property both times, only the first, only the second, and neither time;
    numbers or columns. Square-and-add of the two Wilson intervals, less their correlation phi, which is
    corrected for continuity where positive and 0 where a margin is empty. Raises Undefined("negative_count"),
    ("no_denominator") without any unit. Source: method 10 of Newcombe 1998, Stat Med 17:2635.

    >>> [round(float(part), 4) for part in paired_difference(59, 6, 16, 80)]
    [-0.0621, -0.1186, -0.0046]
    """
    columns = AlignedColumns(both, first_only, second_only, neither)
    a, b, c, d = columns.arrays
    columns.refuse("negative_count", np.min(columns.arrays, axis=0) < 0)
    n = a + b + c + d
    columns.refuse("no_denominator", n == 0)
    first, second = _distances_to_limits(a + b, n, level), _distances_to_limits((a + c), n, level)
    phi, change = _paired_correlation(a, b, c, d), (b - c) / n
    low = change - _square_and_add(first[0], second[1], phi)
    high = change + _square_and_add(first[1], second[0], phi)
    return Difference(*(columns.shape(each) for each in (change, low, high)))


def _distances_to_limits(count: Array, total: Array, level: float) -> tuple[Array, Array]:
    low, high = wilson_interval(count, total, level)
    return count / total - low, high - count / total


def _square_and_add(one: Array, other: Array, phi: Array) -> Array:
    return np.sqrt(one**2 - 2 * phi * one * other + other**2)


def _paired_correlation(a: Array, b: Array, c: Array, d: Array) -> Array:
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    surplus = a * d - b * c
    corrected = np.where(surplus > 0, np.maximum(surplus - (a + b + c + d) / 2, 0), surplus)
    return corrected / np.sqrt(np.where(margins == 0, 1, margins)) * (margins != 0)
