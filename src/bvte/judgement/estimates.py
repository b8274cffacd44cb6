"""Estimates: statements about an indicator, in an area, at a time, with what they rest on.

The published ones, and those that follow from published counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum, auto
from functools import lru_cache
from html import escape
from itertools import chain, product
from typing import Any

import pandas as pd

from bvte.evidence import value
from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.period import Period
from bvte.evidence.record import one_line
from bvte.evidence.rows import Observation
from bvte.judgement.area_totals import PARTS, AreasAnswered, AreaTotal, area_totals
from bvte.judgement.protection import hidden_rows, hidden_totals
from bvte.methods import interval


class Strength(StrEnum):
    """How firm an estimate is, in the order in which estimates are taken.

    First what is supposed, since it is what the question is about; then, firmest first: a printed number,
    "about", only a bound, worked out by us from what was printed, told by an office and not published.
    """

    # What somebody only supposes, and all that is worked out from it: no report has it.
    NOT_PUBLISHED = auto()
    PUBLISHED = auto()
    APPROXIMATE = auto()
    BOUND = auto()
    DERIVED = auto()
    # What only a file of an office says, and all that is worked out from it, with any sign before it.
    REPORTED = auto()

    @property
    def rank(self) -> int:
        """Place in the order in which they are taken, 0 for the first."""
        return list(Strength).index(self)

    @classmethod
    def of_comparator(cls, comparator: str, unpublished: Strength | None = None) -> Strength:
        """Strength of a printed number by the sign before it, unless nobody published it.

        unpublished : then, how it is known.
        """
        return unpublished or {"=": cls.PUBLISHED, "~": cls.APPROXIMATE}.get(comparator, cls.BOUND)

    @classmethod
    def of_parts(cls, *parts: Estimate) -> Strength:
        """Strength of what is worked out from estimates."""
        known = {part.strength for part in parts}
        return next((strength for strength in UNPUBLISHED if strength in known), cls.DERIVED)


# Of what nobody published, what is supposed before what an office reported.
UNPUBLISHED = Strength.NOT_PUBLISHED, Strength.REPORTED
# Those that a report can have.
SHOWN_STRENGTHS = tuple(strength for strength in Strength if strength != Strength.NOT_PUBLISHED)
# What a bound says of a result that falls when its input rises, such as a quotient of its denominator.
INVERSE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Estimate:
    """An interval of possible values in `unit`, with the rows and sources that it was read from.

    `comparator`, `value` and `value_to` repeat the print ("<", 3.8; "-", 3 to 5). A derived estimate has the
    estimates that it was made from in `counts` (numerator, denominator), in `change` (earlier, later level)
    or in `joint` (parts of a condition that asks for several things at once); of a change that is wanted to
    fall (`falls`) a fall counts positive. `areas` : of a total, how many areas it was added up from.
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
    counts: tuple[Estimate, Estimate] | None = None
    change: tuple[Estimate, Estimate] | None = None
    falls: bool = False
    joint: tuple[Estimate, ...] | None = None
    areas: AreasAnswered | None = None

    def __repr__(self) -> str:
        printed = f"{self.value}-{self.value_to}" if self.value_to is not None else str(self.value)
        number = f"{self.comparator} {printed} {self.unit}"
        rows = f"{self.strength}: {' '.join(self.rows)}"
        return one_line(f"{self.indicator} {self.area} {self.period.iso} {number}", rows)

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"

    @property
    def year(self) -> int:
        """Calendar year under which the estimate is filed."""
        return self.period.year

    @property
    def is_of_one_year(self) -> bool:
        """Whether the estimate is a state, a rate of a year at most, or a sum over one calendar year."""
        if self.statistic == "level":
            return not self.period.is_longer
        return self.statistic == "total" and self.period.is_whole_year

    @property
    def grounds(self) -> tuple[Estimate, ...]:
        """The estimate and all that it was made from: counts, levels, parts, and what these were made
        from."""
        made_from = (*(self.counts or ()), *(self.change or ()), *(self.joint or ()))
        return (self, *(ground for part in made_from for ground in part.grounds))

    @property
    def is_firm(self) -> bool:
        """Whether the estimate is a number as it was printed, for a time that was stated, within one year."""
        return self.strength == Strength.PUBLISHED and self.period_stated and not self.period.is_span

    @property
    def is_published(self) -> bool:
        """Whether it rests on published figures only, on nothing that is supposed or reported by an office."""
        return self.strength not in UNPUBLISHED

    @property
    def unpublished(self) -> Strength | None:
        """How it is known where nobody published it, None of a published one."""
        return None if self.is_published else self.strength

    @property
    def is_derived(self) -> bool:
        """Whether it was worked out here from figures that were published or reported."""
        made = bool(self.counts or self.change or self.joint or self.areas)
        return self.strength == Strength.DERIVED or (self.strength == Strength.REPORTED and made)

    @property
    def is_bound(self) -> bool:
        """Whether only one side of the value is known."""
        return self.comparator in ("<", "<=", ">", ">=")


