"""Tables as offices and publishers lay them out, from the proposed map to the figures; all of it is made up."""

from datetime import date

import openpyxl
import pytest
import yaml

from bvte.intake.map_proposal import propose_map
from bvte.intake.table_figures import scale_said
from bvte.intake.table_map import map_beside, read_map
from bvte.intake.table_reading import read_mapped
from bvte.presentation.map_text import map_text

from ..languages import said_in
from .test_map_proposal import answered
from .test_published_tables import figures, refusals


@pytest.fixture
def laid(tmp_path, evidence):
    """A function that writes rows as a workbook, or a text as CSV, and returns the proposed map with its text."""

    def propose(content, merges=()):
        path = tmp_path / ("bảng.csv" if isinstance(content, str) else "bảng.xlsx")
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            for row in content:
                book.active.append(row)
            for merge in merges:
                book.active.merge_cells(merge)
            book.save(path)
        proposal, problems = propose_map(path, evidence)
        assert proposal, problems
        return proposal.content, said_in("vi", map_text, proposal)

    return propose


@pytest.fixture
def read_answered(tmp_path, evidence):
    """A function that answers the questions of a proposed map and reads the file through it."""

    def read(text, drop=(), **answers):
        lines = [line for line in answered(text, **answers).splitlines() if not any(word in line for word in drop)]
        path = next(tmp_path.glob("bảng.*"))
        map_beside(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
        table_map, problems = read_map(map_beside(path))
        assert table_map, problems
        return read_mapped(path, table_map, evidence)

    return read


# The table that every department sends: numbered rows and columns, a column of units, groups, a column of remarks.
OFFICE = [
    ["UBND TỈNH ĐIỆN BIÊN"],
    ["[BỊA] Biểu tổng hợp chỉ tiêu trẻ em"],
    [],
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2022", "Năm 2023", "Ghi chú"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["I", "Bảo vệ trẻ em"],
    [1, "Trẻ em dưới 16 tuổi", "Trẻ em", "208.222", "209.100"],
    [2, "Trẻ em thấp còi", "%", "25,3", "24,8", "Ước"],
    ["II", "Giáo dục"],
    [3, "Học sinh tiểu học", "Học sinh", "85.100", "x", "bà Lò Thị B gửi"],
    [],
    ["Ghi chú: số liệu đến 31/12, 12.345 hộ"],
]
NAMES = {
    "Trẻ em dưới 16 tuổi": "children_under16_count",
    "Trẻ em thấp còi": "stunting_rate",
    "Học sinh tiểu học": "primary_pupils",
    "x": "suppressed",
    "area": "'11'",
}


@pytest.mark.parametrize("numbering", [OFFICE[4], ["A", "B", "C", 1, 2, 3], [1, 2, 3, 4, 5, 6], None])
def test_the_table_of_a_department_reads_once_its_names_are_answered(laid, read_answered, numbering):
    rows = [row for row in (*OFFICE[:4], numbering, *OFFICE[5:]) if row is not None]
    content, text = laid(rows)
    (table,) = content["tables"]
    assert table["headings"] == "4-4" and content["source"]["title"].startswith("[BỊA] Biểu")
    assert table["columns"] == [
        {"at": "B", "is": "indicator"},
        {"at": "C", "is": "unit"},
        {"at": "D", "says": "period"},
        {"at": "E", "says": "period"},
    ]
    assert "Lò Thị B" not in text
    reading = read_answered(text, **NAMES)
    found = list(figures(reading, "indicator", "start", "value", "unit").values())
    assert found == [
        ("children_under16_count", "2022", "208222", "children"),
        ("children_under16_count", "2023", "209100", "children"),
        ("stunting_rate", "2022", "25.3", "percent"),
        ("stunting_rate", "2023", "24.8", "percent"),
        ("primary_pupils", "2022", "85100", "children"),
    ]
    assert list(refusals(reading).values()) == ["mark_suppressed"]


@pytest.mark.parametrize("merges", [["A3:D3"], []], ids=["merged", "alone"])
@pytest.mark.parametrize(
    ("unit", "value"), [("Nghìn người - Thous. persons", "12500"), ("Người - Person", "count_not_whole")]
)
def test_a_unit_that_stands_above_the_first_row_is_no_heading(laid, read_answered, merges, unit, value):
    rows = [
        ["", "Phân theo giới tính - By sex"],
        ["", "Nam", "Nữ"],
        [unit],
        ["2018", "12,5", "13,1"],
        ["2019", "12,6", "13"],
    ]
    content, text = laid(rows, merges)
    (table,) = content["tables"]
    assert (table["headings"], table["rows"], table.get("sections")) == ("1-2", "3-5", None)
    reading = read_answered(text, area="'11'", indicator="primary_pupils", drop=["- {at: C"])
    assert {**figures(reading), **refusals(reading)}["B4"] == value


THOUSANDS = [["Năm", "Số trẻ em (nghìn người)"], ["2018", "208"], ["2019", "209"]]


@pytest.mark.parametrize(
    ("written", "found"), [("factor: 1000", {"208000", "209000"}), ("definition: x", {"scale_of_heading"})]
)
def test_a_heading_that_says_thousands_asks_for_the_factor_and_is_not_read_without(laid, read_answered, written, found):
    content, text = laid(THOUSANDS)
    assert content["tables"][0]["columns"][1] == {"at": "B", "factor": "?"}
    told = text.replace("factor: '?'", written)
    reading = read_answered(told, area="'11'", indicator="children_under16_count")
    assert {*figures(reading).values(), *refusals(reading).values()} == found


def test_a_label_that_says_thousands_is_refused_alone(laid, read_answered):
    label = "Trẻ em (nghìn người)"
    rows = [["Chỉ tiêu", "Năm 2018", "Năm 2019"], [label, "208", "209"], ["Học sinh tiểu học", "85.100", "85.200"]]
    _, text = laid(rows)
    reading = read_answered(
        text, area="'11'", **{label: "children_under16_count", "Học sinh tiểu học": "primary_pupils"}
    )
    assert set(refusals(reading)) == {"B2", "C2"} and set(figures(reading)) == {"B3", "C3"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Số trẻ em (nghìn người)", "nghìn người"),
        ("Dân số, 1.000 người", "1.000 người"),
        ("Kinh phí (triệu đồng)", "triệu đồng"),
        ("Tỷ suất (‰)", "‰"),
        ("Population (thousands)", "thousands"),
        ("Tỷ lệ trẻ em (%)", ""),
        ("Huyện Triệu Phong", ""),
        ("Tỷ số giới tính", ""),
        ("Trẻ em dưới 16 tuổi năm 2018", ""),
    ],
)
def test_words_that_make_thousands_of_figures_are_told_from_names(text, said):
    assert scale_said(text) == said


