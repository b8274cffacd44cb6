import json
from pathlib import Path

import pytest

from bvte.publishing.parameters import NOTEBOOKS, ParameterError, check_values

ALLOWED = {"programme": ["cpp_2011_2015", "cpp_2016_2020"], "area": ["11", "101"], "data": ["dien-bien"]}
RIGHT = {"programme": "cpp_2016_2020", "area": "11", "as_of": "", "language": "en", "data": "dien-bien"}
PROJECT = Path(__file__).resolve().parents[2]


def test_right_values_come_back_in_the_declared_order():
    assert check_values("phase_evaluation", dict(reversed(RIGHT.items())), ALLOWED) == RIGHT


def test_language_falls_back_to_vietnamese():
    assert check_values("across_phases", {"area": "11", "data": "dien-bien"}, ALLOWED)["language"] == "vi"


@pytest.mark.parametrize(
    ("notebook", "change", "said"),
    [
        ("phase_evaluation", {"programm": "x"}, "no parameter “programm”; did you mean “programme”?"),
        ("phase_evaluation", {"programme": "cpp_2016_220"}, "did you mean “cpp_2016_2020”?"),
        ("phase_evaluation", {"area": "102"}, "(code of the area) has no value “102”; did you mean “101”?"),
        ("phase_evaluation", {"area": 11}, "must be text, not 11"),
        ("phase_evaluation", {"data": None}, "the parameter “data” (data folder) is missing"),
        ("across_phases", {}, "across_phases: there is no parameter “programme”"),
        ("phase_evalution", {}, "no kind of report “phase_evalution”; did you mean “phase_evaluation”?"),
        ("phase_evaluation", {"data": "zzz"}, "has no value “zzz”; it can be: dien-bien"),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_one(notebook, change, said):
    with pytest.raises(ParameterError) as refusal:
        check_values(notebook, RIGHT | change, ALLOWED)
    assert said in str(refusal.value)


@pytest.mark.parametrize("year", ["2024", 2024.0, True])
def test_a_year_is_a_whole_number_and_one_that_has_a_report(year):
    allowed = ALLOWED | {"year": [2020, 2024], "agency": ["so"], "paper": ["ministry"]}
    right = {"year": 2024, "area": "11", "agency": "so", "language": "en", "data": "dien-bien"}
    assert check_values("annual_report", right, allowed) == right | {"paper": "ministry"}
    with pytest.raises(ParameterError, match="must be a whole number"):
        check_values("annual_report", right | {"year": year}, allowed)
    with pytest.raises(ParameterError, match="no value “2025”; did you mean “2024”"):
        check_values("annual_report", right | {"year": 2025}, allowed)


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_a_refusal_is_in_vietnamese_unless_english_was_asked_for(language):
    with pytest.raises(ParameterError, match="không có giá trị “x”"):
        check_values("phase_evaluation", RIGHT | {"language": language, "programme": "x"}, ALLOWED)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_takes_exactly_the_declared_parameters(name):
    notebook = json.loads((PROJECT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    cell = next(c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", []))
    taken = {}
    exec("".join(cell["source"]), taken)
    assert taken.keys() - {"__builtins__"} == {p.name for p in NOTEBOOKS[name].parameters}