def firmest(estimates: Iterable[Estimate]) -> Estimate | None:
    """The firmest of some estimates, of equals the first; None of none.

    What a body gave for the whole province goes before what its areas add up to.
    """
    return min(estimates, key=lambda r: (r.strength.rank, r.areas is not None), default=None)


def from_observation(evidence: Evidence, row: Observation) -> Estimate:
    """The estimate of one row of the evidence."""
    what = row.indicator, row.area, row.period, row.statistic, row.unit
    unpublished = None if row.published else Strength.NOT_PUBLISHED
    unpublished = unpublished or (Strength.REPORTED if evidence.is_reported(row) else None)
    printed = row.interval, row.comparator, row.value, Strength.of_comparator(row.comparator, unpublished)
    is_stated = row.period_stated == "yes"
    return Estimate(*what, *printed, (row.id,), (row.source,), None, row.definition, is_stated)


def merge_range(low: Estimate, high: Estimate) -> Estimate:
    """One estimate from the two printed ends of a range ("3 to 5 %")."""
    possible = pd.Interval(low.interval.left, high.interval.right, closed="both")
    is_stated = low.period_stated and high.period_stated
    strength = Strength.of_comparator("-", min((low, high), key=lambda r: r.is_published).unpublished)
    merged = replace(low, rows=low.rows + high.rows, period_stated=is_stated, strength=strength)
    return replace(merged, interval=possible, comparator="-", value_to=high.value)


