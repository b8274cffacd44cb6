"""The side of a Dask worker: for each batch a warm process beside it, which its threads share.

The many threads of a worker forbid it to fork. `join_batch`, `make_task` and `leave_batch` are what a batch
asks of a worker (see `cluster`). The first word of each process is what it has of the code, the notebooks and
the data, read anew: a worker lives for weeks, and what it imported may be older than what lies on its disk.
"""

import asyncio
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from time import monotonic

from bvte.runner import CAN_FORK, STARTED, Result, Task, Work
from bvte.runner.processes import FIXED_ENVIRONMENT, make_result, slow_grammars_left_out

# A worker under its nanny may start no process by multiprocessing, which also would run its script again.
COMMAND = [sys.executable, "-c", "from bvte.runner.dask_worker import main; main()"]
# A process that nobody asks for so long has been forgotten, by a batch that was killed.
IDLE_SECONDS = 600
# Part -> digest or version, None where it is not there: see `Work.inventory`.
Inventory = dict[str, str | None]

_batches: dict[str, "BatchWorker"] = {}
_lock = threading.Lock()


class WorkerError(Exception):
    """A process ended that ran tasks, no fault of any one of them: they can be run elsewhere."""


async def join_batch(batch: str, work: Work, wanted: Inventory, dask_worker: object) -> list[str]:
    """Names of what this worker has otherwise than `wanted`; one that has nothing so is ready for the batch.

    batch : its name; wanted : the inventory of the machine that asks. Raises WorkerError where no process
    could be started.
    """
    # The worker must go on answering its scheduler meanwhile.
    return await asyncio.to_thread(_join_batch, batch, work, wanted, dask_worker.state.nthreads)


def _join_batch(batch: str, work: Work, wanted: Inventory, jobs: int) -> list[str]:
    with _lock:
        if batch in _batches and _batches[batch].is_ready():
            return []
        if batch in _batches:
            _batches.pop(batch).close()
        worker = BatchWorker(work, wanted, jobs)
        if not (found := worker.find_differences()):
            _batches[batch] = worker
        return found


def make_task(batch: str, task: Task) -> Result:
    """The result of a task. Raises WorkerError."""
    worker = _batches.get(batch)
    if worker is None:
        raise WorkerError("this worker has not joined that batch")
    return worker.make_task(task)


def leave_batch(batch: str) -> None:
    """End what was set up for a batch."""
    if worker := _batches.pop(batch, None):
        worker.close()


def differing_parts(ours: Inventory, theirs: Inventory) -> list[str]:
    """Names of what another machine has otherwise, in the order of ours.

    A part that only one of them has does not count: tools of development are not needed for a task.
    """
    return [name for name in ours if name in theirs and ours[name] != theirs[name]]


class BatchWorker:
    """Where the tasks of one batch are run on this machine, as long as that is like the one that asks."""

    def __init__(self, work: Work, wanted: Inventory, jobs: int):
        self.work, self.wanted = work, wanted
        # Before anything is read: what changes from here on is seen.
        self.stamps = work.file_stamps()
        self.process = WorkerProcess(work, jobs) if CAN_FORK else None

    def find_differences(self) -> list[str]:
        """Names of what this machine has otherwise than wanted; the worker is closed where there are any."""
        theirs = self.process.receive_inventory() if self.process else run_once(self.work)[0]
        if found := differing_parts(self.wanted, theirs):
            self.close()
        return found

    def is_ready(self) -> bool:
        """Whether the process is there and every file is as it was."""
        return not (self.process and self.process.pipe.closed) and self.work.file_stamps() == self.stamps

    def make_task(self, task: Task) -> Result:
        """The result of a task. Raises WorkerError, also where a file is not as it was at the start."""
        result = self.process.make_task(task) if self.process else self._make_once(task)
        if self.work.file_stamps() != self.stamps:
            raise WorkerError("files were changed")
        return result

    def _make_once(self, task: Task) -> Result:
        """The result of a task from a process that is started for it, where none can be forked."""
        try:
            return run_once(self.work, task)[1]
        except subprocess.CalledProcessError as error:
            return Result(task.key, crash=f"exit {error.returncode}")

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.close()


