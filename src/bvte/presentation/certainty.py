"""How sure are we: what a conclusion rests on, which methods disagree, what one more figure would settle."""

from markupsafe import Markup

from bvte.judgement.coverage import why_ask
from bvte.judgement.targets import verdict_under
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
    status = cells.status(finding.status, language)
    return name, status, rests_on, _methods(finding.progress, evidence, language), settles(finding, language)


def _methods(progress, evidence, language):
    """What each pace method says, the registered one first, or why none does."""
    if progress is None:
        return cells.NOTHING
    said = [_assessment(assessment, evidence, language) for assessment in progress.assessments]
    refused = [
        words.reason_text(r, evidence, language) for r in progress.refusals if r.code != "refused_undefined"
    ]
    return cells.paragraphs(said or refused) or cells.NOTHING


def _assessment(assessment, evidence, language):
    """One method and its label."""
    facts = spelled({"a": assessment}, evidence, language)
    return Markup("{}: <strong>{}</strong>").format(facts["a_method"], facts["a"])


def settles(finding, language):
    """The one figure that would settle the judgement of a target."""
    code = why_ask(finding) or "nothing"
    year = finding.latest.year if finding.latest else finding.target.due_year
    key = "reasons.decide_nothing" if code == "nothing" else f"reasons.decide_{code}"
    return say(key, language, due=finding.target.due_year, year=year)
