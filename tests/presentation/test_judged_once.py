"""A page judges each target once, however many of its tables and footnotes name the finding."""

from collections import Counter
from pathlib import Path

import nbformat
import pytest

from bvte.judgement import targets

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def run_cells(name):
    """Run the code cells of a notebook, one after the other, with its own parameters."""
    names = {"display": lambda *shown: None}
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, name, "exec"), names)


@pytest.mark.parametrize("name", ["phase_evaluation", "workshop", "evidence_review", "annual_report"])
def test_no_target_is_judged_twice_in_the_making_of_a_page(name, monkeypatch):
    asked, judge_target = Counter(), targets.judge_target

    def count(evidence, target, area):
        asked[id(evidence), target.id, area] += 1
        return judge_target(evidence, target, area)

    monkeypatch.setattr(targets, "judge_target", count)
    targets._judge_once.cache_clear()
    run_cells(name)
    assert asked
    assert set(asked.values()) == {1}
