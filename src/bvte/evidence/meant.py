"""What a cell that cannot be read probably means: a number, a day or a code as another program writes it."""

import re
import unicodedata
from datetime import date, timedelta

from bvte.evidence import period

# A number as the codebook writes it. Python would also read 1_0, 1e309 and the digits of other scripts;
# nothing is printed with more than twelve digits before its decimals.
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
GROUPS = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}")
# With three digits after its comma a number has two readings, and none is offered.
DECIMAL_COMMA = re.compile(r"(-?[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})")
# A spreadsheet counts days from here; these are the days of 1990 to 2099.
SERIAL_START, SERIALS = date(1899, 12, 30), range(32874, 73051)


def meant_number(text):
    """A number with its digits as the codebook writes them, where the text holds one, else None."""
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in text if sign not in "_ \u00a0\u202f+%")
    digits = digits.replace("\uff0e", ".")
    if parts := DECIMAL_COMMA.fullmatch(digits):
        return f"{parts[1].replace('.', '')}.{parts[2]}"
    if GROUPS.fullmatch(digits):
        digits = digits.replace(".", "")
    return digits if NUMBER.fullmatch(digits) else None


def meant_day(text):
    """The ISO date of a text that writes it with the day first, a time or a serial number, else None."""
    text = text.strip()
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return str(SERIAL_START + timedelta(int(text)))
    if period.DAY_FIRST.fullmatch(text):
        found = period.named_period(text)
        return str(found.first) if found else None
    shorter = re.split(r"[ T]|\.0$", text)[0]
    return shorter if shorter != text and period.named_period(shorter) else None


def meant_code(text):
    """A code without the blanks around and in it."""
    return "_".join(text.split()) or None
