"""What a yearly report needs beside figures: who sends it, which years have one, what an edition said."""

from datetime import date
from functools import cached_property
from typing import ClassVar, Literal

from bvte.evidence.cells import Code, Codes, Comparator, Day, EndDate, IsoDate, Number, Unit, Year
from bvte.evidence.period import parse_period
from bvte.evidence.rows import Row


class Agency(Row):
    """A body that sends the yearly report, from one day to another; an empty first day is not known."""

    id: Code
    valid_from: Day | None = None
    valid_to: Day | None = None
    name_vi: str
    name_en: str
    above_vi: str
    above_en: str
    symbol: str
    place_vi: str
    place_en: str
    recipients_vi: str
    recipients_en: str
    source: Code | None = None
    note: str | None = None

    def is_valid(self, on):
        """Whether the body was in charge on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    def recipients(self):
        """The bodies that receive the report, in their order."""
        return [name.strip() for name in self.text("recipients").split(";")]


class AnnualReport(Row):
    """A year for which there is a yearly report."""

    year: Year
    note: str | None = None


class EditionRow(Row):
    """One finding as an edition of the yearly report recorded it: a figure, or a target and its status.

    The comparator of a range is "-". A figure without a target has neither `status` nor `method`; a target
    without a figure has no value.
    """

    all_columns: ClassVar[bool] = False
    id: Code
    indicator: Code
    target: Code | None = None
    start: IsoDate | None = None
    end: EndDate | None = None
    comparator: Comparator | Literal["-"] | None = None
    value: Number | None = None
    value_to: Number | None = None
    unit: Unit
    strength: str | None = None
    definition: Code | None = None
    sources: Codes = ()
    # How a change was worked out is not recorded.
    change: ClassVar[None] = None
    status: Code | None = None
    method: Code | None = None

    @property
    def period_stated(self):
        """Always: an edition records what was said of a time, not how its year came to be known."""
        return True

    @cached_property
    def period(self):
        """The time that the figure speaks of, or None."""
        return parse_period(self.start, self.end) if self.start else None
