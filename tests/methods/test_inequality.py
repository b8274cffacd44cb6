import json
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods import inequality as iq
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]}
ORDERED, UNORDERED = CASES["A4-ORD-01"], CASES["A4-NON-01"]
Y, N = UNORDERED["inputs"]["estimate"], UNORDERED["inputs"]["population"]
REFERENCE = UNORDERED["inputs"]["reference_index_1based"] - 1

# The published name of each measure beside ours.
PUBLISHED = {
    "bgv": lambda: iq.between_group_variance(Y, N),
    "bgsd": lambda: iq.between_group_standard_deviation(Y, N),
    "theil_x1000": lambda: iq.theil_index(Y, N),
    "mld_x1000": lambda: iq.mean_log_deviation(Y, N),
    "mdm_w": lambda: iq.mean_difference_from_mean(Y, N),
    "mdm_u": lambda: iq.mean_difference_from_mean(Y, N, weighted=False),
    "idis_w": lambda: iq.index_of_disparity(Y, N),
    "idis_u": lambda: iq.index_of_disparity(Y, N, weighted=False),
    "mdb_w": lambda: iq.mean_difference_from_best(Y, N, favourable=True),
    "mdb_u": lambda: iq.mean_difference_from_best(Y, N, favourable=True, weighted=False),
    "mdr_w_ref14": lambda: iq.mean_difference_from_reference(Y, N, REFERENCE),
    "mdr_u_ref14": lambda: iq.mean_difference_from_reference(Y, N, REFERENCE, weighted=False),
    "par": lambda: iq.population_attributable_risk(Y, N, favourable=True),
    "paf": lambda: iq.population_attributable_fraction(Y, N, favourable=True),
}


@pytest.mark.parametrize("name", UNORDERED["expected"])
def test_published_measures(name):
    allowed = UNORDERED["tolerance"].get(name, UNORDERED["tolerance"]["default"])
    assert PUBLISHED[name]() == pytest.approx(UNORDERED["expected"][name], abs=allowed)


def test_published_error_of_the_variance():
    # WHO healthequal 1.0.1, test-bgv.R, as the note of the case says
    error = iq.between_group_variance_error(Y, N, UNORDERED["inputs"]["se"])
    assert error == pytest.approx(17.134647, abs=1e-5)


def test_published_attributable_risk_of_an_order():
    given_, expected = ORDERED["inputs"], ORDERED["expected"]
    most_advantaged = int(np.argmax(given_["subgroup_order"]))
    arguments = given_["estimate"], given_["population"], True, most_advantaged
    assert iq.population_attributable_risk(*arguments) == pytest.approx(expected["par"], abs=1e-4)
    assert iq.population_attributable_fraction(*arguments) == pytest.approx(expected["paf"], abs=1e-4)


def test_each_subgroup_is_beside_its_own_error():
    # The first area has no estimate, the second no error: the eight that have both, by the formula alone.
    estimate, error = [None, *range(10, 100, 10)], [5, None, *[1] * 8]
    y, p = np.arange(20, 100, 10.0), 1 / 8
    slope, rest = (p**2 * (y - y.mean()) ** 2).sum(), (8 * p**2) ** 2 - 8 * p**4 + 8 * p**2 * (1 - p) ** 2
    expected = np.sqrt(4 * slope + 2 * rest)
    assert iq.between_group_variance_error(estimate, [7] * 10, error) == pytest.approx(expected)
    assert expected == pytest.approx(16.21, abs=5e-3)
    turned = [column[::-1] for column in (estimate, [7] * 10, error)]
    assert iq.between_group_variance_error(*turned) == pytest.approx(expected)


def test_estimates_and_errors_of_two_tables_are_not_paired_by_position():
    estimate, error = pd.Series([1.0, 2, 3], list("abc")), pd.Series([1.0, 1, 1], list("cab"))
    with pytest.raises(Undefined, match="different_indexes"):
        iq.between_group_variance_error(estimate, [1, 1, 1], error)


