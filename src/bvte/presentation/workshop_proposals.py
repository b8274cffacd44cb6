"""The targets on the table of a workshop with their proposed wordings: the table of the page, and what a room reads."""

from collections.abc import Sequence
from dataclasses import replace

from bvte.judgement.next_classes import CLASSES, NextClass
from bvte.judgement.next_phase import NextTarget
from bvte.judgement.workshop import Workshop
from bvte.presentation import numbers
from bvte.presentation.document import Cell, Prose, Table, make_table
from bvte.presentation.next_phase_page import summary_table
from bvte.presentation.next_phase_words import marked_wording
from bvte.presentation.phrases import LineBreak, Phrase, phrase, small
from bvte.presentation.slide_room import fitting_parts
from bvte.presentation.texts import say
from bvte.presentation.workshop_columns import pack_columns
from bvte.presentation.workshop_page import on_the_table, pack_phase, workshop_sources


def workshop_proposals(pack: Workshop) -> Table | Prose:
    """The targets on the table, the gravest first: what to do with each, and how it would read then."""
    shown = summary_table(pack_phase(pack), workshop_sources(pack))
    if isinstance(shown, Prose):
        return shown
    shown = _draft_first(shown, pack)
    rooms = tuple(fitting_parts([*enumerate(on_the_table(pack), start=1)], _room))
    return replace(shown, finding=rooms[0].finding, rooms=rooms) if rooms else shown


def _draft_first(table: Table, pack: Workshop) -> Table:
    """The table with what the draft does not have last, under a line of its own: it has no place on the slides."""
    on = {item.subject.target.id for item in on_the_table(pack)}
    pairs = list(zip(pack_phase(pack).own, table.rows, strict=True))
    first, last = ([row for item, row in pairs if (item.subject.target.id in on) == is_on] for is_on in (True, False))
    if not first or not last:
        return table
    line = (Cell(phrase(say("workshop.not_in_draft")), True, span=len(table.columns)),)
    return replace(table, rows=(*first, line, *last))


# A target with its place among those on the table, by which a room speaks of it.
Placed = tuple[int, NextTarget]


def _wordings(items: Sequence[Placed]) -> Table:
    """Some targets by place, name and old level, with their wordings."""
    rows = ((_named(*placed), marked_wording(placed[1])) for placed in items)
    return make_table("", pack_columns("indicator", "wording:wide"), rows)


def _room(items: Sequence[Placed]) -> Table:
    """The wordings of some targets, under what each of them needs."""
    places: dict[NextClass, list[int]] = {}
    for place, item in items:
        places.setdefault(item.kind, []).append(place)
    needs = ", ".join(_needed(kind, places[kind]) for kind in CLASSES if kind in places)
    return replace(_wordings(items), finding=f"{needs[0].upper()}{needs[1:]}.")


def _needed(kind: NextClass, places: list[int]) -> str:
    """What targets of one class need, by their places."""
    first, last = places[0], places[-1]
    is_run = len(places) > 2 and places == [*range(first, last + 1)]
    named = say("workshop.places", first=first, last=last) if is_run else _joined(places)
    needed = say(f"next_phase.needed.{kind}", count=len(places))
    return say("workshop.needed", count=len(places), places=named, needed=needed)


def _joined(places: list[int]) -> str:
    """Places one after the other, the last after "and"."""
    *before, last = map(str, places)
    return say("workshop.places_and", first=", ".join(before), last=last) if before else last


def _named(place: int, item: NextTarget) -> Phrase:
    """The place and name of a target, and its old level below it."""
    facts = {"level": numbers.target_text(item.origin), "due": item.origin.due_year}
    is_draft = item.subject.evidence.programmes[item.origin.programme].status == "draft"
    told = say(f"workshop.old_level.{'draft' if is_draft else 'set'}", **facts)
    return phrase(f"{place}. ", item.subject.card.short.text, LineBreak(), small(told))
