"""What a person sees in a cell of a workbook: a number or a day under its number format.

A workbook stores `90%` as 0.9 beside the format `0%`, a day as the count of days since 1900. What is read is what
was seen, so the number of that cell is 90 and its unit percent.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

# A binary number has no more true digits; the rest is how it was stored (0.30000000000000004).
TRUE_DIGITS = 15
# Beyond it a number is shown as 1E+12.
LONGEST_PLAIN = 12
# Literal text and colours of a format; what is left are its placeholders.
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
BRACKETED = re.compile(r"\[[^\]]*\]")
SPACING = re.compile(r"(?<!\0)[_*].")
# What may stand beside digits and leaves the number as it is; beside ‰, nghìn or < it is another one.
COUNTED = "đ|vnđ|vnd|đồng|người|trẻ|em|ca|vụ|lượt|xã|trường|lớp|children|people|persons"
BESIDE = re.compile(rf"[\s()+.*%₫$€\N{{MINUS SIGN}}\N{{EN DASH}}-]|\b(?:{COUNTED})\b", re.IGNORECASE)
PLACES = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?|\.([#0?]+)")
# What a cell shows that holds a day its calendar does not have.
NO_DAY = "########"


@dataclass(frozen=True)
class Seen:
    """A stored number as it is met: its text, what it says, and "percent" where a percent sign stands beside it.

    rounded : whether the text has fewer digits than the number; stored : the number below words that make another one
    of it.
    """

    text: str
    value: Decimal | date | str
    unit_hint: str | None = None
    rounded: bool = False
    stored: Decimal | None = None


def format_code(number: int, own: dict[int, str]) -> str:
    """The format of a number, of the workbook's own (number -> format) or one that every program knows."""
    return own.get(number) or BUILTIN_FORMATS.get(number, "General")


def seen_number(stored: str, code: str, from_1904: bool = False) -> Seen:
    """A stored number under a number format. Raises ValueError where it is no number.

    What a format writes beside the digits may make another number of them (5,2‰, 5 nghìn, <5): then the text is read,
    as if somebody had typed it.

    Marks are those of a Vietnamese office: a decimal comma, points between thousands. A day is a `date` where its
    format shows day, month and year; of less, and of a time, the text alone is known.

    >>> seen_number("0.285", "0.0%")
    Seen(text='28,5%', value=Decimal('28.5'), unit_hint='percent', rounded=False, stored=None)
    >>> seen_number("46020", "mm/yyyy").value
    '12/2025'
    """
    number = exact_number(stored)
    if is_timedelta_format(code) or is_date_format(code):
        return _seen_time(number, code, from_1904)
    section, bare = _section_of(number, code)
    if isinstance(section, str):
        return _seen_words(number, section, code)
    if section is None:
        return Seen(_general_text(number), number)
    scaled = number * 100**section.percents
    hint = "percent" if section.percents or "%" in section.before + section.after else None
    shown = section.round(abs(scaled) if bare else scaled)
    text = section.print(shown)
    if not any(map(str.isdigit, text)):
        return _seen_words(number, text, code)
    if BESIDE.sub("", section.before + section.after):
        return Seen(text.strip(), text.strip(), stored=_plain(scaled))
    return Seen(text, _plain(scaled), hint, abs(shown.scaleb(3 * section.thousands)) != abs(scaled))


def _seen_words(number: Decimal, words: str, code: str) -> Seen:
    """A number in whose place its format shows words, a sign, or nothing.

    A zero stays one where a sign stands for it, and is not there where nothing does. Of another number, which
    whoever sends the workbook may not know to be there, the words are read; where nothing is seen, number and
    format, so that somebody is asked.
    """
    text = words.strip()
    if not number:
        return Seen(text, number if text else "")
    told = text or f"{_general_text(number)} ({code})"
    return Seen(told, told)


def exact_number(stored: str) -> Decimal:
    """A stored number with the digits that are true. Raises ValueError where it is no finite number.

    >>> exact_number("0.28500000000000003")
    Decimal('0.285')
    """
    if not re.fullmatch(r"\s*[+-]?[0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?\s*", stored):
        raise ValueError(stored)
    with localcontext(prec=TRUE_DIGITS, rounding=ROUND_HALF_UP):
        return _plain(+Decimal(stored.strip()))


def _plain(number: Decimal) -> Decimal:
    """The number without zeros at its end, and not as 7E+3 where it can be written out."""
    number = number.normalize()
    exponent = number.as_tuple().exponent
    if not number:
        return Decimal(0)
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent <= LONGEST_PLAIN else number


