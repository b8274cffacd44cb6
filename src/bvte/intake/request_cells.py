"""The cells of a filled request: the number that one holds, and what was typed where nobody looks for one.

All of that is told, since whoever typed it takes it for given.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bvte.evidence.problem import Problem
from bvte.evidence.value import COUNTS, MOST_DECIMALS, SHARES
from bvte.intake import request_sheet
from bvte.intake.recording_sheet import RefusedCell, read_number
from bvte.intake.workbook_reader import Book, SeenCell, SeenSheet

# A number as people type one, with nothing beside it: what is printed of a published figure names its source.
NUMBER = re.compile(r"[0-9][0-9.,\s]*%?")
LETTERS = {request_sheet.column_letter(column): column for column in request_sheet.COLUMNS}


def cell_number(cell: SeenCell, unit: str) -> Decimal:
    """The number of a cell in its unit, as the person sees it. Raises RefusedCell.

    28.5 in a cell that shows 28,5% is 28.5; a formula counts with the value that it shows.
    """
    if cell.merged:
        raise RefusedCell("merged_cell")
    if cell.error:
        raise RefusedCell("error_cell")
    if isinstance(cell.value, date):
        raise RefusedCell("request_not_a_number", _example(unit))
    if cell.value is None:
        raise RefusedCell("formula_not_worked_out")
    typed_percent = isinstance(cell.value, str) and cell.value.rstrip().endswith("%")
    if (cell.unit_hint == "percent" or typed_percent) and unit not in SHARES:
        raise RefusedCell("request_percent_of_count", "12")
    value = _typed_number(cell.value, unit)
    return _in_limits(value.quantize(Decimal(1).scaleb(-MOST_DECIMALS)).normalize() + 0, unit)


def _typed_number(typed: Decimal | str, unit: str) -> Decimal:
    """A number that a row can hold, also one that was typed as text. Raises RefusedCell."""
    try:
        return Decimal(read_number(typed.rstrip().rstrip("%").rstrip() if isinstance(typed, str) else typed))
    except RefusedCell as error:
        if error.code != "not_a_number":
            raise
        raise RefusedCell("request_not_a_number", _example(unit)) from error


def _example(unit: str) -> str:
    """How a number of a unit is typed."""
    return "1850" if unit in COUNTS else "28,5"


def _in_limits(value: Decimal, unit: str) -> Decimal:
    """The number where its unit allows it. Raises RefusedCell."""
    if value < 0:
        raise RefusedCell("out_of_limits", ">= 0")
    if unit in SHARES and value > 100:
        raise RefusedCell("share_above_100", "<= 100")
    if unit in COUNTS and value != value.to_integral_value():
        raise RefusedCell("request_not_whole", found=f"{value:f}".replace(".", ","))
    return value


def stray_cells(sheet: SeenSheet) -> Iterator[tuple[int, str, SeenCell]]:
    """(row, letter, cell) of each cell beside the columns to fill in that holds a figure, or anything behind them."""
    for number, row in sheet.rows():
        if number >= request_sheet.FIRST_ROW:
            yield from ((number, letter, cell) for letter, cell in row.items() if _is_stray(letter, cell))


def _is_stray(letter: str, cell: SeenCell) -> bool:
    """Whether a person typed into a cell that is none to fill in; what is given there is all text."""
    column = LETTERS.get(letter)
    if column is None:
        return bool(cell.seen.strip())
    typed = isinstance(cell.value, Decimal) or (column == "known" and bool(NUMBER.fullmatch(cell.seen.strip())))
    return column in request_sheet.GIVEN and typed


def stray_sheets(book: Book, main: SeenSheet) -> Iterator[Problem]:
    """A problem for each further sheet that holds something and was not made with the form.

    The cover has the title of the form in its first cell.
    """
    title = main.cell(f"A{request_sheet.TITLE_ROW}")
    for sheet in book.sheets:
        first = sheet.cell(f"A{request_sheet.TITLE_ROW}")
        is_cover = bool(first and title and first.seen == title.seen)
        if sheet.name not in (main.name, request_sheet.FACTS_SHEET) and not is_cover and sheet.cells:
            yield Problem("sheet_not_asked", book.path.name, None, sheet.name, str(len(sheet.cells)))
