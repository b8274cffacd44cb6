"""What was measured, as the text of benchmarks/RESULTS.md."""

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

# Name of a measurement -> words of `python` that are timed.
SMALL = {
    "import bvte": ("-c", "import bvte"),
    "bvte --help": ("-m", "bvte.cli", "--help"),
    "bvte status, 10,000 entries": ("-m", "benchmarks.status"),
}
GOALS = {"import bvte": 0.3, "bvte --help": 0.4, "bvte status, 10,000 entries": 1.0}
PACKAGES = ("papermill", "nbconvert", "ipykernel", "matplotlib", "pandas")
NAMES = {
    "command_line": "(a) `papermill`, then `jupyter nbconvert`, one report after the other",
    "worker_pool": "(b) papermill's Python API in a pool of processes, then our page",
    "bare_script": "(c) a bare script with the same analysis and page in a forked process",
    "bvte_build": "ours: `bvte build` with checks and ledger",
}


def text(found):
    """The whole file. found : measurements by name, see `__main__.measured`."""
    parts = [HEAD, machine(), batch(found), growth(found["growth"]), one(found["one"]), small(found["small"]), LIMITS]
    return "\n\n".join(parts) + "\n"


HEAD = """# What a batch costs

Written by `python3 run.py bench`. The reports are those kinds that are a page alone, so that all ways make the same:
the review of the evidence and the one across phases, of made-up provinces with three phases and 18 targets in two
languages; no figure in them is real. All ways ran one after the other on one machine; read the ratios, not the
seconds."""


LIMITS = """## Goals that are not reached, and where the time goes

Counted by hand on 2026-11-29, on a machine that was shared by others (load 8 on two cores): processor seconds,
where nothing else is said. What the tables above say is older than these.

- The yearly report in all forms at most three times its page: **met**, 2.7 times (6.1 s to 2.3 s, report of 2025,
  by its parts). Page: notebook 2.0, kernel, article, page and its checks 0.3. Besides: pictures for Word 0.2,
  `docx` 0.67, `xlsx` 0.24, `csv` and its package 0.2, brief 0.07, held against the document 0.34, the print of the
  page 1.7 and of its brief 0.47. With a browser for each print it was 3.5 times: to start one takes 1.0 s. What is
  left of a print is the layout of the page (without tags, outline, fonts, charts or rules for page ends it takes
  nearly as long; without tables half of it).
- A build of `dien-bien` and `quang-tri` prints 136 times at least: by that about 136 s of a processor less
  (computed), and again for `verify`.
- That a run keeps its questions takes 0.1 to 0.3 s of the 1.8 of a yearly report, and nothing to speak of
  elsewhere.
- `status` of 10,000 entries, each with 517 questions (5 kB packed) and six files: 1.3 to 1.5 s, goal 1.0, **not
  met**. The questions cost 0.05 s of it (a ledger of 64 MB), 60,000 files 0.9 s, imports 0.25 s. Earlier entries
  had one file.
- `status` where a row changed: 1.3 ms a report to unpack its questions and 0.4 s once to ask them: 1.8 s for 1,000
  reports, 13 s for 10,000.
- One changed row of 1,000 reports at most 5 % of making all: **not measured as a whole**. Asking is 0.4 % of it;
  what is made again besides follows from which reports ask for the row. Of 24 random changes of a made-up province
  with a national catalogue (`python -m tests.publishing.asked`) 19 broke no rule; of its 133 reports, all stale
  before, 60 were made again, 24 of them another, 36 in vain, none was missed. What is asked of `targets`, `areas`
  and `programmes` is mostly whole tables, and is the next to be narrowed: a national target makes a phase stale
  that has none of it.
- `build` with nothing to do: 1.0 to 1.2 s, goal 1.0, **not met**, before the national catalogue was joined. Of 2.3
  s under the profiler 0.6 s read YAML, 0.3 s import pandas, whose Interval the rules of `check` ask for, 0.4 s hash
  the rows.
- From nothing to all reports under 60 s: **not measured**, and not in reach of two cores: 92 reports of two to six
  seconds. The first page is named as soon as it can be read, before the others are made.
- The batch against the commands, the pool and the script, 10,000 reports, a killed worker: **not measured again**."""


def machine():
    """The machine and the versions."""
    names = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{date.today().isoformat()}; {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}; Python {platform.python_version()}, {names}."
    )


def _processor():
    """Name of the processor, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def batch(found):
    """The batch by each way, and how ours stands to the others."""
    count, ours = found["count"], found["bvte_build"]
    scale = count / found["sample"]
    rows = [_row(name, found[name], scale if name == "command_line" else 1, count, ours) for name in NAMES]
    note = "" if scale == 1 else f"(a) was measured on {found['sample']} reports and scaled to {count}.\n\n"
    head = "| way | seconds | a report | CPU s | peak memory, MB | others' load | times ours |\n" + "|---" * 7 + "|"
    return f"## {count} reports\n\n" + "\n".join([head, *rows]) + f"\n\n{note}" + _goals(found, scale)


def _row(name, taken, scale, count, ours):
    wall, cpu = taken.wall * scale, taken.cpu * scale
    cells = [f"{wall:.1f}", f"{wall / count:.2f}", f"{cpu:.0f}", f"{taken.memory:.0f}", f"{taken.other:.0%}"]
    return f"| {NAMES[name]} | {' | '.join(cells)} | {wall / ours.wall:.2f} |"


def _goals(found, scale):
    """Whether each goal was reached."""
    ours = found["bvte_build"].wall
    ratios = {
        "at least 16 times as fast as (a)": (found["command_line"].wall * scale / ours, 16),
        "at least 3 times as fast as (b)": (found["worker_pool"].wall / ours, 3),
    }
    lines = [f"- {goal}: {ratio:.1f}, {_met(ratio >= limit)}" for goal, (ratio, limit) in ratios.items()]
    limit = ours / found["bare_script"].wall
    return "\n".join([*lines, f"- at most 1.2 times the time of (c): {limit:.2f}, {_met(limit <= 1.2)}"])


def _met(reached):
    return "met" if reached else "**not met**"


def growth(taken):
    """Cost by the number of reports; start-up is in the first ones."""
    rows = [f"| {n} | {t.wall:.1f} | {t.wall / n:.2f} | {t.cpu / n:.2f} | {t.memory:.0f} |" for n, t in taken.items()]
    head = "| reports | seconds | a report | CPU s a report | peak memory, MB |\n" + "|---" * 5 + "|"
    return "## Growth\n\n" + "\n".join([head, *rows])


def one(taken):
    """One report from a cold start."""
    ratio = taken["bvte_build"].wall / taken["command_line"].wall
    seconds = f"{taken['bvte_build'].wall:.1f} s, by (a) {taken['command_line'].wall:.1f} s"
    return f"## One report, cold\n\nOurs {seconds}: {ratio:.2f} of it (goal: at most 0.5, {_met(ratio <= 0.5)})."


def small(taken):
    """Short commands, medians of five."""
    rows = [f"- {n}: {s:.2f} s (goal {GOALS[n]} s, {_met(s < GOALS[n])})" for n, s in taken.items()]
    return "## Short commands\n\n" + "\n".join(rows)
