"""Is a target met? Interval logic on the figures that answer it, each source by itself, and by how little."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import revision_of
from bvte.evidence.rows import Target
from bvte.judgement.answers import answer_obstacle, figures_beside, newest_answer, standing_answers
from bvte.judgement.baselines import change_refused
from bvte.judgement.comparability import break_ahead, compare
from bvte.judgement.estimates import Estimate, withheld_estimates
from bvte.judgement.finding import Reason, ReasonCode, Status
from bvte.judgement.progress import Progress
from bvte.judgement.target_terms import base_year, is_change, satisfied_by
from bvte.methods import interval
from bvte.methods.achievement import LOWER_BOUNDS, UPPER_BOUNDS, last_count_within, satisfying_set

# What one estimate alone says of a target; undecided where it leaves both possible.
Verdict = StrEnum("Verdict", "MET NOT_MET UNDECIDED")

# Status, reasons and the estimates that they rest on.
StatusReasons = tuple[Status, tuple[Reason, ...]]
Conclusion = tuple[Status, tuple[Reason, ...], tuple[Estimate, ...]]

NEARLY = {Verdict.MET: Status.BARELY_MET, Verdict.NOT_MET: Status.NEARLY_MET}
# Obstacles that one more figure would clear.
OPEN = (ReasonCode.DISPUTED_FIGURE, ReasonCode.FIGURE_OF_YEARS)
COURSES = {
    Verdict.MET: Status.ON_COURSE,
    Verdict.NOT_MET: Status.OFF_COURSE,
    Verdict.UNDECIDED: Status.CANNOT_BE_DECIDED,
}


def verdict_under(target: Target, estimate: Estimate) -> Verdict:
    """What an estimate alone says."""
    return _interval_verdict(estimate.interval, satisfied_by(target))


def _interval_verdict(possible: pd.Interval, wanted: pd.Interval) -> Verdict:
    if interval.lies_within(possible, wanted):
        return Verdict.MET
    return Verdict.NOT_MET if interval.are_disjoint(possible, wanted) else Verdict.UNDECIDED


def conclude_target(
    evidence: Evidence, target: Target, area: str, answers: list[Estimate], way: Progress | None, start: Estimate | None
) -> Conclusion:
    """Status, reasons and the estimates that it rests on: those of the due year, else the newest one; none of a target
    of which another one took the place."""
    if newer := revision_of(evidence, target.id):
        return Status.NOT_ASSESSABLE, (Reason(ReasonCode.TARGET_REVISED, {"target": newer}),), ()
    due = [r for r in answers if r.year == target.due_year]
    asked = due or [r for r in (newest_answer(answers),) if r]
    if not due and _has_newer_withheld(evidence, target, area, asked):
        return Status.CANNOT_BE_DECIDED, (Reason(ReasonCode.FIGURE_WITHHELD),), ()
    if not asked:
        return _conclude_unanswered(evidence, target, area)
    if target.stated == "no":
        return Status.TARGET_NOT_FOUND, *_conclude_unstated(target, asked)
    obstacles = {r: why for r in asked if (why := answer_obstacle(evidence, target, r))}
    free = standing_answers([r for r in asked if r not in obstacles])
    if not free:
        why = next(why for r, why in obstacles.items() if r == newest_answer(asked))
        status = Status.CANNOT_BE_DECIDED if why.code in OPEN else Status.NOT_ASSESSABLE
        return status, (why,), tuple(asked)
    return _of_due_year(target, free) if due else _on_the_way(evidence, target, free[0], way, start)


def _has_newer_withheld(evidence: Evidence, target: Target, area: str, asked: list[Estimate]) -> bool:
    """Whether a figure of the phase may not be shown that is newer than those that may."""
    since = max((r.year for r in asked), default=evidence.programmes[target.programme].start - 1)
    hidden = withheld_estimates(evidence, target.indicator, area)
    return any(since < estimate.year <= target.due_year for estimate in hidden)


def _conclude_unstated(target: Target, asked: list[Estimate]) -> tuple[tuple[Reason, ...], tuple[Estimate, ...]]:
    """Reasons and deciding estimates of a target that no document states; its own sentence may be set aside by
    what somebody supposes."""
    told = tuple(r for r in asked if target.source in r.sources)
    if not told:
        return (Reason(ReasonCode.TARGET_UNSTATED),), tuple(asked)
    return (Reason(ReasonCode.TARGET_NOT_FOUND, {"estimates": told}),), told


def _conclude_unanswered(evidence: Evidence, target: Target, area: str) -> Conclusion:
    """No figure answers the target: one of another kind is named, since it is not nothing."""
    if target.stated == "no":
        return Status.TARGET_NOT_FOUND, (Reason(ReasonCode.TARGET_NOT_FOUND_NOR_RESULT),), ()
    pair = change_refused(evidence, target, area)
    if pair:
        base, level = pair
        refused = Reason(ReasonCode.CHANGE_NOT_COMPARABLE, {"base": base, "estimate": level})
        return Status.CANNOT_BE_DECIDED, (refused, *compare(evidence, base, level).reasons), ()
    beside = figures_beside(evidence, target, area)
    if beside:
        return Status.CANNOT_BE_DECIDED, (_figure_beside(evidence, target, beside[-1]),), ()
    return Status.NO_DATA, (Reason(ReasonCode.NO_OBSERVATION),), ()


def _figure_beside(evidence: Evidence, target: Target, estimate: Estimate) -> Reason:
    """Why a figure of the phase does not answer the target: it is of one part of it, or of another kind."""
    if estimate.indicator in evidence.indicators[target.indicator].all_of:
        facts = {"estimate": estimate, "indicator": evidence.indicators[estimate.indicator].name}
        return Reason(ReasonCode.FIGURE_OF_A_PART, facts)
    return Reason(
        ReasonCode.FIGURE_OF_ANOTHER_KIND, {"estimate": estimate, "apart": _apart(evidence, target, estimate)}
    )


def _apart(evidence: Evidence, target: Target, estimate: Estimate) -> str:
    """By what a figure is of another kind than the target: a level where a change is asked, its unit, its time."""
    if estimate.unit != target.unit:
        return "change" if is_change(evidence, target) else "unit"
    return "time" if not estimate.is_of_one_year else "kind"


def _of_due_year(target: Target, asked: list[Estimate]) -> Conclusion:
    """Status, reason and deciding estimates from what each estimate of the due year says by itself."""
    verdicts = {estimate: verdict_under(target, estimate) for estimate in asked}
    deciding = {estimate: verdict for estimate, verdict in verdicts.items() if verdict != Verdict.UNDECIDED}
    if not deciding:
        reason = Reason(ReasonCode.INTERVAL_STRADDLES, {"estimate": newest_answer(asked)})
        return Status.CANNOT_BE_DECIDED, (reason,), tuple(verdicts)
    if len(set(deciding.values())) == 2:
        reason = Reason(ReasonCode.SOURCES_DISAGREE, {"verdicts": deciding})
        return Status.CONTESTED, (reason,), tuple(deciding)
    reason = Reason(ReasonCode.INTERVAL_DECIDES, {"estimates": tuple(deciding)})
    return *_with_margin(target, next(iter(deciding.values())), reason, deciding), tuple(deciding)


def _with_margin(target: Target, verdict: Verdict, reason: Reason, deciding: Iterable[Estimate]) -> StatusReasons:
    """Status and reasons of a verdict; one that every figure gives only by a little says by how little."""
    found = [margin_of(target, estimate) for estimate in deciding]
    margins = [margin for margin in found if margin]
    if len(margins) < len(found):
        return Status(verdict), (reason,)
    near = min(margins, key=lambda m: m.distance)
    return NEARLY[verdict], (reason, Reason(ReasonCode.NEAR_LIMIT, {"margin": near}))


def _on_the_way(
    evidence: Evidence, target: Target, latest: Estimate, way: Progress | None, start: Estimate | None
) -> Conclusion:
    """Before the due year's figure: a course while that year is still to come, else undecided."""
    is_over = target.due_year <= evidence.year
    facts = {"year": latest.year, "due": target.due_year, "verdict": verdict_under(target, latest), "is_over": is_over}
    earlier = Reason(ReasonCode.ONLY_EARLIER_VALUE, facts)
    if is_over:
        return Status.CANNOT_BE_DECIDED, (earlier,), (latest,)
    if is_change(evidence, target):
        status, reasons = _course_of_change(evidence, target, latest)
    else:
        status, reasons = _course_status(way, start)
    return status, (earlier, *reasons), (latest,)


