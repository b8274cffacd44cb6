"""Years and periods as safe markup, each end of them a time that a machine can read."""

import re

from markupsafe import Markup

from bvte.presentation import dates
from bvte.presentation.texts import say

# A printed period: its first end and, of a span, the dash and its last end.
SPAN = re.compile(r"([^–]+?)(?:( ?– ?)(.+))?$")


def year(number):
    """A calendar year."""
    return Markup("<time>{}</time>").format(number)


def years(first, last):
    """The years of a phase, a single one alone."""
    return Markup("–").join(map(year, dict.fromkeys((first, last))))


def when(period, stated=True):
    """The time of a figure, and that it was inferred where it is not `stated`.

    A span of years or months has two ends, of which the last may be open.
    """
    if not stated:
        return Markup(say("numbers.year_inferred", year=when(period)))
    if period.is_open:
        return Markup('<time datetime="{}">{}</time>').format(period.iso, dates.year_text(period))
    first, dash, last = SPAN.match(dates.year_text(period)).groups(default="")
    ends = [_end(period.first, first, period), _end(period.last, last, period) if last else ""]
    return Markup("{}{}{}").format(ends[0], dash, ends[1])


def _end(day, text, period):
    """One end of a period, for machines as precise as it is printed."""
    precision = 4 if text.isdigit() else 10 if period.days == 1 else 7
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat()[:precision], text)
