"""Which published counts are parts of another: by sex, age or group, by place, by time."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from bvte.evidence.national import report_layout
from bvte.evidence.period import Period, whole_year


class Place(NamedTuple):
    """Where a count belongs: figures of one indicator, area and time, whoever published them."""

    indicator: str
    area: str
    period: Period


def place_of(row):
    """The place of an observation; a state on a day or in a month also stands for its year."""
    period = whole_year(row.period.year) if row.period.is_moment else row.period
    return Place(row.indicator, row.area, period)


def partitions(evidence, places):
    """Pairs of a whole and the set of its published parts, one for each breakdown; all are `Place`.

    What is not said to be a breakdown of its own (by sex, by age) is one with its like: parts of an indicator
    by its card or the forms, areas of one level by their area, parts of a period by the period.
    """
    families, times = defaultdict(set), defaultdict(set)
    for place in places:
        times[place.indicator, place.area].add(place.period)
    for place in places:
        for key in _wholes(evidence, place, times):
            families[key].add(place)
    return [(whole, parts) for (whole, *_), parts in families.items()]


def _wholes(evidence, place, times):
    """What a place is a part of, each with its breakdown: by group, by area, by time, and by several at once.

    times : (indicator, area) -> the periods for which there are figures.
    """
    for within, group in ((place, None), *_by_group(evidence, place)):
        for whole, level in ((within, None), *_by_area(evidence, within)):
            if whole != place:
                yield whole, (group, level), False
            for period in times[whole.indicator, whole.area] - {place.period}:
                if _inside(place.period, period):
                    yield whole._replace(period=period), (group, level), True


@lru_cache(maxsize=8)
def guarded_indicators(evidence):
    """Ids of indicators whose small counts are withheld: by their card, or as a cell of a protected form."""
    by_card = {card.id for card in evidence.indicators.values() if card.sensitivity == "small_counts"}
    protected = (form for form in report_layout().forms.values() if form.protected)
    return by_card.union(*(form.indicators for form in protected))


def _by_group(evidence, place):
    """The wholes that an indicator is a part of, in the same area and time, each with its breakdown."""
    for whole, breakdown in _breakdowns(evidence)[place.indicator]:
        yield place._replace(indicator=whole), breakdown


@lru_cache(maxsize=2)
def _breakdowns(evidence):
    """Of each indicator the pairs (whole, breakdown) that cards and forms say it is a part of."""
    found = defaultdict(set)
    for card in evidence.indicators.values():
        if card.subset_of:
            found[card.id].add((card.subset_of, None))
        for part in card.parts:
            found[part].add((card.id, None))
    for form in report_layout().forms.values():
        for part, whole, breakdown in form.parts:
            found[part].add((whole, breakdown))
    return found


def breakdowns_of(evidence, indicator):
    """Pairs (whole, parts) of all breakdowns that make up the whole and that an indicator stands in."""
    return _complete_breakdowns(evidence).get(indicator, ())


@lru_cache(maxsize=8)
def _complete_breakdowns(evidence):
    """Indicator -> the pairs (whole, parts) in which it stands, as a card or a form names them together."""
    groups, found = defaultdict(dict), defaultdict(list)
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


def _by_area(evidence, place):
    """The areas that hold an area, each with the level of the part."""
    level = evidence.area(place.area).level
    for code in evidence.areas_above(place.area):
        yield place._replace(area=code), level


def _inside(part, whole):
    return whole.first <= part.first and part.last <= whole.last
