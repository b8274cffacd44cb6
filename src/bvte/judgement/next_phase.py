"""What the next phase may ask for, target by target: what has to be done to the old one, and the level that carries.

A level is proposed only where the evidence carries one: not across a break that forbids comparison, and not before
it is defined what is counted. Else it is left to those who decide, with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bvte.evidence.asking import part
from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import national_targets
from bvte.evidence.merged import successor
from bvte.evidence.next_phase import (
    PREFIX,
    carried_target,
    closing_programmes,
    draft_after,
    national_in_force,
    with_next_phase,
)
from bvte.evidence.record import one_line
from bvte.evidence.rows import Area, Break, Programme, Target
from bvte.evidence.value import SHARES
from bvte.judgement.answers import answers_of, newest_answer
from bvte.judgement.audit import audit
from bvte.judgement.audit_subject import DOUBTS, Flag, Remedy, Subject, asks_alike, levels_of
from bvte.judgement.choices import Choice, choice_for
from bvte.judgement.comparability import forbidding_until
from bvte.judgement.estimates import Estimate, firmest
from bvte.judgement.finding import Reason, ReasonCode
from bvte.judgement.next_classes import CLASS_OF, CLASSES, NextClass, class_of, classes_of
from bvte.judgement.next_levels import Left, Level, level_for
from bvte.judgement.paths import Path, PathKind, within_limits
from bvte.judgement.reporting_bodies import reporters_of
from bvte.judgement.target_terms import day_set, is_change, satisfied_by
from bvte.methods.interval import lies_within

if TYPE_CHECKING:
    import pandas as pd

# The levels of government below a province, from the top.
LEVELS = ("district", "commune")


# What has to be settled before anybody counts, of what points leave open; what a card leaves undefined it says itself.
SETTLED_BY = {
    Remedy.EXPLAIN_THE_REGISTER: ReasonCode.COUNT_AFTER_EXPLAINING,
    Remedy.PRINT_THE_UNIT: ReasonCode.COUNT_AFTER_NAMING_UNIT,
}


@dataclass(frozen=True)
class NextTarget:
    """One target of the next phase.

    choice : the target as it would stand if nothing were changed, with its past, ways and neighbours; origin : the
    target of the draft, the closing phase or the nation whose words it has; points : its flags, the gravest
    first; latest : the newest level of the area; ended : the newest national target where none is
    in force; ways : to the due year; reporters : kinds of bodies that are asked for what it counts, with the statistic;
    barriers : breaks that forbid to carry a level to the due year.
    """

    choice: Choice
    origin: Target
    kind: NextClass
    points: tuple[Flag, ...]
    latest: Estimate | None
    ended: Target | None
    ways: tuple[Path, ...]
    level: Level
    reporters: tuple[tuple[str, str], ...]
    barriers: tuple[Break, ...] = ()

    @property
    def subject(self) -> Subject:
        """The target as it would stand, under audit."""
        return self.choice.subject

    @property
    def binding(self) -> Target | None:
        """The national target of the due year, or the nearest later one, or None."""
        return self.subject.national

    @property
    def apart(self) -> Target | None:
        """Where none binds, the national target of those years that asks the same of other children or places."""
        return self.subject.national_apart

    @property
    def proposed_path(self) -> Path | None:
        """The proposed level as a path, None where there is none or where it is a change."""
        target = self.level.target
        if target is None or is_change(self.subject.evidence, target):
            return None
        at = within_limits(satisfied_by(target), self.subject.card.limits)
        return Path(PathKind.PROPOSAL, at, target, self.level.ground)

    @property
    def newest(self) -> Estimate | None:
        """The newest figure that is known, whether or not a level can be carried on from it."""
        return newest_figure(self.subject, self.origin)

    def is_met(self, target: Target) -> bool:
        """Whether the newest level lies within what a target asks for, with no break between it and the due year."""
        latest = self.latest if not self.barriers else None
        return latest is not None and latest.unit == target.unit and lies_within(latest.interval, satisfied_by(target))

    @property
    def levels(self) -> tuple[Estimate, ...]:
        """Of a wanted change without a figure the levels that are known."""
        return () if self.newest else levels_of(self.subject)

    @property
    def is_known(self) -> bool:
        """Whether anything is published of what it asks for."""
        return bool(self.newest or self.levels)

    @property
    def part(self) -> Estimate | None:
        """The newest figure of one of several things that the target asks for together, where that is all there is."""
        found = (flag.facts["part"] for flag in self.points if isinstance(flag.facts.get("part"), Estimate))
        return next(found, None)

    @property
    def is_national(self) -> bool:
        """Whether only the nation sets it."""
        return self.subject.evidence.programmes[self.origin.programme].level == "national"

    @property
    def classes(self) -> list[NextClass]:
        """All that has to be done to it, the gravest first."""
        known = classes_of(self.points, self.barriers, bool(self.subject.card.counted_in))
        return sorted({self.kind, *known}, key=CLASSES.index)

    @property
    def to_count(self) -> tuple[Reason, ...]:
        """What has to be settled and counted before it can be judged: first what its points leave open."""
        codes = (SETTLED_BY.get(flag.remedy) for flag in self.points)
        settled = [Reason(code, {}) for code in dict.fromkeys(codes) if code]
        if figures := self.level.disputed:
            settled.append(Reason(ReasonCode.COUNT_AFTER_AGREEING, {"year": figures[0].year, "figures": figures}))
        return (*settled, *self.choice.to_count)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all that is told of it, each once."""
        evidence, choice = self.subject.evidence, self.choice
        rows = [t.source for t in (self.origin, self.binding, self.apart, self.ended) if t]
        past = [choice.trend.first] if choice.trend else []
        figures = [
            *filter(None, (self.newest, self.latest, choice.past_whole)),
            *self.levels,
            *self.level.disputed,
            *past,
            *choice.denominators,
        ]
        named = [code for r in figures for code in r.sources]
        points = [code for flag in self.points for code in flag.sources(evidence)]
        breaks = [b.source for b in self.level.breaks if b.source]
        return tuple(code for code in dict.fromkeys([*rows, *named, *points, *breaks]) if code in evidence.sources)

    @property
    def grave(self) -> tuple[Flag, ...]:
        """The points that are more than a missing figure."""
        return tuple(flag for flag in self.points if CLASS_OF[flag.code] != NextClass.KEEP)


