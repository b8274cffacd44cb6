"""What a cell may hold, as types of columns, and what one that cannot be read probably means."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from bvte.evidence import period
from bvte.evidence.tabular import COMMA, SEMICOLON

# A number as the codebook writes it. Python would also read 1_0, 1e309 and the digits of other scripts;
# nothing is printed with more than twelve digits before its decimals.
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
GROUPS = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}")
# With three digits after its comma a number has two readings, and none is offered.
DECIMAL_COMMA = re.compile(r"(-?[0-9]+|-?[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})")
# One mark and three digits: decimals, or thousands.
EITHER_MARK = re.compile(r"(-?[1-9][0-9]{0,2})[.,]([0-9]{3})")
# A spreadsheet counts days from here; these are the days of 1990 to 2099.
MONTHS = 12
SERIAL_START, SERIALS = date(1899, 12, 30), range(32874, 73051)


def meant_number(text: str) -> str | None:
    """A number with its digits as the codebook writes them, where the text holds one, else None.

    >>> meant_number("3,8 %")
    '3.8'
    """
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in text if sign not in "_ \u00a0\u202f+%")
    digits = re.sub("^(-?0),", r"\1.", digits.replace("\uff0e", "."))
    if parts := DECIMAL_COMMA.fullmatch(digits):
        return f"{parts[1].replace('.', '')}.{parts[2]}"
    if GROUPS.fullmatch(digits):
        digits = digits.replace(".", "")
    return digits if NUMBER.fullmatch(digits) else None


def number_readings(text: str) -> tuple[str, ...]:
    """The numbers that a text may mean where nothing says whether its one mark stands before decimals.

    >>> number_readings("2,302")
    ('2302', '2.302')
    """
    parts = EITHER_MARK.fullmatch(text.strip())
    return (parts[1] + parts[2], f"{parts[1]}.{parts[2]}") if parts else ()


def meant_day(text: str) -> str | None:
    """The ISO date of a text that writes it with the day first, a time or a serial number, else None.

    >>> meant_day("31/01/2023")
    '2023-01-31'
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return str(SERIAL_START + timedelta(int(text)))
    if period.DAY_FIRST.fullmatch(text):
        named = period.named_period(text)
        return str(named.first) if named else None
    shorter = re.split(r"[ T]|\.0$", text)[0]
    return shorter if shorter != text and period.named_period(shorter) else None


def meant_code(text: str) -> str | None:
    """A code without the blanks around and in it.

    >>> meant_code(" abc 1")
    'abc_1'
    """
    return "_".join(text.split()) or None


DATES = "2015, 2024-09, 2019-04-01"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _printed_number(example: str) -> BeforeValidator:
    """A validator of texts that write a number with anything but digits, a point and a minus.

    In a file whose cells are parted by semicolons the decimal mark is a comma: there a number is read where
    that leaves it only one value.
    """

    def checked(cell: Any, row: ValidationInfo) -> Any:
        if not isinstance(cell, str):
            return cell
        elsewhere = separator_of(row) != COMMA
        readings = number_readings(cell) if elsewhere or COMMA in cell else ()
        if readings:
            facts = {"expected": ", ".join(readings), "readings": readings}
            raise PydanticCustomError("two_readings", "two numbers", facts)
        if elsewhere and _only_marks(cell):
            cell = meant_number(cell) or cell
        if not NUMBER.fullmatch(cell):
            raise PydanticCustomError("number", "no plain number", {"expected": example, "near": meant_number(cell)})
        return cell

    return BeforeValidator(checked)


def separator_of(row: ValidationInfo) -> str:
    """What stands between the cells of the file that is read; a comma where no file is."""
    return (row.context or {}).get("separator", COMMA)


def _only_marks(cell: str) -> bool:
    """Whether a text is plain digits with marks between them."""
    return re.fullmatch(r"-?[0-9][0-9.,]*", cell) is not None


def _local_day(text: Any, row: ValidationInfo) -> Any:
    """A day as Excel writes it where cells are parted by semicolons, 31/12/2020, as an ISO date.

    Between tabs nothing says whether day or month stands first: one above 12 does.
    """
    parts = period.DAY_FIRST.fullmatch(text) if isinstance(text, str) and separator_of(row) != COMMA else None
    if parts and (separator_of(row) == SEMICOLON or int(parts[1]) > MONTHS or parts[1] == parts[2]):
        return meant_day(text) or text
    return text


def _refuse_no_day(cell: Any) -> Any:
    """The cell itself where it is no text or a text like 2025-07-01: seconds since 1970 are no date."""
    if isinstance(cell, str) and not DAY.fullmatch(cell):
        raise PydanticCustomError("day", "no day", {"expected": "2025-07-01", "near": meant_day(cell)})
    return cell


def _check_date(text: str) -> str:
    """The text itself where it is a date of the calendar, however precise, since 1900."""
    try:
        early = period.parse_period(text, text).first < date(1900, 1, 1)
    except ValueError:
        early = True
    if early or not text.isascii():
        facts = {"expected": DATES, "near": meant_day(text)}
        raise PydanticCustomError("iso_date", "no day of the calendar", facts)
    return text


def _check_either_date(text: str) -> str:
    """The text itself where it is a date, two of which one is meant (2024/2025), or a day and a last one between which
    it lies (2022-03-21/..2026)."""
    first, *rest = [text] if period.DAY_FIRST.fullmatch(text) else text.split("/", 1)
    for part in (first, *(end.removeprefix(period.OPEN) for end in rest)):
        _check_date(part)
    return text


def _check_end(text: str) -> str:
    """The text itself where it is a date, or an open end up to one."""
    _check_date(text.removeprefix(period.OPEN))
    return text


def _check_end_after_start(end: str, row: ValidationInfo) -> str:
    """The end itself where its row has a start, and it does not lie before that."""
    # A start that is wrong itself is told of there.
    start = row.data.get("start", end.removeprefix(period.OPEN))
    if start is None:
        raise PydanticCustomError("end_without_start", "end without start", {"expected": "start"})
    try:
        period.parse_period(start, end)
    except ValueError as error:
        raise PydanticCustomError("end_before_start", "end before start", {"expected": f">= {start}"}) from error
    return end


def _split_codes(cell: Any) -> Any:
    """The codes of a cell; a copy of a row gives them as it has them."""
    return tuple(cell.split()) if isinstance(cell, str) else cell


Code = Annotated[str, Field(pattern=r"^\S+$")]
# A code by which a file is named: no point and no stroke, which would lead out of its folder.
FileCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
Number = Annotated[Decimal, _printed_number("28.5")]
Amount = Annotated[Number, Field(ge=0)]
Positive = Annotated[Number, Field(gt=0)]
Share = Annotated[Number, Field(ge=0, le=100)]
Year = Annotated[int, _printed_number("2015"), Field(ge=1900, le=2100)]
# A place in a line of columns or rows, from 0.
GridPlace = Annotated[int, _printed_number("3"), Field(ge=0, le=99)]
Day = Annotated[date, BeforeValidator(_refuse_no_day), BeforeValidator(_local_day)]
IsoDate = Annotated[str, BeforeValidator(_local_day), AfterValidator(_check_date)]
EitherDate = Annotated[str, BeforeValidator(_local_day), AfterValidator(_check_either_date)]
EndDate = Annotated[
    str, BeforeValidator(_local_day), AfterValidator(_check_end), AfterValidator(_check_end_after_start)
]
# Several codes in one cell, separated by spaces, as a tuple; written back as they stood.
Codes = Annotated[tuple[str, ...], BeforeValidator(_split_codes), PlainSerializer(" ".join)]
