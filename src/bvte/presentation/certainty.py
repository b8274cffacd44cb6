"""How sure are we: what a conclusion rests on, which methods disagree, what one more figure would settle."""

from markupsafe import Markup

from bvte.evidence.value import COUNTS
from bvte.judgement.coverage import why_ask
from bvte.judgement.verdicts import verdict_under
from bvte.presentation import cells, words
from bvte.presentation.show import Table, columns, nothing
from bvte.presentation.spelling import spelled
from bvte.presentation.texts import say


def certainty_table(findings, language):
    """Each target that has a figure: the judgement under each, the pace methods, what would settle it."""
    rows = tuple(_row(finding, findings.evidence, language) for finding in findings if finding.latest)
    if not rows:
        return nothing("progress.nothing", language)
    heads = columns(("indicator", "judgement", "rests_on:wide", "method:wide", "one_more"), language)
    return Table(say("progress.caption", language), heads, rows)


def _row(finding, evidence, language):
    name = evidence.indicators[finding.target.indicator].short[language]
    verdicts = {reading: verdict_under(finding.target, reading) for reading in finding.deciding}
    rests_on = cells.paragraphs(words.verdict_words(verdicts, language)) or cells.NOTHING
    status = cells.status(finding.label, language)
    return name, status, rests_on, _methods(finding.progress, evidence, language), settles(finding, language)


def _methods(progress, evidence, language):
    """What each pace method says, the registered one first, or why none does."""
    if progress is None:
        return cells.NOTHING
    said = [_assessment(assessment, evidence, language) for assessment in progress.assessments]
    refused = [words.reason_text(r, evidence, language) for r in progress.refusals if not _is_over(r)]
    return cells.paragraphs(said or refused) or cells.NOTHING


def _is_over(refusal):
    """Whether a method refuses only because the figure is of the due year, which needs no outlook."""
    return refusal.facts.get("code") in ("same_year", "after_target_year")


def _assessment(assessment, evidence, language):
    """One method and its label."""
    facts = spelled({"a": assessment}, evidence, language)
    return Markup("{}: <strong>{}</strong>").format(facts["a_method"], facts["a"])


def settles(finding, language):
    """The one figure that would settle the judgement of a target."""
    code = why_ask(finding) or "nothing"
    year = finding.latest.year if finding.latest else finding.target.due_year
    decimals = _decimals(finding) if code == "ask_precise" else None
    if decimals == 0:
        return say("reasons.decide_exact_number", language, year=year)
    precision = say(f"numbers.decimals.{decimals}", language) if decimals else ""
    facts = {"due": finding.target.due_year, "year": year, "precision": precision}
    return say(f"reasons.decide_{code}", language, **facts)


def _decimals(finding):
    """Decimals that would decide: the target's, one more than a number already has; 0 for an exact number."""
    if finding.target.unit in COUNTS:
        return 0
    latest = finding.latest
    more = 0 if latest.is_bound else 1
    decimals = max(1, -finding.target.value.as_tuple().exponent, more - latest.value.as_tuple().exponent)
    return decimals if decimals <= 3 else 0
