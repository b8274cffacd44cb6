"""The same number everywhere; a form that says another one is found out."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pytest
from babel.numbers import parse_decimal
from bs4 import BeautifulSoup

from bvte.presentation.document import Paragraph, Table, mapped_blocks
from bvte.presentation.phrases import Datum
from bvte.presentation.prose_rows import prose_below
from bvte.publishing.forms.agree import find_disagreements, numbers_in, print_faults
from bvte.publishing.forms.tidy import CODES


def test_the_files_of_a_report_agree_with_its_document(report):
    assert find_disagreements(report.article, report.files) == []


def marked_values(report):
    """(table, row) -> the values that the page gives to machines, without our own reader of tables."""
    found = {}
    for table in BeautifulSoup(report.html, "html.parser").select("main table"):
        holder = table.find_parent("figure") or table
        label = holder.select_one(".number").get_text(strip=True).rstrip(".")
        for number, row in enumerate(table.tbody.find_all("tr"), start=1):
            found[label, number] = [Decimal(tag["value"]) for tag in row.find_all("data")]
    return found


def test_every_value_of_the_page_is_printed_beside_it(report):
    tags = BeautifulSoup(report.html, "html.parser").select("main data")
    language = report.article.language
    assert len(tags) > 40
    assert [parse_decimal(tag.get_text(), language, strict=True) for tag in tags] == [
        Decimal(tag["value"]) for tag in tags
    ]


def test_word_prints_every_value_of_the_page_in_its_row(report):
    grids = docx.Document(io.BytesIO(report.forms["docx"])).tables
    rows = {
        (re.match(r"\D+\d+", table.number)[0], number): " ".join(cell.text for row in told for cell in row.cells)
        for table, grid in zip(report.article.reading.tables, grids, strict=True)
        for number, told in enumerate(rows_with_prose(table, grid), start=1)
    }
    values = {place: found for place, found in marked_values(report).items() if place in rows}
    assert len(values) == len(rows) > 20
    for place, found in values.items():
        printed = numbers_in(rows[place], report.article.language)
        assert [value for value in found if value not in printed] == []


def rows_with_prose(table, grid):
    """The rows of a table in Word, each with the one below it that holds its prose."""
    below = prose_below(table)
    starts = (len(row._tr.tc_lst) > 1 or below is None for row in grid.rows[1:])
    groups = []
    for row, starts_here in zip(grid.rows[1:], starts, strict=True):
        groups[len(groups) - (not starts_here) :] = [[row]] if starts_here else [[*groups[-1], row]]
    return groups


def test_the_workbook_holds_every_value_of_the_page_in_its_row(report):
    book = openpyxl.load_workbook(io.BytesIO(report.forms["xlsx"]))
    for (sheet, number), found in marked_values(report).items():
        cells = next(book[sheet].iter_rows(min_row=3 + number, max_row=3 + number))
        held = [Decimal(str(cell.value)) for cell in cells if isinstance(cell.value, int | float)]
        texts = " ".join(cell.value for cell in cells if isinstance(cell.value, str))
        assert [v for v in found if v not in held + numbers_in(texts, report.article.language)] == []


def test_the_tidy_table_holds_exactly_the_values_of_the_page(report):
    found = {place: [] for place in marked_values(report)}
    lines = csv.reader(io.StringIO(report.forms["csv"].decode("utf-8-sig")))
    next(lines)
    for line in (dict(zip(CODES, cells, strict=True)) for cells in lines):
        values = [Decimal(line[name]) for name in ("value", "value_to") if line[name]]
        found[line["table"], int(line["row"])] += values
    assert found == marked_values(report)


def replaced(archive, part, old, new):
    """A zip archive with a text of one of its parts changed, which must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old.encode() in content
            after.writestr(name, content.replace(old.encode(), new.encode(), 1) if name == part else content)
    return out.getvalue()


