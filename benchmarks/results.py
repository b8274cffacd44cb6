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

Counted by hand: processor seconds, where nothing else is said.

- **The batch** (2026-11-30): of 2.3 s a report the bare script needs 1.7, the analysis and the drawing themselves,
  which every way pays. The other 0.6 are, of a review (1.1 s): IPython's kernel 0.07, sixteen cells through it 0.06,
  what they show as HTML and JSON 0.09, papermill, nbclient and the notebook that is written 0.17, reading, framing and
  checking the page 0.14, keeping the questions 0.07, the process itself 0.05. So 16 times the commands (16.9 s a
  report, one after the other) would ask for 2.1 s of two cores, which is in reach where a report across phases
  (2.2 s, six charts drawn wide and narrow) becomes a fifth shorter; 3 times the pool asks for 1.8 s, close to the
  script alone. 1.2 times the script is not in reach together with those: what shortens the analysis shortens both.
- **A chart** took most of a page: to fit its letters to pixels, which no picture needs, and to measure its message anew
  for each width that was tried. An evaluation with six charts took 1.9 s with its page and takes 0.9 s since each
  word is measured once, unhinted. What is left is matplotlib: each chart is laid out and drawn twice, wide and narrow.
- The yearly report in all forms at most three times its page: **met**, 2.7 times (6.1 s to 2.3 s, report of 2025, by
  its parts, before charts became quicker). Most of it is the print, 1.7 s, and of that the layout of the page.
- That a run keeps its questions takes 0.1 to 0.3 s of a yearly report, and nothing to speak of elsewhere.
- `status` of 10,000 entries: 2.9 s, goal 1.0, **not met**; 2.5 s of processor, of which the ledger (reading 30 MB of
  JSON into checked entries) 0.6, the reports that are planned 0.5, their origins and files 0.7, imports 0.6. (On
  2026-11-29, on a machine twice as fast, 1.3 to 1.5 s with 517 questions and six files each.)
- `status` where a row changed: 1.3 ms a report to unpack its questions and 0.4 s once to ask them: 1.8 s for 1,000
  reports, 13 s for 10,000.
- One changed row of 1,000 profiles of 1,000 communes (`python -m benchmarks.areas`): **met**, 2.4 % of the time of
  making all (goal 5 %): 848 s for all, 15 s to ask their questions again, 6 s for the one report that is another.
  In a folder of many kinds more is made again, by which reports ask for the row. Of 24 random changes of a made-up
  province with a national catalogue (`python -m tests.publishing.asked`) 19 broke no rule; of its 133 reports, all
  stale before, 60 were made again, 24 of them another, 36 in vain, none was missed. What is asked of `targets`,
  `areas` and `programmes` is mostly whole tables, and is the next to be narrowed: a national target makes a phase
  stale that has none of it.
- `build` with nothing to do: of one folder 1.3 s, of two 1.4 s of processor, goal 1.0, **not met** (1.7 before rows
  that reports stand of were no longer checked again, 2026-11-30). Imports are 0.9 of it, of that pandas 0.3 and the
  models of rows 0.25; hashing rows 0.25, reading them 0.15.
- From nothing to all reports under 60 s: **not met**, and not in reach of two cores. 110 reports of two provinces
  took 141 s with an empty package cache and 147 s with a warm one, without prints (2026-11-29, before charts
  became quicker; processor 4 minutes), and 191 s with prints. The first page is named as soon as it can be read.
- 45 communes, 14 groups, two sexes and five years protected and audited (`python -m benchmarks.disclosure`): 45 s on
  two cores, goal 60, **met**; 114 s before it learned from few cells at once. A table of 12 by 6: 0.4 s, goal 1,
  **met**.
- A thousand reports (those profiles): 0.85 s each on two cores. 10,000, which are two to four hours of this machine,
  and the cluster with a killed worker are **not measured** here; the second is a test."""


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
