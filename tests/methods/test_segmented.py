import json
from math import exp, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.segmented import segmented_linear, segmented_poisson
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}
SICILY = CASES["A5-ITS-01"]
DATA = SICILY["inputs"]["data"]
MONTHS = pd.period_range("2002-01", periods=59, freq="M")
QUARTERS = pd.period_range("2015Q1", periods=24, freq="Q")


def sicily(**options):
    return segmented_poisson(DATA["time"], DATA["aces"], 37, DATA["stdpop"], periods_per_year=12, **options)


def test_the_sicily_smoking_ban():
    result, expected, tolerance = sicily(normal=True), SICILY["expected"], SICILY["tolerance"]
    assert result.rate_ratio == pytest.approx(expected["rr_step"], abs=tolerance["rr"])
    assert result.trend_ratio == pytest.approx(expected["rr_time"], abs=tolerance["rr"])
    assert (result.poisson_low, result.poisson_high) == pytest.approx(expected["ci95"], abs=tolerance["ci"])
    assert (result.low, result.high) == pytest.approx(expected["quasi_ci95"], abs=tolerance["ci"])
    assert result.dispersion == pytest.approx(expected["dispersion_pearson"], abs=tolerance["dispersion"])


def test_the_sicily_smoking_ban_with_the_season():
    # The tutorial's seasonally adjusted model (two harmonics): 0.885 (0.839 to 0.933); normal quantile.
    result = sicily(harmonics=2, normal=True)
    assert (result.rate_ratio, result.low, result.high) == pytest.approx((0.885, 0.839, 0.933), abs=0.0006)


def test_the_fit_by_newton_steps():
    # Another road: the Poisson score equations solved directly.
    step = np.array(DATA["smokban"], dtype=float)
    design = np.column_stack([np.ones(59), np.array(DATA["time"]) - 30.0, step])
    events, population = np.array(DATA["aces"], dtype=float), np.array(DATA["stdpop"])
    beta = np.array([np.log(events.sum() / population.sum()), 0, 0])
    for _ in range(30):
        mean = population * np.exp(design @ beta)
        information = design.T @ (design * mean[:, None])
        beta = beta + np.linalg.solve(information, design.T @ (events - mean))
    dispersion = ((events - mean) ** 2 / mean).sum() / (59 - 3)
    error = np.sqrt(np.linalg.inv(information)[2, 2] * dispersion)
    result = sicily()
    assert result.rate_ratio == pytest.approx(exp(beta[2]))
    # Student's t with 56 degrees of freedom: 2.0032.
    assert result.high == pytest.approx(exp(beta[2] + 2.003240718847872 * error))
    errors = np.sqrt(np.diag(np.linalg.inv(information)) * dispersion)
    assert result.coefficients.loc[["t", "step"], "error"].tolist() == pytest.approx(errors[1:].tolist())
    assert result.coefficients.loc["level", "estimate"] == pytest.approx(beta[0] - 29 * beta[1], abs=1e-6)
    assert result.series["fitted"].to_numpy() == pytest.approx(mean)


def test_the_counterfactual_goes_on_without_the_change():
    result = sicily()
    before, after = result.series.iloc[:36], result.series.iloc[36:]
    assert before["counterfactual"].tolist() == pytest.approx(before["fitted"].tolist())
    assert (after["fitted"] / after["counterfactual"]).tolist() == pytest.approx([result.rate_ratio] * 23)
    assert result.series["observed"].tolist() == DATA["aces"]


def test_dates_and_numbers_of_months_are_the_same_thing():
    by_number = sicily(slope=True)
    by_period = segmented_poisson(MONTHS, DATA["aces"], "2005-01", DATA["stdpop"], slope=True)
    by_day = segmented_poisson(MONTHS.to_timestamp(), DATA["aces"], "2005-01", DATA["stdpop"], slope=True)
    assert by_period[:8] == pytest.approx(by_number[:8])
    assert by_day[:8] == pytest.approx(by_number[:8])
    assert by_period.series.index.equals(MONTHS)


