"""Is a target met? Interval logic on the figures that answer it, each source by itself, and by how little."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bvte.evidence import value
from bvte.judgement.answers import answer_obstacle, figures_beside, newest_answer
from bvte.judgement.baselines import change_refused
from bvte.judgement.comparability import break_ahead, compare
from bvte.judgement.finding import Reason
from bvte.judgement.readings import Reading, withheld_readings
from bvte.judgement.target_terms import base_year, is_change, satisfied_by
from bvte.methods import interval
from bvte.methods.achievement import LOWER_BOUNDS, UPPER_BOUNDS, satisfying_set
from bvte.methods.counts import last_count_within

NEARLY = {"met": "barely_met", "not_met": "nearly_met"}
# Obstacles that one more figure would clear.
OPEN = ("disputed_figure", "figure_of_years")
COURSES = {"met": "on_course", "not_met": "off_course", "undecided": "cannot_be_decided"}


def verdict_under(target, reading):
    """Under one reading alone: "met", "not_met", or "undecided" where it leaves both possible."""
    return _interval_verdict(reading.interval, satisfied_by(target))


def _interval_verdict(possible, wanted):
    if interval.within(possible, wanted):
        return "met"
    return "not_met" if interval.disjoint(possible, wanted) else "undecided"


def conclude_target(evidence, target, area, answers, way, start):
    """Status, reasons and the readings that it rests on: those of the due year, else the newest one."""
    due = [r for r in answers if r.year == target.due_year]
    asked = due or [r for r in (newest_answer(answers),) if r]
    if not due and _has_newer_withheld(evidence, target, area, asked):
        return "cannot_be_decided", (Reason("figure_withheld"),), ()
    if not asked:
        return _conclude_unanswered(evidence, target, area)
    if target.stated == "no":
        told = tuple(r for r in asked if target.source in r.sources) or tuple(asked)
        return "target_not_found", (Reason("target_not_found", {"readings": told}),), told
    obstacles = {r: answer_obstacle(evidence, target, r) for r in asked}
    free = [r for r in asked if obstacles[r] is None]
    if not free:
        why = obstacles[newest_answer(asked)]
        status = "cannot_be_decided" if why.code in OPEN else "not_assessable"
        return status, (why,), tuple(asked)
    return _of_due_year(target, free) if due else _on_the_way(evidence, target, free[0], way, start)


def _has_newer_withheld(evidence, target, area, asked):
    """Whether a figure of the phase may not be shown that is newer than those that may."""
    since = max((r.year for r in asked), default=evidence.programmes[target.programme].start - 1)
    hidden = withheld_readings(evidence, target.indicator, area)
    return any(since < reading.year <= target.due_year for reading in hidden)


def _conclude_unanswered(evidence, target, area):
    """No figure answers the target: one of another kind is named, since it is not nothing."""
    if target.stated == "no":
        return "target_not_found", (Reason("target_not_found_nor_result"),), ()
    pair = change_refused(evidence, target, area)
    if pair:
        base, level = pair
        reasons = compare(evidence, base, level).reasons
        return (
            "cannot_be_decided",
            (Reason("change_not_comparable", {"base": base, "reading": level}), *reasons),
            (),
        )
    beside = figures_beside(evidence, target, area)
    if beside:
        return "cannot_be_decided", (_figure_beside(evidence, target, beside[-1]),), ()
    return "no_data", (Reason("no_observation"),), ()


def _figure_beside(evidence, target, reading):
    """Why a figure of the phase does not answer the target: it is of one part of it, or of another kind."""
    if reading.indicator in evidence.indicators[target.indicator].all_of:
        facts = {"reading": reading, "indicator": evidence.indicators[reading.indicator].name}
        return Reason("figure_of_a_part", facts)
    return Reason("figure_of_another_kind", {"reading": reading})


def _of_due_year(target, asked):
    """Status, reason and deciding readings from what each reading of the due year says by itself."""
    verdicts = {reading: verdict_under(target, reading) for reading in asked}
    deciding = {reading: verdict for reading, verdict in verdicts.items() if verdict != "undecided"}
    if not deciding:
        reason = Reason("interval_straddles", {"reading": newest_answer(asked)})
        return "cannot_be_decided", (reason,), tuple(verdicts)
    if len(set(deciding.values())) == 2:
        return "contested", (Reason("sources_disagree", {"verdicts": deciding}),), tuple(deciding)
    reason = Reason("interval_decides", {"readings": tuple(deciding)})
    return *_with_margin(target, next(iter(deciding.values())), reason, deciding), tuple(deciding)


def _with_margin(target, verdict, reason, deciding):
    """Status and reasons of a verdict; one that every figure gives only by a little says by how little."""
    margins = [margin_of(target, reading) for reading in deciding]
    if None in margins:
        return verdict, (reason,)
    near = min(margins, key=lambda m: m.distance)
    return NEARLY[verdict], (reason, Reason("near_limit", {"margin": near, "verdict": verdict}))


def _on_the_way(evidence, target, latest, way, start):
    """Before the due year's figure: a course while that year is still to come, else undecided."""
    facts = {"year": latest.year, "due": target.due_year, "verdict": verdict_under(target, latest)}
    earlier = Reason("only_earlier_value", facts)
    if target.due_year <= evidence.year:
        return "cannot_be_decided", (earlier,), (latest,)
    if is_change(evidence, target):
        status, reasons = _course_of_change(evidence, target, latest)
    else:
        status, reasons = _course_status(way, start)
    return status, (earlier, *reasons), (latest,)


