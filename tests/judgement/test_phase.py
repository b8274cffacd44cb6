"""What belongs to a phase beside its targets."""

from collections import defaultdict

import pytest

from bvte.evidence.load import data_folders, load
from bvte.evidence.merged import own_programmes
from bvte.evidence.national import programme_kinds
from bvte.judgement import targets as phase
from bvte.judgement.targets import judge
from bvte.judgement.vantage import cited_by

from .province import CARDS, PROGRAMMES

TARGETS = """
    programme, indicator, condition, value, baseline_value, baseline_year, due_year
    plan,      rate,      below,     3.8,   4.4,            2015,          2020
    plan,      fall,      at_least,  0.1,   ,               ,              2020
    next,      help,      at_least,  90,    ,               ,              2025
"""
RESULTS = """
    indicator, start, comparator, value, source
    rate,      2020,  <,          3.8,   a
    help,      2015,  =,          88,    a
    help,      2020,  =,          91,    a
    help,      2021,  =,          92,    a
    school,    2020,  =,          80,    a
    children,  2020,  =,          1000,  b
"""


def judged(province, programme="plan", targets=TARGETS, observations=RESULTS, **tables):
    return judge(province(targets=targets, observations=observations, **tables), programme)


def codes(findings):
    return [(r.code, r.facts["finding"].target.indicator if r.facts else None) for r in phase.unknowns(findings)]


def test_other_results_are_those_of_the_phase_and_of_the_groups_of_its_targets(province):
    # Schooling belongs to another group; 2015 and 2021 to other phases; the rate has a target of its own.
    found = phase.other_estimates(judged(province))
    assert [(r.indicator, r.year) for r in found] == [("help", 2020), ("children", 2020)]


def test_beside_a_programme_about_one_subject_stand_only_figures_of_that_subject(province):
    # The same phase and figures: about all of protection it shows its group, about one subject what is of that.
    about_all = {r.indicator for r in phase.other_estimates(judged(province))}
    only = PROGRAMMES.replace("status,", "status, kind,").replace("closed,", "closed, child_labour,")
    about_one = {
        r.indicator
        for r in phase.other_estimates(judged(province, programmes=only.replace("draft,", "draft, health,")))
    }
    assert about_all == {"help", "children"} and about_one == set()


@pytest.mark.parametrize("name", data_folders())
def test_a_folders_programmes_of_one_subject_show_nothing_of_another(name):
    evidence = load(name)
    kinds = {code: row.kind for code, row in evidence.programmes.items()}
    lines = defaultdict(set)
    for target in evidence.targets.values():
        lines[kinds[target.programme]].add(target.indicator)
    for code in own_programmes(evidence):
        shown = {r.indicator for r in phase.other_estimates(judge(evidence, code))}
        others = set().union(*(found for kind, found in lines.items() if kind != kinds[code])) - lines[kinds[code]]
        counted = {evidence.indicators[o].numerator_indicator for o in lines[kinds[code]]}
        assert not programme_kinds()[kinds[code]].one_subject or not shown & (others - counted)


def test_a_phase_without_targets_shows_the_results_of_all_groups(province):
    found = phase.other_estimates(judged(province, targets=""))
    assert {r.indicator for r in found} == {"rate", "help", "school", "children"}


def test_the_next_target_is_that_of_the_phase_that_follows(province):
    findings = judged(province)
    assert phase.next_target(findings, "help").value == 90
    assert phase.next_target(findings, "rate") is None
    assert phase.next_target(judged(province, "next"), "help") is None


def test_conflicts_of_a_phase_are_those_of_its_years_and_of_what_its_rates_are_divided_by(province):
    found = phase.phase_conflicts(
        judged(
            province,
            observations="""
        indicator, start, value, source
        rate,      2013,  5.0,   a
        rate,      2013,  6.0,   b
        rate,      2020,  4.1,   a
        rate,      2020,  3.5,   b
        school,    2020,  80,    a
        school,    2020,  70,    b
        children,  2019,  1000,  a
        children,  2020,  500,   b
    """,
        )
    )
    assert sorted((c.indicator, c.kind, c.year) for c in found) == [
        ("children", "step", 2020),
        ("rate", "exclude", 2020),
    ]


