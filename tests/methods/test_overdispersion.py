import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.columns import AlignedColumns
from bvte.methods.funnel import share_funnel
from bvte.methods.overdispersion import (
    Scores,
    arcsine_scores,
    estimate_overdispersion,
    log_ratio_scores,
    root_ratio_scores,
    share_scores,
    widened_funnel,
)
from bvte.methods.undefined import Undefined

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]


def scores_of(z, error=1.0):
    """Scores whose z are given, around 0 on an unbounded scale."""
    z = np.asarray(z, dtype=float)
    errors = np.broadcast_to(error, z.shape).astype(float)
    return Scores(z * errors, errors, np.zeros(z.shape), lambda y: y, AlignedColumns(z))


@pytest.mark.parametrize("case", [c for c in CASES if c["method"] == "funnel_overdispersion_phi"])
@pytest.mark.parametrize("trim", ["winsorise", "truncate", "none"])
def test_published_overdispersion(case, trim):
    given_ = case["inputs"]
    scores = log_ratio_scores(given_["observed"], given_["expected_events"])
    found = estimate_overdispersion(scores, trim=trim)
    for name, expected in case["expected"].items():
        assert getattr(found, name) == pytest.approx(expected, abs=case["tolerance"][name])
    assert found.is_clear
    assert found.trimmed == 0


def test_tau2_with_equal_errors_is_the_spread_beyond_chance():
    z, error = np.array([-3.0, -1.0, 0.5, 2.0, 4.0]), 0.2
    # Equal weights: tau2 = error^2 (sum z^2 - (n - 1)) / (n - 1)
    assert estimate_overdispersion(scores_of(z, error)).tau2 == pytest.approx(0.04 * (z @ z - 4) / 4)


def test_winsorising_pulls_the_outer_tenth_to_its_quantile():
    z = np.array([-9, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 12])
    # With 11 areas the 10 and 90 % quantiles are the second and the tenth value.
    pulled = np.array([-2, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2])
    found = estimate_overdispersion(scores_of(z))
    assert found.phi * found.chance == pytest.approx(np.mean(pulled**2))
    assert (found.areas, found.trimmed) == (11, 2)
    assert estimate_overdispersion(scores_of(z), trim="none").phi == pytest.approx(np.mean(z**2))


def test_truncating_leaves_the_outer_tenth_out():
    z = np.arange(-10, 10) + 0.5
    found = estimate_overdispersion(scores_of(z), trim="truncate")
    # 20 areas, 10 groups by 10 rank/21: group 0 holds ranks 1 and 2, group 9 ranks 19 and 20.
    assert (found.areas, found.trimmed) == (16, 4)
    assert found.phi * found.chance == pytest.approx(np.mean(z[2:-2] ** 2))


def test_fewer_than_ten_areas_are_not_trimmed():
    z = np.array([-30, 1, 1, 1, 1, 1, 1, 1, 30])
    assert estimate_overdispersion(scores_of(z)) == estimate_overdispersion(scores_of(z), trim="none")
    assert estimate_overdispersion(scores_of([*z, 0])).trimmed == 2


def test_the_cut_is_two_standard_errors_of_phi_under_chance():
    assert estimate_overdispersion(scores_of(np.ones(8))).cut == pytest.approx(2)
    chance = np.random.default_rng(5).normal(size=(4000, 50))
    found = [estimate_overdispersion(scores_of(z), trim="none") for z in chance]
    phis = [each.phi for each in found]
    assert np.mean(phis) == pytest.approx(1, abs=0.02)
    assert 1 + 2 * np.std(phis) == pytest.approx(found[0].cut, abs=0.02)


@pytest.mark.parametrize(("trim", "left"), [("winsorise", 0.01), ("truncate", 0.08)])
def test_trimming_does_not_hide_chance(trim, left):
    # 45 areas that differ by chance alone; of the trimmed squares themselves the mean is 0.69 (winsorised).
    chance = np.random.default_rng(6).normal(size=(2000, 45))
    found = [estimate_overdispersion(scores_of(z), trim=trim) for z in chance]
    phis = [each.phi for each in found]
    assert np.mean(phis) == pytest.approx(1, abs=left + 0.02)
    assert 1 + 2 * np.std(phis) == pytest.approx(found[0].cut, abs=0.06)
    assert 0.01 < np.mean([each.is_clear for each in found]) < 0.08


