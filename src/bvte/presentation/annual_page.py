"""What stands around a yearly report: letterhead, title and message, place of the signature, its recipients.

Layout after Decree 30/2020/NĐ-CP; the classes of the markup are what the other forms of a report map.
"""

from markupsafe import Markup

from bvte.presentation.annual_sources import annual_cited
from bvte.presentation.headline import count_sentence, point
from bvte.presentation.newness import page_facts
from bvte.presentation.show import Prose
from bvte.presentation.texts import say

LETTERHEAD = Markup(
    '<div class="letterhead">'
    '<div class="issuer"><p class="above">{above}</p><p class="body">{body}</p>'
    '<p class="reference">{reference}</p></div>'
    '<div class="nation"><p class="state">{state}</p><p class="motto">{motto}</p>'
    '<p class="place-date">{date}</p></div>'
    "</div>"
)
CLOSING = Markup(
    '<div class="closing">'
    '<div class="distribution"><p><strong>{receive}</strong></p><ul>{items}</ul></div>'
    '<div class="signature"><p class="position">{position}</p><p class="sign-here">{sign}</p></div>'
    "</div>"
)


def annual_opening(report):
    """Letterhead, title, recipients and the message of the report."""
    agency = report.agency
    letterhead = LETTERHEAD.format(
        above=agency.text("above").upper(), body=agency.text("name").upper(),
        reference=say("annual.reference", symbol=agency.symbol),
        state=say("annual.state"), motto=say("annual.motto"),
        date=say("annual.place_date", place=agency.text("place")),
    )  # fmt: skip
    title = say("annual.title", year=report.year)
    recipients = "; ".join(agency.recipients())
    to = say("annual.recipient", recipients=recipients)
    html = Markup('{}<h1>{}</h1><p class="recipient">{}</p>{}').format(
        letterhead, title, to, _message_box(report)
    )
    sources = annual_cited(report)
    return Prose(html, page_facts(report.known, report.area, sources, _counts(report)))


def _message_box(report):
    """The report in two sentences and its results one by one, for a reader who reads nothing else."""
    found = (f for f in report.findings if f.latest)
    points = Markup("").join(Markup("<li>{}</li>").format(point(f, report.known)) for f in found)
    filled = [form for form in report.forms.values() if form.rows]
    empty = sum(all(cell.this is None for row in form.rows for cell in row.cells) for form in filled)
    facts = {"empty": empty, "forms": len(filled), "year": report.year}
    return Markup('<div class="key"><p><strong>{}</strong></p>{}<p>{}</p></div>').format(
        _counts(report), Markup("<ul>{}</ul>").format(points) if points else "",
        say("annual.forms_without_figure", **facts),
    )  # fmt: skip


def _counts(report):
    """How the targets of the year stand, or that there are none."""
    if not report.findings:
        return say("annual.no_targets_of_year", year=report.year)
    return count_sentence(report.findings)


def annual_closing(report):
    """Where the report goes and where it is signed."""
    to = [say("annual.as_above"), say("annual.filed")]
    items = Markup("").join(Markup("<li>{}</li>").format(item) for item in to)
    html = CLOSING.format(
        receive=say("annual.distribution"), items=items,
        position=say("annual.position"), sign=say("annual.sign_here"),
    )  # fmt: skip
    return Prose(html)
