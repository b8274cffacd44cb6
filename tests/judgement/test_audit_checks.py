"""Every check of the audit: one case that raises it and no other, and a near miss that raises none."""

import pytest

from bvte.judgement.audit import audit, check_codes

from .audited import tables

HELPED, RATED = "help, 2022, =, 85", "rate, 2022, =, 3.5"
NATION = "rate, far, below, 4, , , , 2025\nrate, next, below, {}, =, 5, 2020, 2025"
LISTED = "listed, {}, at_least, 95, =, 90, 2020, 2025\ninner, next, at_least, 90, =, 80, 2020, 2025"
PAST = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, {}, =, 3.8, 2020, 2025"
COUNTED = "count, 2019, =, 1000, b\ncount, 2022, =, {}, a\nchildren, 2022, =, 100000, a"
CASED = "hurt, 2022, =, 1.5, b\ncases, 2022, =, {}\nchildren, 2022, =, 100000"
# Code -> what is there in the case, and in the near miss.
CASES = {
    "weaker_than_baseline": (
        tables("help, next, at_least, 90, =, 91, 2020, 2025", HELPED),
        tables("help, next, at_least, 90, =, 90, 2020, 2025", HELPED),
    ),
    "already_met": (
        tables("help, next, at_least, 100, =, 100, 2020, 2025", HELPED),
        tables("help, next, at_least, 100, =, 99.9, 2020, 2025", HELPED),
    ),
    "slower_than_past": (tables(PAST.format("3.3"), RATED), tables(PAST.format("3.2"), RATED)),
    "saturated": (
        tables("help, next, at_least, 100, =, 90, 2020, 2025", "help, 2022, =, 100"),
        tables("help, next, at_least, 100, =, 90, 2020, 2025", "help, 2022, >, 99"),
    ),
    "no_baseline": (
        tables("help, next, at_least, 90, , , , 2025", HELPED),
        tables("help, next, at_least, 90, , , , 2025", "help, 2019, =, 80"),
    ),
    "baseline_is_bound": (
        tables("rate, next, below, 3.3, <, 3.8, 2020, 2025", RATED),
        tables("rate, next, below, 3.3, ~, 3.8, 2020, 2025", RATED),
    ),
    "register_jump": (
        tables("rate, next, below, 3.3, =, 3.8, 2020, 2025", COUNTED.format(2000)),
        tables("rate, next, below, 3.3, =, 3.8, 2020, 2025", COUNTED.format(1999)),
    ),
    "never_published": (
        tables("help, next, at_least, 90, =, 80, 2020, 2025", "help, 2022, =, 85, a, XX"),
        tables("help, next, at_least, 90, =, 80, 2020, 2025", "help, 2014, =, 85"),
    ),
    "unfound": (
        tables("help, next, at_least, 90, =, 80, 2020, 2025, no", HELPED, last="stated"),
        tables("help, next, at_least, 90, =, 80, 2020, 2025, yes", HELPED, last="stated"),
    ),
    "met_by_definition": (
        # 999 of 100,000 are 0.999 percent; 1,000 are 1.0, which is not below 1.
        tables("hurt, next, below, 1, =, 2, 2020, 2025", CASED.format(999)),
        tables("hurt, next, below, 1, =, 2, 2020, 2025", CASED.format(1000)),
    ),
    "weaker_than_national": (tables(NATION.format("4.1"), RATED), tables(NATION.format("4"), RATED)),
    "unlike_national": (tables(NATION.format("2"), RATED), tables(NATION.format("2.1"), RATED)),
    "vanishing_denominator": (
        tables("help, next, at_least, 90, =, 80, 2020, 2025", HELPED, "end, 2025-12-31, denominator"),
        tables("help, next, at_least, 90, =, 80, 2020, 2025", HELPED, "end, 2026-01-01, denominator"),
    ),
    "nested_denominator": (
        tables(LISTED.format("next"), "inner, 2022, =, 85"),
        tables(LISTED.format("plan"), "inner, 2022, =, 85"),
    ),
    "ambiguous_direction": (
        tables("odd, next, at_least, 5, =, 3, 2020, 2025", "odd, 2022, =, 4"),
        tables("beds, next, at_least, 5, =, 3, 2020, 2025", "beds, 2022, =, 4"),
    ),
    "ambiguous_unit": (
        tables("help, next, at_least, 90, =, 80, 2020, 2025, %/năm", HELPED, last="unit_printed"),
        tables("help, next, at_least, 90, =, 80, 2020, 2025, ", HELPED, last="unit_printed"),
    ),
    "not_measurable": (
        tables("vague, next, at_least, 90, =, 80, 2020, 2025", "vague, 2022, =, 85"),
        tables("help, next, at_least, 90, =, 80, 2020, 2025", HELPED),
    ),
}


