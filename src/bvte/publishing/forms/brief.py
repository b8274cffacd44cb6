"""The brief of a report: what happened, on one sheet of A4, as a page, for Word and to print.

All three are made of the parts with which the report begins, and of the sources of the figures in them.
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from docx.document import Document
from docx.shared import Mm, Pt
from markupsafe import Markup

from bvte.evidence.language import active_language
from bvte.presentation.document import Block, Box, Item, Listing, Paragraph, Table, walk_blocks
from bvte.presentation.html import blocks_html
from bvte.presentation.parts import paragraph, with_columns
from bvte.presentation.phrases import (
    ROW_ANCHOR,
    SOURCE_ANCHOR,
    Datum,
    Look,
    Phrase,
    Piece,
    Run,
    Span,
    link,
    phrase,
    strong,
)
from bvte.presentation.texts import say
from bvte.publishing.article import Article
from bvte.publishing.forms.office import repack_file
from bvte.publishing.forms.pdf import print_page
from bvte.publishing.forms.word import Writer
from bvte.publishing.forms.word_layout import lay_out_document, text_width
from bvte.publishing.forms.word_parts import add_word_run
from bvte.publishing.forms.word_tables import add_grid
from bvte.publishing.frame import page_style, page_templates
from bvte.publishing.row_links import with_texts

# What stands above the message on a sheet.
ABOVE = {"lead", "seen"}
# A sheet holds so much: sources, and points of text in Word.
MOST_SOURCES = 6
WORD_SIZE = {"Title": 13, "Key message": 10.5, "Lead": 10, "Caption": 10, "Source": 10, "Body Text": 9.5}
WORD_SIZE |= {"Table text": 8.5, "Note": 8, "List Bullet": 8}

# Sizes of its type on paper (pt), of which the first is taken that fits one sheet; what a sheet is to a PDF.
PRINT_SIZES, SHEET = (9.5, 9, 8.5, 8, 7.5), re.compile(rb"/Type ?/Page\b")
# The link of a message to itself: a sheet is read at one glance.
LINK_HERE = re.compile(r' <a class="here"[^>]*></a>')


@dataclass(frozen=True)
class Brief:
    """A sheet: what it is and of where, its title, what stands on it, the page of the whole report by its file name."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    page: str


def brief_of(article: Article) -> Brief:
    """The sheet of a report. Raises ValueError for a report without a message."""
    blocks = article.blocks
    place = next((n for n, block in enumerate(blocks) if isinstance(block, Box) and block.role == "key"), None)
    if place is None:
        raise ValueError(f"the report “{article.title}” has no message")
    above = [b for b in blocks[:place] if isinstance(b, Paragraph) and b.role in ABOVE]
    below_message = [b for b in blocks[place + 1 : place + 2] if isinstance(b, Table)]
    tables = [b for b in blocks if isinstance(b, Table)]
    grounds = [_of_message(b, blocks[place]) for b in tables if _tells(b, "grounds")]
    told = below_message or grounds or list(_proposals(tables))
    shown = list(map(_of_sheet, told))
    # Where no figure is told, what helps to find one.
    clues = [b for b in blocks if isinstance(b, Listing) and b.role == "search"]
    below = shown or [with_texts(b, _without_citations) for b in clues]
    sources = _sources(article, (blocks[place], *told))
    kind = " · ".join(filter(None, (say("forms.brief"), article.place)))
    return Brief(kind, article.title, (*above, blocks[place], *below, *sources), f"{article.name}.html")


def _without_citations(text: Phrase) -> Phrase:
    """A text without the numbers of the whole report's list of sources."""

    def kept(piece: Piece) -> Piece | None:
        return None if isinstance(piece, Span) and piece.href.startswith(f"#{SOURCE_ANCHOR}") else piece

    return text.mapped(kept)


def _tells(table: Table, key: str) -> bool:
    """Whether a table has a column: "grounds" say what each result of the message rests on, which a paper has in an
    annex; "proposed" what is proposed."""
    return any(column.key == key for column in table.columns)


def _proposals(tables: Iterable[Table]) -> Iterable[Table]:
    """The first table of proposals that has another for where there is less room."""
    made = (room for table in tables if _tells(table, "proposed") for room in table.rooms[:1])
    return islice(made, 1)


def _of_message(table: Table, message: Block) -> Table:
    """A table of grounds with those of the figures of a message alone, with which it begins."""
    items = (item for block in walk_blocks((message,)) if isinstance(block, Listing) for item in block.items)
    # Each figure says how sure it is; whether it also leads to a row of the report is another matter.
    figures = sum(1 for item in items for _ in item.content.spans(Look.CERTAINTY))
    return replace(table, rows=table.rows[:figures])


def _of_sheet(table: Table) -> Table:
    """A table without its number, its column of sources and what cites them, which are those of the whole report."""
    kept = [place for place, column in enumerate(table.columns) if column.key != "sources"]
    shown = with_columns(table, kept)
    rows = tuple(tuple(replace(cell, content=_without_citations(cell.content)) for cell in row) for row in shown.rows)
    return replace(shown, number="", rows=rows)


