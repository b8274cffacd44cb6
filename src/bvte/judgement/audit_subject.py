"""What an audit knows of one target: card, baseline, past, readings, national counterpart."""

from dataclasses import dataclass, field
from functools import cached_property

from bvte.evidence.record import Recomputed
from bvte.judgement.baselines import baseline_of, before_phase
from bvte.judgement.readings import readings
from bvte.methods.achievement import CHANGES, LOWER_BOUNDS, UPPER_BOUNDS, satisfying_set


@dataclass(frozen=True)
class Flag:
    """One weakness of a target: a code with its facts, and a remedy (a code with facts, or None)."""

    code: str
    facts: dict = field(default_factory=dict)
    remedy: str | None = None
    remedy_facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Subject(Recomputed):
    """One target under audit, with everything that the checks ask about."""

    evidence: object
    target: object
    area: str

    @property
    def phase(self):
        """The programme of the target."""
        return self.evidence.programmes[self.target.programme]

    @property
    def card(self):
        """The indicator card."""
        return self.evidence.indicators[self.target.indicator]

    @property
    def wants_less(self):
        """True where the target is an upper bound, False where it is a lower one, None otherwise."""
        if self.target.condition in UPPER_BOUNDS:
            return True
        return False if self.target.condition in LOWER_BOUNDS else None

    @property
    def wanted(self):
        """The values that satisfy the target, as a `pandas.Interval`."""
        high = None if self.target.value_to is None else float(self.target.value_to)
        return satisfying_set(self.target.condition, float(self.target.value), high)

    @cached_property
    def readings(self):
        """All readings of the indicator in the area that are levels in the target's unit, by time."""
        found = readings(self.evidence, self.target.indicator, self.area)
        return [r for r in found if r.unit == self.target.unit and r.is_of_one_year]

    @cached_property
    def baseline(self):
        """The printed baseline, else the firmest newest reading from before the phase, or None.

        A wanted change of a level is not held against the level itself.
        """
        if self.target.condition in CHANGES and self.card.kind != "change":
            return None
        printed = baseline_of(self.evidence, self.target, self.area)
        return printed or before_phase(self.evidence, self.target, self.area)

    @cached_property
    def before(self):
        """The target for the same indicator in the phase that this one follows, or None."""
        targets = self.evidence.targets.values()
        past = (t for t in targets if t.programme == self.phase.follows and t.indicator == self.card.id)
        return next((t for t in past if t.condition == self.target.condition), None)

    @cached_property
    def national(self):
        """The national target for the same indicator and due year, or the nearest later one, or None."""
        programmes = {p.id for p in self.evidence.programmes.values() if p.level == "national"}
        if self.phase.id in programmes:
            return None
        same = [
            t
            for t in self.evidence.targets.values()
            if t.programme in programmes
            and (t.indicator, t.unit, t.condition) == (self.card.id, self.target.unit, self.target.condition)
            and t.due_year >= self.target.due_year
            and self.evidence.programmes[t.programme].start <= self.target.due_year
        ]
        return min(same, key=lambda t: (t.due_year, t.id), default=None)
