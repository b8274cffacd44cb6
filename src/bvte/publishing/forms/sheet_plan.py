"""How a table of a report spreads over the columns of a sheet: numbers, ends of ranges, times, units."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Cell, Column, Table
from bvte.presentation.phrases import NOTHING, Look
from bvte.presentation.texts import say
from bvte.publishing.forms.office import sign_of, signed_run

# Words after a number that fit into its cell's format; longer ones stand in the column of notes.
LONGEST_WORDS = 14
# Letters that fit an A4 page across in a legible size.
PAGE_LETTERS = 175
# Widths that are known.
LEAST = {"order": 6, "value": 9, "upto": 8, "unit": 11, "year": 7, "sources": 9, "source": 16, "remark": 16}
# Columns that an office fills in.
INPUTS = ("source", "remark")
# What is words, which take the width that is left.
PROSE = ("text", "beside_status")
# Letters below which a name or a remark stands on so many lines that its row fills a page.
LEAST_PROSE = 24
# Height of a line in points.
LINE = 15


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: heading, what it holds ("text", "order", "status", "value", "upto", "note", "unit",
    "year", "sources", or of `INPUTS`), from which column of the table, and how many letters must fit on a line."""

    label: str
    holds: str
    place: int
    letters: int = 0


def asked_of(cell: Cell) -> str:
    """The figure that an office can put into a cell (`cells.asked_figure`), "" where none is asked for."""
    return next((piece.code for piece in cell.content.spans(Look.GAP)), "")


def asks(table: Table) -> bool:
    """Whether a table asks for any figure."""
    return any(asked_of(cell) for row in table.rows for cell in row)


def sheet_columns(table: Table) -> list[SheetColumn]:
    """The columns of the sheet of a table, those that would stay empty left out."""
    rows = [spread_row(row) for row in table.rows]
    found = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in rows if row[place] is not None]
        found += _columns_of(place, column, cells)
    if any(cell.sources for row in table.rows for cell in row):
        found.append(SheetColumn(say("workbook.sources"), "sources", -1))
    if asks(table):
        found += [SheetColumn(say(f"workbook.input.{name}"), name, -1) for name in INPUTS]
    return found


def _columns_of(place: int, column: Column, cells: list[Cell]) -> Iterator[SheetColumn]:
    """The columns that one column of the table needs."""
    label = column.label
    if column.kind == "num" or any(cell.is_number for cell in cells):
        yield SheetColumn(label, "value", place, max(map(_number_letters, cells), default=0))
    elif any(cell.status for cell in cells):
        yield SheetColumn(label, "status", place)
        if any(map(beside_status, cells)):
            yield SheetColumn(say("workbook.note", column=label), "beside_status", place)
    elif column.kind == "order":
        yield SheetColumn(label, "order", place)
    elif any(map(text_of, cells)):
        yield SheetColumn(label, "text", place)
    if any(cell.unit for cell in cells):
        yield SheetColumn(say("workbook.unit"), "unit", place)
    if any(cell.is_number and len(cell.data) == 2 for cell in cells):
        yield SheetColumn(say("workbook.upto", column=label), "upto", place)
    holds_numbers = column.kind == "num" or any(cell.is_number for cell in cells)
    notes = [cell for cell in cells if holds_numbers and note_of(cell) != ""]
    if notes:
        only_times = all(cell.is_number and cell.times and not _is_long(cell.after) for cell in notes)
        name = "when" if only_times else "note"
        yield SheetColumn(say(f"workbook.{name}", column=label), "note", place)


def _number_letters(cell):
    """Letters of a number with the words that its format prints; a number too long for its cell is hidden."""
    after = "" if _is_long(cell.after) else cell.after
    return len(f"{cell.before} {cell.data[0].text} {after}") if cell.is_number else 0


def text_of(cell):
    """The text of a cell without its unit and without the numbers of its sources, a status with its sign."""
    return _text_of(cell, cell.lines)


def status_of(cell):
    """What a cell says on the line of its status, by which a sheet is filtered; all of one without."""
    return _text_of(cell, cell.lines[:1] if cell.status else cell.lines)


def beside_status(cell):
    """What a cell says below its status, such as the reasons."""
    return _text_of(cell, cell.lines[1:] if cell.status else ())


def _text_of(cell, lines):
    texts = ("".join(map(signed_run, _without_sources(line))).strip() for line in lines)
    return "\n".join(text for text in texts if text and text != cell.unit)


def _without_sources(line):
    """A line without the numbers of sources that end it; those inside a sentence are part of what it says."""
    spoken = [place for place, run in enumerate(line) if not _is_source(run) and run.text.strip()]
    inside = line[: spoken[-1] + 1] if spoken else ()
    # Between a figure and its time they cite, in a sentence that goes on after them they are spoken of.
    is_sentence = sum(len(run.text) for run in inside if not _is_source(run)) > LONGEST_WORDS
    return [run for run in inside if is_sentence or not _is_source(run)]


def _is_source(run):
    return run.href.startswith("#source-")


def note_of(cell):
    """What stands beside a number: the time that it speaks of as a year, or words; of a cell that has words in
    the place of a number, these."""
    if not cell.is_number:
        return "" if cell.text == NOTHING or any(cell.content.spans(Look.GAP)) else text_of(cell)
    words = f"{cell.after} {cell.note}".strip() if _is_long(cell.after) else cell.note
    return int(words) if words.isdigit() else words


def _is_long(after):
    """Whether the words after a number do not fit into its format; a format must hold no other number."""
    return len(after) > LONGEST_WORDS or any(letter.isdigit() for letter in after)


def number_format(cell, datum):
    """The format that prints a number as the report does: "dưới "0.0."""
    decimals = max(0, -datum.value.as_tuple().exponent)
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    first, last = datum is cell.data[0], datum is cell.data[-1]
    before = f"{cell.before} " if first and cell.before else ""
    before = f"{sign_of(cell.status)} {before}" if cell.status and before else before
    after = cell.after if last and not _is_long(cell.after) else ""
    return _format_literal(before) + digits + _format_literal(f" {after}" if after[:1].isalpha() else after)


def _format_literal(words):
    """Words as a literal of a number format."""
    return '"{}"'.format(words.replace('"', "")) if words else ""


def column_widths(columns, texts):
    """Widths of the columns in letters. texts : what each column holds, with its heading, as text.

    Narrow columns are as wide as they must be; prose shares what is left of a page across, so that the
    print stays legible.
    """
    pairs = list(zip(columns, texts, strict=True))
    least = [_least_width(column, held) for column, held in pairs]
    amounts = [_longest_text(held) ** 0.6 if column.holds in PROSE else 0 for column, held in pairs]
    left = max(0, PAGE_LETTERS - sum(least))
    return [need + left * amount / (sum(amounts) or 1) for need, amount in zip(least, amounts, strict=True)]


def _least_width(column, held):
    """The least width of a column: its longest word, of numbers the longest print."""
    words = (word for text in held for word in text.split())
    longest = min(max(map(len, words), default=0), 20)
    if column.holds in PROSE:
        longest = max(longest, min(_longest_text(held), LEAST_PROSE))
    # A number that does not fit is not broken but printed as ###: it has more room about it than a word.
    return max(LEAST.get(column.holds, longest + 2), column.letters)


def _longest_text(held):
    return max(map(len, held), default=1)


def wrapped_lines(text, width):
    """Lines that a text takes in a column, in the widest font that a program may take for ours."""
    return sum(max(1, len(wrap(line, max(1, int(1.05 * width))))) for line in text.split("\n"))
