"""Segmented regression: did the level (and the trend) of a monthly or quarterly register change with a phase?

It describes a change associated with a date, not an effect of what began then: it assumes that nothing else
changed at that date, that reporting was stable, and that the trend before would have gone on. Annual points
are refused: no annual series here is long enough. time is a PeriodIndex or DatetimeIndex, or numbers of
periods with periods_per_year. Source: Lopez Bernal, Cummins and Gasparrini 2017, International Journal of
Epidemiology 46:348-355.
"""

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.types import is_scalar

from bvte.methods.columns import t_quantile
from bvte.methods.undefined import Array, Numbers, Undefined, float_array, refuse_if, refuse_missing

Time: TypeAlias = pd.Index | pd.Series | Sequence[float]
PERIODS_PER_YEAR = {"M": 12, "Q": 4}


def clock_of(time: Time, start: Any, periods_per_year: int | None = None) -> tuple[Array, float, int, pd.Index]:
    """Numbers of periods for `time` and for `start`, the periods a year, and the index that `time` makes.

    time: PeriodIndex or DatetimeIndex (or a Series of either; days are read as the month or quarter they
    lie in), with start as a period, a date or its text; or numbers of periods with periods_per_year 12 or
    4. Gaps stay gaps. Raises Undefined("annual_spacing") for yearly or half-yearly points,
    ("unknown_spacing") for others that are neither monthly nor quarterly, or numbers without
    periods_per_year; ("missing_value") for a time or start that is none, ("not_a_period") for a start that no
    calendar knows.
    """
    refuse_if(is_scalar(time), "too_few_points", points=1, needed=2)
    index = pd.Index(time)
    refuse_if(not is_scalar(start), "not_a_period", start=start)
    refuse_if(pd.isna(start) or index.hasnans, "missing_value")
    if isinstance(index, pd.DatetimeIndex):
        index = index.to_period(_frequency_of(index))
    if not isinstance(index, pd.PeriodIndex):
        known = periods_per_year is not pd.NA and periods_per_year in PERIODS_PER_YEAR.values()
        code = "annual_spacing" if str(periods_per_year) in ("1", "2") else "unknown_spacing"
        if periods_per_year is None or not known:
            raise Undefined(code, spacing=periods_per_year)
        return float_array(index), float(float_array(start)), periods_per_year, index
    spacing = index.freqstr
    code = "annual_spacing" if spacing[0] in "YA" else "unknown_spacing"
    refuse_if(spacing[0] not in PERIODS_PER_YEAR, code, spacing=spacing)
    first = _period_of(start, index.freq).ordinal
    return index.astype("int64").to_numpy(), first, PERIODS_PER_YEAR[spacing[0]], index


def _period_of(start: Any, frequency: Any) -> pd.Period:
    try:
        return pd.Period(start, frequency)
    except ValueError as wrong:
        raise Undefined("not_a_period", start=start) from wrong


def _frequency_of(dates: pd.DatetimeIndex) -> str:
    refuse_if(len(dates) < 2, "too_few_points", points=len(dates), needed=2)
    days = np.median(np.diff(np.sort(dates.to_numpy())) / np.timedelta64(1, "D"))
    if 27 < days < 32:
        return "M"
    if 88 < days < 94:
        return "Q"
    raise Undefined("annual_spacing" if days > 180 else "unknown_spacing", days=float(days))


# Penfold and Zhang 2013, Academic Pediatrics 13:S38-S44: eight on either side; even twelve are often too
# few to see
# a change in small counts (Hawley et al. 2019, Clinical Epidemiology 11:197-205).
FEWEST_EACH_SIDE = 8
# Points beyond the coefficients: with fewer the spread, and with it every error, is a guess.
FEWEST_FREE = 8
# A wave that every period meets where it crosses nought is floating-point noise and no regressor.
NO_WAVE = 1e-9


def segment_design(
    time: Time, start: Any, periods_per_year: int | None = None, slope: bool = False, harmonics: int = 0
) -> tuple[pd.DataFrame, pd.Index]:
    """Columns level, t, step, slope and the waves of the season, by row of `time`, with the index of `time`.

    harmonics: waves a year, up to half the periods of a year; the sine of the last one meets every period at
    nought and is left out. Raises Undefined("same_period"), ("too_few_points") below 8 on either side or with
    less than 8 points beyond the coefficients, ("too_many_harmonics"), ("season_not_seen") when the periods
    that there are cannot tell the season from the rest, and as `clock_of`.
    """
    clock, begin, per_year, index = clock_of(time, start, periods_per_year)
    refuse_missing(clock)
    refuse_if(np.unique(clock).size < clock.size, "same_period")
    step = (clock >= begin).astype(float)
    _refuse_few(min((step == 0).sum(), step.sum()), FEWEST_EACH_SIDE, before=(step == 0).sum(), after=step.sum())
    columns = {"level": 1.0, "t": clock - clock.min(), "step": step}
    if slope:
        columns["slope"] = (clock - begin) * step
    design = pd.DataFrame(columns | _season_waves(clock / per_year, harmonics, per_year))
    points, coefficients = design.shape
    _refuse_few(points - coefficients, FEWEST_FREE, points=points, coefficients=coefficients)
    refuse_if(np.linalg.matrix_rank(design.to_numpy()) < coefficients, "season_not_seen", harmonics=harmonics)
    return design, index


