"""The places to write of a Word file: content controls of their own, and the list by which they are read back."""

import re
from collections.abc import Iterable
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement

from bvte.intake.report_parts import (
    NAMESPACE,
    Place,
    ReportParts,
    list_parts,
    name_figures,
    parts_text,
    plain_words,
    short_title,
)
from bvte.intake.word_markdown import Printed, printed_lines, to_markdown
from bvte.intake.word_reader import Reading
from bvte.presentation.document import Box, Listing, Paragraph, Table, walk_blocks
from bvte.presentation.phrases import SOURCE_ANCHOR, Look, Phrase, Piece, Span, phrase, text_of_lines
from bvte.publishing.forms.word_parts import anchor_name, word_element

# Roles of boxes that are a place to write: what people wrote, and what is still to be written.
WRITTEN, TO_WRITE = "narrative", "to-write"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# Private characters of Unicode around what a reference was filled with.
OPEN, CLOSE = "\ue002", "\ue003"
MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def is_place(box: Box) -> bool:
    """Whether a box is a place to write."""
    return bool(box.code) and box.role in (WRITTEN, TO_WRITE)


def has_draft(box: Box) -> bool:
    """Whether a place to write holds a draft below its prompt, which is its first paragraph."""
    return box.role == TO_WRITE and len(box.blocks) > 1


def wrap_in_control(elements: list, box: Box, title: str, number: int) -> None:
    """Put elements that stand below each other into a content control, which Word does not let be deleted.

    number : tells the controls of a document apart.
    """
    control, properties, content = map(OxmlElement, ("w:sdt", "w:sdtPr", "w:sdtContent"))
    for name, value in (("alias", short_title(title)), ("tag", box.code), ("id", number), ("lock", "sdtLocked")):
        properties.append(word_element(f"w:{name}", val=value))
    if box.role == TO_WRITE and not has_draft(box):
        properties.append(OxmlElement("w:showingPlcHdr"))
    elements[0].addprevious(control)
    control.extend((properties, content))
    content.extend(elements)


def keep_parts(document, article, places: dict[str, tuple[Box, str]]) -> None:
    """Keep in a document of what parts it was made. places : section -> its box and title."""
    seen = Reading(
        document.element.body, document.styles.element, document.part.numbering_part.element, links={}
    ).seen()
    sources = dict(_source_bookmarks(article))
    listed = {
        section: _place_of(box, title, [b for b in seen.blocks if b.control and b.control.tag == section], sources)
        for section, (box, title) in places.items()
    }
    # By the name of its folder: a file that is sent on says nothing of the machine that made it.
    about = Path(str(article.values.get("data", ""))).name, int(article.values.get("year", 0)), article.language
    kind = {name: str(article.values[name]) for name in ("area", "paper") if article.values.get(name)}
    parts = ReportParts(*about, list_parts(seen.blocks, listed), sources, **kind)
    _add_own_part(document, f'<report xmlns="{NAMESPACE}">{escape(parts_text(parts))}</report>')


def _source_bookmarks(article) -> Iterable[tuple[str, str]]:
    """Bookmark and id of each source that the report lists."""
    for block in walk_blocks(article.blocks):
        for item in block.items if isinstance(block, Listing) else ():
            if item.anchor.startswith(SOURCE_ANCHOR):
                yield anchor_name(item.anchor), item.anchor.removeprefix(SOURCE_ANCHOR)


def _place_of(box: Box, title: str, blocks, sources: dict[str, str]) -> Place:
    """A place with its letters, and where the references of its text stand in them."""
    lines, written = list(map(plain_words, printed_lines(blocks))), box.role == WRITTEN
    printed, prompt = "\n".join(lines), "" if written else lines[0]
    references = tuple(_references_in(box, printed))
    markdown = to_markdown(blocks[0 if written else 1 :], printed, references, sources)
    return Place(box.code, title, printed, references, markdown, written, prompt)


def _references_in(box: Box, printed: str) -> Iterable[Printed]:
    """Where the figures that a text refers to are printed."""
    at = 0
    for _, content in _contents(box):
        marked = plain_words(text_of_lines(content.mapped(_marked).lines))
        plain = MARKED.sub(r"\1", marked)
        names = [piece.code for piece in content.walk() if _is_figure(piece)]
        start = printed.find(plain, at)
        if start < 0:
            continue
        for number, (found, name) in enumerate(zip(MARKED.finditer(marked), names, strict=True)):
            first = start + found.start() - 2 * number
            yield Printed(first, first + len(found[1]), name)
        at = start + len(plain)


def named_text(box: Box) -> str:
    """The words of a written text with the names of its references for their figures, as `Place.named` has them."""
    printed = "\n".join(plain_words(mark + text_of_lines(content.lines)) for mark, content in _contents(box))
    return name_figures(printed, tuple(_references_in(box, printed)))


def _contents(box: Box) -> Iterable[tuple[str, Phrase]]:
    """The texts of a box in the order in which they are printed, each with the number before it."""
    for block in walk_blocks(box.blocks):
        if isinstance(block, Paragraph):
            yield "", block.content
        elif isinstance(block, Listing):
            yield from ((f"{n}. " if block.ordered else "", item.content) for n, item in enumerate(block.items, 1))
        elif isinstance(block, Table):
            # As Word has it, but for the number before its caption.
            yield from (("", phrase(text)) for text in (block.caption, *(column.label for column in block.columns)))
            yield from (("", cell.content) for row in block.rows for cell in row)


def _is_figure(piece: Piece) -> bool:
    return isinstance(piece, Span) and piece.look is Look.FILLED and bool(piece.code)


def _marked(piece: Piece) -> Piece:
    """A figure that is referred to, between its marks."""
    if not _is_figure(piece):
        return piece
    return Span(Look.FILLED, phrase(OPEN, piece.content, CLOSE))


def _add_own_part(document, content: str) -> None:
    """Add a part of our own; office programs carry it along."""
    package = document.part.package
    name = package.next_partname("/customXml/item%d.xml")
    number = re.sub(r"\D", "", str(name))
    own = Part(name, "application/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'.encode(), package)
    about = Part(PackURI(f"/customXml/itemProps{number}.xml"), PROPERTIES, _store_item(), package)
    own.relate_to(about, f"{RELATIONS}/customXmlProps")
    document.part.relate_to(own, f"{RELATIONS}/customXml")


def _store_item() -> bytes:
    """What Word wants to know of a part of ours: an id, the same in every file, and the namespace of its content."""
    item = f"{{{str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()}}}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{item}" xmlns:ds="{DATA_STORE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
