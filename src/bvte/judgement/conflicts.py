"""Where published figures disagree or need an explanation, what others say to it, and which nobody doubts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, product

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.reporting import Explanation
from bvte.judgement.baselines import baseline_of
from bvte.judgement.comparability import may_join
from bvte.judgement.conflict_kinds import Conflict, ConflictKind, Conflicts, conflict_between, is_far, step_conflicts
from bvte.judgement.conflict_parts import part_conflicts, share_conflicts
from bvte.judgement.estimates import Estimate, belong_together, estimates_of, published_estimates
from bvte.judgement.finding import Reason, ReasonCode

# Of one stretch of time, one source names the last day and another only the month.
SAME_TIME_DAYS = 31


def conflicts(evidence: Evidence, area: str, indicators: Iterable[str] | None = None) -> Conflicts:
    """Contradictions and what needs an explanation in an area; `indicators` limits them to those ids.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> found = bvte.conflicts(evidence, evidence.province.code)
    >>> len(found.frame().query("contradiction")) == sum(c.is_contradiction for c in found)
    True
    """
    codes = tuple(indicators or evidence.indicators)
    return Conflicts(evidence, _found_conflicts(evidence, area, codes))


# A page asks many times, of all and of one indicator after the other, and the evidence does not change.
@lru_cache(maxsize=512)
def _found_conflicts(evidence: Evidence, area: str, indicators: tuple[str, ...]) -> tuple[Conflict, ...]:
    """The conflicts of some indicators in an area."""
    found = []
    for indicator in indicators:
        known = estimates_of(evidence, indicator, area)
        found += [c for pair in combinations(known, 2) if (c := _same_time(*pair))]
        found += _against_baselines(evidence, area, indicator, known)
        card = evidence.indicators[indicator]
        found += share_conflicts(evidence, card, known)
        found += step_conflicts(evidence, card, known)
        found += part_conflicts(evidence, card, area)
    return tuple(replace(c, weighed=weigh_conflict(evidence, c)) for c in found)


def disputed_estimates(evidence: Evidence, area: str, indicators: Iterable[str] | None = None) -> set[Estimate]:
    """Estimates that stand in a conflict, of the indicators or of all."""
    return {r for conflict in conflicts(evidence, area, indicators) for r in conflict.estimates}


def doubted_estimates(evidence: Evidence, area: str, indicator: str) -> set[Estimate]:
    """Estimates of an indicator that stand in a conflict, and its counts from which a rate was worked out that another
    figure contradicts: one of the two is wrong, so that no rise or fall rests on them."""
    counts = [count for rate, _ in contradicted_rates(evidence, area, indicator) for count in rate.counts or ()]
    # A count of one source is part of an estimate that names all sources which print it.
    rows = {row for count in counts if count.indicator == indicator for row in count.rows}
    behind = {r for r in estimates_of(evidence, indicator, area) if rows & set(r.rows)}
    return disputed_estimates(evidence, area, [indicator]) | behind


def contradicted_rates(evidence: Evidence, area: str, indicator: str) -> list[tuple[Estimate, Conflict]]:
    """The rates whose counted part is an indicator, each with what contradicts it."""
    rates = [card.id for card in evidence.indicators.values() if card.numerator_indicator == indicator]
    against = [c for c in conflicts(evidence, area, rates) if c.is_contradiction] if rates else []
    return [(rate, conflict) for conflict in against for rate in conflict.estimates]


def conflicts_with(evidence: Evidence, estimate: Estimate) -> Iterator[Conflict]:
    """The conflicts that an estimate stands in, be it that a target prints it once more, without its row."""
    same = (estimate.indicator, estimate.year, estimate.value, estimate.comparator)
    for conflict in conflicts(evidence, estimate.area, [estimate.indicator]):
        told = {(r.indicator, r.year, r.value, r.comparator) for r in conflict.estimates}
        if estimate in conflict.estimates or same in told:
            yield conflict


def opposed_to(conflict: Conflict, estimate: Estimate) -> Estimate:
    """The first figure that a conflict lays against one of its estimates."""
    others = (r for r in conflict.estimates if (r.indicator, r.value) != (estimate.indicator, estimate.value))
    return next(others, conflict.estimates[-1])


def _against_baselines(evidence: Evidence, area: str, indicator: str, known: list[Estimate]) -> list[Conflict]:
    """Estimates that a baseline printed in one of the area's programmes contradicts."""
    printed = [r for r in known if not r.is_derived]
    found = [_same_time(*pair) for pair in product(_stated_baselines(evidence, area).get(indicator, ()), printed)]
    return [c for c in found if c and c.kind == ConflictKind.EXCLUDE]


