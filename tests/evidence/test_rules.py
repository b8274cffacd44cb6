"""One changed cell of a folder without faults, and the one problem that it makes."""

import csv
import shutil
import unicodedata
from datetime import date
from unittest.mock import ANY

import pytest

from bvte.evidence.check import DATED_RULES, RULES, check, check_folder, only_errors
from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.presentation.problems import problem_line

from ..languages import said_in


def apart(text):
    """The text with its accents as characters of their own."""
    return unicodedata.normalize("NFD", text)


# Name and short name of a card as they are written, up to the text of the latter.
TITLES = 'cases_aided:\n  name: {vi: "Chỉ tiêu", en: "Indicator"}\n  short: {vi: "'
# rule -> changes, and what the problem says: file, line, column, found, allowed, nearest.
CASES = [
    ("row_missing", [("observations.csv", "o9", "id", "o11")], ("observations.csv", 10, "id", "o9..o10", "", None)),
    ("letters_lost", [("sources.csv", "s2", "title", "B?n tin")], ("sources.csv", 3, "title", "B?n", "", None)),
    (
        "letters_misread",
        [("sources.csv", "s2", "title", "Báº£n tin, Bá»™")],
        ("sources.csv", 3, "title", "Báº£n tin, Bá»™", "Bản tin, Bộ", None),
    ),
    *(
        (
            "address_not_web",
            [("sources.csv", "s2", "address", address)],
            ("sources.csv", 3, "address", address, ANY, None),
        )
        for address in (
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//host/a",
            "\\\\host\\a",
            "https://a.vn@evil.org/",
        )
    ),
    (
        "unknown_code",
        [("observations.csv", "o7", "source", "s22")],
        ("observations.csv", 8, "source", "s22", "sources", "s2"),
    ),
    ("unknown_code", [("observations.csv", "o7", "area", "*")], ("observations.csv", 8, "area", "*", "areas", None)),
    (
        "unknown_code",
        [("breaks.csv", "law", "indicators", "helped casse")],
        ("breaks.csv", 2, "indicators", "casse", "indicators", "cases"),
    ),
    ("unknown_code", [("areas.csv", "C1", "parent", "D11")], ("areas.csv", 5, "parent", "D11", "areas", "D1")),
    (
        "unknown_code",
        [("indicators.yml", "subset_of: cases", "subset_of: casse")],
        ("indicators.yml", None, "cases_aided.subset_of", "casse", "indicators", "cases"),
    ),
    (
        "report_without_agency",
        [("agencies.csv", "soA", "valid_from", "2024-01-01")],
        ("annual_reports.csv", 2, "year", "2023", "", None),
    ),
    ("source_without_address", [("sources.csv", "s2", "address", "")], ("sources.csv", 3, "address", "s2", "", None)),
    ("source_without_address", [("sources.csv", "s1", "title", "")], ("sources.csv", 2, "title", "s1", "", None)),
    (
        "phase_reversed",
        [("programmes.csv", "cpp_1", "end", "2010")],
        ("programmes.csv", 2, "end", "2010", ">= 2011", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t1", "due_year", "2021")],
        ("targets.csv", 2, "due_year", "2021", "2016-2020", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "condition", "range")],
        ("targets.csv", 3, "value_to", "", "> 70", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "value_to", "60")],
        ("targets.csv", 3, "value_to", "60", "> 70", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t1", "baseline_year", "")],
        ("targets.csv", 2, "baseline_year", "", "<= 2020", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t1", "scope_vi", "nơi khác"), ("targets.csv", "t1", "scope_en", "away")],
        ("targets.csv", 2, "scope", "", "nơi khác", None),
    ),
    (
        "outside_area_validity",
        [("observations.csv", "o7", "area", "C2")],
        ("observations.csv", 8, "start", "2024..2024", "2025-07-01..", None),
    ),
    (
        "outside_area_validity",
        [("observations.csv", "o7", "end", "2025-07-01")],
        ("observations.csv", 8, "start", "2024..2025-07-01", "2004-01-01..2025-06-30", None),
    ),
    (
        "outside_area_validity",
        [("population.csv", "p2", "start", "2003")],
        ("population.csv", 3, "start", "2003..2019", "2004-01-01..", None),
    ),
    (
        "not_nfc",
        [("areas.csv", "D2", "name_vi", apart("Huyện Hai"))],
        ("areas.csv", 4, "name_vi", apart("Huyện Hai"), "Huyện Hai", None),
    ),
    (
        "not_nfc",
        [("area_changes.csv", "C1", "note", apart("toàn bộ"))],
        ("area_changes.csv", 2, "note", apart("toàn bộ"), "toàn bộ", None),
    ),
    (
        "not_nfc",
        [("indicators.yml", "Trẻ em trai", apart("Trẻ em trai"))],
        ("indicators.yml", None, "cases_boys.denominator.vi", apart("Trẻ em trai"), "Trẻ em trai", None),
    ),
    ("duplicate_row", [("observations.csv", "o8", "area", "D1")], ("observations.csv", 9, "id", "o8", "", "o7")),
    (
        "out_of_limits",
        [("observations.csv", "o7", "value", "-9")],
        ("observations.csv", 8, "value", "-9", "0..5000", None),
    ),
    (
        "out_of_limits",
        [("observations.csv", "o8", "value", "5001")],
        ("observations.csv", 9, "value", "5001", "0..5000", None),
    ),
    (
        "share_above_100",
        [("observations.csv", "o9", "value", "104")],
        ("observations.csv", 10, "value", "104", "0..100", None),
    ),
    (
        "numerator_above_denominator",
        [("observations.csv", "o6", "numerator", "41")],
        ("observations.csv", 7, "numerator", "41", "<= 40", None),
    ),
    (
        "percent_not_from_counts",
        [("observations.csv", "o1", "denominator", "50")],
        ("observations.csv", 2, "value", "77.5", "62.000", None),
    ),
    (
        "parts_do_not_add",
        [("observations.csv", "o4", "value", "24")],
        ("observations.csv", 4, "value", "40", "= 39", None),
    ),
    (
        "subset_above_whole",
        [("observations.csv", "o6", "value", "41")],
        ("observations.csv", 7, "value", "41", "<= 40", None),
    ),
    (
        "younger_above_older",
        [("population.csv", "p1", "under16", "800")],
        ("population.csv", 2, "under16", "800", ">= 900", "p2"),
    ),
    (
        "acknowledged_unknown",
        [("observations.csv", "o3", "acknowledged", "percent_not_from_count")],
        ("observations.csv", 4, "acknowledged", "percent_not_from_count", ANY, "percent_not_from_counts"),
    ),
    (
        "asked_fraction",
        [("observations.csv", "o9", "value", "0.96")],
        ("observations.csv", 10, "value", "0.96", ANY, None),
    ),
    ("in_a_circle", [("areas.csv", "C2", "parent", "C2")], ("areas.csv", 6, "parent", "C2 > C2", "", None)),
    ("in_a_circle", [("targets.csv", "t1", "revises", "t1")], ("targets.csv", 2, "revises", "t1 > t1", "", None)),
    ("set_after_due", [("targets.csv", "t1", "set_on", "2023-05")], ("targets.csv", 2, "set_on", "2023-05", ANY, None)),
    ("in_a_circle", [("areas.csv", "P", "parent", "C1")], ("areas.csv", 2, "parent", "P > C1 > D1 > P", "", None)),
    (
        "in_a_circle",
        [("indicators.yml", "parts: [cases_girls, cases_boys]", "parts: [cases]")],
        ("indicators.yml", None, "cases.parts", "cases > cases", "", None),
    ),
    (
        "in_a_circle",
        [("indicators.yml", "numerator_indicator: cases_aided", "denominator_indicator: helped")],
        ("indicators.yml", None, "helped.denominator_indicator", "helped > helped", "", None),
    ),
    (
        "source_before_figure",
        [("observations.csv", "o7", "source", "s1")],
        ("observations.csv", 8, "end", "2024", "<= 2020-12-29", None),
    ),
    (
        "source_before_figure",
        [
            ("population.csv", "p2", "start", "2021"),
            ("population.csv", "p2", "end", "2021"),
            ("population.csv", "p2", "source", "s1"),
        ],
        ("population.csv", 3, "end", "2021", "<= 2020-12-29", None),
    ),
    (
        "phase_too_long",
        [("programmes.csv", "cpp_2", "end", "2090")],
        ("programmes.csv", 3, "end", "2090", "<= 2046", None),
    ),
    (
        "follows_later",
        [("programmes.csv", "cpp_2", "follows", "cpp_2")],
        ("programmes.csv", 3, "follows", "cpp_2", "< 2016", None),
    ),
    (
        "follows_later",
        [("programmes.csv", "cpp_1", "follows", "cpp_2")],
        ("programmes.csv", 2, "follows", "cpp_2", "< 2011", None),
    ),
    (
        "not_national",
        [("programmes.csv", "cpp_2", "national", "cpp_1")],
        ("programmes.csv", 3, "national", "cpp_1", "", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t1", "baseline_value", ""), ("targets.csv", "t1", "baseline_comparator", "=")],
        ("targets.csv", 2, "baseline_comparator", "=", "baseline_value", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t1", "baseline_year", "2020")],
        ("targets.csv", 2, "baseline_year", "2020", "< 2020", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "condition", "decrease_by_percent"), ("targets.csv", "t2", "value", "-5")],
        ("targets.csv", 3, "value", "-5", "> 0", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "condition", "above"), ("targets.csv", "t2", "value", "100")],
        ("targets.csv", 3, "value", "> 100", "< 100", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "condition", "below"), ("targets.csv", "t2", "value", "0")],
        ("targets.csv", 3, "value", "< 0", "> 0", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "value_to", "80")],
        ("targets.csv", 3, "value_to", "80", "range", None),
    ),
    (
        "target_incomplete",
        [("targets.csv", "t2", "scope", "poor"), ("targets.csv", "t2", "scope_vi", "Nghèo")],
        ("targets.csv", 3, "scope_en", "", "poor", None),
    ),
    (
        "duplicate_row",
        [
            ("targets.csv", "t2", column, cell)
            for column, cell in (
                ("value", "90"),
                ("due_year", "2020"),
                ("baseline_value", "60"),
                ("baseline_year", "2015"),
            )
        ],
        ("targets.csv", 3, "id", "t2", "", "t1"),
    ),
    (
        "definition_not_known",
        [
            ("observations.csv", "o7", "definition", "wide_2011"),
            ("observations.csv", "o8", "definition", "wide_2011"),
            ("targets.csv", "t1", "definition", "wide_2101"),
        ],
        ("targets.csv", 2, "definition", "wide_2101", "wide_2011, wide_2101", "wide_2011"),
    ),
    (
        "province_missing",
        [("programmes.csv", "cpp_1", "level", "district"), ("programmes.csv", "cpp_2", "level", "district")],
        ("programmes.csv", None, "level", "district", "province", None),
    ),
    (
        "targets_exclude",
        [("targets.csv", "t2", "due_year", "2020"), ("targets.csv", "t2", "condition", "below")],
        ("targets.csv", 3, "condition", "below 70", "at_least 90", "t1"),
    ),
    (
        "validity_reversed",
        [("agencies.csv", "soB", "valid_to", "2024-12-30"), ("annual_reports.csv", "2024", "year", "2022")],
        ("agencies.csv", 3, "valid_to", "2024-12-30", ">= 2024-12-31", None),
    ),
    (
        "paper_not_of_area",
        [
            ("agencies.csv", "soB", "paper", "commune_council"),
            ("annual_reports.csv", "2024", "paper", "commune_council"),
        ],
        ("annual_reports.csv", 3, "paper", "province", "ministry, council", None),
    ),
    (
        "paper_before_law",
        [
            ("agencies.csv", "soA", "paper", "council"),
            ("annual_reports.csv", "2023", "paper", "council"),
            ("annual_reports.csv", "2023", "year", "2016"),
        ],
        ("annual_reports.csv", 2, "year", "2016", "2017", None),
    ),
    (
        "validity_overlaps",
        [("agencies.csv", "soB", "valid_from", "2024-12-30")],
        ("agencies.csv", 3, "id", "soB", "2024-12-30..2024-12-30", "soA"),
    ),
    (
        "validity_overlaps",
        [
            ("areas.csv", "C2", "valid_from", "2025-06-30"),
            ("areas.csv", "C2", "code", "C1"),
            ("area_changes.csv", "C1", "new_code", "C1"),
        ],
        ("areas.csv", 6, "code", "C1", "2025-06-30..2025-06-30", "Xã Cũ"),
    ),
    (
        "weights_not_one",
        [("area_changes.csv", "C1", "weight", "0.9")],
        ("area_changes.csv", 2, "weight", "0.9", "1", None),
    ),
    (
        "hidden_character",
        [("areas.csv", "D2", "name_vi", "Huyện \u202eHai")],
        ("areas.csv", 4, "name_vi", "U+202E", "Huyện Hai", None),
    ),
    (
        "hidden_character",
        [("sources.csv", "s1", "title", "Nghị\x00 định")],
        ("sources.csv", 2, "title", "U+0000", "Nghị định", None),
    ),
    (
        "title_not_translated",
        [("sources.csv", "s1", "title", "Forum for children"), ("sources.csv", "s1", "language", "en")],
        ("sources.csv", 2, "title_vi", "Forum for children", "", None),
    ),
    (
        "title_not_translated",
        [("sources.csv", "s1", "title", "Diễn đàn trẻ em"), ("sources.csv", "s1", "language", "vi")],
        ("sources.csv", 2, "title_en", "Diễn đàn trẻ em", "", None),
    ),
    (
        "date_form",
        [("breaks.csv", "law", "reason_vi", "Luật có hiệu lực từ 1/06/2017")],
        ("breaks.csv", 2, "reason_vi", "1/06/2017", "01/6/2017", None),
    ),
    (
        "date_form",
        [("areas.csv", "D2", "name_vi", "Huyện lập 09/2013")],
        ("areas.csv", 4, "name_vi", "09/2013", "9/2013", None),
    ),
    (
        "label_too_long",
        [("indicators.yml", TITLES, TITLES + "a" * 46)],
        ("indicators.yml", None, "cases_aided.short.vi", "a" * 46 + "Chỉ tiêu", "<= 45", None),
    ),
    (
        "label_too_long",
        [("breaks.csv", "law", "name_vi", "L" * 31)],
        ("breaks.csv", 2, "name_vi", "L" * 31, "<= 30", None),
    ),
    (
        "unit_not_of_card",
        [("observations.csv", "o9", "unit", "per_1000")],
        ("observations.csv", 10, "unit", "per_1000", "percent", None),
    ),
    (
        "unit_not_of_card",
        [("targets.csv", "t2", "unit", "per_1000")],
        ("targets.csv", 3, "unit", "per_1000", "percent", None),
    ),
    (
        "statistic_not_of_card",
        [("observations.csv", "o9", "statistic", "total")],
        ("observations.csv", 10, "statistic", "total", "level", None),
    ),
    (
        "count_not_whole",
        [("observations.csv", "o7", "value", "1.132")],
        ("observations.csv", 8, "value", "1.132", "1132", None),
    ),
    (
        "count_not_whole",
        [("observations.csv", "o7", "value", "3.5")],
        ("observations.csv", 8, "value", "3.5", "35", None),
    ),
    (
        "count_not_whole",
        [("population.csv", "p1", "under16", "1.132"), ("population.csv", "p2", "under15", "")],
        ("population.csv", 2, "under16", "1.132", "1132", None),
    ),
    (
        "count_not_whole",
        [("observations.csv", "o7", "value", "3.000")],
        ("observations.csv", 8, "value", "3.000", "3000", None),
    ),
    (
        "digits_beyond_print",
        [("observations.csv", "o9", "value", "4.4187189580556865")],
        ("observations.csv", 10, "value", "4.4187189580556865", "4.419", None),
    ),
    (
        "digits_beyond_print",
        [("targets.csv", "t2", "value", "70.0001")],
        ("targets.csv", 3, "value", "70.0001", "70.000", None),
    ),
    (
        "about_without_step",
        [("observations.csv", "o7", "comparator", "~")],
        ("observations.csv", 8, "step", "9", "1", None),
    ),
    ("out_of_limits", [("targets.csv", "t2", "value", "-1")], ("targets.csv", 3, "value", "-1", "0..100", None)),
    (
        "out_of_limits",
        [("targets.csv", "t1", "baseline_value", "-1")],
        ("targets.csv", 2, "baseline_value", "-1", "0..100", None),
    ),
    (
        "share_above_100",
        [("targets.csv", "t1", "baseline_value", "101")],
        ("targets.csv", 2, "baseline_value", "101", "0..100", None),
    ),
    (
        "numerator_alone",
        [("observations.csv", "o1", "denominator", "")],
        ("observations.csv", 2, "denominator", "31", "numerator", None),
    ),
    (
        "children_above_people",
        [("population.csv", "p1", "under16", "3001")],
        ("population.csv", 2, "under16", "3001", "<= 3000", None),
    ),
    (
        "share_not_from_counts",
        [("population.csv", "p1", "under16_share", "34.1")],
        ("population.csv", 2, "under16_share", "34.1", "33.333", None),
    ),
    (
        "value_conflict",
        [("observations.csv", "o2", "value", "70")],
        ("observations.csv", 3, "value", "70", "77.5", "o1"),
    ),
    (
        "value_conflict",
        [("observations.csv", "o8", "area", "D1"), ("observations.csv", "o8", "value", "8")],
        ("observations.csv", 9, "value", "8", "9", "o7"),
    ),
]
FINDINGS = {
    *("younger_above_older", "asked_fraction", "value_conflict", "share_not_from_counts"),
    *("definition_not_known", "row_missing", "date_form", "title_not_translated"),
}