def test_what_a_rate_is_divided_by_belongs_to_it_also_from_another_group(province):
    observations = "indicator, start, value\nchildren, 2019, 1000\nchildren, 2020, 500"
    cards = CARDS.replace("ambiguous, general", "ambiguous, education")
    found = phase.phase_conflicts(judged(province, observations=observations, cards=cards))
    assert [c.indicator for c in found] == ["children"]


def test_sources_are_named_once_in_the_order_of_targets_results_and_conflicts(province):
    findings = judged(
        province,
        observations="""
        indicator, start, value, source
        rate,      2020,  4.1,   c
        rate,      2020,  3.5,   b
        help,      2020,  91,    d
    """,
    )
    found = cited_by(findings, phase.phase_conflicts(findings), phase.other_estimates(findings))
    assert found == ["a", "c", "b", "d"]


def test_breaks_of_a_phase_touch_its_indicators_from_the_baseline_year_to_its_end(province):
    found = phase.phase_breaks(
        judged(
            province,
            breaks="""
        id,     date,       indicators, areas
        late,   2021-01-01, *,          *
        census, 2019-04-01, rate,       P1
        base,   2015-06-01, *,          *
        early,  2014-12-31, *,          *
        other,  2019-01-01, school,     *
        away,   2019-01-01, *,          XX
    """,
        )
    )
    assert [b.id for b in found] == ["base", "census"]


def test_unknown_is_the_number_behind_a_bound_and_the_result_that_was_never_published(province):
    assert codes(judged(province)) == [("unknown_exact_value", "rate"), ("unknown_result", "fall")]


def test_unknown_is_the_due_year_and_a_baseline_that_a_level_would_need(province):
    assert codes(judged(province, "next")) == [("unknown_due_year", "help"), ("unknown_baseline", "help")]


@pytest.mark.parametrize(("year", "lacks"), [(2015, False), (2016, True)])
def test_a_wanted_fall_lacks_its_start_where_the_level_of_its_base_year_is_not_known(province, year, lacks):
    findings = judged(
        province,
        cards="""
            id,    name_vi,  name_en, unit,     kind,   better, group,      change_of
            dead,  Tử vong,  Deaths,  children, count,  down,   protection,
            fewer, Mức giảm, Fall,    percent,  change, up,     protection, dead
        """,
        targets="indicator, condition, value, baseline_year\nfewer, at_least, 25, 2015",
        observations=f"indicator, start, value, statistic\ndead, {year}, 40, total",
    )
    assert (("unknown_baseline", "fewer") in codes(findings)) == lacks


@pytest.mark.parametrize("name", data_folders())
def test_what_is_only_to_be_there_lacks_no_baseline(name):
    """The evaluation counts as without a start what the audit does: a facility that is to be there starts from none."""
    evidence = load(name)
    lacking = {
        reason.facts["finding"].target.indicator
        for programme in evidence.programmes
        for reason in phase.unknowns(judge(evidence, programme))
        if reason.code == "unknown_baseline"
    }
    assert not any(evidence.indicators[code].judged_by == "presence" for code in lacking)


def test_unknown_is_the_number_behind_a_print_too_coarse_to_decide(province):
    findings = judged(province, observations="indicator, start, comparator, value\nrate, 2020, ~, 4")
    assert codes(findings)[0] == ("unknown_exact_value", "rate")


def test_unknown_is_everything_where_no_target_was_found(province):
    assert codes(judged(province, targets="")) == [("no_targets_found", None)]


def test_nothing_is_unknown_where_a_number_and_its_baseline_were_published(province):
    targets = "indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, 4.4, 2015"
    assert codes(judged(province, targets=targets, observations="indicator, start, value\nrate, 2020, 3")) == []


NATIONAL = """
    id,   name_vi, name_en, level,    area, start, end,  status, national
    far,  Cả nước, Nation,  national, XX,   2016,  2020, closed,
    plan, Tỉnh,    Here,    province, P1,   2016,  2020, closed, far
"""


def test_the_nation_is_judged_on_its_own_figures(province):
    findings = judged(
        province,
        targets="programme, indicator, condition, value\nfar, rate, below, 5",
        observations="indicator, area, start, value\nrate, XX, 2020, 7\nrate, P1, 2020, 3",
        programmes=NATIONAL,
    )
    national = phase.national_findings(findings)
    assert [(f.area, f.status, f.rows) for f in national] == [("XX", "not_met", ("o1",))]


def test_a_phase_that_carries_out_no_known_programme_has_no_national_findings(province):
    assert phase.national_findings(judged(province)) is None
