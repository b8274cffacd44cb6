"""Totals over the communes of a province that answered: "at least" until all of them did.

A count that offices reported area by area is added up where every area lived through the whole time. How many of how
many areas answered goes with the total. No rate is made of a total that is not complete, and a total that could give
away a small count is withheld like a printed one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period
from bvte.evidence.rows import Observation
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


@lru_cache(maxsize=8)
def area_totals(evidence: Evidence) -> dict[str, tuple[AreaTotal, ...]]:
    """Indicator -> the totals over the areas of the province that reported it, withheld ones among them."""
    groups: dict[TotalKey, list[Observation]] = defaultdict(list)
    for row in evidence.observations.values():
        if evidence.is_reported(row) and row.unit in COUNTS and row.comparator == "=" and not row.definition:
            level = evidence.area(row.area, row.period.last).level
            groups[TotalKey(row.indicator, row.period, row.statistic, row.unit, level)].append(row)
    totals: dict[str, list[AreaTotal]] = defaultdict(list)
    for key, rows in groups.items():
        if total := _total_of(evidence, key, rows):
            totals[key.indicator].append(total)
    return {code: tuple(found) for code, found in totals.items()}


def _total_of(evidence: Evidence, key: TotalKey, rows: list[Observation]) -> AreaTotal | None:
    """The total of one kind of figure, None of areas that do not make up the province through that time."""
    units = evidence.units(key.level, evidence.province.code, key.period.last)
    if not units or not all(unit.covers(key.period) for unit in units):
        return None
    values: dict[str, set[Decimal]] = {unit.code: set() for unit in units}
    for row in rows:
        values.get(row.area, set()).add(row.value)
    given = {code: numbers for code, numbers in values.items() if numbers}
    if not given:
        return None
    areas = AreasAnswered(key.level, len(given), len(units))
    added = sum((min(numbers) for numbers in given.values()), Decimal(0))
    kept = tuple(sorted((row for row in rows if row.area in given), key=lambda row: (row.area, row.id)))
    return AreaTotal(key, added, areas, kept, all(len(numbers) == 1 for numbers in given.values()))
