"""A report as an Excel workbook: a sheet for each table, typed numbers, native charts, sources, marks."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.format import Format

from bvte.judgement.estimates import REPORTED_STRENGTHS
from bvte.judgement.finding import DRAFT, Status
from bvte.presentation.document import Box, Figure, Listing, Paragraph, Table
from bvte.presentation.phrases import NOTHING, Run
from bvte.presentation.texts import say
from bvte.presentation.words import status_name
from bvte.publishing.article import Article
from bvte.publishing.forms.office import day_of, sheet_look, sign_of, signed_run
from bvte.publishing.forms.sheet_plan import (
    LINE,
    SheetColumn,
    beside_status,
    column_widths,
    note_of,
    number_format,
    sheet_columns,
    spread_row,
    status_of,
    text_of,
    wrapped_lines,
)

if TYPE_CHECKING:  # which imports this module
    pass

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


class Book:
    """A workbook with the formats that it has made so far."""

    def __init__(self, book: xlsxwriter.Workbook, article: Article) -> None:
        self.book, self.article = book, article
        self.made: dict[tuple[tuple[str, object], ...], Format] = {}

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
        sheet.write_string(0, 0, heading, self.look(bold=True, font_size=13, text_wrap=False))
        return sheet


# Width of the column of prose, in letters.
WIDE = 100


def about_sheet(book: "Book", sheets: list[tuple[str, str]]) -> None:
    """Title, key messages and a list of the sheets that leads to each; `sheets` : pairs (name, caption)."""
    article = book.article
    sheet = book.sheet(say("workbook.about"), article.title)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, WIDE)
    row = _fact_rows(book, sheet, 1)
    for runs in _message_runs(article):
        _message_row(book, sheet, row, runs)
        row += 1
    sheet.write_string(row + 1, 0, say("workbook.sheets"), book.look(bold=True))
    for number, (name, caption) in enumerate(sheets, start=row + 2):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", book.look(font_color="#17406D"), name)
        sheet.write_string(number, 1, caption, book.look())


def _message_row(book, sheet, row, runs):
    """A key message over both columns; one that names a status beside its sign on its colour."""
    text, label = _signed_line(runs), next((run.status for run in runs if run.status), "")
    sheet.set_row(row, LINE * wrapped_lines(text, WIDE if label else WIDE + 16))
    if label:
        sheet.write_string(row, 0, sign_of(label), book.look(align="center", **sheet_look(label)))
        sheet.write_string(row, 1, text, book.look())
    else:
        sheet.merge_range(row, 0, row, 1, text, book.look())


def _fact_rows(book, sheet, row):
    """Kind of report, place and how new it is; the next free row."""
    article = book.article
    facts = [article.kind, article.place, article.newness]
    for number, fact in enumerate(filter(None, facts), start=row):
        sheet.write_string(number, 0, fact, book.look(text_wrap=False))
        row = number + 1
    return row + 1


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
    sheet = _two_columns(book, say("workbook.sources"), (say("workbook.number"), say("workbook.sources")))
    for row, (number, runs) in enumerate(cited, start=3):
        sheet.write_string(row, 0, f"[{number}]", book.look(border=1))
        sheet.write_string(row, 1, _signed_line(runs), book.look(border=1))
        sheet.set_row(row, LINE * wrapped_lines(_signed_line(runs), WIDE))


def marks_sheet(book: "Book") -> None:
    """What the words of conclusions and of evidence mean, and what stands where there is nothing."""
    sheet = _two_columns(book, say("workbook.marks"), (say("workbook.mark"), say("workbook.meaning")))
    for row, (mark, meaning, look) in enumerate(_mark_rows(), start=3):
        sheet.write_string(row, 0, mark, book.look(**{"border": 1} | look))
        sheet.write_string(row, 1, meaning, book.look(border=1))
        sheet.set_row(row, LINE * wrapped_lines(meaning, WIDE))


def _mark_rows() -> Iterator[tuple[str, str, dict[str, object]]]:
    """Triples of a mark, its meaning and the look of its cell, in the words of the yearly report."""
    for label in (*Status, DRAFT + "met"):
        name = signed_run(Run(status_name(label), status=label))
        key = label if label in tuple(Status) else "drafted"
        yield name, say(f"annual.mark.{key}"), sheet_look(label)
    for code in REPORTED_STRENGTHS:
        yield say(f"status.strength.{code}"), say(f"annual.mark.{code}"), {}
    yield NOTHING, say("workbook.nothing"), {}
    yield "123", say("workbook.numbers_are_numbers"), {}


def _two_columns(book, name, heads):
    """A sheet of a narrow and a wide column."""
    sheet = book.sheet(name, name)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, WIDE)
    for place, head in enumerate(heads):
        sheet.write_string(2, place, head, book.look(bold=True, border=1, bg_color="#F2F4F6"))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    return sheet


# Row of the column headings: the caption stands above it.
HEADS = 2
INK, ORANGE = "#17406D", "#A86E12"


def table_sheet(book: "Book", name: str, table: Table) -> None:
    """A sheet with one table."""
    sheet = book.sheet(name, f"{name}. {table.caption}")
    columns = sheet_columns(table)
    _write_table(book, sheet, table, columns)
    if table.note:
        sheet.write_string(HEADS + len(table.rows) + 2, 0, table.note, book.look(text_wrap=False, italic=True))
    return columns


def _write_table(book, sheet, table, columns, keeps_gaps=True):
    """Headings and rows, with what a reader of a long sheet needs: frozen and repeated headings."""
    head = book.look(bold=True, border=1, bg_color="#F2F4F6")
    for place, column in enumerate(columns):
        sheet.write_string(HEADS, place, column.label, head)
    contents = [[_cell_content(column, row, keeps_gaps) for column in columns] for row in table.rows]
    for number, row in enumerate(contents, start=HEADS + 1):
        for place, (content, look) in enumerate(row):
            write_cell(sheet, (number, place), content, book.look(**{"border": 1} | look))
    _set_sizes(sheet, columns, [[str(content) for content, _ in row] for row in contents])
    sheet.freeze_panes(HEADS + 1, 1 + _place_of_heading(table, columns))
    sheet.repeat_rows(HEADS)
    sheet.autofilter(HEADS, 0, HEADS + len(table.rows), len(columns) - 1)


def _place_of_heading(table, columns):
    """The column of the sheet that names the rows."""
    named = next(n for n, cell in enumerate(table.rows[0]) if cell is table.heading_of(table.rows[0]))
    return next((n for n, column in enumerate(columns) if column.place == named), 0)


def write_cell(sheet, place, content, look):
    """Text as text, a number as a number; nothing as an empty cell, which no chart draws."""
    if content == "":
        sheet.write_blank(*place, None, look)
    elif isinstance(content, str):
        sheet.write_string(*place, content, look)
    else:
        sheet.write_number(*place, content, look)


def _set_sizes(sheet, columns, rows):
    """Widths of columns and heights of rows, which not every program finds by itself."""
    rows = [[column.label for column in columns], *rows]
    wide = column_widths(columns, [list(texts) for texts in zip(*rows, strict=True)])
    for place, width in enumerate(wide):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows, start=HEADS):
        sheet.set_row(number, LINE * max(wrapped_lines(text, width) for text, width in zip(row, wide, strict=True)))


def _cell_content(column, row, keeps_gaps):
    """What a cell of the sheet holds, and its look."""
    if column.holds == "sources":
        return " ".join(dict.fromkeys(label for cell in row for _, label in cell.sources)), {}
    cell = spread_row(row)[column.place]
    if cell is None:
        return "", {}
    if column.holds in ("value", "upto"):
        return _number_content(column, cell, keeps_gaps)
    return _word_content(column, cell)


def _number_content(column, cell, keeps_gaps):
    """A number with the format that prints its words, or the words of a cell that has none."""
    if not cell.is_number:
        other = text_of(cell) if keeps_gaps or not cell.is_missing else ""
        look = sheet_look(cell.status) if cell.status else {}
        return (other if column.holds == "value" else ""), {"align": "right" if cell.is_missing else "left"} | look
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
        return note_of(cell), {"num_format": "0", "align": "left", "indent": 1}
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
    """A sheet with the numbers of a chart and the chart drawn from them by the spreadsheet itself."""
    sheet = book.sheet(name, f"{name}. {figure.caption}")
    year = SheetColumn(say("workbook.year"), "year", 0)
    columns = [*sheet_columns(figure.numbers), year]
    # A dash is text, which a chart would draw as zero.
    _write_table(book, sheet, figure.numbers, columns, keeps_gaps=False)
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
