import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from bvte.methods.inequality_ordered import (
    absolute_concentration_index,
    population_midranks,
    ranked_line,
    relative_concentration_index,
    relative_index,
    slope_index,
)
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]}
INDICES, LINES = CASES["A4-ORD-01"], CASES["A4-ORD-02"]
RANKING = "wealth quintile"


def inputs(case):
    given_ = case["inputs"]
    return given_["estimate"], given_["population"], given_["subgroup_order"], RANKING


def test_published_concentration_indices():
    expected, allowed = INDICES["expected"], INDICES["tolerance"]
    aci, rci = absolute_concentration_index(*inputs(INDICES)), relative_concentration_index(*inputs(INDICES))
    found = {"aci": aci.value, "aci_se": aci.error, "rci": rci.value, "rci_se": rci.error}
    for name, value in found.items():
        assert value == pytest.approx(expected[name], abs=allowed[name]), name


def test_published_slope_and_relative_index_where_population_weighs_twice():
    twice = np.array(LINES["inputs"]["population"]) ** 2
    line = ranked_line(*inputs(LINES), scale=LINES["inputs"]["scale"], weights=twice)
    found = {}
    for name, measure in (("sii", slope_index(line, normal=True)), ("rii", relative_index(line, normal=True))):
        found |= {name: measure.value, f"{name}_low": measure.low, f"{name}_high": measure.high}
    for name, expected in LINES["expected"]["healthequal_published"].items():
        assert found[name] == pytest.approx(expected, abs=LINES["tolerance"]["published"]), name


def test_slope_and_relative_index_where_population_weighs_once():
    expected, allowed = LINES["expected"], LINES["tolerance"]["computed"]
    line = ranked_line(*inputs(LINES))
    assert slope_index(line).value == pytest.approx(expected["single_population_weight"]["sii"], abs=allowed)
    assert relative_index(line).value == pytest.approx(expected["single_population_weight"]["rii"], abs=allowed)
    straight = slope_index(ranked_line(*inputs(LINES), model="linear"))
    assert straight.value == pytest.approx(expected["linear_wls_sii"], abs=allowed)


def test_midranks_by_hand():
    # Of 10 people: 2 in the lowest place, 3 + 1 share the middle one, 4 on top.
    assert population_midranks([1, 5, 5, 9], [2, 3, 1, 4]).tolist() == [0.1, 0.4, 0.4, 0.8]


groups = st.lists(
    st.tuples(st.floats(1, 99), st.integers(1, 60), st.integers(0, 1000)),
    min_size=3,
    max_size=9,
    unique_by=lambda cell: cell[2],
)


def columns(cells):
    return (np.array(column, dtype=float) for column in zip(*cells, strict=True))


@settings(deadline=None)
@given(groups)
def test_concentration_is_the_mean_gap_of_all_pairs(cells):
    y, n, order = columns(cells)
    p = n / n.sum()
    # Sum over ordered pairs p_i p_j (y_j - y_i) where j stands above i.
    above = order[None, :] > order[:, None]
    pairs = (np.outer(p, p) * (y[None, :] - y[:, None]))[above].sum()
    aci = absolute_concentration_index(y, n, order, RANKING)
    assert aci.value == pytest.approx(pairs, abs=1e-9)
    assert relative_concentration_index(y, n, order, RANKING).value == pytest.approx(pairs / (p @ y), abs=1e-9)


@settings(deadline=None)
@given(groups)
def test_the_error_is_that_of_weighted_least_squares(cells):
    import statsmodels.api as sm

    y, n, order = columns(cells)
    x = population_midranks(order, n)
    left = 2 * (n / n.sum() @ (x - 0.5) ** 2) * y
    fit = sm.WLS(left, sm.add_constant(x), weights=n).fit()
    found = absolute_concentration_index(y, n, order, RANKING)
    assert (found.value, found.error) == pytest.approx((fit.params[1], fit.bse[1]), rel=1e-6, abs=1e-9)


@settings(deadline=None)
@given(groups)
def test_the_other_way_up_changes_the_sign_and_turns_the_ratio(cells):
    y, n, order = columns(cells)
    up, down = (ranked_line(y, n, way, RANKING, whole_events=False) for way in (order, -order))
    assert slope_index(down).value == pytest.approx(-slope_index(up).value, abs=1e-6)
    assert relative_index(down).value == pytest.approx(1 / relative_index(up).value, rel=1e-6)
    aci = [absolute_concentration_index(y, n, way, RANKING).value for way in (order, -order)]
    assert aci[0] == pytest.approx(-aci[1], abs=1e-9)


@settings(deadline=None)
@given(groups)
def test_relative_concentration_is_bounded(cells):
    y, n, order = columns(cells)
    assert -1 <= relative_concentration_index(y, n, order, RANKING).value <= 1


@pytest.mark.parametrize("value", [0.5, 40.0, 99.0])
def test_equal_subgroups_have_no_inequality(value):
    y, n, order = [value] * 4, [1000, 400, 600, 800], [1, 2, 3, 4]
    line = ranked_line(y, n, order, RANKING)
    assert slope_index(line).value == pytest.approx(0, abs=1e-9)
    assert relative_index(line).value == pytest.approx(1)
    assert absolute_concentration_index(y, n, order, RANKING).value == pytest.approx(0, abs=1e-12)


def test_the_logit_line_is_the_most_likely_one():
    y, n, order, _ = inputs(LINES)
    n = np.array(n, dtype=float)
    events, x = np.round(np.array(y) / 100 * n), population_midranks(order, n)

    def loss(line):
        return (n * np.logaddexp(0, line[0] + line[1] * x) - events * (line[0] + line[1] * x)).sum()

    a, b = minimize(loss, [0, 0], tol=1e-12).x
    bottom, top = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - b))
    found = ranked_line(*inputs(LINES))
    assert (found.bottom, found.top) == pytest.approx((bottom, top), abs=1e-6)


