"""Checks of a target against where things stood: baseline, past pace, limit, data."""

from bvte.judgement.audit_subject import Flag
from bvte.judgement.remarks import count_jump
from bvte.methods import interval
from bvte.methods.achievement import points_needed_per_year, points_per_year


def weaker_than_baseline(subject):
    """The target asks for less than what was already reported."""
    if not _beyond(subject):
        return None
    facts = {"baseline": subject.baseline}
    return Flag("weaker_than_baseline", facts, "at_least_the_baseline", {"value": subject.baseline.value})


def already_met(subject):
    """Every value that the baseline leaves possible satisfies the target."""
    baseline = subject.baseline
    if baseline is None or _beyond(subject) or not interval.within(baseline.interval, subject.wanted):
        return None
    return Flag("already_met", {"baseline": baseline})


def _beyond(subject):
    """Whether the whole baseline lies on the good side of the target's number, and not on it."""
    if subject.baseline is None or subject.wants_less is None:
        return False
    possible, value = subject.baseline.interval, float(subject.target.value)
    return possible.right < value if subject.wants_less else possible.left > value


def slower_than_past(subject):
    """The points a year that the target asks for are fewer than those of the phase before.

    Both paces run between printed numbers; where one of them is a bound, the flag names it.
    """
    before, baseline, target = subject.before, subject.baseline, subject.target
    if before is None or before.baseline is None or baseline is None or baseline.year >= target.due_year:
        return None
    start, middle = before.baseline_year, baseline.year
    past = points_per_year(float(baseline.value), float(before.baseline_value), middle, start)
    asked = points_needed_per_year(float(baseline.value), float(target.value), middle, target.due_year)
    if past * asked <= 0 or abs(asked) >= abs(past) - 1e-9:
        return None
    facts = {"past": abs(past), "asked": abs(asked), "from": before, "baseline": baseline}
    reached = float(baseline.value) + past * (target.due_year - middle)
    return Flag("slower_than_past", facts, "keep_the_past_pace", {"value": reached})


def saturated(subject):
    """The target stands at the indicator's natural limit, and a reading is there already."""
    limit = _limit(subject)
    at_limit = [
        r for r in subject.readings if limit is not None and r.interval.left == r.interval.right == limit
    ]
    if limit is None or float(subject.target.value) != limit or not at_limit:
        return None
    return Flag("saturated", {"reading": at_limit[-1]}, "measure_quality_instead")


def _limit(subject):
    """The natural limit in the direction that the target wants, or None."""
    if subject.wants_less is None:
        return None
    return subject.card.limits[0 if subject.wants_less else 1]


def no_baseline(subject):
    """Nothing says where the indicator stood before the phase."""
    reaches_back = any(r.period.first.year < subject.phase.start for r in subject.readings)
    if (
        reaches_back
        or subject.baseline is not None
        or subject.card.kind == "change"
        or subject.card.judged_by == "presence"
    ):
        return None
    return Flag(
        "no_baseline",
        {"year": subject.phase.start - 1},
        "publish_a_baseline",
        {"year": subject.phase.start - 1},
    )


def baseline_is_bound(subject):
    """The baseline was published only as a bound, so the distance to go is not known."""
    baseline = subject.baseline
    if baseline is None or not baseline.is_bound:
        return None
    return Flag("baseline_is_bound", {"baseline": baseline}, "publish_the_number", {"year": baseline.year})


def never_published(subject):
    """No figure of the indicator was ever found for the area."""
    from_anywhere = [o for o in subject.evidence.observations.values() if o.indicator == subject.card.id]
    if any(o.area == subject.area for o in from_anywhere) or subject.readings:
        return None
    return Flag("never_published", {"elsewhere": len(from_anywhere)}, "name_who_counts")


def register_jump(subject):
    """The count behind the rate at least doubled or halved between two publications."""
    start, due = subject.phase.start, subject.target.due_year
    inside = [r for r in subject.readings if r.counts and start <= r.year <= due]
    jumps = [(jump, r) for r in inside for jump in count_jump(subject.evidence, r)]
    if not jumps:
        return None
    jump, rate = jumps[-1]
    return Flag("register_jump", {**jump.facts, "rate": rate}, "explain_the_register")


BASELINE_CHECKS = (
    weaker_than_baseline, already_met, slower_than_past, saturated, no_baseline, baseline_is_bound,
    register_jump, never_published,
)  # fmt: skip