@dataclass(frozen=True)
class NextPhase:
    """The targets of the phase after one that closes, the gravest first; those that only the nation sets come last.

    evidence : with the phase in it; closing, phase : the programmes; national : the one in force, or None.
    """

    evidence: Evidence
    closing: Programme
    phase: Programme
    national: Programme | None
    area: str
    items: tuple[NextTarget, ...]

    def __iter__(self) -> Iterator[NextTarget]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def own(self) -> tuple[NextTarget, ...]:
        """Those of the closing phase or its draft."""
        return tuple(item for item in self.items if not item.is_national)

    @property
    def from_nation(self) -> tuple[NextTarget, ...]:
        """Those that only the national programme sets."""
        return tuple(item for item in self.items if item.is_national)

    @property
    def unread(self) -> tuple[Programme, ...]:
        """Other programmes of the place that carry out the national one in those years and of which no target was
        found: what only the nation seems to set may stand in them."""
        known, (first, last) = self.evidence.programmes.values(), (self.phase.start, self.phase.end)
        rows = [p for p in known if self.national and p.national == self.national.id and p.area == self.phase.area]
        rows = [p for p in rows if p.status == "approved" and p.start <= last and p.end >= first]
        return tuple(p for p in rows if not self.evidence.targets_of(p.id))

    @property
    def beside(self) -> tuple[Programme, ...]:
        """Other closing programmes of the same kind whose place became the same one: each has its own next phase."""
        evidence, closing = self.evidence, self.closing
        place = successor(evidence, closing.area)
        rows = (p for p in closing_programmes(evidence) if p.id != closing.id and p.kind == closing.kind)
        return tuple(p for p in rows if successor(evidence, p.area) == place)

    @property
    def has_draft(self) -> bool:
        """Whether somebody drafted the phase."""
        return not self.phase.id.startswith(PREFIX)

    def of_class(self, kind: NextClass) -> list[NextTarget]:
        """The province's own targets of a class."""
        return [item for item in self.own if item.kind == kind]

    def frame(self) -> "pd.DataFrame":
        """The targets as a frame, one row each; its columns stand in `result_frames.NEXT_PHASE`."""
        from bvte.judgement.result_frames import frame_next_phase  # itself made of these

        return frame_next_phase(self)

    def __repr__(self) -> str:
        counted = ", ".join(f"{len(self.of_class(kind))} {kind}" for kind in CLASSES)
        return one_line(f"next phase {self.closing.id} {self.area}", f"{len(self.own)} targets: {counted}")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame(), ("target", "name", "class", "old_value", "proposed_value", "left", "unit"))


