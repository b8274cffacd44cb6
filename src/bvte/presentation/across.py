"""All phases of an area together: title, key messages, each indicator over all phases."""

from markupsafe import Markup

from bvte.judgement.readings import readings
from bvte.judgement.target_terms import is_stated
from bvte.judgement.vantage import cited_by
from bvte.presentation.citations import sources_prose
from bvte.presentation.headline import title_prose
from bvte.presentation.newness import birth_text, page_facts, seen_text
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.review_tables import programmes_of, review_sources
from bvte.presentation.show import Prose, Several, nothing
from bvte.presentation.texts import say


def across_title(evidence, area):
    """Title of the report over all phases, and its key message."""
    own = [p for p in programmes_of(evidence, area) if p.area == area]
    message = _message(evidence, own)
    title = say("page.across_title", area=evidence.area(area).text("name"))
    years = f"{min(p.start for p in own)}–{max(p.end for p in own)}"
    lead = say("page.across_lead", programmes=len(own), years=years)
    sources = review_sources(evidence, area)
    seen = seen_text(evidence, area, sources)
    seen = " ".join(filter(None, (birth_text(own, evidence), seen)))
    key = Markup('<div class="key"><p><strong>{}</strong></p></div>').format(message)
    html = title_prose(title, lead, seen).html + key
    return Prose(html, page_facts(evidence, area, sources, message))


def _message(evidence, own):
    """How many programmes have numeric targets in a document that was found, how many only in a draft."""
    stated = [p for p in own if is_stated(evidence, p)]
    drafts = sum(p.status == "draft" for p in stated)
    facts = {"with_figures": len(stated), "total": len(own), "without": len(own) - len(stated)}
    key = "page.across_headline_drafts" if drafts else "page.across_headline"
    return say(key, drafts=drafts, **facts)


def across_charts(evidence, area):
    """Each indicator with readings of two years, over all phases, with every target that was set for it.

    A sentence where there is none.
    """
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    charts = [
        indicator_chart(evidence, code, area, _targets(evidence, programmes, code))
        for code in evidence.indicators
        if _worth_a_chart(readings(evidence, code, area))
    ]
    return Several(charts or [nothing("charts.none")])


def _worth_a_chart(found):
    """Whether there are readings of at least two years, so that time has something to show."""
    return len({reading.year for reading in found}) > 1


def _targets(evidence, programmes, indicator):
    """The targets that those programmes set for an indicator, by due year."""
    found = (t for t in evidence.targets.values() if t.programme in programmes and t.indicator == indicator)
    return sorted(found, key=lambda target: target.due_year)


def across_source_list(evidence, area):
    """Sources of the figures in the charts, in the order of the charts."""
    found = [r for code in evidence.indicators for r in readings(evidence, code, area)]
    return sources_prose(evidence, cited_by((), (), found))
