"""The notebook's side of a forked kernel: ipykernel's own kernel and shell, a pipe in place of sockets."""

import asyncio
import os
import random
import resource
import signal
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from ipykernel import eventloops, zmqshell
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.iostream import IOPubThread, OutStream
from traitlets import Any, default
from traitlets.config import Config

from bvte.runner.bounds import MOST_SAID, SaidCount
from bvte.runner.engines import TOO_MUCH

# A kernel of its own keeps a history file and a thread that writes it; a report has no use for either.
NO_HISTORY = Config({"HistoryManager": {"enabled": False}})

# Columns of a frame that pandas shows in a notebook unless it is told otherwise.
NOTEBOOK_COLUMNS = 20
# Bytes of a file that a cell or what it starts may write: what goes past `sys.stdout` is in one until the cell ends.
LARGEST_FILE = 2**30


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """ipykernel's shell, under its name, by which libraries know that they are in a notebook."""

    def enable_gui(self, gui: str | None = None) -> None:
        """As there, for this kernel: it would look for an application, and none runs here."""
        eventloops.enable_gui(gui, kernel=self.kernel)


class PipeKernel(InProcessKernel):
    """ipykernel's kernel; what it says of a running cell goes down the pipe as (channel, message)."""

    pipe = Any()
    said = Any()
    # There are no threads here; a cell with `await` asks in which one it is, even without subshells.
    _supports_kernel_subshells = False
    shell_channel_thread = SimpleNamespace(parent_thread=None)

    @default("iopub_thread")
    def _unstarted_iopub_thread(self) -> IOPubThread:
        # Never started: without the thread every message is sent at once, and a fork meets no lock.
        return IOPubThread(self._underlying_iopub_socket, session=self.session)

    @default("stdout")
    def _make_stdout(self) -> "PipeStream":
        return PipeStream(self, "stdout", 1)

    @default("stderr")
    def _make_stderr(self) -> "PipeStream":
        return PipeStream(self, "stderr", 2)

    def _io_dispatch(self, change: object) -> None:
        self._pass_on("iopub", self.iopub_thread.socket)

    def _pass_on(self, channel: str, socket: object) -> None:
        _, message = self.session.recv(socket, copy=False)
        message["buffers"] = [bytes(buffer) for buffer in message["buffers"]]
        # Here and not where it arrives: what is never sent fills no other process.
        if self.said.is_exceeded_by(message):
            self.pipe.send((TOO_MUCH, None))
            os._exit(1)
        self.pipe.send((channel, message))

    def run_cell(self, source: str, loop: asyncio.AbstractEventLoop) -> None:
        """Execute one cell; its messages and last its reply are on the pipe when this returns."""
        self.said = SaidCount()
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        self.session.send(self.shell_stream, self.session.msg("execute_request", content))
        # Inside a running loop, as in a started kernel: `await` works in a cell and `asyncio.run` does not.
        loop.run_until_complete(self.dispatch_shell(self.shell_stream.recv_multipart()))
        self._pass_on("shell", self.shell_stream)


def serve_cells(pipe: Connection, seed: int, memory: int | None) -> NoReturn:
    """Execute the cells that come down the pipe, in the working folder, until it closes.

    seed : whole number below 2**32 for the random states, which all forks would otherwise share.
    memory : bytes of address space that this process may take, None for no limit.
    """
    _limit_memory(memory)
    _seed_random(seed)
    kernel = PipeKernel(pipe=pipe, shell_class=ZMQInteractiveShell, config=NO_HISTORY)
    _prepare_kernel(kernel)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    pipe.send(("info", kernel.language_info))
    while True:
        try:
            source = pipe.recv()
        except EOFError:
            os._exit(0)
        kernel.run_cell(source, loop)


def _limit_memory(memory: int | None) -> None:
    """Bound the address space and the files, so that a notebook out of hand fails alone and not the machine."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _seed_random(seed: int) -> None:
    """Random states of this run alone, and the same at every run of it."""
    import numpy

    random.seed(seed)
    numpy.random.seed(seed)


def _prepare_kernel(kernel: PipeKernel) -> None:
    """What a kernel started by Jupyter does between its first breath and the first cell."""
    from matplotlib_inline import backend_inline

    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["ipykernel_launcher.py"]
    sys.path[:] = search_path(sys.path)
    # pyplot came before the shell here, so that the shell would never hear of a figure left open.
    backend_inline._enable_matplotlib_integration()
    if "pandas" in sys.modules:
        # At its import it took this process for a terminal, to whose width it would cut a frame as text.
        sys.modules["pandas"].set_option("display.max_columns", NOTEBOOK_COLUMNS)


def search_path(path: list[str]) -> list[str]:
    """Where a kernel looks for modules: not beside the program, but in its working folder.

    path : that of this process, which holds the folder of the program or command that started it.
    """
    named = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    own = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[2]), *named)
    path = [place for place in path if place.startswith(own)]
    packages = next((n for n, place in enumerate(path) if "-packages" in place), len(path))
    return [*path[:packages], "", *path[packages:]]


class PipeStream(OutStream):
    """A cell's standard output or error, with what child processes and C code write past `sys.stdout`.

    It is told when the stream is flushed: before anything is displayed and when the cell ends.
    """

    def __init__(self, kernel: PipeKernel, name: str, number: int):
        super().__init__(kernel.session, kernel.iopub_thread, name, watchfd=False)
        self.past = tempfile.TemporaryFile()  # noqa: SIM115, open as long as the process
        os.dup2(self.past.fileno(), number)

    def fileno(self) -> int:
        """The descriptor that a child process may be given."""
        return self.past.fileno()

    def flush(self) -> None:
        """Tell all that was written."""
        self.past.seek(0)
        if text := self.past.read(MOST_SAID + 1).decode(errors="replace"):
            self.past.seek(0)
            self.past.truncate()
            self.write(text)
        super().flush()
