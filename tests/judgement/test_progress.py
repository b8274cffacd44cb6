"""On course or not: the registered method decides, another that disagrees is named, refusals have reasons."""

import math
from itertools import product

import pytest

from bvte.evidence.rows import Condition
from bvte.judgement.progress import LEVELS, METHODS, registered_method
from bvte.judgement.targets import judge
from bvte.methods.achievement import CHANGES
from bvte.presentation import numbers

from ..languages import said_in

LATER = "count, 2024, =, 9"
COLUMNS = "indicator, condition, value, baseline_comparator, baseline_value, baseline_year, due_year, value_to"


def judged(province, target, observations, **tables):
    """The finding of one target of a phase that runs to 2030, with figures as of 2024."""
    evidence = province(
        programmes="id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, approved",
        targets=f"{COLUMNS}\n{target}",
        observations=f"indicator, start, comparator, value\n{observations}\n{LATER}",
        **tables,
    )
    return judge(evidence, "plan").items[0]


def codes(finding):
    return [reason.code for reason in finding.reasons]


def by_method(finding):
    return {a.method: a for a in finding.progress.assessments}


def predicted(base, current, start, now, due):
    """By hand: the straight line through the logits of two years, extended to the due one."""
    first, last = (math.log(v / (100 - v)) for v in (base, current))
    logit = first + (last - first) / (now - start) * (due - start)
    return 100 / (1 + math.exp(-logit))


def course(base, current, target, start, now, due, half=(0.5, 0.05)):
    """ESCAP's judgement by hand: nine tenths of the way, for every number behind the prints."""
    said = set()
    for one, two in product((base - half[0], base, base + half[0]), (current - half[1], current + half[1])):
        end = predicted(one, two, start, now, due)
        said.add((one - end) / (one - target) > 0.9 if one != target else None)
    return {(True,): "on_course", (False,): "off_course"}.get(tuple(said), "cannot_be_decided")


@pytest.mark.parametrize("value", ["6.0", "7.6", "7.7", "8.2", "9.9", "10.4"])
def test_a_target_still_to_come_has_a_course(province, value):
    finding = judged(province, "rate, below, 5, =, 10, 2020, 2030", f"rate, 2024, =, {value}")
    assert finding.status == course(10, float(value), 5, 2020, 2024, 2030)
    said = "course_open" if finding.status == "cannot_be_decided" else "course_by_method"
    assert codes(finding)[:2] == ["only_earlier_value", said]
    assert finding.reasons[1].facts["assessment"].method == "escap"


def test_both_courses_occur_in_the_cases_above():
    found = {course(10, v, 5, 2020, 2024, 2030) for v in (6.0, 7.6, 9.9)}
    assert found == {"on_course", "cannot_be_decided", "off_course"}


def test_a_share_that_is_to_rise_has_a_course_too(province):
    finding = judged(province, "help, at_least, 90, =, 70, 2020, 2030", "help, 2024, =, 80")
    assert (finding.status, finding.progress.main.label) == ("on_course", "will_meet_target")
    assert finding.progress.main.facts["predicted"] == pytest.approx(predicted(70, 80, 2020, 2024, 2030))


def test_a_due_year_that_has_come_leaves_no_course_to_run(province):
    finding = judged(province, "rate, below, 5, =, 10, 2020, 2024", "rate, 2023, =, 8")
    assert finding.status == "cannot_be_decided"
    assert codes(finding) == ["only_earlier_value"]


def test_a_course_that_only_some_of_the_printed_values_hold_is_left_open(dien_bien):
    finding = next(f for f in judge(dien_bien, "nap_2021_2030") if f.target.id == "t054")
    said = by_method(finding)
    # About 7 percent in 2020, 6.8 in 2022, below 6 wanted in 2030.
    assert finding.status == course(7, 6.8, 6, 2020, 2022, 2030, (1, 0.05)) == "cannot_be_decided"
    end = predicted(7, 6.8, 2020, 2022, 2030)
    ends = [predicted(a, b, 2020, 2022, 2030) for a in (6, 8) for b in (6.75, 6.85)]
    assert said["escap"].facts == pytest.approx(
        {"predicted": end, "index": 10 * (7 - end), "lowest": min(ends), "highest": max(ends)}
    )
    assert said["escap"].on_course is None
    ratio = (1 - (6.8 / 7) ** (1 / 2)) / (1 - (6 / 7) ** (1 / 10))
    assert said["growth_ratio"].facts["ratio"] == pytest.approx(ratio) and 0.6 < ratio < 0.95
    assert (said["growth_ratio"].label, said["growth_ratio"].on_course) == ("moderate_progress", None)
    assert codes(finding)[:2] == ["only_earlier_value", "course_open"]


