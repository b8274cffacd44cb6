"""The gallery of methods: each call with published inputs, the published number beside it, a refusal."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import bvte.methods
from bvte.evidence.load import project_root

GALLERY = project_root() / "notebooks" / "desk" / "method_gallery.ipynb"
# They hold no method of their own: columns, a line, and the refusal that all share.
HELPERS = {"__init__", "columns", "line", "undefined"}
SOURCE = "Nguồn của số đã công bố: "


@pytest.fixture
def cells():
    return json.loads(GALLERY.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def examples(cells):
    """Name of an example -> its cells: about, call, why it fails, failing call."""
    by_name = {cell["id"]: source(cell) for cell in cells}
    names = [name.removesuffix("-fails") for name in by_name if name.endswith("-fails")]
    return {name: [by_name[f"{name}{part}"] for part in ("-about", "", "-fails-about", "-fails")] for name in names}


def methods_called(text):
    """Modules of `bvte.methods` that a cell imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "bvte.methods":
            yield from (alias.name for alias in node.names)


def test_every_method_has_an_example_with_its_source_and_one_that_fails(cells):
    found = examples(cells)
    rooms = Path(bvte.methods.__path__[0]).iterdir()
    modules = {room.stem for room in rooms if room.suffix == ".py" or (room / "__init__.py").exists()} - HELPERS
    assert {name for _, call, _, _ in found.values() for name in methods_called(call)} == modules
    for about, call, _, fails in found.values():
        assert len(about.partition(SOURCE)[2]) > 3
        assert all(any(isinstance(n, ast.Assert) for n in ast.parse(text).body) for text in (call, fails))


def test_a_published_number_is_compared_and_a_result_only_rounded_to_it(cells):
    """An assertion has the result on its left and a literal on its right: neither is made from the other."""
    asserted = [
        node.test
        for _, call, _, _ in examples(cells).values()
        for node in ast.parse(call).body
        if isinstance(node, ast.Assert)
    ]
    for test in asserted:
        ast.literal_eval(test.comparators[0])
        assert "result" in {n.id for n in ast.walk(test.left) if isinstance(n, ast.Name)}
    assert len(asserted) >= len(examples(cells))


# A published number and a refusal, each as it is and as it is not.
SPOILT = {"0.2553": "0.2554", '"zero_base"': '"zero_bass"'}


def test_a_result_that_changed_fails_the_notebook(cells, tmp_path):
    """Checked by the test command itself, nbval, cell by cell."""
    kept = [cell for cell in cells if {"parameters", "setup"} & {*cell["metadata"].get("tags", ())}]
    asserting = [next(c for c in cells if c["cell_type"] == "code" and old in source(c)) for old in SPOILT]
    notebook = json.loads(GALLERY.read_text(encoding="utf-8")) | {"cells": [*kept, *asserting]}
    right = spoilt = json.dumps(notebook)
    for old, new in SPOILT.items():
        spoilt = spoilt.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
    books = [tmp_path / "right.ipynb", tmp_path / "spoilt.ipynb"]
    for book, text in zip(books, (right, spoilt), strict=True):
        book.write_text(text, encoding="utf-8")
    options = ["-q", "-rf", "--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider"]
    run = subprocess.run([sys.executable, "-m", "pytest", *options, *books], capture_output=True, text=True)
    told = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
    assert run.returncode == 1 and len(told) == len(SPOILT) and all("spoilt.ipynb" in line for line in told)
