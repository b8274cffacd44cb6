"""The sheet of a table, and the sheet of a chart with the table that it is drawn from."""

from bvte.publishing.forms.sheet_plan import (
    LINE,
    SheetColumn,
    beside_status,
    lines,
    note_of,
    number_format,
    plan,
    spread,
    status_of,
    text_of,
    widths,
)
from bvte.publishing.forms.status_mark import sheet_look
from bvte.publishing.forms.words import FORM_WORDS

# Row of the column headings: the caption stands above it.
HEADS = 2
INK, ORANGE = "#17406D", "#A86E12"


def table_sheet(book, name, table):
    """A sheet with one table."""
    sheet = book.sheet(name, f"{name}. {table.caption}")
    columns = plan(table, book.language)
    _write(book, sheet, table, columns)
    if table.note:
        sheet.write_string(
            HEADS + len(table.rows) + 2, 0, table.note, book.look(text_wrap=False, italic=True)
        )
    return columns


def _write(book, sheet, table, columns, keeps_gaps=True):
    """Headings and rows, with what a reader of a long sheet needs: frozen and repeated headings."""
    head = book.look(bold=True, border=1, bg_color="#F2F4F6")
    for place, column in enumerate(columns):
        sheet.write_string(HEADS, place, column.label, head)
    contents = [[_content(column, row, keeps_gaps) for column in columns] for row in table.rows]
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
    wide = widths(columns, [list(texts) for texts in zip(*rows, strict=True)])
    for place, width in enumerate(wide):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows, start=HEADS):
        sheet.set_row(number, LINE * max(lines(text, width) for text, width in zip(row, wide, strict=True)))


def _content(column, row, keeps_gaps):
    """What a cell of the sheet holds, and its look."""
    if column.holds == "sources":
        return " ".join(dict.fromkeys(label for cell in row for _, label in cell.sources)), {}
    cell = spread(row)[column.place]
    if cell is None:
        return "", {}
    if column.holds in ("value", "upto"):
        return _number(column, cell, keeps_gaps)
    return _words(column, cell)


def _number(column, cell, keeps_gaps):
    """A number with the format that prints its words, or the words of a cell that has none."""
    if not cell.is_number:
        other = text_of(cell) if keeps_gaps or not cell.is_missing else ""
        look = sheet_look(cell.status) if cell.status else {}
        return (other if column.holds == "value" else ""), {
            "align": "right" if cell.is_missing else "left"
        } | look
    wanted = cell.data[0 if column.holds == "value" else 1 :][:1]
    if not wanted:
        return "", {}
    look = sheet_look(cell.status) if cell.status else {}
    return float(wanted[0].value), {"num_format": number_format(cell, wanted[0]), "align": "right"} | look


def _words(column, cell):
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


def chart_sheet(book, name, figure):
    """A sheet with the numbers of a chart and the chart drawn from them by the spreadsheet itself."""
    sheet = book.sheet(name, f"{name}. {figure.caption}")
    year = SheetColumn(FORM_WORDS[book.language]["year"], "year", 0)
    columns = [*plan(figure.numbers, book.language), year]
    # A dash is text, which a chart would draw as zero.
    _write(book, sheet, figure.numbers, columns, keeps_gaps=False)
    chart = book.book.add_chart({"type": "scatter"})
    last = HEADS + len(figure.numbers.rows)
    values = [place for place, column in enumerate(columns) if column.holds == "value"]
    for place, colour in zip(values, (INK, ORANGE), strict=False):
        chart.add_series(_series(name, columns, place, last, colour))
    _frame(chart, figure, [int(row[0].times[-1][:4]) for row in figure.numbers.rows])
    sheet.insert_chart(last + 3, 0, chart, {"description": figure.alt, "object_position": 2})


def _series(name, columns, place, last, colour):
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


def _frame(chart, figure, years):
    """Title and axes; the time axis has room at both ends."""
    chart.set_title({"name": figure.caption, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_x_axis({"min": min(years) - 1, "max": max(years) + 1, "num_format": "0", "major_unit": 1})
    chart.set_y_axis(
        {
            "min": 0,
            "num_format": "General",
            "major_gridlines": {"visible": True, "line": {"color": "#D5DADE"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 380})
