"""What an office sent is kept beside the evidence, checked by the rules of the data folder: all of it, or nothing.

How its folder comes to its place, and goes, is in `received`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from bvte.evidence.collection import Evidence
from bvte.evidence.load import FILES, INTAKES, RECORD, REPORTING, intake_folders, load
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.record import column_names, fault_problem
from bvte.evidence.rows import Observation, Source
from bvte.evidence.tabular import csv_bytes
from bvte.evidence.yaml_files import read_yaml
from bvte.intake.province_answer import read_province_book, without_intake
from bvte.intake.province_sheet import KIND
from bvte.intake.reading import Reading, Refused, Taken, check_reading, shown_name, source_cells
from bvte.intake.received import ID_DIGITS, lock_intakes, put_intake, undo_intake
from bvte.intake.refused_copy import refused_copy

__all__ = ["IntakeRecord", "Kept", "Reading", "Refused", "Taken", "keep_reading", "list_intakes", "undo_intake"]

NOTHING_BESIDE: Mapping[str, bytes] = MappingProxyType({})
CELLS = ("id", "sheet", "cell", "seen")


@dataclass(frozen=True)
class Kept:
    """What became of a file. folder : where it is kept, None where nothing of it was; again : it was there before;
    replaced : where an earlier reading of the same file was moved.
    """

    id: str
    folder: Path | None
    again: bool
    taken: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()
    replaced: Path | None = None

    @property
    def refused_file(self) -> Path | None:
        """The copy of the file with the reasons, None where nothing was refused."""
        return next(iter(sorted(self.folder.glob("refused.*"))), None) if self.folder else None


@dataclass(frozen=True)
class IntakeRecord:
    """An intake as it is listed; sheets : name -> counts of what was taken and refused."""

    id: str
    kind: str
    file: str
    office: str
    received_on: date
    sha256: str
    sheets: dict[str, dict[str, int]]

    @property
    def taken(self) -> int:
        """How many cells were taken."""
        return sum(counts.get("taken", 0) for counts in self.sheets.values())

    @property
    def refused(self) -> int:
        """How many cells were refused."""
        return sum(counts.get("refused", 0) for counts in self.sheets.values())


def keep_reading(
    path: Path,
    reading: Reading,
    folder: Path,
    received_on: date,
    told: Callable[[Problem], str] = str,
    beside: Mapping[str, bytes] = NOTHING_BESIDE,
    known: Evidence | None = None,
    renews: bool = False,
) -> Kept:
    """Keep what was read in a file in a data folder: all of it that breaks no rule of the folder, or nothing.

    received_on : the day on which it came, after which it can speak of nothing; told : puts a problem into words,
    for the copy of the file with what was refused; beside : further files of the intake by name; known : the folder
    as it was loaded before the first of several files that say nothing of each other. The same file again changes
    nothing, unless it `renews` an intake with other files beside: that is taken back in the same step.

    Raises OSError where the folder cannot be written, EvidenceError where the folder itself cannot be read.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    code = f"{reading.kind}-{digest[:ID_DIGITS]}"
    with lock_intakes(folder) as place:
        if (place / code).exists() and not (renews and _differs(place / code, beside)):
            return Kept(code, place / code, True, problems=reading.problems)
        if not (reading.taken or reading.refused):
            return Kept(code, None, False, problems=reading.problems)
        evidence = _without_source(known or load(folder, strict=False), f"in_{digest[:ID_DIGITS]}")
        reading = check_reading(path, reading, evidence, received_on)
        files = _files_of(path, reading, evidence, received_on, digest, told)
        replaced = put_intake(place, code, {**files, **beside})
    return Kept(code, place / code, False, reading.taken, reading.refused, reading.problems, replaced)


