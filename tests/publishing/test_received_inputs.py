"""Filled workbooks that once were read by half, or not at all: the outcome that each must have, by the command.

Each is built here as it was collected; the collected one is read too where it lies beside the project.
"""

import csv
import os
import re
import unicodedata
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from bvte import cli
from bvte.evidence.load import load, project_root
from bvte.intake import recording_sheet

from .test_received import DRAFT, filled, folder, letter_of  # noqa: F401

# Row of t033, the share of them who are helped.
ROW = recording_sheet.FIRST_ROW + 3
SHEET = "xl/worksheets/sheet1.xml"
CELLS = {
    "reading": "[thử] đọc số liệu",
    "decision": "sửa",
    "owner": "Sở Y tế",
    "date": "01/03/2026",
    "condition": "ít nhất",
    "value": 90,
    "unit": "%",
    "due_year": 2025,
}
KEPT = {"t033": "90"}


def intake(path, *arguments):
    return CliRunner().invoke(cli.main, ["intake", "workshop", *map(str, (path, *arguments))])


def edited(path, change):
    """The sheet with row t033 filled in and changed by whoever had it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for code, value in CELLS.items():
        sheet.cell(ROW, recording_sheet.COLUMNS.index(code) + 1).value = value
    change(sheet)
    book.save(path)


def percent(sheet):
    cell = sheet.cell(ROW, recording_sheet.COLUMNS.index("value") + 1)
    cell.value, cell.number_format = 0.9, "0%"


def other_group(sheet):
    copy = sheet.parent.copy_worksheet(sheet)
    copy.title = "Nhóm 2"
    for code in recording_sheet.FILLED:
        copy.cell(ROW, recording_sheet.COLUMNS.index(code) + 1).value = None
    copy.cell(ROW - 2, recording_sheet.COLUMNS.index("decision") + 1).value = "giữ nguyên"


def error(sheet):
    sheet.cell(ROW, recording_sheet.COLUMNS.index("reading") + 1).value = "#N/A"


def apart(sheet):
    cell = sheet.cell(ROW, recording_sheet.COLUMNS.index("decision") + 1)
    cell.value = unicodedata.normalize("NFD", "sửa")


def rewritten(path, change):
    """Rewrite every part of the package. change : function of name and bytes."""
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, change(name, content))


def cut(path):
    rewritten(path, lambda name, content: content[: len(content) // 2] if name == SHEET else content)


def strict(path):
    """What Excel saves as Strict Open XML: other names for the same things."""

    def renamed(name, content):
        main = content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return main.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )

    rewritten(path, renamed)


# Name of the collected input -> what is done in the sheet, what to the file, what is kept, what the output says.
INPUTS = {
    "r01_percent_cell": (percent, None, KEPT, "nhận 1 dòng, không nhận 0 dòng"),
    "r02_second_sheet": (other_group, None, KEPT | {"t031": None}, "Nhóm 2: nhận 1 dòng"),
    "r05_truncated_sheet": (None, cut, {}, "bị hỏng hoặc chép thiếu"),
    "r13_error_cell": (error, None, {}, "ô đang báo lỗi “#N/A”"),
    "r14_nfd_choice": (apart, None, KEPT, "nhận 1 dòng, không nhận 0 dòng"),
    "r15_strict_ooxml": (None, strict, {}, "“Sổ làm việc Excel (*.xlsx)”"),
}


def assert_outcome(folder, path, name):  # noqa: F811
    *_, kept, said = INPUTS[name]
    result = intake(path, "--data", folder)
    assert said in result.output and result.exit_code == (0 if kept else 1)
    ours = load(folder).decisions
    values = {code: row.value for rows in ours.values() for code, row in rows.items()}
    assert {code: None if value is None else str(value) for code, value in values.items()} == kept


@pytest.mark.parametrize("name", INPUTS)
def test_each_has_its_right_outcome(folder, name):  # noqa: F811
    path = filled(folder)
    in_sheet, in_file, *_ = INPUTS[name]
    edited(path, in_sheet or (lambda sheet: None))
    if in_file:
        in_file(path)
    assert_outcome(folder, path, name)


@pytest.mark.parametrize("name", INPUTS)
def test_the_collected_one_has_it_too(folder, shared, tmp_path, name):  # noqa: F811
    given = shared / "findings" / "inputs" / f"{name}.xlsx"
    if not given.exists():
        pytest.skip("the collected inputs are absent")
    path = tmp_path / given.name
    path.write_bytes(given.read_bytes())
    assert_outcome(folder, path, name)


def hidden(path, code, word):
    """Change a fact of the hidden sheet."""
    book = openpyxl.load_workbook(path)
    next(row for row in book[recording_sheet.CODES_SHEET] if row[1].value == code)[2].value = word
    book.save(path)


@pytest.mark.parametrize("place", ["/tmp/xyz", "../../dien-bien", "data", "C:\\data", "//may/chia-se", "national", ""])
def test_a_sheet_does_not_choose_where_it_is_written(folder, place):  # noqa: F811
    path = filled(folder)
    edited(path, lambda sheet: None)
    hidden(path, "data", place)
    result = intake(path)
    assert result.exit_code == 1 and "--data" in result.output and "thư mục dữ liệu (dien-bien" in result.output
    assert list(load(folder).decisions) == [] and not list(project_root().glob("data/*/workshops"))


def test_an_absolute_path_to_a_data_folder_is_refused_as_well(folder):  # noqa: F811
    path = filled(folder)
    edited(path, lambda sheet: None)
    hidden(path, "data", str(folder))
    assert "--data" in intake(path).output and not (folder / "workshops").exists()
    assert intake(path, "--data", folder).exit_code == 0


def test_a_sheet_of_a_folder_named_by_its_path_holds_no_path(folder):  # noqa: F811
    book = openpyxl.load_workbook(filled(folder))
    facts = {row[1].value: row[2].value for row in book[recording_sheet.CODES_SHEET] if row[0].value == "about"}
    assert facts == {"data": folder.name, "programme": DRAFT, "language": "vi"}


@pytest.mark.parametrize("arguments", [(), ("--language", "en")])
def test_a_language_that_nobody_speaks_is_told(folder, arguments):  # noqa: F811
    path = filled(folder)
    edited(path, lambda sheet: None)
    hidden(path, "language", "xx")
    result = intake(path, "--data", folder, *arguments)
    assert result.exit_code == 1 and "“xx”" in result.output and "vi, en" in result.output


def test_an_empty_sheet_says_so(folder):  # noqa: F811
    result = intake(filled(folder), "--data", folder)
    assert result.exit_code == 1
    assert "9 dòng trống" in result.output and "Không có dòng nào được điền" in result.output


def test_what_was_not_taken_stands_beside_with_its_reason(folder):  # noqa: F811
    path = filled(folder)
    edited(path, error)
    own = path.with_name("phieu-ghi-rejected.csv")
    own.write_text("của tôi", encoding="utf-8")
    result = intake(path, "--data", folder)
    assert "phieu-ghi-rejected-2.csv" in result.output and own.read_text(encoding="utf-8") == "của tôi"
    with path.with_name("phieu-ghi-rejected-2.csv").open(encoding="utf-8-sig", newline="") as file:
        ((row),) = csv.DictReader(file)
    assert (row["sheet"], row["row"], row["target"], row["reading"]) == ("Phiếu ghi", str(ROW), "t033", "#N/A")
    assert re.search(rf"dòng 9, cột {letter_of('reading')} .*“#N/A”", row["reason"])


@pytest.mark.parametrize("wrong", [(13, "Permission denied", "workshops"), (28, "No space left on device")])
@pytest.mark.parametrize("which", ["decisions", "rejected"])
def test_a_folder_that_cannot_be_written_is_told(folder, monkeypatch, which, wrong):  # noqa: F811
    path = filled(folder)
    edited(path, error if which == "rejected" else (lambda sheet: None))

    def refuse(*_):
        raise OSError(*wrong)

    monkeypatch.setattr(os, "fsync", refuse)
    result = intake(path, "--data", folder)
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "Không ghi được" in result.output and not list(folder.glob("workshops/*.csv"))
    said = {13: "không có quyền", 28: "đĩa đã đầy"}[wrong[0]]
    assert said in result.output and "None" not in result.output


def test_a_folder_with_an_error_of_its_own_is_told(folder):  # noqa: F811
    path = filled(folder)
    edited(path, lambda sheet: None)
    file = folder / "targets.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("t030,", "t030 x,", 1), encoding="utf-8")
    result = intake(path, "--data", folder)
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "targets.csv" in result.output


def test_words_that_were_turned_round_are_told_by_the_command(folder):  # noqa: F811
    path = filled(folder)
    edited(path, lambda sheet: None)
    book = openpyxl.load_workbook(path)
    rows = {row[1].value: row for row in book[recording_sheet.CODES_SHEET] if row[0].value == "decision"}
    rows["keep"][1].value, rows["withdraw"][1].value = "withdraw", "keep"
    book.save(path)
    result = intake(path, "--data", folder)
    assert result.exit_code == 1 and "“withdraw” và “keep”" in result.output
