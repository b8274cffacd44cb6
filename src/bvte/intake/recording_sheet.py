"""A recording sheet: where things stand in it, its raw cells, and what one cell of a filled one says.

The places are said once for who writes the sheet and for who reads it back. A hidden row names the columns
and a hidden sheet the choices by code, so that it can be read whatever its language and its headings. What
keeps a file from being read is a problem of the file.
"""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.reporting import DecisionKind
from bvte.evidence.rows import Condition
from bvte.evidence.value import Unit

# Columns that are given and locked, and those that people fill in, in their order.
GIVEN = ("target", "indicator", "read", "current")
FILLED = ("reading", "doubt", "decision", "owner", "date", "condition", "value", "value_to", "unit", "due_year")
COLUMNS = (*GIVEN, *FILLED)
CHOICES = {"decision": tuple(DecisionKind), "condition": tuple(Condition), "unit": tuple(Unit)}
NUMBERS, DATES, YEARS = ("value", "value_to"), ("date",), ("due_year",)
# Rows, counted from 1 as in a spreadsheet; cell of the day of the workshop.
CODES_ROW, HEADS_ROW, FIRST_ROW = 4, 5, 6
DAY_CELL = "B2"
# The hidden sheet: a row of three cells for each fact and each choice: what it is about, code, word.
CODES_SHEET = "codes"
FACT = "about"


@dataclass(frozen=True)
class FilledSheet:
    """A recording sheet: facts of the hidden sheet, words by column, day as typed, cells by row and column.

    place : file and sheet, for messages; heads : column -> letter and heading; merged, formulas : pairs
    (row, column).
    """

    place: str
    facts: dict[str, str]
    words: dict[str, dict[str, str]]
    day: Any
    rows: dict[int, dict[str, Any]]
    heads: dict[str, str]
    merged: set[tuple[int, str]]
    formulas: set[tuple[int, str]]


def open_sheet(path: Path) -> tuple[FilledSheet | None, list[Problem]]:
    """The filled sheet of an .xlsx file, or None, and the problems of the file."""
    # Who writes the sheet needs its places alone.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError):
        return None, [Problem("not_a_workbook", path.name, 0, "", path.name, ".xlsx")]
    sheet = next((s for s in book if s.cell(CODES_ROW, 1).value in COLUMNS), None)
    if sheet is None or CODES_SHEET not in book.sheetnames:
        return None, [Problem("not_a_recording_sheet", path.name, 0, "", ", ".join(book.sheetnames))]
    place = f"{path.name} [{sheet.title}]"
    places, problems = _columns_of(sheet, place)
    return (None, problems) if problems else (_read_filled(book, sheet, place, places), [])


def _columns_of(sheet: Any, place: str) -> tuple[dict[str, int], list[Problem]]:
    """Column -> its number, and a problem for each that is missing or unknown."""
    places = {cell.value: cell.column for cell in sheet[CODES_ROW] if cell.value}
    unknown = [code for code in places if code not in COLUMNS]
    missing = [code for code in COLUMNS if code not in places]
    problems = [_column_problem("column_not_known", place, code, nearest_name(code, missing)) for code in unknown]
    return places, problems + [_column_problem("column_missing", place, code) for code in missing]


def _column_problem(kind: str, place: str, code: str, near: str | None = None) -> Problem:
    allowed = ", ".join(COLUMNS)
    facts = {"type": kind}
    return Problem("not_a_value", place, CODES_ROW, code, code, allowed, near, facts=facts)


def _read_filled(book: Any, sheet: Any, place: str, places: dict[str, int]) -> FilledSheet:
    """All that the sheet says, nothing interpreted."""
    cells = {
        (row, code): sheet.cell(row, at) for row in range(FIRST_ROW, sheet.max_row + 1) for code, at in places.items()
    }
    facts, words = _read_codes(book[CODES_SHEET])
    heads = {code: _heading_of(sheet.cell(HEADS_ROW, at)) for code, at in places.items()}
    rows: dict[int, dict[str, Any]] = {}
    for (row, code), cell in cells.items():
        rows.setdefault(row, {})[code] = cell.value
    merged = {key for key, cell in cells.items() if cell.coordinate in sheet.merged_cells}
    formulas = {key for key, cell in cells.items() if cell.data_type == "f"}
    return FilledSheet(place, facts, words, sheet[DAY_CELL].value, rows, heads, merged, formulas)


