"""Targets on a change: published as a change, or worked out from the levels of two years."""

from dataclasses import replace
from decimal import Decimal

from bvte.judgement.baselines import baseline_of
from bvte.judgement.comparability import compare
from bvte.judgement.levels import is_change
from bvte.judgement.reading import INVERSE, STRENGTHS, derived_strength
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

    The base year is the printed one, else the year before the phase; of several levels of it the firmest
    counts. Empty where there is none, where the two may not be compared, where the change is not defined (a
    base of zero), or where bounds leave it open on both sides.
    """
    bases = base_levels(evidence, target, area)
    levels = _levels_of_phase(evidence, target, area)
    pairs = ((_comparable_base(evidence, bases, level), level) for level in levels)
    made = (_change(target, base, level) for base, level in pairs if base)
    return [reading for reading in made if reading]


def _comparable_base(evidence, bases, level):
    """The first of the base levels that a later level may be compared with, or None."""
    earlier = (base for base in bases if base.year < level.year)
    return next((b for b in earlier if compare(evidence, b, level).verdict != "not_comparable"), None)


def change_refused(evidence, target, area):
    """The newest pair (base level, later level) of a wanted change that may not be compared, or None."""
    if not is_change(evidence, target):
        return None
    base = base_level(evidence, target, area)
    later = [r for r in _levels_of_phase(evidence, target, area) if base and base.year < r.year]
    refused = (r for r in reversed(later) if compare(evidence, base, r).verdict == "not_comparable")
    return next(((base, r) for r in refused), None)


def base_levels(evidence, target, area):
    """Readings of the base year's level, the firmest first; the printed baseline where there is no other."""
    year = base_year(evidence, target)
    known = [r for r in _levels(evidence, target, area) if r.year == year]
    printed = [r for r in (baseline_of(evidence, target, area),) if r and r.year == year and not known]
    return sorted([*known, *printed], key=lambda r: STRENGTHS.index(r.strength))


def base_level(evidence, target, area):
    """The firmest reading of the base year's level, or None."""
    return next(iter(base_levels(evidence, target, area)), None)


def base_year(evidence, target):
    """The year against which a target counts: the printed one, else the year before the phase."""
    return target.baseline_year or evidence.programmes[target.programme].start - 1


def _levels(evidence, target, area):
    """Readings of the indicator itself, or of the one whose change it is."""
    card = evidence.indicators[target.indicator]
    return readings(evidence, card.change_of or card.id, area)


def _levels_of_phase(evidence, target, area):
    """Those of the phase, not after the due year: what was reached before it is no result of it."""
    start = evidence.programmes[target.programme].start
    return [r for r in _levels(evidence, target, area) if start <= r.year <= target.due_year]


def _change(target, base, level):
    """The change from one level to another as a derived reading, or None where there is none to be had."""
    comparator = _comparator(target.condition, base, level)
    if comparator is None:
        return None
    years = level.year - base.year
    try:
        possible = _measured(target, level.interval, base.interval, years)
        printed = _measured(target, _number(level), _number(base), years).mid
    except Undefined:
        return None
    return replace(
        level, indicator=target.indicator, unit=target.unit, interval=possible, comparator=comparator,
        value=Decimal(f"{printed:.1f}"), value_to=None, strength=derived_strength(base, level),
        rows=base.rows + level.rows, sources=base.sources + level.sources, counts=None, change=(base, level),
        falls=target.condition.startswith("decrease"),
    )  # fmt: skip


def _number(reading):
    """The printed number; of a printed range the middle."""
    return reading.interval.mid if reading.comparator == "-" else float(reading.value)


def _measured(target, level, base, years):
    """The change in the target's unit and direction."""
    condition = target.condition
    if target.unit == "percent_per_year":
        condition = IN_PERCENT.get(condition, condition)
    return change_achieved(condition, level, base, years)


def _comparator(condition, base, level):
    """What the number of a change is: exact, about, a bound where one level is one; None for two bounds."""
    if base.is_bound and level.is_bound:
        return None
    rises = condition.startswith("increase")
    if base.is_bound or level.is_bound:
        found = base.comparator if base.is_bound else level.comparator
        return found if rises == level.is_bound else INVERSE[found]
    return "=" if base.comparator == level.comparator == "=" else "~"
