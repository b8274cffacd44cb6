import json
from math import log, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.reduction import (
    average_rate_of_reduction,
    rate_from_slope,
    rate_of_reduction,
    required_rate_of_reduction,
    unicef_2004_label,
)
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}

positive = st.floats(0.5, 500)
forms = st.sampled_from(["log", "compound"])


@st.composite
def series(draw, least=3):
    years = draw(st.lists(st.integers(2000, 2025), min_size=least, max_size=8, unique=True))
    values = draw(st.lists(positive, min_size=len(years), max_size=len(years)))
    rest = np.polyval(np.polyfit(np.array(years) - 2012, np.log(values), 1), np.array(years) - 2012)
    assume(np.abs(rest - np.log(values)).max() > 1e-6)
    return years, values


@pytest.mark.parametrize("case", ["A1-ARR-01", "A1-ARR-02"])
def test_published_rates_from_two_points(case):
    given_, expected = CASES[case]["inputs"], CASES[case]["expected"]
    rate = rate_of_reduction(given_["v0"], given_["v1"], given_["y0"], given_["y1"])
    assert rate == pytest.approx(expected["arr_percent"], abs=CASES[case]["tolerance"]["arr_percent"])


def test_the_compound_form_differs_in_the_second_digit():
    assert rate_of_reduction(20, 10, 1990, 2015) == pytest.approx(2.7725887, abs=1e-7)
    assert rate_of_reduction(20, 10, 1990, 2015, "compound") == pytest.approx(2.7345, abs=1e-4)


@pytest.mark.parametrize("form", ["log", "compound"])
def test_the_published_rate_for_forty_percent_less_stunting(form):
    given_, expected = CASES["A1-ARR-05"]["inputs"], CASES["A1-ARR-05"]["expected"]
    rate = required_rate_of_reduction(1, 1 - given_["reduction_fraction"], 0, given_["years"], form)
    assert rate == pytest.approx(expected["aarr_percent"], abs=0.05)


def test_the_rate_that_the_millennium_goal_on_child_mortality_required():
    # Two thirds less in 25 years: 4.4 percent a year, as the UN printed it throughout.
    assert required_rate_of_reduction(3, 1, 1990, 2015) == pytest.approx(4.4, abs=0.05)


def test_the_province_s_own_pace():
    given_, expected = CASES["A1-PACE-01"]["inputs"], CASES["A1-PACE-01"]["expected"]
    rate = rate_of_reduction(given_["base_value"], given_["current_value"], given_["base_year"], given_["current_year"])
    assert rate == pytest.approx(expected["arr_percent_log"], abs=1e-6)


def test_the_published_rate_of_a_slope():
    case = CASES["A1-AARR-01"]
    rate = rate_from_slope(case["inputs"]["slope_ln_y_per_year"])
    assert rate == pytest.approx(case["expected"]["aarr_percent"], abs=0.05)


def test_the_regression_case():
    case = CASES["A1-AARR-02"]
    trend = average_rate_of_reduction(case["inputs"]["years"], case["inputs"]["values"])
    expected = case["expected"]
    assert trend.slope == pytest.approx(expected["slope"], abs=1e-9)
    assert trend.rate == pytest.approx(expected["aarr_percent"], abs=1e-6)
    assert (trend.low, trend.high) == pytest.approx((expected["ci95_low"], expected["ci95_high"]), abs=1e-6)
    assert trend.points == 6


