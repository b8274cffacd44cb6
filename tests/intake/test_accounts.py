"""Every sheet and row of a filled workbook is taken, refused with its reason, or named as empty."""

import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl.utils import get_column_letter

from bvte.evidence.language import activate
from bvte.intake import recording_sheet
from bvte.intake.filled_sheet import SheetKind
from bvte.intake.workshop import SheetAccount, read_workshop
from bvte.presentation.problems import problem_line

from .test_workshop import CHANGE, FIRST

KEEP = {"decision": "giữ nguyên"}
DAY = date(2025, 12, 29)


def column(code):
    return recording_sheet.COLUMNS.index(code) + 1


def at(code):
    """The letter of a column of the sheet."""
    return get_column_letter(column(code))


def told(intake):
    """Code, row and column letter of each problem."""
    return [(problem.code, problem.line, problem.column[:1]) for problem in intake.problems]


def typed(row, code, value, form="General"):
    """What somebody does to one cell of a sheet."""

    def change(sheet):
        cell = sheet.cell(row, column(code))
        cell.value, cell.number_format = value, form

    return change


def accounts(intake):
    return {account.name: account for account in intake.accounts}


# What is seen in the cell of the value, and what is read: 0.9 is stored of 90%.
PERCENTS = [(0.9, "0%", "90"), (0.285, "0.0%", "28.5"), (0.285, "0.00%", "28.5"), (0.033, "0.0%", "3.3")]


@pytest.mark.parametrize(("stored", "form", "text"), PERCENTS)
def test_a_percent_cell_is_read_as_it_is_seen(read, stored, form, text):
    intake = read({FIRST + 1: CHANGE}, change=typed(FIRST + 1, "value", stored, form))
    assert (intake.problems, intake.decisions["t031"].value) == ((), Decimal(text))


@pytest.mark.parametrize("words", ["90%", "90 %"])
def test_a_percent_sign_may_be_typed_as_text(read, words):
    assert read({FIRST + 1: CHANGE | {"value": words}}).decisions["t031"].value == 90


def test_a_percent_of_something_else_is_asked_about(read):
    activate("vi")
    wrong = CHANGE | {"unit": "cơ sở"}
    intake = read({FIRST + 7: wrong}, change=typed(FIRST + 7, "value", 0.9, "0%"))
    assert told(intake) == [("percent_in_other_unit", FIRST + 7, at("value"))]
    assert "“90%”" in problem_line(intake.problems[0]) and "“cơ sở”" in problem_line(intake.problems[0])


def test_a_cell_that_hides_its_decimals_is_taken_as_typed_and_told(read):
    activate("vi")
    intake = read({FIRST + 1: CHANGE}, change=typed(FIRST + 1, "value", 0.0325, "0%"))
    assert intake.decisions["t031"].value == Decimal("3.25")
    assert [(p.code, p.severity) for p in intake.problems] == [("cell_rounded", "finding")]
    assert "“3%”" in problem_line(intake.problems[0]) and "3.25" in problem_line(intake.problems[0])


@pytest.mark.parametrize("code", ["reading", "owner", "value", "decision"])
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_is_no_word_and_no_number(read, code, error):
    intake = read({FIRST + 1: CHANGE | {code: error}})
    assert [problem.code for problem in intake.problems] == ["error_cell"] and intake.decisions == {}
    assert (intake.problems[0].found, intake.problems[0].line) == (error, FIRST + 1)


@pytest.mark.parametrize(("code", "refused"), [("date", "not_a_date"), ("value", "not_a_number")])
def test_a_time_is_told_as_what_it_is(read, code, refused):
    intake = read({FIRST + 1: CHANGE}, change=typed(FIRST + 1, code, time(12, 30), "h:mm"))
    assert [(p.code, p.found) for p in intake.problems] == [(refused, "12:30")]


def test_a_month_is_no_day(read):
    intake = read({FIRST + 1: CHANGE}, change=typed(FIRST + 1, "date", datetime(2026, 3, 1), "mmm-yy"))
    assert [(p.code, p.found) for p in intake.problems] == [("not_a_date", "03/2026")]


