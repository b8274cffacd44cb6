"""Wanted changes, worked out from the levels of two years; and what rounding leaves of a change."""

import pytest

from bvte.judgement.baselines import base_level
from bvte.judgement.target_terms import base_year
from bvte.judgement.targets import judge

CARDS = """
    id,   name_vi, name_en, unit,                       kind,   better, group,      change_of
    dead, Chết,    Deaths,  children,                   count,  down,   protection,
    rate, Tỷ lệ,   Rate,    percent,                    rate,   down,   protection,
    less, Giảm,    Fall,    percent,                    change, up,     protection, dead
    slow, Giảm,    Slower,  percent_per_year,           change, up,     protection, dead
    step, Giảm,    Step,    percentage_points_per_year, change, up,     protection, rate
    more, Tăng,    Rise,    percent,                    change, up,     protection, rate
"""


def judged(province, target, observations, **tables):
    """The finding of one target for a change, its base year 2015 and due year 2020."""
    evidence = province(
        cards=CARDS,
        targets=f"indicator, condition, value, value_to, baseline_year\n{target}",
        observations=f"indicator, start, comparator, value, source\n{observations}",
        **tables,
    )
    return judge(evidence, "plan").items[0]


DEAD = "dead, 2015, =, 40\ndead, 2020, =, {}"
RATE = "rate, 2015, =, 4.4\nrate, 2020, =, {}"
CASES = [
    # 29 of 40: a fall of 27.5 percent; 30 of 40 is the 25 percent itself.
    ("less, decrease_by_percent, 25, , 2015", DEAD.format(29), "met", (27.5, 27.5), 27.5),
    ("less, decrease_by_percent, 25, , 2015", DEAD.format(30), "met", (25, 25), 25),
    ("less, decrease_by_percent, 25, , 2015", DEAD.format(31), "not_met", (22.5, 22.5), 22.5),
    ("less, decrease_by_percent, 25, , 2015", DEAD.format(50), "not_met", (-25, -25), -25),
    # 3.85 of 4.35 and 3.75 of 4.45 are the extremes of 3.8 of 4.4.
    (
        "more, decrease_by_percent, 10, , 2015",
        RATE.format("3.8"),
        "met",
        (100 * (1 - 3.85 / 4.35), 100 * (1 - 3.75 / 4.45)),
        13.6,
    ),
    (
        "more, decrease_by_percent, 14, , 2015",
        RATE.format("3.8"),
        "cannot_be_decided",
        (100 * (1 - 3.85 / 4.35), 100 * (1 - 3.75 / 4.45)),
        13.6,
    ),
    # 0.5 to 0.7 points in five years
    ("step, decrease_per_year, 0.1, , 2015", RATE.format("3.8"), "met", (0.1, 0.14), 0.1),
    ("step, decrease_per_year, 0.12, , 2015", RATE.format("3.8"), "cannot_be_decided", (0.1, 0.14), 0.1),
    ("step, increase_per_year, 0.1, , 2015", RATE.format("5.0"), "met", (0.1, 0.14), 0.1),
    # Compound: 40 to 20 in five years is a fall of 12.94 percent a year.
    ("slow, decrease_per_year, 2, 3, 2015", DEAD.format(20), "met", (100 * (1 - 0.5**0.2),) * 2, 12.9),
    # The year before the phase, where the target printed none.
    ("less, decrease_by_percent, 25, , ", DEAD.format(29), "met", (27.5, 27.5), 27.5),
]


@pytest.mark.parametrize(("target", "rows", "status", "ends", "printed"), CASES)
def test_a_change_is_the_interval_of_all_that_the_two_levels_allow(province, target, rows, status, ends, printed):
    finding = judged(province, target, rows)
    assert (finding.latest.interval.left, finding.latest.interval.right) == pytest.approx(ends)
    assert float(finding.latest.value) == pytest.approx(printed)
    assert (finding.status, finding.strength, finding.rows) == (status, "derived", ("o1", "o2"))
    assert "derived_value" in [reason.code for reason in finding.reasons]


@pytest.mark.parametrize(
    ("condition", "rows", "comparator", "status"),
    [
        ("decrease_by_percent", "dead, 2015, =, 40\ndead, 2020, <, 29", ">", "met"),
        ("decrease_by_percent", "dead, 2015, =, 40\ndead, 2020, >, 31", "<", "not_met"),
        ("decrease_by_percent", "dead, 2015, >, 40\ndead, 2020, =, 29", ">", "met"),
        ("decrease_by_percent", "dead, 2015, >=, 40\ndead, 2020, =, 31", ">=", "cannot_be_decided"),
        ("decrease_by_percent", "dead, 2015, ~, 40\ndead, 2020, =, 29", "~", "met"),
        ("decrease_by_percent", "dead, 2015, =, 40\ndead, 2020, >=, 20\ndead, 2020, <=, 24", "~", "met"),
        ("increase_per_year", "dead, 2015, =, 40\ndead, 2020, >, 200", ">", "met"),
        ("increase_per_year", "dead, 2015, <, 40\ndead, 2020, =, 200", ">", "met"),
    ],
)
def test_a_level_that_is_a_bound_makes_the_change_a_bound(province, condition, rows, comparator, status):
    finding = judged(province, f"less, {condition}, 25, , 2015", rows)
    assert (finding.latest.comparator, finding.status) == (comparator, status)


