"""The level of a target of the next phase: the one that the evidence carries and its ground, or why it carries none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bvte.evidence.rows import Break, Target
from bvte.judgement.audit_subject import AuditPoint, Flag, Subject, thin_result
from bvte.judgement.baselines import baseline_of
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Estimate
from bvte.judgement.next_classes import NextClass
from bvte.judgement.paths import Ground, proposing_flag
from bvte.methods import interval

GROUND_OF = {
    AuditPoint.WEAKER_THAN_NATIONAL: Ground.NATIONAL,
    AuditPoint.WEAKER_THAN_BASELINE: Ground.REACHED,
    AuditPoint.SLOWER_THAN_PAST: Ground.PACE,
}
# Why a level is left to those who decide: a break forbids one, nothing says what is counted, the past pace is known
# only from a bound, a result only from one figure of an inferred year, the old level is reached already, or two figures
# of the newest time disagree on whether it is.
Left = StrEnum("Left", "BREAK UNDEFINED OPEN_PACE THIN_RESULT REACHED_ALREADY CONFLICT")


@dataclass(frozen=True)
class Level:
    """The level of a proposed target, or why there is none: either `target` and `ground`, or `left`.

    target : the target with that level; breaks : those that forbid one; disputed : figures that disagree.
    """

    target: Target | None = None
    ground: Ground | None = None
    left: Left | None = None
    breaks: tuple[Break, ...] = ()
    disputed: tuple[Estimate, ...] = ()


def level_for(subject: Subject, kind: NextClass, flags: Sequence[Flag], barriers: tuple[Break, ...]) -> Level:
    """The level that the evidence carries, or why it carries none."""
    if barriers:
        return Level(left=Left.BREAK, breaks=barriers)
    if kind == NextClass.DEFINE:
        return Level(left=Left.UNDEFINED)
    known = [flag for flag in flags if not _is_open_pace(subject, flag)]
    flag, is_nations = proposing_flag(subject, known), _is_nations(subject)
    # What the nation asks for binds, whichever of two figures is right.
    binds = is_nations or (flag is not None and flag.code == AuditPoint.WEAKER_THAN_NATIONAL)
    if not binds and (disputed := disputed_levels(subject)):
        return Level(left=Left.CONFLICT, disputed=disputed)
    if flag:
        return Level(_with_level(subject, flag), GROUND_OF[flag.code])
    if len(known) < len(flags):
        return Level(left=Left.OPEN_PACE)
    if any(flag.code == AuditPoint.ALREADY_MET for flag in flags):
        return Level(left=Left.REACHED_ALREADY)
    if thin_result(flags) and not is_nations:
        return Level(left=Left.THIN_RESULT)
    # A programme of the nation itself has no other above it: its level stays.
    return Level(subject.target, Ground.NATIONAL if is_nations and subject.national else Ground.KEPT)


def _is_nations(subject: Subject) -> bool:
    """Whether only the nation sets a target."""
    return subject.evidence.programmes[subject.origin.programme].level == "national"


def disputed_levels(subject: Subject) -> tuple[Estimate, ...]:
    """Figures of the newest year that contradict each other, where the target is met by one and not by the other: of
    such figures follows neither that its level can stay nor that it must change."""
    last = max((r.year for r in subject.estimates), default=None)
    newest = [r for r in subject.estimates if r.year == last]
    if len({interval.lies_within(r.interval, subject.wanted) for r in newest}) < 2:
        return ()
    found = conflicts(subject.evidence, subject.area, [subject.card.id])
    apart = {r for conflict in found if conflict.is_contradiction for r in conflict.estimates}
    told = tuple(r for r in newest if r in apart)
    return told if len({interval.lies_within(r.interval, subject.wanted) for r in told}) > 1 else ()


def _is_open_pace(subject: Subject, flag: Flag) -> bool:
    """Whether a flag speaks of a past pace of which an end is only a bound: no level follows from it."""
    if flag.code != AuditPoint.SLOWER_THAN_PAST:
        return False
    start, end = baseline_of(subject.evidence, flag.facts["from"], subject.area), flag.facts["baseline"]
    return start is None or start.is_bound or end.is_bound


def _with_level(subject: Subject, flag: Flag) -> Target:
    """The target with the value that a flag proposes; the nation's with its condition and base year."""
    if flag.code == AuditPoint.WEAKER_THAN_NATIONAL and subject.national:
        kept = {name: getattr(subject.national, name) for name in ("condition", "value", "baseline_year")}
        return subject.target.model_copy(update=kept)
    value = flag.remedy_facts["value"]
    # A value that was worked out is printed as finely as the old one.
    shown = value if isinstance(value, Decimal) else Decimal(value).quantize(subject.target.value)
    return subject.target.model_copy(update={"value": shown, "value_to": None})
