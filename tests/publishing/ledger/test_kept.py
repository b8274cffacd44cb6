"""What people made in the folder of reports is kept, and a file that a program has open keeps up nothing but itself."""

import errno
import json
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bvte.evidence.language import activate
from bvte.publishing import ledger, status, transaction
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry
from bvte.publishing.status import unknown_files

from .test_shelf import Killed, die_at, entry, files_of, put, state

DAY = time.mktime((2026, 11, 28, 9, 30, 0, 0, 0, -1))
DOCUMENT = "here/a.docx"
KEPT = "here/a.da-sua-2026-11-28.docx"


def edit(folder, path=DOCUMENT, content=b"a paragraph of an officer", when=DAY):
    (folder / path).write_bytes(content)
    os.utime(folder / path, (when, when))


def found(folder):
    """Path -> bytes of every file of the reports, without what the folder itself needs."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.glob("here/*")}


def test_an_edited_file_is_kept_under_a_name_that_says_when_and_the_new_one_stands_in_its_place(tmp_path):
    put(tmp_path, 1)
    edit(tmp_path)
    placed = put(tmp_path, 2)
    assert state(tmp_path) == 2
    assert found(tmp_path) == files_of(2) | {KEPT: b"a paragraph of an officer"}
    assert (placed.kept, dict(placed.held)) == ((KEPT,), {})


def test_a_second_edit_of_one_day_gets_a_number_and_no_later_build_touches_either(tmp_path):
    put(tmp_path, 1)
    for number in (2, 3, 4):
        edit(tmp_path, content=f"edit {number}".encode())
        put(tmp_path, number)
    put(tmp_path, 5)
    kept = {path: content for path, content in found(tmp_path).items() if "da-sua" in path}
    assert kept == {KEPT: b"edit 2", KEPT.replace("28", "28-2"): b"edit 3", KEPT.replace("28", "28-3"): b"edit 4"}
    assert unknown_files(ledger.read_ledger(tmp_path), tmp_path) == []
    with transaction.open_transaction(tmp_path) as place:
        place.remove_report("here/a")
    assert found(tmp_path) == kept


@pytest.mark.parametrize("form", ["docx", "xlsx", "record.xlsx", "pptx", "html", "csv", "datapackage.json"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_form_is_kept_in_the_language_of_its_report(tmp_path, form, language):
    key = f"here/annual_report-2025.{language}"
    path = f"{key}.{form}"

    def make(content):
        with transaction.open_transaction(tmp_path) as place:
            digests = {path: content_digest(content)}
            return place.put_report(key, Entry(None, digests), {path: content}, {})

    make(b"one")
    edit(tmp_path, path)
    (kept,) = make(b"two").kept
    word = {"vi": "da-sua", "en": "edited"}[language]
    assert kept == f"{key}.{word}-2026-11-28.{form}"
    assert (tmp_path / kept).read_bytes() == b"a paragraph of an officer" and (tmp_path / path).read_bytes() == b"two"


def test_an_edited_file_of_a_report_that_goes_is_kept(tmp_path):
    put(tmp_path, 1)
    edit(tmp_path)
    with transaction.open_transaction(tmp_path) as place:
        assert place.remove_report("here/a").kept == (KEPT,)
    assert found(tmp_path) == {KEPT: b"a paragraph of an officer"}


def test_without_a_ledger_nobody_can_say_what_was_edited_so_all_that_differs_is_kept(tmp_path):
    put(tmp_path, 1)
    (tmp_path / "ledger.json").unlink()
    ledger.LAST.clear()
    assert len(put(tmp_path, 2).kept) == 3
    (tmp_path / "ledger.json").write_text("{")
    assert put(tmp_path, 2).kept == ()  # the same bytes again


def test_a_folder_or_a_link_of_somebody_in_the_place_of_a_file_is_kept_too(tmp_path):
    put(tmp_path, 1)
    (tmp_path / DOCUMENT).unlink()
    (tmp_path / DOCUMENT).mkdir()
    (tmp_path / DOCUMENT / "notes.txt").write_text("x")
    (kept,) = put(tmp_path, 2).kept
    assert state(tmp_path) == 2 and (tmp_path / kept / "notes.txt").read_text() == "x"
    outside = tmp_path / "mine.docx"
    outside.write_text("mine")
    (tmp_path / DOCUMENT).unlink()
    (tmp_path / DOCUMENT).symlink_to(outside)
    (kept,) = put(tmp_path, 3).kept
    assert state(tmp_path) == 3 and outside.read_text() == "mine" and (tmp_path / kept).is_symlink()


@pytest.mark.parametrize("step", range(24))
def test_a_process_that_dies_while_it_keeps_a_file_loses_none(tmp_path, monkeypatch, step):
    put(tmp_path, 1)
    edit(tmp_path)
    with monkeypatch.context() as patch:
        die_at(patch, step)
        with suppress(Killed):
            put(tmp_path, 2)
    put(tmp_path, 3)
    assert state(tmp_path) == 3
    assert {k: v for k, v in found(tmp_path).items() if "da-sua" in k} == {KEPT: b"a paragraph of an officer"}


def test_status_and_build_say_where_it_is_and_how_to_read_it_back(tmp_path):
    for language, day in (("vi", "28/11/2026"), ("en", "28 Nov 2026")):
        activate(language)
        names = [f"x/annual_report-2025.vi.da-sua-2026-11-28.{form}" for form in ("docx", "xlsx", "pptx")]
        names.append("x/target_audit-p.en.edited-2026-11-28-2.record.xlsx")
        lines = status.placed_lines(transaction.Placed(tuple(names)))
        assert all(name in line and day in line for name, line in zip(names, lines, strict=True))
        asked = [line.rpartition("python3 run.py ")[2] for line in lines]
        assert asked[:2] == [f"intake report reports/{name}" for name in names[:2]]
        assert "intake" not in asked[2] and asked[3] == f"intake workshop reports/{names[3]}"
        (tmp_path / "x").mkdir(exist_ok=True)
        for name in names:
            (tmp_path / name).write_bytes(b"")
        assert len(status.kept_lines(tmp_path)) == 4


# A program that has a file open ------------------------------------------------------------------------------


def hold(monkeypatch, *names, number=errno.EACCES):
    """Let a program have these files open, as Windows does: they can be neither replaced, renamed nor removed."""

    def held(original):
        def call(self, *arguments, **named):
            if {Path(self).name, *(Path(a).name for a in arguments if isinstance(a, Path))} & {*names}:
                raise PermissionError(number, "used by another process", str(self))
            return original(self, *arguments, **named)

        return call

    for name in ("replace", "rename", "unlink"):
        monkeypatch.setattr(Path, name, held(getattr(Path, name)))


NEW = "here/a.ban-moi.xlsx"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EBUSY])
def test_a_file_that_is_open_keeps_up_itself_alone_and_the_next_build_puts_it_right(tmp_path, monkeypatch, number):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        hold(patch, "a.xlsx", number=number)
        placed = put(tmp_path, 2)
        assert (placed.kept, dict(placed.held)) == ((), {"here/a.xlsx": NEW})
        assert found(tmp_path) == files_of(2) | {"here/a.xlsx": b"xlsx 1", NEW: b"xlsx 2"}
        assert unknown_files(ledger.read_ledger(tmp_path), tmp_path) == []
        other = {"there/b.html": b"another report"}
        with transaction.open_transaction(tmp_path) as place:
            digests = {path: content_digest(content) for path, content in other.items()}
            assert place.put_report("there/b", Entry(None, digests), other, {}) == transaction.Placed()
    assert put(tmp_path, 2) == transaction.Placed()
    assert state(tmp_path) == 2 and found(tmp_path) == files_of(2)
    assert ledger.read_ledger(tmp_path).entries["here/a"].held == {}


def test_what_was_written_into_the_open_file_is_kept_when_it_is_closed(tmp_path, monkeypatch):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        hold(patch, "a.xlsx")
        put(tmp_path, 2)
    edit(tmp_path, "here/a.xlsx", b"filled")
    edit(tmp_path, NEW, b"filled too")
    kept = put(tmp_path, 3).kept
    assert state(tmp_path) == 3
    assert sorted((tmp_path / name).read_bytes() for name in kept) == [b"filled", b"filled too"]
    assert len(found(tmp_path)) == 5


def test_the_new_file_may_be_open_as_well_and_the_report_is_still_made(tmp_path, monkeypatch):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        hold(patch, "a.xlsx")
        put(tmp_path, 2)
        hold(patch, "a.xlsx", Path(NEW).name)
        placed = put(tmp_path, 3)
        second = NEW.replace("ban-moi", "ban-moi-2")
        assert placed.held["here/a.xlsx"] == second and (tmp_path / second).read_bytes() == b"xlsx 3"
        assert (tmp_path / NEW).read_bytes() == b"xlsx 2"
        with transaction.open_transaction(tmp_path) as place:
            assert place.remove_report("here/a").held == {"here/a.xlsx": "", NEW: ""}
        assert ledger.read_ledger(tmp_path).entries["here/a"].files == {}
    with transaction.open_transaction(tmp_path) as place:
        assert place.remove_report("here/a") == transaction.Placed()
    assert found(tmp_path) == {} and ledger.read_ledger(tmp_path).entries == {}


@pytest.mark.parametrize("step", range(26))
def test_a_process_that_dies_beside_an_open_file_leaves_one_state(tmp_path, monkeypatch, step):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        hold(patch, "a.xlsx")
        die_at(patch, step)
        with suppress(Killed):
            put(tmp_path, 2)
    with monkeypatch.context() as patch:
        hold(patch, "a.xlsx")
        with transaction.open_transaction(tmp_path) as place:
            known = place.ledger.entries["here/a"]
    assert known.held.keys() <= {"here/a.xlsx"}
    assert unknown_files(ledger.read_ledger(tmp_path), tmp_path) == []
    assert put(tmp_path, 3).kept == ()
    assert state(tmp_path) == 3 and found(tmp_path) == files_of(3)


def test_the_sentence_says_which_program_is_to_be_closed(tmp_path):
    activate("en")
    held = {"x/a.vi.xlsx": "x/a.vi.ban-moi.xlsx", "x/a.vi.docx": ""}
    first, second = status.placed_lines(transaction.Placed((), held))
    assert "close it in Excel and build again" in first and "x/a.vi.ban-moi.xlsx" in first
    assert "close it in Word" in second


def test_a_folder_that_may_not_be_written_leaves_all_as_it_was(tmp_path, monkeypatch):
    put(tmp_path, 1)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "here" and may(path, mode))
    with pytest.raises(PermissionError):
        put(tmp_path, 2)
    assert state(tmp_path) == 1 and not list(tmp_path.glob(".change*"))


# What a dead process left --------------------------------------------------------------------------------------


def damaged_changes():
    """Name -> what makes the change that a process left unusable."""

    def record(text):
        return lambda change: (change / "change.json").write_text(text)

    told = {"key": "here/a", "entry": None, "files": {}, "gone": ["../victim.txt"], "built": {}, "rows": {}}
    return {
        "empty": lambda change: (change / "change.json").unlink(),
        "cut": record('{"key": "here/a", "ent'),
        "no bytes": record(""),
        "a list": record("[]"),
        "null": record("null"),
        "leads out": record(json.dumps(told)),
        "a folder": lambda change: ((change / "change.json").unlink(), (change / "change.json").mkdir()),
        "a cut file": lambda change: (change / "0").write_bytes(b"htm"),
    }


def killed(self):
    raise Killed


@pytest.mark.parametrize("harm", damaged_changes())
def test_a_change_that_is_empty_or_damaged_is_forgotten_and_the_next_build_goes_on(tmp_path, monkeypatch, harm):
    put(tmp_path / "reports", 1)
    (tmp_path / "victim.txt").write_text("x")
    with monkeypatch.context() as patch:
        patch.setattr(transaction.Transaction, "_carry_out", killed)  # it is written down and ready
        with suppress(Killed):
            put(tmp_path / "reports", 2)
    damaged_changes()[harm](tmp_path / "reports" / transaction.READY)
    with transaction.open_transaction(tmp_path / "reports") as place:
        assert [code for code, _ in place.put_right] == ([] if harm == "empty" else ["change"])
    assert state(tmp_path / "reports") == 1 and not list((tmp_path / "reports").glob(".change*"))
    put(tmp_path / "reports", 3)
    assert state(tmp_path / "reports") == 3 and (tmp_path / "victim.txt").exists()


@pytest.mark.parametrize("name", [transaction.READY, transaction.FILLING])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_an_empty_remainder_of_either_kind_keeps_nobody_up(tmp_path, name, kind):
    put(tmp_path, 1)
    (tmp_path / name).mkdir() if kind == "folder" else (tmp_path / name).write_bytes(b"")
    put(tmp_path, 2)
    assert state(tmp_path) == 2 and not list(tmp_path.glob(".change*"))


@pytest.mark.parametrize("before", [None, "file", "folder"])
def test_a_ledger_that_is_a_folder_is_put_aside_whatever_lies_there(tmp_path, before):
    put(tmp_path, 1)
    (tmp_path / "ledger.json").unlink()
    (tmp_path / "ledger.json").mkdir()
    aside = tmp_path / "ledger.broken.json"
    aside.write_text("earlier") if before == "file" else aside.mkdir() if before == "folder" else None
    put(tmp_path, 1)
    assert state(tmp_path) == 1
    assert unknown_files(ledger.read_ledger(tmp_path), tmp_path) == []
    assert before != "file" or aside.read_text() == "earlier"


# Nobody let out ---------------------------------------------------------------------------------------------------

OUTSIDE = [
    "../victim.txt",
    "/victim.txt",
    "here/../../victim.txt",
    "..\\victim.txt",
    "C:\\victim.txt",
    "C:victim.txt",
    "",
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("part", ["files", "traces", "held", "index"])
def test_a_ledger_that_leads_out_is_broken_and_removes_nothing(tmp_path, path, part):
    folder, victim = tmp_path / "reports", tmp_path / "victim.txt"
    victim.write_bytes(b"x")
    put(folder, 1)
    told = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    digest = content_digest(b"x")
    if part == "index":
        told["index"] = {path: digest}
    else:
        told["reports"]["here/a"][part][path] = {"was": [digest], "new": ""} if part == "held" else digest
    (folder / "ledger.json").write_text(json.dumps(told), encoding="utf-8")
    assert ledger.read_ledger(folder).broken
    put(folder, 2)
    assert victim.read_bytes() == b"x" and state(folder) == 2


@pytest.mark.parametrize("key", ["../evil.vi", "/evil.vi", "here/../../../evil.vi"])
def test_a_report_whose_name_leads_out_is_not_put_there(tmp_path, key):
    folder, path = tmp_path / "reports", f"{key}.html"
    with pytest.raises(ValueError, match="evil"), transaction.open_transaction(folder) as place:
        place.put_report(key, Entry(None, {path: "d"}), {path: b"x"}, {})
    assert not list(tmp_path.glob("evil*")) and not list(folder.glob(".change*"))


def test_a_link_in_the_folder_of_reports_lets_nothing_out(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/here").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="here/a"):
        put(tmp_path / "reports", 1)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_ledger_of_somebody_else_removes_only_what_is_as_it_says(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here/mine.txt").write_text("mine")
    with transaction.open_transaction(tmp_path) as place:
        place.ledger = place.ledger.with_entry("here/a", entry(1), {}).with_entry(
            "here/m", Entry(None, {"here/mine.txt": content_digest(b"theirs")})
        )
        (kept,) = place.remove_report("here/m").kept
    assert (tmp_path / kept).read_text() == "mine"
