"""What an audit knows of one target: card, baseline, own level, past, estimates, national counterpart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.lookups import national_targets
from bvte.evidence.record import Recomputed
from bvte.evidence.rows import Break, Programme, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.baselines import baseline_of, before_phase, is_of_scope
from bvte.judgement.comparability import forbidding_between
from bvte.judgement.estimates import Estimate, estimates_of, firmest
from bvte.judgement.finding import Facts, Reason
from bvte.judgement.target_terms import is_change, level_indicator, level_unit, satisfied_by
from bvte.methods.achievement import CHANGES, LOWER_BOUNDS, UPPER_BOUNDS

# What may be wrong with a target, in the order in which it is looked at.
AuditPoint = StrEnum(
    "AuditPoint",
    "WEAKER_THAN_BASELINE ALREADY_MET SLOWER_THAN_PAST SATURATED NO_BASELINE BASELINE_IS_BOUND REGISTER_JUMP "
    "NEVER_PUBLISHED UNFOUND MET_BY_DEFINITION WEAKER_THAN_NATIONAL UNLIKE_NATIONAL VANISHING_DENOMINATOR "
    "NESTED_DENOMINATOR AMBIGUOUS_DIRECTION AMBIGUOUS_UNIT NOT_MEASURABLE",
)
# What would mend it.
Remedy = StrEnum(
    "Remedy",
    "AT_LEAST_THE_BASELINE CONFIRM_THE_RESULT RECONCILE_THE_RESULT SET_BEYOND_THE_BASELINE KEEP_THE_PAST_PACE "
    "MEASURE_QUALITY_INSTEAD PUBLISH_A_BASELINE PUBLISH_THE_NUMBER EXPLAIN_THE_REGISTER NAME_WHO_COUNTS "
    "FIND_THE_DOCUMENT SAY_REPORTED_OR_SURVEY REACH_THE_NATIONAL USE_THE_NATIONAL_DEFINITION REDEFINE_BEFORE "
    "NAME_THE_DENOMINATOR SAY_WHICH_WAY PRINT_THE_UNIT DEFINE_WHAT_COUNTS",
)


@dataclass(frozen=True)
class Flag:
    """One weakness of a target: a code, its ground (figures and targets), and the change that would mend it
    (a code with facts). `weighed` : what other figures say to the ground, as reasons."""

    code: AuditPoint
    facts: Facts
    remedy: Remedy
    remedy_facts: Facts = field(default_factory=dict)
    weighed: tuple[Reason, ...] = ()

    def sources(self, evidence: Evidence) -> list[str]:
        """Ids of the sources of every figure, target and break that the flag rests on, each once."""
        facts = [evidence.breaks[f] if name == "break" else f for name, f in self.facts.items()]
        named = [code for fact in (*facts, *self.weighed) for code in getattr(fact, "sources", ())]
        named += [fact.source for fact in facts if isinstance(fact, (Target, Break)) and fact.source]
        return list(dict.fromkeys(named))


# What has to be done with a result on which no level can rest yet: it is known too little, or others contradict it.
DOUBTS = (Remedy.CONFIRM_THE_RESULT, Remedy.RECONCILE_THE_RESULT)


def doubted_by(flags: Iterable[Flag]) -> Flag | None:
    """The flag that tells of a result better than the level of a target on which no level can rest yet, or None."""
    return next((flag for flag in flags if flag.remedy in DOUBTS), None)


def thin_result(flags: Iterable[Flag]) -> Estimate | None:
    """The result that is better than the level of a target but known too little to become one, or None."""
    found = doubted_by(flags)
    return found.facts["baseline"] if found else None


@dataclass(frozen=True)
class Subject(Recomputed):
    """One target under audit, with everything that the checks ask about."""

    evidence: Evidence
    target: Target
    area: str

    @property
    def phase(self) -> Programme:
        """The programme of the target."""
        return self.evidence.programmes[self.target.programme]

    @property
    def card(self) -> Indicator:
        """The indicator card."""
        return self.evidence.indicators[self.target.indicator]

    @property
    def is_upper_bound(self) -> bool | None:
        """True where the target is an upper bound, False where it is a lower one, None otherwise."""
        if self.target.condition in UPPER_BOUNDS:
            return True
        return False if self.target.condition in LOWER_BOUNDS else None

    @property
    def wanted(self) -> pd.Interval:
        """The values that satisfy the target, as a `pandas.Interval`."""
        return satisfied_by(self.target)

    @cached_property
    def estimates(self) -> list[Estimate]:
        """All estimates of the indicator in the area that are levels in the target's unit, by time."""
        found = estimates_of(self.evidence, self.target.indicator, self.area)
        levels = [r for r in found if r.unit == self.target.unit and r.is_of_one_year]
        return [r for r in levels if is_of_scope(self.target, r)]

    @cached_property
    def baseline(self) -> Estimate | None:
        """The printed baseline, else the firmest newest estimate from before the phase, else the first of its
        first year, or None.

        A wanted change of a level is not held against the level itself.
        """
        if self.target.condition in CHANGES and self.card.kind != "change":
            return None
        printed = baseline_of(self.evidence, self.target, self.area)
        before = printed or before_phase(self.evidence, self.target, self.area)
        return before or (None if is_change(self.evidence, self.target) else self.first_year)

    @property
    def standing(self) -> Estimate | None:
        """The baseline where it is of the thing that the target asks for and not of what is to change."""
        start = self.baseline
        same = start and (start.indicator, start.unit) == (self.card.id, self.target.unit)
        return start if same else None

    @cached_property
    def first_year(self) -> Estimate | None:
        """The firmest estimate of the level in the first year of the phase, or None."""
        unit = level_unit(self.evidence, self.target)
        known = estimates_of(self.evidence, self.card.change_of or self.card.id, self.area)
        inside = [r for r in known if r.year == self.phase.start and r.unit == unit]
        states = (r for r in inside if r.is_of_one_year and not r.period.is_span)
        found = [r for r in states if is_of_scope(self.target, r)]
        return firmest(found)

    @property
    def starts_late(self) -> bool:
        """Whether the baseline is a figure of the first year of the phase, for want of an earlier one."""
        return self.baseline is not None and self.baseline is self.first_year

    @cached_property
    def own_level(self) -> Estimate | None:
        """Where the area itself stood when the phase began: its baseline, else its first figure of the phase.

        None where there is no such level, or where a break that forbids comparison parts it from the target.
        """
        inside = (r for r in self.estimates if self.phase.start <= r.year <= self.target.due_year)
        level = self.standing or next(inside, None)
        if level is None or forbidding_between(self.evidence, level, self.phase.start):
            return None
        return level

    @property
    def origin(self) -> Target:
        """The target whose words it has: itself, but where it is carried on from a phase that closes."""
        return self.evidence.targets.get(getattr(self.target, "origin", self.target.id), self.target)

    @cached_property
    def past(self) -> "Subject | None":
        """The target that it carries on, or follows, under audit, or None."""
        old = self.before if self.origin is self.target else self.origin
        return Subject(self.evidence, old, self.area) if old else None

    @property
    def national_then(self) -> Target | None:
        """Of what is carried on the national target of the year in which the old one was due, or None."""
        then = self.past.national if self.past and self.origin is not self.target else None
        return then if then and then.due_year == self.origin.due_year else None

    @cached_property
    def before(self) -> Target | None:
        """The target for the same indicator in the phase that this one follows, or None."""
        past = self.evidence.targets_of(self.phase.follows) if self.phase.follows else ()
        return next((t for t in past if asks_alike(t, self.target)), None)

    @cached_property
    def national(self) -> Target | None:
        """The national target for the same indicator and due year, or the nearest later one, or None.

        One for a part of the children, or of which no document was found, is no measure for one for all; nor is a
        number of the whole country for a place inside it.
        """
        return min((t for t in self._of_nation() if asks_alike(t, self.target)), key=_due, default=None)

    @cached_property
    def national_apart(self) -> Target | None:
        """Where `national` is None, the national target that asks the same of other children or places, or None: no
        measure for this one, and yet in force."""
        found = [] if self.national else self._of_nation()
        return min((t for t in found if asks_alike(t, self.target, whoever=True)), key=_due, default=None)

    def _of_nation(self) -> list[Target]:
        """The stated national targets for the indicator that are in force in the due year."""
        if self.phase.level == "national" or self.target.unit in COUNTS:
            return []
        due, programmes = self.target.due_year, self.evidence.programmes
        found = (t for t in national_targets(self.evidence, self.target.indicator) if t.stated == "yes")
        return [t for t in found if programmes[t.programme].start <= due <= t.due_year]


