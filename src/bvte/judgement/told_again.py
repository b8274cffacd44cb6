"""Whether a withheld count is told after all: the audit that stops an output.

It looks at what is shown and at what earlier editions told, not at how that was chosen: at the cells of the forms of a
yearly report as they are filled, and at all that any report of a folder can print. No page, sheet, slide or line has a
count but an estimate or the baseline of a target, so that a reader of all forms of all reports knows no more.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.national import small_counts
from bvte.evidence.period import whole_year
from bvte.evidence.value import COUNTS
from bvte.judgement.area_totals import area_totals
from bvte.judgement.baselines import baseline_of
from bvte.judgement.estimates import estimates_of, withheld_estimates
from bvte.judgement.linked_counts import baseline_place, edition_counts, level_of
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
    """The withheld counts of the forms of a year, and of the year before, that the forms tell a reader."""
    return _found_in(evidence, dict(_cells(forms, year)), exact=True)


def told_anywhere(evidence: Evidence) -> list[ToldAgain]:
    """The withheld counts that all reports of a folder together, in all their forms, tell a reader.

    >>> import bvte
    >>> told_anywhere(bvte.load("dien-bien"))
    []
    """
    shown, withheld = dict(_shown(evidence)), dict.fromkeys(_withheld(evidence))
    outright = [place for place in withheld if place in shown and _is_guarded(evidence, place)]
    told = [ToldAgain(place, int(shown[place]), int(shown[place]), _width(evidence, place)) for place in outright]
    return [*told, *_found_in(evidence, {**shown, **withheld}, exact=False)]


def _found_in(evidence: Evidence, cells: dict[Place, float | None], exact: bool) -> list[ToldAgain]:
    """The withheld ones of some cells (None) that the others and earlier editions tell.

    Parts that are more than their whole tell nothing of it: somebody stands in two of them, or a number is wrong.
    exact : see `methods.disclosure.audit`.
    """
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
    return list(_narrow(places, pd.DataFrame(rows), linked, hidden, exact))


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


def _shown(evidence: Evidence) -> Iterator[tuple[Place, float]]:
    """Every exact count that a report can print, with its place."""
    for target in evidence.targets.values():
        place = baseline_place(evidence, target)
        if place and (estimate := baseline_of(evidence, target, place.area)) and estimate.unit in COUNTS:
            yield place, float(estimate.value)
    added = {(code, evidence.province.code) for code in area_totals(evidence)}
    for code, area in sorted(_counted(evidence) | added):
        for shown in estimates_of(evidence, code, area):
            if shown.unit in COUNTS and shown.comparator == "=":
                yield Place(code, area, year_of(shown.period)), float(shown.value)


def _withheld(evidence: Evidence) -> Iterator[Place]:
    """The place of every count that is withheld."""
    for code, area in sorted(_counted(evidence)):
        for hidden in withheld_estimates(evidence, code, area):
            yield Place(code, area, year_of(hidden.period))


def _counted(evidence: Evidence) -> set[tuple[str, str]]:
    """Indicator and area of every count of the rows."""
    return {(row.indicator, row.area) for row in evidence.observations.values() if row.unit in COUNTS}


def _width(evidence: Evidence, place: Place) -> int:
    """What must stay open of a withheld count."""
    return small_counts().width(place.indicator, level_of(evidence, place))


def _row(evidence: Evidence, place: Place, number: float | None) -> dict[str, object]:
    """A cell as the audit takes it, with what must stay open of it."""
    asked = _is_guarded(evidence, place)
    about = place.indicator, level_of(evidence, place)
    limits = {"threshold": small_counts().below(*about) if asked else 0, "width": small_counts().width(*about)}
    return {"count": number, "mark": "hidden" if number is None else "shown", "status": "free", **limits}


def _narrow(
    places: list[Place], cells: pd.DataFrame, sums: list[tuple[int, list[int]]], hidden: set[Place], exact: bool
) -> Iterator[ToldAgain]:
    """The hidden cells that the audit finds too narrow."""
    from bvte.methods.disclosure import audit

    frame = cells.assign(cell=range(len(cells)), count=cells["count"].astype(float))
    try:
        found = audit(frame, {"cell": sums}, exact=exact)
    except Undefined as refused:
        if refused.code != "contradiction":
            raise
        return
    for cell, low, high, allowed in found.faults[["cell", "low", "high", "allowed"]].itertuples(index=False):
        if cell < len(places) and places[cell] in hidden:
            yield ToldAgain(places[cell], int(low), int(high), int(allowed))
