"""The recording sheet, read back by openpyxl: what can be typed where."""

import io
import re

import openpyxl
import pytest

from bvte.evidence.language import speaking
from bvte.evidence.load import load
from bvte.evidence.next_phase import PREFIX
from bvte.intake import recording_sheet
from bvte.judgement.next_phase import next_phase
from bvte.judgement.targets import judge
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.presentation import numbers
from bvte.presentation.texts import say
from bvte.publishing.forms.recording import record_of, record_workbook

from ...languages import said_in

DRAFT = "cpp_2021_2025_db_draft"


@pytest.fixture(scope="module")
def findings():
    return judge(seen_in_workshop(load("dien-bien"), DRAFT), DRAFT)


@pytest.fixture(params=["vi", "en"])
def book(request, findings):
    return openpyxl.load_workbook(io.BytesIO(said_in(request.param, record_workbook, findings, "dien-bien")))


def column(sheet, code):
    return sheet[openpyxl.utils.get_column_letter(recording_sheet.COLUMNS.index(code) + 1)]


def test_there_is_a_row_for_each_drafted_target(book, findings):
    cells = column(book.worksheets[0], "target")[recording_sheet.FIRST_ROW - 1 :]
    assert [cell.value for cell in cells] == [finding.target.id for finding in findings] != []


def test_what_is_given_is_locked_and_what_is_filled_in_is_open(book):
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    for code in recording_sheet.COLUMNS:
        assert column(sheet, code)[recording_sheet.FIRST_ROW - 1].protection.locked == (
            code not in recording_sheet.FILLED
        )
    assert not sheet[recording_sheet.DAY_CELL].protection.locked


def test_it_is_printed_legibly_on_two_sheets_of_a4_with_the_names_on_both(book):
    sheet = book.worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_cols.replace("$", "") == "A:A" and sheet.page_setup.fitToWidth == 2
    # A letter of the usual font is 7 pixels wide; 96 pixels are an inch.
    widths = [7 * width(sheet, code) for code in recording_sheet.COLUMNS]
    parted = recording_sheet.COLUMNS.index("decision")
    first, second = widths[:parted], [widths[0], *widths[parted:-1]]
    room = (297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right) * 96
    # Neither takes a column of the other at the size at which both fit, and that can be read.
    assert room / sum(first) > 0.85 and sum(second) < sum(first) < sum(second) + min(second)


def test_nine_targets_have_room_on_a_sheet_and_three_lines_each(book):
    sheet = book.worksheets[0]
    first = sum(7 * width(sheet, code) for code in recording_sheet.COLUMNS[: recording_sheet.COLUMNS.index("decision")])
    scale = (297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right) * 96 / first
    heights = [each.height for each in sheet.row_dimensions.values() if each.height and not each.hidden]
    room = (210 / 25.4 - sheet.page_margins.top - sheet.page_margins.bottom) * 72
    assert len(heights) >= 9 + 3 and sum(heights[: 9 + 3]) * scale < room
    assert min(heights[3:]) >= 3 * 15


def width(sheet, code):
    """Letters of a column; columns of one width are told together."""
    at = recording_sheet.COLUMNS.index(code) + 1
    return next(each.width for each in sheet.column_dimensions.values() if each.min <= at <= each.max)


def test_who_writes_by_hand_sees_what_can_be_decided_and_an_answer_names_the_column_alone(book):
    head = column(book.worksheets[0], "decision")[recording_sheet.HEADS_ROW - 1].value
    choices = [row[2] for row in book[recording_sheet.CODES_SHEET].iter_rows(values_only=True) if row[0] == "decision"]
    assert choices and all(word in head.split("\n", 1)[1] for word in choices)


def test_nobody_sees_a_code_or_a_command(book):
    sheet, steps, *_ = book.worksheets
    code = openpyxl.utils.get_column_letter(recording_sheet.COLUMNS.index(recording_sheet.CODE) + 1)
    assert [letter for letter, column in sheet.column_dimensions.items() if column.hidden] == [code]
    seen = [c.value for row in sheet.iter_rows() for c in row if c.column_letter != code and c.row >= 5 and c.value]
    assert not [text for text in seen if re.search(r"_t\d|after_", text)]
    assert not [row for row in steps.iter_rows(values_only=True) if "run.py" in row[1]]


def test_the_steps_are_printed_across_a_sheet_with_room_for_each(book):
    steps = book.worksheets[1]
    # One page wide is what a sheet that is to fit says by saying nothing.
    assert steps.page_setup.paperSize == 9 and steps.sheet_properties.pageSetUpPr.fitToPage
    assert steps.page_setup.fitToWidth in (None, 1) and not int(steps.page_setup.fitToHeight)
    for (number, text), row in zip(steps.iter_rows(values_only=True), range(1, 99), strict=False):
        # 15 points a line of at most 92 letters.
        assert number == row and steps.row_dimensions[row].height >= 15 * len(text) / 92


