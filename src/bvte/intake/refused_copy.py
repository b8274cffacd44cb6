"""A copy of a file's cells in which each refused one is marked and its reason stands beside its row."""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import xlsxwriter
from openpyxl.utils.cell import column_index_from_string
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bvte.evidence.decoding import read_text
from bvte.evidence.tabular import csv_bytes_of_cells
from bvte.intake.reading import without_persons
from bvte.intake.table_grid import separator_of
from bvte.intake.workbook_reader import SeenSheet, open_book

# Sheet, cell, what was seen there, reason in words.
Reasoned = tuple[str, str, str, str]
WORKBOOKS = {".xlsx", ".xlsm"}
HEADING = "Lý do không nhận / Why it was refused"
FOUND = ("Trang tính / Sheet", "Ô / Cell", "Đã ghi / Found", HEADING)
REASON_WIDTH = 80
# A column gets no wider for a text of more letters; so many rows stand above the first reason.
WIDEST, ABOVE = 40, 4
# Nothing in the file says when it was made: the same file gives the same copy.
NO_TIME = datetime(1980, 1, 1)


def refused_copy(
    path: Path, refused: Sequence[Reasoned], dropped: Collection[tuple[str, str]] = ()
) -> tuple[str, bytes]:
    """Name and bytes of the copy: a workbook of a workbook, a CSV file of anything else.

    dropped : (sheet, letter) of columns that may name persons; they are empty in the copy.
    """
    if path.suffix.lower() in WORKBOOKS and (sheets := open_book(path).sheets):
        return "refused.xlsx", _workbook_copy([_without(sheet, dropped) for sheet in sheets], refused)
    if path.suffix.lower() in (".csv", ".tsv", ".txt") and (text := read_text(path)[0]):
        return "refused.csv", _table_copy(text, refused, {letter for _, letter in dropped})
    return "refused.csv", csv_bytes_of_cells([FOUND, *(map(without_persons, row) for row in refused)])


def _without(sheet: SeenSheet, dropped: Collection[tuple[str, str]]) -> SeenSheet:
    """A sheet without the columns that are dropped."""
    rows = sheet.cells.items()
    kept = {row: {at: cell for at, cell in cells.items() if (sheet.name, at) not in dropped} for row, cells in rows}
    return replace(sheet, cells=kept)


def _reasons_by_row(refused: Sequence[Reasoned]) -> dict[tuple[str, int], str]:
    """(Sheet, row) -> the reasons of its refused cells, each after the name of its cell."""
    found: dict[tuple[str, int], list[str]] = {}
    for sheet, cell, _, reason in refused:
        found.setdefault((sheet, _row_of(cell)), []).append(f"{cell}: {without_persons(reason)}")
    return {place: "\n".join(reasons) for place, reasons in found.items()}


def _row_of(cell: str) -> int:
    """The row of a cell; of what is none (a whole sheet) the first."""
    digits = re.search(r"\d+$", cell)
    return int(digits[0]) if digits else 1


def _workbook_copy(sheets: Sequence[SeenSheet], refused: Sequence[Reasoned]) -> bytes:
    """The bytes of a workbook with the cells of the visible sheets, and of those in which any was refused."""
    out, reasons = io.BytesIO(), _reasons_by_row(refused)
    marked = {(sheet, cell) for sheet, cell, *_ in refused}
    named = {sheet for sheet, _ in reasons}
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "", "created": NO_TIME})
        plain, mark = book.add_format({"text_wrap": True}), book.add_format({"bg_color": "#F8D7C9", "bold": True})
        for sheet in sheets:
            if not sheet.hidden or sheet.name in named:
                _sheet_copy(book, sheet, marked, reasons, (plain, mark))
    return out.getvalue()


def _sheet_copy(
    book: xlsxwriter.Workbook,
    sheet: SeenSheet,
    marked: set[tuple[str, str]],
    reasons: Mapping[tuple[str, int], str],
    looks: tuple[Format, Format],
) -> None:
    """One sheet, with a column of reasons after its last one."""
    plain, mark = looks
    copy, beside = book.add_worksheet(sheet.name), 0
    for row, cells in sheet.rows():
        for letter, cell in cells.items():
            column = column_index_from_string(letter) - 1
            beside = max(beside, column + 1)
            copy.write_string(
                row - 1, column, without_persons(cell.seen), mark if (sheet.name, f"{letter}{row}") in marked else None
            )
    own = {row: reason for (name, row), reason in reasons.items() if name == sheet.name}
    for row, reason in ({1: HEADING} | own if own else {}).items():
        copy.write_string(row - 1, beside, reason, plain)
    _set_widths(copy, sheet)
    copy.set_column(beside, beside, REASON_WIDTH)
    if own:
        _open_at(copy, min(own), beside)


def _set_widths(copy: Worksheet, sheet: SeenSheet) -> None:
    """Columns as wide as what stands in them, but for long texts, which run over."""
    widths: dict[int, int] = {}
    for _, cells in sheet.rows():
        for letter, cell in cells.items():
            place, letters = column_index_from_string(letter) - 1, len(cell.seen)
            if letters <= WIDEST:
                widths[place] = max(widths.get(place, 0), letters + 2)
    for place, width in widths.items():
        copy.set_column(place, place, width)


def _open_at(copy: Worksheet, row: int, column: int) -> None:
    """Let the copy open at the first reason."""
    copy.activate()
    copy.set_selection(row - 1, column, row - 1, column)
    copy.set_top_left_cell(max(row - ABOVE, 0), 0)


def _table_copy(text: str, refused: Sequence[Reasoned], dropped: Collection[str]) -> bytes:
    """The bytes of a CSV file with its own cells and a last one for reasons."""
    reasons = {row: told for (_, row), told in _reasons_by_row(refused).items()}
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    places = {column_index_from_string(letter) - 1 for letter in dropped}
    kept = ([("" if at in places else without_persons(cell)) for at, cell in enumerate(cells)] for cells in rows)
    reasons |= {1: HEADING}
    return csv_bytes_of_cells([*cells, reasons.get(row, "")] for row, cells in enumerate(kept, start=1))
