"""What comes back besides one filled form of each unit: two of one, another unit's, other kinds of files; odd cells."""

import shutil
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from bvte.evidence.load import data_folder, load
from bvte.intake.keeping import list_intakes
from bvte.intake.recording_sheet import RefusedCell
from bvte.intake.request_cells import cell_number
from bvte.intake.request_lines import respondents_of
from bvte.intake.workbook_reader import SeenCell
from bvte.presentation.problems import problem_line
from bvte.publishing.answers import receive_and_tell, receive_answers
from bvte.publishing.requests import request_files

from .made_up import fill_form

YEAR, CAME = 2025, date(2026, 1, 20)
ALL, BOYS = "children_under16_count", "children_under16_boys"


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Paths of the empty forms of two communes, each under the name that it was sent with."""
    place, evidence = tmp_path_factory.mktemp("sent"), load("dien-bien")
    communes = [one for one in respondents_of(evidence, YEAR) if one.kind == "commune"][:2]
    for one in communes:
        content = request_files(evidence, one, date(2026, 1, 15), "dien-bien")[f"{one.file_stem}.xlsx"]
        (place / f"{one.file_stem}.xlsx").write_bytes(content)
    return [place / f"{one.file_stem}.xlsx" for one in communes]


@pytest.fixture
def came(tmp_path):
    """Reads files into a copy of the data folder: what became of each, by name."""
    folder = tmp_path / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), folder)

    def receive(*books):
        return {one.answer.path.name: one for one in receive_answers(books, folder, "dien-bien", YEAR, CAME)}

    receive.folder = folder
    return receive


def refused_for(one):
    return [problem.code for problem in one.refused]


def test_of_two_answers_of_a_unit_that_differ_neither_is_taken_whatever_their_names(forms, came, tmp_path):
    first = fill_form(forms[0], tmp_path / "a.xlsx", {ALL: 3000})
    second = fill_form(forms[0], tmp_path / "b sửa.xlsx", {ALL: 3100})
    found = came(first, second)
    assert [refused_for(one) for one in found.values()] == [["request_twice"], ["request_twice"]]
    assert "b sửa.xlsx" in problem_line(found["a.xlsx"].refused[0])
    assert list_intakes(came.folder) == []
    assert came(second)["b sửa.xlsx"].state == "kept"
    found = came(first, second)
    assert refused_for(found["a.xlsx"]) == ["request_answered_before"] and found["b sửa.xlsx"].state == "again"


def test_an_empty_form_is_no_second_answer(forms, came, tmp_path):
    filled = fill_form(forms[0], tmp_path / "ghi.xlsx", {ALL: 3000})
    assert {name: one.state for name, one in came(filled, forms[0]).items()} == {
        "ghi.xlsx": "kept",
        forms[0].name: "empty",
    }


@pytest.mark.parametrize("ending", ["", " (1)", "_sua"])
def test_a_form_under_the_name_of_another_units_file_is_refused(forms, came, tmp_path, ending):
    wrong = fill_form(forms[1], tmp_path / f"{forms[0].stem}{ending}.xlsx", {ALL: 3000})
    assert refused_for(came(wrong)[wrong.name]) == ["request_named_other"]
    under_any_name = shutil.copy(wrong, tmp_path / "biểu của xã.xlsx")
    assert came(under_any_name)["biểu của xã.xlsx"].state == "kept"


def test_what_was_refused_in_a_cell_is_told_each_time(forms, came, tmp_path):
    spoilt = fill_form(forms[0], tmp_path / "ghi.xlsx", {ALL: 3000, BOYS: "không"})
    assert [refused_for(came(spoilt)["ghi.xlsx"]) for _ in range(2)] == [["request_not_a_number"]] * 2


def test_the_copy_with_the_reasons_opens_at_the_first_of_them(forms, came, tmp_path):
    spoilt = fill_form(forms[0], tmp_path / "ghi.xlsx", {ALL: 3000, "orphaned_count": "không"})
    sheet = openpyxl.load_workbook(came(spoilt)["ghi.xlsx"].kept.refused_file).active
    (selected,) = sheet.sheet_view.selection
    assert sheet.title == "Số liệu" and "“không” không phải con số" in sheet[selected.activeCell].value
    assert sheet.column_dimensions["E"].width > len("7/2025 – 12/2025")


@pytest.mark.parametrize("name", ["bieu.xls", "bieu.csv", "bieu.pdf", "bieu.ods"])
def test_another_kind_of_file_is_named_with_what_to_do_and_counted(forms, came, tmp_path, capsys, name):
    inbox = tmp_path / "tra-loi"
    inbox.mkdir()
    fill_form(forms[0], inbox / "ghi.xlsx", {ALL: 3000})
    (inbox / name).write_bytes(b"abc")
    (inbox / "~$ghi.xlsx").write_bytes(b"\x07someone")
    assert receive_and_tell([inbox], came.folder, "dien-bien", YEAR, CAME) == 1
    said = capsys.readouterr()
    assert f"1 tệp không phải .xlsx: {name}. Mở từng tệp bằng Excel" in said.err
    assert "1 tệp đã nhận, 0 đã nhận trước đây, 0 trống, 1 không nhận" in said.out


@pytest.mark.parametrize(
    ("seen", "value", "unit", "code"),
    [
        ("1E+30", Decimal("1E+30"), "children", "out_of_limits"),
        ("1000000000000", Decimal(10**12), "children", "out_of_limits"),
        ("1E-30", Decimal("1E-30"), "percent", None),
        ("208", Decimal("208.222"), "children", "request_not_whole"),
        ("Không", "Không", "children", "request_not_a_number"),
        ("-", "-", "children", "request_not_a_number"),
        ("<5", "<5", "children", "request_not_a_number"),
        ("1850 trẻ em", "1850 trẻ em", "children", "request_not_a_number"),
        ("31/12/2025", date(2025, 12, 31), "children", "request_not_a_number"),
        ("1.850", "1.850", "children", "ambiguous_number"),
    ],
)
def test_a_cell_that_no_row_could_hold_is_refused_by_itself(seen, value, unit, code):
    cell = SeenCell(seen, value)
    if code is None:
        assert cell_number(cell, unit) == 0
        return
    with pytest.raises(RefusedCell) as refused:
        cell_number(cell, unit)
    assert refused.value.code == code
    # A cell that shows fewer digits than it holds is told with those that it holds.
    assert refused.value.found == ("208,222" if code == "request_not_whole" else "")
