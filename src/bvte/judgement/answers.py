"""Which figures answer a target, which only speak beside it, and what forbids a figure to judge it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period, whole_year
from bvte.evidence.rows import Target
from bvte.judgement.baselines import change_estimates
from bvte.judgement.comparability import forbidding_inside
from bvte.judgement.conflict_kinds import Conflict, ConflictKind
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Estimate, Strength, as_printed, estimates_of
from bvte.judgement.finding import Reason, ReasonCode
from bvte.judgement.target_terms import day_set, is_change
from bvte.methods.achievement import CHANGES

# Conflicts that say: the two figures do not cover the same children.
OF_SCOPE = (ConflictKind.FAR_FROM_BOUND, ConflictKind.OWN_COUNTS)


def answers_of(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Estimates from the phase, not after the due year, that say how the target stands, by time.

    A level in the unit of the target; of a yearly count the total of a whole year, and of the due year also
    of a part of it, which is at least so much; of a wanted change the change. A sum over several years is no
    figure of its last year, and a rate or mean of several stands only where there is none of one.
    """
    card = evidence.indicators[target.indicator]
    if target.condition in CHANGES and card.kind != "change":
        return change_estimates(evidence, target, area)
    inside = _inside_phase(evidence, target, area)
    found = [a for r in inside if r.unit == target.unit and (a := _as_answer(evidence, target, r))]
    found = [a for a in found if not _of_years(evidence, target, a)] or found
    return found or (change_estimates(evidence, target, area) if target.condition in CHANGES else [])


