"""The ways to make the same reports that are measured against each other; each runs as a process of its own.

`python -m benchmarks.ways WAY COUNT` makes the first COUNT reports of the made-up evidence.
"""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bvte.evidence.load import load, project_root
from bvte.publishing import parameters as kinds
from bvte.publishing.report import plan_reports

PLACE = project_root() / ".bench"
DATA, OUT = PLACE / "data", PLACE / "out"
NOTEBOOKS = project_root() / "notebooks"


# Kinds of reports that are a page and no more, as all ways make it: a Word file and a print would be ours alone.
KINDS = [name for name, kind in kinds.NOTEBOOKS.items() if not kind.forms]


def reports(count):
    """The first so many reports of the kinds; `evidence.make` has to have made enough provinces."""
    folders = sorted(path.relative_to(project_root()).as_posix() for path in DATA.iterdir())
    found = (report for name in folders for kind in KINDS for report in plan_reports(load(name), name, kind))
    return list(itertools.islice(found, count))


def command_line(wanted, jobs):
    """What users do today: the two commands, one report after the other."""
    for number, report in enumerate(wanted):
        executed = OUT / f"{number}.ipynb"
        # As they are: papermill would make a number of the code of an area.
        values = [word for name, value in report.values.items() for word in ("-r", name, str(value))]
        notebook = NOTEBOOKS / f"{report.notebook}.ipynb"
        _run("papermill", notebook, executed, "--cwd", NOTEBOOKS, *values)
        _run("jupyter", "nbconvert", "--to", "html", executed)


def _run(program, *words):
    """Run a program of this environment; raises CalledProcessError where it fails."""
    command = [str(Path(sys.executable).parent / program), *map(str, words)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def worker_pool(wanted, jobs):
    """Papermill's Python interface in a pool of processes, then our page."""
    from bvte.publishing.work import pool_outcomes

    _require_all(_tasks(wanted), pool_outcomes, jobs)


def _tasks(wanted):
    from bvte.publishing.report import ReportTask

    return [ReportTask(report, str(NOTEBOOKS)) for report in wanted]


def _require_all(tasks, outcomes, jobs):
    for outcome in outcomes(tasks, jobs):
        if outcome.failure:
            raise SystemExit(f"{outcome.report.key}: {outcome.failure}")
        for path, content in outcome.files.items():
            (OUT / Path(path).name).write_bytes(content)


def bare_script(wanted, jobs):
    """The practical limit: see `script`."""
    from benchmarks import script

    script.run(wanted, OUT, jobs)


def bvte_build(wanted, jobs):
    """Ours, whole: page, checks, every file and its ledger entry in its place."""
    from bvte.publishing import build

    for outcome in build.build_reports(wanted, NOTEBOOKS, OUT, jobs):
        if outcome.failure:
            raise SystemExit(f"{outcome.report.key}: {outcome.failure}")


WAYS = {way.__name__: way for way in (command_line, worker_pool, bare_script, bvte_build)}


def main(name, count):
    """Make so many reports by one of the ways."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    WAYS[name](reports(int(count)), os.cpu_count())


if __name__ == "__main__":
    main(*sys.argv[1:])