def next_phase(evidence: Evidence, closing: str, end_year: int = 0, area: str | None = None) -> NextPhase:
    """What the phase after a closing programme may ask for, with a draft of it or without one.

    end_year : its last year, 0 for that of the draft, of the national programme in force or of a phase as long as the
    last.
    Raises KeyError for an unknown programme, ValueError for a year before the phase.

    >>> import bvte
    >>> coming = bvte.next_phase(bvte.load("dien-bien"), "cpp_2021_2025_db_draft")
    >>> sum(len(coming.of_class(kind)) for kind in CLASSES) == len(coming.own)
    True
    """
    return _next_once(evidence, closing, end_year, area)


# The parts of a page ask again; the evidence of a page does not change.
@lru_cache(maxsize=16)
def _next_once(evidence: Evidence, closing: str, end_year: int, area: str | None) -> NextPhase:
    known = with_next_phase(evidence, closing, end_year)
    draft = draft_after(evidence, closing)
    phase = draft or known.programmes[PREFIX + closing]
    national = national_in_force(evidence, closing)
    known = _with_further(known, closing, phase.id, national.id if national else None)
    audited = audit(known, phase.id, area)
    closed, flags = known.programmes[closing], audited.flags
    pairs = ((choice_for(s, closed), flags[s.target.id]) for s in audited.subjects)
    items = [next_target(choice, found) for choice, found in pairs]
    return NextPhase(known, closed, phase, national, audited.area, tuple(sorted(items, key=_rank)))


def _rank(item: NextTarget) -> tuple[bool, tuple[int, int]]:
    """The province's own before the nation's, then by gravity."""
    return item.is_national, (CLASSES.index(item.kind), -len(item.grave))


@part
def _with_further(evidence: Evidence, closing: str, coming: str, above: str | None) -> Evidence:
    """The evidence with what a draft leaves out of the closing phase, and what only the nation sets."""
    phase, found = evidence.programmes[coming], evidence.targets_of(coming)
    nation = _due_last(evidence, above, phase.end) if above else []
    own = [*found, *evidence.targets_of(closing)]
    for target in (*evidence.targets_of(closing), *nation):
        is_known = any(asks_alike(target, own) or _is_same(target, own) for own in found)
        if not is_known and not _is_told_beside(target, own, nation):
            found.append(carried_target(target, phase))
    return replace(evidence, targets={**evidence.targets, **{t.id: t for t in found}})


def _is_same(target: Target, own: Target) -> bool:
    """Whether a target is of an indicator, and of those children, that the phase has a target for already."""
    return (target.indicator, target.scope) == (own.indicator, own.scope)


def _is_told_beside(target: Target, own: list[Target], nation: list[Target]) -> bool:
    """Whether the nation asks of some what the phase asks of all or of others, and nothing of all: the phase's own row
    tells it, see `apart`."""
    if target.scope is None or target not in nation:
        return False
    asks_of_all = any(row.scope is None and asks_alike(row, target, whoever=True) for row in nation)
    return not asks_of_all and any(asks_alike(row, target, whoever=True) for row in own)


