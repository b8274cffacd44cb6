import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import beta, binom, norm, poisson

from bvte.methods.proportions import (
    byar_interval,
    clopper_pearson_interval,
    exact_poisson_interval,
    jeffreys_interval,
    rate_interval,
    wilson_interval,
)
from bvte.methods.undefined import Undefined

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]
SHARES = {"wilson": wilson_interval, "clopper_pearson": clopper_pearson_interval, "jeffreys": jeffreys_interval}


def cases(*methods):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["method"] in methods]


def tolerance(case, name, expected):
    """What a case allows for one number, whichever way its file states it."""
    allowed = case["tolerance"]
    return allowed.get(name, allowed.get("abs", abs(expected) * allowed.get("rel", 0)))


def assert_matches(case, result):
    for name, expected in case["expected"].items():
        assert getattr(result, name) == pytest.approx(expected, abs=tolerance(case, name, expected)), name


@pytest.mark.parametrize("case", cases("wilson_ci"))
def test_published_wilson(case):
    given_ = case["inputs"]
    assert_matches(case, wilson_interval(given_["count"], given_["n"], given_["confidence"]))


@pytest.mark.parametrize("case", cases("clopper_pearson_wilson_jeffreys_ci"))
def test_published_three_intervals(case):
    given_ = case["inputs"]
    for name, expected in case["expected"].items():
        interval = SHARES[name](given_["count"], given_["n"], given_["confidence"])
        assert interval == pytest.approx(expected, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("case", cases("poisson_rate_ci"))
def test_published_rates(case):
    given_ = case["inputs"]
    arguments = given_["events"], given_["population"], given_["multiplier"], given_["confidence"]
    named = {"exact_poisson": exact_poisson_interval, "byar": byar_interval}[given_["method"]]
    assert_matches(case, named(*arguments))
    assert rate_interval(*arguments) == named(*arguments)


@pytest.mark.parametrize(
    ("events", "level", "low", "high"),
    # UKHSA PHEindicatormethods, testdata_funnel_ratio_outputs.csv, found there by a search that stops short.
    [
        (1, 0.95, 0.025317898, 5.571644585),
        (1, 0.998, 0.001000547, 9.233410143),
        (10, 0.95, 4.795387629, 18.39035799),
        (10, 0.998, 2.960519925, 24.13397235),
        (100, 0.998, 71.92139974, 134.9243187),
    ],
)
def test_more_published_poisson_limits(events, level, low, high):
    assert exact_poisson_interval(events, 1, level=level) == pytest.approx((low, high), abs=1e-5)


def cells():
    return st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(cells(), st.sampled_from([0.9, 0.95, 0.998]))
def test_wilson_limits_solve_the_score_equation(cell, level):
    x, n = cell
    z2 = norm.ppf((1 + level) / 2) ** 2
    # (x/n - p)^2 = z^2 p (1 - p) / n, as a quadratic in p
    roots = np.sort(np.roots([1 + z2 / n, -(2 * x / n + z2 / n), (x / n) ** 2]).real)
    assert wilson_interval(x, n, level) == pytest.approx(tuple(roots), abs=1e-7)


@settings(deadline=None)
@given(cells())
def test_clopper_pearson_leaves_half_the_tail_on_each_side(cell):
    x, n = cell
    low, high = clopper_pearson_interval(x, n)
    assert low == pytest.approx(brentq(lambda p: binom.sf(x - 1, n, p) - 0.025, 0, 1) if x else 0, abs=1e-9)
    assert high == pytest.approx(brentq(lambda p: binom.cdf(x, n, p) - 0.025, 0, 1) if x < n else 1, abs=1e-9)


@pytest.mark.parametrize(("x", "n"), [(0, 12), (3, 40), (40, 40)])
def test_jeffreys_holds_its_share_of_the_posterior(x, n):
    low, high = jeffreys_interval(x, n)
    inside, _ = quad(beta(x + 0.5, n - x + 0.5).pdf, low, high)
    assert inside == pytest.approx(0.95, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 300))
def test_exact_poisson_leaves_half_the_tail_on_each_side(x):
    low, high = exact_poisson_interval(x, 1)
    top = 5 * x + 20
    assert low == pytest.approx(brentq(lambda m: poisson.sf(x - 1, m) - 0.025, 0, top) if x else 0, abs=1e-8)
    assert high == pytest.approx(brentq(lambda m: poisson.cdf(x, m) - 0.025, 0, top), abs=1e-8)


def test_byar_is_close_to_exact_where_it_is_used():
    events = np.arange(10, 2000)
    for near, exact in zip(byar_interval(events, 1), exact_poisson_interval(events, 1), strict=True):
        assert np.max(np.abs(near / exact - 1)) < 0.002


def test_byar_at_no_events_starts_at_zero():
    assert byar_interval(0, 100).low == 0


def test_the_rate_interval_changes_method_at_ten_events():
    events = pd.Series([9, 10], index=["a", "b"])
    result = rate_interval(events, 1000, per=1000)
    assert result.low["a"] == exact_poisson_interval(9, 1000, 1000).low
    assert result.high["b"] == byar_interval(10, 1000, 1000).high
    assert rate_interval(10, 1000, exact_below=11) == exact_poisson_interval(10, 1000)


@settings(deadline=None)
@given(cells(), st.sampled_from(sorted(SHARES)))
def test_share_intervals_are_bounded_mirrored_and_nested(cell, name):
    (x, n), interval = cell, SHARES[name]
    low, high = interval(x, n)
    wider = interval(x, n, 0.998)
    assert 0 <= wider.low <= low < high <= wider.high <= 1
    assert (1 - high, 1 - low) == pytest.approx(interval(n - x, n), abs=1e-9)
    if name != "jeffreys":
        assert low <= x / n <= high


@settings(deadline=None)
@given(cells(), st.sampled_from(sorted(SHARES)))
def test_one_more_case_moves_a_share_up_and_more_people_narrow_it(cell, name):
    (x, n), interval = cell, SHARES[name]
    low, high = interval(x, n)
    more = interval(x + 1, n + 1)
    assert more.low >= low
    assert more.high >= high - 1e-12
    ten = interval(10 * x, 10 * n)
    assert ten.high - ten.low < high - low


@settings(deadline=None)
@given(st.integers(0, 500), st.floats(1, 1e6), st.floats(0.1, 1e5))
def test_rates_scale_with_their_unit_and_population(x, n, per):
    low, high = rate_interval(x, n, per)
    assert low <= per * x / n <= high
    assert rate_interval(x, 2 * n, 2 * per) == pytest.approx((low, high))


def test_columns_keep_their_areas_and_their_gaps():
    counts = pd.Series([0, 5, None, 8], index=["a", "b", "c", "d"])
    for function in (
        wilson_interval,
        clopper_pearson_interval,
        jeffreys_interval,
        exact_poisson_interval,
        byar_interval,
        rate_interval,
    ):
        result = function(counts, 8)
        assert result.high.isna().tolist() == [False, False, True, False]
        assert result.low["b"] == function(5, 8).low


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: wilson_interval(0, 0), "no_denominator"),
        (lambda: clopper_pearson_interval([1, 3], 2), "count_above_total"),
        (lambda: jeffreys_interval(-1, 2), "negative_count"),
        (lambda: rate_interval(3, 0), "no_denominator"),
    ],
)
def test_what_has_no_interval(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code


def test_a_level_is_not_a_percent():
    with pytest.raises(ValueError, match="confidence level"):
        wilson_interval(1, 2, 95)
