import json
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.achievement import satisfying_set
from bvte.methods.interval import make_interval
from bvte.methods.trend import (
    allowed_methods,
    drift_prediction,
    last_value_prediction,
    linear_prediction,
    logit_linear_prediction,
    probability_band,
    probability_within,
)
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}
YEARS = CASES["A6-LIN-02"]["inputs"]["years"]
VALUES = CASES["A6-LIN-02"]["inputs"]["values"]


@st.composite
def series(draw, least=3, low=1, high=99):
    years = sorted(draw(st.lists(st.integers(2000, 2024), min_size=least, max_size=9, unique=True)))
    values = draw(st.lists(st.floats(low, high), min_size=len(years), max_size=len(years)))
    rest = np.polyval(np.polyfit(np.array(years) - 2012, values, 1), np.array(years) - 2012) - values
    assume(np.abs(rest).max() > 1e-6 and np.ptp(np.diff(values) / np.diff(years)) > 1e-6)
    return years, values


def test_the_reference_case():
    given_, expected = CASES["A6-LIN-02"]["inputs"], CASES["A6-LIN-02"]["expected"]
    frame = linear_prediction(given_["years"], given_["values"], given_["horizon_years"], given_["level"])
    assert frame.index.tolist() == given_["horizon_years"]
    for name in ("mean", "low", "high"):
        assert frame[name].tolist() == pytest.approx(expected[name], abs=1e-6)


@given(series(), st.integers(2000, 2040), st.sampled_from([0.8, 0.95]))
def test_the_line_and_its_interval_by_another_library(data, year, confidence):
    import statsmodels.api as sm

    years, values = data
    design = sm.add_constant(np.array(years, dtype=float) - 2012)
    fit = sm.OLS(values, design).fit()
    row = fit.get_prediction([[1, year - 2012]]).summary_frame(alpha=1 - confidence).iloc[0]
    ours = linear_prediction(years, values, year, confidence).iloc[0]
    expected = (row["mean"], row["obs_ci_lower"], row["obs_ci_upper"])
    assert (ours["mean"], ours["low"], ours["high"]) == pytest.approx(expected, rel=1e-6, abs=1e-5)


@pytest.mark.parametrize(
    ("points", "newest", "interval_shown"),
    [
        (1, "required_path", "none"),
        (3, "required_path", "none"),
        (4, "logit_linear", "slope"),
        (5, "logit_linear", "slope"),
        (6, "drift", "prediction"),
        (9, "drift", "prediction"),
        (10, "theta", "model"),
        (40, "theta", "model"),
    ],
)
def test_what_so_many_points_allow(points, newest, interval_shown):
    methods, shown = allowed_methods(points)
    assert (methods[-1], shown) == (newest, interval_shown)
    assert methods[0] == "last_value"


def test_nothing_is_allowed_without_points():
    with pytest.raises(Undefined, match="too_few_points"):
        allowed_methods(0)


def test_the_target_of_2025_is_likely_and_not_certain():
    # The interval of 2025 ends at 3.313, above the target, although the line is at 3.219.
    probability = probability_within(YEARS, VALUES, 2025, satisfying_set("below", 3.3))
    assert probability_band(probability) == "likely"


@given(series(), st.integers(2025, 2035))
def test_probabilities_at_the_ends_of_the_interval(data, year):
    years, values = data
    row = linear_prediction(years, values, year, 0.95).iloc[0]
    assume(row["error"] > 1e-6)
    assert probability_within(years, values, year, make_interval(-inf, row["high"])) == pytest.approx(0.975, abs=1e-6)
    assert probability_within(years, values, year, make_interval(row["low"], row["high"])) == pytest.approx(
        0.95, abs=1e-6
    )
    assert probability_within(years, values, year, make_interval(-inf, inf)) == 1


@given(series(), st.floats(1, 99), st.floats(1, 99), st.sampled_from([None, 100]))
def test_an_easier_target_is_never_less_likely(data, first, second, limit):
    years, values = data
    assume(np.ptp(values) > 1e-3 and linear_prediction(years, values, 2030)["error"].iloc[0] > 1e-3)
    harder, easier = sorted((first, second))
    below = [
        probability_within(years, values, 2030, satisfying_set("below", target), limit) for target in (harder, easier)
    ]
    above = probability_within(years, values, 2030, satisfying_set("at_least", harder), limit)
    assert 0 <= below[0] <= below[1] <= 1
    assert below[0] + above == pytest.approx(1)


