"""What a report says first: a few figures of its phase, what each is held against, and how sure each is.

Chosen from the findings and never from a list, so that another folder gives its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import country_of, national_targets
from bvte.evidence.reporting import TO_MINISTRY, Agency
from bvte.evidence.rows import Break, Programme, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.conflict_kinds import STEPS
from bvte.judgement.conflicts import conflicts_with, contradicted_rates, opposed_to
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Direction, Finding, Reason, ReasonCode, Status
from bvte.judgement.stories import Move, step_of
from bvte.judgement.target_terms import day_set
from bvte.judgement.targets import Findings, other_estimates, published_results, reaches_back, verify_result

# Sentences with a figure at most: one more says how many targets stand how, so that six are read.
MOST = 5
# A figure of another place further away in time says little of the same years, and is not put beside one of the area.
YEARS_APART = 3


class Certainty(StrEnum):
    """How sure a figure is: told alike by several sources, by one, or open for a reason that is told."""

    AGREED = "agreed"
    SINGLE = "single"
    OPEN = "open"


@dataclass(frozen=True)
class Statement:
    """A figure that a report says first, with what it is held against.

    verified : how far it can be verified, as a reason; finding : of its target, None where it has none; start :
    where the phase began; national : the target of the nation for that time, `outdated` the break that lies
    between its day and the figure; nation : the nation's own figure; changes : published changes of the same level;
    before : the figure of an earlier year, of which `unsettled` says that others leave open how it moved since;
    parts : figures of the same time of what it holds; unexplained : another figure, from which this one is further than
    such figures usually move; begins : whether the figure is where the phase began, and none
    of it is known.
    """

    estimate: Estimate
    verified: Reason
    certainty: Certainty
    finding: Finding | None = None
    start: Estimate | None = None
    national: Target | None = None
    outdated: Break | None = None
    nation: Estimate | None = None
    changes: tuple[Estimate, ...] = ()
    before: Estimate | None = None
    parts: tuple[Estimate, ...] = ()
    begins: bool = False
    unsettled: bool = False
    unexplained: Estimate | None = None

    @property
    def judged(self) -> Finding | None:
        """The finding where a document sets the target, so that the figure is held against it."""
        return self.finding if self.finding and self.finding.status != Status.TARGET_NOT_FOUND else None

    @property
    def is_compared(self) -> bool:
        """Whether anything stands beside the figure."""
        return any((self.judged, self.start, self.before, self.national, self.nation))

    @property
    def is_alone(self) -> bool:
        """Whether it stands beside no other figure at all, not even one that it does not go with."""
        return not (self.is_compared or self.unexplained)


CERTAINTIES = {
    ReasonCode.VERIFY_AGREED: Certainty.AGREED,
    ReasonCode.VERIFY_REPRINTED: Certainty.SINGLE,
    ReasonCode.VERIFY_SINGLE: Certainty.SINGLE,
}


def statements(findings: Findings) -> list[Statement]:
    """The figures that a phase is told by, the surest first: of its targets, else the results of its sources, else
    those of its years that can be held against something, else others of its years.

    >>> import bvte
    >>> from bvte.judgement.message import MOST, statements
    >>> told = statements(bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db"))
    >>> 0 < len(told) <= MOST
    True
    """
    evidence, phase = findings.evidence, findings.programme
    told = statements_on(evidence, findings.items, published_results(findings)) if len(findings) else []
    if told:
        return told
    chosen = _newest_of_each(_figures_near(findings))
    told = [make_statement(evidence, phase, estimate) for estimate in chosen]
    compared = [statement for statement in told if statement.is_compared]
    # Where nothing else stands beside them, the figures of before do; of a known subject those are told besides.
    alone = chosen if not compared else [s.estimate for s in told if not s.is_compared and phase.national]
    moved = [_moved_statement(evidence, phase, estimate) for estimate in alone]
    return [*_told_first(evidence, compared), *_told_first(evidence, moved)]


def has_results(findings: Findings) -> bool:
    """Whether there is a figure that answers a target of a phase, or a result in a source of its targets."""
    return any(finding.latest for finding in findings) or bool(published_results(findings))


def first_statements(findings: Findings) -> list[Statement]:
    """What a page says first: results of the phase, of its other targets what is known beside or from before; where
    there is no result, these before the figures of its years.

    >>> import bvte
    >>> from bvte.judgement.message import MOST, first_statements
    >>> told = first_statements(bvte.judge(bvte.load("dien-bien"), "inj_2016_2020_db"))
    >>> 0 < len(told) <= MOST
    True
    """
    told, near = statements(findings), near_statements(findings)
    ordered = [*told, *near] if has_results(findings) else [*near, *told]
    firsts: dict[str, Statement] = {}
    for statement in ordered:
        firsts.setdefault(statement.estimate.indicator, statement)
    return list(firsts.values())[:MOST]


def near_statements(findings: Findings) -> list[Statement]:
    """Of the targets that no figure answers those with a figure of a part of them or of another kind, else with one of
    where they began; of levels for several years the first."""
    found: dict[str, Statement] = {}
    for finding in findings:
        if finding.latest is None and finding.status != Status.TARGET_NOT_FOUND:
            told = _beside_target(findings, finding) or _where_it_began(findings, finding)
            found |= {finding.target.indicator: told} if told and finding.target.indicator not in found else {}
    return list(found.values())


# Reasons that name a figure which speaks of a target without answering it.
BESIDE = (ReasonCode.FIGURE_OF_A_PART, ReasonCode.FIGURE_OF_ANOTHER_KIND)


def _beside_target(findings: Findings, finding: Finding) -> Statement | None:
    """The figure of a part of a target or of another kind, with the one before it."""
    reason, evidence = finding.reasons[0], findings.evidence
    if reason.code not in BESIDE:
        return None
    own: Estimate = reason.facts["estimate"]
    told = _moved_statement(evidence, findings.programme, own, finding)
    doubt = _doubt_of_rate(evidence, own)
    return replace(told, verified=doubt, certainty=Certainty.OPEN) if doubt else told


def _moved_statement(evidence: Evidence, phase: Programme, own: Estimate, finding: Finding | None = None) -> Statement:
    """A figure with the nearest earlier one that it may be laid beside, and whether it is open how it moved since."""
    step = _step_to(evidence, own)
    told = make_statement(evidence, phase, own, finding, step.first if step else None)
    return replace(told, unsettled=step is not None and step.direction == Direction.UNDETERMINED)


def _step_to(evidence: Evidence, own: Estimate) -> Move | None:
    """From the nearest earlier figure that one of an area may be laid beside to that, None where there is none."""
    known = [r for r in estimates_of(evidence, own.indicator, own.area) if r.period.last <= own.period.last]
    step = step_of(evidence, known)
    return step if step and step.last == own else None


def _doubt_of_rate(evidence: Evidence, count: Estimate) -> Reason | None:
    """That a rate worked out from a count contradicts another figure, so that one of the two is wrong; else None."""
    against = contradicted_rates(evidence, count.area, count.indicator)
    pairs = ((rate, opposed_to(conflict, rate)) for rate, conflict in against if {*count.rows} & {*rate.rows})
    told = ({"estimate": count, "rate": rate, "other": other} for rate, other in pairs)
    return next((Reason(ReasonCode.VERIFY_RATE, facts) for facts in told), None)


def _where_it_began(findings: Findings, finding: Finding) -> Statement | None:
    """The start of a target that nothing is known of since, beside the nation's target for the same year."""
    start, target, evidence = finding.baseline, finding.target, findings.evidence
    if start is None or (start.indicator, start.unit) != (target.indicator, target.unit):
        return None
    national = national_target(evidence, findings.programme, start, target.due_year)
    told = verify_result(evidence, start), certainty_of(evidence, start)
    return Statement(start, *told, finding, national=national, begins=True)


def statements_on(evidence: Evidence, findings: Sequence[Finding], results: Iterable[Estimate] = ()) -> list[Statement]:
    """The same of findings of any programmes, such as those of a yearly report; results : others to tell."""
    with_figures = {f.latest: f for f in findings if f.latest}
    judged = [figure for figure, f in with_figures.items() if f.status != Status.TARGET_NOT_FOUND]
    unfound = [figure for figure in with_figures if figure not in judged]
    # The phase of a result is that of the targets beside it.
    last = findings[-1].target.programme if findings else None
    told = []
    for estimate in dict.fromkeys([*judged, *results, *unfound]):
        finding = with_figures.get(estimate)
        phase = evidence.programmes[finding.target.programme if finding else str(last)]
        told.append(make_statement(evidence, phase, estimate, finding))
    return _told_first(evidence, told)


def _told_first(evidence: Evidence, told: Sequence[Statement]) -> list[Statement]:
    """The first few, the surest first."""
    order = list(Certainty)
    return sorted(_changes_with_levels(evidence, told), key=lambda s: order.index(s.certainty))[:MOST]


def _figures_near(findings: Findings) -> list[Estimate]:
    """The figures that tell of a phase, of its subject where it has no targets: those of a time that began in it.

    Of 894 couples in 2016-2021 most are no result of 2021-2025, the 175 of 2021 are; what began before it is told only
    where there is nothing else and no target that it would be taken for a result of.
    """
    told = [r for r in other_estimates(findings) if len(findings) or _is_of_its_subject(findings, r)]
    inside = [r for r in told if not reaches_back(findings, r)]
    return inside if inside or len(findings) else told


def _is_of_its_subject(findings: Findings, estimate: Estimate) -> bool:
    """Whether an indicator is of a group that the national programme sets targets in, where that sets any."""
    evidence, national = findings.evidence, findings.programme.national
    wanted = {evidence.indicators[t.indicator].group for t in evidence.targets_of(national)} if national else set()
    return not wanted or evidence.indicators[estimate.indicator].group in wanted


def _newest_of_each(estimates: Iterable[Estimate]) -> list[Estimate]:
    """The newest figure of each indicator, of those of one time the firmest, the newest of all first."""
    newest: dict[str, Estimate] = {}
    for estimate in sorted(estimates, key=lambda r: (-r.period.last.toordinal(), r.strength.rank)):
        newest.setdefault(estimate.indicator, estimate)
    return list(newest.values())


def _changes_with_levels(evidence: Evidence, told: Sequence[Statement]) -> list[Statement]:
    """A published change stands in the sentence of the level that it changed."""
    levels = {statement.estimate.indicator for statement in told}

    def level_of(statement: Statement) -> str | None:
        level = evidence.indicators[statement.estimate.indicator].change_of
        return level if level in levels else None

    folded: list[Statement] = []
    for statement in told:
        if level_of(statement) is None:
            own = statement.estimate.indicator
            changes = tuple(other.estimate for other in told if level_of(other) == own)
            folded.append(replace(statement, changes=changes))
    return folded


def make_statement(
    evidence: Evidence,
    phase: Programme | None,
    estimate: Estimate,
    finding: Finding | None = None,
    before: Estimate | None = None,
    parts: tuple[Estimate, ...] = (),
) -> Statement:
    """A figure with all that may stand beside it; phase : that it is of, None where no programme runs."""
    national = national_target(evidence, phase, estimate)
    return Statement(
        estimate,
        verify_result(evidence, estimate),
        certainty_of(evidence, estimate),
        finding,
        _start(finding, estimate),
        national,
        outdating(evidence, national, estimate) if national else None,
        nation_beside(evidence, estimate),
        before=before,
        parts=parts,
        unexplained=unexplained_from(evidence, estimate),
    )


def unexplained_from(evidence: Evidence, estimate: Estimate) -> Estimate | None:
    """The figure from which one is unusually far, so that neither is told alone, or None."""
    found = (c for c in conflicts_with(evidence, estimate) if c.kind in STEPS and estimate in c.estimates)
    return next((opposed_to(conflict, estimate) for conflict in found), None)


def certainty_of(evidence: Evidence, estimate: Estimate) -> Certainty:
    """How sure a figure is; a bound, what was worked out here and a change without its levels stay open."""
    is_number = estimate.strength in (Strength.PUBLISHED, Strength.APPROXIMATE)
    if not is_number or evidence.indicators[estimate.indicator].kind == "change":
        return Certainty.OPEN
    return CERTAINTIES.get(verify_result(evidence, estimate).code, Certainty.OPEN)


def _start(finding: Finding | None, estimate: Estimate) -> Estimate | None:
    """Where the phase began, of the same thing in the same unit and of an earlier year."""
    start = finding.baseline if finding else None
    alike = start and (start.indicator, start.unit) == (estimate.indicator, estimate.unit)
    return start if start and alike and start.year < estimate.year else None


def national_target(
    evidence: Evidence, phase: Programme | None, estimate: Estimate, year: int | None = None
) -> Target | None:
    """The national target for the indicator that was in force in a year, by default that of an estimate, or None.

    That of the programme which the phase carries out goes first, then the next one due; without a phase there is none.
    """
    if phase is None or phase.level == "national":
        return None
    found = [
        t
        for t in national_targets(evidence, estimate.indicator)
        if (t.unit, t.scope) == (estimate.unit, None)
        and t.stated == "yes"
        and evidence.programmes[t.programme].start <= (year or estimate.year) <= t.due_year
    ]
    return min(found, key=lambda t: (t.programme != phase.national, t.due_year, t.id), default=None)


def outdating(evidence: Evidence, national: Target, estimate: Estimate) -> Break | None:
    """The first break after the day of a target that forbids to hold an estimate against it, or None."""
    found = evidence.breaks_of({estimate.indicator}, estimate.area, day_set(evidence, national), estimate.period.last)
    return next((b for b in found if b.effect == "not_comparable"), None)


def nation_beside(evidence: Evidence, estimate: Estimate) -> Estimate | None:
    """The nation's figure nearest in time that may stand beside one of an area: alike in kind, no break between."""
    nation = country_of(evidence)
    if nation is None or nation == estimate.area or estimate.unit in COUNTS:
        return None
    return figure_beside(evidence, estimate, nation)


def figure_beside(evidence: Evidence, estimate: Estimate, area: str) -> Estimate | None:
    """The figure of another area nearest in time that may stand beside one: alike in kind, no break between."""
    alike = [r for r in estimates_of(evidence, estimate.indicator, area) if _stands_beside(evidence, r, estimate)]
    return min(alike, key=lambda r: (abs(r.year - estimate.year), r.strength.rank), default=None)


def _stands_beside(evidence: Evidence, other: Estimate, own: Estimate) -> bool:
    """Whether two figures of different areas may be read side by side."""
    if (other.unit, other.statistic, other.definition) != (own.unit, own.statistic, own.definition):
        return False
    if not (other.is_of_one_year and own.is_of_one_year) or abs(other.year - own.year) > YEARS_APART:
        return False
    ends = sorted((other.period.last, own.period.last))
    found = {b.id: b for area in (other.area, own.area) for b in evidence.breaks_of({own.indicator}, area, *ends)}
    return all(b.effect != "not_comparable" for b in found.values())


# What a unit may have been where its source prints it in a way that can be read as either.
OTHER_READING = {"percentage_points_per_year": "percent_per_year", "percentage_points": "percent"}


def other_unit(evidence: Evidence, estimate: Estimate) -> str | None:
    """The unit that the source of an estimate may mean as well, since it prints it in a way that can be read as
    either; None where it does not. The print is kept with the target that the same source reports as reached."""
    told = (t for t in evidence.targets.values() if t.unit_printed and t.source in estimate.sources)
    is_open = any((t.indicator, t.unit) == (estimate.indicator, estimate.unit) for t in told)
    return OTHER_READING.get(estimate.unit) if is_open else None


def in_charge(evidence: Evidence, area: str | None = None, day: date | None = None) -> Agency | None:
    """The body in charge of child protection of an area on a day, by default of the province now, or None where
    none is known."""
    valid = [a for a in bodies_of(evidence, area) if (a.is_valid(day) if day else a.valid_to is None)]
    return valid[-1] if valid else None


def bodies_of(evidence: Evidence, area: str | None = None) -> list[Agency]:
    """The bodies that were or are in charge of an area, or of one that holds it, by default of the province."""
    own = area or evidence.province.code
    inside = {None, own, *evidence.areas_above(own)}
    return [agency for agency in evidence.agencies.values() if agency.area in inside and agency.paper == TO_MINISTRY]
