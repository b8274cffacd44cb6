"""Where to look for what a phase set itself: what is known of it, whose papers they are, and whom to ask."""

from collections.abc import Iterator
from datetime import date

from bvte.evidence.lookups import heirs_of
from bvte.evidence.national import programme_kinds
from bvte.evidence.reporting import Agency
from bvte.judgement.baselines import baseline_of
from bvte.judgement.finding import Status
from bvte.judgement.message import bodies_of, in_charge
from bvte.judgement.targets import Findings
from bvte.presentation import cells, dates, numbers
from bvte.presentation.citations import cited
from bvte.presentation.document import Prose
from bvte.presentation.newness import birth_text, inside
from bvte.presentation.parts import listing, nothing
from bvte.presentation.phrases import Phrase, phrase
from bvte.presentation.source_words import document_text, title_text
from bvte.presentation.texts import say


def search_help(findings: Findings) -> Prose:
    """What helps to find the targets of a phase of which no document was found that sets one; a draft sets none.

    >>> import bvte
    >>> empty = bvte.judge(bvte.load("dien-bien", language="en"), "nap_1991_2000_db")
    >>> "Lai Châu" in str(bvte.search_help(empty))
    True
    """
    if any(finding.status != Status.TARGET_NOT_FOUND and not finding.draft for finding in findings):
        return nothing("search.found")
    return Prose(listing(filter(None, _clues(findings)), "search"))


def _clues(findings: Findings) -> Iterator[str | Phrase]:
    """What is known, the document to look for, whose territory it was, its neighbours in time, where and whom."""
    evidence, phase = findings.evidence, findings.programme
    if phase.source:
        named = title_text(evidence.sources[phase.source])
        yield phrase(say("search.named", title=named), " ", cells.cite([phase.source], cited(findings)))
    yield _document(findings)
    yield birth_text([phase], evidence)
    yield from _next_phases(findings)
    yield _archives(findings)
    yield _whom(findings)


def _document(findings: Findings) -> str:
    """The document itself where its number is known, else what the province made of the national programme."""
    evidence, phase = findings.evidence, findings.programme
    before = evidence.before(phase)
    area = before.text("before") if before else inside(evidence.area(phase.area))
    if phase.status == "draft":
        facts = {"kind": programme_kinds()[phase.kind].name.text, "phase": dates.spoken_years(phase.start, phase.end)}
        return say("search.approval", area=area, start=phase.start, last=phase.start - 1, **facts)
    if phase.legal_document:
        return say("search.document", document=document_text(phase.legal_document))
    if phase.national is None:
        return say("search.own_document", area=area, start=phase.start)
    national = evidence.programmes[phase.national]
    document = document_text(national.legal_document or "") or say("page.no_document")
    facts = {"programme": national.text("name"), "document": document}
    return say("search.carries_out", area=area, start=phase.start, **facts)


def _next_phases(findings: Findings) -> Iterator[str]:
    """The phases that follow, which may print where this one ended."""
    evidence = findings.evidence
    for heir in heirs_of(evidence, findings.programme.id):
        starts = [baseline_of(evidence, target, findings.area) for target in evidence.targets_of(heir.id)]
        told = {
            say(
                "message.named_figure",
                indicator=evidence.indicators[start.indicator].short.text,
                figure=numbers.labelled(start),
                time=dates.time_text(start),
            )
            for start in starts
            if start
        }
        facts = {"programme": heir.text("name"), "figures": "; ".join(sorted(told))}
        yield say("search.next_with_start" if told else "search.next", **facts)


def _archives(findings: Findings) -> str:
    """Whose archives to ask."""
    evidence, phase = findings.evidence, findings.programme
    before = evidence.before(phase)
    area = inside(evidence.area(phase.area))
    return (
        say("search.archives_both", area=area, before=before.text("before"))
        if before
        else say("search.archives", area=area)
    )


def _whom(findings: Findings) -> str:
    """Who is in charge now, and who was before."""
    now = in_charge(findings.evidence)
    if now is None:
        return ""
    start = date(findings.programme.start, 1, 1)
    known = bodies_of(findings.evidence, findings.programme.area)
    in_time = [a for a in known if a.id != now.id and (a.valid_to or date.max) >= start]
    # A merged province has a department of the same name: it is asked once, with the first day of both.
    same = [a for a in in_time if a.text("name") == now.text("name")]
    former = [a for a in in_time if a not in same]
    facts = {"now": _body_since(now, same), "then": "; ".join(map(_former_body, former))}
    return say("search.whom_after" if former else "search.whom", **facts)


def _body_since(now: Agency, same: list[Agency]) -> str:
    """A body in charge; where one of its name was so before it in the area or a part of it, since which day."""
    first = [a.valid_from for a in (*same, now)]
    if not same or None in first:
        return now.text("name")
    return say("search.since", name=now.text("name"), day=dates.day(min(filter(None, first))))


def _former_body(agency: Agency) -> str:
    """A body that is no longer in charge, whose it was where the folder is about several, and its last day."""
    name = agency.text("name") + (f" ({agency.text('place')})" if agency.area else "")
    return say("search.until", name=name, day=dates.day(agency.valid_to)) if agency.valid_to else name
