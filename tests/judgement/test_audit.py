"""What a flag carries: its facts, its arithmetic by hand, and the proposal with its basis."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.evidence.indicator import OutsideSet
from bvte.judgement.audit import audit

from .audited import tables


def flag(province, code, targets, observations="", **more):
    """The flag of that code of the draft's last target, or None."""
    found = audit(province(**tables(targets, observations, **more)), "next")
    flags = {flag.code: flag for flag in found.flags[found.subjects[-1].target.id]}
    return flags.get(code)


def test_an_unknown_programme_has_no_audit(province):
    with pytest.raises(KeyError):
        audit(province(), "no_such_programme")


def test_the_pace_of_the_phase_before_is_the_proposal(province):
    found = flag(
        province,
        "slower_than_past",
        """
        rate, plan, below, 3.8, =, 4.4, 2015, 2020
        rate, next, below, 3.3, <, 3.8, 2020, 2025""",
    )
    # 4.4 to 3.8 in five years; 3.8 to 3.3 in five years; 3.8 - 5 * 0.12
    assert (found.facts["past"], found.facts["asked"]) == (pytest.approx(0.12), pytest.approx(0.10))
    assert (found.remedy, found.remedy_facts["value"]) == ("keep_the_past_pace", pytest.approx(3.2))
    assert found.facts["baseline"].is_bound


@pytest.mark.parametrize(
    ("day", "kind", "compared"),
    [
        ("2017-06-01", "definition", False),
        ("2023-07-01", "territory", False),
        ("2025-12-31", "territory", False),
        ("2026-01-01", "territory", True),
    ],
)
def test_no_pace_is_held_against_another_across_a_break(province, day, kind, compared):
    targets = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, =, 3.8, 2020, 2025"
    found = flag(province, "slower_than_past", targets, breaks=f"law, {day}, {kind}")
    assert (found is not None) is compared


def test_the_own_level_comes_before_the_national_target(province):
    """1.2 % reported, below 1.2 % wanted, below 6.5 % in the nation: a good level, not another definition."""
    targets = "rate, far, below, 6.5, , , , 2025\nrate, next, below, {}, , , , 2025"
    for own in ("rate, 2020, =, 1.2", "rate, 2021, =, 1.2", "rate, 2023, ~, 1.5"):
        assert flag(province, "unlike_national", targets.format("1.2"), own) is None
    # Without an own level, or with one of the nation's size, the target stands alone.
    assert flag(province, "unlike_national", targets.format("1.2")).facts.keys() == {"national", "ratio"}
    alone = flag(province, "unlike_national", targets.format("1.2"), "rate, 2020, =, 5.0")
    assert (alone.facts["own"].value, alone.facts["ratio"]) == (5, pytest.approx(6.5 / 1.2))


def test_an_own_level_from_before_a_break_is_not_held_against_the_target(province):
    targets = "rate, far, below, 6.5, , , , 2025\nrate, next, below, 1.2, , , , 2025"
    figure, breaks = "rate, 2018, =, 1.2", "law, {}, definition"
    found = flag(province, "unlike_national", targets, figure, breaks=breaks.format("2019-06-01"))
    assert found and "own" not in found.facts
    assert flag(province, "unlike_national", targets, figure, breaks=breaks.format("2023-06-01")) is None


def test_a_figure_of_the_first_year_of_the_phase_is_a_baseline(province):
    evidence = province(**tables("help, next, at_least, 90, , , , 2025", "help, 2021, =, 91"))
    (subject,) = audit(evidence, "next").subjects
    assert (subject.baseline.value, subject.starts_late) == (91, True)
    flags = [f.code for f in audit(evidence, "next").flags[subject.target.id]]
    assert flags == ["weaker_than_baseline"]
    later = audit(province(**tables("help, next, at_least, 90, , , , 2025", "help, 2022, =, 91")), "next")
    assert [f.code for f in later.flags["t1"]] == ["no_baseline"] and later.subjects[0].baseline is None


def test_an_earlier_figure_is_a_baseline_before_that_of_the_first_year(province):
    figures = "help, 2019, =, 80\nhelp, 2021, =, 91"
    (subject,) = audit(province(**tables("help, next, at_least, 90, , , , 2025", figures)), "next").subjects
    assert (subject.baseline.value, subject.starts_late) == (80, False)


