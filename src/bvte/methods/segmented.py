"""Segmented regression: did the level (and the trend) of a monthly or quarterly register change with a phase?

It describes a change associated with a date, not an effect of what began then: it assumes that nothing else
changed at that date, that reporting was stable, and that the trend before would have gone on. Annual points
are refused: no annual series here is long enough. time is a PeriodIndex or DatetimeIndex, or numbers of
periods with periods_per_year. Source: Lopez Bernal, Cummins and Gasparrini 2017, International Journal of
Epidemiology 46:348-355.
"""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from bvte.methods.periods import clock_of
from bvte.methods.undefined import Undefined, refuse

# Penfold and Zhang 2013, Academic Pediatrics 13:S38-S44: eight on either side; even twelve are often too
# few to see
# a change in small counts (Hawley et al. 2019, Clinical Epidemiology 11:197-205).
FEWEST_EACH_SIDE = 8


class SegmentedRates(NamedTuple):
    """Change of a rate with a date.

    rate_ratio, low, high: level after over level before, at the date, with the interval widened by the root
    of the dispersion (Pearson); poisson_low, poisson_high: the same without; trend_ratio: rate ratio from
    one period to the next; trend_change: factor on it after the date, None when not asked; series:
    DataFrame by time with observed, fitted and counterfactual events (the same model without the change).
    """

    rate_ratio: float
    low: float
    high: float
    poisson_low: float
    poisson_high: float
    trend_ratio: float
    trend_change: float | None
    dispersion: float
    series: pd.DataFrame


class SegmentedLevels(NamedTuple):
    """Change of a level with a date.

    level_change, low, high: in the unit of the values; trend: a period; trend_change: None when not asked;
    lags of the Newey-West errors; series: as in `SegmentedRates`.
    """

    level_change: float
    low: float
    high: float
    trend: float
    trend_change: float | None
    lags: int
    series: pd.DataFrame


def segmented_poisson(
    time, events, start, population=None, periods_per_year=None, slope=False, harmonics=0, confidence=0.95
):
    """Change of an event rate at `start`, by quasi-Poisson regression, as `SegmentedRates`.

    ln E(events) = ln population + b0 + b1 t + b2 step [+ b3 (t - start) step] [+ harmonics of the year].
    start: the first period of the new phase, on the scale of time. Raises Undefined("annual_spacing"),
    ("unknown_spacing"), ("too_few_points") below 8 on either side, ("no_events") in a whole segment,
    ("no_spread") for an exact fit, ("not_positive"), ("same_period"), ("missing_value"),
    ("unequal_lengths"). Source: see the module.
    """
    import statsmodels.api as sm

    design, index = _design(time, start, periods_per_year, slope, harmonics)
    events = _column(events, index)
    offset = np.log(_column(1.0 if population is None else population, index, least=1e-300))
    for segment in (0, 1):
        refuse(events[design["step"] == segment].sum() == 0, "no_events", segment=segment)
    fit = _fitted(sm.GLM(events, design, family=sm.families.Poisson(), offset=offset))
    dispersion = float(fit.pearson_chi2 / fit.df_resid)
    z = _normal_quantile(confidence)
    quasi, plain = (_limits(fit, z * spread) for spread in (dispersion**0.5, 1.0))
    return SegmentedRates(
        _ratio(fit, "step"),
        *quasi,
        *plain,
        _ratio(fit, "t"),
        _ratio(fit, "slope") if slope else None,
        dispersion,
        _series(index, events, fit.fittedvalues, fit.predict(_unchanged(design), offset=offset)),
    )


def segmented_linear(
    time, values, start, periods_per_year=None, slope=False, harmonics=0, lags=None, confidence=0.95
):
    """Change of a level at `start` by ordinary least squares with Newey-West errors, as `SegmentedLevels`.

    E(value) = b0 + b1 t + b2 step [+ b3 (t - start) step] [+ harmonics]. lags: how many periods errors may
    be correlated over, by default floor(4 (n/100)^(2/9)); small-sample correction and t quantile with n - k
    df. Raises Undefined as `segmented_poisson`. Source: Newey and West 1987, Econometrica 55:703-708; see
    the module.
    """
    import statsmodels.api as sm

    design, index = _design(time, start, periods_per_year, slope, harmonics)
    values = _column(values, index, least=-np.inf)
    lags = int(4 * (len(index) / 100) ** (2 / 9)) if lags is None else lags
    order = np.argsort(design["t"].to_numpy(), kind="stable")
    model = sm.OLS(values[order], design.iloc[order])
    fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    low, high = fit.conf_int(1 - confidence).loc["step"]
    return SegmentedLevels(
        float(fit.params["step"]),
        float(low),
        float(high),
        float(fit.params["t"]),
        float(fit.params["slope"]) if slope else None,
        lags,
        _series(index, values, fit.predict(design), fit.predict(_unchanged(design))),
    )


def _fitted(model):
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        try:
            return model.fit(tol=1e-12, maxiter=200)
        except PerfectSeparationWarning as exact:
            raise Undefined("no_spread", points=int(model.nobs)) from exact


def _design(time, start, periods_per_year, slope, harmonics):
    clock, begin, per_year, index = clock_of(time, start, periods_per_year)
    refuse(np.unique(clock).size < clock.size, "same_period")
    step = (clock >= begin).astype(float)
    before, after = int((step == 0).sum()), int(step.sum())
    refuse(
        min(before, after) < FEWEST_EACH_SIDE,
        "too_few_points",
        before=before,
        after=after,
        needed=FEWEST_EACH_SIDE,
    )
    columns = {"level": 1.0, "t": clock - clock.min(), "step": step}
    if slope:
        columns["slope"] = (clock - begin) * step
    return pd.DataFrame(columns | _season(clock / per_year, harmonics)), index


def _season(years, harmonics):
    waves = {"sin": np.sin, "cos": np.cos}
    orders = range(1, harmonics + 1)
    return {f"{name}{k}": wave(2 * np.pi * k * years) for k in orders for name, wave in waves.items()}


def _column(values, index, least=0.0):
    column = np.asarray(values, dtype=float)
    column = np.full(len(index), float(column)) if column.ndim == 0 else column
    refuse(column.size != len(index), "unequal_lengths", values=column.size, times=len(index))
    refuse(bool(np.isnan(column).any()), "missing_value")
    refuse(bool((column < least).any()), "not_positive", lowest=float(column.min()))
    return column


def _unchanged(design):
    return design.assign(**{name: 0.0 for name in ("step", "slope") if name in design})


def _ratio(fit, name):
    return float(np.exp(fit.params[name]))


def _limits(fit, width):
    return tuple(float(np.exp(fit.params["step"] + side * width * fit.bse["step"])) for side in (-1, 1))


def _normal_quantile(confidence):
    from scipy.stats import norm

    return float(norm.ppf((1 + confidence) / 2))


def _series(index, observed, fitted, counterfactual):
    columns = {"observed": observed, "fitted": fitted, "counterfactual": counterfactual}
    return pd.DataFrame({name: np.asarray(column) for name, column in columns.items()}, index=index)