def of(problem):
    return problem.file, problem.line, problem.column, problem.found, problem.allowed, problem.nearest


def test_the_folder_without_faults_has_none(write):
    assert check_folder(write()) == []


@pytest.mark.parametrize(("rule", "changes", "expected"), CASES)
def test_one_changed_cell_breaks_one_rule_once(write, rule, changes, expected):
    problems = check_folder(write(*changes))
    assert [(problem.code, of(problem)) for problem in problems] == [(rule, expected)]
    assert problems[0].severity == ("finding" if rule in FINDINGS else "error")
    assert only_errors(problems) == [problem for problem in problems if rule not in FINDINGS]


@pytest.mark.parametrize(("rule", "changes", "expected"), CASES)
def test_every_breach_is_told_in_both_languages(write, rule, changes, expected):
    (problem,) = check_folder(write(*changes))
    told = {language: said_in(language, problem_line, problem) for language in ("vi", "en")}
    assert told["vi"] != told["en"]
    for text in told.values():
        assert expected[0] in text and expected[2] in text and expected[3] in text
        assert str(expected[5] or "") in text or rule == "duplicate_row"


def test_every_rule_has_a_case_that_breaks_it():
    told = {rule for rule, *_ in CASES} | {"point_or_thousands", "not_utf8", "file_not_read"}
    # Of whole files, decisions, the catalogue and new provinces: test_handling.py, test_catalogue.py,
    # intake/test_workshop.py, intake/test_province_book.py.
    told |= {"other_form", "decision_not_possible", "catalogue_of_one", "missing_most"}
    # Of what a folder is about: test_one_language.py; of codes that went on: judgement/test_comparability.py.
    told |= {"about_twice", "territory_break_missing"}
    assert {rule.__name__ for rule in RULES} == told
    assert [rule.__name__ for rule in DATED_RULES] == ["in_the_future"]


