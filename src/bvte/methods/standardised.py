"""Standardised rates: what an area's rate would be with another area's mix of ages or sexes.

Groups (ages, sexes) stand in the columns, areas in the rows. Source of both ways: Breslow and Day 1987, Statistical
Methods in Cancer Research II, chapter 2.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from bvte.methods.columns import tail_probability
from bvte.methods.proportions import rate_interval
from bvte.methods.undefined import Array, Undefined, float_array, refuse_if, refuse_per

Table: TypeAlias = pd.DataFrame | ArrayLike


class StandardRates(NamedTuple):
    """Directly standardised rates with their limits, in the shape of the rows."""

    rate: Any
    low: Any
    high: Any


class StandardRatios(NamedTuple):
    """Observed and expected events, their ratio with its limits, and the ratio times the standard's crude rate."""

    observed: Any
    expected: Any
    ratio: Any
    low: Any
    high: Any
    rate: Any


def direct_rates(events: Table, population: Table, standard: Any, per: float = 1, level: float = 0.95) -> StandardRates:
    """Rates weighted by the standard population's groups, with the gamma interval that holds for small counts.

    With w = standard share / population: y = sum w x, v = sum w^2 x; limits v/2y chi2(a/2; 2y^2/v) and, with k the
    greatest w, (v + k^2)/2(y + k) chi2(1-a/2; 2(y + k)^2/(v + k^2)). Source: Fay and Feuer 1997, Stat Med 16:791-801.
    An area with a group missing is missing. Raises Undefined `no_denominator` for a group without people that the
    standard has, `negative_count`, `unequal_lengths`, and as `float_array` and `refuse_per`.

    >>> [round(float(end[0]), 4) for end in direct_rates([[11, 9]], [[500, 500]], [640, 720], per=100)]
    [1.9882, 1.2133, 3.082]
    """
    from scipy.stats import chi2

    refuse_per(per)
    x, n = _groups(events, population)
    share = _whole(standard, x)
    refuse_if(((n <= 0) & (share > 0)).any(), "no_denominator")
    weight = np.divide(share, n, out=np.zeros_like(n), where=share > 0)
    y, v, most = (weight * x).sum(axis=1), (weight**2 * x).sum(axis=1), weight.max(axis=1)
    half = tail_probability(level) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(y > 0, v / (2 * y) * chi2.ppf(half, 2 * y**2 / v), np.where(y == 0, 0.0, np.nan))
        top, spread = y + most, v + most**2
        high = spread / (2 * top) * chi2.isf(half, 2 * top**2 / spread)
    return StandardRates(*(_as_rows(per * each, events) for each in (y, low, high)))


def expected_events(population: Table, rates: Any) -> Any:
    """Events that areas would have with the standard's rates in their own groups: sum of population x rate.

    >>> expected_events([[100, 200]], [0.1, 0.2]).tolist()
    [50.0]
    """
    n = np.atleast_2d(float_array(population))
    return _as_rows((n * _one_per_group(rates, n)).sum(axis=1), population)


def indirect_ratios(
    events: Table, population: Table, standard_events: Any, standard_population: Any, level: float = 0.95
) -> StandardRatios:
    """Events of areas over those that the standard's rates would give: 1 is as many as expected.

    Limits of the observed events (exact below 10, Byar from there), the expected ones taken as known. Ratios of two
    areas may not be held against each other, since each has its own weights. Raises Undefined as `direct_rates`.

    >>> found = indirect_ratios([[3, 7]], [[100, 100]], [50, 150], [1000, 1000])
    >>> [float(part[0]) for part in (found.observed, found.expected, found.ratio)]
    [10.0, 20.0, 0.5]
    """
    x, n = _groups(events, population)
    d, s = (_one_per_group(column, x) for column in (standard_events, standard_population))
    refuse_if((s <= 0).any(), "no_denominator")
    observed, expected = x.sum(axis=1), (n * d / s).sum(axis=1)
    limits = rate_interval(observed, expected, level=level, undefined="missing")
    ratio = observed / expected
    found = (observed, expected, ratio, limits.low, limits.high, ratio * d.sum() / s.sum())
    return StandardRatios(*(_as_rows(each, events) for each in found))


def _groups(events: Table, population: Table) -> tuple[Array, Array]:
    x, n = (np.atleast_2d(float_array(table)) for table in (events, population))
    refuse_if(x.shape != n.shape, "unequal_lengths", lengths=[x.shape, n.shape])
    if isinstance(events, pd.DataFrame) and isinstance(population, pd.DataFrame):
        refuse_if(not events.index.equals(population.index), "unequal_lengths", lengths=[len(x), len(n)])
    refuse_if((x < 0).any(), "negative_count")
    return x, n


def _one_per_group(values: Any, table: Array) -> Array:
    found = float_array(values)
    if found.shape != table.shape[1:]:
        raise Undefined("unequal_lengths", lengths=[found.shape, table.shape])
    return found


def _whole(standard: Any, table: Array) -> Array:
    """The shares of the groups in the standard population."""
    sizes = _one_per_group(standard, table)
    refuse_if((sizes < 0).any() or sizes.sum() <= 0, "no_denominator")
    return sizes / sizes.sum()


def _as_rows(result: Array, table: Table) -> Any:
    return pd.Series(result, table.index) if isinstance(table, pd.DataFrame) else result
