"""Whether every form of a report shows the figures of its page; the build publishes none that does not.

The forms are read back by other libraries than those that wrote them, and the page by its own parser.
"""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

import docx
import openpyxl
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from bvte.presentation.numbers import MINUS
from bvte.presentation.show import plain
from bvte.publishing.forms.agree_signs import with_signs
from bvte.publishing.forms.agree_slides import deck_faults, powerpoint_faults
from bvte.publishing.forms.sheet_table import HEADS

NUMBERS = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
CITED = re.compile(r"\[\d+\]")
# Texts of the page outside of its tables that an office file repeats.
ELSEWHERE = ":not(td *, th *, li *, nav *, details:not(.older) *, .dateline)"
PROSE = f"main :is(h1, h2, h3, h4, p, li, caption){ELSEWHERE}, main tfoot .note"
KEY = ".key :is(p, li):not(li *)"


@dataclass(frozen=True)
class PageTable:
    """A table of the page: its number; by row its texts, its printed numbers, its values for machines."""

    number: str
    texts: list
    numbers: list
    values: list
    in_figure: bool


def disagreements(html, forms):
    """Sentences on where a form says other than the page, none where all agree.

    html : text of the page; forms : extension -> bytes. Forms that are printed from the page itself are
    not looked at.
    """
    soup = with_signs(BeautifulSoup(html, "html.parser"))
    language, tables = soup.html["lang"], page_tables(soup)
    found = list(page_faults(soup, language))
    for extension, content in forms.items():
        if extension in READ:
            found += [f"{extension}: {fault}" for fault in READ[extension](content, soup, tables, language)]
    return found


def numbers_in(text, language):
    """The numbers that a text prints, in their order, without signs."""
    swap = str.maketrans({",": ".", ".": None} if language == "vi" else {",": None})
    return [Decimal(found.translate(swap)) for found in NUMBERS[language].findall(CITED.sub("", text))]


def page_tables(soup):
    """The tables of a page; the one under a chart has the chart's number."""
    return [_page_table(tag, soup.html["lang"]) for tag in soup.select("main table")]


def _page_table(tag, language):
    figure = tag.find_parent("figure")
    label = (figure.figcaption if figure else tag.caption).find(class_="number").get_text().strip(" .")
    rows = [row.find_all(["th", "td"], recursive=False) for row in tag.select("tbody tr")]
    texts = [[_solid(cell.get_text()) for cell in row] for row in rows]
    numbers = [[n for cell in row for n in numbers_in(plain(cell), language)] for row in rows]
    values = [[Decimal(part["value"]) for cell in row for part in cell("data")] for row in rows]
    return PageTable(label, texts, numbers, values, bool(figure))


def _solid(text):
    """A text without space, which markup and office files set differently."""
    return "".join(text.split())


def page_faults(soup, language):
    """Numbers whose print and whose value for machines differ."""
    for tag in soup.select("main data"):
        printed = numbers_in(tag.get_text(), language)
        value = Decimal(tag["value"])
        if printed != [abs(value)] or (MINUS in tag.get_text()) != (value < 0):
            yield f"html: “{tag.get_text()}” has the value {value}"


def word_faults(content, soup, tables, language):
    """Cells and paragraphs of the Word file that are not those of the page."""
    document = docx.Document(io.BytesIO(content))
    grids = [grid for grid in document.tables if grid._tbl.findall(f".//{qn('w:tblHeader')}")]
    ours = [table for table in tables if not table.in_figure]
    if len(grids) != len(ours):
        yield f"{len(grids)} tables instead of {len(ours)}"
    for grid, table in zip(grids, ours, strict=False):
        rows = [[_solid(_text(part)) for part in row._tr.tc_lst] for row in grid.rows][1:]
        yield from _differences(table.number, rows, table.texts)
    yield from _missing(soup.select(PROSE), map(_text, document.element.body.iter(qn("w:p"))))


def _text(part):
    """The text of a part of a Word document, that of links and of the results of fields with it."""
    return "".join(text.text or "" for text in part.iter(qn("w:t")))


def _differences(name, found, wanted):
    """The first row in which a form differs from a table of the page."""
    if len(found) != len(wanted):
        yield f"{name} has {len(found)} rows instead of {len(wanted)}"
    for number, (row, right) in enumerate(zip(found, wanted, strict=False), start=1):
        if row != right:
            different = [f"“{a}” for “{b}”" for a, b in zip(row, right, strict=False) if a != b]
            yield f"{name}, row {number}: {'; '.join(different) or f'{len(row)} instead of {len(right)}'}"


def _missing(tags, written):
    """Texts of the page that are not in a form, where a number or a bullet may stand before them.

    A text that the page says twice must be there twice.
    """
    left = [line for line in map(_solid, written) if line]
    for tag in tags:
        text = _solid(tag.get_text())
        place = next((n for n, line in enumerate(left) if line.endswith(text)), None)
        if place is None:
            yield f"it does not say “{' '.join(tag.get_text().split())[:80]}”"
        else:
            left.pop(place)


def workbook_faults(content, soup, tables, language):
    """Numbers of the workbook's sheets that are not those of the page, in their order row by row."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for table in tables:
        if table.number not in book.sheetnames:
            yield f"there is no sheet {table.number}"
            continue
        rows = list(book[table.number].iter_rows(min_row=HEADS + 2, max_row=HEADS + 1 + len(table.texts)))
        # The sheet of a chart ends with a column of years to draw it by.
        rows = [row[:-1] for row in rows] if table.in_figure else rows
        yield from _differences(table.number, [_numbers(row, language) for row in rows], table.numbers)
    first = book.worksheets[0]
    yield from _missing(soup.select(KEY), (str(cell.value or "") for row in first for cell in row))


def _numbers(row, language):
    """The numbers of a row of a sheet: those of its numbers and those in its texts."""
    for_each = ([Decimal(repr(abs(cell.value)))] if isinstance(cell.value, int | float)
                else numbers_in(str(cell.value or ""), language) for cell in row)  # fmt: skip
    return [number for numbers in for_each for number in numbers]


def csv_faults(content, soup, tables, language):
    """Values of the tidy table that are not those of the page, in their order row by row."""
    found = {}
    for line in csv.DictReader(io.StringIO(content.decode("utf-8"))):
        row = found.setdefault((line["table"], int(line["row"])), [])
        row += [Decimal(line[name]) for name in ("value", "value_to") if line[name]]
    for table in tables:
        rows = [found.pop((table.number, number), []) for number in range(1, len(table.values) + 1)]
        yield from _differences(table.number, rows, table.values)
    yield from (f"{name}, row {row} is not on the page" for name, row in found)


READ = {
    "docx": word_faults,
    "xlsx": workbook_faults,
    "csv": csv_faults,
    "pptx": powerpoint_faults,
    "deck.html": deck_faults,
}
