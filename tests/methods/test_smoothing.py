import json
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.smoothing import damped_holt_forecast, holt_forecast, theta_forecast
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}
AIR = CASES["A6-HOLT-01"]
YEARS, VALUES = AIR["inputs"]["years"], AIR["inputs"]["values"]

unit = st.floats(0.05, 0.95)


def holt_by_recursion(values, alpha, beta_star, steps):
    """Hyndman and Athanasopoulos' two smoothing equations, one year after the other."""
    level, trend = values[0], values[1] - values[0]
    for value in values:
        previous, level = level, alpha * value + (1 - alpha) * (level + trend)
        trend = beta_star * (level - previous) + (1 - beta_star) * trend
    return [level + step * trend for step in steps]


def test_the_published_air_passengers():
    frame = holt_forecast(YEARS, VALUES, range(2005, 2010), AIR["inputs"]["alpha"], AIR["inputs"]["beta_star"])
    assert frame["mean"].tolist() == pytest.approx(AIR["expected"]["forecast"], abs=0.006)
    assert frame.attrs["sse"] == pytest.approx(AIR["expected"]["sse"], abs=1e-6)
    assert frame.index.tolist() == [2005, 2006, 2007, 2008, 2009]


@settings(max_examples=25)
@given(st.lists(st.floats(1, 100), min_size=3, max_size=12), unit, unit)
def test_holt_by_its_own_recursion(values, alpha, beta_star):
    years = range(2000, 2000 + len(values))
    ahead = [len(values) + 2001, len(values) + 2004]
    frame = holt_forecast(years, values, ahead, alpha, beta_star)
    assert frame["mean"].tolist() == pytest.approx(holt_by_recursion(values, alpha, beta_star, [2, 5]), rel=1e-9)


def test_a_gap_in_the_years_asked_for_only_leaves_them_out():
    every, some = (theta_forecast(YEARS, VALUES, range(2005, 2010)), theta_forecast(YEARS, VALUES, [2009, 2006]))
    assert some["mean"].tolist() == every.loc[[2009, 2006], "mean"].tolist()


def test_surveys_every_second_year_are_equally_spaced_too():
    years = [2000 + 2 * step for step in range(len(VALUES))]
    assert damped_holt_forecast(years, VALUES, [2030, 2032])["mean"].tolist() == pytest.approx(
        damped_holt_forecast(YEARS, VALUES, [2005, 2006])["mean"].tolist()
    )


def test_the_damped_trend_dies_by_its_own_factor():
    frame = damped_holt_forecast(YEARS, VALUES, range(2005, 2011))
    steps = np.diff(frame["mean"])
    assert (steps[1:] / steps[:-1]).tolist() == pytest.approx([frame.attrs["damping"]] * 4)
    assert 0.8 <= frame.attrs["damping"] <= 0.98


def test_the_damped_interval_widens_by_the_published_formula():
    # Hyndman et al. 2008: variance 1 + sum of c_j^2, c_j = alpha (1 + beta* phi (1 - phi^j)/(1 - phi)).
    frame = damped_holt_forecast(YEARS, VALUES, range(2005, 2011))
    alpha, beta, phi = (frame.attrs[name] for name in ("alpha", "beta_star", "damping"))
    c = [alpha + alpha * beta * phi * (1 - phi**j) / (1 - phi) for j in range(1, 6)]
    widths = (frame["high"] - frame["low"]).to_numpy()
    expected = np.sqrt(1 + np.concatenate([[0], np.cumsum(np.square(c))]))
    assert (widths / widths[0]).tolist() == pytest.approx(expected.tolist())


def test_the_damped_estimate_is_as_good_as_that_of_the_other_implementation():
    from statsmodels.tsa.holtwinters import Holt

    model = Holt(VALUES, damped_trend=True, initialization_method="estimated")
    other = model.fit(method="L-BFGS-B")
    ours = damped_holt_forecast(YEARS, VALUES, range(2005, 2008))
    assert ours["mean"].tolist() == pytest.approx(other.forecast(3).tolist(), abs=0.01)
    assert ours.attrs["damping"] == pytest.approx(other.params["damping_trend"], abs=0.001)


def test_theta_adds_half_the_slope_of_the_line_each_year():
    frame = theta_forecast(YEARS, VALUES, range(2005, 2010))
    slope = np.polyfit(YEARS, VALUES, 1)[0]
    assert frame.attrs["slope"] == pytest.approx(slope)
    assert np.diff(frame["mean"]).tolist() == pytest.approx([slope / 2] * 4)


def test_theta_starts_from_the_smoothed_level():
    # Hyndman and Billah 2003, eq. 3: level + slope/2 (h - 1 + 1/alpha - (1 - alpha)^n/alpha).
    rng = np.random.default_rng(20)
    values = 30 + rng.normal(0, 3, 40)
    frame = theta_forecast(range(1980, 2020), values, 2020)
    alpha, level = frame.attrs["alpha"], values[0]
    for value in values[1:]:
        level += alpha * (value - level)
    start = level + frame.attrs["slope"] / 2 * (1 / alpha - (1 - alpha) ** 40 / alpha)
    assert frame["mean"].iloc[0] == pytest.approx(start)


