import json
from math import exp, log, nan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.progress_chart import chart_with_target, chart_without_target
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}

positive = st.floats(0.5, 500)


def test_the_reference_case():
    given_, expected = CASES["A1-UNSD-01"]["inputs"], CASES["A1-UNSD-01"]["expected"]
    chart = chart_with_target(**{name.removesuffix("_value"): value for name, value in given_.items()})
    assert chart.expected == pytest.approx(expected["expected_2030"], abs=1e-6)
    assert chart.ratio == pytest.approx(expected["ratio"], abs=1e-8)
    assert (chart.score, chart.status) == (expected["score"], "met_or_on_track")


@pytest.mark.parametrize("nothing", [nan, None, pd.NA])
@pytest.mark.parametrize("place", range(6))
def test_a_number_that_is_not_known_is_no_stagnation(nothing, place):
    arguments = [14.5, 10.2, 7.25, 2015, 2023, 2030]
    arguments[place] = nothing
    with pytest.raises(Undefined, match="missing_value"):
        chart_with_target(*arguments)
    if place in (0, 1, 3, 4):
        with pytest.raises(Undefined, match="missing_value"):
            chart_without_target(*arguments[:2], *arguments[3:5], "down")


def test_the_outlook_compounds_year_by_year():
    # 20 to 16 in two years; the same factor for four more years, one at a time.
    yearly = exp(log(16 / 20) / 2)
    expected = 16 * yearly * yearly * yearly * yearly
    chart = chart_with_target(20, 16, 10, 2015, 2017, 2021)
    assert chart.expected == pytest.approx(expected)
    assert chart.ratio == pytest.approx((20 - expected) / 10)


@pytest.mark.parametrize(
    ("current", "score", "status"),
    [
        (80, 3, "met_or_on_track"),
        (88, 3, "met_or_on_track"),
        (96, 2, "progress_too_slow"),
        (99.5, 1, "stagnation_or_regression"),
        (104, 1, "stagnation_or_regression"),
    ],
)
def test_scores_of_a_fall_from_100_to_80_at_half_time(current, score, status):
    # At half time the outlook is current^2/100: 77.4, 92.2, 99.0 and 108.2 of the 80 wanted.
    chart = chart_with_target(100, current, 80, 2010, 2020, 2030)
    assert (chart.score, chart.status) == (score, status)


@pytest.mark.parametrize(("current", "score"), [(195.1, 3), (194.9, 2), (110.1, 2), (109.9, 1)])
def test_scores_cut_the_planned_distance_at_95_and_10_percent(current, score):
    # In the target year itself the outlook is the value: shares of the hundred points from 100 to 200.
    assert chart_with_target(100, current, 200, 2015, 2016, 2016).score == score


@pytest.mark.parametrize(("current", "score"), [(102, 3), (101.9, 2), (100.6, 2), (100.4, 1), (99, 1)])
def test_scores_without_a_target_cut_at_two_and_half_a_percent(current, score):
    assert chart_without_target(100, current, 2019, 2020, "up").score == score


def test_growth_counts_against_where_better_is_down():
    chart = chart_without_target(100, 98, 2019, 2020, "down")
    assert chart == (None, pytest.approx(0.02), 3, "met_or_on_track")
    assert chart_without_target(100, 103, 2019, 2020, "down").score == 1


def test_a_met_target_scores_three_even_without_an_outlook():
    assert chart_with_target(100, 100, 100, 2015, 2020, direction="up") == (None, None, 3, "met_or_on_track")
    assert chart_with_target(0, 0, 5, 2015, 2020, direction="down").score == 3
    assert chart_with_target(3, 0, 0, 2015, 2020) == (0, 1, 3, "met_or_on_track")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((0, 4, 2, 2015, 2020, 2030, "down"), "base_meets_target"),
        ((8, 12, 10, 2015, 2020, 2030, "down"), "base_meets_target"),
        ((10, 12, 10, 2015, 2020, 2030), "base_equals_target"),
        ((0, 1, 5, 2015, 2020, 2030, "up"), "zero_base"),
        ((9, 8, 5, 2015, 2031, 2030), "after_target_year"),
        ((9, 8, 5, 2015, 2015, 2030), "same_year"),
        ((9, 8, 5, 2015, 2020, 2030, "ambiguous"), "ambiguous_direction"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(arguments, code):
    with pytest.raises(Undefined) as refusal:
        chart_with_target(*arguments)
    assert refusal.value.code == code


@given(positive, positive, positive, st.floats(0.01, 100))
def test_the_ratio_does_not_depend_on_the_unit(base, current, target, unit):
    assume(abs(target - base) > 0.01 and (current - target) * (base - target) > 0)
    chart = chart_with_target(base, current, target, 2015, 2020)
    scaled = chart_with_target(base * unit, current * unit, target * unit, 2015, 2020)
    assert scaled.ratio == pytest.approx(chart.ratio, rel=1e-6, abs=1e-6)


@given(positive, positive, st.floats(0.5, 500), st.floats(0.5, 500))
def test_a_value_nearer_the_target_never_scores_less(base, target, first, second):
    assume(abs(target - base) > 0.01)
    worse, better = sorted((first, second), reverse=target < base)
    scores = [chart_with_target(base, value, target, 2015, 2020).score for value in (worse, better)]
    assert scores[0] <= scores[1]