@lru_cache(maxsize=16)
def _stated_baselines(evidence: Evidence, area: str) -> dict[str, list[Estimate]]:
    """Indicator -> the baselines of it that the targets of an area print."""
    stated: dict[str, list[Estimate]] = defaultdict(list)
    for target in evidence.targets_in(area):
        if baseline := baseline_of(evidence, target, area):
            stated[baseline.indicator].append(baseline)
    return stated


def _same_time(first: Estimate, second: Estimate) -> Conflict | None:
    """The conflict of two estimates of one time and kind, or None."""
    if (first.unit, first.statistic, first.definition) != (second.unit, second.statistic, second.definition):
        return None
    kind = _disagreement_kind(first, second) if _is_one_time(first, second) else None
    return conflict_between(kind, first, second) if kind else None


def _is_one_time(first: Estimate, second: Estimate) -> bool:
    """Whether two estimates speak of one time; the state on a day or in a month also stands for its year."""
    one, other = first.period, second.period
    state = first.statistic == "level" and (one.is_moment or other.is_moment)
    if state and one.year == other.year and (one.is_whole_year or other.is_whole_year):
        return True
    gaps = one.first - other.first, one.last - other.last
    return all(abs(gap.days) <= SAME_TIME_DAYS for gap in gaps)


def _disagreement_kind(first: Estimate, second: Estimate) -> ConflictKind | None:
    """How two estimates of the same thing disagree, or None where they do not."""
    same_source = bool(set(first.sources) & set(second.sources))
    if not first.interval.overlaps(second.interval):
        one_derived = first.is_derived != second.is_derived
        return ConflictKind.OWN_COUNTS if same_source and one_derived else ConflictKind.EXCLUDE
    if first.is_bound != second.is_bound and not same_source:
        bound, other = (first, second) if first.is_bound else (second, first)
        return ConflictKind.FAR_FROM_BOUND if is_far(bound, other) else None
    return None


# Change from one year to the next that the WHO data quality review asks to be explained.
PLAUSIBLE_STEP = 0.33


