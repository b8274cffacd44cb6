"""Reading back the Word file of a yearly report: each text against the findings, kept in `narrative/`, and told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bvte.evidence.collection import Evidence
from bvte.evidence.files import Passage, written_passages
from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.load import load
from bvte.evidence.papers import asked_papers, report_years
from bvte.evidence.problem import EvidenceError, Problem, Severity, nearest_name
from bvte.intake.personal import find_personal
from bvte.intake.report_text import ReadPlace, ReportText, quote, read_report_text
from bvte.judgement.annual import Annual, annual
from bvte.presentation.narrative import NarrativeError, narrative, passage_problems
from bvte.presentation.problems import problem_lines, system_words
from bvte.presentation.texts import say

# A file chooses among the folders of data/, and no other place.
FOLDER_NAME = re.compile(r"[A-Za-z0-9_-]+")
# In the order in which they are told.
STATES = ("taken", "same", "empty", "refused")


def import_report_text(
    file: Path, received_on: date, data: str | None = None, office: str = "", **allowed: bool
) -> int:
    """Keep what was written into a yearly report's Word file and tell what became of it; 1 where any was refused.

    data, office : by default those that the file names, and the office that sends the report; allowed :
    `replace`, whether a text is kept though the one that it was made from was changed since; `names`, whether one that
    names a person is.
    Raises click.UsageError where no such data folder exists.
    """
    read = read_report_text(file)
    if read.parts is None:
        return _tell(read.problems)
    return _import(file, read, data or read.parts.data, (office, received_on), allowed)


def _import(file: Path, read: ReportText, data: str, received: tuple[str, date], allowed: dict[str, bool]) -> int:
    """The exit status for a file that is a report's, its texts kept."""
    try:
        evidence = _load_named(data, read)
        report, wrong = _report_of(file, read, evidence)
        if report is None:
            return _tell(wrong)
        places, problems = check_places(file, read, report, **allowed)
    except EvidenceError as error:
        return _tell(error.problems)
    except NarrativeError as error:
        click.echo(str(error), err=True)
        return 1
    return max(_tell((*read.problems, *problems)), _keep(file, read, places, report, *received))


def _load_named(data: str, read: ReportText) -> Evidence:
    """The evidence of a folder; by the name in a file only one of data/. Raises click.UsageError."""
    if read.parts and data == read.parts.data and not FOLDER_NAME.fullmatch(data):
        raise click.UsageError(say("texts_read.no_folder", data=quote(data), option="--data"))
    try:
        return load(data)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error


def _report_of(file: Path, read: ReportText, evidence: Evidence) -> tuple[Annual | None, list[Problem]]:
    """The report that a file is of, and why there is none."""
    if read.parts is None:
        return None, list(read.problems)
    year, years = read.parts.year, report_years(evidence)
    if year not in years:
        return None, [Problem("word_other_year", file.name, None, "", str(year), ", ".join(map(str, years)))]
    if read.parts.language not in LANGUAGES:
        return None, [Problem("word_other_language", file.name, None, "", read.parts.language, ", ".join(LANGUAGES))]
    asked = [one for one in asked_papers(evidence) if (one.year, one.paper.id) == (year, read.parts.paper)]
    meant = next((one for one in asked if read.parts.area in ("", one.area.code)), None)
    if meant is None:
        shelves = ", ".join(one.shelf(evidence) for one in asked_papers(evidence))
        return None, [Problem("word_other_paper", file.name, None, "", read.parts.paper, shelves)]
    return annual(evidence, year, meant.area.code, paper=meant.paper.id), []


def check_places(
    file: Path, read: ReportText, report: Annual, replace: bool = False, names: bool = False
) -> tuple[dict[str, ReadPlace], list[Problem]]:
    """The places of a file by section, those refused whose text may not be kept, and what is wrong with each.

    replace, names : as of `import_report_text`. Raises NarrativeError where a text of the folder is wrong itself.
    """
    assert read.parts
    known = written_passages(report.evidence.folder, report.shelf)
    places, problems = dict(read.places), []
    for section, place in read.places.items():
        if place.state != "taken":
            continue
        before = known.get((section, read.parts.language))
        if before and before.text.strip() == place.text.strip():
            places[section] = _with_state(place, "same")
            continue
        found = list(_faults(file, section, place, read.parts.language, report, replace, names))
        problems += found
        if any(problem.severity == Severity.error for problem in found):
            places[section] = _with_state(place, "refused")
    return places, problems


def _with_state(place: ReadPlace, state: str) -> ReadPlace:
    return replace(place, state=state)  # type: ignore[arg-type]


def _faults(
    file: Path, section: str, read: ReadPlace, language: str, report: Annual, again: bool, names: bool
) -> Iterator[Problem]:
    """What keeps a text from being kept, and what is asked about it."""
    title = read.place.title
    sections = list(report.written)
    if section not in sections:
        near = nearest_name(section, sections)
        yield Problem("word_no_section", file.name, None, title, section, ", ".join(sections), near)
        return
    passage = Passage(section, language, f"narrative/{report.shelf}/{section}.{language}.md", read.text)
    for problem in passage_problems(report, passage):
        yield replace(problem, file=file.name, line=read.paragraph_at(problem.line or 1), column=title)
    if not names and (found := find_personal(read.text)):
        yield Problem("word_person", file.name, None, title, ", ".join(found), "--names")
    if not again and not _is_as_printed(read, section, language, report):
        yield Problem("word_changed_since", file.name, None, title, passage.file, "--replace")


def _is_as_printed(read: ReadPlace, section: str, language: str, report: Annual) -> bool:
    """Whether what stands in the folder is what the file was made from, but for figures that changed since."""
    from bvte.publishing.forms.word_places import WRITTEN, named_text  # office files, which no other check needs

    with speaking(language):
        (box,) = narrative(report, section).blocks
    if box.role != WRITTEN:
        return not read.place.written
    return read.place.written and named_text(box) == read.place.named


def _keep(
    file: Path, read: ReportText, places: dict[str, ReadPlace], report: Annual, office: str, received_on: date
) -> int:
    """Keep the texts that may be, and tell what became of each place; 1 where one was refused or none can be kept."""
    from bvte.intake.text_keeping import keep_texts

    assert read.parts
    taken = {
        f"{report.shelf}/{section}.{read.parts.language}.md": place.text
        for section, place in places.items()
        if place.state == "taken"
    }
    try:
        by = office or report.agency.id
        kept = keep_texts(file, taken, report.evidence.folder, by, received_on) if taken else None
    except OSError as error:
        facts = {"folder": report.evidence.folder.name, "said": system_words(error) or type(error).__name__}
        click.echo(say("texts_read.unwritable", **facts), err=True)
        return 1
    for line in _lines_of(places):
        click.echo(line)
    click.echo(say("texts_read.kept", id=kept.name, count=len(taken)) if kept else say("texts_read.nothing"))
    return int(any(place.state == "refused" for place in places.values()))


def _lines_of(places: dict[str, ReadPlace]) -> Iterator[str]:
    """What became of every place, a line a kind."""
    for state in STATES:
        found = [place for place in places.values() if place.state == state]
        if state == "taken":
            for place in found:
                yield say("texts_read.taken", title=place.place.title, count=place.paragraphs)
        elif found:
            yield say(f"texts_read.{state}", titles="; ".join(place.place.title for place in found))


def _tell(found: Iterable[Problem]) -> int:
    """Tell what is wrong, a line each; 1 where any of it is an error."""
    problems = list(found)
    for line in problem_lines(problems):
        click.echo(line, err=True)
    return int(any(problem.severity == Severity.error for problem in problems))
