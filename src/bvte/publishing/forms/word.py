"""A report as a Word document: headings, captions, a list of contents, tables that can be worked on."""

import io
from itertools import count

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from bvte.publishing.article import Box, Columns, Figure, Heading, Listing, Run, Table, Text
from bvte.publishing.forms import word_parts as parts
from bvte.publishing.forms.packed import day_of, repacked
from bvte.publishing.forms.word_layout import lay_out, turn
from bvte.publishing.forms.word_table import add_table, caption, is_wide
from bvte.publishing.words import WORDS

STYLES = {"": "Body Text", "lead": "Lead", "recipient": "Lead", "note": "Note"}
BOXES = {"key": "Key message", "to-write": "To write", "card": "To write"}
# What is printed and handed out by itself.
SHEETS = {"placemat"}
# Lines of a letter's head and end after annex I of Decree 30/2020.
SHARES = {"letterhead": (66, 94)}
BOLD, ITALIC = {"body", "state", "motto", "position"}, {"place-date", "sign-here"}


def word(article):
    """The bytes of a .docx file. Raises ValueError for a chart without a picture."""
    writer = Writer(article)
    out = io.BytesIO()
    writer.write().save(out)
    return repacked(out.getvalue())


def lies_across(blocks):
    """For each block whether it stands on a page across: a wide table, with what leads to it."""
    across = []
    for block in reversed(blocks):
        leads = isinstance(block, Heading | Text) and across and across[-1]
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
        lay_out(self.document, self.language)
        self._properties()
        blocks = list(self.article.blocks)
        if blocks and isinstance(blocks[0], Columns):
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
            turn(self.document, across)
            self._block(block)
            if isinstance(block, Text) and isinstance(following, Table | Figure):
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _block(self, block):
        WRITE[type(block)](self, block)

    def heading(self, block):
        """A heading that the list of contents leads to."""
        paragraph = self.document.add_heading(block.text, block.level - 1)
        parts.add_anchor(paragraph, f"heading {block.text}", next(self.numbers))

    def text(self, block, style=None):
        """A paragraph."""
        paragraph = self.document.add_paragraph(style=style or STYLES.get(block.kind, "Body Text"))
        self._runs(paragraph, block.runs)

    def listing(self, block):
        """A list; a numbered one keeps its printed numbers, since tables cite them."""
        for number, (anchor, runs) in enumerate(block.items, start=1):
            paragraph = self.document.add_paragraph(style="Source" if block.ordered else "List Bullet")
            if block.ordered:
                paragraph.add_run(f"[{number}]\t" if anchor else f"{number}.\t")
            self._runs(paragraph, runs)
            if anchor:
                parts.add_anchor(paragraph, anchor, next(self.numbers))

    def box(self, block):
        """The key messages, a place to write, or other blocks that stand together."""
        for part in block.blocks:
            if block.kind in BOXES and isinstance(part, Text):
                self.text(part, BOXES[block.kind])
            else:
                self._block(part)
            if block.kind in SHEETS and isinstance(part, Heading):
                self.document.paragraphs[-1].paragraph_format.page_break_before = True

    def columns(self, block):
        """The head or the end of a letter: blocks beside each other in a table without rules."""
        grid = self.document.add_table(1, len(block.columns))
        grid.autofit = False
        shares = SHARES.get(block.kind, (80, 80))
        for place, (column, share) in enumerate(zip(block.columns, shares, strict=True)):
            cell = grid.cell(0, place)
            grid.columns[place].width = cell.width = Mm(share)
            for part in column:
                self._beside(cell, part)
            cell._tc.remove(cell.paragraphs[0]._p)
        self.document.add_paragraph()

    def _beside(self, cell, part):
        """A block of a column: lines in the middle, or a list of recipients at the left."""
        for runs in [runs for _, runs in part.items] if isinstance(part, Listing) else [part.runs]:
            paragraph = cell.add_paragraph(style="Letter")
            if isinstance(part, Listing):
                paragraph.add_run("- ")
            else:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._runs(paragraph, runs)
            for run in paragraph.runs:
                run.bold = run.bold or getattr(part, "kind", "") in BOLD or None
                run.italic = getattr(part, "kind", "") in ITALIC or None
                run.underline = getattr(part, "kind", "") == "motto" or None

    def figure(self, block):
        """A picture with its description, its caption and note below it."""
        if not block.png:
            raise ValueError(f"the chart “{block.caption}” has no picture for office files")
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(block.png), width=Mm(160))
        parts.describe_picture(picture, next(self.numbers), block.number, block.alt)
        caption(self.document, block.number, block.caption).paragraph_format.keep_with_next = False
        self.document.add_paragraph(block.note, "Note")

    def table(self, block):
        """A table."""
        add_table(self.document, block, self.language)

    def _runs(self, paragraph, runs):
        for run in runs:
            parts.add_run(paragraph, run, self.language)

    def _contents(self, headings):
        """The list of contents, filled in, which Word can update with page numbers."""
        self.document.add_paragraph(WORDS[self.language]["contents"], "Contents heading")
        for number, heading in enumerate(headings):
            paragraph = self.document.add_paragraph(style=f"TOC {min(heading.level - 1, 2)}")
            if number == 0:
                parts.add_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "", open_end=True)
            entry = Run(heading.text, href=f"#heading {heading.text}")
            parts.add_run(paragraph, entry, self.language)
        parts.end_field(paragraph)

    def _ending(self):
        """Where the figures come from and how the report is made again."""
        words = WORDS[self.language]
        turn(self.document, landscape=False)
        self.document.add_paragraph(words["sources_note"], "Note")
        self.document.add_paragraph(f"{words['reproduce']} {self.article.command}", "Note")


WRITE = {
    Heading: Writer.heading,
    Text: Writer.text,
    Listing: Writer.listing,
    Box: Writer.box,
    Columns: Writer.columns,
    Figure: Writer.figure,
    Table: Writer.table,
}