def _read_codes(sheet: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Facts and words of the hidden sheet."""
    facts: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {column: {} for column in CHOICES}
    for about, code, word in sheet.iter_rows(max_col=3, values_only=True):
        if about == FACT:
            facts[code] = word
        elif about in words:
            words[about][str(word)] = code
    return facts, words


def _heading_of(cell: Any) -> str:
    return f"{cell.column_letter} ({' '.join(str(cell.value or '').split())})"


DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
PLAIN = re.compile(r"-?\d+")
DECIMAL = re.compile(r"(-?\d+)[.,](\d+)")
GROUPED = re.compile(r"-?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
FIRST_YEAR = 2000
# Titles before a name of a person: an owner is a body or a role.
PERSON = re.compile(r"(?:ông|bà|anh|chị|đ/c|đồng chí|mr|mrs|ms)\b\.?\s", re.IGNORECASE)


class RefusedCell(ValueError):  # noqa: N818
    """A cell that cannot be read; `code` says why, `allowed` what may stand there, `near` what is alike."""

    def __init__(self, code: str, allowed: str = "", near: str | None = None) -> None:
        super().__init__(code)
        self.code, self.allowed, self.near = code, allowed, near


def cell_text(column: str, typed: Any, words: dict[str, dict[str, str]]) -> str:
    """A cell as the text of a CSV file, "" for an empty one.

    words : column -> word -> code, for the columns to choose from. Raises RefusedCell.
    """
    if typed is None or not str(typed).strip():
        return ""
    if column in CHOICES:
        return _chosen_code(str(typed).strip(), words[column])
    if column in NUMBERS:
        return read_number(typed)
    if column in YEARS:
        return _read_year(typed)
    if column in DATES:
        return read_day(typed).isoformat()
    return _plain_words(column, " ".join(str(typed).split()))


def _chosen_code(word: str, words: dict[str, str]) -> str:
    """The code of a word of a list; capital letters and the code itself are understood."""
    known = {word.casefold(): code for word, code in words.items()}
    known |= {code.casefold(): code for code in words.values()}
    if word.casefold() not in known:
        raise RefusedCell("not_in_list", ", ".join(words), nearest_name(word, words))
    return known[word.casefold()]


def read_number(typed: Any) -> str:
    """A number as decimal text; typed as text it may have a comma or a point. Raises RefusedCell."""
    if isinstance(typed, bool | date):
        raise RefusedCell("not_a_number", "28,5")
    if isinstance(typed, int | float):
        return f"{Decimal(repr(typed)):f}"
    text = typed.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    if GROUPED.fullmatch(text) and len(re.findall(r"[.,\s]", text)) == 1:
        # 1.234 is one number to a Vietnamese reader and another to an English one.
        raise RefusedCell("ambiguous_number", re.sub(r"\D", "", text))
    if PLAIN.fullmatch(text):
        return text
    if DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    if GROUPED.fullmatch(text):
        return _without_groups(text)
    raise RefusedCell("not_a_number", "28,5")


def _without_groups(text: str) -> str:
    """A number without the marks between its thousands; the last mark, if another one, is the decimal one."""
    first = next(sign for sign in text if sign in ".," or sign.isspace())
    return text.replace(first, "").replace(",", ".")


def _read_year(typed: Any) -> str:
    """A year as text, also where it was typed as text or 2025.0. Raises RefusedCell."""
    text = str(int(typed)) if isinstance(typed, float) and typed == int(typed) else str(typed).strip()
    if not re.fullmatch(r"\d{4}", text):
        raise RefusedCell("not_a_year", "2025")
    return text


def read_day(typed: Any) -> date:
    """A day of this century, typed as a date, as dd/mm/yyyy or as yyyy-mm-dd. Raises RefusedCell."""
    when = typed.date() if isinstance(typed, datetime) else typed
    when = when if isinstance(when, date) else _typed_day(str(typed).strip())
    # 2025 typed into a cell of dates is a day of 1905 to Excel.
    if when is None or when.year < FIRST_YEAR:
        raise RefusedCell("not_a_date", "29/12/2025")
    return when


def _typed_day(text: str) -> date | None:
    """The day that a text writes, or None, also for one that the calendar does not have."""
    try:
        if parts := DAY.fullmatch(text):
            return date(*map(int, reversed(parts.groups())))
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def _plain_words(column: str, text: str) -> str:
    if column == "owner" and PERSON.match(text):
        raise RefusedCell("person_named")
    return text
