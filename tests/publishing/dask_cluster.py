"""A Dask scheduler and workers as processes on this machine; a worker may have a checkout of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from bvte.evidence.load import project_root

HERE = "127.0.0.1"
# Without the second of them a port is open to every network all the same.
NO_PAGE = ("--no-dashboard", "--dashboard-address", f"{HERE}:0")
PARTS = ("src", "data", "notebooks", "requirements.lock")


class Cluster:
    """A scheduler, and workers that come and go."""

    def __init__(self, folder, stack):
        self.folder, self.stack, self.count, self.workers = Path(folder), stack, 0, []
        self.file = self.folder / "scheduler.json"
        options = ("--host", HERE, "--port", "0", *NO_PAGE, "--scheduler-file", str(self.file))
        self.scheduler = self._start("dask_scheduler", *options)
        until(self.file.exists)

    @property
    def address(self):
        return json.loads(self.file.read_text())["address"]

    def worker(self, checkout=None, threads=1):
        """Start a worker under its nanny, as `dask worker` does; returns once the scheduler knows it."""
        self.count += 1
        name = f"worker-{self.count}"
        options = ("--host", HERE, "--nthreads", str(threads), *NO_PAGE, "--name", name)
        places = ("--scheduler-file", str(self.file), "--local-directory", str(self.folder / name))
        process = self._start("dask_worker", *options, *places, checkout=checkout)
        self.workers.append(process)
        until(lambda: name in self._names())
        return process

    def clear(self):
        """End every worker; returns once the scheduler has forgotten them."""
        while self.workers:
            kill(self.workers.pop())
        until(lambda: not self._names())

    def _names(self):
        from distributed import Client

        with Client(self.address, timeout=10) as client:
            return {worker["name"] for worker in client.scheduler_info(n_workers=-1)["workers"].values()}

    def _start(self, module, *options, checkout=None):
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        environment = dict(os.environ, **({"PYTHONPATH": str(checkout / "src")} if checkout else {}))
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, cwd=self.folder)
        self.stack.callback(kill, process)
        return process


@contextmanager
def cluster(folder):
    """A cluster without a worker; all its processes end with the context."""
    with ExitStack() as stack:
        yield Cluster(folder, stack)


def kill(process):
    """End a process and the worker below it at once, as when a machine loses its power.

    The warm processes that the worker had are returned: they have to end by themselves.
    """
    left = warm_of(process)
    below = psutil.Process(process.pid).children() if process.poll() is None else []
    for one in (process, *below):
        one.kill()
    process.wait()
    return left


def warm_of(nanny):
    """The warm processes of a worker, which is a child of its nanny."""
    workers = psutil.Process(nanny.pid).children() if nanny.poll() is None else []
    beside = [process for worker in workers for process in worker.children()]
    return [process for process in beside if "runner.dask_worker" in " ".join(process.cmdline())]


def checkout(folder):
    """A copy of the project elsewhere, as another machine has it."""
    for part in PARTS:
        source = project_root() / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, Path(folder) / part)
    return Path(folder)


def until(holds, seconds=30):
    """Wait until something holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
