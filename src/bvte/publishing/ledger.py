"""`reports/ledger.json`: for every report what it was made from and which files it is.

What changes it, with the files that it names, is a `transaction`. An entry of a large ledger is first a line that is
added to `ledger.new.jsonl`, so that a thousandth report of a batch costs what the first does. The ledger is written
whole with the list of the reports, which comes last, and whenever the lines grew to a part of it. Who reads takes both
files; where a process died the lines wait for the next list.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import ConfigDict, TypeAdapter

from bvte.evidence.placing import put_file
from bvte.evidence.record import Recomputed
from bvte.publishing.beside import is_below
from bvte.publishing.inputs import Rows, content_digest, inputs_of, notebook_digest
from bvte.publishing.report import Report

NAME, BROKEN, NEWS = "ledger.json", "ledger.broken.json", "ledger.new.jsonl"
FORMAT = 1
# The folders of reports below the project: of those that may be sent on, and of internal ones, each with a ledger.
PUBLIC, INTERNAL = "reports", "reports-noi-bo"
# The ledgers as last read or written here, by path with the stamp of the file: a batch enters thousands of
# reports, and each entry would otherwise parse all that came before.
Stamp = tuple[int, int, int]
LAST: dict[Path, tuple[tuple[Stamp | None, Stamp | None], "Ledger"]] = {}


# What is read must have all fields that there are, and no others, each of its type.
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Origin:
    """What a report is made from; two reports of one origin are the same, byte by byte.

    rows : digest of the rows, which the ledger keeps once; code, notebook, lock : digests.
    """

    __pydantic_config__ = STRICT
    parameters: Mapping[str, str | int]
    rows: str
    code: str
    notebook: str
    lock: str


@dataclass(frozen=True)
class Held:
    """A place that a program held when a file was to be put there or taken away.

    was : SHA-256 of all that builds have put there; new : path of the new file, which stands beside, "" where there
    is none to be.
    """

    __pydantic_config__ = STRICT
    was: tuple[str, ...] = ()
    new: str = ""


# A text, names of indicators and sources by their code, or for each indicator its figures as printed and their places.
About = str | dict[str, str] | dict[str, dict[str, str]]
NAMES, FIGURES = ("indicators", "silent", "sources", "publishers"), ("figures",)


@dataclass(frozen=True)
class Entry(Recomputed):
    """What the ledger knows of one report.

    origin : of the files that are there, None where the report was never made; files : path below the folder
    of reports -> SHA-256; about : what the index tells; failed : origin of a later try that failed;
    traces : the files that such a try left; held : path -> what lies there in place of the file, or still;
    asked : the questions that the report put to the evidence (`uses.packed_questions`), "" where none are known.
    """

    __pydantic_config__ = STRICT
    origin: Origin | None = None
    files: dict[str, str] = field(default_factory=dict)
    about: dict[str, About] = field(default_factory=dict)
    failed: Origin | None = None
    traces: dict[str, str] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    asked: str = ""

    @property
    def built(self) -> dict[str, set[str]]:
        """Path -> SHA-256 of all that a build has put there and may still lie there."""
        found: dict[str, set[str]] = {}
        for files in (self.files, self.traces):
            for path, digest in files.items():
                found.setdefault(path, set()).add(digest)
        for path, held in self.held.items():
            found.setdefault(path, set()).update(held.was)
            if held.new:
                found.setdefault(held.new, set()).add((self.files | self.traces).get(path, ""))
        return found

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


def reports_name(is_internal: bool = False) -> str:
    """The name of the folder of reports: internal ones have one of their own, which no public build reads or writes."""
    return INTERNAL if is_internal else PUBLIC


def origin_of(report: Report, notebooks: str | Path) -> Origin:
    """The origin that a report would have if it were made now."""
    inputs = inputs_of(report.values["data"])
    notebook = notebook_digest(f"{notebooks}/{report.notebook}.ipynb")
    return Origin(report.told_values, inputs.digest, inputs.code, notebook, inputs.lock)


def is_known_sound(ledger: "Ledger", data: str) -> bool:
    """Whether a report was made of a data folder as it is now by the code as it is now: no report is made of rows that
    break a rule, and what breaks none on one day breaks none on a later one."""
    now = inputs_of(data)
    origins = (entry.origin for entry in ledger.entries.values() if entry.origin)
    return any((origin.rows, origin.code) == (now.digest, now.code) for origin in origins)


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
        new = {name: KnownRows(found) for name, found in (rows or {}).items() if name not in self.rows}
        before = self.entries.get(key, Entry())
        if not (new or _rows_of(before) - _rows_of(entry)):
            return replace(self, entries=entries, index={})
        used = set().union(*map(_rows_of, entries.values()))
        known = {**new, **self.rows}
        return replace(self, entries=entries, rows={name: known[name] for name in known if name in used}, index={})

    def without_entry(self, key: str) -> "Ledger":
        """A ledger without the entry of a report."""
        entries = {name: entry for name, entry in self.entries.items() if name != key}
        return replace(self, entries=entries, index={})


def _rows_of(entry: Entry) -> set[str]:
    """Digests of the rows that the origins of an entry name."""
    return {origin.rows for origin in (entry.origin, entry.failed) if origin}


@dataclass(frozen=True)
class News:
    """An entry that was added to a ledger, None where a report went, and rows that the ledger did not have."""

    __pydantic_config__ = STRICT
    key: str
    entry: Entry | None
    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """The ledger as its file has it."""

    __pydantic_config__ = STRICT
    format: Literal[1]
    index: dict[str, str]
    rows: dict[str, Rows]
    reports: dict[str, Entry]


def read_ledger(folder: str | Path) -> Ledger:
    """The ledger of a folder of reports; an empty one, marked as broken, where it cannot be read."""
    path = Path(folder)
    try:
        if LAST.get(path, (None,))[0] != (stamps := _file_stamps(path)):
            known = _parse_ledger((path / NAME).read_bytes()) if stamps[0] else Ledger()
            LAST[path] = stamps, _with_news(known, (path / NEWS).read_bytes() if stamps[1] else b"")
    except (IsADirectoryError, PermissionError, ValueError):
        return Ledger(broken=True)
    return LAST[path][1]


def _with_news(known: Ledger, lines: bytes) -> Ledger:
    """The ledger with what was added to it; of a line that a dead process began nothing counts. Raises ValueError."""
    for line in lines.splitlines(keepends=True):
        if line.endswith(b"\n"):
            known = _with_one(known, reader_of(News).validate_json(line))
    return known


def _with_one(known: Ledger, news: News) -> Ledger:
    if news.entry is not None:
        require_entry(news.entry)
        return known.with_entry(news.key, news.entry, news.rows)
    return known.without_entry(news.key) if news.key in known.entries else known


# Bytes up to which a ledger is written whole, and the part of a larger one that may wait in lines.
WHOLE, WAITING = 2**19, 1 / 4


def enter(known: Ledger, folder: Path, key: str, entry: Entry | None, rows: Mapping[str, Rows]) -> Ledger:
    """The ledger with an entry, or without one, after that was written. Raises OSError."""
    news = News(key, entry, {name: found for name, found in rows.items() if name not in known.rows})
    size, waiting = (stamp[1] if stamp else 0 for stamp in _file_stamps(folder))
    entered = _with_one(known, news)
    if size <= WHOLE or waiting > WAITING * size:
        write_ledger(entered, folder)
    else:
        _add_line(folder / NEWS, news)
        LAST[folder] = _file_stamps(folder), entered
    return entered


def _add_line(path: Path, news: News) -> None:
    """Add an entry to a file of them, to the disk itself."""
    with path.open("ab+") as file:
        _end_with_line(file)
        file.write(f"{json.dumps(asdict(news), ensure_ascii=False)}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def _end_with_line(file: BinaryIO) -> None:
    """Take away what a dead process had begun behind the last whole line."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1))
    if file.read(1) not in (b"", b"\n"):
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


