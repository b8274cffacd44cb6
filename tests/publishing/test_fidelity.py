"""What a notebook sees and shows in a forked kernel is what plain papermill gives, cell by cell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bvte.evidence.load import load, project_root
from bvte.publishing.report import plan_reports
from bvte.runner.processes import FIXED_ENVIRONMENT

HERE = Path(__file__).parent

# Cells that are hard to run right. Every one may raise: what it says of that must be the same too.
AWKWARD = {
    "mixed streams": "import sys\nprint('a'); print('b', file=sys.stderr); print('c')",
    "stream and display": "from IPython.display import display, HTML\nprint('x'); display(HTML('1'))\n3",
    "table": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "figure left open": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "figure shown midway": "plt.bar([1], [2]); print('before'); plt.show(); print('after')",
    "figure object": "fig, ax = plt.subplots(); ax.plot([3]); fig",
    "backend": "import matplotlib; matplotlib.get_backend(), matplotlib.is_interactive()",
    "cleared": "from IPython.display import clear_output\nprint(1); clear_output(wait=True); print(2)",
    "updated": "handle = display('one', display_id='d'); handle.update('two')",
    "updated later": "handle.update('three')",
    "other types": "from IPython.display import Markdown, Latex\ndisplay(Markdown('**m**'), Latex('$x$'))",
    "shell": "!echo hi",
    "shell to a name": "said = !echo hi\nsaid",
    "shell script": "%%bash\necho one; echo two >&2",
    "captured": "%%capture c\nprint('hidden')",
    "magic": "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\nplt.plot([1]);",
    "history": "_, Out[3] is not None, len(In) > 10",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "asyncio.run": (
        "async def five(): return 5\ncoroutine = five()\ntry: asyncio.run(coroutine)\nfinally: coroutine.close()"
    ),
    "running loop": "asyncio.get_event_loop().is_running()",
    # A started kernel reads it in a thread of its own, which the cell waits for.
    "raw descriptor": "import os, time\n_ = os.write(1, b'raw\\n')\ntime.sleep(2)",
    "child process": (
        "import subprocess, time\ncode = subprocess.run('echo from child', shell=True).returncode\ntime.sleep(2)\ncode"
    ),
    "thread": "import threading\nt = threading.Thread(target=lambda: print('inside')); t.start(); t.join()",
    "forked pool": (
        "import multiprocessing as mp\ndef square(x): return x * x\n"
        "with mp.get_context('fork').Pool(2) as pool: squares = pool.map(square, [1, 2])\nsquares"
    ),
    "warning": "import warnings\nwarnings.warn('careful')",
    "log": "import logging\nlogging.getLogger('q').warning('logged')",
    "exception": "def f(): g()\ndef g(): raise ValueError('Việt')\nf()",
    "syntax": "for",
    "exit": "import sys\nsys.exit(3)",
    "input": "input('name?')",
    "identity": "__name__, '__file__' in dir(), type(get_ipython()).__name__, bool(get_ipython().kernel)",
    "working folder": "os.getcwd() == os.path.realpath('.'), sys.path.index('') > 0, 'beside' in sys.modules",
    "module beside": "import beside; beside.NAME",
    "widget's channel": "import comm\ntype(comm.create_comm(target_name='t')).__name__",
    "interrupt": "import signal; signal.getsignal(signal.SIGINT).__name__",
    "huge output": "print('x' * 3_000_000)",
    "many prints": "for n in range(2000): print(n)",
    "matrix": "import numpy as np\nfloat((np.ones((300, 300)) @ np.ones((300, 300))).sum())",
    "settings": "matplotlib.rcParams['figure.figsize'], os.environ['TZ'], sys.flags.hash_randomization",
    "last": "'alive'",
}


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """Path of the notebook of awkward cells, with a module beside it."""
    folder = tmp_path_factory.mktemp("awkward")
    (folder / "beside.py").write_text("NAME = 'beside'\n")
    tags = {"tags": ["raises-exception"]}
    cells = [nbformat.v4.new_code_cell(source, metadata=dict(tags)) for source in AWKWARD.values()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "awkward.ipynb")
    return folder / "awkward.ipynb"


# Of our kinds those that show most unlike things: tables and charts of a phase, a pack with slides, one area.
TRIED = ("phase_evaluation", "workshop", "area_profile")


@pytest.fixture(scope="module")
def executed(awkward):
    """Path -> cells of both ways, of the awkward notebook and one report of each of some kinds of ours."""
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    own = {report.notebook: report for report in reversed(plan_reports(load("dien-bien"), "dien-bien"))}
    paths = [(project_root() / "notebooks" / f"{name}.ipynb", own[name].values) for name in TRIED]
    asked = json.dumps([(str(path), values) for path, values in [(awkward, {}), *paths]])
    command = [sys.executable, str(HERE / "both_ways.py"), asked]
    # Where pytest runs, ipykernel does not listen to raw descriptors.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment | FIXED_ENVIRONMENT, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {Path(result["path"]).stem: result for result in found}


def test_our_notebooks_are_executed_alike(executed):
    own = {name: result for name, result in executed.items() if name != "awkward"}
    assert set(own) == set(TRIED)
    assert [name for name, result in own.items() if result["forked"] != result["started"]] == []
    assert all(cell["outputs"] for result in own.values() for cell in result["forked"][3:])


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_cell_is_executed_alike(executed, name):
    place = list(AWKWARD).index(name)
    result = executed["awkward"]
    assert result["forked"][place]["source"] == AWKWARD[name]
    assert result["forked"][place] == result["started"][place]


def test_the_awkward_cells_were_executed_at_all(executed):
    cells = executed["awkward"]["forked"]
    assert len(cells) == len(AWKWARD) and cells[-1]["outputs"][0]["data"]["text/plain"] == "'alive'"
    pictures = [o for cell in cells for o in cell["outputs"] if "image/png" in o.get("data", {})]
    assert len(pictures) >= 3
