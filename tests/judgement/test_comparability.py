"""May the latest figure be compared with the baseline, and what is the change?"""

import pandas as pd
import pytest

from bvte.evidence.check import check
from bvte.judgement.comparability import compare, forbidding_inside
from bvte.judgement.estimates import estimates_of
from bvte.judgement.targets import judge

TARGET = """
    indicator, condition, value, baseline_comparator, baseline_value, baseline_year
    rate,      below,     3.8,   =,                   4.4,            2015
"""
RESULT = """
    indicator, start, comparator, value
    rate,      2020,  <,          3.8
"""
LAW = """
    id,  date,       effect
    law, 2017-06-01, {}
"""


def judged(province, breaks="", targets=TARGET, observations=RESULT):
    (finding,) = judge(province(targets=targets, observations=observations, breaks=breaks), "plan")
    return finding


def reasons(comparison):
    return [(reason.code, *reason.facts.values()) for reason in comparison.reasons]


def test_the_change_is_the_interval_of_all_differences_that_the_prints_allow(province):
    # Between 0 and 3.8, less between 4.35 and 4.45.
    finding = judged(province)
    assert finding.change == pd.Interval(-4.45, -0.55, closed="left")
    assert finding.comparison.verdict == "comparable"


def test_no_change_is_told_across_a_break_that_forbids_it_and_the_break_is_named(province):
    finding = judged(province, LAW.format("not_comparable"))
    # Set before the law, counted after it: the verdict is forbidden as well.
    assert (finding.change, finding.status) == (None, "not_assessable")
    assert finding.comparison.verdict == "not_comparable"
    assert reasons(finding.comparison) == [("break_between", "law")]


def test_a_caveat_keeps_the_change(province):
    finding = judged(province, LAW.format("caveat"))
    assert finding.change == pd.Interval(-4.45, -0.55, closed="left")
    assert (finding.comparison.verdict, reasons(finding.comparison)) == ("caveat", [("break_between", "law")])


@pytest.mark.parametrize(
    ("date", "indicators", "areas", "between"),
    [
        ("2017-06-01", "rate help", "P1 XX", True),
        ("2020-12-31", "*", "*", True),
        ("2016-01-01", "*", "*", True),
        ("2015-12-31", "*", "*", False),
        ("2021-01-01", "*", "*", False),
        ("2017-06-01", "help", "*", False),
        ("2017-06-01", "*", "XX", False),
    ],
)
def test_a_break_counts_between_the_figures_for_its_own_indicators_and_areas(
    province, date, indicators, areas, between
):
    breaks = f"id, date, indicators, areas\nlaw, {date}, {indicators}, {areas}"
    assert (judged(province, breaks).change is None) is between


def test_breaks_are_named_by_date_and_the_worst_of_them_decides(province):
    finding = judged(
        province,
        """
        id,     date,       effect
        census, 2019-04-01, caveat
        law,    2017-06-01, not_comparable
    """,
    )
    assert finding.comparison.verdict == "not_comparable"
    assert reasons(finding.comparison) == [("break_between", "law"), ("break_between", "census")]


def test_a_break_of_what_a_rate_was_divided_by_concerns_the_rate(province):
    finding = judged(
        province,
        "id, date, indicators\nbase, 2019-04-01, children",
        observations="""
        indicator, start, value
        count,     2020,  20
        children,  2020,  1000
        """,
    )
    assert reasons(finding.comparison) == [("break_between", "base"), ("derived_against_published",)]


def test_without_a_printed_baseline_there_is_no_change(province):
    finding = judged(province, targets="indicator, condition, value\nrate, below, 3.8")
    assert (finding.baseline, finding.comparison, finding.change) == (None, None, None)


FIRST = "2015, 2015, level, 4.0, percent,"


@pytest.mark.parametrize(
    ("second", "verdict", "reason"),
    [
        ("2020, 2020, level, 3.0, percent,", "comparable", None),
        ("2020-01, 2020-09, level, 3.0, percent,", "not_comparable", "span_differs"),
        ("2020, 2020, yearly, 3.0, percent,", "not_comparable", "statistic_differs"),
        ("2020, 2020, level, 3.0, per_1000,", "not_comparable", "unit_differs"),
        ("2020, 2020, level, 3.0, percent, wide", "not_comparable", "definition_differs"),
        ("2014, 2020, level, 3.0, percent,", "not_comparable", "periods_overlap"),
        ("2015-09, 2015-09, level, 3.0, percent,", "not_comparable", "periods_overlap"),
    ],
)
def test_figures_of_another_kind_are_not_compared_alike(province, second, verdict, reason):
    evidence = province(
        observations=f"""
        indicator, start, end, statistic, value, unit, definition
        rate, {FIRST}
        rate, {second}
        """
    )
    found = sorted(estimates_of(evidence, "rate", "P1"), key=lambda r: r.rows)
    comparison = compare(evidence, *found)
    assert (comparison.verdict, [r.code for r in comparison.reasons]) == (verdict, [reason] if reason else [])


@pytest.mark.parametrize(
    ("day", "inside"), [("2015-12-31", False), ("2016-01-01", True), ("2020-12-31", True), ("2021-01-01", False)]
)
def test_a_change_over_years_holds_the_breaks_from_its_first_day_to_its_last(province, day, inside):
    evidence = province(
        observations="indicator, start, end, statistic, value\nfall, 2016, 2020, yearly, 3",
        breaks=f"id, date, effect\nlaw, {day}, not_comparable\nnew, 2018-01-01, caveat",
    )
    (change,) = estimates_of(evidence, "fall", "P1")
    assert [b.id for b in forbidding_inside(evidence, change)] == ["law"] * inside


def test_a_sum_of_years_that_a_break_parts_is_compared_with_none_after_it(province):
    evidence = province(
        observations="""
        indicator, start, end, statistic, value
        count, 2016, 2020, total, 30
        count, 2021, 2025, total, 20
        """,
        breaks="id, date\nlaw, 2017-06-01",
    )
    earlier, later = estimates_of(evidence, "count", "P1")
    assert compare(evidence, earlier, later).verdict == "not_comparable"


REUSED = """
    code, valid_from, valid_to,   level,   name_vi, name_en, parent
    C1,   2004-01-01, 2025-06-30, commune, Xã A,    A,       P1
    C1,   2025-07-01, ,           commune, Xã AB,   AB,      P1
    C2,   2004-01-01, 2025-06-30, commune, Xã B,    B,       P1
"""
BREAK = "id, date, kind, areas, source\nb, 2025-07-01, territory, C1, a\n"


@pytest.mark.parametrize(
    ("old", "later", "breaks", "told"),
    [("C1 C2", "C1", "", ["C1"]), ("C1 C2", "C1", BREAK, []), ("C1 C2", "P1", "", []), ("C1", "C1", "", [])],
    ids=["grown", "grown and said", "of another area", "only renamed"],
)
def test_a_code_that_went_on_with_another_territory_needs_a_break(province, old, later, breaks, told):
    changes = "".join(f"{code}, C1, 2025-07-01, NQ, 1\n" for code in old.split())
    figures = f"count, 2024-12-31, 1000, C1\ncount, 2025-12-31, 4000, {later}\n"
    evidence = province(
        areas=REUSED,
        breaks=breaks or "id\n",
        area_changes=f"old_code, new_code, date, decision, weight\n{changes}",
        observations=f"indicator, start, value, area\n{figures}",
    )
    assert [p.found for p in check(evidence) if p.code == "territory_break_missing"] == told
