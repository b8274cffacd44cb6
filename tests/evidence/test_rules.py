"""One changed cell of a folder without faults, and the one problem that it makes."""

import unicodedata

import pytest

from bvte.evidence.check import check, check_folder, errors
from bvte.evidence.load import load
from bvte.evidence.rules import RULES
from bvte.presentation.problems import line


def apart(text):
    """The text with its accents as characters of their own."""
    return unicodedata.normalize("NFD", text)


# rule -> changes, and what the problem says: file, line, column, found, allowed, nearest.
CASES = [
    ("unknown_code", [("observations.csv", "o7", "source", "s22")],
     ("observations.csv", 8, "source", "s22", "sources", "s2")),
    ("unknown_code", [("observations.csv", "o7", "area", "*")],
     ("observations.csv", 8, "area", "*", "areas", None)),
    ("unknown_code", [("breaks.csv", "law", "indicators", "helped casse")],
     ("breaks.csv", 2, "indicators", "casse", "indicators", "cases")),
    ("unknown_code", [("areas.csv", "C1", "parent", "D11")],
     ("areas.csv", 5, "parent", "D11", "areas", "D1")),
    ("unknown_code", [("indicators.yml", "subset_of: cases", "subset_of: casse")],
     ("indicators.yml", None, "cases_aided.subset_of", "casse", "indicators", "cases")),
    ("report_without_agency", [("agencies.csv", "soA", "valid_from", "2024-01-01")],
     ("annual_reports.csv", 2, "year", "2023", "", None)),
    ("source_without_address", [("sources.csv", "s2", "address", "")],
     ("sources.csv", 3, "address", "s2", "", None)),
    ("source_without_address", [("sources.csv", "s1", "title", "")],
     ("sources.csv", 2, "title", "s1", "", None)),
    ("phase_reversed", [("programmes.csv", "cpp_1", "end", "2010")],
     ("programmes.csv", 2, "end", "2010", ">= 2011", None)),
    ("target_incomplete", [("targets.csv", "t1", "due_year", "2021")],
     ("targets.csv", 2, "due_year", "2021", "2016-2020", None)),
    ("target_incomplete", [("targets.csv", "t2", "condition", "range")],
     ("targets.csv", 3, "value_to", "", "> 70", None)),
    ("target_incomplete", [("targets.csv", "t2", "value_to", "60")],
     ("targets.csv", 3, "value_to", "60", "> 70", None)),
    ("target_incomplete", [("targets.csv", "t1", "baseline_year", "")],
     ("targets.csv", 2, "baseline_year", "", "<= 2020", None)),
    ("outside_area_validity", [("observations.csv", "o7", "area", "C2")],
     ("observations.csv", 8, "start", "2024..2024", "2025-07-01..", None)),
    ("outside_area_validity", [("observations.csv", "o7", "end", "2025-07-01")],
     ("observations.csv", 8, "start", "2024..2025-07-01", "2004-01-01..2025-06-30", None)),
    ("outside_area_validity", [("population.csv", "p2", "start", "2003")],
     ("population.csv", 3, "start", "2003..2019", "2004-01-01..", None)),
    ("not_nfc", [("areas.csv", "D2", "name_vi", apart("Huyện Hai"))],
     ("areas.csv", 4, "name_vi", apart("Huyện Hai"), "Huyện Hai", None)),
    ("not_nfc", [("area_changes.csv", "C1", "note", apart("toàn bộ"))],
     ("area_changes.csv", 2, "note", apart("toàn bộ"), "toàn bộ", None)),
    ("not_nfc", [("indicators.yml", "Trẻ em trai", apart("Trẻ em trai"))],
     ("indicators.yml", None, "cases_boys.denominator.vi",
      apart("Trẻ em trai"), "Trẻ em trai", None)),
    ("duplicate_row", [("observations.csv", "o8", "area", "D1")],
     ("observations.csv", 9, "id", "o8", "", "o7")),
    ("out_of_limits", [("observations.csv", "o7", "value", "-9")],
     ("observations.csv", 8, "value", "-9", "0..5000", None)),
    ("out_of_limits", [("observations.csv", "o8", "value", "5001")],
     ("observations.csv", 9, "value", "5001", "0..5000", None)),
    ("share_above_100", [("observations.csv", "o9", "value", "104")],
     ("observations.csv", 10, "value", "104", "0..100", None)),
    ("numerator_above_denominator", [("observations.csv", "o6", "numerator", "41")],
     ("observations.csv", 7, "numerator", "41", "<= 40", None)),
    ("percent_not_from_counts", [("observations.csv", "o1", "denominator", "50")],
     ("observations.csv", 2, "value", "77.5", "62.000", None)),
    ("parts_do_not_add", [("observations.csv", "o4", "value", "24")],
     ("observations.csv", 4, "value", "40", "= 39", None)),
    ("subset_above_whole", [("observations.csv", "o6", "value", "41")],
     ("observations.csv", 7, "value", "41", "<= 40", None)),
    ("younger_above_older", [("population.csv", "p1", "under16", "800")],
     ("population.csv", 2, "under16", "800", ">= 900", "p2")),
    ("value_conflict", [("observations.csv", "o2", "value", "70")],
     ("observations.csv", 3, "value", "70", "77.5", "o1")),
    ("value_conflict", [("observations.csv", "o8", "area", "D1"), ("observations.csv", "o8", "value", "8")],
     ("observations.csv", 9, "value", "8", "9", "o7")),
]  # fmt: skip
FINDINGS = {"younger_above_older", "value_conflict"}


