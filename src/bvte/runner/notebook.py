"""Run one notebook with its parameters, from start to end or not at all."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from bvte.runner import STARTED
from bvte.runner.bounds import OutputLimitError
from bvte.runner.engines import register_engine

# What the last cell shows: a notebook that ended before, or whose kernel is dead, cannot show it.
DONE = "done"
# Metadata of an executed notebook: what our cell after the last printed.
TOLD = "told"


class RunError(Exception):
    """A notebook that did not run to its end.

    kind : "cell" (it raised), "memory", "time", "output", "killed" or "stopped"; said : what Python or the system said;
    notebook : as far as it came, as JSON text.
    """

    def __init__(self, kind: str, said: str, notebook: str):
        # All as arguments, so that the error can travel from a worker process.
        super().__init__(kind, said, notebook)
        self.kind, self.said, self.notebook = kind, said, notebook

    @property
    def cells(self) -> list[NotebookNode]:
        """The cells as far as the run came."""
        return nbformat.reads(self.notebook, as_version=4).cells

    @property
    def cell(self) -> NotebookNode | None:
        """The last cell that began, None where none did."""
        return next((cell for cell in reversed(self.cells) if cell.get("execution_count")), None)

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"


def read_notebook(path: Path) -> NotebookNode:
    """A notebook as it stands."""
    return nbformat.read(path, as_version=4)


def execute_notebook(
    notebook: str | Path,
    values: Mapping[str, object],
    engine: str = STARTED,
    seconds: float = 300,
    seed: int = 0,
    memory: int | None = None,
    first: str = "",
    last: str = "",
    read: Callable[[Path], NotebookNode] = read_notebook,
) -> NotebookNode:
    """The executed notebook with every cell run, for these parameter values.

    engine : STARTED or FORKED; seconds : limit of a cell; seed, memory : see `kernel.serve_cells`;
    first, last : code for the kernel before the first cell and after the last, which are not in the notebook
    afterwards; what `last` prints is its metadata `TOLD`; read : how the notebook is read.
    Raises RunError.
    """
    register_engine(engine)
    notebook = Path(notebook)
    source = read(notebook)
    around = [_hidden_cell(first)] if first else [], [_hidden_cell(last), _hidden_cell(repr(DONE))]
    source.cells = [*around[0], *source.cells, *around[1]]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run.ipynb"
        options = {"engine_name": engine, "execution_timeout": seconds, "seed": seed, "memory": memory}
        try:
            executed = _run_papermill(source, output, notebook, values, options)
        except PapermillExecutionError as error:
            raise _raised_error(error, output.read_text(encoding="utf-8")) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise _ended_error(error) from error
    return _without_hidden(executed)


def _hidden_cell(source: str) -> NotebookNode:
    """A cell of ours that a reader of the notebook does not see."""
    return nbformat.v4.new_code_cell(source, metadata={"tags": [DONE]})


def _run_papermill(
    source: NotebookNode, output: Path, notebook: Path, values: Mapping[str, object], options: dict[str, object]
) -> NotebookNode:
    """One papermill run; the kernel starts in the notebook's folder, as in JupyterLab and nbval."""
    return papermill.execute_notebook(
        source,
        # Papermill fills parameters into the path: braces in the name of a folder are none.
        str(output).replace("{", "{{").replace("}", "}}"),
        parameters=values,
        kernel_name="python3",
        language="python",
        cwd=str(notebook.parent),
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        **options,
    )


def _raised_error(error: PapermillExecutionError, notebook: str) -> RunError:
    """The RunError of a cell that raised."""
    kind = "memory" if error.ename == "MemoryError" else "cell"
    return RunError(kind, f"{error.ename}: {error.evalue}".strip(), notebook)


def _ended_error(error: CellTimeoutError | DeadKernelError) -> RunError:
    """The RunError of a run that was ended from outside."""
    kind = (
        "time" if isinstance(error, CellTimeoutError) else "output" if isinstance(error, OutputLimitError) else "killed"
    )
    return RunError(kind, "" if kind == "time" else str(error), nbformat.writes(error.notebook))


def _without_hidden(executed: NotebookNode) -> NotebookNode:
    """The notebook without our cells. Raises RunError where the last of them did not show its mark."""
    mark = executed.cells[-1]
    if [output.get("data", {}).get("text/plain") for output in mark.outputs] != [repr(DONE)]:
        raise RunError("stopped", "", nbformat.writes(executed))
    executed.metadata[TOLD] = "".join(output.get("text", "") for output in executed.cells[-2].outputs)
    executed.cells = [cell for cell in executed.cells if DONE not in cell.metadata.get("tags", ())]
    return executed
