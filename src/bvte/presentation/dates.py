"""Days, months, years and periods as a reader of the language writes them, and as times that a machine can
read."""

import re
from datetime import date, timedelta

from babel.dates import format_date

from bvte.evidence.language import active_language
from bvte.evidence.period import Period, named_period
from bvte.presentation.phrases import Phrase, Time, joined, phrase
from bvte.presentation.texts import say


def years_text(start, end):
    """The years of a phase, a single one alone."""
    return str(start) if start == end else f"{start}–{end}"


def year_text(period):
    """The time of a figure: a year, a span, a month, part of a year or of a month, a day, or "since" a month."""
    kind, first, last = _kind(period), month(period.first), month(period.last)
    if kind in ("year", "years"):
        return years_text(period.first.year, period.last.year)
    if kind in ("day", "month"):
        return day(period.first) if kind == "day" else first
    if kind == "days":
        return say("numbers.days", first=day(period.first), last=day(period.last))
    if kind == "first_months":
        return say("numbers.first_months", count=period.last.month, year=period.year)
    # The latest possible end says that a figure of years ago does not go on.
    return say(f"numbers.{_until(kind, period)}", first=first, last=last)


def _until(kind: str, period: Period) -> str:
    """The kind of a time that is told with its latest possible end, where that is of another year."""
    return "since_until" if kind == "since" and period.is_span else kind


def _is_first_months(period: Period) -> bool:
    """Whether it is the months of one year from January on, whole."""
    return not period.is_span and period.first.month == 1 and _is_whole_months(period)


def _is_whole_months(period: Period) -> bool:
    """Whether it begins and ends with a month."""
    return period.first.day == 1 and (period.last + timedelta(days=1)).day == 1


def spoken(period):
    """The time of a figure as a noun in a sentence ("năm 2020", "giai đoạn 2016–2020", "tháng 6/2023")."""
    return say(f"numbers.spoken.{_kind(period)}", time=year_text(period), first=month(period.first))


def during(period):
    """When something was so, as a sentence begins with it ("năm 2020", "từ tháng 01/2025")."""
    return _in_sentence("during", period)


def in_time(period: Period) -> str:
    """When something was so, with the word that a sentence wants before it ("in 2020", "on 31 Dec 2020")."""
    return _in_sentence("in_time", period)


def _in_sentence(way: str, period: Period) -> str:
    kind = _until(_kind(period), period)
    return say(f"numbers.{way}.{kind}", time=year_text(period), first=month(period.first), last=month(period.last))


def spoken_years(start, end):
    """The years of a phase as they stand in a sentence ("giai đoạn 2016–2020", "năm 2024")."""
    kind = "year" if start == end else "years"
    return say(f"numbers.spoken.{kind}", time=years_text(start, end))


def _kind(period):
    """What kind of time a period is to a reader."""
    if period.is_open:
        return "since"
    if period.is_moment:
        return "day" if period.days == 1 else "month" if _is_whole_months(period) else "days"
    if period.is_whole_year:
        return "year"
    if _is_first_months(period):
        return "first_months"
    is_years = period.is_span and (period.first.month, period.last.month) == (1, 12)
    return "years" if is_years else "stretch"


def time_text(estimate):
    """The time of an estimate, and that it was inferred where its source does not say the year."""
    when = year_text(estimate.period)
    return when if estimate.period_stated else say("numbers.year_inferred", year=when)


# Vietnamese offices put a zero before days below 10 and before the months January and February, and before no other
# (Decree 30/2020/NĐ-CP, annex I).
EARLY = 2


def month(when: date) -> str:
    """Month and year ("9/2020", "01/2024", "Sep 2020")."""
    pattern = say("numbers.month_pattern_early" if when.month <= EARLY else "numbers.month_pattern")
    return format_date(when, pattern, locale=active_language())


def day(when: date) -> str:
    """A day ("01/6/2017", "1 Jun 2017")."""
    pattern = say("numbers.day_pattern_early" if when.month <= EARLY else "numbers.day_pattern")
    return format_date(when, pattern, locale=active_language())


def iso_day(text):
    """An ISO date of reduced precision, one of two, or one or later, as the language writes it; other texts stay."""
    if (found := named_period(text)) and found.is_open:
        return say("numbers.or_later", first=iso_day(text.partition("/")[0]))
    if text.count("/") == 1 and found:
        first, last = (iso_day(part) for part in text.split("/"))
        return say("numbers.either", first=first, last=last)
    parts = text.split("-") if named_period(text) and text.replace("-", "").isdigit() else ()
    if len(parts) == 3:
        return day(date(*map(int, parts)))
    return month(date(int(parts[0]), int(parts[1]), 1)) if len(parts) == 2 else text


# A printed period: its first end and, of a span, the dash and its last end.
SPAN = re.compile(r"([^–]+?)(?:( ?– ?)(.+))?$")


def year(number: int) -> Phrase:
    """A calendar year."""
    return phrase(Time(str(number)))


def years(first: int, last: int) -> Phrase:
    """The years of a phase, a single one alone."""
    return joined("–", map(year, dict.fromkeys((first, last))))


def when(period: Period, stated: bool = True, has_sign: bool = False) -> Phrase:
    """The time of a figure, and that it was inferred where it is not `stated`; has_sign : by the sign that a note
    explains once, in place of words at each.

    A span of years or months has two ends, of which the last may be open.
    """
    if not stated:
        return phrase(say("numbers.year_signed" if has_sign else "numbers.year_inferred", year=when(period)))
    if period.is_open:
        return phrase(Time(year_text(period), period.iso))
    if _kind(period) in ("days", "first_months", "stretch"):
        return _stretch(period)
    first, dash, last = SPAN.match(year_text(period)).groups(default="")  # type: ignore[union-attr]
    return phrase(_end(period.first, first, period), dash, _end(period.last, last, period) if last else "")


def _stretch(period: Period) -> Phrase:
    """Some months or days: the first months of a year as one time, others with their two ends."""
    kind, ends = _kind(period), (period.first, period.last)
    if kind == "first_months":
        return phrase(Time(year_text(period), period.iso))
    times = [Time(day(end), end.isoformat()) if kind == "days" else _end(end, month(end), period) for end in ends]
    first, last = map(phrase, times)
    return phrase(say(f"numbers.{kind}", first=first, last=last))


def _end(day: date, text: str, period: Period) -> Time:
    """One end of a period, for machines as precise as it is printed."""
    precision = 4 if text.isdigit() else 10 if period.days == 1 else 7
    return Time(text, day.isoformat()[:precision])
