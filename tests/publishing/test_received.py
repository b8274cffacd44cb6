"""From the empty sheet to the next report: filled in, taken in by the command, cited beside the target."""

import shutil

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter

from bvte import cli
from bvte.evidence.check import check, only_errors
from bvte.evidence.language import speaking
from bvte.evidence.load import data_folder, load, project_root
from bvte.intake import recording_sheet
from bvte.presentation.document import Heading, Paragraph
from bvte.presentation.phrases import flat_text
from bvte.publishing.article import read_article
from bvte.publishing.forms.catalogue import FORMS, find_disagreements
from bvte.publishing.forms.recording import record_of
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import plan_reports

DRAFT = "cpp_2021_2025_db_draft"
# Row of t031, children in special circumstances below 3.3 % by 2025.
ROW = recording_sheet.FIRST_ROW + 1
SAID = {
    "vi": "Hội thảo ngày 29/12/2025 quyết định: sửa chỉ tiêu thành không quá 3,25% (2025); giao Sở Y tế; "
    "hạn 01/3/2026 (ghi tại workshops/2025-12-29.csv).",
    "en": "The workshop of 29 Dec 2025 decided: the target becomes at most 3.25% (2025); "
    "to be done by Sở Y tế; due 1 Mar 2026 (recorded in workshops/2025-12-29.csv).",
}


def letter_of(column):
    """The letter of a column of the recording sheet."""
    return get_column_letter(recording_sheet.COLUMNS.index(column) + 1)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data"
    shutil.copytree(data_folder("dien-bien"), place)
    return place


def filled(folder, **cells):
    """The sheet of the draft, filled in with the hands of another library."""
    path = folder.parent / "phieu-ghi.xlsx"
    values = {"drafted": DRAFT, "closing": "cpp_2016_2020_db", "data": str(folder), "language": "vi"}
    path.write_bytes(record_of(values))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet[recording_sheet.DAY_CELL] = "29/12/2025"
    for column, cell in cells.items():
        sheet.cell(ROW, recording_sheet.COLUMNS.index(column) + 1).value = cell
    book.save(path)
    return path


CHANGE = {
    "decision": "sửa",
    "owner": "Sở Y tế",
    "date": "01/03/2026",
    "condition": "không quá",
    "value": "3,25",
    "unit": "%",
    "due_year": 2025,
}


def command(path, *arguments):
    """Read a sheet back into the folder that lies beside it, as whoever was sent one from elsewhere has to say."""
    data = ("--data", path.parent / "data")
    return CliRunner().invoke(cli.main, ["intake", "workshop", *map(str, (path, *data, *arguments))])


ACCOUNT = """\
Phiếu ghi: nhận 1 dòng, không nhận 0 dòng, 8 dòng trống, 0 ô ngoài bảng.
Hướng dẫn: trang hướng dẫn, không có gì để nhận.
codes: trang mã của phiếu, chỉ để đọc các dòng.
Đã ghi 1 quyết định vào workshops/2025-12-29.csv.
"""


def made(notebook, folder, language, values=None, **which):
    """The report of a notebook from that folder, with other values of its parameters: document and files."""
    (report,) = plan_reports(load(folder), str(folder), notebook, language=language, **which)
    with speaking(language):
        executed = run_notebook(project_root() / "notebooks" / f"{notebook}.ipynb", report.values | (values or {}))
        article = read_article(executed, report.page_context, "report")
        wanted = [form for form in ("docx", "csv", "pptx", "deck.html") if form in NOTEBOOKS[notebook].forms]
        files = {form: FORMS[form](article, None) for form in wanted}
        return article, {"html": report_page(article, report.page_context).encode(), **files}


