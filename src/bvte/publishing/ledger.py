"""`reports/ledger.json`: for every report what it was made from and which files it is.

A report and its entry are put in their places by a transaction: all of them, or none. A change is first
written down whole in a folder of its own beside the reports, and only then carried out. A process that dies
before leaves nothing but that folder; one that dies in between leaves a change that the next one finishes.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bvte.evidence.record import Recomputed
from bvte.publishing.inputs import Rows, content_digest, inputs_of, notebook_digest
from bvte.publishing.report import Report

NAME, BROKEN = "ledger.json", "ledger.broken.json"
LOCK = ".lock"
FORMAT = 1
# The ledgers as last read or written here, by path with the stamp of the file: a batch enters thousands of
# reports, and each entry would otherwise parse all that came before.
LAST: dict[Path, tuple[tuple[int, int, int], "Ledger"]] = {}


@dataclass(frozen=True)
class Origin:
    """What a report is made from; two reports of one origin are the same, byte by byte.

    rows : digest of the rows, which the ledger keeps once; code, notebook, lock : digests.
    """

    parameters: Mapping[str, str | int]
    rows: str
    code: str
    notebook: str
    lock: str


@dataclass(frozen=True)
class Entry(Recomputed):
    """What the ledger knows of one report.

    origin : of the files that are there, None where the report was never made; files : path below the folder
    of reports -> SHA-256; about : what the index tells; failed : origin of a later try that failed;
    traces : the files that such a try left.
    """

    origin: Origin | None = None
    files: dict[str, str] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)
    failed: Origin | None = None
    traces: dict[str, str] = field(default_factory=dict)

    @cached_property
    def json(self) -> str:
        """The entry as JSON, made once: a batch writes the whole ledger after every report.

        In the order that it has, which the list of the reports shows: it is the same once it was read back.
        """
        return json.dumps(asdict(self), ensure_ascii=False)


class KnownRows(Recomputed, dict):
    """File -> row -> digest of one state of a data folder."""

    @cached_property
    def json(self) -> str:
        """The rows as JSON in their order, made once."""
        return json.dumps(self, ensure_ascii=False)


def origin_of(report: Report, notebooks: str | Path) -> Origin:
    """The origin that a report would have if it were made now."""
    inputs = inputs_of(report.values["data"])
    notebook = notebook_digest(f"{notebooks}/{report.notebook}.ipynb")
    return Origin(report.values, inputs.digest, inputs.code, notebook, inputs.lock)


@dataclass(frozen=True)
class Ledger:
    """All entries by report, the rows that their origins name by digest, and their list.

    index : page of the list -> SHA-256; empty where the entries changed since it was written.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    rows: dict[str, KnownRows] = field(default_factory=dict)
    index: dict[str, str] = field(default_factory=dict)
    broken: bool = False

    def with_entry(self, key: str, entry: Entry, rows: Mapping[str, Rows] | None = None) -> "Ledger":
        """A ledger with this entry, which knows these rows (digest -> rows) too and no others without use."""
        entries = {**self.entries, key: entry}
        used = {o.rows for e in entries.values() for o in (e.origin, e.failed) if o}
        known = {**{name: KnownRows(found) for name, found in (rows or {}).items()}, **self.rows}
        rows = {name: known[name] for name in known if name in used}
        return replace(self, entries=entries, rows=rows, index={})

    def without_entry(self, key: str) -> "Ledger":
        """A ledger without the entry of a report."""
        entries = {name: entry for name, entry in self.entries.items() if name != key}
        return replace(self, entries=entries, index={})


def read_ledger(folder: str | Path) -> Ledger:
    """The ledger of a folder of reports; an empty one, marked as broken, where it cannot be read."""
    path = Path(folder) / NAME
    try:
        stamp = _file_stamp(path)
        if LAST.get(path, (None,))[0] != stamp:
            LAST[path] = stamp, _parse_ledger(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Ledger()
    except (IsADirectoryError, PermissionError, ValueError, TypeError, KeyError, AttributeError):
        return Ledger(broken=True)
    return LAST[path][1]


def write_ledger(ledger: Ledger, folder: str | Path) -> None:
    """Write the ledger of a folder of reports. Raises OSError."""
    path = Path(folder) / NAME
    write_text(ledger_text(ledger), path)
    LAST[path] = _file_stamp(path), ledger


def _file_stamp(path: Path) -> tuple[int, int, int]:
    """What tells two states of a file apart."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _parse_ledger(told: dict) -> Ledger:
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    entries = {key: entry_of(**fields) for key, fields in told["reports"].items()}
    return Ledger(entries, {name: KnownRows(rows) for name, rows in told["rows"].items()}, told.get("index", {}))


def entry_of(origin: dict | None, files: dict, about: dict, failed: dict | None, traces: dict) -> Entry:
    """An entry from its JSON; a field too few or too many is a TypeError."""
    origin, failed = (Origin(**found) if found else None for found in (origin, failed))
    return Entry(origin, files, about, failed, traces)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as JSON, one report a line, so that two states of it can be compared line by line."""
    parts = {"rows": _json_lines(ledger.rows), "reports": _json_lines(ledger.entries)}
    body = ",\n".join(f'"{name}": {{\n{lines}\n}}' for name, lines in parts.items())
    return f'{{"format": {FORMAT},\n"index": {json.dumps(ledger.index, sort_keys=True)},\n{body}}}\n'


def _json_lines(mapping: Mapping[str, Entry | KnownRows]) -> str:
    return ",\n".join(f"{json.dumps(key)}: {mapping[key].json}" for key in sorted(mapping))


@contextmanager
def lock_folder(folder: str | Path) -> Iterator[None]:
    """Keep other processes from changing the folder of reports. Raises OSError where it is not writable."""
    from filelock import FileLock  # slow to import, and reading does without

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "not writable", str(folder))
    with FileLock(folder / LOCK):
        yield


