import os
from pathlib import Path

import nbformat
import pytest

from bvte.evidence.language import speaking
from bvte.evidence.load import data_folders, load
from bvte.publishing.article import read_article
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.report import PageContext, Report, ReportTask
from bvte.publishing.work import ReportWork
from bvte.runner import CAN_FORK, local
from bvte.runner.local import start_fork_server

from ..conftest import no_printer
from .imported import start_imported

HERE = Path(__file__).parent


def values(language):
    return {"programme": "cpp_2016", "area": "11", "language": language, "data": "sample"}


def setting(language):
    other = {"vi": "en", "en": "vi"}[language]
    return PageContext(
        notebook="phase_evaluation",
        language=language,
        place="Điện Biên",
        twin=f"phase_evaluation-cpp_2016.{other}.html",
        index="../index.html",
        command="python3 run.py build sample",
    )


def page_of(notebook, language, around=None):
    """The page of a notebook in a language; around : its PageContext."""
    around = around or setting(language)
    with speaking(language):
        executed = run_notebook(notebook, values(language))
        return report_page(read_article(executed, around, f"sample.{language}"), around)


@pytest.fixture(scope="session", autouse=True)
def imported_once():
    """All warm processes have their imports from one."""
    with pytest.MonkeyPatch.context() as patch:
        if CAN_FORK:
            patch.setattr(local, "start_process", start_imported)
        yield


@pytest.fixture(scope="session")
def make_page():
    """A function that runs the sample notebook in a language and makes its page."""

    def make(language):
        return page_of(HERE / "sample.ipynb", language)

    return make


@pytest.fixture(scope="session")
def pages(make_page):
    """The sample report in both languages as HTML text."""
    return {language: make_page(language) for language in ("vi", "en")}


@pytest.fixture
def notebook_of(tmp_path):
    """A function that writes a notebook with these code cells and returns its path."""

    def write(*sources, name="phase_evaluation"):
        tags = {"tags": ["shows-text"]}
        cells = [nbformat.v4.new_code_cell(source, metadata=dict(tags)) for source in sources]
        # The parameters may be read, as in a real notebook, although the cells here do not need them.
        cells.insert(0, nbformat.v4.new_code_cell('language = "vi"', metadata={"tags": ["parameters"]}))
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


@pytest.fixture(scope="module")
def unprinted():
    """The reports of a module's tests have no PDF: they ask what a print does not change."""
    with no_printer():
        yield


def report_of(name="evidence_review", language="vi"):
    """A report whose notebook a test writes under that name, of the first folder of data/ that there is."""
    folder = data_folders()[0]
    area = load(folder).province
    return Report(name, {"area": area.code, "language": language, "data": folder}, area.name_vi)


@pytest.fixture(scope="session")
def warm():
    """The pipe of a warm process that makes two reports at a time; one for all tests, as for all reports."""
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    with start_fork_server(ReportWork((), (), ""), jobs=2) as pipe:
        yield pipe


@pytest.fixture
def outcome_of(warm, notebook_of):
    """A function that makes the report of a notebook with these code cells and returns its `Outcome`."""

    def make(*sources, memory=None):
        notebook = notebook_of(*sources, name="evidence_review")
        warm.send([ReportTask(report_of(), str(notebook.parent), memory)])
        return warm.recv().value

    return make
