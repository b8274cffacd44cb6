"""A report as an Excel workbook: a sheet for each table, typed numbers, native charts, sources, marks.

Where the report has no figure that an office could give, the workbook is the form to give it in (`input_cells`).
"""

import io
from collections.abc import Iterator
from itertools import count
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from bvte.judgement.estimates import SHOWN_STRENGTHS
from bvte.judgement.finding import DRAFT, Status
from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Box, Figure, Listing, Paragraph, Table
from bvte.presentation.handling import handling_mark, marked_title
from bvte.presentation.phrases import NOTHING, Look, Run
from bvte.presentation.texts import say
from bvte.presentation.words import status_name
from bvte.publishing.article import Article, address_part
from bvte.publishing.forms.input_cells import Inputs
from bvte.publishing.forms.office import INTERNAL_RED, day_of, sheet_look, sign_of, signed_run
from bvte.publishing.forms.sheet_plan import (
    INPUTS,
    LINE,
    SheetColumn,
    asks,
    beside_status,
    column_widths,
    note_of,
    number_format,
    sheet_columns,
    status_of,
    text_of,
    wrapped_lines,
)

FONT = "Times New Roman"
A4_PAPER = 9


def workbook_file(article: Article) -> bytes:
    """The bytes of an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {"title": article.title, "subject": article.kind, "author": "", "created": day_of(article.meta)}
        )
        _add_sheets(Book(book, article))
    return out.getvalue()


def _add_sheets(book):
    """All sheets in their order."""
    article = book.article
    tables = [(table.number, table) for table in article.tables]
    charts = [(figure.number, figure) for figure in article.figures if figure.numbers]
    about_sheet(book, [(name, exhibit.caption) for name, exhibit in tables + charts])
    for name, table in tables:
        table_sheet(book, name, table)
    for name, figure in charts:
        chart_sheet(book, name, figure)
    source_sheet(book)
    marks_sheet(book)
    book.inputs.finish()


class Book:
    """A workbook with the formats that it has made so far."""

    def __init__(self, book: xlsxwriter.Workbook, article: Article) -> None:
        self.book, self.article = book, article
        self.made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.inputs = Inputs(self)

    def look(self, **wanted):
        """A cell format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            usual = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
            self.made[key] = self.book.add_format(usual | wanted)
        return self.made[key]

    def sheet(self, name, heading):
        """A new sheet, ready for A4 across, with its heading in the first cell."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        if mark := handling_mark():
            sheet.set_header(f"&C&B{mark}")
            sheet.set_tab_color(INTERNAL_RED)
            heading = heading if heading == self.article.title else marked_title(heading)
        self.put(sheet, (0, 0), heading, self.look(bold=True, font_size=13, text_wrap=False))
        return sheet

    def put(self, sheet, place, content, look):
        """Text as text, a number as a number; nothing as an empty cell, which no chart draws."""
        if content == "":
            sheet.write_blank(*place, None, look)
            return
        self.inputs.written(sheet, place, content)
        if isinstance(content, str):
            sheet.write_string(*place, content, look)
        else:
            sheet.write_number(*place, content, look)

    def link(self, sheet, place, target, text):
        """A text that leads to the first cell of another sheet."""
        self.inputs.written(sheet, place, text)
        sheet.write_url(*place, f"internal:'{target}'!A1", self.look(font_color="#17406D", text_wrap=False), text)


# Width of the column of prose, in letters.
WIDE = 100


def about_sheet(book: "Book", sheets: list[tuple[str, str]]) -> None:
    """Title, key messages and a list of the sheets that leads to each; `sheets` : pairs (name, caption)."""
    article = book.article
    sheet = book.sheet(say("workbook.about"), article.title)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDE)
    row = _fact_rows(book, sheet, 1)
    for runs in _message_runs(article):
        row = _message_rows(book, sheet, row, runs)
    book.put(sheet, (row, 0), say("workbook.sheets"), book.look(bold=True))
    for number, (name, caption) in enumerate(sheets, start=row + 1):
        book.link(sheet, (number, 0), name, name)
        book.put(sheet, (number, 1), caption, book.look())


def _message_rows(book, sheet, row, runs):
    """A key message in the wide column; one that names a status below its sign and word, which stand in a row of their
    own, since a message has many lines and its colour should not; the next free row."""
    text, label = _signed_line(runs), next((run.status for run in runs if run.status), "")
    if label:
        book.put(sheet, (row, 0), sign_of(label), book.look(align="center", **sheet_look(label)))
        book.put(sheet, (row, 1), status_name(label), book.look(bold=True))
        row += 1
    sheet.set_row(row, LINE * wrapped_lines(text, WIDE))
    book.put(sheet, (row, 1), text, book.look())
    return row + 1


def _fact_rows(book, sheet, row):
    """Kind of report, place and how new it is, who fills it in; the next free row."""
    article = book.article
    for fact in filter(None, (article.kind, article.place, article.newness)):
        book.put(sheet, (row, 0), fact, book.look(text_wrap=False))
        row += 1
    if any(map(asks, article.tables)):
        book.inputs.office(sheet, row)
        row += 1
    return row


def _message_runs(article):
    """The key messages as lines of runs."""
    for box in (block for block in article.blocks if isinstance(block, Box) and block.role == "key"):
        for part in box.blocks:
            if isinstance(part, Paragraph):
                yield part.runs
            elif isinstance(part, Listing):
                yield from ((Run("• "), *item.runs) for item in part.items)


def _signed_line(runs):
    return " ".join("".join(map(signed_run, runs)).split())


def source_sheet(book: "Book") -> None:
    """The list of sources with the numbers that the tables cite and their addresses."""
    lists = [block for block in book.article.blocks if isinstance(block, Listing) and block.ordered]
    cited = [(number, item.runs) for block in lists for number, item in enumerate(block.items, 1) if item.anchor]
    if not cited:
        return
    heads = say("workbook.number"), say("workbook.sources")
    rows = [(f"[{number}]", _signed_line(runs), {}) for number, runs in cited]
    _two_columns(book, say("workbook.sources"), heads, rows)


def marks_sheet(book: "Book") -> None:
    """What the words of conclusions and of evidence mean, and what stands where there is nothing."""
    heads = say("workbook.mark"), say("workbook.meaning")
    _two_columns(book, say("workbook.marks"), heads, [*_mark_rows(), *book.inputs.marks()])


def _mark_rows() -> Iterator[tuple[str, str, dict[str, object]]]:
    """Triples of a mark, its meaning and the look of its cell, in the words of the yearly report."""
    for label in (*Status, DRAFT + "met"):
        name = signed_run(Run(status_name(label), status=label))
        key = label if label in tuple(Status) else "drafted"
        yield name, say(f"annual.mark.{key}"), sheet_look(label)
    for code in SHOWN_STRENGTHS:
        yield say(f"status.strength.{code}"), say(f"annual.mark.{code}"), {}
    yield NOTHING, say("workbook.nothing"), {}
    yield say("workbook.empty"), say("workbook.empty_means"), EMPTY
    yield say("workbook.hidden"), say("workbook.hidden_means"), WITHHELD
    yield "123", say("workbook.numbers_are_numbers"), {}


def _two_columns(book, name, heads, rows):
    """A sheet of a narrow and a wide column. rows : triples of two texts and the look of the first."""
    sheet = book.sheet(name, name)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, WIDE)
    book.link(sheet, (1, 0), say("workbook.about"), say("workbook.back"))
    _mark_as_table(book, sheet, name, heads, len(rows))
    for row, (first, second, look) in enumerate(rows, start=HEADS + 1):
        book.put(sheet, (row, 0), first, book.look(**{"border": 1} | look))
        book.put(sheet, (row, 1), second, book.look(border=1))
        sheet.set_row(row, LINE * wrapped_lines(second, WIDE))
    sheet.freeze_panes(HEADS + 1, 0)
    sheet.repeat_rows(HEADS)


def _mark_as_table(book, sheet, name, heads, rows):
    """Headings and rows below them as a table of Excel, which a screen reader announces and a person can filter."""
    head = book.look(bold=True, border=1, bg_color="#F2F4F6")
    named = [{"header": text, "header_format": head} for text in _different_texts(heads)]
    code = address_part(f"t {name}").replace("-", "_")
    sheet.add_table(HEADS, 0, HEADS + rows, len(named) - 1, {"columns": named, "style": None, "name": code})
    for place, column in enumerate(named):
        book.put(sheet, (HEADS, place), column["header"], head)


def _different_texts(texts):
    """The texts, one that stood before with a number: no two columns of a table have one heading."""
    found = []
    for text in texts:
        numbers = (f"{text} {number}" if number > 1 else text for number in count(1))
        known = {other.casefold() for other in found}
        found.append(next(name for name in numbers if name.casefold() not in known))
    return found


# Row of the column headings: caption and note stand above it.
HEADS = 2
INK, ORANGE = "#17406D", "#A86E12"
# Cells of number columns without a number: where no figure was found, where one is withheld.
EMPTY, WITHHELD = {"bg_color": "#ECEFF1"}, {"pattern": 14, "bg_color": "#FFFFFF", "fg_color": "#9AA5AD"}


def table_sheet(book: "Book", name: str, table: Table) -> None:
    """A sheet with one table."""
    sheet = book.sheet(name, f"{name}. {table.caption}")
    columns = sheet_columns(table)
    wide = _write_table(book, sheet, table, columns)
    _write_note(book, sheet, table, wide)
    if asks(table):
        book.put(sheet, (1, 0), book.inputs.help(), book.look(text_wrap=False, italic=True))
        book.inputs.protect(sheet)
    else:
        book.link(sheet, (1, 0), say("workbook.about"), say("workbook.back"))


def _write_note(book, sheet, table, wide):
    """The note below the table, in lines no longer than it is wide, since print cuts what goes over its edge and a
    merged cell is none that a screen reader can tell. wide : widths of its columns."""
    for row, line in enumerate(wrap(table.note, int(sum(wide))), start=HEADS + len(table.rows) + 1):
        book.put(sheet, (row, 0), line, book.look(text_wrap=False, italic=True))


def _write_table(book, sheet, table, columns):
    """Headings and rows, with what a reader of a long sheet needs: frozen and repeated headings; widths of columns."""
    labels = _different_texts(column.label for column in columns)
    _mark_as_table(book, sheet, table.number or sheet.get_name(), labels, len(table.rows))
    contents = [[_cell_content(column, row) for column in columns] for row in table.rows]
    for number, (row, held) in enumerate(zip(table.rows, contents, strict=True), start=HEADS + 1):
        for place, (column, (content, look)) in enumerate(zip(columns, held, strict=True)):
            if not book.inputs.write(sheet, (number, place), column, row):
                book.put(sheet, (number, place), content, book.look(**{"border": 1} | look))
    wide = _set_sizes(sheet, columns, [[str(content) for content, _ in row] for row in contents])
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(HEADS + len(table.rows), len(columns))}"})
    sheet.freeze_panes(HEADS + 1, 1 + _place_of_heading(table, columns))
    sheet.repeat_rows(HEADS)
    return wide


def _place_of_heading(table, columns):
    """The column of the sheet that names the rows."""
    named = next(n for n, cell in enumerate(table.rows[0]) if cell is table.heading_of(table.rows[0]))
    return next((n for n, column in enumerate(columns) if column.place == named), 0)


def _set_sizes(sheet, columns, rows):
    """Widths of columns, given back, and heights of rows, which not every program finds by itself."""
    rows = [[column.label for column in columns], *rows]
    wide = column_widths(columns, [list(texts) for texts in zip(*rows, strict=True)])
    for place, width in enumerate(wide):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows, start=HEADS):
        sheet.set_row(number, LINE * max(wrapped_lines(text, width) for text, width in zip(row, wide, strict=True)))
    return wide


def _cell_content(column, row):
    """What a cell of the sheet holds, and its look."""
    if column.holds in INPUTS:
        return "", {}
    if column.holds == "sources":
        return " ".join(dict.fromkeys(label for cell in row for _, label in cell.sources)), {}
    cell = spread_row(row)[column.place]
    if cell is None:
        return "", {}
    if column.holds in ("value", "upto"):
        return _number_content(column, cell)
    return _word_content(column, cell)


def _number_content(column, cell):
    """A number with the format that prints its words; nothing where there is none, so that the column adds up."""
    if not cell.is_number:
        return "", WITHHELD if any(cell.content.spans(Look.WITHHELD)) else EMPTY if cell.is_missing else {}
    wanted = cell.data[0 if column.holds == "value" else 1 :][:1]
    if not wanted:
        return "", {}
    look = sheet_look(cell.status) if cell.status else {}
    return float(wanted[0].value), {"num_format": number_format(cell, wanted[0]), "align": "right"} | look


def _word_content(column, cell):
    """Text, a unit, a note, or the year that a row speaks of."""
    if column.holds == "unit":
        return cell.unit, {}
    if column.holds == "note":
        look = sheet_look(cell.status) if cell.status and not cell.is_number else {}
        return note_of(cell), {"num_format": "0", "align": "left", "indent": 1} | look
    if column.holds == "year":
        return int(cell.times[-1][:4]), {"num_format": "0", "align": "left"}
    if column.holds == "status":
        return status_of(cell), sheet_look(cell.status) if cell.status else {}
    if column.holds == "beside_status":
        return beside_status(cell), {}
    if _is_year(cell):
        return int(text_of(cell)), {"num_format": "0", "align": "left"}
    return text_of(cell), {"bold": cell.is_header}


def _is_year(cell):
    return cell.times == (cell.text,) and cell.text.isdigit()


def chart_sheet(book: "Book", name: str, figure: Figure) -> None:
    """A sheet with the numbers of a chart and the chart drawn from them by the spreadsheet itself; of one that is not
    over time, such as bars of several indicators, each on a scale of its own, the numbers alone."""
    sheet = book.sheet(name, f"{name}. {figure.caption}")
    if not all(row[0].times for row in figure.numbers.rows):
        book.link(sheet, (1, 0), say("workbook.about"), say("workbook.back"))
        _write_table(book, sheet, figure.numbers, sheet_columns(figure.numbers))
        return
    year = SheetColumn(say("workbook.year"), "year", 0)
    columns = [*sheet_columns(figure.numbers), year]
    book.link(sheet, (1, 0), say("workbook.about"), say("workbook.back"))
    _write_table(book, sheet, figure.numbers, columns)
    chart = book.book.add_chart({"type": "scatter"})
    last = HEADS + len(figure.numbers.rows)
    values = [place for place, column in enumerate(columns) if column.holds == "value"]
    for place, colour in zip(values, (INK, ORANGE), strict=False):
        chart.add_series(_chart_series(name, columns, place, last, colour))
    _dress_chart(chart, figure, [int(row[0].times[-1][:4]) for row in figure.numbers.rows])
    sheet.insert_chart(last + 3, 0, chart, {"description": figure.alt, "object_position": 2})


def _chart_series(name, columns, place, last, colour):
    """One column as a series of marks: no line, since not every two figures may be compared."""
    year = len(columns) - 1
    # A result on its target: the target is a ring around it, its label on the other side.
    marker, side = {"type": "circle", "size": 7, "fill": {"color": colour}}, "above"
    if colour != INK:
        marker, side = {"type": "diamond", "size": 12, "fill": {"none": True}}, "below"
    return {
        "name": [name, HEADS, place],
        "categories": [name, HEADS + 1, year, last, year],
        "values": [name, HEADS + 1, place, last, place],
        "line": {"none": True},
        "marker": marker | {"border": {"color": colour}},
        "data_labels": {"value": True, "position": side, "font": {"color": colour}},
    }


def _dress_chart(chart, figure, years):
    """Title and axes; the time axis has room at both ends."""
    chart.set_title({"name": figure.caption, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_x_axis({"min": min(years) - 1, "max": max(years) + 1, "num_format": "0", "major_unit": 1})
    chart.set_y_axis(
        {"min": 0, "num_format": "General", "major_gridlines": {"visible": True, "line": {"color": "#D5DADE"}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 380})
