"""What was read in a file that an office sent: cells that can be kept, and those that cannot with their reason.

How its figures are cited, and which of them would break a rule of the data folder beside the rows that it has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from bvte.evidence.check import check, only_errors
from bvte.evidence.collection import Evidence
from bvte.evidence.files import identity_of, read_row
from bvte.evidence.form_cards import form_cards
from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.problem import Problem
from bvte.evidence.record import Recomputed
from bvte.evidence.rows import Observation, Row, Source, SourceKind
from bvte.evidence.value import SHARES
from bvte.intake.personal import find_personal

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
# So many ranges of cells of a sheet are named one by one; of more the corner cells are.
MOST_RANGES = 8
NOT_PUBLISHED = "tệp do cơ quan gửi, chưa công bố / a file that an office sent, not published"
# So many places of one cause are named; the copy of the file marks all.
PLACES_NAMED = 20
# Stands for the file of the rows that are on trial.
TRIAL = "intakes/./observations.csv"
# The table of a row that is on trial, and the columns that identify it there.
TABLES = {model: (name, key) for name, (model, key) in (FILES | REPORTING).items()}


@dataclass(frozen=True)
class Taken:
    """A cell that can be kept. fields : the columns of observations.csv without id and source."""

    sheet: str
    cell: str
    seen: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be kept, and why."""

    sheet: str
    cell: str
    seen: str
    problem: Problem


@dataclass(frozen=True)
class Reading:
    """What was read in a file. kind : report, request, mapped, workshop; office : its id in agencies.csv or its
    name; title : of the file, "" for its name; empty : sheets that hold nothing to take; problems : of the file;
    source : how sources.csv names it where it was published, empty of what an office sent; dropped : (sheet, letter)
    of columns that may name persons and are copied nowhere.
    """

    kind: str
    office: str
    title: str
    taken: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()
    empty: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()


def fold_causes(problems: Iterable[Problem]) -> list[Problem]:
    """One problem a cause: what was found in many cells is told once, with the first of the other places."""
    causes: dict[tuple[str, ...], dict[tuple[int | None, str], Problem]] = {}
    for problem in problems:
        cause = (problem.code, problem.file, problem.found, problem.allowed)
        causes.setdefault(cause, {}).setdefault((problem.line, problem.column), problem)
    return [_folded(*places.values()) for places in causes.values()]


def _folded(first: Problem, *others: Problem) -> Problem:
    return replace(first, also=(*first.also, *others[:PLACES_NAMED])) if others else first


def placed_problem(problem: Problem, path: Path, sheet: str, cell: str) -> Problem:
    """The problem at a cell of a file, whatever row was made of that."""
    return replace(problem, file=f"{path.name} [{sheet}]" if sheet else path.name, line=None, column=cell, also=())


def source_cells(path: Path, reading: Reading, evidence: Evidence, code: str) -> dict[str, str]:
    """The row of sources.csv: what was published as its map names it; else the title names office, file and cells."""
    if reading.source:
        return {"id": code, **reading.source}
    known = evidence.agencies.get(reading.office)
    office = known.name_vi if known else reading.office
    sheets: dict[str, list[str]] = {}
    for cell in reading.taken:
        sheets.setdefault(cell.sheet, []).append(cell.cell)
    where = "; ".join(": ".join(filter(None, (sheet, cell_ranges(cells)))) for sheet, cells in sheets.items())
    title = f"{office}, {reading.title or shown_name(path)}" + (f" ({where})" if where else "")
    return {
        "id": code,
        "title": title,
        "publisher": office,
        "kind": SourceKind.office,
        "no_address_reason": NOT_PUBLISHED,
        "language": "vi",
    }


def shown_name(path: Path) -> str:
    """The name of a file without the names of persons in it: it is printed in public reports."""
    return without_persons(path.name, re.sub(r"[_-]+", " ", path.stem))


def without_persons(text: str, read: str = "") -> str:
    """A text with … in the place of what looks like a person. read : the text as words, where it is not itself."""
    for found in find_personal(read or text):
        text = re.sub(re.escape(found).replace(r"\ ", r"[\s_-]+"), "…", text)
    return text


def cell_ranges(cells: Iterable[str]) -> str:
    """Cells as a person reads them: those below each other as a range, very many as the range of all.

    >>> cell_ranges(["D5", "D6", "D7", "F9"])
    'D5:D7 F9'
    """
    named = list(dict.fromkeys(cells))
    places = sorted(
        (column_index_from_string(found[1]), int(found[2])) for found in map(CELL.fullmatch, named) if found
    )
    ranges: list[tuple[int, int, int]] = []
    for column, row in places:
        if ranges and (column, row) == (ranges[-1][0], ranges[-1][2] + 1):
            ranges[-1] = (column, ranges[-1][1], row)
        else:
            ranges.append((column, row, row))
    if len(ranges) > MOST_RANGES:
        rows = [row for _, row in places]
        corners = (places[0][0], min(rows), min(rows)), (places[-1][0], max(rows), max(rows))
        return ":".join(_range_text(*one) for one in corners)
    return " ".join([*(_range_text(*one) for one in ranges), *(cell for cell in named if not CELL.fullmatch(cell))])


