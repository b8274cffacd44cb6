"""A change is carried out whole or not at all, whatever moment a process dies at."""

import errno
import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.evidence import placing
from bvte.publishing import index, ledger, status, transaction
from bvte.publishing.beside import is_below
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry, Held, Ledger, Origin

ROWS = {"state": {"targets.csv": {"t001": "0123456789abcdef"}}}


def origin(number=0, rows="state"):
    return Origin({"programme": "cpp", "language": "vi"}, rows, f"code {number}", "notebook", "lock")


def files_of(number):
    return {f"here/a.{form}": f"{form} {number}".encode() for form in ("html", "docx", "xlsx")}


def entry(number):
    digests = {path: content_digest(content) for path, content in files_of(number).items()}
    return Entry(origin(number), digests, {"title": f"số {number}"})


def put(folder, number):
    with transaction.open_transaction(folder) as place:
        return place.put_report("here/a", entry(number), files_of(number), ROWS)


def state(folder):
    """Number of the edition that files and ledger show; fails where they do not show one and the same."""
    known = ledger.read_ledger(folder).entries["here/a"]
    number = known.about["title"].partition(" ")[2]
    assert {path: (folder / path).read_bytes() for path in known.files} == files_of(number)
    return int(number)


def test_files_and_entry_are_there_and_nothing_else(tmp_path):
    put(tmp_path, 1)
    assert state(tmp_path) == 1
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"here", "ledger.json", ".lock"}


def test_the_ledger_reads_back_as_it_was_written(tmp_path):
    failed = Entry(origin(1), {"x": "d"}, {"title": "ố"}, origin(2, "later"), {"y": "e"})
    known = Ledger().with_entry("b", failed, ROWS | {"later": {}}).with_entry("a", entry(3), ROWS)
    (tmp_path / "ledger.json").write_text(ledger.ledger_text(known), encoding="utf-8")
    assert ledger.read_ledger(tmp_path) == known
    assert list(json.loads(ledger.ledger_text(known))["reports"]) == ["a", "b"]


def test_rows_that_no_report_was_made_from_are_forgotten():
    first = Ledger().with_entry("a", Entry(origin(rows="old")), {"old": {}})
    second = first.with_entry("a", Entry(origin(rows="new")), {"new": {}})
    assert (list(first.rows), list(second.rows)) == (["old"], ["new"])


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"format": 2}', '{"format": 1, "reports": {"a": 1}, "rows": {}}'])
def test_a_ledger_that_cannot_be_read_is_kept_and_begun_anew(tmp_path, broken):
    put(tmp_path, 1)
    (tmp_path / "ledger.json").write_text(broken)
    assert ledger.read_ledger(tmp_path).broken
    put(tmp_path, 2)
    assert state(tmp_path) == 2
    assert (tmp_path / "ledger.broken.json").read_text() == broken


def nodes_of(told, path=()):
    """The path of every value in what JSON says."""
    yield path
    for name, inside in told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ():
        yield from nodes_of(inside, (*path, name))


def with_value(told, path, value):
    """The same with another value at a path."""
    if not path:
        return value
    copied = dict(told) if isinstance(told, dict) else list(told)
    copied[path[0]] = with_value(told[path[0]], path[1:], value)
    return copied


@pytest.mark.parametrize("value", [None, 1, True, "x", "2024-13-45", "\ud800", "../x", [], {}, {"a": 1}, {"../v": "d"}])
def test_whatever_stands_at_any_place_of_a_ledger_stops_nothing(tmp_path, value):
    put(tmp_path, 1)
    about = {
        "language": "vi",
        "notebook": "target_audit",
        "title": "t",
        "period": "2020",
        "evidence-date": "2020-01-31",
    }
    told = replace(
        entry(1), about=about | {"indicators": {"a": "A"}}, failed=origin(2), traces={"here/a.failed.html": "d"}
    )
    held = {"here/a.xlsx": Held(("d",), "here/a.ban-moi.xlsx")}
    known = Ledger().with_entry("here/a", replace(told, held=held), ROWS)
    text = ledger.ledger_text(replace(known, index={"index.html": "d"}))
    (tmp_path / "mine.txt").write_text("x")
    for path in nodes_of(json.loads(text)):
        (tmp_path / "ledger.json").write_text(json.dumps(with_value(json.loads(text), path, value)))
        ledger.LAST.clear()
        known = ledger.read_ledger(tmp_path)
        assert index.index_pages(known, tmp_path) and "mine.txt" in status.unknown_files(known, tmp_path)
        list(status.index_faults(known, status.Files(tmp_path)))
        assert all(is_below(path) for entry in known.entries.values() for path in entry.built)
        put(tmp_path, 1)
        assert state(tmp_path) == 1


