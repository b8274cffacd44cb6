"""Inequality along an outside ranking of subgroups, from the least to the most advantaged (WHO HEAT).

Districts have no order of their own: the order must come from outside the data compared (poverty rate,
remoteness), and its name `ranking` goes into every result, for the caption. `order` holds each subgroup's
place, higher for the more advantaged. Every subgroup must have an estimate. Sources: Kakwani, Wagstaff, van
Doorslaer 1997, J Econometrics 77:87-103; Schlotheuber and Hosseinpoor 2022, Int J Environ Res Public Health
19:3697.

All raise Undefined: `ranking_not_named`, `ranking_without_order`, and as `assessed_subgroups` (all
estimates needed).
"""

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import AlignedColumns, t_quantile
from bvte.methods.inequality import assessed_subgroups
from bvte.methods.undefined import Array, Numbers, Undefined

# An error this small, in parts of the estimates, is that of floating point.
NO_ERROR = 1e-9


class OrderedMeasure(NamedTuple):
    """A measure, its standard error (of the logarithm for RII), its limits, and the ranking it rests on.

    The error is the lack of fit of the subgroups to a straight line along the ranking, not the sampling error
    of their estimates: it is large for a curve and nil for a line, however few people were asked. Subgroups
    that meet the line exactly, as equal ones do, leave no limits: low and high are None, which is no
    certainty.
    """

    value: float
    error: float
    low: float | None
    high: float | None
    ranking: str


def population_midranks(order: Numbers, population: Numbers) -> Array:
    """X, from 0 to 1: the share of people in lower places plus half of those in the subgroup's own place.

    >>> population_midranks([1, 2], [1, 3]).tolist()
    [0.125, 0.625]
    """
    columns = AlignedColumns(order, population)
    places, n = columns.arrays
    columns.refuse("ranking_without_order", np.isnan(places))
    if np.unique(places).size < 2:
        raise Undefined("ranking_without_order", places=1)
    below = (places[:, None] > places) @ n
    level = (places[:, None] == places) @ n
    return (below + level / 2) / n.sum()


def absolute_concentration_index(
    estimate: Numbers, population: Numbers, order: Numbers, ranking: str, level: float = 0.95, normal: bool = False
) -> OrderedMeasure:
    """ACI: sum p (2X - 1) y, in the unit of the estimate; above 0 when the advantaged have more.

    The error is that of the slope in the population-weighted regression of 2 var(X) y on X (Kakwani 1997);
    limits by Student's t with two degrees of freedom less than subgroups, or the normal quantile of WHO's
    programs.
    """
    y, p, x = _ranked_subgroups(estimate, population, order, ranking)
    return _measure_with_limits(
        *_concentration_slope(y, p, x), _limit_quantile(level, y.size, normal), ranking, np.abs(y).max()
    )


def relative_concentration_index(
    estimate: Numbers, population: Numbers, order: Numbers, ranking: str, level: float = 0.95, normal: bool = False
) -> OrderedMeasure:
    """RCI: ACI / mu, between -1 and 1 where no estimate is negative. Undefined `not_positive` for mu <= 0."""
    y, p, x = _ranked_subgroups(estimate, population, order, ranking)
    if p @ y <= 0:
        raise Undefined("not_positive", value=float(p @ y))
    return _measure_with_limits(
        *_concentration_slope(y / (p @ y), p, x), _limit_quantile(level, y.size, normal), ranking
    )


@dataclass(frozen=True)
class RankedLine:
    """Fitted values at X = 0 and 1 in parts of `scale`, gradients, covariance, number of subgroups."""

    bottom: float
    top: float
    gradients: np.ndarray
    covariance: np.ndarray
    scale: float
    ranking: str
    subgroups: int


def ranked_line(
    estimate: Numbers,
    population: Numbers,
    order: Numbers,
    ranking: str,
    scale: float = 100,
    model: str = "logit",
    weights: Numbers | None = None,
    whole_events: bool = True,
) -> RankedLine:
    """The fit of the estimates on X that SII and RII compare the ends of, with robust (HC1) covariance.

    scale: what a share of 1 is printed as (100 for percent, 10000 for a rate per 10,000).
    model: `logit` (binomial), or `linear` (least squares), which can leave the range 0 to `scale`.
    weights: one per subgroup, its population unless given. WHO's healthequal lets the population weigh twice;
    population ** 2 gives its published numbers. whole_events: estimates are first turned into whole events of
    whole people, as WHO does; set it off where `population` holds shares.
    Raises Undefined also `estimate_outside_scale`, `population_not_whole`, `no_finite_slope`.
    """
    if model not in ("logit", "linear"):
        raise ValueError(f"unknown model {model!r}")
    y, _, x = _ranked_subgroups(estimate, population, order, ranking)
    n = np.asarray(population, dtype=float)
    share = y / scale
    if model == "logit":
        share = whole_shares(share, n, whole_events)
        refuse_separation(x, share)
    design = np.column_stack([np.ones_like(x), x])
    return RankedLine(*fit_ends(model, share, design, n if weights is None else weights), scale, ranking, y.size)


