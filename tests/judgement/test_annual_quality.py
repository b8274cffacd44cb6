"""Numbers on the quality of a year's figures, and the evaluation frame."""

import pytest

from bvte.judgement.annual import _support_level, annual, evaluate_criteria, figure_quality

from .yearly import YEARLY


def test_quality_counts_what_can_be_counted_by_hand(province):
    counts = figure_quality(annual(province(**YEARLY), 2020))
    # the rate, 2 counts, 3 groups, the safe ways
    assert counts["strength_published"] == 7
    assert [counts[f"strength_{s}"] for s in ("approximate", "bound", "derived")] == [0, 0, 0]
    assert (counts["targets_without_figure"], counts["conflicts"]) == (1, 0)


def test_what_there_is_nothing_of_is_not_counted(province):
    nothing = {name: YEARLY[name].strip().splitlines()[0] for name in ("observations", "targets")}
    assert set(figure_quality(annual(province(**YEARLY | nothing), 2020))) == {"gaps"}


@pytest.mark.parametrize(
    ("numbers", "support"),
    [((0, 0, 4), "none"), ((0, 1, 3), "weak"), ((0, 2, 2), "partial"), ((1, 1, 2), "partial"), ((2, 0, 2), "good")],
)
def test_support_follows_from_how_many_indicators_have_what(numbers, support):
    assert _support_level(*numbers) == support


def test_impact_and_efficiency_never_count_as_firm(dien_bien):
    for year in (2020, 2024, 2025):
        found = {e.name: e for e in evaluate_criteria(annual(dien_bien, year))}
        assert len(found) == 6
        assert {found["impact"].support, found["efficiency"].support} <= {"none", "weak"}


def test_every_indicator_of_a_criterion_is_of_exactly_one_kind(dien_bien):
    for found in evaluate_criteria(annual(dien_bien, 2025)):
        kinds = [*found.comparable, *found.single, *found.silent]
        assert sorted(kinds) == sorted(found.criterion.indicators)


def test_a_figure_across_a_break_is_no_comparison(province):
    tables = YEARLY | {"breaks": "id, date, indicators\nlaw, 2020-01-01, special_circumstances_rate"}
    with_break = {e.name: e for e in evaluate_criteria(annual(province(**tables), 2020))}["effectiveness"]
    assert with_break.single == ("special_circumstances_rate",)


def test_two_figures_without_a_break_are_one(province):
    found = {e.name: e for e in evaluate_criteria(annual(province(**YEARLY), 2020))}["effectiveness"]
    assert found.comparable == ("special_circumstances_rate",)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("2019, 2019, total, 100\n{0}, 2020, 2020, total, 110", "comparable"),
        ("2018, 2019, total, 100\n{0}, 2020, 2020, total, 110", "single"),
        ("2019-01, 2019-06, total, 100\n{0}, 2020, 2020, total, 110", "single"),
        ("2019, 2019, total, 100\n{0}, 2020, 2020, total, 900", "single"),
    ],
    ids=["alike", "two years", "half a year", "unusual change"],
)
def test_only_figures_of_equal_spans_that_nothing_calls_in_doubt_are_comparable_over_time(province, rows, kind):
    code = "special_circumstances_count"
    head = "indicator, start, end, statistic, value"
    tables = YEARLY | {"observations": f"{head}\n{code}, {rows.format(code)}"}
    found = {e.name: e for e in evaluate_criteria(annual(province(**tables), 2020))}["relevance"]
    assert code in getattr(found, kind)


def test_quality_counts_what_needs_an_explanation_apart_from_contradictions(province):
    rows = """
        indicator, start, value, source
        special_circumstances_count, 2019, 100, a
        special_circumstances_count, 2020, 900, a
        special_circumstances_rate, 2020, 3.1, a
        special_circumstances_rate, 2020, 3.6, b
    """
    counts = figure_quality(annual(province(**YEARLY | {"observations": rows}), 2020))
    assert (counts["conflicts"], counts["unusual"]) == (1, 1)
