"""Areas through time: figures of units of today from those that they were made of, and of units that ended.

Counts of units that went whole into one other add up exactly. Of a unit that was split, the weights of
`area_changes.csv` give an estimate, and what its parts leave possible the bounds. A unit that has ended has figures
afterwards only where the units that it went into lie wholly in it; where one reaches over its border, nothing that is
published tells how much of that one's count it had.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.rows import Area, AreaChange, Observation
from bvte.judgement.estimates import Estimate, estimates_of, published_estimates

# Events and whom they are among.
Pair = tuple[float, float]


@dataclass(frozen=True)
class Carried:
    """Counts of an area of today in an earlier year, from the areas that it was made of.

    events, people : sums, of split areas weighted; low, high : between what the events must lie; areas : codes of
    those that it was made of; split : of these, those that were split.
    """

    events: float
    people: float
    low: float
    high: float
    areas: tuple[str, ...]
    split: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether every area that it was made of went into it whole."""
        return not self.split


@dataclass(frozen=True)
class FormerUnit:
    """A unit that ended, and what of the units after it tells of it.

    members : codes of the units that lie wholly in it; crossing : of those that reach over its border, each with the
    other ended units that it reaches into.
    """

    area: Area
    members: tuple[str, ...]
    crossing: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_known(self) -> bool:
        """Whether the counts of the units after it add up to its own."""
        return bool(self.members) and not self.crossing


def exact_counts(evidence: Evidence, card: Indicator, area: str, year: int) -> Pair | None:
    """Events and people of a rate in an area and year, both as numbers that were printed and may be shown, or None.

    Those of the firmest figure that has both: the counts that it is made from, or that its row prints beside it.
    """
    found = [r for r in estimates_of(evidence, card.id, area) if r.year == year and r.is_of_one_year]
    pairs = (counts_behind(evidence, r) for r in sorted(found, key=lambda r: r.strength.rank))
    return next((pair for pair in pairs if pair), None)


def counts_behind(evidence: Evidence, estimate: Estimate) -> Pair | None:
    """The two counts of a rate, where both are numbers and not bounds."""
    if estimate.counts:
        part, whole = estimate.counts
        is_exact = part.comparator == whole.comparator == "="
        return (float(part.value), float(whole.value)) if is_exact and whole.value else None
    rows = (evidence.observations[code] for code in estimate.rows)
    return next((pair for row in rows if (pair := _printed_beside(row))), None)


def _printed_beside(row: Observation) -> Pair | None:
    if row.comparator != "=" or row.numerator is None or row.denominator is None:
        return None
    return float(row.numerator), float(row.denominator)


def carried_counts(evidence: Evidence, card: Indicator, area: str, year: int) -> Carried | None:
    """The counts of an area of today in a year before it: its own where it was the same then, else those of the areas
    that it was made of; None where one of them has none that may be shown, or nothing is known of them."""
    changes = _made_of(evidence, area, date(year, 12, 31))
    if not changes:
        own = exact_counts(evidence, card, area, year)
        is_same = _same_territory(evidence, card, area, date(year, 12, 31))
        return Carried(*own, own[0], own[0], (area,)) if own and is_same else None
    pairs = {change.old_code: exact_counts(evidence, card, change.old_code, year) for change in changes}
    if not all(pairs.values()):
        return None
    return _added(changes, pairs)


def _same_territory(evidence: Evidence, card: Indicator, area: str, since: date) -> bool:
    """Whether an area has been the same land since a day: as old, and no border of it moved."""
    last = evidence.states_of(area)[-1]
    moved = (b for b in evidence.breaks_of(card.id, area, since) if b.kind == "territory")
    return (last.valid_from or date.min) <= since and not any(b.effect == "not_comparable" for b in moved)


