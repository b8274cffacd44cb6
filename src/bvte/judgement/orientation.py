"""What published figures allow as an orientation: numbers on a named assumption, which judge no target."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import Any

import pandas as pd

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.lookups import country_of
from bvte.evidence.period import Period
from bvte.judgement.comparability import may_compare, same_stretch
from bvte.judgement.conflict_kinds import Conflict
from bvte.judgement.conflict_parts import YEAR, month_count
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Reason, ReasonCode
from bvte.methods import interval

# A figure of the country this many years away may still stand beside the area's own, with both years named.
NEAR_YEARS = 3


# A rate of two sources or of bounds, the share of a group in its whole, or the gap to the country.
OrientationKind = StrEnum("OrientationKind", "QUOTIENT SHARE GAP GAP_AT_LEAST")


@dataclass(frozen=True)
class Orientation:
    """A number that follows from two published figures on an assumption.

    number : in `unit`, of a gap the least that the prints allow; assumes :
    reasons; beside : published estimates that it should be seen with.
    """

    kind: OrientationKind
    indicator: str
    unit: str
    number: Decimal
    period: Period
    estimates: tuple[Estimate, ...]
    assumes: tuple[Reason, ...]
    beside: tuple[Estimate, ...] = ()


def orientations(evidence: Evidence, area: str) -> list[Orientation]:
    """All orientations of an area: rates, shares, gaps to the country; none on a figure of another scope."""
    cards = evidence.indicators.values()
    found = conflicts(evidence, area)
    disputed = {c.estimates[-1] for c in found if c.facts.get("other_scope")}
    ways = product((_rate_orientations, _share_orientations, _gap_orientations), cards)
    made = (orientation for make, card in ways for orientation in make(evidence, card, area))
    return [_assume_explained(o, found) for o in made if not disputed & set(o.estimates)]


def _assume_explained(orientation: Orientation, found: list[Conflict]) -> Orientation:
    """An orientation that also assumes right whichever of its figures has to be explained first."""
    doubted = {r for conflict in found for r in conflict.estimates}
    more = [Reason(ReasonCode.ASSUME_EXPLAINED, {"estimate": r}) for r in orientation.estimates if r in doubted]
    return replace(orientation, assumes=(*orientation.assumes, *more))


def _usable_estimates(evidence: Evidence, indicator: str | None, area: str) -> list[Estimate]:
    """Printed numbers and bounds of an indicator, without ranges."""
    known = estimates_of(evidence, indicator, area) if indicator else ()
    return [r for r in known if not r.is_derived and r.comparator != "-"]


def _rate_orientations(evidence: Evidence, card: Indicator, area: str) -> Iterator[Orientation]:
    """Rates whose counts are published apart, or only as bounds, for times of which no rate is known."""
    known = {r.period.months for r in estimates_of(evidence, card.id, area)}
    wholes = _usable_estimates(evidence, card.denominator_indicator, area)
    for count in _usable_estimates(evidence, card.numerator_indicator, area):
        of_year = [w for w in wholes if w.year == count.year and w.statistic in (count.statistic, "level")]
        if of_year and count.period.months not in known and not _is_part(count):
            beside = tuple(_usable_estimates(evidence, card.id, area)[-1:])
            yield _rate_orientation(card, count, of_year[-1], beside)


def _is_part(count: Estimate) -> bool:
    """Whether a count is of a part of a year: as a share of all children it would say too little."""
    return count.period.is_part_year or (count.statistic == "total" and count.period.is_moment)


def _rate_orientation(card: Indicator, count: Estimate, whole: Estimate, beside: tuple[Estimate, ...]) -> Orientation:
    """The rate of two printed numbers, of a total over several years that of its mean year."""
    years = Decimal(month_count(count.period)) / YEAR if count.statistic == "total" else Decimal(1)
    number = value.SCALES[card.unit] * count.value / years / whole.value
    rough = (r for r in (count, whole) if r.strength != Strength.PUBLISHED)
    assumes = [Reason(ReasonCode.ASSUME_EXACTLY, {"estimate": r}) for r in rough]
    if years > 1:
        assumes.append(Reason(ReasonCode.ASSUME_EVEN, {"estimate": count}))
    if not set(count.sources) & set(whole.sources):
        assumes.append(Reason(ReasonCode.ASSUME_ONE_COUNT, {"estimate": whole}))
    facts = card.id, card.unit, number, count.period, (count, whole), tuple(assumes), beside
    return Orientation(OrientationKind.QUOTIENT, *facts)


def _share_orientations(evidence: Evidence, card: Indicator, area: str) -> Iterator[Orientation]:
    """How much of a whole a group within it is, both published for one time."""
    rated = {(c.numerator_indicator, c.denominator_indicator) for c in evidence.indicators.values()}
    if card.subset_of is None or (card.id, card.subset_of) in rated:
        return
    for part in _usable_estimates(evidence, card.id, area):
        for whole in _usable_estimates(evidence, card.subset_of, area):
            if _of_one_time(part, whole) and part.value <= whole.value:
                yield _share_orientation(evidence, part, whole)


def _of_one_time(part: Estimate, whole: Estimate) -> bool:
    """Whether two counts are of one time and kind, and neither is only a bound."""
    return _count_kind(part) == _count_kind(whole) and not part.is_bound and not whole.is_bound


def _count_kind(estimate: Estimate) -> tuple[Any, ...]:
    """What two counts must share to be part and whole."""
    return estimate.period.months, estimate.statistic, estimate.unit


def _share_orientation(evidence: Evidence, part: Estimate, whole: Estimate) -> Orientation:
    number = 100 * part.value / whole.value
    assumes = (Reason(ReasonCode.ASSUME_WITHIN, {"estimate": whole}),)
    rates = (c.id for c in evidence.indicators.values() if c.whole_indicator == whole.indicator)
    found = (r for code in rates for r in _usable_estimates(evidence, code, part.area))
    beside = tuple(r for r in found if r.year == part.year and r.unit == "percent")
    facts = part.indicator, "percent", number, part.period, (part, whole), assumes, beside
    return Orientation(OrientationKind.SHARE, *facts)


def _gap_orientations(evidence: Evidence, card: Indicator, area: str) -> Iterator[Orientation]:
    """How far a rate lies from the country's of the same or the nearest year, where it surely does."""
    country = country_of(evidence)
    if card.kind != "rate" or country in (None, area):
        return
    theirs = _usable_estimates(evidence, card.id, country)
    for own in _usable_estimates(evidence, card.id, area):
        near = [r for r in theirs if abs(r.year - own.year) <= NEAR_YEARS and _same_measure(evidence, own, r)]
        for other in sorted(near, key=lambda r: (abs(r.year - own.year), -r.year))[:1]:
            apart = interval.subtract_intervals(own.interval, other.interval)
            if 0 not in apart:
                yield _gap_orientation(own, other, apart)


def _same_measure(evidence: Evidence, own: Estimate, other: Estimate) -> bool:
    """Whether a figure of the country is of the same kind, with no break between that forbids comparison."""
    same = (own.unit, own.statistic, own.definition) == (other.unit, other.statistic, other.definition)
    pair = sorted((own, other), key=lambda r: r.period.last)
    apart = own.year != other.year and not may_compare(evidence, *pair)
    return same and same_stretch(own, other) and not apart


def _gap_orientation(own: Estimate, other: Estimate, apart: pd.Interval) -> Orientation:
    """The printed difference, or of a bound the least that there can be; above the country it is positive."""
    number = own.value - other.value
    assumes = (Reason(ReasonCode.ASSUME_SAME_MEASURE, {"estimate": other}),)
    is_exact = own.strength == other.strength == Strength.PUBLISHED
    kind = OrientationKind.GAP if is_exact else OrientationKind.GAP_AT_LEAST
    if not is_exact:
        number = Decimal(repr(min(apart.left, apart.right, key=abs)))
    return Orientation(kind, own.indicator, own.unit, number, own.period, (own, other), assumes)
