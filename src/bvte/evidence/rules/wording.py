"""Rules on texts and files: composed letters, nothing hidden, labels that fit; every file is read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from bvte.evidence.collection import Evidence
from bvte.evidence.decoding import meant_letters, read_text
from bvte.evidence.files import passage_files, paths_of_people, read_passage
from bvte.evidence.folder_rows import OWN_WORDS
from bvte.evidence.load import FILES, INTAKES, REPORTING
from bvte.evidence.national import SETTINGS
from bvte.evidence.papers import asked_papers
from bvte.evidence.problem import Problem, Severity, nearest_name
from bvte.evidence.record import column_names
from bvte.evidence.rules import Problems, cell_place

# Control characters but for tab and line end, marks that turn the direction of writing, what has no width.
HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]"
)
# A day or month in figures with a 0 before one of March to September.
PADDED = re.compile(r"(?<![\w/.-])(?:(\d{1,2})/)?0([3-9])/((?:19|20)\d\d)(?![\w/])")
# Letters that Vietnamese has and languages which a source may be in do not.
VIETNAMESE = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
# (file, line, column) of a text, and the text.
PlacedText: TypeAlias = tuple[tuple[str, int | None, str], str]
# So much of a text is shown.
SHOWN = 60
# (file, column) -> most letters that its place on a chart holds.
LABELS = {
    ("indicators", "short.vi"): 45,
    ("indicators", "short.en"): 45,
    ("breaks", "name_vi"): 30,
    ("breaks", "name_en"): 30,
}


def not_nfc(evidence: Evidence) -> Problems:
    """Texts whose accents are not in the composed form (NFC), so that equal names would not be equal."""
    for where, text in texts_with_place(evidence):
        if not is_composed(text):
            shown = text if len(text) <= SHOWN else next(w for w in text.split() if not is_composed(w))
            yield Problem("not_nfc", *where, shown, unicodedata.normalize("NFC", shown))


def is_composed(text: str) -> bool:
    """Whether every accent of a text stands on its letter as one character with it."""
    return unicodedata.is_normalized("NFC", text)


def hidden_character(evidence: Evidence) -> Problems:
    """Texts with a character that nobody sees and that can turn or cut what is read."""
    for where, text in texts_with_place(evidence):
        # Of what was read in the wrong encoding that is told.
        if (signs := sorted(set(HIDDEN.findall(text)))) and meant_letters(text) == text:
            names = ", ".join(f"U+{ord(sign):04X}" for sign in signs)
            yield Problem("hidden_character", *where, names, HIDDEN.sub("", text).strip()[:SHOWN])


def date_form(evidence: Evidence) -> Problems:
    """Dates that an office writes otherwise: days below 10 and the months 1 and 2 take a 0, other months do not
    (Decree 30/2020/NĐ-CP, annex I). The title of a source stays as it was published.
    """
    for (file, line, column), text in texts_with_place(evidence):
        if (found := PADDED.search(text)) and not file.endswith("sources.csv"):
            day = f"{int(found[1]):02d}/" if found[1] else ""
            right = f"{day}{found[2]}/{found[3]}"
            yield Problem("date_form", file, line, column, found[0], right, None, Severity.finding)


def title_not_translated(evidence: Evidence) -> Problems:
    """Titles in a language that a reader of the folder's pages may not know, without what they mean.

    What an office filled in has no place for that: nobody is asked to mend its copy by hand.
    """
    for source in (row for row in evidence.sources.values() if not row.file.startswith(f"{INTAKES}/")):
        for language in evidence.spoken.languages:
            known = source.language in (language, None) or getattr(source, f"title_{language}")
            if source.title and not (known or _is_in(language, source.title)):
                place = cell_place("sources", source, f"title_{language}")
                yield Problem("title_not_translated", *place, source.title, "", None, Severity.finding)


def _is_in(language: str, title: str) -> bool:
    """Whether a title reads as the language has it though its text is in another; only Vietnamese shows that."""
    return language == "vi" and any(letter in VIETNAMESE for letter in title.lower())


def not_utf8(evidence: Evidence) -> Problems:
    """Written sections whose letters are not certain, or that cannot be read at all."""
    for path in passage_files(evidence.folder):
        for problem in read_text(path)[1]:
            if problem.facts.get("unread") and problem.code != "file_empty":
                yield replace(problem, file=path.relative_to(evidence.folder).as_posix())


def label_too_long(evidence: Evidence) -> Problems:
    """Labels that do not fit on a chart."""
    for (file, column), most in LABELS.items():
        for row in getattr(evidence, file).values():
            text = dict(_text_cells(row.model_dump()))[column]
            if len(text) > most:
                yield Problem(
                    "label_too_long", *cell_place(file, row, column), text, f"<= {most}", facts={"length": len(text)}
                )


# Five rules read every text of a folder, one after the other.
@lru_cache(maxsize=1)
def texts_with_place(evidence: Evidence) -> tuple[PlacedText, ...]:
    """(file, line, column) and text of every cell that holds one, card and written section."""
    return tuple(_placed_texts(evidence))


def _placed_texts(evidence: Evidence) -> Iterator[PlacedText]:
    for file in (*FILES, *REPORTING):
        for row in getattr(evidence, file).values():
            # Not dumped first: of the thousands of rows that offices send most cells are empty.
            for column in column_names(type(row)):
                if (text := getattr(row, column)) and isinstance(text, str):
                    yield cell_place(file, row, column), text
    for card in evidence.indicators.values():
        for column, text in _text_cells(card.model_dump()):
            yield cell_place("indicators", card, column), text
    for path in passage_files(evidence.folder):
        # Of a file that cannot be read that is told.
        if any(problem.facts.get("unread") for problem in read_text(path)[1]):
            continue
        passage = read_passage(evidence.folder, path)
        for number, text in enumerate(passage.text.split("\n"), start=1):
            yield (passage.file, number, ""), text


def _text_cells(cells: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Column and text of every cell that holds one; a nested text is named vi or en of its column."""
    for column, cell in cells.items():
        if isinstance(cell, str):
            yield prefix + column, cell
        elif isinstance(cell, dict):
            yield from _text_cells(cell, f"{prefix}{column}.")


