"""Checks of a target against where things stood: baseline, past pace, limit, data."""

from typing import cast

from bvte.evidence.indicator import Indicator
from bvte.evidence.rows import Target
from bvte.judgement.audit_subject import AuditPoint, Flag, Remedy, Subject
from bvte.judgement.baselines import base_level, baseline_of
from bvte.judgement.comparability import forbidding_until, may_compare
from bvte.judgement.conflicts import conflicts_with, opposed_to, weigh_pair
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Facts
from bvte.judgement.target_terms import base_year, is_change
from bvte.judgement.targets import count_jump
from bvte.methods import interval
from bvte.methods.achievement import points_needed_per_year, points_per_year

# Paces that differ by less come from the arithmetic of decimals.
SAME_PACE = 1e-9


def weaker_than_baseline(subject: Subject) -> Flag | None:
    """The target asks for less than what was already reported; what was only worked out here nobody has reported."""
    baseline = subject.standing
    if baseline is None or not _is_less(subject, baseline):
        return None
    facts = {"baseline": baseline}
    if _is_thin(baseline):
        return Flag(AuditPoint.WEAKER_THAN_BASELINE, facts, Remedy.CONFIRM_THE_RESULT, facts)
    if against := _contradiction(subject, baseline):
        return Flag(AuditPoint.WEAKER_THAN_BASELINE, facts | {"against": against}, Remedy.RECONCILE_THE_RESULT, facts)
    remedy = {"value": baseline.value}
    return Flag(AuditPoint.WEAKER_THAN_BASELINE, facts, Remedy.AT_LEAST_THE_BASELINE, remedy)


def _is_thin(result: Estimate) -> bool:
    """Whether a result is known from one source that does not state its year: no least level can rest on it."""
    return not result.period_stated and len(result.sources) == 1


def _contradiction(subject: Subject, result: Estimate) -> Estimate | None:
    """The figure that cannot be true of one thing with a result, None where there is none."""
    found = (conflict for conflict in conflicts_with(subject.evidence, result) if conflict.is_contradiction)
    return next((opposed_to(conflict, result) for conflict in found), None)


def already_met(subject: Subject) -> Flag | None:
    """Every value that the baseline leaves possible satisfies the target."""
    baseline = subject.standing
    if baseline is None or _is_less(subject, baseline):
        return None
    if not interval.lies_within(baseline.interval, subject.wanted):
        return None
    facts = {"baseline": baseline}
    return Flag(AuditPoint.ALREADY_MET, facts, Remedy.SET_BEYOND_THE_BASELINE, facts)


def _is_less(subject: Subject, baseline: Estimate) -> bool:
    """Whether a baseline that was reported lies whole on the good side of the target's number, and not on it."""
    if subject.is_upper_bound is None or baseline.strength == Strength.DERIVED:
        return False
    possible, value = baseline.interval, float(subject.target.value)
    return possible.right < value if subject.is_upper_bound else possible.left > value


def slower_than_past(subject: Subject) -> Flag | None:
    """The points a year that the target asks for are fewer than those of the phase before.

    Both paces run between printed numbers; where one of them is a bound, the flag names it. Where a break
    that forbids comparison lies on the way, there is no pace to hold against another.
    """
    before, baseline, target = subject.before, subject.standing, subject.target
    start = baseline_of(subject.evidence, before, subject.area) if before else None
    if subject.is_upper_bound is None or start is None or baseline is None:
        return None
    if not start.year < baseline.year < target.due_year or not _is_one_way(subject, start, baseline):
        return None
    way = -1 if subject.is_upper_bound else 1
    past, asked = (way * pace for pace in _past_and_asked_pace(start, baseline, target))
    if not 0 < asked < past - SAME_PACE:
        return None
    facts = {"past": past, "asked": asked, "from": before, "baseline": baseline}
    reached = float(baseline.value) + way * past * (target.due_year - baseline.year)
    value = _clamp_value(subject.card, reached)
    return Flag(AuditPoint.SLOWER_THAN_PAST, facts, Remedy.KEEP_THE_PAST_PACE, {"value": value})


def _is_one_way(subject: Subject, start: Estimate, baseline: Estimate) -> bool:
    """Whether no break forbids the way from the past baseline over the new one to the due year."""
    ahead = forbidding_until(subject.evidence, baseline, subject.target.due_year)
    return may_compare(subject.evidence, start, baseline) and not ahead


