"""The area methods on thirteen years of 150 real areas, which no source publishes for our districts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bvte.methods import aggregation, funnel, inequality, overdispersion, quality
from bvte.methods.overdispersion import empirical_bayes
from bvte.methods.proportions import rate_interval

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real, the data of England, is not here")


@pytest.fixture(scope="module")
def areas():
    return pd.read_csv(REAL / "england_child_protection.csv", dtype={"area_code": str})


@pytest.fixture(scope="module")
def published():
    totals = pd.read_csv(REAL / "england_child_protection_published_totals.csv")
    return totals[totals["level"] == "national"].set_index(["indicator", "year"])


def table(areas, indicator, year):
    """Counts and printed values of one indicator and year, by area."""
    return areas[(areas["indicator"] == indicator) & (areas["year"] == year)].set_index("area_code")


@pytest.fixture(scope="module")
def plans(areas):
    rows = table(areas, "cpp_31mar_per10k", 2025)
    return rows[rows["numerator"].notna()]


def test_the_pooled_rate_is_not_the_mean_of_the_rates(areas):
    rows = table(areas, "cpp_31mar_per10k", 2025)
    pooled = aggregation.pooled_rate(rows["numerator"], rows["denominator"], per=10_000, skip_missing=True)
    assert (round(pooled, 1), round(rows["value"].mean(), 1)) == (40.6, 44.2)


@pytest.mark.parametrize(("year", "children", "rate"), [(2020, 389_260, 330.1), (2025, 402_400, 330.3)])
def test_children_in_need_of_complete_years_add_up_to_the_national_figure(areas, published, year, children, rate):
    rows = table(areas, "cin_31mar_per10k", year)
    assert published.loc[("cin_31mar_per10k", year), "numerator"] == children
    # The national figure is printed to the nearest ten.
    assert rows["numerator"].sum() == pytest.approx(children, abs=5)
    pooled = aggregation.pooled_rate(rows["numerator"], rows["denominator"], per=10_000)
    assert round(pooled, 1) == rate


@pytest.mark.parametrize(("year", "missing"), [(2021, 3093), (2022, 3093), (2023, 8), (2024, 9368)])
def test_the_areas_that_are_there_are_not_the_whole(areas, published, year, missing):
    rows = table(areas, "cin_31mar_per10k", year)
    national = published.loc[("cin_31mar_per10k", year), "numerator"]
    assert national - rows["numerator"].sum() == missing
    with pytest.raises(ValueError, match="missing_value"):
        aggregation.pooled_rate(rows["numerator"], rows["denominator"])


def test_funnel_of_the_areas(plans):
    centre = aggregation.pooled_rate(plans["numerator"], plans["denominator"])
    expected = centre * plans["denominator"]
    drawn = funnel.label_values(plans["numerator"] / expected, funnel.ratio_funnel(expected))
    exact = funnel.label_counts(plans["numerator"], expected)
    # With hundreds of expected cases the curve and the exact tails part only next to a limit.
    assert (drawn != exact).mean() < 0.05
    scores = overdispersion.log_ratio_scores(plans["numerator"], expected)
    spread = overdispersion.estimate_overdispersion(scores)
    # Areas differ far more than chance: most lie outside the plain funnel, few outside the widened one.
    assert spread.is_clear
    assert (exact != funnel.WITHIN).mean() > 0.5
    widened = overdispersion.widened_funnel(scores, tau2=spread.tau2)
    outside = funnel.label_values(plans["numerator"] / expected, widened) != funnel.WITHIN
    assert outside.mean() < 0.15
    assert (widened.low_95 < drawn.index.map(funnel.ratio_funnel(expected).low_95)).all()


def test_shrinkage_of_the_areas(plans):
    found = empirical_bayes(plans["numerator"], plans["denominator"])
    own = plans["numerator"] / plans["denominator"]
    between = (found.rate - own) * (found.rate - found.mean)
    assert (between <= 1e-15).all()
    # Areas of ten thousand children keep nearly all of their own rate.
    assert found.weight[plans["denominator"] > 10_000].min() > 0.85
    assert found.weight.idxmin() == plans["denominator"].idxmin()
    interval = rate_interval(plans["numerator"], plans["denominator"])
    assert ((found.rate > interval.low) & (found.rate < interval.high)).mean() > 0.95


def test_inequality_between_the_areas(plans):
    rate, children = 10_000 * plans["numerator"] / plans["denominator"], plans["denominator"]
    mean = np.average(rate, weights=children)
    assert inequality.between_group_variance(rate, children) == pytest.approx(np.cov(rate, aweights=children, ddof=0))
    assert inequality.population_attributable_risk(rate, children, favourable=False) == pytest.approx(rate.min() - mean)
    assert 0 < inequality.theil_index(rate, children) < 300
    assert inequality.simple_difference(rate) == pytest.approx(rate.max() - rate.min())


@pytest.mark.parametrize(
    ("indicator", "step"), [("rereferral_12m_pct", 0.1), ("care_leavers_19_21_suitable_home_pct", 1)]
)
def test_percentages_are_those_of_their_counts(areas, indicator, step):
    rows = areas[areas["indicator"] == indicator]
    counts = rows["value"], rows["numerator"], rows["denominator"]
    found = quality.percent_from_counts(*counts, step=step)
    assert found["flag"].notna().sum() > 1000
    assert found["flag"].sum() == 0
    assert quality.percent_from_counts(*counts, step=step / 2)["flag"].mean() > 0.3


def test_outliers_and_jumps_are_few_and_real(areas):
    values = areas[areas["indicator"] == "cpp_31mar_per10k"].pivot(index="area_code", columns="year", values="value")
    jumps = quality.year_ratio(values[2025], values[[2022, 2023, 2024]])
    assert 0.01 < jumps["flag"].mean() < 0.35
    high = quality.modified_z(values[2025])
    assert 0 < high["flag"].sum() < 10
    assert quality.repeated_values(values)["flag"].sum() < 5
