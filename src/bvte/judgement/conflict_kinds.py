"""Kinds of conflict between published figures, and those that take more than two figures of one time to see.

Unusual steps from one figure to a later one; parts that can hardly be true of one whole: years within a total
of several, groups within a larger one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import escape
from itertools import combinations, product
from math import inf, sqrt
from typing import Any

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.national import plausibility_rules, usual_change
from bvte.evidence.period import Period
from bvte.evidence.record import one_line
from bvte.judgement.comparability import breaks_between, compare, same_stretch
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Direction, Facts, Reason
from bvte.methods import interval

# How figures do not go together; those after the third may all be true but need an explanation.
ConflictKind = StrEnum(
    "ConflictKind", "EXCLUDE OWN_COUNTS FAR_FROM_BOUND STEP IMPOSSIBLE_PARTS IMPROBABLE_PARTS IMPROBABLE_OTHERS"
)

# Figures of which not all can be true, or that do not speak of the same thing.
CONTRADICTIONS = (ConflictKind.EXCLUDE, ConflictKind.OWN_COUNTS, ConflictKind.FAR_FROM_BOUND)


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
    def is_contradiction(self) -> bool:
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

        return show_frame(self.frame(), ("kind", "name", "year", "first_value", "second_value", "unit", "source"))


def conflict_between(kind: ConflictKind, first: Estimate, second: Estimate, **facts: Any) -> Conflict:
    """The conflict of two estimates."""
    return Conflict(kind, first.indicator, first.area, ((first,), (second,)), facts)


DAYS = 365.25
# Two counts of events that chance alone parts this far, in standard errors, are one in twenty.
CHANCE = 1.96


def step_conflicts(evidence: Evidence, card: Indicator, known: list[Estimate]) -> list[Conflict]:
    """Unusual changes among the estimates of an indicator, each from the nearest figures that show it.

    None across a break that forbids comparison.
    """
    shown = [r for r in known if not r.is_derived]
    found = {}
    for (i, first), (j, second) in combinations(enumerate(shown), 2):
        facts = _unusual_change(card, first, second) if _one_series(evidence, first, second) else None
        if facts:
            reasons = compare(evidence, first, second).reasons
            found[i, j] = conflict_between(ConflictKind.STEP, first, second, **facts, reasons=reasons)
    return [step for place, step in found.items() if not any(_pair_inside(other, place) for other in found)]


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
    """The least yearly change as facts, where it exceeds what is usual; None where it need not."""
    usual, years = usual_change(card, first.unit, first.statistic), years_between(first, second)
    ends = nearest_ends(first.interval, second.interval)
    if usual is None or ends is None:
        return None
    low, high = ends
    if usual.beyond_chance and not beyond_chance(low, 1, high, 1):
        return None
    fold = (high / low if low else inf) ** (1 / years)
    points = (high - low) / years
    way = Direction.ROSE if second.interval.left > first.interval.right else Direction.FELL
    other_scope = usual.other_scope is not None and fold > usual.other_scope
    facts = {"way": way, "figure": usual.name, "other_scope": other_scope}
    if usual.points and points > usual.points:
        return facts | {"measure": StepMeasure.POINTS, "least": points, "usual": usual.points}
    if usual.ratio and fold > usual.ratio:
        least, most = _as_percent(fold, way), _as_percent(usual.ratio, way)
        return facts | {"measure": StepMeasure.PERCENT, "least": least, "usual": most}
    return None


def _as_percent(fold: float, way: Direction) -> float:
    """A ratio as percent of the earlier figure, up or down."""
    return 100 * (fold - 1 if way == Direction.ROSE else 1 - 1 / fold)


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


# Months; a shorter rest may differ from the year by its season alone.
YEAR = 12


def part_conflicts(evidence: Evidence, card: Indicator, area: str) -> list[Conflict]:
    """Conflicts between parts and wholes of a count in an area."""
    finders = (_span_totals, _group_conflicts, _other_conflicts)
    return [conflict for find in finders for conflict in find(evidence, card, area)]


@dataclass(frozen=True)
class Amount:
    """A count over a period, as the interval that the estimates behind it leave possible."""

    period: Period
    possible: pd.Interval
    estimates: tuple[Estimate, ...]


def _span_totals(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """Totals over several years whose published years leave none, or hardly so much, for the others."""
    totals = _totals_by_period(evidence, card.id, area)
    return _span_conflicts(totals, card.id, area, ConflictKind.IMPROBABLE_PARTS)


def _other_conflicts(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """The same of those who belong to the whole of which this count is a part, but not to this part."""
    wholes = _totals_by_period(evidence, card.subset_of, area) if card.subset_of else []
    pairs = product(wholes, _totals_by_period(evidence, card.id, area))
    others = [_amount_without(whole, part) for whole, part in pairs if _one_count(whole, part)]
    possible = [o for o in others if o.possible.right >= 0]
    return _span_conflicts(possible, card.id, area, ConflictKind.IMPROBABLE_OTHERS)


def _group_conflicts(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """Groups that exceed the whole that they belong to, or all parts of a whole that do not add up to it."""
    for whole in _printed_estimates(evidence, card.id, area):
        known = (_printed_estimates(evidence, code, area) for code in card.parts)
        groups = [[r for r in part if _same_count(whole, r)] for part in known]
        for chosen in product(*groups) if groups else ():
            yield from _impossible_sum(card, whole, chosen, interval.add_intervals(*(r.interval for r in chosen)))
    for part, whole in _with_whole(evidence, card, area):
        if part.interval.left > whole.interval.right:
            yield from _impossible_sum(card, whole, (part,), part.interval)


def _with_whole(evidence: Evidence, card: Indicator, area: str) -> list[tuple[Estimate, Estimate]]:
    """Pairs of an estimate and one of the whole that it belongs to, of the same time."""
    wholes = _printed_estimates(evidence, card.subset_of, area) if card.subset_of else []
    pairs = product(_printed_estimates(evidence, card.id, area), wholes)
    return [(part, whole) for part, whole in pairs if _same_count(part, whole)]


def _printed_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """The published estimates of an indicator."""
    return [r for r in estimates_of(evidence, indicator, area) if not r.is_derived]


def _same_count(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates count in one unit, at one time, in one way."""
    first, second = ((r.period.months, r.statistic, r.unit, r.definition) for r in (one, other))
    return first == second


