"""The numbered list of sources of a report: one numbering for all its tables."""

from markupsafe import Markup

from bvte.evidence.language import LANGUAGES, active_language
from bvte.judgement.phase import national_findings, other_readings, phase_conflicts
from bvte.judgement.sources import cited_by
from bvte.presentation import cells
from bvte.presentation.show import Prose
from bvte.presentation.source_words import doubt_note, printed_text, title_text
from bvte.presentation.texts import say


def cite_figure(reading, cited):
    """The sources of a figure; of a derived one that they give its counts and not itself."""
    links = cells.cite(reading.sources, cited)
    if reading.strength != "derived":
        return links
    return Markup(say("numbers.sources_of_counts", sources=links))


def cited(findings):
    """Ids of the sources of a phase report, in the order in which the page first names them."""
    national = national_findings(findings) or ()
    own = cited_by(findings, phase_conflicts(findings), other_readings(findings))
    programme = [findings.programme.source] if findings.programme.source else []
    return list(dict.fromkeys([*programme, *own, *cited_by(national)]))


def source_list(findings):
    """The sources of a phase report as a numbered list with publisher, date, kind and address."""
    return sources_prose(findings.evidence, cited(findings))


def sources_prose(evidence, codes):
    """Sources as a numbered list, each with an anchor that the tables link to."""
    items = Markup("").join(_item(evidence.sources[code]) for code in codes)
    if not items:
        return Prose(Markup("<p>{}</p>").format(say("page.no_sources")))
    return Prose(Markup('<ol class="sources">{}</ol>').format(items))


def _without_address(source):
    """Why a source has no address; a reason in every language ("... / ...") in that of the page."""
    told = (source.no_address_reason or "").split(" / ")
    return (
        told[LANGUAGES.index(active_language())] if len(told) == len(LANGUAGES) else source.no_address_reason
    )


def _item(source):
    """One source: title, publisher, date of publication, kind, address or the reason why there is none."""
    if not source.published:
        return Markup('<li id="source-{}">{}</li>').format(source.id, title_text(source))
    when = printed_text(source)
    kind = say(f"status.source.{source.kind}")
    where = Markup('<a href="{0}">{0}</a>').format(source.address) if source.address else ""
    where = where or _without_address(source)
    title = Markup('<cite lang="{}">{}</cite>').format(source.language or active_language(), source.title)
    parts = Markup("{}. {} ({}; {}). {}").format(title, source.publisher or "", when, kind, where)
    if source.doubts:
        parts += Markup(" <strong>{}</strong>").format(doubt_note(source))
    return Markup('<li id="source-{}">{}</li>').format(source.id, parts)
