"""What counts as a change of the inputs of a report, and what does not."""

import csv
import re
import shutil

import pytest
import yaml

from bvte.evidence.check import check_folder
from bvte.evidence.load import data_folder, load
from bvte.publishing.inputs import inputs_of, rows_of


@pytest.fixture
def folder(tmp_path):
    """A copy of the province's folder with cards of its own."""
    place = shutil.copytree(data_folder("dien-bien"), tmp_path / "province")
    cards = (data_folder("dien-bien").parent / "national" / "indicators.yml").read_text(encoding="utf-8")
    with (place / "indicators.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"own_{block}\n" for block in re.split(r"\n(?=[a-z_0-9]+:)", cards)[1:4])
    return place


def changed(before, after):
    """File and row of every digest that is not in both."""
    pairs = {(f, r, d) for rows in (before, after) for f, found in rows.items() for r, d in found.items()}
    both = {(f, r, d) for f, found in before.items() for r, d in found.items() if after.get(f, {}).get(r) == d}
    return sorted({(f, r) for f, r, _ in pairs - both})


def test_every_row_of_every_file_has_a_digest():
    rows, evidence = inputs_of("dien-bien").rows, load("dien-bien")
    for name in ("programmes", "targets", "observations", "population", "sources", "breaks"):
        own, nation = (rows.get(f"{place}{name}.csv", {}) for place in ("", "national/"))
        assert [*nation, *own] == list(getattr(evidence, name))
    # Behind them stand the cards of the cells of forms.
    written = [*rows["national/indicators.yml"], *rows.get("indicators.yml", {})]
    assert written == list(evidence.indicators)[: len(written)]
    # Areas are named by code and day; a second state of one code gets a number.
    assert len(rows["areas.csv"]) + len(rows["national/areas.csv"]) == len(evidence.areas)


def test_one_cell_changes_one_row(folder):
    before, path = rows_of(folder), folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    name = lines[7].partition(",")[0]
    path.write_text("".join([*lines[:7], lines[7].replace("\n", "x\n"), *lines[8:]]), encoding="utf-8")
    assert changed(before, rows_of(folder)) == [("observations.csv", name)]


def test_what_excel_does_to_a_file_changes_nothing(folder):
    before, path = rows_of(folder), folder / "observations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert changed(before, rows_of(folder)) == []


def test_a_column_that_stands_there_twice_is_a_change(folder):
    before, path = rows_of(folder), folder / "breaks.csv"
    lines = (line.split(",", 1) for line in path.read_text(encoding="utf-8").splitlines(keepends=True))
    path.write_text("".join(f"{first},{first},{rest}" for first, rest in lines), encoding="utf-8")
    assert {file for file, _ in changed(before, rows_of(folder))} == {"breaks.csv"}


@pytest.mark.parametrize("file", ["observations.csv", "indicators.yml"])
def test_the_order_of_the_rows_is_part_of_the_digest(folder, file):
    from bvte.publishing.inputs import Inputs

    before, path = rows_of(folder), folder / file
    text = path.read_text(encoding="utf-8")
    if file.endswith("csv"):
        head, *lines = text.splitlines(keepends=True)
        path.write_text("".join([head, *reversed(lines)]), encoding="utf-8")
    else:
        cards = reversed(yaml.safe_load(text).items())
        path.write_text(yaml.safe_dump(dict(cards), sort_keys=False, allow_unicode=True), encoding="utf-8")
    after = rows_of(folder)
    assert changed(before, after) == [] and list(after[file]) == list(reversed(before[file]))
    assert len({Inputs(rows, "", "").digest for rows in (before, after)}) == 2


def test_the_order_of_the_columns_says_nothing_and_that_inside_a_mapping_may(folder):
    (folder / "workshops").mkdir(exist_ok=True)
    (folder / "workshops/2025-12-29.csv").write_text("target,reading,decision\nt025,read,keep\n", encoding="utf-8")
    before = rows_of(folder)
    for path in (*folder.glob("*.csv"), folder / "workshops/2025-12-29.csv"):
        table = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        with path.open("w", encoding="utf-8", newline="") as file:
            # Areas have no one column that names them.
            kept = 0 if "id" in table[0] or "target" in table[0] else 1
            csv.writer(file).writerows([*row[:kept], *reversed(row[kept:])] for row in table)
    assert changed(before, rows_of(folder)) == []
    for number, names in enumerate(("a: {x: 1, y: 2}", "a: {y: 2, x: 1}")):
        (folder / f"{number}.yml").write_text(names)
    found = rows_of(folder)
    assert found["0.yml"] != found["1.yml"]


BESIDE_OPEN = ("~${}", ".~lock.{}#", ".{}.part", "desktop.ini", "Thumbs.db", ".DS_Store", "._{}")


@pytest.mark.parametrize(
    "place", ["observations.csv", "editions/2020.csv", "workshops/2025-12-29.csv", "narrative/2024/I-1.vi.md"]
)
def test_what_a_program_lays_beside_an_open_file_is_nothing(folder, place):
    before, known = rows_of(folder), check_folder(folder)
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in BESIDE_OPEN:
        path.with_name(name.format(path.name)).write_bytes(b"\x05m\xe1y t\xednh\x00" * 20)
    assert rows_of(folder) == before and check_folder(folder) == known


def test_a_card_a_new_file_and_a_lost_one_are_changes(folder):
    before = rows_of(folder)
    cards = folder / "indicators.yml"
    first = next(iter(before["indicators.yml"]))
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("better:", "better: up #", 1), encoding="utf-8")
    (folder / "note.md").write_text("x", encoding="utf-8")
    (folder / "breaks.csv").unlink()
    found = changed(before, rows_of(folder))
    assert ("indicators.yml", first) in found and ("note.md", "") in found
    assert {("breaks.csv", name) for name in before["breaks.csv"]} < set(found)


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n"])
def test_a_file_that_maps_nothing_has_a_digest_of_its_own(folder, text):
    before = rows_of(folder)
    (folder / "indicators.yml").write_text(text, encoding="utf-8")
    assert rows_of(folder)["indicators.yml"].keys() == {""} and rows_of(folder) != before
