"""What a workshop that sets targets has to see: the closing phase, the audit of the draft, each choice.

And what lies on its tables: the figures of each topic, and the questions that figures raise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.lookups import places_at
from bvte.evidence.national import Topic, workshop_plan
from bvte.evidence.record import one_line
from bvte.evidence.rows import Break
from bvte.judgement.audit import Audit, audit
from bvte.judgement.audit_subject import AuditPoint, Flag, Subject
from bvte.judgement.choices import Choice, choice_for
from bvte.judgement.conflict_kinds import Conflict
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Estimate, estimates_of, withheld_estimates
from bvte.judgement.next_phase import NextTarget, next_target
from bvte.judgement.paths import Ground, PathKind
from bvte.judgement.targets import Findings, judge

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Workshop:
    """The findings of the programme that closes, the audit of the drafted one, and each of its targets as the next
    phase may ask for it."""

    closing: Findings
    audit: Audit
    items: tuple[NextTarget, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """A choice a target: the ways to its due year, last the level that is proposed, where it is another one."""
        return tuple(_with_proposal(item) for item in self.items)

    def frame(self) -> "pd.DataFrame":
        """The choices as a frame, one row a target and path; its columns: `result_frames.WORKSHOP`."""
        from bvte.judgement.result_frames import frame_workshop  # itself made of workshops

        return frame_workshop(self)

    def __repr__(self) -> str:
        ways = f"{self.closing.programme.id} -> {self.audit.programme.id}"
        paths = sum(len(choice.paths) for choice in self.choices)
        return one_line(f"workshop {ways} {self.area}", f"{len(self.choices)} choices, {paths} paths")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame(), ("target", "name", "unit", "due_year", "path", "low", "high", "ground"))

    @property
    def evidence(self) -> Evidence:
        """The evidence of both programmes."""
        return self.audit.evidence

    @property
    def area(self) -> str:
        """Code of the area that the targets are for."""
        return self.audit.area


def workshop(evidence: Evidence, closing: str, drafted: str, area: str | None = None) -> Workshop:
    """The pack of a workshop where results of the programme `closing` become targets of `drafted`.

    Raises KeyError for an unknown programme.

    >>> import bvte
    >>> pack = bvte.workshop(bvte.load("dien-bien"), "cpp_2016_2020_db", "cpp_2021_2025_db_draft")
    >>> pack.frame()["target"].nunique() == len(pack.choices)
    True
    """
    audited = audit(evidence, drafted, area)
    findings = judge(evidence, closing, audited.area)
    items = (next_target(choice_for(s, findings.programme), audited.flags[s.target.id]) for s in audited.subjects)
    return Workshop(findings, audited, tuple(items))


def _with_proposal(item: NextTarget) -> Choice:
    """The choice with the nation's level and, last, the proposed one. A level that stays, or is left to those who
    decide, is no path of its own, and the nation's that is proposed is one path."""
    path, ground = item.proposed_path, item.level.ground
    if path is None or ground == Ground.KEPT:
        return replace(item.choice, paths=item.ways)
    ways = (way for way in item.ways if not (way.kind == PathKind.NATIONAL and ground == Ground.NATIONAL))
    return replace(item.choice, paths=(*ways, path))


def workshop_conflicts(pack: Workshop) -> list[Conflict]:
    """Conflicts of the draft's indicators, of what they are made from, and of those of the topics."""
    cards = [subject.card for subject in pack.audit.subjects]
    counts = ((c.id, c.numerator_indicator, c.denominator_indicator, c.whole_indicator) for c in cards)
    topics = (topic.indicators for topic in workshop_plan().topics.values())
    wanted = {code for codes in (*counts, *topics) for code in codes}
    return conflicts(pack.evidence, pack.area, [code for code in pack.evidence.indicators if code in wanted])


@dataclass(frozen=True)
class Placemat:
    """The newest figure of each indicator of a topic; cards of those without one, and of those whose newest
    figure may not be shown; conflicts: what calls one of the figures in doubt."""

    topic: Topic
    estimates: tuple[Estimate, ...]
    missing: tuple[Indicator, ...]
    withheld: tuple[Indicator, ...]
    conflicts: tuple[Conflict, ...] = ()