@pytest.mark.parametrize(
    ("notebook", "language"), [("phase_evaluation", "vi"), ("target_audit", "vi"), ("phase_evaluation", "en")]
)
def test_the_next_report_cites_the_decision_beside_the_target_it_changed(folder, notebook, language):
    result = command(filled(folder, **CHANGE))
    assert (result.exit_code, result.output) == (0, ACCOUNT)
    assert only_errors(check(load(folder))) == []
    article, files = made(notebook, folder, language, programme=DRAFT)
    rows = [row for table in article.tables for row in table.rows if any(SAID[language] in c.text for c in row)]
    assert [row[0].code for row in rows] == ["special_circumstances_rate"]
    assert find_disagreements(article, files) == []


@pytest.mark.parametrize("language", SAID)
def test_the_pack_of_the_next_workshop_cites_the_decision_below_the_target(folder, language):
    assert command(filled(folder, **CHANGE)).exit_code == 0
    article, files = made("workshop", folder, language, {"as_of": "2025-12-31"}, drafted=DRAFT)
    blocks = [block for block in article.blocks if isinstance(block, Heading | Paragraph)]
    (place,) = [place for place, block in enumerate(blocks) if flat_text(block.content) == SAID[language]]
    heading = next(block for block in reversed(blocks[:place]) if isinstance(block, Heading))
    # Below the name of its indicator; what the draft asks for stands in the first line of the table there.
    assert heading.text == load(folder).indicators["special_circumstances_rate"].short[language]
    assert find_disagreements(article, files) == []


def test_a_decision_on_the_draft_changes_no_page_of_an_earlier_phase(folder):
    """Why such a page is not built again: `publishing/parameters.py`, `decides`."""
    _, before = made("phase_evaluation", folder, "vi", programme="cpp_2016_2020_db")
    assert command(filled(folder, **CHANGE)).exit_code == 0
    _, after = made("phase_evaluation", folder, "vi", programme="cpp_2016_2020_db")
    assert before == after


def test_a_bad_row_is_told_kept_beside_and_fails_the_command(folder):
    path = filled(folder, **CHANGE | {"value": "khoảng 3"})
    result = command(path)
    assert result.exit_code == 1
    assert f"dòng 7, cột {letter_of('value')} (Giá trị): “khoảng 3” không phải con số" in result.output
    assert "phieu-ghi-rejected.csv" in result.output
    assert (folder.parent / "phieu-ghi-rejected.csv").exists() and not (folder / "workshops").exists()


def test_messages_come_in_the_language_that_is_asked_for(folder):
    path = filled(folder, **CHANGE | {"value": "khoảng 3"})
    assert "is not a number" in command(path, "--language", "en").output


def test_another_record_of_the_day_is_only_replaced_when_asked(folder):
    assert command(filled(folder, **CHANGE)).exit_code == 0
    path = filled(folder, decision="bỏ")
    refused = command(path)
    assert refused.exit_code == 1 and "--replace" in refused.output
    assert load(folder).decisions_on("t031")[0][1].decision == "change"
    assert command(path, "--replace").exit_code == 0
    assert load(folder).decisions_on("t031")[0][1].decision == "withdraw"
    assert (folder / "workshops" / "earlier" / "2025-12-29-1.csv").exists()


def test_a_file_that_is_no_sheet_is_told_in_words(tmp_path):
    path = tmp_path / "khác.xlsx"
    openpyxl.Workbook().save(path)
    result = command(path)
    assert result.exit_code == 1 and "không có phiếu ghi" in result.output


def test_a_sheet_of_an_unknown_folder_is_refused(folder):
    path = filled(folder, **CHANGE)
    shutil.rmtree(folder)
    assert "no data folder" in command(path).output


def test_a_decision_on_a_target_that_is_gone_is_a_problem_of_the_folder(folder):
    place = folder / "workshops"
    place.mkdir()
    (place / "2025-12-29.csv").write_text("target,decision\nt0031,keep\n", encoding="utf-8")
    (place / "hop.csv").write_text("target,decision\n", encoding="utf-8")
    found = {(p.code, p.file, p.found) for p in only_errors(check(load(folder, strict=False)))}
    assert found == {
        ("unknown_code", "workshops/2025-12-29.csv", "t0031"),
        ("file_not_named", "workshops/hop.csv", "hop"),
    }
