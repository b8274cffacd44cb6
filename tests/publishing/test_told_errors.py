"""Whatever the code raises is told with its type, its message and its line, and costs one report."""

import os
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bvte.evidence.load import project_root
from bvte.publishing import failure, making
from bvte.publishing.report import Report, ReportTask
from bvte.runner.local import run_in_forks, run_in_pool

from .raising_work import Asked, RaisingWork

PATHS = {**os.environ, "PYTHONPATH": str(project_root())}
WAYS = [run_in_pool]
if hasattr(os, "fork"):
    WAYS.append(run_in_forks)


@pytest.mark.parametrize("way", WAYS)
def test_an_error_costs_its_task_and_says_what_and_where(way):
    tasks = [Asked("good", ""), Asked("bad", "a control character \x07"), Asked("good too", "")]
    results = {result.key: result for result in way(RaisingWork(), tasks, 2)}
    assert [results[key].value for key in ("good", "good too")] == ["made", "made"]
    said = results["bad"].crash
    assert said.startswith("ValueError: a control character \x07 [raising_work.py:")
    assert said.endswith("raise ValueError(task.error)]")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_what_cannot_travel_is_told_too():
    results = {r.key: r for r in run_in_forks(RaisingWork(), [Asked("a", "unsendable"), Asked("b", "")], 2)}
    assert results["a"].crash.startswith("TypeError: it stays here") and results["b"].value == "made"


ENDED_BY_AN_ERROR = """
from bvte.runner.local import run_in_forks
from tests.publishing.raising_work import Asked, RaisingWork

if __name__ == "__main__":
    made = run_in_forks(RaisingWork(), [Asked("a", ""), Asked("b", "")], 1)
    for result in made:
        raise OSError("no place for it")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_an_error_of_whoever_asks_ends_the_warm_process_too(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(ENDED_BY_AN_ERROR)
    ended = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, env=PATHS)
    assert ended.returncode == 1 and "no place for it" in ended.stderr


YEARLY = Report(
    "annual_report", {"year": 2024, "area": "11", "agency": "so", "language": "vi", "data": "dien-bien"}, "Điện Biên"
)


@pytest.fixture
def rendered(monkeypatch):
    """A function that makes the yearly report of a notebook that ran, where one of its forms raises."""

    def render(form, error):
        def raising(article, page):
            raise error

        article = SimpleNamespace(language="vi", about={})
        monkeypatch.setattr(making, "_execute", lambda task, engine: SimpleNamespace(metadata={}))
        monkeypatch.setattr(making, "read_article", lambda *given: article)
        monkeypatch.setattr(making, "report_page", lambda *given: "<html></html>")
        monkeypatch.setitem(making.FORMS, form, raising)
        for other in {"docx", "xlsx", "csv", "datapackage.json", "pdf"} - {form}:
            monkeypatch.setitem(making.FORMS, other, lambda article, page: b"")
        return making.render_report(ReportTask(YEARLY, "notebooks")).failure

    return render


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "pdf"])
@pytest.mark.parametrize(
    "error",
    [
        ValueError("exceeded 255 char limit for property, got:\n\n'Chương trình…'"),
        ValueError("All strings must be XML compatible: Unicode or ASCII, no NULL bytes or control characters"),
        ModuleNotFoundError("No module named 'docx'"),
        IndexError("Replacement index 3 out of range for positional args tuple"),
        MemoryError(),
    ],
)
def test_an_error_of_a_form_names_the_file_and_the_line(rendered, form, error):
    told = rendered(form, error)
    assert (told.kind, told.place) == ("form", f"annual_report-2024.vi.{form}")
    assert told.said.startswith(f"{type(error).__name__}: {error}"[:100])
    assert told.said.endswith("raise error]")
    line = failure.failure_line(YEARLY, told)
    assert type(error).__name__ in line and "[exit 0]" not in line


def test_an_error_beside_the_forms_is_told_as_well(monkeypatch):
    def execute(task, engine):
        raise KeyError("no_such_text")

    monkeypatch.setattr(making, "_execute", execute)
    told = making.render_report(ReportTask(replace(YEARLY), "notebooks")).failure
    assert told.kind == "code" and told.said.startswith("KeyError: 'no_such_text' [test_told_errors.py:")


def test_a_brace_in_the_name_of_the_temporary_folder_is_no_parameter(notebook_of, tmp_path, monkeypatch):
    import tempfile

    from bvte.runner.notebook import execute_notebook

    (tmp_path / "a{3}b{x}").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "a{3}b{x}"))
    assert execute_notebook(notebook_of("1 + 1"), {"language": "vi"}).cells[-1].outputs


def test_a_long_message_is_cut():
    from bvte.runner.processes import LONGEST_SAID, name_error

    said = name_error(ValueError("x" * 10_000))
    assert len(said) < LONGEST_SAID + 100 and said.endswith("…")
