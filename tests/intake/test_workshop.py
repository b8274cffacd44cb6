"""A filled recording sheet read back: what is right is kept, what is wrong is told and kept beside."""

import csv
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.next_phase import with_next_phase
from bvte.evidence.reporting import DecisionKind
from bvte.intake import recording_sheet
from bvte.intake.decision_files import keep_decisions, keep_rejected
from bvte.intake.workshop import read_workshop
from bvte.presentation.decision_words import decided
from bvte.presentation.problems import problem_line
from bvte.presentation.texts import say
from bvte.publishing.forms.recording import record_of

from ..languages import said_in

# Of the targets t030 and t031, which stand in rows 6 and 7.
CHANGE = {
    "decision": "sửa",
    "owner": "Sở Y tế",
    "date": datetime(2026, 3, 1),
    "condition": "không quá",
    "value": 3.25,
    "unit": "%",
    "due_year": 2025,
}
FIRST = recording_sheet.FIRST_ROW


def test_a_filled_row_becomes_a_decision(read):
    intake = read({FIRST + 1: CHANGE | {"reading": "Giảm", "doubt": "Mẫu số", "definition": "Điều 10 Luật Trẻ em"}})
    assert (intake.day, intake.problems, intake.rejected) == (date(2025, 12, 29), (), ())
    (decision,) = intake.decisions.values()
    assert decision.model_dump(exclude={"line"}) == {
        "target": "t031",
        "reading": "Giảm",
        "doubt": "Mẫu số",
        "definition": "Điều 10 Luật Trẻ em",
        "decision": "change",
        "owner": "Sở Y tế",
        "date": date(2026, 3, 1),
        "condition": "at_most",
        "value": Decimal("3.25"),
        "value_to": None,
        "unit": "percent",
        "due_year": 2025,
        "first_year": None,
    }


def test_a_proposal_for_every_year_keeps_that_of_the_target_unless_it_has_one(read, evidence):
    agreed = "trẻ em theo Điều 10"
    (decision,) = read({FIRST + 1: CHANGE | {"first_year": 2023, "definition": agreed}}).decisions.values()
    target = evidence.targets["t031"]
    assert decision.proposed(target).first_year == 2023
    (plain,) = read({FIRST + 1: CHANGE}).decisions.values()
    yearly = target.model_copy(update={"first_year": 2022})
    assert (plain.proposed(target).first_year, plain.proposed(yearly).first_year) == (None, 2022)
    (told,) = decided(replace(evidence, decisions={date(2025, 12, 29): {"t031": decision}}), target)
    assert "hằng năm 2023–2025" in told and agreed in told
    late = read({FIRST + 1: CHANGE | {"first_year": 2026}})
    assert [(p.code, p.column.partition(" ")[0]) for p in late.problems] == [("target_incomplete", "O")]


@pytest.mark.parametrize("later", recording_sheet.LATER)
def test_a_sheet_that_was_made_before_there_was_a_column_is_read(fill, evidence, later):
    path = fill({FIRST + 1: CHANGE})
    book = openpyxl.load_workbook(path)
    (column,) = (c.column for c in book.worksheets[0][recording_sheet.CODES_ROW] if c.value == later)
    book.worksheets[0].delete_cols(column)
    book.save(path)
    intake = read_workshop(path, evidence)
    assert (list(intake.decisions), intake.problems) == (["t031"], ())


def test_the_english_sheet_says_the_same(read):
    english = CHANGE | {"decision": "change", "condition": "at most"}
    vi, en = read({FIRST: CHANGE}), read({FIRST: english}, language="en")
    assert vi.decisions == en.decisions != {}


def test_rows_that_nobody_filled_in_are_left_alone(read):
    intake = read({FIRST: {"owner": "  "}, FIRST + 1: {"decision": "bỏ"}})
    assert (intake.rejected, intake.problems) == ((), ())
    assert list(read({FIRST + 1: {"decision": "bỏ"}}).decisions) == ["t031"]