def _past_and_asked_pace(start: Estimate, baseline: Estimate, target: Target) -> tuple[float, float]:
    """Points a year of the phase before and those still asked for, between the printed numbers."""
    value, year = float(baseline.value), baseline.year
    past = points_per_year(value, float(start.value), year, start.year)
    asked = points_needed_per_year(value, float(target.value), year, target.due_year)
    return cast(tuple[float, float], (past, asked))


def _clamp_value(card: Indicator, value: float) -> float:
    """The value, or the natural limit of the indicator where it lies beyond."""
    low, high = card.limits
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)


def saturated(subject: Subject) -> Flag | None:
    """The target stands at the indicator's natural limit, and an estimate is there already."""
    limit = _wanted_limit(subject)
    at_limit = [r for r in subject.estimates if r.interval.left == r.interval.right == limit]
    if limit is None or float(subject.target.value) != limit or not at_limit:
        return None
    return Flag(AuditPoint.SATURATED, {"estimate": at_limit[-1]}, Remedy.MEASURE_QUALITY_INSTEAD)


def _wanted_limit(subject: Subject) -> float | None:
    """The natural limit in the direction that the target wants, or None."""
    if subject.is_upper_bound is None:
        return None
    return subject.card.limits[0 if subject.is_upper_bound else 1]


def no_baseline(subject: Subject) -> Flag | None:
    """Nothing says where the indicator stood before the phase or in its first year, or in the year that a
    change counts from."""
    reaches_back = any(r.period.first.year < subject.phase.start for r in subject.estimates)
    needs_start = subject.card.needs_start or subject.card.change_of is not None
    if reaches_back or not needs_start or _starting_level(subject) is not None:
        return None
    facts = {"year": base_year(subject.evidence, subject.target), "start": subject.phase.start}
    return Flag(AuditPoint.NO_BASELINE, facts, Remedy.PUBLISH_A_BASELINE, facts)


def _starting_level(subject: Subject) -> Estimate | None:
    """What the target starts from: its baseline, or the level of the year that a change counts from.

    Where the target names no such year, the level of the first year of the phase will do.
    """
    if not is_change(subject.evidence, subject.target):
        return subject.baseline
    base = base_level(subject.evidence, subject.target, subject.area)
    return base or (None if subject.target.baseline_year else subject.first_year)


def baseline_is_bound(subject: Subject) -> Flag | None:
    """The baseline was published only as a bound, so the distance to go is not known."""
    baseline = subject.baseline
    if baseline is None or not baseline.is_bound:
        return None
    remedy = {"year": baseline.year}
    return Flag(AuditPoint.BASELINE_IS_BOUND, {"baseline": baseline}, Remedy.PUBLISH_THE_NUMBER, remedy)


def never_published(subject: Subject) -> Flag | None:
    """No figure of the indicator, or of the one whose change it is, was ever found for the area."""
    codes = [subject.card.id, *filter(None, [subject.card.change_of])]
    if any(estimates_of(subject.evidence, code, subject.area) for code in codes):
        return None
    facts = {"area": subject.area} | _newest_part(subject)
    return Flag(AuditPoint.NEVER_PUBLISHED, facts, Remedy.NAME_WHO_COUNTS)


def _newest_part(subject: Subject) -> Facts:
    """The newest figure of one of several conditions that must all hold, with its name: it is not nothing."""
    known = [r for c in subject.card.all_of for r in estimates_of(subject.evidence, c, subject.area)]
    if not known:
        return {}
    part = max(known, key=lambda r: r.period.last)
    return {"part": part, "indicator": subject.evidence.indicators[part.indicator].name}


def register_jump(subject: Subject) -> Flag | None:
    """The count behind the rate at least doubled or halved between two publications."""
    start, due = subject.phase.start, subject.target.due_year
    inside = [r for r in subject.estimates if r.counts and start <= r.year <= due]
    jumps = [(jump, r) for r in inside for jump in count_jump(subject.evidence, r)]
    if not jumps:
        return None
    jump, rate = jumps[-1]
    weighed = weigh_pair(subject.evidence, jump.facts["from"], jump.facts["to"])
    facts = {**jump.facts, "rate": rate}
    return Flag(AuditPoint.REGISTER_JUMP, facts, Remedy.EXPLAIN_THE_REGISTER, weighed=weighed)


START_CHECKS = (weaker_than_baseline, already_met, slower_than_past, saturated, no_baseline)
BASELINE_CHECKS = (*START_CHECKS, baseline_is_bound, register_jump, never_published)
