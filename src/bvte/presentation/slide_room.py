"""What of a table has room on a slide: letters on its lines, and rows below its headings."""

import re
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TypeVar

from bvte.presentation.column_widths import column_shares, spread_row
from bvte.presentation.document import Cell, Table
from bvte.presentation.letter_widths import line_count

# Letters of prose on a line across a slide and lines of a table below its title, at 20 points, the least that the last
# row can read.
LETTERS, TABLE_LINES = 77, 14.8
# Width of a table and of the margins of a cell in sizes of that type, and what is kept free of a line since programs
# do not break it quite alike; lines that the space around a row takes. Type in bold is wider.
TABLE_WIDTH, MARGINS, SLACK, AROUND, BOLD = 44, 0.6, 0.4, 0.25, 1.1
# Lines of a number that is written large.
LARGE_LINES = 2.3
# Sizes of a title in points, the usual one first: the letters of a line, and how many lines there is room for.
TITLES = {28: (54, 2), 24: (63, 3), 22: (69, 3)}


Item = TypeVar("Item")


def title_points(title: str, least: int = 20) -> int:
    """The largest size in points that has room for all of a title."""
    return next((size for size, (letters, lines) in TITLES.items() if len(wrap(title, letters)) <= lines), least)


def unbroken_spans(title: str) -> str:
    """A title in which no line ends inside a span of years (U+2060 joins both sides of its dash).

    >>> len(unbroken_spans("2021-2025, 2016")) - len("2021-2025, 2016")
    1
    """
    return re.sub(r"(?<=\d[-–])(?=\d)", "\u2060", title)


def _row_texts(row: tuple[Cell, ...]) -> list[str]:
    """The text of each column of a row; what goes over several columns sets no width."""
    return ["" if cell is None or cell.span > 1 else cell.text for cell in spread_row(row)]


def slide_shares(table: Table) -> list[float]:
    """Share of each column of the width of a slide, all together 1."""
    return column_shares(table, LETTERS)


def fitting_rows(table: Table) -> int:
    """How many rows fit below the headings; at least one."""
    shares, least = slide_shares(table), LARGE_LINES * any(column.kind == "count" for column in table.columns)
    left = TABLE_LINES - _row_lines([column.label for column in table.columns], shares, BOLD)
    for number, row in enumerate(table.rows):
        left -= max(least, _row_lines(_row_texts(row), shares), *_spans_lines(row, shares))
        if left < 0:
            return max(number, 1)
    return len(table.rows)


def fitting_parts(items: Sequence[Item], make: Callable[[Sequence[Item]], Table]) -> list[Table]:
    """Tables of some items in their order, as many together as have room on one slide, on the last two as many on the
    one as on the other where they have room. make : the table of some of them."""
    parts, left = [], items
    while left:
        count = next(n for n in range(len(left), 0, -1) if n == 1 or _is_whole(make(left[:n])))
        parts, left = [*parts, left[:count]], left[count:]
    made = list(map(make, parts))
    if len(parts) < 2:
        return made
    both = [*parts[-2], *parts[-1]]
    half = -(-len(both) // 2)
    evened = [make(both[:half]), make(both[half:])]
    return [*made[:-2], *evened] if all(map(_is_whole, evened)) else made


def _is_whole(table: Table) -> bool:
    return fitting_rows(table) == len(table.rows)


def _spans_lines(row: tuple[Cell, ...], shares: list[float]) -> list[float]:
    """Lines that each cell over several columns takes, and one at least."""
    starts = [sum(cell.span for cell in row[:at]) for at in range(len(row))]
    widths = ((cell, sum(shares[start : start + cell.span])) for cell, start in zip(row, starts, strict=True))
    return [1, *(_row_lines([cell.text], [share]) for cell, share in widths if cell.span > 1)]


def _row_lines(texts: list[str], shares: list[float], wider: float = 1) -> float:
    """Lines that a row takes, with the space around it; wider : its letters to those of the usual type."""
    rooms = [(TABLE_WIDTH * share - MARGINS - SLACK) / wider for share in shares]
    cells = zip(texts, rooms, strict=True)
    return AROUND + max(sum(line_count(line, max(room, 1)) for line in text.split("\n")) for text, room in cells)
