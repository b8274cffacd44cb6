"""A build that is killed at any of its writing steps: nothing lost, nothing half, and the next one completes it.

The build runs in a forked process that is killed for good: just before one of the changes of the disk that Python
tells of (`sys.addaudithook`), or after half of the bytes of a file. The next build must leave, byte by byte, what one
that nobody disturbed leaves. `python -m tests.killed` kills whole builds at random moments.
"""

import os
import shutil

import pytest

from bvte.publishing import commands, ledger
from bvte.publishing.inputs import content_digest
from bvte.publishing.report import Outcome, Report

from .dying import in_a_process, kill_at, kill_within

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

REPORTS = [
    Report(name, {"area": "11", "language": language, "data": "dien-bien"}, "Điện Biên")
    for name, language in (("across_phases", "vi"), ("evidence_review", "vi"), ("evidence_review", "en"))
]
EDITED = "dien-bien/across_phases-11.vi.docx"
KEPT = "dien-bien/across_phases-11.vi.da-sua-2026-11-28.docx"


def outcomes_of(edition):
    """A way to make reports that makes at once what an edition of them says; the last report fails in the second."""

    def make(tasks, jobs):
        for task in tasks:
            report = task.report
            if edition == 2 and report is REPORTS[-1]:
                from bvte.publishing.failure import Failure

                yield Outcome(report, failure=Failure("cell", "ZeroDivisionError"))
                continue
            files = {report.file(form): f"{form} {edition}".encode() for form in ("html", "docx", "xlsx")}
            about = {"title": f"{edition}", "language": report.values["language"], "notebook": report.notebook}
            yield Outcome(report, files, {**about, "headline": ""})

    return make


def build(project, edition):
    """Build all reports in a project's folder; one of an earlier build that nothing calls for goes."""
    commands.project_root, os.fsync = lambda: project, lambda number: None
    # No report here says anything that could tell a withheld count.
    commands._told_anywhere = lambda reports: []
    for name in {report.notebook for report in REPORTS}:
        (project / "notebooks").mkdir(parents=True, exist_ok=True)
        (project / f"notebooks/{name}.ipynb").write_text("{}")
    planned = REPORTS if edition == 1 else REPORTS[1:]
    return commands.run_build(planned, ["dien-bien"], force=True, jobs=1, outcomes=outcomes_of(edition))


def build_killed_at(project, step):
    kill_at(step, project / "reports")
    build(project, 2)


def build_killed_within(project, number):
    kill_within(number)
    build(project, 2)


def found(project):
    """Path -> bytes of all that lies in the folder of reports but the log, which has times in it."""
    files = (path for path in (project / "reports").rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in files if path.name != "log.jsonl"}


def require_sound(project, edited):
    """Fail unless every report is whole, of one edition or the other, and the edited file is somewhere."""
    known = ledger.read_ledger(project / "reports")
    assert not known.broken
    assert edited in [path.read_bytes() for path in (project / "reports/dien-bien").iterdir() if path.is_file()]


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A project whose reports were built once, one of them edited since, and the same after an undisturbed build."""
    folder = tmp_path_factory.mktemp("before")
    # What a process imports and reads at its first build, so that those that are forked need not.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "project_root", None)
        patch.setattr(commands, "_told_anywhere", None)
        patch.setattr(os, "fsync", None)
        build(folder / "first", 1)
    assert in_a_process(build, folder / "old", 1)
    (folder / "old/reports" / EDITED).write_bytes(b"a paragraph of an officer")
    os.utime(folder / "old/reports" / EDITED, (1795860000, 1795860000))
    shutil.copytree(folder / "old", folder / "new")
    assert in_a_process(build, folder / "new", 2)
    return folder


def copied(before, tmp_path):
    return shutil.copytree(before / "old", tmp_path / "project")


def require_completed(before, project):
    require_sound(project, b"a paragraph of an officer")
    assert in_a_process(build, project, 2)
    assert found(project) == found(before / "new")


def test_an_undisturbed_build_keeps_what_was_edited(before):
    new = found(before / "new")
    assert new["reports/" + KEPT] == b"a paragraph of an officer" and "reports/" + EDITED not in new
    assert new["reports/dien-bien/evidence_review-11.vi.xlsx"] == b"xlsx 2"
    assert any(path.endswith(".failed.html") for path in new) and not any(".change" in path for path in new)
    known = ledger.read_ledger(before / "new/reports").entries
    for entry in known.values():
        for path, digest in {**entry.files, **entry.traces}.items():
            assert content_digest(new["reports/" + path]) == digest


# More than a build has: the last ones end undisturbed, which the test below holds.
STEPS, FILES = 84, 16


@pytest.mark.parametrize("step", range(STEPS))
def test_a_build_killed_before_any_change_of_the_disk_is_completed_by_the_next(before, tmp_path, step):
    project = copied(before, tmp_path)
    in_a_process(build_killed_at, project, step)
    require_completed(before, project)


@pytest.mark.parametrize("number", range(FILES))
def test_a_build_killed_within_any_file_is_completed_by_the_next(before, tmp_path, number):
    project = copied(before, tmp_path)
    in_a_process(build_killed_within, project, number)
    require_completed(before, project)


def test_the_steps_reach_from_the_first_to_the_last(before, tmp_path):
    assert in_a_process(build_killed_at, copied(before, tmp_path / "a"), STEPS)
    assert not in_a_process(build_killed_at, copied(before, tmp_path / "b"), 0)
    assert in_a_process(build_killed_within, copied(before, tmp_path / "c"), FILES)


def test_a_build_killed_twice_is_completed_too(before, tmp_path):
    for first, second in ((30, 3), (45, 10), (60, 20)):
        project = copied(before, tmp_path / f"{first}")
        in_a_process(build_killed_at, project, first)
        in_a_process(build_killed_at, project, second)
        require_completed(before, project)
