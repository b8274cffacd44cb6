"""What other figures say to two that do not go together, on generated evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bvte.evidence.rules.references import unknown_code
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import estimates_of
from bvte.judgement.targets import judge
from bvte.judgement.vantage import cited_by

PRINTED = """
    indicator, start, comparator, value,  step, source
    rate,      2020,  <,          3.8,    ,     a
    count,     2020,  =,          2000,   ,     b
    children,  2020,  =,          200000, ,     b
"""
PARTS = """
    id,       name_vi,        name_en,      unit,     kind,  better,    group,   counted, among
    rate,     Tỷ lệ thử,      Trial rate,   percent,  rate,  down,      general, count,   children
    count,    Số trẻ em thử,  Trial count,  children, count, ambiguous, general, ,
    children, Tổng số trẻ em, All children, children, count, ambiguous, general, ,
    young,    Nhỏ tuổi,       The young,    children, count, ambiguous, general, ,
    older,    Lớn tuổi,       The older,    children, count, ambiguous, general, ,
"""


def further(count, whole, start="2022", marks=("=", "="), source="c"):
    """Rows of a count and its whole in another year."""
    return PRINTED + "".join(
        f"    {name}, {start}, {mark}, {number}, 10, {source}\n"
        for name, mark, number in zip(("count", "children"), marks, (count, whole), strict=True)
    )


def weighed(evidence, kind="far_from_bound", code="others_agree"):
    (found,) = [c for c in conflicts(evidence, "P1") if c.kind == kind]
    return [reason for reason in found.weighed if reason.code == code]


@pytest.mark.parametrize(
    ("count", "whole", "side"),
    [
        # Percent of the children: within a third of 3.8, within a third of 1.0, and just outside both.
        (7000, 200000, "3.8"),
        (5200, 200000, "3.8"),
        (5000, 200000, None),
        (10200, 200000, None),
        (2400, 200000, "1.00"),
        (2800, 200000, None),
        (1300, 200000, None),
    ],
)
def test_a_further_count_agrees_with_the_side_that_its_rate_stands_near(province, count, whole, side):
    found = weighed(province(observations=further(count, whole)))
    assert [str(reason.facts["side"].value) for reason in found] == ([side] if side else [])
    for reason in found:
        (figure,) = reason.facts["figures"].figures
        assert figure.value == (Decimal(100) * count / whole).quantize(Decimal("0.01"))
        assert [r.value for r in figure.estimates] == [count, whole]
        assert set(reason.sources) == {"a", "b", "c"}


def test_two_bounds_that_leave_any_rate_are_weighed_by_their_printed_numbers(province):
    evidence = province(observations=further(6000, 200000, marks=(">", ">")))
    assert 2022 not in {r.year for r in estimates_of(evidence, "rate", "P1")}
    (reason,) = weighed(evidence)
    assert str(reason.facts["figures"].figures[0].value) == "3.00"


def test_a_count_of_two_sources_gives_no_rate(province):
    evidence = province(observations=further(7000, 200000).replace("200000, 10, c", "200000, 10, d"))
    assert weighed(evidence) == []


def test_a_figure_across_a_break_that_forbids_comparison_is_no_witness(province):
    law = "id, date, indicators, effect\nlaw, 2021-06-01, rate, {}"
    rows = further(7000, 200000)
    assert weighed(province(observations=rows, breaks=law.format("not_comparable"))) == []
    assert weighed(province(observations=rows, breaks=law.format("caveat")))


def test_a_figure_of_another_definition_is_no_witness(province):
    rows = further(7000, 200000).replace("step, source", "step, source, definition")
    assert weighed(province(observations=rows.replace("10, c", "10, c, wide"))) == []
    assert weighed(province(observations=rows))


def parts_of(province, young, older, mark="=", source="d", declared=("young", "older")):
    rows = f"{PRINTED}    young, 2023, {mark}, {young}, , d\n    older, 2023, {mark}, {older}, , {source}\n"
    evidence = province(cards=PARTS, observations=rows)
    card = evidence.indicators["children"].model_copy(update={"at_least_sum_of": declared})
    return weighed(replace(evidence, indicators={**evidence.indicators, "children": card}), code="parts_exceed")


def test_parts_above_a_whole_by_more_than_a_third_say_that_it_is_no_whole(province):
    (reason,) = parts_of(province, 150000, 120000)
    assert (reason.facts["whole"].value, reason.facts["parts"].least) == (200000, 270000)
    assert [r.value for r in reason.facts["parts"].estimates] == [150000, 120000]
    # A population may change by a third within the years between.
    assert parts_of(province, 150000, 100000) == []


def test_parts_count_only_together_of_one_source_and_as_declared(province):
    assert parts_of(province, 150000, 120000, source="a") == []
    assert parts_of(province, 150000, 120000, declared=()) == []
    assert parts_of(province, 150000, 120000, mark="<") == []
    (bounds,) = parts_of(province, 150000, 120000, mark=">")
    assert bounds.facts["parts"].least == 270000


EXPLAINED = """
    id,   questioned, rests_on, reading_vi,  reading_en, settles_vi, settles_en
    list, o2,         o4 o5,    Hẹp hơn.,    Narrower.,  hỏi Sở.,    ask them.
