"""What belongs to one phase beside its targets: other results, conflicts, breaks, gaps, the nation."""

from bvte.judgement.conflicts import conflicts
from bvte.judgement.finding import Reason
from bvte.judgement.readings import readings
from bvte.judgement.targets import judge


def other_readings(findings):
    """Readings of the phase in its area for indicators without a target in it, in catalogue order.

    Only the statistical groups that the phase's targets belong to, and the general one; all of them where no
    target is known.
    """
    phase, cards = findings.programme, findings.evidence.indicators
    wanted = {finding.target.indicator for finding in findings}
    groups = (
        {"general", *(cards[code].group for code in wanted)} if wanted else {c.group for c in cards.values()}
    )
    return [
        reading
        for card in cards.values()
        if card.id not in wanted and card.group in groups
        for reading in readings(findings.evidence, card.id, findings.area)
        if phase.start <= reading.year <= phase.end
    ]


def next_target(findings, indicator):
    """The target that the following phase sets for an indicator, or None."""
    evidence = findings.evidence
    heirs = [p.id for p in evidence.programmes.values() if p.follows == findings.programme.id]
    targets = (t for t in evidence.targets.values() if t.programme in heirs and t.indicator == indicator)
    return next(targets, None)


def phase_conflicts(findings):
    """Conflicts in the phase's years: of its targets, of the counts behind them, of its other results."""
    evidence, phase = findings.evidence, findings.programme
    wanted = {f.target.indicator for f in findings} | {r.indicator for r in other_readings(findings)}
    cards = [evidence.indicators[code] for code in wanted]
    wanted |= {code for c in cards for code in (c.numerator_indicator, c.denominator_indicator)} - {None}
    inside = conflicts(evidence, findings.area, [i for i in evidence.indicators if i in wanted])
    return inside.only(c for c in inside if phase.start - 1 <= c.year <= phase.end + 1)


def phase_breaks(findings):
    """Breaks that fall into the phase (or its baseline year) and concern its targets' indicators, by date."""
    evidence, phase = findings.evidence, findings.programme
    wanted = {finding.target.indicator for finding in findings}
    return [
        b
        for b in sorted(evidence.breaks.values(), key=lambda b: (b.date, b.id))
        if phase.start - 1 <= b.date.year <= phase.end
        and any(b.touches(indicator, findings.area) for indicator in wanted)
    ]


def unknowns(findings):
    """What is not known, as reasons: missing figures, bounds, missing baselines, inferred years."""
    found = [] if len(findings) else [Reason("no_targets_found")]
    for finding in findings:
        facts = {"finding": finding}
        if finding.status == "target_not_found":
            found.append(Reason("unknown_target", facts))
        if finding.status == "no_data":
            found.append(Reason("unknown_result", facts))
        elif finding.status == "cannot_be_decided" and finding.latest is None:
            found.append(Reason("unknown_answer", facts))
        elif finding.reasons[0].code in ("only_earlier_value", "figure_of_years"):
            found.append(Reason("unknown_due_year", facts))
        elif finding.reasons[0].code == "interval_straddles" or finding.strength == "bound":
            found.append(Reason("unknown_exact_value", facts))
        elif finding.status == "cannot_be_decided":
            found.append(Reason("unknown_answer", facts))
        if (
            finding.target.baseline_value is None
            and findings.evidence.indicators[finding.target.indicator].kind != "change"
        ):
            found.append(Reason("unknown_baseline", facts))
    return found


def national_findings(findings):
    """The national programme that the phase carries out, judged on national figures, or None."""
    national = findings.programme.national
    return judge(findings.evidence, national) if national else None
