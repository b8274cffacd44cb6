"""The phase after one that closes: that of a draft, or, where nobody has drafted it, one that carries its targets on.

What is carried are rows in memory, of classes of their own, never written. They say what would stand in the next
programme if nothing were changed, so that they can be audited like the targets of a draft.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bvte.evidence.asking import part
from bvte.evidence.codes import CodeError
from bvte.evidence.collection import Evidence
from bvte.evidence.language import LANGUAGES
from bvte.evidence.lookups import heirs_of
from bvte.evidence.merged import area_ended, successor
from bvte.evidence.national import workshop_plan
from bvte.evidence.period import Period
from bvte.evidence.rows import Programme, Target

# The code of what is carried on is that of what it comes from, with this before it.
PREFIX = "after_"
# No programme of a line follows for ever.
LONGEST_LINE = 20


class CarriedProgramme(Programme):
    """The phase after one that closes, of which no draft is known."""


class CarriedTarget(Target):
    """A target as it would stand in the next phase if nothing were changed; origin : id of the target it is of."""

    origin: str


def draft_after(evidence: Evidence, closing: str) -> Programme | None:
    """The draft that follows a programme, or None."""
    return next((heir for heir in heirs_of(evidence, closing) if heir.status == "draft"), None)


def closing_programmes(evidence: Evidence) -> list[Programme]:
    """The programmes of the province and places inside it whose next phase is to be written, in file order.

    They are over, or their province became another one; they or their draft have targets, their place or what it
    became is still there, and nothing follows them but a draft of years to come.

    >>> import bvte
    >>> [p.id for p in closing_programmes(bvte.load("dien-bien"))]
    ['cpp_2021_2025_db_draft', 'inj_2016_2020_db']
    """
    rows = [p for p in evidence.programmes.values() if p.level != "national" and not isinstance(p, CarriedProgramme)]
    return [
        p for p in rows if last_year(evidence, p) <= evidence.year and _goes_on(evidence, p) and _is_open(evidence, p)
    ]


def last_year(evidence: Evidence, phase: Programme) -> int:
    """The last year of a phase: that in which its area ended, where that came before the last that was planned."""
    ended = area_ended(evidence, phase.area, date(phase.end, 12, 31))
    return ended.year if ended else phase.end


def _goes_on(evidence: Evidence, closing: Programme) -> bool:
    """Whether there is anything to carry on, and a place to carry it on in."""
    draft = draft_after(evidence, closing.id)
    named = (code for code in (closing.id, draft and draft.id) if code)
    place, today = successor(evidence, closing.area), Period(evidence.day, evidence.day)
    there = any(area.code == place and area.covers(today) for area in evidence.areas.values())
    return there and any(evidence.targets_of(code) for code in named)


def _is_open(evidence: Evidence, closing: Programme) -> bool:
    """Whether nothing follows a programme but a draft that is not over."""
    return all(heir.status == "draft" and heir.end > evidence.year for heir in heirs_of(evidence, closing.id))


def national_in_force(evidence: Evidence, closing: str) -> Programme | None:
    """The national programme that the next phase will carry out, or None where none is in force.

    The one that the draft, or the closing phase, carries out where it goes on beyond that phase, else one that
    follows it.
    """
    phase, draft = evidence.programmes[closing], draft_after(evidence, closing)
    line = _line_of(evidence, draft.national if draft else phase.national)
    return next((p for p in line if p.status == "approved" and p.end > last_year(evidence, phase)), None)


def _line_of(evidence: Evidence, code: str | None) -> Iterator[Programme]:
    """A programme and those that follow it, one after the other."""
    for _ in range(LONGEST_LINE):
        if code is None:
            return
        yield evidence.programmes[code]
        code = next((heir.id for heir in heirs_of(evidence, code)), None)


def years_after(evidence: Evidence, closing: str, end: int = 0) -> tuple[int, int]:
    """First and last year of the phase after one that closes.

    end : the last year, 0 for that of the draft, else that of the national programme in force, else as many years as
    the closing phase had. Without a draft it begins with the first year that is not over. Raises ValueError where it
    would end before it begins.

    >>> import bvte
    >>> years_after(bvte.load("dien-bien"), "cpp_2021_2025_db_draft")
    (2026, 2030)
    """
    phase, draft = evidence.programmes[closing], draft_after(evidence, closing)
    start = draft.start if draft else max(last_year(evidence, phase), evidence.year) + 1
    last = end or (draft.end if draft else _usual_end(evidence, phase, start))
    if last < start:
        raise ValueError(f"{closing}: {start} > {last}")
    return start, last


def _usual_end(evidence: Evidence, phase: Programme, start: int) -> int:
    national = national_in_force(evidence, phase.id)
    return national.end if national and national.end >= start else start + phase.end - phase.start


@part
def with_next_phase(evidence: Evidence, closing: str, end: int = 0) -> Evidence:
    """The evidence with the phase after one that closes, its targets carried on; unchanged where a draft follows.

    >>> import bvte
    >>> evidence = with_next_phase(bvte.load("dien-bien"), "cpp_2021_2025_db_draft")
    >>> evidence.programmes["after_cpp_2021_2025_db_draft"].end
    2030
    """
    if draft_after(evidence, closing):
        return evidence
    phase = _carried_programme(evidence, closing, end)
    carried = [carried_target(t, phase) for t in _last_of_each(evidence.targets_of(closing))]
    programmes = {**evidence.programmes, phase.id: phase}
    return replace(evidence, programmes=programmes, targets={**evidence.targets, **{t.id: t for t in carried}})


def _last_of_each(targets: list[Target]) -> list[Target]:
    """The targets without those that the same programme follows with one of a later year for the same children."""
    last: dict[tuple[str, str | None], int] = {}
    for target in targets:
        key = target.indicator, target.scope
        last[key] = max(last.get(key, 0), target.due_year)
    return [t for t in targets if t.due_year == last[t.indicator, t.scope]]


@part
def knowing(evidence: Evidence, programme: str) -> Evidence:
    """The evidence in which a programme stands: with its phase where its code is that of one carried on.

    Raises CodeError for a code that is neither. The phase begins where the whole evidence ends, whatever its part sees.
    """
    if programme in evidence.programmes or not programme.startswith(PREFIX):
        return evidence
    closing = programme.removeprefix(PREFIX)
    if closing not in evidence.programmes or draft_after(evidence, closing):
        coming = (f"{PREFIX}{row.id}" for row in closing_programmes(evidence))
        raise CodeError("programme", programme, [*evidence.programmes, *coming])
    return with_next_phase(evidence, closing)


def carried_target(target: Target, phase: Programme) -> CarriedTarget:
    """A target as it would stand in a phase: its starting point is where things stand then, and one that holds in every
    year does so from the first of the phase."""
    kept = target.model_dump(exclude={"line", "file"}) | {"id": f"{PREFIX}{target.id}", "origin": target.id}
    start = dict.fromkeys(("baseline_comparator", "baseline_value", "baseline_year", "set_on"))
    return CarriedTarget(
        **kept | start | {"programme": phase.id, "due_year": phase.end, "first_year": target.first_year and phase.start}
    )


def _carried_programme(evidence: Evidence, closing: str, end: int) -> CarriedProgramme:
    """The phase, named after the one that closes."""
    phase, national = evidence.programmes[closing], national_in_force(evidence, closing)
    first, last = years_after(evidence, closing, end)
    name = workshop_plan().without_draft
    facts = {"first": first, "last": last}
    named = {f"name_{code}": name[code].format(**facts, closing=getattr(phase, f"name_{code}")) for code in LANGUAGES}
    kept = phase.model_dump(exclude={"line", "file", "legal_document", "set_on", "note"})
    own = {"id": PREFIX + closing, "start": first, "end": last, "status": "draft", "follows": closing}
    return CarriedProgramme(**kept | own | named | {"national": national.id if national else None})
