import json
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.achievement import (
    change_achieved,
    elapsed_share,
    judge_condition,
    linear_achievement,
    points_needed_per_year,
    points_per_year,
    satisfying_set,
)
from bvte.methods.interval import lies_within, make_interval
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}

tenths = st.integers(0, 1000).map(lambda n: n / 10)
steps = st.sampled_from([0.05, 0.5])


def rounded(value, step):
    return make_interval(value - step, value + step, True, False)


def test_the_province_kept_its_pace_of_a_tenth_of_a_point():
    given_, expected = CASES["A1-PACE-01"]["inputs"], CASES["A1-PACE-01"]["expected"]
    change = points_per_year(given_["current_value"], given_["base_value"], given_["current_year"], given_["base_year"])
    verdict = judge_condition("decrease_per_year", 3.8, given_["claim_min_points_per_year"], baseline=4.4, years=5)
    assert -change == pytest.approx(expected["points_per_year"], abs=1e-9)
    assert (verdict == "met") is expected["claim_holds"]


def test_the_bound_below_3_8_keeps_the_pace_however_low_the_value_is():
    below = make_interval(0, 3.8, right_closed=False)
    assert (
        judge_condition("decrease_per_year", below, 0.1, baseline=make_interval(4.35, 4.45, True, False), years=5)
        == "met"
    )
    assert change_achieved("decrease_per_year", below, 4.4, 5) == pd.Interval(0.12, 0.88, closed="right")


def test_achievement_is_100_at_the_target_and_0_at_the_start():
    # From 4.4 to 3.8: 4.1 is half way, 3.5 half as far again, 5.0 as far back.
    values = {4.4: 0, 4.1: 50, 3.8: 100, 3.5: 150, 5.0: -100}
    assert {value: linear_achievement(value, 4.4, 3.8) for value in values} == values


def test_a_bound_as_value_makes_achievement_a_lower_bound():
    result = linear_achievement(make_interval(0, 3.8, right_closed=False), 4.4, 3.8)
    assert result.left == 100 and result.open_left
    assert result.right == pytest.approx(100 * 4.4 / 0.6) and result.closed_right


def test_achievement_with_an_unbounded_baseline():
    # From anything above 50 down to 20, now at 35: half of the way from 50, nearly all from afar.
    assert linear_achievement(35, make_interval(50, inf, left_closed=False), 20) == pd.Interval(
        50, 100, closed="neither"
    )


def test_achievement_refuses_a_plan_without_distance():
    for baseline in (3.8, make_interval(3.75, 3.85, True, False)):
        with pytest.raises(Undefined, match="base_equals_target"):
            linear_achievement(3.5, baseline, 3.8)


def test_achievement_beside_a_baseline_that_touches_the_target():
    # The plan may have been as short as one likes, so what was covered of it has no upper bound.
    result = linear_achievement(3.0, make_interval(3.8, 4.4, left_closed=False), 3.8)
    assert result.right == inf and result.left == pytest.approx(100 * 1.4 / 0.6)


def test_columns_give_the_same_as_single_numbers():
    table = pd.DataFrame({"value": [3.8, 90.0], "baseline": [4.4, 80.0], "target": [3.3, 100.0]})
    column = linear_achievement(table["value"], table["baseline"], table["target"])
    single = [linear_achievement(*row) for row in table.itertuples(index=False)]
    assert column.tolist() == pytest.approx(single)
    assert points_per_year(table["value"], table["baseline"], 2020, 2015).tolist() == pytest.approx([-0.12, 2])


def test_columns_name_the_rows_without_distance():
    with pytest.raises(Undefined) as refusal:
        linear_achievement(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 4.0]))
    assert refusal.value.facts == {"rows": [1]}


def test_columns_of_two_tables_are_not_paired_by_position():
    value, target = pd.Series([1.0, 2], ["a", "b"]), pd.Series([4.0, 5], ["b", "a"])
    for call in (
        lambda: linear_achievement(value, 0, target),
        lambda: points_per_year(value, target, 2020, 2015),
        lambda: points_needed_per_year(value, target, 2020, 2025),
        lambda: elapsed_share(value, target, 2030),
    ):
        with pytest.raises(Undefined, match="different_indexes"):
            call()


def test_lists_are_columns_too():
    assert linear_achievement([1, 2], 0, [4, 4]).tolist() == [25, 50]
    assert points_per_year([1, 2], [0, 4], 2020, 2015).tolist() == pytest.approx([0.2, -0.4])
    assert np.isnan(linear_achievement([1, None], 0, [4, 4])[1])


