"""Where a target starts, and the change from there: published as one, or worked out from two levels."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.period import whole_year
from bvte.evidence.rows import Target
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import INVERSE, Estimate, Strength, estimates_of, published_estimates
from bvte.judgement.protection import hides_baseline
from bvte.judgement.target_terms import base_year, is_change, level_indicator, level_unit
from bvte.methods.achievement import change_achieved
from bvte.methods.undefined import Undefined


def baseline_of(evidence: Evidence, target: Target, area: str) -> Estimate | None:
    """The baseline that the programme itself printed, as an estimate in the unit of the level, or None; a
    small count of children is none, since it may not be shown."""
    if target.baseline_value is None or target.baseline_year is None or hides_baseline(evidence, target):
        return None
    code, unit = level_indicator(evidence, target), level_unit(evidence, target)
    comparator = target.baseline_comparator or "="
    published = evidence.sources[target.baseline_source].published
    strength = Strength.of_comparator(comparator, None if published else Strength.NOT_PUBLISHED)
    statistic, period = _yearly_statistic(evidence, code, area), whole_year(target.baseline_year)
    possible = value.printed_interval(comparator, target.baseline_value, unit)
    printed = possible, comparator, target.baseline_value, strength, (), (target.baseline_source,)
    of_whom = target.scope or target.definition
    return Estimate(code, area, period, statistic, unit, *printed, definition=of_whom)


def is_of_scope(target: Target, estimate: Estimate) -> bool:
    """Whether an estimate is of those that a target is for: of its part, else of all by its own
    definition."""
    if target.scope is not None:
        return estimate.definition == target.scope
    return estimate.definition in (None, target.definition)


def _yearly_statistic(evidence: Evidence, indicator: str, area: str) -> str:
    """Whether an indicator is published as the total of a year, so that a baseline of it is one too."""
    known = published_estimates(evidence, indicator, area)
    return "total" if any(r.statistic == "total" and r.is_of_one_year for r in known) else "level"


def before_phase(evidence: Evidence, target: Target, area: str) -> Estimate | None:
    """The firmest of the newest estimates from before the phase, for a target without a printed baseline."""
    start = evidence.programmes[target.programme].start
    known = (r for r in estimates_of(evidence, target.indicator, area) if is_of_scope(target, r))
    before = [r for r in known if r.year < start and r.unit == target.unit and r.is_of_one_year]
    return min(before, key=lambda r: (-r.year, r.strength.rank), default=None)


# A yearly change printed in percent compounds; one printed in points adds up.
IN_PERCENT = {"decrease_per_year": "decrease_percent_per_year", "increase_per_year": "increase_percent_per_year"}


def change_estimates(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Estimates of the change from the base year to each later level, in the target's unit, by time.

    The base year is the printed one, else the year before the phase; of several levels of it the firmest
    counts. Empty where there is none, where the two may not be compared, where the change is not defined (a
    base of zero), or where bounds leave it open on both sides.
    """
    bases = base_levels(evidence, target, area)
    levels = _levels_of_phase(evidence, target, area)
    pairs = ((_comparable_base(evidence, bases, level), level) for level in levels)
    made = (_derive_change(target, base, level) for base, level in pairs if base)
    return [estimate for estimate in made if estimate]


def _comparable_base(evidence: Evidence, bases: list[Estimate], level: Estimate) -> Estimate | None:
    """The first of the base levels that a later level may be compared with, or None."""
    earlier = (base for base in bases if base.year < level.year)
    return next((b for b in earlier if may_compare(evidence, b, level)), None)


def change_refused(evidence: Evidence, target: Target, area: str) -> tuple[Estimate, Estimate] | None:
    """The newest pair (base level, later level) of a wanted change that may not be compared, or None."""
    if not is_change(evidence, target):
        return None
    base = base_level(evidence, target, area)
    if base is None:
        return None
    later = (r for r in reversed(_levels_of_phase(evidence, target, area)) if base.year < r.year)
    pairs = ((base, r) for r in later)
    return next((pair for pair in pairs if not may_compare(evidence, *pair)), None)


def base_levels(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Estimates of the base year's level, the firmest first; the printed baseline where there is no other."""
    year = base_year(evidence, target)
    known = [r for r in _levels_of(evidence, target, area) if r.year == year]
    printed = [r for r in (baseline_of(evidence, target, area),) if r and r.year == year and not known]
    return sorted([*known, *printed], key=lambda r: r.strength.rank)


def base_level(evidence: Evidence, target: Target, area: str) -> Estimate | None:
    """The firmest estimate of the base year's level, or None."""
    return next(iter(base_levels(evidence, target, area)), None)


def _levels_of(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Estimates of the indicator itself, or of the one whose change it is."""
    card = evidence.indicators[target.indicator]
    return estimates_of(evidence, card.change_of or card.id, area)


def _levels_of_phase(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Those of the phase, not after the due year: what was reached before it is no result of it."""
    start = evidence.programmes[target.programme].start
    return [r for r in _levels_of(evidence, target, area) if start <= r.year <= target.due_year]


def _derive_change(target: Target, base: Estimate, level: Estimate) -> Estimate | None:
    """The change from one level to another as a derived estimate, or None where there is none to be had."""
    comparator = _change_comparator(target.condition, base, level)
    if comparator is None:
        return None
    years = level.year - base.year
    try:
        possible = _measure_change(target, level.interval, base.interval, years)
        printed = _measure_change(target, _printed_number(level), _printed_number(base), years).mid
    except Undefined:
        return None
    rows, sources = base.rows + level.rows, base.sources + level.sources
    falls, number = target.condition.startswith("decrease"), Decimal(f"{printed:.1f}")
    made = replace(level, rows=rows, sources=sources, counts=None, change=(base, level), falls=falls)
    made = replace(made, indicator=target.indicator, unit=target.unit, interval=possible, value=number)
    return replace(made, comparator=comparator, value_to=None, strength=Strength.of_parts(base, level))


def _printed_number(estimate: Estimate) -> float:
    """The printed number; of a printed range the middle."""
    return estimate.interval.mid if estimate.comparator == "-" else float(estimate.value)


def _measure_change(target: Target, level: pd.Interval | float, base: pd.Interval | float, years: int) -> pd.Interval:
    """The change in the target's unit and direction."""
    in_percent = IN_PERCENT.get(target.condition) if target.unit == "percent_per_year" else None
    return change_achieved(in_percent or target.condition, level, base, years)


def _change_comparator(condition: str, base: Estimate, level: Estimate) -> str | None:
    """What the number of a change is: exact, about, a bound where one level is one; None for two bounds."""
    if base.is_bound and level.is_bound:
        return None
    rises = condition.startswith("increase")
    if base.is_bound or level.is_bound:
        found = base.comparator if base.is_bound else level.comparator
        return found if rises == level.is_bound else INVERSE[found]
    return "=" if base.comparator == level.comparator == "=" else "~"
