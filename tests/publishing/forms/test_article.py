"""The document that all forms are made from: blocks in their order, exhibits numbered."""

from decimal import Decimal

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pydantic import ValidationError

from bvte.evidence.language import speaking
from bvte.presentation.document import (
    MIME_TYPE,
    Box,
    Cell,
    Column,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Prose,
    Table,
    make_table,
    to_json,
)
from bvte.presentation.parts import paragraph
from bvte.presentation.phrases import (
    SOURCE_ANCHOR,
    Datum,
    LineBreak,
    Look,
    Run,
    Time,
    link,
    paragraphs,
    phrase,
    small,
    span,
    strong,
)
from bvte.publishing.article import figures_of, read_article
from bvte.runner.notebook import execute_notebook

from ..conftest import HERE, setting, values
from .documents import table


@pytest.fixture(scope="module")
def sample():
    with speaking("vi"):
        return read_article(execute_notebook(HERE / "sample.ipynb", values("vi")), setting("vi"), "sample.vi")


def read(*cells):
    """The document of a notebook in Vietnamese."""
    return read_article(new_notebook(cells=list(cells)), setting("vi"), "report.vi")


def shown(part, source="part", **about):
    """A cell of code that shows a part."""
    data = {MIME_TYPE: to_json(part), "text/html": "", "text/plain": ""} | about
    return new_code_cell(source, outputs=[new_output("display_data", data=data)])


def test_the_blocks_stand_in_the_order_of_the_page(sample):
    assert [type(block) for block in sample.blocks] == [
        Paragraph,
        Box,
        Heading,
        Paragraph,
        Table,
        Paragraph,
        Heading,
        Figure,
        Heading,
        Listing,
        Paragraph,
        Table,
    ]
    assert [block.level for block in sample.blocks if isinstance(block, Heading)] == [2, 3, 2]


def test_the_document_says_what_the_page_tells_the_index(sample):
    assert (sample.name, sample.language, sample.place) == ("sample.vi", "vi", "Điện Biên")
    assert sample.title == "Chương trình bảo vệ trẻ em giai đoạn 2016–2020: đã đạt được gì?"
    assert sample.meta["headline"] == "Một trong năm mục tiêu đạt."
    with speaking("vi"):
        assert sample.newness == "Nguồn công bố gần nhất: 16/12/2025"


def test_tables_and_figures_keep_number_caption_and_note(sample):
    first, _ = sample.tables
    assert (first.number, first.caption, len(first.rows)) == ("Bảng 1", "Mục tiêu và số liệu công bố", 5)
    assert first.note == "Số công bố; nguồn: hội thảo ngày 29/12/2020."
    (figure,) = sample.figures
    assert (figure.number, figure.png[1:4], figure.alt[:9]) == ("Hình 1", b"PNG", "Biểu đồ đ")


def test_a_number_of_its_own_is_kept_and_not_counted():
    article = read(*(shown(table([("a", "b")], number)) for number in ("", "Biểu 8a", "")))
    assert [exhibit.number for exhibit in article.tables] == ["Bảng 1", "Biểu 8a", "Bảng 2"]


def test_the_table_under_a_chart_has_the_number_of_the_chart():
    drawn = Figure("T", "Mô tả", numbers=table([("a", "b")], ""))
    article = read(shown(table([("a", "b")], "")), shown(drawn, **{"image/svg+xml": "<svg/>"}))
    assert [exhibit.number for exhibit in article.all_tables] == ["Bảng 1", "Hình 1"]
    assert article.figures[0].svg == "<svg/>" and article.figures[0].png == b""


def test_code_stands_by_exhibits_alone_and_headings_have_anchors_that_differ():
    two = [new_markdown_cell("## Mục tiêu"), new_markdown_cell("### Mục tiêu")]
    cells = shown(table([("a", "b")], ""), "exhibit()"), shown(Prose((paragraph("Lời"),)), "prose()")
    article = read(*two, *cells)
    assert [cell.code for cell in article.cells] == ["", "", "exhibit()", ""]
    assert [heading.anchor for heading in article.headings] == ["muc-tieu", "muc-tieu-2"]


def test_links_stay_links(sample):
    texts = [block for block in sample.blocks if isinstance(block, Paragraph)]
    links = [run for text in texts for run in text.runs if run.href]
    assert [(run.href, run.text) for run in links] == [
        ("https://example.org/luat-2004", "Luật Bảo vệ, chăm sóc và giáo dục trẻ em 2004")
    ]


def test_a_part_that_is_none_is_refused():
    whole = table([("a", "b")])
    for broken in ({"kind": "table"}, to_json(whole) | {"rows": [[{"content": {"pieces": [1]}}]]}):
        cell = shown(whole)
        cell.outputs[0].data[MIME_TYPE] = broken
        with pytest.raises(ValidationError):
            read(cell)


def test_output_without_a_part_and_cells_of_the_setup_are_no_matter_of_the_report():
    noise = new_code_cell("print()", outputs=[new_output("stream", text="x"), *shown(Prose(())).outputs])
    noise.outputs[1].data = {"text/html": "<p>y</p>", "text/plain": "y"}
    other = new_markdown_cell("Setup", metadata={"tags": ["setup"]})
    assert read(noise, other, new_markdown_cell("Chữ")).blocks == [Paragraph(phrase("Chữ"))]


def test_space_and_looks_are_those_of_the_page():
    text = Paragraph(phrase("\n Một  ", strong("hai"), "\n ba ", LineBreak(), " bốn"))
    assert text.runs == (Run("Một "), Run("hai", bold=True), Run(" ba"), Run("\n"), Run("bốn"))


