"""What cannot be read: each fault of a header, a row or a cell, and the one problem that it makes."""

from itertools import pairwise
from pathlib import Path
from unittest.mock import ANY

import pytest

from bvte.evidence.check import DATED_RULES, RULES, check_folder, only_errors
from bvte.evidence.files import read_table
from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.problem import EvidenceError
from bvte.evidence.reporting import EditionRow
from bvte.presentation.problems import SPECIAL, place, problem_line
from bvte.presentation.texts import catalogue

from ..languages import said_in

OBSERVATIONS, TARGETS, CARDS = "observations.csv", "targets.csv", "indicators.yml"
COMPARATORS = "=, <, <=, >, >=, ~"
DATES = "2015, 2024-09, 2019-04-01"
LEVELS = "country, province, district, commune, population_group, selection"

# kind of sentence, change of the folder without faults, and what the one problem says:
# file, line, column, found, allowed, nearest.
BAD = [
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "28,5"), (OBSERVATIONS, 4, "value", "28,5", "28.5", "28.5")),
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "NaN"), (OBSERVATIONS, 4, "value", "NaN", "28.5", None)),
    ("not_a_value", (OBSERVATIONS, "o3", "comparator", "≈"), (OBSERVATIONS, 4, "comparator", "≈", COMPARATORS, None)),
    (
        "not_a_value",
        (OBSERVATIONS, "o3", "statistic", "totel"),
        (OBSERVATIONS, 4, "statistic", "totel", "level, total, yearly", "total"),
    ),
    ("date_not_iso", (OBSERVATIONS, "o3", "start", "2020-13"), (OBSERVATIONS, 4, "start", "2020-13", DATES, None)),
    (
        "date_not_iso",
        (OBSERVATIONS, "o3", "end", "31/12/2020"),
        (OBSERVATIONS, 4, "end", "31/12/2020", DATES, "2020-12-31"),
    ),
    ("not_a_value", (OBSERVATIONS, "o3", "end", "2019"), (OBSERVATIONS, 4, "end", "2019", ">= 2020", None)),
    (
        "not_a_value",
        ("population.csv", "p1", "end", "2019-03"),
        ("population.csv", 2, "end", "2019-03", ">= 2019-04-01", None),
    ),
    ("not_a_value", (TARGETS, "t1", "due_year", "20"), (TARGETS, 2, "due_year", "20", ">= 1900", None)),
    ("number_not_plain", (TARGETS, "t1", "due_year", "năm 2020"), (TARGETS, 2, "due_year", "năm 2020", "2015", None)),
    ("not_a_value", ("areas.csv", "C2", "level", "comune"), ("areas.csv", 6, "level", "comune", LEVELS, "commune")),
    (
        "date_not_iso",
        ("areas.csv", "D1", "valid_to", "30/06/2025"),
        ("areas.csv", 3, "valid_to", "30/06/2025", "2025-07-01", "2025-06-30"),
    ),
    (
        "not_a_value",
        ("area_changes.csv", "C1", "weight", "1.5"),
        ("area_changes.csv", 2, "weight", "1.5", "<= 1", None),
    ),
    ("not_a_value", ("programmes.csv", "cpp_1", "area", "P Q"), ("programmes.csv", 2, "area", "P Q", "abc_1", "P_Q")),
    (
        "not_a_value",
        (CARDS, "level\n  unit: percent", "levels\n  unit: percent"),
        (CARDS, None, "helped.judged_by", "levels", "level, change, presence, not_judged", "level"),
    ),
    ("cell_empty", (OBSERVATIONS, "o3", "value", ""), (OBSERVATIONS, 4, "value", "", "", None)),
    ("cell_empty", (CARDS, ', en: "Boys"', ""), (CARDS, None, "cases_boys.denominator.en", "", "", None)),
    ("column_not_known", ("sources.csv", "s1", "sheet", ""), ("sources.csv", 1, "sheet", "sheet", ANY, None)),
    (
        "column_not_known",
        ("sources.csv", ",language,", ",languages,"),
        ("sources.csv", 1, "languages", "languages", ANY, "language"),
    ),
    (
        "column_not_known",
        ("sources.csv", "id,title,kind", "id,title,kinds"),
        ("sources.csv", 1, "kinds", "kinds", ANY, "kind"),
    ),
    (
        "column_not_known",
        (CARDS, "  subset_of: cases", "  subsetof: cases"),
        (CARDS, None, "cases_aided.subsetof", "cases", ANY, "subset_of"),
    ),
    (
        "column_missing",
        ("area_changes.csv", "date,decision,weight", "date,weight"),
        ("area_changes.csv", 1, "decision", "decision", ANY, None),
    ),
    (
        "row_too_long",
        ("area_changes.csv", "toàn bộ", "toàn bộ, một phần"),
        ("area_changes.csv", 2, "note", " một phần", "6", None),
    ),
    # Python reads each of these as a number or a date; no print and no officer writes them so.
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "4_0"), (OBSERVATIONS, 4, "value", "4_0", "28.5", "40")),
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "٤٠"), (OBSERVATIONS, 4, "value", "٤٠", "28.5", "40")),
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "４０"), (OBSERVATIONS, 4, "value", "４０", "28.5", "40")),
    (
        "number_not_plain",
        (OBSERVATIONS, "o3", "value", "1.132.000"),
        (OBSERVATIONS, 4, "value", "1.132.000", "28.5", "1132000"),
    ),
    ("number_not_plain", (OBSERVATIONS, "o3", "value", "1e309"), (OBSERVATIONS, 4, "value", "1e309", "28.5", None)),
    ("number_not_plain", (TARGETS, "t1", "value", "1e309"), (TARGETS, 2, "value", "1e309", "28.5", None)),
    ("date_not_iso", (OBSERVATIONS, "o3", "start", "２０２０"), (OBSERVATIONS, 4, "start", "２０２０", DATES, None)),
    ("number_not_plain", (TARGETS, "t1", "due_year", "2_020"), (TARGETS, 2, "due_year", "2_020", "2015", "2020")),
    (
        "date_not_iso",
        ("areas.csv", "C2", "valid_from", "1577836800"),
        ("areas.csv", 6, "valid_from", "1577836800", "2025-07-01", None),
    ),
    (
        "date_not_iso",
        ("breaks.csv", "law", "date", "2020-13-45"),
        ("breaks.csv", 2, "date", "2020-13-45", "2025-07-01", None),
    ),
    (
        "date_not_iso",
        ("sources.csv", "s1", "published_on", "tháng 12"),
        ("sources.csv", 2, "published_on", "tháng 12", DATES, None),
    ),
    (
        "date_not_iso",
        ("sources.csv", "s1", "published_on", "31/01/2020"),
        ("sources.csv", 2, "published_on", "31/01/2020", DATES, "2020-01-31"),
    ),
    (
        "date_not_iso",
        ("sources.csv", "s1", "published_on", "2020-13-45"),
        ("sources.csv", 2, "published_on", "2020-13-45", DATES, None),
    ),
    # What other programs make of numbers, days and codes, each with what was meant.
    (
        "number_not_plain",
        (OBSERVATIONS, "o3", "value", "1.132,5"),
        (OBSERVATIONS, 4, "value", "1.132,5", "28.5", "1132.5"),
    ),
    (
        "number_two_readings",
        (OBSERVATIONS, "o3", "value", "2,302"),
        (OBSERVATIONS, 4, "value", "2,302", "2302, 2.302", None),
    ),
    ("number_not_plain", (OBSERVATIONS, "o9", "value", "96 %"), (OBSERVATIONS, 10, "value", "96 %", "28.5", "96")),
    ("number_not_plain", (OBSERVATIONS, "o9", "value", "96%"), (OBSERVATIONS, 10, "value", "96%", "28.5", "96")),
    ("date_not_iso", (OBSERVATIONS, "o7", "end", "43831"), (OBSERVATIONS, 8, "end", "43831", DATES, "2020-01-01")),
    ("date_not_iso", (OBSERVATIONS, "o7", "end", "20025"), (OBSERVATIONS, 8, "end", "20025", DATES, None)),
    ("date_not_iso", (OBSERVATIONS, "o7", "end", "2024.0"), (OBSERVATIONS, 8, "end", "2024.0", DATES, "2024")),
    (
        "date_not_iso",
        ("sources.csv", "s1", "published_on", "31/02/2020"),
        ("sources.csv", 2, "published_on", "31/02/2020", DATES, None),
    ),
    (
        "date_not_iso",
        ("areas.csv", "C2", "valid_from", "2025-07-01 00:00:00"),
        ("areas.csv", 6, "valid_from", "2025-07-01 00:00:00", "2025-07-01", "2025-07-01"),
    ),
    (
        "not_a_value",
        (OBSERVATIONS, "o3", "indicator", "cases "),
        (OBSERVATIONS, 4, "indicator", "cases ", "abc_1", "cases"),
    ),
    (
        "no_number_left",
        (OBSERVATIONS, "o3,cases,P,2020,2020,total,=,40,", "o3,cases,P,2020,2020,total,<,0,"),
        (OBSERVATIONS, 4, "value", "< 0", "> 0", None),
    ),
    (
        "no_number_left",
        (OBSERVATIONS, "o9,helped,D1,2024,2024,level,=,96,", "o9,helped,D1,2024,2024,level,>,100,"),
        (OBSERVATIONS, 10, "value", "> 100", "< 100", None),
    ),
    (
        "no_number_left",
        (TARGETS, "percent,60,2015,2020,s1,,,", "percent,0,2015,2020,s1,,,<"),
        (TARGETS, 2, "baseline_value", "< 0", "> 0", None),
    ),
    (
        "not_a_value",
        (CARDS, "  limits: [0, 100]", "  limits: [100, 0]"),
        (CARDS, None, "helped.limits", "[100, 0]", "[low, high]", "[0, 100]"),
    ),
    (
        "not_a_value",
        (CARDS, "  limits: [0, 100]", "  limits: 100"),
        (CARDS, None, "helped.limits", "100", "[ , ]", None),
    ),
    (
        "not_a_value",
        (CARDS, '{vi: "Trẻ em trai", en: "Boys"}', "Boys"),
        (CARDS, None, "cases_boys.denominator", "Boys", "{vi: , en: }", None),
    ),
    (
        "column_not_known",
        (CARDS, "  subset_of: cases", "  subset_of: cases\n  5: cases"),
        (CARDS, None, "cases_aided.5", "5", ANY, None),
    ),
    ("not_a_value", (OBSERVATIONS, "o3", "step", "0"), (OBSERVATIONS, 4, "step", "0", "> 0", None)),
    ("not_a_value", (OBSERVATIONS, "o3", "step", "-10"), (OBSERVATIONS, 4, "step", "-10", "> 0", None)),
    ("not_a_value", (OBSERVATIONS, "o1", "numerator", "-31"), (OBSERVATIONS, 2, "numerator", "-31", ">= 0", None)),
    ("not_a_value", (OBSERVATIONS, "o1", "denominator", "0"), (OBSERVATIONS, 2, "denominator", "0", "> 0", None)),
    (
        "not_a_value",
        ("population.csv", "p1", "under16_share", "101"),
        ("population.csv", 2, "under16_share", "101", "<= 100", None),
    ),
    ("not_a_value", ("population.csv", "p1", "total", "-1"), ("population.csv", 2, "total", "-1", ">= 0", None)),
    (
        "column_left_out",
        (
            "area_changes.csv",
            "weight,note\nC1,C2,2025-07-01,1/NQ-TEST,1.0,toàn bộ",
            "weight\nC1,C2,2025-07-01,1/NQ-TEST,1.0",
        ),
        ("area_changes.csv", 1, "note", "note", ANY, None),
    ),
    (
        "column_twice",
        (
            "area_changes.csv",
            "note\nC1,C2,2025-07-01,1/NQ-TEST,1.0,toàn bộ",
            "note,weight\nC1,C2,2025-07-01,1/NQ-TEST,1.0,toàn bộ,0.9",
        ),
        ("area_changes.csv", 1, "weight", "weight", ANY, None),
    ),
    ("row_too_short", ("breaks.csv", "s1,\n", "s1\n"), ("breaks.csv", 2, "note", "11", "12", None)),
    (
        "cells_shifted",
        (OBSERVATIONS, "o3,cases,P,2020,2020,total,=,40,cases,,,s1,", "o3,P,2020,2020,total,=,40,cases,,,s1,,"),
        (OBSERVATIONS, 4, "end", ANY, "", None),
    ),
    (
        "file_cut",
        ("breaks.csv", "s1,\n", "s1,"),
        ("breaks.csv", 2, "", ",caveat,Luật,Law,Đổi nghĩa,New words,s1,", "", None),
    ),
    ("quotes_open", ("breaks.csv", ",Luật,", ',"Luật,'), ("breaks.csv", 2, "", '"', "", None)),
    ("not_yaml", (CARDS, "cases_girls:\n", "cases_girls: ]\n"), (CARDS, 30, "", ANY, "", None)),
    (
        "duplicate_row",
        (CARDS, "  subset_of: cases", "  subset_of: cases\n  unit: cases"),
        (CARDS, 70, "id", "unit", "", None),
    ),
    ("duplicate_row", (OBSERVATIONS, "o3", "id", "o2"), (OBSERVATIONS, 4, "id", "o2", "", None)),
    ("duplicate_row", (CARDS, "cases_girls:", "cases_boys:"), (CARDS, 43, "id", "cases_boys", "", None)),
]


