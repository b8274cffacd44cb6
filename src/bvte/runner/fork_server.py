"""The warm process: everything is imported and tried once, then a clean copy is forked for each task."""

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import perf_counter
from typing import NoReturn

from bvte.runner import FORKED, Result, Task, Work
from bvte.runner.engines import register_engine
from bvte.runner.processes import (
    collect_seldom,
    die_with_parent,
    end_process,
    make_result,
    name_error,
    name_exit,
    slow_grammars_left_out,
)


def serve_forks(pipe: Connection, work: Work, jobs: int, few: bool = False) -> None:
    """Run the lists of tasks that come down the pipe, `jobs` at a time, until it closes.

    few : so few that each first use would be the only one; nothing is tried before the forks then.
    """
    # Ctrl-C reaches every process of the terminal; the one that asks decides and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    register_engine(FORKED)
    with slow_grammars_left_out():
        work.preload(few)
    require_one_thread()
    collect_seldom()
    try:
        ForkServer(pipe, work, jobs).serve()
    finally:
        work.finish()


def require_one_thread() -> None:
    """Raise RuntimeError where a library left a thread, whose locks a fork would copy and nobody release."""
    tasks = Path("/proc/self/task")
    count = len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()
    if count > 1:
        raise RuntimeError(f"{count} threads before the first fork")


class ForkServer:
    """Tasks that wait, and forked processes at work by the pipe that brings what they made."""

    def __init__(self, pipe: Connection, work: Work, jobs: int):
        self.pipe, self.work, self.jobs = pipe, work, jobs
        self.waiting: list[Task] = []
        self.working: dict[Connection, tuple[int, Task, float]] = {}

    def serve(self) -> None:
        """Work until nobody asks any more."""
        try:
            while True:
                for ready in wait([self.pipe, *self.working]):
                    self._take_tasks() if ready is self.pipe else self._send_result(ready)
                while self.waiting and len(self.working) < self.jobs:
                    self._fork_task(self.waiting.pop(0))
        except (EOFError, OSError):
            for pid, _, _ in self.working.values():
                end_process(pid)

    def _take_tasks(self) -> None:
        """Let tasks wait; what is there now stays: the collector must not touch, and so copy, pages that
        are shared with every fork."""
        tasks = self.pipe.recv()
        # What cannot be imported here cannot be where it is needed, which tells of it and costs that task alone.
        with suppress(ImportError):
            self.work.prepare(tasks, self.jobs)
        gc.collect()
        gc.freeze()
        self.waiting += tasks

    def _fork_task(self, task: Task) -> None:
        """Fork a process for a task."""
        ours, theirs = multiprocessing.Pipe(duplex=False)
        parent, started = os.getpid(), perf_counter()
        pid = os.fork()
        if pid == 0:
            _make_and_exit(self.work, task, theirs, parent)
        theirs.close()
        self.working[ours] = pid, task, started

    def _send_result(self, ready: Connection) -> None:
        """Pass on what a process made; one that ended without a word crashed."""
        pid, task, started = self.working.pop(ready)
        try:
            result = ready.recv()
            end_process(pid)
        except (EOFError, OSError):
            result = Result(task.key, crash=name_exit(end_process(pid)))
        ready.close()
        self.pipe.send(replace(result, seconds=perf_counter() - started))


def _send_whole(pipe: Connection, result: Result) -> None:
    """Send what was made; where it cannot travel, why."""
    try:
        pipe.send(result)
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        pipe.send(Result(result.key, crash=name_error(error)))


def _make_and_exit(work: Work, task: Task, pipe: Connection, parent: int) -> NoReturn:
    """Make what a task asks for and end, whatever happens."""
    try:
        os.setsid()
        die_with_parent(parent)
        _send_whole(pipe, make_result(work, task, FORKED))
        pipe.close()
    finally:
        os._exit(0)