def _course_status(way: Progress | None, start: Estimate | None) -> StatusReasons:
    """On course or not by the registered method, if it says the same for all that the prints leave open."""
    if way is None or way.main is None:
        return Status.NOT_ASSESSABLE, way.refusals[:1] if way else ()
    facts = {"assessment": way.main, "start": start}
    if way.main.on_course is None:
        return Status.CANNOT_BE_DECIDED, (Reason(ReasonCode.COURSE_OPEN, facts),)
    dissent = (Reason(ReasonCode.METHODS_DISAGREE, {"assessment": way.dissent[0]}),) if way.dissent else ()
    status = Status.ON_COURSE if way.main.on_course else Status.OFF_COURSE
    return status, (Reason(ReasonCode.COURSE_BY_METHOD, facts), *dissent)


def _course_of_change(evidence: Evidence, target: Target, latest: Estimate) -> StatusReasons:
    """The change so far against the change wanted: one until the due year by its share of the time."""
    ahead = break_ahead(evidence, latest, target.due_year)
    if ahead:
        return Status.NOT_ASSESSABLE, (ahead,)
    wanted = satisfied_by(target)
    if target.condition.endswith("by_percent"):
        base = base_year(evidence, target)
        share = Fraction(latest.year - base, target.due_year - base)
        wanted = satisfying_set(target.condition, float(share * Fraction(target.value)))
    verdict = _interval_verdict(latest.interval, wanted)
    return COURSES[verdict], (Reason(ReasonCode.COURSE_OF_CHANGE, {"estimate": latest}),)


