"""The real draft of 2021-2025: what its audit must say, from the published figures alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bvte.judgement.audit import audit

DRAFT = "cpp_2021_2025_db_draft"


@pytest.fixture(scope="module")
def draft(dien_bien):
    """The flags of the draft by (indicator, code)."""
    found = audit(dien_bien, DRAFT)
    return {(s.target.indicator, f.code): f for s in found.subjects for f in found.flags[s.target.id]}


def test_90_percent_are_wanted_where_91_were_reported_against_what_was_counted(draft):
    """457 children in all five years are fewer than 91 % of 2,302: no least level rests on that before it is clear."""
    flag = draft["special_circumstances_supported_rate", "weaker_than_baseline"]
    baseline = flag.facts["baseline"]
    assert (baseline.value, baseline.comparator, baseline.year) == (91, "=", 2020)
    assert flag.remedy == "reconcile_the_result" and "value" not in flag.remedy_facts
    assert (flag.facts["against"].value, flag.facts["against"].period.first.year) == (457, 2016)


def test_no_pace_is_told_across_the_law_of_2017(draft):
    assert ("special_circumstances_rate", "slower_than_past") not in draft
    assert ("special_circumstances_rate", "baseline_is_bound") in draft


def test_the_abuse_target_has_no_baseline_and_is_met_from_the_first_day_if_reports_are_counted(draft):
    assert draft["abused_children_rate", "no_baseline"].facts == {"year": 2020, "start": 2021}
    flag = draft["abused_children_rate", "met_by_definition"]
    assert (flag.facts["count"].value, flag.facts["whole"].value) == (1779, 24776733)
    assert flag.facts["rate"] == pytest.approx(100 * 1779 / 24776733) and flag.facts["area"] == "VN"
    unlike = draft["abused_children_rate", "unlike_national"].facts
    assert (unlike["national"].value, unlike["national"].due_year) == (Decimal("4.5"), 2025)
    assert unlike["ratio"] == 4.5


def test_the_register_tripled_while_the_rate_stays_under_its_target(draft):
    facts = draft["special_circumstances_rate", "register_jump"].facts
    assert (facts["from"].value, facts["from"].year) == (2302, 2020)
    assert (facts["to"].value, facts["to"].year) == (6847, 2025)
    assert facts["rate"].value == Decimal("3.29") and facts["rate"].interval.right < 3.3
    assert facts["ratio"] == pytest.approx(6847 / 2302)


def test_a_part_at_its_limit_does_not_saturate_the_whole_and_units_end_in_2025(draft):
    # The 100 percent of 2017-2021 are of the group alone; the target asks for a worker too.
    assert ("commune_standing_group_rate", "saturated") not in draft
    ends = {code: flag for (code, name), flag in draft.items() if name == "vanishing_denominator"}
    assert {code: flag.facts["break"] for code, flag in ends.items()} == {
        "commune_standing_group_rate": "communes_2025",
        "commune_collaborator_rate": "communes_2025",
        "districts_with_service_models_rate": "districts_2025",
    }
    assert {flag.remedy_facts["date"] for flag in ends.values()} == {date(2025, 7, 1)}


def test_ninety_percent_are_ninety_percent_of_those_who_are_listed(draft):
    facts = draft["special_circumstances_supported_rate", "nested_denominator"].facts
    assert (facts["outer"].indicator, facts["outer"].value) == ("special_circumstances_registered_rate", 100)
    assert facts["least"] == 90


def test_every_target_of_the_draft_has_a_point_to_mend_and_every_point_a_proposal(dien_bien, draft):
    found = audit(dien_bien, DRAFT)
    printed = {s.target.id for s in found.subjects if s.target.source == "seed_workshop_2020_12_29"}
    assert len(printed) == 9 and printed <= {target.id for target in found.flagged}
    assert all(flag.remedy for flag in draft.values())


def test_an_unclear_unit_is_named_where_the_print_allows_two(dien_bien):
    found = audit(dien_bien, "cpp_2016_2020_db")
    named = {s.target.id: [f.code for f in found.flags[s.target.id]] for s in found.subjects}
    told = {"t019": ["unfound"], "t020": ["unfound", "ambiguous_unit"], "t021": ["unfound", "ambiguous_unit"]}
    assert {code: named[code] for code in told} == told


def test_a_fall_against_a_year_without_a_figure_has_no_baseline(dien_bien):
    flags = {f.code: f for f in audit(dien_bien, "inj_2016_2020_db").flags["t025"]}
    assert list(flags) == ["no_baseline"] and flags["no_baseline"].facts["year"] == 2015


def test_a_draft_below_the_national_target_would_be_weaker(dien_bien):
    target = dien_bien.targets["t031"].model_copy(update={"value": Decimal("7")})
    changed = replace(dien_bien, targets={**dien_bien.targets, "t031": target})
    (flag,) = [f for f in audit(changed, DRAFT).flags["t031"] if f.code == "weaker_than_national"]
    assert flag.remedy_facts["value"] == Decimal("6.5")
