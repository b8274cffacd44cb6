"""The top of a page: its title, and the phase in a few sentences that a deputy director can act on."""

from collections import Counter

from markupsafe import Markup

from bvte.judgement.finding import DECIDED, Status
from bvte.judgement.readings import Strength
from bvte.judgement.targets import (
    Findings,
    other_readings,
    phase_breaks,
    published_results,
    unknowns,
    verify_result,
)
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.citations import cited
from bvte.presentation.newness import page_facts, programme_name, seen_text
from bvte.presentation.show import Prose
from bvte.presentation.texts import say

# Remarks without which a judgement would mislead someone who reads nothing but the headline.
HEADLINE_REASONS = ("near_limit", "repeats_the_target", "count_jump", "others_agree")


def phase_title(findings):
    """Title of a phase report, with the programme's kind, level, years, status and legal document."""
    phase = findings.programme
    area = findings.evidence.area(findings.area).text("name")
    title = say("page.phase_title", programme=programme_name(phase, findings.evidence))
    facts = {
        "kind": say(f"status.kind.{phase.kind}"), "area": area,
        "years": dates.years_text(phase.start, phase.end),
        "status": say(f"status.programme.{phase.status}"),
        "document": phase.legal_document or say("page.no_document"),
    }  # fmt: skip
    seen = seen_text(findings.evidence, findings.area, cited(findings))
    return title_prose(title, say("page.phase_lead", **facts), seen)


def title_prose(title, lead, seen):
    """The h1 of a page, the line below it, and from which day the page sees."""
    html = Markup('<h1>{}</h1><p class="lead">{}</p><p class="seen">{}</p>').format(title, lead, seen)
    return Prose(html)


def headline(findings):
    """The key messages of a phase: how many targets stand how, each with figures, the breaks inside."""
    first = count_sentence(findings)
    judged = [f for f in findings if f.latest and f.status != Status.TARGET_NOT_FOUND]
    points = [point(finding, findings.evidence) for finding in judged]
    points += [_result(reading, findings.evidence) for reading in published_results(findings)]
    breaks = [_break_sentence(b) for b in phase_breaks(findings) if b.effect == "not_comparable"]
    items = Markup("").join(Markup("<li>{}</li>").format(item) for item in [*points, *breaks])
    html = Markup('<div class="key"><p><strong>{}</strong></p><ul>{}</ul></div>').format(first, items)
    facts = page_facts(findings.evidence, findings.area, cited(findings), first)
    return Prose(html if items else html.replace("<ul></ul>", ""), facts)


def count_sentence(findings):
    """How many targets stand at each status, and how many of the conclusions rest on weak evidence.

    Targets of a draft are counted by themselves, and those that were not found in no count of met or missed.
    """
    if not len(findings):
        results = len(other_readings(findings))
        key = "page.headline_only_results" if results else "page.headline_no_targets"
        return say(key, results=results)
    found = [f for f in findings if f.status != Status.TARGET_NOT_FOUND]
    groups = {
        "page.headline": [f for f in found if not f.draft],
        "page.headline_draft": [f for f in found if f.draft],
    }
    told = [_counted(key, group) for key, group in groups.items() if group]
    return " ".join([*_not_found(findings, len(found)), *told])


def _not_found(findings, found):
    """How many targets are known only from their results, told with the results where nothing else is."""
    missing = len(findings) - found
    if missing == 0:
        return
    results = len(published_results(findings)) if isinstance(findings, Findings) else missing
    yield say("page.headline_unfound", total=missing, results=results)


def _counted(key, findings):
    """How many of some targets stand at each status, and how many conclusions are weak."""
    counts = Counter(finding.status for finding in findings)
    parts = (f"{counts[code]} {say(f'page.count.{code}')}" for code in Status if counts[code])
    sentence = say(key, total=len(findings), parts=", ".join(parts))
    weak = sum(f.status in DECIDED and f.strength in (Strength.BOUND, Strength.DERIVED) for f in findings)
    return f"{sentence} {say('page.headline_weak', count=weak)}" if weak else sentence


def point(finding, evidence):
    """One target in one line: what was published, against what, and the judgement; of one that was not found
    the result, and how far it can be verified."""
    if finding.status == Status.TARGET_NOT_FOUND:
        return _result(finding.latest, evidence)
    facts = {
        "indicator": evidence.indicators[finding.target.indicator].short.text,
        "latest": numbers.labelled(finding.latest),
        "year": dates.year_text(finding.latest.period),
        "target": numbers.target_text(finding.target), "due": finding.target.due_year,
    }  # fmt: skip
    sentence = Markup("{} {}").format(say("page.point", **facts), cells.status(finding.label))
    urgent = (reason for reason in finding.reasons if reason.code in HEADLINE_REASONS)
    remarks = " ".join(words.target_reason(reason, finding, evidence) for reason in urgent)
    return Markup('{} <span class="when">{}</span>').format(sentence, remarks) if remarks else sentence


def _result(reading, evidence):
    """A result whose target was not found, and how far it can be verified."""
    facts = {
        "indicator": evidence.indicators[reading.indicator].short.text,
        "latest": numbers.labelled(reading), "year": dates.year_text(reading.period),
    }  # fmt: skip
    verified = words.verified(verify_result(evidence, reading), evidence)
    return Markup('{} <span class="when">{}</span>').format(say("page.result", **facts), verified)


def _break_sentence(b):
    facts = {"name": b.text("name"), "reason": b.text("reason")}
    return say("page.break", date=dates.day(b.date), **facts)


def gaps(findings):
    """What is not known in a phase, as a list of sentences."""
    found = [_gap(reason, findings.evidence) for reason in unknowns(findings)]
    found += [_break_sentence(b) for b in phase_breaks(findings)]
    items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in dict.fromkeys(found))
    return (
        Prose(Markup("<ul>{}</ul>").format(items))
        if items
        else Prose(Markup("<p>{}</p>").format(say("page.no_gaps")))
    )


def _gap(reason, evidence):
    """A gap as a sentence that names its indicator, target and due year."""
    finding = reason.facts.get("finding")
    if finding is None:
        return words.reason_text(reason, evidence)
    facts = {
        "indicator": evidence.indicators[finding.target.indicator].name.text,
        "target": numbers.target_text(finding.target), "due": finding.target.due_year,
        "latest": numbers.labelled(finding.latest) if finding.latest else "",
        "why": words.target_reason(finding.reasons[0], finding, evidence),
    }  # fmt: skip
    return say(f"reasons.{reason.code}", **facts)
