"""The commands on received files, as a person types them; figures here are made up."""

import io
import shutil

import openpyxl
import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.load import data_folder, load
from bvte.publishing.forms.workbook import workbook_file

from ..languages import said_in
from .test_report_form import ORPHANED, RATE, article_of, keys_of


@pytest.fixture
def office(tmp_path):
    """A data folder of its own, and a workbook of its report with one figure, one word and one of the two again."""
    place = tmp_path / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), place)
    content = said_in("vi", lambda: workbook_file(article_of(load(place), "vi")))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for asked, typed in ((ORPHANED, 27), (RATE, "nhiều")):
        sheet, cell = keys_of(content)[asked]
        book[sheet][cell] = typed
    book.save(tmp_path / "đã điền.xlsx")
    return place, tmp_path / "đã điền.xlsx"


def run(*words):
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_filled_workbook_is_taken_in_listed_and_taken_back(office):
    folder, file = office
    status, told = run("intake", "report", file, "--data", folder, "--received", "2026-01-31")
    assert status == 1 and "Đã nhận 1 ô, không nhận 1 ô" in told and "refused.xlsx" in told
    assert "đã điền.xlsx [Biểu 6], ô" in told and "“nhiều” không phải con số" in told
    (kept,) = (folder / "intakes").glob("report-*")
    assert load(folder).observations[f"in_{kept.name.removeprefix('report-')}_1"].value == 27
    reasons = openpyxl.load_workbook(kept / "refused.xlsx")["Biểu 6"]
    assert any("không phải con số" in str(cell.value) for row in reasons for cell in row)

    assert "không có gì thay đổi" in run("intake", "report", file, "--data", folder)[1]
    status, told = run("intakes", "--data", folder, "list")
    assert status == 0 and kept.name in told and "31/01/2026" in told and "nhận 1 ô, không nhận 1 ô" in told
    status, told = run("intakes", "--data", folder, "--language", "en", "undo", kept.name)
    assert status == 0 and f"intakes/undone/{kept.name}" in told
    assert not any(code.startswith("in_") for code in load(folder).observations)


def test_a_newer_file_of_the_same_office_is_told_beside_the_older(office, tmp_path):
    folder, file = office
    run("intake", "report", file, "--data", folder)
    (kept,) = (folder / "intakes").glob("report-*")
    book = openpyxl.load_workbook(file)
    sheet, cell = keys_of(file.read_bytes())[ORPHANED]
    book[sheet][cell] = 28
    book.save(tmp_path / "đã sửa.xlsx")
    told = run("intake", "report", tmp_path / "đã sửa.xlsx", "--data", folder)[1]
    assert f"python3 run.py intakes undo {kept.name}." in told
    rows = load(folder).observations.values()
    given = [row.value for row in rows if (row.indicator, row.area, row.start) == ("orphaned_count", "11", "2024")]
    assert sorted(given) == [27, 28]


def test_intakes_are_listed_with_the_day_and_the_agency_as_a_reader_knows_them(office):
    folder, file = office
    run("intake", "report", file, "--data", folder, "--received", "2026-01-20")
    told = run("intakes", "--data", folder)[1]
    assert "nhận ngày 20/01/2026" in told and "so_yte" not in told


def test_an_intake_that_is_not_there_is_answered_with_how_they_are_listed(office):
    folder, file = office
    run("intake", "report", file, "--data", folder)
    status, told = run("intakes", "--data", folder, "undo", "report-0")
    assert status == 1 and "Không có lượt nhận nào tên là “report-0”" in told and "intakes." in told


def test_a_damaged_record_of_an_intake_is_told_by_a_check_and_left_out(office):
    folder, file = office
    run("intake", "report", file, "--data", folder)
    (record,) = (folder / "intakes").glob("*/intake.yml")
    record.write_text("file: [")
    assert "0 lượt nhận" in run("intakes", "--data", folder)[1]
    status, told = run("check", folder)
    assert status == 1 and f"intakes/{record.parent.name}/intake.yml" in told


def test_what_cannot_be_done_is_a_sentence(office, tmp_path):
    folder, file = office
    status, told = run("intakes", "--data", folder, "undo", "report-0000000000")
    assert status == 1 and told.startswith("Không có lượt nhận nào tên là “report-0000000000”")
    (tmp_path / "khác.xlsx").write_text("đây là văn bản")
    status, told = run("intake", "report", tmp_path / "khác.xlsx")
    assert status == 1 and told.startswith("Lỗi: khác.xlsx")
    (folder / "intakes").write_text("a file in the place of the folder")
    status, told = run("intake", "report", file, "--data", folder)
    assert status == 1 and "Không ghi được vào thư mục intakes" in told