def slope_index(line: RankedLine, level: float = 0.95, normal: bool = False) -> OrderedMeasure:
    """SII of a RankedLine: top minus bottom of the ranking, in the unit of the estimate.

    Error by the delta method; limits by t with two degrees of freedom less than subgroups, or by the normal
    quantile of WHO's programs.

    >>> line = ranked_line([20, 30, 40, 50, 60], [78, 91, 162, 103, 105], [1, 2, 3, 4, 5], "wealth")
    >>> round(slope_index(line).value, 4)
    44.9053
    """
    gradient = line.gradients[1] - line.gradients[0]
    error = np.sqrt(gradient @ line.covariance @ gradient)
    quantile = _limit_quantile(level, line.subgroups, normal)
    value = line.scale * (line.top - line.bottom)
    return _measure_with_limits(
        value, line.scale * error, quantile, line.ranking, line.scale * max(line.top, line.bottom)
    )


def relative_index(line: RankedLine, level: float = 0.95, normal: bool = False) -> OrderedMeasure:
    """RII of a RankedLine: top over bottom of the ranking, limits on the log scale, as those of SII.

    Raises Undefined `not_positive` where a linear fit ends at or below 0.
    """
    if min(line.bottom, line.top) <= 0:
        raise Undefined("not_positive", value=line.scale * min(line.bottom, line.top))
    gradient = line.gradients[1] / line.top - line.gradients[0] / line.bottom
    error = np.sqrt(gradient @ line.covariance @ gradient)
    log = _measure_with_limits(
        np.log(line.top / line.bottom), error, _limit_quantile(level, line.subgroups, normal), line.ranking
    )
    ends = (None if end is None else float(np.exp(end)) for end in (log.low, log.high))
    return OrderedMeasure._make([float(np.exp(log.value)), log.error, *ends, line.ranking])


def _ranked_subgroups(
    estimate: Numbers, population: Numbers, order: Numbers, ranking: str
) -> tuple[Array, Array, Array]:
    if not ranking or not ranking.strip():
        raise Undefined("ranking_not_named")
    AlignedColumns(estimate, population, order)
    y, p = assessed_subgroups(estimate, population, coverage=1)
    return y, p, population_midranks(order, population)


def _concentration_slope(y: Array, p: Array, x: Array) -> tuple[float, float]:
    spread = p @ (x - 0.5) ** 2
    slope = 2 * p @ ((x - 0.5) * y)
    residual = 2 * spread * (y - p @ y) - slope * (x - 0.5)
    return float(slope), float(np.sqrt(p @ residual**2 / (y.size - 2) / spread))


def _limit_quantile(level: float, subgroups: int, normal: bool) -> float:
    return t_quantile(level, np.inf if normal else subgroups - 2)


def _measure_with_limits(value: float, error: float, quantile: float, ranking: str, size: float = 1) -> OrderedMeasure:
    if error <= NO_ERROR * size:
        return OrderedMeasure(float(value), float(error), None, None, ranking)
    low, high = value - quantile * error, value + quantile * error
    return OrderedMeasure(float(value), float(error), float(low), float(high), ranking)


def whole_shares(share: Array, population: Array, whole_events: bool) -> Array:
    """Shares of whole events of whole people, as WHO's programs take them, or the shares as they are."""
    if ((share < 0) | (share > 1)).any():
        raise Undefined("estimate_outside_scale", low=float(share.min()), high=float(share.max()))
    if not whole_events:
        return share
    if (population % 1 > 0).any():
        raise Undefined("population_not_whole")
    return np.round(share * population) / population


def fit_ends(model: str, share: Array, design: Array, weights: Numbers) -> tuple[float, float, Array, Array]:
    """Fitted values at both ends of the ranking, their gradients, and the robust (HC1) covariance."""
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    family = {"logit": families.Binomial, "linear": families.Gaussian}[model]()
    weights = np.asarray(weights, dtype=float)
    # Weights that sum to 1 leave the fit as it is and keep its stopping rule free of the population's size.
    glm = GLM(share, design, family=family, var_weights=weights / weights.sum())
    with warnings.catch_warnings():
        # It also warns of a line that meets every share exactly, which is no fault.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = glm.fit(cov_type="HC0", tol=1e-12)
    return _ends_of_fit(fit, family.link, share.size)


def _ends_of_fit(fit: Any, link: Any, n: int) -> tuple[float, float, Array, Array]:
    ends = np.array([[1.0, 0.0], [1.0, 1.0]])
    line = ends @ fit.params
    bottom, top = link.inverse(line)
    gradients = link.inverse_deriv(line)[:, None] * ends
    # statsmodels leaves the small-sample factor n/(n-2) of HC1 out for these models.
    return float(bottom), float(top), gradients, fit.cov_params() * n / (n - 2)


def refuse_separation(x: Array, share: Array) -> None:
    """No line has a finite slope when all cases stand on one side of all other people."""
    cases, others = x[share > 0], x[share < 1]
    if not (cases.size and others.size):
        raise Undefined("no_finite_slope", share=float(share[0]))
    if cases.min() >= others.max() or cases.max() <= others.min():
        raise Undefined("no_finite_slope")
