"""Requests for figures: their files, made for every respondent of a year, and what came back of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from bvte.evidence.collection import Evidence
from bvte.evidence.language import active_language, speaking
from bvte.evidence.load import project_root
from bvte.evidence.national import request_rules
from bvte.evidence.placing import put_file
from bvte.intake.request_lines import Respondent, request_lines, respondents_of
from bvte.presentation.request_letter import request_letter
from bvte.presentation.texts import say
from bvte.publishing.forms.letter import letter_file
from bvte.publishing.forms.request_book import addressee, request_workbook
from bvte.publishing.receiving import tell_unwritable

FOLDER = "requests"


@dataclass(frozen=True)
class SentFile:
    """A file of a request. state : "made", "same" (it stood there already) or "kept": somebody's own, left alone."""

    path: Path
    state: str


def due_day(year: int) -> date:
    """The day of the next year by which answers are asked for."""
    month, day = map(int, request_rules().due.split("-"))
    return date(year + 1, month, day)


def make_and_tell(
    evidence: Evidence, year: int, language: str, due: date | None = None, folder: Path | None = None
) -> int:
    """Make the requests of a year and tell what was made; 1 where nobody can ask or the folder cannot be written.

    language : of the files; folder : by default requests/<data>/<year>/.
    """
    data = evidence.folder.name
    place = folder or requests_folder(data, year)
    try:
        evidence.agency_on(date(year, 12, 31))
    except KeyError:
        click.echo(say("requests.told.nobody", year=year), err=True)
        return 1
    try:
        with speaking(language):
            files = list(write_requests(evidence, year, due or due_day(year), data, place))
    except OSError as error:
        return tell_unwritable(error, place)
    for file in files:
        if file.state == "kept":
            click.echo(say("requests.told.kept", file=file.path.name))
    counts = {state: sum(file.state == state for file in files) for state in ("made", "same")}
    count = len(respondents_of(evidence, year))
    click.echo(say("requests.told.made", **counts, count=count, folder=_shown(place)))
    return 0


def _shown(place: Path) -> str:
    """A folder as it is told, from the project's own where it lies there."""
    root = project_root()
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()


def requests_folder(data: str, year: int) -> Path:
    """Where the requests of a year lie, outside data/ and reports/."""
    return project_root() / FOLDER / data / str(year)


def write_requests(evidence: Evidence, year: int, due: date, data: str, folder: Path) -> Iterator[SentFile]:
    """Write the workbook and the letter of every respondent; each file as it was written.

    A file that is there and says otherwise is left as it is: it may be filled in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for respondent in respondents_of(evidence, year):
        for name, content in request_files(evidence, respondent, due, data).items():
            yield _put_file(folder / name, content)


def request_files(evidence: Evidence, respondent: Respondent, due: date, data: str) -> dict[str, bytes]:
    """Name -> bytes of the two files of a respondent, in the active language."""
    ending = "" if active_language() == "vi" else f".{active_language()}"
    year, stem = respondent.year, f"{respondent.file_stem}{ending}"
    book = f"{stem}.xlsx"
    lines = request_lines(evidence, respondent)
    letter = request_letter(
        evidence.agency_on(date(year, 12, 31)),
        addressee(evidence, respondent),
        respondent.rules.about.text,
        (respondent.since, date(year, 12, 31)),
        due,
        (book, len(lines)),
    )
    title = say("requests.letter.subject", year=year)
    return {
        book: request_workbook(evidence, respondent, due, data),
        f"{stem}.docx": letter_file(stem, title, active_language(), letter),
    }


def _put_file(path: Path, content: bytes) -> SentFile:
    """Write a file in one step, unless another one has its name."""
    if path.exists():
        return SentFile(path, "same" if path.read_bytes() == content else "kept")
    put_file(path, content)
    return SentFile(path, "made")
