"""A file as grids of cells, a sheet each: a workbook as a person sees it, a CSV file in whatever separator it came."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from bvte.evidence.decoding import read_text, unreadable_file
from bvte.evidence.problem import Problem, nearest_name
from bvte.intake.printed_number import plain_text, spellings
from bvte.intake.workbook_reader import SeenCell, open_book

SEPARATORS = (",", ";", "\t", "|")
# So many lines show how a file parts its cells.
LOOKED_AT = 200
MOST_CELLS = 2_000_000
LETTERS = re.compile(r"([A-Z]{1,3})(?:-([A-Z]{1,3}))?")


@dataclass(frozen=True)
class Grid:
    """The filled cells of one sheet: row -> column letter -> cell; `name` is "" of a CSV file.

    merges : merged ranges as (left, top, right, bottom), numbers from 1.
    """

    name: str
    cells: dict[int, dict[str, SeenCell]]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    spread: dict[tuple[int, str], SeenCell] = field(default_factory=dict, repr=False)

    def text(self, row: int, letter: str) -> str:
        """What a person sees in a cell, also where it is spread over from another one; "" for none."""
        cell = self.cells.get(row, {}).get(letter) or self.spread.get((row, letter))
        return cell.seen if cell else ""

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return max(self.cells, default=0)

    @property
    def letters(self) -> list[str]:
        """Letters of the columns that hold anything, from left to right."""
        return sorted({letter for cells in self.cells.values() for letter in cells}, key=column_index_from_string)


def read_grids(path: Path) -> tuple[tuple[Grid, ...], list[Problem]]:
    """The grids of a workbook or CSV file, none where it cannot be read, and why."""
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        book = open_book(path)
        return tuple(_grid_of_sheet(sheet.name, sheet.cells, sheet.merges) for sheet in book.sheets), [*book.problems]
    text, problems = read_text(path)
    if text is None:
        return (), problems
    try:
        rows = _split_text(text)
    except csv.Error:
        return (), [unreadable_file("quotes_open", path.name, None, '"')]
    if sum(map(len, rows.values())) > MOST_CELLS:
        return (), [unreadable_file("file_too_large", path.name, None, f"> {MOST_CELLS}", f"<= {MOST_CELLS}")]
    return (Grid("", rows),), [problem for problem in problems if problem.code != "file_cut" or _is_cut(rows)]


def _grid_of_sheet(name: str, cells: dict[int, dict[str, SeenCell]], merges: tuple[str, ...]) -> Grid:
    bounds = tuple(range_boundaries(merge) for merge in merges)
    return Grid(name, cells, bounds, dict(_spread_cells(cells, bounds)))


def _spread_cells(
    cells: dict[int, dict[str, SeenCell]], merges: tuple[tuple[int, int, int, int], ...]
) -> Iterator[tuple[tuple[int, str], SeenCell]]:
    """The cell that each place of a merged range shows, but for the first place; of the rows that hold anything."""
    for left, top, right, bottom in merges:
        cell = cells.get(top, {}).get(get_column_letter(left))
        for row in range(top, bottom + 1) if cell else ():
            if row in cells or row - top < LOOKED_AT:
                yield from (((row, get_column_letter(at)), cell) for at in range(left, right + 1) if cell)


def _split_text(text: str) -> dict[int, dict[str, SeenCell]]:
    """The filled cells of a CSV text by row, as a spreadsheet counts them, and letter. Raises csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    rows = {}
    for number, cells in enumerate(reader, start=1):
        filled = {get_column_letter(at): SeenCell(cell, cell) for at, cell in enumerate(cells, 1) if cell.strip()}
        if filled:
            rows[number] = filled
    return rows


def separator_of(text: str) -> str:
    """What stands between the cells of a text: what parts most of its lines into equally many.

    A decimal comma is in figures alone: the names of the columns have as many semicolons and no comma.

    >>> separator_of("year;value\\n2020;12,5\\n2021;13,1\\n")
    ';'
    """
    lines = [line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]

    def evenness(sign: str) -> tuple[float, int]:
        counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign))
        cells, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (times / len(lines), cells) if cells > 1 else (0.0, 0)

    return max(SEPARATORS, key=evenness) if lines else SEPARATORS[0]


def _is_cut(rows: dict[int, dict[str, SeenCell]]) -> bool:
    """Whether the last row of a file without a last line end breaks off before the others do."""
    widths = Counter(max(map(column_index_from_string, cells)) for cells in rows.values())
    last = max(map(column_index_from_string, rows[max(rows)])) if rows else 0
    return bool(rows) and last < widths.most_common(1)[0][0]


@dataclass(frozen=True)
class Headings:
    """What stands above the columns of a table: letter -> texts from top to bottom, each once."""

    texts: dict[str, tuple[str, ...]]

    def whole(self, letter: str) -> str:
        """The heading of a column in one line."""
        return " ".join(self.texts.get(letter, ()))

    def find(self, at: str) -> tuple[list[str], bool]:
        """Letters of the columns that a map means by a heading, as it is written or but for capitals, or by letters;
        and whether those are the letters of several columns.

        SDMX writes "REF_AREA: Reference area" where it was asked for names besides codes.
        """
        wanted = plain_text(at)
        names = {letter: [self.whole(letter), *texts] for letter, texts in self.texts.items()}
        bare = {letter: [spellings(name)[-1] for name in known] for letter, known in names.items()}
        short = {letter: [name.partition(":")[0].strip() for name in known] for letter, known in names.items()}
        for known, same in ((known, same) for known in (names, short, bare) for same in (str, str.casefold)):
            found = [letter for letter, texts in known.items() if same(wanted) in map(same, texts)]
            if found:
                return found, False
        match = LETTERS.fullmatch(at)
        if not match:
            return [], False
        first, last = (column_index_from_string(letter or match[1]) for letter in match.groups())
        return [get_column_letter(number) for number in range(first, last + 1)], True

    def nearest(self, at: str) -> str | None:
        """The heading most like a name."""
        return nearest_name(at, [self.whole(letter) for letter in self.texts])


def headings_of(grid: Grid, first: int, last: int) -> Headings:
    """The headings in some rows; one that is merged over columns or rows stands above each of them.

    In a CSV file a heading over several columns stands above the first of them alone: it goes on to the right in all
    rows but the last.
    """
    lines = [{letter: plain_text(grid.text(row, letter)) for letter in grid.letters} for row in range(first, last + 1)]
    for line in lines[:-1] if not grid.name else ():
        before = ""
        for letter in grid.letters:
            before = line[letter] = line[letter] or before
    paths = {letter: [line[letter] for line in lines if line[letter]] for letter in grid.letters}
    return Headings({letter: tuple(dict.fromkeys(path)) for letter, path in paths.items()})
