"""What the findings of a phase allow to conclude, and what has to be done first so that more can be concluded.

By rule from the findings: a conclusion says no more than its findings, and a step settles or verifies something that
the page leaves open.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bvte.evidence.merged import area_ended
from bvte.judgement.audit import vanishing_denominator
from bvte.judgement.audit_subject import Subject
from bvte.judgement.coverage import RequestCode, level_ended, missing_start, request_codes, why_ask
from bvte.judgement.estimates import Strength
from bvte.judgement.finding import DECIDED, Comparability, Direction, Facts, Finding, Status
from bvte.judgement.message import Certainty, Statement, statements
from bvte.judgement.reporting_bodies import bodies_to_ask
from bvte.judgement.targets import Findings, phase_conflicts

# Where a figure is kept back so that no child is known, nothing is asked for.
WITHHELD = "withheld"
# What a conclusion rests on at most where it is called weak.
WEAK = Strength.BOUND, Strength.DERIVED, Strength.REPORTED
JUDGED = (*DECIDED, Status.ON_COURSE, Status.OFF_COURSE)


@dataclass(frozen=True)
class Conclusion:
    """What is concluded of some targets alike: a status, or the request that says why there is no conclusion."""

    code: str
    findings: tuple[Finding, ...]


class StepCode(StrEnum):
    """What has to be done, what helps most of the targets first."""

    DOCUMENT = "document"
    APPROVAL = "approval"
    FIGURES = "figures"
    CARRY_ON = "carry_on"
    NEW_UNITS = "new_units"
    RECONCILE = "reconcile"
    EXPLAIN = "explain"
    VERIFY = "verify"


@dataclass(frozen=True)
class Step:
    """Something to do: for which targets, which kinds of bodies can (none: the body in charge), with its facts."""

    code: StepCode
    findings: tuple[Finding, ...] = ()
    bodies: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict)


def conclusions(findings: Findings) -> list[Conclusion]:
    """Targets that are concluded on alike, first those of which something can be said; none without targets.

    >>> import bvte
    >>> from bvte.judgement.next_steps import conclusions
    >>> [str(one.code) for one in conclusions(bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db"))]
    ['ask_target']
    """
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: _order(f.status)):
        groups[_concluded(finding)].append(finding)
    return [Conclusion(code, tuple(found)) for code, found in groups.items()]


def _order(status: Status) -> int:
    return JUDGED.index(status) if status in JUDGED else len(JUDGED)


def _concluded(finding: Finding) -> str:
    """Its status where that is a conclusion, else why there is none."""
    return finding.status if finding.status in JUDGED else why_ask(finding) or WITHHELD


def apart_from_start(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of which nobody can say whether the figure rose or fell, since it may not be laid beside its start."""
    return [f for f in findings if f.comparison and f.comparison.verdict == Comparability.NOT_COMPARABLE]


def undetermined(findings: Iterable[Finding]) -> list[Finding]:
    """Findings whose figure may be laid beside its start, and of which it is open whether it rose or fell."""
    return [f for f in findings if f.direction == Direction.UNDETERMINED and f not in apart_from_start([f])]


def next_steps(findings: Findings) -> list[Step]:
    """What to do, the most useful first: the document, figures that decide, what nobody can count any more, figures to
    reconcile, to explain, to verify; none of a phase without targets.

    >>> import bvte
    >>> from bvte.judgement.next_steps import next_steps
    >>> first, *_ = next_steps(bvte.judge(bvte.load("dien-bien"), "cpp_2021_2025_db_draft"))
    >>> first.code.name
    'APPROVAL'
    """
    if not len(findings):
        return []
    return [*_papers(findings), *_figures(findings), *_gone(findings), *_disputed(findings), *_unverified(findings)]


def _papers(findings: Findings) -> Iterator[Step]:
    """The document that sets targets known from elsewhere; the decision on a draft."""
    unfound = tuple(f for f in findings if f.status == Status.TARGET_NOT_FOUND)
    drafted = tuple(f for f in findings if f.draft)
    if unfound:
        yield Step(StepCode.DOCUMENT, unfound)
    if drafted:
        yield Step(StepCode.APPROVAL, drafted)


# What is asked for as the target reads, whatever there is instead: nothing, a figure of years, of a part, of others.
AS_MEANT = (RequestCode.ASK_VALUE, RequestCode.ASK_DUE_YEAR, RequestCode.ASK_ANSWER, RequestCode.ASK_SCOPE)


def _figures(findings: Findings) -> Iterator[Step]:
    """Figures that decide targets or confirm them, those first that decide most: what is asked alike of the same bodies
    at once."""
    groups: dict[tuple[tuple[object, ...], tuple[str, ...]], list[Finding]] = defaultdict(list)
    for finding in findings:
        codes = request_codes(findings.evidence, finding)
        if codes and finding.status != Status.TARGET_NOT_FOUND and not _last_day(findings, finding):
            groups[(_asked(findings, finding, codes), _bodies(findings, finding))].append(finding)
    for (asked, bodies), found in sorted(groups.items(), key=lambda group: -_decided_by(group[1])):
        yield Step(StepCode.FIGURES, tuple(found), bodies, {"is_meant": asked[0] is None})


def _asked(findings: Findings, finding: Finding, codes: tuple[RequestCode, ...]) -> tuple[object, ...]:
    """What is asked of a target, alike for those that want the figure of their due year as they read."""
    due, start = finding.target.due_year, missing_start(findings.evidence, finding)
    return (None, due) if all(code in AS_MEANT for code in codes) else (codes, due, start)


def _decided_by(found: Iterable[Finding]) -> int:
    """How many targets a figure decides that are not decided yet."""
    return sum(f.status not in DECIDED for f in found)


def _bodies(findings: Findings, finding: Finding) -> tuple[str, ...]:
    """Kinds of bodies that can say what a target counts."""
    return bodies_to_ask(findings.evidence, findings.area, finding.target.indicator, finding.target.due_year)


def _disputed(findings: Findings) -> Iterator[Step]:
    """Figures of its targets and results, then of the counts behind them and of the rates made of them, that contradict
    each other or have to be explained."""
    told = [f.target.indicator for f in findings] + [s.estimate.indicator for s in statements(findings)]
    cards = [findings.evidence.indicators[code] for code in told]
    behind = ([c.id for c in cards], [c.numerator_indicator for c in cards], [c.denominator_indicator for c in cards])
    made = [c.id for c in findings.evidence.indicators.values() if c.numerator_indicator in told]
    order = [code for codes in (*behind, made) for code in dict.fromkeys(codes)]
    found = sorted(
        (conflict for conflict in phase_conflicts(findings) if conflict.indicator in order),
        key=lambda conflict: order.index(conflict.indicator),
    )
    for code, is_against in ((StepCode.RECONCILE, True), (StepCode.EXPLAIN, False)):
        chosen = tuple(conflict for conflict in found if conflict.is_contradiction == is_against)
        if chosen:
            yield Step(code, facts={"conflicts": chosen})


def _unverified(findings: Findings) -> Iterator[Step]:
    """Results that a document or several sources do not bear out, and of which no figure is asked already."""
    asked = {f.target.indicator for step in _figures(findings) for f in step.findings}
    told = [s for s in statements(findings) if s.estimate.indicator not in asked]
    chosen: tuple[Statement, ...] = tuple(s for s in told if s.certainty != Certainty.AGREED)
    if chosen:
        yield Step(StepCode.VERIFY, facts={"statements": chosen})


def _gone(findings: Findings) -> Iterator[Step]:
    """Targets that cannot go on as they read, since their area ended or the units that they count became others before
    they were due."""
    groups: dict[tuple[StepCode, date], list[Finding]] = defaultdict(list)
    for finding in findings:
        if last := _last_day(findings, finding) or _last_of_units(findings, finding):
            groups[last].append(finding)
    for (code, day), found in groups.items():
        yield Step(code, tuple(found), facts={"day": day})


def _last_day(findings: Findings, finding: Finding) -> tuple[StepCode, date] | None:
    """What ended before a target was due that is still open, and when; None where it can still be counted."""
    evidence, target = findings.evidence, finding.target
    if not request_codes(evidence, finding) or finding.status == Status.TARGET_NOT_FOUND:
        return None
    if last := area_ended(evidence, findings.programme.area, date(target.due_year, 12, 31)):
        return StepCode.CARRY_ON, last
    if last := level_ended(evidence, target.indicator, target.due_year):
        return StepCode.NEW_UNITS, last
    return None


def _last_of_units(findings: Findings, finding: Finding) -> tuple[StepCode, date] | None:
    """The last day of the units that a target counts, by the check that the audit and the next phase go by: what is
    counted in those after them can still be known, and has to be set anew all the same."""
    flag = vanishing_denominator(Subject(findings.evidence, finding.target, findings.programme.area))
    if flag is None or finding.status == Status.TARGET_NOT_FOUND:
        return None
    return StepCode.NEW_UNITS, flag.remedy_facts["date"] - timedelta(days=1)
