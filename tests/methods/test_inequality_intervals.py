"""Intervals of inequality: beside published errors, by coverage, and beside what chance makes of equal areas."""

import numpy as np
import pytest

from bvte.methods.inequality import between_group_standard_deviation, between_group_variance, theil_index
from bvte.methods.inequality_intervals import basic_interval, draw_rates, inequality_change, measured_inequality
from bvte.methods.undefined import Undefined

# WHO healthequal 1.0.1, test of BGV: 25 subgroups, value 46.198326, its standard error 17.134647 (Ahn 2018).
POPULATION = [832, 931, 1468, 1021, 1039, 1515, 1138, 620, 794, 866, 1367, 1108, 1120, 1033, 833, 1536, 1149, 410]
POPULATION += [1210, 858, 680, 935, 692, 781, 812]
ESTIMATE = [61, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63, 66, 62, 60, 66, 71, 73, 71, 61, 74, 84, 55, 69, 60]
ERROR = [5, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7, 5, 6, 4, 5, 6, 6, 9, 4, 3, 4, 1, 3, 7]


def test_simulated_spread_is_that_of_the_published_error():
    drawn = np.random.default_rng(1).normal(ESTIMATE, ERROR, (1000, 25))
    measures = np.array([between_group_variance(row, POPULATION) for row in drawn])
    assert measures.std() == pytest.approx(17.134647, rel=0.2)
    value = between_group_variance(ESTIMATE, POPULATION)
    assert value == pytest.approx(46.198326, abs=1e-4)
    # The errors alone add their mean square to the measure of a draw; the interval takes that off again.
    added = np.average(np.square(ERROR), weights=POPULATION)
    assert measures.mean() - value == pytest.approx(added, rel=0.15)
    assert np.mean(basic_interval(value, measures)) < value - added / 2


def test_the_interval_covers_the_true_measure():
    source = np.random.default_rng(5)
    population = source.integers(400, 4000, 30).astype(float)
    truth = np.clip(source.normal(0.04, 0.012, 30), 0.01, None)
    right = between_group_standard_deviation(truth, population)
    hits = 0
    for trial in range(60):
        events = source.binomial(population.astype(int), truth)
        found = measured_inequality(
            between_group_standard_deviation, events, population, shares=True, draws=120, seed=trial
        )
        hits += found.low <= right <= found.high
        assert found.is_beyond_chance and found.low < found.corrected < found.high
    assert hits >= 50


def test_equal_areas_are_not_said_to_differ():
    source = np.random.default_rng(11)
    population = np.full(40, 500.0)
    found = [
        measured_inequality(theil_index, source.poisson(12, 40), population, shares=False, draws=100, seed=n)
        for n in range(40)
    ]
    # By chance alone about two in forty lie above the 95 % of equal areas.
    assert sum(one.is_beyond_chance for one in found) <= 6
    assert all(one.value > 0 for one in found)


def test_the_same_seed_gives_the_same_draws_and_areas_without_a_count_are_refused():
    one, other = (draw_rates([3, 5], [100, 200], shares=True, draws=5) for _ in range(2))
    assert (one == other).all() and one.shape == (5, 2)
    equal = draw_rates([1, 99], [1000, 1000], shares=True, equal=True, draws=400).mean(axis=0)
    assert equal == pytest.approx([0.05, 0.05], abs=0.002)
    for events, shares in (([3, None], True), ([300, 1], True), ([-1, 2], False)):
        with pytest.raises(Undefined):
            draw_rates(events, [100, 200], shares=shares)


def test_a_change_has_an_interval_around_nothing_where_nothing_changed():
    rates, people = np.array([0.02, 0.05, 0.03, 0.09]), np.full(4, 3000.0)
    same = inequality_change(
        between_group_standard_deviation, (rates * people, people), (rates * people, people), shares=True, draws=200
    )
    assert same[1] < 0 < same[2] and abs(same[0]) < (same[2] - same[1]) / 4
    wider = inequality_change(
        between_group_standard_deviation, (np.full(4, 90), people), (rates * people, people), shares=True, draws=200
    )
    assert wider[1] > 0
