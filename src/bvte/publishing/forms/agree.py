"""Whether every file of a report shows what its document says; the build publishes none that does not.

The files are read back by other libraries than those that wrote them; slides may leave out, but not say otherwise.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import docx
import lxml.html
import openpyxl
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from pptx import Presentation

from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Box, Table, contents_of
from bvte.presentation.numbers import MINUS
from bvte.presentation.phrases import Line
from bvte.publishing.article import Article
from bvte.publishing.forms.office import signed_run
from bvte.publishing.forms.slide_plan import plan_slides
from bvte.publishing.forms.tidy import CODES
from bvte.publishing.forms.workbook import HEADS


def powerpoint_faults(content, article, tables):
    """Titles, cells and points of charts of the PowerPoint file that are not those of the document."""
    deck = Presentation(io.BytesIO(content))
    plan = plan_slides(article)
    yield from _title_faults(plan, article, [slide.shapes.title.text_frame.text for slide in deck.slides])
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    grids = _by_number((shape.name, _slide_rows(shape.table)) for shape in shapes if shape.has_table)
    yield from _table_faults(_shown_tables(plan, article, tables), grids)
    for shape in shapes:
        if shape.has_chart:
            yield from _chart_faults(shape, tables)


def deck_faults(content, article, tables):
    """Titles and cells of the HTML deck that are not those of the document."""
    deck = lxml.html.document_fromstring(content.decode("utf-8"), parser=lxml.html.HTMLParser(huge_tree=True))
    plan = plan_slides(article)
    yield from _title_faults(plan, article, [tag.text_content() for tag in deck.iter("h1", "h2")])
    grids = _by_number((tag.get("data-number"), _rows_of(tag)) for tag in deck.iter("table"))
    yield from _table_faults(_shown_tables(plan, article, tables), grids)


def _title_faults(plan, article: Article, titles):
    """Findings that are the title of no slide, and titles that the report does not say."""
    shown = {_without_space(title) for title in titles}
    yield from (f"no slide is titled “{s.title}”" for s in plan if _without_space(s.title) not in shown)
    rooms = [room for table in article.tables for room in table.rooms]
    findings = [exhibit.finding for exhibit in (*article.tables, *article.figures, *rooms)]
    said = {_without_space(text) for text in (article.title, *key_messages(article), *findings)}
    yield from (f"the report does not say “{title}”" for title in titles if _without_space(title) not in said)


def _shown_tables(plan, article, tables):
    """The tables that slides are planned for; of one that has another for a room, that one."""
    wanted = {slide.exhibit.number for slide in plan if isinstance(slide.exhibit, Table)}
    rooms = {table.number: _whole_room(table) for table in article.tables if table.rooms}
    made = {number: _expected_room(room, article.language) for number, room in rooms.items()}
    boxed = [block.room for block in article.blocks if isinstance(block, Box) and block.room]
    first = [_expected_room(room, article.language) for room in boxed]
    return [*first, *(made.get(table.number, table) for table in tables if table.number in wanted)]


def _whole_room(table):
    """What the slides show in place of a table, all parts of it as one."""
    rows = tuple(row for room in table.rooms for row in room.rows)
    return replace(table.rooms[0], number=table.number, rows=rows)


def _by_number(grids):
    """The rows of each table by its number; where several slides have parts of one, the headings once."""
    whole = {}
    for number, rows in grids:
        known = whole.setdefault(number, rows[:1])
        whole[number] = [*known, *(rows[1:] if rows[:1] == known[:1] else rows)]
    return whole


def _expected_room(room, language):
    """What a slide shows in place of a table; a cell over several columns in its first place, None in the others."""
    texts = [[cell and _without_space(signed_text(cell.lines)) for cell in spread_row(row)] for row in room.rows]
    return replace(_expected_table(room, language, False), texts=texts)


def _slide_rows(table):
    """The headings and rows of a table on a slide, a merged cell in its first place, None in the others."""
    return [
        [None if cell.is_spanned else _without_space(cell.text_frame.text) for cell in row.cells] for row in table.rows
    ]


def _rows_of(tag):
    """The headings and rows of a table of HTML, in the same shape."""
    rows = tag.xpath("thead/tr[last()] | tbody/tr")
    return [[part for cell in row.xpath("th | td") for part in _spread_cell(cell)] for row in rows]


def _spread_cell(cell):
    return [_without_space(cell.text_content()), *[None] * (int(cell.get("colspan", 1)) - 1)]


def _table_faults(tables, shown):
    """Tables that the slides lack, and cells that do not begin as those of the document do."""
    for table in tables:
        if table.number not in shown:
            yield f"{table.number} is on no slide"
        else:
            yield from _cell_fault(table.number, shown[table.number], [table.heads, *table.texts])


def _cell_fault(number, shown, page):
    """The first cell of each row that says other than the document, the columns matched by their headings."""
    places = _column_places(shown[0], page[0])
    if places is None:
        yield f"{number} has other columns"
        return
    left = [[row[place] for place in places] for row in page[1:]]
    for at, row in enumerate(shown[1:], start=1):
        # Rows that say the same in the columns shown are one row of a slide.
        while len(left) > 1 and not _first_difference(left[1], left[0]):
            left.pop(0)
        # A slide keeps the last row of a table and may leave out some before it.
        if at == len(shown) - 1 and left and _first_difference(row, left[0]):
            left = left[-1:]
        whole = left.pop(0) if left else [""] * len(row)
        if found := _first_difference(row, whole):
            yield f"{number}, row {at}: “{found[0]}” for “{found[1]}”"


def _first_difference(row, whole):
    """The first pair of a shown cell and the one that it should begin as, None where all agree."""
    pairs = ((text, right) for text, right in zip(row, whole, strict=True) if None not in (text, right))
    return next(((text, right) for text, right in pairs if not right.startswith(text)), None)


def _column_places(shown, page):
    """The place on the page of each column that is shown, in order; None where one is not there."""
    places, start = [], 0
    for label in shown:
        if label not in page[start:]:
            return None
        start = page.index(label, start) + 1
        places.append(start - 1)
    return places


def _chart_faults(shape, tables):
    """The numbers of the table under a figure that no bar of its native chart ends at; of counts those with room."""
    ends, begins, drawn = Counter(), None, [line.values for line in shape.chart.plots[0].series]
    if len(drawn) > 1:
        begins, *drawn = drawn
    for lengths in drawn:
        for at, length in enumerate(lengths):
            if length is not None:
                low = Decimal(repr(begins[at])) if begins else Decimal(0)
                ends.update({low, low + Decimal(repr(length))})
    (table,) = (table for table in tables if table.number == shape.name)
    rows = table.values if begins else table.values[: len(drawn[0])]
    if lacking := sorted((Counter(value for row in rows for value in row) - ends).elements()):
        yield f"{shape.name} does not draw {_told_values(lacking)}"


def _told_values(values):
    return ", ".join(map(str, values))


NUMBERS = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
CITED = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Expected:
    """A table of the document: its number; by row its texts, its printed numbers, its values."""

    number: str
    heads: list[str]
    texts: list[list[str]]
    numbers: list[list[Decimal]]
    values: list[list[Decimal]]
    in_figure: bool
    is_timed: bool


def find_disagreements(article: Article, files: dict[str, bytes]) -> list[str]:
    """Sentences on where a file says other than the document, none where all agree.

    files : extension -> bytes; what is printed from the page itself is not looked at.
    """
    whole, folded, stacked = ((each, expected_tables(each)) for each in (article, article.reading, article.on_paper))
    found = [*print_faults(article), *fold_faults(whole[1], folded[1]), *fold_faults(folded[1], stacked[1])]
    for extension, content in files.items():
        if extension in READ:
            wanted = {"html": folded, "docx": stacked}.get(extension, whole)
            found += [f"{extension}: {fault}" for fault in READ[extension](content, *wanted)]
    return found


def numbers_in(text: str, language: str) -> list[Decimal]:
    """The numbers that a text prints, in their order, without signs."""
    swap = str.maketrans({",": ".", ".": None} if language == "vi" else {",": None})
    return [Decimal(found.translate(swap)) for found in NUMBERS[language].findall(CITED.sub("", text))]


def expected_tables(article: Article) -> list[Expected]:
    """The tables of a document; the one under a chart has the chart's number."""
    drawn = {figure.number for figure in article.figures}
    return [_expected_table(table, article.language, table.number in drawn) for table in article.all_tables]