def _range_text(column: int, first: int, last: int) -> str:
    letter = get_column_letter(column)
    return f"{letter}{first}" + (f":{letter}{last}" if last > first else "")


def may_be_fraction(value: Decimal, indicator: str, unit: str, is_percent: bool, evidence: Evidence) -> bool:
    """Whether a share that was typed as 0.15 may mean 15 %: no percent stands beside it, and no published one of the
    indicator is as small.
    """
    if unit not in SHARES or is_percent or not 0 < value <= 1:
        return False
    rows = (row for row in evidence.observations.values() if row.indicator == indicator)
    return not any(row.value <= 1 for row in rows if not evidence.is_reported(row))


def check_reading(path: Path, reading: Reading, evidence: Evidence, received_on: date) -> Reading:
    """The same reading, with each taken cell refused that breaks a rule of the folder, by itself or beside others."""
    source = source_cells(path, reading, evidence, "in_0")
    rows: dict[int, Observation] = {}
    faults: dict[int, Problem] = {}
    for number, taken in enumerate(reading.taken, start=1):
        cells = {**taken.fields, "id": f"in_0_{number}", "source": source["id"]}
        row, problems = read_row(Observation, cells, "observations.csv", number)
        rows |= {number: row} if row else {}
        faults |= {number: problems[0]} if problems else {}
    # A cell of a form gets its card with its first figure.
    cards = form_cards(evidence.indicators, {row.indicator for row in rows.values()})
    sources = evidence.sources | {source["id"]: Source.model_validate(source)}
    whole = replace(evidence, sources=sources, indicators=evidence.indicators | cards)
    trial = Trial(whole, {number: row.model_copy(update={"file": TRIAL}) for number, row in rows.items()}, received_on)
    return _with_refused(path, reading, faults | trial.culprits())


@dataclass(frozen=True)
class Trial(Recomputed):
    """Rows that are to be added to evidence, by number: which of them bring an error with them?"""

    evidence: Evidence
    rows: Mapping[int, Row]
    day: date

    def culprits(self) -> dict[int, Problem]:
        """Row -> the error that it breaks a rule with; first those that the error names, then by halving."""
        named: dict[int, Problem] = {}
        while True:
            rest = [number for number in self.rows if number not in named]
            new = self._new_errors(rest)
            own = {problem.line: problem for problem in reversed(new) if problem.file == TRIAL and problem.line}
            if not own:
                return named | (self._halve([], rest) if new else {})
            named |= own

    # Of a folder without errors, as most are, it is never asked.
    @cached_property
    def _known(self) -> list[Problem]:
        return self._errors(())

    def _new_errors(self, numbers: Iterable[int]) -> list[Problem]:
        """The errors that these rows bring with them."""
        return [problem for problem in self._errors(numbers) if problem not in self._known]

    def _errors(self, numbers: Iterable[int]) -> list[Problem]:
        """The errors of the evidence with these rows."""
        added: dict[str, dict[str, Any]] = {}
        for number in numbers:
            row = self.rows[number]
            table, key = TABLES[type(row)]
            added.setdefault(table, {})[identity_of(row, key)] = row
        tables: dict[str, Any] = {name: {**getattr(self.evidence, name), **rows} for name, rows in added.items()}
        found = check(replace(self.evidence, **tables), self.day)
        return only_errors(each for problem in found for each in (problem, *problem.also))

    def _halve(self, good: list[int], rest: list[int]) -> dict[int, Problem]:
        """The rows among some that bring an error to others' rows, where those before are good."""
        new = self._new_errors([*good, *rest])
        if not new or not rest:
            return {}
        if len(rest) == 1:
            return {rest[0]: new[0]}
        middle = len(rest) // 2
        first = self._halve(good, rest[:middle])
        good = [*good, *(number for number in rest[:middle] if number not in first)]
        return first | self._halve(good, rest[middle:])


def _with_refused(path: Path, reading: Reading, faults: Mapping[int, Problem]) -> Reading:
    """The reading with its faulty cells among the refused ones, each problem placed at its cell."""
    kept = tuple(taken for number, taken in enumerate(reading.taken, start=1) if number not in faults)
    numbered = ((reading.taken[number - 1], faults[number]) for number in sorted(faults))
    refused = (
        Refused(cell.sheet, cell.cell, cell.seen, placed_problem(problem, path, cell.sheet, cell.cell))
        for cell, problem in numbered
    )
    return replace(reading, taken=kept, refused=(*reading.refused, *refused))
