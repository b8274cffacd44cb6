import json
from math import exp, inf, log, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.pace import (
    Pace,
    compound_growth,
    direction_sign,
    growth_ratio,
    limit_scale,
    mean_pace,
    pace_to_target,
    pace_without_target,
)
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}

# As published in indicator_calculation_components.yml of Statistics Canada's Open SDG sites
# (cif-data-donnees-cic commit 0004afd1, sdg-data-donnees-odd commit 007ce50b).
PUBLISHED = pd.read_csv(Path(__file__).with_name("statistics_canada.csv"))
WITH_TARGET = list(PUBLISHED.dropna(subset="target").itertuples(index=False))
WITHOUT_TARGET = list(PUBLISHED[PUBLISHED["target"].isna()].itertuples(index=False))

positive = st.floats(0.5, 500)
directions = st.sampled_from(["up", "down"])
rules = st.sampled_from(["open_sdg", "eurostat"])


@pytest.mark.parametrize("case", ["A1-OSDG-01", "A1-OSDG-07", "A1-OSDG-08"])
def test_published_cases_with_a_target(case):
    given_, expected = dict(CASES[case]["inputs"]), CASES[case]["expected"]
    given_.pop("indicator")
    arguments = {name.removesuffix("_value"): value for name, value in given_.items()}
    pace = pace_to_target(**arguments)
    ratio = expected["ratio"]
    assert pace.value == (ratio if ratio is None else pytest.approx(ratio, abs=1e-9))
    assert (pace.status, pace.score) == (expected["status"], pytest.approx(expected["score"], abs=1e-4))


@pytest.mark.parametrize("case", ["A1-OSDG-09", "A1-OSDG-13"])
def test_published_cases_without_a_target(case):
    given_, expected = CASES[case]["inputs"], CASES[case]["expected"]
    pace = pace_without_target(
        given_["base_value"],
        given_["current_value"],
        given_["base_year"],
        given_["current_year"],
        given_["direction"],
        given_["limit"],
    )
    assert pace.value == pytest.approx(expected["signed_cagr"], abs=1e-9)
    assert (pace.status, pace.score) == (expected["status"], pytest.approx(expected["score"], abs=1e-6))


@pytest.mark.parametrize("row", WITH_TARGET)
def test_more_series_that_statistics_canada_published_with_a_target(row):
    years = (row.base_year, row.current_year, row.target_year)
    ends = (row.base, row.current, row.target)
    value, status, score = pace_to_target(*ends, *years, row.direction, kept=True)
    assert value == pytest.approx(row.value, abs=1e-9)
    assert (status, score) == (row.status, pytest.approx(row.score, abs=1e-6))


@pytest.mark.parametrize("row", WITHOUT_TARGET)
def test_more_series_that_statistics_canada_published_without_a_target(row):
    limit = None if np.isnan(row.limit) else row.limit
    years = (row.base_year, row.current_year)
    value, status, score = pace_without_target(row.base, row.current, *years, row.direction, limit)
    assert value == pytest.approx(row.value, abs=1e-12)
    assert (status, score) == (row.status, pytest.approx(row.score, abs=1e-6))


def test_the_published_mean_of_several_series():
    # Statistics Canada 3-5-1: scores 1.7703341529044656 and 5 give 3.385167076452233, substantial progress.
    adults = pace_without_target(45.2, 50.2, 2015, 2024, "up", 100)
    children = pace_without_target(37.6, 43.9, 2015, 2019, "up", 100)
    _, status, score = mean_pace([adults, children])
    assert (status, score) == ("substantial_progress", pytest.approx(3.385167076452233, abs=1e-6))


def test_the_mean_is_achieved_only_when_every_series_is():
    met, slow = Pace(None, "target_achieved", 5.0), Pace(0.0, "limited_progress", -2.5)
    assert mean_pace([met, met]).status == "target_achieved"
    assert mean_pace([met, slow]) == (None, "moderate_progress", 1.25)
    with pytest.raises(Undefined, match="too_few_points"):
        mean_pace([])
    with pytest.raises(Undefined, match="no_score"):
        mean_pace([Pace(0.4, "insufficient_progress", None)])