def test_what_trimming_leaves_of_chance_by_integration():
    from scipy.integrate import quad
    from scipy.stats import norm

    c = norm.isf(0.1)
    winsorised = quad(lambda z: min(z * z, c * c) * norm.pdf(z), -9, 9, points=[-c, c])[0]
    truncated = quad(lambda z: z * z * norm.pdf(z), -c, c)[0] / 0.8
    z = np.random.default_rng(3).normal(size=20)
    assert estimate_overdispersion(scores_of(z)).chance == pytest.approx(winsorised)
    assert estimate_overdispersion(scores_of(z), trim="truncate").chance == pytest.approx(truncated)
    assert estimate_overdispersion(scores_of(z[:9])).chance == 1


@pytest.mark.parametrize("centre", [0.5, 1, 2.5])
def test_the_error_of_a_log_ratio_is_that_of_the_events_at_the_centre(centre):
    # 10 of 40 expected, at half of them: ln 0.5 times the root of 20 events.
    assert log_ratio_scores(10, 40, 0.5).z[0] == pytest.approx(-np.log(2) * 20**0.5)
    events = np.random.default_rng(8).poisson(400 * centre, 20_000)
    z = log_ratio_scores(events, np.full(20_000, 400.0), centre).z
    assert np.std(z) == pytest.approx(1, abs=0.03)
    assert np.std(root_ratio_scores(events, 400.0, centre).z) == pytest.approx(1, abs=0.03)


def test_variance_between_areas_is_found_again():
    rng = np.random.default_rng(11)
    expected = rng.uniform(200, 2000, 4000)
    observed = rng.poisson(expected * np.exp(rng.normal(0, 0.2, 4000)))
    found = estimate_overdispersion(log_ratio_scores(observed, expected), trim="none")
    assert found.tau2 == pytest.approx(0.04, rel=0.1)


@pytest.mark.parametrize("make", [log_ratio_scores, root_ratio_scores])
def test_ratio_scores_agree_near_the_centre(make):
    scores = make([1010, 990], [1000, 1000])
    # (1010 - 1000) / sqrt(1000)
    assert scores.z == pytest.approx([0.3162, -0.3162], abs=2e-3)


@pytest.mark.parametrize("make", [share_scores, arcsine_scores])
def test_share_scores_agree_near_the_centre(make):
    scores = make([510, 490], [1000, 1000], 0.5)
    assert scores.z == pytest.approx([0.6325, -0.6325], abs=2e-3)


def test_share_scores_unwidened_are_the_plain_funnel():
    total = pd.Series([10, 200], index=["a", "b"])
    plain, widened = share_funnel(0.3, total), widened_funnel(share_scores([3, 60], total, 0.3))
    for one, other in zip(plain, widened, strict=True):
        pd.testing.assert_series_equal(one, other)


def test_widening_multiplies_or_adds():
    scores = log_ratio_scores([100], [100])
    # error 0.1; phi 4 doubles it; tau2 0.03 makes sqrt(0.01 + 0.03) = 0.2 as well
    for funnel in (widened_funnel(scores, phi=4), widened_funnel(scores, tau2=0.03)):
        assert np.log(funnel.high_95) == pytest.approx([0.2 * 1.959964], abs=1e-6)
        assert np.log(funnel.low_998) == pytest.approx([-0.2 * 3.090232], abs=1e-6)


def test_little_variation_does_not_narrow_the_limits():
    scores = log_ratio_scores([100], [100])
    assert widened_funnel(scores, phi=0.2) == widened_funnel(scores)


def test_the_centre_moves_the_funnel():
    by_one = widened_funnel(root_ratio_scores([100], [100]), tau2=0.01)
    by_two = widened_funnel(root_ratio_scores([100], [50], centre=2), tau2=0.01)
    assert by_two.low_95 < 2 < by_two.high_95
    assert by_one.low_95 < 1 < by_one.high_95