def codes(evidence):
    """The flags of the last target of the draft."""
    found = audit(evidence, "next")
    return [flag.code for flag in found.flags[found.subjects[-1].target.id]]


@pytest.mark.parametrize("code", CASES)
def test_a_check_catches_its_case_alone_and_lets_the_near_miss_go(province, code):
    case, miss = CASES[code]
    assert codes(province(**case)) == [code]
    assert codes(province(**miss)) == []


def test_every_check_has_its_case():
    assert list(CASES) == sorted(CASES, key=check_codes().index)
    assert set(CASES) == set(check_codes())


HELP = "help, next, at_least, 90, =, 80, 2020, 2025"
BELOW = "rate, next, below, {}, =, 3.8, 2020, 2025"
BREAK = "end, 2023-07-01, {}"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (tables(BELOW.format("4"), RATED), ["weaker_than_baseline"]),
        (tables(BELOW.format("3.8"), RATED), []),
        (tables("rate, next, at_most, 0, =, 3.8, 2020, 2025", "rate, 2022, =, 0"), []),
        (tables(BELOW.format("3.3"), RATED, BREAK.format("agency")), []),
        (tables("less, next, decrease_by_percent, 25, , , 2020, 2025", "dead, 2020, =, 40"), []),
        (tables("less, next, decrease_by_percent, 25, , , 2020, 2025", "dead, 2021, =, 40"), ["no_baseline"]),
        (tables("less, next, decrease_by_percent, 25, , , , 2025", "dead, 2021, =, 40"), []),
        (tables("less, next, decrease_by_percent, 25, , , , 2025", "dead, 2022, =, 40"), ["no_baseline"]),
        (tables("dead, next, decrease_by_percent, 25, , , , 2025", "dead, 2021, =, 40"), []),
        (tables("less, next, at_least, 2, , , , 2025", "dead, 2020, =, 40"), []),
        (tables("dead, next, decrease_by_percent, 25, , , , 2025", "dead, 2020, =, 40"), []),
        (tables("rate, next, decrease_by_percent, 25, , , , 2025", "rate, 2020, =, 40"), []),
        (tables("help, next, at_least, 90, , , , 2025", "help, 2019, ~, 80\nhelp, 2019, >, 70, b"), []),
        (tables("odd, next, exactly, 5, =, 5, 2020, 2025", "odd, 2022, =, 5"), ["already_met", "ambiguous_direction"]),
        (tables(f"help, far, at_least, 0, , , , 2025\n{HELP}", HELPED), []),
        (tables("hurt, next, below, 1, =, 2, 2020, 2025", CASED.replace("=, {}", "<, 9")), []),
    ],
    ids=[
        "a ceiling above the baseline",
        "a ceiling at the baseline",
        "zero, printed as rounded",
        "a break of another kind",
        "the base year's level is known",
        "the base year's level is not known",
        "a change of another card from the first year",
        "a change of another card from a later year",
        "a change from the first year of the phase",
        "a change as a level, whose base is known",
        "a change of the level itself",
        "a change in percent of a percentage",
        "the firmer of two earlier figures",
        "a single value",
        "a national target of zero",
        "reported cases as a bound only",
    ],
)
def test_what_else_a_check_must_tell_apart(province, case, expected):
    assert codes(province(**case)) == expected


def test_what_was_only_worked_out_was_not_reported(province):
    """3,200 of 100,000, counted before the phase: the rate is below 3.3 already, but nobody has published one."""
    counts = "count, 2020, =, 3200, a\nchildren, 2020, =, 100000, a"
    derived = audit(province(**tables("rate, next, below, 3.3, , , , 2025", counts)), "next")
    printed = audit(province(**tables("rate, next, below, 3.3, , , , 2025", "rate, 2020, =, 3.2, a")), "next")
    found = [{flag.code for flags in audited.flags.values() for flag in flags} for audited in (derived, printed)]
    assert [codes & {"weaker_than_baseline", "already_met"} for codes in found] == [
        {"already_met"},
        {"weaker_than_baseline"},
    ]