def write_text(text: str, target: Path) -> None:
    """Write a text beside its place and move it there, so that no reader meets half of it."""
    part = target.with_name(f".{target.name}.part")
    write_bytes(part, text.encode())
    part.replace(target)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to the disk itself, so that a name never stands for a file that a power cut emptied."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


# A change that is written down whole, and one that is still being written.
READY, FILLING = ".change", ".change.part"
RECORD = "change.json"


@contextmanager
def open_transaction(folder: str | Path) -> Iterator["Transaction"]:
    """A change of a folder of reports by this process alone, with what a dead process left put right.

    Raises OSError where the folder cannot be written.
    """
    with lock_folder(folder):
        transaction = Transaction(Path(folder))
        transaction.recover_change()
        yield transaction


class Transaction:
    """The folder of reports while no other process may change it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ledger = read_ledger(folder)

    def put_report(self, key: str, entry: Entry, files: Mapping[str, bytes], rows: Mapping[str, Rows]) -> None:
        """Enter a report: its files (path -> bytes) and its entry; what else its old entry names goes.

        rows : digest -> rows, of the entry's origin. Raises OSError, after which all is as it was before.
        """
        old = self.ledger.entries.get(key, Entry())
        gone = sorted({*old.files, *old.traces} - {*entry.files, *entry.traces})
        change = {"key": key, "entry": asdict(entry), "gone": gone, "rows": rows}
        self._write_down(change, files)
        self._carry_out()

    def remove_report(self, key: str) -> None:
        """Take a report and its entry away."""
        old = self.ledger.entries[key]
        self._write_down({"key": key, "entry": None, "gone": sorted({*old.files, *old.traces})}, {})
        self._carry_out()

    def put_index(self, pages: Mapping[str, str]) -> None:
        """Write the list of the reports (name -> HTML text) and enter what was written. Raises OSError."""
        for name, text in pages.items():
            write_text(text, self.folder / name)
        self.ledger = replace(self.ledger, index={name: content_digest(text) for name, text in pages.items()})
        write_ledger(self.ledger, self.folder)

    def recover_change(self) -> None:
        """Finish the change that a dead process had written down whole; forget one that it had not.

        A ledger that cannot be read is kept under another name.
        """
        if self.ledger.broken:
            (self.folder / NAME).replace(self.folder / BROKEN)
        shutil.rmtree(self.folder / FILLING, ignore_errors=True)
        if (self.folder / READY).exists():
            self._carry_out()

    def _write_down(self, change: dict[str, object], files: Mapping[str, bytes]) -> None:
        """Write a change beside the reports and make it ready; nothing of it stays where that fails."""
        place = self.folder / FILLING
        try:
            place.mkdir(parents=True)
            for number, content in enumerate(files.values()):
                write_bytes(place / str(number), content)
            change = {**change, "files": list(files)}
            write_bytes(place / RECORD, json.dumps(change, ensure_ascii=False).encode())
            place.rename(self.folder / READY)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise

    def _carry_out(self) -> None:
        """Carry out the change that is ready; may be begun again after any of its steps."""
        place = self.folder / READY
        change = json.loads((place / RECORD).read_text(encoding="utf-8"))
        for number, path in enumerate(change["files"]):
            if (place / str(number)).exists():
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (place / str(number)).replace(self.folder / path)
        for path in change["gone"]:
            (self.folder / path).unlink(missing_ok=True)
            with suppress(OSError):  # other reports, or something of somebody's, are in it
                (self.folder / path).parent.rmdir()
        self._enter_change(change)
        shutil.rmtree(place)

    def _enter_change(self, change: dict) -> None:
        """Write the ledger with the change in it."""
        if change["entry"] is None:
            self.ledger = self.ledger.without_entry(change["key"])
        else:
            entry = entry_of(**change["entry"])
            self.ledger = self.ledger.with_entry(change["key"], entry, change["rows"])
        write_ledger(self.ledger, self.folder)