def test_another_definition_is_no_slip_of_the_pen(write):
    codes = zip(("o7", "o8", "o9"), ("wide_2011", "wide_2016", "ages_4_to_22"), strict=True)
    assert check_folder(write(*(("observations.csv", row, "definition", code) for row, code in codes))) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("observations (1).csv", "observations.csv"),
        ("observation.csv", "observations.csv"),
        ("narrative/2042/I.vi.md", "narrative/2024/I.vi.md"),
        ("Book1.xlsx", None),
        ("narrative/2024/I.vi.docx", "narrative/2024/I.vi.md"),
    ],
)
def test_a_file_that_no_report_reads_is_told(write, name, near):
    folder = write()
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("x\n", encoding="utf-8")
    (problem,) = check_folder(folder)
    assert (problem.code, problem.file, problem.severity, problem.nearest) == ("file_not_read", name, "finding", near)
    assert {name in said_in(language, problem_line, problem) for language in ("vi", "en")} == {True}


def test_what_programs_put_beside_a_file_is_nobodys_mistake(write):
    folder = write()
    for name in ("~$observations.xlsx", ".observations.csv.swp", ".~lock.targets.csv#", "README.md"):
        (folder / name).write_bytes(b"x\n")
    assert check_folder(folder) == []


def test_two_swapped_columns_are_told_once_a_column(write):
    swap = [
        ("observations.csv", f"o{n}", column, cell)
        for n in range(3, 9)
        for column, cell in (("numerator", f"{n}1"), ("denominator", "9"))
    ]
    found = [p for p in check_folder(write(*swap)) if p.code == "numerator_above_denominator"]
    assert [(p.line, [other.line for other in p.also]) for p in found] == [(4, [5, 6, 7, 8, 9])]
    few = [p for p in check_folder(write(*swap[:4])) if p.code == "numerator_above_denominator"]
    assert [(p.line, p.also) for p in few] == [(4, ()), (5, ())]


