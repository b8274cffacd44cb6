"""Rules on what other programs and hands do to a file: letters lost or misread, another form, a row that went."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bvte.evidence.catalogue import NATIONAL
from bvte.evidence.collection import Evidence
from bvte.evidence.decoding import meant_letters, read_decoded
from bvte.evidence.files import paths_of_people
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.rules import Problems
from bvte.evidence.rules.wording import SHOWN, texts_with_place
from bvte.evidence.tabular import COMMA, TAB, find_separator

READ = {".csv", ".yml", ".md"}
ADDRESS = re.compile(r"https?://\S+")
# What stands where a letter could not be kept: the sign of Unicode for it, or a question mark inside a word.
LOST = re.compile("\ufffd|(?<=[^\\W\\d_])\\?(?=[^\\W\\d_])")
# Ids that are counted (o001), and how many of one kind must be there before a hole between them says anything.
COUNTED = re.compile("([a-z]+)([0-9]+)")
ENOUGH = 5


def other_form(evidence: Evidence) -> Problems:
    """Files that were read for certain and yet are not as they should be: another encoding or separator."""
    for path in paths_of_people(evidence.folder.rglob("*")):
        if path.suffix in READ and path.is_file() and (found := _form_of(path)):
            name = path.relative_to(evidence.folder).as_posix()
            yield Problem("other_form", name, None, "", found, "UTF-8", severity=Severity.finding)


def _form_of(path: Path) -> str:
    """Encoding and separator of a file where they are others than those of a data folder, else ""."""
    decoded, _ = read_decoded(path)
    if decoded is None:
        return ""
    separator = find_separator(decoded.text) if path.suffix == ".csv" else COMMA
    told = [decoded.encoding] if decoded.encoding != "UTF-8" else []
    return ", ".join([*told, "TAB" if separator == TAB else separator] if separator != COMMA else told)


def letters_lost(evidence: Evidence) -> Problems:
    """Texts in which a program put a sign in the place of letters that it did not know: nobody can read them."""
    for where, text in texts_with_place(evidence):
        if LOST.search(words := ADDRESS.sub("", text)):
            yield Problem("letters_lost", *where, _word_with(LOST, words))


def letters_misread(evidence: Evidence) -> Problems:
    """Texts that were read in the wrong code page and kept so: "Biá»ƒu" for "Biểu"."""
    for where, text in texts_with_place(evidence):
        if (meant := meant_letters(text)) != text:
            yield Problem("letters_misread", *where, text[:SHOWN], meant[:SHOWN])


def _word_with(sign: re.Pattern[str], text: str) -> str:
    return next((word for word in text.split() if sign.search(word)), text)[:SHOWN]


def row_missing(evidence: Evidence) -> Problems:
    """Holes between the counted ids of figures, targets and population: was a row taken out?"""
    for file in ("observations", "targets", "population"):
        rows = getattr(evidence, file)
        files = f"{file}.csv", f"{NATIONAL}/{file}.csv"
        unread = {p.facts["id"] for p in evidence.rejected if p.file in files and "id" in p.facts}
        for prefix, numbers in _counted_ids({*rows, *unread}).items():
            digits = min(map(len, numbers.values()))
            for before, after in pairwise([(0, ""), *sorted(numbers.items())]):
                # What the catalogue lacks stands in the folder of the province that it was collected in.
                is_own = prefix + after[1] not in rows or not rows[prefix + after[1]].is_national
                if after[0] > before[0] + 1 and is_own:
                    found = _ids_between(prefix, before[0] + 1, after[0] - 1, digits)
                    line = rows[prefix + after[1]].line if prefix + after[1] in rows else None
                    yield Problem("row_missing", f"{file}.csv", line, "id", found, severity=Severity.finding)


def _counted_ids(ids: set[str]) -> dict[str, dict[int, str]]:
    """Letters of ids -> number -> its digits, of those of which there are enough."""
    counted: dict[str, dict[int, str]] = defaultdict(dict)
    for parts in filter(None, map(COUNTED.fullmatch, ids)):
        counted[parts[1]][int(parts[2])] = parts[2]
    return {prefix: numbers for prefix, numbers in counted.items() if len(numbers) >= ENOUGH}


def _ids_between(prefix: str, first: int, last: int, digits: int) -> str:
    """The ids of a hole, by its ends."""
    ends: Iterator[str] = (f"{prefix}{number:0{digits}}" for number in dict.fromkeys((first, last)))
    return "..".join(ends)
