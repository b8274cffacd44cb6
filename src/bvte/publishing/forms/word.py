"""A report as a Word document: headings, captions, a list of contents, tables that can be worked on."""

import io
from itertools import count
from statistics import mean

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from bvte.presentation.document import Box, Figure, Heading, Listing, Paragraph, SideBySide, Table
from bvte.presentation.phrases import Run
from bvte.presentation.texts import say
from bvte.publishing.forms import word_parts as parts
from bvte.publishing.forms.office import day_of, repack_file
from bvte.publishing.forms.sheet_plan import spread_row
from bvte.publishing.forms.word_parts import lay_out_document, turn_page

STYLES = {"": "Body Text", "lead": "Lead", "recipient": "Lead", "note": "Note"}
BOXES = {"key": "Key message", "to-write": "To write", "card": "To write"}
# What is printed and handed out by itself.
SHEETS = {"placemat"}
# Lines of a letter's head and end after annex I of Decree 30/2020.
SHARES = {"letterhead": (66, 94)}
BOLD, ITALIC = {"body", "state", "motto", "position"}, {"place-date", "sign-here"}


def word_file(article):
    """The bytes of a .docx file. Raises ValueError for a chart without a picture."""
    writer = Writer(article)
    out = io.BytesIO()
    writer.write().save(out)
    return repack_file(out.getvalue())


def lies_across(blocks):
    """For each block whether it stands on a page across: a wide table, with what leads to it."""
    across = []
    for block in reversed(blocks):
        leads = isinstance(block, Heading | Paragraph) and across and across[-1]
        across.append(is_wide(block) if isinstance(block, Table) else bool(leads))
    return across[::-1]


class Writer:
    """Writes one report; it counts the anchors and pictures, whose numbers must differ."""

    def __init__(self, article):
        self.article, self.language = article, article.language
        self.document = docx.Document()
        self.numbers = count(1)

    def write(self):
        """The whole document."""
        lay_out_document(self.document, self.language)
        self._properties()
        blocks = list(self.article.blocks)
        if blocks and isinstance(blocks[0], SideBySide):
            # The head of a letter stands above its title.
            self._block(blocks.pop(0))
        self.document.add_paragraph(self.article.title, "Title")
        headings = [block for block in blocks if isinstance(block, Heading)]
        opening = blocks.index(headings[0]) if headings else len(blocks)
        self._blocks(blocks[:opening])
        if len(headings) > 2:
            self._contents(headings)
        self._blocks(blocks[opening:])
        self._ending()
        return self.document

    def _properties(self):
        """What a file tells of itself: nothing of who made it, or when."""
        told, day = self.document.core_properties, day_of(self.article.meta)
        told.title, told.subject = self.article.title, self.article.kind
        told.author = told.last_modified_by = told.comments = ""
        told.language = parts.WORD_LANGUAGES[self.language]
        told.created = told.modified = day
        told.revision = 1

    def _blocks(self, blocks):
        """Blocks in their order; the text before a table or a picture stays with it."""
        for block, following, across in zip(blocks, [*blocks, None][1:], lies_across(blocks), strict=True):
            turn_page(self.document, across)
            self._block(block)
            if isinstance(block, Paragraph) and isinstance(following, Table | Figure):
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _block(self, block):
        WRITE[type(block)](self, block)

    def heading(self, block):
        """A heading that the list of contents leads to."""
        paragraph = self.document.add_heading(block.text, block.level - 1)
        parts.add_anchor(paragraph, f"heading {block.text}", next(self.numbers))

    def text(self, block, style=None):
        """A paragraph."""
        paragraph = self.document.add_paragraph(style=style or STYLES.get(block.role, "Body Text"))
        self._runs(paragraph, block.runs)

    def listing(self, block):
        """A list; a numbered one keeps its printed numbers, since tables cite them."""
        for number, item in enumerate(block.items, start=1):
            paragraph = self.document.add_paragraph(style="Source" if block.ordered else "List Bullet")
            if block.ordered:
                paragraph.add_run(f"[{number}]\t" if item.anchor else f"{number}.\t")
            self._runs(paragraph, item.runs)
            if item.anchor:
                parts.add_anchor(paragraph, item.anchor, next(self.numbers))

    def box(self, block):
        """The key messages, a place to write, or other blocks that stand together."""
        for part in block.blocks:
            if block.role in BOXES and isinstance(part, Paragraph):
                self.text(part, BOXES[block.role])
            else:
                self._block(part)
            if block.role in SHEETS and isinstance(part, Heading):
                self.document.paragraphs[-1].paragraph_format.page_break_before = True

    def columns(self, block):
        """The head or the end of a letter: blocks beside each other in a table without rules."""
        grid = self.document.add_table(1, len(block.columns))
        grid.autofit = False
        shares = SHARES.get(block.role, (80, 80))
        for place, (column, share) in enumerate(zip(block.columns, shares, strict=True)):
            cell = grid.cell(0, place)
            grid.columns[place].width = cell.width = Mm(share)
            for part in column.blocks:
                self._beside(cell, part)
            cell._tc.remove(cell.paragraphs[0]._p)
        self.document.add_paragraph()

    def _beside(self, cell, part):
        """A block of a column: lines in the middle, or a list of recipients at the left."""
        for line in part.items if isinstance(part, Listing) else [part]:
            paragraph = cell.add_paragraph(style="Letter")
            if isinstance(part, Listing):
                paragraph.add_run("- ")
            else:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._runs(paragraph, line.runs)
            for run in paragraph.runs:
                run.bold = run.bold or getattr(part, "role", "") in BOLD or None
                run.italic = getattr(part, "role", "") in ITALIC or None
                run.underline = getattr(part, "role", "") == "motto" or None

    def figure(self, block):
        """A picture with its description, its caption and note below it."""
        if not block.png:
            raise ValueError(f"the chart “{block.caption}” has no picture for office files")
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(block.png), width=Mm(160))
        parts.describe_picture(picture, next(self.numbers), block.number, block.alt)
        add_caption(self.document, block.number, block.caption).paragraph_format.keep_with_next = False
        self.document.add_paragraph(block.note, "Note")

    def table(self, block):
        """A table."""
        add_table(self.document, block, self.language)

    def _runs(self, paragraph, runs):
        for run in runs:
            parts.add_word_run(paragraph, run, self.language)

    def _contents(self, headings: list[Heading]) -> None:
        """The list of contents, filled in, which Word can update with page numbers."""
        self.document.add_paragraph(say("frame.contents"), "Contents heading")
        for number, heading in enumerate(headings):
            paragraph = self.document.add_paragraph(style=f"TOC {min(heading.level - 1, 2)}")
            if number == 0:
                parts.add_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "", open_end=True)
            entry = Run(heading.text, href=f"#heading {heading.text}")
            parts.add_word_run(paragraph, entry, self.language)
        parts.end_field(paragraph)

    def _ending(self) -> None:
        """Where the figures come from and how the report is made again."""
        turn_page(self.document, landscape=False)
        self.document.add_paragraph(say("frame.sources_note"), "Note")
        self.document.add_paragraph(f"{say('frame.reproduce')} {self.article.command}", "Note")


