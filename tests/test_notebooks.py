"""The notebooks: data, a step, a look; nothing stored, nothing defined; what they import they use."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import papermill
import pytest

import bvte
from bvte.evidence.load import project_root
from bvte.publishing.article import parts_of
from bvte.publishing.making import FOR_RESEARCHERS, run_notebook

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ALL = [*NOTEBOOKS, *sorted((ROOT / "notebooks" / "desk").glob("*.ipynb"))]
# Statements of a cell.
LONGEST = 8
# What a step of an analysis calls: a frame, an axis, or one of the verbs of the front door.
FRAMES = {"frame", "estimates", "pipe", "query", "groupby", "pivot_table", "sort_values", "agg", "to_csv"}
LIBRARIES = {"pandas", "seaborn", "matplotlib", "bvte.methods"}
VERBS = (
    "evidence.",
    "judgement.",
    "presentation.marks",
    "presentation.many_marks",
    "presentation.picture",
    "presentation.drawing",
    "presentation.path_chart",
)
PAGE_PARTS = {"coverage_charts", "audit_chart", "phase_charts", "no_charts"}


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return cells_of(request.param)


def tags(cell):
    return set(cell["metadata"].get("tags", ()))


def source(cell):
    return "".join(cell["source"])


def code_cells(path):
    return [cell for cell in cells_of(path) if cell["cell_type"] == "code" and "parameters" not in tags(cell)]


def test_there_are_notebooks():
    assert {"phase_evaluation", "workshop", "annual_report", "across_phases", "evidence_review"} <= {
        path.stem for path in NOTEBOOKS
    }


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_output_is_stored(path):
    code = [cell for cell in cells_of(path) if cell["cell_type"] == "code"]
    assert code and all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_code_cells_are_short_and_define_nothing(path):
    """What has a name of its own and is tested stands in src/; a cell is a step of the analysis."""
    for cell in code_cells(path):
        tree = ast.parse(source(cell))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.While, ast.Try)
        assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]
        assert len([n for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)]) <= LONGEST


def called(tree):
    """What a cell names after a point: pairs (name before it, name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield (node.value.id if isinstance(node.value, ast.Name) else ""), node.attr


def aliases(trees, libraries=LIBRARIES):
    """Names by which cells know what they import of these libraries -> the library."""
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in node.names:
                module = getattr(node, "module", None) or name.name
                library = next((lib for lib in libraries if f"{module}.".startswith(f"{lib}.")), None)
                if library:
                    yield (name.asname or name.name).partition(".")[0], library


def is_step(tree, imported):
    """Whether a cell touches a frame, an axis or a verb of the door, and shows more than a part of a page."""
    for before, name in called(tree):
        verb = before == "bvte" and bvte._DOOR.get(name, "").startswith(VERBS) and name not in PAGE_PARTS
        if verb or name in FRAMES or before in imported or before == "ax":
            return True
    return any(isinstance(node, ast.Name) and node.id in imported for node in ast.walk(tree))


def test_half_of_the_cells_or_more_are_steps_of_an_analysis():
    steps = {}
    for path in ALL:
        trees = [ast.parse(source(cell)) for cell in code_cells(path)]
        imported = dict(aliases(trees))
        steps[path.stem] = [is_step(tree, imported) for tree in trees]
    told = [step for found in steps.values() for step in found]
    assert sum(told) >= len(told) / 2
    assert [name for name, found in steps.items() if sum(found) < len(found) / 4] == []


@pytest.mark.parametrize("library", ["pandas", "seaborn", "matplotlib"])
def test_a_library_answers_something_in_a_notebook_and_draws_or_counts_in_the_source(library):
    """Whoever takes the import away breaks a cell and a module: functions of it are called by that name."""
    trees = [ast.parse(source(cell)) for path in ALL for cell in code_cells(path)]
    assert used_names(trees, library)
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    # To read all modules takes longer than most tests.
    assert used_names([ast.parse(text) for text in texts if f"import {library}" in text], library)


def used_names(trees, library):
    """Functions of a library that are called by the name under which it is imported."""
    found = set()
    for tree in trees:
        names = dict(aliases([tree], {library}))
        found |= {name for before, name in called(tree) if before in names}
    shared = dict(aliases(trees, {library}))
    return found | {name for tree in trees for before, name in called(tree) if before in shared}


def test_papermill_runs_the_notebook_of_a_report(monkeypatch):
    class AskedError(Exception):
        pass

    def refuse(*arguments, **options):
        raise AskedError

    monkeypatch.setattr(papermill, "execute_notebook", refuse)
    with pytest.raises(AskedError):
        run_notebook(NOTEBOOKS[0], {"language": "vi"})


def test_prose_needs_no_tags_and_every_cell_has_its_name(cells):
    """By its name a cell finds its translation (tests/presentation/test_translations.py)."""
    names = [cell["id"] for cell in cells]
    assert len(set(names)) == len(names) and not any(name.endswith(("-vi", "-en")) for name in names)
    assert not [c for c in cells if c["cell_type"] == "markdown" and tags(c) - {FOR_RESEARCHERS}]


def test_a_sentence_stands_before_the_cells_of_a_section(cells):
    for first, second in pairwise(cells):
        if first["cell_type"] == "markdown" and second["cell_type"] == "code" and not tags(first):
            assert len(source(first).split("\n\n")) >= 2


def test_the_first_cell_holds_the_parameters_and_nothing_else(cells):
    assert [tags(cell) for cell in cells].index({"parameters"}) == 0
    assert all(isinstance(node, ast.Assign) for node in ast.parse(source(cells[0])).body)


def test_what_researchers_look_at_is_asked_first_and_shown_by_no_report(cells):
    for first, second in pairwise(cells):
        if tags(second) == {FOR_RESEARCHERS} and second["cell_type"] == "code":
            assert first["cell_type"] == "markdown" and tags(first) == {FOR_RESEARCHERS}
            assert re.search(r"[?.]$", source(first))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_kernel_is_the_one_that_every_environment_has(path):
    assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["kernelspec"]["name"] == "python3"


def test_a_filtered_frame_is_the_table_of_the_report(tmp_path):
    """A reader who changes one line of a copy gets a report whose table has just that row."""
    original = ROOT / "notebooks" / "phase_evaluation.ipynb"
    notebook = nbformat.read(original, as_version=4)
    values = {
        "programme": "cpp_2021_2025_db_draft",
        "area": "11",
        "as_of": "",
        "language": "vi",
        "data": str(project_root() / "data" / "dien-bien"),
    }
    (cell,) = [cell for cell in notebook.cells if cell.id == "targets"]
    assert "findings.frame()" in cell.source
    cell.source = cell.source.replace("findings.frame()", """findings.frame().query("status != 'no_data'").tail(1)""")
    nbformat.write(notebook, tmp_path / original.name)
    whole, filtered = (table_of(run_notebook(path, values)) for path in (original, tmp_path / original.name))
    (row,) = filtered.rows
    assert len(whole.rows) > 1 and row in whole.rows and filtered.caption == whole.caption


def table_of(executed):
    """The table that the cell of the targets shows."""
    (cell,) = [cell for cell in executed.cells if cell.id == "targets"]
    (table,) = parts_of(cell)
    return table