def of(problem):
    return problem.file, problem.line, problem.column, problem.found, problem.allowed, problem.nearest


def test_the_folder_without_faults_has_none(write):
    assert check_folder(write()) == []


@pytest.mark.parametrize(("rule", "changes", "expected"), CASES)
def test_one_changed_cell_breaks_one_rule_once(write, rule, changes, expected):
    problems = check_folder(write(*changes))
    assert [(problem.code, of(problem)) for problem in problems] == [(rule, expected)]
    assert problems[0].severity == ("finding" if rule in FINDINGS else "error")
    assert errors(problems) == [problem for problem in problems if rule not in FINDINGS]


@pytest.mark.parametrize(("rule", "changes", "expected"), CASES)
def test_every_breach_is_told_in_both_languages(write, rule, changes, expected):
    (problem,) = check_folder(write(*changes))
    told = {language: line(problem, language) for language in ("vi", "en")}
    assert told["vi"] != told["en"]
    for text in told.values():
        assert expected[0] in text and expected[2] in text and expected[3] in text
        assert str(expected[5] or "") in text or rule == "duplicate_row"


def test_every_rule_has_a_case_that_breaks_it():
    assert {rule.__name__ for rule in RULES} == {rule for rule, *_ in CASES}


ACKNOWLEDGED = ("observations.csv", "o1", "acknowledged")


def test_what_the_publication_itself_breaks_is_a_finding(write):
    changes = [("observations.csv", "o1", "denominator", "50"), (*ACKNOWLEDGED, "percent_not_from_counts")]
    problems = check_folder(write(*changes))
    assert [(p.code, p.severity) for p in problems] == [("percent_not_from_counts", "finding")]
    assert errors(problems) == []


def test_an_acknowledgement_excuses_only_the_rule_it_names(write):
    changes = [
        ("observations.csv", "o1", "denominator", "50"),
        (*ACKNOWLEDGED, "out_of_limits value_conflict"),
    ]
    problems = check_folder(write(*changes))
    assert [(p.code, p.severity) for p in problems] == [("percent_not_from_counts", "error")]


def test_a_share_above_100_does_not_hide_other_breaches(write):
    # 104 % cannot be an interval inside 0 to 100; the rules after it must still be told.
    changes = [("observations.csv", "o2", "value", "104"), ("programmes.csv", "cpp_1", "end", "2010")]
    codes = [problem.code for problem in check_folder(write(*changes))]
    assert codes == ["phase_reversed", "share_above_100", "value_conflict"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("definition", "wide"), ("statistic", "yearly"), ("unit", "per_1000"), ("area", "D2")],
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
        ]
        assert errors(check_folder(write(*changes))) == []


@pytest.mark.parametrize(
    "change",
    [
        ("observations.csv", "o6", "value", "40"), ("observations.csv", "o6", "numerator", "40"),
        ("observations.csv", "o7", "value", "5000"), ("observations.csv", "o7", "value", "0"),
        ("observations.csv", "o9", "value", "100"), ("observations.csv", "o7", "end", "2025-06"),
        ("population.csv", "p1", "under16", "900"), ("programmes.csv", "cpp_1", "end", "2011"),
        ("targets.csv", "t2", "due_year", "2016"), ("breaks.csv", "law", "indicators", "*"),
    ],
)  # fmt: skip
def test_what_lies_on_the_limit_is_no_breach(write, change):
    assert check_folder(write(change)) == []


def test_rows_that_were_not_read_come_first(write):
    evidence = load(
        write(("observations.csv", "o9", "value", "x"), ("programmes.csv", "cpp_1", "end", "2010")),
        strict=False,
    )
    assert [problem.code for problem in check(evidence)] == ["not_a_value", "phase_reversed"]
