"""The collected tables beside the project, read through their proposed maps, are what pandas reads of them."""

import re
import shutil

import pandas
import pytest

from bvte.intake.map_proposal import propose_map
from bvte.intake.table_map import map_beside, read_map
from bvte.intake.table_reading import read_mapped
from bvte.presentation.map_text import map_text

from ..languages import said_in
from .test_map_proposal import answered

# File -> its columns of indicator, start and end, and at least so many of its rows that are figures of known areas.
TABLES = {
    "observations.csv": ("indicator_id", "year", "year", 100),
    "more/observations.csv": ("indicator", "start", "end", 65),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_figures_of_a_long_table_are_those_of_its_rows(shared, tmp_path, evidence, name):
    indicator, start, end, least = TABLES[name]
    path = tmp_path / "bảng.csv"
    shutil.copyfile(shared / "evidence" / name, path)
    proposal, problems = propose_map(path, evidence)
    assert proposal, problems
    text = answered(said_in("vi", map_text, proposal), **{"Điện Biên": "'11'", "percentage_points": "percent"})
    # What nobody answers is deleted, as the map says.
    text = "\n".join(line for line in text.splitlines() if not re.search(r": '\?'\}?$", line))
    map_beside(path).write_text(text, encoding="utf-8")
    table_map, problems = read_map(map_beside(path))
    assert table_map, problems
    reading = read_mapped(path, table_map, evidence)
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert len(reading.taken) >= least and len(reading.taken) + len(reading.refused) == len(rows)
    for taken in reading.taken:
        row, fields = rows.iloc[int(re.sub(r"\D", "", taken.cell)) - 2], taken.fields
        assert (fields["indicator"], fields["start"], fields["end"]) == (row[indicator], row[start], row[end])
        assert (fields["comparator"], float(fields["value"])) == (row["comparator"], float(row["value"]))
