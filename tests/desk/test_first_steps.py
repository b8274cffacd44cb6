"""The first questions of a new user, answered by the calls of the notebook on a small province."""

import nbformat
import pandas as pd
import pytest

import bvte
from bvte.desk.launch import own_copy
from bvte.evidence.load import project_root
from bvte.publishing.beginnings import beginnings

from ..judgement.province import make
from ..judgement.yearly import YEARLY

RATE = "special_circumstances_rate"


@pytest.fixture
def evidence(tmp_path):
    return make(tmp_path, **YEARLY)


def test_the_rows_behind_a_verdict_are_named(evidence):
    findings = bvte.judge(evidence, "plan", "P1")
    (target,) = [f.target.id for f in findings if f.target.indicator == RATE]
    rows = findings.frame().loc[target, "rows"].split()
    named = [evidence.observations[row] for row in rows]
    assert (RATE, 2020) in {(row.indicator, row.period.year) for row in named}
    assert set(findings.estimates(target)["indicator"]) == {RATE}


@pytest.mark.parametrize(("printed", "status"), [("= 3.9", "not_met"), ("= 3.5", "met")])
def test_a_supposed_figure_is_judged_in_the_place_of_all_others_of_its_year(evidence, printed, status):
    """Also of what follows from counts, which are as they were."""
    supposed = evidence.with_observation(RATE, "P1", 2020, printed)
    judged = bvte.judge(supposed, "plan", "P1").frame().set_index("indicator").loc[RATE]
    assert judged["latest_value"] == float(printed[2:]) and judged["latest_strength"] == "not_published"
    assert not judged["published"]
    assert judged["status"] == status


def test_a_frame_is_a_csv_file_with_its_sources(evidence, tmp_path):
    frame = bvte.estimates(evidence, areas="P1")
    frame.to_csv(tmp_path / "estimates.csv", index=False, encoding="utf-8-sig")
    read = pd.read_csv(tmp_path / "estimates.csv", encoding="utf-8-sig")
    assert list(read["estimate"]) == list(frame["estimate"]) and read["source"].notna().all()


def test_without_the_usual_folder_a_notebook_begins_with_the_first_report_and_target_of_another(evidence):
    """The target is one that a figure answers, of a level, in a year that is over."""
    data = str(evidence.folder)
    values = beginnings(data)
    assert {named["data"] for named in values.values()} == {data}
    first = values["first_steps"]
    target = evidence.targets[first["target"]]
    assert target.programme == first["programme"] == values["phase_evaluation"]["programme"]
    assert bvte.judge(evidence, target.programme, first["area"])[target.id].latest
    supposed = evidence.with_observation(target.indicator, first["area"], first["year"], f"= {target.value}")
    assert not bvte.judge(supposed, target.programme, first["area"]).frame().loc[target.id, "published"]


def test_a_copy_begins_with_the_values_that_it_is_given(tmp_path):
    source = project_root() / "notebooks" / "desk" / "first_steps.ipynb"
    copy = own_copy(source, tmp_path / "copy.ipynb", {"data": "ở đây", "year": 2024, "nothing": 1})
    (cell,) = (c for c in nbformat.read(copy, as_version=4).cells if "parameters" in c.metadata.get("tags", ()))
    lines = cell.source.splitlines()
    assert 'data = "ở đây"' in lines and "year = 2024" in lines and not any("nothing" in line for line in lines)