@question
def estimates_of(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """Estimates of an indicator in an area, in the order of time; sources that agree share one estimate.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> known = bvte.estimates_of(evidence, "special_circumstances_rate", evidence.province.code)
    >>> {str(estimate.unit) for estimate in known}
    {'percent'}
    """
    return [*_estimates_once(evidence, indicator, area, hidden_rows(evidence), hidden_totals(evidence))]


@lru_cache(maxsize=4096)  # a page asks again and again; all that can change is what is withheld
def _estimates_once(evidence: Evidence, indicator: str, area: str, *_hidden: frozenset[Any]) -> tuple[Estimate, ...]:
    kinds = (published_estimates, total_estimates, derived_estimates, joint_estimates)
    found = _merge_agreeing(estimate for kind in kinds for estimate in kind(evidence, indicator, area))
    return tuple(sorted(found, key=lambda r: (r.period.last, r.period.first, r.strength, r.rows)))


def _merge_agreeing(found: Iterable[Estimate]) -> list[Estimate]:
    """Equal statements of different sources as one estimate that names all its rows and sources.

    One that was published stays published where an office says the same.
    """
    same: dict[tuple[Any, ...], Estimate] = {}
    for r in sorted(found, key=lambda r: r.strength == Strength.REPORTED):
        kind = r.is_derived, r.strength == Strength.NOT_PUBLISHED
        key = r.period.months, r.period.is_open, r.statistic, r.unit, r.definition, *kind
        key = *key, r.comparator, r.value, r.value_to
        first = same.get(key)
        both = first and replace(first, rows=first.rows + r.rows, sources=first.sources + r.sources)
        same[key] = both or r
    return list(same.values())


@question
def published_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """Estimates of the published rows that may be shown; the two ends of a printed range are one estimate."""
    statements, hidden = defaultdict(list), hidden_rows(evidence)
    for row in (row for row in evidence.observations_of(indicator, area) if row.id not in hidden):
        statements[row.period, row.statistic, row.source, row.definition].append(from_observation(evidence, row))
    return [estimate for parts in statements.values() for estimate in _join_range(parts)]


def _join_range(parts: list[Estimate]) -> list[Estimate]:
    """A printed range joined to one estimate; anything else as it is, also a range whose ends are swapped."""
    ends = {part.comparator: part for part in parts}
    if len(parts) != 2 or {">=", "<="} != set(ends) or ends[">="].value > ends["<="].value:
        return parts
    if parts[0].unit != parts[1].unit:
        return parts
    return [merge_range(ends[">="], ends["<="])]


@question
def total_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """What the areas of the province add up to that reported an indicator: at least so much until all did."""
    if area != evidence.province.code:
        return []
    hidden, rows = hidden_totals(evidence), hidden_rows(evidence)
    totals = (total for total in area_totals(evidence).get(indicator, ()) if total.key not in hidden)
    # A sum beside one of its two parts would tell the other.
    shown = (t for t in totals if t.key.level != PARTS or not any(row.id in rows for row in t.rows))
    return [_total_estimate(area, total) for total in shown]


def _total_estimate(area: str, total: AreaTotal) -> Estimate:
    """The estimate of one total."""
    key, possible = total.key, value.printed_interval(total.comparator, total.value, total.key.unit)
    what = key.indicator, area, key.period, key.statistic, key.unit, possible, total.comparator, total.value
    rows, sources = (row.id for row in total.rows), dict.fromkeys(row.source for row in total.rows)
    strength = Strength.DERIVED if key.level == PARTS else Strength.REPORTED
    return Estimate(*what, strength, tuple(rows), tuple(sources), areas=total.areas)


def _countable(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """What a rate may be made of: published and reported figures, and totals of all areas."""
    totals = total_estimates(evidence, indicator, area)
    return published_estimates(evidence, indicator, area) + [r for r in totals if r.comparator == "="]


@question
def derived_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """Rates that follow from a count and its denominator, published by the same source for the same year."""
    card = evidence.indicators[indicator]
    if not (card.numerator_indicator and card.denominator_indicator):
        return []
    sides = (card.numerator_indicator, card.denominator_indicator)
    pairs = product(*(_countable(evidence, code, area) for code in sides))
    return [rate for pair in pairs if belong_together(*pair) and (rate := _quotient_estimate(card, *pair))]


@question
def joint_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """What the parts of a share of units that meet several conditions at once leave possible for all of them.

    At most the smallest part meets them all, and at least what the parts have beyond 100 percent in common
    (Fréchet's bounds). Only parts of one period and definition count; a part that nobody published leaves 0
    to 100, and one of which sources say different things gives an estimate for each of them.
    """
    card = evidence.indicators[indicator]
    found = (published_estimates(evidence, code, area) for code in card.all_of)
    parts = [[r for r in known if r.unit == card.unit] for known in found]
    kinds = dict.fromkeys(_statement_kind(r) for known in parts for r in known)
    together = ([[r for r in known if _statement_kind(r) == kind] for known in parts] for kind in kinds)
    chosen = (rows for known in together for rows in product(*filter(None, known)))
    return [estimate for rows in chosen if (estimate := _joint_estimate(card, rows))]


def _statement_kind(estimate: Estimate) -> tuple[Period, str, str | None]:
    """What estimates of parts must have in common to be of one whole."""
    return estimate.period, estimate.statistic, estimate.definition


def _joint_estimate(card: Indicator, known: tuple[Estimate, ...]) -> Estimate | None:
    """The estimate of all parts together, or None where they leave everything possible."""
    if not known:
        return None
    low, high = value.unit_limits(card.unit)
    most = min((r.interval for r in known), key=lambda i: (i.right, i.closed_right))
    beyond = sum(interval.exact_fraction(r.interval.left) for r in known) - int(high) * (len(card.all_of) - 1)
    least = max(low, float(beyond))
    complete = len(known) == len(card.all_of)
    least = least if complete else low
    if (least, most.right) == (low, high):
        return None
    return _bounded_estimate(card, known, interval.make_interval(least, most.right, True, most.closed_right))


def _bounded_estimate(card: Indicator, known: tuple[Estimate, ...], possible: pd.Interval) -> Estimate:
    """The estimate of what the parts leave possible: a number, a bound, or a range."""
    low, high = as_printed(possible.left), as_printed(possible.right)
    comparator, shown, upto = "-", low, high if low < high else None
    if possible.left == 0:
        comparator, shown, upto = "<=" if possible.closed_right else "<", high, None
    elif possible.right == value.unit_limits(card.unit)[1]:
        comparator, shown, upto = ">=", low, None
    elif low == high:
        comparator = "="
    first, rows, sources = known[0], [r.rows for r in known], [r.sources for r in known]
    what = card.id, first.area, first.period, first.statistic, card.unit, possible, comparator, shown
    grounds = Strength.of_parts(*known), tuple(chain(*rows)), tuple(chain(*sources)), upto, first.definition
    return Estimate(*what, *grounds, all(r.period_stated for r in known), joint=known)


def as_printed(number: float) -> Decimal:
    """A finite number as a `Decimal` without zeros at its end."""
    return Decimal(repr(float(number))).normalize() + 0


def belong_together(count: Estimate, whole: Estimate) -> bool:
    """Same source, same year, same kind of figure, no range: only then is a quotient of the two a rate.

    Two states of one year may be of different days; what was summed over half of it, or by a definition of its own,
    is no part of what was over all. What is only supposed is supposed to be of the source of the other.
    """
    supposed = Strength.NOT_PUBLISHED in (count.strength, whole.strength)
    states = count.statistic == "level" and not (count.period.is_span or whole.period.is_span)
    same_span = count.period.months == whole.period.months or states
    kinds = [(r.year, r.statistic, () if supposed else r.sources) for r in (count, whole)]
    is_part = count.definition in (None, whole.definition) and "-" not in (count.comparator, whole.comparator)
    return kinds[0] == kinds[1] and same_span and is_part


def _quotient_estimate(card: Indicator, count: Estimate, whole: Estimate) -> Estimate | None:
    """The rate as an estimate, or None where the counts leave no rate possible, or every one."""
    possible = _possible_rates(card.unit, count, whole)
    if possible is None or (possible.left, possible.right) == value.unit_limits(card.unit):
        return None
    comparator = _quotient_comparator(count, whole)
    quotient = _shown_value(comparator, possible, value.SCALES[card.unit] * count.value / whole.value)
    definition, rows = count.definition or whole.definition, count.rows + whole.rows
    is_stated = count.period_stated and whole.period_stated
    what = card.id, count.area, count.period, "level", card.unit, possible, comparator, quotient
    sources = tuple(dict.fromkeys(count.sources + whole.sources))
    return Estimate(*what, Strength.of_parts(count, whole), rows, sources, None, definition, is_stated, (count, whole))


def _shown_value(comparator: str, possible: pd.Interval, quotient: Decimal) -> Decimal:
    """A quotient with two decimals; that of a bound is rounded to the side on which it says no more."""
    if comparator in (">", ">="):
        return Decimal(str(possible.left)).quantize(Decimal("0.01"), ROUND_FLOOR)
    if comparator in ("<", "<="):
        return Decimal(str(possible.right)).quantize(Decimal("0.01"), ROUND_CEILING)
    return quotient.quantize(Decimal("0.01"))


def _possible_rates(unit: str, count: Estimate, whole: Estimate) -> pd.Interval | None:
    """The rates that the counts and the unit allow, or None; an end that the unit sets belongs to them."""
    if 0 in whole.interval:
        return None
    possible = interval.scale_interval(interval.divide_intervals(count.interval, whole.interval), value.SCALES[unit])
    low, high = value.unit_limits(unit)
    if possible.left > high:
        return None
    least, has_least = (low, True) if possible.left < low else (possible.left, possible.closed_left)
    most, has_most = (high, True) if possible.right > high else (possible.right, possible.closed_right)
    return interval.make_interval(least, most, has_least, has_most)


def _quotient_comparator(count: Estimate, whole: Estimate) -> str:
    """What the number of a quotient is: exact, about, or a bound where one of its counts is one."""
    if count.is_bound or whole.is_bound:
        return count.comparator if count.is_bound else INVERSE[whole.comparator]
    return "~" if "~" in (count.comparator, whole.comparator) else "="


@question
def withheld_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """The estimates of an indicator in an area that must not be shown, in the order of time."""
    known, hidden = evidence.observations_of(indicator, area), hidden_rows(evidence)
    return [from_observation(evidence, row) for row in known if row.id in hidden]
