"""How a report reads on sheets: prose without a column there stands below its row, an office paper has no marks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby
from math import ceil

from bvte.presentation.column_widths import PADDING, column_shares, spread_row
from bvte.presentation.document import Block, Cell, Column, Heading, Listing, Paragraph, Table
from bvte.presentation.phrases import (
    LineBreak,
    Look,
    Phrase,
    Piece,
    Span,
    flat_text,
    large_first,
    paragraphs,
    phrase,
    strong,
)

# Letters on a line across an upright sheet, and lines of prose beside short cells from which it stands below them.
SHEET, MOST_LINES = 82, 7
# With fewer columns prose has at least half of a sheet.
FEWEST_COLUMNS = 4
# Letters of a row so high that it may break across sheets: to keep it whole would leave half a sheet white.
LONGEST_ROW = 500
# What a row rests on goes with its prose.
CITED = "evidence"
# The steps of the bar that stands before the word for how sure a figure is.
BARS = re.compile("[▰▱]+ ")

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Below:
    """What of a table stands below its rows. prose : the place of that column; gone : those that no longer stand beside
    the others; explains : whether the prose explains a status, which stays in its column."""

    prose: int
    gone: frozenset[int]
    explains: bool


def prose_below(table: Table) -> Below | None:
    """What of a table has to stand below each row; None where its prose reads well beside the others.

    >>> from bvte.presentation.document import make_table
    >>> heads = [Column("Chỉ tiêu"), Column("Đầu kỳ", "num"), Column("Kết quả", "num"), Column("Lý do", "wide")]
    >>> prose_below(make_table("", heads, [["Tỷ lệ trẻ em có hoàn cảnh đặc biệt", "3,8", "3,29", "Tính. " * 99]])).prose
    3
    >>> prose_below(make_table("", heads, [["Tỷ lệ", "3,8", "3,29", "Tính toán."]])) is None
    True
    """
    wide = [place for place, column in enumerate(table.columns) if column.kind == "wide"]
    if len(wide) != 1 or len(table.columns) < FEWEST_COLUMNS:
        return None
    prose = [cell for row in table.rows if (cell := spread_row(row)[wide[0]]) and cell.span == 1]
    letters = max(column_shares(table, SHEET)[wide[0]] * SHEET - PADDING, 1)
    if max((_lines(cell, letters) for cell in prose), default=0) <= MOST_LINES:
        return None
    explains = any(cell.status for cell in prose)
    cited = {place for place, column in enumerate(table.columns) if column.key == CITED}
    return Below(wide[0], frozenset(cited if explains else {wide[0], *cited}), explains)


def _lines(cell: Cell, letters: float) -> int:
    return sum(ceil(len(line) / letters) for line in cell.text.split("\n"))


def with_prose_below(block: Block) -> Block:
    """A table whose prose is a row of its own below each row, where it has to; another block as it is."""
    if not isinstance(block, Table) or (below := prose_below(block)) is None:
        return block
    rows = (made for row in block.rows for made in _parted_row(row, block.columns, below))
    return replace(columns_beside(block, below), rows=tuple(rows))


def columns_beside(table: Table, below: Below | None) -> Table:
    """A table with what stays beside each other of it."""
    if below is None:
        return table
    heads = tuple(column for place, column in enumerate(table.columns) if place not in below.gone)
    return replace(table, columns=heads, rows=tuple(_beside(row, below) for row in table.rows))


def _beside(row: Row, below: Below) -> Row:
    """A row without what stands below it; a cell over several columns is over fewer."""
    made, at = [], 0
    for cell in row:
        covered = set(range(at, at + cell.span))
        if left := covered - below.gone:
            content = _paragraphs(cell.content, are_wanted=False) if covered == {below.prose} else cell.content
            made.append(replace(cell, span=len(left), content=content))
        at += cell.span
    return tuple(made)


def _parted_row(row: Row, columns: Sequence[Column], below: Below) -> tuple[Row, ...]:
    """A row, below it its prose under the heading of its column and what it rests on, where it has any."""
    beside, said = _beside(row, below), paragraphs(_said_below(row, columns, below))
    return (beside, (Cell(said, span=sum(cell.span for cell in beside)),)) if said else (beside,)


def _said_below(row: Row, columns: Sequence[Column], below: Below) -> Iterator[Phrase]:
    """What stands below a row, a paragraph each; the prose first."""
    cells = spread_row(row)
    for place in (below.prose, *sorted(below.gone - {below.prose})):
        cell = cells[place]
        if cell is None or cell.span > 1 or cell.is_missing:
            continue
        explains = place == below.prose and below.explains
        name = phrase() if explains else phrase(strong(columns[place].label, ":"), " ")
        told = _portions(_paragraphs(cell.content, are_wanted=True) if explains else cell.content)
        yield from (phrase("" if number else name, each) for number, each in enumerate(told) if each)


def _portions(content: Phrase) -> list[Phrase]:
    """The paragraphs of a cell, and what stands before, between and after them, in their order."""
    told = []
    for is_paragraph, pieces in groupby(content.pieces, key=_is_paragraph):
        own = list(pieces)
        told += [p.content for p in own if isinstance(p, Span)] if is_paragraph else [Phrase(tuple(_trimmed(own)))]
    return [each for each in told if flat_text(each).strip()]


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Pieces without the line ends before and after them."""
    kept = list(dropwhile(_ends_line, pieces))
    return list(dropwhile(_ends_line, kept[::-1]))[::-1]


