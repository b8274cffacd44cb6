"""The workbook: numbers as numbers, with the words that the page prints around them."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from bvte.presentation.document import Cell
from bvte.presentation.phrases import SOURCE_ANCHOR, Datum, Look, link, phrase, span
from bvte.presentation.texts import say
from bvte.publishing.forms.sheet_plan import text_of, wrapped_lines
from bvte.publishing.forms.workbook import workbook_file

from ...languages import said_in
from .documents import document
from .documents import table as small_table

# Vietnamese and English number formats of the scorecard's first row: "dưới 3,8", below 3.8.
BELOW = {"vi": '"dưới "#,##0.0', "en": '"below "#,##0.0'}


@pytest.fixture
def book(report):
    return openpyxl.load_workbook(io.BytesIO(report.forms["xlsx"]))


def word(report, key, **facts):
    return said_in(report.article.language, say, f"workbook.{key}", **facts)


def column(sheet, heading):
    return next(cell.column for cell in sheet[3] if cell.value == heading)


def test_there_is_a_sheet_for_each_table_and_each_chart_with_numbers(book, report):
    exhibits = [exhibit.number for exhibit in (*report.article.tables, *report.article.figures)]
    about, sources, marks = (word(report, name) for name in ("about", "sources", "marks"))
    assert book.sheetnames == [about, *exhibits, sources, marks]


def test_a_bound_stays_a_number_and_its_word_is_in_the_format(book, report):
    table = report.article.tables[1]
    sheet = book[table.number]
    cell = sheet.cell(4, column(sheet, table.columns[2].label))
    assert (cell.value, cell.number_format) == (3.8, BELOW[report.article.language])
    assert cell.data_type == "n"


def test_a_range_takes_two_columns(book, report):
    table = report.article.tables[1]
    sheet, label = book[table.number], table.columns[3].label
    low = sheet.cell(6, column(sheet, label)).value
    high = sheet.cell(6, column(sheet, word(report, "upto", column=label))).value
    assert (low, high) == (3, 5)


def test_a_missing_number_is_an_empty_cell_so_that_its_column_adds_up(book, report):
    table = report.article.tables[1]
    sheet = book[table.number]
    assert table.rows[1][1].text == "–"
    assert sheet.cell(5, column(sheet, table.columns[1].label)).value is None


def test_words_in_the_place_of_a_number_stand_beside_its_column():
    rows = [["Một", phrase(Datum(Decimal(3), "3"))], ["Hai", "cấp huyện đã kết thúc"], ["Ba", "–"]]
    content = workbook_file(document(small_table(rows, kinds=("text", "num"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Bảng 1"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert found == [["Một", 3, None], ["Hai", None, "cấp huyện đã kết thúc"], ["Ba", None, None]]


def test_numbers_of_sources_stay_inside_a_sentence_and_go_where_they_end_one():
    cited = link(f"#{SOURCE_ANCHOR}a", "[1]")
    inside = Cell(phrase("Nguồn cần kiểm tra: ", cited, " (lý do nêu ở danh mục nguồn)."))
    assert text_of(inside) == "Nguồn cần kiểm tra: [1] (lý do nêu ở danh mục nguồn)."
    assert text_of(Cell(phrase("Số công bố ", cited))) == "Số công bố"


def test_a_withheld_number_is_told_from_one_that_was_not_found():
    hidden, gap = span(Look.WITHHELD, "không nêu"), span(Look.GAP, "chưa có số liệu")
    content = workbook_file(document(small_table([["Một", hidden], ["Hai", gap]], kinds=("text", "num"))))
    book = openpyxl.load_workbook(io.BytesIO(content))
    looks = [book["Bảng 1"].cell(row, 2).fill for row in (4, 5)]
    assert looks[0].patternType != looks[1].patternType
    legend = {row[0].fill.patternType: row[1].value for row in book["Ký hiệu"].iter_rows(min_row=4)}
    assert "bảo vệ trẻ em" in legend[looks[0].patternType]
    assert book["Bảng 1"].cell(4, 3).value == "không nêu"


def test_sheets_are_as_readers_of_screens_need_them(book, report):
    """After the UK Government's checklist for accessible spreadsheets."""
    for sheet in book:
        assert not sheet.merged_cells.ranges
        filled = [any(cell.value is not None for cell in row) for row in sheet.iter_rows()]
        assert all(filled), sheet.title
    for sheet in book.worksheets[1:]:
        (marked,) = sheet.tables.values()
        assert marked.ref.startswith("A3:") and len(set(marked.column_names)) == len(marked.column_names)
        assert [cell.value for cell in sheet[3]][: len(marked.column_names)] == marked.column_names


