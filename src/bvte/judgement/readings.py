"""Readings: statements about an indicator, in an area, at a time, with what they rest on.

The published ones, and those that follow from published counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum, auto
from itertools import chain, product
from typing import Any

import pandas as pd

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.period import Period
from bvte.evidence.rows import Observation
from bvte.judgement.protection import hidden_rows
from bvte.methods import interval


class Strength(StrEnum):
    """How firm a reading is, firmest first: a printed number, "about", only a bound, worked out by us."""

    PUBLISHED = auto()
    APPROXIMATE = auto()
    BOUND = auto()
    DERIVED = auto()

    @property
    def rank(self) -> int:
        """Place in the order of firmness, 0 for the firmest."""
        return list(Strength).index(self)

    @classmethod
    def of_comparator(cls, comparator: str) -> Strength:
        """Strength of a printed number by the sign before it."""
        return {"=": cls.PUBLISHED, "~": cls.APPROXIMATE}.get(comparator, cls.BOUND)


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
    strength: Strength
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    value_to: Decimal | None = None
    definition: str | None = None
    period_stated: bool = True
    counts: tuple[Reading, Reading] | None = None
    change: tuple[Reading, Reading] | None = None
    falls: bool = False
    joint: tuple[Reading, ...] | None = None

    @property
    def year(self) -> int:
        """Calendar year under which the reading is filed."""
        return self.period.year

    @property
    def is_of_one_year(self) -> bool:
        """Whether the reading is a state, a rate of a year at most, or a sum over one calendar year."""
        if self.statistic == "level":
            return not self.period.is_longer
        return self.statistic == "total" and self.period.is_whole_year

    @property
    def grounds(self) -> tuple[Reading, ...]:
        """The reading and all that it was made from: counts, levels, parts, and what these were made from."""
        made_from = (*(self.counts or ()), *(self.change or ()), *(self.joint or ()))
        return (self, *(ground for part in made_from for ground in part.grounds))

    @property
    def is_firm(self) -> bool:
        """Whether the reading is a number as it was printed, for a time that was stated, within one year."""
        return self.strength == Strength.PUBLISHED and self.period_stated and not self.period.is_span

    @property
    def is_bound(self) -> bool:
        """Whether only one side of the value is known."""
        return self.comparator in ("<", "<=", ">", ">=")


def firmest(readings: Iterable[Reading]) -> Reading | None:
    """The firmest of some readings, of equals the first; None of none."""
    return min(readings, key=lambda r: r.strength.rank, default=None)


def from_observation(row: Observation) -> Reading:
    """The reading of one published row."""
    what = row.indicator, row.area, row.period, row.statistic, row.unit
    printed = row.interval, row.comparator, row.value, Strength.of_comparator(row.comparator)
    is_stated = row.period_stated == "yes"
    return Reading(*what, *printed, (row.id,), (row.source,), None, row.definition, is_stated)


def merge_range(low: Reading, high: Reading) -> Reading:
    """One reading from the two printed ends of a range ("3 to 5 %")."""
    possible = pd.Interval(low.interval.left, high.interval.right, closed="both")
    is_stated = low.period_stated and high.period_stated
    merged = replace(low, rows=low.rows + high.rows, period_stated=is_stated)
    return replace(merged, interval=possible, comparator="-", value_to=high.value)


def readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """Readings of an indicator in an area, in the order of time; sources that agree share one reading."""
    kinds = (published_readings, derived_readings, joint_readings)
    found = (reading for kind in kinds for reading in kind(evidence, indicator, area))
    return sorted(_merge_agreeing(found), key=lambda r: (r.period.last, r.period.first, r.strength, r.rows))


def _merge_agreeing(found: Iterable[Reading]) -> list[Reading]:
    """Equal statements of different sources as one reading that names all its rows and sources."""
    same: dict[tuple[Any, ...], Reading] = {}
    for r in found:
        print_ = r.comparator, r.value, r.value_to, r.strength
        key = r.period.months, r.period.is_open, r.statistic, r.unit, r.definition, *print_
        first = same.get(key)
        both = first and replace(first, rows=first.rows + r.rows, sources=first.sources + r.sources)
        same[key] = both or r
    return list(same.values())


def published_readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """Readings of the published rows that may be shown; the two ends of a printed range are one reading."""
    statements = defaultdict(list)
    hidden = hidden_rows(evidence)
    for row in (row for row in evidence.observations_of(indicator, area) if row.id not in hidden):
        statements[row.period, row.statistic, row.source, row.definition].append(from_observation(row))
    return [reading for parts in statements.values() for reading in _join_range(parts)]


def _join_range(parts: list[Reading]) -> list[Reading]:
    """A printed range joined to one reading; anything else as it is, also a range whose ends are swapped."""
    ends = {part.comparator: part for part in parts}
    if len(parts) != 2 or {">=", "<="} != set(ends) or ends[">="].value > ends["<="].value:
        return parts
    if parts[0].unit != parts[1].unit:
        return parts
    return [merge_range(ends[">="], ends["<="])]


def derived_readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """Rates that follow from a count and its denominator, published by the same source for the same year."""
    card = evidence.indicators[indicator]
    if not (card.numerator_indicator and card.denominator_indicator):
        return []
    sides = (card.numerator_indicator, card.denominator_indicator)
    pairs = product(*(published_readings(evidence, code, area) for code in sides))
    quotients = (_quotient_reading(card, *pair) for pair in pairs if belong_together(*pair))
    return [reading for reading in quotients if reading]


def joint_readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """What the parts of a share of units that meet several conditions at once leave possible for all of them.

    At most the smallest part meets them all, and at least what the parts have beyond 100 percent in common
    (Fréchet's bounds). Only parts of one period and definition count; a part that nobody published leaves 0
    to 100, and one of which sources say different things gives a reading for each of them.
    """
    card = evidence.indicators[indicator]
    found = (published_readings(evidence, code, area) for code in card.all_of)
    parts = [[r for r in known if r.unit == card.unit] for known in found]
    kinds = dict.fromkeys(_statement_kind(r) for known in parts for r in known)
    together = ([[r for r in known if _statement_kind(r) == kind] for known in parts] for kind in kinds)
    chosen = (rows for known in together for rows in product(*filter(None, known)))
    return [reading for rows in chosen if (reading := _joint_reading(card, rows))]


def _statement_kind(reading: Reading) -> tuple[Period, str, str | None]:
    """What readings of parts must have in common to be of one whole."""
    return reading.period, reading.statistic, reading.definition


def _joint_reading(card: Indicator, known: tuple[Reading, ...]) -> Reading | None:
    """The reading of all parts together, or None where they leave everything possible."""
    if not known:
        return None
    low, high = value.limits(card.unit)
    most = min((r.interval for r in known), key=lambda i: (i.right, i.closed_right))
    beyond = sum(interval.exactly(r.interval.left) for r in known) - int(high) * (len(card.all_of) - 1)
    least = max(low, float(beyond))
    complete = len(known) == len(card.all_of)
    least = least if complete else low
    if (least, most.right) == (low, high):
        return None
    return _bounded_reading(card, known, interval.interval(least, most.right, True, most.closed_right))


def _bounded_reading(card: Indicator, known: tuple[Reading, ...], possible: pd.Interval) -> Reading:
    """The reading of what the parts leave possible: a number, a bound, or a range."""
    low, high = as_printed(possible.left), as_printed(possible.right)
    comparator, shown, upto = "-", low, high if low < high else None
    if possible.left == 0:
        comparator, shown, upto = "<=" if possible.closed_right else "<", high, None
    elif possible.right == value.limits(card.unit)[1]:
        comparator, shown, upto = ">=", low, None
    elif low == high:
        comparator = "="
    first, rows, sources = known[0], [r.rows for r in known], [r.sources for r in known]
    what = card.id, first.area, first.period, first.statistic, card.unit, possible, comparator, shown
    grounds = Strength.DERIVED, tuple(chain(*rows)), tuple(chain(*sources)), upto, first.definition
    return Reading(*what, *grounds, all(r.period_stated for r in known), joint=known)


def as_printed(number: float) -> Decimal:
    """A finite number as a `Decimal` without zeros at its end."""
    return Decimal(repr(float(number))).normalize() + 0


def belong_together(count: Reading, whole: Reading) -> bool:
    """Same source, same year, same kind of figure, no range: only then is a quotient of the two a rate."""
    same_span = count.period == whole.period or not (count.period.is_span or whole.period.is_span)
    kinds = [(r.sources, r.year, r.statistic) for r in (count, whole)]
    return kinds[0] == kinds[1] and same_span and "-" not in (count.comparator, whole.comparator)


def _quotient_reading(card: Indicator, count: Reading, whole: Reading) -> Reading | None:
    """The rate as a reading, or None where the counts leave no rate possible, or every one."""
    possible = _possible_rates(card.unit, count, whole)
    if possible is None or (possible.left, possible.right) == value.limits(card.unit):
        return None
    comparator = _quotient_comparator(count, whole)
    quotient = _shown_value(comparator, possible, value.SCALES[card.unit] * count.value / whole.value)
    definition = count.definition or whole.definition
    rows, is_stated = count.rows + whole.rows, count.period_stated and whole.period_stated
    what = card.id, count.area, count.period, "level", card.unit, possible, comparator, quotient
    return Reading(*what, Strength.DERIVED, rows, count.sources, None, definition, is_stated, (count, whole))


def _shown_value(comparator: str, possible: pd.Interval, quotient: Decimal) -> Decimal:
    """A quotient with two decimals; that of a bound is rounded to the side on which it says no more."""
    if comparator in (">", ">="):
        return Decimal(str(possible.left)).quantize(Decimal("0.01"), ROUND_FLOOR)
    if comparator in ("<", "<="):
        return Decimal(str(possible.right)).quantize(Decimal("0.01"), ROUND_CEILING)
    return quotient.quantize(Decimal("0.01"))


def _possible_rates(unit: str, count: Reading, whole: Reading) -> pd.Interval | None:
    """The rates that the counts and the unit allow, or None; an end that the unit sets belongs to them."""
    if 0 in whole.interval:
        return None
    possible = interval.scale(interval.ratio(count.interval, whole.interval), value.SCALES[unit])
    low, high = value.limits(unit)
    if possible.left > high:
        return None
    left = (low, True) if possible.left < low else (possible.left, possible.closed_left)
    right = (high, True) if possible.right > high else (possible.right, possible.closed_right)
    return interval.interval(left[0], right[0], left[1], right[1])


def _quotient_comparator(count: Reading, whole: Reading) -> str:
    """What the number of a quotient is: exact, about, or a bound where one of its counts is one."""
    if count.is_bound or whole.is_bound:
        return count.comparator if count.is_bound else INVERSE[whole.comparator]
    return "~" if "~" in (count.comparator, whole.comparator) else "="


def withheld_readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """The readings of an indicator in an area that must not be shown, in the order of time."""
    hidden = hidden_rows(evidence)
    return [from_observation(row) for row in evidence.observations_of(indicator, area) if row.id in hidden]
