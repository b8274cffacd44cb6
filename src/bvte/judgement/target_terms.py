"""What a target asks for, in its own terms: who set it and when, a level or a change, which unit, of whom."""

from datetime import date

from bvte.evidence.period import parse
from bvte.methods.achievement import CHANGES, satisfying_set

# Unit of the level whose change is counted in a unit, where no card of that level exists.
LEVEL_UNITS = {"percentage_points_per_year": "percent", "incidents_per_year": "incidents"}


def is_change(evidence, target):
    """Whether a target asks for a change of a level, not for a level."""
    return target.condition in CHANGES or evidence.indicators[target.indicator].kind == "change"


def level_unit(evidence, target):
    """The unit of the level that a target speaks of, which is not that of a wanted change of it."""
    card = evidence.indicators[target.indicator]
    if card.change_of:
        return evidence.indicators[card.change_of].unit
    if card.kind == "change":
        return LEVEL_UNITS.get(target.unit, target.unit)
    return card.unit if target.condition in CHANGES else target.unit


def level_indicator(evidence, target):
    """Id of the indicator of that level."""
    return evidence.indicators[target.indicator].change_of or target.indicator


def target_standing(evidence, target):
    """Whether a document sets a target: "set", "draft" where only a draft does, "unfound" where it is known
    from nothing but the sentence that reports its result."""
    if target.stated == "no":
        return "unfound"
    return "draft" if evidence.programmes[target.programme].status == "draft" else "set"


def is_stated(evidence, programme):
    """Whether a document that was found, if only a draft, states numeric targets of a programme."""
    return any(target_standing(evidence, target) != "unfound" for target in evidence.targets_of(programme.id))


def is_of_scope(target, reading):
    """Whether a reading is of those that a target is for: of its part, else of all by its own definition."""
    if target.scope is not None:
        return reading.definition == target.scope
    return reading.definition in (None, target.definition)


def base_year(evidence, target):
    """The year against which a target counts: the printed one, else the year before the phase."""
    return target.baseline_year or evidence.programmes[target.programme].start - 1


def day_set(evidence, target):
    """The day on which a target was set: its own, else its programme's, else the first of the phase."""
    phase = evidence.programmes[target.programme]
    stated = target.set_on or phase.set_on
    return parse(stated, stated).last if stated else date(phase.start, 1, 1)


def satisfied_by(target):
    """The values that satisfy a target, as a `pandas.Interval`."""
    high = None if target.value_to is None else float(target.value_to)
    return satisfying_set(target.condition, float(target.value), high)
