"""Totals over the communes of a province that answered: "at least" until all of them did.

A count that offices reported area by area is added up where every area lived through the whole time. How many of how
many areas answered goes with the total. No rate is made of a total that is not complete, and a total that could give
away a small count is withheld like a printed one.

So are the counts of the provinces that a province was made of, where all of them printed one of the same time, by one
law: what they come to together is of the land that the province has now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bvte.evidence.collection import Evidence
from bvte.evidence.merged import predecessors
from bvte.evidence.period import Period
from bvte.evidence.rows import Area, Observation
from bvte.evidence.value import COUNTS


@dataclass(frozen=True)
class AreasAnswered:
    """How many of how many areas of a level a total was added up from."""

    level: str
    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether all of them answered."""
        return self.answered == self.asked


@dataclass(frozen=True)
class TotalKey:
    """What the figures of one total have in common."""

    indicator: str
    period: Period
    statistic: str
    unit: str
    level: str


@dataclass(frozen=True)
class AreaTotal:
    """A total with the rows that it was added up from; is_exact : whether no area gave two different numbers."""

    key: TotalKey
    value: Decimal
    areas: AreasAnswered
    rows: tuple[Observation, ...]
    is_exact: bool

    @property
    def comparator(self) -> str:
        """ "=" where every area answered with one number, else ">="."""
        return "=" if self.areas.is_complete and self.is_exact else ">="


# The level of the provinces that a province was made of.
PARTS = "province"


@lru_cache(maxsize=8)
def area_totals(evidence: Evidence) -> dict[str, tuple[AreaTotal, ...]]:
    """Indicator -> the totals over the areas of the province that reported it, withheld ones among them."""
    groups: dict[TotalKey, list[Observation]] = defaultdict(list)
    parts = set(predecessors(evidence, evidence.province.code))
    for row in evidence.observations.values():
        is_asked = evidence.is_reported(row) or row.area in parts
        if is_asked and row.unit in COUNTS and row.comparator == "=" and not row.definition:
            level = PARTS if row.area in parts else evidence.area(row.area, row.period.last).level
            groups[TotalKey(row.indicator, row.period, row.statistic, row.unit, level)].append(row)
    totals: dict[str, list[AreaTotal]] = defaultdict(list)
    for key, rows in groups.items():
        if total := _total_of(evidence, key, rows):
            totals[key.indicator].append(total)
    return {code: tuple(found) for code, found in totals.items()}


def _total_of(evidence: Evidence, key: TotalKey, rows: list[Observation]) -> AreaTotal | None:
    """The total of one kind of figure, None of areas that do not make up the province through that time, and of
    provinces of which one printed none or during whose time the law changed."""
    units = _units_of(evidence, key)
    if not units or not all(unit.covers(key.period) for unit in units):
        return None
    values: dict[str, set[Decimal]] = {unit.code: set() for unit in units}
    for row in rows:
        values.get(row.area, set()).add(row.value)
    given = {code: numbers for code, numbers in values.items() if numbers}
    if not given or (key.level == PARTS and (len(given) < len(units) or _law_changed(evidence, key))):
        return None
    areas = AreasAnswered(key.level, len(given), len(units))
    added = sum((min(numbers) for numbers in given.values()), Decimal(0))
    kept = tuple(sorted((row for row in rows if row.area in given), key=lambda row: (row.area, row.id)))
    return AreaTotal(key, added, areas, kept, all(len(numbers) == 1 for numbers in given.values()))


def _units_of(evidence: Evidence, key: TotalKey) -> list[Area]:
    """The areas that make up the province: its units of a level, or the provinces that it was made of."""
    own = evidence.province.code
    if key.level == PARTS:
        return [evidence.area(code) for code in predecessors(evidence, own)]
    return evidence.units(key.level, own, key.period.last)


def _law_changed(evidence: Evidence, key: TotalKey) -> bool:
    """Whether a break forbids to compare figures of the beginning of that time with those of its end."""
    found = evidence.breaks_of(key.indicator, evidence.province.code, key.period.first, key.period.last)
    return any(b.kind == "definition" and b.effect == "not_comparable" for b in found)