# What raises a question beside the points of the audit.
Doubt = StrEnum("Doubt", "CONFLICT UNUSUAL BREAK")


@dataclass(frozen=True)
class Question:
    """A question and what raised it. code : of the question; indicator : its card; subject, flag : the
    target and weakness, conflict : the figures, or break_ : the break that it comes from."""

    code: AuditPoint | Doubt
    indicator: Indicator
    subject: Subject | None = None
    flag: Flag | None = None
    conflict: Conflict | None = None
    break_: Break | None = None


def placemats(pack: Workshop) -> tuple[Placemat, ...]:
    """A placemat for every topic of the plan, with the figures of the area, else of the country."""
    found = workshop_conflicts(pack)
    return tuple(_topic_placemat(pack, topic, found) for topic in workshop_plan().topics.values())


def _topic_placemat(pack: Workshop, topic: Topic, conflicts: list[Conflict]) -> Placemat:
    cards = [pack.evidence.indicators[code] for code in topic.indicators if code in pack.evidence.indicators]
    found = {card: _newest_estimate(pack, card.id) for card in cards}
    hidden = tuple(card for card, estimate in found.items() if _is_newer_withheld(pack, card.id, estimate))
    shown = tuple(estimate for card, estimate in found.items() if estimate and card not in hidden)
    missing = tuple(card for card in cards if found[card] is None and card not in hidden)
    doubts = tuple(c for c in conflicts if set(c.estimates) & set(shown))
    return Placemat(topic, shown, missing, hidden, doubts)


def _is_newer_withheld(pack: Workshop, indicator: str, shown: Estimate | None) -> bool:
    """Whether a figure of the area is withheld that is newer than the one that could be shown."""
    known = withheld_estimates(pack.evidence, indicator, pack.area)
    return any(shown is None or r.period.last > shown.period.last for r in known)


def _newest_estimate(pack: Workshop, indicator: str) -> Estimate | None:
    """The firmest of the newest estimates of the area, else of the country, or None.

    A figure of several years is the newest only where none of one year at most ends as late, as in the evaluation.
    """
    for area in (pack.area, *places_at(pack.evidence, "country")):
        known = estimates_of(pack.evidence, indicator, area)
        known = [r for r in known if not (r.period.is_longer and _told_shorter(r, known))]
        if known:
            return max(known, key=lambda r: (r.period.last, -r.strength.rank))
    return None


def _told_shorter(long: Estimate, known: list[Estimate]) -> bool:
    """Whether a figure of one year at most ends as late as a longer one."""
    return any(r.period.last >= long.period.last for r in known if not r.period.is_longer)


def questions(pack: Workshop) -> tuple[Question, ...]:
    """Questions from the audit's flags, then from the conflicts, then from the breaks, each once."""
    return (*_from_flags(pack), *_from_conflicts(pack), *_from_breaks(pack))


def _from_flags(pack: Workshop) -> Iterator[Question]:
    for subject in pack.audit.subjects:
        for flag in pack.audit.flags[subject.target.id]:
            yield Question(flag.code, subject.card, subject, flag)


def _from_conflicts(pack: Workshop) -> Iterator[Question]:
    for conflict in workshop_conflicts(pack):
        code = Doubt.CONFLICT if conflict.is_contradiction else Doubt.UNUSUAL
        yield Question(code, pack.evidence.indicators[conflict.indicator], conflict=conflict)


def _from_breaks(pack: Workshop) -> Iterator[Question]:
    """One question for each break on the way of a target, unless a flag asks about it already."""
    flags = (flag for flags in pack.audit.flags.values() for flag in flags)
    asked = {flag.facts["break"] for flag in flags if "break" in flag.facts}
    for choice in pack.choices:
        for b in choice.breaks:
            if b.id not in asked:
                asked.add(b.id)
                yield Question(Doubt.BREAK, choice.subject.card, choice.subject, break_=b)