"""


def test_what_a_person_thinks_is_a_suggestion_with_the_sources_that_it_rests_on(province):
    evidence = province(observations=further(7000, 200000), explanations=EXPLAINED)
    assert list(unknown_code(evidence)) == []
    (reason,) = weighed(evidence, code="suggestion")
    assert (reason.facts["explanation"].explanation.id, reason.sources) == ("list", ("c",))


@pytest.mark.parametrize(("old", "new"), [("o2,  ", "o1 o9,"), ("o4 o5", "o4 o9")])
def test_an_explanation_of_rows_that_there_are_not_is_refused(province, old, new):
    evidence = province(observations=further(7000, 200000), explanations=EXPLAINED.replace(old, new))
    assert [(p.file, p.found) for p in unknown_code(evidence)] == [("explanations.csv", "o9")]


def test_a_suggestion_waits_for_the_figures_that_it_rests_on(province):
    evidence = province(observations=further(7000, 200000), explanations=EXPLAINED)
    assert weighed(evidence.seen_from(date(2020, 12, 31)), code="suggestion") == []
    other = EXPLAINED.replace("o2,  ", "o4,  ")
    assert weighed(province(observations=further(7000, 200000), explanations=other), code="suggestion") == []


def test_a_report_lists_the_sources_of_what_is_said_to_a_conflict(province):
    evidence = province(observations=further(7000, 200000))
    (found,) = [c for c in conflicts(evidence, "P1") if c.kind == "far_from_bound"]
    assert set(cited_by((), [found])) == {"a", "b", "c"}


@pytest.mark.parametrize(("between", "side"), [(7000, 8000), (2100, 2000), (4000, None)])
def test_a_count_that_jumps_says_which_end_the_counts_between_stand_near(province, between, side):
    evidence = province(
        targets="programme, indicator, condition, value, due_year\nnext, rate, below, 5, 2025",
        observations=f"""
        indicator, start, comparator, value,     step, source
        count,     2020,  =,          2000,      ,     a
        count,     2022,  >,          {between}, 10,   b
        count,     2025,  =,          8000,      ,     c
        children,  2025,  =,          200000,    ,     c
        """,
    )
    (finding,) = judge(evidence, "next")
    assert "count_jump" in [reason.code for reason in finding.reasons]
    found = [reason.facts["side"].value for reason in finding.reasons if reason.code == "others_agree"]
    assert found == ([side] if side else [])
    assert {"b"} <= set(cited_by([finding])) if side else True


@pytest.mark.parametrize(
    ("marks", "shown"), [(("=", "="), ("=", "3.60")), ((">", "~"), (">", "3.59")), (("<", "~"), ("<", "3.60"))]
)
def test_the_number_of_a_derived_bound_says_no_more_than_the_bound(province, marks, shown):
    # 7,730 of 215,000 are 3.5953 percent; of 215,010 and 214,990, 3.5952 and 3.5955.
    evidence = province(observations=further(7730, 215000, marks=marks))
    (rate,) = [r for r in estimates_of(evidence, "rate", "P1") if r.year == 2022]
    assert (rate.comparator, str(rate.value)) == shown
    low, high = rate.interval.left, rate.interval.right
    assert {"=": True, ">": float(rate.value) <= low, "<": float(rate.value) >= high}[rate.comparator]


def test_a_figure_just_outside_a_bound_of_another_year_stands_near_it(province):
    evidence = province(
        observations="""
        indicator, start, comparator, value,  step, source
        children,  2020,  =,          120000, ,     a
        children,  2021,  >,          216000, 1000, b
        children,  2022,  =,          208000, ,     c
        count,     2022,  =,          1,      ,     c
    """
    )
    steps = {tuple(r.year for r in c.estimates): c for c in conflicts(evidence, "P1") if c.kind == "step"}
    (reason,) = steps[2020, 2021].weighed
    assert reason.facts["side"].value == 216000
    assert [f.value for f in reason.facts["figures"].figures] == [208000]
    assert not any(c.weighed for years, c in steps.items() if years == (2021, 2022))


def test_parts_of_another_indicator_are_no_witnesses_of_a_whole(province):
    evidence = province(
        cards=PARTS.replace("counted, among", "counted, among, subset_of").replace("general, ,", "general, , ,"),
        observations="""
        indicator, start, value, source
        young,     2020,  900,   a
        children,  2020,  300,   a
        young,     2021,  880,   b
        """,
    )
    card = evidence.indicators["young"].model_copy(update={"subset_of": "children"})
    told = conflicts(replace(evidence, indicators={**evidence.indicators, "young": card}), "P1")
    (found,) = [c for c in told if c.kind == "impossible_parts"]
    assert found.weighed == ()
