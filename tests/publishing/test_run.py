"""A notebook runs from start to end, or is no success: in a started kernel and in a forked one alike."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bvte.runner.notebook import RunError, execute_notebook


def test_a_failing_cell_is_named(notebook_of):
    with pytest.raises(RunError) as failure:
        execute_notebook(notebook_of("1 + 1", "1 / 0", "2 + 2"), {"language": "vi"})
    assert (failure.value.kind, failure.value.said) == ("cell", "ZeroDivisionError: division by zero")
    assert failure.value.cell.source == "1 / 0"


@pytest.mark.parametrize(
    ("end", "kind"), [("import os; os._exit(0)", "killed"), ("import sys; sys.exit(0)", "stopped")]
)
def test_a_notebook_that_ends_itself_is_no_success(notebook_of, end, kind):
    with pytest.raises(RunError) as failure:
        execute_notebook(notebook_of("1 + 1", end), {"language": "vi"})
    assert failure.value.kind == kind
    assert failure.value.cells


def test_a_cell_has_a_limit_and_what_ran_before_it_is_kept(notebook_of):
    with pytest.raises(RunError) as failure:
        execute_notebook(notebook_of("1 + 1", "while True: pass"), {"language": "vi"}, seconds=2)
    assert failure.value.kind == "time"
    ran = [cell for cell in failure.value.cells if cell.source == "1 + 1"]
    assert ran[0].outputs[0].data["text/plain"] == "2"


def test_a_run_leaves_environment_and_folder_as_they_were(notebook_of, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    notebook = notebook_of("import os; print(os.path.basename(os.getcwd()))")
    outputs = execute_notebook(notebook, {"language": "vi"}).cells[-1].outputs
    assert [(output.name, output.text) for output in outputs] == [("stdout", "notebooks\n")]
    assert (dict(os.environ), Path.cwd()) == (before, tmp_path)


def test_the_mark_of_the_end_is_not_in_the_notebook(notebook_of):
    executed = execute_notebook(notebook_of("'done'"), {"language": "vi"})
    assert [cell.source for cell in executed.cells][-1] == "'done'"
    assert sum("done" in cell.metadata.get("tags", ()) for cell in executed.cells) == 0


@pytest.mark.parametrize(
    ("context", "left_out"), [("contextlib.nullcontext", False), ("processes.slow_grammars_left_out", True)]
)
def test_the_slow_grammar_package_stays_out_only_where_it_is_asked_to(context, left_out):
    script = (
        "import contextlib, sys\nfrom bvte.runner import processes\n"
        f"with {context}():\n    import bvte.publishing.page, bvte.runner.notebook, jsonschema\n"
        "print('rfc3987_syntax' not in sys.modules)\nimport rfc3987_syntax"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == str(left_out)


@pytest.mark.parametrize(
    ("sources", "kind", "said", "place"),
    [
        (["1 + 1", "1 / 0"], "cell", "ZeroDivisionError: division by zero", "1 / 0"),
        (["import os; os._exit(0)", "1"], "killed", "Kernel died (exit 0)", "import os; os._exit(0)"),
        (["import ctypes; ctypes.string_at(0)"], "killed", "Kernel died (SIGSEGV)", "import ctypes"),
        (["import os, signal; os.kill(os.getpid(), 9)"], "killed", "Kernel died (SIGKILL)", "import os"),
        (["import sys; sys.exit(0)", "1"], "stopped", "", "import sys; sys.exit(0)"),
        (["raise MemoryError"], "memory", "MemoryError: ", "raise MemoryError"),
    ],
)
def test_a_forked_run_that_does_not_end_well_is_told_apart(outcome_of, sources, kind, said, place):
    failure = outcome_of(*sources).failure
    assert (failure.kind, failure.said.strip()) == (kind, said.strip())
    assert failure.place.startswith(place)
    assert nbformat.reads(failure.notebook, as_version=4).cells


def test_a_notebook_that_wants_too_much_memory_fails_alone(outcome_of):
    failure = outcome_of("x = bytearray(3 * 2**30)", memory=2 * 2**30).failure
    assert (failure.kind, failure.place) == ("memory", "x = bytearray(3 * 2**30)")
    assert outcome_of("1").failure.kind == "page"


def test_a_forked_cell_has_a_limit(notebook_of):
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    notebook = notebook_of("import ctypes; ctypes.CDLL(None).sleep(600)")
    script = (
        "import sys; from bvte.runner.notebook import execute_notebook, RunError\n"
        "import matplotlib.pyplot\n"
        "try: execute_notebook(sys.argv[1], {'language': 'vi'}, 'forked', seconds=1)\n"
        "except RunError as error: print(error.kind, error.cell.source)"
    )
    command = [sys.executable, "-c", script, notebook]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert printed.stdout.strip() == "time import ctypes; ctypes.CDLL(None).sleep(600)"