def test_a_code_whose_accents_stand_apart_is_told_as_that_alone(write):
    folder = write(("sources.csv", "\ns2,", "\nbáo,"), ("observations.csv", "o8", "source", "báo"))
    path = folder / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("báo", apart("báo")).replace(",s2,", ",báo,"), "utf-8")
    (folder / "population.csv").write_text(
        (folder / "population.csv").read_text("utf-8").replace(",s2,", ",báo,"), "utf-8"
    )
    assert [p.code for p in check_folder(folder)] == ["not_nfc"]


def test_a_point_that_may_stand_between_thousands_is_asked_with_both_readings(write):
    # A share cannot be 1132 %, so that 1.132 % is no question.
    assert check_folder(write(("observations.csv", "o9", "value", "1.132"))) == []
    folder = write(
        ("observations.csv", "o7", "value", "1.132"),
        ("observations.csv", "o7", "unit", "billion_vnd"),
        ("observations.csv", "o7", "acknowledged", "unit_not_of_card"),
    )
    unit, question = check_folder(folder)
    assert (unit.code, unit.severity) == ("unit_not_of_card", "finding")
    assert (question.code, question.severity) == ("point_or_thousands", "finding")
    for language in ("vi", "en"):
        activate(language)
        assert "1132" in problem_line(question) and "1.132" in problem_line(question)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_count_with_a_point_is_told_with_both_readings_and_the_way_to_keep_it(write, language):
    activate(language)
    folder = write(("observations.csv", "o1", "numerator", "2.302"), ("observations.csv", "o1", "denominator", "2.970"))
    first, second = check_folder(folder)
    for problem, reading in ((first, "2302"), (second, "2970")):
        told = problem_line(problem)
        assert reading in told and problem.found in told and "count_not_whole" in told and "acknowledged" in told


