"""Tables that others published, brought in through their maps; every figure and name in them is made up."""

import csv
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load
from bvte.intake.keeping import keep_reading
from bvte.intake.reading import fold_causes
from bvte.intake.table_map import map_beside, read_map
from bvte.intake.table_reading import read_mapped
from bvte.judgement.estimates import estimates_of
from bvte.presentation.problems import problem_line, problem_lines

from ..languages import said_in

DAY = date(2026, 1, 31)
SOURCE = (
    "source: {title: '[BỊA] Niên giám', publisher: '[BỊA] Cục Thống kê', kind: statistics, published_on: '2025', "
    "address: 'https://example.org/', language: vi}\n"
)
# One rate in a long file; the indicator has no limit on areas.
LONG = (
    SOURCE
    + """facts: {indicator: stunting_rate}
tables:
- columns: [{at: area, is: area}, {at: year, is: period}, {at: value}]
"""
)


@pytest.fixture
def mapped(tmp_path, evidence):
    """A function that writes a CSV text, or bytes, with its map and returns the reading."""

    def read(content, map_text, name="bảng.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        map_beside(path).write_text(map_text, encoding="utf-8")
        table_map, problems = read_map(map_beside(path))
        assert table_map, problems
        return read_mapped(path, table_map, evidence)

    return read


@pytest.fixture
def in_workbook(tmp_path, evidence):
    """A function that lets somebody fill a sheet, and reads it through a map."""

    def read(fill, map_text, title="Biểu 13"):
        path = tmp_path / "bảng.xlsx"
        book = openpyxl.Workbook()
        book.active.title = title
        fill(book.active)
        book.save(path)
        map_beside(path).write_text(map_text, encoding="utf-8")
        table_map, problems = read_map(map_beside(path))
        assert table_map, problems
        return read_mapped(path, table_map, evidence)

    return read


def figures(reading, *fields):
    """Cell -> the fields asked for, by default the value."""
    names = fields or ("value",)
    found = {taken.cell: tuple(taken.fields[name] for name in names) for taken in reading.taken}
    return {cell: values[0] for cell, values in found.items()} if len(names) == 1 else found


def refusals(reading):
    """Cell -> code of its refusal."""
    return {cell.cell: cell.problem.code for cell in reading.refused}


def yearbook(sheet):
    """A table as provincial yearbooks print it: two languages, merged headings, notes, marks, a provisional year."""
    sheet["A1"], sheet["B1"] = "13", "[BỊA] Trẻ em dưới 16 tuổi phân theo huyện"
    sheet["B2"], sheet["F3"] = "[BỊA] Children under 16 by district", "ĐVT: Người - Unit: Person"
    sheet["C4"] = "Năm - Year"
    sheet.merge_cells("C4:E4")
    for cell, text in {"C5": 2018, "D5": "2019", "E5": "2020", "F4": "Sơ bộ", "F5": "Prel.", "F6": "2021"}.items():
        sheet[cell] = text
    for letter in "CDE":
        sheet.merge_cells(f"{letter}5:{letter}6")
    rows = {
        7: ("TỔNG SỐ(1) - TOTAL(1)", "200.100", "201.210", "202.314", "203.455"),
        8: ("Thành phố Điện Biên Phủ\nDien Bien Phu city", 20100, "20.210", "20.314", "20.455"),
        9: ("Thị xã Mường Lay\nMuong Lay town", "3.100", "…", "-", "x"),
        10: ("Huyện Tủa Chùa2\nTua Chua district", "18.100", "18.210", "18.314", "18.455(2)"),
    }
    for row, (name, *cells) in rows.items():
        sheet[f"A{row}"] = name
        for letter, cell in zip("CDEF", cells, strict=True):
            sheet[f"{letter}{row}"] = cell
    sheet["A10"].font = Font(bold=True)
    sheet["A12"], sheet["A13"] = "(1) Theo kết quả 2019.", "Nguồn: [BỊA] Cục Thống kê, 12.345 hộ"


YEARBOOK = (
    "layout: statistical_yearbook\n"
    + SOURCE
    + """facts: {indicator: children_under16_count, statistic: level, unit: people}
names: {areas: {TỔNG SỐ - TOTAL: '11'}}
marks: {x: suppressed}
tables:
- sheet: Biểu 13
  headings: 4-6
  rows: 7-10
  columns: [{at: A, is: area}, {at: C-F, says: period}]
"""
)


def test_a_yearbook_table_is_read_with_its_merged_headings_notes_and_marks(in_workbook):
    reading = in_workbook(yearbook, YEARBOOK)
    found = figures(reading, "area", "start", "value", "unit")
    assert found["C7"] == ("11", "2018", "200100", "children") and found["F7"] == ("11", "2021", "203455", "children")
    assert found["C8"] == ("094", "2018", "20100", "children") and found["F10"] == ("098", "2021", "18455", "children")
    assert refusals(reading) == {"D9": "mark_not_available", "E9": "mark_none_occurred", "F9": "mark_suppressed"}
    assert len(found) == 13 and not reading.problems
    assert not any(taken.fields["value"] == "0" for taken in reading.taken)


def test_a_provisional_year_says_so_and_the_others_do_not(in_workbook):
    notes = figures(in_workbook(yearbook, YEARBOOK), "note")
    assert "preliminary" in notes["F7"] and notes["E7"] == ""


def test_the_kind_of_source_is_that_of_the_map_and_the_figure_is_published(in_workbook, tmp_path, folder):
    kept = keep_reading(tmp_path / "bảng.xlsx", in_workbook(yearbook, YEARBOOK), folder, DAY)
    assert kept.folder.name.startswith("mapped-") and not only_errors(check_folder(folder))
    evidence = load(folder)
    source = evidence.sources[f"in_{kept.folder.name.removeprefix('mapped-')}"]
    assert (source.kind, source.publisher, source.address) == (
        "statistics",
        "[BỊA] Cục Thống kê",
        "https://example.org/",
    )
    known = [one for one in estimates_of(evidence, "children_under16_count", "11") if one.year == 2018]
    assert any(one.strength == "published" and source.id in one.sources and one.value == 200100 for one in known)


def test_a_section_changes_the_unit_and_another_is_left_out(in_workbook):
    def fill(sheet):
        sheet["B1"], sheet["B2"], sheet["C2"] = "Phân theo giới tính", "Nam\nMale", "Nữ\nFemale"
        sheet.merge_cells("B1:C1")
        for row, cells in enumerate(
            (
                ["Nghìn người - Thous. persons"],
                ["2018", "12,5", "13,1"],
                ["Sơ bộ - Prel. 2019", "12,6", "13"],
                ["Tỷ lệ tăng - Growth rate (%)"],
                ["2018", "0,021", "-0,139"],
            ),
            start=3,
        ):
            for letter, cell in zip("ABC", cells, strict=False):
                sheet[f"{letter}{row}"] = cell

    text = (
        "layout: statistical_yearbook\n"
        + SOURCE
        + """facts: {area: '11', statistic: level}
tables:
- headings: 1-2
  columns:
  - {at: A, is: period}
  - {at: Nam Male, indicator: primary_pupils}
  - {at: C, indicator: preschool_pupils}
  sections: {Tỷ lệ tăng - Growth rate (%): left_out}
"""
    )
    reading = in_workbook(fill, text)
    assert figures(reading, "indicator", "start", "value", "step") == {
        "B4": ("primary_pupils", "2018", "12500", "100"),
        "C4": ("preschool_pupils", "2018", "13100", "100"),
        "B5": ("primary_pupils", "2019", "12600", "100"),
        "C5": ("preschool_pupils", "2019", "13000", "1000"),
    }
    assert refusals(reading) == {"B7": "left_out_by_map", "C7": "left_out_by_map"}


def test_sdmx_keeps_bounds_and_marks_and_takes_the_whole_once(mapped):
    text = """DATAFLOW,REF_AREA:Geographic area,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,ACTION
X:Y(1.0),VNM: Viet Nam,NT,_T,2019,<90,PT,A,I
X:Y(1.0),VNM: Viet Nam,NT,F,2019,11.5,PT,A,I
X:Y(1.0),VNM: Viet Nam,NT,_T,2020,20.25,PT,P,I
X:Y(1.0),VNM: Viet Nam,NT,_T,2021,,PT,M,I
X:Y(1.0),VNM: Viet Nam,NT,_T,2022,14.299999999999999,PT,U,I
X:Y(1.0),VNM: Viet Nam,NT,_T,2023,19.5,PT,F,I
X:Y(1.0),VNM: Viet Nam,NT,_T,2018,19.5,PT,A,D
X:Y(1.0),VNM: Viet Nam,NT,_T,2017,,PT,A,I
"""
    map_text = "layout: sdmx_csv\n" + SOURCE + "names: {indicators: {NT: stunting_rate}, areas: {VNM: VN}}\n"
    reading = mapped(text, map_text)
    found = figures(reading, "comparator", "value")
    assert found == {"F2": ("<", "90"), "F4": ("=", "20.25"), "F6": ("=", "14.3")}
    assert refusals(reading) == {
        "F3": "part_left_out",
        "F5": "mark_not_applicable",
        "F7": "mark_forecast",
        "F8": "part_left_out",
    }
    notes = figures(reading, "note")
    assert "preliminary" in notes["F4"] and "low reliability" in notes["F6"] and notes["F2"] == ""
    assert {cell.problem.severity for cell in reading.refused} == {"finding"}


def test_a_bound_is_kept_as_one_and_never_as_its_number(mapped, tmp_path, folder):
    reading = mapped("area,year,value\nVN,2022,<90\n", LONG)
    source = keep_reading(tmp_path / "bảng.csv", reading, folder, DAY).id.replace("mapped-", "in_")
    known = estimates_of(load(folder), "stunting_rate", "VN")
    assert [(str(one.interval), one.strength) for one in known if source in one.sources] == [("[0.0, 90.0)", "bound")]


def test_dhis2_values_lose_the_names_of_persons_before_anything_is_kept(mapped, tmp_path, folder):
    text = """dataelement,period,orgunit,catoptcombo,attroptcombo,value,storedby,lastupdated,comment,flwup
deA,202501,ouX,HllvX50cXC0,HllvX50cXC0,12,nguyenvana,2025-08-05T19:58:12.000,Bà Trần Thị B gọi,false
deA,2019Q1,ouX,HllvX50cXC0,HllvX50cXC0,14,nguyenvana,2015-04-05T19:58:12.000,0912 345 678,false
deA,2019Q1,ouX,coM,HllvX50cXC0,6,nguyenvana,2015-04-05T19:58:12.000,,false
deA,2019Q1,ouX,coF,HllvX50cXC0,8,nguyenvana,2015-04-05T19:58:12.000,,false
deA,2020Q1,ouX,HllvX50cXC0,HllvX50cXC0,Nguyễn Văn A,nguyenvana,2015-04-05T19:58:12.000,,false
"""
    map_text = "layout: dhis2_data_values\n" + SOURCE + "facts: {statistic: total}\n"
    map_text += "names: {indicators: {deA: child_abuse_victims, deA.coM: child_violence_victims}, areas: {ouX: '11'}}\n"
    reading = mapped(text, map_text)
    assert figures(reading, "indicator", "start", "end", "value") == {
        "F2": ("child_abuse_victims", "2025-01", "2025-01", "12"),
        "F3": ("child_abuse_victims", "2019-01", "2019-03", "14"),
        "F4": ("child_violence_victims", "2019-01", "2019-03", "6"),
    }
    assert refusals(reading) == {"F5": "part_left_out", "F6": "figure_not_read"}
    kept = keep_reading(tmp_path / "bảng.csv", reading, folder, DAY, problem_line)
    everything = b"".join(path.read_bytes() for path in kept.folder.rglob("*")).decode()
    for person in ("nguyenvana", "Trần Thị B", "0912", "Nguyễn Văn A"):
        assert person not in everything


def test_a_column_that_no_map_names_is_copied_nowhere_in_a_workbook_either(in_workbook, tmp_path, folder):
    def fill(sheet):
        for row in (
            ["area", "year", "value", "Người nhập"],
            ["VN", 2021, "xyz", "Lò Thị C"],
            ["VN", 2022, 19, "Lò Thị C"],
        ):
            sheet.append(row)
        sheet.parent.create_sheet("Danh sách")["A1"] = "Lò Thị C"

    map_text = LONG.replace("- columns", "- sheet: Biểu 13\n  columns")
    kept = keep_reading(tmp_path / "bảng.xlsx", in_workbook(fill, map_text), folder, DAY)
    copy = openpyxl.load_workbook(kept.refused_file)
    cells = [cell.value for sheet in copy for row in sheet.iter_rows() for cell in row if cell.value]
    assert "xyz" in cells and not any("Lò Thị C" in str(cell) for cell in cells)


def test_open_sdg_takes_the_headline_and_leaves_the_parts_out(mapped):
    text = """Year,Sex,Unit measure,Observation status,Value
2018,,Percent,Normal value,30.5
2018,Female,Percent,Normal value,29.5
2018,Male,Percent,Normal value,31.5
2019,,Percent,Normal value,
"""
    map_text = "layout: open_sdg_csv\n" + SOURCE + "facts: {indicator: stunting_rate, area: VN}\n"
    reading = mapped(text, map_text)
    assert figures(reading, "area", "start", "value") == {"E2": ("VN", "2018", "30.5")}
    assert refusals(reading) == {"E3": "part_left_out", "E4": "part_left_out"}


def test_education_statistics_reads_the_period_by_its_own_column(mapped):
    text = """time_period,time_identifier,geographic_level,country_code,country_name,region_code,la,sex,pupils,rate
202425,Academic year,National,VN,Viet Nam,z,z,Total,100,12.5
2024,Calendar year,National,VN,Viet Nam,z,z,Total,c,u
202425,Academic year,School,VN,Viet Nam,z,z,Total,7,1.5
202425,Academic year,National,VN,Viet Nam,z,z,Female,50,12.0
202425,Week 5,National,VN,Viet Nam,z,z,Total,50,low
"""
    map_text = (
        "layout: education_statistics\n"
        + SOURCE
        + """facts: {statistic: level}
tables:
- columns:
  - {at: time_period, is: period}
  - at: time_identifier
    is: part
    parts: {Academic year: {period: {form: years, begins: 9}}, Calendar year: {period: year}}
  - {at: geographic_level, is: part, whole: National}
  - {at: country_code, is: area}
  - {at: region_code, is: area}
  - {at: sex, is: part, whole: Total}
  - {at: pupils, indicator: primary_pupils}
  - {at: rate, indicator: stunting_rate}
"""
    )
    reading = mapped(text, map_text)
    assert figures(reading, "area", "start", "end", "value") == {
        "I2": ("VN", "2024-09", "2025-08", "100"),
        "J2": ("VN", "2024-09", "2025-08", "12.5"),
    }
    refused = refusals(reading)
    assert (refused["I3"], refused["J3"]) == ("mark_suppressed", "mark_low_reliability")
    assert {refused[cell] for cell in ("I4", "J4", "I5", "J5", "I6", "J6")} <= {"part_left_out", "mark_rounds_to_zero"}


def test_two_cells_that_claim_one_figure_are_both_refused_with_one_message(mapped):
    reading = mapped("area,year,value\nVN,2021,19\nVN,2021,19\nVN,2022,18\n", LONG)
    assert figures(reading) == {"C4": "18"} and refusals(reading) == {"C2": "claimed_twice", "C3": "claimed_twice"}
    (told,) = fold_causes(cell.problem for cell in reading.refused)
    assert told.found == "C2, C3" and "VN" in told.allowed


def test_two_names_of_one_area_claim_one_figure(mapped):
    reading = mapped("area,year,value\nViệt Nam,2021,19\nVN,2021,20\n", LONG)
    assert set(refusals(reading).values()) == {"claimed_twice"} and not reading.taken


def test_columns_that_differ_in_capitals_are_told_apart_by_the_letter(mapped):
    text = "area,year,Value,value\nVN,2021,19,20\n"
    assert figures(mapped(text, LONG)) == {"D2": "20"}
    assert figures(mapped(text, LONG.replace("{at: value}", "{at: Value}"))) == {"C2": "19"}
    (problem,) = mapped(text, LONG.replace("{at: value}", "{at: VALUE}")).problems
    assert (problem.code, problem.allowed) == ("map_column_twice", "C, D")


def test_a_heading_that_stands_twice_needs_its_letter(mapped):
    text = "area,year,value,value\nVN,2021,19,20\n"
    (problem,) = mapped(text, LONG).problems
    assert problem.code == "map_column_twice" and figures(mapped(text, LONG.replace("value}", "D}"))) == {"D2": "20"}


@pytest.mark.parametrize("heading", ["value", "Value", "VALUE", " value ", "value1", "value(1)"])
def test_a_heading_is_found_whatever_its_capitals_and_footnotes(mapped, heading):
    assert figures(mapped(f"area,year,{heading}\nVN,2021,19\n", LONG)) == {"C2": "19"}


def test_a_missing_column_names_the_nearest(mapped):
    (problem,) = mapped("area,year,valeu\nVN,2021,19\n", LONG).problems
    assert (problem.code, problem.found, problem.nearest) == ("map_column_missing", "value", "valeu")
    assert "valeu" in said_in("vi", problem_line, problem)


@pytest.mark.parametrize(
    "content",
    [
        "area;year;value\nViệt Nam;2021;19,5\nViệt Nam;2022;18,25\n".encode(),
        "area\tyear\tvalue\nViệt Nam\t2021\t19,5\nViệt Nam\t2022\t18,25\n".encode("utf-16"),
        "\ufeffarea;year;value\r\nViệt Nam;2021;19,5\r\nViệt Nam;2022;18,25".encode(),
        "area,year,value\nViệt Nam,2021,19.5\n\nViệt Nam,2022,18.25\n".encode(),
        'area,year,value\n"Việt Nam",2021,"19,5"\nViệt Nam,2022,"18,25"\n'.encode(),
        "area;year;value\nVN;2021;19,5\nVN;2022;18,25\n".encode("cp1258"),
    ],
    ids=["semicolons", "unicode text", "byte mark, no last line end", "blank row", "quoted", "code page"],
)
def test_a_csv_file_is_read_as_it_was_saved(mapped, content):
    assert list(figures(mapped(content, LONG)).values()) == ["19.5", "18.25"]


def test_a_file_that_cannot_be_read_has_one_problem(mapped):
    for content in (b"", b"area,year,value\nVN,2021,\xff\xfe\x00?\n", b'area,year,value\nVN,2021,"19\n'):
        reading = mapped(content, LONG)
        assert len(reading.problems) == 1 and not reading.taken


def test_a_row_that_breaks_off_is_told(mapped):
    assert [problem.code for problem in mapped("area,year,value\nVN,2021,19\nVN,20", LONG).problems] == ["file_cut"]


def test_numbers_of_a_workbook_are_those_that_a_person_sees(in_workbook):
    def fill(sheet):
        rows = [["area", "year", "value"], ["VN", 2018, 0.1 + 0.2], ["VN", 2019, 0.285], ["VN", 2020, 28.5714]]
        for row in [*rows, ["VN", 2021, "12,5"], ["VN", 2022, 12], ["VN", 2023, "#N/A"], ["VN", "2017", None]]:
            sheet.append(row)
        sheet["C3"].number_format, sheet["C4"].number_format, sheet["C6"].number_format = "0.0%", "0.0", "0.0"

    reading = in_workbook(fill, LONG)
    assert figures(reading) == {"C2": "0.3", "C3": "28.5", "C4": "28.6", "C5": "12.5", "C6": "12.0"}
    assert refusals(reading) == {"C7": "mark_not_available"}


def test_what_a_person_does_not_see_is_refused_with_its_place(in_workbook):
    def fill(sheet):
        for row in (["area", "year", "value"], ["VN", 2018, 12], ["VN", 2019, 13], ["VN", 2020, 14]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden, sheet["C4"].number_format = True, '0"‰"'

    reading = in_workbook(fill, LONG)
    assert figures(reading) == {"C2": "12"}
    assert refusals(reading) == {"C3": "hidden_cell", "C4": "figure_not_read"}


def test_a_percent_sign_against_the_unit_is_refused(in_workbook):
    def fill(sheet):
        for row in (["area", "year", "value"], ["VN", 2018, 0.5], ["VN", 2019, "12%"]):
            sheet.append(row)
        sheet["C2"].number_format = "0%"

    text = LONG.replace("stunting_rate", "infant_mortality_rate")
    assert refusals(in_workbook(fill, text)) == {"C2": "unit_of_cell", "C3": "unit_of_cell"}


def test_a_column_of_which_nobody_knows_the_decimal_mark_is_asked_about_once(mapped):
    text = "area,year,value\nVN,2020,1.234\nVN,2021,2.345\nVN,2022,3.456\n"
    map_text = LONG.replace("stunting_rate", "primary_pupils, statistic: level")
    reading = mapped(text, map_text)
    told = fold_causes(cell.problem for cell in reading.refused)
    assert not reading.taken and [(one.code, one.found) for one in told] == [("decimal_not_known", "1.234")]
    answered = map_text.replace("statistic: level", "statistic: level, decimal: ','")
    assert list(figures(mapped(text, answered)).values()) == ["1234", "2345", "3456"]
    assert list(figures(mapped(text.replace("3.456", "456"), map_text)).values()) == ["1234", "2345", "456"]


def test_a_count_with_decimals_and_a_share_above_its_limit_are_not_kept(mapped, tmp_path, folder):
    reading = mapped(
        "area,year,value\nVN,2021,12.5\n", LONG.replace("stunting_rate", "primary_pupils, statistic: level")
    )
    assert refusals(reading) == {"C2": "count_not_whole"}
    kept = keep_reading(tmp_path / "bảng.csv", mapped("area,year,value\nVN,2021,120\nVN,2022,12\n", LONG), folder, DAY)
    assert [cell.cell for cell in kept.refused] == ["C2"] and [taken.cell for taken in kept.taken] == ["C3"]


def test_more_digits_than_a_print_has_are_the_publishers_own(mapped, tmp_path, folder):
    reading = mapped("area,year,value\nVN,2021,14.28571\n", LONG)
    assert figures(reading, "value", "acknowledged") == {"C2": ("14.28571", "digits_beyond_print")}
    assert len(keep_reading(tmp_path / "bảng.csv", reading, folder, DAY).taken) == 1


COUNTED = LONG.replace("{at: value}", "{at: value, numerator: n, denominator: d}")


SCALED = {("2.5", 50, 1): "factor: 10", ("250", 50, 1): "factor: 0.1", ("0.25", 50, 1): "factor: 100"}
ALIKE = [("2.5", 50, 10), ("24", 50, 1), ("25.0", 50, 1), ("2.5", 5, 1), ("0", 50, 1)]


@pytest.mark.parametrize(
    ("value", "numerator", "factor", "told"),
    [(*given, told) for given, told in (SCALED | dict.fromkeys(ALIKE)).items()],
)
def test_a_rate_that_its_counts_make_tenfold_is_asked_about(mapped, value, numerator, factor, told):
    map_text = COUNTED.replace(
        "stunting_rate", f"stunting_rate, factor: {factor}, acknowledged: percent_not_from_counts"
    )
    reading = mapped(
        f"area,year,value,n,d\nVN,2020,{value},{numerator},200\nVN,2021,{value},{numerator},200\n", map_text
    )
    causes = fold_causes(cell.problem for cell in reading.refused)
    assert [(one.code, one.allowed) for one in causes] == ([("factor_doubtful", told)] if told else [])


def test_totals_and_parts_stand_apart_and_are_not_added(mapped, tmp_path, folder):
    text = "area,year,value\nToàn tỉnh,2020,30\nHuyện Tủa Chùa,2020,10\nHuyện Mường Chà,2020,20\n"
    map_text = LONG.replace("stunting_rate", "primary_pupils, statistic: level") + "names: {areas: {Toàn tỉnh: '11'}}\n"
    reading = mapped(text, map_text)
    assert list(figures(reading, "area", "value").values()) == [("11", "30"), ("098", "10"), ("097", "20")]
    keep_reading(tmp_path / "bảng.csv", reading, folder, DAY)
    values = {str(one.value) for one in estimates_of(load(folder), "primary_pupils", "11") if one.year == 2020}
    assert "30" in values and "60" not in values


def test_a_former_district_after_july_2025_is_not_the_new_commune(mapped):
    text = "area,year,value\nHuyện Mường Ảng,2024,1\nHuyện Mường Ảng,202507,2\nMường Ảng,202507,3\nHuyện Lạ,2020,4\n"
    reading = mapped(text, LONG)
    assert figures(reading, "area") == {"C2": "102"}
    assert refusals(reading) == {"C3": "area_ended", "C4": "area_ambiguous", "C5": "name_not_in_map"}
    told = said_in("vi", problem_lines, [cell.problem for cell in reading.refused])
    assert "Huyện Mường Ảng" in told[0] and "2025-06-30" in told[0] and "Xã Mường Ảng" in told[1]


def test_a_name_stands_for_another_code_from_a_day_on(mapped):
    names = "names: {areas: {Lai: [{code: '098', until: 2019-12-31}, {code: '097', from: 2020-01-01}]}}\n"
    reading = mapped("area,year,value\nLai,2019,1\nLai,2020,2\nLai,2019-2020,3\n", LONG + names)
    assert figures(reading, "area") == {"C2": "098", "C3": "097"} and list(refusals(reading)) == ["C4"]


def test_a_code_of_the_map_that_is_none_is_told_and_a_slip_in_a_name_has_what_was_meant(mapped):
    text = "area,year,value\nHuyện Lạ,2020,1\nXóm Ngoài,2020,2\n"
    reading = mapped(text, LONG + "names: {areas: {Huyện Lạ: '09', Xóm Ngoai: '098'}}\n")
    unknown, slip = (cell.problem for cell in reading.refused)
    assert (unknown.code, unknown.found, slip.code, slip.nearest) == (
        "map_code_not_known",
        "Huyện Lạ: 09",
        "name_not_in_map",
        "Xóm Ngoai",
    )
    assert "areas.csv" in said_in("vi", problem_line, unknown) and "Xóm Ngoai" in said_in("vi", problem_line, slip)


def test_one_unknown_name_is_one_message_over_all_its_years(mapped):
    rows = "".join(f"Huyện Lạ,{year},1\n" for year in range(2000, 2021))
    reading = mapped(f"area,year,value\n{rows}", LONG)
    assert len(reading.refused) == 21 and len(fold_causes(cell.problem for cell in reading.refused)) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("VN,2021,k", "figure_not_read"),
        ("VN,2021,c", "figure_not_read"),
        ("VN,201112,1", "period_ambiguous"),
        ("VN,2018-19,1", "period_begins"),
        ("VN,,1", "period_not_read"),
        (",2021,1", "map_lacks"),
        ("VN,2021,<0", "row_not_possible"),
        ("VN,2021,..", "mark_not_available"),
        ("VN,2021,:", "mark_not_available"),
    ],
)
def test_what_nothing_explains_is_refused_by_its_name(mapped, row, code):
    reading = mapped(f"area,year,value\n{row}\n", LONG)
    assert refusals(reading) == {"C2": code} and not reading.taken
    for language in ("vi", "en"):
        assert said_in(language, problem_lines, [cell.problem for cell in reading.refused])


