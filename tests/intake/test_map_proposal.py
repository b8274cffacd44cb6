"""A map proposed for a file: what is sure is there, what is not is a question, and the answers make it work."""

import re

import openpyxl
import pytest
import yaml

from bvte.intake.map_proposal import propose_map
from bvte.intake.table_map import map_beside, read_map
from bvte.intake.table_reading import read_mapped
from bvte.presentation.map_text import map_text

from ..languages import said_in
from .test_published_tables import yearbook

ANSWERS = {
    "title": "'[BỊA] T'",
    "publisher": "'[BỊA] P'",
    "kind": "statistics",
    "published_on": "2025",
    "address": "https://example.org/",
    "language": "vi",
    "statistic": "level",
}


@pytest.fixture
def proposed(tmp_path, evidence):
    """A function that proposes a map of a CSV text and returns the proposal with what its YAML says, by language."""

    def propose(content, name="bảng.csv", language="vi"):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            book.active.title = "Biểu 13"
            content(book.active)
            book.save(path)
        proposal, problems = propose_map(path, evidence)
        assert proposal, problems
        text = said_in(language, map_text, proposal)
        assert yaml.load(text, yaml.BaseLoader) == proposal.content
        return proposal.content, text

    return propose


def answered(text, **answers):
    """The text of a map with an answer for each question."""
    for key, answer in {**ANSWERS, **answers}.items():
        text = re.sub(rf"(?m)((?:^|\W){re.escape(key)}['\"]?: )'\?'", lambda found, a=answer: f"{found[1]}{a}", text)
    return text


LONG = "area,year,value\n"
DHIS2 = "dataelement,period,orgunit,catoptcombo,attroptcombo,value,storedby,lastupdated,comment,flwup\n"


def test_a_yearbook_table_is_recognised_and_reads_once_answered(proposed, tmp_path, evidence):
    content, text = proposed(yearbook, "bảng.xlsx")
    (table,) = content["tables"]
    assert (table["sheet"], table["headings"], table["rows"]) == ("Biểu 13", "4-6", "7-10")
    assert table["columns"][0] == {"at": "A", "is": "area"} and table["facts"] == {"unit": "people"}
    assert content["source"]["title"].startswith("[BỊA] Trẻ em dưới 16")
    assert content["names"]["areas"] == {"TỔNG SỐ - TOTAL": "?"} and "11 Tỉnh Điện Biên" in text
    assert list(content["marks"]) == ["x"] and content["facts"]["indicator"] == "?"
    answers = {"TỔNG SỐ - TOTAL": "'11'", "x": "suppressed", "indicator": "children_under16_count"}
    map_beside(tmp_path / "bảng.xlsx").write_text(answered(text, **answers), encoding="utf-8")
    table_map, problems = read_map(map_beside(tmp_path / "bảng.xlsx"))
    assert not problems
    assert len(read_mapped(tmp_path / "bảng.xlsx", table_map, evidence).taken) == 13


def test_dhis2_asks_for_codes_and_says_what_it_drops(proposed):
    content, text = proposed(DHIS2 + "deA,202507,ouX,HllvX50cXC0,HllvX50cXC0,12,a,b,c,d\n")
    assert content["layout"] == "dhis2_data_values"
    assert content["names"] == {"indicators": {"deA": "?"}, "areas": {"ouX": "?"}}
    assert "“storedby”" in text and "“comment”" in text


def test_sdmx_with_known_codes_asks_for_its_source_alone(proposed):
    text = "DATAFLOW,REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nX,VN,stunting_rate,_T,2019,20.5,A\n"
    content, _ = proposed(text)
    assert content["layout"] == "sdmx_csv" and set(content) == {"layout", "source"}


def test_an_unknown_mark_is_asked_about_and_a_known_one_is_not(proposed):
    text = "DATAFLOW,REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    content, _ = proposed(
        text + "X,VN,stunting_rate,_T,2019,k,A\nX,VN,stunting_rate,_T,2020,..,A\nX,VN,stunting_rate,_T,2021,9,ZZ\n"
    )
    assert content["marks"] == {"k": "?", "ZZ": "?"}


