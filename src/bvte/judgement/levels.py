"""The level that a target speaks of: whether a change of it is asked for, and in which unit it is counted."""

from bvte.methods.achievement import CHANGES

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
