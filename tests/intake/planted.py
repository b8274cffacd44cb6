"""Faults to plant in filled requests, for tests only: each is a function of the workbook and indicator -> row."""

from bvte.intake import request_sheet

C = {name: request_sheet.COLUMNS.index(name) + 1 for name in request_sheet.COLUMNS}


def typed(indicator, value, column="value", number_format=None):
    """Something typed into a cell of an indicator's row."""

    def change(book, rows):
        cell = book.worksheets[1].cell(rows[indicator], C[column])
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return change


def beside(indicator, letter, value):
    """A figure typed into a column that is none to fill in, in place of the right one."""

    def change(book, rows):
        book.worksheets[1].cell(rows[indicator], C["value"]).value = None
        book.worksheets[1][f"{letter}{rows[indicator]}"] = value

    return change


def unfilled(indicator, column, value):
    """A source or a remark in a row without a figure."""

    def change(book, rows):
        typed(indicator, None)(book, rows)
        typed(indicator, value, column)(book, rows)

    return change


def merged(indicator, other):
    """The cells of two rows below each other made one."""

    def change(book, rows):
        places = {"start_row": rows[indicator], "end_row": rows[other]}
        book.worksheets[1].merge_cells(start_column=C["value"], end_column=C["value"], **places)

    return change


def fact(name, value):
    """The hidden sheet says something else."""

    def change(book, rows):
        sheet = book[request_sheet.FACTS_SHEET]
        next(row for row in sheet if row[0].value == name)[1].value = value

    return change


def key(indicator, *replaced):
    """The hidden name of a row has another part."""

    def change(book, rows):
        cell = book.worksheets[1].cell(rows[indicator], C["key"])
        cell.value = cell.value.replace(*replaced)

    return change


def title(name):
    """The title of another commune."""

    def change(book, rows):
        book.worksheets[1]["A1"] = f"Biểu thu thập số liệu về trẻ em năm 2025: {name}"

    return change


def extra_sheet(book, rows):
    """Figures on a sheet of somebody's own."""
    book.create_sheet("Sheet1")["A1"] = 123


def added(book, rows):
    """A row of somebody's own below the last one."""
    sheet = book.worksheets[1]
    sheet.cell(max(rows.values()) + 1, C["name"]).value = "Trẻ em học lớp xóa mù chữ"
    sheet.cell(max(rows.values()) + 1, C["value"]).value = 12


def twice(indicator):
    """A row copied below the last one."""

    def change(book, rows):
        sheet = book.worksheets[1]
        last = max(rows.values()) + 1
        for column in C.values():
            sheet.cell(last, column).value = sheet.cell(rows[indicator], column).value

    return change
