"""The areas of England, read through the shipped layout, reproduce what their publisher printed; not committed here."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pytest

from bvte.evidence.load import load
from bvte.intake.keeping import keep_reading, list_intakes, undo_intake
from bvte.intake.map_proposal import propose_map
from bvte.intake.reading import fold_causes
from bvte.intake.table_map import read_map
from bvte.intake.table_reading import read_mapped

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
AREAS, TOTALS = "england_child_protection.csv", "england_child_protection_published_totals.csv"
pytestmark = pytest.mark.skipif(not (REAL / AREAS).exists(), reason="the publisher's files are not here")
CARD = """
{code}:
  name: {{vi: "{code} (Anh)", en: "{code}"}}
  short: {{vi: "{code} (Anh)", en: "{code}"}}
  definition: {{vi: "Theo nơi công bố.", en: "As published."}}
  unit: {unit}
  better: down
  limits: [0, {most}]
  group: protection
  kind: {kind}
  why: {{vi: "Để đối chiếu.", en: "To compare."}}
  sensitivity: public
  judged_by: not_judged
"""


def rows_of(name):
    with (REAL / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    """The readings of both files and the evidence of a folder that keeps them."""
    folder = tmp_path_factory.mktemp("england")
    (folder / "indicators.yml").write_text(_cards_and_map(folder), encoding="utf-8")
    _write_areas(folder)
    table_map, problems = read_map(folder / "england.map.yml")
    assert not problems
    evidence = load(folder, strict=False)
    readings = {name: read_mapped(REAL / name, table_map, evidence) for name in (AREAS, TOTALS)}
    for name, reading in readings.items():
        keep_reading(REAL / name, reading, folder, date(2026, 1, 31))
    return readings, load(folder, strict=False)


@pytest.fixture(scope="module")
def published():
    """The published file as pandas reads it."""
    return pandas.read_csv(REAL / AREAS, dtype=str, keep_default_na=False)


def _cards_and_map(folder):
    """The cards of the rates and of the counts behind them; the map of both files is written beside."""
    names, cards = [], []
    for code in sorted({row["indicator"] for row in rows_of(AREAS)}):
        percent = code.endswith("_pct")
        when = "{form: year, day: 03-31}" if "31mar" in code else "{form: year, begins: 4, named_by: last}"
        unit, most = ("percent", 100) if percent else ("per_100000_children", "null")
        cards += [CARD.format(code=code, unit=unit, most=most, kind="rate")]
        cards += [CARD.format(code=f"{code}_count", unit="children", most="null", kind="count")]
        names.append(f"    {code}: {{indicator: {code}, factor: {1 if percent else 10}, period: {when}}}")
        names.append(f"    {code}.numerator: {{indicator: {code}_count, statistic: level, period: {when}}}")
    head = "layout: england_areas\nsource: {title: Children in need, publisher: Department for Education, "
    head += "kind: statistics, published_on: '2025', address: 'https://example.org/', language: en}\n"
    # Counts of regions and of England are printed to the nearest ten.
    head += "facts: {acknowledged: percent_not_from_counts}\nnames:\n  indicators:\n"
    (folder / "england.map.yml").write_text(head + "\n".join(names) + "\n", encoding="utf-8")
    return "".join(cards)


def _write_areas(folder):
    header = "code,valid_from,valid_to,level,type,name_vi,name_en,parent,before_vi,before_en,note\n"
    known = {row["area_code"]: row["area_name"] for name in (AREAS, TOTALS) for row in rows_of(name)}
    lines = [f'{code},2004-01-01,,selection,,"{name}","{name}",,,,\n' for code, name in known.items()]
    (folder / "areas.csv").write_text(header + "".join(lines), encoding="utf-8")
    empty = {"observations", "sources", "programmes", "targets", "population", "area_changes", "breaks"}
    for name in empty:
        source = Path(__file__).parents[2] / "data" / "dien-bien" / f"{name}.csv"
        (folder / f"{name}.csv").write_text(source.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def test_every_cell_is_a_figure_or_has_the_publishers_reason(england):
    readings, _ = england
    rows = rows_of(AREAS)
    cells = sum(bool(row[name]) for row in rows for name in ("value", "numerator"))
    assert len(readings[AREAS].taken) == cells and not readings[AREAS].problems
    gaps = sum(f"{short}:" in row["missing_reason"] for row in rows for short in ("val", "num"))
    assert len(readings[AREAS].refused) == gaps
    assert {cell.problem.severity for cell in readings[AREAS].refused} == {"finding"}


def test_the_sums_of_areas_are_those_of_the_publishers_reconciliation(england):
    _, evidence = england
    national = {row["area_code"] for row in rows_of(TOTALS)}
    sums, areas = defaultdict(int), defaultdict(int)
    for row in evidence.observations.values():
        if row.indicator.endswith("_count") and row.area not in national:
            key = row.indicator.removesuffix("_count"), str(row.period.year)
            sums[key], areas[key] = sums[key] + int(row.value), areas[key] + 1
    for row in rows_of("england_reconciliation.csv"):
        key = row["indicator"], row["year"]
        assert (sums[key], areas[key]) == (int(row["sum_of_las"]), int(row["las"]) - int(row["las_without_numerator"]))


def test_the_national_figures_are_those_that_were_published(england):
    _, evidence = england
    rows = [row for row in evidence.observations.values() if row.area == "E92000001" and "cin_31mar" in row.indicator]
    by_year = {
        kind: [str(r.value) for r in rows if r.indicator.endswith(kind) and r.period.year > 2019]
        for kind in ("_count", "10k")
    }
    assert by_year["_count"] == ["389260", "388490", "404310", "403090", "399460", "402400"]
    # Printed per 10,000: 330.1 329.6 343.7 338.7 331.2 330.3.
    assert by_year["10k"] == ["3301", "3296", "3437", "3387", "3312", "3303"]


def test_pooling_the_areas_is_not_the_mean_of_their_rates(england):
    _, evidence = england
    national = {row["area_code"] for row in rows_of(TOTALS)}
    plans = [
        row
        for row in evidence.observations.values()
        if row.indicator == "cpp_31mar_per10k" and row.period.year == 2025 and row.area not in national
    ]
    whole = [row for row in plans if row.numerator is not None]
    pooled = sum(row.numerator for row in whole) / sum(row.denominator for row in whole) * 10_000
    mean = sum(row.value for row in plans) / len(plans) / 10
    assert (round(pooled, 1), round(mean, 1)) == (Decimal("40.6"), Decimal("44.2"))


def test_each_rate_is_the_published_one_in_its_unit(england, published):
    readings, _ = england
    given = published[published["value"] != ""].set_index(["indicator", "area_code", "year"])["value"].map(Decimal)
    factor = [1 if code.endswith("_pct") else 10 for code in given.index.get_level_values("indicator")]
    wanted = dict(zip(given.index, given * factor, strict=True))
    rates = [taken.fields for taken in readings[AREAS].taken if not taken.fields["indicator"].endswith("_count")]
    found = {(row["indicator"], row["area"], row["end"][:4]): Decimal(row["value"]) for row in rates}
    assert found == wanted and len(found) == len(rates)


def test_what_was_refused_is_what_pandas_finds_empty(england, published):
    readings, _ = england
    missing = {"value": "val:", "numerator": "num:"}
    gaps = {
        (column, row + 2)
        for column, mark in missing.items()
        for row in published.index[(published[column] == "") & published["missing_reason"].str.contains(mark)]
    }
    letters = {"G": "value", "E": "numerator"}
    assert {(letters[cell.cell[0]], int(cell.cell[1:])) for cell in readings[AREAS].refused} == gaps


def test_a_wrong_factor_is_one_cause_and_no_figure(england, tmp_path):
    _, evidence = england
    path = tmp_path / "england.map.yml"
    text = (evidence.folder / "england.map.yml").read_text(encoding="utf-8")
    path.write_text(text.replace("factor: 10", "factor: 1"), encoding="utf-8")
    reading = read_mapped(REAL / AREAS, read_map(path)[0], evidence)
    causes = fold_causes(cell.problem for cell in reading.refused if cell.problem.severity == "error")
    assert [(one.code, one.allowed) for one in causes] == [("factor_doubtful", "factor: 10")]
    # Without both counts, or with few, nothing beside a rate tells.
    known = [t for t in reading.taken if "10k" in t.fields["indicator"] and "_count" not in t.fields["indicator"]]
    assert all(Decimal(taken.fields["numerator"] or 0) < 20 for taken in known)


def test_the_folder_of_england_needs_its_source_alone_to_be_asked(england):
    _, evidence = england
    proposal, problems = propose_map(REAL / AREAS, evidence)
    assert not problems and proposal.content["layout"] == "england_areas"
    assert set(proposal.content) == {"layout", "source", "facts"} or set(proposal.content) == {"layout", "source"}


def test_again_changes_nothing_and_undo_takes_all_back(england):
    readings, evidence = england
    folder = evidence.folder
    again = keep_reading(REAL / TOTALS, readings[TOTALS], folder, date(2026, 2, 28))
    assert again.again and len(list_intakes(folder)) == 2
    undo_intake(folder, again.id)
    left = {row.source for row in load(folder, strict=False).observations.values()}
    assert len(left) == 1 and again.id.removeprefix("mapped-") not in "".join(left)
    keep_reading(REAL / TOTALS, readings[TOTALS], folder, date(2026, 1, 31))
    assert len(load(folder, strict=False).observations) == len(evidence.observations)