def _due_last(evidence: Evidence, national: str, end: int) -> list[Target]:
    """The targets of a national programme that are due in a year, or in the nearest later one."""
    targets = [t for t in evidence.targets_of(national) if t.due_year >= end and t.stated == "yes"]
    first = {t.indicator: min(o.due_year for o in targets if o.indicator == t.indicator) for t in targets}
    return [t for t in targets if t.due_year == first[t.indicator]]


def next_target(choice: Choice, flags: Sequence[Flag]) -> NextTarget:
    """One target with its class, its level and the ways to it."""
    subject = choice.subject
    origin, latest = subject.origin, latest_level(subject)
    # Of points as grave as each other the one that rests on a doubted result comes last.
    points = tuple(sorted(flags, key=lambda flag: (CLASSES.index(CLASS_OF[flag.code]), flag.remedy in DOUBTS)))
    barriers = _barriers(subject, origin, latest)
    kind = class_of(points, barriers, bool(subject.card.counted_in))
    ended = None if subject.national else _ended_national(subject)
    levels = {unit.level for unit in units_then(subject)}
    level, reporters = level_for(subject, kind, flags, barriers), tuple(reporters_of(subject.card, levels))
    kind = NextClass.AGREE if level.left == Left.CONFLICT else kind
    return NextTarget(choice, origin, kind, points, latest, ended, _ways(choice, origin), level, reporters, barriers)


def latest_level(subject: Subject) -> Estimate | None:
    """The firmest of the newest levels of the area, else the printed baseline, or None."""
    newest = max((r.period.last for r in subject.estimates), default=None)
    return firmest([r for r in subject.estimates if r.period.last == newest]) if newest else subject.standing


def newest_figure(subject: Subject, origin: Target) -> Estimate | None:
    """The figure that the evaluation of the old target names, where it is newer than the newest level of one year: one
    of several years carries no level, but it is known."""
    found, latest = newest_answer(answers_of(subject.evidence, origin, subject.area)), latest_level(subject)
    is_newer = found and (latest is None or found.period.last > latest.period.last)
    return found if is_newer else latest


def _barriers(subject: Subject, origin: Target, latest: Estimate | None) -> tuple[Break, ...]:
    """Breaks that forbid to carry a level to the due year: after the newest figure, without one after the day on which
    the old level was set, which was for what was counted then."""
    evidence, due = subject.evidence, subject.target.due_year
    if latest:
        return tuple(forbidding_until(evidence, latest, due))
    found = evidence.breaks_of(subject.card.id, subject.area, day_set(evidence, origin), date(due, 12, 31))
    return tuple(b for b in found if b.effect == "not_comparable")


def _ended_national(subject: Subject) -> Target | None:
    """The newest national target that asks the same and is over before the due year, or None."""
    rows = national_targets(subject.evidence, subject.target.indicator)
    same = [t for t in rows if asks_alike(t, subject.target) and t.due_year < subject.target.due_year]
    return max(same, key=lambda t: t.due_year, default=None)


def _ways(choice: Choice, origin: Target) -> tuple[Path, ...]:
    """The past pace, the old level and the nation's, those of them that there are."""
    subject, national = choice.subject, choice.subject.national
    kept = [path for path in choice.paths if path.kind in (PathKind.PAST, PathKind.DRAFT)]
    if national is None or is_change(subject.evidence, national):
        return tuple(kept)
    # What only the nation sets has no other old level.
    kept = [path for path in kept if path.kind == PathKind.PAST or origin != national]
    return (*kept, Path(PathKind.NATIONAL, within_limits(satisfied_by(national), subject.card.limits), national))


def units_then(subject: Subject) -> list[Area]:
    """The units that a target is a share of when it is due; [] for one that is none of units.

    Where a level has ended by then, the units are those of the level below it; where a province became part of
    another, those of that one.
    """
    evidence, counted = subject.evidence, subject.card.counted_in
    if counted is None or subject.target.unit not in SHARES:
        return []
    day = min(date(subject.target.due_year, 12, 31), evidence.as_of or date.max)
    area = successor(evidence, subject.area)
    found = (evidence.units(level, area, day) for level in LEVELS[LEVELS.index(counted) :])
    return next(filter(None, found), [])
