import os
import subprocess
import sys
from pathlib import Path

import pytest

from bvte.publishing.run import RunError, execute


def test_a_failing_cell_is_named(notebook_of):
    with pytest.raises(RunError) as failure:
        execute(notebook_of("1 + 1", "1 / 0"), {"language": "vi"})
    assert str(failure.value) == "phase_evaluation, cell 4 (1 / 0): ZeroDivisionError: division by zero"


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "import sys; sys.exit(0)"])
def test_a_notebook_that_ends_itself_is_no_success(notebook_of, end):
    with pytest.raises(RunError, match=r"^phase_evaluation"):
        execute(notebook_of(end, "1 + 1"), {"language": "vi"})


def test_a_cell_has_minutes_not_hours(notebook_of, monkeypatch):
    monkeypatch.setattr("bvte.publishing.run.CELL_SECONDS", 2)
    with pytest.raises(RunError, match="timed out"):
        execute(notebook_of("while True: pass"), {"language": "vi"})


def test_the_kernel_is_the_same_everywhere_and_quiet(notebook_of, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    notebook = notebook_of("import os; print(os.environ['PYTHONHASHSEED'], os.path.basename(os.getcwd()))")
    outputs = execute(notebook, {"language": "vi"}).cells[-1].outputs
    assert [(output.name, output.text) for output in outputs] == [("stdout", "0 notebooks\n")]
    assert (dict(os.environ), Path.cwd()) == (before, tmp_path)


def test_the_slow_grammar_package_stays_out():
    script = "import bvte.publishing.page, bvte.publishing.run, sys; print(sys.modules['rfc3987_syntax'])"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "None"
