"""Where things stand in a request workbook: said once for who writes it and for who reads it back.

A hidden sheet says whose form it is; a hidden column names the figure of each row. What a person sees beside the
name must agree with it, so that a row that was moved, or a form that was made from another one, is noticed.
"""

# Columns of the input sheet in their order: what is given and locked, what is filled in, what names the row.
GIVEN = ("form", "number", "name", "unit", "time", "known")
FILLED = ("value", "source", "remark")
KEY = "key"
COLUMNS = (*GIVEN, *FILLED, KEY)
# Rows, counted from 1 as in a spreadsheet.
TITLE_ROW, HOW_ROW, HEADS_ROW = 1, 2, 3
FIRST_ROW = HEADS_ROW + 1
# The hidden sheet: a row of two cells for each fact. Programs take names that differ in capitals alone for one, so it
# has one that no language gives to a sheet.
FACTS_SHEET = "_request"
FACTS = ("kind", "data", "respondent", "year", "language")
# Before the code of a unit in that sheet, beside the word that rows print for it.
UNIT = "unit:"
# Which kind of workbook it is, in the fact "kind".
KIND = "request"


def column_letter(column: str) -> str:
    """The letter of a column of the input sheet.

    >>> column_letter("value")
    'G'
    """
    return chr(ord("A") + COLUMNS.index(column))
