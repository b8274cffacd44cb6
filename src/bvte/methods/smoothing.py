"""Exponential smoothing for ten annual points or more: Holt's line, its damped form and the theta method.

A series is two sequences of one length: equally spaced years, in order, and values; `at` are years on the
same grid after the last. A prediction is a DataFrame indexed by `at` with mean, low and high. With `limit`,
the natural maximum (100 for percent), it is made on the scale ln(y/(limit - y)), so that it stays between 0
and the limit; attrs are then on that scale. Without one a share may be predicted beyond 100.
"""

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bvte.methods.line import asked_years, checked_points, fit_line, from_scale, to_scale
from bvte.methods.undefined import Array, Numbers, Undefined, refuse_if, refuse_missing

Fit = TypeVar("Fit")
# Below ten points statsmodels has no starting values to estimate from, and an estimate would mean nothing.
FEWEST_POINTS = 10
# Level smoothing, trend smoothing (beta*) and damping to start the search from: its surface has several tops.
DAMPED_STARTS = ((0.1, 0.5, 0.9), (0.05, 0.5), (0.85, 0.95))


def holt_forecast(
    years: Sequence[float],
    values: Sequence[float],
    at: Numbers,
    alpha: float,
    beta_star: float,
    limit: float | None = None,
) -> pd.DataFrame:
    """Holt's linear method with given smoothing: mean only; attrs["sse"] sums the squared one-step errors.

    alpha smooths the level, beta_star the trend (0 to 1); start: level y1, trend y2 - y1. Raises
    Undefined("too_few_points") below 3, ("unequal_spacing"), ("not_ahead"), ("missing_value"),
    ("beyond_limit") for a smoothing below 0 or above 1 and for values that are not between 0 and the limit.
    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, ch. 7 (first edition), air
    passengers.

    >>> holt_forecast([2018, 2019, 2020], [10, 12, 14], [2021, 2022], 0.8, 0.2)["mean"].to_dict()
    {2021: 15.654528, 2022: 17.372416}
    """
    from statsmodels.tsa.holtwinters import Holt

    _refuse_no_share(alpha, beta_star)
    values, steps, index = _series_on_grid(years, to_scale(values, limit), at, 3)
    model = Holt(values, initialization_method="known", initial_level=values[0], initial_trend=values[1] - values[0])
    # A series without any error has log(0) in the fit's information criteria, which nobody reads here.
    with np.errstate(divide="ignore", invalid="ignore"):
        fit = model.fit(smoothing_level=alpha, smoothing_trend=beta_star, optimized=False)
        means = fit.forecast(steps.max())[steps - 1]
    frame = from_scale(pd.DataFrame({"mean": means}, index=index), limit)
    frame.attrs["sse"] = float(fit.sse)
    return frame


def damped_holt_forecast(
    years: Sequence[float], values: Sequence[float], at: Numbers, confidence: float = 0.95, limit: float | None = None
) -> pd.DataFrame:
    """Holt's damped trend by maximum likelihood: additive errors, damping between 0.8 and 0.98.

    The estimates are in attrs: alpha, beta_star, damping. Raises Undefined("too_few_points") below 10,
    ("no_spread") for points on one line, ("not_converged"), and as `holt_forecast`. Source: Gardner and
    McKenzie 1985, Management Science 31:1237-1246; state space form and interval of Hyndman et al. 2008,
    ch. 6.
    """
    values, steps, index = _series_on_grid(years, to_scale(values, limit), at, FEWEST_POINTS)
    refuse_if(fit_line(range(values.size), values).exact, "no_spread", points=values.size)
    shift, unit, standard = _standardise_values(values)
    fit = _best_damped_fit(standard)
    last = len(values) + steps.max() - 1
    frame = shift + unit * fit.get_prediction(len(values), last).summary_frame(alpha=1 - confidence)
    frame = frame.iloc[steps - 1].set_axis(["mean", "low", "high"], axis=1).set_index(index)
    frame = from_scale(frame, limit)
    frame.attrs = {
        "alpha": float(fit.smoothing_level),
        "beta_star": float(fit.smoothing_trend / fit.smoothing_level),
        "damping": float(fit.damping_trend),
    }
    return frame


