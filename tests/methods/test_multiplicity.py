"""Many areas at once: adjusted p of published examples, exact chances beside enumeration and simulation."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, poisson

from bvte.methods.funnel import WITHIN, label_counts, label_shares
from bvte.methods.multiplicity import (
    adjusted_p,
    chance_outside_counts,
    chance_outside_shares,
    count_p_values,
    outside_by_chance,
    share_p_values,
)
from bvte.methods.undefined import Undefined

# Fifteen p values of a trial, printed by Benjamini and Hochberg 1995, section 3.2: at 5 % Bonferroni (and Holm) finds
# three, their own procedure four.
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
PUBLISHED += [0.7590, 1.0]


def test_the_published_example_of_fifteen_comparisons():
    assert (adjusted_p(PUBLISHED, "holm") <= 0.05).sum() == 3
    assert (adjusted_p(PUBLISHED, "benjamini_hochberg") <= 0.05).sum() == 4


def test_missing_areas_do_not_count_as_compared():
    p = pd.Series([0.01, None, 0.04], index=["a", "b", "c"])
    assert adjusted_p(p, "holm").fillna(-1).to_dict() == {"a": 0.02, "b": -1, "c": 0.04}
    assert np.isnan(adjusted_p([None, None], "holm")).all()
    with pytest.raises(ValueError, match="unknown method"):
        adjusted_p(p, "tukey")
    with pytest.raises(Undefined):
        adjusted_p([1.2], "holm")


def test_a_p_is_below_five_percent_exactly_where_the_label_says_outside():
    observed = np.arange(0, 60)
    for expected in (0.4, 3.0, 11.0, 20.5):
        labels = label_counts(observed, np.full(60, expected))
        assert ((count_p_values(observed, np.full(60, expected)) < 0.05) == (labels != WITHIN)).all()
    count = np.arange(0, 41)
    total, centre = np.full(41, 40), np.full(41, 0.02)
    assert ((share_p_values(count, total, centre) < 0.05) == (label_shares(count, total, centre) != WITHIN)).all()


@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_the_chance_of_lying_outside_is_that_of_all_counts_that_do(tail):
    counts = np.arange(0, 400)
    for mean in (0.3, 2.5, 40.0, 150.0):
        chances = poisson.pmf(counts, mean)
        outside = (poisson.cdf(counts, mean) < tail) | (poisson.sf(counts - 1, mean) < tail)
        assert chance_outside_counts([mean], tail)[0] == pytest.approx(chances[outside].sum(), abs=1e-9)
    counts = np.arange(0, 121)
    chances = binom.pmf(counts, 120, 0.04)
    outside = (binom.cdf(counts, 120, 0.04) < tail) | (binom.sf(counts - 1, 120, 0.04) < tail)
    assert chance_outside_shares([120], 0.04, tail)[0] == pytest.approx(chances[outside].sum(), abs=1e-9)


def test_how_many_lie_outside_by_chance_is_what_simulation_finds():
    expected = np.linspace(2, 60, 45)
    found = outside_by_chance(chance_outside_counts(expected), seen=4)
    drawn = np.random.default_rng(3).poisson(expected, (3000, 45))
    numbers = np.array([(label_counts(row, expected) != WITHIN).sum() for row in drawn[:400]])
    assert numbers.mean() == pytest.approx(found.expected, abs=0.2)
    assert (numbers >= 4).mean() == pytest.approx(found.probability, abs=0.06)
    # Never more than one in twenty, since a count is whole.
    assert found.expected < 0.05 * 45


def test_equal_chances_are_the_binomial_distribution():
    found = outside_by_chance([0.05] * 45, 2)
    assert found.expected == pytest.approx(2.25)
    assert found.probability == pytest.approx(binom.sf(1, 45, 0.05))
    assert binom.sf(found.usual, 45, 0.05) < 0.05 <= binom.sf(found.usual - 1, 45, 0.05)
    assert outside_by_chance([0.0] * 5, 1).probability == 0
    for bad in ([], [1.5], [None]):
        with pytest.raises(Undefined):
            outside_by_chance(bad, 0)