WRITE = {
    Heading: Writer.heading,
    Paragraph: Writer.text,
    Listing: Writer.listing,
    Box: Writer.box,
    SideBySide: Writer.columns,
    Figure: Writer.figure,
    Table: Writer.table,
}


# Letters of the longest words, side by side, and columns beside one of prose, that fit a page upright.
MOST_LETTERS_UPRIGHT, MOST_COLUMNS_UPRIGHT = 76, 6
# Width of a letter of the table's type (EMU), and how little a column of text or of numbers may have.
LETTER, NARROWEST, NARROWEST_NUMBERS = 75_000, 5, 9


def is_wide(table):
    """Whether a table needs a page across."""
    has_prose = any(column.kind == "wide" for column in table.columns)
    crowded = has_prose and len(table.columns) > MOST_COLUMNS_UPRIGHT
    return crowded or sum(_longest_words(_column_texts(table))) > MOST_LETTERS_UPRIGHT


def add_table(document, table, language):
    """Add a table with its caption and note."""
    width = turn_page(document, is_wide(table))
    add_caption(document, table.number, table.caption)
    grid = document.add_table(len(table.rows) + 1, len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    parts.describe_table(grid, f"{table.number}. {table.caption}")
    _heading_row(grid.rows[0], table.columns)
    for row, cells in zip(grid.rows[1:], table.rows, strict=True):
        _body_row(row, cells, table.columns, language)
    for cell in grid.rows[-1].cells if table.note else ():
        cell.paragraphs[-1].paragraph_format.keep_with_next = True
    _set_widths(grid, table_widths(table, width))
    document.add_paragraph(table.note, "Note" if table.note else "Table text")


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
    return [
        round(need * LETTER * scale + left * amount / sum(amounts)) for need, amount in zip(least, amounts, strict=True)
    ]


def _column_texts(table, gaps=True):
    """The texts of each column with its heading; the words of gaps only where they are wanted."""
    texts = [[column.label] for column in table.columns]
    for row in table.rows:
        for column, cell in zip(texts, spread_row(row), strict=True):
            column.append(cell.text if cell and cell.span == 1 and (gaps or not cell.is_missing) else "")
    return texts


def _longest_words(texts):
    """Letters of the longest word of each column, with the padding of its cells."""
    return [max(len(word) + 3 for text in column for word in text.split()) for column in texts]


def _set_widths(grid, found):
    """LibreOffice reads the widths of the columns, Word those of the cells."""
    for column, width in zip(grid.columns, found, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, found, strict=True):
            cell.width = width