@given(series(), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_regression_by_another_library(data, confidence):
    import statsmodels.api as sm

    years, values = data
    fit = sm.OLS(np.log(values), sm.add_constant(np.array(years, dtype=float) - 2012)).fit()
    low, high = 100 * (1 - np.exp(fit.conf_int(1 - confidence)[1]))[::-1]
    trend = average_rate_of_reduction(years, values, confidence)
    assert trend.rate == pytest.approx(100 * (1 - np.exp(fit.params[1])), rel=1e-6, abs=1e-6)
    assert (trend.low, trend.high) == pytest.approx((low, high), rel=1e-4, abs=1e-4)
    assert trend.low <= trend.rate <= trend.high


@given(positive, positive, st.integers(1, 20))
def test_two_points_give_the_compound_rate_and_no_interval(first, last, years):
    trend = average_rate_of_reduction([2000, 2000 + years], [first, last])
    assert trend.rate == pytest.approx(rate_of_reduction(first, last, 2000, 2000 + years, "compound"), abs=1e-6)
    assert (trend.low, trend.high) == (None, None)


@given(series(), st.floats(0.01, 100), st.integers(-500, 500), st.randoms())
def test_the_rate_minds_neither_unit_nor_calendar_nor_order(data, unit, shift, random):
    years, values = data
    pairs = list(zip(years, values, strict=True))
    random.shuffle(pairs)
    moved = average_rate_of_reduction([year + shift for year, _ in pairs], [unit * value for _, value in pairs])
    assert moved.rate == pytest.approx(average_rate_of_reduction(years, values).rate, rel=1e-6, abs=1e-6)


@given(positive, st.floats(-20, 20), st.lists(st.integers(2000, 2030), min_size=2, max_size=6, unique=True))
def test_a_steady_fall_returns_its_own_rate(start, rate, years):
    values = [start * (1 - rate / 100) ** (year - 2000) for year in years]
    assert average_rate_of_reduction(years, values).rate == pytest.approx(rate, abs=1e-6)


@given(positive, positive, st.integers(1, 20), forms)
def test_the_required_rate_leads_to_the_target(value, target, years, form):
    rate = required_rate_of_reduction(value, target, 2020, 2020 + years, form) / 100
    for _ in range(years):
        value *= np.exp(-rate) if form == "log" else 1 - rate
    assert value == pytest.approx(target)


@given(positive, positive, st.integers(1, 20))
def test_a_rise_is_a_negative_reduction_of_the_same_size(first, last, years):
    forth = rate_of_reduction(first, last, 2000, 2000 + years)
    assert rate_of_reduction(last, first, 2000, 2000 + years) == pytest.approx(-forth)
    assert forth == pytest.approx(100 * (log(first) - log(last)) / years, abs=1e-9)


@given(positive, positive, st.integers(1, 20))
def test_the_compound_rate_is_never_above_the_log_rate(first, last, years):
    compound = rate_of_reduction(first, last, 2000, 2000 + years, "compound")
    assert compound <= rate_of_reduction(first, last, 2000, 2000 + years) + 1e-9


@pytest.mark.parametrize("values", [[4.0 * 0.97**step for step in range(6)], [4.4] * 6])
def test_a_planned_series_has_a_rate_and_no_interval(values):
    trend = average_rate_of_reduction(range(2015, 2021), values)
    assert trend.rate == pytest.approx(100 * (1 - values[1] / values[0]), abs=1e-9)
    assert (trend.low, trend.high, trend.no_interval) == (None, None, "no_spread")
    assert average_rate_of_reduction([2015, 2020], [4, 3]).no_interval == "too_few_points"
    assert average_rate_of_reduction([2015, 2018, 2020], [4, 3.9, 3]).no_interval is None


def test_columns_of_two_points():
    rates = rate_of_reduction(pd.Series([20.0, 100]), pd.Series([10.0, 90]), 1990, 2015)
    assert rates.round(1).tolist() == [2.8, 0.4]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((0, 10, 1990, 2015), "zero_base"),
        ((20, 0, 1990, 2015), "not_positive"),
        ((-20, 10, 1990, 2015), "not_positive"),
        ((20, 10, 2015, 2015), "same_year"),
        ((20, 10, 2015, 1990), "years_reversed"),
        ((20, nan, 1990, 2015), "missing_value"),
        ((None, 10, 1990, 2015), "missing_value"),
        ((20, pd.NA, 1990, 2015), "missing_value"),
        ((20, 10, nan, 2015), "missing_value"),
        ((20, np.inf, 1990, 2015), "infinite_value"),
        (([], [], 1990, 2015), "too_few_points"),
        (([20, 3], [10], 1990, 2015), "unequal_lengths"),
        ((pd.Series([20, 3], ["a", "b"]), pd.Series([10, 2], ["b", "a"]), 1990, 2015), "different_indexes"),
        ((20, 10, 1990, 2015, "linear"), "unknown_form"),
    ],
)
def test_two_points_without_a_rate_are_refused(arguments, code):
    with pytest.raises(Undefined) as refusal:
        rate_of_reduction(*arguments)
    assert refusal.value.code == code


def test_a_fall_to_nothing_has_only_a_compound_rate():
    assert rate_of_reduction(20, 0, 2010, 2015, "compound") == 100


@pytest.mark.parametrize(
    ("years", "values", "code"),
    [
        ([2015], [4.4], "too_few_points"),
        ([2015, 2015, 2015], [4.4, 4.3, 4.2], "too_few_points"),
        ([], [], "too_few_points"),
        ([2015, 2016], [4.4, 0], "not_positive"),
        ([2015, 2016, 2017], [4.4, nan, 4.2], "missing_value"),
        ([2015, 2016], [4.4], "unequal_lengths"),
    ],
)
def test_series_without_a_rate_are_refused(years, values, code):
    with pytest.raises(Undefined) as refusal:
        average_rate_of_reduction(years, values)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("rate", "off_target", "expected"),
    [
        (-0.6, None, "going_backwards"),
        (-0.5, None, "stagnating"),
        (0.0, None, "stagnating"),
        (0.1, None, "falling_short"),
        (1.2, None, "falling_short"),
        (1.3, 5.1, "advancing_towards"),
        (4.3, 5, "on_target"),
        (4.3, -2, "on_target"),
        (4.4, None, "forging_ahead"),
        (9.0, None, "forging_ahead"),
        (1.26, 20, "advancing_towards"),
        (-0.54, None, "stagnating"),
    ],
)
def test_the_groups_of_unicef_2004(rate, off_target, expected):
    assert unicef_2004_label(rate, off_target) == expected


def test_the_middle_group_needs_the_distance_to_the_target():
    with pytest.raises(Undefined, match="no_distance_to_target"):
        unicef_2004_label(2.0)
    with pytest.raises(Undefined, match="missing_value"):
        unicef_2004_label(nan, 2)


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0, 20))
def test_a_faster_fall_is_never_in_a_lower_group(first, second, off_target):
    groups = ["going_backwards", "stagnating", "falling_short", "advancing_towards", "on_target", "forging_ahead"]
    assume(first <= second)
    slower, faster = (groups.index(unicef_2004_label(rate, off_target)) for rate in (first, second))
    assert slower <= faster