def test_choices_in_letters_whose_accents_stand_apart_are_the_same(read):
    apart = {code: unicodedata.normalize("NFD", str(word)) for code, word in CHANGE.items() if code != "date"}
    assert apart["decision"] != CHANGE["decision"]
    rows = {FIRST + 1: CHANGE | apart | {"value": 3.25, "due_year": 2025}}
    assert read(rows).decisions == read({FIRST + 1: CHANGE}).decisions


def second(name="Nhóm 2", rows=None, **cells):
    """Adds a copy of the sheet for another group. rows : row -> column -> value; cells : reference -> value."""

    def change(sheet):
        copy = sheet.parent.copy_worksheet(sheet)
        copy.title = name
        for row in range(FIRST, copy.max_row + 1):
            for code in recording_sheet.FILLED:
                copy.cell(row, column(code)).value = None
        for row, values in (rows or {}).items():
            for code, value in values.items():
                copy.cell(row, column(code)).value = value
        for reference, value in cells.items():
            copy[reference] = value

    return change


def test_the_sheets_of_all_groups_are_read(read):
    intake = read({FIRST + 1: CHANGE}, change=second(rows={FIRST: KEEP, FIRST + 2: KEEP}))
    assert intake.problems == () and list(intake.decisions) == ["t031", "t030", "t032"]
    assert accounts(intake) == {
        "Phiếu ghi": SheetAccount("Phiếu ghi", SheetKind.record, 1, 0, 8),
        "Hướng dẫn": SheetAccount("Hướng dẫn", SheetKind.help),
        "codes": SheetAccount("codes", SheetKind.codes),
        "Nhóm 2": SheetAccount("Nhóm 2", SheetKind.record, 2, 0, 7),
    }


def test_two_groups_that_decide_alike_decide_once(read):
    intake = read({FIRST + 1: CHANGE}, change=second(rows={FIRST + 1: CHANGE}))
    assert (intake.problems, list(intake.decisions)) == ((), ["t031"])
    assert [accounts(intake)[name].taken for name in ("Phiếu ghi", "Nhóm 2")] == [1, 1]


def test_of_two_groups_that_decide_otherwise_neither_is_taken(read):
    activate("vi")
    intake = read({FIRST + 1: CHANGE, FIRST: KEEP}, change=second(rows={FIRST + 1: KEEP}))
    assert list(intake.decisions) == ["t030"]
    assert told(intake) == [("decided_otherwise", FIRST + 1, "A")] * 2
    assert "Nhóm 2 7" in problem_line(intake.problems[0]) and "Phiếu ghi 7" in problem_line(intake.problems[1])
    assert [(row.sheet, row.row, row.cells["decision"]) for row in intake.rejected] == [
        ("Phiếu ghi", FIRST + 1, "sửa"),
        ("Nhóm 2", FIRST + 1, "giữ nguyên"),
    ]


@pytest.mark.parametrize(
    ("day", "code"), [("30/12/2025", "day_differs"), (None, "not_a_date"), ("29/12/2125", "in_the_future")]
)
def test_a_sheet_of_another_day_is_refused_as_a_whole(read, day, code):
    intake = read({FIRST + 1: CHANGE}, change=second(rows={FIRST: KEEP}, B2=day))
    assert (intake.day, list(intake.decisions)) == (DAY, ["t031"])
    assert [(p.code, p.line, p.column) for p in intake.problems] == [(code, 2, "B2")]
    assert (accounts(intake)["Nhóm 2"].refused, intake.rejected[0].sheet) == (1, "Nhóm 2")


def test_a_hidden_sheet_that_is_filled_in_is_asked_about(read):
    def change(sheet):
        second(rows={FIRST: KEEP})(sheet)
        sheet.parent["Nhóm 2"].sheet_state = "hidden"

    intake = read({FIRST + 1: CHANGE}, change=change)
    assert list(intake.decisions) == ["t031"] and told(intake) == [("sheet_hidden", None, "")]


def test_an_unfilled_workbook_says_that_it_is_empty(read):
    intake = read({}, day=None)
    assert (intake.day, intake.decisions, intake.problems, intake.rejected) == (None, {}, (), ())
    assert accounts(intake)["Phiếu ghi"] == SheetAccount("Phiếu ghi", SheetKind.record, 0, 0, 9)


