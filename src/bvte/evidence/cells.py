"""What a cell may hold: codes, years, dates, units and comparators, as types of the rows' columns."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from bvte.evidence import period, value

DATES = "2015, 2024-09, 2019-04-01"


def _real_date(text):
    """The text itself where it is a date of the calendar, however precise."""
    try:
        period.parse(text, text)
    except ValueError as error:
        raise PydanticCustomError("iso_date", "no day of the calendar", {"expected": DATES}) from error
    return text


def _not_before_start(end, row):
    """The end itself where it does not lie before the start of its row."""
    start = row.data.get("start", end)
    try:
        period.parse(start, end)
    except ValueError as error:
        raise PydanticCustomError(
            "end_before_start", "end before start", {"expected": f">= {start}"}
        ) from error
    return end


def _codes(cell):
    """The codes of a cell; a copy of a row gives them as it has them."""
    return tuple(cell.split()) if isinstance(cell, str) else cell


Code = Annotated[str, Field(pattern=r"^\S+$")]
Year = Annotated[int, Field(ge=1900, le=2100)]
IsoDate = Annotated[str, AfterValidator(_real_date)]
EndDate = Annotated[IsoDate, AfterValidator(_not_before_start)]
Unit = Literal[tuple(sorted(value.UNITS))]
Comparator = Literal[value.COMPARATORS]
# Several codes in one cell, separated by spaces, as a tuple; written back as they stood.
Codes = Annotated[tuple[str, ...], BeforeValidator(_codes), PlainSerializer(" ".join)]
