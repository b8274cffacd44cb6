"""What is wrong between published figures: they contradict each other, or they need an explanation."""

from dataclasses import dataclass, field

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


def between(kind, first, second, **facts):
    """The conflict of two readings."""
    return Conflict(kind, first.indicator, first.area, ((first,), (second,)), facts)
