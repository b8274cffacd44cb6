"""Whether what is killed at random moments loses nothing: whole commands, with all their processes.

python -m tests.killed [ROUNDS [SEED [BUILD ARGUMENTS]]] copies the project, builds without a disturbance, then edits a
file of the reports and kills a build with everything it started, ROUNDS times (50 where none are given). After each the
edited file must be somewhere and every other file be whole, and the next build must leave the bytes of the undisturbed
one. The exit status is the number of rounds in which it was otherwise.

python -m tests.killed intakes [ROUNDS [SEED [KINDS]]] does the same with what takes files in, one kind after the other:
answers to requests, a report's workbook, its text, the map of a published table. What was there before must be
somewhere, no file be half, and the same command again must leave the bytes of an undisturbed one. All is made up.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from bvte.evidence.load import load, project_root
from bvte.intake.report_form import KEYS_SHEET, Role
from bvte.publishing.beside import kept_day

from .intake import word_files
from .intake.made_up import commune_forms, commune_values, fill_form
from .intake.test_report_form import made

PARTS = ("src", "data", "notebooks")
ASKED = ("--notebook", "target_audit", "--programme", "cpp_2021_2025_db_draft")


def started(project, *words):
    """A command on the copy, started."""
    command = [sys.executable, "-m", "bvte.cli", *words]
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=project, env=environment, start_new_session=True, **quiet)


def copied_project(place):
    """A copy of what a command needs, below a folder."""
    project = Path(place) / "project"
    for part in PARTS:
        shutil.copytree(project_root() / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(project_root() / "requirements.lock", project)
    return project


def found(project):
    """Path -> bytes of all that lies in the folder of reports, without the log and what is kept."""
    files = (path for path in (project / "reports").rglob("*") if path.is_file() and path.name != "log.jsonl")
    return {str(p.relative_to(project)): p.read_bytes() for p in files if not kept_day(p.name)}


def kill(project, words, seconds):
    """Start a command and kill it, with all that it started, after so many seconds."""
    process = started(project, *words)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.5)  # processes of their own sessions end with their parent, not with its group


def faults_of(project, whole, mine):
    """What is not as it should be after a kill: files that are half, an edited one that is gone."""
    files = found(project)
    known = {*whole.values(), mine}
    ours = (path for path in files if path.startswith("reports/dien-bien/"))
    yield from (f"half: {path}" for path in ours if files[path] not in known)
    there = [path.read_bytes() for path in (project / "reports/dien-bien").iterdir() if path.is_file()]
    if mine not in there:
        yield "the edited file is gone"


def kill_builds(rounds="50", seed="0", *asked):
    """The number of rounds in which a killed build lost something or left it half or other; each is told."""
    asked, chance, bad = asked or ASKED, random.Random(seed), 0
    build = ("build", *asked)
    with tempfile.TemporaryDirectory() as place:
        project = copied_project(place)
        began = time.monotonic()
        if started(project, *build).wait():
            return "the undisturbed build failed"
        length, whole = time.monotonic() - began, found(project)
        office = sorted(path for path in whole if path.endswith((".docx", ".xlsx", ".pptx"))) or sorted(whole)[:1]
        for number in range(1, int(rounds) + 1):
            edited, mine = project / chance.choice(office), f"edited before round {number}".encode()
            edited.write_bytes(mine)
            seconds = chance.uniform(0, 1.1 * length)
            kill(project, (*build, "--force"), seconds)
            faults = list(faults_of(project, whole, mine))
            if started(project, *build).wait() or found(project) != whole:
                faults.append("the next build did not leave the bytes of the undisturbed one")
            faults += [fault for fault in faults_of(project, whole, mine) if fault not in faults]
            bad += bool(faults)
            tell(number, "build", seconds, length, faults)
    print(f"{rounds} rounds, {bad} with a fault")
    return bad


def tell(number, what, seconds, length, faults):
    """Say at once what became of a round: a long run may be ended before its end."""
    print(
        f"{number}: {what} killed after {seconds:.2f} of {length:.1f} s: {'; '.join(faults) or 'nothing lost'}",
        flush=True,
    )


def fill_answers(desk, evidence):
    """Three filled requests, one of them with a cell that is refused."""
    for seed, path in enumerate(commune_forms(evidence, 2025, desk, 3)):
        fill_form(path, path, commune_values(seed) | ({"children_under16_boys": -3} if seed else {}))


def fill_workbook(desk, evidence):
    """A report's workbook with a figure that is taken and one that is refused."""
    (desk / "report.xlsx").write_bytes(made(evidence, "vi"))
    book = openpyxl.load_workbook(desk / "report.xlsx")
    asked = [row for row in book[KEYS_SHEET].iter_rows(min_row=2, values_only=True) if row[2] == Role.FIGURE]
    for (sheet, cell, *_), value in zip(asked, (3, "không rõ"), strict=False):
        book[sheet][cell] = value
    book.save(desk / "report.xlsx")


