"""Is a target itself sound? Each check looks at one target of a programme and names what is wrong with it.

Here stand the checks of what a target means (definition, direction, unit, denominator, national counterpart);
`audit_baseline` has those of where things stood.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bvte.evidence import value
from bvte.evidence.codes import resolve_code
from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import places_at
from bvte.evidence.record import one_line
from bvte.evidence.rows import Programme, Target
from bvte.judgement.audit_baseline import BASELINE_CHECKS, register_jump
from bvte.judgement.audit_subject import AuditPoint, Flag, Remedy, Subject
from bvte.judgement.comparability import breaks_in_years
from bvte.judgement.estimates import Estimate, published_estimates
from bvte.judgement.finding import Facts
from bvte.judgement.next_classes import gravity
from bvte.judgement.target_terms import Standing, target_standing
from bvte.judgement.targets import Findings
from bvte.methods import interval

if TYPE_CHECKING:
    import pandas as pd

# A target this many times as strict as the national one, and as what the area itself reports, probably
# measures something else.
ANOTHER_MEASURE = 2


def met_by_definition(subject: Subject) -> Flag | None:
    """With reported cases as numerator the target is met from the first day; only a survey could miss it."""
    card = subject.card
    unit = subject.target.unit
    if card.reported_count is None or unit not in value.SCALES:
        return None
    pair = _reported_pair(subject, card.reported_count, card.reported_whole)
    if pair is None:
        return None
    count, whole = pair
    rate = interval.scale_interval(interval.divide_intervals(count.interval, whole.interval), value.SCALES[unit])
    if not interval.lies_within(rate, subject.wanted):
        return None
    facts = {"count": count, "whole": whole, "rate": rate.right, "unit": unit, "area": count.area}
    return Flag(AuditPoint.MET_BY_DEFINITION, facts, Remedy.SAY_REPORTED_OR_SURVEY)


def _reported_pair(subject: Subject, count: str, whole: str | None) -> tuple[Estimate, Estimate] | None:
    """The newest reported count of a year and its whole, both of the area or both of the country."""
    for area in (subject.area, *places_at(subject.evidence, "country")):
        part, total = (_newest_count(subject.evidence, code, area) for code in (count, whole))
        if part and total:
            return part, total
    return None


def _newest_count(evidence: Evidence, indicator: str | None, area: str) -> Estimate | None:
    found = published_estimates(evidence, indicator, area) if indicator else ()
    known = [r for r in found if _is_year_count(r)]
    return max(known, key=lambda r: r.period.last, default=None)


def _is_year_count(estimate: Estimate) -> bool:
    return estimate.comparator == "=" and (estimate.period.is_whole_year or estimate.period.is_moment)


def weaker_than_national(subject: Subject) -> Flag | None:
    """The national target of the very year asks for more; one of a later year may still be ahead on the same way.

    Of what is carried on the facts name that of the year in which the old target was due as well.
    """
    ratio, national = _as_strict_as(subject, subject.national), subject.national
    if national is None or ratio is None or ratio >= 1 or national.due_year > subject.target.due_year:
        return None
    then = {"then": subject.national_then} if subject.national_then else {}
    remedy = {"value": national.value}
    return Flag(AuditPoint.WEAKER_THAN_NATIONAL, _beside_own(subject) | then, Remedy.REACH_THE_NATIONAL, remedy)


def unlike_national(subject: Subject) -> Flag | None:
    """The target is so much stricter than the national one that it probably measures something else.

    The area's own level comes first: where the target is of its size, it is only a good level. What is carried on is
    held against the national target of the year for which it was set, where there is one.
    """
    if subject.past and subject.national_then:
        found = unlike_national(subject.past)
        return replace(found, facts={**found.facts, "target": subject.past.target}) if found else None
    ratio, from_own = _as_strict_as(subject, subject.national), _as_strict_as(subject, subject.own_level)
    if ratio is None or ratio < ANOTHER_MEASURE or (from_own is not None and from_own < ANOTHER_MEASURE):
        return None
    facts = _beside_own(subject) | {"ratio": ratio}
    return Flag(AuditPoint.UNLIKE_NATIONAL, facts, Remedy.USE_THE_NATIONAL_DEFINITION)


def _beside_own(subject: Subject) -> Facts:
    """The national target with the area's own level, where there is one, as the ground of a flag."""
    own = {"own": subject.own_level} if subject.own_level else {}
    return {"national": subject.national} | own