def _inside_phase(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    start = evidence.programmes[target.programme].start
    known = estimates_of(evidence, target.indicator, area)
    return [r for r in known if start <= r.year <= target.due_year]


def _as_answer(evidence: Evidence, target: Target, estimate: Estimate) -> Estimate | None:
    """The estimate as one that says something of a single year, of a change as one of the phase, or None."""
    start, period = evidence.programmes[target.programme].start, estimate.period
    if is_change(evidence, target):
        return estimate if period.first.year >= start - 1 else None
    if estimate.statistic == "total" and not period.is_whole_year:
        return _so_far(estimate) if estimate.year == target.due_year and not period.is_span else None
    return estimate


def _of_years(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """A rate or a mean of more than a year that is not of the whole phase: it says nothing of one year."""
    if is_change(evidence, target) or not estimate.period.is_longer:
        return None
    start, end = evidence.programmes[target.programme].start, whole_year(target.due_year).last
    of_phase = estimate.statistic == "level" and estimate.period == Period(date(start, 1, 1), end)
    return None if of_phase else Reason(ReasonCode.FIGURE_OF_YEARS, {"estimate": estimate})


def _so_far(estimate: Estimate) -> Estimate | None:
    """A sum over a part of a year as what it says of the year: at least so much; nothing of a ceiling."""
    if estimate.comparator in ("<", "<="):
        return None
    least, is_open = estimate.interval.left, estimate.interval.open_left
    closed, comparator = ("neither", ">") if is_open else ("left", ">=")
    possible = pd.Interval(least, float("inf"), closed=closed)
    bound = replace(estimate, interval=possible, comparator=comparator, value=as_printed(least))
    return replace(bound, value_to=None, strength=Strength.of_comparator(comparator, estimate.unpublished))


def newest_answer(answers: Sequence[Estimate]) -> Estimate | None:
    """The newest estimate, or None; of several in one year the one that is supposed, for whoever asks what
    would be if, else the firmest."""
    last = standing_answers([r for r in answers if r.year == answers[-1].year])
    return min(last, key=lambda r: (r.strength.rank, -r.period.last.toordinal()), default=None)


def standing_answers(answers: Sequence[Estimate]) -> list[Estimate]:
    """The estimates of a year without states that another one lies wholly after.

    In June 3.7 % and in December 3.9 % contradict each other in nothing; what the year ended with is the later. A
    state of the year without a day may be of any, so that it takes nothing from one of June.
    """
    states = [r for r in answers if r.statistic == "level"]
    begun = max((r.period.first for r in states), default=date.min)
    return [r for r in answers if r.statistic != "level" or r.period.last >= begun]


def figures_beside(evidence: Evidence, target: Target, area: str) -> list[Estimate]:
    """Estimates of the phase that speak of the target's subject without answering it, by time, last those of a time
    that began in it.

    Those of another kind, unit or span, levels of a wanted change, and those of one part of a target that
    asks for several things at once.
    """
    card, phase = evidence.indicators[target.indicator], evidence.programmes[target.programme]
    codes = dict.fromkeys([card.id, *filter(None, [card.change_of]), *card.all_of])
    known = [r for code in codes for r in estimates_of(evidence, code, area)]
    answers = {row for r in answers_of(evidence, target, area) for row in r.rows}
    inside = [r for r in known if r.year >= phase.start and r.period.first.year <= target.due_year]
    beside = (r for r in inside if not answers & set(r.rows))
    return sorted(beside, key=lambda r: (r.period.first.year >= phase.start, r.period.last, r.rows))


def answer_obstacle(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """Why a figure may not judge the target although it answers it, as a reason, or None.

    The target keeps the scope, the definition and the day that it was set with; a figure whose parts are in
    dispute, or that another one of the same time puts into another scope, decides nothing.
    """
    checks = (
        _before_first_year,
        _other_scope,
        _other_definition,
        _break_inside,
        _break_since,
        _of_years,
        _disputed_part,
    )
    return next((found for check in checks if (found := check(evidence, target, estimate))), None)


def _before_first_year(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """A figure of a time in which the target did not hold yet; of a change the year that it is measured from."""
    if target.first_year is not None and estimate.year < target.first_year:
        return Reason(ReasonCode.BEFORE_FIRST_YEAR, {"estimate": estimate, "first": target.first_year})
    return None


def _other_scope(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    if target.scope is not None and estimate.definition != target.scope:
        return Reason(ReasonCode.SCOPE_DIFFERS, {"estimate": estimate})
    return None


def _other_definition(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    if estimate.definition not in (None, target.definition, target.scope):
        return Reason(ReasonCode.DEFINITION_SINCE_TARGET, {"estimate": estimate})
    return None


def _break_since(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """A break that forbids comparison between the day of the target and the figure."""
    if target.definition is not None and target.definition == estimate.definition:
        return None
    codes = {target.indicator, *(ground.indicator for ground in estimate.grounds)}
    since = evidence.breaks_of(codes, estimate.area, day_set(evidence, target), estimate.period.last)
    found = next((b for b in since if b.effect == "not_comparable"), None)
    if found is None:
        return None
    facts = {"break": found.id, "estimate": estimate, "spans": estimate.period.spans(found.date)}
    return Reason(ReasonCode.BREAK_SINCE_TARGET, facts)


def _break_inside(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """A break that forbids comparison inside the time over which a change was counted."""
    if not is_change(evidence, target):
        return None
    for found in forbidding_inside(evidence, estimate)[:1]:
        return Reason(ReasonCode.BREAK_INSIDE_CHANGE, {"break": found.id, "estimate": estimate})
    return None


def _disputed_part(evidence: Evidence, target: Target, estimate: Estimate) -> Reason | None:
    """A conflict that a derived figure, all that it was made from, or a number far inside another's bound
    stand in."""
    for part in estimate.grounds:
        for conflict in conflicts(evidence, part.area, [part.indicator]):
            if _casts_doubt(conflict, part, estimate):
                other = next(r for r in conflict.estimates if not _same_statement(r, part))
                return Reason(ReasonCode.DISPUTED_FIGURE, {"estimate": estimate, "part": part, "other": other})
    return None


def _same_statement(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates are one statement; one of a single source is part of one that names several."""
    return one.strength == other.strength and bool(set(one.rows) & set(other.rows))


def _casts_doubt(conflict: Conflict, part: Estimate, whole: Estimate) -> bool:
    """Whether a conflict takes from a figure that it decides: any contradiction for a part, one of scope for
    itself. A change that needs an explanation may have one; only one of another scope takes something."""
    if not any(_same_statement(part, r) for r in conflict.estimates):
        return False
    if "other_scope" in conflict.facts:
        return bool(conflict.facts["other_scope"])
    if part is not whole:
        return True
    return conflict.kind in OF_SCOPE and not (conflict.kind == ConflictKind.FAR_FROM_BOUND and part.is_bound)
