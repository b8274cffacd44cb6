"""A period as somebody printed it: 202507, 2019Q1, 2018-19, Quý I/2025, "Sơ bộ - Prel. 2021".

The same six digits are a month to one publisher (202507) and two years to another (202425); 201112 may be both. What
a text cannot say its column does, else the map, else it is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import Field

from bvte.evidence.record import Record
from bvte.intake.printed_number import UnreadCell, plain_text

# What a text of a column names; `years` are two that make one (a school year), `span` all years between two.
PeriodForm = StrEnum("PeriodForm", "year half quarter month day years span")
Named = StrEnum("Named", "first last")
# The months after which DHIS2 and others name years that do not begin in January.
MONTH_NAMES = {"april": 4, "july": 7, "sep": 9, "oct": 10, "nov": 11}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
PREFIX = re.compile(r"^(?:năm học|năm|year|school year)\s+", re.IGNORECASE)
YEAR = r"((?:19|20)\d\d)"
MONTH = r"(0?[1-9]|1[0-2])"
YEARS = re.compile(rf"{YEAR}\s*[-/–]?\s*(\d{{4}}|\d\d)")
PATTERNS = {
    PeriodForm.year: (re.compile(rf"{YEAR}(?:\.0)?"), re.compile(rf"{YEAR}-?A1?")),
    PeriodForm.half: (re.compile(rf"{YEAR}-?S([12])"), re.compile(rf"6 tháng (đầu|cuối) năm {YEAR}")),
    PeriodForm.quarter: (
        re.compile(rf"{YEAR}[- ]?Q([1-4])"),
        re.compile(rf"Q([1-4])[-/ ]?{YEAR}"),
        re.compile(rf"(?:Quý|Quarter)\s+(IV|I{{1,3}}|[1-4])(?:\s*[-/]\s*|\s+(?:năm\s+)?){YEAR}"),
    ),
    PeriodForm.month: (
        re.compile(rf"{YEAR}-?M?{MONTH}"),
        re.compile(rf"{MONTH}[-/]{YEAR}"),
        re.compile(rf"(?:tháng|T|month)\s*{MONTH}(?:\s*[-/]\s*|\s+(?:năm\s+)?){YEAR}"),
    ),
}
DAYS = (
    re.compile(rf"{YEAR}-(\d\d)-(\d\d)(?:[T ][\d:.Z+-]+)?"),
    re.compile(rf"{YEAR}(\d\d)(\d\d)"),
    re.compile(rf"(\d\d?)[/.](\d\d?)[/.]{YEAR}"),
)
FIRST_MONTHS = re.compile(rf"(\d{{1,2}}) tháng (?:đầu )?(?:năm )?{YEAR}")


class PeriodRule(Record):
    """What the texts of a column mean, as far as they do not say it themselves.

    form : what they name; begins : month in which a year begins, where that is not January; named_by : whether a
    single year names that in which it begins or ends; day : month and day of the state that a year stands for.
    """

    form: PeriodForm | None = None
    begins: Annotated[int, Field(ge=1, le=12)] | None = None
    named_by: Named = Named.first
    day: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None


@dataclass(frozen=True)
class Span:
    """First and last day, month or year as `observations.csv` has them."""

    start: str
    end: str


def possible_forms(text: str) -> set[PeriodForm]:
    """What a text may name: 202507 a month, 202425 two years, 201112 either.

    >>> sorted(map(str, possible_forms("201112")))
    ['month', 'years']
    """
    text = PREFIX.sub("", plain_text(text))
    found = {form for form, patterns in PATTERNS.items() if any(_matches(p, text) for p in patterns)}
    if (years := YEARS.fullmatch(text)) and (last := _second_year(*years.groups())):
        near = last == int(years[1]) + 1
        found |= ({PeriodForm.years} if near else set()) | ({PeriodForm.span} if len(years[2]) == 4 else set())
    if _read_day(text):
        found.add(PeriodForm.day)
    return found


def _matches(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern.pattern, text, re.IGNORECASE)


def _second_year(first: str, second: str) -> int | None:
    """The later of two years, of which the second may have its last two digits alone; None where it is not later."""
    last = int(second) if len(second) == 4 else int(first[:2]) * 100 + int(second)
    last += 100 if last < int(first) and len(second) == 2 else 0
    return last if int(first) < last <= int(first) + 50 else None


def common_form(texts: Iterable[str]) -> PeriodForm | None:
    """What all texts of a column may name together, where that is one thing; None where it is none or several.

    >>> common_form(["201112", "202425"])
    <PeriodForm.years: 'years'>
    """
    shared = [forms for text in set(texts) if (forms := possible_forms(text))]
    common = set.intersection(*shared) if shared else set()
    return common.pop() if len(common) == 1 else None


@lru_cache(maxsize=100_000)
def read_period(text: str, rule: PeriodRule, common: PeriodForm | None = None) -> Span:
    """The period that a text prints.

    rule : what the map says; common : what its whole column names. Raises UnreadCell.

    >>> read_period("202507", PeriodRule())
    Span(start='2025-07', end='2025-07')
    >>> read_period("2018-19", PeriodRule(begins=9))
    Span(start='2018-09', end='2019-08')
    """
    plain = PREFIX.sub("", plain_text(text))
    if special := _special_period(plain):
        return special
    forms = possible_forms(text)
    if rule.form in (PeriodForm.month, PeriodForm.year) and forms == {PeriodForm.day}:
        # Many programs write a month or a year as its first or last day.
        day = str(_read_day(plain))
        return _one_year(int(day[:4]), rule) if rule.form == PeriodForm.year else Span(day[:7], day[:7])
    if not forms or (rule.form and rule.form not in forms):
        raise UnreadCell("period_not_read", text, "2025, 2025-07, 2025Q3, 2024-25")
    form = rule.form or (forms.pop() if len(forms) == 1 else common if common in forms else None)
    if form is None:
        raise UnreadCell("period_ambiguous", text, ", ".join(sorted(forms)))
    return _span_of(plain, form, rule)


def _special_period(text: str) -> Span | None:
    """The first months of a year, and years that a word lets begin in another month (2018April), else None."""
    if months := _matches(FIRST_MONTHS, text):
        last = int(months[1])
        return Span(f"{months[2]}-01", f"{months[2]}-{last:02}") if 1 <= last <= 12 else None
    if year := re.fullmatch(rf"{YEAR}({'|'.join(MONTH_NAMES)})", text, re.IGNORECASE):
        return _year_from(int(year[1]), MONTH_NAMES[year[2].lower()])
    return None


def _span_of(text: str, form: PeriodForm, rule: PeriodRule) -> Span:
    """The period of a text that is known to name one of that form. Raises UnreadCell."""
    if form == PeriodForm.year:
        return _one_year(int(text[:4]), rule)
    if form in (PeriodForm.years, PeriodForm.span):
        return _two_years(text, form, rule)
    if form == PeriodForm.day:
        day = str(_read_day(text))
        return Span(day, day)
    match = next(match for pattern in PATTERNS[form] if (match := _matches(pattern, text)))
    year, part = sorted(match.groups(), key=len, reverse=True) if form != PeriodForm.half else _half_of(match)
    number = ROMAN.get(part.lower()) or int(part)
    length = {PeriodForm.half: 6, PeriodForm.quarter: 3, PeriodForm.month: 1}[form]
    return Span(f"{year}-{(number - 1) * length + 1:02}", f"{year}-{number * length:02}")


def _half_of(match: re.Match[str]) -> tuple[str, str]:
    """Year and number of half a year."""
    first, second = match.groups()
    words = {"đầu": "1", "cuối": "2"}
    return (second, words[first.lower()]) if first.lower() in words else (first, second)


def _one_year(year: int, rule: PeriodRule) -> Span:
    """A year as the rule has it: the calendar's, one that begins in another month, or a day of it."""
    if rule.day:
        try:
            day = date.fromisoformat(f"{year}-{rule.day}").isoformat()
        except ValueError as error:
            raise UnreadCell("period_not_read", f"{year}-{rule.day}", "2025-12-31") from error
        return Span(day, day)
    if rule.begins and rule.begins > 1:
        return _year_from(year - (rule.named_by == Named.last), rule.begins)
    return Span(str(year), str(year))


def _year_from(year: int, month: int) -> Span:
    return Span(f"{year}-{month:02}", f"{year + 1}-{month - 1:02}")


def _two_years(text: str, form: PeriodForm, rule: PeriodRule) -> Span:
    """Two years as the whole of both, or as one that begins in the first of them. Raises UnreadCell."""
    first, second = YEARS.fullmatch(text).groups()  # type: ignore[union-attr]
    if form == PeriodForm.span:
        return Span(first, str(_second_year(first, second)))
    if not rule.begins:
        raise UnreadCell("period_begins", text, "begins: 9")
    return _year_from(int(first), rule.begins)


def _read_day(text: str) -> date | None:
    """The day that a text writes, with the year or the day first; None for one that the calendar does not have."""
    for pattern, order in zip(DAYS, ((0, 1, 2), (0, 1, 2), (2, 1, 0)), strict=True):
        if match := pattern.fullmatch(text):
            parts = [int(part) for part in match.groups()]
            try:
                return date(*(parts[place] for place in order))
            except ValueError:
                return None
    return None
