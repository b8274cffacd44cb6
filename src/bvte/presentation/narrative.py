"""What people write for a section of the yearly report, its figures filled in; or the place to write it."""

import mistune
from markupsafe import Markup

from bvte.evidence.check import errors
from bvte.evidence.forms import layout
from bvte.evidence.language import LANGUAGES, active_language, speaking
from bvte.evidence.narrative import passages
from bvte.evidence.problem import Problem, nearest
from bvte.evidence.rows import Target
from bvte.evidence.source import Source
from bvte.judgement.readings import Reading
from bvte.judgement.references import (
    figures_of,
    find_references,
    reference_name,
    report_names,
    stray_braces,
    typed_numbers,
)
from bvte.presentation import cells, numbers, words
from bvte.presentation.annual_sources import annual_cited
from bvte.presentation.problems import lines
from bvte.presentation.show import Prose
from bvte.presentation.texts import say

# Private characters of Unicode around the number of a reference, while Markdown becomes HTML.
HOLE = "\ue000{}\ue001"


class NarrativeError(ValueError):
    """What is written cannot be filled in: one line a problem, in the reader's language."""


class _Renderer(mistune.HTMLRenderer):
    """Markdown without headings of its own (the report has them) and without pictures."""

    def heading(self, text, level, **attrs):
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text, url, title=None):
        return text


MARKDOWN = mistune.create_markdown(renderer=_Renderer(escape=True))


def narrative(report, section):
    """The written section of a report, or a marked place to write it with the findings that belong there.

    Raises NarrativeError for a file of no section and for a reference that names no finding, or one that
    has another value by now than the writer saw.
    """
    if wrong := errors(narrative_problems(report)):
        raise NarrativeError("\n".join(lines(wrong)))
    passage = passages(report.evidence.folder, report.year).get((section, active_language()))
    if passage:
        return Prose(Markup('<div class="narrative">{}</div>').format(_filled(report, passage)))
    return _to_write(report, section)


def narrative_problems(report):
    """Every `Problem` of the texts written for the report's year: of their names, then of what they say."""
    right = [f"{section}.{language}" for section in layout().sections for language in LANGUAGES]
    for (section, language), passage in passages(report.evidence.folder, report.year).items():
        name = f"{section}.{language}"
        if name in right:
            # As a list: inside a generator the language would be spoken to whoever asks for the next problem.
            with speaking(language):
                found = list(_problems(report, passage))
            yield from found
        else:
            # Of what belongs nowhere no more can be said.
            near = nearest(name, right)
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
            near = nearest(reference.name, names)
            yield Problem("narrative_reference", passage.file, reference.line, "", reference.name, "", near)
        elif reference.seen not in (None, told := value(reference.name, found)):
            yield Problem("narrative_stale", passage.file, reference.line, "", reference.seen, told,
                          facts={"name": reference.name})  # fmt: skip


def _typed(report, passage):
    """A question for each number that was typed and that no finding of the report supports."""
    told = {value(name, found) for name, found in report_names(report).items()
            if not isinstance(found, Source)}  # fmt: skip
    known = {number for text in told for _, number in typed_numbers(text)}
    for line, number in typed_numbers(passage.text):
        if number not in known:
            yield Problem("narrative_number", passage.file, line, "", number, "{{result:...}}",
                          severity="finding")  # fmt: skip


def value(name, found):
    """What a reference is filled with: a figure, a target, a status; of a source its title."""
    if isinstance(found, Reading):
        return numbers.bare(found) if name.startswith("number:") else numbers.labelled(found)
    if isinstance(found, Target):
        return numbers.target_text(found)
    return found.title if isinstance(found, Source) else words.status_name(found.label).lower()


def _filled(report, passage):
    """The passage as HTML with its references filled in."""
    names, cited = report_names(report), annual_cited(report)
    text, fills = passage.text, []
    for reference in reversed(find_references(passage.text)):
        start, end = reference.span
        text = text[:start] + HOLE.format(len(fills)) + text[end:]
        fills.append(_fill(reference.name, names[reference.name], cited))
    html = MARKDOWN(text)
    for number, fill in enumerate(fills):
        html = html.replace(HOLE.format(number), str(fill))
    return Markup(html)


def _fill(name, found, cited):
    if isinstance(found, Source):
        return cells.cite([found.id], cited)
    return Markup('<span class="figure">{}</span>').format(value(name, found))


def _to_write(report, section):
    """The marked place: what to write, into which file, the findings that belong there and their names."""
    place = layout().sections[section]
    file = f"narrative/{report.year}/{section}.{active_language()}.md"
    lead = say("annual.to_write", section=place.name.text)
    where = Markup(say("annual.write_into", file="{}")).format(Markup("<code>{}</code>").format(file))
    html = Markup("<p><strong>{}</strong> {}</p>").format(lead, where)
    if items := Markup("").join(_belonging(report, place)):
        html += Markup("<p>{}</p><ul>{}</ul>").format(say("annual.belongs_here"), items)
    return Prose(Markup('<div class="to-write">{}</div>').format(html))


def _belonging(report, place):
    """The findings of a section, each with the reference that a writer can type."""
    cards = report.known.indicators
    for reading in figures_of(report, place):
        text = say("annual.figure_of", indicator=cards[reading.indicator].short.text,
                   value=numbers.labelled(reading))  # fmt: skip
        yield _item(text, reference_name(reading))
    for finding in (f for f in report.findings if f.status in place.statuses):
        target = finding.target
        name = f"status:{target.indicator}:{target.due_year}"
        facts = {
            "indicator": cards[target.indicator].short.text,
            "value": value(name, finding),
        }
        yield _item(say("annual.figure_of", **facts), name)


def _item(text, name):
    return Markup("<li>{} <code>{}</code></li>").format(text, "{{" + name + "}}")
