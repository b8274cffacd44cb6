"""The yearly report's workbook as a form: filled in, read back, in the next report; figures here are made up."""

import io
from datetime import date

import openpyxl
import pytest

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load
from bvte.intake.keeping import keep_reading
from bvte.intake.report_form import KEYS_SHEET, Role, form_facts, read_report_form
from bvte.judgement.annual import annual
from bvte.presentation.annual_forms import form
from bvte.presentation.document import Box
from bvte.presentation.parts import paragraph
from bvte.publishing.article import Article, ShownCell
from bvte.publishing.forms.sheet_plan import asked_of
from bvte.publishing.forms.workbook import workbook_file

from ..languages import said_in

DAY = date(2026, 1, 31)
FORMS = ("1", "4", "6", "8", "8a", "8b", "13")


def article_of(evidence, language, year=2024):
    report = annual(evidence, year)
    values = {"data": "dien-bien", "year": year, "area": report.area, "agency": report.agency.id}
    blocks = Box("key", (paragraph("Tóm tắt"),)), *(form(report, number) for number in FORMS)
    about = "Báo cáo", "Báo cáo năm", "Điện Biên", {}, "python3 run.py"
    return Article("annual_report-2024", language, *about, (ShownCell(blocks),), values)


def made(evidence, language):
    return workbook_file(said_in(language, article_of, evidence, language))


@pytest.fixture(scope="module")
def workbooks(evidence):
    return {code: said_in(code, made, evidence, code) for code in ("vi", "en")}


def keys_of(content):
    """Figure that is asked -> (sheet, cell)."""
    rows = openpyxl.load_workbook(io.BytesIO(content))[KEYS_SHEET].iter_rows(min_row=2, values_only=True)
    return {value: (sheet, cell) for sheet, cell, role, value in rows if role == Role.FIGURE}


@pytest.fixture
def fill(workbooks, tmp_path):
    """A function that fills in figures (asked -> typed) and returns the path of the file."""

    def fill_in(figures, language="vi", change=lambda book: None, name="báo cáo năm 2024.xlsx"):
        content, path = workbooks[language], tmp_path / name
        book = openpyxl.load_workbook(io.BytesIO(content))
        for asked, typed in figures.items():
            sheet, cell = keys_of(content)[asked]
            book[sheet][cell] = typed
        change(book)
        book.save(path)
        return path

    return fill_in


BOYS = "children_under16_boys 11 2024 children"
ORPHANED = "orphaned_count 11 2024 children"
RATE = "abused_children_rate 11 2024 percent"
BUDGET = "child_budget 11 2024 billion_vnd"


def read(path, evidence, office=""):
    return read_report_form(path, evidence, "dien-bien", office)


def test_every_cell_without_a_figure_asks_for_it_once(workbooks, evidence):
    report = annual(evidence, 2024)
    for language, content in workbooks.items():
        asked = keys_of(content)
        tables = [said_in(language, form, report, number) for number in FORMS]
        wanted = {asked_of(cell) for table in tables for row in table.rows for cell in row} - {""}
        assert set(asked) == wanted and len(wanted) > 100
        assert {ORPHANED, RATE, BOYS} <= wanted


def test_a_cell_to_fill_in_is_open_coloured_and_bounded_and_the_rest_is_locked(workbooks):
    book = openpyxl.load_workbook(io.BytesIO(workbooks["vi"]))
    sheet, cell = keys_of(workbooks["vi"])[RATE]
    found = book[sheet][cell]
    assert book[sheet].protection.sheet and not book[sheet].protection.password
    assert not found.protection.locked and found.fill.fgColor.rgb.endswith("FFF2CC") and found.value is None
    (rule,) = [rule for rule in book[sheet].data_validations.dataValidation if cell in rule.sqref]
    assert rule.promptTitle == "Đơn vị tính: %" and "<=100" in rule.formula1
    assert book[sheet]["A4"].protection.locked and book[KEYS_SHEET].sheet_state == "veryHidden"
    assert "nền vàng" in book[sheet]["A2"].value
    assert any("nền vàng" in str(row[0].value) for row in book["Ký hiệu"].iter_rows(min_row=4))


