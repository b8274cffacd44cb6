"""The administrative units that a share is taken of: how many there are on a day is known from the areas."""

from datetime import date
from decimal import Decimal

from bvte.evidence.period import Period
from bvte.judgement.reading import Reading
from bvte.methods import interval

# The unit in which the areas of a level are counted.
UNITS = {"district": "districts", "commune": "communes"}


def is_of_units(subject):
    """Whether a target is a share of units that the areas list: of the province or a place inside it."""
    province, area = subject.evidence.province.code, subject.area
    return bool(subject.card.counted_in) and province in {area, *subject.evidence.areas_above(area)}


def units_whole(subject):
    """The units of the card's level in the area of a target on the last day of its due year, as a reading; to
    people who sat together before it, on their own day: what becomes of places later they cannot know."""
    due, evidence = date(subject.target.due_year, 12, 31), subject.evidence
    return units_on(subject, min(due, evidence.as_of) if evidence.as_known_then else due)


def units_before(subject):
    """The same on the last day on which there were any, before the due year ended, or None."""
    evidence, due = subject.evidence, date(subject.target.due_year, 12, 31)
    ends = {a.valid_to for a in evidence.areas.values() if a.level == subject.card.counted_in and a.valid_to}
    days = [day for day in sorted(ends) if day <= due and units_on(subject, day).value]
    return units_on(subject, days[-1]) if days else None


def units_on(subject, day):
    """How many units of the card's level lie in the area of a target on a day: a reading without sources."""
    card, area = subject.card, subject.area
    count = len(subject.evidence.units(card.counted_in, area, day))
    return Reading(
        card.id, area, Period(day, day), "level", UNITS[card.counted_in],
        interval.make_interval(count, count), "=", Decimal(count), "published", (), (),
    )  # fmt: skip
