"""On course or not: the registered method decides, another that disagrees is named, refusals have reasons."""

import math

import pytest

from bvte.judgement.progress import registered
from bvte.judgement.targets import judge

LATER = "count, 2024, =, 9"
COLUMNS = "indicator, condition, value, baseline_comparator, baseline_value, baseline_year, due_year"


def judged(province, target, observations, **tables):
    """The finding of one target of a phase that runs to 2030, with figures as of 2024."""
    evidence = province(
        programmes="id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, approved",
        targets=f"{COLUMNS}\n{target}",
        observations=f"indicator, start, comparator, value\n{observations}\n{LATER}",
        **tables,
    )
    return judge(evidence, "plan").items[0]


def course(base, current, target, start, now, due):
    """ESCAP's judgement by hand: the straight line of the logits, extended from two years to the due one."""
    first, last = (math.log(v / (100 - v)) for v in (base, current))
    logit = first + (last - first) / (now - start) * (due - start)
    predicted = 100 / (1 + math.exp(-logit))
    return "on_course" if (base - predicted) / (base - target) > 0.9 else "off_course"


@pytest.mark.parametrize("value", ["6.0", "7.6", "7.7", "8.2", "9.9", "10.4"])
def test_a_target_still_to_come_has_a_course(province, value):
    finding = judged(province, "rate, below, 5, =, 10, 2020, 2030", f"rate, 2024, =, {value}")
    assert finding.status == course(10, float(value), 5, 2020, 2024, 2030)


def test_both_courses_occur_in_the_cases_above():
    assert {course(10, v, 5, 2020, 2024, 2030) for v in (7.6, 9.9)} == {"on_course", "off_course"}


def test_the_national_target_of_2030_is_on_course_by_one_method_and_not_by_another(dien_bien):
    finding = next(f for f in judge(dien_bien, "nap_2021_2030") if f.target.id == "t054")
    codes = [reason.code for reason in finding.reasons]
    assert finding.status == course(7, 6.8, 6, 2020, 2022, 2030) == "on_course"
    assert "methods_disagree" in codes
    ratio = (1 - (6.8 / 7) ** (1 / 2)) / (1 - (6 / 7) ** (1 / 10))
    growth = next(a for a in finding.progress.assessments if a.method == "growth_ratio")
    assert growth.facts["ratio"] == pytest.approx(ratio) and ratio < 0.95 and not growth.on_course


REFUSALS = {
    "refused_no_baseline": ("rate, below, 5, , , , 2030", "rate, 2024, =, 8", {}),
    "refused_bound": ("rate, below, 5, <, 10, 2020, 2030", "rate, 2024, =, 8", {}),
    "refused_ambiguous_direction": ("count, below, 5, =, 10, 2020, 2030", "count, 2023, =, 8", {}),
    "refused_not_comparable": ("rate, below, 5, =, 10, 2020, 2030", "rate, 2024, =, 8",
                               {"breaks": "id, date\nlaw, 2022-01-01"}),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_without_two_comparable_numbers_there_is_no_course_but_a_reason(province, code):
    target, rows, tables = REFUSALS[code]
    finding = judged(province, target, rows, **tables)
    assert finding.status == "not_assessable"
    assert finding.reasons[1].code == code


def test_a_share_is_assessed_on_the_logit_scale_and_a_rate_by_its_growth(dien_bien):
    cards = dien_bien.indicators
    assert registered(cards["special_circumstances_rate"]) == "escap"
    assert registered(cards["injury_rate_per_100k"]) == "growth_ratio"
    own = cards["injury_rate_per_100k"].model_copy(update={"pace_rule": "linear"})
    assert registered(own) == "linear"


def test_a_wanted_fall_in_percent_is_worked_out_from_the_levels_of_two_years(province):
    cards = """
        id,   name_vi, name_en, unit,     kind,  better, group,      change_of
        dead, Chết,    Deaths,  children, count, down,   protection,
        less, Giảm,    Fall,    percent,  change, up,    protection, dead
    """
    evidence = province(
        cards=cards,
        targets="indicator, condition, value, baseline_year\nless, decrease_by_percent, 25, 2015",
        observations="indicator, start, value\ndead, 2015, 40\ndead, 2020, 29",
    )
    (finding,) = judge(evidence, "plan")
    # 29 of 40 is a fall of 27.5 percent
    assert (finding.status, finding.latest.interval.mid) == ("met", pytest.approx(27.5))
    assert finding.rows == ("o1", "o2") and finding.strength == "derived"


def test_a_fall_across_a_break_is_not_worked_out(province):
    cards = """
        id,   name_vi, name_en, unit,     kind,  better, group,      change_of
        dead, Chết,    Deaths,  children, count, down,   protection,
        less, Giảm,    Fall,    percent,  change, up,    protection, dead
    """
    evidence = province(
        cards=cards,
        targets="indicator, condition, value, baseline_year\nless, decrease_by_percent, 25, 2015",
        observations="indicator, start, value\ndead, 2015, 40\ndead, 2020, 29",
        breaks="id, date\nlaw, 2017-06-01",
    )
    (finding,) = judge(evidence, "plan")
    assert finding.status == "no_data"


def test_a_change_knows_what_rounding_could_be(province):
    finding = judged(province, "rate, below, 3.8, =, 4.4, 2015, 2030", "rate, 2024, =, 3.8")
    assert finding.direction == "fell"
    assert [round(v, 6) for v in finding.change_size.values()] == [0.5, 0.7, 0.1]
    same = judged(province, "rate, below, 3.8, =, 3.8, 2015, 2030", "rate, 2024, =, 3.8")
    assert same.direction == "within_rounding"
    bound = judged(province, "rate, below, 3.8, =, 4.4, 2015, 2030", "rate, 2024, <, 3.8")
    assert bound.direction == "between"
