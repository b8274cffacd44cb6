"""A page judges each target once, however many of its tables and footnotes name the finding."""

from collections import Counter
from pathlib import Path

import nbformat
import pytest

from bvte.evidence.load import data_folders, load
from bvte.judgement import targets
from bvte.publishing.report import plan_reports

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def run_cells(name):
    """Run the code cells of a notebook, one after the other, for the newest report of its kind that a folder has, of a
    phase only where that has targets."""
    folders = ((folder, load(folder)) for folder in data_folders())
    planned = (report for folder, evidence in folders for report in reversed(plan_reports(evidence, folder, name)))
    report = next(report for report in planned if report.targets or "programme" not in report.values)
    names = {"display": lambda *shown: None}
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names.update(report.values)


@pytest.mark.parametrize("name", ["phase_evaluation", "workshop", "evidence_review", "annual_report"])
def test_no_target_is_judged_twice_in_the_making_of_a_page(name, monkeypatch):
    asked, judge_target = Counter(), targets.judge_target

    def count(evidence, target, area):
        asked[id(evidence), target.id, area] += 1
        return judge_target(evidence, target, area)

    monkeypatch.setattr(targets, "judge_target", count)
    targets._judge_once.cache_clear()
    run_cells(name)
    if not asked and "dien-bien" not in data_folders():
        pytest.skip("no report of this kind of the folders that are there judges a target")
    assert set(asked.values()) == {1}