def test_methods_that_agree_leave_nothing_to_say(province):
    finding = judged(province, "rate, below, 5, =, 10, 2020, 2030", "rate, 2024, =, 4")
    assert {a.on_course for a in finding.progress.assessments} == {True}
    assert "methods_disagree" not in codes(finding)


def test_the_registered_method_comes_first_and_decides(province):
    cards = """
        id,    name_vi, name_en, unit,    kind,  better, group,      pace_rule
        rate,  Tỷ lệ,   Rate,    percent, rate,  down,   protection, {}
        count, Số,      Count,   cases,   count, up,     protection,
    """
    rows = ("rate, below, 6, =, 7.0000, 2020, 2030", "rate, 2022, =, 6.7999")
    rules = {rule: judged(province, *rows, cards=cards.format(rule)) for rule in METHODS}
    assert {rule: finding.progress.main.method for rule, finding in rules.items()} == {r: r for r in METHODS}
    statuses = {rule: finding.status for rule, finding in rules.items()}
    # 0.2 of 1 point in 2 of 10 years; the ratio of growths is 0.94; the logits reach 6.05.
    assert statuses == {
        "linear": "on_course",
        "growth_ratio": "off_course",
        "escap": "on_course",
        "un_chart": "off_course",
    }


def test_a_share_is_assessed_on_the_logit_scale_and_a_rate_by_its_growth(dien_bien):
    cards = dien_bien.indicators
    assert registered_method(cards["special_circumstances_rate"]) == "escap"
    assert registered_method(cards["injury_rate_per_100k"]) == "growth_ratio"
    own = cards["injury_rate_per_100k"].model_copy(update={"pace_rule": "linear"})
    assert registered_method(own) == "linear"


def test_a_value_without_a_maximum_is_predicted_on_the_log_scale(province):
    cards = """
        id,    name_vi, name_en, unit,                kind,  better, group
        hurt,  Tai nạn, Hurt,    per_100000_children, rate,  down,   protection
        count, Số,      Count,   cases,               count, up,     protection
    """
    finding = judged(province, "hurt, below, 500, =, 1000, 2020, 2030", "hurt, 2024, =, 800", cards=cards)
    # 1000 to 800 in four years, the same factor for six more
    assert by_method(finding)["escap"].facts["predicted"] == pytest.approx(1000 * 0.8 ** (10 / 4))


