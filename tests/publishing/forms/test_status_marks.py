"""Every status, drafted or not, is told apart by word, shape and colour in every form of a report."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import matplotlib
import openpyxl
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.enum.text import MSO_UNDERLINE

from bvte.evidence.language import activate
from bvte.judgement.finding import DRAFT, LABELS, Status
from bvte.presentation import cells, theme
from bvte.presentation.html import html
from bvte.presentation.parts import key_box
from bvte.presentation.phrases import Datum, phrase, small
from bvte.presentation.words import status_name
from bvte.publishing.forms.catalogue import FORMS, find_disagreements
from bvte.publishing.frame import style_sheets

from .documents import document, table


def report_of(label):
    """A report with a status in a row and in a key message."""
    activate("vi")
    mark = cells.status_cell(label)
    key = key_box("Có 1 mục tiêu", [phrase("Mục tiêu. ", mark)])
    rows = table([("R", phrase(mark, cells.paragraphs(["Vì sao."])))], kinds=("text", "wide"))
    return document(key, replace(rows, finding="Có 1 mục tiêu được đánh giá"))


def forms_of(label):
    return {form: FORMS[form](report_of(label), None) for form in ("docx", "xlsx", "pptx", "deck.html")}


@pytest.fixture(scope="module")
def forms():
    return {label: forms_of(label) for label in LABELS}


def expected(label):
    """Word, sign, ground and ink as RRGGBB, and whether a dashed line is wanted."""
    activate("vi")
    look = theme.STATUS[label.removeprefix(DRAFT)]
    colours = (colour[1:].upper() for colour in (look.fill, look.text))
    return status_name(label), look.sign, *colours, label.startswith(DRAFT)


def test_every_sign_stands_in_a_font_that_comes_with_the_drawing_library():
    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    known = TTFont(font).getBestCmap()
    assert [code for code, look in theme.STATUS.items() if ord(look.sign) not in known] == []


@pytest.mark.parametrize("code", Status)
def test_the_style_sheet_draws_every_status(code):
    assert f".status.{code.replace('_', '-')}::before {{" in style_sheets("status.css")


@pytest.mark.parametrize("label", LABELS)
def test_word_draws_the_sign_on_its_colour_and_a_dashed_line_under_a_draft(forms, label):
    word, sign, ground, ink, dashed = expected(label)
    document = docx.Document(io.BytesIO(forms[label]["docx"]))
    (run,) = (run for run in document.element.body.iter(qn("w:r")) if run.find(f".//{qn('w:shd')}") is not None)
    named = run.getnext()
    line = named.find(f"{qn('w:rPr')}/{qn('w:u')}")
    assert (run.text.strip(), named.text.strip()) == (sign, word)
    assert (line is not None and line.get(qn("w:val")) == "dash") is dashed
    assert run.find(f".//{qn('w:shd')}").get(qn("w:fill")) == ground
    assert run.find(f".//{qn('w:color')}").get(qn("w:val")) == ink


@pytest.mark.parametrize("label", LABELS)
def test_a_cell_of_word_has_the_sign_and_the_word_without_a_frame_that_breaks(forms, label):
    word, sign, *_ = expected(label)
    (grid,) = docx.Document(io.BytesIO(forms[label]["docx"])).tables
    (cell,) = (cell for row in grid.rows[1:] for cell in row.cells if word in cell.text)
    assert cell.paragraphs[0].text.split("\N{NO-BREAK SPACE}") == [sign, word]
    assert not list(cell._tc.iter(qn("w:bdr"), qn("w:shd")))


@pytest.mark.parametrize("label", LABELS)
def test_slides_draw_the_sign_on_its_colour_and_a_dashed_line_under_a_draft(forms, label):
    word, sign, ground, ink, dashed = expected(label)
    deck = Presentation(io.BytesIO(forms[label]["pptx"]))
    (table,) = (shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    drawn, named = table.cell(1, 1).text_frame.paragraphs[0].runs
    assert (drawn.text.strip(), named.text.strip()) == (sign, word)
    assert (named.font.underline == MSO_UNDERLINE.DASH_LINE) is dashed
    assert str(drawn.font.color.rgb) == ink
    assert drawn._r.find(".//{*}highlight/{*}srgbClr").get("val") == ground


@pytest.mark.parametrize("label", LABELS)
def test_the_workbook_fills_the_cell_of_a_status_and_keeps_its_reasons_beside_it(forms, label):
    word, sign, ground, ink, dashed = expected(label)
    book = openpyxl.load_workbook(io.BytesIO(forms[label]["xlsx"]))
    _, found, why = book["Bảng 1"][4]
    assert (found.value, why.value) == (f"{sign} {word}", "Vì sao.")
    mark = next(row[0] for row in book.worksheets[0] if row[0].value == sign)
    for cell in (found, mark):
        assert (cell.fill.fgColor.rgb[2:], cell.font.color.rgb[2:]) == (ground, ink)
    assert (found.border.left.style == "dashed") is dashed
    assert why.fill.fill_type is None


def test_the_sheet_of_marks_shows_every_status_as_the_tables_do(forms):
    marks = openpyxl.load_workbook(io.BytesIO(forms["met"]["xlsx"])).worksheets[-1]
    shown = {row[0].value: row[0].fill.fgColor.rgb[2:] for row in marks.iter_rows(min_row=4)}
    for label in (*Status, DRAFT + "met"):
        word, sign, ground, *_ = expected(label)
        assert shown[f"{sign} {word}"] == ground


@pytest.mark.parametrize("label", LABELS)
def test_the_deck_draws_a_status_by_the_classes_of_the_page(forms, label):
    deck = BeautifulSoup(forms[label]["deck.html"].decode(), "html.parser")
    page = BeautifulSoup("".join(map(html, report_of(label).blocks)), "html.parser")
    drawn = [(tag["class"], tag.get_text()) for tag in deck.select(".status")]
    assert drawn == [(tag["class"], tag.get_text()) for tag in page.select(".status")]
    assert style_sheets("status.css") in deck.style.get_text()


def test_every_form_agrees_with_its_document_and_one_with_another_sign_does_not(forms, monkeypatch):
    activate("vi")
    for label in LABELS:
        assert find_disagreements(report_of(label), forms[label]) == []
    # What the document says of the nearly met is drawn with the sign of the barely met.
    monkeypatch.setattr(cells.words, "status_name", lambda label: "Một chữ")
    drawn = forms_of("barely_met")
    assert find_disagreements(report_of("barely_met"), drawn) == []
    found = find_disagreements(report_of("nearly_met"), drawn)
    assert {fault.split(": ")[0] for fault in found} == set(forms["met"])


def test_a_column_with_a_number_and_a_status_says_each_of_its_numbers_once():
    activate("vi")
    number = phrase(cells.status_cell("met"), " ", Datum(Decimal(12), "12"), " ", small("2020"))
    prose = phrase(cells.status_cell("nearly_met"), cells.paragraphs(["Thiếu 3 trẻ em."]))
    report = document(table([("R", number), ("R", prose)]))
    content = FORMS["xlsx"](report, None)
    assert find_disagreements(report, {"xlsx": content}) == []
    drawn = openpyxl.load_workbook(io.BytesIO(content))["Bảng 1"]
    # Words of a column of numbers stand in the column beside it, with their mark.
    for row, column, code in ((4, 2, "met"), (5, 3, "nearly_met")):
        assert drawn.cell(row, column).fill.fgColor.rgb[2:] == theme.STATUS[code].fill[1:].upper()
    assert theme.STATUS["met"].sign in drawn.cell(4, 2).number_format
