"""A papermill engine that runs a notebook in a forked copy of this process, with all libraries imported."""

import os
from contextlib import suppress
from multiprocessing import Pipe

from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from bvte.publishing.kernels import FORKED, kernel
from bvte.publishing.kernels.processes import die_with_parent, ended, how
from bvte.publishing.kernels.started import keeping

START_SECONDS = 60


class ForkedEngine(Engine):
    """Papermill's engine of that name; nbclient keeps the books, only the way to the kernel is another."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, execution_timeout=None, seed=0, memory=None, **_):
        """Execute the cells of `nb_man` in a process of their own, in the working folder.

        execution_timeout : seconds a cell may take; seed, memory : see `kernel.serve`.
        Raises CellTimeoutError and DeadKernelError; an error in a cell ends the run as papermill wants it.
        """
        client = ForkedClient(nb_man, kernel_name=kernel_name, timeout=execution_timeout)
        # nbclient writes into a notebook when which cell began, which no two runs share.
        client.record_timing = False
        with keeping(nb_man):
            return client.run(seed, memory)


papermill_engines.register(FORKED, ForkedEngine)


class ForkedClient(PapermillNotebookClient):
    """nbclient's client with a forked kernel at the other end of a pipe."""

    def run(self, seed, memory):
        """The executed notebook."""
        self.reset_execution_trackers()
        with ForkedKernel(seed, memory) as self.forked:
            self.nb.metadata["language_info"] = self.forked.language_info
            self.papermill_execute_cells()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell, cell_index, execution_count=None, store_history=True):
        """Execute one cell; its outputs are in the cell when this returns, also where it raises."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        cell.outputs, self.clear_before_next_output = [], False
        self.forked.send(cell.source)
        reply = self._follow(cell, cell_index)
        run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        return cell

    def _follow(self, cell, cell_index):
        """Take in what the kernel says of a cell until its reply, and return that."""
        limit = self._get_timeout(cell)
        while True:
            channel, message = self.forked.receive(limit)
            if message is None:
                raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", limit, cell)
            if channel == "shell":
                return message
            # It is complete, and says so, before its reply has come.
            with suppress(CellExecutionComplete):
                self.process_message(message, cell, cell_index)


class ForkedKernel:
    """A kernel in a forked process; a context that ends with the process and all that it started."""

    def __init__(self, seed, memory):
        self.pipe, theirs = Pipe()
        self.status, parent = None, os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            self.pipe.close()
            _become_kernel(theirs, seed, memory, parent)
        theirs.close()

    def __enter__(self):
        _, self.language_info = self.receive(START_SECONDS)
        return self

    def __exit__(self, *_):
        self.pipe.close()
        self._end()

    def send(self, source):
        """Give the kernel a cell to execute. Raises DeadKernelError."""
        try:
            self.pipe.send(source)
        except OSError as error:
            raise self._dead() from error

    def receive(self, seconds):
        """The next (channel, message) of the kernel, (None, None) after so many seconds without any.

        Raises DeadKernelError.
        """
        try:
            return self.pipe.recv() if self.pipe.poll(seconds) else (None, None)
        except (EOFError, OSError) as error:
            raise self._dead() from error

    def _dead(self):
        """The error that says how the kernel's process ended."""
        return DeadKernelError(f"Kernel died ({how(self._end())})")

    def _end(self):
        """End the process, if it has not ended; its status."""
        if self.status is None:
            self.status = ended(self.pid)
        return self.status


def _become_kernel(pipe, seed, memory, parent):
    """Go on as the kernel; never returns, whatever happens."""
    try:
        os.setsid()
        die_with_parent(parent)
        kernel.serve(pipe, seed, memory)
    finally:
        os._exit(1)