def write_ledger(ledger: Ledger, folder: str | Path) -> None:
    """Write the ledger of a folder of reports. Raises OSError."""
    path = Path(folder)
    put_file(path / NAME, ledger_text(ledger).encode())
    if (path / NEWS).exists():
        # Who dies before this reads them again, to the same effect.
        (path / NEWS).unlink()
    LAST[path] = _file_stamps(path), ledger


def _file_stamps(folder: Path) -> tuple[Stamp | None, Stamp | None]:
    """What tells two states of the files of a ledger apart."""
    return _file_stamp(folder / NAME), _file_stamp(folder / NEWS)


def _file_stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _parse_ledger(text: bytes) -> Ledger:
    """The ledger of a file. Raises ValueError where it is not as `ledger_text` writes it."""
    told = reader_of(Written).validate_json(text)
    for page in told.index:
        require_below(page)
    for entry in told.reports.values():
        require_entry(entry)
    return Ledger(told.reports, {name: KnownRows(rows) for name, rows in told.rows.items()}, told.index)


@cache
def reader_of(kind: type) -> TypeAdapter:
    """What reads something of this type from JSON, made once."""
    return TypeAdapter(kind)


def require_entry(entry: Entry) -> None:
    """Raise ValueError where an entry names a path that leads out, or tells what the index cannot show."""
    for path in entry.built:
        require_below(path)
    for name, told in entry.about.items():
        inside = set(map(type, told.values())) if isinstance(told, dict) else {None}
        if not inside <= ({str} if name in NAMES else {dict} if name in FIGURES else {None}):
            raise ValueError(name)


def require_below(path: str) -> None:
    """Raise ValueError where a path leads out of the folder of reports."""
    if not is_below(path):
        raise ValueError(path)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as JSON, one report a line, so that two states of it can be compared line by line."""
    parts = {"rows": _json_lines(ledger.rows), "reports": _json_lines(ledger.entries)}
    body = ",\n".join(f'"{name}": {{\n{lines}\n}}' for name, lines in parts.items())
    return f'{{"format": {FORMAT},\n"index": {json.dumps(ledger.index, sort_keys=True)},\n{body}}}\n'


def _json_lines(mapping: Mapping[str, Entry | KnownRows]) -> str:
    return ",\n".join(f"{json.dumps(key)}: {mapping[key].json}" for key in sorted(mapping))


# In place of the digest of a file that may not be read: nothing that a build put there.
UNREADABLE = "unreadable"


class Files:
    """Digests of the files below a folder as they are on the disk now.

    Every file is read: size and time do not tell a figure that was changed by hand and its time put back.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)

    def digest(self, path: str) -> str | None:
        """SHA-256 of a file, None where there is none, UNREADABLE where a program or the system keeps it."""
        try:
            with open(f"{self.folder}/{path}", "rb") as file:  # noqa: PTH123, a Path costs more than opening
                return content_digest(file.read())
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except PermissionError:
            # Windows says the same of a folder in the place of a file.
            return None if (self.folder / path).is_dir() else UNREADABLE
