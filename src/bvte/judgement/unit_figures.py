"""Which areas below the province have figures of their own, and of which year a profile of one speaks.

It is asked whenever reports are planned, and imports nothing that takes long.
"""

from collections.abc import Container
from datetime import date, timedelta

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.merged import predecessors
from bvte.evidence.rows import AreaLevel
from bvte.judgement.linked_counts import is_for_units

UNITS: Container[str] = (AreaLevel.district, AreaLevel.commune)


def unit_figures(evidence: Evidence, until: int | None = None) -> dict[str, int]:
    """Code of each area below the province with a figure of its own -> how many it has, by the year `until` if given.

    What several sources say of one time is one figure, and so are the two ends of a range. A figure that a unit
    sent for the total of the province alone is none.

    >>> import bvte
    >>> min(unit_figures(bvte.load("dien-bien")).values()) > 0
    True
    """
    own = {evidence.province.code, *predecessors(evidence, evidence.province.code)}
    found: dict[str, set[object]] = {}
    for row in evidence.observations.values():
        is_below = evidence.area(row.area).level in UNITS and own & evidence.areas_above(row.area)
        if is_below and is_for_units(evidence, row) and row.period.last.year <= (until or row.period.last.year):
            found.setdefault(row.area, set()).add((row.indicator, row.period, row.statistic))
    return {code: len(figures) for code, figures in sorted(found.items())}


@question
def profile_year(evidence: Evidence, area: str) -> int:
    """The year that a profile of an area is about unless another is asked for: the last that was over on the day of the
    evidence, or of which there is a figure of the area, within the years that it lived."""
    over = (evidence.day + timedelta(days=1)).year - 1
    newest = max((row.period.year for row in evidence.observations.values() if row.area == area), default=over)
    place = evidence.area(area)
    first, last = (place.valid_from or date.min).year, (place.valid_to or date.max).year
    return max(first, min(last, max(over, newest)))


@question
def heirs(evidence: Evidence, area: str) -> tuple[str, ...]:
    """Codes of the areas that the land of one went to when it ended, in the order of the file; of a district those that
    its communes became, none of one that lasts."""
    last = evidence.area(area).valid_to
    if last is None:
        return ()
    inside = {a.code for a in evidence.areas.values() if a.parent == area and a.valid_to == last}
    changes = (row for row in evidence.area_changes.values() if row.date > last)
    return tuple(dict.fromkeys(row.new_code for row in changes if row.old_code in {area, *inside}))
