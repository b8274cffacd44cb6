"""Areas through time: what adds up exactly, what is only an estimate, and what is refused with its reason."""

import csv

import pytest
from tests.areas import SHAPES, made_up
from tests.judgement.province import make

import bvte
from bvte.judgement.area_comparison import compare_areas
from bvte.judgement.area_lineage import carried_counts, former_counts, former_units, together_known

RATE = "special_circumstances_rate"


@pytest.fixture(scope="module")
def units():
    return former_units(bvte.load("dien-bien"), "district", "11")


def test_every_ended_district_is_told_and_one_alone_goes_on(units):
    assert len(units) == 10
    assert [unit.area.code for unit in units if unit.is_known] == ["101"]


@pytest.mark.skipif(not SHAPES.is_dir(), reason="../shared/geography is not here")
def test_the_units_that_are_known_together_are_those_of_the_geographers(units):
    """The smallest unions of districts with constant territory across the reform, worked out from shapes elsewhere."""
    with (SHAPES / "stable_district_groups.csv").open(encoding="utf-8") as file:
        known = {row["district_code"]: row["group_across_2025_reform"] for row in csv.DictReader(file)}
    assert {unit.area.code: "+".join(together_known(units, unit.area.code)) for unit in units} == known


def test_a_known_district_goes_on_as_the_sum_of_its_communes_and_a_crossed_one_is_refused_by_name(tmp_path, units):
    evidence = made_up(tmp_path / "made-up")
    card = evidence.indicators[RATE]
    alone = next(unit for unit in units if unit.is_known)
    counts = {
        row.area: row.value
        for row in evidence.observations.values()
        if row.period.year == 2025 and row.indicator.endswith("circumstances_count")
    }
    assert former_counts(evidence, card, alone, 2025)[0] == sum(counts[code] for code in alone.members)
    assert all(former_counts(evidence, card, unit, 2025) is None for unit in units if not unit.is_known)
    with bvte.speaking("en"):
        told = str(bvte.former_table(compare_areas(evidence, RATE, 2025, "commune")))
    assert "Quảng Lâm" in told and "also in" in told


def test_a_district_is_not_carried_on_where_a_member_is_withheld(tmp_path, units):
    alone = next(unit for unit in units if unit.is_known)
    evidence = made_up(tmp_path / "made-up", hidden=(alone.members[0],))
    assert former_counts(evidence, evidence.indicators[RATE], alone, 2025) is None


AREAS = """
    code, valid_from, valid_to,   level,   name_vi, name_en, parent
    A,    2004-01-01, 2025-06-30, commune, Xã A,    A,       P1
    B,    2004-01-01, 2025-06-30, commune, Xã B,    B,       P1
    C,    2004-01-01,           , commune, Xã C,    C,       P1
    X,    2025-07-01,           , commune, Xã X,    X,       P1
    Y,    2025-07-01,           , commune, Xã Y,    Y,       P1
"""
CHANGES = """
    old_code, new_code, date,       decision, weight
    A,        X,        2025-07-01, QĐ thử,   1
    B,        X,        2025-07-01, QĐ thử,   0.25
    B,        Y,        2025-07-01, QĐ thử,   0.75
"""


def test_a_split_area_leaves_bounds_and_no_exact_count(tmp_path):
    counts = [("A", 40, 900), ("B", 60, 1000), ("C", 30, 700)]
    rows = [f"count, {area}, 2024, {x}\nchildren, {area}, 2024, {n}" for area, x, n in counts]
    text = "\n".join(["indicator, area, start, value", *rows])
    evidence = make(tmp_path, areas=AREAS, area_changes=CHANGES, observations=text)
    card = evidence.indicators["rate"]
    x, y, c = (carried_counts(evidence, card, code, 2024) for code in "XYC")
    assert (x.events, x.low, x.high, x.is_exact, x.split) == (40 + 15, 40, 100, False, ("B",))
    assert (y.events, y.low, y.high) == (45, 0, 60)
    assert (c.events, c.people, c.is_exact) == (30, 700, True)
    # Of what had no figure then nothing is carried.
    assert carried_counts(evidence, card, "X", 2023) is None