BODY = "word/document.xml"
SPOILT = {
    "a figure in a table of the Word file": ("docx", BODY, ">124.472 trẻ em<", ">124.473 trẻ em<"),
    "a figure in the key messages of the Word file": ("docx", BODY, "dưới 3,8% (2020)", "dưới 3,7% (2020)"),
    "a figure that the Word file says twice": ("docx", BODY, "gồm 14 nhóm", "gồm 15 nhóm"),
    "a caption of the Word file": ("docx", BODY, "tiêu, giai đoạn 2016–2020", "tiêu, giai đoạn 2016–2021"),
    "a number of the workbook": ("xlsx", "xl/worksheets/sheet4.xml", "<v>124472</v>", "<v>124473</v>"),
    "a text of the workbook": ("xlsx", "xl/sharedStrings.xml", "1,85% (tính toán)", "1,86% (tính toán)"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_figure_changed_in_one_form_only_is_found(made, fault):
    form, part, old, new = SPOILT[fault]
    spoilt = {form: replaced(made["vi"].forms[form], part, old, new)}
    found = find_disagreements(made["vi"].article, spoilt)
    assert found and all(sentence.startswith(f"{form}: ") for sentence in found)


def test_a_value_changed_in_the_tidy_table_only_is_found(made):
    table = made["vi"].forms["csv"].replace(b",124472,", b",124473,", 1)
    (fault,) = find_disagreements(made["vi"].article, {"csv": table})
    assert re.fullmatch(r"csv: Bảng 3, row \d+: “124473” for “124472”", fault)


def test_a_line_that_the_document_does_not_have_is_found(made):
    lines = made["vi"].forms["csv"].decode().splitlines()
    drawn = [line for line in lines if "Hình 1" in line]
    table = "\n".join([*lines, drawn[-1].replace("Hình 1", "Hình 9")]).encode()
    assert find_disagreements(made["vi"].article, {"csv": table}) == ["csv: Hình 9, row 4 is not in the document"]


def test_a_print_that_differs_from_its_own_value_is_found(made):
    spoilt = with_blocks(made["vi"].article, with_value)
    assert "“124.472” has the value 124473" in find_disagreements(spoilt, {})
    assert list(print_faults(made["vi"].article)) == []


def with_blocks(article, change):
    """A document with each block changed."""
    cells = (replace(shown, blocks=mapped_blocks(shown.blocks, change)) for shown in article.cells)
    return replace(article, cells=tuple(cells))


def with_value(block):
    """A table in which 124.472 has another value."""
    if not isinstance(block, Table):
        return block
    rows = [[replace(cell, content=cell.content.mapped(_other_value)) for cell in row] for row in block.rows]
    return replace(block, rows=tuple(map(tuple, rows)))


def _other_value(piece):
    wrong = isinstance(piece, Datum) and piece.text == "124.472"
    return replace(piece, value=Decimal(124473)) if wrong else piece


PAGE = {
    "a cell": (">124.472</data>", ">124.473</data>", r"Bảng 3, row \d+: “124\.473"),
    "a value": ('value="124472"', 'value="124473"', r"Bảng 3, row \d+: “124473” for “124472”"),
    "a paragraph": (r"<p>Mỗi chỉ tiêu.*?</p>", "", "it does not say “Mỗi chỉ tiêu"),
    "a heading": (r"<h2 id=[^>]*>Diễn biến", "<h2>Diễn tiến", "it does not say “Diễn biến"),
    "a row": (r"<tr>\s*<th scope=\"row\".*?</tr>", "", "rows instead of"),
    "a caption": (r"(<caption>.*?</span>).*?</caption>", r"\1</caption>", "it does not say “"),
    "a table": (r"<table.*?</table>", "", "tables instead of"),
}


@pytest.mark.parametrize("fault", PAGE)
def test_a_page_that_differs_from_its_document_is_found(made, fault):
    old, new, told = PAGE[fault]
    spoilt = re.sub(old, new, made["vi"].html, count=1, flags=re.DOTALL)
    assert spoilt != made["vi"].html
    found = find_disagreements(made["vi"].article, {"html": spoilt.encode()})
    assert found and any(re.search(told, sentence) for sentence in found)
    assert all(sentence.startswith("html: ") for sentence in found)


def test_a_paragraph_that_the_document_says_twice_must_be_there_twice(made):
    (lead,) = [b for b in made["vi"].article.blocks if isinstance(b, Paragraph) and b.role == "lead"]
    first, *others = made["vi"].article.cells
    twice = replace(made["vi"].article, cells=(replace(first, blocks=(*first.blocks, lead)), *others))
    (fault,) = find_disagreements(twice, {"html": made["vi"].files["html"]})
    assert fault.startswith("html: it does not say “")


def test_a_table_that_a_form_lacks_is_found(made):
    document = docx.Document(io.BytesIO(made["vi"].forms["docx"]))
    count = len(document.tables)
    document.tables[0]._tbl.getparent().remove(document.tables[0]._tbl)
    out = io.BytesIO()
    document.save(out)
    found = find_disagreements(made["vi"].article, {"docx": out.getvalue()})
    assert f"docx: {count - 1} tables instead of {count}" in found


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("vi", "dưới 3,8% của 1.234.567 trẻ em [2]", ["3.8", "1234567"]),
        ("en", "below 3.8% of 1,234,567 children [2]", ["3.8", "1234567"]),
        ("vi", "từ −0,7 đến 01/06/2017", ["0.7", "1", "6", "2017"]),
    ],
)
def test_numbers_are_read_as_the_language_prints_them(language, text, numbers):
    assert numbers_in(text, language) == [Decimal(number) for number in numbers]