def write_report(desk, _):
    """A report's text with two sections written."""
    document = word_files.opened()
    for section in ("IV-1", "VI-1"):
        word_files.write(document, section, "Lời giả để thử.")
    document.save(desk / "report.docx")


def draw_table(desk, _):
    """A published table without a map."""
    rows = "REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\nVN,stunting_rate,2011,20.5\n"
    (desk / "table.csv").write_text(rows, encoding="utf-8")


# What takes files in: its words, and what lays the files on the desk (a folder of the project, with the evidence).
INTAKES = {
    "answers": (("intake", "request", "desk", "--data", "dien-bien", "--year", "2025"), fill_answers),
    "workbook": (("intake", "report", "desk/report.xlsx"), fill_workbook),
    "text": (("intake", "report", "desk/report.docx"), write_report),
    "map": (("map", "desk/table.csv", "--data", "dien-bien"), draw_table),
}


class Disturbed:
    """One kind of intake: what lies there before, what an undisturbed one leaves, how long that takes."""

    def __init__(self, project, kind):
        self.project, self.kind = project, kind
        self.words, lay = INTAKES[kind]
        self.kept = project.parent / "before" / kind
        desk = project / "desk"
        shutil.rmtree(desk, ignore_errors=True)
        desk.mkdir()
        lay(desk, load("dien-bien"))
        for part in ("data", "desk"):
            shutil.copytree(project / part, self.kept / part)
        self.before = self.there()
        began = time.monotonic()
        assert started(project, *self.words).wait() in (0, 1), kind
        self.length, self.whole = time.monotonic() - began, self.there()
        self.put_back()
        assert self.whole != self.before, kind

    def there(self):
        """Path -> bytes of all that a person, or a build, finds in the data and on the desk."""
        files = (path for part in ("data", "desk") for path in (self.project / part).rglob("*") if path.is_file())
        named = {path.relative_to(self.project): path for path in files}
        return {
            str(name): path.read_bytes() for name, path in named.items() if not any(p[0] == "." for p in name.parts)
        }

    def put_back(self):
        """All as it was before."""
        for part in ("data", "desk"):
            shutil.rmtree(self.project / part)
            shutil.copytree(self.kept / part, self.project / part)

    def faults(self, seconds):
        """What is not as it should be after a kill, and after the same command again."""
        kill(self.project, self.words, seconds)
        left = self.there()
        known = {*self.before.values(), *self.whole.values()}
        # A mark without content says that texts of an intake are not in their places yet.
        yield from (f"half: {path}" for path, content in left.items() if content and content not in known)
        yield from (f"gone: {p}" for p, content in self.before.items() if content not in left.values())
        status = started(self.project, *self.words).wait()
        # 1 also where a cell is refused, or where there is a map already.
        if self.there() != self.whole or status not in (0, 1):
            yield "the same command again did not leave the bytes of the undisturbed one"
        self.put_back()


def kill_intakes(rounds="50", seed="0", *kinds):
    """The number of rounds in which a killed intake lost something or left it half or other; each is told.

    kinds : of `INTAKES`, all where none is named.
    """
    chance, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as place:
        project = copied_project(place)
        tried = [Disturbed(project, kind) for kind in kinds or INTAKES]
        for number in range(1, int(rounds) + 1):
            kind = tried[number % len(tried)]
            kind.put_back()
            seconds = chance.uniform(0, 1.1 * kind.length)
            faults = list(kind.faults(seconds))
            bad += bool(faults)
            tell(number, kind.kind, seconds, kind.length, faults)
    print(f"{rounds} rounds, {bad} with a fault")
    return bad


def main(*words):
    """The number of rounds with a fault."""
    return kill_intakes(*words[1:]) if words[:1] == ("intakes",) else kill_builds(*words)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