def spoilt(write, change):
    """What was rejected of the folder with one change."""
    return load(write(change), strict=False).rejected


@pytest.mark.parametrize(("kind", "change", "expected"), BAD)
def test_a_fault_is_one_problem(write, kind, change, expected):
    (problem,) = spoilt(write, change)
    assert (problem.file, problem.line, problem.column, problem.found, problem.allowed, problem.nearest) == expected
    assert problem.severity == "error"
    assert SPECIAL.get(problem.facts.get("type"), problem.code) == kind


@pytest.mark.parametrize(("kind", "change", "expected"), BAD)
def test_a_fault_is_told_in_both_languages(write, kind, change, expected):
    (problem,) = spoilt(write, change)
    told = {language: said_in(language, problem_line, problem) for language in ("vi", "en")}
    assert told["vi"] != told["en"]
    for language, text in told.items():
        activate(language)
        assert place(problem) in text
        assert (problem.nearest or "") in text
        # A missing cell or column has nothing to show but its place.
        assert kind != "not_a_value" or (problem.found in text and problem.allowed in text)


@pytest.mark.parametrize(("kind", "change", "expected"), BAD)
def test_strict_loading_stops_and_names_the_place(write, kind, change, expected):
    with pytest.raises(EvidenceError) as stopped:
        load(write(change))
    file, number, column = expected[:3]
    assert str(stopped.value).startswith(f"{file}:{number or '-'} {column}: ")
    assert len(stopped.value.problems) == 1


