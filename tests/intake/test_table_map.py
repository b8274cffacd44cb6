"""Maps as people write them: every slip has its line and the nearest right word; shipped layouts can be read."""

import pytest

from bvte.intake.table_map import LAYOUTS, layout_names, map_beside, read_map, read_written
from bvte.presentation.problems import problem_lines

from ..languages import said_in

RIGHT = """source: {title: T, publisher: P, kind: statistics, address: 'https://example.org/'}
facts: {indicator: stunting_rate}
names: {areas: {Lai: 011, Không: no}}
tables:
- headings: 1
  rows: 2-
  columns:
  - {at: Value}
  - {at: REF_AREA, is: area}
"""


@pytest.fixture
def read(tmp_path):
    """A function that reads the text of a map."""

    def read_text(text):
        path = tmp_path / "a.csv.map.yml"
        path.write_text(text, encoding="utf-8")
        return read_map(path)

    return read_text


def test_a_code_stays_the_text_that_it_is(read):
    table_map, problems = read(RIGHT)
    assert not problems
    assert [codes[0].code for codes in table_map.names.areas.values()] == ["011", "no"]
    assert table_map.tables[0].rows == (2, None) and table_map.tables[0].headings == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "nearest"),
    [
        ("kind: statistics", "kind: statistic", 1, "statistics"),
        ("indicator: stunting", "indicater: stunting", 2, "indicator"),
        ("is: area", "is: aera", 9, "area"),
        ("at: Value", "att: Value", 8, "at"),
        ("rows: 2-", "rows: two", 6, None),
        ("rows: 2-", "rows: 7-2", 6, None),
        ("title: T, ", "", 1, None),
        ("headings: 1", "heading: 1", 5, "headings"),
        ("is: area", "is: area, period: yeer", 9, "year"),
        ("is: area", "is: area, factor: -1", 9, None),
        ("facts:", "fatcs:", 2, "facts"),
    ],
)
def test_a_slip_has_its_line_and_what_was_meant(read, old, new, line, nearest):
    table_map, problems = read(RIGHT.replace(old, new))
    assert table_map is None and problems[0].line == line and len(problems) == 1
    for language in ("vi", "en"):
        (told,) = said_in(language, problem_lines, problems)
        assert "codebook" not in told and "bảng mã" not in told and (nearest is None or f"“{nearest}”" in told)
    assert nearest is None or problems[0].nearest == nearest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "yaml_empty"),
        ("- a\n- b\n", "not_entries"),
        ("a: {b\n", "not_yaml"),
        ("a: &x [1]\nb: *x\n", "not_yaml"),
        (RIGHT + "facts: {}\n", "duplicate_row"),
        (RIGHT.replace("P, kind", "'?', kind"), "map_question_open"),
        (RIGHT + "layout: sdmx\n", "not_in_list"),
        (RIGHT + "layout: sdmx_cvs\n", "not_in_list"),
        (RIGHT.replace("- {at: Value}", "- {at: X, is: period}"), "not_a_value"),
    ],
)
def test_what_is_no_map_is_one_problem(read, text, code):
    table_map, problems = read(text)
    assert table_map is None and [problem.code for problem in problems] == [code]


def test_every_question_that_is_open_is_told_with_its_line(read):
    _, problems = read(RIGHT.replace("title: T", "title: '?'").replace("011", "'?'"))
    assert [(problem.line, problem.column) for problem in problems] == [(1, "source.title"), (3, "names.areas.Lai")]


@pytest.mark.parametrize("name", layout_names())
def test_a_shipped_layout_can_be_used_by_its_name(read, name):
    written, problems = read_written(LAYOUTS / f"{name}.yml")
    assert written and not problems
    text = RIGHT.partition("tables:")[0] + f"layout: {name}\n"
    table_map, problems = read(
        text if name not in ("statistical_yearbook", "education_statistics") else RIGHT + f"layout: {name}\n"
    )
    assert table_map and table_map.facts.indicator == "stunting_rate"
    assert set(written.content.get("marks", {})) <= set(table_map.marks)


def test_a_map_adds_to_its_layout_and_goes_before_it(read):
    text = RIGHT.partition("tables:")[0] + "layout: sdmx_csv\nmarks: {A: estimated, q: suppressed}\n"
    table_map, _ = read(text)
    assert (table_map.marks["A"], table_map.marks["q"], table_map.marks["P"]) == (
        "estimated",
        "suppressed",
        "preliminary",
    )
    assert any(column.at == "TIME_PERIOD" for column in table_map.tables[0].columns)


def test_the_map_of_a_file_stands_beside_it(tmp_path):
    assert map_beside(tmp_path / "số liệu.xlsx").name == "số liệu.xlsx.map.yml"


def test_a_slip_in_the_name_of_a_layout_has_the_one_that_was_meant(read):
    (problem,) = read(RIGHT + "layout: sdmx_cvs\n")[1]
    assert problem.nearest == "sdmx_csv" and "“sdmx_csv”" in said_in("vi", problem_lines, [problem])[0]
