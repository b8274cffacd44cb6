"""`python3 run.py fuzz [--count 2000] [--seed 1]`: change files of `data/` by chance, and see what becomes of each.

Every change must be refused, asked about, without effect on what is judged, or visible in the file for what it is
(tests/fuzz/facts.py says exactly when a change is silent). A traceback, a process that dies, one that takes longer than
10 s and a silent change fail the run; each is told with the number that makes it again: --seed S --first N --count 1.
"""

import argparse
import base64
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import psutil
from tests.fuzz.mutators import mutate

ROOT = Path(__file__).resolve().parents[2]
# Made up: what an office sent and what a workshop decided, which no folder of the project has of its own.
KEPT = Path(__file__).parent / "kept"
# Seconds of work after which a change is said to hang, and of waiting on a machine that is busy with others.
HANGS, PATIENCE = 10, 120
FAULTS = ("traceback", "died", "hangs", "silent")


class Worker:
    """A worker process on a project of its own, whose data may be changed."""

    def __init__(self, place):
        self.place = Path(place)
        shutil.copytree(ROOT / "src", self.place / "src", ignore=shutil.ignore_patterns("__pycache__"))
        self.start()

    def start(self):
        """Begin with the data as they are in the project."""
        shutil.rmtree(self.place / "data", ignore_errors=True)
        for place in (ROOT / "data", KEPT):
            shutil.copytree(place, self.place / "data", dirs_exist_ok=True)
        paths = {"PYTHONPATH": os.pathsep.join([str(self.place / "src"), str(ROOT)]), "PYTHONUTF8": "1"}
        words = [sys.executable, "-m", "tests.fuzz.worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        self.process = subprocess.Popen(words, cwd=self.place, env=os.environ | paths, **pipes)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout, self.lines), daemon=True)
        self.reader.start()
        assert self.answer() == ("ready", "")

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.put(line)
        lines.put("")

    def outcome(self, files):
        """(outcome, detail) of one change of files."""
        told = {
            name: None if content is None else base64.b64encode(content).decode() for name, content in files.items()
        }
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        found = self.answer()
        if found[0] in ("died", "hangs"):
            self.stop()
            self.start()
        return found

    def answer(self):
        """What the process says, or that it died or works for too long."""
        began, worked = time.monotonic(), self._worked()
        while time.monotonic() - began < PATIENCE:
            try:
                line = self.lines.get(timeout=0.5)
                return tuple(json.loads(line)) if line else ("died", f"exit {self.process.wait()}")
            except queue.Empty:
                if worked and self._worked() - worked > HANGS:
                    break
        return "hangs", f"{time.monotonic() - began:.0f} s"

    def _worked(self):
        """Seconds of work so far; of a process that is gone none."""
        try:
            return sum(psutil.Process(self.process.pid).cpu_times()[:2])
        except psutil.NoSuchProcess:
            return 0

    def stop(self):
        """End the process."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.reader.join()
        self.process.stdout.close()


def data_files():
    """Path below data/ -> content of every file that is read, and of those that are made up."""
    roots = ROOT / "data", KEPT
    places = [(root, path) for root in roots for path in root.rglob("*") if path.suffix in (".csv", ".yml", ".md")]
    found = {path.relative_to(root).as_posix(): path.read_bytes() for root, path in places}
    return {name: content for name, content in sorted(found.items()) if "/" in name}


def changes(seed, first, count, only=""):
    """(number, mutator, files) of so many changes; each has a chance of its own, so that one can be made again."""
    files = {name: content for name, content in data_files().items() if only in name}
    number = made = 0
    while made < first + count:
        name, changed = mutate(random.Random(f"{seed}-{number}"), files)
        number += 1
        if changed:
            made += 1
            if made > first:
                yield made - 1, name, changed


def tell_at_once(*fault):
    """Print a fault where it is found: a long run may be ended before its end."""
    print(*fault, flush=True)


def run(seed, first, count, only="", tell=tell_at_once):
    """Outcome -> how often, and the faults as (number, mutator, path, outcome, detail)."""
    counts, faults = Counter(), []
    with tempfile.TemporaryDirectory() as place:
        worker = Worker(place)
        for number, name, files in changes(seed, first, count, only):
            outcome, detail = worker.outcome(files)
            counts[outcome] += 1
            if outcome in FAULTS:
                faults.append((number, name, next(iter(files)), outcome, detail))
                tell(*faults[-1])
        worker.stop()
    return counts, faults


def main():
    """Run and tell; 1 where there is any fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first change")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    asked = parser.parse_args()
    counts, faults = run(asked.seed, asked.first, asked.count, asked.only)
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
