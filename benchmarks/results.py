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

Written by `python3 run.py bench`. The reports are evaluations of three phases of made-up provinces in two
languages, with three, six and nine targets and as many charts; no figure in them is real. All ways ran one
after the other on one machine; read the ratios, not the seconds."""


LIMITS = """## Goals that are not reached, and where the time goes

Counted by hand on 2026-11-29, on a machine that was shared by others; processor seconds, no wall clock.

- `build` with nothing to do: 1.0 to 1.2 s of CPU, goal 1.0, **not met**. Of 2.3 s under the profiler 0.6 s read YAML
  (14 files, `indicators.yml` four times), 0.3 s import pandas, whose Interval the rules of `check` ask for, 0.4 s hash
  the rows (most of it YAML again); 0.5 s sought nearest names of codes that are known, which is no longer done.
- `status` of 10,000 entries was last measured before an entry held its questions, 3 to 9 kB each: **not measured
  again**.
- One changed row of 1,000 reports: **not measured**. Of 24 random changes of the made-up province of
  `python -m tests.publishing.asked`, 168 reports, 92 were made again, 18 of them another; what is asked of `targets`,
  `areas` and `programmes` is mostly whole tables, and is the next to be narrowed.
- The yearly report in all forms at most three times its page, one browser for many prints, first page before the last:
  **not begun**."""


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
        "at least 13 times as fast as (a)": (found["command_line"].wall * scale / ours, 13),
        "at least 2.4 times as fast as (b)": (found["worker_pool"].wall / ours, 2.4),
    }
    lines = [f"- {goal}: {ratio:.1f}, {_met(ratio >= limit)}" for goal, (ratio, limit) in ratios.items()]
    limit = ours / found["bare_script"].wall
    return "\n".join([*lines, f"- at most 1.4 times the time of (c): {limit:.2f}, {_met(limit <= 1.4)}"])


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