def test_eurostat_names_the_same_cuts_otherwise():
    # Ratios 0.9526, 0.8949 and 0.1283 of the published series above.
    first = pace_to_target(14.5, 10.2, 7.25, 2015, 2023, 2030, "down", "eurostat")
    second = pace_to_target(63, 74, 85, 2005, 2020, 2030, "up", "eurostat")
    third = pace_to_target(699, 683.4, 490, 2014, 2022, 2030, "down", "eurostat")
    away = pace_to_target(4.6, 5.53, 0.92, 2015, 2023, 2030, "down", "eurostat")
    labels = [pace.status for pace in (first, second, third, away)]
    assert labels == ["significant_progress", "moderate_progress", "insufficient_progress", "movement_away"]
    assert first.score is None


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        (195.1, "substantial_progress"),
        (194.9, "moderate_progress"),
        (160.1, "moderate_progress"),
        (159.9, "limited_progress"),
        (100, "limited_progress"),
        (99.9, "deterioration"),
    ],
)
def test_the_ratio_is_cut_at_95_and_60_percent_and_at_nothing(current, expected):
    # 100 to 200 within one year: the ratio is the share of the hundred points.
    assert pace_to_target(100, current, 200, 2015, 2016, 2016).status == expected


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        (101, "significant_progress"),
        (100.9, "moderate_progress"),
        (100, "moderate_progress"),
        (99.1, "moderate_movement_away"),
        (99, "significant_movement_away"),
        (90, "significant_movement_away"),
    ],
)
def test_eurostat_without_target_cuts_at_one_and_zero_percent(current, expected):
    assert pace_without_target(100, current, 2019, 2020, "up", rule="eurostat").status == expected


@pytest.mark.parametrize(
    ("base", "limit", "expected"),
    [(100, 100, 0), (0, 100, 1), (50, 100, 1 - 0.5**4.44), (150, 100, 1 - 0.5**4.44), (200, 100, 1), (3, 0, 1)],
)
def test_the_scale_near_a_limit(base, limit, expected):
    assert limit_scale(base, limit) == pytest.approx(expected)


def test_holding_the_limit_is_the_best_pace_there_is():
    assert pace_without_target(100, 100, 2015, 2020, "up", 100) == (0, "substantial_progress", 5)
    assert pace_without_target(100, 99, 2015, 2020, "up", 100).status == "deterioration"


def test_a_minimum_limit_counts_where_better_is_down():
    # A parity of 1.1 towards 1: growth 0.5 % falls short of the usual 1.5 %, not of the scaled one.
    assert pace_without_target(1.1, 1.0945, 2015, 2016, "down").status == "moderate_progress"
    scale = 1 - 0.9**4.44
    assert scale * 1.5 > 0.5
    assert pace_without_target(1.02, 1.0149, 2015, 2016, "down", 1).status == "substantial_progress"


def test_a_maximum_is_not_considered_where_better_is_down():
    series = (90, 89, 2015, 2016, "down")
    assert pace_without_target(*series, 100) == pace_without_target(*series)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((0, 1, 2, 2015, 2020, 2025), "zero_base"),
        ((-4, 1, 2, 2015, 2020, 2025), "not_positive"),
        ((4, -3, 2, 2015, 2020, 2025, "up"), "not_positive"),
        ((4, 3, 0, 2015, 2020, 2025), "not_positive"),
        ((4, 3, 4, 2015, 2020, 2025, "up"), "base_equals_target"),
        ((4, 3, 4, 2015, 2020, 2025), "base_equals_target"),
        ((4, 3, 2, 2015, 2015, 2025), "same_year"),
        ((4, 3, 2, 2015, 2020, 2015), "same_year"),
        ((4, 3, 2, 2020, 2015, 2025), "years_reversed"),
        ((4, 3, 2, 2015, 2020, 2025, "ambiguous"), "ambiguous_direction"),
        ((4, nan, 2, 2015, 2020, 2025), "missing_value"),
    ],
)
def test_a_ratio_that_does_not_exist_is_refused(arguments, code):
    for function in (growth_ratio, pace_to_target):
        with pytest.raises(Undefined) as refusal:
            function(*arguments)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((0, 3, 2015, 2020, "up"), "zero_base"),
        ((4, 3, 2015, 2020, None), "ambiguous_direction"),
        ((105, 106, 2015, 2020, "up", 100), "beyond_limit"),
        ((4, 3, 2015, 2020, "down", -1), "not_positive"),
    ],
)
def test_a_growth_that_cannot_be_labelled_is_refused(arguments, code):
    with pytest.raises(Undefined) as refusal:
        pace_without_target(*arguments)
    assert refusal.value.code == code


def test_a_target_that_is_met_needs_no_ratio():
    assert pace_to_target(3, 0, 0, 2015, 2020, 2025, "down") == (None, "target_achieved", 5)
    assert pace_to_target(4, 3, 3, 2015, 2015, 2025, "down") == (None, "target_achieved", 5)
    with pytest.raises(Undefined, match="base_equals_target"):
        pace_to_target(100, 100, 100, 2015, 2020, 2025, "up", "eurostat")


def test_where_the_base_meets_the_target_already_no_pace_leads_to_it():
    # Better is down and 20 lies above 10: the rise to 12 is no achievement.
    for ends in ((10, 12, 20), (10, 10, 20), (7.05, 12.19, 70)):
        with pytest.raises(Undefined, match="base_meets_target"):
            pace_to_target(*ends, 2015, 2020, 2030, direction="down")
    with pytest.raises(Undefined, match="base_meets_target"):
        pace_to_target(80, 70, 60, 2015, 2020, 2030, "up", "eurostat")
    assert pace_to_target(10, 12, 20, 2015, 2020, 2030, "down", kept=True).status == "target_achieved"
    assert pace_to_target(10, 25, 20, 2015, 2020, 2030, "down").status == "deterioration"


