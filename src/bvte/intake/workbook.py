"""A filled recording sheet as its raw cells; what keeps it from being read is a problem of the file."""

import zipfile
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bvte.evidence.problem import Problem, nearest_name
from bvte.intake import layout


@dataclass(frozen=True)
class FilledSheet:
    """A recording sheet: facts of the hidden sheet, words by column, day as typed, cells by row and column.

    place : file and sheet, for messages; heads : column -> letter and heading; merged, formulas : pairs
    (row, column).
    """

    place: str
    facts: dict
    words: dict
    day: object
    rows: dict
    heads: dict
    merged: set
    formulas: set


def open_sheet(path):
    """The filled sheet of an .xlsx file, or None, and the problems of the file."""
    try:
        book = openpyxl.load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError):
        return None, [Problem("not_a_workbook", path.name, 0, "", path.name, ".xlsx")]
    sheet = next((s for s in book if s.cell(layout.CODES_ROW, 1).value in layout.COLUMNS), None)
    if sheet is None or layout.CODES_SHEET not in book.sheetnames:
        return None, [Problem("not_a_recording_sheet", path.name, 0, "", ", ".join(book.sheetnames))]
    place = f"{path.name} [{sheet.title}]"
    places, problems = _columns_of(sheet, place)
    return (None, problems) if problems else (_read_filled(book, sheet, place, places), [])


def _columns_of(sheet, place):
    """Column -> its number, and a problem for each that is missing or unknown."""
    found = {cell.value: cell.column for cell in sheet[layout.CODES_ROW] if cell.value}
    unknown = [code for code in found if code not in layout.COLUMNS]
    missing = [code for code in layout.COLUMNS if code not in found]
    problems = [
        _column_problem("column_not_known", place, code, nearest_name(code, missing)) for code in unknown
    ]
    return found, problems + [_column_problem("column_missing", place, code) for code in missing]


def _column_problem(kind, place, code, near=None):
    allowed = ", ".join(layout.COLUMNS)
    facts = {"type": kind}
    return Problem("not_a_value", place, layout.CODES_ROW, code, code, allowed, near, facts=facts)


def _read_filled(book, sheet, place, places):
    """All that the sheet says, nothing interpreted."""
    cells = {
        (row, code): sheet.cell(row, at)
        for row in range(layout.FIRST_ROW, sheet.max_row + 1)
        for code, at in places.items()
    }
    facts, words = _read_codes(book[layout.CODES_SHEET])
    heads = {code: _heading_of(sheet.cell(layout.HEADS_ROW, at)) for code, at in places.items()}
    rows = {}
    for (row, code), cell in cells.items():
        rows.setdefault(row, {})[code] = cell.value
    merged = {key for key, cell in cells.items() if cell.coordinate in sheet.merged_cells}
    formulas = {key for key, cell in cells.items() if cell.data_type == "f"}
    return FilledSheet(place, facts, words, sheet[layout.DAY_CELL].value, rows, heads, merged, formulas)


def _read_codes(sheet):
    """Facts and words of the hidden sheet."""
    facts, words = {}, {column: {} for column in layout.CHOICES}
    for about, code, word in sheet.iter_rows(max_col=3, values_only=True):
        if about == layout.FACT:
            facts[code] = word
        elif about in words:
            words[about][str(word)] = code
    return facts, words


def _heading_of(cell):
    return f"{cell.column_letter} ({' '.join(str(cell.value or '').split())})"
