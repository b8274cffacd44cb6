"""Targets on a change: published as a change, or worked out from the levels of two years."""

from dataclasses import replace
from decimal import Decimal
from math import isfinite

from bvte.judgement.comparability import compare
from bvte.judgement.readings import readings
from bvte.methods.achievement import change_achieved
from bvte.methods.undefined import Undefined

# A yearly change printed in percent compounds; one printed in points adds up.
IN_PERCENT = {
    "decrease_per_year": "decrease_percent_per_year",
    "increase_per_year": "increase_percent_per_year",
}


def change_readings(evidence, target, area):
    """Readings of the change from the base year to each later level, in the target's unit, by time.

    Empty where the base year's level was not published, where the two may not be compared, or where the
    change is not defined (a base of zero).
    """
    card = evidence.indicators[target.indicator]
    levels = readings(evidence, card.change_of or card.id, area)
    base = [r for r in levels if r.year == _base_year(evidence, target)]
    later = [r for r in levels if base and base[0].year < r.year <= target.due_year]
    made = (_change(evidence, target, base[0], level) for level in later)
    return [reading for reading in made if reading]


def _base_year(evidence, target):
    """The year against which the change counts: the printed one, else the year before the phase."""
    return target.baseline_year or evidence.programmes[target.programme].start - 1


def _change(evidence, target, base, level):
    """The change from one level to another as a derived reading, or None where there is none to be had."""
    if compare(evidence, base, level).verdict == "not_comparable":
        return None
    condition = IN_PERCENT[target.condition] if target.unit == "percent_per_year" else target.condition
    try:
        possible = change_achieved(condition, level.interval, base.interval, level.year - base.year)
    except Undefined:
        return None
    if not isfinite(possible.length):
        return None
    return replace(
        level, indicator=target.indicator, unit=target.unit, interval=possible, comparator="=",
        value=Decimal(f"{possible.mid:.1f}"), value_to=None, strength="derived", rows=base.rows + level.rows,
        sources=base.sources + level.sources, counts=None, change=(base, level),
    )  # fmt: skip