# Kinds of file in which figures come; others beside them (README.md) are nobody's mistake.
TABLES = {".csv", ".yml", ".yaml", ".xlsx", ".xls", ".ods"}


def file_not_read(evidence: Evidence) -> Problems:
    """Tables that no report reads, such as a copy saved beside its original, and texts for no report."""
    own = [*(f"{name}.yml" for name in SETTINGS), OWN_WORDS] if evidence.spoken.alone else []
    read = [*(f"{name}.csv" for name in (*FILES, *REPORTING)), "indicators.yml", *own]
    for path in _files_of_people(evidence.folder.glob("*")):
        if path.suffix.lower() in TABLES and path.name not in read:
            yield _unread_file(path.name, read)
    for path in _files_of_people(evidence.folder.glob(f"{INTAKES}/*")):
        yield _unread_file(path.relative_to(evidence.folder).as_posix(), [f"{INTAKES}/<id>/observations.csv"])
    if any(problem.file == "annual_reports.csv" for problem in evidence.rejected):
        return
    shelves = [asked.shelf(evidence) for asked in asked_papers(evidence)]
    written = {path for shelf in shelves for path in passage_files(evidence.folder, shelf)}
    years = [f"narrative/{shelf}/I.vi.md" for shelf in shelves]
    for path in _files_of_people(evidence.folder.glob("narrative/**/*")):
        if path not in written:
            yield _unread_file(path.relative_to(evidence.folder).as_posix(), years)


def _files_of_people(paths: Iterable[Path]) -> list[Path]:
    """The files among some paths that people put there, by name."""
    return [path for path in paths_of_people(paths) if path.is_file()]


def _unread_file(name: str, read: Iterable[str]) -> Problem:
    return Problem("file_not_read", name, None, "", name, ", ".join(read), nearest_name(name, read), Severity.finding)
