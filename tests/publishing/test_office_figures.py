"""A figure that an office filled into the workbook stands in the next report, in all its forms; it is made up."""

import io
import shutil
from datetime import date

import docx
import openpyxl
import pytest

from bvte.evidence.load import data_folder, load
from bvte.intake.keeping import keep_reading
from bvte.intake.report_form import KEYS_SHEET, Role, read_report_form
from bvte.publishing.forms.catalogue import find_disagreements
from bvte.publishing.report import plan_reports

from .forms.conftest import make

ASKED = "orphaned_count 11 2024 children"


def workbook_of(made):
    return openpyxl.load_workbook(io.BytesIO(made.forms["xlsx"]))


def place_of(book):
    rows = book[KEYS_SHEET].iter_rows(min_row=2, values_only=True)
    return next(((sheet, cell) for sheet, cell, role, value in rows if (role, value) == (Role.FIGURE, ASKED)), None)


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory):
    """The report of 2024 before the intake and after it, and the place that was filled in."""
    folder = tmp_path_factory.mktemp("data") / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), folder)

    def made():
        (report,) = plan_reports(load(folder), str(folder), "annual_report", year=2024, language="vi")
        return make(report)

    before = made()
    book = workbook_of(before)
    sheet, cell = place_of(book)
    book[sheet][cell] = 2717
    path = folder.parent / "biểu đã điền.xlsx"
    book.save(path)
    keep_reading(path, read_report_form(path, load(folder), "dien-bien"), folder, date(2026, 1, 31))
    return before, made(), f"{sheet}: {cell}"


def test_page_word_and_csv_have_it_told_apart(before_and_after):
    before, after, _ = before_and_after
    assert "2717" not in before.html
    assert 'value="2717" data-comparator="equal" data-strength="reported"' in after.html
    document = docx.Document(io.BytesIO(after.forms["docx"]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("2.717" in text and "cơ quan báo cáo, chưa công bố" in text for text in cells)
    lines = [line for line in after.forms["csv"].decode("utf-8-sig").splitlines() if ",2717," in line]
    assert lines and all("biểu đã điền.xlsx" in line and ",reported," in line for line in lines)


def test_the_list_of_sources_leads_to_office_file_sheet_and_cell(before_and_after):
    _, after, place = before_and_after
    assert f"Sở Lao động - Thương binh và Xã hội, biểu đã điền.xlsx ({place})" in after.html


def test_the_next_workbook_does_not_ask_for_it_again(before_and_after):
    before, after, _ = before_and_after
    assert place_of(workbook_of(before)) and not place_of(workbook_of(after))
    assert any(cell.value == 2717 for row in workbook_of(after)["Biểu 8a"] for cell in row)


def test_all_forms_say_what_the_document_says(before_and_after):
    for made in before_and_after[:2]:
        files = {name: made.files[name] for name in ("html", "docx", "xlsx", "csv")}
        assert find_disagreements(made.article, files) == []