def people(estimate, population):
    """Everybody's value, one by one: the long way to every weighted measure."""
    return np.repeat(np.asarray(estimate, dtype=float), population)


sizes = st.integers(1, 60)
groups = st.lists(st.tuples(st.floats(0.5, 100), sizes), min_size=3, max_size=12)


def split(cells):
    values, weights = zip(*cells, strict=True)
    return list(values), list(weights)


@settings(deadline=None)
@given(groups)
def test_weighted_measures_equal_those_of_all_people(cells):
    y, n = split(cells)
    every = people(y, n)
    mean, near = every.mean(), {"rel": 1e-6, "abs": 1e-6}
    assert iq.between_group_variance(y, n) == pytest.approx(every.var(), **near)
    assert iq.coefficient_of_variation(y, n) == pytest.approx(100 * every.std() / mean, **near)
    assert iq.mean_difference_from_mean(y, n) == pytest.approx(np.abs(every - mean).mean(), **near)
    assert iq.mean_difference_from_best(y, n, True) == pytest.approx((every.max() - every).mean(), **near)
    assert iq.mean_difference_from_best(y, n, False) == pytest.approx((every - every.min()).mean(), **near)
    assert iq.population_attributable_risk(y, n, False) == pytest.approx(every.min() - mean, **near)
    assert iq.theil_index(y, n) == pytest.approx(1000 * np.mean(every / mean * np.log(every / mean)), **near)
    assert iq.mean_log_deviation(y, n) == pytest.approx(1000 * (log(mean) - np.log(every).mean()), **near)


MEASURES = [
    iq.between_group_variance,
    iq.between_group_standard_deviation,
    iq.coefficient_of_variation,
    iq.mean_difference_from_mean,
    lambda y, n: iq.mean_difference_from_mean(y, n, weighted=False),
    lambda y, n: iq.mean_difference_from_best(y, n, True),
    lambda y, n: iq.mean_difference_from_best(y, n, False, weighted=False),
    lambda y, n: iq.mean_difference_from_reference(y, n, 0),
    iq.index_of_disparity,
    iq.theil_index,
    iq.mean_log_deviation,
    lambda y, n: iq.simple_difference(y),
    lambda y, n: iq.population_attributable_risk(y, n, True),
    lambda y, n: -iq.population_attributable_risk(y, n, False),
    lambda y, n: iq.population_attributable_fraction(y, n, True),
]
RELATIVE = [MEASURES[i] for i in (2, 8, 9, 10, 14)]


@settings(deadline=None)
@given(groups)
def test_no_measure_is_negative(cells):
    y, n = split(cells)
    assert min(measure(y, n) for measure in MEASURES) >= -1e-9
    assert iq.simple_ratio(y) >= 1


@settings(deadline=None)
@given(st.floats(0.5, 100), st.lists(sizes, min_size=3, max_size=8))
def test_equal_subgroups_have_no_inequality(value, n):
    y = [value] * len(n)
    assert max(abs(measure(y, n)) for measure in MEASURES) < 1e-6
    assert iq.simple_ratio(y) == 1


@settings(deadline=None)
@given(groups, st.floats(0.1, 50))
def test_relative_measures_have_no_unit_and_people_may_be_counted_in_thousands(cells, factor):
    y, n = split(cells)
    other = [factor * each for each in y], [1000 * each for each in n]
    for measure in RELATIVE:
        assert measure(*other) == pytest.approx(measure(y, n), rel=1e-6, abs=1e-6)
    assert iq.between_group_variance(*other) == pytest.approx(
        factor**2 * iq.between_group_variance(y, n), rel=1e-6, abs=1e-6
    )


@settings(deadline=None)
@given(groups, st.randoms())
def test_the_order_of_the_rows_does_not_matter(cells, random):
    shuffled = random.sample(cells, len(cells))
    for measure in MEASURES[:7] + MEASURES[8:]:
        assert measure(*split(shuffled)) == pytest.approx(measure(*split(cells)), rel=1e-6, abs=1e-6)