def test_sheets_of_somebody_elses_are_told(read):
    def change(sheet):
        sheet.parent.create_sheet("Ghi chú")["C3"] = "Họp lại tuần sau"
        sheet.parent.create_sheet("Trống")
        sheet.parent["Hướng dẫn"]["C2"] = "đã xem"

    intake = read({FIRST + 1: CHANGE}, change=change)
    assert list(intake.decisions) == ["t031"]
    assert [(p.code, p.file.partition(" [")[2], p.line, p.column) for p in intake.problems] == [
        ("sheet_not_read", "Hướng dẫn]", 1, "A"),
        ("sheet_not_read", "Ghi chú]", 3, "C"),
    ]
    kinds = {name: account.kind for name, account in accounts(intake).items()}
    assert kinds | {"Phiếu ghi": "record", "codes": "codes"} == {
        "Phiếu ghi": "record",
        "Hướng dẫn": "other",
        "codes": "codes",
        "Ghi chú": "other",
        "Trống": "empty",
    }


@pytest.mark.parametrize("reference", ["Q7", "D2", "C3", "A30", "B30"])
def test_what_stands_outside_the_table_is_told(read, reference):
    def change(sheet):
        sheet[reference] = "ghi thêm"

    intake = read({FIRST + 1: CHANGE}, change=change)
    assert list(intake.decisions) == ["t031"]
    assert told(intake) == [("cell_outside", int(reference[1:]), reference[0])]
    assert [row.other for row in intake.rejected] == [f"{reference}: ghi thêm"]


def test_a_decision_without_its_target_is_refused(read):
    intake = read({40: KEEP, FIRST + 1: CHANGE})
    assert list(intake.decisions) == ["t031"] and told(intake) == [("not_a_value", 40, "A")]


def test_blanks_and_formats_in_a_thousand_rows_are_empty(read):
    def change(sheet):
        for row in range(20, 1020):
            sheet.cell(row, 8).number_format = "0%"
            sheet.cell(row, 9).value = " "

    intake = read({FIRST + 1: CHANGE}, change=change)
    assert intake.problems == () and accounts(intake)["Phiếu ghi"].empty == 8


def code_row(sheet, about, code):
    """The row of the hidden sheet of a fact or a choice."""
    return next(row for row in sheet.parent["codes"].iter_rows() if (row[0].value, row[1].value) == (about, code))


def hidden(about, code, word):
    """Changes a word of the hidden sheet."""

    def change(sheet):
        code_row(sheet, about, code)[2].value = word

    return change


@pytest.mark.parametrize(
    ("fact", "word", "code", "near"),
    [
        ("programme", "cpp_2016_2020_dbb", "unknown_code", "cpp_2016_2020_db"),
        ("programme", None, "unknown_code", None),
        ("language", "xx", "not_in_list", None),
    ],
)
def test_the_hidden_sheet_names_only_what_there_is(read, fact, word, code, near):
    intake = read({FIRST + 1: CHANGE}, change=hidden("about", fact, word))
    assert (intake.day, intake.decisions) == (None, {})
    assert [(p.code, p.column, p.nearest) for p in intake.problems] == [(code, fact, near)]


def test_a_target_of_another_programme_is_refused(read):
    intake = read({FIRST: KEEP | {"target": "t019"}, FIRST + 1: CHANGE})
    assert list(intake.decisions) == ["t031"]
    assert [(p.code, p.line, p.found) for p in intake.problems] == [("target_of_another", FIRST, "t019")]
    other = read({FIRST + 1: CHANGE}, change=hidden("about", "programme", "cpp_2016_2020_db"))
    assert [p.code for p in other.problems] == ["target_of_another"] and other.decisions == {}