# What is typed into the first row, and the code, the column and what the sentence must say.
BAD = {
    "wrong code": ({"target": "t03O", "decision": "bỏ"}, "unknown_code", "indicator", "Có phải ý là “t03"),
    "not in the list": ({"decision": "sữa"}, "not_in_list", "decision", "“sửa”"),
    "text in a number": (CHANGE | {"value": "khoảng 3"}, "not_a_number", "value", "28,5"),
    "two readings": (CHANGE | {"value": "1.234"}, "ambiguous_number", "value", "1234"),
    "a formula": (CHANGE | {"value": "=1+2"}, "formula_cell", "value", "=1+2"),
    "no day": (CHANGE | {"date": "31/02/2026"}, "not_a_date", "date", "29/12/2025"),
    "no year": (CHANGE | {"due_year": "cuối kỳ"}, "not_a_year", "due_year", "2025"),
    "year outside the phase": (CHANGE | {"due_year": 2031}, "target_incomplete", "due_year", "2021-2025"),
    "a person": (CHANGE | {"owner": "Ông A"}, "person_named", "owner", "chức danh"),
    "half a proposal": (CHANGE | {"unit": None}, "proposal_lacks", "unit", "còn trống"),
    "half a range": (CHANGE | {"condition": "trong khoảng"}, "proposal_lacks", "value_to", "còn trống"),
    "a range reversed": (
        CHANGE | {"condition": "trong khoảng", "value_to": 2},
        "target_incomplete",
        "value_to",
        "> 3.25",
    ),
    "a proposal not asked for": (
        CHANGE | {"decision": "bỏ", "value": None, "condition": None, "unit": None},
        "proposal_not_asked",
        "due_year",
        "2025",
    ),
    "no decision": ({"reading": "Giảm"}, "not_a_value", "decision", "trống"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_row_is_rejected_with_one_clear_sentence(read, fault):
    activate("vi")
    typed, code, column, said = BAD[fault]
    intake = read({FIRST: typed, FIRST + 1: {"decision": "bỏ"}})
    assert list(intake.decisions) == ["t031"]
    (problem,) = intake.problems
    assert (problem.code, problem.line) == (code, FIRST)
    letter = chr(ord("A") + recording_sheet.COLUMNS.index(column))
    assert problem.column == f"{letter} ({say(f'recording.column.{column}')})"
    sentence = problem_line(problem)
    assert said in sentence and f"phiếu ghi.xlsx [Phiếu ghi], dòng {FIRST}, cột {letter} (" in sentence


def test_merged_cells_are_told(read):
    intake = read({FIRST: CHANGE}, change=lambda sheet: sheet.merge_cells(f"H{FIRST}:H{FIRST + 1}"))
    assert {(p.code, p.line) for p in intake.problems} == {("merged_cell", FIRST)}
    assert "bỏ gộp" in problem_line(intake.problems[0])


def test_a_target_decided_twice_is_rejected(read):
    intake = read({FIRST: {"decision": "bỏ"}, FIRST + 1: {"target": "t030", "decision": "bỏ"}})
    assert [(p.code, p.line) for p in intake.problems] == [("duplicate_row", FIRST + 1)]


DECISION = recording_sheet.COLUMNS.index("decision") + 1


def test_a_missing_column_stops_the_sheet(read):
    activate("vi")
    intake = read({FIRST: CHANGE}, change=lambda sheet: sheet.delete_cols(DECISION))
    assert intake.day is None
    (problem,) = intake.problems
    assert problem.found == "decision" and problem_line(problem).endswith("thiếu cột này.")


def test_a_misspelt_column_is_told_with_the_right_name(read):
    def rename(sheet):
        sheet.cell(recording_sheet.CODES_ROW, DECISION).value = "decison"

    problems = read({FIRST: CHANGE}, change=rename).problems
    assert problems[0].nearest == "decision"


@pytest.mark.parametrize(("day", "said"), [(None, "“”"), ("tháng 12", "“tháng 12”"), (2025, "1905")])
def test_a_sheet_without_its_day_is_not_read(read, day, said):
    activate("vi")
    intake = read({FIRST: CHANGE}, day=day)
    assert (intake.day, intake.decisions) == (None, {})
    assert said in problem_line(intake.problems[0]) and "B2" in problem_line(intake.problems[0])


def test_a_day_may_be_a_date(read):
    assert read({FIRST: {"decision": "bỏ"}}, day=datetime(2025, 12, 29)).day == date(2025, 12, 29)


def test_another_file_is_refused(tmp_path, evidence):
    activate("vi")
    import openpyxl

    book = openpyxl.Workbook()
    book.save(tmp_path / "khác.xlsx")
    (tmp_path / "chữ.xlsx").write_text("không phải Excel", encoding="utf-8")
    for name, code in (("khác.xlsx", "not_a_recording_sheet"), ("chữ.xlsx", "not_a_workbook")):
        (problem,) = read_workshop(tmp_path / name, evidence).problems
        assert problem.code == code and name in problem_line(problem)


def test_nothing_that_was_typed_is_lost(read, tmp_path):
    activate("vi")
    intake = read({FIRST: CHANGE | {"value": "khoảng 3", "reading": "Lời, có dấu phẩy"}})
    path = keep_rejected(intake, tmp_path / "phiếu ghi.xlsx", lambda problem: problem_line(problem))
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["row"], row["target"], row["value"], row["reading"]) == (
        str(FIRST),
        "t030",
        "khoảng 3",
        "Lời, có dấu phẩy",
    )
    assert row["reason"] == problem_line(intake.problems[0])


def test_decisions_are_loaded_as_they_were_kept(read, folder):
    intake = read({FIRST: CHANGE | {"doubt": "“Mẫu số”, 2019"}, FIRST + 1: {"decision": "đo trước, quyết định sau"}})
    assert keep_decisions(intake, folder).name == "2025-12-29.csv"
    loaded = load(folder)
    kept = loaded.decisions[date(2025, 12, 29)]
    assert {code: row.model_dump(exclude={"line"}) for code, row in kept.items()} == {
        code: row.model_dump(exclude={"line"}) for code, row in intake.decisions.items()
    }
    assert loaded.decisions_on("t030") == [(date(2025, 12, 29), kept["t030"])]


def test_an_earlier_record_of_the_day_is_never_lost(read, folder):
    first, second = read({FIRST: CHANGE}), read({FIRST: {"decision": "bỏ"}})
    path = keep_decisions(first, folder)
    text = path.read_text(encoding="utf-8")
    assert keep_decisions(first, folder) == path
    with pytest.raises(FileExistsError):
        keep_decisions(second, folder)
    assert path.read_text(encoding="utf-8") == text
    keep_decisions(second, folder, again=True)
    keep_decisions(first, folder, again=True)
    earlier = sorted((folder / "workshops" / "earlier").iterdir())
    assert [place.name for place in earlier] == ["2025-12-29-1.csv", "2025-12-29-2.csv"]
    assert earlier[0].read_text(encoding="utf-8") == path.read_text(encoding="utf-8") == text
    assert list(load(folder).decisions) == [date(2025, 12, 29)]


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=20).filter(
    lambda text: text[0] not in "=+-@'"
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    decision=st.sampled_from(sorted(set(DecisionKind) - {"change"})),
    reading=WORDS,
    doubt=WORDS,
    when=st.dates(min_value=date(2025, 12, 29), max_value=date(2035, 12, 31)),
    value=st.decimals(min_value=0, max_value=100, places=2),
)
# A letter of compatibility, which every reading of a sheet brings to the form of Unicode that Vietnamese is kept in.
@example(decision="keep", reading="0", doubt="\uf900", when=date(2025, 12, 29), value=Decimal(0))
def test_what_is_filled_in_comes_back(fill, evidence, folder, decision, reading, doubt, when, value):
    word = said_in("vi", say, f"recording.decision.{decision}")
    kept = {"decision": word, "reading": reading, "doubt": doubt, "date": when}
    path = fill({FIRST: kept, FIRST + 1: CHANGE | {"value": float(value)}})
    intake = read_workshop(path, evidence)
    assert intake.problems == ()
    keep_decisions(intake, folder, again=True)
    first, second = load(folder).decisions[intake.day].values()
    assert (first.decision, first.date) == (decision, when)
    assert [first.reading, first.doubt] == [unicodedata.normalize("NFC", text) for text in (reading, doubt)]
    assert second.value == value


