import json
from math import exp, inf, log, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.escap import (
    anticipated_progress_index,
    anticipated_progress_label,
    current_status_index,
    current_status_label,
    predict_by_geometric_growth,
    predict_by_mean_growth,
    predict_by_weighted_regression,
)
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}
API = CASES["A1-API-01"]
PREDICTIONS = [predict_by_mean_growth, predict_by_weighted_regression, predict_by_geometric_growth]

shares = st.floats(1, 99)


@st.composite
def series(draw):
    years = sorted(draw(st.lists(st.integers(2000, 2024), min_size=2, max_size=8, unique=True)))
    return years, draw(st.lists(shares, min_size=len(years), max_size=len(years)))


def logit(share):
    return log(share / (100 - share))


def share_of(level):
    return 100 / (1 + exp(-level))


def test_the_current_status_case():
    given_ = CASES["A1-CSI-01"]["inputs"]
    index = current_status_index(
        given_["base_value"], given_["current_value"], given_["target"], given_["direction"], given_["parity"]
    )
    assert index == pytest.approx(CASES["A1-CSI-01"]["expected"]["csi_0_to_10"], abs=1e-6)


def test_the_anticipated_progress_case():
    given_, expected = API["inputs"], API["expected"]
    series_ = (given_["years"], given_["values"], given_["target_year"])
    growth = predict_by_mean_growth(*series_, given_["scale"])
    regression = predict_by_weighted_regression(*series_, given_["scale"])
    assert growth == pytest.approx(expected["predicted_logit_growth"], abs=1e-6)
    assert regression == pytest.approx(expected["predicted_weighted_logit_regression"], abs=1e-6)
    assert predict_by_geometric_growth(*series_) == pytest.approx(expected["predicted_geometric"], abs=1e-6)
    ends = (given_["base_value"], given_["target"], given_["direction"])
    for predicted, name in ((growth, "anticipated_logit_growth"), (regression, "anticipated_weighted_regression")):
        index = anticipated_progress_index(ends[0], predicted, *ends[1:])
        assert index == pytest.approx(expected[name], abs=1e-6)
        assert anticipated_progress_label(index) == expected["label"]
    assert current_status_index(ends[0], given_["values"][-1], *ends[1:]) == pytest.approx(4)


def test_the_weighted_slope_by_the_sums_of_the_source():
    # The normal equations as the UNICEF MENARO functions write them, for unequally spaced years.
    years, values, year = np.array([2010, 2013, 2014, 2019]), np.array([30, 34, 41, 44]), 2025
    t, levels, w = years - years.mean(), np.log(values / (100 - values)), (year - 2010) / (year - years)
    top = (w * t * levels).sum() - (w * t).sum() * (w * levels).sum() / w.sum()
    slope = top / ((w * t**2).sum() - (w * t).sum() ** 2 / w.sum())
    expected = share_of(levels.mean() + slope * (year - years.mean()))
    assert predict_by_weighted_regression(years, values, year) == pytest.approx(expected)


def test_unequal_spacing_counts_every_step_alike():
    # 20 to 30 in one year, 30 to 40 in five: the mean of the two yearly changes, from the last value.
    growth = ((logit(30) - logit(20)) / 1 + (logit(40) - logit(30)) / 5) / 2
    expected = share_of(logit(40) + 4 * growth)
    assert predict_by_mean_growth([2010, 2011, 2016], [20, 30, 40], 2020) == pytest.approx(expected)


def test_values_without_a_maximum_grow_on_the_log_scale():
    # 100 to 121 in two years is 10 percent a year, so 146.41 two years on, by every road.
    for predict in PREDICTIONS[:2]:
        assert predict([2018, 2020], [100, 121], 2022, None) == pytest.approx(146.41)
    assert predict_by_geometric_growth([2018, 2020], [100, 121], 2022) == pytest.approx(146.41)


def test_the_geometric_form_passes_one_hundred_percent_and_the_logit_does_not():
    years, values = [2015, 2020], [80, 95]
    assert predict_by_geometric_growth(years, values, 2030) > 100
    assert 95 < predict_by_mean_growth(years, values, 2030) < 100


def test_parity_measures_the_distance_on_either_side():
    # From 0.85 towards 1: 0.94 and 1.06 are both 60 percent of the way.
    assert current_status_index(0.85, 0.94, 1, parity=True) == pytest.approx(6)
    assert current_status_index(0.85, 1.06, 1, parity=True) == pytest.approx(6)
    assert current_status_index(0.85, 0.80, 1, parity=True) == pytest.approx(-10 / 3)
    assert current_status_index(0.85, 1.06, 1, "up", parity=True) == 10
    assert current_status_index(1, 1, 1, parity=True) == 10