BESIDE = [
    ["Đơn vị: %"],
    ["Năm", "Tỷ lệ", "", "Năm", "Tỷ lệ"],
    ["2015", "26,1", "", "2018", "36,1"],
    ["2016", "25,2", "", "2019", "35,2"],
]


@pytest.mark.parametrize("gap", [True, False])
def test_a_table_beside_another_has_its_own_years(laid, read_answered, gap):
    content, text = laid([row if gap else [*row[:2], *row[3:]] for row in BESIDE])
    assert [table["facts"] for table in content["tables"]] == [{"unit": "percent"}] * 2
    found = figures(read_answered(text, area="'11'", indicator="stunting_rate"), "start", "value").values()
    assert set(found) == {("2015", "26.1"), ("2016", "25.2"), ("2018", "36.1"), ("2019", "35.2")}


def test_rows_at_either_end_of_which_no_figure_can_be_read_are_refused_by_their_cells(laid, read_answered):
    ends = [["2017", "(26,1)"], ["2018", "5,2‰"]]
    figured = [["2019", "25,1"], ["2020", "24,3"]]
    rows = [["Năm", "Tỷ lệ"], *ends, *figured, ["2021", date(2021, 5, 28)], ["2023", "từ 24 đến 26"]]
    content, text = laid([*rows, ["Nguồn: niên giám"]])
    assert content["tables"][0]["headings"] == "1-1" and "‰" not in content.get("marks", {})
    reading = read_answered(text, area="'11'", indicator="stunting_rate")
    assert set(figures(reading)) == {"B4", "B5"} and set(refusals(reading)) == {"B2", "B3", "B6", "B7"}


