import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from bvte.methods.funnel import (
    OUTSIDE_95,
    OUTSIDE_99_8,
    WITHIN,
    label_counts,
    label_shares,
    label_values,
    rate_funnel,
    ratio_funnel,
    share_funnel,
)
from bvte.methods.undefined import Undefined

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", [c for c in CASES if c["method"] == "funnel_limits_poisson_ratio"])
def test_published_ratio_limits(case):
    given_, expected = case["inputs"], case["expected"]
    funnel = ratio_funnel(given_["expected_events"], given_["target"])
    published = [expected[name] for name in ("ll998", "ll95", "ul95", "ul998")]
    for limit, numbers in zip(funnel, published, strict=True):
        assert limit == pytest.approx(numbers, abs=case["tolerance"]["abs"])


def test_share_limits_by_hand():
    # 0.1 with 900 people: standard error sqrt(0.09/900) = 0.01
    low_998, low_95, high_95, high_998 = share_funnel(0.1, 900)
    assert (low_95, high_95) == pytest.approx((0.1 - 0.0195996, 0.1 + 0.0195996), abs=1e-7)
    assert (low_998, high_998) == pytest.approx((0.1 - 0.0309023, 0.1 + 0.0309023), abs=1e-7)


def test_share_limits_stop_at_nought_and_one():
    assert share_funnel(0.1, 5).low_998 == 0
    assert share_funnel(0.9, 5).high_998 == 1
    assert list(share_funnel(0, 5)) == [0, 0, 0, 0]


def test_rate_limits_are_ratio_limits_in_the_unit_of_the_rate():
    # 40.6 per 10,000 among 50,000 children: 203 expected
    rates, ratios = rate_funnel(40.6, 50_000, per=10_000), ratio_funnel(203)
    assert list(rates) == pytest.approx([40.6 * limit for limit in ratios])


@settings(deadline=None)
@given(st.floats(0.5, 1e5), st.floats(1.1, 10))
def test_funnels_are_nested_around_the_centre_and_narrow_with_size(expected, factor):
    small, large = ratio_funnel(expected), ratio_funnel(expected * factor)
    assert small.low_998 < small.low_95 < 1 < small.high_95 < small.high_998
    assert small.low_95 < large.low_95
    assert large.high_998 < small.high_998


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(1, 100_000))
def test_share_funnels_are_nested_and_mirrored(centre, total):
    funnel = share_funnel(centre, total)
    assert list(funnel) == sorted(funnel)
    mirrored = share_funnel(1 - centre, total)
    assert [1 - limit for limit in reversed(mirrored)] == pytest.approx(list(funnel), abs=1e-9)


def test_a_value_on_a_limit_is_within_it():
    funnel = share_funnel(0.5, pd.Series(100, index=list("abcdef")))
    values = pd.Series([0.5, funnel.high_95["b"], 0.61, 0.36, 0.2, None], index=list("abcdef"))
    labels = label_values(values, funnel)
    assert labels.dropna().tolist() == [WITHIN, WITHIN, OUTSIDE_95, OUTSIDE_95, OUTSIDE_99_8]
    assert labels.isna().tolist() == [False] * 5 + [True]
    assert label_values(0.9, share_funnel(0.5, 100)) == OUTSIDE_99_8


def expected_label(tail):
    """The label of a count with this probability of being as far out on its side."""
    # On a limit itself the last digit of the arithmetic decides.
    assume(min(abs(tail / limit - 1) for limit in (0.001, 0.025)) > 1e-9)
    return OUTSIDE_99_8 if tail < 0.001 else OUTSIDE_95 if tail < 0.025 else WITHIN


@settings(deadline=None)
@given(st.integers(0, 80), st.floats(0.05, 60))
def test_labels_of_counts_are_those_of_the_exact_tails(observed, expected):
    tail = min(poisson.cdf(observed, expected), poisson.sf(observed - 1, expected))
    assert label_counts(observed, expected) == expected_label(tail)


@settings(deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.001, 0.999))
def test_labels_of_shares_are_those_of_the_exact_tails(cell, centre):
    x, n = cell
    tail = min(binom.cdf(x, n, centre), binom.sf(x - 1, n, centre))
    assert label_shares(x, n, centre) == expected_label(tail)


def test_no_case_in_a_small_area_is_not_unusual():
    # With one expected case, none is seen in 37 % of such areas, though the smooth curve starts above 0.
    assert ratio_funnel(1).low_998 > 0
    assert ratio_funnel(1).exact.low_95 == 0
    assert label_values(0, ratio_funnel(1)) == label_counts(0, 1) == WITHIN


def test_the_width_belongs_to_the_centre_times_the_expected_events():
    # 2 events at the centre, of 4 expected: their exact Poisson limits are 0.2422 and 7.2247.
    assert ratio_funnel(4, 0.5)[1:3] == pytest.approx((0.2422 / 4, 7.2247 / 4), abs=1e-4)
    assert ratio_funnel(4, 0.5)[1:3] == pytest.approx((0.061, 1.806), abs=5e-4)