def test_quarters_are_recognised_from_days_too():
    events = [20.0 + step for step in range(24)]
    by_day = segmented_poisson(QUARTERS.to_timestamp(), events, "2018Q1")
    assert by_day[:8] == pytest.approx(segmented_poisson(QUARTERS, events, "2018Q1")[:8])


@settings(max_examples=25)
@given(st.floats(0.3, 3), st.floats(0.97, 1.03), st.floats(0.97, 1.03), st.integers(8, 16))
def test_a_change_that_was_put_in_is_found(rate_ratio, trend, trend_change, begin):
    clock = np.arange(24)
    after = clock >= begin
    noise = 1 + 1e-5 * np.cos(7.0 * clock)
    events = 50 * trend**clock * np.where(after, rate_ratio * trend_change ** (clock - begin), 1.0) * noise
    result = segmented_poisson(QUARTERS, events, QUARTERS[begin], slope=True)
    found = (result.rate_ratio, result.trend_ratio, result.trend_change)
    assert found == pytest.approx((rate_ratio, trend, trend_change), rel=1e-4)
    assert result.series["counterfactual"].tolist() == pytest.approx((50 * trend**clock).tolist(), rel=1e-3)
    assert result.dispersion == pytest.approx(0, abs=1e-6)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 60), min_size=24, max_size=24), st.floats(0.01, 1000))
def test_the_ratio_minds_neither_the_unit_of_population_nor_the_order(events, unit):
    population = np.linspace(900, 1100, 24)
    plain = segmented_poisson(QUARTERS, events, "2018Q1", population)
    scaled = segmented_poisson(QUARTERS[::-1], events[::-1], "2018Q1", unit * population[::-1])
    assert scaled[:6] == pytest.approx(plain[:6], rel=1e-6)
    assert plain.low < plain.rate_ratio < plain.high
    assert plain.low < plain.poisson_low < plain.poisson_high < plain.high


def test_the_level_change_and_newey_west_by_hand():
    # Newey and West's sandwich, written out: Bartlett weights over 2 lags, correction n/(n - k).
    rng = np.random.default_rng(11)
    values = 40 - 0.3 * np.arange(24) - 4 * (np.arange(24) >= 12) + rng.normal(0, 1, 24)
    result = segmented_linear(QUARTERS, values, "2018Q1", lags=2)
    design = np.column_stack([np.ones(24), np.arange(24), np.arange(24) >= 12]).astype(float)
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ values
    scores = design * (values - design @ beta)[:, None]
    meat = scores.T @ scores
    for lag, weight in ((1, 2 / 3), (2, 1 / 3)):
        moved = scores[lag:].T @ scores[:-lag]
        meat += weight * (moved + moved.T)
    error = np.sqrt((bread @ meat @ bread)[2, 2] * 24 / 21)
    assert result.level_change == pytest.approx(beta[2])
    half = 2.079614 * error
    assert (result.low, result.high) == pytest.approx((beta[2] - half, beta[2] + half), rel=1e-6)


def test_the_default_lags():
    values = np.random.default_rng(1).normal(10, 1, 59)
    assert segmented_linear(MONTHS, values, "2005-01").lags == 3
    assert segmented_linear(MONTHS, values, "2005-01", lags=6).lags == 6


@settings(max_examples=25)
@given(st.floats(-20, 20), st.floats(-1, 1), st.floats(-1, 1), st.integers(8, 16), st.floats(-50, 50))
def test_a_level_change_that_was_put_in_is_found(change, trend, trend_change, begin, shift):
    clock = np.arange(24)
    counterfactual = shift + trend * clock
    values = counterfactual + (clock >= begin) * (change + trend_change * (clock - begin))
    noise = 1e-6 * np.cos(7.0 * clock)
    result = segmented_linear(QUARTERS, values + noise, QUARTERS[begin], slope=True)
    assert (result.level_change, result.trend) == pytest.approx((change, trend), abs=1e-4)
    assert result.trend_change == pytest.approx(trend_change, abs=1e-4)
    assert result.series["counterfactual"].tolist() == pytest.approx(counterfactual.tolist(), abs=1e-4)


