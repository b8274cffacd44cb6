"""Every reason for which a report does not stand is found and said."""

import os
from dataclasses import replace

import pytest

from bvte.publishing.ledger import status
from bvte.publishing.ledger.inputs import digest
from bvte.publishing.ledger.ledger import Entry, Ledger, origin_of
from bvte.publishing.report import Report

REPORT = Report("across_phases", {"area": "11", "language": "vi", "data": "dien-bien"}, "Điện Biên")
PAGE = "dien-bien/across_phases-11.vi.html"
WORDS = {
    "code": "mã nguồn đã đổi",
    "notebook": "sổ tay across_phases đã đổi",
    "lock": "các gói đã đổi",
    "parameters": "tham số đã đổi",
}


@pytest.fixture
def notebooks():
    from bvte.evidence.load import project_root

    return project_root() / "notebooks"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dien-bien").mkdir()
    (tmp_path / PAGE).write_text("a page")
    return tmp_path


def state(entry, folder, notebooks, rows=()):
    known = Ledger({REPORT.key: entry} if entry else {}, dict(rows))
    return status.states([REPORT], notebooks, known, status.Files(folder))[0]


def made(notebooks, **other):
    return Entry(replace(origin_of(REPORT, notebooks), **other), {PAGE: digest(b"a page")})


def test_a_report_of_today_is_current(folder, notebooks):
    found = state(made(notebooks), folder, notebooks)
    assert (found.state, found.causes) == ("current", ())
    assert status.sentence(found, "vi") == "dien-bien/across_phases-11.vi: còn đúng"


@pytest.mark.parametrize("part", WORDS)
def test_each_part_of_the_origin_makes_it_stale(folder, notebooks, part):
    other = {"area": "10"} if part == "parameters" else "another"
    found = state(made(notebooks, **{part: other}), folder, notebooks)
    assert (found.state, [cause.code for cause in found.causes]) == ("stale", [part])
    assert WORDS[part] in status.sentence(found, "vi")


def test_a_row_that_changed_is_named(folder, notebooks):
    from bvte.publishing.ledger.inputs import inputs_of

    then = {file: dict(rows) for file, rows in inputs_of("dien-bien").rows.items()}
    then["targets.csv"]["t001"] = "another"
    then["sources.csv"]["gone"] = "x"
    del then["breaks.csv"][next(iter(then["breaks.csv"]))]
    found = state(made(notebooks, rows="then"), folder, notebooks, {"then": then})
    codes = sorted((cause.code, cause.facts["file"]) for cause in found.causes)
    assert codes == [
        ("row_changed", "targets.csv"), ("row_gone", "sources.csv"), ("row_new", "breaks.csv"),
    ]  # fmt: skip
    assert "targets.csv, row t001 changed" in status.sentence(found, "en")


def test_more_causes_than_anybody_reads_are_counted(folder, notebooks):
    found = state(made(notebooks, rows="then"), folder, notebooks, {"then": {}})
    assert status.sentence(found, "en").endswith(f"and {len(found.causes) - 3} more changes)")


def test_a_file_that_somebody_changed_or_removed_is_seen(folder, notebooks):
    entry = made(notebooks)
    assert state(entry, folder, notebooks).state == "current"
    (folder / PAGE).write_text("a Page")
    assert [c.code for c in state(entry, folder, notebooks).causes] == ["file_changed"]
    (folder / PAGE).unlink()
    assert state(entry, folder, notebooks).state == "missing"
    (folder / PAGE).write_text("a page")
    two = replace(entry, files={**entry.files, "dien-bien/x.docx": "d"})
    assert [c.code for c in state(two, folder, notebooks).causes] == ["file_gone"]


def test_what_was_seen_is_not_read_again_and_a_change_is(folder, monkeypatch):
    files = status.Files(folder)
    assert files.digest(PAGE) == digest(b"a page")
    files.remember()
    read = []
    monkeypatch.setattr(status, "digest", lambda content: read.append(content) or digest(content))
    assert status.Files(folder).digest(PAGE) == digest(b"a page") and read == []
    os.utime(folder / PAGE, ns=(1, 1))
    assert status.Files(folder).digest(PAGE) == digest(b"a page") and read == [b"a page"]


def test_a_failed_try_counts_until_something_changes(folder, notebooks):
    now = origin_of(REPORT, notebooks)
    failed = replace(made(notebooks, code="old"), failed=now)
    assert state(failed, folder, notebooks).state == "failed"
    elsewhere = replace(failed, failed=replace(now, lock="other"))
    assert state(elsewhere, folder, notebooks).state == "stale"


def test_never_made_and_no_longer_called_for(folder, notebooks):
    assert state(None, folder, notebooks).state == "missing"
    known = Ledger({"dien-bien/old.vi": made(notebooks)})
    found = status.states([REPORT], notebooks, known, status.Files(folder))
    assert [s.state for s in found] == ["missing", "orphan"]
