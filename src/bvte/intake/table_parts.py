"""The tables of one sheet: one below another, parted by empty rows, or beside each other, with labels of their own."""

from dataclasses import replace

from openpyxl.utils.cell import column_index_from_string

from bvte.intake.table_columns import MOST, KnownNames
from bvte.intake.table_grid import Grid
from bvte.intake.table_shape import ShapeFinder, is_figure
from bvte.intake.workbook_reader import SeenCell


def tables_of_sheet(grid: Grid, names: KnownNames) -> list[Grid]:
    """The tables of a sheet, each with the texts above it."""
    return [part for stacked in stacked_tables(grid) for part in tables_beside(stacked, names)]


def tables_beside(grid: Grid, names: KnownNames) -> list[Grid]:
    """The tables that stand beside each other: one begins where a column of years, areas or names comes again between
    figures, which are of those and not of the first."""
    finder = ShapeFinder(grid, names)
    if finder.find() is None or not finder.second_label:
        return [grid]
    border, rows = column_index_from_string(finder.second_label), finder.rows_of_table

    def side(is_left: bool) -> Grid:
        kept = {
            row: {x: cell for x, cell in cells.items() if row not in rows or _is_left(x, border) == is_left}
            for row, cells in grid.cells.items()
        }
        return replace(grid, cells={row: cells for row, cells in kept.items() if cells})

    return [side(True), *tables_beside(side(False), names)]


def _is_left(letter: str, border: int) -> bool:
    return column_index_from_string(letter) < border


def stacked_tables(grid: Grid) -> list[Grid]:
    """The tables that stand one below another in a sheet, parted by an empty row, each with the texts above it.

    A block of rows begins a table where a row of headings stands above its figures; figures without one go on with
    the table above, and texts alone belong to the table that follows.
    """
    tables: list[dict[int, dict[str, SeenCell]]] = []
    notes: dict[int, dict[str, SeenCell]] = {}
    for block in _blocks_of(grid):
        figures = [row for row, cells in block.items() if any(map(is_figure, cells.values()))]
        if not figures:
            notes |= block
            continue
        if not tables or _has_headings(grid, block, figures[0]):
            tables.append({})
        tables[-1] |= notes | block
        notes = {}
    if len(tables) < 2:
        return [grid]
    tables[-1] |= notes
    return [replace(grid, cells=cells) for cells in tables]


def _blocks_of(grid: Grid) -> list[dict[int, dict[str, SeenCell]]]:
    """The rows of a sheet that follow on each other without an empty one."""
    blocks: list[dict[int, dict[str, SeenCell]]] = []
    for row in sorted(grid.cells):
        if row - 1 not in grid.cells:
            blocks.append({})
        blocks[-1][row] = grid.cells[row]
    return blocks


def _has_headings(grid: Grid, block: dict[int, dict[str, SeenCell]], first: int) -> bool:
    """Whether a row above the first row of figures holds several texts, also above most of the figures."""
    letters = [letter for letter, cell in block[first].items() if is_figure(cell)]
    above = [row for row in block if row < first and len({cell.seen for cell in block[row].values()}) > 1]
    return any(sum(bool(grid.text(row, letter)) for letter in letters) > MOST * len(letters) for row in above)
