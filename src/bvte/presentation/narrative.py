"""What people write for a section of the yearly report, its figures filled in; or the place to write it."""

from bvte.evidence.check import only_errors
from bvte.evidence.files import written_passages
from bvte.evidence.language import LANGUAGES, active_language, speaking
from bvte.evidence.national import report_layout
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.rows import Source, Target
from bvte.judgement.estimates import Estimate
from bvte.judgement.references import (
    figures_of,
    find_references,
    reference_name,
    report_names,
    stray_braces,
    typed_numbers,
)
from bvte.presentation import cells, numbers, words
from bvte.presentation.annual_forms import annual_cited
from bvte.presentation.document import Box, Prose
from bvte.presentation.markdown import HOLE, blocks_of
from bvte.presentation.parts import listing, paragraph
from bvte.presentation.phrases import Look, phrase, span, strong
from bvte.presentation.problems import problem_lines
from bvte.presentation.texts import say


class NarrativeError(ValueError):
    """What is written cannot be filled in: one line a problem, in the reader's language."""


def narrative(report, section):
    """The written section of a report, or a marked place to write it with the findings that belong there.

    Raises NarrativeError for a file of no section and for a reference that names no finding, or one that
    has another value by now than the writer saw.
    """
    if wrong := only_errors(narrative_problems(report)):
        raise NarrativeError("\n".join(problem_lines(wrong)))
    passage = written_passages(report.evidence.folder, report.year).get((section, active_language()))
    if passage:
        return Prose((Box("narrative", _filled(report, passage)),))
    return _to_write(report, section)


def narrative_problems(report):
    """Every `Problem` of the texts written for the report's year: of their names, then of what they say."""
    right = [f"{section}.{language}" for section in report_layout().written for language in LANGUAGES]
    for (section, language), passage in written_passages(report.evidence.folder, report.year).items():
        name = f"{section}.{language}"
        if name in right:
            # As a list: inside a generator the language would be spoken to whoever asks for the next problem.
            with speaking(language):
                found = list(_problems(report, passage))
            yield from found
        else:
            # Of what belongs nowhere no more can be said.
            near = nearest_name(name, right)
            yield Problem("narrative_section", passage.file, 1, "", name, ", ".join(right), near)


def _problems(report, passage):
    """A problem for each reference that names nothing, or whose value is not the one that was seen."""
    names = report_names(report)
    for number, found in stray_braces(passage.text):
        yield Problem("narrative_brace", passage.file, number, "", found, "{{result:...}}")
    yield from _typed(report, passage)
    for reference in find_references(passage.text):
        found = names.get(reference.name)
        if found is None:
            near = nearest_name(reference.name, names)
            yield Problem("narrative_reference", passage.file, reference.line, "", reference.name, "", near)
        elif reference.seen not in (None, told := value(reference.name, found)):
            yield Problem(
                "narrative_stale",
                passage.file,
                reference.line,
                "",
                reference.seen,
                told,
                facts={"name": reference.name},
            )


def _typed(report, passage):
    """A question for each number that was typed and that no finding of the report supports."""
    told = {value(name, found) for name, found in report_names(report).items() if not isinstance(found, Source)}
    known = {number for text in told for _, number in typed_numbers(text)}
    for line, number in typed_numbers(passage.text):
        if number not in known:
            yield Problem("narrative_number", passage.file, line, "", number, "{{result:...}}", severity="finding")


def value(name, found):
    """What a reference is filled with: a figure, a target, a status; of a source its title."""
    if isinstance(found, Estimate):
        return numbers.bare(found) if name.startswith("number:") else numbers.labelled(found)
    if isinstance(found, Target):
        return numbers.target_text(found)
    return found.title if isinstance(found, Source) else words.status_name(found.label).lower()


def _filled(report, passage):
    """The passage as blocks with its references filled in."""
    names, cited = report_names(report), annual_cited(report)
    text, fills = passage.text, []
    for reference in reversed(find_references(passage.text)):
        start, end = reference.span
        text = text[:start] + HOLE.format(len(fills)) + text[end:]
        fills.append(_fill(reference.name, names[reference.name], cited))
    return blocks_of(text, tuple(fills), headings=False)


def _fill(name, found, cited):
    if isinstance(found, Source):
        return cells.cite([found.id], cited)
    return span(Look.FILLED, value(name, found))


def _to_write(report, section):
    """The marked place: what to write, into which file, the findings that belong there and their names."""
    place = report_layout().sections[section]
    file = f"narrative/{report.year}/{section}.{active_language()}.md"
    lead = say("annual.to_write", section=place.name.text)
    where = say("annual.write_into", file=span(Look.CODE, file))
    blocks = [paragraph(phrase(strong(lead), " ", where))]
    if items := list(_belonging(report, place)):
        blocks += [paragraph(say("annual.belongs_here")), *listing(items)]
    return Prose((Box("to-write", tuple(blocks)),))


def _belonging(report, place):
    """The findings of a section, each with the reference that a writer can type."""
    cards = report.known.indicators
    for estimate in figures_of(report, place):
        text = say("annual.figure_of", indicator=cards[estimate.indicator].short.text, value=numbers.labelled(estimate))
        yield _item(text, reference_name(estimate))
    for finding in (f for f in report.findings if f.status in place.statuses):
        target = finding.target
        name = f"status:{target.indicator}:{target.due_year}"
        facts = {"indicator": cards[target.indicator].short.text, "value": value(name, finding)}
        yield _item(say("annual.figure_of", **facts), name)


def _item(text, name):
    return phrase(text, " ", span(Look.CODE, "{{" + name + "}}"))