@settings(deadline=None)
@given(st.floats(1, 50), st.floats(0, 1))
def test_wider_for_more_variation_and_within_natural_limits(phi, tau2):
    total = [5, 500, 50_000]
    for make in (share_scores, arcsine_scores):
        plain = widened_funnel(make([1, 50, 9000], total, 0.1))
        wide = widened_funnel(make([1, 50, 9000], total, 0.1), phi, tau2)
        assert (wide.low_998 <= plain.low_998).all()
        assert (wide.high_95 >= plain.high_95).all()
        assert (wide.low_998 >= 0).all()
        assert (wide.high_998 <= 1).all()


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=40))
def test_tau2_is_never_negative(z):
    for trim in ("winsorise", "truncate", "none"):
        assert estimate_overdispersion(scores_of(z), trim=trim).tau2 >= 0


def test_missing_areas_do_not_count():
    scores = log_ratio_scores([100, None, 80], [90, 50, 100])
    assert estimate_overdispersion(scores) == estimate_overdispersion(log_ratio_scores([100, 80], [90, 100]))


def test_areas_without_events_have_no_logarithm():
    with pytest.raises(Undefined, match="zero_observed"):
        log_ratio_scores([0, 3], [2, 2])
    assert root_ratio_scores([0, 3], [2, 2]).z[0] == pytest.approx(-2 * 2**0.5)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: estimate_overdispersion(log_ratio_scores([3], [3])), "too_few_areas"),
        (lambda: share_scores([3], [9], 1), "centre_outside_limits"),
        (lambda: arcsine_scores([3], [9], 2), "centre_outside_limits"),
        (lambda: root_ratio_scores([3], [0]), "no_denominator"),
        (lambda: log_ratio_scores([3], [3], centre=0), "centre_outside_limits"),
        (lambda: log_ratio_scores([3], [3], centre=None), "missing_value"),
        (lambda: share_scores([3], [9], np.nan), "missing_value"),
        (lambda: log_ratio_scores([3], [np.inf]), "infinite_value"),
        (lambda: root_ratio_scores([3], [3], centre=-1), "centre_outside_limits"),
    ],
)
def test_what_has_no_answer(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code


def test_an_unknown_trim_is_a_mistake():
    with pytest.raises(ValueError, match="unknown trim"):
        estimate_overdispersion(scores_of([1, 2]), trim="trim")


def test_a_published_posterior_of_a_rate():
    """Gelman and others, Bayesian Data Analysis, 2.6 and 2.7: 3 deaths, prior gamma(3, 5), 2 per 100,000 people, then
    thirty in ten years; and the counties with 0, 1 and 2 deaths of kidney cancer among 1,000."""
    from scipy.stats import gamma

    from bvte.methods.overdispersion import gamma_posterior

    few, many = gamma_posterior(3.0, 2.0, 3, 5), gamma_posterior(30.0, 20.0, 3, 5)
    assert (round(few[0], 2), round(many[0], 2)) == (0.86, 1.32)
    assert round(gamma.sf(1, 6, scale=1 / 7), 2) == 0.30
    assert gamma.cdf(few[1], 6, scale=1 / 7) == pytest.approx(0.025)
    assert gamma.sf(few[2], 6, scale=1 / 7) == pytest.approx(0.025)
    counties = gamma_posterior(np.array([0.0, 1, 2]), np.full(3, 10_000.0), 20, 430_000)[0]
    assert (counties * 1e5).round(2).tolist() == [4.55, 4.77, 5.00]


def test_shrunken_rates_are_marshalls_with_limits_that_cover():
    from bvte.methods.overdispersion import empirical_bayes, shrunken_rates

    source, covered = np.random.default_rng(2), []
    for _ in range(30):
        population = source.integers(300, 3000, 60).astype(float)
        truth = source.gamma(9, 0.04 / 9, 60)
        events = source.poisson(truth * population)
        found = shrunken_rates(events, population)
        assert found.rate == pytest.approx(empirical_bayes(events, population).rate)
        covered.append(((found.low <= truth) & (truth <= found.high)).mean())
    # A little less than 95 %, since mean and spread of the areas are taken as known.
    assert 0.91 < np.mean(covered) < 0.96
    # Areas that differ by no more than chance: one rate, with the interval of all events together.
    same = shrunken_rates([2, 2, 2, 2], [100, 110, 90, 100], per=100)
    assert set(same.rate) == {2.0} and same.low[0] == pytest.approx(100 * 3.4538 / 400, abs=1e-3)
    gaps = shrunken_rates(pd.Series({"a": 3, "b": None, "c": 30}), pd.Series({"a": 100, "b": 100, "c": 100}))
    assert gaps.low.isna().to_dict() == {"a": False, "b": True, "c": False}
