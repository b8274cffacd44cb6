"""A workbook read as it is seen; one that is damaged, locked or far too large is one sentence, in a moment."""

import datetime
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bvte.intake.workbook_reader import open_book
from bvte.presentation.problems import problem_line

from ..languages import said_in
from .books import ACCOUNTS, FORMATS, MAIN, SHEET, STRICT, pack, parts, row_of, stored

STYLE = {code: number for number, code in enumerate(FORMATS, start=1)}


@pytest.fixture
def read(tmp_path):
    """A function that makes a workbook of rows and opens it."""

    def opened(rows="", after="", **changed):
        return open_book(pack(tmp_path / "mẫu.xlsx", parts(rows, after) | changed.pop("texts", {}), **changed))

    return opened


def only_cell(book):
    ((_, cells),) = book.sheets[0].rows()
    (cell,) = cells.values()
    return cell


# Stored number and format: what is seen, what it says, the unit beside it.
SEEN = [
    ("0.9", "0%", "90%", Decimal(90), "percent"),
    ("0.285", "0.0%", "28,5%", Decimal("28.5"), "percent"),
    ("0.28500000000000003", "0.0%", "28,5%", Decimal("28.5"), "percent"),
    ("3.8", '0.0"%"', "3,8%", Decimal("3.8"), "percent"),
    ("-0.075", "0.0%", "-7,5%", Decimal("-7.5"), "percent"),
    ("208222", "#,##0", "208.222", Decimal(208222), None),
    ("46020", "dd/mm/yyyy", "29/12/2025", date(2025, 12, 29), None),
    ("46020.5", "dd/mm/yyyy", "29/12/2025", date(2025, 12, 29), None),
    ("46020", "mm/yyyy", "12/2025", "12/2025", None),
    ("0.5", "h:mm", "12:00", "12:00", None),
    ("1e308", "dd/mm/yyyy", "########", "########", None),
    ("0.30000000000000004", None, "0,3", Decimal("0.3"), None),
    ("28.5", None, "28,5", Decimal("28.5"), None),
    ("2.5E-2", None, "0,025", Decimal("0.025"), None),
    ("6847", None, "6847", Decimal(6847), None),
    ("6847", "#,###", "6.847", Decimal(6847), None),
    ("-5", "0;-0;;@", "-5", Decimal(-5), None),
    ("5", 'General;-General;"không"', "5", Decimal(5), None),
    ("6847", ACCOUNTS, "6.847", Decimal(6847), None),
    # A sign or a word in place of a zero is the zero; of another number it is what is seen.
    ("0", ACCOUNTS, "-", Decimal(0), None),
    ("0", '0;-0;"–"', "–", Decimal(0), None),
    ("0", 'General;-General;"không"', "không", Decimal(0), None),
    ("1", '"đạt"', "đạt", "đạt", None),
    # Words beside digits that make another number of them are read with them, those that name what is counted are not.
    ("5.2", '0.0"‰"', "5,2‰", "5,2‰", None),
    ("5", '0" nghìn"', "5 nghìn", "5 nghìn", None),
    ("3.8", '"dưới "0.0', "dưới 3,8", "dưới 3,8", None),
    ("5", '0"00"', "500", "500", None),
    ("5", '0" trẻ em"', "5 trẻ em", Decimal(5), None),
    # A number that is kept from sight is shown, so that somebody is asked.
    ("90", ";;;", "90 (;;;)", "90 (;;;)", None),
    ("0.3", "#,###", "0,3 (#,###)", "0,3 (#,###)", None),
]


@pytest.mark.parametrize(("number", "code", "seen", "value", "unit"), SEEN)
def test_what_is_read_is_what_is_seen(read, number, code, seen, value, unit):
    cell = only_cell(read(row_of(("A", "n", STYLE.get(code, 0), stored(number)))))
    assert (cell.seen, cell.value, cell.unit_hint) == (seen, value, unit)