@pytest.mark.parametrize("first", ["=1+1", "#N/A!", "(26.1)"])
def test_what_begins_no_heading_makes_the_first_row_none(laid, first):
    content, _ = laid(f"Năm,Tỷ lệ\n2018,{first}\n2019,25.2\n2020,24.1\n")
    assert (content["tables"][0]["headings"], content["tables"][0]["rows"]) == ("1-1", "2-4")


def test_rows_with_fewer_figures_than_others_are_rows_of_figures(laid, read_answered):
    text = "area,year,boys,girls,total,Người nhập\n11,2018,,,30,Lò Thị B\n11,2019,,..,31,Lò Thị B\n"
    content, text = laid(text + "11,2020,12,20,32,Lò Thị B\n11,2021,13,20,33,Lò Thị B\n11,2022,,,..,Lò Thị B\n")
    (table,) = content["tables"]
    assert (table["headings"], table["rows"]) == ("1-1", "2-6")
    assert table["columns"][:2] == [{"at": "A", "is": "area"}, {"at": "B", "is": "period"}] and "Lò Thị B" not in text
    assert {"at": "F", "is": "person"} in table["columns"]
    names = iter(("preschool_pupils", "children_under16_count", "primary_pupils"))
    answered_text = "\n".join(
        line.replace("'?'", next(names)) if "indicator: '?'" in line else line for line in text.splitlines()
    )
    found = figures(read_answered(answered_text), "start", "value")
    assert found["E2"] == ("2018", "30") and found["E3"] == ("2019", "31") and found["C5"] == ("2021", "13")


@pytest.mark.parametrize("sign", ["<", "dưới", "≤"])
def test_a_bound_in_a_column_of_its_own_stays_one(laid, read_answered, sign):
    text = f"indicator,area,start,end,comparator,value,unit,note\nstunting_rate,11,2016,2020,{sign},20.5,percent,a\n"
    content, text = laid(text + "stunting_rate,11,2021,2021,=,19.5,percent,b\n")
    kinds = {column["at"]: column.get("is") for column in content["tables"][0]["columns"]}
    assert kinds == {"A": "indicator", "B": "area", "C": "period", "D": "until", "E": "bound", "F": None, "G": "unit"}
    found = figures(read_answered(text), "start", "end", "comparator", "value")
    assert found == {"F2": ("2016", "2020", "<=" if sign == "≤" else "<", "20.5"), "F3": ("2021", "2021", "=", "19.5")}


def test_a_sign_that_is_none_is_refused(laid, read_answered, tmp_path):
    _, text = laid("indicator,area,year,sign,value\nstunting_rate,11,2020,<,20.5\nstunting_rate,11,2021,>,20.5\n")
    path = tmp_path / "bảng.csv"
    path.write_text(path.read_text().replace(">", "?!"), encoding="utf-8")
    assert refusals(read_answered(text)) == {"E3": "mark_not_known"}


# As English departments publish: a cover, notes, a title above, notes and symbols in square brackets.
ENGLISH = [
    ["Table 1: [MADE UP] children by area, 2021 to 2023 [note 1]"],
    ["This worksheet contains one table. Some cells refer to notes."],
    ["Area code", "Area", "2021 [note 2]", "2022", "2023 [r]"],
    ["VN", "Viet Nam", "1,388,490", "1,404,310", "1,403,090"],
    ["11", "Điện Biên Province", "12,345", "[c]", "12,400 [note 3]"],
    ["098", "Tua Chua", "612", "[low]", "640 [p]"],
]


