"""Markdown, as notebooks and people write it, as blocks of a document (https://spec.commonmark.org)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import mistune

from bvte.presentation.document import Block, Box, Column, Heading, Item, Listing, Paragraph, Table, make_table
from bvte.presentation.phrases import NOTHING, LineBreak, Look, Phrase, flat_text, link, paragraphs, phrase, span
from bvte.presentation.texts import say

Token = dict[str, Any]
# Private characters of Unicode around the number of a phrase that is filled in where they stand.
HOLE, HOLES = "\ue000{}\ue001", re.compile("\ue000(\\d+)\ue001")
# What Word puts before the items of a list, which is pasted with them.
PASTED_BULLET = re.compile(r"^([ \t]*)[•●○◦▪▫■□‣⁃∙·\uf0b7\uf0a7]\s*(?=\S)", re.MULTILINE)
LOOKS = {"strong": Look.STRONG, "emphasis": Look.EMPHASIS, "codespan": Look.CODE}


@cache
def _reader() -> Callable[[str], list[Token]]:
    return mistune.create_markdown(renderer=None, plugins=["table"])


def blocks_of(text: str, fills: tuple[Phrase, ...] = (), headings: bool = True) -> tuple[Block, ...]:
    """The blocks of a Markdown text; pictures, raw HTML and links that would run code stand as their text.

    A table has the paragraph before it for its caption where that ends with a colon.

    fills : what stands at each numbered `HOLE`; headings : whether a heading is one of the report, or else a
    paragraph that stands out.

    >>> blocks_of("## Results")[0].text
    'Results'
    """
    tokens = _reader()(PASTED_BULLET.sub(r"\1- ", text))
    return tuple(_captioned(_blocks(tokens, fills, headings)))


def _captioned(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks in which a table takes its caption from the paragraph that leads to it."""
    before: Block | None = None
    for block in blocks:
        leads = isinstance(before, Paragraph) and flat_text(before.content).endswith(":")
        if isinstance(block, Table) and isinstance(before, Paragraph) and leads:
            block, before = replace(block, caption=flat_text(before.content).rstrip(": ")), None
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _blocks(tokens: list[Token], fills: tuple[Phrase, ...], headings: bool) -> Iterator[Block]:
    for token in tokens:
        kind, children = token["type"], token.get("children", [])
        if kind == "heading" and headings:
            yield Heading(token["attrs"]["level"], _inline(children, fills))
        elif kind == "heading":
            yield Paragraph(span(Look.STRONG, _inline(children, fills)))
        elif kind == "list":
            yield Listing(tuple(Item(_item(child, fills)) for child in children), token["attrs"]["ordered"])
        elif kind == "table":
            yield _table(children, fills)
        elif kind == "block_quote":
            yield Box("quote", tuple(_blocks(children, fills, headings)))
        elif kind in ("block_code", "block_html"):
            yield Paragraph(span(Look.CODE, token["raw"].strip()))
        elif children:
            yield Paragraph(_inline(children, fills))


def _table(parts: list[Token], fills: tuple[Phrase, ...]) -> Table:
    """A table as a writer typed it: its first column names the rows."""
    (head, *body) = parts
    rows = [row["children"] for part in body for row in part["children"]]
    columns = [Column(flat_text(_inline(cell["children"], fills)) or NOTHING) for cell in head["children"]]
    cells = ([_inline(cell["children"], fills) for cell in row] for row in rows)
    filled = ([*row, *[phrase()] * (len(columns) - len(row))][: len(columns)] for row in cells)
    return make_table(say("annual.typed_table"), columns, filled)


def _item(token: Token, fills: tuple[Phrase, ...]) -> Phrase:
    """The text of an item; what else stands in it, such as a list, follows on lines of its own."""
    first, *others = token["children"]
    if others:
        below = (_item(child, fills) for other in others for child in _items_of(other))
        return phrase(_inline(first.get("children", []), fills), paragraphs(below))
    return _inline(first.get("children", []), fills)


def _items_of(token: Token) -> list[Token]:
    """The items of a list; a paragraph counts as one."""
    return token["children"] if token["type"] == "list" else [{"children": [token]}] * ("children" in token)


def _inline(tokens: list[Token], fills: tuple[Phrase, ...]) -> Phrase:
    return phrase(*(_piece(token, fills) for token in tokens))


def _piece(token: Token, fills: tuple[Phrase, ...]) -> Any:
    kind = token["type"]
    if kind == "linebreak":
        return LineBreak()
    if kind == "softbreak":
        return " "
    content = _inline(token["children"], fills) if "children" in token else _filled(token["raw"], fills)
    if kind == "link":
        return link(token["attrs"]["url"], content)
    return span(LOOKS[kind], content) if kind in LOOKS else content


def _filled(text: str, fills: tuple[Phrase, ...]) -> Phrase:
    """A text with what is filled in."""
    parts = HOLES.split(text)
    return phrase(*(fills[int(part)] if place % 2 else part for place, part in enumerate(parts)))
