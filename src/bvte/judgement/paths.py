"""Where a target may be set: the past pace carried on, the draft, and what the audit proposes.

Nothing is carried across a break that forbids comparison: not between the two figures of the past, and not
between the newest of them and the due year.
"""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from bvte.evidence import value
from bvte.judgement.audit_subject import Flag
from bvte.judgement.baselines import baseline_of, is_of_scope
from bvte.judgement.comparability import compare, forbidding_until
from bvte.judgement.finding import Comparison
from bvte.judgement.levels import is_change
from bvte.judgement.reading import Reading
from bvte.judgement.readings import readings
from bvte.judgement.units import is_of_units, units_whole
from bvte.methods import interval
from bvte.methods.achievement import counts_within, satisfying_set


@dataclass(frozen=True)
class Past:
    """Two readings between which an indicator moved, and the points a year that leaves possible.

    pace : interval in the unit of the indicator, None where the two may not be compared; ahead : breaks that
    forbid to carry it on to the due year.
    """

    first: Reading
    last: Reading
    comparison: Comparison
    pace: pd.Interval | None
    ahead: tuple = ()

    @property
    def leads_on(self):
        """Whether the pace may be carried on to the due year."""
        return self.pace is not None and not self.ahead


@dataclass(frozen=True)
class Path:
    """One way to the due year. kind : "past", "draft" or "proposal"; at : the values it comes to, within the
    natural limits of the indicator; flag : the weakness of the draft that a proposal mends."""

    kind: str
    at: pd.Interval
    flag: Flag | None = None


def past_of(subject, closing):
    """How the indicator of a target came to its baseline since the year before the closing phase began.

    None where nothing earlier was published, and for a target on a change, which has no path.
    """
    last, first = subject.standing, _earliest(subject, closing)
    if last is None or first is None or is_change(subject.evidence, subject.target):
        return None
    comparison = compare(subject.evidence, first, last)
    if comparison.verdict == "not_comparable":
        return Past(first, last, comparison, None)
    years = last.year - first.year
    pace = interval.image_of_box(lambda a, b: (b - a) / years, first.interval, last.interval)
    return Past(first, last, comparison, pace, _ahead(subject))


def _ahead(subject):
    return tuple(forbidding_until(subject.evidence, subject.baseline, subject.target.due_year))


def _earliest(subject, closing):
    """The printed baseline of the closing phase, else its first reading, before that of the new target."""
    if subject.baseline is None:
        return None
    targets = subject.evidence.targets_of(closing.id)
    wanted = subject.card.id, subject.target.unit, subject.target.scope
    same = [t for t in targets if (t.indicator, t.unit, t.scope) == wanted]
    printed = [b for t in same if (b := baseline_of(subject.evidence, t, subject.area))]
    known = [r for r in [*printed, *subject.readings] if closing.start - 1 <= r.year < subject.baseline.year]
    return min(known, key=lambda r: r.year, default=None)


def paths_of(subject, past, flags):
    """The paths of a target that there are: past, draft, proposal; none for a target on a change."""
    if is_change(subject.evidence, subject.target) or subject.wants_less is None:
        return ()
    due, limits = subject.target.due_year, subject.card.limits
    found = [Path("draft", within_limits(subject.wanted, limits))]
    if past and past.leads_on:
        found.insert(0, Path("past", within_limits(carried_on(past, due), limits)))
    return (*found, *_proposals(subject, flags))


def carried_on(past, due):
    """The values that the pace between two readings comes to by a year, for all that they leave possible.

    x2 + (x2 - x1) (due - t2) / (t2 - t1) over both intervals: what would be, not what will be.
    """
    ahead = Fraction(due - past.last.year, past.last.year - past.first.year)
    return interval.image_of_box(lambda a, b: b + (b - a) * ahead, past.first.interval, past.last.interval)


def within_limits(possible, limits):
    """The part of an interval inside the natural limits (None: no limit), the nearest limit where none is."""
    low = -float("inf") if limits[0] is None else limits[0]
    high = float("inf") if limits[1] is None else limits[1]
    left, left_closed = max((possible.left, possible.closed_left), (low, True), key=lambda end: end[0])
    right, right_closed = min((possible.right, possible.closed_right), (high, True), key=lambda end: end[0])
    if left > right:
        limit = low if possible.right < low else high
        return interval.make_interval(limit, limit)
    return interval.make_interval(left, right, left_closed or left == low, right_closed or right == high)


def _proposals(subject, flags):
    """The most demanding value that a flag proposes, as a path; several flags may give a value."""
    valued = [flag for flag in flags if "value" in flag.remedy_facts]
    if not valued:
        return ()
    way = min if subject.wants_less else max
    flag = way(valued, key=lambda flag: float(flag.remedy_facts["value"]))
    wanted = satisfying_set(subject.target.condition, float(flag.remedy_facts["value"]))
    return (Path("proposal", within_limits(wanted, subject.card.limits), flag),)


def wholes_of(subject):
    """What a target's share is taken of: the units of a level that there are on the last day of the due year,
    else what is published for the due year or the year beside it, else for the nearest year that has one; ()
    for a target that is not a share of something counted here. A count from before a break that forbids
    comparison is no whole of what comes after it, nor is one of all children that of a target for some."""
    card = subject.card
    if subject.target.unit not in value.SCALES:
        return ()
    if is_of_units(subject) and subject.target.scope is None:
        return tuple(whole for whole in [units_whole(subject)] if whole.value)
    code = card.denominator_indicator or card.whole_indicator or card.reported_whole
    if code is None:
        return ()
    due, found = subject.target.due_year, readings(subject.evidence, code, subject.area)
    ours = (r for r in found if is_of_scope(subject.target, r))
    known = [r for r in ours if not forbidding_until(subject.evidence, r, due)]
    nearest = min((abs(r.year - due) for r in known), default=0)
    return tuple(r for r in known if abs(r.year - due) <= max(nearest, 1))


def counts_at(path, whole, unit):
    """The least and the greatest number of a whole that surely satisfies a target's path, an infinity where
    the path asks for none. Raises Undefined("no_count") where no number surely does: see `counts_within`."""
    return counts_within(path.at, whole.interval, value.SCALES[unit])


def people_at(path, whole, unit):
    """How many of a whole a path comes to, as an interval; unit : that of the target.

    All that both leave open. Of a whole printed as a bound ("over 216,000") it is the number at the bound
    itself, which holds only if the whole is exactly that: one side of it is not known.
    """
    among = float(whole.value) if whole.is_bound else whole.interval
    return interval.image_of_box(lambda share, people: share * people / value.SCALES[unit], path.at, among)