def test_the_order_of_rows_does_not_matter_to_the_errors():
    values = np.random.default_rng(5).normal(30, 2, 24)
    mixed = np.random.default_rng(6).permutation(24)
    plain = segmented_linear(QUARTERS, values, "2018Q1")
    assert segmented_linear(QUARTERS[mixed], values[mixed], "2018Q1")[:5] == pytest.approx(plain[:5])


FORTY = pd.period_range("2012Q1", periods=40, freq="Q")
SIXTY = np.random.default_rng(0).poisson(60, 40)


def four_seasons(periods=40):
    """Level, trend, step at 20 and one indicator a quarter: a season without any wave."""
    clock = np.arange(periods)
    quarters = [(clock % 4 == quarter).astype(float) for quarter in (1, 2, 3)]
    return np.column_stack([np.ones(periods), clock, clock >= 20, *quarters])


def test_the_last_sine_of_the_quarters_is_no_regressor():
    # Two harmonics of four quarters are the four quarters themselves: the same fit by their indicators.
    import statsmodels.api as sm

    fit = sm.GLM(SIXTY, four_seasons(), family=sm.families.Poisson()).fit(tol=1e-12)
    result = segmented_poisson(FORTY, SIXTY, "2017Q1", harmonics=2)
    assert result.rate_ratio == pytest.approx(exp(fit.params[2])) == pytest.approx(0.9017, abs=5e-5)
    assert result.dispersion == pytest.approx(fit.pearson_chi2 / 34) == pytest.approx(0.957, abs=5e-4)
    assert result.coefficients.index.tolist() == ["level", "t", "step", "sin1", "cos1", "cos2"]


