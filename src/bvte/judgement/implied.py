"""Counts that nobody published and that a reader can work out: what a complete whole leaves for its last
part, and a share with one of its two counts for the other."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import permutations
from math import ceil, floor
from typing import NamedTuple

from bvte.evidence import value
from bvte.evidence.period import Period
from bvte.judgement.partitions import breakdowns_of, place_of

# So many numbers are tried for a count that sources disagree about, no more.
MOST_NUMBERS = 50
# Quotients of decimals miss a whole number by less.
ROUNDING = 1e-9


class Count(NamedTuple):
    """A number of a place, printed or worked out, and how firmly it was printed."""

    value: Decimal
    comparator: str = "="


def with_implied(evidence, counts):
    """The counts of all places, and of those that follow from them.

    counts : `Place` -> list of `Count`. A place follows where it alone is not published of a whole and its
    complete parts (by sex or age, by place, by time), or of a share and its two counts.
    """
    known = defaultdict(list, {place: list(found) for place, found in counts.items()})
    while found := _follow(evidence, known):
        for place, numbers in found.items():
            known[place] += [Count(number) for number in numbers]
    return known


def _follow(evidence, known):
    """Places without an exact count -> the numbers that follow for them in one step."""
    numbers = {place: found for place, counts in known.items() if (found := _exact(counts))}
    found = dict(_by_share(evidence, numbers))
    for whole, parts in _complete(evidence, numbers):
        absent = [place for place in (whole, *parts) if place not in numbers]
        if len(absent) == 1:
            found[absent[0]] = _left(numbers, whole, parts, absent[0])
    return {place: left for place, left in found.items() if left}


def _exact(counts):
    return {count.value for count in counts if count.comparator == "="}


def _left(numbers, whole, parts, absent):
    """What the others leave for the absent one: the sum of the parts, or what the whole has beyond them."""
    sums = {Decimal(0)}
    for part in parts:
        sums = {total + number for total in sums for number in numbers.get(part, (0,))}
        if len(sums) > MOST_NUMBERS:
            return set()
    if absent == whole:
        return sums
    return {total - part for total in numbers[whole] for part in sums if total >= part}


def _complete(evidence, places):
    """The pairs of a whole and all of its parts in which a known place stands."""
    return {*_of_groups(evidence, places), *_of_areas(evidence, places), *_of_times(places)}


def _of_groups(evidence, places):
    """By sex, by age: the parts that a card or a form names together."""
    for place in places:
        for whole, parts in breakdowns_of(evidence, place.indicator):
            yield place._replace(indicator=whole), tuple(place._replace(indicator=part) for part in parts)


def _of_areas(evidence, places):
    """By place: all areas of one level that lie in an area through the whole time."""
    for place in places:
        for above in evidence.areas_above(place.area):
            units = _units(evidence, evidence.area(place.area).level, above, place.period)
            if len(units) > 1:
                yield place._replace(area=above), tuple(place._replace(area=code) for code in units)


@lru_cache(maxsize=256)
def _units(evidence, level, above, period):
    """Codes of the areas of a level in an area, none where one of them came or went within the period."""
    units = evidence.units(level, above, period.last)
    return tuple(unit.code for unit in units) if all(unit.covers(period) for unit in units) else ()


def _of_times(places):
    """By time: a period and the rest of a longer one that begins or ends with it; two that follow each other
    and the period of both, where anything is told of that."""
    series, told = defaultdict(list), {place.period for place in places}
    for place in places:
        series[place.indicator, place.area].append(place)
    for first, second in (pair for known in series.values() for pair in permutations(known, 2)):
        if rest := _rest(first.period, second.period):
            yield first, (second, second._replace(period=rest))
        both = Period(first.period.first, second.period.last)
        if both in told and _rest(both, first.period) == second.period:
            yield first._replace(period=both), (first, second)


def _rest(whole, part):
    """What a period leaves of a longer one at whose beginning or end it stands, or None."""
    if whole.first == part.first and part.last < whole.last:
        return Period(part.last + timedelta(1), whole.last)
    if whole.last == part.last and whole.first < part.first:
        return Period(whole.first, part.first - timedelta(1))
    return None


def _by_share(evidence, numbers):
    """The whole number that a printed share and one of its counts leave for the other, if only one fits."""
    for row in evidence.observations.values():
        card, scale = evidence.indicators[row.indicator], value.SCALES.get(row.unit)
        if not (scale and card.numerator_indicator and card.denominator_indicator):
            continue
        part, whole = (place_of(row)._replace(indicator=code)
                       for code in (card.numerator_indicator, card.denominator_indicator))  # fmt: skip
        low, high = row.interval.left / scale, row.interval.right / scale
        if part not in numbers and whole in numbers:
            yield part, _only((low * float(n), high * float(n)) for n in numbers[whole])
        elif whole not in numbers and part in numbers and low > 0:
            yield whole, _only((float(n) / high, float(n) / low) for n in numbers[part])


def _only(spans):
    """The whole number in each span that holds one alone."""
    ends = ((ceil(low - ROUNDING), floor(high + ROUNDING)) for low, high in spans)
    return {Decimal(low) for low, high in ends if low == high}