@pytest.mark.parametrize(
    ("sign", "value", "kept"), [("=", "<90", "<"), ("<", "<90", "<"), ("<", "90", "<"), ("", "90", "=")]
)
def test_a_sign_beside_a_bound_does_not_undo_it(mapped, sign, value, kept):
    map_text = LONG.replace("{at: value}", "{at: sign, is: bound}, {at: value}")
    reading = mapped(f"area,year,sign,value\nVN,2021,{sign},{value}\n", map_text)
    assert figures(reading, "comparator", "value") == {"D2": (kept, "90")}
    assert refusals(mapped("area,year,sign,value\nVN,2021,>,<90\n", map_text)) == {"D2": "mark_not_known"}


def test_an_empty_cell_and_an_empty_row_say_nothing(mapped):
    reading = mapped("area,year,value,,\nVN,2021,,,\n,,,,\nVN,2022,18,,\n", LONG)
    assert figures(reading) == {"C4": "18"} and not reading.refused


def test_a_second_sheet_that_no_map_names_is_told_as_empty(in_workbook):
    def fill(sheet):
        for row in (["area", "year", "value"], ["VN", 2018, 12]):
            sheet.append(row)
        sheet.parent.create_sheet("Biểu 14")["A1"] = 5

    assert in_workbook(fill, LONG.replace("- columns", "- sheet: Biểu 13\n  columns")).empty == ("Biểu 14",)
    (problem,) = in_workbook(fill, LONG.replace("- columns", "- sheet: Biểu 12\n  columns")).problems
    assert (problem.code, problem.found, problem.nearest) == ("map_sheet_missing", "Biểu 12", "Biểu 13")


def test_the_same_file_again_changes_nothing(mapped, tmp_path, folder):
    reading = mapped("area,year,value\nVN,2022,18\n", LONG)
    first = keep_reading(tmp_path / "bảng.csv", reading, folder, DAY)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = keep_reading(tmp_path / "bảng.csv", reading, folder, date(2026, 2, 1))
    assert again.again and again.id == first.id
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (row,) = csv.DictReader((first.folder / "cells.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["cell"], row["seen"]) == ("C2", "18")
