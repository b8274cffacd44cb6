"""docs/recipes.md followed to the letter on a copy of the project: each step gives what the page says."""

import csv
import doctest
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from bvte.evidence import national
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load, project_root
from bvte.publishing.making import render_report
from bvte.publishing.report import ReportTask, plan_reports

PAGE = Path(__file__).parents[1] / "docs" / "recipes.md"
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPE = re.compile(r"^## (.+ / .+)$", re.MULTILINE)


def recipes():
    """Pairs of a recipe's name and its blocks (kind, where, text), in their order."""
    _, *parts = RECIPE.split(PAGE.read_text(encoding="utf-8"))
    return [(name, BLOCK.findall(text)) for name, text in zip(parts[::2], parts[1::2], strict=True)]


def append_rows(path, text):
    """The rows at the end of a CSV file; a column that is not there is refused."""
    head, *_ = path.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(text.splitlines()))
    assert rows and set(rows[0]) <= set(head.split(","))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, head.split(","), restval="", lineterminator="\n").writerows(rows)


def append_text(path, text):
    there = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
    path.write_text(there + text, encoding="utf-8")


def append_cell(path, cell):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(cell)
    nbformat.write(notebook, path)


def try_out(name, text):
    """Run the lines as they stand, with what they are to print."""
    test = doctest.DocTestParser().get_doctest(text, try_out.names, name, str(PAGE), 0)
    said = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=said.append, clear_globs=False)
    try_out.names = test.globs
    assert runner.failures == 0 and runner.tries > 0, "".join(said)


try_out.names = {}


def seen(place, notebook, language, lines):
    """Build a report of the copy and look for the lines."""
    folder = place / "data" / "dien-bien"
    data = folder.relative_to(place.parent).as_posix()
    report = plan_reports(load(folder), data, notebook, language=language)[0]
    outcome = render_report(ReportTask(report, str(place / "notebooks")))
    html = outcome.files[report.file("html")].decode() if outcome.files else ""
    text = BeautifulSoup(html, "html.parser").get_text()
    return [line for line in lines if line not in text], outcome.failure


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A copy of data and notebooks below the project, so that its pages name no folder of the machine."""
    copy = project_root() / f".bench-{tmp_path.name}"
    for name in ("data", "notebooks"):
        shutil.copytree(project_root() / name, copy / name)
    monkeypatch.setattr("bvte.evidence.load.project_root", lambda: copy)
    monkeypatch.setattr(national, "project_root", lambda: copy)
    yield copy
    shutil.rmtree(copy)


def follow(place, name, blocks):
    """Carry out the blocks of a recipe."""
    for kind, where, text in blocks:
        path, *tags = where.split() or [""]
        if kind == "csv":
            append_rows(place / path, text)
        elif kind == "file":
            (place / path).parent.mkdir(exist_ok=True)
            (place / path).write_text(text, encoding="utf-8")
        elif kind in ("yaml", "po"):
            append_text(place / path, text)
        elif kind == "prose":
            append_cell(place / path, nbformat.v4.new_markdown_cell(text.rstrip("\n"), id=tags[0]))
        elif kind == "cell":
            append_cell(place / path, nbformat.v4.new_code_cell(text.rstrip("\n"), metadata={"tags": tags}))
        elif kind == "python":
            assert only_errors(check_folder(place / "data" / "dien-bien")) == []
            try_out(name, text)
        else:
            yield path, tags[0], text.splitlines()


def test_every_recipe_gives_what_it_says(place):
    try_out.names = {}
    assert len(recipes()) == 8
    for name, blocks in recipes():
        # A new province is begun without a file to write: intake/test_province_book.py.
        assert blocks or name.endswith("Begin a new province")
        for notebook, language, lines in follow(place, name, blocks):
            missing, failure = seen(place, notebook, language, lines)
            assert (missing, failure) == ([], None)


def test_a_recipe_that_says_another_result_is_found_out(place):
    try_out.names = {}
    name, blocks = next((name, blocks) for name, blocks in recipes() if blocks)
    wrong = [(kind, where, text.replace("'[VÍ DỤ] Sở Thử nghiệm'\n", "'someone'\n")) for kind, where, text in blocks]
    assert wrong != blocks
    with pytest.raises(AssertionError, match="someone"):
        list(follow(place, name, wrong))


def test_rows_of_the_recipes_are_marked_as_examples():
    for _, blocks in recipes():
        for kind, _, text in blocks:
            if kind == "csv":
                assert all("[EXAMPLE]" in json.dumps(row) for row in csv.DictReader(text.splitlines()))
