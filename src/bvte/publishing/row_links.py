"""Links from a sentence to the row of its figure: the first row of a report that has a figure of an indicator."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bvte.presentation.document import Block, Cell, Listing, Paragraph, Table, mapped_blocks, walk_blocks
from bvte.presentation.phrases import ROW_ANCHOR, Look, Phrase, Piece, Span

Row = tuple[Cell, ...]


def link_rows(cells: Sequence[Sequence[Block]], has_figure: Callable[[Row], bool]) -> list[tuple[Block, ...]]:
    """The blocks of the cells of a report with rows named, and without the links to rows that it does not have."""
    named = _row_namer(has_figure)
    shown = [mapped_blocks(blocks, named) for blocks in cells]
    known = {anchor for blocks in shown for anchor in _row_names(blocks)}
    return [mapped_blocks(blocks, lambda block: _with_links_to(block, known)) for blocks in shown]


def _row_namer(has_figure: Callable[[Row], bool]) -> Callable[[Block], Block]:
    """A function that names the rows of a table, each indicator's first, in the order of its calls."""
    taken: set[str] = set()

    def row_named(row: Row) -> Row:
        anchor = f"{ROW_ANCHOR}{next((cell.code for cell in row if cell.code), '')}"
        if anchor in taken | {ROW_ANCHOR} or not has_figure(row):
            return row
        taken.add(anchor)
        return tuple(replace(cell, anchor=anchor) if cell.is_header else cell for cell in row)

    def named(block: Block) -> Block:
        return replace(block, rows=tuple(map(row_named, block.rows))) if isinstance(block, Table) else block

    return named


def _row_names(blocks: Iterable[Block]) -> set[str]:
    tables = (block for block in walk_blocks(blocks) if isinstance(block, Table))
    return {cell.anchor for table in tables for row in table.rows for cell in row if cell.anchor}


def _with_links_to(block: Block, known: set[str]) -> Block:
    """A text whose links to rows all lead to one that there is; the words of the others stay."""

    def leading(piece: Piece) -> Piece:
        is_lost = isinstance(piece, Span) and piece.href.startswith(f"#{ROW_ANCHOR}") and piece.href[1:] not in known
        return replace(piece, look=Look.SPOKEN, href="") if is_lost else piece

    return with_texts(block, lambda text: text.mapped(leading))


def with_texts(block: Block, change: Callable[[Phrase], Phrase]) -> Block:
    """A paragraph or list with its texts changed; another block as it is."""
    if isinstance(block, Paragraph):
        return replace(block, content=change(block.content))
    if isinstance(block, Listing):
        return replace(block, items=tuple(replace(item, content=change(item.content)) for item in block.items))
    return block
