"""Where things stand in a recording sheet: said once for who writes it and for who reads it back.

A hidden row names the columns and a hidden sheet the choices by code, so that the sheet can be read whatever
its language and however its headings are worded.
"""

from bvte.evidence.decisions import CONDITIONS, DECISIONS
from bvte.evidence.value import UNITS

# Columns that are given and locked, and those that people fill in, in their order.
GIVEN = ("target", "indicator", "read", "current")
FILLED = (
    "reading", "doubt", "decision", "owner", "date", "condition", "value", "value_to", "unit", "due_year",
)  # fmt: skip
COLUMNS = (*GIVEN, *FILLED)
CHOICES = {"decision": DECISIONS, "condition": CONDITIONS, "unit": tuple(sorted(UNITS))}
NUMBERS, DATES, YEARS = ("value", "value_to"), ("date",), ("due_year",)
# Rows, counted from 1 as in a spreadsheet; cell of the day of the workshop.
CODES_ROW, HEADS_ROW, FIRST_ROW = 4, 5, 6
DAY_CELL = "B2"
# The hidden sheet: a row of three cells for each fact and each choice: what it is about, code, word.
CODES_SHEET = "codes"
FACT = "about"
