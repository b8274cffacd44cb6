"""A copy of the real data folder, its recording sheet in both languages, and a way to fill it in."""

import shutil

import openpyxl
import pytest

from bvte.intake import recording_sheet
from bvte.intake.workshop import read_workshop
from bvte.judgement.targets import judge
from bvte.publishing.forms.recording import record_workbook

from ..languages import said_in
from ..real import real_evidence

DRAFT = "cpp_2021_2025_db_draft"


@pytest.fixture
def folder(tmp_path):
    """The province's folder, to be written to."""
    place = tmp_path / "data"
    shutil.copytree(real_evidence().folder, place)
    return place


@pytest.fixture(scope="session")
def evidence():
    return real_evidence()


@pytest.fixture(scope="session")
def sheets(evidence):
    """The bytes of the empty sheet of the draft, by language."""
    return {code: said_in(code, record_workbook, judge(evidence, DRAFT), "dien-bien") for code in ("vi", "en")}


@pytest.fixture
def fill(sheets, tmp_path):
    """A function that fills in a sheet and returns its path.

    rows : row -> column -> what is typed; change : what else is done to the sheet.
    """

    def fill_in(rows, day="29/12/2025", language="vi", change=lambda sheet: None, data="dien-bien"):
        path = tmp_path / "phiếu ghi.xlsx"
        path.write_bytes(sheets[language])
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet[recording_sheet.DAY_CELL] = day
        for row, cells in rows.items():
            for column, cell in cells.items():
                sheet.cell(row, recording_sheet.COLUMNS.index(column) + 1).value = cell
        next(row for row in book[recording_sheet.CODES_SHEET] if row[1].value == "data")[2].value = str(data)
        change(sheet)
        book.save(path)
        return path

    return fill_in


@pytest.fixture
def read(fill, evidence):
    """A function that fills in a sheet and reads it back."""
    return lambda *args, **named: read_workshop(fill(*args, **named), evidence)
