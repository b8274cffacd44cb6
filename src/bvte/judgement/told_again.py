"""Whether the forms of a yearly report tell a withheld count after all: the audit that stops an output.

It looks at the cells as they are filled, and at what earlier editions told, not at how they were chosen.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.national import small_counts
from bvte.evidence.period import whole_year
from bvte.evidence.value import COUNTS
from bvte.judgement.linked_counts import edition_counts, level_of
from bvte.judgement.partitions import Place, Tie, guarded_indicators, ties, year_of
from bvte.judgement.statutory_forms import FilledForm
from bvte.methods.undefined import Undefined


class ToldAgain(NamedTuple):
    """A withheld count that a reader finds between `low` and `high`, nearer than the `width` that must stay open."""

    place: Place
    low: int
    high: int
    width: int


def told_again(evidence: Evidence, forms: dict[str, FilledForm], year: int) -> list[ToldAgain]:
    """The withheld counts of the forms of a year, and of the year before, that the forms tell a reader.

    Parts that are more than their whole tell nothing of it: somebody stands in two of them, or a number is wrong.
    """
    cells = dict(_cells(forms, year))
    hidden = {place for place, number in cells.items() if number is None and _is_guarded(evidence, place)}
    if not hidden:
        return []
    known = {place: float(c.value) for place, c in edition_counts(evidence) if place not in cells} | cells
    about = (tie for tie in ties(evidence, known) if not hidden.isdisjoint((tie.whole, *tie.parts)))
    sums = [tie for tie in about if _fits(known, tie)]
    places = sorted(hidden | {place for tie in sums for place in (tie.whole, *tie.parts)})
    at = {place: number for number, place in enumerate(places)}
    rows = [_row(evidence, place, known[place]) for place in places]
    linked = []
    for tie in sums:
        inside = [at[place] for place in tie.parts]
        if not tie.is_complete:
            inside.append(len(rows))
            rows.append({**rows[inside[0]], "count": None, "mark": "hidden", "status": "never"})
        linked.append((at[tie.whole], inside))
    return list(_narrow(places, pd.DataFrame(rows), linked, hidden))


def _fits(known: dict[Place, float | None], tie: Tie) -> bool:
    """Whether the parts that are shown leave each hidden one a child at least."""
    whole, parts = known[tie.whole], [known[place] for place in tie.parts]
    return whole is None or sum(1 if number is None else number for number in parts) <= whole


def _is_guarded(evidence: Evidence, place: Place) -> bool:
    return place.indicator in guarded_indicators(evidence) and evidence.indicators[place.indicator].unit in COUNTS


def _cells(forms: dict[str, FilledForm], year: int) -> Iterator[tuple[Place, float | None]]:
    """The counts of all forms with their places: None where withheld, as a row tells it, whatever else is there."""
    for cell in (cell for form in forms.values() for row in form.rows for cell in row.cells):
        for shown, is_withheld, of_year in (
            (cell.this, cell.withheld, year),
            (cell.last, cell.withheld_last, year - 1),
        ):
            place = Place(cell.indicator, cell.area, whole_year(of_year))
            if is_withheld:
                yield place, None
            elif shown and shown.unit in COUNTS and shown.comparator == "=":
                yield place._replace(period=year_of(shown.period)), float(shown.value)


def _row(evidence: Evidence, place: Place, number: float | None) -> dict[str, object]:
    """A cell as the audit takes it, with what must stay open of it."""
    asked = _is_guarded(evidence, place)
    about = place.indicator, level_of(evidence, place)
    limits = {"threshold": small_counts().below(*about) if asked else 0, "width": small_counts().width(*about)}
    return {"count": number, "mark": "hidden" if number is None else "shown", "status": "free", **limits}


def _narrow(
    places: list[Place], cells: pd.DataFrame, sums: list[tuple[int, list[int]]], hidden: set[Place]
) -> Iterator[ToldAgain]:
    """The hidden cells that the audit finds too narrow."""
    from bvte.methods.disclosure import audit

    try:
        found = audit(cells.assign(cell=range(len(cells)), count=cells["count"].astype(float)), {"cell": sums})
    except Undefined as refused:
        if refused.code != "contradiction":
            raise
        return
    for cell, low, high, allowed in found.faults[["cell", "low", "high", "allowed"]].itertuples(index=False):
        if cell < len(places) and places[cell] in hidden:
            yield ToldAgain(places[cell], int(low), int(high), int(allowed))