NONE = [
    ("dead, 2015, =, 0\ndead, 2020, =, 29", {}),
    ("dead, 2014, =, 40\ndead, 2020, =, 29", {}),
    ("dead, 2015, =, 40", {}),
    ("dead, 2015, =, 40\ndead, 2021, =, 29", {}),
    ("dead, 2015, <, 40\ndead, 2020, >, 29", {}),
    ("dead, 2015, <, 40\ndead, 2020, =, 29", {}),
    ("dead, 2015, =, 40\ndead, 2020, =, 29", {"breaks": "id, date\nlaw, 2017-06-01"}),
]


@pytest.mark.parametrize(
    ("rows", "tables"),
    NONE,
    ids=[
        "a base of zero",
        "another base year",
        "no later level",
        "after the due year",
        "two bounds",
        "a base that may be zero",
        "across a break",
    ],
)
def test_without_two_comparable_levels_there_is_no_change(province, rows, tables):
    finding = judged(province, "less, decrease_by_percent, 25, , 2015", rows, **tables)
    in_phase = any(2016 <= int(row.split(",")[1]) <= 2020 for row in rows.split("\n"))
    # There is a level: the page says why it does not answer, and not that nothing was published.
    assert (finding.status, finding.latest) == ("cannot_be_decided" if in_phase else "no_data", None)


def test_two_levels_across_a_break_are_named_with_the_break(province):
    finding = judged(
        province, "less, decrease_by_percent, 25, , 2015", DEAD.format(29), breaks="id, date\nlaw, 2017-06-01"
    )
    assert [reason.code for reason in finding.reasons] == ["change_not_comparable", "break_between"]


def test_a_published_change_comes_before_one_worked_out_here(province):
    finding = judged(province, "less, decrease_by_percent, 25, , 2015", f"{DEAD.format(29)}\nless, 2020, =, 20, b")
    assert (finding.status, finding.strength, finding.rows) == ("not_met", "published", ("o3",))


def test_of_several_levels_of_the_base_year_the_firmest_counts(province):
    rows = "dead, 2015, ~, 100, a\ndead, 2015, =, 40, b\ndead, 2015, >, 90, c\ndead, 2020, =, 29, a"
    finding = judged(province, "less, decrease_by_percent, 25, , 2015", rows)
    assert finding.latest.interval.mid == pytest.approx(27.5)
    assert finding.latest.sources == ("b", "a")


def test_the_base_year_is_the_printed_one_or_the_year_before_the_phase(province):
    evidence = province(
        cards=CARDS,
        targets="indicator, condition, value, baseline_year\nless, decrease_by_percent, 25, 2014\n"
        "less, decrease_by_percent, 25,",
        observations="indicator, start, value\ndead, 2014, 50\ndead, 2015, 40",
    )
    found = [(base_year(evidence, t), base_level(evidence, t, "P1").value) for t in evidence.targets.values()]
    assert found == [(2014, 50), (2015, 40)]


DIRECTIONS = [
    ("=, 3.8", "fell", [0.5, 0.7, 0.1]),
    ("=, 5.0", "rose", [0.5, 0.7, 0.1]),
    ("=, 4.4", "within_rounding", None),
    ("=, 4.3", "within_rounding", None),
    ("=, 4.2", "fell", [0.1, 0.3, 0.1]),
    ("~, 3.8", "fell", [0.45, 0.75, 0.15]),
    ("<, 3.8", "fell", None),
    (">, 3.8", "undetermined", None),
    ("<, 4.4", "undetermined", None),
    (">, 4.4", "undetermined", None),
    (">, 4.5", "rose", None),
]


@pytest.mark.parametrize(("latest", "direction", "sizes"), DIRECTIONS)
def test_a_direction_is_told_only_where_rounding_leaves_one(province, latest, direction, sizes):
    evidence = province(
        targets="indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, 4.4, 2015",
        observations=f"indicator, start, comparator, value\nrate, 2020, {latest}",
    )
    (finding,) = judge(evidence, "plan")
    assert finding.direction == direction
    if sizes:
        assert list(finding.change_size.values()) == pytest.approx(sizes)


def test_there_is_no_direction_across_a_break_or_without_a_baseline(province):
    target = "indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, {}"
    rows = "indicator, start, value\nrate, 2020, 3.8"
    broken = province(targets=target.format("4.4, 2015"), observations=rows, breaks="id, date\nlaw, 2017-06-01")
    assert judge(broken, "plan").items[0].direction is None
    assert judge(province(targets=target.format(","), observations=rows), "plan").items[0].direction is None
