"""A workbook as a person sees it, read without harm: bounded in size and time, and never half.

`open_book` reads the package of an .xlsx file itself, part by part: openpyxl's reading mode gives of a cell either
its formula or its value, no merged cells, and a million empty rows where one blank stands in the last; its full mode
needs gigabytes for them. A part is streamed, cells that hold nothing cost nothing, and what cannot be read whole is one
`Problem` of the file.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape

from bvte.evidence.problem import Problem
from bvte.intake.cell_formats import format_code, seen_number
from bvte.intake.office_package import Package, UnreadFile, open_package, part_of_kind
from bvte.intake.rich_text import is_struck, strike_out, text_of_runs

# More than any form or yearbook has.
MOST_SHEETS, MOST_CELLS, MOST_MERGES = 250, 400_000, 50_000
# What Excel allows in a cell, and in a sheet.
LONGEST_TEXT, LAST_ROW, LAST_COLUMN = 32_767, 1_048_576, 16_384
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Sheets of a workbook that show a chart or a form alone.
WITHOUT_CELLS = ("/chartsheet", "/dialogsheet")
# What a sheet is read by, and what a cell may hold.
READ = tuple(f"{{{MAIN}}}{name}" for name in ("v", "is", "f", "row", "mergeCell", "col"))
RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")
IN_CELL = {f"{{{MAIN}}}{name}" for name in ("v", "is", "f", "extLst")}
IN_TEXT = {f"{{{MAIN}}}{name}" for name in ("t", "r", "rPh", "phoneticPr")}
CELL, SHEET = f"{{{MAIN}}}c", f"{{{MAIN}}}worksheet"
ERRORS = ("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell that holds something.

    seen : its text as the person sees it; value : what that says, a Decimal (90 of a cell that shows 90%, with the
    unit hint "percent"), a date, or a text in composed letters; None of a formula that was never worked out.
    formula : whether it is worked out, by `formula_text`; merged : whether it spreads over others; error : whether it
    shows one, such as #N/A; rounded : whether `seen` has fewer digits than `value`; hidden : whether its row or column
    is hidden; stored : the number of a cell whose format makes words of it ("dưới 3,8"), its value being these words.
    What is struck out is a text between tildes.
    """

    seen: str
    value: Decimal | date | str | None
    formula: bool = False
    merged: bool = False
    unit_hint: str | None = None
    error: bool = False
    rounded: bool = False
    formula_text: str = ""
    hidden: bool = False
    stored: Decimal | None = None