@pytest.mark.parametrize("nothing", [None, pd.NA, np.nan])
def test_numbers_that_are_not_known_are_named(nothing):
    for call in (
        lambda: linear_achievement(nothing, 4, 3),
        lambda: linear_achievement(4, 5, nothing),
        lambda: elapsed_share(nothing, 2015, 2020),
        lambda: points_per_year(nothing, 4, 2020, 2015),
        lambda: points_needed_per_year(4, 3, 2020, nothing),
        lambda: judge_condition("below", nothing, 3),
        lambda: judge_condition("range", 4, 3, np.nan),
    ):
        with pytest.raises(Undefined, match="missing_value"):
            call()


def test_elapsed_share_of_a_phase():
    assert elapsed_share(2018, 2015, 2020) == 60
    assert elapsed_share(pd.Series([2015, 2022]), 2015, 2020).tolist() == [0, 140]
    with pytest.raises(Undefined, match="same_year"):
        elapsed_share(2018, 2020, 2020)


def test_points_still_needed():
    assert points_needed_per_year(3.8, 3.3, 2020, 2025) == -0.1
    below = make_interval(0, 3.8, right_closed=False)
    assert points_needed_per_year(below, 3.3, 2020, 2025) == pd.Interval(-0.1, 0.66, closed="right")
    with pytest.raises(Undefined, match="same_year"):
        points_needed_per_year(3.8, 3.3, 2025, 2025)
    with pytest.raises(Undefined, match="after_target_year"):
        points_needed_per_year(3.8, 3.3, 2026, 2025)


@pytest.mark.parametrize(
    ("condition", "observed", "target", "expected"),
    [
        ("below", 3.8, 3.8, "not_met"),
        ("below", make_interval(0, 3.8, right_closed=False), 3.8, "met"),
        ("below", make_interval(0, 3.8), 3.8, "undecided"),
        ("below", make_interval(3.75, 3.85, True, False), 3.8, "undecided"),
        ("at_most", 3.8, 3.8, "met"),
        ("at_least", make_interval(90, inf), 90, "met"),
        ("above", make_interval(90, inf), 90, "undecided"),
        ("above", make_interval(90, inf, left_closed=False), 90, "met"),
        ("exactly", 100, 100, "met"),
        ("exactly", make_interval(99.5, 100), 100, "undecided"),
        ("exactly", make_interval(99.5, 100, True, False), 100, "not_met"),
        ("yes_no", 1, 1, "met"),
        ("yes_no", 0, 1, "not_met"),
        ("yes_no", make_interval(0, 1), 1, "undecided"),
        ("count", 129, 129, "met"),
        ("count", 128, 129, "not_met"),
        ("count", make_interval(120, inf, left_closed=False), 129, "undecided"),
    ],
)
def test_conditions_on_a_level(condition, observed, target, expected):
    assert judge_condition(condition, observed, target) == expected


def test_a_range_includes_both_ends():
    verdicts = [judge_condition("range", value, 3, 5) for value in (2.9, 3, 5, 5.1, make_interval(4, 6))]
    assert verdicts == ["not_met", "met", "met", "not_met", "undecided"]


@pytest.mark.parametrize(
    ("condition", "observed", "baseline", "years", "target", "expected"),
    [
        # On the boundary, where binary floats would say 0.09999999999999999 or 9.999999999999998.
        ("decrease_per_year", 0.1, 0.3, 2, 0.1, "met"),
        ("decrease_percent_per_year", 81, 100, 2, 10, "met"),
        ("increase_percent_per_year", 121, 100, 2, 10, "met"),
        ("increase_per_year", 86, 80, 3, 2, "met"),
        ("increase_per_year", 85.9, 80, 3, 2, "not_met"),
        ("decrease_per_year", 4.6, 4.4, 5, 0.1, "not_met"),
        ("decrease_by_percent", 70, 100, None, 30, "met"),
        ("decrease_by_percent", 71, 100, None, 30, "not_met"),
        ("decrease_by_percent", make_interval(60, 80), 100, None, 30, "undecided"),
        ("increase_by_percent", 130, 100, None, 30, "met"),
        ("decrease_percent_per_year", make_interval(0, 50), 100, 2, 20, "met"),
    ],
)
def test_conditions_on_a_change(condition, observed, baseline, years, target, expected):
    assert judge_condition(condition, observed, target, baseline=baseline, years=years) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("below", 3, None), "no_target"),
        (("range", 3, 5), "no_upper_value"),
        (("range", 3, 5, 4), "range_reversed"),
        (("nearly", 3, 5), "unknown_condition"),
        (("decrease_per_year", 3, 0.1), "no_baseline"),
        (("decrease_per_year", 3, 0.1, None, 4), "no_years"),
        (("decrease_per_year", 3, 0.1, None, 4, 0), "same_year"),
        (("decrease_by_percent", 3, 30, None, 0), "zero_base"),
        (("decrease_by_percent", 3, 30, None, make_interval(0, 5)), "zero_base"),
        (("decrease_by_percent", 3, 30, None, -4), "not_positive"),
        (("decrease_percent_per_year", -3, 30, None, 4, 2), "not_positive"),
        (("increase_percent_per_year", 3, 30, None, 0, 2), "zero_base"),
    ],
)
def test_a_target_that_cannot_be_judged_says_why(arguments, code):
    with pytest.raises(Undefined) as refusal:
        judge_condition(*arguments)
    assert refusal.value.code == code