@dataclass(frozen=True)
class Section:
    """One part of a number format: text before and after the digits, places, groups, divisions by a thousand."""

    before: str
    after: str
    decimals: str
    leading: bool
    grouped: bool
    percents: int
    thousands: int

    def round(self, number: Decimal) -> Decimal:
        """A number, in percent where it is one, with the digits that this part shows."""
        shown = number.scaleb(-3 * self.thousands)
        if shown.adjusted() > TRUE_DIGITS:
            return shown
        with localcontext(prec=60):
            return shown.quantize(Decimal(1).scaleb(-len(self.decimals)), ROUND_HALF_UP)

    def print(self, shown: Decimal) -> str:
        """A number that was rounded so, as this part shows it."""
        if shown.adjusted() > TRUE_DIGITS:
            return self.before + _general_text(shown) + self.after
        whole, _, decimals = f"{abs(shown):{',' if self.grouped else ''}f}".partition(".")
        while decimals and decimals[-1] == "0" and self.decimals[len(decimals) - 1] != "0":
            decimals = decimals[:-1]
        whole = "" if whole == "0" and not self.leading else whole.replace(",", ".")
        sign = "-" if shown < 0 else ""
        return f"{sign}{self.before}{whole}{',' if decimals else ''}{decimals}{self.after}"


def _section_of(number: Decimal, code: str) -> tuple[Section | str | None, bool]:
    """The part of a format that shows a number, None for the general one, the words of one without digits; and
    whether it shows no sign."""
    parts = _split_sections(code)
    at = 0 if number > 0 or len(parts) == 1 else 1 if number < 0 else min(2, len(parts) - 1)
    at = 0 if not number and len(parts) == 2 else at
    return _read_section(parts[at]), at == 1


@cache
def _split_sections(code: str) -> tuple[str, ...]:
    """The parts of a format: of numbers above zero, below it, of zero, of texts; an empty one shows nothing."""
    parts = re.findall(r'(?:^|;)((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)', code)
    return tuple(parts) if any(parts) or len(parts) > 1 else ("General",)


@cache
def _read_section(part: str) -> Section | str | None:
    """A part of a format, its words where it has no digits; None for the general one and for what is shown
    otherwise: powers, fractions, cases."""
    cases = any(sign in text for text in BRACKETED.findall(part) for sign in "<>=")
    literal = QUOTED.sub(lambda found: "".join(f"\0{letter}" for letter in found[1] or found[2] or ""), part)
    literal = SPACING.sub("", BRACKETED.sub("", literal))
    places = PLACES.search(re.sub(r"\0.", "\0\0", literal, flags=re.DOTALL))
    before, after = (literal[: places.start()], literal[places.end() :]) if places else (literal, "")
    if cases or re.search(r"(?<!\0)[GgEe/@]", before + after):
        return None
    if not places:
        return literal.replace("\0", "")
    whole = places[0].partition(".")[0]
    scaled = re.match(",*", after) if places[0].partition(".")[2] else None
    thousands = len(whole) - len(whole.rstrip(",")) if not scaled else len(scaled[0])
    signs = len(re.findall(r"(?<!\0)%", before + after))
    texts = (before.replace("\0", ""), after.lstrip(",").replace("\0", ""))
    decimals = places[1] or places[2] or ""
    return Section(*texts, decimals, "0" in whole, "," in whole.rstrip(","), signs, thousands)


def _general_text(number: Decimal) -> str:
    """A number without a format of its own."""
    if number and not -LONGEST_PLAIN <= number.adjusted() <= LONGEST_PLAIN:
        return f"{number:E}".replace(".", ",")
    return f"{number:f}".replace(".", ",")


def _seen_time(number: Decimal, code: str, from_1904: bool) -> Seen:
    """A day or a time: the day first, whatever the format's order, so that nobody takes it for the month."""
    signs = BRACKETED.sub("", QUOTED.sub("", code.split(";")[0])).casefold()
    timed = bool(re.search("[hs]", signs)) or is_timedelta_format(code)
    day, month, year = "d" in signs, bool(re.search(r"m", re.sub(r"h+:?m+|m+:?s+", "", signs))), "y" in signs
    try:
        when = _moment(number, from_1904)
    except (OverflowError, ValueError):
        return Seen(NO_DAY, NO_DAY)
    clock = f"{when:%H:%M}" if timed and (when.hour or when.minute or not (day or month or year)) else ""
    marks = [mark for mark, shown in (("%d", day), ("%m", month), ("%Y", year)) if shown]
    text = " ".join(filter(None, (f"{when:{'/'.join(marks)}}" if marks else "", clock)))
    return Seen(text, when.date() if day and month and year else text)


def _moment(number: Decimal, from_1904: bool) -> datetime:
    """The day and time of a count of days. Raises ValueError or OverflowError where there is none."""
    if number < 0:
        raise ValueError(number)
    # The calendar of 1900 has a 29 February that never was.
    late = 0 < number < 60 and not from_1904
    start = MAC_EPOCH if from_1904 else WINDOWS_EPOCH
    seconds = int((number * 86400).to_integral_value(ROUND_HALF_UP))
    return start + timedelta(days=int(late), seconds=seconds)