@dataclass(frozen=True)
class SeenSheet:
    """A sheet; merges : its merged ranges, such as "H6:H7"; rows that hold nothing are not there."""

    name: str
    hidden: bool = False
    merges: tuple[str, ...] = ()
    cells: dict[int, dict[str, SeenCell]] = field(default_factory=dict, repr=False)

    def rows(self) -> Iterator[tuple[int, dict[str, SeenCell]]]:
        """Pairs (row number, column letter -> cell) from top to bottom, of cells that hold something."""
        yield from self.cells.items()

    def cell(self, reference: str) -> SeenCell | None:
        """The cell of a reference such as "B2", None where it holds nothing."""
        letter, row = _parts_of(reference)
        return self.cells.get(row, {}).get(letter)


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets from left to right, none where a problem keeps it from being read."""

    path: Path
    sheets: tuple[SeenSheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_book(path: Path) -> Book:
    """The workbook of an .xlsx or .xlsm file; why it cannot be read is its one problem. Raises nothing.

    >>> open_book(Path("no such file.xlsx")).problems[0].code
    'file_not_opened'
    """
    try:
        return Book(path, _read_sheets(open_package(path)))
    except UnreadFile as error:
        code, found, allowed = error.code, error.found or path.name, error.allowed
    except OSError as error:
        code, found, allowed = "file_not_opened", error.strerror or str(error), ""
    return Book(path, problems=(Problem(code, path.name, None, "", found, allowed),))


def _read_sheets(package: Package) -> tuple[SeenSheet, ...]:
    """All sheets of a package. Raises UnreadFile."""
    workbook = _find_workbook(package)
    root = package.root(workbook)
    namespace = root.tag.rpartition("}")[0].lstrip("{")
    if namespace != MAIN:
        code = "workbook_strict" if namespace.startswith(STRICT) else "not_a_workbook"
        raise UnreadFile(code, "", ".xlsx")
    related = package.related(workbook)
    reader = SheetReader(package, _texts_of(package, related), _styles_of(package, related), _counts_from_1904(root))
    entries = list(root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"))
    if not entries:
        raise UnreadFile("file_broken", workbook)
    if len(entries) > MOST_SHEETS:
        raise UnreadFile("file_too_large", f"{len(entries)} × xl/worksheets", f"<= {MOST_SHEETS}")
    return tuple(_read_sheet(entry, related, reader, workbook) for entry in entries)


def _find_workbook(package: Package) -> str:
    """The part that lists the sheets. Raises UnreadFile where the file is another one."""
    if "_rels/.rels" not in package:
        raise UnreadFile("not_a_workbook", "", ".xlsx")
    part = part_of_kind(package.related(""), "officeDocument") or ""
    if part.endswith(".bin"):
        raise UnreadFile("workbook_other_format", ".xlsb")
    if not part or part.startswith(("word/", "ppt/")):
        raise UnreadFile("not_a_workbook", "", ".xlsx")
    return part


def _counts_from_1904(root: Any) -> bool:
    """Whether days are counted from 1904, as old programs on a Mac did."""
    settings = root.find(f"{{{MAIN}}}workbookPr")
    return settings is not None and settings.get("date1904") in ("1", "true")


@dataclass(frozen=True)
class Style:
    """The number format of cells, and whether what they show is struck out."""

    code: str = "General"
    struck: bool = False


def _texts_of(package: Package, related: dict[str, tuple[str, str]]) -> list[str]:
    """The texts that cells name by their number."""
    part = part_of_kind(related, "sharedStrings")
    texts = []
    for entry in package.elements(part, f"{{{MAIN}}}sst", f"{{{MAIN}}}si") if part else ():
        texts.append(_text_of(entry, part or ""))
        entry.clear()
    return texts


def _text_of(element: Any, part: str) -> str:
    """The text of an entry in composed letters, without the readings that stand above it in other scripts.

    Raises UnreadFile where there is none, or it is no text.
    """
    if element is None or not {child.tag for child in element} <= IN_TEXT:
        raise UnreadFile("file_broken", part)
    return _composed(text_of_runs(element), part)


def _composed(text: str, part: str) -> str:
    """A text in composed letters. Raises UnreadFile where no cell could hold it."""
    if len(text) > LONGEST_TEXT:
        raise UnreadFile("file_too_large", f"{part}: {len(text)}", f"<= {LONGEST_TEXT}")
    return unicodedata.normalize("NFC", unescape(text))


def _styles_of(package: Package, related: dict[str, tuple[str, str]]) -> list[Style]:
    """The styles of cells, by their number."""
    part = part_of_kind(related, "styles")
    if part is None:
        return [Style()]
    root = package.root(part)
    try:
        own = {int(f.get("numFmtId")): f.get("formatCode") for f in root.iter(f"{{{MAIN}}}numFmt")}
        struck = [is_struck(font) for font in root.iterfind(f"{{{MAIN}}}fonts/{{{MAIN}}}font")]
        styles = root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")
        looks = ((int(style.get("numFmtId", 0)), int(style.get("fontId", 0))) for style in styles)
        return [Style(format_code(code, own), any(struck[font : font + 1])) for code, font in looks] or [Style()]
    except (ValueError, TypeError) as error:
        raise UnreadFile("file_broken", part) from error


def _read_sheet(entry: Any, related: dict[str, tuple[str, str]], reader: "SheetReader", workbook: str) -> SeenSheet:
    """One sheet; one that holds a chart alone has no cells."""
    name = unicodedata.normalize("NFC", entry.get("name") or "")
    kind, part = related.get(entry.get(RELATION, ""), ("", workbook))
    if kind.endswith("/worksheet"):
        cells, merges = reader.read(part)
    elif kind.endswith(WITHOUT_CELLS):
        cells, merges = {}, ()
    else:
        raise UnreadFile("file_broken", name)
    return SeenSheet(name, entry.get("state", "visible") != "visible", merges, cells)


class SheetReader:
    """Reads the sheets of one package, which share texts, styles, and the bound on all their cells."""

    def __init__(self, package: Package, texts: list[str], styles: list[Style], from_1904: bool) -> None:
        self.package, self.texts, self.styles, self.from_1904 = package, texts, styles, from_1904
        self.part, self.count = "", 0
        # Ranges of hidden columns, by the numbers of the first and the last.
        self.hidden: list[tuple[int, int]] = []

    def read(self, part: str) -> tuple[dict[int, dict[str, SeenCell]], tuple[str, ...]]:
        """The cells of a sheet by row and column letter, and its merged ranges. Raises UnreadFile."""
        self.part, self.hidden = part, []
        rows: dict[int, dict[str, SeenCell]] = {}
        merges: list[str] = []
        filled: list[Any] = []
        last = 0
        for element in self.package.elements(part, SHEET, *READ):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                last = self._row_number(element, last)
                if filled and (found := self._read_row(element, filled, last)):
                    rows[last] = found
                filled = []
                _forget_before(element)
            elif name == "col":
                self._note_column(element)
            elif name == "mergeCell":
                merges.append(element.get("ref", ""))
            elif not filled or filled[-1] is not element.getparent():
                filled.append(element.getparent())
        if filled:
            raise self._broken()
        return self._mark_merged(rows, merges), tuple(merges)

    def _note_column(self, element: Any) -> None:
        """Keep which columns are hidden."""
        if _is_hidden(element):
            try:
                self.hidden.append((int(element.get("min", "")), int(element.get("max", ""))))
            except ValueError as error:
                raise self._broken("col") from error

    def _broken(self, where: str = "") -> UnreadFile:
        return UnreadFile("file_broken", f"{self.part} {where}".strip())

    def _row_number(self, row: Any, last: int) -> int:
        """The number of a row; one without is the next."""
        number = row.get("r") or str(last + 1)
        if not number.isascii() or not number.isdigit() or not last < int(number) <= LAST_ROW:
            raise self._broken(number)
        return int(number)

    def _read_row(self, row: Any, filled: Iterable[Any], number: int) -> dict[str, SeenCell]:
        """The cells of a row that hold something, by column letter."""
        places = _places_of(row)
        cells: dict[str, SeenCell] = {}
        for element in filled:
            if element.tag != CELL or element.getparent() is not row or not {x.tag for x in element} <= IN_CELL:
                raise self._broken(element.get("r", ""))
            reference = element.get("r") or places().get(element, "")
            letter, line = _parts_of(reference)
            if letter in cells or line not in (number, 0) or not letter:
                raise self._broken(reference)
            if cell := self._read_cell(element, reference):
                hidden = _is_hidden(row) or (self.hidden and self._is_in_hidden_column(letter))
                cells[letter] = replace(cell, hidden=True) if hidden else cell
        self.count += len(cells)
        if self.count > MOST_CELLS:
            raise UnreadFile("file_too_large", f"> {MOST_CELLS} × <c>", f"<= {MOST_CELLS}")
        return cells

    def _is_in_hidden_column(self, letter: str) -> bool:
        at = column_index_from_string(letter)
        return any(first <= at <= last for first, last in self.hidden)

    def _read_cell(self, element: Any, reference: str) -> SeenCell | None:
        """A cell, None where nobody sees anything in it."""
        formula = element.find(f"{{{MAIN}}}f")
        try:
            cell = self._read_value(element)
        except (ValueError, IndexError) as error:
            raise self._broken(reference) from error
        if formula is None or (cell is None and (element.findtext(f"{{{MAIN}}}v") or "").strip()):
            return cell
        told = f"={formula.text or ''}"[:LONGEST_TEXT]
        return replace(cell or SeenCell(told, None), formula=True, formula_text=told)

    def _read_value(self, element: Any) -> SeenCell | None:
        """What a cell shows. Raises ValueError, IndexError where that cannot be known."""
        kind, stored = element.get("t", "n"), element.findtext(f"{{{MAIN}}}v") or ""
        style = self.styles[_index(element.get("s", "0"))]
        if kind == "inlineStr":
            cell = _text_cell(_text_of(element.find(f"{{{MAIN}}}is"), self.part))
        elif not stored.strip():
            return None
        elif kind == "n":
            cell = self._number_cell(stored, style.code)
        else:
            cell = _text_cell(self._stored_text(kind, stored))
        return _text_cell(strike_out(cell.seen)) if cell and style.struck else cell

    def _number_cell(self, stored: str, code: str) -> SeenCell | None:
        seen = seen_number(stored, code, self.from_1904)
        if not seen.text:
            return None
        return SeenCell(seen.text, seen.value, unit_hint=seen.unit_hint, rounded=seen.rounded, stored=seen.stored)

    def _stored_text(self, kind: str, stored: str) -> str:
        """The text of a cell that holds no number. Raises ValueError, IndexError."""
        if kind == "s":
            return self.texts[_index(stored)]
        if kind == "b":
            return "TRUE" if _index(stored) else "FALSE"
        if kind not in ("str", "e", "d"):
            raise ValueError(kind)
        return _composed(stored, self.part)

    def _mark_merged(self, rows: dict[int, dict[str, SeenCell]], merges: list[str]) -> dict[int, dict[str, SeenCell]]:
        """The rows with a mark on each cell of a merged range, from the top down."""
        waiting, active = self._merged_areas(merges), []
        for number, cells in rows.items():
            while waiting and waiting[-1][1] <= number:
                active.append(waiting.pop())
            active = [area for area in active if area[3] >= number]
            for letter in cells if active else ():
                at = column_index_from_string(letter)
                if any(left <= at <= right for left, _, right, _ in active):
                    cells[letter] = replace(cells[letter], merged=True)
        return rows

    def _merged_areas(self, merges: list[str]) -> list[tuple[int, int, int, int]]:
        """Merged ranges as (left, top, right, bottom), the topmost last. Raises UnreadFile."""
        if len(merges) > MOST_MERGES:
            raise UnreadFile("file_too_large", f"{len(merges)} × <mergeCell>", f"<= {MOST_MERGES}")
        if wrong := [merge for merge in merges if not RANGE.fullmatch(merge)]:
            raise self._broken(f"mergeCell {wrong[0]}")
        areas = [range_boundaries(merge) for merge in merges]
        return sorted(areas, key=lambda area: area[1], reverse=True)


def _is_hidden(element: Any) -> bool:
    """Whether a row, or columns, are hidden."""
    return element.get("hidden") in ("1", "true")


def _forget_before(element: Any) -> None:
    """Free what was read up to an element, so that a sheet of any length takes the memory of a row."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _places_of(row: Any) -> Callable[[], dict[Any, str]]:
    """A function that counts the cells of a row out, for those that do not say where they stand."""

    @cache
    def count_out() -> dict[Any, str]:
        cells = row.iterchildren(f"{{{MAIN}}}c")
        return {cell: f"{get_column_letter(at)}0" for at, cell in enumerate(cells, start=1) if at <= LAST_COLUMN}

    return count_out


def _parts_of(reference: str) -> tuple[str, int]:
    """Letter and row of a reference, row 0 where it has none; no letter where it is beyond a sheet."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if not found or column_index_from_string(found[1]) > LAST_COLUMN:
        return "", 0
    return found[1], int(found[2])


def _index(text: str) -> int:
    """A place in a list, from 0. Raises ValueError."""
    if not text.strip().isdigit():
        raise ValueError(text)
    return int(text)


def _text_cell(text: str) -> SeenCell | None:
    """A cell that holds a text, None where that is blank."""
    if not text.strip():
        return None
    return SeenCell(text, text, error=text in ERRORS)