def _course_status(way, start):
    """On course or not by the registered method, if it says the same for all that the prints leave open."""
    if way.main is None:
        return "not_assessable", way.refusals[:1]
    facts = {"assessment": way.main, "start": start}
    if way.main.on_course is None:
        return "cannot_be_decided", (Reason("course_open", facts),)
    dissent = (Reason("methods_disagree", {"assessment": way.dissent[0]}),) if way.dissent else ()
    return "on_course" if way.main.on_course else "off_course", (Reason("course_by_method", facts), *dissent)


def _course_of_change(evidence, target, latest):
    """The change so far against the change wanted: one until the due year by its share of the time."""
    ahead = break_ahead(evidence, latest, target.due_year)
    if ahead:
        return "not_assessable", (ahead,)
    wanted = satisfied_by(target)
    if target.condition.endswith("by_percent"):
        base = base_year(evidence, target)
        share = Fraction(latest.year - base, target.due_year - base)
        wanted = satisfying_set(target.condition, float(share * Fraction(target.value)))
    verdict = _interval_verdict(latest.interval, wanted)
    return COURSES[verdict], (Reason("course_of_change", {"reading": latest}),)


# A result is near where its whole interval lies within this part of the limit, or of what the limit leaves.
NEAR = Fraction(1, 100)


@dataclass(frozen=True)
class Margin:
    """The distance of a reading from the limit.

    limit : the last value that satisfies the target; denominator : the count that both are part of, or None;
    unit : what `distance` and `limit` are counted in.
    """

    distance: Decimal
    limit: Decimal
    unit: str
    denominator: Reading | None = None


def margin_of(target, reading):
    """The `Margin` of a reading that lies near the limit of its target, or None.

    Of a share of a counted whole it is told in people, exactly and inward; of a count in its own unit. None
    for a condition without one limit, for a bound, and where a hundredth of the limit is less than one unit.
    """
    if target.condition not in (*UPPER_BOUNDS, *LOWER_BOUNDS) or reading.is_bound or reading.change:
        return None
    if reading.counts and not any(part.interval.length for part in reading.counts):
        return _of_counts(target, *reading.counts)
    if target.unit in value.COUNTS and not reading.interval.length:
        return _near_margin(
            target, reading.value, last_count_within(target.condition, target.value), None, target.unit
        )
    return None


def _of_counts(target, count, whole):
    """The margin of a share of a counted whole, in people."""
    limit = last_count_within(target.condition, target.value, whole.value, value.SCALES[target.unit])
    return _near_margin(target, count.value, limit, whole, count.unit)


def _near_margin(target, counted, limit, whole, unit):
    room = Fraction(limit if whole is None else min(limit, whole.value - limit))
    distance = abs(counted - limit)
    return Margin(distance, limit, unit, whole) if distance <= NEAR * room and NEAR * room >= 1 else None