CONTRADICTIONS = {
    "a fact said twice": ("about", "programme", "cpp_2016_2020_db"),
    "a word for two choices": ("decision", "withdraw", "giữ nguyên"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_hidden_sheet_that_contradicts_itself_decides_nothing(read, case):
    intake = read({FIRST + 1: CHANGE}, change=lambda sheet: sheet.parent["codes"].append(CONTRADICTIONS[case]))
    assert (intake.decisions, [p.code for p in intake.problems]) == ({}, ["codes_contradict"])


def test_a_choice_that_there_is_not_is_no_choice(read):
    intake = read({FIRST + 1: CHANGE}, change=lambda sheet: sheet.parent["codes"].append(("decision", "burn", "đốt")))
    assert [(p.code, p.found) for p in intake.problems] == [("not_in_list", "burn")]


IMPOSSIBLE = {
    "below nothing": ({"value": -5}, "out_of_limits", at("value")),
    "more than everything": ({"value": 150}, "share_above_100", at("value")),
    "a number that no print has": ({"value": 1e308}, "out_of_limits", at("value")),
    "a number of twenty digits": ({"value": "12345678901234567890"}, "out_of_limits", at("value")),
    "an end without a range": ({"value_to": 5}, "target_incomplete", at("value_to")),
    "another unit than the indicator's": ({"unit": "cơ sở", "value": 3}, "unit_not_of_card", at("unit")),
    "done before it was decided": ({"date": "28/12/2025"}, "done_before_decided", at("date")),
    "done in a hundred years": ({"date": "01/03/2126"}, "in_the_future", at("date")),
    "a name": ({"owner": "Nguyễn Văn A"}, "person_named", at("owner")),
    "a name in a remark": ({"doubt": "Hỏi lại Giàng Thị B"}, "person_named", at("doubt")),
    "an address": ({"owner": "Sở Y tế, a.b@vidu.vn"}, "person_named", at("owner")),
    "a telephone": ({"reading": "gọi 0912 345 678"}, "person_named", at("reading")),
    "digits of another script": ({"value": "२८"}, "not_a_number", at("value")),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_one_sentence(read, case):
    activate("vi")
    cells, code, letter = IMPOSSIBLE[case]
    intake = read({FIRST + 1: CHANGE | cells})
    assert told(intake) == [(code, FIRST + 1, letter)] and intake.decisions == {}
    assert problem_line(intake.problems[0])


def test_of_a_text_with_a_name_the_name_is_told(read):
    intake = read({FIRST + 1: CHANGE | {"doubt": "Hỏi lại Giàng Thị B ở phường Phan Đình Giót"}})
    assert [problem.found for problem in intake.problems] == ["Giàng Thị B"]


def test_a_day_to_come_is_no_day_of_a_workshop(fill, evidence):
    path = fill({FIRST + 1: CHANGE})
    assert read_workshop(path, evidence, today=date(2025, 12, 29)).day == DAY
    early = read_workshop(path, evidence, today=date(2025, 12, 28))
    assert (early.day, [p.code for p in early.problems]) == (None, ["in_the_future"])
    assert [row.row for row in early.rejected] == [FIRST + 1]


def test_the_hidden_sheet_does_not_turn_words_round(fill, evidence):
    known = {"decision": {"giữ nguyên": "keep", "keep": "keep", "bỏ": "withdraw"}}
    path = fill({FIRST + 1: KEEP}, change=lambda sheet: sheet.parent["codes"].append(("decision", "change", "bỏ hẳn")))
    assert read_workshop(path, evidence, known).problems == ()
    path = fill({FIRST + 1: KEEP}, change=hidden("decision", "keep", "bỏ"))
    assert [p.code for p in read_workshop(path, evidence, known).problems][:1] == ["codes_contradict"]
    path = fill({FIRST + 1: KEEP}, change=swapped)
    assert [(p.found, p.allowed) for p in read_workshop(path, evidence, known).problems] == [
        ("withdraw", "keep"),
        ("keep", "withdraw"),
    ]


def swapped(sheet):
    """Somebody exchanged two codes of the hidden sheet."""
    rows = code_row(sheet, "decision", "keep"), code_row(sheet, "decision", "withdraw")
    rows[0][1].value, rows[1][1].value = "withdraw", "keep"


def test_a_row_of_another_target_s_indicator_is_asked_about(read):
    def moved(sheet):
        at = column("indicator")
        sheet.cell(FIRST + 1, at).value, sheet.cell(FIRST, at).value = (
            sheet.cell(FIRST, at).value,
            sheet.cell(FIRST + 1, at).value,
        )

    intake = read({FIRST: KEEP, FIRST + 1: CHANGE, FIRST + 2: KEEP}, change=moved)
    assert list(intake.decisions) == ["t032"]
    assert told(intake) == [("row_mixed", FIRST, at("indicator")), ("row_mixed", FIRST + 1, at("indicator"))]
