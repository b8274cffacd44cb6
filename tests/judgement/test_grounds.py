"""What a figure was made from, at any depth: its breaks, disputes and definitions reach the verdict."""

import pytest

from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import estimates_of
from bvte.judgement.targets import judge

PARTS = """
    id,  name_vi, name_en, unit,    kind, better, group,      all_of
    all, Cả ba,   All,     percent, rate, up,     protection, a b c
    two, Cả hai,  Two,     percent, rate, up,     protection, a b
    a,   A,       A,       percent, rate, up,     protection,
    b,   B,       B,       percent, rate, up,     protection,
    c,   C,       C,       percent, rate, up,     protection,
"""
HEAD = "indicator, start, comparator, value, definition, source\n"


def finding(province, target, *figures, columns="indicator, condition, value", **tables):
    evidence = province(targets=f"{columns}\n{target}", observations=HEAD + "\n".join(figures), **tables)
    (found,) = judge(evidence, "plan")
    return found.status, found.reasons[0].code


def test_a_change_rests_on_the_denominators_of_both_its_levels(province):
    columns = "indicator, condition, value, unit, baseline_year"
    wanted = "rate, decrease_by_percent, 10, percent, 2015"
    figures = [
        "count, 2015, =, 100, , a",
        "children, 2015, =, 1000, , a",
        "count, 2020, =, 50, , c",
        "children, 2020, =, 1000, , c",
    ]
    assert finding(province, wanted, *figures, columns=columns)[0] == "met"
    for disputed in ("children, 2015, =, 3000, , b", "children, 2020, =, 3000, , b"):
        found = finding(province, wanted, *figures, disputed, columns=columns)
        assert found == ("cannot_be_decided", "disputed_figure")


@pytest.mark.parametrize("first", ["90", "10"])
def test_parts_of_which_sources_disagree_decide_nothing_whatever_their_order(province, first):
    other = {"90": "10", "10": "90"}[first]
    figures = f"a, 2020, =, {first}, , x", f"a, 2020, =, {other}, , y", "b, 2020, =, 80, , x"
    found = finding(province, "two, at_least, 50", *figures, cards=PARTS)
    assert found == ("cannot_be_decided", "disputed_figure")


@pytest.mark.parametrize(
    ("figures", "interval"),
    [
        (("a, 90.0", "b, 91.0", "c, 92.0"), (72.85, 90.05)),
        (("a, 45.1", "b, 97.4"), (0, 45.15)),
        (("a, 100", "b, 100", "c, 99.9"), (99.85, 99.95)),
    ],
)
def test_parts_of_a_condition_leave_what_all_of_them_have_in_common(province, figures, interval):
    lines = [figure.replace(",", ", 2020, =,") + ", ," for figure in figures]
    (found,) = estimates_of(province(cards=PARTS, observations=HEAD + "\n".join(lines)), "all", "P1")
    assert (found.interval.left, found.interval.right) == interval
    # What is printed has no digits of binary arithmetic.
    assert all(-v.as_tuple().exponent <= 2 for v in (found.value, found.value_to) if v is not None)


def test_parts_keep_their_definition_and_are_joined_only_within_one(province):
    poor = "a, 2020, =, 90, poor, x", "b, 2020, =, 80, poor, x"
    assert finding(province, "two, at_least, 50", *poor, cards=PARTS)[1] == "definition_since_target"
    mixed = "a, 2020, =, 90, poor, x", "b, 2020, =, 80, , x"
    (other, plain) = estimates_of(province(cards=PARTS, observations=HEAD + "\n".join(mixed)), "two", "P1")
    assert {other.interval.left, plain.interval.left} == {0}


def test_a_break_of_one_part_lies_between_the_target_and_the_figure(province):
    figures = "a, 2020, =, 90, , x", "b, 2020, =, 80, , x"
    broken = "date, indicators\n2017-06-01, {}"
    for indicator, code in (("a", "break_since_target"), ("c", "interval_decides")):
        found = finding(province, "two, at_least, 50", *figures, cards=PARTS, breaks=broken.format(indicator))
        assert found[1] == code


@pytest.mark.parametrize(
    ("counted", "status"), [(9000, "barely_met"), (8999, "nearly_met"), (9009, "barely_met"), (9100, "met")]
)
def test_a_share_above_half_is_near_its_limit_by_those_left_over(province, counted, status):
    figures = f"count, 2020, =, {counted}, , a", "children, 2020, =, 10000, , a"
    assert finding(province, "rate, at_least, 90", *figures)[0] == status


@pytest.mark.parametrize(
    ("target", "counted", "status"),
    [
        ("at_least, 100", 10000, "met"),
        ("at_least, 100", 9999, "not_met"),
        ("at_most, 0", 0, "met"),
        ("at_most, 0", 1, "not_met"),
    ],
)
def test_a_natural_limit_has_nothing_near_it(province, target, counted, status):
    figures = f"count, 2020, =, {counted}, , a", "children, 2020, =, 10000, , a"
    assert finding(province, f"rate, {target}", *figures)[0] == status


@pytest.mark.parametrize(
    ("before", "now", "jumped"),
    [
        ("=, 1000", "<, 2500", False),
        ("=, 1000", ">, 2000", True),
        ("=, 1000", ">, 1900", False),
        ("~, 1000", "=, 2000", True),
        ("=, 1000", "=, 2000", True),
    ],
)
def test_a_count_jumps_only_where_every_print_that_is_left_open_does(province, before, now, jumped):
    evidence = province(
        targets="indicator, condition, value\nrate, below, 9",
        observations=f"{HEAD}count, 2018, {before}, , b\ncount, 2020, {now}, , a\nchildren, 2020, =, 100000, , a",
    )
    (found,) = judge(evidence, "plan")
    assert ("count_jump" in [reason.code for reason in found.reasons]) is jumped


CHANGED = """
    id,    name_vi,  name_en, unit,    kind,   better, group,      change_of
    rate,  Tỷ lệ,    Rate,    percent, rate,   down,   protection,
    fall,  Mức giảm, Fall,    {points}, change, up,    protection, rate
""".format(points="percentage_points_per_year")


def test_the_printed_start_of_a_wanted_change_is_held_against_the_level(province):
    evidence = province(
        cards=CHANGED,
        targets="indicator, condition, value, baseline_value, baseline_year\nfall, at_least, 2, 60, 2015",
        observations=f"{HEAD}rate, 2015, =, 70, , b",
    )
    (found,) = conflicts(evidence, "P1", ["rate"])
    assert (found.kind, [str(r.value) for r in found.estimates]) == ("exclude", ["60", "70"])


@pytest.mark.parametrize(
    ("later", "rates"),
    [
        (("count, 2019, >, 20, , b", "children, 2019, >, 1000, , b"), ["2.00"]),
        (("count, 2019, >, 20, , b",), []),
        # What is newer and says how great the rate is takes the place of the older one.
        (("count, 2019, =, 20, , b", "children, 2019, =, 1000, , b"), []),
        # What was counted after the due year says nothing of the target.
        (("count, 2021, >, 20, , b", "children, 2021, >, 1000, , b"), []),
    ],
)
def test_newer_counts_that_leave_a_rate_open_are_told_beside_it(province, later, rates):
    figures = ["count, 2018, =, 40, , a", "children, 2018, =, 1000, , a", *later]
    table = HEAD + "\n".join(figures)
    (found,) = judge(province(targets="indicator, condition, value\nrate, below, 3", observations=table), "plan")
    told = [reason.facts["figures"].figures for reason in found.reasons if reason.code == "newer_counts"]
    assert [str(figure.value) for figures in told for figure in figures] == rates