def test_serial_numbers_stand_in_a_narrow_column():
    content = workbook_file(document(small_table([["1", "Một dòng"], ["1.1", "Hai"]], kinds=("order", "text"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Bảng 1"]
    assert sheet.column_dimensions["A"].width < 9 < sheet.column_dimensions["B"].width


def test_words_that_go_to_the_notes_give_their_number_no_width_and_notes_end_within_the_table():
    number = phrase(Datum(Decimal(3), "3"), " của các địa bàn có tỷ lệ tảo hôn cao nhất tỉnh")
    note = "Một ghi chú dài hơn cả một dòng của trang in. " * 20
    table = replace(small_table([["Một dòng", number]], kinds=("text", "num")), note=note)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_file(document(table))))["Bảng 1"]
    assert sheet.column_dimensions["B"].width < len(str(number))
    notes = [cell.value for (cell,) in sheet.iter_rows(min_row=5, max_col=1)]
    wide = sum(sheet.column_dimensions[letter].width for letter in "ABC")
    assert " ".join(notes) == note.strip() and max(map(len, notes)) <= wide


def test_years_are_numbers_and_units_have_a_column(book, report):
    table = report.article.tables[1]
    sheet = book[table.number]
    when = word(report, "when", column=table.columns[1].label)
    assert sheet.cell(4, column(sheet, when)).value == 2015
    assert sheet.cell(4, column(sheet, word(report, "unit"))).value == "%"
    assert sheet.cell(4, column(sheet, word(report, "sources"))).value == "[1]"


def test_sheets_print_on_a4_across_with_their_headings(book, report):
    for table in report.article.tables:
        sheet = book[table.number]
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$3:$3")
        assert sheet.cell(1, 1).value == f"{table.number}. {table.caption}"


def test_charts_are_native_and_say_what_they_show(book, report):
    (figure,) = report.article.figures
    (chart,) = book[figure.number]._charts
    assert len(chart.series) == 2
    with zipfile.ZipFile(io.BytesIO(report.forms["xlsx"])) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert figure.alt.replace('"', "&quot;") in drawing


def test_no_line_joins_the_points_of_a_chart(book, report):
    for figure in report.article.figures:
        for chart in book[figure.number]._charts:
            assert chart.series and all(line.graphicalProperties.line.noFill for line in chart.series)


def test_the_sheet_of_a_chart_has_its_numbers_and_no_text_that_would_be_drawn_as_zero(book, report):
    (figure,) = report.article.figures
    rows = list(book[figure.number].iter_rows(min_row=4, max_row=7, values_only=True))
    assert [row[1:3] for row in rows] == [(4.4, None), (3.8, None), (1.85, None), (None, 3.8)]
    assert [row[-1] for row in rows] == [2015, 2020, 2020, 2020]


def test_every_mark_of_the_tables_is_explained(book, report):
    explained = {row[0] for row in book.worksheets[-1].iter_rows(min_row=4, values_only=True)}
    sheet = book[report.article.tables[4].number]
    rows = sheet.iter_rows(min_row=4, max_row=20, values_only=True)
    # What a table has below it, its note, is one cell alone.
    used = {row[-2] for row in rows if row[0] and any(row[1:])}
    assert used and used <= explained


def test_the_file_says_when_its_evidence_ends_and_not_when_it_was_made(book, report):
    assert str(book.properties.created.year) == report.article.meta["evidence-date"][:4]
    assert not book.properties.creator


@pytest.mark.parametrize(
    ("text", "width", "lines"), [("Năm 2025: thời gian", 7, 4), ("một\nhai", 9, 2), ("", 5, 1), ("x" * 30, 10, 3)]
)
def test_a_row_is_as_high_as_its_words_need_that_no_program_parts(text, width, lines):
    assert wrapped_lines(text, width) == lines