def test_the_logit_scale_changes_the_probability_as_its_interval_does():
    row = logit_linear_prediction(YEARS, VALUES, 2025, 100, 0.95).iloc[0]
    wanted = make_interval(-inf, row["high"])
    assert probability_within(YEARS, VALUES, 2025, wanted, 100) == pytest.approx(0.975, abs=1e-9)
    assert probability_within(YEARS, VALUES, 2025, make_interval(0, 100), 100) == 1


@given(series(), st.integers(2025, 2040))
def test_predicted_shares_stay_shares_and_complements_agree(data, year):
    years, values = data
    frame = logit_linear_prediction(years, values, year)
    row = frame.iloc[0]
    other = logit_linear_prediction(years, [100 - value for value in values], year).iloc[0]
    assert 0 <= row["low"] <= row["mean"] <= row["high"] <= 100
    assert row["mean"] + other["mean"] == pytest.approx(100)
    assert row["low"] + other["high"] == pytest.approx(100)


@given(st.floats(-0.3, 0.3), st.floats(-2, 2))
def test_a_steady_logit_path_is_continued(slope, level):
    # Noise of 1, -3, 3, -1 has neither level nor slope: the line goes through the path without it.
    noise = [1e-6, -3e-6, 3e-6, -1e-6, 0]
    steps = zip((0, 1, 2, 3, 10), noise, strict=True)
    path = [100 / (1 + np.exp(-level - slope * step - off)) for step, off in steps]
    frame = logit_linear_prediction([2015, 2016, 2017, 2018], path[:4], 2025)
    assert frame["mean"].iloc[0] == pytest.approx(path[4])


@pytest.mark.parametrize("values", [[4.4, 4.3, 4.2, 4.1, 4.0, 3.9], [4.4] * 6, [0.0] * 6])
def test_a_planned_series_is_not_sure_of_itself(values):
    years = range(2015, 2021)
    for predict in (linear_prediction, drift_prediction):
        with pytest.raises(Undefined, match="no_spread"):
            predict(years, values, 2025)
    with pytest.raises(Undefined, match="no_spread"):
        probability_within(years, values, 2025, make_interval(0, 3.3))
    # One figure off the plan, by the last printed digit, is spread.
    assert linear_prediction(years, [*values[:3], values[3] + 0.01, *values[4:]], 2025)["error"].iloc[0] > 0.005


def test_a_series_that_never_moved_does_not_bound_its_next_value():
    with pytest.raises(Undefined, match="no_spread"):
        last_value_prediction([2015, 2016, 2019], [4.4, 4.4, 4.4], 2025)


def test_a_share_planned_on_the_logit_scale_is_a_plan_too():
    path = [100 / (1 + np.exp(-0.3 * step)) for step in range(5)]
    with pytest.raises(Undefined, match="no_spread"):
        logit_linear_prediction(range(2015, 2020), path, 2025)


@pytest.mark.parametrize("predict", [linear_prediction, last_value_prediction, drift_prediction])
def test_a_share_is_predicted_below_its_limit(predict):
    years, values = range(2015, 2021), [80, 84, 90, 92, 95, 97]
    assert predict(years, values, 2028)["high"].iloc[0] > 100
    row = predict(years, values, 2028, limit=100).iloc[0]
    assert 0 < row["low"] < row["mean"] < row["high"] < 100
    other = predict(years, [100 - value for value in values], 2028, limit=100).iloc[0]
    assert other["high"] == pytest.approx(100 - row["low"])
    with pytest.raises(Undefined, match="beyond_limit"):
        predict(years, [*values[:-1], 100], 2028, limit=100)


def test_the_benchmarks_by_hand():
    # Steps 1, 3, 2 a year: drift 2, deviations -1, 1, 0, so s = 1; without drift the mean square is 14/3.
    years, values = [2015, 2016, 2017, 2018], [10, 11, 14, 16]
    drift = drift_prediction(years, values, [2019, 2021], normal=True)
    assert drift["mean"].tolist() == [18, 22]
    assert drift["error"].tolist() == pytest.approx([(1 + 1 / 3) ** 0.5, (3 * 2) ** 0.5])
    assert drift["high"].iloc[0] == pytest.approx(18 + 1.959964 * (4 / 3) ** 0.5, abs=1e-6)
    last = last_value_prediction(years, values, [2019, 2021])
    assert last["mean"].tolist() == [16, 16]
    assert last["error"].tolist() == pytest.approx([(14 / 3) ** 0.5, 14**0.5])
    # Student's t with 3 df.
    assert last["low"].iloc[0] == pytest.approx(16 - 3.182446 * (14 / 3) ** 0.5, abs=1e-6)


