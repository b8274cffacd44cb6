"""Where a target may be set: the past trend carried on, the draft, what the audit proposes; and of how many.

Nothing is carried across a break that forbids comparison: not between the two figures of the past, and not
between the newest of them and the due year. A share of administrative units is taken of those that the areas
list on a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from bvte.evidence import value
from bvte.evidence.merged import area_ended, successor
from bvte.evidence.period import Period
from bvte.evidence.rows import Area, Break, Programme, Target
from bvte.judgement.audit_subject import Flag, Subject
from bvte.judgement.baselines import baseline_of, is_of_scope
from bvte.judgement.comparability import compare, forbidding_until
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Comparability, Comparison
from bvte.judgement.target_terms import is_change
from bvte.methods import interval
from bvte.methods.achievement import counts_within

# The natural ends of an indicator, None where there is none.
Limits = tuple[float | None, float | None]
# The unit in which the areas of a level are counted.
UNITS = {"district": "districts", "commune": "communes"}


def is_of_units(subject: Subject) -> bool:
    """Whether a target is a share of units that the areas list: of the province or a place inside it."""
    evidence, area = subject.evidence, subject.area
    return bool(subject.card.counted_in) and evidence.province.code in {
        *(area, successor(evidence, area)),
        *evidence.areas_above(area),
    }


def units_whole(subject: Subject) -> Estimate:
    """The units of the card's level in the area of a target on the last day of its due year, as an estimate;
    to people who sat together before it, on their own day: what becomes of places later they cannot know."""
    due, evidence = date(subject.target.due_year, 12, 31), subject.evidence
    return units_on(subject, min(due, evidence.as_of or due) if evidence.as_known_then else due)


def units_before(subject: Subject) -> Estimate | None:
    """The same on the last day on which there were any, before the due year ended, or None."""
    evidence, due = subject.evidence, date(subject.target.due_year, 12, 31)
    units = (a for a in evidence.areas.values() if a.level == subject.card.counted_in)
    ends = {a.valid_to for a in units if a.valid_to}
    days = [day for day in sorted(ends) if day <= due and units_on(subject, day).value]
    return units_on(subject, days[-1]) if days else None


def units_of(subject: Subject, day: date) -> list[Area]:
    """The units of the card's level that lie in the area of a target on a day, or in what the area had become by
    then."""
    evidence, area = subject.evidence, subject.area
    place = successor(evidence, area) if area_ended(evidence, area, day) else area
    return evidence.units(str(subject.card.counted_in), place, day)


def units_on(subject: Subject, day: date) -> Estimate:
    """How many units of the card's level lie in the area of a target on a day: an estimate without
    sources."""
    card, area, count = subject.card, subject.area, len(units_of(subject, day))
    what = card.id, area, Period(day, day), "level", UNITS[str(card.counted_in)]
    return Estimate(*what, interval.make_interval(count, count), "=", Decimal(count), Strength.PUBLISHED, (), ())


@dataclass(frozen=True)
class Trend:
    """Two estimates between which an indicator moved, and the points a year that leaves possible.

    pace : interval in the unit of the indicator, None where the two may not be compared; ahead : breaks that
    forbid to carry it on to the due year.
    """

    first: Estimate
    last: Estimate
    comparison: Comparison
    pace: pd.Interval | None
    ahead: tuple[Break, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the prints leave open if it rose or fell: a pace of which nothing follows."""
        return self.pace is not None and self.pace.left < 0 < self.pace.right

    @property
    def leads_on(self) -> bool:
        """Whether the pace may be carried on to the due year."""
        return self.pace is not None and not self.is_open and not self.ahead


# The past trend carried on, what the draft (or the old target) asks for, what is proposed, what the nation asks.
PathKind = StrEnum("PathKind", "PAST DRAFT PROPOSAL NATIONAL")
# What a proposed level rests on: the old one stays, or the nation's, the level reached, the pace of the past.
Ground = StrEnum("Ground", "KEPT NATIONAL REACHED PACE")


@dataclass(frozen=True)
class Path:
    """One way to the due year. at : the values it comes to, within the
    natural limits of the indicator; target : the row that asks for them, None for the past pace; ground : what a
    proposal rests on."""

    kind: PathKind
    at: pd.Interval
    target: Target | None = None
    ground: Ground | None = None


def trend_of(subject: Subject, closing: Programme) -> Trend | None:
    """How the indicator of a target came to its baseline since the year before the closing phase began.

    None where nothing earlier was published, and for a target on a change, which has no path.
    """
    last, first = subject.standing, _earliest_level(subject, closing)
    if last is None or first is None or is_change(subject.evidence, subject.target):
        return None
    comparison = compare(subject.evidence, first, last)
    if comparison.verdict == Comparability.NOT_COMPARABLE:
        return Trend(first, last, comparison, None)
    years = last.year - first.year
    pace = interval.image_of_box(lambda a, b: (b - a) / years, first.interval, last.interval)
    ahead = forbidding_until(subject.evidence, last, subject.target.due_year)
    return Trend(first, last, comparison, pace, tuple(ahead))


