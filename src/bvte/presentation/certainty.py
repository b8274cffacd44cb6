"""How sure are we: what a conclusion rests on, which methods disagree, what one more figure would settle."""

from markupsafe import Markup

from bvte.evidence.value import COUNTS
from bvte.judgement.answers import answer_obstacle
from bvte.judgement.coverage import RequestCode, level_ended, missing_start, request_codes
from bvte.judgement.finding import Status
from bvte.judgement.verdicts import verdict_under
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.show import Table, columns, nothing
from bvte.presentation.spelling import spelled
from bvte.presentation.texts import say


def certainty_table(findings):
    """Each target that has a figure: the judgement under each, the pace methods, what would settle it."""
    rows = tuple(_row(finding, findings.evidence) for finding in findings if finding.latest)
    if not rows:
        return nothing("progress.nothing")
    heads = columns(("indicator", "judgement", "rests_on:wide", "method:wide", "one_more"))
    return Table(say("progress.caption"), heads, rows)


def _row(finding, evidence):
    name = evidence.indicators[finding.target.indicator].short.text
    said = [_alone(reading, finding, evidence) for reading in finding.deciding]
    rests_on = cells.paragraphs(said) or cells.NOTHING
    status, methods = cells.status(finding.label), _methods(finding.progress, evidence)
    return name, status, rests_on, methods, _one_more(finding, evidence)


def _alone(reading, finding, evidence):
    """What one figure concludes by itself, or why nothing, for the reasons that the status has."""
    if finding.status == Status.TARGET_NOT_FOUND:
        return say("progress.no_target", reading=numbers.labelled(reading))
    why = answer_obstacle(evidence, finding.target, reading)
    if why:
        return words.target_reason(why, finding, evidence)
    return next(words.verdict_words({reading: verdict_under(finding.target, reading)}))


def _one_more(finding, evidence):
    """The one figure that would settle it, or that there can be none, since its level has ended."""
    target = finding.target
    last = level_ended(evidence, target.indicator, target.due_year)
    if last and request_codes(evidence, finding):
        return say("reasons.decide_past_asking", day=dates.day(last))
    return settles(finding, evidence)


def _methods(progress, evidence):
    """What each pace method says, the registered one first, or why none does."""
    if progress is None:
        return cells.NOTHING
    said = [_assessment(assessment, evidence) for assessment in progress.assessments]
    refused = [words.reason_text(r, evidence) for r in progress.refusals if not _is_over(r)]
    return cells.paragraphs(said or refused) or cells.NOTHING


def _is_over(refusal):
    """Whether a method refuses only because the figure is of the due year, which needs no outlook."""
    return refusal.facts.get("code") in ("same_year", "after_target_year")


def _assessment(assessment, evidence):
    """One method and its label."""
    facts = spelled({"a": assessment}, evidence)
    return Markup("{}: <strong>{}</strong>").format(facts["a_method"], facts["a"])


def settles(finding, evidence):
    """What would settle the judgement of a target: a figure, a document, the level a change starts from."""
    codes, start = request_codes(evidence, finding) or ("nothing",), missing_start(evidence, finding)
    return "; ".join(_settled_by(code, finding, start) for code in codes)


def _settled_by(code, finding, start):
    year = finding.latest.year if finding.latest else finding.target.due_year
    decimals = _decimals(finding) if code == RequestCode.ASK_PRECISE else None
    if decimals == 0:
        return say("reasons.decide_exact_number", year=year)
    precision = say(f"numbers.decimals.{decimals}") if decimals else ""
    facts = {"due": finding.target.due_year, "year": year, "precision": precision, "start": start}
    return say(f"reasons.decide_{code}", **facts)


def _decimals(finding):
    """Decimals that would decide: the target's, one more than a number already has; 0 for an exact number."""
    if finding.target.unit in COUNTS:
        return 0
    latest = finding.latest
    more = 0 if latest.is_bound else 1
    decimals = max(1, -finding.target.value.as_tuple().exponent, more - latest.value.as_tuple().exponent)
    return decimals if decimals <= 3 else 0