def keep_province_book(
    path: Path,
    folder: Path,
    received_on: date,
    words: Mapping[str, dict[str, str]],
    told: Callable[[Problem], str] = str,
) -> tuple[Kept, Reading]:
    """Keep the rows of a province's filled workbook that break no rule of its folder, in the place of what an earlier
    reading of it brought: the workbook grows, and what it has by now is all that it says.

    words : list -> word -> code of what the workbook offers. Raises OSError and EvidenceError as `keep_reading`.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    code = f"{KIND}-{folder.name}"
    with lock_intakes(folder) as place:
        evidence = without_intake(load(folder, strict=False), code)
        found = read_province_book(path, evidence, words, received_on)
        reading = found.reading
        if not (reading.taken or reading.refused):
            return Kept(code, None, False, problems=reading.problems), reading
        files = {RECORD: _record_text(path, reading, received_on, digest).encode()}
        for table, rows in found.rows.items():
            files[f"{table}.csv"] = _table_bytes(column_names((FILES | REPORTING)[table][0]), rows.values())
        cells = ({"id": t.fields["id"], "sheet": t.sheet, "cell": t.cell, "seen": t.seen} for t in reading.taken)
        files["cells.csv"] = _table_bytes(CELLS, cells)
        files |= _refused_file(path, reading, told)
        replaced = put_intake(place, code, files)
    return Kept(code, place / code, False, reading.taken, reading.refused, reading.problems, replaced), reading


def _differs(kept: Path, beside: Mapping[str, bytes]) -> bool:
    """Whether an intake has other files beside than these."""
    return any(not (kept / name).exists() or (kept / name).read_bytes() != new for name, new in beside.items())


def _without_source(evidence: Evidence, source: str) -> Evidence:
    """The evidence without what an earlier reading of a file brought."""
    if source not in evidence.sources:
        return evidence
    others = {code: row for code, row in evidence.observations.items() if row.source != source}
    sources = {code: row for code, row in evidence.sources.items() if code != source}
    return replace(evidence, observations=others, sources=sources)


def list_intakes(folder: Path) -> list[IntakeRecord]:
    """The intakes of a data folder, by id; one whose record is none is left out."""
    reader, found = TypeAdapter(IntakeRecord), []
    for place in intake_folders(folder):
        with suppress(ValidationError):
            found.append(reader.validate_python({**(read_yaml(place / RECORD)[0] or {}), "id": place.name}))
    return found


def record_problems(folder: Path) -> list[Problem]:
    """What is wrong in the records of the intakes of a data folder: such an intake is not listed."""
    reader, found = TypeAdapter(IntakeRecord), []
    names = [one.name for one in fields(IntakeRecord)]
    for place in intake_folders(folder):
        content, unread = read_yaml(place / RECORD)
        try:
            if not unread:
                reader.validate_python({**(content or {}), "id": place.name})
        except ValidationError as error:
            file = f"{INTAKES}/{place.name}/{RECORD}"
            faults = [fault_problem(fault, names, file, None) for fault in error.errors()]
            found += [replace(fault, severity=Severity.finding) for fault in faults]
    return found


def _files_of(
    path: Path, reading: Reading, evidence: Evidence, received_on: date, digest: str, told: Callable[[Problem], str]
) -> dict[str, bytes]:
    """Name -> bytes of the files of an intake."""
    code = f"in_{digest[:ID_DIGITS]}"
    ids = {f"{code}_{number}": taken for number, taken in enumerate(reading.taken, start=1)}
    source = source_cells(path, reading, evidence, code)
    observations = ({**taken.fields, "id": one, "source": code} for one, taken in ids.items())
    cells = ({"id": one, "sheet": t.sheet, "cell": t.cell, "seen": t.seen} for one, t in ids.items())
    files = {
        RECORD: _record_text(path, reading, received_on, digest).encode(),
        "observations.csv": _table_bytes(column_names(Observation), observations),
        "sources.csv": _table_bytes(column_names(Source), [source]),
        "cells.csv": _table_bytes(CELLS, cells),
    }
    return files | _refused_file(path, reading, told)


def _refused_file(path: Path, reading: Reading, told: Callable[[Problem], str]) -> dict[str, bytes]:
    """Name -> bytes of the copy of a file with the reasons, nothing where all was taken."""
    if not reading.refused:
        return {}
    reasons = [(r.sheet, r.cell, r.seen, told(r.problem)) for r in reading.refused]
    name, content = refused_copy(path, reasons, reading.dropped)
    return {name: content}


def _record_text(path: Path, reading: Reading, received_on: date, digest: str) -> str:
    """What an intake says of itself, as YAML."""
    taken, refused = (Counter(c.sheet for c in reading.taken), Counter(c.sheet for c in reading.refused))
    sheets = dict.fromkeys((*taken, *refused, *reading.empty))
    facts = {
        "file": shown_name(path),
        "sha256": digest,
        "kind": reading.kind,
        "office": reading.office,
        "received_on": received_on,
        "sheets": {sheet: {"taken": taken[sheet], "refused": refused[sheet]} for sheet in sheets},
    }
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)


def _table_bytes(heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as the bytes of a CSV file, a line a row whatever breaks a cell has."""
    return csv_bytes(heads, ({column: " ".join(str(cell).split()) for column, cell in row.items()} for row in rows))
