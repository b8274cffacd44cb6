"""What a target asks for, in its own terms: who set it and when, a level or a change, which unit, of whom."""

from datetime import date
from enum import StrEnum

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.next_phase import CarriedTarget
from bvte.evidence.period import parse_period
from bvte.evidence.rows import Programme, Target
from bvte.methods.achievement import CHANGES, satisfying_set

# Unit of the level whose change is counted in a unit, where no card of that level exists.
LEVEL_UNITS = {"percentage_points_per_year": "percent", "incidents_per_year": "incidents"}


# Whether a document sets a target, only a draft does, it is carried on from a phase that closes, or it is known from
# nothing but its result.
Standing = StrEnum("Standing", "SET DRAFT CARRIED UNFOUND")


def is_change(evidence: Evidence, target: Target) -> bool:
    """Whether a target asks for a change of a level, not for a level."""
    return target.condition in CHANGES or evidence.indicators[target.indicator].kind == "change"


def level_unit(evidence: Evidence, target: Target) -> str:
    """The unit of the level that a target speaks of, which is not that of a wanted change of it."""
    card, unit = evidence.indicators[target.indicator], target.unit
    if card.change_of:
        unit = evidence.indicators[card.change_of].unit or unit
    elif card.kind == "change":
        unit = LEVEL_UNITS.get(unit, unit)
    elif target.condition in CHANGES:
        unit = card.unit or unit
    return unit


def level_indicator(evidence: Evidence, target: Target) -> str:
    """Id of the indicator of that level."""
    return evidence.indicators[target.indicator].change_of or target.indicator


def same_target(target: Target) -> tuple[str, str, str | None]:
    """What the levels of one target for several years have in common."""
    return target.indicator, target.unit, target.scope


def target_standing(evidence: Evidence, target: Target) -> Standing:
    """Whether a document sets a target; not found is one that is known only from what reports its result."""
    if target.stated == "no":
        return Standing.UNFOUND
    if isinstance(target, CarriedTarget):
        return Standing.CARRIED
    is_draft = evidence.programmes[target.programme].status == "draft"
    return Standing.DRAFT if is_draft else Standing.SET


def is_stated(evidence: Evidence, programme: Programme) -> bool:
    """Whether a document that was found, if only a draft, states numeric targets of a programme."""
    standings = (target_standing(evidence, target) for target in evidence.targets_of(programme.id))
    return any(standing != Standing.UNFOUND for standing in standings)


def base_year(evidence: Evidence, target: Target) -> int:
    """The year against which a target counts: the printed one, else the year before that from which it holds, else the
    year before the phase."""
    first = target.first_year or evidence.programmes[target.programme].start
    return target.baseline_year or first - 1


def day_set(evidence: Evidence, target: Target) -> date:
    """The day on which a target was set: its own, else its programme's, else the first of the phase."""
    phase = evidence.programmes[target.programme]
    stated = target.set_on or phase.set_on
    return parse_period(stated, stated).last if stated else date(phase.start, 1, 1)


def satisfied_by(target: Target) -> pd.Interval:
    """The values that satisfy a target, as a `pandas.Interval`."""
    high = None if target.value_to is None else float(target.value_to)
    return satisfying_set(target.condition, float(target.value), high)
