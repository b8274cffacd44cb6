import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bvte.methods.segmented import segmented_linear, segmented_poisson
from bvte.methods.undefined import Undefined

CASE = next(
    c
    for c in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]
    if c["id"] == "A5-ITS-01"
)
DATA = CASE["inputs"]["data"]


@pytest.fixture(scope="module")
def sicily():
    """The published smoking ban in Sicily: 59 months, the ban from month 37."""
    return segmented_poisson(DATA["time"], DATA["aces"], 37, DATA["stdpop"], periods_per_year=12)


def test_the_published_ban_in_sicily(sicily):
    expected, near = CASE["expected"], CASE["tolerance"]
    assert sicily.rate_ratio == pytest.approx(expected["rr_step"], abs=near["rr"])
    assert sicily.trend_ratio == pytest.approx(expected["rr_time"], abs=near["rr"])
    assert (sicily.poisson_low, sicily.poisson_high) == pytest.approx(expected["ci95"], abs=near["ci"])
    assert (sicily.low, sicily.high) == pytest.approx(expected["quasi_ci95"], abs=near["ci"])
    assert sicily.dispersion == pytest.approx(expected["dispersion_pearson"], abs=near["dispersion"])


def test_the_fit_solves_the_score_equations_of_the_model(sicily):
    # A Poisson fit leaves residuals that sum to zero over each segment and along time.
    residual = sicily.series.observed - sicily.series.fitted
    after = np.array(DATA["time"]) >= 37
    for column in (~after, after, np.array(DATA["time"])):
        assert float((residual * column).sum()) == pytest.approx(0, abs=1e-3)


def test_the_counterfactual_is_the_fit_without_the_step(sicily):
    after = np.array(DATA["time"]) >= 37
    ratio = sicily.series.fitted / sicily.series.counterfactual
    assert ratio[~after].tolist() == pytest.approx([1.0] * int((~after).sum()))
    assert ratio[after].tolist() == pytest.approx([sicily.rate_ratio] * int(after.sum()))


def test_months_by_date_and_by_number_are_the_same(sicily):
    months = pd.period_range("2002-01", periods=59, freq="M")
    dated = segmented_poisson(months, DATA["aces"], pd.Period("2005-01", "M"), DATA["stdpop"])
    assert dated.rate_ratio == pytest.approx(sicily.rate_ratio)


def test_a_scale_of_the_population_changes_no_ratio(sicily):
    thousands = [p / 1000 for p in DATA["stdpop"]]
    other = segmented_poisson(DATA["time"], DATA["aces"], 37, thousands, periods_per_year=12)
    assert other.rate_ratio == pytest.approx(sicily.rate_ratio)


def test_a_level_that_jumps_is_found_with_its_size():
    time = np.arange(40)
    values = 10 + 0.5 * time + 7 * (time >= 20) + np.tile([0.1, -0.1], 20)
    found = segmented_linear(time, values, 20, periods_per_year=4)
    design = np.column_stack([np.ones(40), time, time >= 20])
    by_hand = np.linalg.lstsq(design, values, rcond=None)[0]
    assert (found.trend, found.level_change) == pytest.approx(tuple(by_hand[1:]))
    assert found.low < 7 < found.high and found.lags == int(4 * 0.4 ** (2 / 9))


def test_a_changed_slope_is_told_apart_from_a_jump():
    time = np.arange(40)
    values = 10 + 0.5 * time + 2 * np.maximum(time - 20, 0)
    found = segmented_linear(time, values, 20, periods_per_year=12, slope=True)
    assert (found.level_change, found.trend_change) == pytest.approx((0, 2), abs=1e-8)


def test_a_season_is_taken_out():
    time = np.arange(48)
    values = 5 + 3 * np.sin(2 * np.pi * time / 12) + 2 * (time >= 24)
    found = segmented_linear(time, values, 24, periods_per_year=12, harmonics=1)
    assert found.level_change == pytest.approx(2, abs=1e-8)


@pytest.mark.parametrize(
    ("time", "start", "kwargs", "code"),
    [
        (range(2001, 2021), 2010, {"periods_per_year": 1}, "annual_spacing"),
        (pd.period_range("2001", periods=20, freq="Y"), pd.Period("2010", "Y"), {}, "annual_spacing"),
        (range(20), 15, {"periods_per_year": 12}, "too_few_points"),
        ([*range(19), 18], 9, {"periods_per_year": 12}, "same_period"),
        (range(20), 10, {}, "unknown_spacing"),
    ],
)
def test_what_is_no_series_for_it_is_refused(time, start, kwargs, code):
    with pytest.raises(Undefined) as refused:
        segmented_poisson(time, [5] * 20, start, **kwargs)
    assert refused.value.code == code


def test_a_segment_without_events_has_no_ratio():
    with pytest.raises(Undefined, match="no_events"):
        segmented_poisson(range(20), [3] * 10 + [0] * 10, 10, periods_per_year=12)
