"""Whatever befalls a batch: no false or half report, nothing good lost, and the next one completes."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import psutil
import pytest

from bvte.evidence import placing
from bvte.publishing import build, ledger, transaction
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry
from bvte.publishing.report import Outcome

from ..conftest import no_printer
from .conftest import report_of

SCRIPT = Path(__file__).parent / "batch_of.py"
# The kind of notebook whose reports take the least time, and how many there are of it.
KIND, MADE = "target_audit", 4
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def started(folder):
    """A batch in a process of its own, once it has told of its first report."""
    command = [sys.executable, str(SCRIPT), str(folder), KIND]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert "None" in process.stdout.readline()
    return process


def family(process):
    """Every process that a batch started, as long as it lives."""
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes, seconds=10):
    """Whether they all end by themselves in that time."""
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def require_sound(folder):
    """Fail unless the folder holds what the ledger says, reports and pages of failures, and nothing else."""
    with transaction.open_transaction(folder) as place:
        entries = place.ledger.entries.values()
        known = {path: d for entry in entries for path, d in {**entry.files, **entry.traces}.items()}
    found = {p.relative_to(folder).as_posix(): content_digest(p.read_bytes()) for p in folder.glob("*/*")}
    assert found == known
    assert not [path for path in folder.iterdir() if ".part" in path.name or ".change" in path.name]


def finish(folder):
    """The next batch, which prints nothing; fails unless it makes every report."""
    with no_printer():
        done = subprocess.run([sys.executable, SCRIPT, folder, KIND], capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert len(told) == MADE and all(line.endswith(" None") for line in told)
    assert len(ledger.read_ledger(folder).entries) == MADE
    require_sound(folder)


@pytest.mark.parametrize("victim", ["the batch", "the warm process", "a report at work", "Ctrl-C"])
def test_a_batch_that_is_killed(tmp_path, victim):
    # The browser that prints is one more process that must not stay: tried where nobody is left to end it.
    with nullcontext() if victim == "the batch" else no_printer():
        batch = started(tmp_path)
    relatives = family(batch)
    if victim == "the batch":
        batch.kill()
    elif victim == "Ctrl-C":
        batch.send_signal(signal.SIGINT)
    elif victim == "the warm process":
        next(p for p in psutil.Process(batch.pid).children() if "spawn_main" in " ".join(p.cmdline())).kill()
    else:
        next(p for p in relatives if p.parent() and p.parent().pid != batch.pid).kill()
    batch.communicate(timeout=30)
    assert gone(relatives)
    require_sound(tmp_path)
    assert 1 <= len(ledger.read_ledger(tmp_path).entries) <= MADE
    finish(tmp_path) if victim in ("the batch", "the warm process") else None


def test_two_batches_at_once_do_not_harm_each_other(tmp_path):
    with no_printer():
        two = [started(tmp_path) for _ in range(2)]
    told = [process.communicate(timeout=120)[0].splitlines() for process in two]
    assert [process.returncode for process in two] == [0, 0]
    assert all(line.endswith(" None") for lines in told for line in lines)
    assert len(ledger.read_ledger(tmp_path).entries) == MADE
    require_sound(tmp_path)


def made(text):
    report = report_of()
    return Outcome(report, {report.path.as_posix(): text}, {"title": "x"})


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, "disk"), (errno.EROFS, "write")])
def test_files_that_cannot_be_written_are_a_failure_and_the_old_ones_stay(tmp_path, monkeypatch, number, kind):
    origin = build.origin_of(report_of(), project_notebooks())
    assert build.put_outcome(made(b"good"), origin, tmp_path).failure is None

    def refuse(path, content):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(placing, "write_bytes", refuse)
        assert build.put_outcome(made(b"new"), origin, tmp_path).failure.kind == kind
    assert (tmp_path / report_of().path).read_bytes() == b"good"
    require_sound(tmp_path)
    assert build.put_outcome(made(b"new"), origin, tmp_path).failure is None
    assert (tmp_path / report_of().path).read_bytes() == b"new"


def project_notebooks():
    from bvte.evidence.load import project_root

    return project_root() / "notebooks"


def test_any_other_error_of_the_system_is_not_called_a_full_disk(tmp_path, monkeypatch):
    def wrong(path, content):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(placing, "write_bytes", wrong)
    with pytest.raises(OSError, match="Input/output error"):
        build.put_outcome(made(b"x"), build.origin_of(report_of(), project_notebooks()), tmp_path)


def test_a_missing_font_is_named_and_nothing_is_drawn_in_another(tmp_path, monkeypatch):
    from bvte.presentation import theme
    from bvte.publishing.making import render_report
    from bvte.publishing.report import ReportTask

    monkeypatch.setattr(theme, "font_path", lambda name: tmp_path / name)
    outcome = render_report(ReportTask(report_of(), str(tmp_path)))
    assert (outcome.failure.kind, outcome.failure.said) == ("font", "BeVietnamPro-Regular.ttf")
    assert build.put_outcome(outcome, build.origin_of(report_of(), project_notebooks()), tmp_path).failure
    assert ledger.read_ledger(tmp_path).entries[report_of().key].files == Entry().files


def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            next(build.build_reports([report_of()], project_notebooks(), tmp_path, jobs=1))
    finally:
        tmp_path.chmod(0o700)