# What a whole file may be, and the one problem that it makes: file, kind, line, found.
HEADER = "code,valid_from,valid_to,level,parent,name_vi,name_en,type,before_vi,before_en,note"
WHOLE = [
    ("areas.csv", HEADER.replace(",", "|") + "\nP|||province||P|P||||\n", "separator_not_comma", 1, "|"),
    ("areas.csv", f"ĐỊA BÀN\n{HEADER}\n", "header_not_known", 1, "ĐỊA BÀN"),
    ("areas.csv", HEADER.upper() + "\n", "header_not_known", 1, HEADER.upper()[:60]),
    ("areas.csv", "PK\x03\x04\n", "header_not_known", 1, "PK\x03\x04"),
    ("areas.csv", "", "file_empty", None, "areas.csv"),
    ("areas.csv", ",,,\n \n", "file_empty", None, "areas.csv"),
    (CARDS, " \n", "yaml_empty", None, CARDS),
    (CARDS, "- cases\n- helped\n", "not_entries", 1, "['cases', 'helped']"),
    (CARDS, "? [a, b]\n: x\n", "not_yaml", 1, "found unhashable key"),
    (CARDS, "cases: \x00\n", "not_yaml", None, "control characters are not allowed"),
    (CARDS, "cases: x", "file_cut", 1, "cases: x"),
    # What ends or stops the process that reads it.
    (CARDS, "cases: " + "[" * 200_000 + "\n", "yaml_too_large", 1, "> 40"),
    (
        CARDS,
        "a: &a [1]\n" + "".join(f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in pairwise("abcdefg")),
        "yaml_too_large",
        7,
        "> 200 000",
    ),
    (CARDS, "cases: 2025-13-45\n", "not_yaml", None, "month must be in 1..12"),
    (CARDS, f"cases: {'1' * 5000}\n", "not_yaml", None, "Exceeds the limit"),
    ("areas.csv", f"{HEADER}\nP{',' * 9}{'x' * 140_000},\n", "cell_too_long", 2, "> 131 072"),
    ("areas.csv", " " * 64_000_001, "file_too_large", None, "64 MB"),
]