def test_every_flag_has_a_remedy_and_the_sources_of_its_ground(province):
    evidence = province(
        **tables(
            "help, far, at_least, 95, , , , 2025\nhelp, next, at_least, 90, , , , 2025",
            "help, 2020, =, 91, c",
            "end, 2025-07-01, denominator",
        )
    )
    found = audit(evidence, "next")
    flags = {f.code: f for f in found.flags[found.subjects[-1].target.id]}
    assert set(flags) == {"weaker_than_baseline", "weaker_than_national", "vanishing_denominator"}
    assert all(flag.remedy for flag in flags.values())
    assert flags["weaker_than_national"].sources(evidence) == ["c", "a"]


def test_a_proposal_ends_at_the_natural_limit(province):
    # 90 to 98 in five years would lead to 106 percent.
    found = flag(
        province,
        "slower_than_past",
        """
        help, plan, at_least, 95, =, 90, 2015, 2020
        help, next, at_least, 99, =, 98, 2020, 2025""",
    )
    assert found.remedy_facts["value"] == 100
    # 5 to 1 in five years would lead below zero.
    found = flag(
        province,
        "slower_than_past",
        """
        rate, plan, below, 2, =, 5, 2015, 2020
        rate, next, below, 0.5, =, 1, 2020, 2025""",
    )
    assert found.remedy_facts["value"] == 0


@pytest.mark.parametrize(
    ("before", "target"),
    [
        ("=, 95, 2015", "90, =, 91, 2020"),
        ("=, 95, 2015", "95, =, 91, 2020"),
        ("=, 80, 2020", "95, =, 91, 2020"),
        ("=, 80, 2015", "95, =, 91, 2025"),
        (", , ", "95, =, 91, 2020"),
        ("=, 80, 2015", "95, , , "),
    ],
    ids=[
        "both run the wrong way",
        "the past ran the wrong way",
        "one base year",
        "no time left",
        "no past baseline",
        "no baseline",
    ],
)
def test_paces_that_say_nothing_are_not_compared(province, before, target):
    targets = f"help, plan, at_least, 90, {before}, 2020\nhelp, next, at_least, {target}, 2025"
    assert flag(province, "slower_than_past", targets) is None


def test_the_baseline_is_proposed_as_it_was_printed(province):
    found = flag(province, "weaker_than_baseline", "help, next, at_least, 90, =, 91.4, 2020, 2025")
    assert (found.remedy, found.remedy_facts) == ("at_least_the_baseline", {"value": Decimal("91.4")})


def test_a_baseline_that_another_figure_contradicts_is_no_least_level(province):
    figures = "help, 2020, =, 91.4, a\nhelp, 2020, =, 70, b"
    found = flag(province, "weaker_than_baseline", "help, next, at_least, 90, =, 91.4, 2020, 2025", figures)
    assert found.remedy == "reconcile_the_result" and "value" not in found.remedy_facts


def test_reported_cases_of_the_area_come_before_those_of_the_country(province):
    figures = """
        cases,    2021, =, 50,     c, XX
        children, 2020, =, 100000, c, XX
        cases,    2022, =, 3,      a
        cases,    2021, =, 9,      a
        children, 2022, =, 1000,   a"""
    found = flag(province, "met_by_definition", "hurt, next, below, 1, , , , 2025", figures)
    # the newest of the area: 3 of 1,000
    assert (found.facts["area"], found.facts["rate"]) == ("P1", pytest.approx(0.3))
    abroad = figures.rsplit("\n", 1)[0]
    found = flag(province, "met_by_definition", "hurt, next, below, 1, , , , 2025", abroad)
    assert (found.facts["area"], found.facts["rate"]) == ("XX", pytest.approx(0.05))


def test_a_count_that_fell_by_half_is_a_jump_too(province):
    figures = "count, 2019, =, 1000, b\ncount, 2022, =, 500, a\nchildren, 2022, =, 100000, a"
    found = flag(province, "register_jump", "rate, next, below, 3.3, =, 3.8, 2020, 2025", figures)
    assert (found.facts["ratio"], found.facts["rate"].value) == (0.5, Decimal("0.50"))


def test_the_nested_target_is_a_share_of_a_share(province):
    found = flag(
        province,
        "nested_denominator",
        """
        listed, next, at_least, 95, =, 90, 2020, 2025
        inner,  next, at_least, 90, =, 80, 2020, 2025""",
    )
    assert (found.facts["outer"].indicator, found.facts["least"]) == ("listed", 85.5)


