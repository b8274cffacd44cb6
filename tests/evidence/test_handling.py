"""Files that another program or a hand has changed as a whole, decisions that cannot be, codes that name files."""

import pytest

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.decoding import meant_letters
from bvte.evidence.load import load

HEADER = "target,decision,owner,date,condition,value,value_to,unit,due_year\n"
DAY = "workshops/2019-12-29.csv"
# The row of a decision, and the one problem that it makes: code, column, found.
DECISIONS = [
    ("t1,change,,,at_least,-5,,percent,2020", ("out_of_limits", "value", "-5")),
    ("t1,change,,,at_least,150,,percent,2020", ("share_above_100", "value", "150")),
    ("t1,change,,,range,80,70,percent,2020", ("target_incomplete", "value_to", "70")),
    ("t1,change,,,at_least,80,90,percent,2020", ("target_incomplete", "value_to", "90")),
    ("t1,change,,,at_least,80,,,2020", ("proposal_lacks", "unit", "")),
    ("t1,keep,,,,80,,,", ("proposal_not_asked", "value", "80")),
    ("t1,keep,,2019-12-28,,,,,", ("done_before_decided", "date", "2019-12-28")),
    ("t1,keep,,2125-01-01,,,,,", ("in_the_future", "date", "2125-01-01")),
    ("t1,change,,,at_least,1e308,,percent,2020", ("not_a_value", "value", "1e308")),
]


@pytest.mark.parametrize(("row", "expected"), DECISIONS)
def test_a_decision_that_cannot_be_is_one_problem(write, row, expected):
    folder = write()
    (folder / "workshops").mkdir()
    (folder / DAY).write_text(f"{HEADER}{row}\n", encoding="utf-8")
    (problem,) = only_errors(check_folder(folder))
    assert (problem.code, problem.column, problem.found) == expected and problem.file == DAY


def test_a_decision_that_can_be_makes_none(write):
    folder = write()
    (folder / "workshops").mkdir()
    rows = ["t1,change,Sở Y tế,2020-03-01,range,80,90,percent,2020", "t2,keep,,2019-12-29,,,,,"]
    (folder / DAY).write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    assert check_folder(folder) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"value": "-5"}, "-5"),
        ({"value": "999999999999"}, "999999999999"),
        ({"unit": "cases", "value": "150000001"}, "150000001"),
    ],
)
def test_a_figure_beyond_all_there_is_of_its_unit_is_refused(write, cells, found):
    # Of an indicator without a card nothing but the unit is known.
    changes = [("observations.csv", "o8", column, cell) for column, cell in cells.items()]
    assert ("out_of_limits", found) in {(p.code, p.found) for p in check_folder(write(*changes))}


@pytest.mark.parametrize("code", ["../../../evil", "a/b", "a\\b", "..", "a.b", "C:x", "ố"])
@pytest.mark.parametrize(
    ("file", "row", "column"),
    [("programmes.csv", "cpp_1", "id"), ("areas.csv", "C2", "code"), ("agencies.csv", "soA", "id")],
)
def test_a_code_that_names_files_leads_out_of_no_folder(write, file, row, column, code):
    problems = load(write((file, row, column, code)), strict=False).rejected
    assert [(p.file, p.column, p.found) for p in problems] == [(file, column, code)]


@pytest.mark.parametrize("text", ["Biểu 1", "Sở Lao động – Thương binh", "Đã đạt 96%", "Trẻ em: ½", "“Điều 1”…"])
def test_what_was_misread_once_is_known_again(text):
    assert meant_letters(text) == text
    for code_page in ("cp1252", "latin-1"):
        try:
            misread = text.encode().decode(code_page)
        except UnicodeDecodeError:
            continue
        assert meant_letters(misread) == text


@pytest.mark.parametrize(
    "name", ["workshops/20251229.csv", "workshops/2025-W52-1.csv", "editions/2020 (1).csv", "editions/2020-LAPTOP.csv"]
)
def test_a_copy_is_no_second_record_of_its_day(write, name):
    folder = write()
    (folder / name).parent.mkdir()
    (folder / name).write_text("target,decision\n" if "workshops" in name else "id\n", encoding="utf-8")
    (problem,) = check_folder(folder)
    assert (problem.code, problem.file) == ("file_not_named", name)


@pytest.mark.parametrize(
    "name", ["r03_cp1258_observations", "r04_column_twice", "r16_odd_digits", "r12_empty_rows_and_columns"]
)
def test_the_collected_inputs_have_their_outcome(project, shared, tmp_path, name):
    given = shared / "findings" / "inputs" / f"{name}.csv"
    if not given.exists():
        pytest.skip("the collected inputs are absent")
    import shutil

    folder = shutil.copytree(project / "data" / "dien-bien", tmp_path / "dien-bien")
    (folder / "observations.csv").write_bytes(given.read_bytes())
    found = [(p.code, p.facts.get("type"), p.line, p.found) for p in load(folder, strict=False).rejected]
    assert (
        found
        == {
            "r03_cp1258_observations": [("not_utf8", None, 2, "0xf0")],
            "r04_column_twice": [("not_a_value", "column_twice", 1, "value")],
            "r16_odd_digits": [("not_a_value", "number", 2, "1_0"), ("not_a_value", "number", 3, "٣")],
            "r12_empty_rows_and_columns": [],
        }[name]
    )
