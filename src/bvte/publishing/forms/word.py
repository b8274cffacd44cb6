"""A report as a Word document: headings, captions, a list of contents, tables that can be worked on."""

import io
from itertools import count

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from bvte.presentation.document import Box, Figure, Heading, Listing, Paragraph, SideBySide, Table, walk_blocks
from bvte.presentation.phrases import Run
from bvte.presentation.texts import say
from bvte.publishing.forms import word_layout as layout
from bvte.publishing.forms import word_parts as parts
from bvte.publishing.forms import word_sheets as sheets
from bvte.publishing.forms.office import day_of, repack_file
from bvte.publishing.forms.word_layout import lay_out_document, turn_page
from bvte.publishing.forms.word_places import TO_WRITE, has_draft, is_place, keep_parts, wrap_in_control
from bvte.publishing.forms.word_tables import add_caption, add_table, is_wide

# Paragraphs that stand with the signature, since nobody signs a page that says nothing: heading, sentence and text of a
# short section. More of them, where they are long, leave half of the page before empty.
SIGNED = 3
STYLES = {"": "Body Text", "lead": "Lead", "recipient": "Lead", "note": "Note", "attached": "Attached"}
BOXES = {"key": "Key message", "to-write": "To write"}
# What is printed and handed out by itself.
SHEETS = {"placemat"}
# Cards that are cut out: so many beside each other.
CARDS, CARDS_ABREAST = "cards", 2
# Lines of a list of contents that stand beside the message on the first page.
MOST_CONTENTS = 12
# Two charts of the usual height, with their captions, to a sheet; what is written in them is 7.5 points high.
PICTURE = Mm(150)
# Four rows of them are a page of eight. Below "room" stand lines to write on.
CARD_HEIGHT, ROOM = Mm(60), "room"
# Lines of a letter's head and end after annex I of Decree 30/2020: widths (mm) and sizes (pt) that are not the usual.
SHARES = {"letterhead": (58, 102)}
BOLD, ITALIC = {"body", "state", "motto", "position"}, {"place-date", "sign-here"}
# Room for signature and seal above the name: four lines of a letter.
SIGNING_ROOM = Pt(72)
SIZES = {"motto": 13, "place-date": 13, "reference": 13, "position": 13, "to": 11}


def word_file(article):
    """The bytes of a .docx file. Raises ValueError for a chart without a picture."""
    writer = Writer(article.on_paper)
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


def _opening(blocks, headings):
    """How many blocks stand before the list of contents: to the end of the message, else to the first heading."""
    first = blocks.index(headings[0]) if headings else len(blocks)
    messages = [n for n, block in enumerate(blocks[:first], 1) if isinstance(block, Box) and block.role == "key"]
    return messages[0] if messages else first


