"""A recording sheet: where things stand in it, and what one cell of a filled one says.

The places are said once for who writes the sheet and for who reads it back. A hidden row names the columns
and a hidden sheet the choices by code, so that it can be read whatever its language and its headings.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bvte.evidence.problem import nearest_name
from bvte.evidence.reporting import PROPOSAL, DecisionKind
from bvte.evidence.rows import Condition
from bvte.evidence.value import Unit
from bvte.intake.personal import find_personal

# Columns that are given and locked, those that people fill in, and that of the code, which nobody sees; in their order.
GIVEN = ("indicator", "read", "current")
FILLED = ("reading", "doubt", "definition", "decision", "owner", "date", *PROPOSAL)
CODE = "target"
COLUMNS = (*GIVEN, *FILLED, CODE)
# Columns that a sheet lacks which was made before there were any.
LATER = ("first_year", "definition")
CHOICES = {"decision": tuple(DecisionKind), "condition": tuple(Condition), "unit": tuple(Unit)}
NUMBERS, DATES, YEARS = ("value", "value_to"), ("date",), ("due_year", "first_year")
# Units whose numbers may stand beside a percent sign.
IN_PERCENT = ("percent", "percentage_points_per_year", "percent_per_year")
# Rows, counted from 1 as in a spreadsheet; cell of the day of the workshop.
CODES_ROW, HEADS_ROW, FIRST_ROW = 4, 5, 6
DAY_CELL = "B2"
# The hidden sheet: a row of three cells for each fact and each choice: what it is about, code, word.
CODES_SHEET = "codes"
FACT = "about"


DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN = re.compile(r"-?[0-9]+")
DECIMAL = re.compile(r"(-?[0-9]+)[.,]([0-9]+)")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
FIRST_YEAR = 2000
# No number has more digits before its decimals.
GREATEST = 10**12


class RefusedCell(ValueError):  # noqa: N818
    """A cell that cannot be read; `code` says why, `allowed` what may stand there, `near` what is alike, `found`
    the part of it that is meant, where that is not all."""

    def __init__(self, code: str, allowed: str = "", near: str | None = None, found: str = "") -> None:
        super().__init__(code)
        self.code, self.allowed, self.near, self.found = code, allowed, near, found


def cell_text(column: str, typed: Any, words: dict[str, dict[str, str]]) -> str:
    """A cell as the text of a CSV file, "" for an empty one.

    words : column -> word -> code, for the columns to choose from. Raises RefusedCell.
    """
    if typed is None or not str(typed).strip():
        return ""
    if column in CHOICES:
        return _chosen_code(str(typed).strip(), words[column])
    if column in NUMBERS:
        return read_number(typed)
    if column in YEARS:
        return _read_year(typed)
    if column in DATES:
        return read_day(typed).isoformat()
    return _plain_words(" ".join(str(typed).split()))


def _chosen_code(word: str, words: dict[str, str]) -> str:
    """The code of a word of a list; capital letters, accents that stand apart and the code itself are understood."""
    known = {_plain_word(code): code for code in words.values()}
    known |= {_plain_word(word): code for word, code in words.items()}
    if _plain_word(word) not in known:
        raise RefusedCell("not_in_list", ", ".join(words), nearest_name(word, words))
    return known[_plain_word(word)]


def _plain_word(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def read_number(typed: Any) -> str:
    """A number as decimal text; typed as text it may have a comma or a point. Raises RefusedCell."""
    if isinstance(typed, bool | date):
        raise RefusedCell("not_a_number", "28,5")
    if isinstance(typed, int | float | Decimal):
        return _bounded(f"{Decimal(str(typed)):f}")
    text = typed.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    if GROUPED.fullmatch(text) and len(re.findall(r"[.,\s]", text)) == 1:
        # 1.234 is one number to a Vietnamese reader and another to an English one.
        raise RefusedCell("ambiguous_number", re.sub(r"\D", "", text))
    if PLAIN.fullmatch(text) or DECIMAL.fullmatch(text):
        return _bounded(text.replace(",", "."))
    if GROUPED.fullmatch(text):
        return _bounded(_without_groups(text))
    raise RefusedCell("not_a_number", "28,5")


def _bounded(number: str) -> str:
    """A number that a row can hold. Raises RefusedCell."""
    if abs(Decimal(number)) >= GREATEST:
        raise RefusedCell("out_of_limits", f"< {GREATEST}")
    return number


def _without_groups(text: str) -> str:
    """A number without the marks between its thousands; the last mark, if another one, is the decimal one."""
    first = next(sign for sign in text if sign in ".," or sign.isspace())
    return text.replace(first, "").replace(",", ".")


def _read_year(typed: Any) -> str:
    """A year as text, also where it was typed as text or 2025.0. Raises RefusedCell."""
    text = str(typed).strip()
    if isinstance(typed, float | Decimal):
        text = f"{Decimal(str(typed)).normalize():f}"
    if not re.fullmatch("[0-9]{4}", text):
        raise RefusedCell("not_a_year", "2025")
    return text


def read_day(typed: Any) -> date:
    """A day of this century, typed as a date, as dd/mm/yyyy or as yyyy-mm-dd. Raises RefusedCell."""
    when = typed.date() if isinstance(typed, datetime) else typed
    when = when if isinstance(when, date) else _typed_day(str(typed).strip())
    # 2025 typed into a cell of dates is a day of 1905 to Excel.
    if when is None or when.year < FIRST_YEAR:
        raise RefusedCell("not_a_date", "29/12/2025")
    return when


def _typed_day(text: str) -> date | None:
    """The day that a text writes, or None, also for one that the calendar does not have."""
    try:
        if parts := DAY.fullmatch(text):
            return date(*map(int, reversed(parts.groups())))
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def _plain_words(text: str) -> str:
    """Words in one line. Raises RefusedCell where they name a person."""
    if found := find_personal(text):
        raise RefusedCell("person_named", found=", ".join(found))
    return text
