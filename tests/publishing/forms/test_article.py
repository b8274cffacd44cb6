"""The document that all forms are made from: blocks in the order of the page, cells as machines read them."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from bvte.publishing import markup
from bvte.publishing.article import Box, Columns, Figure, Heading, Listing, Run, Table, Text
from bvte.publishing.blocks import _blocks, article
from bvte.publishing.page import body_of
from bvte.runner.notebook import execute_notebook

from ..conftest import HERE, setting, values


@pytest.fixture(scope="module")
def sample():
    executed = execute_notebook(HERE / "sample.ipynb", values("vi"))
    return article(body_of(executed, setting("vi")), setting("vi"), "sample.vi")


def blocks(html):
    return list(_blocks(BeautifulSoup(html, "html.parser"), []))


def cell(html):
    return markup.cell(BeautifulSoup(f"<td>{html}</td>", "html.parser").td)


def test_the_blocks_stand_in_the_order_of_the_page(sample):
    assert [type(block) for block in sample.blocks] == [
        Text, Box, Heading, Text, Table, Text, Heading, Figure, Heading, Listing, Text, Table,
    ]  # fmt: skip
    assert [block.level for block in sample.blocks if isinstance(block, Heading)] == [2, 3, 2]


def test_the_document_says_what_the_page_tells_the_index(sample):
    assert (sample.name, sample.language, sample.place) == ("sample.vi", "vi", "Điện Biên")
    assert sample.title == "Chương trình bảo vệ trẻ em giai đoạn 2016–2020: đã đạt được gì?"
    assert (sample.meta["headline"], sample.meta["date"]) == ("Một trong năm mục tiêu đạt.", "16/12/2025")


def test_tables_and_figures_keep_number_caption_and_note(sample):
    first, _ = sample.tables
    assert (first.number, first.caption, len(first.rows)) == ("Bảng 1", "Mục tiêu và số liệu công bố", 5)
    assert first.note == "Số công bố; nguồn: hội thảo ngày 29/12/2020."
    (figure,) = sample.figures
    assert (figure.number, figure.png[1:4], figure.alt[:9]) == ("Hình 1", b"PNG", "Biểu đồ đ")


def test_links_stay_links(sample):
    texts = [block for block in sample.blocks if isinstance(block, Text)]
    links = [run for text in texts for run in text.runs if run.href]
    assert [(run.href, run.text) for run in links] == [
        ("https://example.org/luat-2004", "Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004")
    ]


def test_the_head_of_a_letter_has_columns_and_other_boxes_keep_their_kind():
    (head,) = blocks(
        '<div class="letterhead"><div><p class="body">A</p></div><div><p class="motto">B</p></div></div>'
    )
    assert head == Columns("letterhead", ((Text((Run("A"),), "body"),), (Text((Run("B"),), "motto"),)))
    (box,) = blocks('<div class="to-write"><p>C</p></div>')
    assert box == Box("to-write", (Text((Run("C"),), ""),))


def test_what_is_folded_on_the_page_is_left_out():
    assert blocks('<div class="exhibit"><p>A</p><details><p>B</p></details></div>') == [Text((Run("A"),), "")]


def test_space_and_looks_are_those_of_the_page():
    (text,) = blocks("<p>\n Một  <strong>hai</strong>\n ba <br> bốn</p>")
    assert text.runs == (Run("Một "), Run("hai", bold=True), Run(" ba"), Run("\n"), Run("bốn"))


def test_a_number_has_the_words_around_it_and_the_lines_below_it():
    found = cell('dưới <data value="3.8">3,8</data> điểm <span class="when"><time>2020</time></span>')
    assert (found.is_number, found.before, found.after, found.note) == (True, "dưới", "điểm", "2020")
    assert (found.data[0].value, found.times, found.text) == (
        Decimal("3.8"),
        ("2020",),
        "dưới 3,8 điểm\n2020",
    )


def test_a_range_is_one_number_with_two_values():
    found = cell('tăng <data value="3">3</data>–<data value="5">5</data>')
    assert (found.is_number, found.before, [d.value for d in found.data]) == (True, "tăng", [3, 5])


@pytest.mark.parametrize(
    "html",
    [
        'Số đếm đã tăng nhiều hơn dự kiến tới <data value="3">3</data>',
        'năm 2015: <data value="3">3</data>',
        '<p><data value="1">1</data></p><p><data value="2">2</data></p>',
        "".join(f'<data value="{n}">{n}</data> ' for n in range(3)),
        "không có",
    ],
)
def test_sentences_lists_and_words_are_text(html):
    assert not cell(html).is_number


def test_codes_sources_and_gaps_are_read():
    named = cell('<span data-code="rate">Tỷ lệ</span> <span class="unit" data-code="percent">%</span>')
    assert (named.code, named.unit, named.unit_code) == ("rate", "%", "percent")
    judged = cell('<span class="status not-met">Không đạt</span>')
    assert (judged.status, judged.lines[0][0].bold) == ("not_met", True)
    proved = cell('<span class="strength bound">Giới hạn</span> <a href="#source-a">[1]</a>')
    assert (proved.strength, proved.sources) == ("bound", (("a", "[1]"),))
    gaps = [cell(html).is_missing for html in ("–", '<span class="gap">chưa có số liệu</span>', "0")]
    assert gaps == [True, True, False]
