"""What a table has no figure for becomes one line, as a report is read: on its page, on paper and in Word.

The workbook, in which an office gives those figures, keeps every row and column.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Block, Box, Cell, Paragraph, Table
from bvte.presentation.parts import REPEATED, paragraph, with_columns
from bvte.presentation.phrases import NOTHING, Look, Phrase, flat_text, joined, phrase, strong
from bvte.presentation.texts import say
from bvte.presentation.words import small_first

Row = tuple[Cell, ...]
# The role of a line that stands for a table without any figure.
FOLDED = "folded"
# Kinds of columns that only describe their row.
DESCRIBING = {"order", "measure"}
# A single empty row is as long as a line that says so.
FEWEST_ROWS = 2
# Columns of words that many rows can have in common.
ALIKE = {"judgement_short", "people", "proposal"}
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
    # By identity: two empty rows may say the same.
    folded = set(map(id, empty))
    kept = [row for row in block.rows if id(row) not in folded]
    if empty and all(_says_why(row, block) for row in kept):
        return _as_line(block, empty, listed, kept)
    left = replace(block, rows=tuple(kept))
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


def once_for_all(table: Block) -> Block:
    """A table without those columns of `ALIKE` in which all rows say the same, or nothing, which its note says once;
    another block as it is."""
    if not isinstance(table, Table) or len(table.rows) < REPEATED:
        return table
    alike = {place: words for place in range(len(table.columns)) if (words := _same_words(table, place))}
    kept = with_columns(table, [place for place in range(len(table.columns)) if place not in alike])
    told = [f"{table.columns[place].label}: {small_first(words).rstrip('.')}." for place, words in alike.items()]
    return replace(kept, note="\n".join(filter(None, [*told, table.note]))) if alike else table


def _same_words(table: Table, place: int) -> str:
    """What all rows say in a column, "" where they differ or it may not be told once."""
    held = [cell for (cell,) in _column(table, place)]
    said = {cell.text for cell in held} - {NOTHING}
    is_told = table.columns[place].key in ALIKE and len(said) == 1 and not any(cell.data for cell in held)
    return said.pop() if is_told else ""


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


def _says_why(row: Row, table: Table) -> bool:
    """Whether a row says in the place of its figure why it has none, and nothing else."""
    kinds = [kind for _, kind in _told(row, table)]
    return kinds == ["num"] and not any(cell.data for cell in row)


def _told(row: Row, table: Table) -> list[tuple[Cell, str]]:
    """The cells of a row that say something of what it is on, with the kinds of their columns."""
    told = ((cell, column.kind) for cell, column in zip(row, table.columns, strict=False))
    return [(cell, kind) for cell, kind in told if not (_describes(cell, kind) or cell.is_missing)]


def _describes(cell: Cell, kind: str) -> bool:
    return cell.is_header or kind in DESCRIBING


def _has_gap(row: Row) -> bool:
    return any(any(cell.content.spans(Look.GAP)) for cell in row)


def lists_gaps(block: Block) -> bool:
    """Whether it is the table of an annex that lists which figures are missing."""
    return isinstance(block, Table) and any(column.key == LISTING for column in block.columns)


def _as_line(table: Table, empty: Sequence[Row], listed: bool, others: Iterable[Row] = ()) -> Paragraph:
    """A table without any figure: its number and name, and how many rows it would have; others : rows that say why
    they have none."""
    facts = {"gap": _gap_words(empty), "count": len(empty)}
    if listed and _is_asked(empty):
        # Its section has its name, and the annex each of its rows.
        told = phrase(say("frame.gaps.table_asked", table=table.number or table.caption, **facts))
    else:
        name = f"{table.number}. {table.caption}" if table.number else table.caption
        told = phrase(say("frame.gaps.table", table=name, **facts), " ", _names(empty, table))
    reasons = (phrase(_named(row, table), ": ", cell.content, ".") for row in others for cell, _ in _told(row, table))
    return paragraph(joined(" ", [told, *reasons]), FOLDED)


def told_in_place(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks of which a place that is still to be written says itself that the forms below it are empty: of such a
    section nothing is known, so that one line is enough."""
    made: list[Block] = []
    for block in blocks:
        is_told = isinstance(block, Paragraph) and block.role == FOLDED
        if is_told and made and (prompt := _prompt_alone(made[-1])):
            told = replace(prompt, content=phrase(prompt.content, " ", block.content))
            made[-1] = replace(made[-1], blocks=(told,))
        else:
            made.append(block)
    return tuple(made)


def _prompt_alone(block: Block) -> Paragraph | None:
    """The prompt of a place to write that holds nothing else, None of any other block."""
    if not (isinstance(block, Box) and block.code and len(block.blocks) == 1):
        return None
    (prompt,) = block.blocks
    return prompt if isinstance(prompt, Paragraph) and prompt.role == "prompt" else None


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
    return phrase(joined("; ", (_named(row, table) for row in rows)), ".")


def _named(row: Row, table: Table) -> Phrase:
    heading = table.heading_of(row).content
    return phrase(next(heading.spans(Look.INDICATOR), flat_text(heading)))