def test_difference_and_ratio_by_hand():
    y = pd.Series([20.0, 50.0, 40.0], index=["a", "b", "capital"])
    assert (iq.simple_difference(y), iq.simple_ratio(y)) == (30, 2.5)
    # Favourable: the capital against the lowest, which is worst; adverse: the highest against the capital.
    assert iq.simple_difference(y, favourable=True, reference="capital") == 20
    assert iq.simple_difference(y, favourable=False, reference="capital") == 10
    assert iq.simple_ratio(y, favourable=False, reference="capital") == 1.25


def test_a_reference_needs_a_direction():
    with pytest.raises(ValueError, match="higher is better"):
        iq.simple_difference([1, 2, 3], reference=0)


def test_no_gain_from_a_reference_that_is_worse_than_the_average():
    y, n = [20, 30, 70], [10, 10, 10]
    assert iq.population_attributable_risk(y, n, favourable=True, reference=0) == 0
    assert iq.population_attributable_risk(y, n, favourable=False, reference=2) == 0
    assert iq.population_attributable_risk(y, n, favourable=False, reference=0) == pytest.approx(-20)


def test_a_subgroup_at_nought_has_a_theil_but_no_log_deviation():
    # r = 0, 1.5, 1.5 of equal thirds: 1000 * 2/3 * 1.5 ln 1.5
    assert iq.theil_index([0, 3, 3], [1, 1, 1]) == pytest.approx(1000 * log(1.5))
    with pytest.raises(Undefined, match="not_positive"):
        iq.mean_log_deviation([0, 3, 3], [1, 1, 1])


def test_seventeen_of_twenty_subgroups_are_enough_and_sixteen_are_not():
    y, n = np.arange(20.0), np.ones(20)
    y[:3] = np.nan
    assert iq.between_group_variance(y, n) == pytest.approx(np.var(np.arange(3, 20)))
    y[3] = np.nan
    with pytest.raises(Undefined) as error:
        iq.between_group_variance(y, n)
    assert error.value.facts == {"available": 16, "subgroups": 20, "needed": 0.85}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: iq.theil_index([1, 2], [5, 5]), "too_few_subgroups"),
        (lambda: iq.simple_difference([4]), "too_few_subgroups"),
        (lambda: iq.theil_index([1, 2, 3], [5, 0, 5]), "empty_subgroup"),
        (lambda: iq.theil_index([1, 2, 3], [5, None, 5]), "population_missing"),
        (lambda: iq.theil_index([1, -2, 3], [5, 5, 5]), "negative_estimate"),
        (lambda: iq.simple_ratio([0, 2, 3]), "not_positive"),
        (lambda: iq.coefficient_of_variation([0, 0, 0], [5, 5, 5]), "not_positive"),
        (lambda: iq.index_of_disparity([0, 0, 0], [5, 5, 5]), "not_positive"),
        (lambda: iq.population_attributable_fraction([0, 0, 0], [5, 5, 5], True), "not_positive"),
        (lambda: iq.mean_difference_from_reference([*range(9), None], [1] * 10, 9), "reference_missing"),
        (lambda: iq.mean_difference_from_reference([*range(9), pd.NA], [1] * 10, 9), "reference_missing"),
        (lambda: iq.mean_difference_from_reference(range(9), [1] * 9, 12), "reference_missing"),
        (lambda: iq.theil_index([], []), "too_few_points"),
        (lambda: iq.theil_index([1, 2, np.inf], [5, 5, 5]), "infinite_value"),
        (lambda: iq.theil_index([1, 2, 3], [5, 5]), "unequal_lengths"),
        (lambda: iq.between_group_variance_error(range(9), [1] * 9, [1] * 7 + [None] * 2), "too_many_missing"),
        (lambda: iq.between_group_variance_error(range(9), [1] * 9, [1] * 8 + [-1]), "negative_error"),
    ],
)
def test_what_has_no_answer(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code
