"""The slides: one plan for PowerPoint and browser, read back by python-pptx and by a parser of HTML."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from pptx import Presentation
from pptx.util import Pt

from bvte.presentation.document import Box, Column, Figure, Heading, Listing, make_table
from bvte.presentation.parts import listing, paragraph
from bvte.presentation.phrases import Datum, Look, Time, flat_text, phrase, span
from bvte.publishing.forms.agree import find_disagreements
from bvte.publishing.forms.deck import html_deck
from bvte.publishing.forms.slide_plan import plan_slides
from bvte.publishing.forms.slides import powerpoint_file

from .documents import document, table


@pytest.fixture
def presentation(report):
    return Presentation(io.BytesIO(report.forms["pptx"]))


@pytest.fixture
def html(report):
    return BeautifulSoup(report.forms["deck.html"].decode(), "html.parser")


def report_of(*blocks):
    """A report with these blocks under a heading."""
    return document(Heading(2, phrase("Mục")), *blocks, headline="Một ý")


def test_every_heading_is_the_title_of_a_slide(presentation, html, report):
    wanted = {report.article.title, *(b.text for b in report.article.blocks if isinstance(b, Heading))}
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    assert wanted <= set(titles)
    assert titles == [tag.get_text() for tag in html.select("h1, h2")]


def test_the_title_slide_says_what_where_and_how_new(presentation, report):
    first = presentation.slides[0]
    kind, place, newest = first.placeholders[1].text_frame.text.split("\n")
    assert (kind, place) == (report.article.kind, report.article.place)
    assert newest == report.article.newness != ""


def test_each_exhibit_has_its_own_slide_under_its_caption(presentation, report):
    exhibits = {e.number: f"{e.number}. {e.caption}" for e in (*report.article.tables, *report.article.figures)}
    found = {}
    for slide in presentation.slides:
        shown = [s for s in slide.shapes if s.has_table or s.has_chart or s.shape_type == 13]
        assert len(shown) <= 1
        found |= {shape.name: slide.placeholders[2].text_frame.text for shape in shown}
    assert found == exhibits


def test_all_that_is_seen_is_described(presentation, html, report):
    told = {}
    for slide in presentation.slides:
        for shape in slide.shapes:
            if not shape.is_placeholder and not shape.has_text_frame:
                told[shape.name] = shape._element._nvXxPr.cNvPr.get("descr")
    assert all(told.values())
    assert {f.number: told[f.number] for f in report.article.figures} == {
        f.number: f.alt for f in report.article.figures
    }
    assert [image["alt"] for image in html("img")] == [figure.alt for figure in report.article.figures]


def test_a_chart_can_be_edited_and_draws_the_numbers_of_the_report(presentation, report):
    (chart,) = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]
    points = {(x, y) for line in chart.plots[0].series for x, y in zip(_across(line), line.values, strict=True)}
    assert points == {(2015.0, 4.4), (2020.0, 3.8), (2020.0, 1.85)}
    assert len(chart.plots[0].series) == 4
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in book.active["B"][:2]][1] == 4.4
    labels = set(re.findall(r"<a:t>(.*?)</a:t>", chart.part.blob.decode()))
    assert {"vi": "dưới 3,8", "en": "below 3.8"}[report.article.language] in labels


def _across(line):
    return [float(point.text) for point in line._element.findall(".//{*}xVal//{*}pt/{*}v")]


def test_no_line_joins_points_across_a_break(presentation):
    (chart,) = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]
    for line in chart.plots[0].series:
        assert line._element.find("{*}spPr/{*}ln/{*}noFill") is not None


def test_notes_name_the_sources_of_what_is_shown(presentation, report):
    (sources,) = [b for b in report.article.blocks if isinstance(b, Listing) and b.ordered]
    lines = [f"[{n}] {flat_text(item.content)}" for n, item in enumerate(sources.items, 1)]
    for slide in presentation.slides:
        shown = [shape for shape in slide.shapes if shape.has_table]
        printed = " ".join(c.text_frame.text for s in shown for row in s.table.rows for c in row.cells)
        notes = slide.notes_slide.notes_text_frame.text.split("\n")
        for number in map(int, re.findall(r"\[(\d+)\]", printed)):
            assert lines[number - 1] in notes


def test_the_notes_of_both_forms_are_one(presentation, html, report):
    for slide, tag in zip(presentation.slides, html.select(".notes"), strict=True):
        theirs = [" ".join(p.get_text().split()) for p in tag.select("p, li")]
        assert theirs == [
            " ".join(line.split()) for line in slide.notes_slide.notes_text_frame.text.split("\n") if line
        ]


def test_the_language_is_stated_of_every_run(presentation, report):
    code = {"vi": "vi-VN", "en": "en-GB"}[report.article.language]
    languages = [run.get("lang") for slide in presentation.slides for run in slide._element.iterfind(".//{*}r/{*}rPr")]
    assert set(languages) <= {"vi-VN", "en-GB"} and languages.count(code) > len(languages) / 2
    assert presentation.core_properties.language == code


def test_the_file_does_not_say_who_made_it_or_when(report, presentation):
    told = presentation.core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", report.article.title)
    with zipfile.ZipFile(io.BytesIO(report.forms["pptx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(archive.read(books[0]))) as book:
            assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_a_long_table_is_cut_and_says_so():
    long = table([(f"Dòng {n}", "x") for n in range(40)])
    slide = plan_slides(report_of(long))[-1]
    assert 8 < len(slide.exhibit.rows) < 40
    assert f"{len(slide.exhibit.rows)}/40" in slide.pointer and "Bảng 1" in slide.pointer


def test_a_table_that_fits_is_whole_and_says_nothing():
    short = table([("Một", "2"), ("Hai", "3")])
    slide = plan_slides(report_of(short))[-1]
    assert (slide.exhibit, slide.pointer) == (short, "")


def test_the_strength_of_a_figure_is_not_among_the_columns_left_out():
    row = [*map(str, range(8)), span(Look.STRENGTH, "giới hạn", code="bound"), "ý"]
    wide = table([row], kinds=["text"] * 10)
    shown = plan_slides(report_of(wide))[-1].exhibit
    assert [column.label for column in shown.columns] == ["Cột 0", "Cột 1", "Cột 2", "Cột 3", "Cột 4", "Cột 8"]


def test_what_a_writer_has_still_to_write_is_no_slide():
    plan = plan_slides(report_of(Box("to-write", (paragraph("Viết ở đây"),))))
    assert [(slide.kind, slide.title, slide.points) for slide in plan] == [
        ("title", "Báo cáo", ()),
        ("text", "Mục", ()),
    ]


def test_points_beyond_the_room_of_a_slide_go_to_the_notes():
    slide = plan_slides(report_of(*listing([f"Ý {n} " + "a" * 100 for n in range(12)])))[-1]
    assert len(slide.points) + len(slide.remarks) == 12 and slide.remarks[-1].startswith("Ý 11")
    assert str(len(slide.remarks)) in slide.pointer


def test_a_long_title_gets_smaller_type():
    made = Presentation(io.BytesIO(powerpoint_file(document(Heading(2, phrase("Tên rất dài " * 8))))))
    assert made.slides[-1].shapes.title.text_frame.paragraphs[0].runs[0].font.size == Pt(24)


@pytest.mark.parametrize("form", [powerpoint_file, html_deck])
def test_a_chart_with_neither_numbers_nor_picture_is_refused(form):
    with pytest.raises(ValueError, match="“Tỷ lệ” has no picture"):
        form(document(Figure("Tỷ lệ", "Mô tả", number="Hình 1")))


def test_a_range_draws_both_ends():
    low, high = (Datum(Decimal(number), number, strength="bound") for number in "35")
    heads = (Column("Thời gian"), Column("Kết quả", "num"), Column("Mức"))
    rows = [(phrase(Time("09/2020", "2020-09")), phrase(low, "–", high), "Giới hạn")]
    figure = Figure("Tỷ lệ", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1")
    made = Presentation(io.BytesIO(powerpoint_file(report_of(figure))))
    (chart,) = [s.chart for slide in made.slides for s in slide.shapes if s.has_chart]
    (line,) = chart.plots[0].series
    assert line.name == "Kết quả (giới hạn)"
    assert (_across(line), list(line.values)) == ([2020.667, 2020.667], [3.0, 5.0])


SPOILT = {
    "a cell": (r"(>ít nhất )0,1(<)", r"\g<1>0,2\2", "Bảng 1, row 2"),
    "a title": ("<h2>Diễn biến", "<h2>Diễn tiến", "no slide is titled “Diễn biến qua các năm”"),
    "a column": (">Số liệu mới nhất<", ">Số liệu cũ nhất<", "Bảng 1 has other columns"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_deck_that_differs_from_its_document_is_refused(made, fault):
    old, new, told = SPOILT[fault]
    text = made["vi"].forms["deck.html"].decode()
    spoilt = re.sub(old, new, text, count=1)
    assert spoilt != text
    found = find_disagreements(made["vi"].article, {"deck.html": spoilt.encode()})
    assert found and all(told in sentence for sentence in found)


def spoil(content, change):
    presentation = Presentation(io.BytesIO(content))
    change([shape for slide in presentation.slides for shape in slide.shapes])
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _another_cell(shapes):
    next(s for s in shapes if s.has_table).table.cell(1, 2).text_frame.text = "dưới 3,9"


def _another_point(shapes):
    chart = next(s for s in shapes if s.has_chart).chart
    chart.plots[0].series[0]._element.find(".//{*}yVal//{*}pt/{*}v").text = "4.5"


def _no_table(shapes):
    gone = next(s for s in shapes if s.has_table)._element
    gone.getparent().remove(gone)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_another_cell, "pptx: Bảng 1, row 1: “dưới3,9” for “dưới3,82020”"),
        (_another_point, "pptx: Hình 1 draws 1.85, 3.8, 3.8, 4.5 instead of 1.85, 3.8, 3.8, 4.4"),
        (_no_table, "pptx: Bảng 1 is on no slide"),
    ],
)
def test_slides_that_differ_from_their_document_are_refused(made, change, told):
    spoilt = spoil(made["vi"].forms["pptx"], change)
    assert find_disagreements(made["vi"].article, {"pptx": spoilt}) == [told]


def test_unspoilt_slides_agree(report):
    forms = {form: report.forms[form] for form in ("pptx", "deck.html")}
    assert find_disagreements(report.article, forms) == []