def _expected_table(table: Table, language: str, in_figure: bool) -> Expected:
    texts = [[_without_space(signed_text(cell.lines)) for cell in row] for row in table.rows]
    numbers = [[n for cell in row for n in numbers_in(cell.text, language)] for row in table.rows]
    values = [[datum.value for cell in row for datum in cell.data] for row in table.rows]
    heads = [_without_space(column.label) for column in table.columns]
    is_timed = in_figure and all(row[0].times for row in table.rows)
    return Expected(table.number, heads, texts, numbers, values, in_figure, is_timed)


def signed_text(lines: Iterable[Line]) -> str:
    """Lines of runs as text in which the sign of every status stands before its word."""
    return "\n".join("".join(map(signed_run, line)) for line in lines)


def _without_space(text: str) -> str:
    """A text without space, which markup and office files set differently, and without what joins words on a line."""
    return "".join(text.replace("\u2060", "").split())


def print_faults(article: Article) -> Iterator[str]:
    """Numbers of tables whose print and whose value differ."""
    for datum in (d for table in article.all_tables for row in table.rows for cell in row for d in cell.data):
        printed = numbers_in(datum.text, article.language)
        if printed != [abs(datum.value)] or (MINUS in datum.text) != (datum.value < 0):
            yield f"“{datum.text}” has the value {datum.value}"


