"""A yearly report around its forms: letterhead, message and signature, its sections.

Layout after Decree 30/2020/NĐ-CP; the roles of its blocks are what the other forms of a report map.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bvte.evidence.files import written_passages
from bvte.evidence.language import active_language
from bvte.evidence.national import FormKind, report_layout
from bvte.evidence.papers import fill_area
from bvte.evidence.rows import Target
from bvte.judgement.annual import ANNEX, Annual, inherited_findings
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Status
from bvte.judgement.message import MOST, Statement, certainty_of, statements_on
from bvte.judgement.year_message import missed_targets, statements_of_year, statements_told, without_targets
from bvte.judgement.year_parts import statements_of_parts
from bvte.presentation import numbers
from bvte.presentation.annual_annex import (
    annual_breaks,
    annual_charts,
    annual_conflicts,
    annual_definitions,
    annual_inherited,
    annual_marks,
    annual_programmes,
    annual_requests,
    changes_table,
    evaluation_table,
    programme_named,
)
from bvte.presentation.annual_forms import annual_cited, annual_source_list, form, to_fill
from bvte.presentation.document import Block, Heading, Paragraph, Part, Prose, Several, mapped_blocks
from bvte.presentation.headline import answer_lines
from bvte.presentation.message import certainty_mark, grounds_table, message_box, silent_sentence, statement_sentence
from bvte.presentation.narrative import narrative
from bvte.presentation.newness import day_text, page_facts
from bvte.presentation.parts import letter_end, letterhead, listing, paragraph
from bvte.presentation.phrases import Phrase, joined, link, phrase, row_anchor, small_start, strong
from bvte.presentation.prose_rows import without_bars
from bvte.presentation.sentences import targets_told
from bvte.presentation.target_counts import count_sentence
from bvte.presentation.texts import say
from bvte.presentation.told_figures import measured
from bvte.presentation.year_steps import first_of_year


def annual_opening(report):
    """Letterhead, kind of paper and abstract, addressees, basis and the message of the report."""
    reference = say("annual.reference", symbol=report.agency.symbol)
    subject = _subject(report)
    title = Heading(1, phrase(subject[0].upper() + subject[1:]))
    told, missed = _told_first(report)
    sentences = [_sentence_of(report, s) for s in told]
    sentences += _silent(report, told) if not missed else [_missed_sentence(report, missed)]
    marks = [*(s.certainty for s in told), *(certainty_of(report.known, own) for own, _ in missed)]
    message = (_message_box(report, sentences, marks, first_of_year(report, told)),)
    head = letterhead(report.agency, reference), paragraph(say("annual.paper"), "paper"), title
    blocks = *head, *_addressees(report.agency.recipients()), *_basis(report), *message, *_left_to_fill(report)
    answer = answer_lines(sentences, _counts(report))
    # It is signed: how sure a figure is stands there in words.
    return Prose(
        mapped_blocks(blocks, without_bars), page_facts(report.known, report.area, annual_cited(report), answer)
    )


def _told_first(report: Annual) -> tuple[list[Statement], list[tuple[Estimate, Target]]]:
    """The figures of the message, and the results that surely miss the nation's target of the year.

    Where none does the surest result of a target is told, and in a year without a figure of children all, below what
    the parts of a merged province published.
    """
    told, judged = statements_of_year(report), statements_on(report.known, report.findings)
    if not told:
        return [*statements_of_parts(report), *judged][:MOST], []
    named, missed = {statement.estimate for statement in told}, missed_targets(report)
    others = [statement for statement in judged if statement.estimate not in named]
    return [*told, *([] if missed else others[:1])], missed


def _sentence_of(report: Annual, statement: Statement) -> Phrase:
    """A figure of the message; one of a part of a merged province says of which."""
    told, area = statement_sentence(statement, report.known, alone="message.alone_of_year"), statement.estimate.area
    if area == report.area:
        return told
    return phrase(say("annual.of_part", area=report.known.area(area).text("name"), told=small_start(told)))


def _silent(report: Annual, told: list[Statement]) -> list[str]:
    """Of a year without a figure of children: the targets of which nothing is known, where there is room."""
    has_room = not statements_of_year(report) and len(told) < MOST
    return [*filter(None, [silent_sentence(report.findings, report.known) if has_room else ""])]


def _missed_sentence(report: Annual, missed: list[tuple[Estimate, Target]]) -> Phrase:
    """Results that miss the nation's target, each with how sure it is."""
    results = joined("; ", (_missed_result(report, *pair) for pair in missed))
    return phrase(say("annual.missed_of_year", year=report.year, results=results, count=len(missed)))