def test_an_english_workbook_reads_with_its_notes_and_symbols(laid, read_answered):
    rows = [[cell.replace("Điện Biên", "Dien Bien") for cell in row] for row in ENGLISH]
    content, text = laid(rows)
    assert "layout" not in content and content["tables"][0]["columns"][1:] == [
        {"at": letter, "says": "period"} for letter in "CDE"
    ]
    assert "marks" not in content and "decimal" not in content["facts"]
    reading = read_answered(text, indicator="primary_pupils")
    found = figures(reading, "area", "start", "value")
    assert found["C4"] == ("VN", "2021", "1388490") and found["E5"] == ("11", "2023", "12400")
    assert refusals(reading) == {"D5": "mark_suppressed", "D6": "mark_rounds_to_zero"}
    notes = figures(reading, "note")
    assert "revised" in notes["E4"] and "preliminary" in notes["E6"] and notes["C4"] == ""


def test_vietnamese_words_with_points_before_decimals_say_so(laid, read_answered):
    content, text = laid(
        "Địa bàn,Năm,Chỉ tiêu,Giá trị\nTỉnh Điện Biên,2020,stunting_rate,25.3\nTỉnh Điện Biên,2021,stunting_rate,1.23\n"
    )
    assert content["facts"]["decimal"] == "."
    assert list(figures(read_answered(text)).values()) == ["25.3", "1.23"]


def test_a_heading_without_a_period_beside_others_that_have_one_is_asked(laid):
    rows = [
        ["Địa bàn", "2020", "2021", "So với kế hoạch"],
        ["Tỉnh Điện Biên", "10", "20", "95,5"],
        ["Huyện Tủa Chùa", "1", "2", "91,5"],
    ]
    content, text = laid(rows)
    assert content["tables"][0]["columns"][3] == {"at": "D", "when": "?", "indicator": "?"}
    assert "So với kế hoạch" in text and yaml.load(text, yaml.BaseLoader) == content


def test_a_table_that_names_no_period_asks_for_the_one_of_the_file(laid, read_answered):
    rows = [
        ["[BỊA] Năm 2023"],
        [],
        ["Địa bàn", "Số trẻ em"],
        ["Tỉnh Điện Biên", "208.222"],
        ["Huyện Tủa Chùa", "18.100"],
    ]
    content, text = laid(rows)
    assert content["facts"]["when"] == "?"
    reading = read_answered(text, when="'2023'", indicator="children_under16_count")
    assert list(figures(reading, "area", "start").values()) == [("11", "2023"), ("098", "2023")]


def test_counts_behind_a_rate_go_with_it(laid, read_answered):
    text = "indicator,area,year,value,numerator,denominator\nstunting_rate,11,2020,25.0,50,200\n"
    _, text = laid(text + "stunting_rate,11,2021,20.0,,\n")
    found = figures(read_answered(text), "value", "numerator", "denominator")
    assert found == {"D2": ("25.0", "50", "200"), "D3": ("20.0", "", "")}


def test_an_unknown_area_is_still_an_area(laid):
    content, _ = laid("Đơn vị,2020\nHuyện Lạ,1\nXã Mới,2\nThị trấn Khác,3\n")
    assert content["tables"][0]["columns"][0] == {"at": "A", "is": "area"}
    assert set(content["names"]["areas"]) == {"Huyện Lạ", "Xã Mới", "Thị trấn Khác"}


@pytest.mark.parametrize(
    ("parts", "spans"),
    [
        (["Quý I", "Quý II"], [("2024-01", "2024-03"), ("2024-04", "2024-06")]),
        (["Q1", "Q2"], [("2024-01", "2024-03"), ("2024-04", "2024-06")]),
        (["Tháng 1", "Tháng 12"], [("2024-01", "2024-01"), ("2024-12", "2024-12")]),
        (["6 tháng đầu năm", "9 tháng"], [("2024-01", "2024-06"), ("2024-01", "2024-09")]),
    ],
)
def test_parts_of_a_year_below_it_are_never_the_year(laid, read_answered, parts, spans):
    rows = [["[BỊA] Số vụ"], ["Địa bàn", "2024", None, "2023"], [None, *parts, parts[0]], ["Tỉnh Điện Biên", 3, 4, 5]]
    _, text = laid(rows, ["B2:C2"])
    reading = read_answered(text, indicator="child_abuse_victims", statistic="total")
    found = list(figures(reading, "start", "end").values())
    assert found[:2] == spans and found[2] == tuple(day.replace("2024", "2023") for day in spans[0])


