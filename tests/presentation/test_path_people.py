"""What a target means in children or in units: exact, inward, and of the units that there are."""

import pytest

import bvte
from bvte.evidence.language import activate

from ..shown import flat

CARDS = """
    id,       name_vi,   name_en,      unit,     kind,  better,    counted, among,    counted_in
    rate,     Tỷ lệ,     Rate,         percent,  rate,  down,      count,   children,
    count,    Số trẻ em, Count,        children, count, ambiguous, ,        ,
    children, Trẻ em,    All children, children, count, ambiguous, ,        ,
    commune,  Tỷ lệ xã,  Communes,     percent,  rate,  up,        ,        ,         commune
    district, Huyện,     Districts,    percent,  rate,  up,        ,        ,         district
"""
# Seven communes below two districts until mid-2025; then four below the province.
AREAS = "code, level, parent, name_vi, name_en, valid_from, valid_to\n" + "\n".join(
    [f"D{n}, district, P1, H{n}, D{n}, 2004-01-01, 2025-06-30" for n in (1, 2)]
    + [f"C{n}, commune, D{1 + n % 2}, X{n}, C{n}, 2004-01-01, 2025-06-30" for n in range(7)]
    + [f"C{n}, commune, P1, X{n}, C{n}, 2025-07-01, " for n in range(4)]
)


@pytest.fixture
def told(province):
    """What the draft path of a target (indicator, condition, value, due year) comes to, in English."""

    def tell(target, observations="indicator, comparator, value, start", seen=lambda evidence: evidence):
        activate("en")
        targets = f"programme, indicator, condition, value, due_year\nnext, {target}"
        evidence = province(cards=CARDS, areas=AREAS, targets=targets, observations=observations)
        pack = bvte.workshop(seen(evidence), "plan", "next")
        (table,) = [thing for thing in bvte.workshop_paths(pack) if hasattr(thing, "rows")]
        return flat(table.rows[0][3].content)

    return tell


@pytest.mark.parametrize(
    ("condition", "whole", "expected"),
    [
        ("below, 3.3", "=, 208222", "Children: at most 6,871 (denominator"),
        ("at_least, 90", "=, 6847", "Children: 6,163 or more (denominator"),
        ("below, 1", "=, 208222", "Children: at most 2,082 (denominator"),
        ("below, 25", "=, 1000", "Children: at most 249 (denominator"),
        ("above, 25", "=, 1000", "Children: 251 or more (denominator"),
        ("below, 3.8", ">, 216000", "Children: surely at most 8,208; the denominator is only known as over"),
        ("at_least, 90", ">, 216000", "Children: no number satisfies it for sure"),
    ],
)
def test_children_of_a_target_are_exact_and_inward(told, condition, whole, expected):
    found = told(f"rate, {condition}, 2025", f"indicator, comparator, value, start\nchildren, {whole}, 2025")
    assert found.startswith(expected)


def test_units_of_a_share_are_those_of_the_day(told):
    assert told("commune, at_least, 40, 2024").startswith("Units: 3 or more of 7 communes")
    assert told("commune, at_least, 40, 2025").startswith("Units: 2 or more of 4 communes")
    assert told("commune, at_least, 100, 2025").startswith("Units: 4 of 4 communes")
    assert told("district, at_least, 100, 2024").startswith("Units: 2 of 2 districts")


def test_a_workshop_counts_the_units_of_its_own_day(province):
    activate("en")
    targets = "programme, indicator, condition, value, due_year\nnext, commune, at_least, 40, 2025"
    evidence = province(cards=CARDS, areas=AREAS, targets=targets)
    then = bvte.seen_in_workshop(evidence, "next", "2020-12-29")
    (table,) = [t for t in bvte.workshop_paths(bvte.workshop(then, "plan", "next")) if hasattr(t, "rows")]
    told = flat(table.rows[0][3].content)
    assert told.startswith("Units: 3 or more of 7 communes") and "29 Dec 2020, not 2025" in told


def test_units_that_have_ended_are_no_denominator_and_not_unknown(told):
    found = told("district, at_least, 100, 2025")
    assert found.startswith("This level ended on 30 Jun 2025, with 2 districts.")


@pytest.mark.parametrize(("other", "doubted"), [("900", True), ("1000", False)])
def test_a_denominator_that_has_to_be_explained_says_so(told, other, doubted):
    figures = f"children, =, 1000, 2020, a\nchildren, =, {other}, 2020, b"
    figures = f"indicator, comparator, value, start, source\n{figures}"
    assert ("has to be clarified" in told("rate, below, 3.3, 2025", figures)) == doubted