def _as_strict_as(subject: Subject, other: Target | Estimate | None) -> float | None:
    """How strict the target is as a multiple of another number (a target, an estimate): above 1 is stricter,
    None where unknown."""
    if other is None or subject.is_upper_bound is None:
        return None
    own, beside = float(subject.target.value), float(other.value)
    strict, easy = (beside, own) if subject.is_upper_bound else (own, beside)
    return strict / easy if easy else None


def vanishing_denominator(subject: Subject) -> Flag | None:
    """What the indicator is divided by ends or changes before the target is due."""
    years = subject.phase.start, subject.target.due_year
    breaks = breaks_in_years(subject.evidence, {subject.card.id}, subject.area, *years)
    first = next((b for b in breaks if b.kind == "denominator"), None)
    if first is None:
        return None
    facts, remedy = {"break": first.id}, {"date": first.date}
    return Flag(AuditPoint.VANISHING_DENOMINATOR, facts, Remedy.REDEFINE_BEFORE, remedy)


def unfound(subject: Subject) -> Flag | None:
    """No document that states the target was found: it is known only from the sentence on its result."""
    if target_standing(subject.evidence, subject.target) != Standing.UNFOUND:
        return None
    return Flag(AuditPoint.UNFOUND, {}, Remedy.FIND_THE_DOCUMENT)


def ambiguous_direction(subject: Subject) -> Flag | None:
    """A higher value may be good or bad news."""
    if subject.card.better != "ambiguous":
        return None
    why = subject.card.better_note or subject.card.definition
    return Flag(AuditPoint.AMBIGUOUS_DIRECTION, {"why": why}, Remedy.SAY_WHICH_WAY)


def ambiguous_unit(subject: Subject) -> Flag | None:
    """The printed unit can be read in two ways."""
    if subject.target.unit_printed is None:
        return None
    facts = {"printed": subject.target.unit_printed, "unit": subject.target.unit}
    return Flag(AuditPoint.AMBIGUOUS_UNIT, facts, Remedy.PRINT_THE_UNIT, {"unit": subject.target.unit})


def not_measurable(subject: Subject) -> Flag | None:
    """What is collected cannot measure what the target says."""
    card, day = subject.card, subject.evidence.day
    outside = {"outside": card.outside_set.told} if card.outside_set and card.outside_set.since <= day else {}
    if card.gap is None and not outside:
        return None
    gap = {"why": card.gap} if card.gap else {}
    return Flag(AuditPoint.NOT_MEASURABLE, gap | outside, Remedy.DEFINE_WHAT_COUNTS)


def nested_denominator(subject: Subject) -> Flag | None:
    """The target is a share of those who reach another target of the same programme."""
    targets = subject.evidence.targets_of(subject.phase.id)
    outer = next((t for t in targets if t.indicator == subject.card.nested_in), None)
    if outer is None:
        return None
    least = float(outer.value) * float(subject.target.value) / 100
    return Flag(AuditPoint.NESTED_DENOMINATOR, {"outer": outer, "least": least}, Remedy.NAME_THE_DENOMINATOR)


NATIONAL_CHECKS = (unfound, met_by_definition, weaker_than_national, unlike_national, vanishing_denominator)
MEANING_CHECKS = (nested_denominator, ambiguous_direction, ambiguous_unit, not_measurable)


CHECKS = (*BASELINE_CHECKS, *NATIONAL_CHECKS, *MEANING_CHECKS)
# What befell a target is still true of the one that carries it on or follows it: its units ended, its register jumped.
INHERITED = (vanishing_denominator, register_jump)


def flags_of(subject: Subject) -> tuple[Flag, ...]:
    """All that is wrong with a target, in check order; what it inherits names the target that it befell."""
    found = (check(subject) or _inherited(check, subject) for check in CHECKS)
    return tuple(flag for flag in found if flag)