@pytest.mark.parametrize(
    "change",
    [
        ("observations.csv", "o7", "end", "2026"),
        ("population.csv", "p2", "end", "2026"),
        ("targets.csv", "t1", "baseline_year", "2027"),
        ("targets.csv", "t1", "set_on", "2026-02"),
        ("sources.csv", "s2", "published_on", "2026-01"),
        ("sources.csv", "s2", "published_on", "2099"),
        ("annual_reports.csv", "2024", "year", "2026"),
        ("programmes.csv", "cpp_2", "start", "2036"),
        ("breaks.csv", "law", "date", "2036-01-01"),
        ("areas.csv", "C2", "valid_from", "2036-01-01"),
        ("area_changes.csv", "C1", "date", "2036-01-01"),
    ],
)
def test_what_lies_after_the_day_of_the_check_is_refused(write, change):
    evidence = load(write(change), strict=False)
    column = change[2]
    for today, expected in ((date(2025, 12, 31), [(change[0], column)]), (date(2100, 1, 1), [])):
        found = [(p.file, p.column) for p in check(evidence, today) if p.code == "in_the_future"]
        assert found == expected


def test_a_year_that_has_begun_and_an_expected_population_are_not_refused(write):
    folder = write(("population.csv", "p2", "end", "2030"), ("population.csv", "p2", "basis", "projection"))
    codes = {problem.code for problem in check(load(folder), date(2025, 7, 2))}
    assert "in_the_future" not in codes


