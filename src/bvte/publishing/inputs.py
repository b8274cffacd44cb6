"""Digests of all that a report is made from: the rows of its data folder, the code, the notebook, the lock.

A report may draw on any row of its folder (a row that nobody used yet can change a conclusion), so all of
them count, and so does their order. Of a row counts what its cells say: line ends, quotes
and Excel's byte mark change nothing.
"""

import csv
import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from bvte.evidence.files import SAFE_LOADER
from bvte.evidence.load import data_folder, project_root
from bvte.evidence.record import Recomputed

# Enough that two rows of one file never share a digest by chance, short enough to read.
ROW_DIGITS = 16
# File -> row -> digest, the files by their path below the folder.
Rows = dict[str, dict[str, str]]
NOT_CODE = {".pyc", ".md"}


@dataclass(frozen=True)
class Inputs(Recomputed):
    """What the reports of one data folder are made from, apart from their notebook and parameters."""

    rows: Rows
    code: str
    lock: str

    @cached_property
    def digest(self) -> str:
        """One digest of all rows in their order, under which the ledger keeps them once for all reports."""
        return content_digest(json.dumps(self.rows))


@cache
def inputs_of(data: str) -> Inputs:
    """The inputs of a data folder and of what all folders share, as they are now; read once in a process."""
    national = {f"national/{file}": rows for file, rows in rows_of(project_root() / "data/national").items()}
    return Inputs(rows_of(data_folder(data)) | national, code_digest(), lock_digest())


def rows_of(folder: Path) -> Rows:
    """File -> row -> digest of everything in a data folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _file_digests(path) for path in files}


def _file_digests(path: Path) -> dict[str, str]:
    """Row -> digest of one file; a file that holds no rows counts as one."""
    if path.suffix == ".csv":
        return _csv_digests(path)
    if path.suffix == ".yml":
        return _yaml_digests(path)
    return {"": content_digest(path.read_bytes())[:ROW_DIGITS]}


def _csv_digests(path: Path) -> dict[str, str]:
    """Row -> digest; a row is named by its first cell, a second one of that name by its number too."""
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for cells in csv.DictReader(file):
            name = next(iter(cells.values())) or ""
            known = sum(other.partition("#")[0] == name for other in found) if name in found else 0
            # By name, since which column stands first says nothing.
            found[f"{name}#{known + 1}" if known else name] = _row_digest(cells, sort_keys=True)
    return found


def _yaml_digests(path: Path) -> dict[str, str]:
    """Entry -> digest of a mapping's entries; of a file that maps nothing, as a check tells, that file's."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError):
        entries = None
    if not isinstance(entries, dict):
        return {"": content_digest(path.read_bytes())[:ROW_DIGITS]}
    return {name: _row_digest(entry) for name, entry in entries.items()}


def _row_digest(content: object, **options: object) -> str:
    text = json.dumps(content, ensure_ascii=False, default=str, **options)
    return content_digest(text)[:ROW_DIGITS]


@cache
def code_digest() -> str:
    """Digest of every file of this package that can change what a report says or how it looks."""
    return _tree_digest(Path(__file__).parents[1])


@cache
def notebook_digest(path: str | Path) -> str:
    """Digest of one notebook and of its translations."""
    path = Path(path)
    files = [path, *sorted(path.parent.glob(f"*/{path.stem}.po"))]
    return content_digest(b"".join(file.read_bytes() for file in files))


@cache
def lock_digest() -> str:
    """Digest of the locked packages."""
    return content_digest((project_root() / "requirements.lock").read_bytes())


def _tree_digest(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in NOT_CODE)
    named = (f"{p.relative_to(folder).as_posix()} {content_digest(p.read_bytes())}" for p in files)
    return content_digest("\n".join(named))


def content_digest(content: str | bytes) -> str:
    """SHA-256 of text or bytes as hexadecimal text."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