def _sources(article: Article, shown: Iterable[Block]) -> tuple[Block, ...]:
    """Where the figures of a sheet come from, in the words of the report's own list."""
    wanted = {f"{SOURCE_ANCHOR}{code}" for block in walk_blocks(shown) for code in _cited(block)}
    lists = (block for block in walk_blocks(article.blocks) if isinstance(block, Listing) and block.role == "sources")
    named = [item for block in lists for item in block.items if item.anchor in wanted]
    if not named:
        return ()
    kept = tuple(Item(item.content) for item in named[:MOST_SOURCES])
    more = (paragraph(say("forms.more_sources", count=len(named) - MOST_SOURCES), "note"),)
    heading = paragraph(strong(say("forms.brief_sources")), "note")
    return heading, Listing(kept, role="brief-sources"), *(more if len(named) > MOST_SOURCES else ())


def _cited(block: Block) -> Iterable[str]:
    """Ids of the sources of the numbers of a list, and of those that a table cites."""
    if isinstance(block, Listing):
        pieces = (piece for item in block.items for piece in item.content.walk())
        return [code for piece in pieces if isinstance(piece, Datum) for code in piece.sources]
    if isinstance(block, Table):
        return [code for row in block.rows for cell in row for code, _ in cell.sources]
    return ()


def brief_page(article: Article) -> bytes:
    """The bytes of the HTML file: each number leads to its row on the page of the report."""
    return _page(brief_of(article)).encode("utf-8")


def _page(brief: Brief, is_linked: bool = True, size: float = PRINT_SIZES[0]) -> str:
    """The sheet as HTML; on paper nothing leads to another file. size : of its type on paper, in points."""
    blocks = brief.blocks if is_linked else tuple(with_texts_below(b, without_links) for b in brief.blocks)
    body = LINK_HERE.sub("", str(blocks_html(blocks)))
    body = body.replace(f'href="#{ROW_ANCHOR}', f'href="{brief.page}#{ROW_ANCHOR}')
    facts = {
        "kind": brief.kind,
        "title": brief.title,
        "body": Markup(body),
        "page": brief.page if is_linked else "",
        "size": size,
        "style": page_style("brief.css"),
    }
    return page_templates().get_template("brief.html.j2").render(**facts, language=active_language())


def with_texts_below(block: Block, change: Callable[[Phrase], Phrase]) -> Block:
    """A block with the texts of it and of what stands in it changed."""
    if isinstance(block, Box):
        return replace(block, blocks=tuple(with_texts_below(part, change) for part in block.blocks))
    return with_texts(block, change)


def without_links(text: Phrase) -> Phrase:
    """A text whose links lead nowhere."""

    def plain(piece: Piece) -> Piece:
        is_link = isinstance(piece, Span) and piece.look is Look.LINK
        return replace(piece, look=Look.SPOKEN, href="") if is_link else piece

    return text.mapped(plain)


def brief_pdf(article: Article) -> bytes:
    """The bytes of the printed sheet. Raises FormUnavailable."""
    brief = brief_of(article)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "brief.html"
        for size in PRINT_SIZES:
            page.write_text(_page(brief, is_linked=False, size=size), encoding="utf-8")
            printed = print_page(page)
            if len(SHEET.findall(printed)) == 1:
                break
    return printed


def brief_word(article: Article) -> bytes:
    """The bytes of a .docx file."""
    out = io.BytesIO()
    BriefWriter(article).write().save(out)
    return repack_file(out.getvalue())


class BriefWriter(Writer):
    """Writes one sheet; a number leads to its row on the page of the report, which lies beside the file."""

    def write(self) -> Document:
        """The whole sheet."""
        brief = brief_of(self.article)
        lay_out_document(self.document, self.language)
        self._tighten()
        self._properties()
        self.page = brief.page
        self.document.add_paragraph(brief.kind, "Note")
        self.document.add_paragraph(brief.title, "Title")
        self._blocks(brief.blocks)
        self.text(paragraph(phrase(say("forms.whole_report"), " ", link(brief.page, brief.title)), "note"))
        return self.document

    def _tighten(self) -> None:
        """Smaller type and margins than a report has, so that one sheet holds it."""
        for name, size in WORD_SIZE.items():
            style = self.document.styles[name]
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(2)
            style.paragraph_format.line_spacing = 1.0
        self.document.styles["Small"].font.size = Pt(WORD_SIZE["Note"])
        self.document.styles["Body Text"].paragraph_format.first_line_indent = 0
        section = self.document.sections[0]
        section.top_margin = section.bottom_margin = Mm(9)

    def _block(self, block: Block) -> None:
        """A block; the table has no number here, which would be that of another document."""
        if not isinstance(block, Table):
            return super()._block(block)
        self.document.add_paragraph(block.caption, "Caption")
        add_grid(self.document, block, self.language, text_width(self.document))
        self.document.add_paragraph(block.note, "Note")

    def _runs(self, paragraph, runs: Iterable[Run]) -> None:  # type: ignore[no-untyped-def]
        for run in runs:
            is_row = run.href.startswith(f"#{ROW_ANCHOR}")
            add_word_run(paragraph, replace(run, href=f"{self.page}{run.href}") if is_row else run, self.language)
