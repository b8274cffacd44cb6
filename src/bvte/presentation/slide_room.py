"""What of a table has room on a slide: letters on its lines, and rows below its headings."""

from textwrap import wrap

from bvte.presentation.column_widths import column_shares, spread_row
from bvte.presentation.document import Cell, Table

# Letters on a line across a slide and lines of a table below its title, at 20 points, the least that the last row can
# read.
LETTERS, TABLE_LINES = 77, 14.8
# Sizes of a title in points, the usual one first: the letters of a line, and how many lines there is room for.
TITLES = {28: (54, 2), 24: (63, 3), 22: (69, 3)}


def title_points(title: str, least: int = 20) -> int:
    """The largest size in points that has room for all of a title."""
    return next((size for size, (letters, lines) in TITLES.items() if len(wrap(title, letters)) <= lines), least)


def _row_texts(row: tuple[Cell, ...]) -> list[str]:
    """The text of each column of a row; what goes over several columns sets no width."""
    return ["" if cell is None or cell.span > 1 else cell.text for cell in spread_row(row)]


def slide_shares(table: Table) -> list[float]:
    """Share of each column of the width of a slide, all together 1."""
    return column_shares(table, LETTERS)


def fitting_rows(table: Table) -> int:
    """How many rows fit below the headings; at least one."""
    shares = slide_shares(table)
    left = TABLE_LINES - _row_lines([column.label for column in table.columns], shares)
    for number, row in enumerate(table.rows):
        left -= max(_row_lines(_row_texts(row), shares), *_spans_lines(row, shares))
        if left < 0:
            return max(number, 1)
    return len(table.rows)


def _spans_lines(row: tuple[Cell, ...], shares: list[float]) -> list[float]:
    """Lines that each cell over several columns takes, and one at least."""
    starts = [sum(cell.span for cell in row[:at]) for at in range(len(row))]
    widths = ((cell, sum(shares[start : start + cell.span])) for cell, start in zip(row, starts, strict=True))
    return [1, *(_row_lines([cell.text], [share]) for cell, share in widths if cell.span > 1)]


def _row_lines(texts: list[str], shares: list[float]) -> float:
    """Lines that a row takes, with the space around it."""
    return 0.2 + max(
        sum(max(1, len(wrap(line, max(1, int(LETTERS * share - 1.5))))) for line in text.split("\n"))
        for text, share in zip(texts, shares, strict=True)
    )
