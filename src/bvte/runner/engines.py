"""Papermill engines: a kernel started for a run, and one forked from this process with its libraries."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from time import monotonic
from typing import NoReturn

from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

from bvte.runner import FORKED, STARTED
from bvte.runner.bounds import BoundedClient, OutputLimitError, cut_outputs
from bvte.runner.processes import die_with_parent, end_process, name_exit

START_SECONDS = 60
# In place of a channel: the cell has said more than it may, and its kernel says no more.
TOO_MUCH = "too much"
STARTED_OPTIONS = {
    # A finished kernel has nothing to save; the polite way takes half a second more.
    "shutdown_kernel": "immediate",
    # Without it the kernel warns, at each start, that its local connection is not encrypted.
    "config": Config({"KernelManager": {"transport_encryption": "auto"}}),
}


def register_engine(name: str) -> None:
    """Let papermill know the engine of that name, STARTED or FORKED, and import what it runs on."""
    if name == FORKED:
        from bvte.runner import kernel  # noqa: F401, not every system has what it needs
    papermill_engines.register(name, ENGINES[name])


@contextmanager
def keep_notebook(nb_man: NotebookExecutionManager) -> Iterator[None]:
    """Let an error that ends an engine carry the notebook as far as it came: papermill would lose it."""
    try:
        yield
    except (CellTimeoutError, DeadKernelError) as error:
        if isinstance(error, OutputLimitError):
            for cell in (cell for cell in nb_man.nb.cells if cell.cell_type == "code"):
                cut_outputs(cell)
        error.notebook = nb_man.nb
        raise


class StartedEngine(Engine):
    """Papermill's own way, a kernel started for the run: any system has it, any notebook fits it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, execution_timeout: float | None = None, **_: object
    ) -> NotebookNode:
        """Execute the cells as papermill does. A kernel of its own needs no seed and is given no limit of memory.

        execution_timeout : seconds a cell may take. Raises CellTimeoutError and DeadKernelError.
        """
        options = {"kernel_name": kernel_name, "timeout": execution_timeout, "startup_timeout": START_SECONDS}
        with keep_notebook(nb_man):
            return BoundedClient(nb_man, **options, **STARTED_OPTIONS).execute()


class ForkedEngine(Engine):
    """Papermill's engine of that name; nbclient keeps the books, only the way to the kernel is another."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        seed: int = 0,
        memory: int | None = None,
        **_: object,
    ) -> NotebookNode:
        """Execute the cells of `nb_man` in a process of their own, in the working folder.

        execution_timeout : seconds a cell may take; seed, memory : see `kernel.serve_cells`.
        Raises CellTimeoutError and DeadKernelError; an error in a cell ends the run as papermill wants it.
        """
        client = ForkedClient(nb_man, kernel_name=kernel_name, timeout=execution_timeout)
        # nbclient writes into a notebook when which cell began, which no two runs share.
        client.record_timing = False
        with keep_notebook(nb_man):
            return client.run(seed, memory)


class ForkedClient(PapermillNotebookClient):
    """nbclient's client with a forked kernel at the other end of a pipe."""

    def run(self, seed: int, memory: int | None) -> NotebookNode:
        """The executed notebook."""
        self.reset_execution_trackers()
        with ForkedKernel(seed, memory) as self.forked:
            self.nb.metadata["language_info"] = self.forked.language_info
            self.papermill_execute_cells()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        """Execute one cell; its outputs are in the cell when this returns, also where it raises."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        cell.outputs, self.clear_before_next_output = [], False
        self.forked.send(cell.source)
        reply = self._follow_cell(cell, cell_index)
        run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        return cell

    def _follow_cell(self, cell: NotebookNode, cell_index: int) -> dict[str, object]:
        """Take in what the kernel says of a cell until its reply, and return that."""
        limit = self._get_timeout(cell)
        deadline = monotonic() + limit if limit else None
        while True:
            left = max(0, deadline - monotonic()) if deadline else None
            # Where there is always a message, nothing but the clock ends it.
            channel, message = self.forked.receive(left) if left != 0 else (None, None)
            if channel == TOO_MUCH:
                raise OutputLimitError
            if message is None:
                raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", limit, cell)
            if channel == "shell":
                return message
            # It is complete, and says so, before its reply has come.
            with suppress(CellExecutionComplete):
                self.process_message(message, cell, cell_index)


class ForkedKernel:
    """A kernel in a forked process; a context that ends with the process and all that it started."""

    def __init__(self, seed: int, memory: int | None):
        self.pipe, theirs = Pipe()
        self.status: int | None = None
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            self.pipe.close()
            _become_kernel(theirs, seed, memory, parent)
        theirs.close()

    def __enter__(self) -> "ForkedKernel":
        _, self.language_info = self.receive(START_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self.pipe.close()
        self._end_process()

    def send(self, source: str) -> None:
        """Give the kernel a cell to execute. Raises DeadKernelError."""
        try:
            self.pipe.send(source)
        except OSError as error:
            raise self._death_error() from error

    def receive(self, seconds: float | None) -> tuple[str, dict[str, object] | None] | tuple[None, None]:
        """The next (channel, message) of the kernel, (None, None) after so many seconds without any.

        Raises DeadKernelError.
        """
        try:
            return self.pipe.recv() if self.pipe.poll(seconds) else (None, None)
        except (EOFError, OSError) as error:
            raise self._death_error() from error

    def _death_error(self) -> DeadKernelError:
        """The error that says how the kernel's process ended."""
        return DeadKernelError(f"Kernel died ({name_exit(self._end_process())})")

    def _end_process(self) -> int:
        """End the process, if it has not ended; its status."""
        if self.status is None:
            self.status = end_process(self.pid)
        return self.status


def _become_kernel(pipe: Connection, seed: int, memory: int | None, parent: int) -> NoReturn:
    """Go on as the kernel, whatever happens."""
    from bvte.runner import kernel  # imported when the engine was registered

    try:
        os.setsid()
        die_with_parent(parent)
        kernel.serve_cells(pipe, seed, memory)
    finally:
        os._exit(1)


ENGINES = {STARTED: StartedEngine, FORKED: ForkedEngine}