def _ends_line(piece: Piece) -> bool:
    return isinstance(piece, LineBreak)


def _is_paragraph(piece: Piece) -> bool:
    return isinstance(piece, Span) and piece.look is Look.PARAGRAPH


def _paragraphs(content: Phrase, are_wanted: bool) -> Phrase:
    """The paragraphs of a cell, or what stands beside them."""
    return Phrase(tuple(p for p in content.pieces if _is_paragraph(p) == are_wanted))


def without_marks(block: Block) -> Block:
    """A block whose statuses are words alone, without the shape and frame that a page gives them."""
    return _with_texts(block, lambda content: content.mapped(_plain))


def without_bars(block: Block) -> Block:
    """A block in which how sure a figure is stands in words alone, as in a paper that is signed.

    >>> from bvte.presentation.parts import paragraph
    >>> str(without_bars(paragraph(phrase("45%. ", Span(Look.CERTAINTY, phrase("▰▰▱ một nguồn"))))).content)
    '45% (một nguồn).'
    """
    return _with_texts(block, _in_words)


def _in_words(content: Phrase) -> Phrase:
    """A text without bars; of the meanings of them the first begins like a sentence."""
    plain = _within_sentence(content).mapped(lambda piece: BARS.sub("", piece) if isinstance(piece, str) else piece)
    return large_first(plain) if BARS.match(flat_text(content)) else plain


def _within_sentence(content: Phrase) -> Phrase:
    """A text in which how sure a figure is stands in brackets, before the full stop that a bar stands behind."""
    made: list[Piece] = []
    for piece in content.pieces:
        if not (isinstance(piece, Span) and piece.look is Look.CERTAINTY):
            made.append(piece)
            continue
        before = made.pop() if made and isinstance(made[-1], str) else ""
        ends = str(before).endswith(". ")
        made += [f"{str(before).removesuffix('. ').rstrip()} (", piece, ")." if ends else ")"] if before else [piece]
    return phrase(*made)


def _with_texts(block: Block, change: Callable[[Phrase], Phrase]) -> Block:
    """A block with its texts changed."""
    if isinstance(block, Heading | Paragraph):
        return replace(block, content=change(block.content))
    if isinstance(block, Listing):
        return replace(block, items=tuple(replace(item, content=change(item.content)) for item in block.items))
    if isinstance(block, Table):
        rows = (tuple(replace(cell, content=change(cell.content)) for cell in row) for row in block.rows)
        return replace(block, rows=tuple(rows))
    return block


def _plain(piece: Piece) -> Piece:
    return replace(piece, look=Look.STRONG, code="") if isinstance(piece, Span) and piece.look is Look.STATUS else piece
