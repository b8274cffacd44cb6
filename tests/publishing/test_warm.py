"""The hazards of a warm process that forks: threads, shared random states, what a report leaves behind."""

import ast
import subprocess
import sys
import threading
from inspect import signature

import nbformat
import pytest
import seaborn

from bvte.evidence.load import project_root
from bvte.presentation.document import MIME_TYPE
from bvte.publishing import quality
from bvte.publishing.report import ReportTask
from bvte.runner.processes import fixed_environment

from .conftest import report_of

# What a report may change of the process that it runs in; each line of it must be new to the next report.
STATE = """
import builtins, locale, os, random, sys, warnings
import matplotlib, matplotlib.pyplot as plt, numpy, pandas
(
    [name for name in globals() if name.startswith("my_")], hasattr(builtins, "my_builtin"),
    matplotlib.rcParams["figure.dpi"], plt.get_fignums(), os.environ.get("MY"), os.getcwd(),
    random.random(), numpy.random.rand(), locale.setlocale(locale.LC_ALL), len(warnings.filters),
    pandas.get_option("display.max_rows"), "my_module" in sys.modules, sys.getrecursionlimit(), os.umask(18),
)
"""
MESS = """
import builtins, locale, os, random, sys, types, warnings
import matplotlib, matplotlib.pyplot as plt, numpy, pandas
my_name = builtins.my_builtin = 1
matplotlib.rcParams["figure.dpi"] = 7
plt.figure()
os.environ["MY"] = "x"
os.chdir("/")
random.seed(1), numpy.random.seed(1), random.random()
locale.setlocale(locale.LC_ALL, "C")
warnings.simplefilter("ignore")
pandas.set_option("display.max_rows", 3)
sys.modules["my_module"] = types.ModuleType("my_module")
sys.setrecursionlimit(2000)
os.umask(0)
"""


def shown(outcome, cell=-1):
    """The plain text that a cell showed. Such a report is refused; its notebook comes with the refusal."""
    cells = nbformat.reads(outcome.failure.notebook, as_version=4).cells
    return cells[cell].outputs[-1].data["text/plain"]


def test_no_state_leaks_from_one_report_to_the_next(outcome_of):
    before = shown(outcome_of(STATE))
    messy = outcome_of(MESS, STATE)
    assert shown(messy) != before
    assert shown(outcome_of(STATE)) == before


def test_random_states_differ_between_reports_and_repeat_for_each(warm, notebook_of):
    source = "import random, numpy\nrandom.random(), numpy.random.rand()"
    folder = str(notebook_of(source, name="evidence_review").parent)
    reports = [report_of(), report_of(language="en"), report_of()]
    warm.send([ReportTask(report, folder) for report in reports])
    found = sorted((result.key, shown(result.value)) for result in (warm.recv() for _ in reports))
    english, *vietnamese = [text for _, text in found]
    assert vietnamese[0] == vietnamese[1] != english


def test_a_report_has_a_process_of_its_own(outcome_of):
    found = {shown(outcome_of("import os; os.getpid()")) for _ in range(3)}
    assert len(found) == 3


def test_a_thread_before_the_first_fork_is_refused():
    from bvte.runner.fork_server import require_one_thread

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(RuntimeError, match="threads before the first fork"):
            require_one_thread()
    finally:
        stop.set()
        thread.join()


def test_warming_up_leaves_one_thread_and_no_figure_and_keeps_the_settings():
    script = (
        "import matplotlib\nbefore = matplotlib.rcParams.copy()\n"
        "from bvte.publishing.preload import warm_up\nwarm_up()\n"
        "from bvte.runner.fork_server import require_one_thread\nrequire_one_thread()\n"
        "import matplotlib.pyplot as plt\n"
        "print(plt.get_fignums(), before == matplotlib.rcParams)"
    )
    with fixed_environment():
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"


def test_a_figure_that_is_lost_is_missed():
    cell = nbformat.v4.new_code_cell("plot()", metadata={"tags": ["shows-figure"]})
    figure = nbformat.v4.new_output("execute_result", {"text/plain": "<Figure size 640x480 with 1 Axes>"})
    executed = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[])])
    executed.cells.append(replace_outputs(cell, [figure]))
    assert quality.missing_exhibits(executed) == [
        "the cell “1” does not declare what it shows (shows-text, shows-table, shows-figure)",
        "the cell “plot()” shows no figure",
        "the cell “plot()” shows what is no part of a page, only plain text or a frame",
    ]
    drawn = nbformat.v4.new_output("display_data", {MIME_TYPE: {"kind": "figure"}})
    executed.cells = [replace_outputs(cell, [drawn])]
    assert quality.missing_exhibits(executed) == []


def replace_outputs(cell, outputs):
    cell = nbformat.from_dict(dict(cell))
    cell.outputs = outputs
    return cell


def test_every_cell_of_our_notebooks_declares_what_it_shows():
    for path in (project_root() / "notebooks").glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            tags = set(cell.metadata.get("tags", ()))
            if cell.cell_type == "code" and not {"parameters", "setup", "for-researchers"} & tags:
                assert set(quality.KINDS) & tags, f"{path.name}: {cell.source}"


def test_no_chart_of_ours_has_error_bars_that_differ_from_run_to_run():
    # Seaborn's default is a bootstrap without seed: whoever draws with it here must say errorbar= or seed=.
    for path in (project_root() / "src").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(call.func).partition("sns.")[2] if isinstance(call, ast.Call) else ""
            if name and "errorbar" in signature(getattr(seaborn, name)).parameters:
                asked = {k.arg for k in call.keywords}
                assert {"errorbar", "seed"} & asked, f"{path.name}: {ast.unparse(call)}"


# What only other parts of .venv bring: JupyterLab, the methods that no report calls, clusters, tests.
ELSEWHERE = ("jupyterlab", "ipywidgets", "statsmodels", "distributed", "dask", "pytest", "nbval", "playwright")
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({names!r}))  # their import fails
from bvte.publishing import preload
from bvte.publishing.forms.catalogue import MADE_BY, import_forms
preload.warm_up()
import_forms(list(MADE_BY))
"""


def test_reports_need_only_the_packages_of_their_own_lock():
    subprocess.run([sys.executable, "-c", WITHOUT.format(names=ELSEWHERE)], check=True, timeout=120)
