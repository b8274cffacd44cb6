"""A sheet that is handed out: figures in large letters beside each other, and lines to write on down to its foot."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil

from docx.document import Document
from docx.shared import Pt

from bvte.presentation.document import Block, Box, Heading, Item, Listing
from bvte.presentation.phrases import Run
from bvte.publishing.forms import word_parts as parts

# The role of a list of figures, how many stand beside each other, and the size of a number.
FIGURES, ABREAST, NUMBER = "figures", 2, Pt(22)
# Between the margins of a sheet (mm); a line to write on, and the fewest of them.
SHEET, LINE, FEWEST = 257, Pt(26), 6
# Of what a sheet has left so much is sure to be free, since programs break lines in other places.
SURE = 0.9
# Letters on a line and the height of the line (mm): of a number, of what stands below it, of a paragraph.
LARGE, BELOW, PLAIN = (15, 10), (42, 5.2), (80, 6.5)
HEADING, EDGE = 15, 5


def add_figures(document: Document, listing: Listing, write: Callable) -> None:
    """The figures of a sheet in a table without rules, each number large above what it is of.

    write : adds runs to a paragraph.
    """
    grid = document.add_table(ceil(len(listing.items) / ABREAST), ABREAST)
    for row, items in zip(grid.rows, _abreast(listing), strict=True):
        parts.keep_whole(row)
        for cell, item in zip(row.cells, items, strict=False):
            paragraph = cell.paragraphs[0]
            number, *others = item.runs
            write(paragraph, [number])
            paragraph.runs[0].font.size = NUMBER
            paragraph.runs[0].add_break()
            write(paragraph, list(_without_first_space(others)))


def _abreast(listing: Listing) -> list[tuple[Item, ...]]:
    """The items that stand beside each other, row by row."""
    return [listing.items[at : at + ABREAST] for at in range(0, len(listing.items), ABREAST)]


def _without_first_space(runs: list[Run]) -> Iterator[Run]:
    """What follows a number, below which it begins a line."""
    for at, run in enumerate(runs):
        yield run if at else replace(run, text=run.text.lstrip())


def lines_left(blocks: Iterable[Block]) -> int:
    """How many lines to write on a sheet has below its blocks."""
    left = SHEET - sum(map(_height, blocks))
    return max(FEWEST, int(SURE * left / LINE.mm))


def _height(block: Block) -> float:
    """How high a block of a sheet is at most, in millimetres."""
    if isinstance(block, Listing):
        return sum(max(map(_figure_height, row)) for row in _abreast(block))
    if isinstance(block, Box):
        return sum(map(_height, block.blocks))
    return HEADING if isinstance(block, Heading) else _lines_high(block.runs, *PLAIN) + EDGE


def _figure_height(item: Item) -> float:
    number, *others = item.runs
    return _lines_high([number], *LARGE) + _lines_high(others, *BELOW) + EDGE


def _lines_high(runs: Iterable[Run], letters: int, height: float) -> float:
    """The height of a text; each of its lines begins anew."""
    lines = "".join(run.text for run in runs).split("\n")
    return sum(max(1, ceil(len(line) / letters)) for line in lines) * height