@given(series(least=3), st.integers(1, 10))
def test_the_drift_by_weighted_regression(data, ahead):
    import statsmodels.api as sm

    years, values = data
    spans = np.diff(years).astype(float)
    fit = sm.OLS(np.diff(values) / np.sqrt(spans), np.sqrt(spans)).fit()
    row = drift_prediction(years, values, years[-1] + ahead).iloc[0]
    error = np.sqrt(ahead * fit.scale + (ahead * fit.bse[0]) ** 2)
    assert row["mean"] == pytest.approx(values[-1] + ahead * fit.params[0], abs=1e-6)
    assert row["error"] == pytest.approx(error, abs=1e-6)


@given(series(least=3), st.integers(1, 10), st.floats(0.1, 12))
def test_benchmarks_do_not_depend_on_the_unit_of_time(data, ahead, unit):
    years, values = data
    for predict in (last_value_prediction, drift_prediction):
        plain = predict(years, values, years[-1] + ahead).iloc[0]
        times = [unit * year for year in years]
        other = predict(times, values, times[-1] + unit * ahead).iloc[0]
        assert other["mean"] == pytest.approx(plain["mean"], rel=1e-6, abs=1e-6)
        assert other["error"] == pytest.approx(plain["error"], rel=1e-6, abs=1e-6)


@given(series(least=3))
def test_benchmarks_know_less_the_farther_they_look(data):
    years, values = data
    for predict in (last_value_prediction, drift_prediction):
        errors = predict(years[::-1], values[::-1], [years[-1] + 1, years[-1] + 2, years[-1] + 9])["error"]
        assert errors.is_monotonic_increasing


@pytest.mark.parametrize(
    ("probability", "band"),
    [
        (1, "very_likely"),
        (0.975, "very_likely"),
        (0.97, "likely"),
        (2 / 3, "likely"),
        (0.66, "about_even"),
        (0.34, "about_even"),
        (1 / 3, "unlikely"),
        (0.03, "unlikely"),
        (0.025, "very_unlikely"),
        (0, "very_unlikely"),
    ],
)
def test_bands(probability, band):
    assert probability_band(probability) == band


@given(st.floats(0, 1))
def test_the_bands_mirror_each_other(probability):
    mirror = {
        "very_likely": "very_unlikely",
        "likely": "unlikely",
        "about_even": "about_even",
        "unlikely": "likely",
        "very_unlikely": "very_likely",
    }
    assume(min(abs(probability - cut) for cut in (0.975, 2 / 3, 1 / 3, 0.025)) > 1e-9)
    assert probability_band(1 - probability) == mirror[probability_band(probability)]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: linear_prediction([2015, 2016], [4, 3], 2020), "too_few_points"),
        (lambda: linear_prediction([2015, 2015, 2015], [4, 3, 2], 2020), "too_few_points"),
        (lambda: linear_prediction([2015, 2016, 2017], [4, nan, 2], 2020), "missing_value"),
        (lambda: logit_linear_prediction([2015, 2016, 2017], [99, 99.5, 100], 2020), "beyond_limit"),
        (lambda: probability_within([2015, 2016, 2017], [4, 3, 2], 2020, make_interval(0, 1)), "no_spread"),
        (lambda: probability_within([2015, 2016, 2017], [4, 3, 3], 2020, make_interval(100, 110), 100), "beyond_limit"),
        (lambda: last_value_prediction([2015], [4], 2020), "too_few_points"),
        (lambda: last_value_prediction([2015, 2016, 2016], [4, 3, 2], 2020), "same_year"),
        (lambda: last_value_prediction([2015, 2016], [4, 3], [2016, 2017]), "not_ahead"),
        (lambda: drift_prediction([2015, 2016], [4, 3], 2020), "too_few_points"),
        (lambda: probability_band(1.2), "beyond_limit"),
        (lambda: probability_band(nan), "missing_value"),
        (lambda: probability_band(None), "missing_value"),
        (lambda: linear_prediction([2015, 2016, None], [4, 3, 2], 2020), "missing_value"),
        (lambda: linear_prediction([2015, 2016, 2017], [4, 3, inf], 2020), "infinite_value"),
        (lambda: linear_prediction([2015, 2016, 2017], [4, 3, 3], nan), "missing_value"),
        (lambda: linear_prediction([2015, 2016, 2017], [4, 3, 3], []), "too_few_points"),
        (lambda: drift_prediction([2015, 2016, 2017], [4, 3, 3], []), "too_few_points"),
    ],
)
def test_what_cannot_be_predicted_is_refused(call, code):
    with pytest.raises(Undefined) as refusal:
        call()
    assert refusal.value.code == code
