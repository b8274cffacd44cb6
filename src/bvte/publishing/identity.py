"""How a page is found, named and cited: its description, Dublin Core, the digest of its data, a citation.

A page is a file that is sent on, so a citation names the file, and what it was made from by its digest: who has both
can tell whether a number is still the one that was cited.
"""

import re
from dataclasses import dataclass

from bvte.evidence.period import named_period
from bvte.presentation.texts import say
from bvte.publishing.article import Article
from bvte.publishing.report import PageContext

# So much of a digest tells two states of the data apart, and can be read out.
DIGITS = 12
PUBLISHER = "BVTE"
# What BibTeX reads as a command, in a field of text.
SPECIAL = re.compile(r"[&%$#_]")


@dataclass(frozen=True)
class Citation:
    """A report as others cite it: as a sentence and as an entry of BibTeX, both with the name of its file."""

    text: str
    bibtex: str


def page_meta(article: Article, setting: PageContext) -> dict[str, str]:
    """Name -> content of what a page tells of itself (Dublin Core, ISO 15836; HTML's description)."""
    told = {
        "description": " ".join(" ".join(article.meta.get("headline", article.title).splitlines()[:2]).split()),
        "DC.title": article.title,
        "DC.creator": PUBLISHER,
        "DC.type": "Text",
        "DC.format": "text/html",
        "DC.language": article.language,
        "DC.identifier": f"{article.name}.html",
        "DC.coverage": ", ".join(filter(None, (article.place, setting.period))),
        "DC.date": _seen_from(article),
        "DC.subject": article.kind,
        "bvte:data-digest": setting.digest and f"sha256:{setting.digest}",
    }
    return {name: content for name, content in told.items() if content}


def page_citation(article: Article, setting: PageContext) -> Citation:
    """The citation of a report; that of a part of it puts the part's name before and its place behind the file."""
    file, digest = f"{article.name}.html", setting.digest[:DIGITS]
    facts = {"title": article.title, "place": article.place, "newness": article.newness, "file": file, "digest": digest}
    text = say("frame.cite.text" if digest else "frame.cite.text_without_digest", **facts)
    fields = {
        "title": f"{{{_for_bibtex(article.title)}}}",
        "author": f"{{{PUBLISHER}}}",
        "year": _year(article),
        "howpublished": _for_bibtex(", ".join(filter(None, (article.kind, article.place)))),
        "note": _for_bibtex("; ".join(filter(None, (article.newness, digest and f"SHA-256 {digest}")))),
        "url": file,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return Citation(text, f"@misc{{{article.name.replace('.', '-')},\n{lines}\n}}")


def _for_bibtex(text: str) -> str:
    return SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _seen_from(article: Article) -> str:
    """The day from which a report sees, or the newest that its evidence speaks of; ISO, "" for none."""
    told = (article.meta.get(name, "") for name in ("as-of", "evidence-period", "evidence-date"))
    return next(filter(None, told), "")


def _year(article: Article) -> str:
    """The year of a report: that of its day, or of its newest source where that was printed later; "" unknown."""
    told = (named_period(article.meta.get(name, "")) for name in ("as-of", "evidence-date", "evidence-period"))
    return str(max((period.first.year for period in told if period), default=""))