RAISED = '<rPr><vertAlign val="superscript"/></rPr>'
STRUCK = "<rPr><strike/></rPr>"


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (f"<r><t>25,3</t></r><r>{RAISED}<t>1</t></r>", "25,3¹"),
        (f"<r>{STRUCK}<t>24</t></r><r><t>23</t></r>", "~~24~~23"),
        ('<r><rPr><strike val="0"/></rPr><t>24</t></r><r><t>23</t></r>', "2423"),
    ],
)
def test_a_raised_digit_is_no_digit_of_the_number_and_a_struck_one_is_not_said(read, runs, seen):
    assert only_cell(read(row_of(("A", "inlineStr", 0, f"<is>{runs}</is>")))).value == seen


def test_a_cell_that_is_struck_out_is_no_number_and_a_hidden_one_is_known(tmp_path):
    book = openpyxl.Workbook()
    for place in ("A1", "B1", "B2", "C1"):
        book.active[place] = 24
    book.active["A1"].font = openpyxl.styles.Font(strike=True)
    book.active.row_dimensions[2].hidden = book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "ẩn.xlsx")
    (sheet,) = open_book(tmp_path / "ẩn.xlsx").sheets
    found = {place: sheet.cell(place) for place in ("A1", "B1", "B2", "C1")}
    assert found["A1"].value == "~~24~~" and found["B1"].value == 24
    assert [place for place, cell in found.items() if cell.hidden] == ["B2", "C1"]


@pytest.mark.parametrize("code", ["#,###", "0;-0;;@", ";;;"])
@pytest.mark.parametrize("formula", ["", "<f>A1-A1</f>"])
def test_a_zero_that_nobody_sees_is_not_there(read, code, formula):
    (sheet,) = read(row_of(("A", "n", STYLE[code], f"{formula}{stored(0)}"))).sheets
    assert list(sheet.rows()) == []


def test_a_cell_that_shows_fewer_digits_than_it_holds_says_so(read):
    cells = {n: ("A", "n", STYLE["0%"], stored(n)) for n in ("0.285", "0.28")}
    found = [only_cell(read(row_of(cell))) for cell in cells.values()]
    assert [(cell.seen, cell.value, cell.rounded) for cell in found] == [
        ("29%", Decimal("28.5"), True),
        ("28%", Decimal(28), False),
    ]
    shown = only_cell(read(row_of(("A", "n", STYLE["#,##0,"], stored(6847)))))
    assert (shown.seen, shown.value, shown.rounded) == ("7", Decimal(6847), True)


