"""What one cell of a filled sheet says: words as codes, numbers and dates however they were typed."""

import re
from datetime import date, datetime
from decimal import Decimal

from bvte.evidence.problem import nearest_name
from bvte.intake import layout

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
PLAIN = re.compile(r"-?\d+")
DECIMAL = re.compile(r"(-?\d+)[.,](\d+)")
GROUPED = re.compile(r"-?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
FIRST_YEAR = 2000
# Titles before a name of a person: an owner is a body or a role.
PERSON = re.compile(r"(?:ông|bà|anh|chị|đ/c|đồng chí|mr|mrs|ms)\b\.?\s", re.IGNORECASE)


class RefusedCell(ValueError):  # noqa: N818
    """A cell that cannot be read; `code` says why, `allowed` what may stand there, `near` what is alike."""

    def __init__(self, code, allowed="", near=None):
        super().__init__(code)
        self.code, self.allowed, self.near = code, allowed, near


def cell_text(column, found, words):
    """A cell as the text of a CSV file, "" for an empty one.

    words : column -> word -> code, for the columns to choose from. Raises Refused.
    """
    if found is None or not str(found).strip():
        return ""
    if column in layout.CHOICES:
        return _chosen_code(str(found).strip(), words[column])
    if column in layout.NUMBERS:
        return read_number(found)
    if column in layout.YEARS:
        return _read_year(found)
    if column in layout.DATES:
        return read_day(found).isoformat()
    return _plain_words(column, " ".join(str(found).split()))


def _chosen_code(found, words):
    """The code of a word of a list; capital letters and the code itself are understood."""
    known = {word.casefold(): code for word, code in words.items()}
    known |= {code.casefold(): code for code in words.values()}
    if found.casefold() not in known:
        raise RefusedCell("not_in_list", ", ".join(words), nearest_name(found, words))
    return known[found.casefold()]


def read_number(found):
    """A number as decimal text; typed as text it may have a comma or a point. Raises Refused."""
    if isinstance(found, bool | date):
        raise RefusedCell("not_a_number", "28,5")
    if isinstance(found, int | float):
        return f"{Decimal(repr(found)):f}"
    text = found.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    if GROUPED.fullmatch(text) and len(re.findall(r"[.,\s]", text)) == 1:
        # 1.234 is one number to a Vietnamese reader and another to an English one.
        raise RefusedCell("ambiguous_number", re.sub(r"\D", "", text))
    if PLAIN.fullmatch(text):
        return text
    if DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    if GROUPED.fullmatch(text):
        return _without_groups(text)
    raise RefusedCell("not_a_number", "28,5")


def _without_groups(text):
    """A number without the marks between its thousands; the last mark, if another one, is the decimal one."""
    first = re.search(r"[.,\s]", text)[0]
    return text.replace(first, "").replace(",", ".")


def _read_year(found):
    """A year as text, also where it was typed as text or 2025.0. Raises Refused."""
    text = str(int(found)) if isinstance(found, float) and found == int(found) else str(found).strip()
    if not re.fullmatch(r"\d{4}", text):
        raise RefusedCell("not_a_year", "2025")
    return text


def read_day(found):
    """A day of this century, typed as a date, as dd/mm/yyyy or as yyyy-mm-dd. Raises Refused."""
    when = found.date() if isinstance(found, datetime) else found
    when = when if isinstance(when, date) else _typed_day(str(found).strip())
    # 2025 typed into a cell of dates is a day of 1905 to Excel.
    if when is None or when.year < FIRST_YEAR:
        raise RefusedCell("not_a_date", "29/12/2025")
    return when


def _typed_day(text):
    """The day that a text writes, or None, also for one that the calendar does not have."""
    try:
        if parts := DAY.fullmatch(text):
            return date(*map(int, reversed(parts.groups())))
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def _plain_words(column, text):
    if column == "owner" and PERSON.match(text):
        raise RefusedCell("person_named")
    return text