def _impossible_sum(
    card: Indicator, whole: Estimate, inside: tuple[Estimate, ...], added: pd.Interval
) -> Iterator[Conflict]:
    """The conflict of parts that cannot add up to their whole, none where they can."""
    if not added.overlaps(whole.interval):
        facts = {"whole": whole.interval, "told": added}
        yield Conflict(ConflictKind.IMPOSSIBLE_PARTS, card.id, whole.area, ((whole,), inside), facts)


def _totals_by_period(evidence: Evidence, indicator: str, area: str) -> list[Amount]:
    """Totals of an indicator; several prints for one period are kept as all that they leave open."""
    found: dict[tuple[Any, ...], Amount] = {}
    for r in _printed_estimates(evidence, indicator, area):
        if r.statistic == "total":
            key = r.period.months, r.unit, r.definition
            known = found.get(key)
            found[key] = _join_amount(known, r) if known else Amount(r.period, r.interval, (r,))
    return list(found.values())


def _join_amount(amount: Amount, estimate: Estimate) -> Amount:
    """An amount with one more print of the same thing."""
    low = min(amount.possible.left, estimate.interval.left)
    high = max(amount.possible.right, estimate.interval.right)
    return replace(amount, possible=interval.make_interval(low, high), estimates=(*amount.estimates, estimate))


def _one_count(whole: Amount, part: Amount) -> bool:
    """Whether two amounts are of the same time, unit and definition."""
    return _same_count(whole.estimates[0], part.estimates[0])


def _amount_without(whole: Amount, part: Amount) -> Amount:
    """The whole without the part."""
    possible = interval.subtract_intervals(whole.possible, part.possible)
    return Amount(whole.period, possible, whole.estimates + part.estimates)


def _span_conflicts(amounts: list[Amount], indicator: str, area: str, kind: ConflictKind) -> Iterator[Conflict]:
    """Conflicts of longer amounts with those inside them, by the longer one."""
    for whole in amounts:
        inside = _amounts_inside(whole, amounts)
        if inside:
            yield from _rest_conflict(whole, inside, indicator, area, kind)


def _amounts_inside(whole: Amount, amounts: list[Amount]) -> list[Amount]:
    """Amounts within a longer one of the same unit and definition, none of them overlapping, by time."""
    first = whole.estimates[0]
    chosen: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: (a.period.first, -a.period.days)):
        within = whole.period.first <= amount.period.first and amount.period.last <= whole.period.last
        same = (amount.estimates[0].unit, amount.estimates[0].definition) == (first.unit, first.definition)
        apart = not chosen or chosen[-1].period.last < amount.period.first
        if within and same and apart and amount.period.days < whole.period.days:
            chosen.append(amount)
    return chosen


def _rest_conflict(
    whole: Amount, inside: list[Amount], indicator: str, area: str, kind: ConflictKind
) -> Iterator[Conflict]:
    """The conflict of what an amount leaves for the time that no amount inside tells of, if there is one."""
    told = interval.add_intervals(*(a.possible for a in inside))
    rest = interval.subtract_intervals(whole.possible, told)
    told_months = sum(month_count(a.period) for a in inside)
    rest_months = month_count(whole.period) - told_months
    sides = whole.estimates, tuple(r for a in inside for r in a.estimates)
    facts = {"whole": whole.possible, "told": told}
    if rest.right < 0 or (rest_months <= 0 and 0 not in rest):
        yield Conflict(ConflictKind.IMPOSSIBLE_PARTS, indicator, area, sides, facts)
    elif rest_months >= YEAR:
        means = _improbable_means(told, rest, told_months / YEAR, rest_months / YEAR)
        if means:
            yield Conflict(kind, indicator, area, sides, facts | {"rest": rest} | means)


def month_count(period: Period) -> int:
    """Length of a period in months, the first and the last one included."""
    return YEAR * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def _improbable_means(told: pd.Interval, rest: pd.Interval, told_years: float, rest_years: float) -> Facts | None:
    """The yearly means of what is told and of the rest as facts, where they can hardly belong together."""
    means = interval.scale_interval(told, 1 / told_years), interval.scale_interval(rest, 1 / rest_years)
    ends = nearest_ends(*means)
    if ends is None or ends[1] <= plausibility_rules().rest.ratio * ends[0]:
        return None
    low, high = ends
    told_mean, rest_mean = (low, high) if means[0].left < means[1].left else (high, low)
    if not beyond_chance(told_mean * told_years, told_years, rest_mean * rest_years, rest_years):
        return None
    return {"told_mean": told_mean, "rest_mean": rest_mean, "rest_years": rest_years}