def theta_forecast(
    years: Sequence[float], values: Sequence[float], at: Numbers, confidence: float = 0.95, limit: float | None = None
) -> pd.DataFrame:
    """The theta method (theta 2) without season: smoothing with half the slope of the whole series as drift.

    attrs: alpha and slope. Raises Undefined as `damped_holt_forecast`. Source: Assimakopoulos and
    Nikolopoulos 2000, International Journal of Forecasting 16:521-530; interval of Hyndman and Billah 2003,
    same journal 19:287-290.
    """
    values, steps, index = _series_on_grid(years, to_scale(values, limit), at, FEWEST_POINTS)
    shift, unit, standard = _standardise_values(values)
    result = _result_if_converged(lambda: _theta_frame(standard, steps.max(), confidence))
    if result is None:
        raise Undefined("not_converged", starts=1)
    frame, parameters = result
    frame = from_scale((shift + unit * frame).iloc[steps - 1].set_index(index), limit)
    frame.attrs = {"alpha": float(parameters["alpha"]), "slope": float(unit * parameters["b0"])}
    return frame


def _refuse_no_share(*smoothings: float) -> None:
    refuse_missing(*smoothings)
    outside = [smoothing for smoothing in smoothings if not 0 <= smoothing <= 1]
    refuse_if(bool(outside), "beyond_limit", smoothings=outside)


def _series_on_grid(
    years: Sequence[float], values: Array, at: Numbers, needed: int
) -> tuple[Array, NDArray[np.int_], pd.Index]:
    years, values = checked_points(years, values, needed)
    step = years[1] - years[0]
    refuse_if(step <= 0 or not np.allclose(np.diff(years), step), "unequal_spacing", step=step)
    ahead = (asked_years(at) - years[-1]) / step
    index = pd.Index(np.atleast_1d(np.asarray(at)), name="year")
    refuse_if(not np.allclose(ahead, np.round(ahead)), "unequal_spacing", step=step)
    refuse_if(bool((ahead < 0.5).any()), "not_ahead", last_year=years[-1])
    return values, np.round(ahead).astype(int), index


def _standardise_values(values: Array) -> tuple[float, float, Array]:
    # The search for a maximum depends on the unit of the values, the maximum itself does not.
    refuse_if(np.ptp(values) == 0, "no_spread")
    shift, unit = values.mean(), values.std()
    return shift, unit, (values - shift) / unit


def _best_damped_fit(values: Array) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    model = ETSModel(pd.Series(values), trend="add", damped_trend=True)
    slope = np.polyfit(range(len(values)), values, 1)[0]
    starts = [(a, a * b, phi, values[0] - slope, slope) for a, b, phi in product(*DAMPED_STARTS)]
    fits = [_result_if_converged(partial(model.fit, start_params=np.array(start), disp=False)) for start in starts]
    fits = [fit for fit in fits if fit is not None]
    refuse_if(not fits, "not_converged", starts=len(starts))
    return max(fits, key=lambda fit: fit.llf)


def _theta_frame(values: Array, steps: int, confidence: float) -> tuple[pd.DataFrame, Any]:
    from statsmodels.tsa.forecasting.theta import ThetaModel

    fit = ThetaModel(pd.Series(values), period=1, deseasonalize=False).fit(disp=False)
    frame = fit.prediction_intervals(steps, alpha=1 - confidence).set_axis(["low", "high"], axis=1)
    frame.insert(0, "mean", fit.forecast(steps))
    return frame, fit.params


def _result_if_converged(function: Callable[[], Fit]) -> Fit | None:
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, EstimationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        # It only says that the search began elsewhere than first thought.
        warnings.simplefilter("ignore", EstimationWarning)
        try:
            return function()
        except ConvergenceWarning:
            return None