def test_gaps_are_empty_so_that_a_column_adds_up(workbooks):
    book = openpyxl.load_workbook(io.BytesIO(workbooks["vi"]))
    for sheet, cell in keys_of(workbooks["vi"]).values():
        column = [c.value for c in book[sheet][cell.rstrip("0123456789")][3:]]
        assert not [value for value in column if isinstance(value, str) and not value.startswith("=IF(")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_filled_in_is_read(fill, evidence, language):
    path = fill({BOYS: 101_000, RATE: "dưới 3,8", BUDGET: "khoảng 18"}, language)
    reading = read(path, evidence)
    found = {taken.fields["indicator"]: taken.fields for taken in reading.taken}
    assert not reading.refused and not reading.problems and reading.office == "so_ldtbxh"
    assert [(f["comparator"], f["value"], f["statistic"]) for f in found.values()] == [
        ("=", "101000", "level"),
        ("~", "18", "total"),
        ("<", "3.8", "level"),
    ]
    assert found["child_budget"]["step"] == "1"
    assert {f["start"] for f in found.values()} == {f["end"] for f in found.values()} == {"2024"}


@pytest.mark.parametrize(
    ("typed", "prints"),
    [
        ("3-5", [(">=", "3"), ("<=", "5")]),
        ("từ 3 đến 5", [(">=", "3"), ("<=", "5")]),
        ("Trên 90,5%", [(">", "90.5")]),
        ("không quá 4", [("<=", "4")]),
        ("≥ 4", [(">=", "4")]),
        ("trên dưới 4,5", [("~", "4.5")]),
        ("từ 90 trở lên", [(">=", "90")]),
        ("chưa đến 1%", [("<", "1")]),
        (0, [("=", "0")]),
        (28.5, [("=", "28.5")]),
    ],
)
def test_a_print_is_read_with_its_words(fill, evidence, typed, prints):
    reading = read(fill({RATE: typed}), evidence)
    assert [(t.fields["comparator"], t.fields["value"]) for t in reading.taken] == prints


def test_a_percentage_is_read_as_the_person_sees_it(fill, evidence, workbooks):
    sheet, cell = keys_of(workbooks["vi"])[RATE]

    def in_percent(book):
        book[sheet][cell].number_format = "0.0%"

    (taken,) = read(fill({RATE: 0.285}, change=in_percent), evidence).taken
    assert (taken.fields["value"], taken.seen) == ("28.5", "28,5%")


@pytest.mark.parametrize(
    ("asked", "typed", "number_format", "meant"),
    [
        (RATE, 0.15, "General", "15.00"),
        (RATE, "0,15", "General", "15.00"),
        (RATE, 1, "General", "100"),
        (RATE, 0.15, "0%", None),
        (RATE, "0,15%", "General", None),
        (RATE, 15, "General", None),
        (RATE, 0, "General", None),
        (BOYS, 1, "General", None),
    ],
)
def test_a_share_that_may_be_a_fraction_is_taken_and_asked_about(
    fill, evidence, workbooks, asked, typed, number_format, meant
):
    sheet, cell = keys_of(workbooks["vi"])[asked]

    def look(book):
        book[sheet][cell].number_format = number_format

    reading = read(fill({asked: typed}, change=look), evidence)
    assert len(reading.taken) == 1 and not only_errors(reading.problems)
    told = [(p.code, p.file, p.column, p.allowed) for p in reading.problems]
    assert told == ([("asked_fraction", f"báo cáo năm 2024.xlsx [{sheet}]", cell, meant)] if meant else [])


def test_a_share_as_small_as_the_published_ones_is_not_asked_about(fill, evidence):
    """0.14 % was published of marriages between relatives."""
    small = "consanguineous_marriage_rate 11 2024 percent"
    assert not read(fill({small: 0.15}), evidence).problems


@pytest.mark.parametrize(
    ("asked", "typed", "code"),
    [
        (RATE, "x", "not_a_number"),
        (RATE, "chưa có", "not_a_number"),
        (RATE, "1.234", "ambiguous_number"),
        (RATE, "=1+1", "formula_cell"),
        (BOYS, "12%", "request_percent_of_count"),
        (RATE, date(2024, 5, 1), "not_a_number"),
    ],
)
def test_what_is_no_figure_is_refused_at_its_cell(fill, evidence, workbooks, asked, typed, code):
    reading = read(fill({asked: typed}), evidence)
    (refused,) = reading.refused
    assert (refused.sheet, refused.cell, refused.problem.code) == (*keys_of(workbooks["vi"])[asked], code)
    assert not reading.taken


@pytest.mark.parametrize(("typed", "code"), [(130, "share_above_100"), (-3, "out_of_limits"), (2.12345, None)])
def test_what_breaks_a_rule_of_the_folder_is_refused_when_it_is_kept(fill, folder, typed, code):
    path = fill({RATE: typed, BOYS: 101_000})
    kept = keep_reading(path, read(path, load(folder)), folder, DAY)
    assert [taken.fields["indicator"] for taken in kept.taken] == ["children_under16_boys"]
    assert len(kept.refused) == 1 and code in (None, kept.refused[0].problem.code)
    assert not only_errors(check_folder(folder))


def test_source_and_remark_go_with_the_figures_of_their_row(fill, evidence, workbooks):
    def note(book):
        sheet, cell = keys_of(workbooks["vi"])[RATE]
        heads = {found.value: found.column for found in book[sheet][3]}
        row = book[sheet][cell].row
        book[sheet].cell(row, heads["Nguồn của số điền thêm"]).value = "Báo cáo 12/BC-SYT"
        book[sheet].cell(row, heads["Ghi chú của cơ quan"]).value = "Nguyễn Văn A, 0912 345 678"
        book[sheet].cell(row + 1, heads["Ghi chú của cơ quan"]).value = "lạc dòng"

    reading = read(fill({RATE: 1.5}, change=note), evidence)
    assert [taken.fields["note"] for taken in reading.taken] == ["source: Báo cáo 12/BC-SYT"]
    assert {refused.problem.code for refused in reading.refused} == {"person_named", "form_note_alone"}


def test_a_changed_published_figure_is_refused_and_told(fill, evidence):
    def change(book):
        sheet = book["Biểu 8a"]
        sheet["B4"], sheet["Z30"] = "Tổng khác", "bên lề"

    reading = read(fill({ORPHANED: 7}, change=change), evidence)
    assert [(r.cell, r.problem.code) for r in reading.refused] == [
        ("B4", "form_cell_changed"),
        ("Z30", "form_cell_changed"),
    ]
    assert len(reading.taken) == 1


def test_moved_rows_give_no_figure_of_their_sheet(fill, evidence, workbooks):
    sheet, _ = keys_of(workbooks["vi"])[ORPHANED]
    reading = read(fill({ORPHANED: 7, RATE: 2}, change=lambda book: book[sheet].insert_rows(5)), evidence)
    assert {r.sheet for r in reading.refused} == {sheet}
    assert {r.problem.code for r in reading.refused} == {"form_rows_moved"}
    assert [taken.fields["indicator"] for taken in reading.taken] == ["abused_children_rate"]


def test_sheets_that_are_empty_new_or_gone_are_named(fill, evidence):
    def change(book):
        book.create_sheet("Thêm")["A1"] = 5
        del book["Biểu 13"]

    reading = read(fill({RATE: 2}, change=change), evidence)
    assert {(p.code, p.column) for p in reading.problems} == {
        ("sheet_not_asked", "Thêm"),
        ("form_sheet_lost", "Biểu 13"),
    }
    assert "Biểu 8b" in reading.empty and "Biểu 6" not in reading.empty


def test_a_changed_hidden_sheet_refuses_the_file(fill, evidence):
    def change(book):
        book[KEYS_SHEET]["D9"] = "special_circumstances_count 11 2024 children"

    reading = read(fill({RATE: 2}, change=change), evidence)
    assert [problem.code for problem in reading.problems] == ["form_keys_changed"] and not reading.taken


def test_another_file_or_folder_is_refused(fill, evidence, tmp_path):
    assert [p.code for p in read_report_form(fill({}), evidence, "another").problems] == ["form_of_other_data"]
    openpyxl.Workbook().save(tmp_path / "khác.xlsx")
    assert [p.code for p in form_facts(tmp_path / "khác.xlsx")[1]] == ["not_a_report_form"]
    (tmp_path / "hỏng.xlsx").write_bytes(b"PK")
    assert len(form_facts(tmp_path / "hỏng.xlsx")[1]) == 1


def test_another_office_names_itself(fill, evidence):
    facts = form_facts(fill({}))[0]
    assert (facts["data"], facts["year"], facts["agency"]) == ("dien-bien", "2024", "so_ldtbxh")
    rows = openpyxl.load_workbook(fill({}))[KEYS_SHEET].iter_rows(values_only=True)
    (where,) = [cell for _, cell, role, _ in rows if role == Role.OFFICE]

    def name(book):
        book.worksheets[0][where] = "Công an tỉnh"

    assert read(fill({RATE: 2}, change=name), evidence).office == "Công an tỉnh"
    assert read(fill({RATE: 2}, change=name), evidence, "so_yte").office == "so_yte"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_next_report_has_the_figure_told_apart_with_its_cell(fill, folder, workbooks, language):
    path = fill({ORPHANED: 27, RATE: "dưới 0,5"})
    keep_reading(path, read(path, load(folder)), folder, DAY)
    report = annual(load(folder), 2024)
    table = said_in(language, form, report, "8a")
    (datum,) = [d for row in table.rows for cell in row for d in cell.data if d.value == 27]
    assert datum.strength == "reported"
    apart = {"vi": "cơ quan báo cáo, chưa công bố", "en": "reported by an office, not published"}[language]
    assert any(apart in cell.text for row in table.rows for cell in row if datum in cell.data)
    source = report.known.sources[datum.sources[0]]
    sheet, cell = keys_of(workbooks["vi"])[ORPHANED]
    assert source.title.startswith("Sở Lao động") and f"{sheet}: {cell}" in source.title and path.name in source.title
    content = workbook_file(said_in(language, article_of, load(folder), language))
    assert ORPHANED not in keys_of(content) and RATE not in keys_of(content)
