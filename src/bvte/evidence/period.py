"""The time that a figure speaks of: a year, a part of a year, a day or a span of years."""

import calendar
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, both inclusive."""

    first: date
    last: date

    @property
    def year(self):
        """Calendar year in which the period ends, the year under which a figure is filed."""
        return self.last.year

    @property
    def is_whole_year(self):
        """Whether the period is exactly one calendar year."""
        return self == whole_year(self.year)

    @property
    def is_span(self):
        """Whether the period touches more than one calendar year."""
        return self.first.year < self.last.year

    @property
    def is_part_year(self):
        """Whether the period is longer than a month but shorter than its one calendar year."""
        return not self.is_span and not self.is_whole_year and self.days > 31

    @property
    def is_moment(self):
        """Whether the period is a day or a month: the date of a state, not a stretch of events."""
        return not self.is_span and self.days <= 31

    @property
    def months(self):
        """First and last month; sources that agree may name the last day differently."""
        return self.first.replace(day=1), self.last.replace(day=1)

    @property
    def days(self):
        """Length in days."""
        return (self.last - self.first).days + 1


def whole_year(year):
    """The calendar year as a period."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def parse(start, end):
    """Read two ISO 8601 dates of reduced precision (2015, 2024-09, 2019-04-01) as one period.

    Raises ValueError where a text is no such date or the end lies before the start.
    """
    period = Period(_day(start, last=False), _day(end, last=True))
    if period.last < period.first:
        raise ValueError(f"{end} lies before {start}")
    return period


def _day(text, last):
    """First or last day that an ISO date of reduced precision stands for."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(f"{text!r} is no ISO date")
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    length = calendar.monthrange(year, month)[1]
    return date(year, month, parts[2] if len(parts) > 2 else (length if last else 1))
