"""A cell has one deadline, whatever it prints, and a bound on what it prints: in a started and in a forked kernel."""

import json
import os
import subprocess
import sys
import time

import nbformat
import pytest

SCRIPT = """
import json, resource, sys
from bvte.runner.notebook import execute_notebook, RunError
import matplotlib.pyplot
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    execute_notebook(sys.argv[1], {"language": "vi"}, sys.argv[2], seconds=float(sys.argv[3]))
except RunError as error:
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps([error.kind, error.cell and error.cell.source, grown, error.notebook]))
"""
WAYS = ["started", "forked"]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
ENDLESS = {
    "a line": "import time\nwhile True:\n    print('x', flush=True); time.sleep(0.02)",
    "without a pause": "while True: print('x')",
    "shown": "import time\nwhile True:\n    display('x'); time.sleep(0.02)",
}
TOO_MUCH = {
    "one text": "print('x' * 2**26)",
    "many texts": "for _ in range(2**16): print('x' * 2**10)",
    "one picture": "display({'image/png': 'x' * 2**26}, raw=True)",
    "empty without end": "from IPython.display import clear_output\nwhile True: clear_output()",
}


def ended(notebook, way, seconds=2):
    """How the run of a notebook ended, its seconds, and the megabytes by which the maker grew."""
    started = time.monotonic()
    command = [sys.executable, "-c", SCRIPT, notebook, way, str(seconds)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    kind, source, grown, kept = json.loads(printed)
    return kind, source, time.monotonic() - started, grown / 1024, nbformat.reads(kept, as_version=4)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ENDLESS)
def test_what_a_cell_prints_does_not_move_its_deadline(notebook_of, way, name):
    kind, source, seconds, grown, _ = ended(notebook_of("1 + 1", ENDLESS[name]), way)
    assert source == ENDLESS[name]
    # Without a pause it may say too much before its time is over.
    assert kind == "time" or (kind == "output" and name == "without a pause")
    assert seconds < 40 and grown < 300


@pytest.mark.parametrize(("name", "way"), [("many texts", "started"), *((name, "forked") for name in TOO_MUCH)])
def test_a_cell_that_says_too_much_is_ended_and_what_is_kept_is_short(notebook_of, way, name):
    endless = "without end" in name
    # A busy machine takes seconds to print what is too much; what has no end is stopped by either bound.
    kind, source, seconds, grown, kept = ended(notebook_of("1 + 1", TOO_MUCH[name]), way, 2 if endless else 30)
    assert source == TOO_MUCH[name]
    assert kind == "output" or (kind == "time" and endless)
    assert seconds < 40 and grown < 600
    assert len(nbformat.writes(kept)) < 200_000


def test_what_a_child_process_prints_without_end_fills_no_disk(notebook_of):
    kind, _, seconds, grown, _ = ended(notebook_of("import subprocess; subprocess.run(['yes'])"), "forked")
    assert kind in ("time", "output") and seconds < 40 and grown < 300


def test_what_a_report_says_is_far_below_the_bound(notebook_of):
    from bvte.runner.notebook import execute_notebook

    executed = execute_notebook(notebook_of("print('x' * 2**20)"), {"language": "vi"})
    assert executed.cells[-1].outputs[0].text == "x" * 2**20 + "\n"
