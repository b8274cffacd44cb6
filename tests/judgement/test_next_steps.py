"""What a phase's findings allow to conclude, and what to do first: by rule, for any folder."""

import bvte
from bvte.judgement.finding import Status
from bvte.judgement.next_steps import StepCode, conclusions, next_steps

CARDS = """
    id,    name_vi, name_en, unit,    kind, better, group
    first, Một,     First,   percent, rate, up,     protection
    other, Hai,     Other,   percent, rate, up,     protection
    third, Ba,      Third,   percent, rate, up,     protection
"""
TARGETS = """
    indicator, condition, value, stated
    first,     at_least,  90,    {stated}
    other,     at_least,  50,    {stated}
    third,     at_least,  50,    {stated}
"""


def judged(province, observations="", stated="yes", **tables):
    told = f"indicator, start, comparator, value, source\n{observations}"
    return bvte.judge(province(cards=CARDS, targets=TARGETS.format(stated=stated), observations=told, **tables), "plan")


def test_each_target_is_concluded_on_once_and_what_can_be_said_goes_first(province):
    found = conclusions(judged(province, "other, 2020, =, 60, a"))
    assert [(one.code, [f.target.indicator for f in one.findings]) for one in found] == [
        (Status.MET, ["other"]),
        ("ask_value", ["first", "third"]),
    ]


def test_no_step_asks_for_what_is_decided_and_all_that_is_open_is_asked_for(province):
    steps = next_steps(judged(province, "other, 2020, =, 60, a"))
    asked = [f.target.indicator for step in steps if step.code == StepCode.FIGURES for f in step.findings]
    assert asked == ["first", "third"]


def test_the_document_of_a_target_that_was_not_found_goes_before_every_figure(province):
    steps = next_steps(judged(province, "other, 2020, =, 60, a", stated="no"))
    first, *rest = steps
    assert first.code == StepCode.DOCUMENT and len(first.findings) == 3
    assert StepCode.FIGURES not in [step.code for step in rest]


def test_nothing_is_concluded_or_asked_of_a_phase_without_targets(dien_bien):
    for programme in dien_bien.programmes.values():
        found = bvte.judge(dien_bien, programme.id)
        if not len(found):
            assert conclusions(found) == next_steps(found) == []


def test_no_communes_of_today_are_asked_for_a_year_whose_communes_all_ended(dien_bien):
    """129 communes became 45 in July 2025: what those of 2020 told is with the department, and only 2025 is asked."""
    asked = set()
    for code in ("inj_2016_2020_db", "cpp_2021_2025_db_draft"):
        for step in next_steps(bvte.judge(dien_bien, code)):
            asked |= {f.target.due_year for f in step.findings if "commune" in step.bodies}
    ended = {area.valid_to for area in dien_bien.areas.values() if area.level == "commune" and area.valid_to}
    assert asked <= {2025} and max(ended).year == 2025


def test_figures_that_a_rate_made_of_a_targeted_count_cannot_both_have_are_reconciled(province):
    """122 of 525 are 23.24 %, and 30.27 % was published: a target is set for the 122 alone."""
    evidence = province(
        targets="indicator, condition, value, baseline_value, baseline_year\ncount, decrease_per_year, 10, , ",
        observations="indicator, start, value\ncount, 2020, 122\nchildren, 2020, 525\nrate, 2020, 30.27",
    )
    steps = next_steps(bvte.judge(evidence, "plan"))
    (step,) = (step for step in steps if step.code == StepCode.RECONCILE)
    assert [conflict.indicator for conflict in step.facts["conflicts"]] == ["rate"]