def test_the_nearest_national_target_counts(province):
    found = flag(
        province,
        "weaker_than_national",
        """
        help, far,  at_least, 95, , ,  ,     2030
        help, far,  at_least, 90, , ,  ,     2025
        help, next, at_least, 80, =, 70, 2020, 2025""",
    )
    assert (found.facts["national"].due_year, found.remedy_facts) == (2025, {"value": 90})


@pytest.mark.parametrize(("nation", "own"), [("at_most, 4", "below, 4.1"), ("above, 90", "at_least, 89")])
def test_two_bounds_of_one_side_are_held_against_each_other(province, nation, own):
    card = "rate" if "4" in nation else "help"
    targets = f"{card}, far, {nation}, , , , 2025\n{card}, next, {own}, , , , 2025"
    found = flag(province, "weaker_than_national", targets)
    assert found.facts["national"].due_year == 2025
    # What the nation asks for five years later does not make the target of this year weaker.
    assert flag(province, "weaker_than_national", targets.replace("2025", "2030", 1)) is None


@pytest.mark.parametrize(("since", "is_told"), [("2021-01-01", True), ("2031-01-01", False)])
def test_what_the_statistical_set_has_in_its_place_is_told_since_its_law(province, since, is_told):
    evidence = province(**tables("help, next, at_least, 90, , , , 2025"))
    told = {"since": since, "told": {"vi": "Chỉ có số.", "en": "The number only."}}
    card = evidence.indicators["help"].model_copy(update={"outside_set": OutsideSet(**told)})
    audited = audit(replace(evidence, indicators={**evidence.indicators, "help": card}), "next")
    flags = [f for found in audited.flags.values() for f in found if f.code == "not_measurable"]
    assert [f.facts["outside"].en for f in flags] == (["The number only."] if is_told else [])


def test_a_number_of_the_whole_country_is_no_measure_for_a_province(province):
    targets = "beds, far, at_least, 15000, , , , 2025\nbeds, next, at_least, 298, , , , 2025"
    assert flag(province, "weaker_than_national", targets) is None


def test_a_national_programme_is_not_held_against_itself(province):
    targets = "help, far, at_least, 95, , , , 2030\nhelp, far, at_least, 90, , , , 2025"
    found = audit(province(**tables(targets)), "far")
    assert all(subject.national is None for subject in found.subjects)


def test_the_first_of_several_ends_is_named(province):
    breaks = "late, 2025-07-01, denominator\nearly, 2022-01-01, denominator\nold, 2019-01-01, denominator"
    found = flag(province, "vanishing_denominator", "help, next, at_least, 90, =, 80, 2020, 2025", breaks=breaks)
    assert (found.facts["break"], str(found.remedy_facts["date"])) == ("early", "2022-01-01")


def test_an_audit_counts_the_flagged_and_names_the_sources_of_all_that_it_says(province):
    targets = """
        rate, plan, below,    3.8, =, 4.4, 2015, 2020
        help, far,  at_least, 95,  ,  ,    ,     2025
        rate, next, below,    3.2, =, 3.8, 2020, 2025
        help, next, at_least, 90,  ,  ,    ,     2025"""
    figures = "rate, 2022, =, 3.5, b\nhelp, 2020, =, 91, c"
    found = audit(province(**tables(targets, figures)), "next")
    assert [target.indicator for target in found.flagged] == ["help"]
    assert found.sources == ["a", "c"]


def test_an_audit_of_another_area_rests_on_its_figures(province):
    evidence = province(**tables("help, next, at_least, 90, , , , 2025", "help, 2020, =, 91, a, XX"))
    at_home, abroad = (audit(evidence, "next", area).flags["t1"] for area in (None, "XX"))
    assert [flag.code for flag in at_home] == ["no_baseline", "never_published"]
    assert [flag.code for flag in abroad] == ["weaker_than_baseline"]


@pytest.mark.parametrize(("figures", "part"), [("listed, 2022, =, 100", 100), ("rate, 2022, =, 3", None)])
def test_a_figure_of_one_of_several_conditions_is_not_called_nothing(province, figures, part):
    found = flag(province, "never_published", "two, next, at_least, 90, =, 80, 2020, 2025", figures)
    assert (found.facts["part"].value if part else found.facts.get("part")) == part
