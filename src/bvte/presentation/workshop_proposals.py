"""The targets on the table of a workshop with their proposed wordings: the table of the page, and what a room reads."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bvte.judgement.next_classes import CLASSES
from bvte.judgement.next_phase import NextTarget
from bvte.judgement.workshop import Workshop
from bvte.presentation import numbers
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.next_phase_page import summary_table
from bvte.presentation.next_phase_words import marked_wording
from bvte.presentation.phrases import LineBreak, Phrase, phrase, small
from bvte.presentation.slide_room import fitting_rows
from bvte.presentation.texts import say
from bvte.presentation.workshop_columns import pack_columns
from bvte.presentation.workshop_page import on_the_table, pack_phase, workshop_sources


def workshop_proposals(pack: Workshop) -> Table | Prose:
    """The targets on the table, the gravest first: what to do with each, and how it would read then."""
    shown = summary_table(pack_phase(pack), workshop_sources(pack))
    if isinstance(shown, Prose):
        return shown
    parts = _evened(list(_parts(on_the_table(pack))))
    rooms = tuple(_room(items, number, len(parts)) for number, items in enumerate(parts, start=1))
    return replace(shown, finding=rooms[0].finding, rooms=rooms) if rooms else shown


def _parts(items: list[NextTarget]) -> Iterator[list[NextTarget]]:
    """The targets in their order, as many together as have room on one slide."""
    while items:
        count = next(n for n in range(len(items), 0, -1) if n == 1 or fitting_rows(_wordings(items[:n])) == n)
        yield items[:count]
        items = items[count:]


def _evened(parts: list[list[NextTarget]]) -> list[list[NextTarget]]:
    """The same with as many targets on the last slide as on the one before it, where they have room."""
    if len(parts) < 2:
        return parts
    *before, long, short = parts
    both, half = [*long, *short], -(-(len(long) + len(short)) // 2)
    evened = both[:half], both[half:]
    return [*before, *evened] if all(fitting_rows(_wordings(items)) == len(items) for items in evened) else parts


def _wordings(items: list[NextTarget]) -> Table:
    """Some targets by name and old level, with their wordings."""
    rows = ((_named(item), marked_wording(item)) for item in items)
    return make_table("", pack_columns("indicator", "wording:wide"), rows)


def _room(items: list[NextTarget], number: int, total: int) -> Table:
    """The wordings of some targets, under how many of them need what."""
    counts = Counter(item.kind for item in items)
    classes = ", ".join(say(f"next_phase.counted.{kind}", count=counts[kind]) for kind in CLASSES if counts[kind])
    key = "proposals_part" if total > 1 else "proposals_finding"
    return replace(_wordings(items), finding=say(f"workshop.{key}", classes=classes, number=number, total=total))


def _named(item: NextTarget) -> Phrase:
    """The name of a target, and its old level below it."""
    facts = {"level": numbers.target_text(item.origin), "due": item.origin.due_year}
    is_draft = item.subject.evidence.programmes[item.origin.programme].status == "draft"
    told = say(f"workshop.old_level.{'draft' if is_draft else 'set'}", **facts)
    return phrase(item.subject.card.short.text, LineBreak(), small(told))
