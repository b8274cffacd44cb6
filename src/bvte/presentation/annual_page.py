"""A yearly report around its forms: letterhead, message and signature, its sections.

Layout after Decree 30/2020/NĐ-CP; the roles of its blocks are what the other forms of a report map.
"""

import re
from collections.abc import Callable

from bvte.evidence.national import Section, report_layout
from bvte.judgement.annual import ANNEX, Annual
from bvte.presentation.annual_annex import (
    annual_breaks,
    annual_charts,
    annual_conflicts,
    annual_definitions,
    annual_marks,
    annual_programmes,
    annual_requests,
    changes_table,
    evaluation_table,
)
from bvte.presentation.annual_forms import annual_cited, annual_source_list, form
from bvte.presentation.document import Heading, Part, Prose, Several
from bvte.presentation.headline import count_sentence, point
from bvte.presentation.narrative import narrative
from bvte.presentation.newness import page_facts
from bvte.presentation.parts import key_box, letter_end, letterhead, paragraph
from bvte.presentation.phrases import phrase
from bvte.presentation.texts import say


def annual_opening(report):
    """Letterhead, title, recipients and the message of the report."""
    recipients = say("annual.recipient", recipients="; ".join(report.agency.recipients()))
    reference = say("annual.reference", symbol=report.agency.symbol)
    title = Heading(1, phrase(say("annual.title", year=report.year)))
    blocks = letterhead(report.agency, reference), title, paragraph(recipients, "recipient"), _message_box(report)
    return Prose(blocks, page_facts(report.known, report.area, annual_cited(report), _counts(report)))


def _message_box(report):
    """The report in two sentences and its results one by one, for a reader who reads nothing else."""
    points = [point(finding, report.known) for finding in report.findings if finding.latest]
    filled = [form for form in report.forms.values() if form.rows]
    empty = sum(all(cell.this is None for row in form.rows for cell in row.cells) for form in filled)
    facts = {"empty": empty, "forms": len(filled), "year": report.year}
    return key_box(_counts(report), points, say("annual.forms_without_figure", **facts))


def _counts(report):
    """How the targets of the year stand, or that there are none."""
    if not report.findings:
        return say("annual.no_targets_of_year", year=report.year)
    return count_sentence(report.findings)


def annual_closing(report):
    """Where the report goes and where it is signed."""
    return Prose((letter_end(),))


CHAPTER, NUMBERED = re.compile(r"[IVX]+"), re.compile(r"[IVX]+(-\w+)?")
# What a section may show besides its forms.
PARTS: dict[str, Callable[[Annual], Part | Several]] = {
    "programmes": annual_programmes,
    "charts": annual_charts,
    "conflicts": annual_conflicts,
    "evaluation": evaluation_table,
    "changes": changes_table,
    "requests": annual_requests,
    "marks": annual_marks,
    "breaks": annual_breaks,
    "definitions": annual_definitions,
    "sources": annual_source_list,
}


def annual_section(report: Annual, section: str) -> Several:
    """A section of the report by its code ("II-1", "annex-2"): all that it shows, in the order of the page.

    Raises KeyError for a code that the layout has not, NarrativeError for a text that cannot be filled in.
    """
    place = report_layout().sections[section]
    written = [narrative(report, section)] if place.written else []
    forms = [form(report, number) for number in place.forms]
    further = [PARTS[name](report) for name in place.shows]
    shown = [part for found in further for part in (found if isinstance(found, Several) else [found])]
    return Several([section_heading(section, place), *written, *forms, *shown])


def section_heading(code: str, place: Section) -> Prose:
    """The heading of a section with its number, and the sentence below it."""
    words = (place.heading or place.name).text
    number = section_number(code)
    level = 2 if CHAPTER.fullmatch(code) or code.startswith(ANNEX) else 3
    heading = Heading(level, phrase(f"{number}. {words}" if number else words))
    return Prose((heading, paragraph(place.lead.text)) if place.lead else (heading,))


def section_number(code: str) -> str:
    """What is printed before a heading: "II.1" of "II-1", "Annex 2" of "annex-2", "" of a name."""
    if code.startswith(ANNEX):
        return say("annual.annex_number", number=code.removeprefix(ANNEX))
    return code.replace("-", ".") if NUMBERED.fullmatch(code) else ""
