"""The real folder against the evidence, codes and crosswalk as they were received beside the project."""

import csv
from decimal import Decimal

import pytest

from bvte.evidence.check import check, errors

# What the codebook says was mended; everything else must stand as received.
UNITS_MENDED = {"o003", "o004", "o005"}
CONDITIONS_MENDED = {"t088": "above", "t090": "above"}
RANGES_MENDED = {"t021": 5, "t085": 3, "t086": 5}
BASELINES_MENDED = {"t018": "~", "t031": "<"}


def received(shared, name):
    with (shared / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell):
    return Decimal(cell) if cell not in ("", None) else None


def test_the_folder_breaks_no_rule(dien_bien):
    assert errors(check(dien_bien)) == []


@pytest.mark.parametrize(
    ("table", "rows"), [("observations", 162), ("targets", 94), ("population", 51), ("sources", 108)]
)
def test_nothing_received_was_dropped(dien_bien, shared, table, rows):
    assert len(getattr(dien_bien, table)) == rows == len(received(shared, f"evidence/{table}.csv"))


def test_every_figure_stands_as_received(dien_bien, shared):
    pairs = zip(dien_bien.observations.values(), received(shared, "evidence/observations.csv"), strict=True)
    for row, old in pairs:
        same = (row.indicator, row.comparator, row.value, row.numerator, row.denominator, row.source)
        assert same == (
            old["indicator_id"], old["comparator"], number(old["value"]), number(old["numerator"]),
            number(old["denominator"]), old["source_id"],
        )  # fmt: skip
        assert row.unit == old["unit"] or row.id in UNITS_MENDED
        assert row.period.year in (int(old["year"]), int(old["year"]) + 1)


def test_every_target_stands_as_received_or_mended(dien_bien, shared):
    for row, old in zip(dien_bien.targets.values(), received(shared, "evidence/targets.csv"), strict=True):
        same = (row.programme, row.indicator, row.value, row.unit, row.due_year, row.source)
        assert same == (
            old["programme_id"], old["indicator_id"], number(old["target_value"]), old["target_unit"],
            int(old["due_year"]), old["source_id"],
        )  # fmt: skip
        assert row.condition == CONDITIONS_MENDED.get(row.id, old["direction"])
        assert row.baseline_value == number(old["baseline_value"])
        assert row.value_to == RANGES_MENDED.get(row.id)
        mended = BASELINES_MENDED.get(row.id)
        assert row.baseline_comparator in ("=", None) if mended is None else row.baseline_comparator == mended


def test_every_population_figure_stands_as_received(dien_bien, shared):
    for row, old in zip(
        dien_bien.population.values(), received(shared, "evidence/population.csv"), strict=True
    ):
        assert row.total == number(old["total_population"])
        assert row.under16 == number(old["under16_population"])
        assert row.under15 == number(old["under15_population"])
        assert row.source == old["source_id"]
        assert bool(row.derived_from) == (old["derived"] == "yes")


def test_every_source_keeps_its_title_and_address(dien_bien, shared):
    for old in received(shared, "evidence/sources.csv"):
        source = dien_bien.sources[old["source_id"]]
        assert (source.title, source.address or "") == (old["title"], old["url"])
        assert source.address or source.no_address_reason


def test_areas_are_those_of_the_register(dien_bien, shared):
    register = received(shared, "geography/units.csv")
    latest = {(u["code"], u["valid_to"] == ""): u["name_vi"] for u in register}
    for area in (a for a in dien_bien.areas.values() if a.level in ("province", "district", "commune")):
        if (area.code, area.valid_to is None) in latest:
            assert area.name_vi == latest[area.code, area.valid_to is None]


def test_there_are_as_many_units_as_the_decisions_say(dien_bien):
    units = dien_bien.areas.values()
    communes = [a for a in units if a.level == "commune"]
    assert len([a for a in communes if a.valid_to is None]) == 45
    assert len([a for a in communes if str(a.valid_to) == "2025-06-30"]) == 129
    inside = dien_bien.province.code
    assert len([a for a in units if a.level == "district" and a.parent == inside]) == 10


def test_every_old_commune_became_part_of_the_new_one_of_the_crosswalk(dien_bien, shared):
    ours = {c.old_code: (c.new_code, c.weight) for c in dien_bien.area_changes.values()}
    theirs = {c["old_code"]: (c["new_code"], 1) for c in received(shared, "geography/crosswalk_2025.csv")}
    assert ours == theirs


def test_the_phases_of_the_article_are_all_there_with_the_hole(dien_bien):
    lines = {}
    for p in dien_bien.programmes.values():
        if p.area == dien_bien.province.code:
            lines.setdefault(p.kind, []).append((p.start, p.end, p.status))
    action = [(1991, 2000), (2001, 2010), (2013, 2020), (2021, 2030)]
    assert [phase[:2] for phase in sorted(lines["children_action"])] == action
    assert [phase[:2] for phase in sorted(lines["child_protection"])] == [
        (2011, 2015),
        (2016, 2020),
        (2021, 2025),
    ]
    silent = [phase for phases in lines.values() for phase in phases if phase[2] == "no_figures"]
    assert len(silent) == 4


def test_the_breaks_that_the_tool_must_know_are_there(dien_bien):
    found = {(str(b.date), b.kind) for b in dien_bien.breaks.values()}
    for wanted in [
        ("2017-06-01", "definition"), ("2025-07-01", "denominator"), ("2025-03-01", "agency"),
        ("2019-04-01", "population_base"), ("2020-01-01", "territory"), ("2017-01-01", "definition"),
    ]:  # fmt: skip
        assert wanted in found


def test_indicator_cards_are_exactly_those_used(dien_bien):
    used = {o.indicator for o in dien_bien.observations.values()}
    used |= {t.indicator for t in dien_bien.targets.values()}
    assert set(dien_bien.indicators) == used
