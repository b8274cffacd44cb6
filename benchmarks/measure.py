"""Run a command and say what it took: seconds, seconds of processor, memory of it and all that it starts."""

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import psutil

from bvte.runner.processes import FIXED_ENVIRONMENT


@dataclass(frozen=True)
class Taken:
    """wall, cpu : seconds; memory : greatest sum of proportional shares (PSS) of all its processes, in MB;
    other : share of the machine that anything else took meanwhile, 0 to 1."""

    wall: float
    cpu: float
    memory: float
    other: float


def command(*words):
    """What one run of `python WORDS` takes, start-up included. Raises CalledProcessError where it fails."""
    busy, used, start = _busy(), _used(), time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, words)], env=os.environ | FIXED_ENVIRONMENT)
    watch = Watch(process.pid)
    status = process.wait()
    wall, cpu = time.perf_counter() - start, _used() - used
    if status:
        raise subprocess.CalledProcessError(status, words)
    other = max(0.0, _busy() - busy - cpu) / (wall * os.cpu_count())
    return Taken(wall, cpu, watch.stop(), other)


def _used():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy():
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0) - getattr(times, "guest", 0)


class Watch(threading.Thread):
    """Looks at the memory of a process and its descendants twice a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.greatest, self.over = pid, 0.0, threading.Event()
        self.start()

    def run(self):
        """Look until told to stop."""
        while not self.over.wait(0.5):
            self.greatest = max(self.greatest, _shares(self.pid))

    def stop(self):
        """The greatest that was seen, in MB."""
        self.over.set()
        self.join()
        return self.greatest


def _shares(pid):
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 2**20