def _earliest_level(subject: Subject, closing: Programme) -> Estimate | None:
    """The printed baseline of the closing phase, else its first estimate, before that of the new target."""
    if subject.baseline is None:
        return None
    targets = subject.evidence.targets_of(closing.id)
    wanted = subject.card.id, subject.target.unit, subject.target.scope
    same = [t for t in targets if (t.indicator, t.unit, t.scope) == wanted]
    printed = [b for t in same if (b := baseline_of(subject.evidence, t, subject.area))]
    known = [r for r in [*printed, *subject.estimates] if closing.start - 1 <= r.year < subject.baseline.year]
    return min(known, key=lambda r: r.year, default=None)


def paths_of(subject: Subject, trend: Trend | None) -> tuple[Path, ...]:
    """Where the past pace and the target as it stands lead; none for a target on a change. What is proposed is judged
    in one place, `next_phase.next_target`."""
    if is_change(subject.evidence, subject.target) or subject.is_upper_bound is None:
        return ()
    due, limits = subject.target.due_year, subject.card.limits
    found = [Path(PathKind.DRAFT, within_limits(subject.wanted, limits), subject.target)]
    if trend and trend.leads_on:
        found.insert(0, Path(PathKind.PAST, within_limits(extrapolate_trend(trend, due), limits)))
    return tuple(found)


def extrapolate_trend(trend: Trend, due: int) -> pd.Interval:
    """The values that the pace between two estimates comes to by a year, for all that they leave possible.

    x2 + (x2 - x1) (due - t2) / (t2 - t1) over both intervals: what would be, not what will be.
    """
    ahead = Fraction(due - trend.last.year, trend.last.year - trend.first.year)
    return interval.image_of_box(lambda a, b: b + (b - a) * ahead, trend.first.interval, trend.last.interval)


def within_limits(possible: pd.Interval, limits: Limits) -> pd.Interval:
    """The part of an interval inside the natural limits (None: no limit), the nearest limit where none is."""
    low = -float("inf") if limits[0] is None else limits[0]
    high = float("inf") if limits[1] is None else limits[1]
    left, left_closed = max((possible.left, possible.closed_left), (low, True), key=lambda end: end[0])
    right, right_closed = min((possible.right, possible.closed_right), (high, True), key=lambda end: end[0])
    if left > right:
        limit = low if possible.right < low else high
        return interval.make_interval(limit, limit)
    return interval.make_interval(left, right, left_closed or left == low, right_closed or right == high)


def proposing_flag(subject: Subject, flags: Sequence[Flag]) -> Flag | None:
    """The flag that proposes the most demanding value, or None; several flags may give a value."""
    valued = [flag for flag in flags if "value" in flag.remedy_facts]
    way = min if subject.is_upper_bound else max
    return way(valued, key=lambda flag: float(flag.remedy_facts["value"]), default=None)


def denominators_of(subject: Subject) -> tuple[Estimate, ...]:
    """What a target's share is taken of: the units of a level that there are on the last day of the due year,
    else what is published for the due year or the year beside it, else for the nearest year that has one; ()
    for a target that is not a share of something counted here. A count from before a break that forbids
    comparison is no whole of what comes after it, nor is one of all children that of a target for some."""
    if subject.target.unit not in value.SCALES:
        return ()
    if is_of_units(subject) and subject.target.scope is None:
        return tuple(whole for whole in [units_whole(subject)] if whole.value)
    due = subject.target.due_year
    known = [r for r in _wholes(subject) if not forbidding_until(subject.evidence, r, due)]
    nearest = min((abs(r.year - due) for r in known), default=0)
    return tuple(r for r in known if abs(r.year - due) <= max(nearest, 1))


def past_whole(subject: Subject) -> Estimate | None:
    """The newest figure of what a share is taken of where all are from before a break that forbids to carry them on to
    the due year; None where one can be, or where there is none. It is told and never reckoned with."""
    if denominators_of(subject) or subject.target.unit not in value.SCALES:
        return None
    return max(_wholes(subject), key=lambda r: (r.period.last, -r.strength.rank), default=None)


def _wholes(subject: Subject) -> list[Estimate]:
    """All figures of what a target's share is taken of."""
    card = subject.card
    code = card.denominator_indicator or card.whole_indicator or card.reported_whole
    found = estimates_of(subject.evidence, code, subject.area) if code else []
    return [r for r in found if is_of_scope(subject.target, r)]


def counts_at(path: Path, whole: Estimate, unit: str) -> tuple[float, float]:
    """The least and the greatest number of a whole that surely satisfies a target's path, an infinity where
    the path asks for none. Raises Undefined("no_count") where no number surely does: see `counts_within`."""
    return counts_within(path.at, whole.interval, value.SCALES[unit])


def people_at(path: Path, whole: Estimate, unit: str) -> pd.Interval:
    """How many of a whole a path comes to, as an interval; unit : that of the target.

    All that both leave open. Of a whole printed as a bound ("over 216,000") it is the number at the bound
    itself, which holds only if the whole is exactly that: one side of it is not known.
    """
    among = float(whole.value) if whole.is_bound else whole.interval
    return interval.image_of_box(lambda share, people: share * people / value.SCALES[unit], path.at, among)