def test_a_period_that_may_be_two_is_asked_about(proposed):
    content, text = proposed(DHIS2 + "deA,201112,ouX,HllvX50cXC0,HllvX50cXC0,12,a,b,c,d\n")
    assert content["facts"]["period"] == "?" and "201112" in text


def test_a_decimal_mark_that_nothing_tells_is_asked_about(proposed):
    def fill(sheet):
        for row in (["REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"], ["VN", "primary_pupils", "2019", "1.234"]):
            sheet.append(row)

    content, text = proposed(fill, "bảng.xlsx")
    assert content["facts"]["decimal"] == "?" and "“1.234”" in text


def test_open_sdg_asks_for_the_indicator_of_the_file(proposed):
    content, text = proposed("Year,Sex,Value\n2018,,30.5\n2018,F,29.5\n")
    assert content["layout"] == "open_sdg_csv"
    assert (content["facts"]["indicator"], content["facts"]["area"]) == ("?", "?") and "“F”" in text


def test_names_of_two_areas_are_asked_with_both(proposed):
    _, text = proposed("DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\nX,Điện Biên,stunting_rate,2019,20\n")
    assert "11 Tỉnh Điện Biên" in text and "100 Huyện Điện Biên" in text


def test_the_remarks_are_in_the_language_of_the_reader(proposed):
    _, vi = proposed("Year,Value\n2018,30.5\n")
    _, en = proposed("Year,Value\n2018,30.5\n", language="en")
    assert "Cơ quan công bố?" in vi and "Who published it?" in en and "Cơ quan" not in en


def test_a_file_without_a_table_has_a_problem(tmp_path, evidence):
    for name, text in (("a.csv", "chỉ có chữ\nvà chữ\n"), ("b.csv", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        proposal, problems = propose_map(tmp_path / name, evidence)
        assert proposal is None and len(problems) == 1


BELOW = [
    ["Biểu 1. [BỊA] Học sinh tiểu học"],
    ["Đơn vị tính: Người"],
    ["Địa bàn", "2019", "2020"],
    ["Cả nước", 8506, 8718],
    ["Điện Biên", 80, 81],
    [],
    ["Biểu 2. [BỊA] Trẻ em dưới 16 tuổi"],
    [],
    ["Địa bàn", "Số trẻ em", "Ghi chú"],
    ["Cả nước", 26000, "x"],
    [],
    ["Điện Biên", 208, "x"],
    [],
    ["[BỊA] Nguồn: không có"],
]


@pytest.mark.parametrize("first", [1, 4])
def test_tables_that_stand_one_below_another_are_tables_of_their_own(proposed, first):
    def fill(sheet):
        for number, row in enumerate(BELOW, start=first):
            for letter, text in enumerate(row, start=1):
                sheet.cell(number, letter, text)

    content, _ = proposed(fill, "bảng.xlsx")
    rows = [(table["headings"], table["rows"], [c["at"] for c in table["columns"]]) for table in content["tables"]]
    at = [str(first + line) for line in (2, 3, 4, 8, 9, 11)]
    first, second = (
        (f"{at[0]}-{at[0]}", f"{at[1]}-{at[2]}", [*"ABC"]),
        (f"{at[3]}-{at[3]}", f"{at[4]}-{at[5]}", [*"AB"]),
    )
    assert rows == [first, second]
    assert [table["sheet"] for table in content["tables"]] == ["Biểu 13"] * 2
    assert content["tables"][0]["facts"] == {"unit": "people"} and "facts" not in content["tables"][1]


def test_an_empty_row_within_a_table_begins_none(proposed):
    rows = [["Địa bàn", "2019", "2020"], ["Cả nước", 8506, 8718], [], ["Chia ra"], ["Điện Biên", 80, 81]]
    content, _ = proposed(lambda sheet: [sheet.append(row or [None]) for row in rows], "bảng.xlsx")
    (table,) = content["tables"]
    assert table["rows"] == "2-5"