def test_the_straight_line_is_that_of_polyfit():
    y, n, order = [4.0, 9.0, 1.0, 7.0], [10, 30, 20, 40], [1, 2, 3, 4]
    slope, start = np.polyfit(population_midranks(order, n), y, 1, w=np.sqrt(n))
    line = ranked_line(y, n, order, RANKING, scale=10_000, model="linear")
    assert slope_index(line).value == pytest.approx(slope)
    assert relative_index(line).value == pytest.approx((start + slope) / start)


def test_rates_are_read_on_their_own_scale():
    y, n, order = np.array([20, 30, 40, 50.0]), [10_000] * 4, [1, 2, 3, 4]
    percent = ranked_line(y, n, order, RANKING)
    per_10_000 = ranked_line(100 * y, n, order, RANKING, scale=10_000)
    assert slope_index(per_10_000).value == pytest.approx(100 * slope_index(percent).value)
    assert relative_index(per_10_000).value == pytest.approx(relative_index(percent).value)


def test_intervals_widen_with_the_level_and_name_their_ranking():
    line = ranked_line(*inputs(LINES))
    for measure in (slope_index, relative_index):
        usual, wide = measure(line), measure(line, level=0.998)
        assert wide.low < usual.low < usual.value < usual.high < wide.high
        assert usual.ranking == RANKING


PEOPLE = [78, 91, 162, 103, 105]


def line_of(y):
    return ranked_line(y, PEOPLE, range(5), RANKING, whole_events=False)


MEASURES = (
    lambda y, **options: absolute_concentration_index(y, PEOPLE, range(5), RANKING, **options),
    lambda y, **options: relative_concentration_index(y, PEOPLE, range(5), RANKING, **options),
    lambda y, **options: slope_index(line_of(y), **options),
    lambda y, **options: relative_index(line_of(y), **options),
)


@pytest.mark.parametrize("measure", MEASURES)
def test_five_subgroups_take_the_t_of_three_degrees_of_freedom(measure):
    by_t, by_normal = measure([20, 30, 44, 50, 60]), measure([20, 30, 44, 50, 60], normal=True)
    if measure is MEASURES[3]:
        widths = [np.log(each.high / each.low) for each in (by_t, by_normal)]
    else:
        widths = [each.high - each.low for each in (by_t, by_normal)]
    assert widths[0] / widths[1] == pytest.approx(3.182446 / 1.959964, abs=1e-6)


@pytest.mark.parametrize("measure", MEASURES)
def test_subgroups_that_do_not_differ_leave_no_interval(measure):
    found = measure([40.0] * 5)
    assert (found.low, found.high) == (None, None)
    assert measure([40.0, 40, 40, 40, 42]).low is not None


def test_subgroups_planned_along_the_ranking_leave_no_interval():
    places = population_midranks(range(5), PEOPLE)
    planned = 20 + 40 * places
    line = ranked_line(planned, PEOPLE, range(5), RANKING, model="linear", whole_events=False)
    assert slope_index(line).value == pytest.approx(40)
    assert (slope_index(line).low, relative_index(line).high) == (None, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ranking": " "}, "ranking_not_named"),
        ({"ranking": None}, "ranking_not_named"),
        ({"order": [2, 2, 2]}, "ranking_without_order"),
        ({"order": [1, None, 2]}, "ranking_without_order"),
        ({"estimate": [1, None, 2]}, "too_many_missing"),
        ({"population": [1, 0, 2]}, "empty_subgroup"),
        ({"estimate": [10, 20, 101]}, "estimate_outside_scale"),
        ({"population": [0.2, 0.3, 0.5]}, "population_not_whole"),
        ({"estimate": [0, 0, 0]}, "no_finite_slope"),
        ({"estimate": [100, 100, 100]}, "no_finite_slope"),
        ({"estimate": [0, 0, 100]}, "no_finite_slope"),
        ({"estimate": [0, 30, 100]}, "no_finite_slope"),
        ({"estimate": [100, 30, 0]}, "no_finite_slope"),
    ],
)
def test_what_has_no_line(changes, code):
    usual = {"estimate": [10, 20, 30], "population": [50, 60, 70], "order": [1, 2, 3], "ranking": RANKING}
    with pytest.raises(Undefined) as error:
        ranked_line(**(usual | changes))
    assert error.value.code == code


def test_the_edge_of_a_finite_slope():
    # One case below and one person without above suffice.
    assert relative_index(ranked_line([1, 30, 99], [100] * 3, [1, 2, 3], RANKING)).value > 100


def test_a_country_is_fitted_as_well_as_a_commune():
    small, large = (
        slope_index(ranked_line([20, 30, 25], [n, 2 * n, n], [1, 2, 3], RANKING, whole_events=False))
        for n in (10, 10_000_000)
    )
    assert small == pytest.approx(large)


def test_two_subgroups_make_no_gradient():
    with pytest.raises(Undefined, match="too_few_subgroups"):
        absolute_concentration_index([1, 2], [5, 5], [1, 2], RANKING)


def test_relative_measures_of_nothing():
    with pytest.raises(Undefined, match="not_positive"):
        relative_concentration_index([0, 0, 0], [5, 5, 5], [1, 2, 3], RANKING)
    with pytest.raises(Undefined, match="not_positive"):
        relative_index(ranked_line([0, 1, 9], [5, 5, 5], [1, 2, 3], RANKING, model="linear"))


def test_an_unknown_model_is_a_mistake():
    with pytest.raises(ValueError, match="unknown model"):
        ranked_line([10, 20, 30], [5, 5, 5], [1, 2, 3], RANKING, model="probit")