def test_a_workshop_of_a_day_to_come_is_refused(write):
    folder = write()
    (folder / "workshops").mkdir()
    (folder / "workshops" / "2026-01-01.csv").write_text("target,decision\nt1,keep\n", encoding="utf-8")
    (problem,) = check(load(folder), date(2025, 12, 31))
    assert (problem.code, problem.file) == ("in_the_future", "workshops/2026-01-01.csv")


def test_one_missing_card_is_told_once_with_its_rows(write):
    text = "cases_gone"
    folder = write(
        *(("observations.csv", row, "indicator", text) for row in ("o3", "o7", "o8")),
        ("targets.csv", "t2", "indicator", text),
    )
    (problem,) = [p for p in check_folder(folder) if p.code == "unknown_code"]
    for language in ("vi", "en"):
        activate(language)
        told = problem_line(problem)
        assert text in told and "targets.csv" in told and "4, 8, 9" in told


def test_one_wrong_word_in_many_rows_is_told_once_with_its_rows(write):
    activate("en")
    folder = write(*(("observations.csv", row, "unit", "percents") for row in ("o1", "o2", "o9")))
    (problem,) = check_folder(folder)
    assert (problem.line, problem.nearest) == (2, "percent")
    assert [other.line for other in problem.also] == [3, 10] and "3, 10" in problem_line(problem)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_print_that_was_cut_is_told_with_the_code_that_keeps_it(write, language):
    activate(language)
    # 105 of 220 is 47.727..., which rounds to 47.73.
    cells = (("value", "47.72"), ("numerator", "105"), ("denominator", "220"), ("end", "2019"), ("start", "2019"))
    spoilt = [("observations.csv", "o1", column, cell) for column, cell in cells]
    (problem,) = check_folder(write(*spoilt))
    told = problem_line(problem)
    assert "acknowledged" in told and "percent_not_from_counts" in told
    kept = check_folder(write(*spoilt, (*ACKNOWLEDGED, "percent_not_from_counts")))
    assert only_errors(kept) == [] and "acknowledged" not in problem_line(kept[0])


