"""What has to be counted and settled before the targets of a workshop can be judged, and by whom."""

from collections import Counter
from dataclasses import replace

from bvte.judgement.choices import TaskKind, task_of
from bvte.judgement.next_classes import CLASSES, NextClass
from bvte.judgement.next_phase import NextTarget
from bvte.judgement.workshop import Workshop
from bvte.presentation import cells
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.next_phase_words import reporter_names
from bvte.presentation.parts import nothing
from bvte.presentation.phrases import Phrase
from bvte.presentation.sentences import listed
from bvte.presentation.texts import say
from bvte.presentation.words import reason_text
from bvte.presentation.workshop_columns import pack_columns

# Kinds of work that a class is named for: a target of another class may wait for the same.
CLASS_OF_TASK = {TaskKind.DEFINE: NextClass.DEFINE, TaskKind.AGREE_FIGURES: NextClass.AGREE}


def tasks_text(pack: Workshop) -> str:
    """How many figures have to be collected and for how many targets something settled, "" where there is nothing."""
    parts = [_task(kind, found) for kind in TaskKind if (found := _waiting(pack, kind))]
    return say("workshop.count_finding", parts=listed(parts), total=len(pack.items)) if parts else ""


def _waiting(pack: Workshop, kind: TaskKind) -> list[NextTarget]:
    """The targets that wait for a kind of work; of figures to collect one for each."""
    counted = [(item, sum(task_of(reason) == kind for reason in item.to_count)) for item in pack.items]
    return [item for item, count in counted for _ in range(count if kind == TaskKind.COLLECT else bool(count))]


def _task(kind: TaskKind, found: list[NextTarget]) -> str:
    """A kind of work with its count; how many of the targets stand in another class, which names no such work."""
    told = say(f"workshop.task.{kind}", count=len(found))
    counts = Counter(item.kind for item in found if item.kind != CLASS_OF_TASK.get(kind, item.kind))
    others = "; ".join(say(f"workshop.decide.{each}", count=counts[each]) for each in CLASSES if counts[each])
    return say("workshop.task_of_others", told=told, others=others) if others else told


def count_table(pack: Workshop) -> Table | Prose:
    """For each target what would have to be counted to judge it, and by whom."""
    if not pack.items:
        return nothing("workshop.headline_none")
    rows = tuple(_to_count(item, pack) for item in pack.items)
    heads = pack_columns("indicator", "who", "to_count:wide")
    table = make_table(say("workshop.count_caption"), heads, rows, say("workshop.count_note"))
    return replace(table, finding=tasks_text(pack), rooms=(_count_room(pack),))


def _to_count(item: NextTarget, pack: Workshop) -> tuple[Phrase | str, ...]:
    said = [reason_text(reason, pack.evidence) for reason in item.to_count]
    name = cells.indicator(item.subject.card, item.subject.target.unit)
    return name, _counted_by(item, pack), cells.paragraphs(said)


def _counted_by(item: NextTarget, pack: Workshop) -> str:
    """The bodies that are asked for what a target counts, or that none is."""
    return "; ".join(reporter_names(item, pack.evidence)) or say("workshop.nobody_counts")


def _count_room(pack: Workshop) -> Table:
    """What has to be counted by who counts it: how much, and for which targets."""
    groups: dict[str, list[NextTarget]] = {}
    for item in pack.items:
        groups.setdefault(_counted_by(item, pack), []).append(item)
    heads = pack_columns("who", "tasks:num", "targets:wide")
    return make_table("", heads, tuple(_body_row(who, items) for who, items in groups.items()))


def _body_row(who: str, items: list[NextTarget]) -> tuple[Phrase | str, ...]:
    tasks = sum(len(item.to_count) for item in items)
    names = "; ".join(item.subject.card.short.text for item in items)
    return who, cells.datum(tasks, str(tasks)), names
