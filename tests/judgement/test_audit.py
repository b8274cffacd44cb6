"""Is a target itself sound? One case and one near miss for each check, and the real draft."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.judgement.audit import audit, check_codes

TARGETS = (
    "indicator, programme, condition, value, baseline_comparator, baseline_value, baseline_year, due_year\n"
)
# What differs from case to case: target rows, observations, breaks; the flag that must come or must not.
CASES = {
    "weaker_than_baseline": (
        "help, next, at_least, 90, =, 91, 2020, 2025", "help, next, at_least, 90, =, 90, 2020, 2025",
    ),
    "already_met": (
        "help, next, at_least, 90, >=, 90, 2020, 2025", "help, next, at_least, 90, =, 90, 2020, 2025",
    ),
    "slower_than_past": (
        "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, =, 3.8, 2020, 2025",
        "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.2, =, 3.8, 2020, 2025",
    ),
    "no_baseline": ("help, next, at_least, 90, , , , 2025", "help, next, at_least, 90, =, 80, 2020, 2025"),
    "baseline_is_bound": (
        "rate, next, below, 3.3, <, 3.8, 2020, 2025", "rate, next, below, 3.3, =, 3.8, 2020, 2025",
    ),
    "ambiguous_direction": ("count, next, at_least, 5, , , , 2025", "help, next, at_least, 90, , , , 2025"),
}  # fmt: skip


def codes(found):
    """The flags of the last target of a programme."""
    return [flag.code for flag in found.flags[found.subjects[-1].target.id]]


@pytest.mark.parametrize("code", CASES)
def test_a_check_catches_its_case_and_lets_the_near_miss_go(province, code):
    case, miss = (TARGETS + rows for rows in CASES[code])
    assert code in codes(audit(province(targets=case), "next"))
    assert code not in codes(audit(province(targets=miss), "next"))


def test_a_full_rate_at_its_limit_is_saturated_only_once_a_figure_is_there(province):
    targets = TARGETS + "help, next, at_least, 100, =, 90, 2020, 2025"
    full, short = ("indicator, start, value\nhelp, 2021, 100", "indicator, start, value\nhelp, 2021, 99.5")
    assert "saturated" in codes(audit(province(targets=targets, observations=full), "next"))
    assert "saturated" not in codes(audit(province(targets=targets, observations=short), "next"))


def test_a_denominator_that_ends_after_the_due_year_does_not_matter(province):
    targets = TARGETS + "help, next, at_least, 90, =, 80, 2020, 2025"
    before, after = (f"id, date, kind\nend, {year}-07-01, denominator" for year in (2025, 2026))
    assert "vanishing_denominator" in codes(audit(province(targets=targets, breaks=before), "next"))
    assert "vanishing_denominator" not in codes(audit(province(targets=targets, breaks=after), "next"))


def test_an_unknown_programme_has_no_audit(province):
    with pytest.raises(KeyError):
        audit(province(), "no_such_programme")


@pytest.fixture(scope="module")
def draft(dien_bien):
    """The flags of the real draft by (indicator, code)."""
    found = audit(dien_bien, "cpp_2021_2025_db_draft")
    return {(s.target.indicator, f.code): f for s in found.subjects for f in found.flags[s.target.id]}


def test_the_draft_asks_for_less_help_than_was_reported(draft):
    flag = draft["special_circumstances_supported_rate", "weaker_than_baseline"]
    assert (flag.facts["baseline"].value, flag.remedy_facts["value"]) == (91, 91)


def test_the_draft_is_slower_than_the_phase_before_and_names_the_bound(draft):
    flag = draft["special_circumstances_rate", "slower_than_past"]
    # (4.4 - 3.8) / 5 and (3.8 - 3.3) / 5 points a year
    assert (round(flag.facts["past"], 10), round(flag.facts["asked"], 10)) == (0.12, 0.10)
    assert flag.facts["baseline"].comparator == "<"
    assert round(flag.remedy_facts["value"], 10) == 3.2


def test_the_abuse_target_is_met_from_the_first_day_if_reports_are_counted(draft):
    flag = draft["abused_children_rate", "met_by_definition"]
    assert (flag.facts["count"].value, flag.facts["whole"].value) == (1779, 24776733)
    assert flag.facts["rate"] == pytest.approx(0.00718, abs=1e-5)
    assert draft["abused_children_rate", "unlike_national"].facts["national"].value == Decimal("4.5")
    assert ("abused_children_rate", "no_baseline") in draft


def test_the_register_tripled_while_the_rate_stays_under_its_target(draft):
    facts = draft["special_circumstances_rate", "register_jump"].facts
    assert (facts["from"].value, facts["to"].value, facts["rate"].value) == (2302, 6847, Decimal("3.29"))


def test_the_rest_of_what_a_workshop_must_know(draft):
    assert (
        draft["districts_with_service_models_rate", "vanishing_denominator"].facts["break"]
        == "districts_2025"
    )
    assert draft["commune_standing_group_rate", "saturated"].facts["reading"].value == 100
    assert draft["special_circumstances_supported_rate", "nested_denominator"].facts["least"] == 90
    assert ("provincial_service_facility_count", "not_measurable") in draft
    assert ("commune_collaborator_rate", "never_published") in draft


def test_an_unclear_unit_is_named_where_the_print_allows_two(dien_bien):
    found = audit(dien_bien, "cpp_2016_2020_db")
    assert "ambiguous_unit" in codes(found)
    assert "register_jump" not in {f.code for flags in found.flags.values() for f in flags}


def test_a_draft_below_the_national_target_is_weaker(dien_bien):
    target = dien_bien.targets["t031"].model_copy(update={"value": Decimal("7")})
    changed = replace(dien_bien, targets={**dien_bien.targets, "t031": target})
    flags = audit(changed, "cpp_2021_2025_db_draft").flags["t031"]
    assert "weaker_than_national" in [flag.code for flag in flags]


def test_every_check_catches_something_somewhere(dien_bien, province):
    real = {f.code for p in dien_bien.programmes for fs in audit(dien_bien, p).flags.values() for f in fs}
    assert set(check_codes()) - real <= {"already_met", "ambiguous_direction", "weaker_than_national"}