def test_a_part_of_a_year_that_no_year_stands_beside_is_refused(laid, read_answered):
    rows = [["Địa bàn", "2024", "January"], ["Tỉnh Điện Biên", 3, 4], ["Huyện Tủa Chùa", 1, 2]]
    content, text = laid(rows)
    assert content["tables"][0]["columns"][2] == {"at": "C", "when": "?"}
    reading = read_answered(text, when="2024-01", indicator="child_abuse_victims", statistic="total")
    assert set(figures(reading, "start", "end").values()) == {("2024", "2024"), ("2024-01", "2024-01")}


def test_a_year_and_its_part_in_two_columns_are_one_period(laid, read_answered):
    text = "Địa bàn;Năm;Quý;Số vụ\nTỉnh Điện Biên;2024;Quý I;3\nTỉnh Điện Biên;2024;Quý II;4\n"
    _, text = laid(text + "Tỉnh Điện Biên;2025;Quý I;5\n")
    reading = read_answered(text, indicator="child_abuse_victims", statistic="total")
    assert list(figures(reading, "start").values()) == ["2024-01", "2024-04", "2025-01"]


@pytest.mark.parametrize(
    ("heading", "whole", "parts"),
    [
        ("Giới tính", "Chung", ("Nam", "Nữ")),
        ("Sex", "Both sexes", ("F", "M")),
        ("Nhóm tuổi", "Tổng số", ("0-5", "6-15")),
    ],
)
def test_parts_beside_their_total_are_left_out(laid, read_answered, heading, whole, parts):
    text = f"Địa bàn;{heading};2020;2021\nTỉnh Điện Biên;{whole};100;110\n"
    text += "".join(f"Tỉnh Điện Biên;{part};50;55\n" for part in parts)
    content, text = laid(text)
    assert content["tables"][0]["columns"][1] == {"at": "B", "is": "part", "whole": [whole]}
    reading = read_answered(text, indicator="primary_pupils")
    assert list(figures(reading).values()) == ["100", "110"] and set(refusals(reading).values()) == {"part_left_out"}


def test_persons_above_and_among_figures_come_nowhere_and_the_rows_are_not_lost(laid, read_answered):
    rows = [
        ["Người lập biểu: Lò Thị Hoa, 0912 345 678"],
        ["[BỊA] Học sinh tiểu học"],
        ["Địa bàn", "Năm 2019", "Năm 2020", "Ước 2021"],
        ["Tỉnh Điện Biên", "85\u00a0100", 85200.0, "85.300(1)"],
        ["Huyện Tủa Chùa", "'8.100", "8.200(2)", "8.3OO"],
        ["Huyện Mường Nhé", "7 900", "Lò Thị Hoa", "—"],
        ["Nguồn: 12.345 hộ"],
    ]
    content, text = laid(rows)
    assert content["tables"][0]["rows"] == "4-6" and "Hoa" not in text and "0912" not in text
    reading = read_answered(text, indicator="primary_pupils", OO="suppressed", **{"—": "not_available"})
    assert figures(reading) == {"B4": "85100", "C4": "85200", "D4": "85300", "C5": "8200", "B6": "7900"}
    assert refusals(reading) == {
        "B5": "figure_not_read",
        "D5": "number_of_another_form",
        "C6": "figure_not_read",
        "D6": "mark_not_available",
    }
    assert not any("Hoa" in cell.seen + cell.problem.found for cell in reading.refused)
