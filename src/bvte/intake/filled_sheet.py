"""The sheets of a filled workbook of a workshop: which of them record decisions, and what stands in their rows.

A workbook may hold several, one a group, beside the one hidden sheet of codes. Each sheet is of one kind: it records,
it explains how to fill in, it holds the codes, it is empty, or it is another one, which is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from pathlib import Path

from bvte.evidence.problem import Problem, nearest_name
from bvte.intake.recording_sheet import (
    CHOICES,
    CODE,
    CODES_ROW,
    CODES_SHEET,
    COLUMNS,
    DAY_CELL,
    FACT,
    FILLED,
    FIRST_ROW,
    GIVEN,
    HEADS_ROW,
    LATER,
)
from bvte.intake.workbook_reader import Book, SeenCell, SeenSheet, open_book

SheetKind = StrEnum("SheetKind", "record help codes empty other")
# What a sheet holds above its table, by row and column letter, besides the codes and the headings.
ABOVE = {(1, "A"), (1, "B"), (2, "A"), (2, "B"), (2, "C")}


@dataclass(frozen=True)
class FilledSheet:
    """A sheet that records decisions.

    place : file and sheet, for messages; rows : row -> column -> cell, of rows in which something was filled in;
    empty : how many rows of targets hold nothing; heads : column -> letter and heading; stray : where something stands
    outside the table, as (row, column letter, text).
    """

    place: str
    name: str
    hidden: bool
    day: SeenCell | None
    rows: dict[int, dict[str, SeenCell]]
    empty: int
    heads: dict[str, str]
    stray: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class FilledBook:
    """A workbook of a workshop.

    facts : what the hidden sheet says of the workbook; words : column -> word -> code; sheets : those that record;
    kinds : sheet -> what it is, for all of them; problems : why the file is not read, and what of it is not.
    """

    path: Path
    facts: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    sheets: tuple[FilledSheet, ...] = ()
    kinds: dict[str, SheetKind] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    readable: bool = True


def open_filled(path: Path) -> FilledBook:
    """A filled workbook of a workshop. Raises nothing: what cannot be read is a problem."""
    book = open_book(path)
    if book.problems:
        return FilledBook(path, problems=book.problems, readable=False)
    kinds = {sheet.name: _kind_of(sheet) for sheet in book.sheets}
    if not {SheetKind.record, SheetKind.codes} <= set(kinds.values()):
        names = ", ".join(kinds)
        problem = Problem("not_a_recording_sheet", path.name, None, "", names)
        return FilledBook(path, kinds=kinds, problems=(problem,), readable=False)
    return _read_book(book, kinds)


def _kind_of(sheet: SeenSheet) -> SheetKind:
    if not sheet.cells:
        return SheetKind.empty
    if sheet.name == CODES_SHEET:
        return SheetKind.codes
    if any(cell.value in COLUMNS for cell in sheet.cells.get(CODES_ROW, {}).values()):
        return SheetKind.record
    return SheetKind.help if _is_help(sheet) else SheetKind.other


def _is_help(sheet: SeenSheet) -> bool:
    """Whether a sheet holds numbered steps and nothing that somebody added."""
    steps = enumerate(sheet.rows(), start=1)
    return all(
        row == number and list(cells) == ["A", "B"] and cells["A"].value == number and not _is_number(cells["B"])
        for number, (row, cells) in steps
    )


def _is_number(cell: SeenCell) -> bool:
    return isinstance(cell.value, Decimal)


def _read_book(book: Book, kinds: dict[str, SheetKind]) -> FilledBook:
    """The sheets that record, the codes, and what is in other sheets."""
    place = book.path.name
    facts, words, problems = _read_codes(next(s for s in book.sheets if kinds[s.name] == SheetKind.codes), place)
    sheets = []
    for sheet in book.sheets:
        where = f"{place} [{sheet.name}]"
        if kinds[sheet.name] == SheetKind.record:
            columns, faults = _columns_of(sheet, where)
            problems += faults
            sheets += [] if faults else [_read_sheet(sheet, where, columns)]
    readable = not problems
    problems += [_other_sheet(sheet, place) for sheet in book.sheets if kinds[sheet.name] == SheetKind.other]
    return FilledBook(book.path, facts, words, tuple(sheets), kinds, tuple(problems), readable)


def _other_sheet(sheet: SeenSheet, file: str) -> Problem:
    """The problem of a sheet that nobody asked for; its first cell says which it is."""
    row, cells = next(sheet.rows())
    letter, cell = next(iter(cells.items()))
    return Problem("sheet_not_read", f"{file} [{sheet.name}]", row, letter, cell.seen)


def _read_codes(sheet: SeenSheet, file: str) -> tuple[dict[str, str], dict[str, dict[str, str]], list[Problem]]:
    """Facts and words of the hidden sheet, and where it contradicts itself or says what no sheet of ours does."""
    facts: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {column: {} for column in CHOICES}
    problems = []
    for row, cells in sheet.rows():
        about, code, word = (cells[letter].seen.strip() if letter in cells else "" for letter in "ABC")
        known, key, said = (facts, code, word) if about == FACT else (words.get(about, {}), word, code)
        if about in words and code not in CHOICES[about]:
            allowed = ", ".join(CHOICES[about])
            problems.append(Problem("not_in_list", f"{file} [{sheet.name}]", row, "B", code, allowed))
        elif known.setdefault(key, said) != said:
            problems.append(Problem("codes_contradict", f"{file} [{sheet.name}]", row, "C", said, known[key]))
    return facts, words, problems


def _columns_of(sheet: SeenSheet, place: str) -> tuple[dict[str, str], list[Problem]]:
    """Column letter -> column, and a problem for each that is missing, unknown or there twice."""
    columns = {letter: str(cell.value) for letter, cell in sheet.cells[CODES_ROW].items()}
    named = list(columns.values())
    unknown = [code for code in named if code not in COLUMNS]
    absent = [code for code in COLUMNS if code not in named]
    missing = [code for code in absent if code not in LATER]
    problems = [_column_problem("column_not_known", place, code, nearest_name(code, absent)) for code in unknown]
    problems += [_column_problem("column_twice", place, c) for c in dict.fromkeys(named) if named.count(c) > 1]
    return columns, problems + [_column_problem("column_missing", place, code) for code in missing]


def _column_problem(kind: str, place: str, code: str, near: str | None = None) -> Problem:
    allowed = ", ".join(COLUMNS)
    facts = {"type": kind}
    return Problem("not_a_value", place, CODES_ROW, code, code, allowed, near, facts=facts)


def _read_sheet(sheet: SeenSheet, place: str, columns: dict[str, str]) -> FilledSheet:
    """All that a sheet says, nothing interpreted."""
    table = {row: cells for row, cells in sheet.rows() if row >= FIRST_ROW}
    named = {row: {columns[x]: c for x, c in cells.items() if x in columns} for row, cells in table.items()}
    filled = {row: cells for row, cells in named.items() if any(column in FILLED for column in cells)}
    empty = [row for row, cells in named.items() if row not in filled and "target" in cells and len(cells) > 1]
    heads = {code: _heading_of(sheet, letter) for letter, code in columns.items()}
    # The column of codes is hidden: what is wrong with a row is told where its reader looks.
    heads[CODE] = heads.get(GIVEN[0], heads.get(CODE, ""))
    stray = chain(_stray_above(sheet), _stray_below(table, columns, {*filled, *empty}))
    return FilledSheet(place, sheet.name, sheet.hidden, sheet.cell(DAY_CELL), filled, len(empty), heads, tuple(stray))


def _heading_of(sheet: SeenSheet, letter: str) -> str:
    """The letter of a column and the first line of its heading; below it stand the choices for those who print it."""
    cell = sheet.cells.get(HEADS_ROW, {}).get(letter)
    return f"{letter} ({' '.join(cell.seen.partition(chr(10))[0].split()) if cell else ''})"


def _stray_above(sheet: SeenSheet) -> Iterator[tuple[int, str, str]]:
    """What was written above the table, where nothing is asked for."""
    known = sheet.cells[CODES_ROW]
    for row, cells in sheet.rows():
        for letter, cell in cells.items():
            if (
                row < FIRST_ROW
                and (row, letter) not in ABOVE
                and not (row in (CODES_ROW, HEADS_ROW) and letter in known)
            ):
                yield row, letter, cell.seen


def _stray_below(
    table: dict[int, dict[str, SeenCell]], columns: dict[str, str], of_targets: set[int]
) -> Iterator[tuple[int, str, str]]:
    """What was written beside the table or below it."""
    for row, cells in table.items():
        for letter, cell in cells.items():
            if letter not in columns or row not in of_targets:
                yield row, letter, cell.seen
