"""Which changes of a figure need no explanation, by its kind: one rule for all provinces (data/national/)."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from bvte.evidence.cells import Code, Unit
from bvte.evidence.forms import NationalRecord, read_national
from bvte.evidence.indicator import Words

Ratio = Annotated[float, Field(gt=1)]


class UsualChange(NationalRecord):
    """How much figures of a kind usually change in a year: a ratio, percentage points, or either of them.

    units, statistics : figures that are of this kind unless their card names another one; beyond_chance : the
    figures count events, which differ by chance too; other_scope : the ratio beyond which one of two figures
    must cover something else.
    """

    name: Words
    units: tuple[Unit, ...] = ()
    statistics: tuple[Literal["level", "total", "yearly"], ...] = ()
    ratio: Ratio | None = None
    other_scope: Ratio | None = None
    points: Annotated[float, Field(gt=0)] | None = None
    beyond_chance: bool = False


class Rest(NationalRecord):
    """How many times as much as in the published years a total may leave for each of the others."""

    ratio: Ratio


class Plausibility(NationalRecord):
    """Usual changes by kind, the first that fits first, and what a total may leave."""

    changes: dict[Code, UsualChange]
    rest: Rest


@cache
def plausibility_rules():
    """The thresholds of unusual figures. Raises pydantic's ValidationError where the file is wrong."""
    return Plausibility(**read_national("plausibility"))


def usual_change(card, unit, statistic):
    """The usual change of figures of a card in that unit and statistic, or None where nothing is usual."""
    kinds = plausibility_rules().changes
    if card.usual_change:
        return kinds[card.usual_change]
    return next((k for k in kinds.values() if unit in k.units and statistic in k.statistics), None)
