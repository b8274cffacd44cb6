"""Tables of a Word document: their captions, widths and cells, and whether they need a page across."""

import re
from statistics import mean
from zlib import crc32

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from bvte.publishing.forms import word_parts as parts
from bvte.publishing.forms.sheet_plan import spread_row

# Letters of the longest words, side by side, and columns beside one of prose, that fit a page upright.
MOST_LETTERS_UPRIGHT, MOST_COLUMNS_UPRIGHT = 82, 6
# Parts of a word between which a line may break.
UNBROKEN = re.compile(r"[^\s-]+-?")
# Width of a letter of the table's type (EMU), and how little a column of text or of numbers may have.
LETTER, NARROWEST, NARROWEST_NUMBERS = 75_000, 5, 9


def is_wide(table):
    """Whether a table needs a page across."""
    has_prose = any(column.kind == "wide" for column in table.columns)
    crowded = has_prose and len(table.columns) > MOST_COLUMNS_UPRIGHT
    return crowded or sum(_longest_words(_column_texts(table))) > MOST_LETTERS_UPRIGHT


def add_table(document, table, language, width):
    """Add a table with its caption, the unit at the right above it and its note, in that width (EMU)."""
    add_caption(document, table.number, table.caption)
    if table.unit:
        document.add_paragraph(table.unit, "Unit")
    grid = add_grid(document, table, language, width)
    parts.describe_table(grid, f"{table.number}. {table.caption}")
    for cell in grid.rows[-1].cells if table.note else ():
        cell.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(table.note, "Note" if table.note else "Table text")


def add_grid(document, table, language, width):
    """Add the cells of a table in that width (EMU); the table of python-docx."""
    grid = document.add_table(len(table.rows) + 1, len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _heading_row(grid.rows[0], table.columns)
    for row, cells in zip(grid.rows[1:], table.rows, strict=True):
        _body_row(row, cells, table.columns, language)
    _set_widths(grid, table_widths(table, width))
    return grid


def add_caption(document, number, text):
    """A caption whose number Word counts, but for a number that an order prescribes (8a)."""
    paragraph = document.add_paragraph(style="Caption")
    name, _, count = number.rpartition(" ")
    if count.isdigit():
        paragraph.add_run(f"{name} ")
        parts.add_field(paragraph, f'SEQ "{name}" \\* ARABIC \\r {count}', count)
    else:
        paragraph.add_run(number)
    paragraph.add_run(f". {text}")
    return paragraph


def _heading_row(row, columns):
    parts.repeat_on_every_page(row)
    parts.keep_whole(row)
    for cell, column in zip(row.cells, columns, strict=True):
        paragraph = _cell_paragraph(cell, first=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(column.label).bold = True


def _body_row(row, cells, columns, language):
    parts.keep_whole(row)
    places, at = list(row.cells), 0
    for cell in cells:
        place = places[at] if cell.span == 1 else places[at].merge(places[at + cell.span - 1])
        _fill_cell(place, cell, columns[at].kind, language)
        at += cell.span


def _fill_cell(place, cell, kind, language):
    """The lines of a cell, each a paragraph; numbers stand at the right."""
    for number, line in enumerate(cell.lines):
        paragraph = _cell_paragraph(place, first=number == 0)
        if kind == "num":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in line:
            made = parts.add_word_run(paragraph, run, language)
            if cell.is_header and not run.small:
                made.bold = True
        if cell.anchor and number == 0:
            # A number that no other bookmark of the file has.
            parts.add_anchor(paragraph, cell.anchor, crc32(cell.anchor.encode()))


def _cell_paragraph(place, first):
    """The first paragraph of a cell, which every cell has, or a further one."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    # By its id: looked up by name, styles take most of the time of a report.
    paragraph._p.style = "Tabletext"
    return paragraph


def table_widths(table, width):
    """Widths of the columns (EMU): room for the longest word, the rest by the amount of text."""
    texts = _column_texts(table)
    floors = [NARROWEST_NUMBERS if column.kind == "num" else NARROWEST for column in table.columns]
    least = list(map(max, _longest_words(texts), floors))
    scale = min(1.0, width / (sum(least) * LETTER))
    left = width - sum(least) * LETTER * scale
    amounts = [mean(map(len, column)) ** 0.75 for column in _column_texts(table, gaps=False)]
    whole = sum(amounts) or 1
    widths = zip(least, amounts, strict=True)
    return [round(need * LETTER * scale + left * amount / whole) for need, amount in widths]


def _column_texts(table, gaps=True):
    """The texts of each column with its heading; the words of gaps only where they are wanted."""
    texts = [[column.label] for column in table.columns]
    for row in table.rows:
        for column, cell in zip(texts, spread_row(row), strict=True):
            column.append(cell.text if cell and cell.span == 1 and (gaps or not cell.is_missing) else "")
    return texts


def _longest_words(texts):
    """Letters of the longest word of each column, with the padding of its cells."""
    return [
        max((len(word) + 3 for text in column for word in UNBROKEN.findall(text)), default=NARROWEST)
        for column in texts
    ]


def _set_widths(grid, found):
    """LibreOffice reads the widths of the columns, Word those of the cells."""
    for column, width in zip(grid.columns, found, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, found, strict=True):
            cell.width = width
