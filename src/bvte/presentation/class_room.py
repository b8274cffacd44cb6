"""What has to be done to how many targets, as a room reads it: a number large, then what and to which."""

from collections.abc import Mapping, Sequence

from bvte.judgement.next_classes import CLASSES, NextClass
from bvte.presentation.document import Column, Table, make_table
from bvte.presentation.slide_room import fitting_rows
from bvte.presentation.texts import say


def class_room(names: Mapping[NextClass, Sequence[str]]) -> Table | None:
    """A row a class, the gravest first, with the names of its targets; None where a slide has no room for all of them,
    or one row says no more than the title.

    names : of the targets of each class.
    """
    kinds = [kind for kind in CLASSES if names.get(kind)]
    heads = (_head("count", "count"), _head("needed"), _head("names", "wide"))
    rows = [(str(len(names[kind])), say(f"next_phase.class.{kind}"), "; ".join(names[kind])) for kind in kinds]
    table = make_table(say("slides.classes.caption"), heads, rows, number=say("slides.classes.number"), heading=1)
    return table if len(rows) > 1 and fitting_rows(table) == len(rows) else None


def _head(key: str, kind: str = "text") -> Column:
    return Column(say(f"slides.classes.{key}"), kind, key)