def test_of_a_phase_that_nobody_drafted_it_has_the_figures_and_the_level_of_the_last_phase():
    values = {"drafted": f"after_{DRAFT}", "closing": DRAFT, "data": "dien-bien", "language": "vi"}
    sheet = openpyxl.load_workbook(io.BytesIO(record_of(values))).worksheets[0]
    heads = {code: column(sheet, code)[recording_sheet.HEADS_ROW - 1].value for code in recording_sheet.GIVEN}
    assert heads["current"] == "Mức của giai đoạn trước"
    rows = {
        row[-1].value: [row[1].value, row[2].value]
        for row in sheet.iter_rows(min_row=recording_sheet.FIRST_ROW)
        if row[-1].value
    }
    with speaking("vi"):
        coming = next_phase(seen(load("dien-bien")), DRAFT)
        for item in coming.own:
            figure, level = rows[f"{PREFIX}{item.origin.id}"]
            # The page of the next phase and the sheet name one figure as the newest; of what is counted together
            # only a part may have one, and that is said.
            known = item.newest or item.part
            assert (numbers.labelled(known) if known else say("recording.no_figure")) in figure
            assert figure.startswith("chỉ có ") == (item.newest is None and item.part is not None)
            assert level.startswith(numbers.target_text(item.origin)) and str(item.origin.due_year) in level
    assert not [text for cells in rows.values() for text in cells if "2030" in text]


def test_every_choice_is_a_list_on_the_hidden_sheet(book):
    sheet, codes = book.worksheets[0], book[recording_sheet.CODES_SHEET]
    assert codes.sheet_state == "veryHidden" and sheet.row_dimensions[recording_sheet.CODES_ROW].hidden
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    for code, allowed in recording_sheet.CHOICES.items():
        letter = openpyxl.utils.get_column_letter(recording_sheet.COLUMNS.index(code) + 1)
        place = lists[letter].partition("!")[2].replace("$", "")
        rows = [[cell.value for cell in codes[cells[0].row]] for cells in codes[place]]
        assert {row[0] for row in rows} == {code}
        assert {row[1] for row in rows} <= set(allowed)
        assert len({row[2] for row in rows}) == len(rows) > 1


def test_numbers_days_and_years_are_checked_while_they_are_typed(book):
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    kinds = {where[0]: rule.type for where, rule in rules.items() if where != recording_sheet.DAY_CELL}
    letters = {code: openpyxl.utils.get_column_letter(n) for n, code in enumerate(recording_sheet.COLUMNS, 1)}
    assert [kinds[letters[code]] for code in ("value", "value_to", "date", "due_year")] == [
        "decimal",
        "decimal",
        "date",
        "whole",
    ]
    year = next(rule for rule in rules.values() if rule.type == "whole")
    assert (year.formula1, year.formula2) == ("2021", "2025")
    assert all(rule.error for rule in rules.values())


def test_units_of_one_name_are_told_apart(findings):
    import dataclasses

    first, second, *_ = findings.items
    twins = [
        dataclasses.replace(finding, target=finding.target.model_copy(update={"unit": unit}))
        for finding, unit in ((first, "inspections"), (second, "activities"))
    ]
    made = said_in("vi", record_workbook, dataclasses.replace(findings, items=tuple(twins)), "dien-bien")
    codes = openpyxl.load_workbook(io.BytesIO(made))[recording_sheet.CODES_SHEET]
    units = {row[1]: row[2] for row in codes.iter_rows(values_only=True) if row[0] == "unit"}
    assert units == {"inspections": "cuộc (inspections)", "activities": "cuộc (activities)"}


def test_it_says_how_to_fill_it_in_and_that_no_person_is_named(findings):
    for language, said in (("vi", "Không ghi tên người"), ("en", "No name of a person")):
        made = openpyxl.load_workbook(io.BytesIO(said_in(language, record_workbook, findings, "dien-bien")))
        steps = [row[1] for row in made.worksheets[1].iter_rows(values_only=True)]
        assert any(said in step for step in steps) and len(steps) > 5


def test_the_drafted_phase_is_recorded_and_the_bytes_are_the_same(findings):
    values = {"programme": "cpp_2016_2020_db", "drafted": DRAFT, "data": "dien-bien", "language": "vi"}
    again = said_in("vi", record_workbook, findings, "dien-bien")
    assert record_of(values) == record_of(values) == again