def fold_faults(whole: Iterable[Expected], folded: Iterable[Expected]) -> Iterator[str]:
    """Tables of which a number is not read any more: only what is empty is folded away."""
    left = {table.number: table.values for table in folded}
    for table in whole:
        lost = Counter(chain(*table.values)) - Counter(chain(*left.get(table.number, [])))
        if lost:
            yield f"{table.number} is read without {_told_values(sorted(lost.elements()))}"


def said_texts(article: Article) -> list[str]:
    """The headings, paragraphs, lists, captions and notes of a document, in their order."""
    texts = [signed_text(content.lines) for content in contents_of(article.blocks)]
    exhibits = [*article.tables, *article.figures]
    return [article.title, *texts, *(e.caption for e in exhibits), *(e.note for e in exhibits if e.note)]


def page_faults(content: bytes, article: Article, tables: list[Expected]) -> Iterator[str]:
    """Cells, values and texts of the page that are not those of the document."""
    page = lxml.html.document_fromstring(content.decode("utf-8"), parser=lxml.html.HTMLParser(huge_tree=True))
    grids = page.xpath("//main//table")
    if len(grids) != len(tables):
        yield f"{len(grids)} tables instead of {len(tables)}"
    for grid, table in zip(grids, tables, strict=False):
        rows = [row.xpath("th | td") for row in grid.xpath("tbody/tr")]
        yield from _row_differences(
            table.number, [[_without_space(c.text_content()) for c in r] for r in rows], table.texts
        )
        values = [[Decimal(value) for cell in row for value in cell.xpath(".//data/@value")] for row in rows]
        yield from _row_differences(table.number, values, table.values)
    # The list of contents repeats every heading, and must not stand in for one that is lost.
    blocks = page.xpath(
        "//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::p or self::li or self::summary]"
        "[not(ancestor::nav)]"
    )
    captions = page.xpath("//main//caption | //main//tfoot//div")
    yield from _missing_texts(said_texts(article), (tag.text_content() for tag in [*blocks, *captions]))


def word_faults(content: bytes, article: Article, tables: list[Expected]) -> Iterator[str]:
    """Cells and paragraphs of the Word file that are not those of the document."""
    document = docx.Document(io.BytesIO(content))
    # Also those of written texts, which stand in content controls.
    found = (grid for grid in document.element.body.iter(qn("w:tbl")) if grid.findall(f".//{qn('w:tblHeader')}"))
    grids = [WordTable(grid, document) for grid in found]
    ours = [table for table in tables if not table.in_figure]
    if len(grids) != len(ours):
        yield f"{len(grids)} tables instead of {len(ours)}"
    for grid, table in zip(grids, ours, strict=False):
        rows = [[_without_space(_word_text(part)) for part in row._tr.tc_lst] for row in grid.rows][1:]
        yield from _row_differences(table.number, rows, table.texts)
    yield from _missing_texts(said_texts(article), map(_word_text, document.element.body.iter(qn("w:p"))))