@pytest.mark.parametrize("nothing", [nan, None, pd.NA])
@pytest.mark.parametrize("place", range(6))
def test_a_number_that_is_not_known_has_no_pace(nothing, place):
    arguments = [4, 3, 2, 2015, 2020, 2025]
    arguments[place] = nothing
    for function in (growth_ratio, pace_to_target):
        with pytest.raises(Undefined, match="missing_value"):
            function(*arguments)
    if place not in (2, 5):
        with pytest.raises(Undefined, match="missing_value"):
            pace_without_target(*arguments[:2], *arguments[3:5], "down")


def test_no_number_without_end_and_no_limit_that_is_not_known():
    with pytest.raises(Undefined, match="infinite_value"):
        pace_to_target(4, inf, 6, 2015, 2020, 2025)
    with pytest.raises(Undefined, match="missing_value"):
        pace_without_target(90, 91, 2015, 2020, "up", nan)
    with pytest.raises(Undefined, match="missing_value"):
        mean_pace([Pace(None, "target_achieved", 5.0), Pace(0.1, "moderate_progress", nan)])


def test_growth_of_columns_of_two_tables_is_not_paired_by_position():
    with pytest.raises(Undefined, match="different_indexes"):
        compound_growth(pd.Series([100.0, 200], ["a", "b"]), pd.Series([121.0, 50], ["b", "a"]), 2018, 2020)


def test_growth_of_columns():
    growth = compound_growth(pd.Series([100, 200.0]), pd.Series([121, 50.0]), 2018, 2020)
    assert growth.tolist() == pytest.approx([0.1, -0.5])
    with pytest.raises(Undefined) as refusal:
        compound_growth(pd.Series([100, 0.0]), pd.Series([121, 50.0]), 2018, 2020)
    assert (refusal.value.code, refusal.value.facts) == ("zero_base", {"rows": [1]})


def test_directions_by_every_name():
    assert {direction_sign(name) for name in ("up", "increasing", 1)} == {1}
    assert {direction_sign(name) for name in ("down", "decreasing", -1)} == {-1}


@given(positive, positive, positive, st.integers(1, 12), st.integers(1, 12), st.floats(0.01, 100), directions)
def test_the_ratio_by_logarithms_and_in_any_unit(base, current, target, elapsed, more, unit, direction):
    assume(abs(log(target / base)) > 1e-3)
    years = (2015, 2015 + elapsed, 2015 + elapsed + more)
    ratio = growth_ratio(base, current, target, *years, direction)
    observed = exp(log(current / base) / elapsed) - 1
    required = exp(log(target / base) / (elapsed + more)) - 1
    sign = 1 if direction == "up" else -1
    assert ratio == pytest.approx(sign * observed / abs(required), rel=1e-6, abs=1e-9)
    assert growth_ratio(base * unit, current * unit, target * unit, *years, direction) == pytest.approx(
        ratio, rel=1e-6, abs=1e-6
    )


@given(positive, positive, st.integers(2, 10))
def test_a_series_that_follows_the_required_path_has_ratio_one(base, target, years):
    assume(abs(log(target / base)) > 1e-3)
    halfway = base * (target / base) ** 0.5
    assert growth_ratio(base, halfway, target, 2010, 2010 + years, 2010 + 2 * years) == pytest.approx(1)


@given(positive, positive, positive, positive, directions)
def test_a_better_value_never_scores_worse(base, first, second, target, direction):
    assume(abs(log(target / base)) > 1e-3)
    worse, better = sorted((first, second), reverse=direction == "down")
    scores = [
        pace_to_target(base, value, target, 2015, 2020, 2030, direction, kept=True).score for value in (worse, better)
    ]
    assert -5 <= scores[0] <= scores[1] + 1e-9 <= 5 + 1e-9


@given(st.floats(1, 99), st.floats(1, 99), st.floats(1, 99))
def test_a_better_value_never_scores_worse_near_a_limit(base, first, second):
    worse, better = sorted((first, second))
    scores = [pace_without_target(base, value, 2015, 2020, "up", 100).score for value in (worse, better)]
    assert -5 <= scores[0] <= scores[1] + 1e-9 <= 5 + 1e-9


@given(st.floats(0.01, 0.99), st.floats(1, 1000))
def test_the_scale_is_a_share_and_the_same_on_both_sides_of_the_limit(nearness, limit):
    below, above = limit_scale(nearness * limit, limit), limit_scale((2 - nearness) * limit, limit)
    assert 0 <= below <= 1
    assert below == pytest.approx(above, abs=1e-9)
