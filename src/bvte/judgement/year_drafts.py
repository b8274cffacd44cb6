"""What a yearly report drafts beyond its figures: good results of the year, and what its next targets need."""

from bvte.evidence.indicator import Direction, Group
from bvte.evidence.rows import Break, BreakKind, Programme, Target
from bvte.evidence.value import SHARES
from bvte.judgement.annual import Annual, breaks_within
from bvte.judgement.audit import flags_of
from bvte.judgement.audit_subject import Flag, Remedy, Subject
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import Estimate, Strength
from bvte.judgement.finding import Finding, Status
from bvte.judgement.message import national_target, outdating
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_phase import NextPhase, NextTarget, next_phase
from bvte.judgement.target_terms import satisfied_by
from bvte.methods.interval import are_disjoint


def good_results(report: Annual) -> list[Estimate]:
    """Published figures on children of which more is better: shares that most children have, none that grew worse or
    that is short of what the nation asks next, this year or later."""
    cells = (cell for form in report.forms.values() for row in form.rows if not row.units for cell in row.cells)
    return list(dict.fromkeys(cell.this for cell in cells if cell.this and _is_good(report, cell.last, cell.this)))


def _is_good(report: Annual, last: Estimate | None, own: Estimate) -> bool:
    card = report.known.indicators[own.indicator]
    is_wanted = card.better == Direction.up and card.group != Group.general and own.unit in SHARES
    is_most = card.limits[1] is not None and 2 * float(own.value) > card.limits[1]
    is_good = _is_firm(report, own) and is_wanted and is_most
    return is_good and not (below_nation(report, own) or is_worse(report, last, own))


def good_findings(report: Annual) -> list[Finding]:
    """Targets that are met or on course by a published figure of a stated year, and not at their limit: a verdict that
    hangs on more is told with the results of all targets alone."""
    good = (Status.MET, Status.ON_COURSE)
    return [finding for finding in report.findings if finding.status in good and not _is_conditional(finding)]


def _is_conditional(finding: Finding) -> bool:
    latest = finding.latest
    return latest is None or not latest.period_stated or latest.strength == Strength.DERIVED


def below_nation(report: Annual, own: Estimate) -> Target | None:
    """The next national target, due in the year of a figure or later, that the figure is surely short of, else None."""
    target = national_target(report.known, first_phase(report), own)
    if target is None or outdating(report.known, target, own):
        return None
    return target if are_disjoint(own.interval, satisfied_by(target)) else None


def missed_national(report: Annual, own: Estimate) -> Target | None:
    """The national target due in the year of a figure that the figure surely misses, None where there is none."""
    target = below_nation(report, own)
    return target if target and target.due_year == own.year else None


def taken_over(report: Annual) -> list[Break]:
    """Changes of the year by which the work on children came to another body, as published."""
    found = breaks_within(report)
    return [b for b in found if b.kind == BreakKind.agency and b.date.year == report.year and b.source]


def first_phase(report: Annual) -> Programme | None:
    """The programme whose national one goes first where several set a target; None in a year without any."""
    return next(iter(report.programmes), None)


def shortfalls(report: Annual) -> list[tuple[Estimate, Target]]:
    """Published figures of the year that surely miss the national target due in it."""
    cells = (cell.this for form in report.forms.values() for row in form.rows if not row.units for cell in row.cells)
    firm = (own for own in cells if own and _is_firm(report, own))
    missed = ((own, missed_national(report, own)) for own in dict.fromkeys(firm))
    return [(own, target) for own, target in missed if target]


def _is_firm(report: Annual, own: Estimate) -> bool:
    """Whether a figure was published of the area itself, and of no part of the year: it is told as good or short, with
    a mark where its year was inferred."""
    return own.strength == Strength.PUBLISHED and own.area == report.area and not own.period.is_part_year


def is_worse(report: Annual, before: Estimate | None, own: Estimate) -> bool:
    """Whether a figure is surely worse than an earlier one, where both may be compared and one way is the good one."""
    if before is None or not may_compare(report.known, before, own):
        return False
    worse, better = own.interval, before.interval
    if report.known.indicators[own.indicator].better == Direction.down:
        worse, better = better, worse
    return report.known.indicators[own.indicator].better != Direction.ambiguous and bool(worse.right < better.left)


def next_phases(report: Annual) -> list[NextPhase]:
    """What the phase after each programme of the year may ask for."""
    judged = dict.fromkeys(finding.target.programme for finding in report.findings)
    return [next_phase(report.known, code, area=report.area) for code in judged]


def next_targets(report: Annual) -> list[NextTarget]:
    """The targets of the year's programmes as the phase after each may carry them, the gravest first."""
    return [item for phase in next_phases(report) for item in phase.own]


def is_over(report: Annual, phase: NextPhase) -> bool:
    """Whether the programme before a phase ends with the year of the report, or ended before."""
    return phase.closing.end <= report.year


def still_to_set(report: Annual, phase: NextPhase) -> Programme:
    """The programme in which its targets can be mended: the next one, or the one that still goes on."""
    return phase.phase if is_over(report, phase) else phase.closing


def asks_to_explain(item: NextTarget) -> bool:
    """Whether the list that it is counted from has to be explained before anything else."""
    # A target may have to be defined for a break alone.
    return any(flag.remedy == Remedy.EXPLAIN_THE_REGISTER for flag in item.points[:1])


def lacks_document(item: NextTarget) -> bool:
    """Whether the document that sets it has to be found first, which is for the office and not for whom it asks."""
    return any(flag.remedy == Remedy.FIND_THE_DOCUMENT for flag in item.points[:1])


def asked_of_nation(report: Annual, phase: NextPhase, item: NextTarget) -> tuple[Subject, Flag] | None:
    """The nation's own target with the gravest point of a province's one, where it has the same point: whoever set the
    nation's can mend it, and its level is the one that binds.

    Beside a programme that goes on it is that of its own time, beside the next one that of the time to come.
    """
    evidence, area = item.subject.evidence, item.subject.area
    national = item.binding if is_over(report, phase) else Subject(evidence, item.origin, area).national
    if national is None or not item.grave:
        return None
    subject = Subject(evidence, national, area)
    return next(((subject, flag) for flag in flags_of(subject) if flag.code == item.grave[0].code), None)


def to_define(phase: NextPhase) -> list[NextTarget]:
    """Targets of which a concept is to be defined, but for those whose count has to be explained, or whose document has
    to be found, first."""
    found = phase.of_class(NextClass.DEFINE)
    return [item for item in found if not (asks_to_explain(item) or lacks_document(item))]