def test_a_ledger_that_cannot_be_opened_is_none(tmp_path):
    (tmp_path / "ledger.json").mkdir()
    assert ledger.read_ledger(tmp_path).broken
    (tmp_path / "file").write_text("")
    # Nothing can be written there either, which whoever asked is told.
    with pytest.raises(NotADirectoryError):
        ledger.read_ledger(tmp_path / "file")


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it on purpose."""


def die_at(monkeypatch, step):
    """Let the so-manieth change of the disk be the last thing that the process does."""
    count = iter(range(10_000))

    def dying(original):
        def call(*arguments, **named):
            if next(count) == step:
                raise Killed
            return original(*arguments, **named)

        return call

    for owner, name in [(Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir")]:
        monkeypatch.setattr(owner, name, dying(getattr(owner, name)))
    monkeypatch.setattr(placing, "write_bytes", dying(placing.write_bytes))
    # A process that is killed clears nothing up.
    monkeypatch.setattr(shutil, "rmtree", dying(shutil.rmtree))


# Changes of the disk that a report makes which replaces another of three files.
STEPS = 22


@pytest.mark.parametrize("step", range(STEPS))
def test_a_process_that_dies_at_any_step_leaves_the_old_or_the_new(tmp_path, monkeypatch, step):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        die_at(patch, step)
        with suppress(Killed):
            put(tmp_path, 2)
    with transaction.open_transaction(tmp_path):
        pass
    assert state(tmp_path) in (1, 2)
    put(tmp_path, 3)
    assert state(tmp_path) == 3
    assert not list(tmp_path.glob(".change*")) and not list(tmp_path.glob("*.part"))


def test_the_steps_above_reach_from_the_first_to_the_last(tmp_path, monkeypatch):
    put(tmp_path, 1)
    with monkeypatch.context() as patch:
        die_at(patch, STEPS)
        put(tmp_path, 2)
        with pytest.raises(Killed):
            put(tmp_path, 3)
    assert state(tmp_path) == 2


def test_a_full_disk_leaves_all_as_it_was(tmp_path, monkeypatch):
    put(tmp_path, 1)

    def full(path, content):
        if path.name == "1":
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(placing, "write_bytes", full)
        with pytest.raises(OSError, match="No space left"):
            put(tmp_path, 2)
    assert state(tmp_path) == 1
    assert not list(tmp_path.glob(".change*"))


def test_what_a_report_no_longer_has_goes(tmp_path):
    put(tmp_path, 1)
    with transaction.open_transaction(tmp_path) as place:
        only = {"here/a.html": b"x"}
        place.put_report("here/a", Entry(origin(), {"here/a.html": content_digest(b"x")}), only, ROWS)
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["a.html"]
    with transaction.open_transaction(tmp_path) as place:
        place.remove_report("here/a")
    assert not (tmp_path / "here").exists() and ledger.read_ledger(tmp_path).entries == {}


# What the index tells under these names is no text.
FREE_NAMES = st.text().filter(lambda name: name not in {*ledger.NAMES, *ledger.FIGURES})


@given(st.dictionaries(st.text(min_size=1), st.dictionaries(FREE_NAMES, st.text())))
def test_any_text_survives_the_ledger(about):
    known = Ledger()
    for key, told in about.items():
        known = known.with_entry(key, Entry(origin(), {}, told), ROWS)
    assert ledger._parse_ledger(ledger.ledger_text(known).encode()) == known