@dataclass(frozen=True)
class Further:
    """A figure beside the two: one estimate, or a count and its whole with what the printed numbers give."""

    value: Decimal
    unit: str
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True)
class Others:
    """Several further figures, in the order of time."""

    figures: tuple[Further, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of their sources."""
        return tuple(code for figure in self.figures for r in figure.estimates for code in r.sources)


@dataclass(frozen=True)
class Parts:
    """Estimates of parts of a whole, of one time and source."""

    estimates: tuple[Estimate, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of their sources."""
        return tuple(code for r in self.estimates for code in r.sources)

    @property
    def least(self) -> float:
        """The least number that they leave possible together."""
        return sum(r.interval.left for r in self.estimates)


@dataclass(frozen=True)
class Suggestion:
    """An explanation that a person wrote, with the sources of the figures that it rests on."""

    explanation: Explanation
    sources: tuple[str, ...]


# Conflicts of two figures of one indicator, to which others of it say something.
TWO_OF_ONE_KIND = {
    ConflictKind.EXCLUDE,
    ConflictKind.OWN_COUNTS,
    ConflictKind.FAR_FROM_BOUND,
    ConflictKind.STEP,
    ConflictKind.STEP_BY_BOUND,
}


def weigh_conflict(evidence: Evidence, conflict: Conflict) -> tuple[Reason, ...]:
    """What other rows say to figures that do not go together, as reasons.

    Those of `beside` where it is two figures of one indicator, and "suggestion": what a person thinks of it.
    """
    is_pair = conflict.kind in TWO_OF_ONE_KIND
    rule = weigh_pair(evidence, *conflict.estimates) if is_pair else ()
    return (*rule, *_suggestions_for(evidence, conflict.estimates))


def weigh_pair(evidence: Evidence, first: Estimate, second: Estimate) -> tuple[Reason, ...]:
    """What follows by rule from the other figures, as reasons.

    "others_agree": further figures near one of them and not near the other; "parts_exceed": the parts of a
    whole are more than it by a step that no population makes.
    """
    sides = (first, second)
    near = (_near_one(evidence, *sides), _near_one(evidence, *reversed(sides)))
    return (*near[0], *near[1], *_exceeded_wholes(evidence, sides))


def _near_one(evidence: Evidence, side: Estimate, other: Estimate) -> Iterator[Reason]:
    """The further figures that stand near one side and not near the other."""
    near = (f for f in _further_figures(evidence, side, other) if _is_near(side, f.value))
    figures = [f for f in near if not _is_near(other, f.value)]
    if figures:
        in_time = Others(tuple(sorted(figures, key=lambda f: f.estimates[0].period)))
        yield Reason(ReasonCode.OTHERS_AGREE, {"side": side, "other": other, "figures": in_time})


def _further_figures(evidence: Evidence, side: Estimate, other: Estimate) -> Iterator[Further]:
    """Figures of the kind of a side that neither side rests on, and that no break parts from it."""
    card, used = evidence.indicators[side.indicator], {*side.rows, *other.rows}
    for figure in (*_single_figures(evidence, card, side), *paired_rates(evidence, card, side)):
        first = figure.estimates[0]
        if (
            first.statistic == side.statistic
            and first.definition in (side.definition, other.definition)
            and not used & {row for r in figure.estimates for row in r.rows}
            and not _is_cut(evidence, side, figure)
        ):
            yield figure


def _single_figures(evidence: Evidence, card: Indicator, side: Estimate) -> list[Further]:
    """Published estimates of the indicator."""
    known = published_estimates(evidence, card.id, side.area)
    return [Further(r.value, r.unit, (r,)) for r in known if r.unit == side.unit and r.comparator != "-"]


def paired_rates(evidence: Evidence, card: Indicator, side: Estimate) -> list[Further]:
    """Rates from the printed numbers of a count and its whole; also of two bounds, which leave any rate."""
    if not (card.numerator_indicator and card.denominator_indicator):
        return []
    counts = published_estimates(evidence, card.numerator_indicator, side.area)
    wholes = published_estimates(evidence, card.denominator_indicator, side.area)
    pairs = [pair for pair in product(counts, wholes) if pair[1].value and belong_together(*pair)]
    rates = (value.SCALES[card.unit] * count.value / whole.value for count, whole in pairs)
    cent = Decimal("0.01")
    return [Further(rate.quantize(cent), card.unit, pair) for rate, pair in zip(rates, pairs, strict=True)]


def _is_cut(evidence: Evidence, side: Estimate, figure: Further) -> bool:
    """Whether a break that forbids comparison lies between a side and a further figure."""
    earlier, later = sorted((side.period.last, figure.estimates[0].period.last))
    named = {side.indicator, *(r.indicator for r in figure.estimates)}
    between = evidence.breaks_of(named, side.area, earlier, later)
    return any(b.effect == "not_comparable" for b in between)


def _is_near(side: Estimate, number: Decimal) -> bool:
    """Whether a number is not a third away from an estimate; a bound is printed because the value is near."""
    ends = (side.value, side.value) if side.is_bound else (side.interval.left, side.interval.right)
    low, high = map(float, ends)
    return low * (1 - PLAUSIBLE_STEP) <= number <= high * (1 + PLAUSIBLE_STEP)


def _exceeded_wholes(evidence: Evidence, sides: tuple[Estimate, ...]) -> Iterator[Reason]:
    """Wholes among the two estimates, or below them, that are less than their parts."""
    wholes = dict.fromkeys(whole for side in sides for whole in (side, *(side.counts or ())[1:]))
    for whole in wholes:
        most = whole.interval.right * (1 + PLAUSIBLE_STEP)
        found = [parts for parts in _stated_parts(evidence, whole) if parts.least > most]
        if found:
            nearest = min(found, key=lambda p: abs((p.estimates[0].period.last - whole.period.last).days))
            facts = {"whole": whole, "parts": nearest, "least": Decimal(str(nearest.least))}
            yield Reason(ReasonCode.PARTS_EXCEED, {**facts, "unit": whole.unit})


def _stated_parts(evidence: Evidence, whole: Estimate) -> Iterator[Parts]:
    """The parts of a whole wherever one source gave all of them for one time."""
    codes = evidence.indicators[whole.indicator].at_least_sum_of
    known = [published_estimates(evidence, code, whole.area) for code in codes]
    for first in known[0] if known else ():
        same = ([r for r in row if (r.period, r.sources) == (first.period, first.sources)] for row in known)
        parts = tuple(row[0] for row in same if row)
        if len(parts) == len(known):
            yield Parts(parts)


def _suggestions_for(evidence: Evidence, sides: tuple[Estimate, ...]) -> Iterator[Reason]:
    """Explanations of the rows in question, where all that they rest on is known."""
    rows = {row for side in sides for row in side.rows}
    for found in evidence.explanations.values():
        known = [evidence.observations[row] for row in found.rests_on if row in evidence.observations]
        if rows & set(found.questioned) and len(known) == len(found.rests_on):
            sources = tuple(dict.fromkeys(row.source for row in known))
            yield Reason(ReasonCode.SUGGESTION, {"explanation": Suggestion(found, sources)})


def comparable_series(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """The newest unbroken run of published numbers of which each may be compared with the one before."""
    disputed = disputed_estimates(evidence, area, [indicator])
    firm = [r for r in estimates_of(evidence, indicator, area) if r.is_firm and r not in disputed]
    run = firm[-1:]
    for earlier in reversed(firm[:-1]):
        if earlier.year == run[0].year or not may_join(evidence, earlier, run[0]):
            break
        run.insert(0, earlier)
    return run