def test_what_a_workshop_without_a_draft_decided_is_kept_for_the_phase_to_come(folder, tmp_path):
    drafted = "after_cpp_2021_2025_db_draft"
    path = tmp_path / "phiếu.xlsx"
    values = {"drafted": drafted, "closing": "cpp_2021_2025_db_draft", "data": str(folder), "language": "vi"}
    path.write_bytes(record_of(values))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet[recording_sheet.DAY_CELL] = "15/01/2026"
    code = recording_sheet.COLUMNS.index(recording_sheet.CODE) + 1
    ids = {sheet.cell(row, code).value: row for row in range(FIRST, FIRST + 9)}
    cells = CHANGE | {"value": 3.2, "due_year": 2030}
    for column, cell in cells.items():
        sheet.cell(ids["after_t031"], recording_sheet.COLUMNS.index(column) + 1).value = cell
    book.save(path)
    intake = read_workshop(path, load(folder))
    assert intake.problems == () and list(intake.decisions) == ["after_t031"]
    keep_decisions(intake, folder)
    assert [p for p in only_errors(check_folder(folder)) if p.file.startswith("workshops/")] == []
    ((day, decision),) = with_next_phase(load(folder), "cpp_2021_2025_db_draft").decisions_on("after_t031")
    assert (day, decision.value, decision.due_year) == (date(2026, 1, 15), Decimal("3.2"), 2030)
