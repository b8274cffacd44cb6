"""`reports/ledger.json`: for every report what it was made from and which files it is."""

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bvte.evidence.record import Recomputed
from bvte.publishing.ledger import disk
from bvte.publishing.ledger.inputs import inputs_of, notebook_digest

NAME, BROKEN = "ledger.json", "ledger.broken.json"
LOCK = ".lock"
FORMAT = 1
# The ledgers as last read or written here, by path with the stamp of the file: a batch enters thousands of
# reports, and each entry would otherwise parse all that came before.
LAST = {}


@dataclass(frozen=True)
class Origin:
    """What a report is made from; two reports of one origin are the same, byte by byte.

    rows : digest of the rows, which the ledger keeps once; code, notebook, lock : digests.
    """

    parameters: dict
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
    files: dict = field(default_factory=dict)
    about: dict = field(default_factory=dict)
    failed: Origin | None = None
    traces: dict = field(default_factory=dict)

    @cached_property
    def json(self):
        """The entry as JSON, made once: a batch writes the whole ledger after every report.

        In the order that it has, which the list of the reports shows: it is the same once it was read back.
        """
        return json.dumps(asdict(self), ensure_ascii=False)


class Rows(Recomputed, dict):
    """File -> row -> digest of one state of a data folder."""

    @cached_property
    def json(self):
        """The rows as JSON in their order, made once."""
        return json.dumps(self, ensure_ascii=False)


def origin_of(report, notebooks):
    """The origin that a report would have if it were made now."""
    inputs = inputs_of(report.values["data"])
    notebook = notebook_digest(f"{notebooks}/{report.notebook}.ipynb")
    return Origin(report.values, inputs.digest, inputs.code, notebook, inputs.lock)


@dataclass(frozen=True)
class Ledger:
    """All entries by report, the rows that their origins name by digest, and their list.

    index : page of the list -> SHA-256; empty where the entries changed since it was written.
    """

    entries: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    index: dict = field(default_factory=dict)
    broken: bool = False

    def with_entry(self, key, entry, rows=()):
        """A ledger with this entry, which knows these rows (digest -> rows) too and no others without use."""
        entries = {**self.entries, key: entry}
        used = {o.rows for e in entries.values() for o in (e.origin, e.failed) if o}
        known = {**{name: Rows(found) for name, found in dict(rows).items()}, **self.rows}
        rows = {name: known[name] for name in known if name in used}
        return replace(self, entries=entries, rows=rows, index={})

    def without(self, key):
        """A ledger without the entry of a report."""
        entries = {name: entry for name, entry in self.entries.items() if name != key}
        return replace(self, entries=entries, index={})


def read(folder):
    """The ledger of a folder of reports; an empty one, marked as broken, where it cannot be read."""
    path = Path(folder) / NAME
    try:
        stamp = _stamp(path)
        if LAST.get(path, (None,))[0] != stamp:
            LAST[path] = stamp, _parsed(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Ledger()
    except (IsADirectoryError, PermissionError, ValueError, TypeError, KeyError, AttributeError):
        return Ledger(broken=True)
    return LAST[path][1]


def write(ledger, folder):
    """Write the ledger of a folder of reports. Raises OSError."""
    path = Path(folder) / NAME
    disk.put(text(ledger), path)
    LAST[path] = _stamp(path), ledger


def _stamp(path):
    """What tells two states of a file apart."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _parsed(told):
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    entries = {key: entry_of(**fields) for key, fields in told["reports"].items()}
    return Ledger(entries, {name: Rows(rows) for name, rows in told["rows"].items()}, told.get("index", {}))


def entry_of(origin, files, about, failed, traces):
    """An entry from its JSON; a field too few or too many is a TypeError."""
    origin, failed = (Origin(**found) if found else None for found in (origin, failed))
    return Entry(origin, files, about, failed, traces)


def text(ledger):
    """The ledger as JSON, one report a line, so that two states of it can be compared line by line."""
    parts = {"rows": _lines(ledger.rows), "reports": _lines(ledger.entries)}
    body = ",\n".join(f'"{name}": {{\n{lines}\n}}' for name, lines in parts.items())
    return f'{{"format": {FORMAT},\n"index": {json.dumps(ledger.index, sort_keys=True)},\n{body}}}\n'


def _lines(mapping):
    return ",\n".join(f"{json.dumps(key)}: {mapping[key].json}" for key in sorted(mapping))


@contextmanager
def locked(folder):
    """Keep other processes from changing the folder of reports. Raises OSError where it is not writable."""
    from filelock import FileLock  # slow to import, and reading does without

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "not writable", str(folder))
    with FileLock(folder / LOCK):
        yield
