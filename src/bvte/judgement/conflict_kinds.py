"""Kinds of conflict between published figures, and unusual steps from one figure to a later one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from html import escape
from itertools import combinations
from math import inf, isfinite, sqrt
from typing import Any

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.national import usual_change
from bvte.evidence.record import one_line
from bvte.judgement.comparability import breaks_between, compare, same_stretch
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Direction, Facts, Reason

# How figures do not go together; those after the fourth may all be true but need an explanation.
ConflictKind = StrEnum(
    "ConflictKind",
    "EXCLUDE OWN_COUNTS FAR_FROM_BOUND SHARE_ABOVE_COUNT STEP STEP_BY_BOUND IMPOSSIBLE_PARTS IMPROBABLE_PARTS "
    "IMPROBABLE_OTHERS EACH_YEAR_ABOVE_TOTAL",
)

# Figures of which not all can be true, or that do not speak of the same thing.
CONTRADICTIONS = (
    ConflictKind.EXCLUDE,
    ConflictKind.OWN_COUNTS,
    ConflictKind.FAR_FROM_BOUND,
    ConflictKind.SHARE_ABOVE_COUNT,
)

# Changes that are more than such figures usually move: one that is sure, and one that a bound only lets suppose.
STEPS = (ConflictKind.STEP, ConflictKind.STEP_BY_BOUND)


# What the size of a step is told in: percent of the earlier figure, or points between the two.
StepMeasure = StrEnum("StepMeasure", "PERCENT POINTS")


@dataclass(frozen=True)
class Conflict:
    """Estimates that do not go together: on one side and on the other, and how, as a code with facts.

    weighed : what the other figures say to it, as reasons.
    """

    kind: ConflictKind
    indicator: str
    area: str
    sides: tuple[tuple[Estimate, ...], tuple[Estimate, ...]]
    facts: Facts = field(default_factory=dict, compare=False)
    weighed: tuple[Reason, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        sides = " ≠ ".join(", ".join(map(repr, side)) for side in self.sides)
        return one_line(f"{self.kind} {self.indicator} {self.area} {self.year}", sides)

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The estimates of both sides."""
        return tuple(estimate for side in self.sides for estimate in side)

    @property
    def year(self) -> int:
        """Year of the later estimate."""
        return self.estimates[-1].year

    @property
    def gap(self) -> float:
        """What the lesser of the two that do not go together lacks of the greater, as a share of that: 0.75 of 8 and 2.

        At least that much, and of a bound what its print says, since it is printed because the value is near it."""
        ends = nearest_ends(*self._held_apart)
        return 1 - ends[0] / ends[1] if ends and ends[1] > 0 else 0.0

    @property
    def _held_apart(self) -> tuple[pd.Interval, pd.Interval]:
        """What of the figures is held against each other: a yearly mean, a sum, a share of a whole, or themselves."""
        known = self.facts
        if "told_mean" in known:
            return _exactly(known["told_mean"]), _exactly(known["rest_mean"])
        if "share" in known:
            return known["share"], known["counted"].interval
        if "whole" in known:
            return known["told"], known["whole"]
        first, second = (side[0] for side in self.sides)
        return _as_printed(first).interval, _as_printed(second).interval

    @property
    def is_contradiction(self) -> bool:
        """Whether not all of the figures can be true of one thing; the others need an explanation."""
        return self.kind in CONTRADICTIONS


class Conflicts(list[Conflict]):
    """The conflicts of an area: a list that knows its evidence, for its frame."""

    def __init__(self, evidence: Evidence, found: Iterable[Conflict] = ()) -> None:
        super().__init__(found)
        self.evidence = evidence

    def widest_first(self) -> "Conflicts":
        """Contradictions first, then what needs an explanation, the widest gap first; those of one indicator together,
        where the first of them stands.

        >>> import bvte
        >>> evidence = bvte.load("dien-bien")
        >>> found = bvte.conflicts(evidence, evidence.province.code)
        >>> sorted(map(repr, found)) == sorted(map(repr, found.widest_first()))
        True
        """
        ranked = sorted(self, key=lambda c: (not c.is_contradiction, -c.gap))
        places = {code: place for place, code in enumerate(dict.fromkeys(c.indicator for c in ranked))}
        return self.only(sorted(ranked, key=lambda c: places[c.indicator]))

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

        return show_frame(self.frame(), ("kind", "name", "year", "first_value", "second_value", "unit", "source"))


