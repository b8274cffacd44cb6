"""Tables of a Word document: their captions, widths and cells, and whether they need a page across."""

from zlib import crc32

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from bvte.presentation.column_widths import column_shares, column_texts, longest_word
from bvte.presentation.prose_rows import LONGEST_ROW
from bvte.publishing.forms import word_parts as parts

# Letters of the longest words, side by side, and columns beside one of prose, that fit a page upright.
MOST_LETTERS_UPRIGHT, MOST_COLUMNS_UPRIGHT = 82, 6
# Letters of a row that stands on a sheet without another one.
HIGH_ROW = 100
ALIGNED = {"num": WD_ALIGN_PARAGRAPH.RIGHT, "order": WD_ALIGN_PARAGRAPH.CENTER}
# Width of a letter of the table's type (EMU), and letters by which the edges of a cell are less than a page's.
LETTER, NARROWER = 63_500, 1.5


def is_wide(table):
    """Whether a table needs a page across."""
    has_prose = any(column.kind == "wide" for column in table.columns)
    crowded = has_prose and len(table.columns) > MOST_COLUMNS_UPRIGHT
    return crowded or sum(map(longest_word, column_texts(table))) > MOST_LETTERS_UPRIGHT


def add_table(document, table, language, width, is_plain=False):
    """Add a table with its caption, the unit at the right above it and its note, in that width (EMU).

    is_plain : whether the names of its rows are not bold, as in a paper of an office.
    """
    add_caption(document, table.number, table.caption)
    if table.unit:
        document.add_paragraph(table.unit, "Unit")
    grid = add_grid(document, table, language, width, is_plain)
    parts.describe_table(grid, f"{table.number}. {table.caption}")
    for cell in grid.rows[-1].cells if table.note else ():
        cell.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(table.note, "Note" if table.note else "Table text")


def add_grid(document, table, language, width, is_plain=False):
    """Add the cells of a table in that width (EMU), is_plain as of `add_table`; the table of python-docx."""
    grid = document.add_table(len(table.rows) + 1, len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    parts.narrow_edges(grid)
    _heading_row(grid.rows[0], table.columns)
    near_ends = {row._tr for row in _rows_near_ends(grid, table.rows)}
    for row, cells, below in zip(grid.rows[1:], table.rows, [*table.rows, ()][1:], strict=True):
        _body_row(row, cells, table.columns, language, is_plain)
        if len(below) == 1 < len(cells) or row._tr in near_ends:
            _keep_with_next(row)
    _set_widths(grid, table_widths(table, width))
    return grid


def _rows_near_ends(grid, rows):
    """The rows that go with the next: no sheet has the first row of a table alone, nor the last, but for one so high
    that it is none."""
    low = [_letters(cells) < HIGH_ROW for cells in rows]
    return [*(grid.rows[1:2] if all(low[:2]) else ()), *(grid.rows[-3:-1] if all(low[-1:]) else ())]


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


def _body_row(row, cells, columns, language, is_plain):
    if _letters(cells) <= LONGEST_ROW:
        parts.keep_whole(row)
    places, at = list(row.cells), 0
    for cell in cells:
        place = places[at] if cell.span == 1 else places[at].merge(places[at + cell.span - 1])
        kind = columns[at].kind if cell.span == 1 else "text"
        _fill_cell(place, cell, kind, language, cell.is_header and not is_plain)
        at += cell.span


def _letters(cells):
    return sum(len(cell.text) for cell in cells)


def _keep_with_next(row):
    """Let a row stand on the page of what is said below it."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _fill_cell(place, cell, kind, language, is_bold):
    """The lines of a cell, each a paragraph; numbers stand at the right."""
    for number, line in enumerate(cell.lines):
        paragraph = _cell_paragraph(place, first=number == 0)
        paragraph.alignment = ALIGNED.get(kind)
        for run in line:
            made = parts.add_word_run(paragraph, run, language, is_cell=True)
            if is_bold and not run.small:
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
    """Widths of the columns (EMU): each its longest word, then so that the rows are least high."""
    room = width / LETTER + NARROWER * len(table.columns)
    return [round(width * share) for share in column_shares(table, int(room))]


def _set_widths(grid, found):
    """LibreOffice reads the widths of the columns, Word those of the cells."""
    for column, width in zip(grid.columns, found, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, found, strict=True):
            cell.width = width
