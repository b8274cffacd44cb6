"""Markdown, as notebooks and people write it, as blocks of a document."""

from time import process_time

import pytest
from pydantic import ValidationError

from bvte.evidence.language import activate
from bvte.judgement.references import find_references, stray_braces, typed_numbers
from bvte.presentation.document import Box, Heading, Item, Listing, Paragraph, Prose, from_json, to_json
from bvte.presentation.html import blocks_html
from bvte.presentation.markdown import HOLE, blocks_of
from bvte.presentation.phrases import LineBreak, Look, Span, flat_text, link, paragraphs, phrase, span, strong

from ..fuzz.mutators import TEXTS


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


# What runs in a browser or opens a folder of the net from Word.
STRANGE = (
    *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//host/a"),
    *("\\\\host\\share", "mailto:a@example.org", "https://vtv.vn@example.org/", "a.html", "java\nscript:x", ""),
)


@pytest.mark.parametrize("address", STRANGE)
def test_an_address_that_is_no_page_is_no_link_in_any_form(address):
    shown = blocks_of(f"[a](<{address}>)") if "\n" not in address else ()
    assert "href" not in blocks_html(shown)
    assert not any(link(address, "a").spans(Look.LINK))
    if address:
        with pytest.raises(ValueError, match="may not lead"):
            Span(Look.LINK, phrase("a"), href=address)


def test_a_part_that_comes_with_such_a_link_is_refused():
    told = to_json(Prose((Paragraph(link("https://example.org", "a")),)))
    assert from_json(told)
    told["blocks"][0]["content"]["pieces"][0]["href"] = "javascript:alert(1)"
    with pytest.raises(ValidationError):
        from_json(told)


TABLE = "Năm | Số\n--- | ---\n2019 | **20**\n2020 | 30\n"


@pytest.mark.parametrize(("before", "caption"), [("Chi phí:\n\n", "Chi phí"), ("", "Bảng do người viết báo cáo lập")])
def test_a_typed_table_is_a_table(before, caption):
    activate("vi")
    (table,) = blocks_of(before + TABLE)
    assert (table.caption, [column.label for column in table.columns]) == (caption, ["Năm", "Số"])
    assert [[cell.text for cell in row] for row in table.rows] == [["2019", "20"], ["2020", "30"]]
    assert table.rows[0][0].is_header and table.rows[0][1].lines[0][0].bold


def test_a_paragraph_that_leads_to_no_table_stays():
    assert [block.kind for block in blocks_of(f"Chi phí\n\n{TABLE}\nHết:")] == ["paragraph", "table", "paragraph"]


@pytest.mark.parametrize("bullet", ["•", "▪", "●", "·", "\uf0b7"])
@pytest.mark.parametrize("space", [" ", "\t", ""])
def test_a_pasted_list_is_a_list(bullet, space):
    assert blocks_of(f"{bullet}{space}a\n{bullet}{space}b") == (Listing((item("a"), item("b"))),)


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_takes_long(text):
    began = process_time()
    for work in (blocks_of, find_references, stray_braces, typed_numbers):
        work(text)
    assert process_time() - began < 5


def test_a_heading_of_a_writer_is_a_paragraph_that_stands_out():
    assert blocks_of("# A", headings=False) == (Paragraph(strong("A")),)


def test_what_is_filled_in_stands_where_it_was_asked_for():
    first, second = span(Look.FILLED, "3,7%"), span(Look.FILLED, "**đạt**")
    (block,) = blocks_of(f"Tỷ lệ {HOLE.format(0)}: **{HOLE.format(1)}**.", (first, second))
    assert block.content == phrase("Tỷ lệ ", first, ": ", strong(second), ".")
    # What is filled in is never read as Markdown.
    assert flat_text(block.content) == "Tỷ lệ 3,7%: **đạt**."
