"""A reading: one statement about an indicator, in an area, at a time, with what it rests on."""

from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape

import pandas as pd

from bvte.evidence.period import Period
from bvte.evidence.record import one_line

# What somebody only supposes, and all that is worked out from it.
NOT_PUBLISHED = "not_published"
# How firm a reading is, strongest first: a printed number, "about", only a bound, a quotient made by us.
REPORTED_STRENGTHS = ("published", "approximate", "bound", "derived")
# Those of which the first is taken: what is supposed is what the question is about.
STRENGTHS = (NOT_PUBLISHED, *REPORTED_STRENGTHS)
# What a bound says of a result that falls when its input rises, such as a quotient of its denominator.
INVERSE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Reading:
    """An interval of possible values in `unit`, with the rows and sources that it was read from.

    `comparator`, `value` and `value_to` repeat the print ("<", 3.8; "-", 3 to 5). A derived reading has the
    readings that it was made from in `counts` (numerator, denominator), in `change` (earlier, later level) or
    in `joint` (parts of a condition that asks for several things at once); of a change that is wanted to fall
    (`falls`) a fall counts positive.
    """

    indicator: str
    area: str
    period: Period
    statistic: str
    unit: str
    interval: pd.Interval
    comparator: str
    value: Decimal
    strength: str
    rows: tuple
    sources: tuple
    value_to: Decimal | None = None
    definition: str | None = None
    period_stated: bool = True
    counts: tuple | None = None
    change: tuple | None = None
    falls: bool = False
    joint: tuple | None = None

    def __repr__(self) -> str:
        printed = f"{self.value}-{self.value_to}" if self.value_to is not None else str(self.value)
        number = f"{self.comparator} {printed} {self.unit}"
        rows = f"{self.strength}: {' '.join(self.rows)}"
        return one_line(f"{self.indicator} {self.area} {self.period.iso} {number}", rows)

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"

    @property
    def year(self):
        """Calendar year under which the reading is filed."""
        return self.period.year

    @property
    def is_of_one_year(self):
        """Whether the reading is a state, a rate of a year at most, or a sum over one calendar year."""
        if self.statistic == "level":
            return not self.period.is_longer
        return self.statistic == "total" and self.period.is_whole_year

    @property
    def grounds(self):
        """The reading and all that it was made from: counts, levels, parts, and what these were made from."""
        made_from = (*(self.counts or ()), *(self.change or ()), *(self.joint or ()))
        return (self, *(ground for part in made_from for ground in part.grounds))

    @property
    def is_bound(self):
        """Whether only one side of the value is known."""
        return self.comparator in ("<", "<=", ">", ">=")


def printed_strength(comparator: str, published: bool = True) -> str:
    """How firm a print is by its comparator, unless nobody published it."""
    strength = {"=": "published", "~": "approximate"}.get(comparator, "bound")
    return strength if published else NOT_PUBLISHED


def derived_strength(*parts: Reading) -> str:
    """How firm a reading is that was worked out from others."""
    return NOT_PUBLISHED if any(part.strength == NOT_PUBLISHED for part in parts) else "derived"


def from_observation(row):
    """The reading of one published row."""
    strength = printed_strength(row.comparator, row.published)
    return Reading(
        row.indicator, row.area, row.period, row.statistic, row.unit, row.interval, row.comparator, row.value,
        strength, (row.id,), (row.source,), None, row.definition, row.period_stated == "yes",
    )  # fmt: skip


def merge_range(low, high):
    """One reading from the two printed ends of a range ("3 to 5 %")."""
    interval = pd.Interval(low.interval.left, high.interval.right, closed="both")
    return replace(
        low, interval=interval, comparator="-", value_to=high.value, rows=low.rows + high.rows,
        period_stated=low.period_stated and high.period_stated,
        strength=printed_strength("-", NOT_PUBLISHED not in (low.strength, high.strength)),
    )  # fmt: skip
