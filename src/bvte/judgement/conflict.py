"""What is wrong between published figures: they contradict each other, or they need an explanation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.record import one_line

if TYPE_CHECKING:
    import pandas as pd

# Figures of which not all can be true, or that do not speak of the same thing.
CONTRADICTIONS = ("exclude", "own_counts", "far_from_bound")
# Figures that may all be true but not without an explanation, or whose parts do not fit their whole.
UNUSUAL = ("step", "impossible_parts", "improbable_parts", "improbable_others")


@dataclass(frozen=True)
class Conflict:
    """Readings that do not go together: on one side and on the other, and how, as a code with facts.

    kind : one of CONTRADICTIONS or UNUSUAL; weighed : what the other figures say to it, as reasons.
    """

    kind: str
    indicator: str
    area: str
    sides: tuple
    facts: dict = field(default_factory=dict, compare=False)
    weighed: tuple = field(default=(), compare=False)

    def __repr__(self) -> str:
        sides = " ≠ ".join(", ".join(map(repr, side)) for side in self.sides)
        return one_line(f"{self.kind} {self.indicator} {self.area} {self.year}", sides)

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"

    @property
    def readings(self):
        """The readings of both sides."""
        return tuple(reading for side in self.sides for reading in side)

    @property
    def year(self):
        """Year of the later reading."""
        return self.readings[-1].year

    @property
    def is_contradiction(self):
        """Whether not all of the figures can be true of one thing; the others need an explanation."""
        return self.kind in CONTRADICTIONS


class Conflicts(list[Conflict]):
    """The conflicts of an area: a list that knows its evidence, for its frame."""

    def __init__(self, evidence: Evidence, found: Iterable[Conflict] = ()) -> None:
        super().__init__(found)
        self.evidence = evidence

    def only(self, chosen: Iterable[Conflict]) -> "Conflicts":
        """Some of them."""
        return Conflicts(self.evidence, chosen)

    def frame(self) -> "pd.DataFrame":
        """The conflicts as a frame, one row each; its columns stand in `result_frames.CONFLICTS`."""
        from bvte.judgement.result_frames import frame_conflicts  # itself made of conflicts

        return frame_conflicts(self)

    def __repr__(self) -> str:
        kinds = Counter(conflict.kind for conflict in self)
        return one_line(f"{len(self)} conflicts", ", ".join(f"{n} {kind}" for kind, n in kinds.items()))

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(
            self.frame(), ("kind", "name", "year", "first_value", "second_value", "unit", "source")
        )


def between(kind, first, second, **facts):
    """The conflict of two readings."""
    return Conflict(kind, first.indicator, first.area, ((first,), (second,)), facts)