def test_a_search_that_does_not_end_is_said():
    # A straight line leaves the theta method no error variance to estimate.
    with pytest.raises(Undefined, match="not_converged"):
        theta_forecast(range(2000, 2012), [4.4 - 0.1 * step for step in range(12)], [2012])


@pytest.mark.parametrize("predict", [damped_holt_forecast, theta_forecast])
def test_intervals_hold_the_mean_and_widen(predict):
    frame = predict(YEARS, VALUES, range(2005, 2010))
    assert ((frame["low"] < frame["mean"]) & (frame["mean"] < frame["high"])).all()
    assert (frame["high"] - frame["low"]).is_monotonic_increasing
    narrow = predict(YEARS, VALUES, range(2005, 2010), confidence=0.8)
    assert (narrow["high"] < frame["high"]).all()


@pytest.mark.parametrize("predict", [damped_holt_forecast, theta_forecast])
@pytest.mark.parametrize("factor", [0.01, 0.5, 1000.0])
def test_a_change_of_unit_changes_the_prediction_alike(predict, factor):
    plain = predict(YEARS, VALUES, [2005, 2008])
    scaled = predict(YEARS, [factor * value for value in VALUES], [2005, 2008])
    for name in ("mean", "low", "high"):
        assert scaled[name].tolist() == pytest.approx((factor * plain[name]).tolist(), rel=1e-4)


@pytest.mark.parametrize(("alpha", "beta_star"), [(-1, 0.2), (0.8, 5), (1.01, 0.2), (0.8, -0.1)])
def test_a_smoothing_is_a_share(alpha, beta_star):
    with pytest.raises(Undefined, match="beyond_limit"):
        holt_forecast(YEARS, VALUES, [2005], alpha, beta_star)


@pytest.mark.parametrize("nothing", [nan, None])
def test_a_smoothing_that_is_not_known_is_refused(nothing):
    with pytest.raises(Undefined, match="missing_value"):
        holt_forecast(YEARS, VALUES, [2005], nothing, 0.2)


@pytest.mark.parametrize("ends", [0, 1])
def test_the_ends_of_a_smoothing_are_allowed(ends):
    frame = holt_forecast(YEARS, VALUES, [2005, 2007], ends, ends)
    assert frame["mean"].tolist() == pytest.approx(holt_by_recursion(VALUES, ends, ends, [1, 3]))


SHARES = [55, 61, 64, 70, 72, 77, 80, 85, 88, 92, 93, 96]


@pytest.mark.parametrize(
    "predict",
    [damped_holt_forecast, theta_forecast, lambda *series, **options: holt_forecast(*series, 0.8, 0.2, **options)],
)
def test_a_share_stays_below_its_limit(predict):
    years, ahead = range(2009, 2021), [2021, 2035]
    assert predict(years, SHARES, ahead).max(axis=None) > 100
    frame = predict(years, SHARES, ahead, limit=100)
    assert frame.min(axis=None) > 0 and frame.max(axis=None) < 100
    mirrored = predict(years, [100 - share for share in SHARES], ahead, limit=100)
    assert mirrored["mean"].tolist() == pytest.approx((100 - frame["mean"]).tolist(), abs=1e-3)
    with pytest.raises(Undefined, match="beyond_limit"):
        predict(years, [*SHARES[:-1], 100], ahead, limit=100)


def test_a_planned_series_is_not_sure_of_itself():
    with pytest.raises(Undefined, match="no_spread"):
        damped_holt_forecast(range(2000, 2012), [4.4 - 0.1 * step for step in range(12)], [2012])


@pytest.mark.parametrize("predict", [damped_holt_forecast, theta_forecast])
@pytest.mark.parametrize(
    ("years", "values", "at", "code"),
    [
        (YEARS[:9], VALUES[:9], [2005], "too_few_points"),
        ([*YEARS[:-1], 2010], VALUES, [2011], "unequal_spacing"),
        (YEARS[::-1], VALUES, [2005], "unequal_spacing"),
        (YEARS, VALUES, [2005.5], "unequal_spacing"),
        (YEARS, VALUES, [2004, 2005], "not_ahead"),
        (YEARS, [0.1] * 15, [2005], "no_spread"),
        (YEARS, [*VALUES[:-1], nan], [2005], "missing_value"),
        (YEARS, [*VALUES[:-1], None], [2005], "missing_value"),
        (YEARS, VALUES, [], "too_few_points"),
        (YEARS, VALUES, [None], "missing_value"),
    ],
)
def test_what_cannot_be_smoothed_is_refused(predict, years, values, at, code):
    with pytest.raises(Undefined) as refusal:
        predict(years, values, at)
    assert refusal.value.code == code


def test_holt_needs_three_years():
    with pytest.raises(Undefined, match="too_few_points"):
        holt_forecast([2015, 2016], [4, 3], [2017], 0.5, 0.5)