class Writer:
    """Writes one report; it counts the anchors and pictures, whose numbers must differ."""

    def __init__(self, article):
        self.article, self.language = article, article.language
        self.document = docx.Document()
        self.numbers = count(1)
        headings = (block for block in walk_blocks(article.blocks) if isinstance(block, Heading))
        # By identity: two headings may say the same. Named as Word names what its list of contents leads to.
        self.anchors = {id(block): f"_Toc{number:08d}" for number, block in enumerate(headings, start=1)}
        self.is_paper = article.is_paper
        self.places, self.last_heading, self.in_place, self.ends_sheet = {}, article.title, False, False
        self.room_lines = 0

    def write(self):
        """The whole document."""
        lay_out_document(self.document, self.language)
        # Chapters of a paper are in capitals (Decree 30/2020), as they are in print.
        self.document.styles["Heading 1"].font.all_caps = self.is_paper
        self._properties()
        blocks = list(self.article.blocks)
        self._head(blocks)
        headings = [block for block in blocks if isinstance(block, Heading)]
        opening = _opening(blocks, headings)
        self._blocks(blocks[:opening])
        # A paper of an office has none (Decree 30/2020).
        if len(headings) > 2 and not self.is_paper:
            self._contents(headings)
        self._blocks(blocks[opening:])
        self._ending()
        if self.places:
            keep_parts(self.document, self.article, self.places)
        return self.document

    def _head(self, blocks):
        """The title; what stands above it in an office paper is taken from the blocks: its head and what kind it is."""
        if blocks and isinstance(blocks[0], SideBySide):
            self._block(blocks.pop(0))
        if self.is_paper:
            self.text(blocks.pop(0), "Paper")
        self.document.add_paragraph(self.article.title, "Title")
        if self.is_paper:
            rule = self.document.add_paragraph(style="Letter")
            layout.rule_below(rule, len(self.article.title), layout.text_width(self.document))
            parts.mark_head(rule)
            self.document.add_paragraph(style="Letter")

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
            is_annex = isinstance(following, Paragraph) and following.role == "attached"
            (layout.begin_annex if is_annex else turn_page)(self.document, across)
            self._block(block)
            if isinstance(following, SideBySide):
                parts.keep_last_with_next(self.document, SIGNED)
            elif isinstance(block, Paragraph) and isinstance(following, Table | Figure):
                parts.keep_last_with_next(self.document)

    def _block(self, block):
        WRITE[type(block)](self, block)

    def heading(self, block):
        """A heading that the list of contents leads to."""
        paragraph = self.document.add_heading(block.text, block.level - 1)
        parts.add_anchor(paragraph, self.anchors[id(block)], next(self.numbers))
        self.last_heading = block.text
        # What is handed out has nothing else on its sheet.
        paragraph.paragraph_format.page_break_before = self.ends_sheet or None
        self.ends_sheet = False

    def text(self, block, style=None):
        """A paragraph; the heading of an annex that goes with a paper stands in the middle, in small letters."""
        if block.role == "attached":
            annex = self.document.paragraphs[-1]
            annex.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in annex.runs:
                run.font.all_caps = False
        paragraph = self.document.add_paragraph(style=style or STYLES.get(block.role, "Body Text"))
        self._runs(paragraph, block.runs)
        for _ in range(self.room_lines if block.role == ROOM else 0):
            parts.line_to_write(self.document.add_paragraph(), sheets.LINE)

    def listing(self, block):
        """A list; a numbered one keeps its printed numbers, since tables cite them."""
        if block.role == "addressees":
            self._addressees(block)
            return
        if block.role == sheets.FIGURES:
            sheets.add_figures(self.document, block, self._runs)
            return
        for number, item in enumerate(block.items, start=1):
            paragraph = self.document.add_paragraph(style="Source" if block.ordered else "List Bullet")
            if block.ordered:
                paragraph.add_run(f"[{number}]\t" if item.anchor else f"{number}.\t")
            self._runs(paragraph, item.runs)
            if item.anchor:
                parts.add_anchor(paragraph, item.anchor, next(self.numbers))

    def _addressees(self, block):
        """To whom a paper goes, one a line after a hyphen, the list in the middle of the page."""
        for item in block.items:
            paragraph = self.document.add_paragraph(style="Addressee")
            paragraph.add_run("- ")
            self._runs(paragraph, item.runs)

    def box(self, block):
        """The key messages, cards, a place to write, or other blocks that stand together."""
        if block.role == CARDS:
            self._cards(block)
        elif is_place(block):
            self._place(block)
        else:
            self._inside(block)

    def _inside(self, block):
        """The blocks of a box."""
        if block.role in SHEETS:
            self.room_lines = sheets.lines_left(block.blocks)
        for part in block.blocks:
            if block.role in BOXES and isinstance(part, Paragraph):
                self.text(part, STYLES[part.role] if part.role == "note" else BOXES[block.role])
            else:
                self._block(part)
            if block.role in SHEETS and isinstance(part, Heading):
                self.document.paragraphs[-1].paragraph_format.page_break_before = True
        self.ends_sheet = block.role in SHEETS

    def _place(self, block):
        """A place to write as a content control: what people wrote, or what is to be written as its placeholder."""
        body = self.document.element.body
        before, self.in_place = len(body), True
        for part in block.blocks:
            self._block(part)
            if part is block.blocks[0] and has_draft(block):
                parts.keep_last_with_next(self.document)
        made = list(body[before - 1 : -1])
        if block.role == TO_WRITE:
            # A draft that stands below its prompt is text, to be taken or changed.
            parts.mark_placeholder(made[:1])
        wrap_in_control(made, block, self.last_heading, next(self.numbers))
        self.places[block.code], self.in_place = (block, self.last_heading), False

    def _cards(self, block):
        """Cards to cut out, eight a page: a table that begins a page, along whose dashed rules one cuts."""
        grid = self.document.add_table(-(-len(block.blocks) // CARDS_ABREAST), CARDS_ABREAST, style="Table Grid")
        parts.dash_rules(grid)
        for row in grid.rows:
            parts.keep_whole(row)
            row.height = CARD_HEIGHT
        for number, card in enumerate(block.blocks):
            cell = grid.cell(number // CARDS_ABREAST, number % CARDS_ABREAST)
            for line in card.blocks:
                self._runs(cell.add_paragraph(style="Card" if line.role == "question" else "Table text"), line.runs)
            cell._tc.remove(cell.paragraphs[0]._p)
        grid.cell(0, 0).paragraphs[0].paragraph_format.page_break_before = True
        self.document.add_paragraph(style="Table text")
        self.ends_sheet = True

    def columns(self, block):
        """The head or the end of a letter: blocks beside each other in a table without rules."""
        grid = self.document.add_table(1, len(block.columns))
        grid.autofit = False
        parts.keep_whole(grid.rows[0])
        shares = SHARES.get(block.role, (80, 80))
        for place, (column, share) in enumerate(zip(block.columns, shares, strict=True)):
            cell = grid.cell(0, place)
            grid.columns[place].width = cell.width = Mm(share)
            for part in column.blocks:
                if isinstance(part, Listing):
                    self._receivers(cell, part)
                else:
                    self._letter_line(cell, part, column.role)
            cell._tc.remove(cell.paragraphs[0]._p)
        below = self.document.add_paragraph()
        if block.role == "closing":
            layout.flatten(below)

    def _receivers(self, cell, block):
        """To whom a letter goes, one a line."""
        for line in block.items:
            paragraph = cell.add_paragraph(style="Letter")
            paragraph.add_run("- ")
            self._runs(paragraph, line.runs)
            for run in paragraph.runs:
                run.font.size = Pt(SIZES["to"])

    def _letter_line(self, cell, block, column):
        """A line in the middle of its column; the heading of the receivers at the left, under the body a rule."""
        paragraph, role = cell.add_paragraph(style="Letter"), block.role
        heads_receivers = column == "distribution"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if heads_receivers else WD_ALIGN_PARAGRAPH.CENTER
        if role == "sign-here":
            paragraph.paragraph_format.space_before = SIGNING_ROOM
        self._runs(paragraph, block.runs)
        for run in paragraph.runs:
            run.bold = run.bold or role in BOLD or None
            run.italic = role in ITALIC or heads_receivers or None
            run.underline = role == "motto" or None
            run.font.size = Pt(SIZES[role]) if role in SIZES else None
        if role == "body":
            layout.rule_below(cell.add_paragraph(style="Letter"), len(paragraph.text), cell.width)

    def figure(self, block):
        """A picture with its description, its caption and note below it."""
        if not block.png:
            raise ValueError(f"the chart “{block.caption}” has no picture for office files")
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(block.png), width=PICTURE)
        parts.describe_picture(picture, next(self.numbers), block.number, block.alt)
        add_caption(self.document, block.number, block.caption).paragraph_format.keep_with_next = False
        self.document.add_paragraph(block.note, "Note")

    def table(self, block):
        """A table; one of a written text stays on its page, since its control may not end with that."""
        width = layout.text_width(self.document) if self.in_place else turn_page(self.document, is_wide(block))
        add_table(self.document, block, self.language, width, is_plain=self.is_paper)

    def _runs(self, paragraph, runs):
        for run in runs:
            parts.add_word_run(paragraph, run, self.language)

    def _contents(self, headings: list[Heading]) -> None:
        """The list of contents, filled in; Word puts the page numbers in when it opens the file. One that would not fit
        beside the message names the sections alone."""
        depth = 2 if len(headings) <= MOST_CONTENTS else 1
        headings = [heading for heading in headings if heading.level - 1 <= depth]
        parts.update_on_opening(self.document)
        first = self.document.add_paragraph(say("frame.contents"), "Contents heading")
        for number, heading in enumerate(headings):
            paragraph = self.document.add_paragraph(style=f"TOC {min(heading.level - 1, 2)}")
            if number == 0:
                parts.add_field(paragraph, f'TOC \\o "1-{depth}" \\h \\z \\u', "", open_end=True)
            anchor = self.anchors[id(heading)]
            parts.add_word_run(paragraph, Run(heading.text, href=f"#{anchor}"), self.language)
            parts.add_page_number(paragraph, anchor)
        parts.end_field(paragraph)
        parts.mark_contents(first)

    def _ending(self) -> None:
        """Where the figures come from; how the report is made again stands on its page, for who can."""
        turn_page(self.document, landscape=False)
        self.document.add_paragraph(say("frame.sources_note"), "Note")


WRITE = {
    Heading: Writer.heading,
    Paragraph: Writer.text,
    Listing: Writer.listing,
    Box: Writer.box,
    SideBySide: Writer.columns,
    Figure: Writer.figure,
    Table: Writer.table,
}
