"""Many tasks at once, in processes of this machine or of a Dask cluster, and notebooks in kernels.

Nothing here knows a report. What is made of a task, and what a machine must have for it, is a `Work` that a
caller gives along; each way to do it is a function (work, tasks, jobs) that yields a `Result` as it comes:

- `local.run_in_forks`: a warm process with all libraries imported (`fork_server`) forks another for a task;
- `local.run_in_pool`: a pool of started processes, on any system;
- `cluster.run_on_cluster`: workers of a Dask scheduler (`dask_worker`), each beside a warm process.

`notebook.execute_notebook` runs one notebook with papermill, in a kernel that is started for it or forked
(`engines`, `kernel`).
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# Names of papermill engines: a kernel started for the run, and one forked where all is imported already.
STARTED, FORKED = "started", "forked"
# Threads and closed libraries make a fork safe on these systems only.
CAN_FORK = hasattr(os, "fork") and sys.platform in ("linux", "darwin")


class Task(Protocol):
    """What is to be made; small enough to travel."""

    @property
    def key(self) -> str:
        """A name that no other task of the batch has."""


@dataclass(frozen=True)
class Result:
    """What became of the task with that key.

    value : what was made, None where the process that made it ended before; crash : how that process ended;
    seconds : how long it took.
    """

    key: str
    value: object = None
    crash: str | None = None
    seconds: float = 0.0


class Work(Protocol):
    """What processes do with tasks. It travels pickled, so its module should be light to import."""

    def preload(self, few: bool) -> None:
        """Import what tasks need, and unless they are `few` use once what is slow at its first use.

        It is called before anything is forked, so it must leave no thread.
        """

    def prepare(self, tasks: Sequence[Task], jobs: int) -> None:
        """Import and open what these tasks need besides, `jobs` of which are made at a time."""

    def finish(self) -> None:
        """End what was opened, when there are no more tasks."""

    def make(self, task: Task, engine: str) -> object:
        """What is made of a task; engine : of a notebook that it runs, STARTED or FORKED."""

    def inventory(self) -> dict[str, str | None]:
        """Part -> digest or version of all that this machine makes tasks from, None where it is not there."""

    def file_stamps(self) -> list[tuple[str, int, int]]:
        """Path, size and time of the files among that, to see at little cost that none has changed."""
