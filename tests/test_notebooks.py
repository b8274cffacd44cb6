"""The notebooks: thin, stripped, in both languages."""

import ast
import json
from itertools import pairwise
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def tags(cell):
    return set(cell["metadata"].get("tags", ()))


def source(cell):
    return "".join(cell["source"])


def test_there_are_notebooks():
    assert {"phase_evaluation", "workshop", "annual_report", "across_phases", "evidence_review"} <= {
        path.stem for path in NOTEBOOKS
    }


def test_no_output_is_stored(cells):
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code and all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


def test_code_cells_are_short_calls_without_functions_or_arithmetic(cells):
    for cell in (c for c in cells if c["cell_type"] == "code" and not tags(c) & {"parameters", "setup"}):
        tree = ast.parse(source(cell))
        assert len(tree.body) == 1
        assert not [
            n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda, ast.BinOp, ast.For))
        ]


def test_prose_stands_in_both_languages_in_pairs(cells):
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert prose and len(prose) % 2 == 0
    for first, second in zip(prose[::2], prose[1::2], strict=True):
        assert tags(first) == {"lang-vi"} and tags(second) == {"lang-en"}
        assert source(first).startswith("## ") == source(second).startswith("## ")


def test_a_sentence_stands_before_the_cells_of_a_section(cells):
    for first, second in pairwise(cells):
        if first["cell_type"] == "markdown" and second["cell_type"] == "code":
            assert len(source(first).split("\n\n")) >= 2


def test_the_first_cell_holds_the_parameters_and_nothing_else(cells):
    assert [tags(cell) for cell in cells].index({"parameters"}) == 0
    assert all(isinstance(node, ast.Assign) for node in ast.parse(source(cells[0])).body)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_kernel_is_the_one_that_every_environment_has(path):
    assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["kernelspec"]["name"] == "python3"
