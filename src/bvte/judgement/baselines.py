"""Where a target starts: the baseline that its programme printed, else the newest figure from before it."""

from bvte.evidence import value
from bvte.evidence.period import whole_year
from bvte.judgement.levels import level_indicator, level_unit
from bvte.judgement.protection import hides_baseline
from bvte.judgement.reading import STRENGTHS, Reading, printed_strength
from bvte.judgement.readings import published, readings


def baseline_of(evidence, target, area):
    """The baseline that the programme itself printed, as a reading in the unit of the level, or None; a small
    count of children is none, since it may not be shown."""
    if target.baseline_value is None or hides_baseline(evidence, target):
        return None
    code, unit = level_indicator(evidence, target), level_unit(evidence, target)
    comparator = target.baseline_comparator or "="
    strength = printed_strength(comparator, target.published)
    return Reading(
        code, area, whole_year(target.baseline_year), _statistic(evidence, code, area), unit,
        value.interval(comparator, target.baseline_value, unit), comparator, target.baseline_value, strength,
        (), (target.source,), definition=target.scope or target.definition,
    )  # fmt: skip


def is_of_scope(target, reading):
    """Whether a reading is of those that a target is for: of its part, else of all by its own definition."""
    if target.scope is not None:
        return reading.definition == target.scope
    return reading.definition in (None, target.definition)


def _statistic(evidence, indicator, area):
    """Whether an indicator is published as the total of a year, so that a baseline of it is one too."""
    known = published(evidence, indicator, area)
    return "total" if any(r.statistic == "total" and r.is_of_one_year for r in known) else "level"


def before_phase(evidence, target, area):
    """The firmest of the newest readings from before the phase, for a target without a printed baseline."""
    start = evidence.programmes[target.programme].start
    known = readings(evidence, target.indicator, area)
    before = [
        r
        for r in known
        if r.year < start and r.unit == target.unit and r.is_of_one_year and is_of_scope(target, r)
    ]
    return min(before, key=lambda r: (-r.year, STRENGTHS.index(r.strength)), default=None)
