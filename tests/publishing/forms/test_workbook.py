"""The workbook: numbers as numbers, with the words that the page prints around them."""

import io
import zipfile

import openpyxl
import pytest

from bvte.presentation.texts import say

from ...languages import said_in

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
    table = report.article.tables[0]
    sheet = book[table.number]
    cell = sheet.cell(4, column(sheet, table.columns[2].label))
    assert (cell.value, cell.number_format) == (3.8, BELOW[report.article.language])
    assert cell.data_type == "n"


def test_a_range_takes_two_columns(book, report):
    table = report.article.tables[0]
    sheet, label = book[table.number], table.columns[3].label
    low = sheet.cell(6, column(sheet, label)).value
    high = sheet.cell(6, column(sheet, word(report, "upto", column=label))).value
    assert (low, high) == (3, 5)


def test_a_missing_number_is_no_number(book, report):
    table = report.article.tables[0]
    sheet = book[table.number]
    assert sheet.cell(5, column(sheet, table.columns[1].label)).value == "–"


def test_years_are_numbers_and_units_have_a_column(book, report):
    table = report.article.tables[0]
    sheet = book[table.number]
    when = word(report, "when", column=table.columns[2].label)
    assert sheet.cell(4, column(sheet, when)).value == 2020
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
    sheet = book[report.article.tables[2].number]
    used = {row[-2] for row in sheet.iter_rows(min_row=4, max_row=20, values_only=True) if row[0]}
    assert used and used <= explained


def test_the_file_says_when_its_evidence_ends_and_not_when_it_was_made(book, report):
    assert str(book.properties.created.year) == report.article.meta["evidence-date"][:4]
    assert not book.properties.creator
