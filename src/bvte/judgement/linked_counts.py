"""Counts of children with the sums that tie them, as a reader of everything can put them together.

What was printed, what an edition told, what offices reported as the reports add it up, and what follows from these
though nobody printed it. `protection` has the engine of `methods/disclosure` choose among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period, whole_year
from bvte.evidence.rows import Observation, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.area_totals import PARTS, AreaTotal, TotalKey, area_totals
from bvte.judgement.partitions import (
    Count,
    Place,
    Tie,
    exact_numbers,
    guarded_indicators,
    place_of,
    ties,
    with_implied,
    year_of,
)
from bvte.judgement.target_terms import level_indicator, level_unit

# Codes of the areas that a total was added up from, in order; one string names them as a place.
Areas = tuple[str, ...]


@dataclass(frozen=True)
class LinkedCounts:
    """`counts` : what is told of each place; `ties` : the sums in which those with an exact number stand; `totals` :
    the place of each total over areas; `lone` : places of one unit alone whose figures are not for units."""

    counts: Mapping[Place, list[Count]]
    ties: list[Tie]
    totals: Mapping[TotalKey, Place]
    lone: frozenset[Place]

    def parts(self) -> list[list[Tie]]:
        """The ties that hang together through a place, each part for itself and in their order."""
        import numpy as np  # both only where small counts are hidden
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        at: dict[Place, int] = {}
        ends = [
            (at.setdefault(tie.whole, len(at)), at.setdefault(part, len(at))) for tie in self.ties for part in tie.parts
        ]
        graph = coo_array((np.ones(len(ends)), np.array(ends, int).reshape(-1, 2).T), shape=(len(at), len(at)))
        label = connected_components(graph, directed=False)[1] if ends else ()
        found: dict[int, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            found[label[at[tie.whole]]].append(tie)
        return list(found.values())


@lru_cache(maxsize=8)
def linked_counts(evidence: Evidence) -> LinkedCounts:
    """The counts of an evidence and what ties them."""
    counts = defaultdict(list)
    for place, count in (*_printed(evidence), *_baselines(evidence), *edition_counts(evidence)):
        counts[place].append(count)
    added = _added_up(evidence)
    for total, place in added.totals:
        if place.area == evidence.province.code:
            counts[place].append(Count(total.value, total.comparator, "total"))
    counts = defaultdict(list, with_implied(evidence, counts))
    found = ties(evidence, [place for place, told in counts.items() if exact_numbers(told)])
    for place, count in added.counts:
        counts[place].append(count)
    known = {place for place, told in counts.items() if exact_numbers(told)}
    found += [tie for tie in added.ties if {tie.whole, *tie.parts} <= known]
    totals = {total.key: place for total, place in added.totals}
    told = _told_by_units(found, counts)
    lone = frozenset(place for place in known if place not in told and is_lone(evidence, place, counts[place]))
    asked = guarded_indicators(evidence)
    kept = [t for t in found if any(p.indicator in asked or p in lone for p in (t.whole, *t.parts))]
    return LinkedCounts(counts, sorted(kept), totals, lone)


def is_for_units(evidence: Evidence, row: Observation) -> bool:
    """Whether a figure may be shown for its own area: not what an office sent for a unit below the province, unless
    it is public or the page internal."""
    if evidence.is_internal:
        return True
    inside = evidence.is_reported(row) and evidence.province.code in evidence.areas_above(row.area)
    return not inside or evidence.indicators[row.indicator].sensitivity == "public"


def is_lone(evidence: Evidence, place: Place, told: Iterable[Count]) -> bool:
    """Whether a place is one unit alone, known only from what is added up, that may be shown for the province alone."""
    below = " " not in place.area and evidence.province.code in evidence.areas_above(place.area)
    is_added = all(count.told_by in ("total", "sum") for count in told)
    return below and is_added and evidence.indicators[place.indicator].sensitivity != "public"


def _told_by_units(found: Iterable[Tie], counts: Mapping[Place, list[Count]]) -> set[Place]:
    """The wholes all of whose parts were published for units: their sum says nothing that was not for units already."""
    published = {place for place, told in counts.items() if any(c.told_by in ("print", "edition") for c in told)}
    return {tie.whole for tie in found if tie.is_complete and published.issuperset(tie.parts)}


def level_of(evidence: Evidence, place: Place) -> str:
    """The level of the area of a place; of areas that are added up, theirs."""
    return evidence.area(place.area.partition(" ")[0]).level


def baseline_place(evidence: Evidence, target: Target) -> Place | None:
    """Where the baseline of a target belongs: the level that it speaks of, in the area of its programme."""
    area, year = evidence.programmes[target.programme].area, target.baseline_year
    return Place(level_indicator(evidence, target), area, whole_year(year)) if year else None


def _printed(evidence: Evidence) -> Iterator[tuple[Place, Count]]:
    for row in evidence.observations.values():
        if row.unit in COUNTS and is_for_units(evidence, row):
            told_by = "report" if evidence.is_reported(row) else "print"
            yield place_of(row), Count(row.value, row.comparator, told_by)


def _baselines(evidence: Evidence) -> Iterator[tuple[Place, Count]]:
    for target in evidence.targets.values():
        place = baseline_place(evidence, target)
        if place and target.baseline_value is not None and level_unit(evidence, target) in COUNTS:
            yield place, Count(target.baseline_value, target.baseline_comparator or "=")


def edition_counts(evidence: Evidence) -> Iterator[tuple[Place, Count]]:
    """What the recorded editions told of the province."""
    for rows in evidence.editions.values():
        for row in rows.values():
            if row.period and row.value is not None and row.unit in COUNTS and row.comparator == "=":
                place = Place(row.indicator, evidence.province.code, year_of(row.period))
                yield place, Count(row.value, "=", "edition")


@dataclass(frozen=True)
class Added:
    """What the reports add up over units: `totals` with their places, the `counts` of the places that are not the
    province itself, and the `ties` of all."""

    totals: list[tuple[AreaTotal, Place]]
    counts: list[tuple[Place, Count]]
    ties: list[Tie]


def _added_up(evidence: Evidence) -> Added:
    """The totals over the units that answered, cut into the pieces that all of them are made of.

    Of 12 communes that gave victims, 11 gave boys and girls: the totals of both tell of the 12th alone.
    """
    own = evidence.province.code
    groups: dict[tuple[Period, str], list[AreaTotal]] = defaultdict(list)
    for total in (total for found in area_totals(evidence).values() for total in found):
        groups[year_of(total.key.period), total.key.level].append(total)
    totals, counts, found = [], [], []
    for (period, level), group in sorted(groups.items()):
        # The provinces that a province was made of are places of their own.
        pieces = _pieces([_areas_of(total) for total in group], apart=level == PARTS)
        for total in group:
            areas = _areas_of(total)
            place = Place(total.key.indicator, own if total.areas.is_complete else _named(areas), period)
            inside = tuple(place._replace(area=_named(piece)) for piece in pieces if {*piece} <= {*areas})
            totals.append((total, place))
            if place.area != own:
                counts.append((place, Count(total.value, "=", "total")))
                found.append(Tie(place._replace(area=own), (place,)))
            if len(inside) > 1:
                found.append(Tie(place, inside, is_complete=True))
                counts += [(part, Count(_sum_over(total, part.area), "=", "sum")) for part in inside]
    return Added(totals, counts, [*found, *_ties_beside(evidence, {place for place, _ in counts})])


def _ties_beside(evidence: Evidence, places: set[Place]) -> Iterator[Tie]:
    """The ties by group and time among the sums over the same units: those that the province's figures have."""
    own = evidence.province.code
    beside: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        beside[place.area].append(place._replace(area=own))
    for area, same in sorted(beside.items()):
        for whole, parts, is_complete in ties(evidence, same):
            yield Tie(whole._replace(area=area), tuple(part._replace(area=area) for part in parts), is_complete)


def _areas_of(total: AreaTotal) -> Areas:
    """The units that gave what a total was added up from."""
    return tuple(sorted({row.area for row in total.rows}))


def _named(areas: Areas) -> str:
    return " ".join(areas)


def _sum_over(total: AreaTotal, areas: str) -> Decimal:
    """What some of its units have of a total; of two numbers of one unit the smaller, as the total takes it."""
    numbers: dict[str, Decimal] = {}
    for row in total.rows:
        numbers[row.area] = min(row.value, numbers.get(row.area, row.value))
    return sum((numbers[code] for code in areas.split(" ")), Decimal(0))


def _pieces(sets: list[Areas], apart: bool) -> list[Areas]:
    """The largest pieces of which all sets of units are made, units that stand in the same sets; apart : each alone."""
    known = sorted(set(sets))
    stands_in: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for code in sorted({code for areas in known for code in areas}):
        stands_in[(code,) if apart else tuple(code in areas for areas in known)].append(code)
    return [tuple(codes) for codes in stands_in.values()]