BELOW = "rate, below, 5, {}, 2030,"
REFUSALS = {
    "refused_no_baseline": (BELOW.format(", , "), "rate, 2024, =, 8", {}),
    "refused_bound": (BELOW.format("<, 10, 2020"), "rate, 2024, =, 8", {}),
    "refused_ambiguous_direction": ("count, below, 5, =, 10, 2020, 2030", "count, 2023, =, 8", {}),
    "refused_not_comparable": (
        BELOW.format("=, 10, 2020"),
        "rate, 2024, =, 8",
        {"breaks": "id, date\nlaw, 2021-01-01"},
    ),
    "refused_break_ahead": (
        BELOW.format("=, 10, 2020"),
        "rate, 2024, =, 8",
        {"breaks": "id, date\nmerger, 2027-07-01"},
    ),
    "refused_same_year": (BELOW.format("=, 10, 2024"), "rate, 2024, =, 8", {}),
    "refused_not_a_level": ("rate, range, 5, =, 10, 2020, 2030, 6", "rate, 2024, =, 8", {}),
    "refused_undefined": (BELOW.format("=, 0, 2020"), "rate, 2024, =, 8", {}),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_without_two_comparable_numbers_there_is_no_course_but_a_reason(province, code):
    target, rows, tables = REFUSALS[code]
    finding = judged(province, target, rows, **tables)
    assert finding.status == "not_assessable"
    assert codes(finding) == ["only_earlier_value", code]
    assert finding.progress.main is None


@pytest.mark.parametrize(
    ("day", "effect", "crossed"),
    [
        ("2030-12-31", "not_comparable", True),
        ("2031-01-01", "not_comparable", False),
        ("2025-01-01", "not_comparable", True),
        ("2025-01-01", "caveat", False),
    ],
)
def test_a_course_ends_at_a_break_up_to_the_last_day_of_the_due_year(province, day, effect, crossed):
    breaks = f"id, date, effect\nmerger, {day}, {effect}"
    finding = judged(province, BELOW.format("=, 10, 2020"), "rate, 2024, =, 8", breaks=breaks)
    assert (finding.progress.main is None) is crossed
    if crossed:
        assert finding.progress.refusals[0].facts == {"break": "merger", "due": 2030}


def test_the_newest_figure_may_not_be_a_bound_or_a_range_either(province):
    for rows in ("rate, 2024, <, 8", "rate, 2024, >=, 7\nrate, 2024, <=, 8"):
        finding = judged(province, BELOW.format("=, 10, 2020"), rows)
        assert codes(finding)[1] == "refused_bound"


def test_a_refusal_of_the_registered_method_names_it(province):
    # A baseline of zero: no logit, whatever the other methods could say.
    finding = judged(province, BELOW.format("=, 0, 2020"), "rate, 2024, =, 8")
    assert finding.reasons[1].facts == {"method": "escap", "code": "not_positive"}


# Of a fall by 25 percent in ten years 10 percent are due after four; a fall a year is wanted in each year.
WANTED = [
    ("rate, decrease_by_percent, 25, =, 10.00, 2020, 2030", "8.00", "on_course"),
    ("rate, decrease_by_percent, 25, =, 10.00, 2020, 2030", "9.90", "off_course"),
    ("rate, decrease_by_percent, 25, =, 10.00, 2020, 2030", "9.00", "cannot_be_decided"),
    ("rate, decrease_by_percent, 25, =, 10.00, 2020, 2030", "12.00", "off_course"),
]


@pytest.mark.parametrize(("target", "value", "status"), WANTED)
def test_a_wanted_change_is_on_course_by_its_share_of_the_time(province, target, value, status):
    finding = judged(province, target, f"rate, 2020, =, 10.00\nrate, 2024, =, {value}")
    assert finding.status == status
    assert codes(finding)[:2] == ["only_earlier_value", "course_of_change"]


def test_a_rise_where_a_yearly_fall_is_wanted_is_off_course_and_called_a_rise(province):
    cards = """
        id,    name_vi, name_en, unit,    kind,  better, group
        wed,   Tảo hôn, Wed,     couples, count, down,   protection
        count, Số,      Count,   cases,   count, up,     protection
    """
    evidence = province(
        cards=cards,
        programmes="id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, approved",
        targets="indicator, condition, value, value_to, unit, baseline_value, baseline_year, due_year\n"
        "wed, decrease_per_year, 2, 3, percent_per_year, 869, 2020, 2030",
        observations="indicator, start, statistic, value\nwed, 2024, total, 1045",
    )
    (finding,) = judge(evidence, "plan")
    # 1045 of 869 in four years is a rise of 4.7 percent a year; 869 are couples, not percent.
    assert (finding.status, finding.baseline.unit, finding.change) == ("off_course", "couples", None)
    assert [said_in(lang, numbers.estimate_text, finding.latest) for lang in ("vi", "en")] == [
        "tăng 4,7%/năm",
        "rose by 4.7% a year",
    ]


@pytest.mark.parametrize(("day", "status"), [("2027-01-01", "not_assessable"), ("2031-01-01", "on_course")])
def test_no_change_so_far_is_carried_across_a_break(province, day, status):
    finding = judged(
        province,
        "rate, decrease_by_percent, 25, =, 10, 2020, 2030",
        "rate, 2020, =, 10\nrate, 2024, =, 8",
        breaks=f"id, date\nmerger, {day}",
    )
    assert finding.status == status
    assert ("refused_break_ahead" in codes(finding)) is (status == "not_assessable")


def test_a_change_counted_from_before_a_break_on_new_years_day_judges_nothing(province):
    evidence = province(
        targets="indicator, condition, value\nfall, increase_per_year, 2",
        observations="indicator, start, end, statistic, value\nfall, 2016, 2020, yearly, 3",
        breaks="id, date\nlaw, 2016-01-01",
    )
    (finding,) = judge(evidence, "plan")
    assert (finding.status, codes(finding)[0]) == ("not_assessable", "break_inside_change")


def test_every_condition_is_a_level_or_a_change_or_a_range():
    known = set(Condition)
    assert known - set(LEVELS) - set(CHANGES) == {"range", "yes_no"}
