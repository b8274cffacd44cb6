import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from bvte.methods.proportions import (
    byar_interval,
    clopper_pearson_interval,
    exact_poisson_interval,
    jeffreys_interval,
    rate_interval,
    rate_ratio,
    share_difference,
    wilson_interval,
)
from bvte.methods.undefined import Undefined

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]


def cases(method):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["method"] == method]


def cells():
    return st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("case", cases("difference_of_two_proportions_newcombe"))
def test_published_differences(case):
    given_ = case["inputs"]
    counts = (given_[name] for name in ("count_1", "n_1", "count_2", "n_2"))
    result = share_difference(*counts, given_["level"])
    for name, expected in case["expected"].items():
        assert getattr(result, name) == pytest.approx(expected, abs=case["tolerance"][name]), name


@pytest.mark.parametrize("case", cases("rate_ratio_exact_conditional"))
def test_published_rate_ratio(case):
    given_ = case["inputs"]
    counts = (given_[name] for name in ("count_1", "exposure_1", "count_2", "exposure_2"))
    result = rate_ratio(*counts, given_["level"])
    found = {"ratio": result.value, "low": result.low, "high": result.high, "p_two_sided": result.p_likelihood}
    for name, expected in case["expected"].items():
        assert found[name] == pytest.approx(expected, abs=case["tolerance"][name]), name


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe 1998, Stat Med 17:873, Table II, method 10, examples b, c, d, h.
    [
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_more_published_differences(counts, low, high):
    result = share_difference(*counts)
    assert (result.low, result.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@settings(deadline=None)
@given(cells(), cells())
def test_newcombe_is_square_and_add(first, second):
    (x1, n1), (x2, n2) = first, second
    (l1, u1), (l2, u2) = wilson_interval(x1, n1), wilson_interval(x2, n2)
    p1, p2 = x1 / n1, x2 / n2
    result = share_difference(x1, n1, x2, n2)
    assert result.low == pytest.approx(p1 - p2 - np.hypot(p1 - l1, u2 - p2), abs=1e-9)
    assert result.high == pytest.approx(p1 - p2 + np.hypot(u1 - p1, p2 - l2), abs=1e-9)
    assert -1 - 1e-9 <= result.low <= result.value <= result.high <= 1 + 1e-9
    mirrored = share_difference(x2, n2, x1, n1)
    assert (mirrored.low, mirrored.high) == pytest.approx((-result.high, -result.low))


@settings(deadline=None)
@given(st.integers(0, 60), st.floats(1, 1e4), st.integers(0, 60), st.floats(1, 1e4))
def test_rate_ratio_inverts_the_conditional_test(x1, n1, x2, n2):
    assume(x1 + x2 > 0)
    result = rate_ratio(x1, n1, x2, n2)

    def share_at(ratio):
        return ratio * n1 / (ratio * n1 + n2)

    if x1:
        assert binom.sf(x1 - 1, x1 + x2, share_at(result.low)) == pytest.approx(0.025, abs=1e-9)
    if x2:
        assert binom.cdf(x1, x1 + x2, share_at(result.high)) == pytest.approx(0.025, abs=1e-9)
        assert result.value == pytest.approx(x1 / n1 / (x2 / n2))
    chances = binom.pmf(np.arange(x1 + x2 + 1), x1 + x2, share_at(1))
    unlikely = chances[chances <= chances[x1] * (1 + 1e-7)].sum()
    assert result.p_likelihood == pytest.approx(min(1, unlikely), abs=1e-9)
    tails = chances[: x1 + 1].sum(), chances[x1:].sum()
    assert result.p == pytest.approx(min(1, 2 * min(tails)), abs=1e-9)
    assume(abs(result.p - 0.05) > 1e-9)
    assert (result.p < 0.05) == (not result.low <= 1 <= result.high)


def test_the_p_does_not_contradict_the_interval():
    # 2 of 17,877 and 9 of 16,660: the outcomes no likelier than this one add up to 0.033.
    result = rate_ratio(2, 17877, 9, 16660)
    assert (result.low, result.high) == pytest.approx((0.0218, 1.0005), abs=5e-5)
    assert (result.p, result.p_likelihood) == pytest.approx((0.0501, 0.0331), abs=5e-5)


def test_rows_without_an_answer_are_missing_where_that_is_asked():
    area = list("abcd")
    events, people = pd.Series([0, 5, 2, 8], area), pd.Series([0, 100, 50, 100], area)
    for function in (
        wilson_interval,
        clopper_pearson_interval,
        jeffreys_interval,
        exact_poisson_interval,
        byar_interval,
        rate_interval,
    ):
        with pytest.raises(Undefined, match="no_denominator"):
            function(events, people)
        found = function(events, people, undefined="missing")
        assert found.low.isna().tolist() == [True, False, False, False]
        assert found.high["b"] == function(5, 100).high
    none = pd.Series([0, 1, 0, 2], area)
    ratios = rate_ratio(none, 10, none[::-1].set_axis(area), 10, undefined="missing")
    assert ratios.p.notna().all()
    ratios = rate_ratio(none, people, none, people, undefined="missing")
    assert ratios.value.isna().tolist() == [True, False, True, False]
    change = share_difference(none, people, 3, 10, undefined="missing")
    assert change.value.isna().tolist() == [True, False, False, False]


def test_a_number_without_an_answer_and_columns_that_do_not_match_are_refused_all_the_same():
    for call in (
        lambda: wilson_interval(0, 0, undefined="missing"),
        lambda: wilson_interval([1, 2], 0, undefined="missing"),
        lambda: wilson_interval(pd.Series([1], ["a"]), pd.Series([2], ["b"]), undefined="missing"),
    ):
        with pytest.raises(Undefined):
            call()
    with pytest.raises(ValueError, match="undefined is refuse or missing"):
        wilson_interval(1, 2, undefined="zero")


def test_no_events_on_one_side_leave_the_ratio_open():
    none, all_ = rate_ratio(0, 100, 3, 100), rate_ratio(3, 100, 0, 100)
    assert (none.value, none.low) == (0, 0)
    assert (all_.value, all_.high) == (np.inf, np.inf)
    assert all_.low == pytest.approx(1 / none.high)


def test_columns_keep_their_areas_and_their_gaps():
    counts = pd.Series([0, 5, None, 8], index=["a", "b", "c", "d"])
    assert share_difference(counts, 8, 4, 8).high.isna().tolist() == [False, False, True, False]
    assert rate_ratio(counts, 8, 4, 8).p.isna().tolist() == [False, False, True, False]
    assert rate_ratio(counts, 8, 4, 8).low["b"] == rate_ratio(5, 8, 4, 8).low


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: share_difference(1, 2, 3, 2), "count_above_total"),
        (lambda: share_difference(1, 0, 3, 4), "no_denominator"),
        (lambda: rate_ratio(0, 5, 0, 5), "no_events"),
        (lambda: rate_ratio(1.5, 5, 1, 5), "count_not_whole"),
        (lambda: rate_ratio(1, 5, 1, 0), "no_denominator"),
    ],
)
def test_what_cannot_be_compared(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code
