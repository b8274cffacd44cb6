"""The time that a figure speaks of: a year, a part of a year, a day or a span of years."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

OPEN = ".."
LONGEST_YEAR = 366
DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, both inclusive.

    is_open : the text says "since" or "to date" and names no last day; `last` is then the latest possible.
    """

    first: date
    last: date
    is_open: bool = False

    @property
    def year(self) -> int:
        """Calendar year in which the period ends, the year under which a figure is filed."""
        return self.last.year

    @property
    def is_whole_year(self) -> bool:
        """Whether the period is exactly one calendar year."""
        return self == whole_year(self.year)

    @property
    def is_span(self) -> bool:
        """Whether the period touches more than one calendar year."""
        return self.first.year < self.last.year

    @property
    def is_longer(self) -> bool:
        """Whether the period is longer than a year, which a school year that touches two of them is not."""
        return self.days > LONGEST_YEAR

    @property
    def is_part_year(self) -> bool:
        """Whether the period is longer than a month but shorter than its one calendar year."""
        return not self.is_span and not self.is_whole_year and self.days > 31

    @property
    def is_moment(self) -> bool:
        """Whether the period is a day or a month: the date of a state, not a stretch of events."""
        return not self.is_span and self.days <= 31

    def spans(self, day: date) -> bool:
        """Whether the period began before a day and ends on it or later.

        >>> whole_year(2017).spans(date(2017, 6, 1)), whole_year(2018).spans(date(2017, 6, 1))
        (True, False)
        """
        return self.first < day <= self.reached

    def holds(self, other: "Period") -> bool:
        """Whether all of another period lies within this one.

        >>> phase = Period(date(2016, 1, 1), date(2020, 12, 31))
        >>> phase.holds(whole_year(2020)), phase.holds(whole_year(2021))
        (True, False)
        """
        return self.first <= other.first and other.last <= self.last

    @property
    def months(self) -> tuple[date, date]:
        """First and last month; sources that agree may name the last day differently."""
        return self.first.replace(day=1), self.last.replace(day=1)

    @property
    def reached(self) -> date:
        """The day that it surely reaches: its last, of an open one its first."""
        return self.first if self.is_open else self.last

    @property
    def end(self) -> str:
        """The last day as ISO text, as a row has it."""
        return f"{OPEN}{self.last}" if self.is_open else str(self.last)

    @property
    def iso(self) -> str:
        """ISO text of the same time, as short as it can be told: 2025, 2024-01/2024-09, 2025-07/..2025-12."""
        mark, ends = OPEN if self.is_open else "", (str(self.first), str(self.last))
        shorter = ((first[:length], mark + last[:length]) for first, last in [ends] for length in (4, 7, 10))
        return "/".join(dict.fromkeys(next(pair for pair in shorter if parse_period(*pair) == self)))

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last - self.first).days + 1


def whole_year(year: int) -> Period:
    """The calendar year as a period."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def named_period(text: str | None) -> Period | None:
    """The time that one text names, such as that of a publication; None where it names none.

    An ISO date of reduced precision, two of them with a slash between (2024/2025: one of the two), or a day
    as Vietnam writes it (31/01/2023).

    >>> named_period("31/01/2023").iso
    '2023-01-31'
    """
    day = DAY_FIRST.fullmatch(text or "")
    ends = ["-".join(part.zfill(2) for part in reversed(day.groups()))] if day else (text or "").split("/")
    try:
        return parse_period(ends[0], ends[-1]) if len(ends) < 3 else None
    except ValueError:
        return None


# A folder's thousands of rows are of a few times, and each row is asked for its own again and again.
@lru_cache(maxsize=4096)
def parse_period(start: str, end: str) -> Period:
    """Read two ISO 8601 dates of reduced precision (2015, 2024-09, 2019-04-01) as one period.

    An end "..2025-12" is some day up to then (ISO 8601-2), as of a text that says "to date". Raises
    ValueError where a text is no such date or the end lies before the start.

    >>> parse_period("2024-01", "2024-09").iso
    '2024-01/2024-09'
    """
    last, is_open = _day_of_text(end.removeprefix(OPEN), last=True), end.startswith(OPEN)
    period = Period(_day_of_text(start, last=False), last, is_open)
    if period.last < period.first:
        raise ValueError(f"{end} lies before {start}")
    return period


def _day_of_text(text: str, last: bool) -> date:
    """First or last day that an ISO date of reduced precision stands for."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(f"{text!r} is no ISO date")
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    length = calendar.monthrange(year, month)[1]
    return date(year, month, parts[2] if len(parts) > 2 else (length if last else 1))
