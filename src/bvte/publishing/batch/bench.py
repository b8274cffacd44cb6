"""The side of a Dask worker: a bench for each batch, which makes as many reports at once as it has threads.

`join`, `make` and `leave` are what a batch asks of a worker (see `cluster`).
"""

import asyncio
import os
import subprocess
import sys
import threading
from dataclasses import replace

from bvte.evidence.load import data_folder, project_root
from bvte.publishing.batch import apart
from bvte.publishing.batch.likeness import CODE, LOCK, differences
from bvte.publishing.batch.shared import BenchError, Shared
from bvte.publishing.failure import Failure
from bvte.publishing.task import Outcome

FORKS = hasattr(os, "fork") and sys.platform in ("linux", "darwin")

_benches = {}
_lock = threading.Lock()


async def join(batch, asked, wanted, dask_worker):
    """Names of what this worker has otherwise than `wanted`; one that has nothing so is ready for the batch.

    batch : its name; asked, wanted : see `likeness`. Raises BenchError where no process could be started.
    """
    # The worker must go on answering its scheduler meanwhile.
    return await asyncio.to_thread(_join, batch, asked, wanted, dask_worker.state.nthreads)


def _join(batch, asked, wanted, jobs):
    with _lock:
        if batch in _benches and _benches[batch].stands():
            return []
        if batch in _benches:
            _benches.pop(batch).close()
        bench = Bench(asked, wanted, jobs)
        if not (found := bench.differences()):
            _benches[batch] = bench
        return found


def make(batch, task):
    """The outcome of a task. Raises BenchError."""
    bench = _benches.get(batch)
    if bench is None:
        raise BenchError("no bench of that batch")
    return bench.make(replace(task, notebooks=str(project_root() / task.notebooks)))


def leave(batch):
    """End the bench of a batch."""
    if bench := _benches.pop(batch, None):
        bench.close()


class Bench:
    """Where the reports of one batch are made on this machine, as long as that is like the one that asks."""

    def __init__(self, asked, wanted, jobs):
        self.asked, self.wanted = asked, wanted
        # Before anything is read: what changes from here on is seen.
        self.stamp = _stamp(asked)
        self.warm = Shared(asked, jobs) if FORKS else None

    def differences(self):
        """Names of what this machine has otherwise than wanted; the bench is closed where there are any."""
        theirs = self.warm.found() if self.warm else apart.once(self.asked)[0]
        if found := differences(self.wanted, theirs):
            self.close()
        return found

    def stands(self):
        """Whether the bench is open and every file is as it was."""
        return not (self.warm and self.warm.pipe.closed) and _stamp(self.asked) == self.stamp

    def make(self, task):
        """The outcome of a task. Raises BenchError, also where a file is not as it was at the start."""
        outcome = self.warm.make(task) if self.warm else self._make_once(task)
        if _stamp(self.asked) != self.stamp:
            raise BenchError("files were changed")
        return outcome

    def _make_once(self, task):
        """The outcome of a task from a process that is started for it, where none can be forked."""
        try:
            return apart.once(self.asked, task)[1]
        except subprocess.CalledProcessError as error:
            return Outcome(task.report, failure=Failure("crashed", f"exit {error.returncode}"))

    def close(self):
        """End the processes of the bench."""
        if self.warm:
            self.warm.close()


def _stamp(asked):
    """Size and time of every file that reports are made from, to see at little cost that none has changed."""
    root = project_root()
    files = [root / LOCK, *(root / asked.place / f"{name}.ipynb" for name in asked.notebooks)]
    for folder in (root / CODE, *map(_data_folder, asked.data)):
        files += sorted(folder.rglob("*")) if folder else []
    there = [path for path in files if path.suffix != ".pyc" and path.is_file()]
    return [(str(path), found.st_size, found.st_mtime_ns) for path in there for found in [path.stat()]]


def _data_folder(name):
    try:
        return data_folder(name)
    except FileNotFoundError:
        return None