def test_the_step_of_a_level_by_the_four_quarters():
    values = [[40, 52, 61, 47][i % 4] + i // 8 for i in range(40)]
    step = np.linalg.lstsq(four_seasons(), values, rcond=None)[0][2]
    result = segmented_linear(FORTY, values, "2017Q1", harmonics=2)
    assert result.level_change == pytest.approx(step) == pytest.approx(-0.1, abs=5e-4)


def test_six_harmonics_of_the_months_are_the_twelve_months():
    import statsmodels.api as sm

    clock = np.arange(59)
    months = [(clock % 12 == month).astype(float) for month in range(1, 12)]
    design = np.column_stack([np.ones(59), clock, clock >= 36, *months])
    offset = np.log(DATA["stdpop"])
    fit = sm.GLM(DATA["aces"], design, family=sm.families.Poisson(), offset=offset).fit(tol=1e-12)
    assert sicily(harmonics=6).rate_ratio == pytest.approx(exp(fit.params[2]))


def test_a_clock_that_counts_the_middle_of_its_quarters_loses_the_cosine_instead():
    middles = np.arange(40) + 0.5
    result = segmented_poisson(middles, SIXTY, 20, periods_per_year=4, harmonics=2)
    assert result.rate_ratio == pytest.approx(0.9017, abs=5e-5)
    assert "sin2" in result.coefficients.index and "cos2" not in result.coefficients.index


@pytest.mark.parametrize("harmonics", [3, 7, -1])
@pytest.mark.parametrize("fit", [segmented_poisson, segmented_linear])
def test_no_wave_is_shorter_than_two_periods(fit, harmonics):
    with pytest.raises(Undefined, match="too_many_harmonics"):
        fit(FORTY, SIXTY, "2017Q1", harmonics=harmonics)


@pytest.mark.parametrize("fit", [segmented_poisson, segmented_linear])
def test_a_season_that_was_never_seen_whole_is_refused(fit):
    # First and third quarters only: the wave of the year is the same as that of two quarters.
    halves = [period for period in pd.period_range("2000Q1", periods=80, freq="Q") if period.quarter in (1, 3)]
    with pytest.raises(Undefined, match="season_not_seen"):
        fit(pd.PeriodIndex(halves), SIXTY, "2010Q1", harmonics=2)


@pytest.mark.parametrize("fit", [segmented_poisson, segmented_linear])
@pytest.mark.parametrize(("periods", "harmonics"), [(16, 6), (16, 3), (20, 5), (22, 6)])
def test_points_that_hardly_exceed_the_coefficients_are_refused(fit, periods, harmonics):
    months = pd.period_range("2020-01", periods=periods, freq="M")
    events = np.random.default_rng(4).poisson(20, periods)
    with pytest.raises(Undefined) as refusal:
        fit(months, events, months[8], slope=True, harmonics=harmonics)
    assert refusal.value.code == "too_few_points"
    assert refusal.value.facts["points"] == periods


def test_eight_points_beyond_the_coefficients_are_enough():
    months = pd.period_range("2020-01", periods=16, freq="M")
    result = segmented_poisson(months, np.random.default_rng(4).poisson(20, 16), months[8], slope=True, harmonics=2)
    assert 0 < result.low < result.rate_ratio < result.high < np.inf


STEADY = [20, 21, 20, 19] * 3 + [16, 15, 16, 17] * 3
TWO_YEARS = pd.period_range("2020-01", periods=24, freq="M")


def test_less_spread_than_chance_makes_no_estimate_surer_than_chance():
    from scipy.stats import norm, t

    result = segmented_poisson(TWO_YEARS, STEADY, "2021-01")
    assert result.dispersion < 0.1
    error = np.log(result.poisson_high / result.poisson_low) / 2 / norm.ppf(0.975)
    ends = [result.rate_ratio * exp(side * t.ppf(0.975, 21) * error) for side in (-1, 1)]
    assert (result.low, result.high) == pytest.approx(tuple(ends))
    assert result.coefficients.loc["step", "error"] == pytest.approx(error)
    plain = segmented_poisson(TWO_YEARS, STEADY, "2021-01", normal=True)
    assert (plain.low, plain.high) == pytest.approx((plain.poisson_low, plain.poisson_high))


def test_the_interval_takes_the_t_of_its_degrees_of_freedom():
    # 16 quarters less three coefficients leave 13: 2.16, not 1.96.
    events = [30, 12, 25, 41, 18, 33, 9, 27, 22, 44, 15, 36, 11, 29, 20, 38]
    by_t, by_normal = (segmented_poisson(QUARTERS[:16], events, "2017Q1", normal=n) for n in (False, True))
    widths = [np.log(each.high / each.low) for each in (by_t, by_normal)]
    assert widths[0] / widths[1] == pytest.approx(2.160369 / 1.959964, abs=1e-6)


def test_correlated_residuals_are_told():
    rng = np.random.default_rng(2)
    noise = np.zeros(59)
    for month in range(1, 59):
        noise[month] = 0.9 * noise[month - 1] + rng.normal()
    correlated = segmented_linear(MONTHS, 40 + noise, "2005-01")
    independent = segmented_linear(MONTHS, 40 + rng.normal(size=59), "2005-01")
    assert correlated.durbin_watson < 1 < 1.4 < independent.durbin_watson
    assert correlated.ljung_box < 0.02 < 0.05 < independent.ljung_box


def test_durbin_watson_and_ljung_box_by_their_formulas():
    result = segmented_linear(MONTHS, DATA["aces"], "2005-01")
    rest = (result.series["observed"] - result.series["fitted"]).to_numpy()
    assert result.durbin_watson == pytest.approx((np.diff(rest) ** 2).sum() / (rest**2).sum())
    lags = [(rest[lag:] * rest[:-lag]).sum() / (rest**2).sum() for lag in range(1, 11)]
    q = 59 * 61 * sum(r**2 / (59 - lag) for lag, r in enumerate(lags, 1))
    from scipy.stats import chi2

    assert result.ljung_box == pytest.approx(chi2.sf(q, 10))


def test_all_coefficients_and_their_errors_are_given():
    import statsmodels.api as sm

    result = segmented_linear(MONTHS, DATA["aces"], "2005-01", slope=True, lags=0)
    clock = np.arange(59)
    design = np.column_stack([np.ones(59), clock, clock >= 36, np.clip(clock - 36, 0, None)])
    fit = sm.OLS(DATA["aces"], design).fit(cov_type="HC1")
    assert result.coefficients["estimate"].tolist() == pytest.approx(fit.params.tolist())
    assert result.coefficients["error"].tolist() == pytest.approx(fit.bse.tolist())
    assert result.coefficients.index.tolist() == ["level", "t", "step", "slope"]


def test_a_planned_series_has_no_interval():
    with pytest.raises(Undefined, match="no_spread"):
        segmented_linear(QUARTERS, [40 - 0.3 * i for i in range(24)], "2018Q1")


YEARS = pd.period_range("2001", periods=24, freq="Y")
WEEKS = pd.period_range("2020-01-06", periods=24, freq="W")
ONES = [1.0] * 24


@pytest.mark.parametrize("fit", [segmented_poisson, segmented_linear])
@pytest.mark.parametrize(
    ("time", "values", "start", "per_year", "code"),
    [
        (YEARS, ONES, "2012", None, "annual_spacing"),
        (YEARS.to_timestamp(), ONES, "2012", None, "annual_spacing"),
        (range(24), ONES, 12, 1, "annual_spacing"),
        (range(24), ONES, 12, None, "unknown_spacing"),
        (WEEKS, ONES, "2020-03-30", None, "unknown_spacing"),
        (WEEKS.to_timestamp(), ONES, "2020-03-30", None, "unknown_spacing"),
        (QUARTERS, ONES, "2016Q4", None, "too_few_points"),
        (QUARTERS, ONES, "2019Q2", None, "too_few_points"),
        (QUARTERS, ONES, "2030Q1", None, "too_few_points"),
        ([*range(23), 22], ONES, 12, 4, "same_period"),
        (QUARTERS, [*ONES[:-1], nan], "2018Q1", None, "missing_value"),
        (QUARTERS, ONES[:-1], "2018Q1", None, "unequal_lengths"),
        (QUARTERS, [*ONES[:-1], pd.NA], "2018Q1", None, "missing_value"),
        (QUARTERS, [*ONES[:-1], np.inf], "2018Q1", None, "infinite_value"),
        (QUARTERS, [*ONES[:-1], "many"], "2018Q1", None, "not_a_number"),
        (QUARTERS, [], "2018Q1", None, "unequal_lengths"),
        (QUARTERS, ONES, None, None, "missing_value"),
        (QUARTERS, ONES, "the law", None, "not_a_period"),
        ([*range(23), None], ONES, 12, 4, "missing_value"),
        ([], [], 12, 4, "too_few_points"),
    ],
)
def test_series_that_allow_no_such_claim_are_refused(fit, time, values, start, per_year, code):
    with pytest.raises(Undefined) as refusal:
        fit(time, values, start, periods_per_year=per_year)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("events", "population", "code"),
    [
        ([*ONES[:-1], -1], None, "not_positive"),
        (ONES, [*ONES[:-1], 0], "not_positive"),
        ([1.0] * 12 + [0.0] * 12, None, "no_events"),
        ([0.0] * 12 + [1.0] * 12, None, "no_events"),
        ([4.0] * 12 + [2.0] * 12, None, "no_spread"),
    ],
)
def test_counts_without_a_rate_ratio_are_refused(events, population, code):
    with pytest.raises(Undefined) as refusal:
        segmented_poisson(QUARTERS, events, "2018Q1", population)
    assert refusal.value.code == code


def test_a_missing_month_leaves_the_clock_running():
    # Without one quarter the path is found as before, because time is counted in periods, not in rows.
    clock = np.delete(np.arange(24), 5)
    events = 50 * 1.02**clock * np.where(clock >= 12, 0.7, 1) * (1 + 1e-5 * np.cos(7.0 * clock))
    result = segmented_poisson(QUARTERS[clock], events, "2018Q1")
    assert (result.rate_ratio, result.trend_ratio) == pytest.approx((0.7, 1.02), rel=1e-4)
