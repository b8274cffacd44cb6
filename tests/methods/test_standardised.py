"""Standardised rates beside published examples and worked sums."""

import numpy as np
import pandas as pd
import pytest

from bvte.methods.standardised import direct_rates, expected_events, indirect_ratios
from bvte.methods.undefined import Undefined

# Births with Down's syndrome in Michigan 1950-1964 by mother's age, fifth or later child (Fleiss 1981, p. 249; Fay and
# Feuer 1997, table II).
FIVE, OF_FIVE = [0, 8, 63, 112, 262, 295], [327, 30666, 123419, 149919, 104088, 34392]
OF_ALL = [319933, 931318, 786511, 488235, 237863, 61313]


def test_a_published_directly_standardised_rate_with_its_gamma_interval():
    # As printed by the tests of R `rads`, which were held against R `epitools`.
    found = direct_rates([[11, 9]], [[500, 500]], [640, 720], per=100)
    assert [round(float(end[0]), 4) for end in found] == [1.9882, 1.2133, 3.0820]


def test_the_mix_of_mothers_explains_much_of_the_fifth_childs_rate():
    crude = 1e5 * sum(FIVE) / sum(OF_FIVE)
    found = direct_rates([FIVE], [OF_FIVE], OF_ALL, per=1e5)
    by_hand = 1e5 * sum(x / n * s for x, n, s in zip(FIVE, OF_FIVE, OF_ALL, strict=True)) / sum(OF_ALL)
    assert found.rate[0] == pytest.approx(by_hand)
    assert crude > 1.5 * found.rate[0]
    assert found.low[0] < found.rate[0] < found.high[0]


def test_one_group_alone_has_the_exact_poisson_interval():
    """With a single group the gamma interval is Garwood's: 5 events of 100 are 1.6235 to 11.6683 per 100."""
    found = direct_rates([[5]], [[100]], [1], per=100)
    assert [round(float(end[0]), 4) for end in found] == [5.0, 1.6235, 11.6683]


def test_the_interval_covers_the_true_rate_as_often_as_it_says():
    source = np.random.default_rng(7)
    population, truth, standard = np.array([400.0, 900, 300]), np.array([0.004, 0.01, 0.03]), np.array([3, 4, 3])
    drawn = source.poisson(population * truth, (4000, 3))
    found = direct_rates(drawn, np.tile(population, (4000, 1)), standard)
    right = truth @ standard / standard.sum()
    assert ((found.low <= right) & (right <= found.high)).mean() >= 0.95


def test_no_events_have_a_lower_limit_of_zero_and_an_upper_one():
    found = direct_rates([[0, 0]], [[100, 50]], [1, 1])
    assert (found.rate[0], found.low[0]) == (0, 0) and found.high[0] > 0


def test_indirect_ratios_take_the_standards_rates():
    areas = pd.DataFrame({"young": [50, 5], "old": [10, 60]}, index=["a", "b"])
    people = pd.DataFrame({"young": [1000, 200], "old": [100, 500]}, index=["a", "b"])
    found = indirect_ratios(areas, people, [500, 1200], [10_000, 10_000])
    assert found.expected.tolist() == [1000 * 0.05 + 100 * 0.12, 200 * 0.05 + 500 * 0.12]
    assert found.observed.tolist() == [60, 65]
    assert found.ratio["b"] == pytest.approx(65 / 70)
    assert found.expected.equals(expected_events(people, [0.05, 0.12]))
    # The standard held against itself has exactly its own events.
    itself = indirect_ratios([[500, 1200]], [[10_000, 10_000]], [500, 1200], [10_000, 10_000])
    assert itself.ratio[0] == 1 and itself.rate[0] == pytest.approx(1700 / 20_000)


def test_a_published_standardised_mortality_ratio():
    """149 deaths in an intensive care unit, 130 expected: 1.14, 0.97 to 1.34 (a course of Public Health Scotland)."""
    found = indirect_ratios([[149]], [[1300]], [100], [1000])
    assert found.low[0] == pytest.approx(0.97, abs=0.005) and found.high[0] == pytest.approx(1.34, abs=0.01)


def test_areas_with_a_group_missing_are_missing_and_wrong_tables_refused():
    found = direct_rates([[1, None], [1, 1]], [[10, 10], [10, 10]], [1, 1])
    assert np.isnan(found.rate[0]) and found.rate[1] == pytest.approx(0.1)
    for events, population, standard, code in (
        ([[1, 1]], [[0, 10]], [1, 1], "no_denominator"),
        ([[-1, 1]], [[10, 10]], [1, 1], "negative_count"),
        ([[1, 1]], [[10, 10]], [1, 1, 1], "unequal_lengths"),
        ([[1, 1]], [[10, 10, 10]], [1, 1], "unequal_lengths"),
        ([[1, 1]], [[10, 10]], [0, 0], "no_denominator"),
    ):
        with pytest.raises(Undefined) as refused:
            direct_rates(events, population, standard)
        assert refused.value.code == code
