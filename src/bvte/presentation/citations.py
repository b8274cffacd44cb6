"""The numbered list of sources of a report: one numbering for all its tables."""

import re

from bvte.evidence.language import LANGUAGES, active_language
from bvte.evidence.rows import SourceKind
from bvte.judgement.audit import below_results
from bvte.judgement.beside import figures_elsewhere
from bvte.judgement.message import first_statements
from bvte.judgement.targets import national_findings, other_estimates, phase_conflicts
from bvte.judgement.vantage import cited_by
from bvte.presentation import cells
from bvte.presentation.document import Item, Listing, Prose
from bvte.presentation.parts import nothing
from bvte.presentation.phrases import SOURCE_ANCHOR, Look, link, phrase, span, strong
from bvte.presentation.source_words import (
    doubt_note,
    printed_text,
    publisher_text,
    readable_title,
    title_language,
    title_text,
)
from bvte.presentation.texts import say

NUMBERED_HOST = re.compile(r"https?://\d{1,3}(\.\d{1,3}){3}(?=[:/]|$)")


def cite_figure(estimate, cited):
    """The sources of a figure; of a derived one that they give its counts and not itself."""
    links = cells.cite(estimate.sources, cited)
    if not estimate.is_derived:
        return links
    return phrase(say("numbers.sources_of_counts", sources=links))


def cited(findings):
    """Ids of the sources of a phase report, in the order in which the page first names them."""
    national = national_findings(findings) or ()
    own = cited_by(findings, phase_conflicts(findings), other_estimates(findings))
    programme = [findings.programme.source] if findings.programme.source else []
    beside = [code for pair in figures_elsewhere(findings) for code in pair.other.sources]
    first = first_statements(findings)
    wanted = [told.national.source for told in first if told.national]
    wanted += [code for told in first if told.before for code in told.before.sources]
    wanted += [code for _, flag in below_results(findings) for code in flag.facts["baseline"].sources]
    aims = [aim.source for aim in findings.evidence.aims_of(findings.programme.id)]
    return list(dict.fromkeys([*programme, *own, *aims, *cited_by(national), *beside, *wanted]))


def source_list(findings):
    """The sources of a phase report as a numbered list with publisher, date, kind and address."""
    return sources_prose(findings.evidence, cited(findings))


def sources_prose(evidence, codes):
    """Sources as a numbered list, each with an anchor that the tables link to."""
    items = tuple(_item(evidence.sources[code]) for code in codes)
    return Prose((Listing(items, ordered=True, role="sources"),)) if items else nothing("page.no_sources")


def _without_address(source):
    """Why a source has no address; a reason in every language ("... / ...") in that of the page."""
    told = (source.no_address_reason or "").split(" / ")
    return told[LANGUAGES.index(active_language())] if len(told) == len(LANGUAGES) else source.no_address_reason


def _item(source):
    """One source: title, publisher, date of publication, kind, address or the reason why there is none."""
    if not source.published:
        return Item(phrase(title_text(source)), f"{SOURCE_ANCHOR}{source.id}")
    title = span(Look.TITLE, readable_title(source), language=title_language(source))
    if source.kind == SourceKind.office:
        return Item(phrase(title, ". ", say("status.source.office"), "."), f"{SOURCE_ANCHOR}{source.id}")
    when = printed_text(source)
    kind = say(f"status.source.{source.kind}")
    # A number for a host leads who knows where, and names nobody.
    told = source.address or ""
    where = say("page.numbered_host") if NUMBERED_HOST.match(told) else told and link(told, told)
    where = where or _without_address(source)
    meaning = f" [{told}]" if (told := source.text("title")) else ""
    parts = phrase(title, meaning, ". ", publisher_text(source) or "", " (", when, "; ", kind, "). ", where)
    if doubt := doubt_note(source, is_dated=True):
        parts = phrase(parts, " ", strong(doubt))
    return Item(parts, f"{SOURCE_ANCHOR}{source.id}")