def _missed_result(report: Annual, own: Estimate, target: Target) -> Phrase:
    figure = link(row_anchor(own.indicator), strong(numbers.labelled(own)))
    inferred = "" if own.period_stated else f"{say('numbers.inferred_here')}; "
    name = measured(report.known.indicators[own.indicator], is_short=False)
    facts = {"name": name, "figure": figure, "target": numbers.target_text(target), "inferred": inferred}
    return phrase(say("annual.missed_result", **facts), " ", certainty_mark(certainty_of(report.known, own)))


def _left_to_fill(report: Annual) -> Iterator[Paragraph]:
    """What the office has to add: targets, the approval of drafts, documents that set targets; what it does with the
    drafts of sections. It stands below the message, of which whoever reads a brief sees all."""
    unset = "; ".join(programme_named(p) for p in without_targets(report))
    drafts = dict.fromkeys(finding.target.programme for finding in report.findings if finding.draft)
    named = "; ".join(report.known.programmes[code].text("name") for code in drafts)
    unfound = sum(finding.status == Status.TARGET_NOT_FOUND for finding in report.findings)
    told = {"targets_of": unset, "approval_of": named, "documents_of": str(unfound or "")}
    if lacks := [say(f"annual.fill.{key}", programmes=names, count=unfound) for key, names in told.items() if names]:
        yield paragraph(to_fill("; ".join(lacks)), "note")
    passages = written_passages(report.evidence.folder, report.shelf)
    written = {code for code, language in passages if language == active_language()}
    if report.written.keys() - written:
        yield paragraph(say("annual.how_to_take"), "note")


def _subject(report: Annual) -> str:
    """What the paper tells of, as it stands within a sentence."""
    language = active_language()
    return fill_area(report.paper.text("subject") or "", report.evidence.area(report.area), language, year=report.year)


def _addressees(names: list[str]) -> tuple[Block, ...]:
    """To whom the report goes: one on the line itself, several one a line."""
    if len(names) == 1:
        return (paragraph(say("annual.recipient_alone", recipient=names[0]), "recipient"),)
    lines = [*(f"{name};" for name in names[:-1]), *(f"{name}." for name in names[-1:])]
    return paragraph(say("annual.recipient"), "recipient"), *listing(lines, "addressees")


def _basis(report: Annual) -> tuple[Block, ...]:
    """The line that names the laws and decided programmes that the paper is made by; none where there are none."""
    asks = report.paper.text("law")
    in_force = [law.name.text for law in report_layout().basis if law.holds(report.year)]
    laws = [phrase(law) for law in ([asks] if asks else in_force)]
    documents = [*laws, *(phrase(programme_named(p)) for p in report.programmes if p.legal_document)]
    facts = {"agency": report.agency.text("name"), "subject": _subject(report)}
    return (paragraph(say("annual.basis", documents=joined("; ", documents), **facts)),) if documents else ()


def _message_box(report, sentences, marks, first):
    """The results of the year one by one, how its targets stand, what to do first; below from which day the paper sees,
    with how many of its sources came after it, how much of the forms is empty."""
    lead = say("message.title_of_year", year=report.year)
    box = message_box(lead, (*sentences, _counts(report)), marks, first)
    seen = day_text(report.known, report.area, annual_cited(report))
    notes = seen, *_unfilled(report)
    return replace(box, blocks=(*box.blocks, *(paragraph(told, "note") for told in notes)))


def _unfilled(report):
    """Which forms on activities and children have no figure of the year, none where each has one."""
    asked = {number: form for number, form in report.forms.items() if form.form.kind in OF_CHILDREN}
    empty = [n for n, form in asked.items() if all(cell.this is None for row in form.rows for cell in row.cells)]
    if not empty:
        return
    facts = {"empty": len(empty), "forms": len(asked), "year": report.year, "numbers": ", ".join(empty)}
    facts["area"] = _area_named(report)
    told = [say(f"annual.forms_without_figure.{'all' if len(empty) == len(asked) else 'some'}", **facts)]
    if any("requests" in section.shows for section in report.layout.values()):
        told.append(say("annual.forms_without_figure.listed"))
    yield " ".join(told)


def _counts(report):
    """How the targets of the year stand, or that there are none."""
    if not report.findings:
        return _no_targets(report)
    return count_sentence(report.findings, report.known, voice="annual")


def _no_targets(report):
    """That there are none; of a merged province how many its parts had set for the year."""
    none = say("annual.no_targets_of_year", year=report.year, area=_area_named(report))
    due = [finding for finding in inherited_findings(report) if finding.target.due_year == report.year]
    if not due:
        return none
    set_by_parts = targets_told([finding.target for finding in due], "set_by_parts")
    told = say("annual.targets_of_parts", targets=set_by_parts, year=report.year)
    return " ".join([none, told, count_sentence(due, report.known)])


