"""Run one notebook with its parameters, from start to end or not at all."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

CELL_SECONDS = 300

# What would make two runs of the same inputs differ: order of sets, dates in files, rounding of threads.
SAME_EVERYWHERE = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1"}


class RunError(Exception):
    """A notebook that did not run to its end: which one, at which cell, and what was said."""

    def __init__(self, notebook, cell, message):
        # All three as arguments, so that the error can travel from a worker process.
        super().__init__(notebook, cell, message)
        self.notebook, self.cell, self.message = notebook, cell, message

    def __str__(self):
        where = f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook
        return f"{where}: {self.message}"


def execute(notebook, values):
    """The executed notebook with every cell run, for these parameter values. Raises RunError."""
    notebook = Path(notebook)
    with tempfile.TemporaryDirectory() as folder, _environment(SAME_EVERYWHERE):
        try:
            executed = _papermill(notebook, Path(folder) / "run.ipynb", values)
        except PapermillExecutionError as error:
            raise _failed(notebook, error) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise RunError(notebook.stem, None, str(error).splitlines()[0]) from error
    _require_every_cell(notebook, executed)
    return executed


def _papermill(notebook, output, values):
    """One papermill run; the kernel starts in the notebook's folder, as in JupyterLab and nbval."""
    return papermill.execute_notebook(
        str(notebook),
        str(output),
        parameters=values,
        kernel_name="python3",
        language="python",
        cwd=str(notebook.parent),
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        execution_timeout=CELL_SECONDS,
        # A finished kernel has nothing to save; the polite way takes half a second more.
        shutdown_kernel="immediate",
        # Without it the kernel warns, at each start, that its local connection is not encrypted.
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )


@contextmanager
def _environment(variables):
    """Let the kernel inherit these variables, and only the kernel."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


def _failed(notebook, error):
    """The RunError of a cell that raised."""
    first_line = error.source.strip().splitlines()[0]
    message = f"{error.ename}: {error.evalue}".strip()
    return RunError(notebook.stem, f"{error.exec_count} ({first_line})", message)


def _require_every_cell(notebook, executed):
    """Raise RunError where a cell was never reached: a notebook that ends itself looks like a success."""
    for cell in executed.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            first_line = cell.source.strip().splitlines()[0]
            raise RunError(notebook.stem, first_line, "the notebook stopped before this cell")
