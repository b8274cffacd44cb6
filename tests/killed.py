"""Whether builds that are killed at random moments lose nothing: whole builds, with all their processes.

python -m tests.killed [ROUNDS [SEED [BUILD ARGUMENTS]]] copies the project, builds without a disturbance, then edits a
file of the reports and kills a build with everything it started, ROUNDS times (50 where none are given). After each the
edited file must be somewhere and every other file be whole, and the next build must leave the bytes of the undisturbed
one. The exit status is the number of rounds in which it was otherwise.
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

from bvte.evidence.load import project_root
from bvte.publishing.beside import kept_day

PARTS = ("src", "data", "notebooks")
ASKED = ("--notebook", "target_audit", "--programme", "cpp_2021_2025_db_draft")


def build(project, *options):
    """A build of the copy, started."""
    command = [sys.executable, "-m", "bvte.cli", "build", *options]
    environment = os.environ | {"PYTHONPATH": str(project / "src")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=project, env=environment, start_new_session=True, **quiet)


def found(project):
    """Path -> bytes of all that lies in the folder of reports, without the log and what is kept."""
    files = (path for path in (project / "reports").rglob("*") if path.is_file() and path.name != "log.jsonl")
    return {str(p.relative_to(project)): p.read_bytes() for p in files if not kept_day(p.name)}


def kill_build(project, asked, seconds):
    """Start a build that makes all anew and kill it, with all that it started, after so many seconds."""
    process = build(project, *asked, "--force")
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


def main(rounds="50", seed="0", *asked):
    """The number of rounds in which something was lost, half or other; each is told."""
    asked, chance, bad = asked or ASKED, random.Random(seed), 0
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "project"
        for part in PARTS:
            shutil.copytree(project_root() / part, project / part)
        shutil.copy(project_root() / "requirements.lock", project)
        started = time.monotonic()
        if build(project, *asked).wait():
            return "the undisturbed build failed"
        length, whole = time.monotonic() - started, found(project)
        office = sorted(path for path in whole if path.endswith((".docx", ".xlsx", ".pptx"))) or sorted(whole)[:1]
        for number in range(1, int(rounds) + 1):
            edited, mine = project / chance.choice(office), f"edited before round {number}".encode()
            edited.write_bytes(mine)
            seconds = chance.uniform(0, 1.1 * length)
            kill_build(project, asked, seconds)
            faults = list(faults_of(project, whole, mine))
            if build(project, *asked).wait() or found(project) != whole:
                faults.append("the next build did not leave the bytes of the undisturbed one")
            faults += [fault for fault in faults_of(project, whole, mine) if fault not in faults]
            bad += bool(faults)
            print(
                f"{number}: killed after {seconds:.2f} of {length:.1f} s: {'; '.join(faults) or 'nothing lost'}",
                flush=True,
            )
    print(f"{rounds} rounds, {bad} with a fault")
    return bad


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