def number(text):
    return Datum(Decimal(text), text.replace(".", ","))


def test_a_number_has_the_words_around_it_and_the_lines_below_it():
    found = Cell(phrase("dưới ", number("3.8"), " điểm ", small(Time("2020"))))
    assert (found.is_number, found.before, found.after, found.note) == (True, "dưới", "điểm", "2020")
    assert (found.data[0].value, found.times, found.text) == (Decimal("3.8"), ("2020",), "dưới 3,8 điểm\n2020")


def test_a_range_is_one_number_with_two_values():
    found = Cell(phrase("tăng ", number("3"), "–", number("5")))
    assert (found.is_number, found.before, [d.value for d in found.data]) == (True, "tăng", [3, 5])


@pytest.mark.parametrize(
    "content",
    [
        phrase("Số đếm đã tăng nhiều hơn dự kiến tới ", number("3")),
        phrase("năm 2015: ", number("3")),
        paragraphs([number("1"), number("2")]),
        phrase(*map(number, "012")),
        phrase("không có"),
    ],
)
def test_sentences_lists_and_words_are_text(content):
    assert not Cell(content).is_number


def test_codes_sources_and_gaps_are_read():
    named = Cell(phrase(span(Look.INDICATOR, "Tỷ lệ", code="rate"), " ", span(Look.UNIT, "%", code="percent")))
    assert (named.code, named.unit, named.unit_code) == ("rate", "%", "percent")
    judged = Cell(span(Look.STATUS, "Không đạt", code="not_met"))
    assert (judged.status, judged.lines[0][0].bold) == ("not_met", True)
    proved = Cell(phrase(span(Look.STRENGTH, "Giới hạn", code="bound"), " ", link(f"#{SOURCE_ANCHOR}a", "[1]")))
    assert (proved.strength, proved.sources) == ("bound", (("a", "[1]"),))
    gaps = [Cell(phrase(content)).is_missing for content in ("–", span(Look.GAP, "chưa có số liệu"), "0")]
    assert gaps == [True, True, False]


def test_a_figure_is_found_with_its_own_time_or_column_and_never_with_another_s():
    def cell(text, *more):
        return phrase(Datum(Decimal(text), text, strength="published"), *more)

    heads = [Column("Chỉ tiêu"), Column("Năm 2020", "num"), Column("Năm 2024", "num"), Column("Số liệu khác", "num")]
    row = [
        span(Look.INDICATOR, "Tảo hôn", code="rate"),
        cell("30.1"),
        cell("33.2"),
        cell("3229", small(Time("8/2023"))),
    ]
    times = [Column("Chỉ tiêu"), Column("Kết quả", "num"), Column("Thời gian")]
    single = [span(Look.INDICATOR, "Bỏ học", code="left"), cell("7"), phrase(Time("2019"))]
    found = figures_of([make_table("", heads, [row]), make_table("", times, [single])])
    assert list(found["rate"]) == ["30.1 (Năm 2020)", "33.2 (Năm 2024)", "3229 (8/2023)"]
    assert list(found["left"]) == ["7 (2019)"]
    # Side by side in a conflict stand a whole and its part, each below its name: neither is told as the row's own.
    both = paragraphs(["Tai nạn", cell("365"), "Đuối nước", cell("116")])
    named = [span(Look.INDICATOR, "Đuối nước", code="part"), both]
    assert "part" not in figures_of([make_table("", [Column("Chỉ tiêu"), Column("Một số liệu")], [named])])
    # So is a single one below the name of another indicator.
    sides = [Column("Chỉ tiêu"), Column("", key="one_figure"), Column("", key="other_figure")]
    share = [span(Look.INDICATOR, "Được trợ giúp", code="share"), cell("91"), paragraphs(["Số lượng", cell("457")])]
    assert [told.partition(" ")[0] for told in figures_of([make_table("", sides, [share])])["share"]] == ["91"]
    # A row may have fewer cells than the table has columns.
    short = figures_of([make_table("", heads, [row, [row[0], cell("7")]])])["rate"]
    assert list(short)[:3] == list(found["rate"]) and [told.split()[0] for told in list(short)[3:]] == ["7"]
    form = [Column("Nhóm"), Column("Số trẻ em", "num", period="2020"), Column("Ở cơ sở", "num", period="2020")]
    whole = [span(Look.INDICATOR, "Tổng số", code="all"), cell("2302"), cell("254", small(Time("9/2020")))]
    found = figures_of([make_table("", form, [whole])])
    assert list(found["all"]) == ["2302 (Số trẻ em, 2020)", "254 (Ở cơ sở, 9/2020)"]


def test_a_figure_of_another_place_is_found_with_that_place_and_a_percentage_with_its_sign():
    def cell(text, **about):
        return phrase(Datum(Decimal(text), text, strength="published", **about))

    heads = [Column("Chỉ tiêu"), Column("Ở đây"), Column("Nơi", key="area"), Column("Ở đó"), Column("Thời gian")]
    name, time = span(Look.INDICATOR, "Còi", code="rate"), phrase(Time("2019"))
    away = [name, cell("26", unit="percent"), "Việt Nam", cell("18.2", unit="percent"), time]
    own = [name, cell("31"), "Tỉnh Thử", cell("30"), time]
    found = figures_of([make_table("", heads, [away, own])], "Tỉnh Thử")
    assert list(found["rate"]) == ["26% (Ở đây)", "18.2% (Ở đó, Việt Nam)", "31 (Ở đây)", "30 (Ở đó)"]
