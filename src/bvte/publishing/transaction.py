"""A change of the folder of reports: a report and its entry are put in their places, all of it, or none.

A change is first written down whole in a folder of its own beside the reports, and only then carried out. A process
that dies before leaves nothing but that folder; one that dies in between leaves a change that the next one finishes:
each step of it may be done again.

Nothing that people made is lost: what lies in a place and was not put there by a build is kept under another name
(`beside`). A place that a program holds keeps up that file alone: the new one is put beside, until it can be moved.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import count
from os.path import lexists
from pathlib import Path

from bvte.evidence.placing import lock_folder, put_file, remove, write_folder
from bvte.publishing.beside import OutsideError, kept_name, new_name, place_below
from bvte.publishing.inputs import Rows, content_digest
from bvte.publishing.ledger import (
    BROKEN,
    NAME,
    NEWS,
    STRICT,
    Entry,
    Files,
    Held,
    Ledger,
    enter,
    read_ledger,
    reader_of,
    require_entry,
    write_ledger,
)

# A change that is written down whole, and one that is still being written.
READY, FILLING = ".change", ".change.part"
RECORD = "change.json"
# What a system says of a file that another program has open.
IN_USE = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}
# Names that a new file may have beside its place: the first may be open in a program too.
MOST_BESIDE = 9


@dataclass(frozen=True)
class Change:
    """A change of the entry of one report.

    entry : the new one, None where the report goes; files : digest of each file to put, by path, in their order;
    gone : paths to be taken away; built : path -> digests of what builds have put there; rows : digest -> rows.
    """

    __pydantic_config__ = STRICT
    key: str
    entry: Entry | None
    files: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    built: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """What a change met: files that somebody had changed, by the names that they are kept under, and places that
    a program held (path -> the new file beside, "" where there is none)."""

    kept: tuple[str, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)


class DamagedError(ValueError):
    """A change that cannot be read: nothing says what it was to become."""


@contextmanager
def open_transaction(folder: str | Path) -> Iterator["Transaction"]:
    """A change of a folder of reports by this process alone, with what a dead process left put right.

    Raises OSError where the folder cannot be written.
    """
    with lock_folder(Path(folder)):
        transaction = Transaction(Path(folder))
        transaction.recover_change()
        yield transaction


class Transaction:
    """The folder of reports while no other process may change it.

    put_right : codes of what had to be forgotten (`runs.put_right` of the texts), each with its facts.
    """

    def __init__(self, folder: Path):
        self.folder, self.files = folder, Files(folder)
        self.ledger = read_ledger(folder)
        self.put_right: list[tuple[str, dict[str, str]]] = []

    def put_report(self, key: str, entry: Entry, files: Mapping[str, bytes], rows: Mapping[str, Rows]) -> Placed:
        """Enter a report: its files (path -> bytes) and its entry; what else its old entry names goes.

        rows : digest -> rows, of the entry's origin. Raises OSError, after which all is as it was before, and
        OutsideError where a path leaves the folder.
        """
        built = self.ledger.entries.get(key, Entry()).built
        gone = tuple(sorted(built.keys() - entry.built.keys()))
        put = {path: content_digest(content) for path, content in files.items()}
        for path, digest in put.items():
            built.setdefault(path, set()).add(digest)
        known = {path: sorted(built[path]) for path in sorted(built)}
        return self._make_change(Change(key, entry, put, gone, known, dict(rows)), files)

    def remove_report(self, key: str) -> Placed:
        """Take a report and its entry away; what a program holds stays, and is entered until it can go."""
        built = self.ledger.entries[key].built
        known = {path: sorted(digests) for path, digests in built.items()}
        return self._make_change(Change(key, None, {}, tuple(sorted(built)), known), {})

    def put_index(self, pages: Mapping[str, str]) -> None:
        """Write the list of the reports (name -> HTML text) and enter what was written. Raises OSError."""
        for name, text in pages.items():
            put_file(self.folder / name, text.encode())
        self.ledger = replace(self.ledger, index={name: content_digest(text) for name, text in pages.items()})
        write_ledger(self.ledger, self.folder)

    def recover_change(self) -> None:
        """Finish the change that a dead process had written down whole; forget one that it had not.

        A ledger that cannot be read is kept under another name.
        """
        if self.ledger.broken:
            for name in (name for name in (NAME, NEWS) if lexists(self.folder / name)):
                broken = _free_name(self.folder / BROKEN)
                (self.folder / name).rename(broken)
                self.put_right.append(("ledger", {"file": name, "kept": broken.name}))
            self.ledger = Ledger()
        if lexists(self.folder / READY):
            self._finish_change()

    def _finish_change(self) -> None:
        """Carry out the change that a dead process left; a damaged one is forgotten, and its report made again."""
        try:
            self._carry_out()
        except DamagedError:
            self.put_right.append(("change", {"file": READY}))
            self._clear_change()

    def _make_change(self, change: Change, files: Mapping[str, bytes]) -> Placed:
        """Write a change down and carry it out."""
        for path in (*change.files, *change.gone):
            place_below(self.folder, path)
        for path in change.files:
            _require_room((self.folder / path).parent)
        self._write_down(change, files)
        return self._carry_out()

    def _write_down(self, change: Change, files: Mapping[str, bytes]) -> None:
        """Write a change beside the reports and make it ready; nothing of it stays where that fails."""
        record = json.dumps(asdict(change), ensure_ascii=False).encode()
        numbered = {str(number): content for number, content in enumerate(files.values())}
        write_folder(self.folder / FILLING, {**numbered, RECORD: record})
        (self.folder / FILLING).rename(self.folder / READY)

    def _carry_out(self) -> Placed:
        """Carry out the change that is ready; may be begun again after any of its steps. Raises DamagedError."""
        record = self.folder / READY / RECORD
        if not lexists(record):
            self._clear_change()  # all of it was done
            return Placed()
        change = read_change(record)
        self._require_whole(change)
        kept = [name for number, path in enumerate(change.files) for name in self._put_file(number, path, change)]
        held = {path: found for path in change.files if (found := self._held_place(path, change))}
        for path in (path for path in change.gone if path not in {found.new for found in held.values()}):
            kept += self._take_away(path, change, held)
        self._enter_change(change, held)
        self._clear_change()
        return Placed(tuple(kept), {path: found.new for path, found in held.items()})

    def _require_whole(self, change: Change) -> None:
        """Raise DamagedError where a path of a change leaves the folder, or a file is not what was written down."""
        try:
            for path in (*change.files, *change.gone):
                place_below(self.folder, path)
        except OutsideError as error:
            raise DamagedError(str(error)) from error
        written = Files(self.folder / READY)
        for number, (path, digest) in enumerate(change.files.items()):
            if written.digest(str(number)) not in (digest, None):
                raise DamagedError(path)

    def _put_file(self, number: int, path: str, change: Change) -> list[str]:
        """Move a new file into its place, or beside where a program holds that; the name of what is kept."""
        new = self.folder / READY / str(number)
        if not new.exists():
            return []
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._replace_file(new, path, change)
        except OSError as error:
            if error.errno not in IN_USE:
                raise
        return self._put_beside(new, path, change)

    def _put_beside(self, new: Path, path: str, change: Change) -> list[str]:
        """Move a new file beside its place; where programs hold all names for it, the last one's error is raised."""
        for name in _names_beside(path, change.key):
            try:
                return self._replace_file(new, name, change)
            except OSError as error:
                if error.errno not in IN_USE:
                    raise
                refused = error
        raise refused

    def _replace_file(self, new: Path, path: str, change: Change) -> list[str]:
        """Move a new file to that path, with what somebody changed there kept; a list of its name."""
        kept = self._keep_changed(path, change)
        new.replace(self.folder / path)
        return kept

    def _keep_changed(self, path: str, change: Change) -> list[str]:
        """Give what no build has put there a name of its own; a list of that name, empty where nothing is there."""
        there = self.folder / path
        if not lexists(there) or self.files.digest(path) in change.built.get(path, ()):
            return []
        kept = self._free_kept_name(path, change.key, date.fromtimestamp(there.lstat().st_mtime))
        there.rename(self.folder / kept)
        return [kept]

    def _free_kept_name(self, path: str, key: str, day: date) -> str:
        """A name for a file that was changed that day, which no other has."""
        number = 1
        while lexists(self.folder / (name := kept_name(path, key, day, number))):
            number += 1
        return name

    def _held_place(self, path: str, change: Change) -> Held | None:
        """What lies in the place of a file that stands beside it, None where it is in its place.

        Read from the disk, since a process that died may have put it there.
        """
        digest = change.files[path]
        if self.files.digest(path) == digest:
            return None
        beside = next((n for n in _names_beside(path, change.key) if self.files.digest(n) == digest), None)
        return Held(tuple(d for d in change.built.get(path, ()) if d != digest), beside) if beside else None

    def _take_away(self, path: str, change: Change, held: dict[str, Held]) -> list[str]:
        """Take a file away, or keep what somebody changed; one that a program holds is entered as held."""
        if not lexists(self.folder / path):
            return []
        try:
            kept = self._keep_changed(path, change)
            (self.folder / path).unlink(missing_ok=True)
        except OSError as error:
            if error.errno not in IN_USE:
                raise
            held[path] = Held(tuple(change.built.get(path, ())))
            return []
        with suppress(OSError):  # other reports, or something of somebody's, are in it
            (self.folder / path).parent.rmdir()
        return kept

    def _enter_change(self, change: Change, held: dict[str, Held]) -> None:
        """Enter the change in the ledger."""
        entry = change.entry
        if entry or held:
            entry = entry or Entry()
            entry = replace(entry, held={**entry.held, **held})
        self.ledger = enter(self.ledger, self.folder, change.key, entry, change.rows)

    def _clear_change(self) -> None:
        """Take away what was written down of a change; its record first, without which it counts as done."""
        with suppress(FileNotFoundError, NotADirectoryError):
            remove(self.folder / READY / RECORD)
        remove(self.folder / READY)


def read_change(record: Path) -> Change:
    """The change that was written down. Raises DamagedError."""
    try:
        change = reader_of(Change).validate_json(record.read_bytes())
        if change.entry:
            require_entry(change.entry)
    except (ValueError, IsADirectoryError) as error:
        raise DamagedError(str(error)) from error
    return change


def _require_room(folder: Path) -> None:
    """Make the folder of a file. Raises OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _names_beside(path: str, key: str) -> Iterator[str]:
    """Names under which a new file may stand beside its place."""
    return (new_name(path, key, number) for number in range(1, MOST_BESIDE + 1))


def _free_name(path: Path) -> Path:
    """The path, or the next one with a number that nothing has."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not lexists(path) else next(name for name in names if not lexists(name))
