"""Where a series leads if its pace stays: the line, its interval, and how likely a target then is.

A series is two sequences of one length: years (numbers, in any order, spaced as they are) and values. A
prediction is a DataFrame with one row for each year asked for (its index): mean, low, high and error (the
standard error, on the scale of the calculation). With `limit`, the natural maximum (100 for percent), it is
made on the scale ln(y/(limit - y)) and turned back, so that all stays between 0 and the limit; values at
either end are Undefined("beyond_limit"). A series without any spread, planned or filled in between two
counts, says nothing of how sure it is: Undefined("no_spread").
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bvte.methods.columns import t_quantile
from bvte.methods.interval import Value, as_interval
from bvte.methods.line import ON_THE_LINE, FittedLine, asked_years, checked_points, fit_line, from_scale, to_scale
from bvte.methods.undefined import Array, Numbers, refuse_if, refuse_missing

# Fewest annual points, what they allow beside the rows above, and the interval that may be shown.
ALLOWED = (
    (1, ("last_value", "required_path"), "none"),
    (4, ("linear", "logit_linear"), "slope"),
    (6, ("drift",), "prediction"),
    (10, ("damped_holt", "theta"), "model"),
)
# "Very likely" begins where the two-sided 95 % prediction interval lies wholly on the good side; the others
# are
# the thirds of calibrated language (Mastrandrea et al. 2010, IPCC guidance note on uncertainties).
BANDS = ((0.975, "very_likely"), (2 / 3, "likely"), (1 / 3, "about_even"), (0.025, "unlikely"))


def allowed_methods(points: int) -> tuple[tuple[str, ...], str]:
    """What so many annual points allow: the methods, as codes, and the interval that may be shown.

    The interval is none, slope, prediction or model.

    Raises Undefined("too_few_points") for none. Source: the project's design, from the width of the t
    intervals (multiplier 12.7 with 3 points, 4.3 with 4, 2.8 with 6).

    >>> allowed_methods(3)
    (('last_value', 'required_path'), 'none')
    """
    refuse_missing(points)
    refuse_if(points < 1, "too_few_points", points=points, needed=1)
    rows = [row for row in ALLOWED if points >= row[0]]
    return tuple(method for _, methods, _ in rows for method in methods), rows[-1][2]


def linear_prediction(
    years: Sequence[float], values: Numbers, at: Numbers, confidence: float = 0.95, limit: float | None = None
) -> pd.DataFrame:
    """The least-squares line at the years `at`, with the prediction interval of a single new value.

    y +/- t(n - 2) s sqrt(1 + 1/n + (x - mean)^2/Sxx). Raises Undefined("too_few_points") below 3 points or 2
    different years, ("no_spread"), ("missing_value"), ("unequal_lengths"). Source: Draper and Smith 1998, ch.
    1.

    >>> linear_prediction([2017, 2018, 2019, 2020], [10, 12, 13, 15], [2021])["mean"].round(1).to_dict()
    {2021: 16.5}
    """
    line = _line_with_spread(years, to_scale(values, limit))
    x = asked_years(at)
    error = line.prediction_error(x)
    return _prediction_frame(at, line.at(x), error, line.t_quantile(confidence), limit)


def logit_linear_prediction(
    years: Sequence[float], values: Numbers, at: Numbers, limit: float = 100, confidence: float = 0.95
) -> pd.DataFrame:
    """As `linear_prediction` on the scale ln(y/(limit - y)), then back, so that all stays within the limit.

    mean is the back-transformed line (the median of the prediction). Raises Undefined("beyond_limit") for
    values at 0 or the limit, and as `linear_prediction`.
    """
    return linear_prediction(years, values, at, confidence, limit)


def probability_within(
    years: Sequence[float], values: Numbers, year: float, wanted: Value, limit: float | None = None
) -> float:
    """Probability that the value of `year` lies in the interval `wanted` if the linear trend goes on.

    wanted: pandas.Interval, as of achievement.satisfying_set ((-inf, 3.3) for "below 3.3"); limit: the
    natural maximum for a calculation on the logit scale. The t distribution with n - 2 df around the line
    with the prediction error. To be shown in words (`probability_band`). Raises Undefined("no_spread") when
    the points lie on a line exactly, ("beyond_limit"), and as `linear_prediction`.
    """
    from scipy.stats import t

    wanted = as_interval(wanted)
    ends = np.array([wanted.left, wanted.right])
    line = _line_with_spread(years, to_scale(values, limit))
    if limit is not None:
        ends = _logit_ends(ends, limit)
    error = line.prediction_error(float(asked_years(year)[0]))
    low, high = t.cdf((ends - line.at(year)) / error, line.points - 2)
    return float(high - low)


def probability_band(probability: float) -> str:
    """The band in words, as a code: very_likely, likely, about_even, unlikely or very_unlikely.

    Cuts 0.975, 2/3, 1/3 and 0.025, the extreme bands with their ends; see BANDS for the reason. Raises
    Undefined("beyond_limit") outside 0 to 1.

    >>> probability_band(0.7)
    'likely'
    """
    refuse_missing(probability)
    refuse_if(not 0 <= probability <= 1, "beyond_limit", probability=probability)
    if probability <= BANDS[-1][0]:
        return "very_unlikely"
    if probability <= BANDS[-2][0]:
        return "unlikely"
    return next(band for cut, band in BANDS if probability >= cut)


def last_value_prediction(
    years: Sequence[float],
    values: Numbers,
    at: Numbers,
    confidence: float = 0.95,
    normal: bool = False,
    limit: float | None = None,
) -> pd.DataFrame:
    """The last value for every later year: the benchmark that a trend must beat (random walk).

    error = sigma sqrt(h), sigma^2 the mean of (step squared / its years), h years ahead; the interval uses t
    with n - 1 df, or the normal quantile of the source. Raises Undefined("too_few_points") below 2 years,
    ("same_year"), ("not_ahead") for years up to the last, ("no_spread"), ("missing_value"). Source: Hyndman
    and Athanasopoulos, Forecasting: Principles and Practice, simple methods; for unequal spacing the steps
    count by their years.
    """
    years, values = _ordered_walk(years, to_scale(values, limit), 2)
    ahead = _years_ahead(at, years[-1])
    _refuse_no_spread(np.diff(values), values)
    variance = np.mean(np.diff(values) ** 2 / np.diff(years))
    quantile = t_quantile(confidence, np.inf if normal else years.size - 1)
    return _prediction_frame(at, np.full(ahead.size, values[-1]), np.sqrt(variance * ahead), quantile, limit)


def drift_prediction(
    years: Sequence[float],
    values: Numbers,
    at: Numbers,
    confidence: float = 0.95,
    normal: bool = False,
    limit: float | None = None,
) -> pd.DataFrame:
    """The straight continuation from the first to the last value: y_n + h (y_n - y_1)/(t_n - t_1).

    error = sigma sqrt(h (1 + h/(t_n - t_1))), for yearly points sigma sqrt(h (1 + h/(n - 1))); sigma is the
    standard deviation of the yearly steps around the drift, n - 2 df. Needs 3 years; otherwise as
    `last_value_prediction`.
    """
    years, values = _ordered_walk(years, to_scale(values, limit), 3)
    ahead, span = _years_ahead(at, years[-1]), years[-1] - years[0]
    drift = (values[-1] - values[0]) / span
    left = np.diff(values) - drift * np.diff(years)
    _refuse_no_spread(left, values)
    error = np.sqrt((left**2 / np.diff(years)).sum() / (years.size - 2) * ahead * (1 + ahead / span))
    quantile = t_quantile(confidence, np.inf if normal else years.size - 2)
    return _prediction_frame(at, values[-1] + drift * ahead, error, quantile, limit)


def _prediction_frame(at: Numbers, mean: Array, error: Array, quantile: float, limit: float | None) -> pd.DataFrame:
    columns = {"mean": mean, "low": mean - quantile * error, "high": mean + quantile * error}
    index = pd.Index(np.atleast_1d(np.asarray(at)), name="year")
    return from_scale(pd.DataFrame(columns, index=index), limit).assign(error=error)


def _line_with_spread(years: Sequence[float], values: Numbers) -> FittedLine:
    line = fit_line(years, values)
    refuse_if(line.s is None, "too_few_points", points=line.points, needed=3)
    refuse_if(line.exact, "no_spread", points=line.points)
    return line


def _refuse_no_spread(left: Array, values: Array) -> None:
    exact = np.abs(left).max() <= ON_THE_LINE * np.abs(values).max()
    refuse_if(bool(exact), "no_spread", points=values.size)


def _logit_ends(ends: Array, limit: float) -> Array:
    refuse_if(ends[0] >= limit or ends[1] <= 0, "beyond_limit", limit=limit)
    inside = np.clip(ends, 0, limit)
    with np.errstate(divide="ignore"):
        return np.log(inside / (limit - inside))


def _ordered_walk(years: Sequence[float], values: Array, needed: int) -> tuple[Array, Array]:
    years, values = checked_points(years, values, needed)
    refuse_if(np.unique(years).size < years.size, "same_year")
    order = np.argsort(years)
    return years[order], values[order]


def _years_ahead(at: Numbers, last_year: float) -> Array:
    ahead = asked_years(at) - last_year
    refuse_if(bool((ahead <= 0).any()), "not_ahead", last_year=float(last_year))
    return ahead
