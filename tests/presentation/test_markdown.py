"""Markdown, as notebooks and people write it, as blocks of a document."""

import pytest

from bvte.presentation.document import Box, Heading, Item, Listing, Paragraph
from bvte.presentation.html import blocks_html
from bvte.presentation.markdown import HOLE, blocks_of
from bvte.presentation.phrases import LineBreak, Look, flat_text, link, paragraphs, phrase, span, strong


def item(*parts):
    return Item(phrase(*parts))


BLOCKS = [
    ("## Mục tiêu", Heading(2, phrase("Mục tiêu"))),
    ("một\nhai  \nba", Paragraph(phrase("một", " ", "hai", LineBreak(), "ba"))),
    ("a **b** *c* `d`", Paragraph(phrase("a ", strong("b"), " ", span(Look.EMPHASIS, "c"), " ", span(Look.CODE, "d")))),
    ("[luật](https://example.org)", Paragraph(link("https://example.org", "luật"))),
    ("- a\n- b", Listing((item("a"), item("b")))),
    ("1. a\n2. b", Listing((item("a"), item("b")), ordered=True)),
    ("- a\n  - b\n  - c", Listing((item("a", paragraphs(["b", "c"])),))),
    ("> a", Box("quote", (Paragraph(phrase("a")),))),
    ("```\na < b\n```", Paragraph(span(Look.CODE, "a < b"))),
]


@pytest.mark.parametrize(("text", "block"), BLOCKS)
def test_a_block_of_each_kind(text, block):
    assert blocks_of(text) == (block,)


def test_blocks_stand_in_their_order():
    assert [block.kind for block in blocks_of("# A\n\nb\n\n- c\n\nd")] == [
        "heading",
        "paragraph",
        "listing",
        "paragraph",
    ]
    assert blocks_of("") == ()


def test_raw_markup_and_pictures_stand_as_their_text():
    shown = blocks_html(blocks_of("<script>alert(1)</script>\n\n![ảnh](x.png) <b>3</b> < 4"))
    assert "<script" not in shown and "<img" not in shown and "<b>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown and "ảnh" in shown and "&lt; 4" in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_an_address_that_runs_code_is_no_link(address):
    assert address not in blocks_html(blocks_of(f"[a]({address})"))


def test_a_heading_of_a_writer_is_a_paragraph_that_stands_out():
    assert blocks_of("# A", headings=False) == (Paragraph(strong("A")),)


def test_what_is_filled_in_stands_where_it_was_asked_for():
    first, second = span(Look.FILLED, "3,7%"), span(Look.FILLED, "**đạt**")
    (block,) = blocks_of(f"Tỷ lệ {HOLE.format(0)}: **{HOLE.format(1)}**.", (first, second))
    assert block.content == phrase("Tỷ lệ ", first, ": ", strong(second), ".")
    # What is filled in is never read as Markdown.
    assert flat_text(block.content) == "Tỷ lệ 3,7%: **đạt**."