def test_thirds_add_up_to_one(write):
    folder = write(("area_changes.csv", "C1", "weight", "0.333"))
    path = folder / "area_changes.csv"
    rows = path.read_text("utf-8").splitlines()
    more = [rows[1].replace("C2", code) for code in ("D1", "D2")]
    path.write_text("\n".join([*rows, *more]) + "\n", encoding="utf-8")
    assert check_folder(folder) == []


ACKNOWLEDGED = ("observations.csv", "o1", "acknowledged")


def test_what_the_publication_itself_breaks_is_a_finding(write):
    changes = [("observations.csv", "o1", "denominator", "50"), (*ACKNOWLEDGED, "percent_not_from_counts")]
    problems = check_folder(write(*changes))
    assert [(p.code, p.severity) for p in problems] == [("percent_not_from_counts", "finding")]
    assert only_errors(problems) == []


def test_an_acknowledgement_excuses_only_the_rule_it_names(write):
    changes = [("observations.csv", "o1", "denominator", "50"), (*ACKNOWLEDGED, "out_of_limits value_conflict")]
    problems = check_folder(write(*changes))
    assert [(p.code, p.severity) for p in problems] == [("percent_not_from_counts", "error")]


def test_a_share_above_100_does_not_hide_other_breaches(write):
    # 104 % cannot be an interval inside 0 to 100; the rules after it must still be told.
    changes = [("observations.csv", "o2", "value", "104"), ("programmes.csv", "cpp_1", "end", "2010")]
    codes = [problem.code for problem in check_folder(write(*changes))]
    assert codes == ["phase_reversed", "share_above_100", "value_conflict"]


