"""Targets for a part of the children or places: nothing that is of all of them is held against them."""

import pytest

from bvte.judgement.audit import audit
from bvte.judgement.targets import judge
from bvte.judgement.workshop import workshop

from .audited import PROGRAMMES, cards

HEAD = "indicator, programme, condition, value, baseline_value, baseline_year, due_year, scope, definition, stated\n"
FIGURES = "indicator, start, value, definition, source, area\n"


def made(province, *targets, figures=()):
    return province(
        programmes=PROGRAMMES,
        cards=cards(),
        targets=HEAD + "\n".join(targets),
        observations=FIGURES + "\n".join(figures),
    )


def flags(evidence):
    (found,) = audit(evidence, "next").flags.values()
    return {flag.code for flag in found}


@pytest.mark.parametrize(
    ("national", "flagged"),
    [("2, , , 2025, , , yes", True), ("2, , , 2025, poor, , yes", False), ("2, , , 2025, , , no", False)],
    ids=["for all", "for a part", "found in no document"],
)
def test_a_national_target_for_a_part_is_neither_weaker_nor_stricter(province, national, flagged):
    for value, code in (("3", "weaker_than_national"), ("0.5", "unlike_national")):
        evidence = made(
            province, f"rate, far, below, {national}", f"rate, next, below, {value}, 5.0, 2020, 2025, , , yes"
        )
        assert (code in flags(evidence)) is flagged


@pytest.mark.parametrize(("definition", "flagged"), [("", False), ("poor", True)])
def test_a_level_of_all_is_no_start_of_a_target_for_a_part(province, definition, flagged):
    evidence = made(
        province, "rate, next, below, 3, , , 2025, poor, , yes", figures=[f"rate, 2020, 1.0, {definition}, a, P1"]
    )
    assert ("weaker_than_baseline" in flags(evidence)) is flagged
    assert ("no_baseline" in flags(evidence)) is not flagged


def test_a_level_of_a_part_is_no_start_of_a_target_for_all(province):
    for definition, flagged in (("", True), ("poor", False)):
        figures = [f"rate, 2020, 1.0, {definition}, a, P1"]
        evidence = made(province, "rate, next, below, 3, , , 2025, , , yes", figures=figures)
        assert ("weaker_than_baseline" in flags(evidence)) is flagged


@pytest.mark.parametrize(("definition", "wholes"), [("", 0), ("poor", 1)])
def test_a_target_for_a_part_is_counted_among_the_children_of_that_part(province, definition, wholes):
    evidence = made(
        province,
        "rate, next, below, 3, 5.0, 2020, 2025, poor, , yes",
        figures=[f"children, 2024, 1000, {definition}, a, P1"],
    )
    (choice,) = workshop(evidence, "plan", "next").choices
    assert len(choice.denominators) == wholes


@pytest.mark.parametrize(
    ("column", "status"), [("poor, ", "comparable"), (", poor", "comparable"), (", ", "not_comparable")]
)
def test_a_printed_baseline_is_of_the_children_that_its_target_is_for(province, column, status):
    evidence = made(
        province, f"rate, plan, below, 3, 5.0, 2015, 2020, {column}, yes", figures=["rate, 2020, 2.0, poor, a, P1"]
    )
    (found,) = judge(evidence, "plan")
    assert found.comparison.verdict == status


CHANGE = """
    id,    name_vi,  name_en, unit,    kind,   better, group,      change_of
    rate,  Tỷ lệ,    Rate,    percent, rate,   down,   protection,
    fall,  Mức giảm, Fall,    percentage_points_per_year, change, up, protection, rate
"""


def test_the_level_that_a_wanted_change_starts_from_is_held_against_no_change(province):
    evidence = province(
        programmes=PROGRAMMES,
        cards=CHANGE,
        targets=f"{HEAD}fall, plan, at_least, 2, 9.0, 2015, 2020, , , yes\n"
        "fall, next, at_least, 1, 4.4, 2020, 2025, , , yes",
    )
    pack = workshop(evidence, "plan", "next")
    assert flags(evidence) == {"never_published"}
    # Points a year have no path from a level in percent.
    assert [(c.trend, c.paths) for c in pack.choices] == [(None, ())]