def without_change(design: pd.DataFrame) -> pd.DataFrame:
    """The same design without the change: what would have been if nothing had changed at the date."""
    return design.assign(**{name: 0.0 for name in ("step", "slope") if name in design})


def column_of(values: Numbers, index: pd.Index, least: float = 0.0) -> Array:
    """One value by row of the index (a number stands for all).

    Raises Undefined("unequal_lengths"), ("missing_value"), ("not_positive") below `least`, and as
    `float_array`.
    """
    column = float_array(values)
    column = np.full(len(index), float(column)) if column.ndim == 0 else column
    refuse_if(column.size != len(index), "unequal_lengths", values=column.size, times=len(index))
    refuse_missing(column)
    refuse_if(bool((column < least).any()), "not_positive", lowest=float(column.min()))
    return column


def _refuse_few(seen: int, needed: int, **counts: int) -> None:
    facts = {name: int(count) for name, count in counts.items()}
    refuse_if(seen < needed, "too_few_points", **facts, needed=needed)


def _season_waves(years: Array, harmonics: int, per_year: int) -> dict[str, Array]:
    refuse_if(not 0 <= harmonics <= per_year / 2, "too_many_harmonics", harmonics=harmonics, most=per_year // 2)
    waves = {"sin": np.sin, "cos": np.cos}
    columns = {
        f"{name}{k}": wave(2 * np.pi * k * years) for k in range(1, harmonics + 1) for name, wave in waves.items()
    }
    return {name: column for name, column in columns.items() if np.abs(column).max() > NO_WAVE}


# Residuals of so many periods before are asked for serial correlation, at most a fifth of the points.
MOST_LAGS = 10
# A sum of squares left by a line that meets every point but for rounding, in parts of that of the values.
EXACT = 1e-20


class SegmentedRates(NamedTuple):
    """Change of a rate with a date.

    rate_ratio, low, high: level after over level before, at the date, with the interval widened by the root
    of the dispersion (Pearson) where it exceeds 1; poisson_low, poisson_high: of a Poisson count, neither
    widened nor with Student's t; trend_ratio: rate ratio from one period to the next; trend_change: factor on
    it after the date, None when not asked; dispersion: as found, also below 1; series: DataFrame by time with
    observed, fitted and counterfactual events (the same model without the change); coefficients: DataFrame by
    name (level is the intercept) of estimate and error on the log scale, errors widened alike; durbin_watson
    (2 without correlation of neighbours) and ljung_box (p of no correlation over several lags) of the Pearson
    residuals.
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
    coefficients: pd.DataFrame
    durbin_watson: float
    ljung_box: float


class SegmentedLevels(NamedTuple):
    """Change of a level with a date.

    level_change, low, high: in the unit of the values; trend: a period; trend_change: None when not asked;
    lags of the Newey-West errors; series, coefficients (in the unit of the values), durbin_watson, ljung_box:
    as in `SegmentedRates`.
    """

    level_change: float
    low: float
    high: float
    trend: float
    trend_change: float | None
    lags: int
    series: pd.DataFrame
    coefficients: pd.DataFrame
    durbin_watson: float
    ljung_box: float


def segmented_poisson(
    time: Time,
    events: Numbers,
    start: Any,
    population: Numbers | None = None,
    periods_per_year: int | None = None,
    slope: bool = False,
    harmonics: int = 0,
    confidence: float = 0.95,
    normal: bool = False,
) -> SegmentedRates:
    """Change of an event rate at `start`, by quasi-Poisson regression, as `SegmentedRates`.

    ln E(events) = ln population + b0 + b1 t + b2 step [+ b3 (t - start) step] [+ harmonics of the year].
    start: the first period of the new phase, on the scale of time. The interval takes Student's t with n - k
    df, or the normal quantile of the source. Raises Undefined("no_events") in a whole segment, ("no_spread")
    for an exact fit, ("not_positive"), ("missing_value"), ("unequal_lengths"), and as `segment_design`.
    Source: see the module.
    """
    import statsmodels.api as sm

    design, index = segment_design(time, start, periods_per_year, slope, harmonics)
    events = column_of(events, index)
    offset = np.log(column_of(1.0 if population is None else population, index, least=1e-300))
    for segment in (0, 1):
        refuse_if(events[design["step"] == segment].sum() == 0, "no_events", segment=segment)
    fit = _fit_model(sm.GLM(events, design, family=sm.families.Poisson(), offset=offset))
    dispersion = float(fit.pearson_chi2 / fit.df_resid)
    # Less spread than chance is chance as well: it makes no estimate surer than a Poisson count is.
    widening = max(dispersion, 1.0) ** 0.5
    z = t_quantile(confidence)
    quasi = z if normal else t_quantile(confidence, fit.df_resid)
    return SegmentedRates(
        _rate_ratio(fit, "step"),
        *_ratio_limits(fit, quasi * widening),
        *_ratio_limits(fit, z),
        _rate_ratio(fit, "t"),
        _rate_ratio(fit, "slope") if slope else None,
        dispersion,
        _series_table(index, events, fit.fittedvalues, fit.predict(without_change(design), offset=offset)),
        _coefficient_table(fit, widening),
        *_serial_correlation(fit.resid_pearson, design),
    )


def segmented_linear(
    time: Time,
    values: Numbers,
    start: Any,
    periods_per_year: int | None = None,
    slope: bool = False,
    harmonics: int = 0,
    lags: int | None = None,
    confidence: float = 0.95,
) -> SegmentedLevels:
    """Change of a level at `start` by ordinary least squares with Newey-West errors, as `SegmentedLevels`.

    E(value) = b0 + b1 t + b2 step [+ b3 (t - start) step] [+ harmonics]. lags: how many periods errors may be
    correlated over, by default floor(4 (n/100)^(2/9)); small-sample correction and t quantile with n - k df.
    Raises Undefined as `segmented_poisson`, but for ("no_events"). Source: Newey and West 1987, Econometrica
    55:703-708; see the module.

    >>> register = [10, 11] * 10 + [20, 21] * 10
    >>> round(segmented_linear(range(40), register, 20, periods_per_year=12).level_change, 2)
    9.85
    """
    import statsmodels.api as sm

    design, index = segment_design(time, start, periods_per_year, slope, harmonics)
    values = column_of(values, index, least=-np.inf)
    lags = int(4 * (len(index) / 100) ** (2 / 9)) if lags is None else lags
    order = np.argsort(design["t"].to_numpy(), kind="stable")
    model = sm.OLS(values[order], design.iloc[order])
    fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    refuse_if(fit.ssr <= EXACT * (values**2).sum(), "no_spread", points=values.size)
    low, high = fit.conf_int(1 - confidence).loc["step"]
    return SegmentedLevels(
        float(fit.params["step"]),
        float(low),
        float(high),
        float(fit.params["t"]),
        float(fit.params["slope"]) if slope else None,
        lags,
        _series_table(index, values, fit.predict(design), fit.predict(without_change(design))),
        _coefficient_table(fit, 1.0),
        *_serial_correlation(fit.resid, design.iloc[order]),
    )


def _fit_model(model: Any) -> Any:
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        try:
            return model.fit(tol=1e-12, maxiter=200)
        except PerfectSeparationWarning as exact:
            raise Undefined("no_spread", points=int(model.nobs)) from exact


def _rate_ratio(fit: Any, name: str) -> float:
    return float(np.exp(fit.params[name]))


def _ratio_limits(fit: Any, width: float) -> tuple[float, float]:
    change, reach = fit.params["step"], width * fit.bse["step"]
    return float(np.exp(change - reach)), float(np.exp(change + reach))


def _series_table(index: pd.Index, observed: Array, fitted: Array, counterfactual: Array) -> pd.DataFrame:
    columns = {"observed": observed, "fitted": fitted, "counterfactual": counterfactual}
    return pd.DataFrame({name: np.asarray(column) for name, column in columns.items()}, index=index)


def _coefficient_table(fit: Any, widening: float) -> pd.DataFrame:
    return pd.DataFrame({"estimate": fit.params, "error": widening * fit.bse})


def _serial_correlation(residuals: Array, design: pd.DataFrame) -> tuple[float, float]:
    """Durbin-Watson and the p of Ljung-Box of the residuals in the order of time; a gap counts as no time."""
    from statsmodels.stats.diagnostic import acorr_ljungbox
    from statsmodels.stats.stattools import durbin_watson

    ordered = np.asarray(residuals)[np.argsort(design["t"].to_numpy(), kind="stable")]
    lags = min(MOST_LAGS, ordered.size // 5)
    return float(durbin_watson(ordered)), float(acorr_ljungbox(ordered, [lags])["lb_pvalue"].iloc[0])