@pytest.mark.parametrize(("file", "text", "kind", "number", "found"), WHOLE)
def test_a_file_of_another_kind_is_one_problem(write, file, text, kind, number, found):
    folder = write()
    (folder / file).write_text(text, encoding="utf-8")
    problem = load(folder, strict=False).rejected[0]
    assert (problem.file, problem.code, problem.line) == (file, kind, number)
    assert problem.found.startswith(found)
    assert kind == "file_cut" or len(load(folder, strict=False).rejected) == 1
    assert {found in said_in(language, problem_line, problem) for language in ("vi", "en")} == {True}


def test_what_cannot_be_opened_is_a_problem(write):
    folder = write()
    (folder / "areas.csv").unlink()
    (folder / "areas.csv").mkdir()
    problems = only_errors(check_folder(folder))
    assert [(p.code, p.file) for p in problems] == [("file_not_opened", "areas.csv")]


def test_a_card_that_refers_to_itself_and_one_with_a_number_for_a_name_are_read(write):
    folder = write((CARDS, "cases_girls:\n", "more: &more\n  name: *more\ncases_girls:\n"))
    assert {p.column.partition(".")[0] for p in load(folder, strict=False).rejected} == {"more"}
    folder = write((CARDS, "\ncases_girls:", "\n2020:"), (CARDS, "parts: [cases_girls,", 'parts: ["2020",'))
    assert "2020" in load(folder).indicators