def _area_named(report):
    """The area of a report inside a sentence of its own day."""
    return fill_area("{area}", report.known.area(report.area), active_language())


def annual_closing(report):
    """Where the report goes and where it is signed."""
    return Prose((letter_end(report.agency),))


def annual_grounds(report: Annual) -> Several:
    """What a reader must know of each result of the message, for an annex: a paper begins with its sentences."""
    told = [*statements_of_parts(report), *statements_told(report)]
    found = Several(grounds_table(told, report.known, on=report.known.day, area=report.area))
    return Several([*mapped_blocks(found, without_bars)])


CHAPTER, NUMBERED = re.compile(r"[IVX]+"), re.compile(r"[IVX]+(-\w+)?")
# A part of a part: "III-2a" of "III-2".
LETTERED = re.compile(r"([IVX]+-\d+)[a-z]")
# Forms of what is published, not of how good it is or what it is held against.
OF_CHILDREN = (FormKind.rows, FormKind.matrix)
# What a section may show besides its forms.
PARTS: dict[str, Callable[[Annual], Part | Several]] = {
    "programmes": annual_programmes,
    "charts": annual_charts,
    "inherited": annual_inherited,
    "grounds": annual_grounds,
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

    Raises KeyError for a code that its kind of paper has not, NarrativeError for a text that cannot be filled in.
    """
    place = report.layout[section]
    written = [narrative(report, section)] if place.written else []
    forms = [form(report, number) for number in place.forms]
    further = [PARTS[name](report) for name in place.shows]
    shown = [part for found in further for part in (found if isinstance(found, Several) else [found])]
    told = [*written, *forms, *shown]
    # Of charts alone nothing is said where there is none to draw.
    return Several([section_heading(report, section), *told] if told or place.shows != ("charts",) else [])


def section_heading(report: Annual, code: str) -> Prose:
    """The heading of a section with its number; of an annex also the paper that it goes with."""
    place, agency = report.layout[code], report.agency
    words, number = (place.heading or place.name).text, section_numbers(report.layout)[code]
    is_annex = code.startswith(ANNEX) and _section_above(code, report.layout) == ANNEX
    level = 2 if CHAPTER.fullmatch(code) or is_annex else 3
    blocks: list[Block] = [Heading(level, phrase(f"{number}. {words}" if number else words))]
    if is_annex:
        facts = {"symbol": agency.symbol, "agency": agency.text("name")}
        blocks.append(paragraph(say("annual.attached", **facts), "attached"))
    return Prose(tuple(blocks))


def section_numbers(codes: Iterable[str]) -> dict[str, str]:
    """What is printed before the heading of each section, counted in their order: "Annex II" of the second annex,
    "II.1" of the first part of a second chapter, "II.1a" of the first part of that, "" of a name. A single annex has no
    number (Decree 30/2020).

    >>> from bvte.evidence.language import speaking
    >>> with speaking("en"):
    ...     section_numbers(["I", "III", "III-2", "III-2b", "paths", "annex-1", "annex-1-marks"])
    {'I': 'I', 'III': 'II', 'III-2': 'II.1', 'III-2b': 'II.1a', 'paths': '', 'annex-1': 'Annex', 'annex-1-marks': '1'}
    """
    numbers: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for code in codes:
        above = _section_above(code, numbers)
        counted[above] += 1
        numbers[code] = _number_of(code, numbers.get(above, ""), counted[above])
    if counted[ANNEX] == 1:
        alone = next(code for code in numbers if code.startswith(ANNEX))
        numbers[alone] = say("annual.annex_alone")
    return numbers


def _section_above(code: str, known: Iterable[str]) -> str:
    """The section that one is a part of; of chapters and annexes what they are, of a name nothing."""
    if code.startswith(ANNEX):
        return next((other for other in known if other.startswith(ANNEX) and code.startswith(f"{other}-")), ANNEX)
    if CHAPTER.fullmatch(code):
        return "chapters"
    lettered = LETTERED.fullmatch(code)
    if lettered and lettered[1] in known:
        return lettered[1]
    return code.partition("-")[0] if NUMBERED.fullmatch(code) else ""


def _number_of(code: str, above: str, place: int) -> str:
    if code.startswith(ANNEX):
        return str(place) if above else say("annual.annex_number", number=roman_number(place))
    if CHAPTER.fullmatch(code):
        return roman_number(place)
    if not NUMBERED.fullmatch(code):
        return ""
    return f"{above}{chr(ord('a') + place - 1)}" if "." in above else f"{above}.{place}"


def roman_number(number: int) -> str:
    """A number from 1 to 12 in Roman letters, as annexes are counted.

    >>> roman_number(4)
    'IV'
    """
    return unicodedata.normalize("NFKC", chr(ord("Ⅰ") + number - 1))
