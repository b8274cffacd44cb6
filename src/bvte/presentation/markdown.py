"""Markdown, as notebooks and people write it, as blocks of a document (https://spec.commonmark.org)."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import mistune

from bvte.presentation.document import Block, Box, Heading, Item, Listing, Paragraph
from bvte.presentation.phrases import LineBreak, Look, Phrase, link, paragraphs, phrase, span

Token = dict[str, Any]
# Private characters of Unicode around the number of a phrase that is filled in where they stand.
HOLE, HOLES = "\ue000{}\ue001", re.compile("\ue000(\\d+)\ue001")
# Addresses that a text may lead to; a browser would run what others hold (javascript:, data:).
ADDRESS = re.compile("(?:https?:|mailto:|#).*|[^:]*", re.IGNORECASE | re.DOTALL)
LOOKS = {"strong": Look.STRONG, "emphasis": Look.EMPHASIS, "codespan": Look.CODE}


@cache
def _reader() -> Callable[[str], list[Token]]:
    return mistune.create_markdown(renderer=None)


def blocks_of(text: str, fills: tuple[Phrase, ...] = (), headings: bool = True) -> tuple[Block, ...]:
    """The blocks of a Markdown text; pictures, raw HTML and links that would run code stand as their text.

    fills : what stands at each numbered `HOLE`; headings : whether a heading is one of the report, or else a
    paragraph that stands out.

    >>> blocks_of("## Results")[0].text
    'Results'
    """
    return tuple(_blocks(_reader()(text), fills, headings))


def _blocks(tokens: list[Token], fills: tuple[Phrase, ...], headings: bool) -> Iterator[Block]:
    for token in tokens:
        kind, children = token["type"], token.get("children", [])
        if kind == "heading" and headings:
            yield Heading(token["attrs"]["level"], _inline(children, fills))
        elif kind == "heading":
            yield Paragraph(span(Look.STRONG, _inline(children, fills)))
        elif kind == "list":
            yield Listing(tuple(Item(_item(child, fills)) for child in children), token["attrs"]["ordered"])
        elif kind == "block_quote":
            yield Box("quote", tuple(_blocks(children, fills, headings)))
        elif kind in ("block_code", "block_html"):
            yield Paragraph(span(Look.CODE, token["raw"].strip()))
        elif children:
            yield Paragraph(_inline(children, fills))


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
    if kind == "link" and ADDRESS.fullmatch(token["attrs"]["url"]):
        return link(token["attrs"]["url"], content)
    return span(LOOKS[kind], content) if kind in LOOKS else content


def _filled(text: str, fills: tuple[Phrase, ...]) -> Phrase:
    """A text with what is filled in."""
    parts = HOLES.split(text)
    return phrase(*(fills[int(part)] if place % 2 else part for place, part in enumerate(parts)))
