"""Answers to requests: read, asked about, kept as intakes; and who has answered."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from bvte.evidence.collection import Evidence
from bvte.evidence.files import paths_of_people
from bvte.evidence.load import INTAKES, load
from bvte.evidence.problem import EvidenceError, Problem, command_line
from bvte.evidence.rows import Observation
from bvte.evidence.tabular import csv_bytes_of_cells
from bvte.intake.keeping import Kept, Taken, keep_reading
from bvte.intake.received import ID_DIGITS
from bvte.intake.request_answer import Answer, read_answer, told_folder
from bvte.intake.request_lines import Respondent, respondents_of
from bvte.intake.request_questions import Questions, ask_about
from bvte.intake.request_sheet import KIND
from bvte.intake.workbook_reader import open_book
from bvte.presentation.texts import say
from bvte.publishing.receiving import reason_in_vietnamese, tell_problems, tell_unwritable

SUFFIXES = {".xlsx", ".xlsm"}
# What our own requests put beside the forms.
BESIDE = {".docx"}
QUESTIONS, HEADS = "questions.csv", ("cell", "seen", "question")
# So many names of strange files, and so many questions of a file, are told.
MOST_NAMES, MOST_QUESTIONS = 12, 12
# A rule that a figure which is asked about breaks as it stands, by the question.
BROKEN_RULES = {"asked_part_above": "subset_above_whole"}


@dataclass(frozen=True)
class Received:
    """What became of a file. state : kept, again, empty or refused."""

    answer: Answer
    state: str
    questions: tuple[Problem, ...] = ()
    kept: Kept | None = None

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Why a cell of it, or all of it, was not taken; told again each time until the file is another one."""
        cells = self.kept.refused if self.kept and not self.kept.again else self.answer.reading.refused
        return (*self.answer.reading.problems, *(cell.problem for cell in cells))


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The workbooks among some files and folders, by name, and files that are none."""
    found: list[Path] = []
    for path in paths:
        inside = [p for p in paths_of_people(path.rglob("*")) if p.is_file() and p.suffix not in BESIDE]
        found += inside if path.is_dir() else [path]
    books = [path for path in found if path.suffix.lower() in SUFFIXES]
    return books, [path for path in found if path not in books]


def named_folder(paths: Iterable[Path], known: Sequence[str]) -> str:
    """The data folder that the first form names, where it is one of `known`, else the first of these.

    A form that names another one is then refused with that name.
    """
    books, _ = find_files(paths)
    named = (told_folder(open_book(path)) for path in books)
    return next((name for name in named if name in known), known[0])


def receive_answers(
    books: Sequence[Path], folder: Path, data: str, year: int | None, received_on: date
) -> list[Received]:
    """Read and keep the answers in some workbooks, each as one intake; in the order of the files.

    data : name that the forms carry; year : the one that is expected, where one is. Raises EvidenceError, OSError.
    """
    evidence = load(folder)
    answers = [read_answer(path, evidence, data, year) for path in books]
    answers = _without_doubles(answers, evidence)
    questions = _questions_by_year(answers, evidence)
    # An answer speaks of its own area or of what nobody else was asked, so each is checked beside what stood before.
    return [_receive(answer, tuple(questions.get(answer.path, ())), evidence, received_on) for answer in answers]


def _questions_by_year(answers: Sequence[Answer], evidence: Evidence) -> Questions:
    """File -> its questions; answers of different years are not added up."""
    years = dict.fromkeys(answer.year for answer in answers if answer.is_usable)
    found: Questions = {}
    for year in years:
        found |= ask_about([answer for answer in answers if answer.year == year], evidence)
    return found


def _without_doubles(answers: Sequence[Answer], evidence: Evidence) -> list[Answer]:
    """The answers, refused as a whole those of a body that answered before in another file, and all of a body that
    come at once and differ: which of them counts only a person can say."""
    filled = [answer for answer in answers if answer.reading.taken or answer.reading.refused]
    files: dict[tuple[str, int | None], dict[str, Path]] = {}
    for answer in filled:
        if answer.respondent:
            files.setdefault((answer.respondent.code, answer.year), {}).setdefault(_digest(answer.path), answer.path)
    problems = {answer.path: _why_double(answer, files, evidence) for answer in filled if answer.respondent}
    return [_refused_whole(answer, found) if (found := problems.get(answer.path)) else answer for answer in answers]


def _why_double(
    answer: Answer, files: Mapping[tuple[str, int | None], Mapping[str, Path]], evidence: Evidence
) -> Problem | None:
    """Why an answer is one too many. files : body and year -> checksum -> file, of those that came with it."""
    assert answer.respondent
    own = _digest(answer.path)
    if before := _answered_before(answer, evidence):
        undo = command_line("intakes", "undo", before)
        return Problem("request_answered_before", answer.path.name, None, "", before, undo)
    others = [path.name for digest, path in files[answer.respondent.code, answer.year].items() if digest != own]
    if not others or (evidence.folder / INTAKES / f"{KIND}-{own}").exists():
        return None
    return Problem("request_twice", answer.path.name, None, "", ", ".join(others))


def _refused_whole(answer: Answer, problem: Problem) -> Answer:
    reading = replace(answer.reading, taken=(), refused=(), problems=(problem,))
    return replace(answer, reading=reading, respondent=None, figures={})


def _answered_before(answer: Answer, evidence: Evidence) -> str | None:
    """The intake of another file in which the same body answered for the same year, or None."""
    own = f"in_{_digest(answer.path)}"
    others = (row for row in _reported_rows(evidence, answer.year) if row.source != own)
    known = (row.source for row in others if _is_of(evidence, row, answer.respondent))
    return next((f"{KIND}-{source.removeprefix('in_')}" for source in known), None)


def _reported_rows(evidence: Evidence, year: int | None) -> Iterator[Observation]:
    """The figures of a year that offices sent."""
    return (row for row in evidence.observations.values() if row.period.year == year and evidence.is_reported(row))


def _is_of(evidence: Evidence, row: Observation, respondent: Respondent | None) -> bool:
    """Whether a body sent a figure, for its own area."""
    sender = row.area, evidence.sources[row.source].publisher
    return respondent is not None and sender == (respondent.area, respondent.name.vi)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:ID_DIGITS]


def _receive(answer: Answer, questions: tuple[Problem, ...], evidence: Evidence, received_on: date) -> Received:
    """Keep one answer with its questions."""
    if not answer.is_usable:
        return Received(answer, "refused")
    if not (answer.reading.taken or answer.reading.refused):
        return Received(answer, "empty")
    reading = replace(answer.reading, taken=_acknowledged(answer.reading.taken, questions))
    beside = {QUESTIONS: _questions_csv(questions)} if questions else {}
    told = reason_in_vietnamese, beside, evidence
    kept = keep_reading(answer.path, reading, evidence.folder, received_on, *told)
    return Received(answer, "again" if kept.again else "kept", questions, kept)


def _acknowledged(taken: tuple[Taken, ...], questions: tuple[Problem, ...]) -> tuple[Taken, ...]:
    """The taken cells; those that are asked about because they break a rule say so, and are kept as they stand."""
    broken: dict[str, set[str]] = {}
    for question in questions:
        if question.code in BROKEN_RULES:
            broken.setdefault(_cell_of(question), set()).add(BROKEN_RULES[question.code])
    return tuple(
        replace(cell, fields={**cell.fields, "acknowledged": " ".join(sorted(broken[cell.cell]))})
        if cell.cell in broken
        else cell
        for cell in taken
    )


def _cell_of(question: Problem) -> str:
    """The cell that a question is about, such as G12."""
    return f"{question.column.partition(' ')[0]}{question.line}"


def _questions_csv(questions: Iterable[Problem]) -> bytes:
    """The questions of an answer as the bytes of a CSV file, in Vietnamese as the office reads them."""
    lines = ((_cell_of(question), question.found, reason_in_vietnamese(question)) for question in questions)
    return csv_bytes_of_cells([HEADS, *lines])


def receive_and_tell(paths: Sequence[Path], folder: Path, data: str, year: int | None, received_on: date) -> int:
    """Read and keep answers, and tell of every file what became of it; 1 where anything was refused."""
    books, strange = find_files(paths)
    if strange:
        names = ", ".join(path.name for path in strange)
        click.echo(say("requests.told.strange", count=len(strange), files=names), err=True)
    if not books:
        click.echo(say("requests.told.none"), err=True)
        return 1
    try:
        received = receive_answers(books, folder, data, year, received_on)
    except EvidenceError as error:
        return tell_problems(error.problems)
    except OSError as error:
        return tell_unwritable(error, folder / INTAKES)
    for one in received:
        _tell_answer(one)
    _tell_summary(received, len(strange))
    years = sorted({one.answer.year for one in received if one.answer.year})
    for known in years:
        tell_answered(load(folder), known, MOST_NAMES)
    return 1 if strange or any(one.refused or one.state == "refused" for one in received) else 0


def _tell_answer(one: Received) -> None:
    """What became of one file: its line, what was refused, what is asked."""
    answer = one.answer
    if one.state == "refused":
        click.echo(say("requests.told.refused", file=answer.path.name), err=True)
    else:
        state = say(f"requests.told.state.{one.state}", id=one.kept.id if one.kept else "")
        counts = {"taken": len(answer.figures), "asked": answer.asked, "refused": len(answer.reading.refused)}
        if one.kept and one.state == "kept":
            counts |= {"taken": len(one.kept.taken), "refused": len(one.kept.refused)}
        facts = {"file": answer.path.name, "office": answer.reading.office, "questions": len(one.questions)}
        click.echo(say("requests.told.answer", **facts, **counts, state=state))
    tell_problems(one.refused)
    if one.questions:
        click.echo(say("requests.told.asks"))
        tell_problems(one.questions[:MOST_QUESTIONS])
    if len(one.questions) > MOST_QUESTIONS:
        click.echo(say("requests.told.more", count=len(one.questions) - MOST_QUESTIONS, file=QUESTIONS))


def _tell_summary(received: Sequence[Received], strange: int) -> None:
    """How many files there were of each kind; strange : no workbooks, which are not taken either."""
    states = [*(one.state for one in received), *["refused"] * strange]
    counts = {state: states.count(state) for state in ("kept", "again", "empty", "refused")}
    click.echo(say("requests.told.summary", **counts, questions=sum(len(one.questions) for one in received)))


def tell_answered(evidence: Evidence, year: int, most: int | None = None) -> None:
    """Tell how many of those who are asked for figures of a year have answered, and who has not; at most so many."""
    asked = respondents_of(evidence, year)
    senders = {(row.area, evidence.sources[row.source].publisher) for row in _reported_rows(evidence, year)}
    answered = {one.code for one in asked if (one.area, one.name.vi) in senders}
    groups = {
        True: [one for one in asked if one.rules.of_level],
        False: [one for one in asked if not one.rules.of_level],
    }
    counts = {key: sum(one.code in answered for one in group) for key, group in groups.items()}
    facts = {"areas": counts[True], "all_areas": len(groups[True])}
    facts |= {"bodies": counts[False], "all_bodies": len(groups[False])}
    click.echo(say("requests.told.answered", year=year, **facts))
    missing = [one.name.text for one in asked if one.code not in answered]
    if missing:
        more = f", … (+{len(missing) - most})" if most and len(missing) > most else ""
        named = ", ".join(missing[:most]) + more
        click.echo(say("requests.told.missing", count=len(missing), names=named))