@pytest.mark.parametrize(
    ("index", "status", "anticipated"),
    [
        (10, "on_track", "will_meet_target"),
        (9.1, "on_track", "will_meet_target"),
        (9, "slow_progress", "need_to_accelerate"),
        (0.1, "slow_progress", "need_to_accelerate"),
        (0, "regression", "no_progress_expected"),
        (-3, "regression", "no_progress_expected"),
    ],
)
def test_labels(index, status, anticipated):
    assert (current_status_label(index), anticipated_progress_label(index)) == (status, anticipated)


@pytest.mark.parametrize("index", [nan, None, pd.NA])
def test_an_index_that_is_not_known_has_no_label(index):
    for label in (current_status_label, anticipated_progress_label):
        with pytest.raises(Undefined, match="missing_value"):
            label(index)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None, 5, 4), "missing_value"),
        ((4, pd.NA, 3), "missing_value"),
        ((4, 3.5, inf), "infinite_value"),
        ((4, 5, 4), "base_equals_target"),
        ((4, 5, 4, "down"), "base_equals_target"),
        ((4, 5, 3, "ambiguous"), "ambiguous_direction"),
        ((4, nan, 3), "missing_value"),
        ((1, 1.1, 1, None, True), "base_equals_target"),
    ],
)
def test_an_index_that_does_not_exist_is_refused(arguments, code):
    with pytest.raises(Undefined) as refusal:
        current_status_index(*arguments)
    assert refusal.value.code == code


@pytest.mark.parametrize("predict", PREDICTIONS)
@pytest.mark.parametrize(
    ("years", "values", "code"),
    [
        ([2015], [4.4], "too_few_points"),
        ([2015, 2015], [4.4, 4.3], "same_year"),
        ([2015, 2016], [4.4, 0], "not_positive"),
        ([2015, 2016], [4.4, nan], "missing_value"),
        ([2015, 2016], [4.4, pd.NA], "missing_value"),
        ([2015, None], [4.4, 4.3], "missing_value"),
        ([2015, 2016], [4.4, inf], "infinite_value"),
        ([], [], "too_few_points"),
        ([2015, 2016], [4.4], "unequal_lengths"),
    ],
)
def test_series_without_a_prediction_are_refused(predict, years, values, code):
    with pytest.raises(Undefined) as refusal:
        predict(years, values, 2025)
    assert refusal.value.code == code


@pytest.mark.parametrize("predict", PREDICTIONS)
def test_a_year_that_is_not_known_has_no_prediction(predict):
    with pytest.raises(Undefined, match="missing_value"):
        predict([2015, 2016], [4.4, 4.3], None)


def test_a_share_at_its_limit_has_no_logit():
    for predict in PREDICTIONS[:2]:
        with pytest.raises(Undefined, match="beyond_limit"):
            predict([2015, 2016], [99, 100], 2025)
    assert predict_by_geometric_growth([2015, 2016], [100, 100], 2025) == pytest.approx(100)


def test_weights_end_before_the_target_year():
    with pytest.raises(Undefined, match="after_target_year"):
        predict_by_weighted_regression([2015, 2025], [4.4, 4.0], 2025)


@given(shares, shares, shares)
def test_the_index_is_a_tenth_of_the_way_and_turns_with_the_direction(base, current, target):
    assume(abs(base - target) > 0.1)
    index = current_status_index(base, current, target)
    way = 10 * (current - base) / (target - base)
    assert index == pytest.approx(min(way, 10), abs=1e-6)
    assert current_status_index(-base, -current, -target) == pytest.approx(index)


@given(series(), st.integers(1, 10))
def test_predicted_shares_stay_shares_whatever_the_order_of_points(data, ahead):
    years, values = data
    year = years[-1] + ahead
    for predict in PREDICTIONS[:2]:
        predicted = predict(years, values, year)
        assert 0 <= predicted <= 100
        assert predict(years[::-1], values[::-1], year) == pytest.approx(predicted)


@given(series(), st.integers(1, 10))
def test_the_complement_is_predicted_as_the_complement(data, ahead):
    years, values = data
    year, others = years[-1] + ahead, [100 - value for value in values]
    for predict in PREDICTIONS[:2]:
        assert predict(years, others, year) == pytest.approx(100 - predict(years, values, year), abs=1e-6)


@given(st.floats(-0.2, 0.2), st.floats(-2, 2), st.lists(st.integers(2000, 2020), min_size=2, max_size=6, unique=True))
def test_a_steady_logit_path_is_continued(slope, level, years):
    values = [share_of(level + slope * (year - 2010)) for year in years]
    expected = share_of(level + slope * (2025 - 2010))
    for predict in PREDICTIONS[:2]:
        assert predict(years, values, 2025) == pytest.approx(expected)


@given(st.floats(1, 99), st.floats(1, 99), st.integers(1, 9))
def test_equal_spacing_leaves_only_the_end_points(first, last, middle):
    # The warning of the method: with equally spaced years the points between do not count.
    plain = predict_by_mean_growth([2010, 2020], [first, last], 2025)
    assert predict_by_mean_growth([2010, 2015, 2020], [first, middle, last], 2025) == pytest.approx(plain)