# A result is near where its whole interval lies within this part of the limit, or of what the limit leaves.
NEAR = Fraction(1, 100)


@dataclass(frozen=True)
class Margin:
    """The distance of an estimate from the limit.

    distance : from the estimate to `limit`; limit : the last value that satisfies the target; denominator : the count
    that both are part of, or None; unit : what these are counted in; met : whether the estimate satisfies the target.
    """

    distance: Decimal
    limit: Decimal
    unit: str
    denominator: Estimate | None
    met: bool

    @property
    def step(self) -> Decimal:
        """The fewest that turn the verdict: what is missed must reach the limit, what is met must pass it."""
        return self.distance + self.met


def margin_of(target: Target, estimate: Estimate) -> Margin | None:
    """The `Margin` of an estimate that lies near the limit of its target, or None.

    Of a share of a counted whole it is told in people, exactly and inward; of a count in its own unit. None
    for a condition without one limit, for a bound, and where a hundredth of the limit is less than one unit.
    """
    if target.condition not in (*UPPER_BOUNDS, *LOWER_BOUNDS) or estimate.is_bound or estimate.change:
        return None
    if estimate.counts and not any(part.interval.length for part in estimate.counts):
        return _of_counts(target, *estimate.counts)
    if target.unit in value.COUNTS and not estimate.interval.length:
        limit = Decimal(last_count_within(target.condition, float(target.value)))
        return _near_margin(target, estimate.value, limit, None, target.unit)
    return None


def _of_counts(target: Target, count: Estimate, whole: Estimate) -> Margin | None:
    """The margin of a share of a counted whole, in people."""
    among, scale = float(whole.value), value.SCALES[target.unit]
    last = last_count_within(target.condition, float(target.value), among, scale)
    return _near_margin(target, count.value, Decimal(last), whole, count.unit)


def _near_margin(target: Target, counted: Decimal, limit: Decimal, whole: Estimate | None, unit: str) -> Margin | None:
    room = Fraction(limit if whole is None else min(limit, whole.value - limit))
    distance = abs(counted - limit)
    met = counted <= limit if target.condition in UPPER_BOUNDS else counted >= limit
    return Margin(distance, limit, unit, whole, met) if distance <= NEAR * room and NEAR * room >= 1 else None