def _added(changes: list[AreaChange], pairs: dict[str, Pair | None]) -> Carried:
    from bvte.methods.aggregation import share_counts

    split = tuple(change.old_code for change in changes if change.weight < 1)
    crosswalk = pd.DataFrame(
        {
            "old": [change.old_code for change in changes],
            "new": "here",
            "weight": [float(change.weight) for change in changes],
        }
    )
    # What a split area gave elsewhere makes its weights whole.
    rest = crosswalk[crosswalk["weight"] < 1].assign(new="elsewhere", weight=lambda rows: 1 - rows["weight"])
    told = pd.concat([crosswalk, rest], ignore_index=True)
    events, people = (pd.Series({code: pair[side] for code, pair in pairs.items() if pair}) for side in (0, 1))
    found, among = (share_counts(counts, told).loc["here"] for counts in (events, people))
    ends = float(found["estimate"]), float(among["estimate"]), float(found["low"]), float(found["high"])
    return Carried(*ends, tuple(pairs), split)


@question
def _made_of(evidence: Evidence, area: str, day: date) -> list[AreaChange]:
    """The changes after a day by which an area came to be what it is; the last ones, where there were several."""
    rows = [row for row in evidence.area_changes.values() if row.new_code == area and row.date > day]
    return [row for row in rows if row.date == min(one.date for one in rows)]


@question
def former_units(evidence: Evidence, level: str, area: str) -> list[FormerUnit]:
    """The units of a level inside an area that have ended, with what the units after them tell of each.

    Empty where the level lasts, or where no change says what became of the units below it.
    """
    last = evidence.level_ended(level, evidence.day)
    if last is None:
        return []
    ended = evidence.units(level, area, last)
    inside = _units_inside(evidence, {unit.code for unit in ended}, last)
    after = [row for row in evidence.area_changes.values() if row.date == last + timedelta(days=1)]
    homes: dict[str, set[str]] = {}
    for row in after:
        if row.old_code in inside:
            homes.setdefault(row.new_code, set()).add(inside[row.old_code])
    return [_former_unit(unit, homes) for unit in ended] if homes else []


def _former_unit(unit: Area, homes: dict[str, set[str]]) -> FormerUnit:
    own = {code: units for code, units in homes.items() if unit.code in units}
    members = tuple(code for code, units in own.items() if len(units) == 1)
    crossing = tuple((code, tuple(sorted(units - {unit.code}))) for code, units in own.items() if len(units) > 1)
    return FormerUnit(unit, members, crossing)


def _units_inside(evidence: Evidence, ended: set[str], day: date) -> dict[str, str]:
    """Unit below the ended ones -> the one that it lay in on their last day."""
    lived = (a for a in evidence.areas.values() if (a.valid_from or date.min) <= day <= (a.valid_to or date.max))
    return {area.code: area.parent for area in lived if area.parent in ended}


def former_counts(evidence: Evidence, card: Indicator, unit: FormerUnit, year: int) -> Pair | None:
    """Events and people of an ended unit in a year after it, added up over its members; None where it cannot be, or
    where a member has no counts that may be shown."""
    pairs = [exact_counts(evidence, card, code, year) for code in unit.members] if unit.is_known else []
    if not pairs or not all(pairs):
        return None
    known = [pair for pair in pairs if pair]
    return sum(pair[0] for pair in known), sum(pair[1] for pair in known)


def together_known(units: list[FormerUnit], code: str) -> tuple[str, ...]:
    """Codes of the fewest ended units, one of them given, that the units after them add up to together."""
    reached, waiting = {code}, [code]
    by_code = {unit.area.code: unit for unit in units}
    while waiting:
        beyond = {other for _, others in by_code[waiting.pop()].crossing for other in others} - reached
        reached |= beyond
        waiting += beyond
    return tuple(unit.area.code for unit in units if unit.area.code in reached)


def counts_of_group(evidence: Evidence, indicator: str, area: str, year: int) -> float | None:
    """The count of an indicator in an area and year as it was printed and may be shown, or None."""
    found = [r for r in published_estimates(evidence, indicator, area) if r.year == year and r.is_of_one_year]
    exact = [r for r in found if r.comparator == "="]
    return float(min(exact, key=lambda r: r.strength.rank).value) if exact else None
