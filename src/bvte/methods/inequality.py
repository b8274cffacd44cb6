"""Inequality between subgroups without a natural order, such as districts (WHO HEAT summary measures).

`estimate` holds one value per subgroup (share, percent or rate), `population` its people; y, p and
mu = sum p y below are the estimates, the population shares and the average. Missing estimates are left out
when at least 85 % of the subgroups have one (WHO rule). Favourable: higher is better (`favourable=True`).
Source: WHO Handbook on Health Inequality Monitoring 2013; Schlotheuber and Hosseinpoor 2022, Int J Environ
Res Public Health 19:3697. Published difference, ratio, best and reference point to single areas: apply the
disclosure rules before showing them. None of them has an interval here; only BGV has a standard error.

All raise Undefined: `too_few_subgroups` (three, or two for difference and ratio), `too_many_missing`,
`empty_subgroup` (population <= 0), `population_missing`; relative measures also `not_positive` (mu <= 0),
`negative_estimate`.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from bvte.methods.columns import AlignedColumns
from bvte.methods.undefined import Array, Numbers, Undefined, float_array, refuse_if

COVERAGE = 0.85


def assessed_subgroups(
    estimate: Numbers, population: Numbers | None = None, fewest: int = 3, coverage: float = COVERAGE
) -> tuple[Array, Array]:
    """Estimates and population shares (arrays) of the subgroups that have an estimate.

    Without `population` all shares are equal. fewest, coverage: the least number and share of subgroups.
    """
    columns = AlignedColumns(estimate, 1 if population is None else population)
    y, n = columns.arrays
    columns.refuse("population_missing", np.isnan(n))
    columns.refuse("empty_subgroup", n <= 0)
    known = ~np.isnan(y)
    if known.mean() < coverage:
        raise Undefined("too_many_missing", available=int(known.sum()), subgroups=known.size, needed=coverage)
    if known.sum() < fewest:
        raise Undefined("too_few_subgroups", available=int(known.sum()), needed=fewest)
    return y[known], n[known] / n[known].sum()


def simple_difference(estimate: Numbers, favourable: bool | None = None, reference: Hashable = None) -> float:
    """Highest minus lowest estimate, in its unit; with a reference subgroup, the best-worst sense of WHO.

    reference: label (position in an array) of a subgroup; then reference - min when favourable, else
    max - reference.

    >>> simple_difference([20, 30, 40, 50, 60])
    40.0
    """
    high, low = _compared_ends(estimate, favourable, reference)
    return high - low


def simple_ratio(estimate: Numbers, favourable: bool | None = None, reference: Hashable = None) -> float:
    """Highest over lowest estimate, else as `simple_difference`; Undefined `not_positive` over 0.

    >>> simple_ratio([20, 30, 40, 50, 60])
    3.0
    """
    high, low = _compared_ends(estimate, favourable, reference)
    return high / _refuse_not_positive(low)


def population_attributable_risk(
    estimate: Numbers, population: Numbers, favourable: bool, reference: Hashable = None
) -> float:
    """PAR: best - mu, what the average would gain (or lose) if all were as the best subgroup.

    best: highest if favourable, else lowest, or `reference` (the most advantaged, where there is an order); 0
    when that subgroup is no better than the average. Negative for adverse indicators.

    >>> population_attributable_risk([10, 20, 30], [1, 1, 2], True)
    7.5
    """
    y, p = assessed_subgroups(estimate, population)
    best = _best_estimate(y, favourable) if reference is None else _estimate_of(estimate, reference)
    gain = float(best - p @ y)
    return max(0.0, gain) if favourable else min(0.0, gain)


def population_attributable_fraction(
    estimate: Numbers, population: Numbers, favourable: bool, reference: Hashable = None
) -> float:
    """PAF: 100 PAR / mu, percent."""
    gain = population_attributable_risk(estimate, population, favourable, reference)
    y, p = assessed_subgroups(estimate, population)
    return 100 * gain / _refuse_not_positive(p @ y)


def between_group_variance(estimate: Numbers, population: Numbers) -> float:
    """BGV: sum p (y - mu)^2, in the squared unit of the estimate.

    >>> round(between_group_variance([10, 20, 30], [1, 1, 1]), 2)
    66.67
    """
    y, p = assessed_subgroups(estimate, population)
    return float(p @ (y - p @ y) ** 2)


def between_group_variance_error(estimate: Numbers, population: Numbers, error: Numbers) -> float:
    """Standard error of BGV from the subgroups' standard errors (Ahn 2018, JCO Clin Cancer Inform 2:1-19).

    Of the subgroups that have both, each beside its own error; each column needs its coverage by itself.
    Raises Undefined also `negative_error`.
    """
    columns = AlignedColumns(estimate, population, error)
    known = ~np.isnan(columns.arrays[0] + columns.arrays[2])
    for column in (estimate, error):
        assessed_subgroups(column, population)
    columns.refuse("negative_error", columns.arrays[2] < 0)
    y, n, s = (array[known] for array in columns.arrays)
    y, p = assessed_subgroups(y, n)
    slope = p**2 * s**2 @ (y - p @ y) ** 2
    curvature = (p**2 @ s**2) ** 2 - p**4 @ s**4 + (p**2 * (1 - p) ** 2) @ s**4
    return float(np.sqrt(4 * slope + 2 * curvature))


def between_group_standard_deviation(estimate: Numbers, population: Numbers) -> float:
    """BGSD: root of BGV, in the unit of the estimate."""
    return between_group_variance(estimate, population) ** 0.5


def coefficient_of_variation(estimate: Numbers, population: Numbers) -> float:
    """COV: 100 BGSD / mu, percent."""
    y, p = assessed_subgroups(estimate, population)
    return 100 * between_group_standard_deviation(estimate, population) / _refuse_not_positive(p @ y)


def mean_difference_from_mean(estimate: Numbers, population: Numbers, weighted: bool = True) -> float:
    """MDM: sum p abs(y - mu); unweighted, the plain mean of the same around the same weighted mu."""
    y, p = assessed_subgroups(estimate, population)
    return _mean_distance(y, p, float(p @ y), weighted)


def mean_difference_from_best(estimate: Numbers, population: Numbers, favourable: bool, weighted: bool = True) -> float:
    """MDB: sum p abs(y - best), best the highest if favourable, else the lowest."""
    y, p = assessed_subgroups(estimate, population)
    return _mean_distance(y, p, _best_estimate(y, favourable), weighted)


def mean_difference_from_reference(
    estimate: Numbers, population: Numbers, reference: Hashable, weighted: bool = True
) -> float:
    """MDR: sum p abs(y - y of the subgroup `reference`), a label, or a position in an array."""
    y, p = assessed_subgroups(estimate, population)
    return _mean_distance(y, p, _estimate_of(estimate, reference), weighted)


def index_of_disparity(estimate: Numbers, population: Numbers, weighted: bool = True) -> float:
    """IDIS: 100 MDM / mu, percent."""
    y, p = assessed_subgroups(estimate, population)
    return 100 * mean_difference_from_mean(estimate, population, weighted) / _refuse_not_positive(p @ y)


def theil_index(estimate: Numbers, population: Numbers) -> float:
    """Theil index x 1000: 1000 sum p r ln r, r = y/mu; a subgroup at 0 adds 0, the limit of r ln r.

    >>> theil_index([10, 10, 10], [1, 2, 3])
    0.0
    """
    y, p = assessed_subgroups(estimate, population)
    r = _refuse_negative(y) / _refuse_not_positive(p @ y)
    return float(1000 * p @ (r * np.log(np.where(r == 0, 1, r))))


def mean_log_deviation(estimate: Numbers, population: Numbers) -> float:
    """MLD x 1000: -1000 sum p ln r, r = y/mu. Undefined `not_positive` when a subgroup is at 0."""
    y, p = assessed_subgroups(estimate, population)
    _refuse_not_positive(y.min())
    return float(-1000 * p @ np.log(y / (p @ y)))


def _compared_ends(estimate: Numbers, favourable: bool | None, reference: Hashable) -> tuple[float, float]:
    y, _ = assessed_subgroups(estimate, fewest=2)
    if reference is None:
        return float(y.max()), float(y.min())
    if favourable is None:
        raise ValueError("a reference needs to know whether higher is better")
    fixed = _estimate_of(estimate, reference)
    return (fixed, float(y.min())) if favourable else (float(y.max()), fixed)


def _best_estimate(y: Array, favourable: bool) -> float:
    return y.max() if favourable else y.min()


def _estimate_of(estimate: Numbers, reference: Hashable) -> float:
    named = pd.Series(float_array(estimate), estimate.index if isinstance(estimate, pd.Series) else None)
    value = named.get(reference, np.nan)
    refuse_if(np.isnan(value), "reference_missing", reference=reference)
    return float(value)


def _mean_distance(y: Array, p: Array, point: float, weighted: bool) -> float:
    distance = np.abs(y - point)
    return float(p @ distance if weighted else distance.mean())


def _refuse_not_positive(number: Any) -> float:
    if number <= 0:
        raise Undefined("not_positive", value=float(number))
    return float(number)


def _refuse_negative(y: Array) -> Array:
    if (y < 0).any():
        raise Undefined("negative_estimate", value=float(y.min()))
    return y
