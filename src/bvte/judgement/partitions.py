"""Which counts are parts of another: by sex, age or group, by place, by time.

And which counts that nobody published a reader can work out from them: what a complete whole leaves for its
last part, and a share with one of its two counts for the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import permutations
from math import ceil, floor
from typing import NamedTuple

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.national import report_layout
from bvte.evidence.period import Period, whole_year
from bvte.evidence.rows import Observation


class Place(NamedTuple):
    """Where a count belongs: figures of one indicator, area and time, whoever published them."""

    indicator: str
    area: str
    period: Period


# Indicator and area -> the periods with figures; whole with how it is broken down, and whether by time.
Times = Mapping[tuple[str, str], set[Period]]
Family = tuple[Place, tuple[str | None, str | None], bool]
# The breakdown of an indicator by area or time alone.
ITSELF = "itself"
# A whole and all of its parts, by indicator or by place.
Breakdown = tuple[str, tuple[str, ...]]
Complete = tuple[Place, tuple[Place, ...]]


def place_of(row: Observation) -> Place:
    """The place of an observation."""
    return Place(row.indicator, row.area, year_of(row.period))


def year_of(period: Period) -> Period:
    """A period; of a state on a day or in a month, which also stands for its year, the year."""
    return whole_year(period.year) if period.is_moment else period


class Tie(NamedTuple):
    """A whole and parts of it that no child is in twice; is_complete : no child is in none of them either."""

    whole: Place
    parts: tuple[Place, ...]
    is_complete: bool = False


def ties(evidence: Evidence, places: Collection[Place]) -> list[Tie]:
    """The sums in which known places stand, always in the same order; of a whole that is known, all known parts.

    What is not said to be a breakdown of its own (by sex, by age), what lies in a part of the time or in areas that
    came or went in it may lie in each other: each such part is tied to its whole alone.
    """
    # Made once: of 1,000 communes there are thousands of places and of ties.
    known = {*places}
    complete = {Tie(whole, tuple(sorted(parts)), True) for whole, parts in _complete_wholes(evidence, known)}
    found = {tie for tie in complete if tie.whole in known and known.issuperset(tie.parts)}
    for (whole, (group, level), by_time), parts in _families(evidence, known).items():
        is_apart = not by_time and (level is None or all(evidence.area(p.area).covers(p.period) for p in parts))
        together = {Tie(whole, tuple(sorted(parts)))} if is_apart else set()
        alone = {Tie(whole, (part,)) for part in parts} if group is None or not is_apart else set()
        found |= {tie for tie in together | alone if tie._replace(is_complete=True) not in found}
    return sorted(found)


def _families(evidence: Evidence, places: Collection[Place]) -> dict[Family, set[Place]]:
    """The known parts of each known whole, by how it is broken down.

    Parts of an indicator are so by its card or the forms, areas of one level by their area, parts of a period by it.
    """
    families, times = defaultdict(set), defaultdict(set)
    for place in places:
        times[place.indicator, place.area].add(place.period)
    for place in places:
        for family in _wholes_of_place(evidence, place, times):
            if family[0] in places:
                families[family].add(place)
    return families


def _wholes_of_place(evidence: Evidence, place: Place, times: Times) -> Iterator[Family]:
    """What a place is a part of, each with its breakdown: by group, by area, by time, and by several at once.

    times : (indicator, area) -> the periods for which there are figures.
    """
    # Its own areas and times are another breakdown than the parts that no breakdown is named for.
    for within, group in ((place, ITSELF), *_by_group(evidence, place)):
        for whole, level in ((within, None), *_by_area(evidence, within)):
            if whole != place:
                yield whole, (group, level), False
            for period in times[whole.indicator, whole.area] - {place.period}:
                if period.holds(place.period):
                    yield Place(whole.indicator, whole.area, period), (group, level), True


@lru_cache(maxsize=8)
def guarded_indicators(evidence: Evidence) -> frozenset[str]:
    """Ids of indicators whose small counts are withheld: by their card, or as a cell of a protected form."""
    by_card = {card.id for card in evidence.indicators.values() if card.sensitivity == "small_counts"}
    protected = (form for form in report_layout().forms.values() if form.protected)
    return frozenset(by_card.union(*(form.indicators for form in protected)))


def _by_group(evidence: Evidence, place: Place) -> Iterator[tuple[Place, str | None]]:
    """The wholes that an indicator is a part of, in the same area and time, each with its breakdown."""
    for whole, breakdown in _part_breakdowns(evidence)[place.indicator]:
        yield Place(whole, place.area, place.period), breakdown


@lru_cache(maxsize=2)
def _part_breakdowns(evidence: Evidence) -> dict[str, set[tuple[str, str | None]]]:
    """Of each indicator the pairs (whole, breakdown) that cards and forms say it is a part of."""
    found: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for card in evidence.indicators.values():
        if card.subset_of:
            found[card.id].add((card.subset_of, None))
        for part in card.parts:
            found[part].add((card.id, None))
    for form in report_layout().forms.values():
        for part, whole, breakdown in form.parts:
            found[part].add((whole, breakdown))
    return found


def breakdowns_of(evidence: Evidence, indicator: str) -> Sequence[Breakdown]:
    """Pairs (whole, parts) of all breakdowns that make up the whole and that an indicator stands in."""
    return _complete_breakdowns(evidence).get(indicator, ())


@lru_cache(maxsize=8)
def _complete_breakdowns(evidence: Evidence) -> dict[str, list[Breakdown]]:
    """Indicator -> the pairs (whole, parts) in which it stands, as a card or a form names them together."""
    groups: dict[tuple[str, str | None], dict[str, None]] = defaultdict(dict)
    found: dict[str, list[Breakdown]] = defaultdict(list)
    for form in report_layout().forms.values():
        for part, whole, breakdown in form.parts:
            groups[whole, breakdown][part] = None
    named = [(whole, tuple(parts)) for (whole, breakdown), parts in groups.items() if breakdown]
    named += [(card.id, card.parts) for card in evidence.indicators.values()]
    for whole, parts in named:
        # Of a breakdown with one part nobody says that there is no other.
        for code in (whole, *parts) if len(parts) > 1 else ():
            found[code].append((whole, parts))
    return found


def _by_area(evidence: Evidence, place: Place) -> Iterator[tuple[Place, str]]:
    """The areas that hold an area, each with the level of the part."""
    level = evidence.area(place.area).level
    for code in evidence.areas_above(place.area):
        yield Place(place.indicator, code, place.period), level


# Quotients of decimals miss a whole number by less.
ROUNDING = 1e-9


class Count(NamedTuple):
    """A number of a place, how firmly it was printed, and what tells it.

    told_by : a "print", a "report" of an office, an "edition", a "total" over areas, a "share" of which it is one side,
    or a "sum" that nobody printed.
    """

    value: Decimal
    comparator: str = "="
    told_by: str = "print"


Counts = Mapping[Place, list[Count]]
Numbers = Mapping[Place, Decimal]


def exact_numbers(counts: Iterable[Count]) -> set[Decimal]:
    """The different numbers of a place, without bounds and approximations."""
    return {count.value for count in counts if count.comparator == "="}


def with_implied(evidence: Evidence, counts: Counts) -> Counts:
    """The counts of all places, and of those that follow from them; of several numbers of a place, from the smallest.

    counts : `Place` -> list of `Count`. A place follows where it alone is not published of a whole and its
    complete parts (by sex or age, by place, by time), or of a share and its two counts.
    """
    known = defaultdict(list, {place: list(found) for place, found in counts.items()})
    while found := _follow_once(evidence, known):
        for place, count in found.items():
            known[place].append(count)
    return known


def _follow_once(evidence: Evidence, known: Counts) -> dict[Place, Count]:
    """Places without an exact count -> what follows for them in one step."""
    numbers = {place: min(exact) for place, counts in known.items() if (exact := exact_numbers(counts))}
    found = {place: Count(number, told_by="share") for place, number in _by_share(evidence, numbers)}
    for whole, parts in sorted(_complete_wholes(evidence, numbers)):
        absent = [place for place in (whole, *parts) if place not in numbers]
        if len(absent) == 1:
            number = sum((numbers.get(part, Decimal(0)) for part in parts), Decimal(0))
            left = number if absent == [whole] else numbers[whole] - number
            if left >= 0:
                found[absent[0]] = Count(left, told_by="sum")
    return found


def _complete_wholes(evidence: Evidence, places: Iterable[Place]) -> set[Complete]:
    """The pairs of a whole and all of its parts in which a known place stands."""
    return {*_of_groups(evidence, places), *_of_areas(evidence, places), *_of_times(places)}


def _of_groups(evidence: Evidence, places: Iterable[Place]) -> Iterator[Complete]:
    """By sex, by age: the parts that a card or a form names together."""
    for place in places:
        for whole, parts in breakdowns_of(evidence, place.indicator):
            yield Place(whole, place.area, place.period), tuple(Place(p, place.area, place.period) for p in parts)


def _of_areas(evidence: Evidence, places: Iterable[Place]) -> Iterator[Complete]:
    """By place: all areas of one level that lie in an area through the whole time."""
    # The communes of a province lead to the same whole: it is looked at once.
    wholes = {
        (Place(place.indicator, above, place.period), evidence.area(place.area).level)
        for place in places
        for above in evidence.areas_above(place.area)
    }
    for whole, level in wholes:
        units = _lasting_units(evidence, level, whole.area, whole.period)
        if len(units) > 1:
            yield whole, tuple(Place(whole.indicator, code, whole.period) for code in units)


@lru_cache(maxsize=256)
def _lasting_units(evidence: Evidence, level: str, above: str, period: Period) -> tuple[str, ...]:
    """Codes of the areas of a level in an area, none where one of them came or went within the period."""
    units = evidence.units(level, above, period.last)
    return tuple(unit.code for unit in units) if all(unit.covers(period) for unit in units) else ()


def _of_times(places: Iterable[Place]) -> Iterator[Complete]:
    """By time: a period and the rest of a longer one that begins or ends with it; two that follow each other
    and the period of both, where anything is told of that."""
    series, told = defaultdict(list), {place.period for place in places}
    for place in places:
        series[place.indicator, place.area].append(place)
    for first, second in (pair for known in series.values() for pair in permutations(known, 2)):
        if rest := _rest_of_period(first.period, second.period):
            yield first, (second, second._replace(period=rest))
        both = Period(first.period.first, second.period.last)
        if both in told and _rest_of_period(both, first.period) == second.period:
            yield first._replace(period=both), (first, second)


def _rest_of_period(whole: Period, part: Period) -> Period | None:
    """What a period leaves of a longer one at whose beginning or end it stands, or None."""
    if whole.first == part.first and part.last < whole.last:
        return Period(part.last + timedelta(1), whole.last)
    if whole.last == part.last and whole.first < part.first:
        return Period(whole.first, part.first - timedelta(1))
    return None


def _by_share(evidence: Evidence, numbers: Numbers) -> Iterator[tuple[Place, Decimal]]:
    """The whole number that a printed share and one of its counts leave for the other, if only one fits."""
    for row in evidence.observations.values():
        card, scale = evidence.indicators[row.indicator], value.SCALES.get(row.unit)
        if not (scale and card.numerator_indicator and card.denominator_indicator):
            continue
        sides = (card.numerator_indicator, card.denominator_indicator)
        part, whole = (place_of(row)._replace(indicator=code) for code in sides)
        low, high = row.interval.left / scale, row.interval.right / scale
        absent, known = (part, numbers.get(whole)) if part not in numbers else (whole, numbers[part])
        if absent in numbers or known is None or (absent == whole and low <= 0):
            continue
        ends = (
            (low * float(known), high * float(known)) if absent == part else (float(known) / high, float(known) / low)
        )
        first, last = ceil(ends[0] - ROUNDING), floor(ends[1] + ROUNDING)
        if first == last:
            yield absent, Decimal(first)