def test_days_are_counted_as_the_workbook_counts_them(read):
    old = parts()["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    cell = ("A", "n", STYLE["dd/mm/yyyy"], stored(44558))
    assert only_cell(read(row_of(cell), texts={"xl/workbook.xml": old})).value == date(2025, 12, 29)


def test_openpyxl_and_this_reader_agree_on_days(tmp_path):
    """By another road: the same cells through the library that wrote them."""
    days = [date(1950, 1, 1), date(2000, 2, 29), date(2025, 12, 29), datetime.datetime(2026, 3, 1)]
    book = openpyxl.Workbook()
    for row, day in enumerate(days, start=1):
        book.active.cell(row, 1).value = day
    book.save(tmp_path / "ngày.xlsx")
    found = [cells["A"].value for _, cells in open_book(tmp_path / "ngày.xlsx").sheets[0].rows()]
    assert found == [day.date() if isinstance(day, datetime.datetime) else day for day in days]


def test_texts_errors_formulas_and_what_was_never_worked_out(read):
    cells = [
        ("A", "s", 0, "<v>1</v>"),
        ("B", "inlineStr", 0, "<is><t>chữ </t></is>"),
        ("C", "e", 0, "<v>#N/A</v>"),
        ("D", "n", STYLE["0%"], "<f>A1*2</f><v>0.9</v>"),
        ("E", "n", 0, "<f>1+2</f><v></v>"),
        ("F", "b", 0, "<v>1</v>"),
        ("G", "str", 0, "<f>A1</f><v>hai</v>"),
        ("H", "n", 0, ""),
        ("I", "inlineStr", 0, "<is><t>  </t></is>"),
    ]
    ((number, found),) = read(row_of(*cells, number=7)).sheets[0].rows()
    assert number == 7 and "H" not in found and "I" not in found
    assert [found[x].seen for x in "ABCDEFG"] == ["hai", "chữ ", "#N/A", "90%", "=1+2", "TRUE", "hai"]
    assert [x for x in found if found[x].error] == ["C"]
    assert {x: found[x].formula_text for x in found if found[x].formula} == {"D": "=A1*2", "E": "=1+2", "G": "=A1"}
    assert (found["D"].value, found["E"].value) == (Decimal(90), None)


def test_letters_whose_accents_stand_apart_are_put_together(read):
    apart = unicodedata.normalize("NFD", "giữ nguyên")
    cell = only_cell(read(row_of(("A", "inlineStr", 0, f"<is><t>{apart}</t></is>"))))
    assert apart != "giữ nguyên" == cell.value == cell.seen


def test_merged_cells_and_hidden_sheets_are_known(read):
    rows = row_of(("A", "n", 0, stored(1)), ("C", "n", 0, stored(2))) + row_of(("B", "n", 0, stored(3)), number=2)
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    book = read(rows, merged, texts={"xl/workbook.xml": parts(state="veryHidden")["xl/workbook.xml"]})
    (sheet,) = book.sheets
    assert {(row, x): c.merged for row, cells in sheet.rows() for x, c in cells.items()} == {
        (1, "A"): True,
        (1, "C"): False,
        (2, "B"): True,
    }
    assert (sheet.hidden, sheet.merges) == (True, ("A1:B2",))
    assert sheet.cell("C1").value == 2 and sheet.cell("D9") is None


def test_cells_that_do_not_say_where_they_stand_are_counted_out(read):
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"
    found = {row: {x: c.value for x, c in cells.items()} for row, cells in read(rows).sheets[0].rows()}
    assert found == {1: {"A": 1, "C": 3}, 2: {"A": 4}}


def test_a_comment_amid_a_number_is_none_of_it(read):
    assert only_cell(read(row_of(("A", "n", 0, "<v>1<!-- x -->2</v>")))).value == 12


ONE = row_of(("A", "n", 0, stored(1)))


def _text(part, old, new):
    return {part: parts(ONE)[part].replace(old, new)}


DAMAGED = {
    "a sheet cut off": {SHEET: parts(ONE)[SHEET][:-30]},
    "a sheet that is no XML": {SHEET: "không phải XML"},
    "texts cut off": _text("xl/sharedStrings.xml", "</sst>", ""),
    "formats cut off": _text("xl/styles.xml", "</styleSheet>", ""),
    "a format that is no number": _text("xl/styles.xml", 'numFmtId="0"', 'numFmtId="x"'),
    "a text that is not there": {SHEET: parts(row_of(("A", "s", 0, "<v>9</v>")))[SHEET]},
    "a style that is not there": {SHEET: parts(row_of(("A", "n", 99, stored(1))))[SHEET]},
    "a number that is none": {SHEET: parts(row_of(("A", "n", 0, stored("một"))))[SHEET]},
    "a number that is not finite": {SHEET: parts(row_of(("A", "n", 0, stored("INF"))))[SHEET]},
    "a kind of cell that is not known": {SHEET: parts(row_of(("A", "q", 0, stored(1))))[SHEET]},
    "two cells in one place": {SHEET: parts(row_of(*[("A", "n", 0, stored(1))] * 2))[SHEET]},
    "two rows in one place": {SHEET: parts(ONE + ONE)[SHEET]},
    "a row after the last": {SHEET: parts(row_of(("A", "n", 0, stored(1)), number=1_048_577))[SHEET]},
    "a column after the last": {SHEET: parts(row_of(("XFE", "n", 0, stored(1))))[SHEET]},
    "a cell in another row": {SHEET: parts(ONE.replace('r="A1"', 'r="A2"'))[SHEET]},
    "a merged range that is none": {SHEET: parts(ONE, '<mergeCells><mergeCell ref="x"/></mergeCells>')[SHEET]},
    "a merged range that does not say which": {SHEET: parts(ONE, "<mergeCells><mergeCell/></mergeCells>")[SHEET]},
    "a sheet of other names": _text(SHEET, MAIN, "urn:khác"),
    "a row of another name": {SHEET: parts(ONE)[SHEET].replace("<row", "<rov").replace("</row", "</rov")},
    "a cell of another name": {SHEET: parts(ONE)[SHEET].replace("<c ", "<k ").replace("</c>", "</k>")},
    "a text of another name": {
        SHEET: parts(row_of(("A", "inlineStr", 0, "<is><u>x</u></is>"), ("B", "n", 0, "<v>1</v>")))[SHEET]
    },
    "a text without its text": {SHEET: parts(row_of(("A", "inlineStr", 0, "<v>x</v>")))[SHEET]},
    "something else in a cell": {SHEET: parts(row_of(("A", "n", 0, "<v>1</v><w>2</w>")))[SHEET]},
    "a sheet of a kind that is not known": _text("xl/_rels/workbook.xml.rels", "/worksheet", "/worksheeu"),
    "no sheet": _text("xl/workbook.xml", "<sheet ", "<other "),
    "a sheet that nothing leads to": _text("xl/workbook.xml", 'r:id="rId1"', 'r:id="rId9"'),
    "a sheet that is not in the file": _text("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_workbook_is_not_read_by_half(read, fault):
    book = read(ONE, texts=DAMAGED[fault])
    assert [problem.code for problem in book.problems] == ["file_broken"] and book.sheets == ()
    for language in ("vi", "en"):
        assert said_in(language, problem_line, book.problems[0])


def _changed(path, change):
    path.write_bytes(change(path.read_bytes()))
    return open_book(path)


def test_a_file_cut_off_or_with_a_wrong_byte_is_damaged(tmp_path):
    for change in (lambda content: content[:-40], lambda content: content[:200], _flip):
        path = pack(tmp_path / "hỏng.xlsx", parts(ONE), zipfile.ZIP_STORED)
        assert _changed(path, change).problems[0].code == "file_broken"


def _flip(content):
    """The same file with another digit in its sheet, which its checksum does not know."""
    return content.replace(b"<v>1</v>", b"<v>7</v>")


ENTITY = '<!DOCTYPE worksheet [<!ENTITY a "1">]>'
OTHER = {
    "entities": ({SHEET: ENTITY + parts(ONE)[SHEET].replace(">1<", ">&a;<")}, "file_entities"),
    "entities in two bytes a letter": ({SHEET: (ENTITY + parts(ONE)[SHEET]).encode("utf-16")}, "file_entities"),
    "entities after a long comment": ({SHEET: f"<!--{'x' * 9000}-->{ENTITY}{parts(ONE)[SHEET]}"}, "file_entities"),
    "entities in the formats": ({"xl/styles.xml": ENTITY + parts()["xl/styles.xml"]}, "file_entities"),
    "strict": (_text("xl/workbook.xml", MAIN, f"{STRICT}spreadsheetml/main"), "workbook_strict"),
    "binary": (_text("_rels/.rels", "workbook.xml", "workbook.bin"), "workbook_other_format"),
    "a text document": (_text("_rels/.rels", "xl/workbook.xml", "word/document.xml"), "not_a_workbook"),
    "open document": ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "workbook_other_format"),
}


@pytest.mark.parametrize("kind", OTHER)
def test_another_kind_of_file_is_told_as_what_it_is(read, kind):
    texts, code = OTHER[kind]
    assert [problem.code for problem in read(ONE, texts=texts).problems] == [code]


def test_an_archive_of_something_else_a_text_and_nothing_are_no_workbooks(tmp_path):
    pack(tmp_path / "ảnh.xlsx", {"ảnh.txt": "x"})
    (tmp_path / "chữ.xlsx").write_text("không phải Excel", encoding="utf-8")
    (tmp_path / "rỗng.xlsx").write_bytes(b"")
    assert {open_book(path).problems[0].code for path in tmp_path.iterdir()} == {"not_a_workbook"}
    for path in (tmp_path, tmp_path / "không có.xlsx"):
        assert open_book(path).problems[0].code == "file_not_opened"


def test_a_password_is_told(tmp_path):
    path = pack(tmp_path / "khóa.xlsx", parts(ONE))
    content = bytearray(path.read_bytes())
    for head, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = content.find(head)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(head, at + 4)
    path.write_bytes(content)
    assert open_book(path).problems[0].code == "file_encrypted"
    coat = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    for inside, code in (("EncryptedPackage", "file_encrypted"), ("Workbook", "workbook_other_format")):
        path.write_bytes(coat + inside.encode("utf-16-le"))
        assert open_book(path).problems[0].code == code


def opened_in_time(path, seconds=8):
    """The book, read within so many seconds, on a machine that does other work too, and 60 MB."""
    began = time.process_time()
    tracemalloc.start()
    book = open_book(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - began < seconds and most < 60 * 2**20
    return book


def test_a_blank_in_the_last_row_costs_nothing(tmp_path):
    blank = row_of(("XFD", "inlineStr", 0, "<is><t> </t></is>"), number=1_048_576)
    book = opened_in_time(pack(tmp_path / "mẫu.xlsx", parts(ONE + blank)), seconds=1)
    assert list(book.sheets[0].cells) == [1]


def test_two_hundred_thousand_rows_of_formats_are_read_past(tmp_path):
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="2"/></row>' for row in range(2, 200_002))
    last = row_of(("B", "n", 0, stored(5)), number=300_000)
    book = opened_in_time(pack(tmp_path / "mẫu.xlsx", parts(ONE + empty + last)))
    assert {row: list(cells) for row, cells in book.sheets[0].rows()} == {1: ["A"], 300_000: ["B"]}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = pack(tmp_path / "bom.xlsx", {name: text for name, text in parts().items() if name != SHEET})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(SHEET, "w", force_zip64=True) as file,
    ):
        for _ in range(200):
            file.write(b" " * 2**20)
    (problem,) = opened_in_time(path, seconds=1).problems
    assert (problem.code, problem.found, problem.allowed) == ("file_too_large", f"{SHEET}: 200 MB", "<= 128 MB")


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path):
    """The directory says how much is unpacked, and no more than that is."""
    path = pack(tmp_path / "bom.xlsx", parts(ONE) | {SHEET: parts(ONE + " " * 2**20)[SHEET]})
    size = len(parts(ONE + " " * 2**20)[SHEET].encode())
    content = path.read_bytes().replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    path.write_bytes(content)
    assert opened_in_time(path, seconds=1).problems[0].code == "file_broken"


@pytest.mark.parametrize("bound", ["MOST_CELLS", "MOST_SHEETS", "MOST_MERGES", "LONGEST_TEXT"])
def test_every_bound_is_told_in_both_languages(read, monkeypatch, bound):
    monkeypatch.setattr(f"bvte.intake.workbook_reader.{bound}", 0)
    (problem,) = read(row_of(("A", "s", 0, "<v>0</v>")), '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>').problems
    assert (problem.code, problem.allowed) == ("file_too_large", "<= 0")
    assert "<= 0" in said_in("vi", problem_line, problem) and "<= 0" in said_in("en", problem_line, problem)


# What damage is made of: bytes of numbers, marks and tags, and pieces of a sheet in the wrong place.
BYTES = st.sampled_from(sorted(b'0123456789<>/="AZ -.:;%#\x00\xff'))
PIECES = st.sampled_from(
    [b"<v>", b"</c>", b"1e999", b'r="A1"', b't="d"', b's="-1"', b"&#0;", b"1048577", b"[;", b"\\", b""]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_damaged_is_read_or_told(tmp_path, data):
    """Nothing is raised, and a file is read whole or not at all."""
    cells = [("A", "s", 0, "<v>1</v>"), ("B", "n", 3, stored(46020)), ("C", "n", 1, "<f>1</f><v>0.5</v>")]
    texts = {part: text.encode() for part, text in parts(row_of(*cells)).items()}
    part = data.draw(st.sampled_from(sorted(texts)))
    at = data.draw(st.integers(0, len(texts[part]) - 1))
    gone = data.draw(st.integers(0, 20))
    new = data.draw(PIECES | BYTES.map(lambda byte: bytes([byte])))
    texts[part] = texts[part][:at] + new + texts[part][at + gone :]
    book = open_book(pack(tmp_path / "mẫu.xlsx", texts, zipfile.ZIP_STORED))
    assert bool(book.sheets) != bool(book.problems) and len(book.problems) < 2


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=10))
def test_whatever_bytes_a_file_has_it_is_read_or_told(tmp_path, changes):
    path = pack(tmp_path / "mẫu.xlsx", parts(ONE), zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for at, byte in changes:
        content[at % len(content)] = byte
    path.write_bytes(content)
    book = open_book(path)
    assert bool(book.sheets) != bool(book.problems)