def _inherited(check: Callable[[Subject], Flag | None], subject: Subject) -> Flag | None:
    flag = check(subject.past) if subject.past and check in INHERITED else None
    return replace(flag, facts={**flag.facts, "target": subject.past.target}) if flag and subject.past else None


@dataclass(frozen=True)
class Audit:
    """The flags of a programme's targets: `flags` maps a target's id to its flags, in check order."""

    evidence: Evidence
    programme: Programme
    area: str
    subjects: tuple[Subject, ...]
    flags: Mapping[str, tuple[Flag, ...]] = field(default_factory=dict)

    def __getitem__(self, target: str) -> tuple[Flag, ...]:
        """The flags of a target by its id. Raises CodeError, with the nearest right one."""
        return self.flags[resolve_code("target", target, self.flags)]

    def frame(self) -> "pd.DataFrame":
        """The audit as a frame, one row a target and check; its columns stand in `result_frames.AUDIT`."""
        from bvte.judgement.result_frames import frame_audit  # itself made of audits

        return frame_audit(self)

    def __repr__(self) -> str:
        counted = Counter(flag.code for flags in self.flags.values() for flag in flags)
        told = ", ".join(f"{n} {code}" for code, n in counted.items())
        return one_line(f"audit {self.programme.id} {self.area}", f"{len(self.flags)} targets", told)

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame().query("flagged"), ("target", "name", "check", "remedy", "source"))

    @property
    def sources(self) -> list[str]:
        """Ids of the sources of the targets, their baselines and all that a flag rests on, each once."""
        flags = (flag for found in self.flags.values() for flag in found)
        named = (code for flag in flags for code in flag.sources(self.evidence))
        baselines = (code for s in self.subjects if s.baseline for code in s.baseline.sources)
        return list(dict.fromkeys([*(s.target.source for s in self.subjects), *baselines, *named]))

    @property
    def ranked(self) -> list[Subject]:
        """The targets under audit, the gravest first, as the next phase ranks them."""
        return sorted(self.subjects, key=lambda subject: gravity(self.flags[subject.target.id]))

    @property
    def flagged(self) -> list[Target]:
        """Targets with at least one flag."""
        return [s.target for s in self.subjects if self.flags[s.target.id]]


def audit(evidence: Evidence, programme: str, area: str | None = None) -> Audit:
    """The audit of every target of a programme, in its own area or in another one.

    Raises KeyError for an unknown programme.

    >>> import bvte
    >>> audited = bvte.audit(bvte.load("dien-bien"), "cpp_2021_2025_db_draft")
    >>> int(audited.frame()["flagged"].sum()) == sum(len(audited[code]) for code in audited.flags)
    True
    """
    phase = evidence.programmes[programme]
    where = area or phase.area
    subjects = tuple(Subject(evidence, target, where) for target in evidence.targets_of(programme))
    flags = {s.target.id: flags_of(s) for s in subjects}
    return Audit(evidence, phase, where, subjects, flags)


def below_results(findings: Findings) -> list[tuple[Subject, Flag]]:
    """The targets of a phase that a document sets and that ask for less than was reported before, with that result.

    >>> import bvte
    >>> from bvte.judgement.audit import below_results
    >>> found = below_results(bvte.judge(bvte.load("dien-bien"), "cpp_2021_2025_db_draft"))
    >>> all(flag.facts["baseline"].indicator == subject.card.id for subject, flag in found)
    True
    """
    audited = audit(findings.evidence, findings.programme.id, findings.area)
    stated = (s for s in audited.subjects if target_standing(s.evidence, s.target) != Standing.UNFOUND)
    flags = ((s, flag) for s in stated for flag in audited.flags[s.target.id])
    return [(s, flag) for s, flag in flags if flag.code == AuditPoint.WEAKER_THAN_BASELINE]


def check_codes() -> list[str]:
    """Codes of all checks, in their order: the columns of an audit picture."""
    return [check.__name__ for check in CHECKS]
