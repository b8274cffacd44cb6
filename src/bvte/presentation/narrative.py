"""What people write for a section of the yearly report, its figures filled in; or a draft of it from the findings."""

from functools import lru_cache

from bvte.evidence.check import only_errors
from bvte.evidence.files import written_passages
from bvte.evidence.language import active_language, speaking
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.rows import Source
from bvte.judgement.references import find_references, report_names, stray_braces, typed_numbers
from bvte.presentation import cells
from bvte.presentation.annual_drafts import drafted, value
from bvte.presentation.annual_forms import annual_cited
from bvte.presentation.document import Box, Prose
from bvte.presentation.markdown import HOLE, blocks_of
from bvte.presentation.parts import paragraph
from bvte.presentation.phrases import Look, span, strong
from bvte.presentation.problems import problem_lines
from bvte.presentation.texts import say


class NarrativeError(ValueError):
    """What is written cannot be filled in: one line a problem, in the reader's language."""


def narrative(report, section):
    """The written section of a report, or a marked place with a draft of what its findings say.

    Raises NarrativeError for a file of no section and for a reference that names no finding, or one that
    has another value by now than the writer saw.
    """
    if wrong := only_errors(narrative_problems(report)):
        raise NarrativeError("\n".join(problem_lines(wrong)))
    passage = written_passages(report.evidence.folder, report.shelf).get((section, active_language()))
    if passage:
        return Prose((Box("narrative", _filled(report, passage), section),))
    return _to_write(report, section)


def narrative_problems(report):
    """Every `Problem` of the texts written for the report's year: of their names, then of what they say."""
    right = [f"{section}.{language}" for section in report.written for language in report.evidence.spoken.languages]
    for (section, language), passage in written_passages(report.evidence.folder, report.shelf).items():
        name = f"{section}.{language}"
        if name in right:
            # As a list: inside a generator the language would be spoken to whoever asks for the next problem.
            with speaking(language):
                found = list(passage_problems(report, passage))
            yield from found
        else:
            # Of what belongs nowhere no more can be said.
            near = nearest_name(name, right)
            yield Problem("narrative_section", passage.file, 1, "", name, ", ".join(right), near)


def passage_problems(report, passage):
    """A problem for each reference of a text that names nothing, or whose value is not the one that was seen, and a
    question for each number that nothing supports."""
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
    known = _numbers_told(report, active_language())
    for line, number in typed_numbers(passage.text):
        if number not in known:
            yield Problem("narrative_number", passage.file, line, "", number, "{{result:...}}", severity="finding")


# Every written section of a report asks for the same.
@lru_cache(maxsize=4)
def _numbers_told(report, language):
    """The numbers that the findings of a report print, in the active language, which is named so that it is asked
    once in each."""
    names = ((name, found) for name, found in report_names(report).items() if not isinstance(found, Source))
    told = {value(name, found) for name, found in names}
    return frozenset(number for text in told for _, number in typed_numbers(text))


def _filled(report, passage):
    """The passage as blocks with its references filled in."""
    names, cited = report_names(report), annual_cited(report)
    text, fills = passage.text, []
    for reference in reversed(find_references(passage.text)):
        start, end = reference.span
        typed = text[start:end].strip("{}")
        text = text[:start] + HOLE.format(len(fills)) + text[end:]
        fills.append(_fill(reference.name, names[reference.name], cited, typed))
    return blocks_of(text, tuple(fills), headings=False)


def _fill(name, found, cited, typed):
    """What stands for a reference; a figure keeps it as it was typed, so that a text can be read back."""
    if isinstance(found, Source):
        return cells.cite([found.id], cited)
    return span(Look.FILLED, value(name, found), code=typed)


def _to_write(report, section):
    """The marked place: a draft of what the findings of the section say, or only that it is to be written."""
    place = report.layout[section]
    draft = [paragraph(text) for text in drafted(report, place)]
    prompt = say("annual.to_take" if draft else "annual.to_write", section=place.name.text)
    return Prose((Box("to-write", (paragraph(strong(prompt), "prompt"), *draft), section),))