@given(tenths, tenths, tenths)
def test_achievement_does_not_depend_on_unit_or_direction(value, baseline, target):
    assume(baseline != target)
    share = linear_achievement(value, baseline, target)
    assert linear_achievement(value * 10, baseline * 10, target * 10) == pytest.approx(share)
    assert linear_achievement(-value, -baseline, -target) == pytest.approx(share)
    assert linear_achievement(100 - value, 100 - baseline, 100 - target) == pytest.approx(share)


@given(tenths, tenths, tenths, steps, st.tuples(*[st.floats(-1, 0.99)] * 3))
def test_achievement_of_any_point_lies_in_the_interval(value, baseline, target, step, shifts):
    assume(abs(baseline - target) > 2 * step)
    boxes = [rounded(number, step) for number in (value, baseline, target)]
    points = [number + step * shift for number, shift in zip((value, baseline, target), shifts, strict=True)]
    result, share = linear_achievement(*boxes), linear_achievement(*points)
    room = 1e-9 * max(1, abs(share))
    assert result.left - room <= share <= result.right + room


@given(tenths, tenths, tenths, steps)
def test_the_interval_of_achievement_is_no_wider_than_needed(value, baseline, target, step):
    assume(abs(baseline - target) > 3 * step)
    boxes = [rounded(number, step) for number in (value, baseline, target)]
    corners = np.array(np.meshgrid(*[[box.left, box.right] for box in boxes])).reshape(3, -1)
    shares = 100 * (corners[0] - corners[1]) / (corners[2] - corners[1])
    result = linear_achievement(*boxes)
    assert (result.left, result.right) == pytest.approx((shares.min(), shares.max()), rel=1e-6, abs=1e-6)


@given(tenths, tenths, st.integers(2016, 2024), st.integers(1, 10))
def test_what_is_needed_leads_to_the_target(value, target, year, ahead):
    needed = points_needed_per_year(value, target, year, year + ahead)
    assert value + needed * ahead == pytest.approx(target)
    assert points_per_year(target, value, year + ahead, year) == pytest.approx(needed)


CONDITIONS = ["below", "at_most", "at_least", "above", "exactly", "count"]


@given(st.sampled_from(CONDITIONS), tenths, steps, tenths, st.floats(-1, 0.99))
def test_a_verdict_holds_for_every_point_of_the_observation(condition, value, step, target, shift):
    observed = rounded(value, step)
    verdict = judge_condition(condition, observed, target)
    point = value + step * shift
    assume(point in observed)
    if verdict != "undecided":
        assert judge_condition(condition, point, target) == verdict


@given(st.sampled_from(CONDITIONS), tenths, tenths)
def test_a_single_number_is_always_decided_as_its_operator_says(condition, value, target):
    operators = {
        "below": value < target,
        "at_most": value <= target,
        "at_least": value >= target,
        "above": value > target,
        "exactly": value == target,
        "count": value >= target,
    }
    assert judge_condition(condition, value, target) == ("met" if operators[condition] else "not_met")


@given(st.sampled_from(CONDITIONS), tenths, steps, tenths)
def test_knowing_more_never_overturns_a_verdict(condition, value, step, target):
    wide, narrow = rounded(value, step), rounded(value, step / 2)
    assert lies_within(narrow, wide)
    before = judge_condition(condition, wide, target)
    assert before in ("undecided", judge_condition(condition, narrow, target))


@given(tenths.filter(bool), tenths, st.integers(1, 10), st.floats(0.1, 50))
def test_percent_a_year_compounds_to_the_percent_of_the_whole_time(baseline, observed, years, percent):
    # Another road: shrink the base year by year and compare levels instead of rates.
    level = baseline * (1 - percent / 100) ** years
    assume(abs(level - observed) > 1e-6)
    verdict = judge_condition("decrease_percent_per_year", observed, percent, baseline=baseline, years=years)
    assert verdict == ("met" if observed < level else "not_met")


def test_a_level_is_no_change():
    with pytest.raises(Undefined, match="unknown_condition"):
        change_achieved("below", 3.8, 4.4, 5)


def test_the_sets_are_the_operators():
    assert satisfying_set("below", 3.8) == pd.Interval(-inf, 3.8, closed="neither")
    assert satisfying_set("at_least", 90) == pd.Interval(90, inf, closed="left")
    assert satisfying_set("range", 3, 5) == pd.Interval(3, 5, closed="both")
