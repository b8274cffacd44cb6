"""The top of the evidence review: its title and key message."""

from markupsafe import Markup

from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import coverage, missing_indicators, requests
from bvte.presentation.headline import title_prose
from bvte.presentation.newness import page_facts, seen_text
from bvte.presentation.show import Prose
from bvte.presentation.texts import say


def review_title(evidence, area):
    """Title of the evidence review, how much is published, and what is missing."""
    table = coverage(evidence, area)
    sources = {code for row in table["sources"] for code in row.split()}
    facts = {"figures": len(table), "indicators": table["indicator"].nunique(), "sources": len(sources)}
    title = say("page.review_title", area=evidence.area(area).text("name"))
    found = conflicts(evidence, area)
    message = say(
        "page.review_headline",
        silent=len(missing_indicators(evidence, area)),
        conflicts=sum(c.is_contradiction for c in found),
        unusual=sum(not c.is_contradiction for c in found),
        requests=len(requests(evidence, area)),
    )
    seen = seen_text(evidence, area, sources)
    lead = title_prose(title, say("page.review_lead", **facts), seen).html
    html = lead + Markup('<div class="key"><p><strong>{}</strong></p></div>').format(message)
    return Prose(html, page_facts(evidence, area, sources, message))