@pytest.mark.parametrize("ending", ["\r", "\r\n"])
def test_other_line_ends_are_line_ends(write, ending):
    folder = write()
    text = (folder / "areas.csv").read_text("utf-8")
    (folder / "areas.csv").write_bytes(text.replace("\n", ending).encode("utf-8-sig"))
    assert check_folder(folder) == []


@pytest.mark.parametrize("name", ["editions/2020 - Copy.csv", "editions/20200.csv", "workshops/29-12-2025.csv"])
def test_a_file_whose_name_is_no_year_or_day_is_told(write, name):
    folder = write()
    (folder / name).parent.mkdir()
    (folder / name).write_text("id\n", encoding="utf-8")
    (problem,) = check_folder(folder)
    assert (problem.code, problem.file) == ("file_not_named", name)
    assert {problem.found in said_in(language, problem_line, problem) for language in ("vi", "en")} == {True}


@pytest.mark.parametrize("end", ["2024-12-31", "..2024-12-31"])
def test_an_end_without_a_start_is_one_problem_of_a_record(tmp_path, end):
    """Of figures the start is required; a target that was recorded without a figure has neither."""
    row = f"id,indicator,target,start,end,unit\na,children,t1,,{end},percent\n"
    (tmp_path / "2024.csv").write_text(row, encoding="utf-8")
    rows, problems = read_table(tmp_path / "2024.csv", EditionRow, ("id",))
    ((line, column, told),) = [(p.line, p.column, said_in("vi", problem_line, p)) for p in problems]
    assert (rows, line, column) == ({}, 2, "end") and f"“{end}”" in told and "cột start trống" in told


def test_only_the_faulty_row_is_left_out(write):
    evidence = load(write((OBSERVATIONS, "o3", "value", "28,5")), strict=False)
    assert list(evidence.observations) == ["o1", "o2", "o4", "o5", "o6", "o7", "o8", "o9"]


def test_an_unknown_column_costs_no_row(write):
    evidence = load(write(("sources.csv", "s1", "sheet", "2")), strict=False)
    assert list(evidence.sources) == ["s1", "s2"]


def test_a_file_that_cannot_be_read_is_one_problem_and_no_unknown_codes(write):
    folder = write()
    (folder / "sources.csv").unlink()
    (folder / "areas.csv").write_bytes("code,name_vi\nP,Tỉnh Thử?\n".encode("utf-16-le"))
    problems = only_errors(check_folder(folder))
    assert [(p.code, p.file) for p in problems] == [("file_missing", "sources.csv"), ("not_utf8", "areas.csv")]


def test_a_row_that_cannot_be_read_is_not_missed_by_those_that_name_it(write):
    folder = write(("sources.csv", "s2", "published_on", "31/12/2025"), (CARDS, "unit: percent", "unit: per"))
    assert [(p.file, p.column) for p in only_errors(check_folder(folder))] == [
        ("sources.csv", "published_on"),
        (CARDS, "helped.unit"),
    ]


