"""The warm process: everything is imported and tried once, then a clean copy is forked for each report."""

import gc
import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from time import perf_counter

from bvte.publishing.batch import warming
from bvte.publishing.failure import Failure
from bvte.publishing.forms.catalogue import ready
from bvte.publishing.kernels import FORKED, forked  # noqa: F401, registers the engine
from bvte.publishing.kernels.processes import die_with_parent, ended, how
from bvte.publishing.making import make
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.task import Outcome


def serve(pipe, jobs, few=False):
    """Make the reports of the lists of tasks that come down the pipe, `jobs` at a time, until it closes.

    few : so few that each first use would be the only one; nothing is tried before the forks then.
    """
    # Ctrl-C reaches every process of the terminal; the one that asks decides and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warming.import_all() if few else warming.warm_up()
    require_one_thread()
    gc.enable()
    Warm(pipe, jobs).run()


def keep():
    """What is there now stays: the collector must not touch, and so copy, pages shared with every fork."""
    gc.collect()
    gc.freeze()


def require_one_thread():
    """Raise RuntimeError where a library left a thread, whose locks a fork would copy and nobody release."""
    tasks = Path("/proc/self/task")
    count = len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()
    if count > 1:
        raise RuntimeError(f"{count} threads before the first fork")


class Warm:
    """Tasks that wait, and forked processes at work by the pipe that brings their outcome."""

    def __init__(self, pipe, jobs):
        self.pipe, self.jobs = pipe, jobs
        self.waiting, self.working = [], {}

    def run(self):
        """Work until nobody asks any more."""
        try:
            while True:
                for ready in wait([self.pipe, *self.working]):
                    self._take_in() if ready is self.pipe else self._finish(ready)
                while self.waiting and len(self.working) < self.jobs:
                    self._start(self.waiting.pop(0))
        except (EOFError, OSError):
            for pid, _, _ in self.working.values():
                ended(pid)

    def _take_in(self):
        tasks = self.pipe.recv()
        ready({form for task in tasks for form in NOTEBOOKS[task.report.notebook].forms})
        keep()
        self.waiting += tasks

    def _start(self, task):
        """Fork a process for a task."""
        ours, theirs = multiprocessing.Pipe(duplex=False)
        parent, started = os.getpid(), perf_counter()
        pid = os.fork()
        if pid == 0:
            _work(task, theirs, parent)
        theirs.close()
        self.working[ours] = pid, task, started

    def _finish(self, ready):
        """Pass on what a process made; one that ended without a word crashed."""
        pid, task, started = self.working.pop(ready)
        try:
            outcome = ready.recv()
            ended(pid)
        except (EOFError, OSError):
            outcome = Outcome(task.report, failure=Failure("crashed", how(ended(pid))))
        ready.close()
        self.pipe.send(replace(outcome, seconds=perf_counter() - started))


def _work(task, pipe, parent):
    """Make one report and end; never returns, whatever happens."""
    try:
        os.setsid()
        die_with_parent(parent)
        pipe.send(make(replace(task, engine=FORKED)))
        pipe.close()
    finally:
        os._exit(0)
