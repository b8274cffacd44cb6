"""Verify holds what is made now, what is on the disk and what the ledger says against each other."""

from dataclasses import replace

import pytest

from bvte.evidence.language import activate
from bvte.publishing import build, index, ledger, transaction
from bvte.publishing.build import verify_reports
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry
from bvte.publishing.report import Outcome, Report

REPORT = Report("across_phases", {"area": "11", "language": "vi", "data": "here"}, "Đây")
PAGE, DOCUMENT = REPORT.file("html"), REPORT.file("docx")
FILES = {PAGE: b"3.8 %", DOCUMENT: b"a document"}
ABOUT = {"title": "x", "language": "vi", "notebook": "across_phases", "headline": ""}


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """The report here is made up, and of no data folder."""
    monkeypatch.setattr(build, "data_digest", lambda report: "")


@pytest.fixture
def folder(tmp_path):
    with transaction.open_transaction(tmp_path) as place:
        known = {path: content_digest(content) for path, content in FILES.items()}
        place.put_report(REPORT.key, Entry(None, known, ABOUT), FILES, {})
    index.write_index(tmp_path)
    return tmp_path


def verified(folder, made=FILES, lacking=()):
    """What is told where these files (path -> bytes) are made again, without these forms."""
    activate("en")
    outcome = Outcome(REPORT, made, lacking=dict.fromkeys(lacking, "no_chromium"))
    return verify_reports([REPORT], "notebooks", folder, 1, lambda tasks, jobs: [outcome])


def entered(folder, path, content):
    """Let the ledger say that a file has another content."""
    with transaction.open_transaction(folder) as place:
        entry = place.ledger.entries[REPORT.key]
        files = {**entry.files, path: content_digest(content)}
        changed = {**place.ledger.entries, REPORT.key: replace(entry, files=files)}
        ledger.write_ledger(replace(place.ledger, entries=changed), folder)


def test_what_is_the_same_thrice_is_counted(folder):
    assert verified(folder) == (2, [])


def test_a_file_changed_by_hand_is_told_with_what_was_built(folder):
    (folder / PAGE).write_bytes(b"3.9 %")
    same, (said,) = verified(folder)
    assert same == 1 and said.startswith(f"{PAGE}: was changed by hand; from byte 2")
    assert "“3.9 %”" in said and "“3.8 %”" in said


def test_a_file_that_comes_out_otherwise_differs(folder):
    same, (said,) = verified(folder, FILES | {PAGE: b"3.7 %"})
    assert same == 1 and said.startswith(f"{PAGE}: differs from byte 2: “3.8 %” became “3.7 %”")


def test_a_ledger_that_says_otherwise_than_disk_and_build_is_told(folder):
    entered(folder, PAGE, b"something else")
    same, (said,) = verified(folder)
    assert same == 1 and said.startswith(f"{PAGE}: is as it was built, but the ledger")


def test_a_file_that_is_gone_is_told(folder):
    (folder / DOCUMENT).unlink()
    assert verified(folder) == (1, [f"{DOCUMENT}: is not on the disk any more"])


def test_a_file_that_one_side_lacks_is_told(folder):
    pdf = REPORT.file("pdf")
    assert verified(folder, FILES | {pdf: b"x"}) == (2, [f"{pdf}: not in the ledger ledger.json"])
    assert verified(folder, {PAGE: FILES[PAGE]}) == (1, [f"{DOCUMENT}: could not be built again"])


def test_of_a_form_that_cannot_be_made_here_the_disk_is_still_held_against_the_ledger(folder):
    made = {PAGE: FILES[PAGE]}
    assert verified(folder, made, ["docx"]) == (1, [])
    (folder / DOCUMENT).write_bytes(b"another")
    same, (said,) = verified(folder, made, ["docx"])
    assert same == 1 and said.startswith(f"{DOCUMENT}: was changed by hand")


def test_a_list_changed_by_hand_and_a_planted_page_are_told(folder):
    path = folder / "index.html"
    path.write_bytes(path.read_bytes().replace(b">x</a>", b">y</a>"))
    (folder / "here/evil.html").write_text("x")
    same, (changed, planted) = verified(folder)
    assert same == 2 and changed.startswith("index.html: was changed by hand")
    assert planted.startswith("here/evil.html: no report")
    assert (folder / "here/evil.html").exists()