def conflict_between(kind: ConflictKind, first: Estimate, second: Estimate, **facts: Any) -> Conflict:
    """The conflict of two estimates."""
    return Conflict(kind, first.indicator, first.area, ((first,), (second,)), facts)


DAYS = 365.25
# Two figures less than this many years apart are told by their difference alone, not by what it is in a year.
NEARLY_A_YEAR = 1.5
# Two counts of events that chance alone parts this far, in standard errors, are one in twenty.
CHANCE = 1.96


def step_conflicts(evidence: Evidence, card: Indicator, known: list[Estimate]) -> list[Conflict]:
    """Unusual changes among the estimates of an indicator, each from the nearest figures that show it.

    None across a break that forbids comparison. What only shows where a bound is near its print is told where
    no change beside it is sure.
    """
    sure: dict[tuple[int, int], Conflict] = {}
    supposed: dict[tuple[int, int], Conflict] = {}
    for (i, first), (j, second) in combinations(enumerate(r for r in known if not r.is_derived), 2):
        if not _one_series(evidence, first, second):
            continue
        if step := _step_between(evidence, card, first, second):
            (sure if step.kind == ConflictKind.STEP else supposed)[i, j] = step
    supposed = {place: step for place, step in supposed.items() if not any(_are_nested(place, other) for other in sure)}
    return [step for found in (sure, supposed) for step in _innermost(found)]


def _step_between(evidence: Evidence, card: Indicator, first: Estimate, second: Estimate) -> Conflict | None:
    """The unusual change between two figures, None where there is none.

    Two figures that do not exclude each other are unlike where one is a bound and the other far from its print.
    """
    kind, facts = ConflictKind.STEP, _unusual_change(card, first, second)
    if facts is None and first.is_bound != second.is_bound and is_far(*sorted((first, second), key=_bound_first)):
        kind, facts = ConflictKind.STEP_BY_BOUND, _unusual_change(card, _as_printed(first), _as_printed(second))
    if facts is None:
        return None
    reasons = compare(evidence, first, second).reasons
    facts |= {"reasons": reasons, "other_scope": facts["other_scope"] and kind == ConflictKind.STEP}
    return conflict_between(kind, first, second, **facts)


def _bound_first(estimate: Estimate) -> bool:
    """The order of a bound and another figure."""
    return not estimate.is_bound


def _as_printed(estimate: Estimate) -> Estimate:
    """An estimate, as a bound the very number that was printed."""
    return replace(estimate, interval=_exactly(float(estimate.value))) if estimate.is_bound else estimate


def _exactly(number: float) -> pd.Interval:
    return pd.Interval(number, number, "both")


# A bound is printed because the value is near it; a figure that stays this far inside it tells another story.
NEAR_BOUND = 0.75


def is_far(bound: Estimate, other: Estimate) -> bool:
    """Whether a value stays more than a quarter inside a bound that was printed of the same thing."""
    if bound.comparator in ("<", "<="):
        return other.interval.right < NEAR_BOUND * float(bound.value)
    return other.interval.left > float(bound.value) / NEAR_BOUND


def _innermost(found: dict[tuple[int, int], Conflict]) -> list[Conflict]:
    """The changes of pairs of figures with no other pair within, which tells better when the change was."""
    return [step for place, step in found.items() if not any(_pair_inside(other, place) for other in found)]


