"""What is published, what is silent, and what to ask the department for."""

import pandas as pd
import pytest

from bvte.evidence.national import request_rules
from bvte.judgement.coverage import asked_bodies, coverage, missing_indicators, requests, unnamed_kinds

from .province import rows

RATE = "indicator, condition, value\nrate, below, 3.3"


def asked(province, observations="", targets=RATE):
    evidence = province(targets=targets, observations=observations)
    return [(request.indicator, request.year, request.code) for request in requests(evidence, "P1")]


def test_coverage_has_a_row_for_every_estimate_in_the_order_of_the_catalogue(province):
    evidence = province(
        observations="""
        indicator, start, end,  comparator, value, source
        children,  2020,  2020, =,          1000,  a
        count,     2020,  2020, =,          20,    a
        help,      2017,  2021, >,          90,    b
        school,    2019,  2019, ~,          80,    b
        school,    2019,  2019, ~,          80,    a
    """
    )
    expected = pd.DataFrame(
        rows("""
        indicator, group,      year, first_year, strength,    sources
        rate,      protection, 2020, 2020,       derived,     a
        help,      protection, 2021, 2017,       bound,       b
        count,     protection, 2020, 2020,       published,   a
        children,  general,    2020, 2020,       published,   a
        school,    education,  2019, 2019,       approximate, b a
    """)
    ).astype({"year": int, "first_year": int})
    found = coverage(evidence, "P1")[list(expected)].astype({"strength": "str"}).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_coverage_of_an_area_without_figures_is_an_empty_table(province):
    table = coverage(province(), "P1")
    assert table.empty
    assert {"indicator", "group", "year", "first_year", "strength", "sources"} <= set(table)


def test_silent_are_indicators_with_a_target_but_without_any_figure_of_the_area(province):
    evidence = province(
        targets="""
        indicator, condition, value
        help,      at_least,  90
        rate,      below,     3.3
        school,    at_least,  95
        """,
        observations="""
        indicator, area, start, value
        rate,      P1,   2009,  5
        help,      XX,   2020,  91
        """,
    )
    assert missing_indicators(evidence, "P1") == ["help", "school"]
    assert missing_indicators(evidence, "XX") == []


@pytest.mark.parametrize(
    ("observations", "code"),
    [
        ("", "ask_value"),
        ("rate, 2019, =, 3, a", "ask_due_year"),
        ("rate, 2020, <, 3.8, a", "ask_precise"),
        ("rate, 2020, <, 3.3, a", "ask_precise"),
        ("rate, 2020, =, 3, a", "ask_precise"),
        ("count, 2020, =, 20, a\nchildren, 2020, =, 1000, a", "ask_confirmation"),
        ("rate, 2020, =, 4.0, a\nrate, 2020, =, 3.0, b", "ask_which"),
    ],
)
def test_every_weakness_of_the_evidence_gives_its_own_request(province, observations, code):
    table = f"indicator, start, comparator, value, source\n{observations}"
    assert asked(province, table) == [("rate", 2020, code)]


@pytest.mark.parametrize("figure", ["=, 3.0", "=, 4.0", "~, 2"])
def test_a_target_that_a_number_decides_needs_no_request(province, figure):
    assert asked(province, f"indicator, start, comparator, value\nrate, 2020, {figure}") == []


def test_figures_that_disagree_are_asked_for_also_where_no_target_was_set(province):
    table = """
        indicator, start, value, source
        help,      2020,  91,    a
        help,      2020,  85,    b
    """
    assert asked(province, table, targets="") == [("help", 2020, "ask_which")]


def test_a_figure_by_another_definition_does_not_contest_a_target(province):
    table = """
        indicator, start, value, definition
        rate,      2020,  3.0,
        rate,      2020,  4.0,   wide
    """
    assert asked(province, table) == []


def test_of_a_published_change_the_level_that_it_starts_from_is_asked_for(province):
    table = "indicator, start, end, statistic, comparator, value\nfall, 2016, 2020, yearly, >=, 2"
    targets = "indicator, condition, value, stated\nfall, increase_per_year, 3, {}"
    assert asked(province, table, targets.format("yes")) == [("fall", 2015, "ask_start")]
    both = [("fall", 2020, "ask_target"), ("fall", 2015, "ask_start")]
    assert asked(province, table, targets.format("no")) == both


def test_a_figure_is_asked_for_once(province):
    targets = "indicator, condition, value\nrate, below, 3.3\nrate, below, 3.0"
    assert asked(province, targets=targets) == [("rate", 2020, "ask_value")]


def test_targets_of_other_areas_are_none_of_the_requests(province):
    evidence = province(targets=RATE)
    assert requests(evidence, "XX") == []


def test_of_a_province_that_names_no_bodies_the_kinds_are_known(province):
    """Child labour is asked of the one that counts it since the labour departments ended, and of nobody before."""
    evidence, sent = province(), request_rules().sent
    found = {year: unnamed_kinds(evidence, year) for year in (2024, 2025)}
    asked = [one.kind for one in asked_bodies(evidence, 2025)]
    assert not [kind for kind in asked if kind in found[2025]]
    assert found[2025] == [kind for kind in sent.values() if not kind.of_level]
    assert [kind for kind in found[2025] if kind not in found[2024]] == [sent["home_affairs"]]