def _word_text(part: Any) -> str:
    """The text of a part of a Word document, that of links and of the results of fields with it."""
    return "".join(text.text or "" for text in part.iter(qn("w:t")))


def _row_differences(name: str, found: list[list[Any]], wanted: list[list[Any]]) -> Iterator[str]:
    """The first row in which a file differs from a table of the document."""
    if len(found) != len(wanted):
        yield f"{name} has {len(found)} rows instead of {len(wanted)}"
    for number, (row, right) in enumerate(zip(found, wanted, strict=False), start=1):
        if row != right:
            different = [f"“{a}” for “{b}”" for a, b in zip(row, right, strict=False) if a != b]
            yield f"{name}, row {number}: {'; '.join(different) or f'{len(row)} instead of {len(right)}'}"


def _missing_texts(texts: Iterable[str], written: Iterable[str]) -> Iterator[str]:
    """Texts of the document that are not in a file, where a number or a bullet may stand before them.

    A text that the document says twice must be there twice.
    """
    left = [line for line in map(_without_space, written) if line]
    for text in texts:
        place = next((n for n, line in enumerate(left) if line.endswith(_without_space(text))), None)
        if place is None:
            yield f"it does not say “{' '.join(text.split())[:80]}”"
        else:
            left.pop(place)


def workbook_faults(content: bytes, article: Article, tables: list[Expected]) -> Iterator[str]:
    """Numbers of the workbook's sheets that are not those of the document, in their order row by row."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for table in tables:
        if table.number not in book.sheetnames:
            yield f"there is no sheet {table.number}"
            continue
        rows = list(book[table.number].iter_rows(min_row=HEADS + 2, max_row=HEADS + 1 + len(table.texts)))
        # The sheet of a chart over time ends with a column of years to draw it by.
        rows = [row[:-1] for row in rows] if table.is_timed else rows
        yield from _row_differences(
            table.number, [_sheet_numbers(row, article.language) for row in rows], table.numbers
        )
    first = book.worksheets[0]
    yield from _missing_texts(key_messages(article), (str(cell.value or "") for row in first for cell in row))


def key_messages(article: Article) -> list[str]:
    """The texts of the key messages."""
    boxes = (block for block in article.blocks if isinstance(block, Box) and block.role == "key")
    return [signed_text(content.lines) for box in boxes for content in contents_of(box.blocks)]


def _sheet_numbers(row: Iterable[Any], language: str) -> list[Decimal]:
    """The numbers of a row of a sheet: those of its numbers and those in its texts."""
    # A formula only repeats what another sheet asks for.
    for_each = (
        []
        if cell.data_type == "f"
        else [Decimal(repr(abs(cell.value)))]
        if isinstance(cell.value, int | float)
        else numbers_in(str(cell.value or ""), language)
        for cell in row
    )
    return [number for numbers in for_each for number in numbers]


def csv_faults(content: bytes, article: Article, tables: list[Expected]) -> Iterator[str]:
    """Values of the tidy table that are not those of the document, in their order row by row."""
    found: dict[tuple[str, int], list[Decimal]] = {}
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), CODES)
    for line in islice(lines, 1, None):
        row = found.setdefault((line["table"], int(line["row"])), [])
        row += [Decimal(line[name]) for name in ("value", "value_to") if line[name]]
    for table in tables:
        rows = [found.pop((table.number, number), []) for number in range(1, len(table.values) + 1)]
        yield from _row_differences(table.number, rows, table.values)
    yield from (f"{name}, row {row} is not in the document" for name, row in found)


READ = {
    "html": page_faults,
    "docx": word_faults,
    "xlsx": workbook_faults,
    "csv": csv_faults,
    "pptx": powerpoint_faults,
    "deck.html": deck_faults,
}