@settings(deadline=None)
@given(st.floats(0.05, 500), st.floats(0.05, 20))
def test_a_ratio_around_a_centre_is_a_rate(expected, centre):
    ratios, rates = ratio_funnel(expected, centre), rate_funnel(centre, expected)
    assert list(ratios) == pytest.approx(list(rates))
    assert list(ratios.exact) == pytest.approx(list(rates.exact))
    at_one = ratio_funnel(expected * centre)
    assert list(ratios) == pytest.approx([centre * limit for limit in at_one])
    assert list(ratios.exact) == pytest.approx([centre * limit for limit in at_one.exact], abs=1e-12)


def test_mark_and_label_agree_at_five_of_eleven_and_three_of_forty():
    # P(5 or fewer of 11) is 0.0375, P(3 or more of 40 at 2 %) 0.0457: neither is below 0.025.
    low, high = ratio_funnel(11).exact.low_95, share_funnel(0.02, 40).exact.high_95
    assert low < 5 / 11 and high > 3 / 40
    assert label_values(5 / 11, ratio_funnel(11)) == label_counts(5, 11) == WITHIN
    assert label_values(3 / 40, share_funnel(0.02, 40)) == label_shares(3, 40, 0.02) == WITHIN
    assert label_values(4 / 11, ratio_funnel(11)) == label_counts(4, 11) == OUTSIDE_95


@settings(deadline=None)
@given(st.integers(0, 80), st.floats(0.05, 60), st.sampled_from([0.5, 1, 1.7]))
def test_a_mark_outside_the_exact_limits_has_that_label(observed, expected, centre):
    mean = centre * expected
    named = expected_label(min(poisson.cdf(observed, mean), poisson.sf(observed - 1, mean)))
    assert label_values(observed / expected, ratio_funnel(expected, centre)) == named
    assert label_counts(observed, mean) == named


@settings(deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.001, 0.999))
def test_a_share_outside_the_exact_limits_has_that_label(cell, centre):
    x, n = cell
    named = expected_label(min(binom.cdf(x, n, centre), binom.sf(x - 1, n, centre)))
    assert label_values(x / n, share_funnel(centre, n)) == named


@pytest.mark.parametrize("centre", [0, 1])
@pytest.mark.parametrize("total", [1, 40])
def test_a_share_that_is_certain_leaves_no_room(centre, total):
    exact = share_funnel(centre, total).exact
    assert list(exact) == pytest.approx([centre] * 4)
    assert label_values(centre, share_funnel(centre, total)) == WITHIN


def test_areas_without_people_are_missing_where_that_is_asked():
    people = pd.Series([0, 40, None], index=list("abc"))
    for funnel in (
        share_funnel(0.1, people, undefined="missing"),
        ratio_funnel(people, undefined="missing"),
        rate_funnel(0.1, people, undefined="missing"),
    ):
        assert funnel.high_95.isna().tolist() == funnel.exact.high_95.isna().tolist() == [True, False, True]
    labels = label_shares(pd.Series([0, 30, 1], index=list("abc")), people, 0.2, undefined="missing")
    assert labels["b"] == OUTSIDE_99_8
    assert labels.isna().tolist() == [True, False, True]
    assert label_counts([0, 30], [0, 10], undefined="missing").tolist() == [None, OUTSIDE_99_8]


def test_labels_of_columns_keep_areas_and_gaps():
    counts = pd.Series([0, None, 30], index=["a", "b", "c"])
    for labels in (label_counts(counts, 10), label_shares(counts, 40, 0.2)):
        assert labels.dropna().to_dict() == {"a": OUTSIDE_99_8, "c": OUTSIDE_99_8}


def test_about_one_area_in_twenty_is_outside_by_chance():
    counts = poisson.rvs(200, size=20_000, random_state=1)
    outside = np.mean(label_counts(counts, np.full(20_000, 200)) != WITHIN)
    assert 0.04 < outside < 0.05
    assert np.mean(label_counts(counts, 200.0) == OUTSIDE_99_8) < 0.003


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: share_funnel(0.1, 0), "no_denominator"),
        (lambda: share_funnel(1.2, 10), "centre_outside_limits"),
        (lambda: ratio_funnel([3, 0]), "no_denominator"),
        (lambda: rate_funnel(0, 10), "centre_outside_limits"),
        (lambda: ratio_funnel(3, 0), "centre_outside_limits"),
        (lambda: ratio_funnel([]), "too_few_points"),
        (lambda: ratio_funnel([3, np.inf]), "infinite_value"),
        (lambda: label_counts([1, 2], [1, 2, 3]), "unequal_lengths"),
        (lambda: rate_funnel(3, 0), "no_denominator"),
        (lambda: label_counts(1, 0), "no_denominator"),
        (lambda: label_shares(3, 2, 0.5), "count_above_total"),
        (lambda: label_shares(1, 2, -0.5), "centre_outside_limits"),
    ],
)
def test_what_has_no_limits(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code
