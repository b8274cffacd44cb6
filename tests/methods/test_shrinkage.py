import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bvte.methods.overdispersion import empirical_bayes
from bvte.methods.undefined import Undefined

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]
SHRUNK = [c for c in CASES if c["method"].startswith("empirical_bayes")]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in SHRUNK])
def test_published_rates(case):
    given_, expected, allowed = case["inputs"], case["expected"], case["tolerance"]
    areas = given_.get("area", list(range(len(given_["events"]))))
    found = empirical_bayes(pd.Series(given_["events"], index=areas), pd.Series(given_["base"], index=areas))
    assert found.variance == pytest.approx(expected["a"], abs=allowed.get("a", allowed.get("abs")))
    if "m" in expected:
        assert found.mean == pytest.approx(expected["m"], abs=allowed["m"])
    rates = expected.get("eb_for") or dict(zip(areas, expected["eb"], strict=True))
    for area, rate in rates.items():
        assert found.rate[area] == pytest.approx(rate, abs=allowed.get("eb", allowed.get("abs")))


def by_fractions(events, base):
    """Marshall's estimator as a weighted mean of own and common rate, in exact arithmetic."""
    events, base = [Fraction(e) for e in events], [Fraction(b) for b in base]
    m = sum(events) / sum(base)
    squares = sum(b * (e / b - m) ** 2 for e, b in zip(events, base, strict=True)) / sum(base)
    a = max(Fraction(0), squares - m / (sum(base) / len(base)))
    own = [a * b / (a * b + m) if a else Fraction(0) for b in base]
    return [float(w * e / b + (1 - w) * m) for w, e, b in zip(own, events, base, strict=True)]


areas = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5000)), min_size=2, max_size=12)


@settings(deadline=None)
@given(areas)
def test_it_equals_the_weighted_mean_of_own_and_common_rate(cells):
    events, base = zip(*cells, strict=True)
    assert empirical_bayes(events, base).rate == pytest.approx(by_fractions(events, base), rel=1e-6)


@given(areas)
def test_shrunk_rates_lie_between_own_and_common_rate(cells):
    events, base = (np.array(each, dtype=float) for each in zip(*cells, strict=True))
    found = empirical_bayes(events, base)
    own = events / base
    assert (found.rate >= np.minimum(own, found.mean) - 1e-12).all()
    assert (found.rate <= np.maximum(own, found.mean) + 1e-12).all()
    assert found.variance >= 0


@given(areas, st.integers(2, 50))
def test_the_same_events_among_more_people_only_change_the_scale(cells, factor):
    events, base = (np.array(each, dtype=float) for each in zip(*cells, strict=True))
    once, more = empirical_bayes(events, base), empirical_bayes(events, base * factor)
    # At the edge of no variance rounding decides between 0 and a hair above it.
    assume(once.variance == 0 or once.variance > 1e-9 * once.mean**2)
    assert more.rate * factor == pytest.approx(once.rate, rel=1e-4)


def test_a_larger_area_keeps_more_of_its_own_rate():
    weight = empirical_bayes([1, 90, 1500], [10, 1000, 10_000]).weight
    assert 0 < weight[0] < weight[1] < weight[2] < 1


def test_no_events_anywhere_is_a_rate_of_nought():
    assert empirical_bayes([0, 0, 0], [5, 9, 2]).rate.tolist() == [0, 0, 0]


def test_an_area_without_people_stays_missing_where_that_is_asked():
    found = empirical_bayes([2, 0, 9, 4], [100, 0, 150, 90], undefined="missing")
    whole = empirical_bayes([2, 9, 4], [100, 150, 90])
    assert np.isnan(found.rate[1])
    assert found.rate[[0, 2, 3]].tolist() == pytest.approx(whole.rate.tolist())
    assert (found.mean, found.variance) == (whole.mean, whole.variance)


def test_a_missing_area_stays_missing_and_does_not_count():
    events = pd.Series([3, None, 40], index=["a", "b", "c"])
    found, alone = empirical_bayes(events, [100, 100, 100]), empirical_bayes([3, 40], [100, 100])
    assert found.rate.isna().tolist() == found.weight.isna().tolist() == [False, True, False]
    assert found.mean == alone.mean
    assert found.rate["c"] == alone.rate[1]


@pytest.mark.parametrize(
    ("events", "base", "code"),
    [
        ([3], [100], "too_few_areas"),
        ([3, None], [100, 50], "too_few_areas"),
        ([3, 4], [100, 0], "no_denominator"),
        ([3, -4], [100, 10], "negative_count"),
    ],
)
def test_what_cannot_be_shrunk(events, base, code):
    with pytest.raises(Undefined) as error:
        empirical_bayes(events, base)
    assert error.value.code == code
