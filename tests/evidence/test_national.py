"""What all provinces share: a wrong file is told like a wrong row, and a mistyped code is asked about."""

import re
import shutil

import pytest

from bvte.evidence import form_cards, national
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.problem import EvidenceError
from bvte.evidence.rules.national import national_problems
from bvte.presentation.problems import problem_line


def test_no_card_is_named_by_a_unit_that_has_ended(dien_bien):
    """There are no townships since July 2025: a name, and what is counted, hold before and after."""
    told = [
        getattr(card, part) for card in dien_bien.indicators.values() for part in ("name", "numerator", "denominator")
    ]
    assert not [words.vi for words in told if words and "thị trấn" in words.vi]


@pytest.fixture
def spoilt(project, tmp_path, dien_bien):
    """A function that changes one text of a copy of a national file, and returns the problems of all."""
    folder = tmp_path / "national"
    shutil.copytree(project / "data" / "national", folder)

    def change(file, old, new):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return national_problems(dien_bien, folder)

    return change


def test_the_files_as_they_are_raise_no_question(dien_bien):
    assert national_problems(dien_bien) == []


def test_another_province_is_not_asked_about_cards_that_it_has_not(write):
    assert national_problems(load(write())) == []
    assert check_folder(write()) == []


# file, change, and what the one problem says: column, found, nearest.
WRONG = [
    ("annual_report.yml", "unit: documents", "unit: documenst", "forms.2.rows.0.unit", "documenst", "documents"),
    ("disclosure.yml", "stricter:", "stricer:", None, None, "stricter"),
    ("annual_report.yml", "kind: results", "kind: result", "forms.6.kind", "result", "results"),
    ("annual_report.yml", 'forms: ["1"]', 'forms: ["14a"]', "sections.I.forms", "14a", None),
    ("criteria.yml", "at_most: weak", "at_most: week", None, "week", "weak"),
    ("workshop.yml", "minutes:", "minute:", None, None, "minutes"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "found", "near"), WRONG)
def test_what_is_wrong_in_a_file_is_told_with_its_place(spoilt, file, old, new, column, found, near):
    problems = spoilt(file, old, new)
    assert problems and all(p.file == f"national/{file}" and p.severity == "error" for p in problems)
    assert column in (None, problems[0].column) and found in (None, problems[0].found)
    assert near is None or near in {p.nearest for p in problems}
    for language in ("vi", "en"):
        activate(language)
        told = problem_line(problems[0])
        assert file in told and "pydantic" not in told


@pytest.mark.parametrize("file", ["annual_report.yml", "criteria.yml", "workshop.yml"])
def test_a_file_that_is_no_yaml_is_one_problem_at_its_line(spoilt, file):
    (problem,) = spoilt(file, "\n", "\nx: [\n")
    assert (problem.code, problem.file) == ("not_yaml", f"national/{file}") and problem.line


def test_a_file_that_is_gone_is_told(project, tmp_path, dien_bien):
    folder = tmp_path / "national"
    shutil.copytree(project / "data" / "national", folder)
    (folder / "criteria.yml").unlink()
    (problem,) = national_problems(dien_bien, folder)
    assert (problem.code, problem.file) == ("yaml_missing", "national/criteria.yml")


def of_topic(evidence, text):
    """A code of the text that the province has a card of."""
    return next(code for code in evidence.indicators if code in text and len(code) > 12)


@pytest.mark.parametrize("file", ["criteria.yml", "workshop.yml"])
def test_a_mistyped_code_is_asked_about_with_the_nearest_name(spoilt, project, dien_bien, file):
    code = of_topic(dien_bien, (project / "data" / "national" / file).read_text(encoding="utf-8"))
    (problem,) = spoilt(file, code, code[:4] + code[5:])
    assert (problem.code, problem.severity, problem.nearest) == ("card_not_known", "finding", code)
    for language in ("vi", "en"):
        activate(language)
        assert code in problem_line(problem)


def test_a_code_that_nobody_knows_is_asked_about(spoilt, project, dien_bien):
    code = of_topic(dien_bien, (project / "data" / "national" / "criteria.yml").read_text(encoding="utf-8"))
    (problem,) = spoilt("criteria.yml", code, "zebras_seen")
    assert (problem.code, problem.found, problem.nearest) == ("card_not_known", "zebras_seen", None)


def test_a_mistyped_row_of_a_form_is_asked_about_with_the_card_that_is_meant(spoilt):
    (problem,) = spoilt("annual_report.yml", "indicator: poverty_rate,", "indicator: povrety_rate,")
    assert (problem.code, problem.nearest) == ("card_not_known", "poverty_rate")


def test_a_row_of_a_form_in_another_unit_than_its_card_is_asked_about(spoilt):
    (problem,) = spoilt(
        "annual_report.yml", "indicator: poverty_rate, unit: percent", "indicator: poverty_rate, unit: per_1000"
    )
    assert (problem.code, problem.severity, problem.allowed) == ("unit_not_of_card", "finding", "percent")


def test_a_line_of_programmes_that_is_none_is_told_with_the_one_that_was_meant(write):
    (problem,) = check_folder(write(("programmes.csv", "cpp_1", "kind", "child_protecton")))
    place = ("not_a_value", "programmes.csv", 2, "kind")
    assert (problem.code, problem.file, problem.line, problem.column) == place
    assert problem.nearest == "child_protection" and "child_labour" in problem.allowed


BROKEN = {"no YAML": "forms: [\n", "nothing": "", "a list": "- a\n", "without forms": "sections: []\n"}


@pytest.mark.parametrize("broken", BROKEN)
def test_forms_that_cannot_be_read_are_one_cause_where_an_office_sent_a_figure_of_them(
    project, tmp_path, monkeypatch, broken
):
    for place in (project / "data", project / "tests/fuzz/kept"):
        shutil.copytree(place, tmp_path / "data", dirs_exist_ok=True)
    (tmp_path / "data/national/annual_report.yml").write_text(BROKEN[broken], encoding="utf-8")
    for module in ("load", "national", "rules.national"):
        monkeypatch.setattr(f"bvte.evidence.{module}.project_root", lambda: tmp_path)
    for known in (national.settings_of, form_cards._cells_of):
        known.cache_clear()
    folder = tmp_path / "data/dien-bien"
    errors = only_errors(check_folder(folder))
    assert {problem.file for problem in errors} == {"national/annual_report.yml"}
    with pytest.raises(EvidenceError):
        load(folder)


@pytest.mark.parametrize("folder", ["dien-bien", "quang-tri"])
def test_no_name_of_a_break_calls_wards_and_towns_communes(folder):
    """Where a name counts units it speaks of the level: "264 xã" would leave wards, towns and special zones out."""
    evidence = load(folder)
    for found in evidence.breaks.values():
        assert not re.search(r"\d+ xã", found.name_vi) and not re.search(r"\d+ communes\b", found.name_en), found.id
