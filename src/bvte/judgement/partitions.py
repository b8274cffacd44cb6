"""Which published counts are parts of another: by sex, age or group, by place, by time."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from bvte.evidence.forms import layout
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
    families = defaultdict(set)
    for place in places:
        for key in (*_by_group(evidence, place), *_by_area(evidence, place)):
            families[key].add(place)
    pairs = [(whole, parts) for (whole, _), parts in families.items()]
    return [*pairs, *_by_time(places)]


@lru_cache(maxsize=8)
def guarded_indicators(evidence):
    """Ids of indicators whose small counts are withheld: by their card, or as a cell of a protected form."""
    by_card = {card.id for card in evidence.indicators.values() if card.sensitivity == "small_counts"}
    protected = (form for form in layout().forms.values() if form.protected)
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
    for form in layout().forms.values():
        for part, whole, breakdown in form.parts:
            found[part].add((whole, breakdown))
    return found


def _by_area(evidence, place):
    """The areas that hold an area, each with the level of the part."""
    level = evidence.area(place.area).level
    for code in evidence.areas_above(place.area):
        yield place._replace(area=code), level


def _by_time(places):
    """Each period with the shorter ones inside it, of one indicator and area."""
    series = defaultdict(set)
    for place in places:
        series[place.indicator, place.area].add(place)
    for known in series.values():
        for whole in known:
            parts = {place for place in known if place != whole and _inside(place.period, whole.period)}
            if parts:
                yield whole, parts


def _inside(part, whole):
    return whole.first <= part.first and part.last <= whole.last
