"""Digests of all that a report is made from: the rows of its data folder, the code, the notebook, the lock.

A report may draw on any row of its folder (a row that nobody used yet can change a conclusion), so all of
them count, and so does their order; `uses` says of which it is certain that a report cannot. Of a row counts what
its cells say: line ends, quotes and Excel's byte mark change nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest
from pathlib import Path

from bvte.evidence.files import FOREIGN
from bvte.evidence.load import INTAKES, OF_INTAKES, UNDONE, data_folder, project_root
from bvte.evidence.record import Recomputed
from bvte.evidence.tabular import read_lines
from bvte.evidence.yaml_files import read_yaml

# Enough that two rows of one file never share a digest by chance, short enough to read.
ROW_DIGITS = 16
# File -> row -> digest, the files by their path below the folder.
Rows = dict[str, dict[str, str]]
# Columns that name a row: what every file but that of areas has, and the decisions of a workshop.
KEYS = ("id", "target")
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
    files = sorted(path for path in folder.rglob("*") if path.is_file() and _is_read(path.relative_to(folder)))
    return {path.relative_to(folder).as_posix(): _file_digests(path) for path in files}


def _is_read(path: Path) -> bool:
    """Whether a report may read a file below a data folder: of an intake its rows; nothing of what
    was taken back, replaced, or is still being written."""
    if FOREIGN.fullmatch(path.name) or path.parts[:2] == ("workshops", "earlier"):
        return False
    if path.parts[0] != INTAKES:
        return True
    place = path.parts[1]
    return path.suffix == ".csv" and path.stem in OF_INTAKES and place != UNDONE and not place.startswith(".")


def _file_digests(path: Path) -> dict[str, str]:
    """Row -> digest of one file; a file that holds no rows counts as one."""
    if path.suffix == ".csv":
        return _csv_digests(path)
    if path.suffix == ".yml":
        return _yaml_digests(path)
    return _whole_digest(path)


def _csv_digests(path: Path) -> dict[str, str]:
    """Row -> digest; a row is named by its id, its target or its first cell, a second one of that name by its
    number too."""
    found: dict[str, str] = {}
    lines = read_lines(path)
    is_unclear = len(set(lines.header)) < len(lines.header) or any(
        problem.facts.get("unread") for problem in lines.problems
    )
    if not lines.header or is_unclear:
        return _whole_digest(path)
    # By name, since which column stands first says nothing.
    key = next((column for column in KEYS if column in lines.header), lines.header[0])
    for _, cells in lines.rows:
        named = dict(zip_longest(lines.header, cells, fillvalue=""))
        name = named[key]
        known = sum(other.partition("#")[0] == name for other in found) if name in found else 0
        found[f"{name}#{known + 1}" if known else name] = _row_digest(named, sort_keys=True)
    return found


def _yaml_digests(path: Path) -> dict[str, str]:
    """Entry -> digest of a mapping's entries; of a file that maps nothing, as a check tells, that file's."""
    entries, _ = read_yaml(path)
    try:
        return {str(name): _row_digest(entry) for name, entry in (entries or {}).items()} or _whole_digest(path)
    except (ValueError, TypeError, RecursionError):
        # An entry that refers to itself, or one whose names are no text.
        return _whole_digest(path)


def _whole_digest(path: Path) -> dict[str, str]:
    """One digest of a file that holds no rows, or none that can be told apart."""
    try:
        return {"": content_digest(path.read_bytes())[:ROW_DIGITS]}
    except OSError:
        return {"": ""}


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
