"""Areas over time: what a province was made of and has become, which there were on a day, what held an area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from bvte.evidence.asking import question
from bvte.evidence.folder_rows import About
from bvte.evidence.period import Period
from bvte.evidence.problem import Problem
from bvte.evidence.rows import Area, AreaChange, Programme

if TYPE_CHECKING:
    from bvte.evidence.collection import Evidence


def naming_rows(evidence: Evidence) -> list[About | Programme]:
    """The rows that say what area a folder is about, the first of which decides."""
    return [*evidence.about.values(), *(p for p in evidence.programmes.values() if p.level == "province")]


def no_province(evidence: Evidence) -> Problem | None:
    """The problem of a folder that names no area, has no programme of a province, or of one without a row."""
    rows = naming_rows(evidence)
    if not rows:
        levels = {programme.level for programme in evidence.programmes.values()}
        return Problem("province_missing", "programmes.csv", None, "level", ", ".join(sorted(levels)), "province")
    if evidence.states_of(rows[0].area):
        return None
    file = "about" if evidence.about else "programmes"
    return Problem("unknown_code", rows[0].file_of(file), rows[0].line, "area", rows[0].area, "areas.csv")


def areas_known(evidence: Evidence, day: date) -> dict[tuple[str, date | None], Area]:
    """The areas as known on a day, by key: none born or ended later; the province itself stays."""
    own = evidence.province.code
    born = {key: a for key, a in evidence.areas.items() if (a.valid_from or day) <= day or a.code == own}
    ended = {key: a for key, a in born.items() if a.valid_to and a.valid_to > day}
    return born | {key: a.model_copy(update={"valid_to": None}) for key, a in ended.items()}


@question
def successor(evidence: Evidence, code: str) -> str:
    """The code of the province that a province has become by now: its own where it lasts, or is none."""
    became = {row.old_code: row.new_code for row in _mergers(evidence)}
    seen = [code]
    while became.get(seen[-1], seen[-1]) not in seen:
        seen.append(became[seen[-1]])
    return seen[-1]


@question
def predecessors(evidence: Evidence, code: str) -> list[str]:
    """The codes of the provinces that a province was made of, in the order of the file; none of one that lasts."""
    return [row.old_code for row in _mergers(evidence) if row.new_code == code]


@question
def provinces_on(evidence: Evidence, day: date) -> list[Area]:
    """The provinces that a folder is about on a day: its own where it exists, else those it was made of."""
    own = evidence.province.code
    codes, then = (own, *predecessors(evidence, own)), Period(day, day)
    return [area for code in codes for area in evidence.areas.values() if area.code == code and area.covers(then)]


@question
def area_ended(evidence: Evidence, code: str, on: date) -> date | None:
    """The last day of an area that was over on a day, else None; what ends after the evidence's own day is not known
    yet."""
    last = evidence.area(code).valid_to
    return last if last and last < min(on, evidence.day) else None


@question
def reporting_areas(evidence: Evidence, year: int) -> list[Area]:
    """The provinces that a folder has a yearly report of: those that existed on the last day of the year, its own
    where none of them is known to have."""
    return provinces_on(evidence, date(year, 12, 31)) or [evidence.province]


def own_programmes(evidence: Evidence) -> list[str]:
    """Ids of the programmes of the province, of those that it was made of, and of places directly inside one of
    them, in the order of the file; a country's own are its national ones."""
    province = evidence.province.code
    own = {province, *predecessors(evidence, province)}
    inside = {area.code for area in evidence.areas.values() if own & {area.code, area.parent}}
    rows = evidence.programmes.values()
    return [p.id for p in rows if p.area in inside and (p.level != "national" or p.area == province)]


def _mergers(evidence: Evidence) -> list[AreaChange]:
    """The changes by which a province became, or became part of, another one."""
    provinces = {area.code for area in evidence.areas.values() if area.level == "province"}
    rows = evidence.area_changes.values()
    return [row for row in rows if row.old_code in provinces and row.old_code != row.new_code]


def all_above(states: Mapping[str, Iterable[Area]]) -> dict[str, set[str]]:
    """Of each code the codes of all areas that hold it, in any of its states; areas in a circle hold one another."""
    parents = {code: {state.parent for state in own if state.parent} for code, own in states.items()}
    above = {code: set(found) for code, found in parents.items()}
    for found in above.values():
        waiting = list(found)
        while waiting:
            further = parents.get(waiting.pop(), set()) - found
            found |= further
            waiting += further
    return above