def _are_nested(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one of two pairs of figures lies within the other."""
    return _pair_inside(one, other) or _pair_inside(other, one)


def _pair_inside(other: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether another pair of figures lies within a pair, so that it tells when the change was."""
    return other != place and place[0] <= other[0] and other[1] <= place[1]


def _one_series(evidence: Evidence, first: Estimate, second: Estimate) -> bool:
    """Whether a change between two figures says something: they are of one kind, no break forbids it.

    Another definition does not forbid it, since where one of the two is unknown the change is the only sign.
    """
    if (first.unit, first.statistic) != (second.unit, second.statistic) or not same_stretch(first, second):
        return False
    forbidden = any(b.effect == "not_comparable" for b in breaks_between(evidence, first, second))
    return first.period.last < second.period.first and not forbidden


def _unusual_change(card: Indicator, first: Estimate, second: Estimate) -> Facts | None:
    """The least change as facts, where it is more than what is usual in so many years; None where it need not be."""
    usual, years = usual_change(card, first.unit, first.statistic), years_between(first, second)
    ends = nearest_ends(first.interval, second.interval)
    if usual is None or ends is None:
        return None
    low, high = ends
    if usual.beyond_chance and not beyond_chance(low, 1, high, 1):
        return None
    fold = (high / low if low else inf) ** (1 / years)
    way = Direction.ROSE if second.interval.left > first.interval.right else Direction.FELL
    other_scope = usual.other_scope is not None and fold > usual.other_scope
    facts = {"way": way, "figure": usual.name, "other_scope": other_scope}
    if usual.points and (high - low) / years > usual.points:
        limits = {"up_to": usual.points, "down_to": usual.points}
        return facts | _told_step(StepMeasure.POINTS, first, second, way) | limits
    if usual.ratio and fold > usual.ratio:
        ways = {"up_to": Direction.ROSE, "down_to": Direction.FELL}
        limits = {name: _step_size(StepMeasure.PERCENT, 1, usual.ratio, to) for name, to in ways.items()}
        return facts | _told_step(StepMeasure.PERCENT, first, second, way) | limits
    return None


def _told_step(measure: StepMeasure, first: Estimate, second: Estimate, way: Direction) -> Facts:
    """How far two figures are apart at least, and how much that is a year: over the longest time that can lie between
    them, since nobody knows when in its time each was true.

    None of the rate where they are a year apart, or a figure is of several years together.
    """
    low, high = nearest_ends(first.interval, second.interval) or (inf, inf)
    facts = {"measure": measure, "apart": _rounded_down(_step_size(measure, low, high, way))}
    if years_between(first, second) < NEARLY_A_YEAR or first.period.is_longer or second.period.is_longer:
        return facts
    longest = (second.period.last.toordinal() + 1 - first.period.first.toordinal()) / DAYS
    return facts | {"least": _rounded_down(_step_size(measure, low, high, way, longest))}


def _step_size(measure: StepMeasure, low: float, high: float, way: Direction, years: float = 1) -> float:
    """A step as points, or as percent of the earlier figure up or down, in each of so many years."""
    if measure == StepMeasure.POINTS:
        return (high - low) / years
    fold = (high / low if low else inf) ** (1 / years)
    return 100 * (fold - 1 if way == Direction.ROSE else 1 - 1 / fold)


def _rounded_down(size: float) -> Decimal | None:
    """To one decimal, so that "at least" stays true; None of what has no size, a rise from nothing."""
    return Decimal(int(size * 10)) / 10 if isfinite(size) else None


def nearest_ends(first: pd.Interval, second: pd.Interval) -> tuple[float, float] | None:
    """The lower and the higher of the nearest ends of two intervals, None where they meet."""
    if first.overlaps(second):
        return None
    lower, upper = sorted((first, second), key=lambda side: side.left)
    return lower.right, upper.left


def years_between(first: Estimate, second: Estimate) -> float:
    """Years from the middle of one period to the middle of another, at least one."""
    middles = [r.period.first.toordinal() + r.period.days / 2 for r in (first, second)]
    return max(1.0, (middles[1] - middles[0]) / DAYS)


def beyond_chance(events_1: float, years_1: float, events_2: float, years_2: float) -> bool:
    """Whether two counts of events a year differ by more than chance, each over its years.

    Normal approximation for the difference of two Poisson rates; source: Kirkwood and Sterne (2003),
    Essential Medical Statistics, chapter 23.
    """
    error = sqrt(events_1 / years_1**2 + events_2 / years_2**2)
    return abs(events_1 / years_1 - events_2 / years_2) > CHANCE * error