def test_what_a_spreadsheet_leaves_at_the_end_is_nothing(write):
    folder = write()
    path = folder / OBSERVATIONS
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(f"{text},," for text in [*lines, *["," * lines[0].count(",")] * 3]) + "\n", "utf-8")
    assert check_folder(folder) == []


def test_an_empty_cell_too_many_is_not_taken_for_an_empty_column(write):
    # Were it dropped, the cells of the row would stand one column off.
    folder = write((OBSERVATIONS, "o3,cases,P,", "o3,,cases,P,"))
    (problem,) = load(folder, strict=False).rejected
    assert (problem.line, problem.facts["type"]) == (4, "row_too_long")


@pytest.mark.parametrize("name", ["r03_cp1258_observations", "r04_column_twice", "r16_odd_digits"])
def test_inputs_that_passed_once_are_refused(write, shared, name):
    folder = write()
    given = shared / "findings" / "inputs" / f"{name}.csv"
    if not given.exists():
        pytest.skip("the collected inputs are absent")
    (folder / OBSERVATIONS).write_bytes(given.read_bytes())
    assert load(folder, strict=False).rejected


def faults_of_files():
    """Faults of filled sheets, forms, tables and texts that a test beside their readers names."""
    places = (Path(__file__).parents[1] / room for room in ("intake", "publishing"))
    tests = "".join(path.read_text(encoding="utf-8") for place in places for path in place.rglob("test_*.py"))
    return {name for name in sentences() if f'"{name}"' in tests}


def sentences():
    return {key.removeprefix("problems.rule.") for key in catalogue("vi") if key.startswith("problems.rule.")}


def test_two_faults_of_one_row_are_two_problems(write):
    folder = write((OBSERVATIONS, "o3", "value", "x"), (OBSERVATIONS, "o3", "unit", "percents"))
    rejected = load(folder, strict=False).rejected
    assert [(p.line, p.column, p.nearest) for p in rejected] == [(4, "value", None), (4, "unit", "percent")]


def test_lines_are_counted_as_an_editor_counts_them(write):
    # An empty line is no row but has a number.
    folder = write(("sources.csv", "\ns2,", "\n\ns2,"), ("sources.csv", "s2,Bản tin,press", "s2,Bản tin,pres"))
    (problem,) = load(folder, strict=False).rejected
    assert (problem.line, problem.nearest) == (4, "press")


# How the names begin of problems of written texts, Word files, maps, marks of a published table, and case registers.
ELSEWHERE = ("narrative_", "word_", "not_a_word_", "mark_", "map_", "register_")


def test_every_sentence_about_a_problem_has_a_case():
    # Faults of a written text, of a Word file and of a map, and marks of a published table, are found where these are
    # read; test_narrative.py and in intake/ test_report_text.py, test_table_map.py and test_published_tables.py have
    # their cases; of the two
    # that are named here publishing/test_received_inputs.py and intake/test_map_proposal.py.
    elsewhere = {name for name in sentences() if name.startswith(ELSEWHERE)}
    elsewhere |= faults_of_files() | {"folder_not_named", "no_table_found"}
    # Of the national catalogue: test_catalogue.py. Of kinds of papers: test_papers.py.
    elsewhere |= {"catalogue_of_one", "row_of_catalogue", "card_of_catalogue", "paper_misnamed"}
    # The first and third have their cases above, the fourth in test_rules.py, the others in test_national.py.
    elsewhere |= {"file_missing", "yaml_missing", "end_without_start", "count_with_point", "card_not_known"}
    # Of a new province: intake/test_province_book.py. Of a report as made: publishing/test_small_counts.py.
    elsewhere |= {"nothing_yet", "targets_without_figure", "not_a_data_folder", "told_again", "told_anywhere"}
    # Of another country: test_one_language.py.
    elsewhere |= {"layout_missing", "words_fact", "about_twice"}
    # Of a file of boundaries: presentation/test_area_page.py.
    elsewhere |= {"boundaries_unread"}
    # Of these a whole file is the case.
    elsewhere |= {kind for _, _, kind, *_ in WHOLE} | {"file_not_opened", "file_not_named"}
    # A rule that says what is wrong by several sentences.
    rules = {rule.__name__ for rule in (*RULES, *DATED_RULES)} - {
        "decision_not_possible",
        "missing_most",
        "about_twice",
    }
    assert sentences() - elsewhere == (rules | {kind for kind, *_ in BAD}) - elsewhere