class WorkerProcess:
    """One warm process for many threads: each waits for the result of its own task.

    One a worker, not one a thread: it takes 5 seconds of a core and 200 MB, which its forks share.
    """

    def __init__(self, work: Work, jobs: int):
        self.process, self.pipe = _start_process(work, jobs)
        self.owed: dict[str, Future[Result]] = {}
        self.lock, self.closing = threading.Lock(), threading.Event()
        self.last_asked = monotonic()

    def receive_inventory(self) -> Inventory:
        """What the process says that it has; from then on it runs tasks. Raises WorkerError."""
        try:
            found = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerError(f"exit {self.process.wait()}") from error
        threading.Thread(target=self._hand_out_results, daemon=True).start()
        return found

    def make_task(self, task: Task) -> Result:
        """The result of a task. Raises WorkerError where the process ended before it was there."""
        with self.lock:
            self.last_asked = monotonic()
            future = self.owed[task.key] = Future()
            self._send_task(task)
        return future.result()

    def _send_task(self, task: Task) -> None:
        try:
            self.pipe.send([task])
        except OSError as error:
            raise WorkerError("the warm process has ended") from error

    def close(self) -> None:
        """Let the process end, with all that it forked; this does not wait for it."""
        self.closing.set()

    def _hand_out_results(self) -> None:
        """Give each thread its result, until the process ends or is not needed any more."""
        with suppress(EOFError, OSError):
            while self._is_needed():
                if self.pipe.poll(1):
                    result = self.pipe.recv()
                    self.owed.pop(result.key).set_result(result)
        with self.lock:
            self.pipe.close()
            for future in self.owed.values():
                future.set_exception(WorkerError("the warm process has ended"))
        self.process.wait()

    def _is_needed(self) -> bool:
        is_idle = not self.owed and monotonic() > self.last_asked + IDLE_SECONDS
        return not (is_idle or self.closing.is_set())


def _start_process(work: Work, jobs: int) -> tuple[subprocess.Popen, Connection]:
    """A process that says what it has, then serves as `serve_forks` does; it and its pipe.

    It ends when the pipe closes. Only where processes can fork.
    """
    ours, theirs = Pipe()
    command = [*COMMAND, str(theirs.fileno()), str(jobs)]
    inherited = {"pass_fds": [theirs.fileno()], "env": os.environ | FIXED_ENVIRONMENT}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **inherited)
    theirs.close()
    ours.send(work)
    return process, ours


def run_once(work: Work, task: Task | None = None) -> tuple[Inventory, Result | None]:
    """What a process that is started for it has, and the result of a task or None.

    Raises subprocess.CalledProcessError where it did not come to its end.
    """
    given, environment = pickle.dumps((work, task)), os.environ | FIXED_ENVIRONMENT
    done = subprocess.run(COMMAND, input=given, stdout=subprocess.PIPE, env=environment, check=True)
    return pickle.loads(done.stdout)


def main() -> None:
    """The process: warm where its command line names a pipe and a number of jobs, else for one task."""
    if sys.argv[1:]:
        _serve_pipe(*map(int, sys.argv[1:]))
    else:
        _answer_once()


def _serve_pipe(descriptor: int, jobs: int) -> None:
    pipe = Connection(descriptor)
    work = pipe.recv()
    pipe.send(work.inventory())
    with slow_grammars_left_out():
        from bvte.runner.fork_server import serve_forks
    serve_forks(pipe, work, jobs)


def _answer_once() -> None:
    """Read from standard input and answer there where the pipe is, so that no print can get in between."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work, task = pickle.loads(sys.stdin.buffer.read())
    found = work.inventory()
    with slow_grammars_left_out():
        result = make_result(work, task, STARTED) if task else None
    with answer:
        answer.write(pickle.dumps((found, result)))