@pytest.mark.parametrize(
    ("column", "cell"), [("definition", "wide"), ("statistic", "yearly"), ("unit", "per_1000"), ("area", "D2")]
)
def test_values_of_two_things_are_no_conflict(write, column, cell):
    folder = write(("observations.csv", "o2", "value", "70"), ("observations.csv", "o2", column, cell))
    assert "value_conflict" not in [problem.code for problem in check_folder(folder)]


def test_what_lies_within_rounding_is_no_breach(write):
    # 31 of 40 is 77.5; 78 rounded, "over 77", "about 77" and "below 78" all say the same.
    for comparator, value in [("=", "78"), (">", "77"), ("~", "77"), ("<", "78")]:
        changes = [
            ("observations.csv", "o1", "comparator", comparator),
            ("observations.csv", "o1", "value", value),
            ("observations.csv", "o1", "step", "1" if comparator == "~" else ""),
        ]
        assert only_errors(check_folder(write(*changes))) == []


@pytest.mark.parametrize(
    "change",
    [
        ("observations.csv", "o6", "value", "40"),
        ("observations.csv", "o6", "numerator", "40"),
        ("observations.csv", "o7", "value", "5000"),
        ("observations.csv", "o7", "value", "0"),
        ("observations.csv", "o9", "value", "100"),
        ("observations.csv", "o7", "end", "2025-06"),
        ("population.csv", "p1", "under16", "900"),
        ("programmes.csv", "cpp_1", "end", "2011"),
        ("targets.csv", "t2", "due_year", "2016"),
        ("breaks.csv", "law", "indicators", "*"),
    ],
)
def test_what_lies_on_the_limit_is_no_breach(write, change):
    assert check_folder(write(change)) == []


def test_rows_that_were_not_read_come_first(write):
    evidence = load(
        write(("observations.csv", "o9", "value", "x"), ("programmes.csv", "cpp_1", "end", "2010")), strict=False
    )
    assert [problem.code for problem in check(evidence)] == ["not_a_value", "phase_reversed"]


@pytest.mark.parametrize(
    ("rule", "content", "found"),
    [
        ("not_utf8", "Trẻ em?".encode("utf-16-le"), "0x00"),
        ("not_nfc", apart("Điều trẻ em cần").encode(), apart("Điều trẻ em cần")),
        ("hidden_character", "Trẻ\x00 em".encode(), "U+0000"),
        ("hidden_character", "Trẻ \u202eem".encode(), "U+202E"),
    ],
)
def test_a_written_section_is_held_to_the_rules_of_texts(write, rule, content, found):
    activate("vi")
    folder = write()
    place = folder / "narrative" / "2024"
    place.mkdir(parents=True)
    (place / "V.vi.md").write_bytes(content)
    (problem,) = check_folder(folder)
    assert (problem.code, problem.file, problem.line) == (rule, "narrative/2024/V.vi.md", 1)
    assert problem.found == found and found in problem_line(problem)


def test_the_further_evidence_raises_no_alarm_but_the_cards_it_names(shared, project, tmp_path, read):
    more = shared / "evidence" / "more"
    if not more.is_dir():
        pytest.skip("the further evidence is absent")
    folder = tmp_path / "dien-bien"
    shutil.copytree(project / "data" / "dien-bien", folder)
    for path in sorted(more.glob("*.csv")):
        national = project / "data" / "national" / path.name
        taken = {row["id"] for row in read(national)} if national.exists() else set()
        old, new = read(folder / path.name), [row for row in read(path) if row["id"] not in taken]
        known = {row["id"] for row in new}
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(old[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows([row for row in old if row["id"] not in known] + new)
    # As received, upper secondary pupils are children, which their card does not call them.
    assert {p.code for p in only_errors(check_folder(folder))} <= {"unknown_code", "unit_not_of_card"}
