"""What a table has no figure for becomes one line, as a report is read: on its page, on paper and in Word.

The workbook, in which an office gives those figures, keeps every row and column.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Block, Cell, Paragraph, Table
from bvte.presentation.parts import paragraph, with_columns
from bvte.presentation.phrases import NOTHING, Look, Phrase, flat_text, joined, phrase, strong
from bvte.presentation.texts import say

Row = tuple[Cell, ...]
# Kinds of columns that only describe their row.
DESCRIBING = {"order", "measure"}
# A single empty row is as long as a line that says so.
FEWEST_ROWS = 2
# The column of an annex that names the figures that are missing.
LISTING = "figures_missing"
# So many columns fit a page upright; a table with no more keeps also those without a figure.
UPRIGHT = 5


def fold_gaps(block: Block, listed: bool = False) -> Block:
    """A table whose empty rows and columns are its last line, a paragraph where all are empty; another block as it is.

    listed : whether an annex of the report lists what is missing, so that a table without any figure leads there.

    >>> from bvte.presentation.document import Column, make_table
    >>> from bvte.presentation.phrases import span
    >>> rows = [[name, span(Look.GAP, "no data")] for name in ("Boys", "Girls")]
    >>> fold_gaps(make_table("Children", [Column("Who"), Column("2025", "num")], rows)).role
    'folded'
    """
    if not isinstance(block, Table):
        return block
    empty = [row for row in block.rows if says_nothing(row, block)]
    if len(empty) < FEWEST_ROWS and len(empty) < len(block.rows):
        empty = []
    if empty and len(empty) == len(block.rows):
        return _as_line(block, empty, listed)
    # By identity: two empty rows may say the same.
    folded = set(map(id, empty))
    left = replace(block, rows=tuple(row for row in block.rows if id(row) not in folded))
    return _with_lines(_with_unit_above(left), empty) if any(map(_has_gap, block.rows)) else block


def without_dashes(table: Block) -> Block:
    """A table without the columns in which every row has a dash, which its note names; another block as it is."""
    if not isinstance(table, Table):
        return table
    blank = [place for place in range(len(table.columns)) if _is_blank(table, place)]
    if not blank:
        return table
    labels = "; ".join(table.columns[place].label for place in blank)
    kept = with_columns(table, [place for place in range(len(table.columns)) if place not in blank])
    return replace(kept, note="\n".join(filter(None, [say("frame.gaps.dashes", columns=labels), table.note])))


def note_once() -> Callable[[Block], Block]:
    """A function that leaves out the note of a table that stood below one before, in the order of its calls."""
    told = {""}

    def without_told(block: Block) -> Block:
        if not isinstance(block, Table) or block.note not in told:
            told.add(getattr(block, "note", ""))
            return block
        return replace(block, note="")

    return without_told


def says_nothing(row: Row, table: Table) -> bool:
    """Whether a row only says that there is no figure; one that is withheld, or has another reason, says more."""
    told = [cell for cell, column in zip(row, table.columns, strict=False) if not _describes(cell, column.kind)]
    return _has_gap(row) and all(cell.is_missing and not any(cell.content.spans(Look.WITHHELD)) for cell in told)


def _describes(cell: Cell, kind: str) -> bool:
    return cell.is_header or kind in DESCRIBING


def _has_gap(row: Row) -> bool:
    return any(any(cell.content.spans(Look.GAP)) for cell in row)


def lists_gaps(block: Block) -> bool:
    """Whether it is the table of an annex that lists which figures are missing."""
    return isinstance(block, Table) and any(column.key == LISTING for column in block.columns)


def _as_line(table: Table, empty: Sequence[Row], listed: bool) -> Paragraph:
    """A table without any figure: its number and name, and how many rows it would have."""
    name = f"{table.number}. {table.caption}" if table.number else table.caption
    facts = {"table": name, "gap": _gap_words(empty), "count": len(empty)}
    if listed and _is_asked(empty):
        return paragraph(say("frame.gaps.table_asked", **facts), "folded")
    return paragraph(phrase(say("frame.gaps.table", **facts), " ", _names(empty, table)), "folded")


def _with_lines(table: Table, empty: Sequence[Row]) -> Table:
    """A table without its columns that have no figure; below it a line of them, and one of its empty rows."""
    blank = [place for place in range(len(table.columns)) if _is_blank(table, place)]
    unsaid = [place for place in blank if any(map(_has_gap, _column(table, place)))]
    lines = list(_empty_columns(table, unsaid))
    if empty:
        told = say("frame.gaps.rows", gap=_gap_words(empty).capitalize(), count=len(empty))
        lines.append(phrase(strong(told), " ", _names(empty, table)))
    kept = with_columns(table, [place for place in range(len(table.columns)) if place not in blank])
    added = tuple((Cell(line, span=len(kept.columns)),) for line in lines)
    return replace(kept, rows=(*_counted_again(kept), *added))


def _empty_columns(table: Table, places: Iterable[int]) -> Iterator[Phrase]:
    """A line for the columns that say the same in place of a figure."""
    labels: dict[str, list[str]] = {}
    for place in places:
        labels.setdefault(_gap_words(_column(table, place)), []).append(table.columns[place].label)
    for gap, named in labels.items():
        yield phrase(say("frame.gaps.columns", columns="; ".join(named), gap=gap))


def _counted_again(table: Table) -> Iterator[Row]:
    """The rows of a table counted from 1 without what was folded away: 1, 2, 2.1 for 1, 9, 9.3."""
    place = next((place for place, column in enumerate(table.columns) if column.kind == "order"), None)
    known: dict[str, int] = {}
    parts: Counter[str] = Counter()
    for row in table.rows:
        whole, dot, part = row[place].text.partition(".") if place is not None else ("", "", "")
        if place is None or not whole.isdigit():
            yield row
            continue
        number = str(known.setdefault(whole, len(known) + 1))
        parts[number] += bool(part)
        counted = f"{number}{dot}{parts[number] if part else ''}"
        yield tuple(replace(cell, content=phrase(counted)) if at == place else cell for at, cell in enumerate(row))


def _is_blank(table: Table, place: int) -> bool:
    """Whether no row has anything in a column: only dashes, or, in a table wider than a page upright, no figure."""
    column = _column(table, place)
    if not column or any(cell.is_header for (cell,) in column):
        return False
    wide = len(table.columns) > UPRIGHT
    return all(cell.text == NOTHING or (wide and _has_gap((cell,))) for (cell,) in column)


def _column(table: Table, place: int) -> list[Row]:
    """The cells of a column, each as a row of itself; those over several columns left out."""
    cells = (spread_row(row)[place] for row in table.rows)
    return [(cell,) for cell in cells if cell and cell.span == 1]


def _with_unit_above(table: Table) -> Table:
    """A table whose rows all have one unit names it above, in the place of its column of units."""
    places = [place for place, column in enumerate(table.columns) if column.kind == "measure"]
    units = {row[place].text for place in places for row in table.rows}
    if table.unit or len(places) != 1 or len(units) != 1:
        return table
    kept = [place for place in range(len(table.columns)) if place not in places]
    return replace(with_columns(table, kept), unit=say("annual.unit_line", unit=units.pop()))


def _gap_words(empty: Iterable[Row]) -> str:
    """The words of the gaps of some rows, each once."""
    found = (flat_text(piece.content) for row in empty for cell in row for piece in cell.content.spans(Look.GAP))
    return ", ".join(dict.fromkeys(found))


def _is_asked(empty: Iterable[Row]) -> bool:
    """Whether the report itself asks an office for the figures, and so lists them."""
    return any(piece.code for row in empty for cell in row for piece in cell.content.spans(Look.GAP))


def _names(rows: Iterable[Row], table: Table) -> Phrase:
    """The names of rows, each with the code of its indicator; a part of another stands in the line like that."""
    headings = (table.heading_of(row).content for row in rows)
    named = (next(heading.spans(Look.INDICATOR), flat_text(heading)) for heading in headings)
    return phrase(joined("; ", map(phrase, named)), ".")
