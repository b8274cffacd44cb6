"""The parts of a document as HTML that stands by itself: alignment, small print and units are in the markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from bvte.presentation import theme
from bvte.presentation.anchors import data_anchor, number_anchors
from bvte.presentation.column_widths import column_shares
from bvte.presentation.document import (
    Block,
    Box,
    Cell,
    Figure,
    Heading,
    Item,
    Listing,
    Paragraph,
    Part,
    Prose,
    SideBySide,
    Table,
)
from bvte.presentation.phrases import NOTHING, SMALL_PRINT, Datum, LineBreak, Look, Phrase, Span, Time
from bvte.presentation.prose_rows import CITED, LONGEST_ROW, columns_beside, prose_below
from bvte.presentation.texts import say

TEMPLATES = Environment(
    loader=PackageLoader("bvte.presentation", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
# Letters on a line of a table across an upright sheet of A4, and across one that lies, as that of so many columns does
# (paper.css).
SHEET_LETTERS, LYING_LETTERS, LYING_COLUMNS = 104, 150, 9
# Tags of looks that have one of their own; the others are a <span> with their name as class.
TAGS = {
    Look.STRONG: "strong",
    Look.SMALL: "small",
    Look.UNIT: "small",
    Look.CODE: "code",
    Look.TITLE: "cite",
    Look.EMPHASIS: "em",
    Look.LINK: "a",
    Look.PARAGRAPH: "p",
    Look.OLDER: "details",
    Look.MARK: "summary",
}
PLAIN = {
    Look.STRONG,
    Look.EMPHASIS,
    Look.CODE,
    Look.TITLE,
    Look.LINK,
    Look.PARAGRAPH,
    Look.MARK,
    Look.SPOKEN,
    Look.INDICATOR,
}
# Matplotlib's prolog, its date and producer, and a style rule that would reach every drawing of a page.
NOT_ON_A_PAGE = re.compile(r"^.*?(?=<svg\b)|<metadata>.*?</metadata>\s*|<style\b.*?</style>\s*", re.DOTALL)
ID = re.compile(r'(\sid="|href="#|url\(#)')
# A browser ends a line after the dash between two years.
SPAN_OF_YEARS = re.compile(r"\b\d{4}–\d{4}\b")
WIDTH = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)(pt|px)?"')
# Attribute and style of a drawing for a phone.
NARROW = Markup('class="narrow" '), "display: none; "
PIXELS = {"pt": 96 / 72, "px": 1, None: 1}
# Boxes that are a part of the page of their own.
SECTIONS = {"placemat", "cards"}
ALIGNED = {"num": "right"}


def html(part: Part | Block | Phrase) -> Markup:
    """A part, block or phrase as HTML."""
    return WRITERS[type(part)](part)


def _phrase(text: Phrase) -> Markup:
    """The pieces of a phrase; small print begins a line of its own in every front end."""
    shown = Markup("")
    for piece in text.pieces:
        begins_line = shown and isinstance(piece, Span) and piece.look in SMALL_PRINT
        shown += Markup("<br>" if begins_line else "") + PIECES[type(piece)](piece)
    return shown


def _attributes(**values: str) -> Markup:
    """Attributes that have a value, in their order."""
    told = (Markup(' {}="{}"').format(name.replace("_", "-"), value) for name, value in values.items() if value)
    return Markup("").join(told)


def _datum(datum: Datum) -> Markup:
    """A number with its value for machines; its whole part and decimals apart where it stands in a column."""
    shown: str | Markup = datum.text
    if datum.aligned:
        whole, decimals = _parts(datum)
        shown = Markup('<span class="int">{}</span><span class="frac">{}</span>').format(whole, decimals)
    about = _attributes(
        data_comparator=datum.comparator, data_strength=datum.strength, data_sources=" ".join(datum.sources)
    )
    return Markup('<data value="{}"{}>{}</data>').format(f"{datum.value + 0:f}", about, shown)


def _parts(datum: Datum) -> tuple[str, str]:
    """The print of a number before its decimal mark, and from it on."""
    decimals = max(0, -int(datum.value.as_tuple().exponent))
    cut = len(datum.text) - decimals - 1 if decimals else len(datum.text)
    return datum.text[:cut], datum.text[cut:]


def _time(time: Time) -> Markup:
    return Markup("<time{}>{}</time>").format(_attributes(datetime=time.iso), time.text)


def _span(piece: Span) -> Markup:
    """A span as the tag of its look."""
    tag, content = TAGS.get(piece.look, "span"), _phrase(piece.content)
    attributes = _attributes(**{"class": _classes(piece)}, href=piece.href, lang=piece.language)
    if piece.look in (Look.INDICATOR, Look.UNIT):
        attributes += _attributes(data_code=piece.code) + Markup(" data-protected" * piece.protected)
    if piece.look is Look.GRAPHIC:
        attributes += Markup(' aria-hidden="true"')
    if piece.look is Look.STATUS:
        content = _sign(piece.code) + content
    return Markup("<{}{}>{}</{}>").format(tag, attributes, content, tag)


def _classes(piece: Span) -> str:
    if piece.look in PLAIN or piece.look is Look.GRAPHIC:
        return ""
    if piece.look is Look.STATUS:
        return theme.status_classes(piece.code)
    return f"strength {piece.code}" if piece.look is Look.STRENGTH else piece.look


def _sign(label: str) -> Markup:
    """The sign of a status for front ends without our style sheet, which draws a shape in its place."""
    return Markup('<span class="sign" aria-hidden="true">{} </span>').format(theme.look_of(label)[0].sign)


PIECES: dict[type, Callable[[Any], Markup]] = {
    str: Markup.escape,
    Datum: _datum,
    Time: _time,
    LineBreak: lambda piece: Markup("<br>"),
    Span: _span,
}


def _heading(block: Heading) -> Markup:
    tag, anchor = f"h{block.level}", _attributes(id=block.anchor)
    shown = Markup(SPAN_OF_YEARS.sub(r'<span class="together">\g<0></span>', str(_phrase(block.content))))
    return Markup("<{}{}>{}</{}>").format(tag, anchor, shown, tag)


def _paragraph(block: Paragraph) -> Markup:
    return Markup("<p{}>{}</p>").format(_attributes(**{"class": block.role}), _phrase(block.content))


def _listing(block: Listing) -> Markup:
    tag = "ol" if block.ordered else "ul"
    said = map(_message, block.items, count(1)) if block.role == "points" else map(_item, block.items)
    items = Markup("").join(said)
    return Markup("<{}{}>{}</{}>").format(tag, _attributes(**{"class": block.role}), items, tag)


def _item(item: Item) -> Markup:
    return Markup("<li{}>{}</li>").format(_attributes(id=item.anchor), _phrase(item.content))


def _box(block: Box) -> Markup:
    if block.role == Look.OLDER:
        mark, *others = block.blocks
        summary = Markup("<summary>{}</summary>").format(_phrase(mark.content))  # type: ignore[union-attr]
        return Markup('<details class="older">{}{}</details>').format(summary, blocks_html(others))
    tag = "section" if block.role in SECTIONS else "div"
    return Markup('<{} class="{}">{}</{}>').format(tag, block.role, blocks_html(block.blocks), tag)


def _message(item: Item, number: int) -> Markup:
    """A key message, with an address of its own and a link to it, which the style sheet shows as a sign."""
    anchor = f"{say('message.address')}-{number}"
    here = Markup(' <a class="here" href="#{}" aria-label="{}"></a>').format(anchor, say("message.here", number=number))
    return Markup('<li id="{}">{}{}</li>').format(anchor, _phrase(item.content), here)


def _side_by_side(block: SideBySide) -> Markup:
    return Markup('<div class="{}">{}</div>').format(block.role, blocks_html(block.columns))


def blocks_html(blocks: Iterable[Block]) -> Markup:
    """Blocks below each other."""
    return Markup("\n").join(map(html, blocks))


def _prose(part: Prose) -> Markup:
    return blocks_html(part.blocks)


def _table(table: Table, label: str = "") -> Markup:
    decimals = max((_decimals(cell) for row in table.rows for cell in row), default=0)
    label = label or (f"{table.number}. {table.caption}" if table.number else table.caption)
    facts = {"table": table, "label": label, "decimals": decimals, "anchors": number_anchors(table)}
    facts |= _on_paper(table)
    facts |= {"html": _phrase, "aligned": _alignment, "labels": _labels, "absence": _absence}
    facts["is_long"] = lambda row: sum(len(cell.text) for cell in row) > LONGEST_ROW
    facts["cited"] = lambda column: " rests-on" if column.key == CITED else ""
    made = Markup(TEMPLATES.get_template("table.html.j2").render(**facts))
    folded = Markup('<details class="folded"><summary>{}</summary>{}</details>')
    return folded.format(table.folded, made) if table.folded else made


def _on_paper(table: Table) -> dict[str, Any]:
    """How a table is printed: the classes by which the style sheet knows it, and the shares of its columns."""
    below = prose_below(table)
    beside = columns_beside(table, below)
    lies = len(beside.columns) >= LYING_COLUMNS
    known = {"lying": lies, "prose-below": below, "kept": below and below.explains}
    shares = column_shares(beside, LYING_LETTERS if lies else SHEET_LETTERS)
    printed = {"shares": [f"{share:.1%}" for share in shares]}
    return {**printed, "classes": " ".join(name for name, holds in known.items() if holds)}


def _labels(table: Table) -> str:
    """The headings of the columns as --c1, --c2 ...: on a narrow screen a row is a card that says them itself."""
    told = enumerate((column.label for column in table.columns), 1)
    return "; ".join(f"--c{place}: {css_text(label)}" for place, label in told)


def css_text(text: str) -> str:
    """A text as a string of CSS.

    >>> css_text('5" or 6"')
    '"5\\\\22  or 6\\\\22 "'
    """
    return '"' + re.sub(r'["\\\n<]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _absence(cell: Cell) -> str:
    """The class of a cell without a figure: one that says so, or one where nothing applies."""
    return " nothing" if cell.text == NOTHING else " missing" if cell.is_missing else ""


def _decimals(cell: Cell) -> int:
    """Letters of the longest decimal part of a cell, its mark included."""
    return max((len(_parts(datum)[1]) for datum in cell.data if datum.aligned), default=0)


def _alignment(table: Table, place: int, cell: Cell | None = None) -> str:
    """How a cell, or the heading of its column, is aligned; words in a column of numbers stand like words."""
    worded = cell is not None and any(cell.content.spans(Look.NOT_COMPARED))
    spread = cell is not None and cell.span > 1
    return "left" if worded or spread else ALIGNED.get(table.columns[place].kind, "left")


def _figure(figure: Figure) -> Markup:
    facts = {"drawing": Markup("\n").join(_drawings(figure)), "table": None}
    if figure.numbers:
        label = f"{say('exhibits.chart_numbers')}: {figure.caption}"
        facts["table"] = _table(replace(figure.numbers, anchor=data_anchor(figure.anchor)), label)
    facts["described"] = say("exhibits.described_numbers" if figure.numbers else "exhibits.described")
    return Markup(TEMPLATES.get_template("figure.html.j2").render(figure=figure, **facts))


def _drawings(figure: Figure) -> Iterator[Markup]:
    """A figure for a page, and for a phone: of both a style sheet shows one, a front end without it the first."""
    for svg in filter(None, (figure.svg, figure.narrow)):
        prefix = "figure" + sha256(svg.encode()).hexdigest()[:8]
        yield Markup(inline_svg(svg, prefix, figure.alt, figure.caption, narrow=svg is figure.narrow))


def inline_svg(svg: str, prefix: str, description: str, title: str = "", narrow: bool = False) -> str:
    """A drawing ready to stand in a page, its ids prefixed, described to those who do not see it.

    title : what it says under the pointer where no mark says more, and where it was saved by itself; narrow :
    whether it is the one for a phone.

    The width that it was drawn for (px) goes along as --width, so that the page can keep its text legible.
    Raises ValueError for a drawing that states no width.
    """
    drawing = ID.sub(rf"\g<1>{prefix}-", NOT_ON_A_PAGE.sub("", svg)).strip()
    label = Markup('<svg role="img" aria-label="{}" {}style="{}--width: {:.0f}px"')
    label = label.format(description, *(NARROW if narrow else ("", "")), _pixels(drawing))
    begin, end, rest = drawing.replace("<svg", label, 1).partition(">")
    named = Markup("\n<title>{}</title>").format(title) if title and not begin.endswith("/") else ""
    return "".join((begin, end, named, rest))


def _pixels(svg: str) -> float:
    """Width of a drawing in CSS pixels."""
    stated = WIDTH.search(svg)
    if stated is None:
        raise ValueError("an SVG drawing states no width")
    return float(stated[1]) * PIXELS[stated[2]]


WRITERS: dict[type, Callable[[Any], Markup]] = {
    Phrase: _phrase,
    Heading: _heading,
    Paragraph: _paragraph,
    Listing: _listing,
    Box: _box,
    SideBySide: _side_by_side,
    Table: _table,
    Figure: _figure,
    Prose: _prose,
}