def asks_alike(one: Target, other: Target, *, whoever: bool = False) -> bool:
    """Whether two targets ask for the same thing in the same direction, of the same children (or of `whoever`), in one
    unit."""
    wants = [(t.indicator, t.unit, _direction(t), None if whoever else t.scope) for t in (one, other)]
    return wants[0] == wants[1]


def _due(target: Target) -> tuple[int, str]:
    return target.due_year, target.id


def _direction(target: Target) -> str:
    """Which way a target asks to go: "below 600" and "at most 500" are two upper bounds."""
    if target.condition in UPPER_BOUNDS:
        return "down"
    is_lower = target.condition in LOWER_BOUNDS and target.condition not in CHANGES
    return "up" if is_lower else target.condition


def latest_parts(subject: Subject) -> list[Estimate]:
    """The firmest of the newest figures of each part of what is counted together, of those parts that have one."""
    evidence = subject.evidence
    known = (estimates_of(evidence, code, subject.area) for code in subject.card.all_of)
    return [max(found, key=lambda r: (r.period.last, -r.strength.rank)) for found in known if found]


def levels_of(subject: Subject) -> tuple[Estimate, ...]:
    """Of a wanted change the newest levels of what is to change, and of the share that it is the count of: no change
    follows from them, but they are known."""
    if not is_change(subject.evidence, subject.target):
        return ()
    counted = level_indicator(subject.evidence, subject.target)
    shares = (card.id for card in subject.evidence.indicators.values() if card.numerator_indicator == counted)
    known = (estimates_of(subject.evidence, code, subject.area) for code in (counted, *shares))
    return tuple(r for found in known for r in _newest_of(found))


def _newest_of(estimates: list[Estimate]) -> Iterator[Estimate]:
    """The firmest of the newest figures, and of those of one year where that is another."""
    of_year = [r for r in estimates if r.is_of_one_year]
    picked = (max(rows, key=lambda r: (r.period.last, -r.strength.rank)) for rows in (estimates, of_year) if rows)
    yield from dict.fromkeys(picked)
