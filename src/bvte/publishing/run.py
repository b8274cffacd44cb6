"""Run one notebook with its parameters, from start to end or not at all."""

import tempfile
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from bvte.publishing.kernels import STARTED, started  # noqa: F401, registers the engine

# What the last cell shows: a notebook that ended before, or whose kernel is dead, cannot show it.
DONE = "done"


class RunError(Exception):
    """A notebook that did not run to its end.

    kind : "cell" (it raised), "memory", "time", "killed" or "stopped"; said : what Python or the system said;
    notebook : as far as it came, as JSON text.
    """

    def __init__(self, kind, said, notebook):
        # All as arguments, so that the error can travel from a worker process.
        super().__init__(kind, said, notebook)
        self.kind, self.said, self.notebook = kind, said, notebook

    @property
    def cells(self):
        """The cells as far as the run came."""
        return nbformat.reads(self.notebook, as_version=4).cells

    @property
    def cell(self):
        """The last cell that began, None where none did."""
        return next((cell for cell in reversed(self.cells) if cell.get("execution_count")), None)

    def __str__(self):
        return f"{self.kind}: {self.said}"


def execute(notebook, values, engine=STARTED, seconds=300, seed=0, memory=None):
    """The executed notebook with every cell run, for these parameter values. Raises RunError.

    engine : name of a papermill engine; seconds : limit of a cell; seed, memory : see `kernels.kernel.serve`.
    """
    notebook = Path(notebook)
    source = nbformat.read(notebook, as_version=4)
    source.cells.append(nbformat.v4.new_code_cell(repr(DONE), id=DONE, metadata={"tags": [DONE]}))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run.ipynb"
        options = {"engine_name": engine, "execution_timeout": seconds, "seed": seed, "memory": memory}
        try:
            executed = _papermill(source, output, notebook, values, options)
        except PapermillExecutionError as error:
            raise _raised(error, output.read_text(encoding="utf-8")) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise _ended(error) from error
    return _without_mark(executed)


def _papermill(source, output, notebook, values, options):
    """One papermill run; the kernel starts in the notebook's folder, as in JupyterLab and nbval."""
    return papermill.execute_notebook(
        source,
        str(output),
        parameters=values,
        kernel_name="python3",
        language="python",
        cwd=str(notebook.parent),
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        **options,
    )


def _raised(error, notebook):
    """The RunError of a cell that raised."""
    kind = "memory" if error.ename == "MemoryError" else "cell"
    return RunError(kind, f"{error.ename}: {error.evalue}".strip(), notebook)


def _ended(error):
    """The RunError of a run that was ended from outside."""
    kind = "time" if isinstance(error, CellTimeoutError) else "killed"
    return RunError(kind, "" if kind == "time" else str(error), nbformat.writes(error.notebook))


def _without_mark(executed):
    """The notebook without its last cell. Raises RunError where that cell did not show its mark."""
    *cells, mark = executed.cells
    if [output.get("data", {}).get("text/plain") for output in mark.outputs] != [repr(DONE)]:
        raise RunError("stopped", "", nbformat.writes(executed))
    executed.cells = cells
    return executed
