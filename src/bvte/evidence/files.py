"""Read the files of a data folder into validated rows; what cannot be read is a `Problem`, not a failure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bvte.evidence.decoding import decode_bytes
from bvte.evidence.indicator import Indicator, Origin
from bvte.evidence.language import LANGUAGES
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.record import PLACE, column_names, fault_problem
from bvte.evidence.rows import Row
from bvte.evidence.spoken_folder import spoken_folder
from bvte.evidence.tabular import COMMA, read_lines

R = TypeVar("R", bound=Row)
# From so many faults on, the cells of a row are taken to stand one column too far left or right, and the
# first line of a file for another one than that with the names of the columns.
SHIFTED = 3
# What other programs put between two cells, where it is not read (`tabular.OTHERS`).
SEPARATORS = (";", "\t", "|")
# What office programs lay beside a file while it is open, systems into folders, and what is still being written.
FOREIGN = re.compile(r"[.~].*|desktop\.ini|Thumbs\.db", re.IGNORECASE)
# So much of a first line is shown.
SHOWN_OF_HEADER = 60


def read_table(path: Path, model: type[R], key: tuple[str, ...], place: str = "") -> tuple[dict[Any, R], list[Problem]]:
    """Rows of one file by key, and the problems of what could not be read.

    place : the folder that the file stands in where that is not the data folder itself ("national/"); rows and
    problems name it.

    A problem has the key of its row as its fact "id", so that nobody else is told that there is no such row.
    """
    rows: dict[Any, R] = {}
    read = read_lines(path)
    header, problems = read.header, read.problems
    if not header:
        return rows, [replace(problem, file=place + problem.file) for problem in problems]
    faults, readable = header_problems(header, model, path.name)
    problems = [*problems, *(replace(f, facts={**f.facts, "unread": not readable}) for f in faults)]
    for line, cells in read.rows if readable else ():
        row, faults = _read_line(model, header, cells, path.name, line, read.separator, place)
        named = dict(zip(header, cells, strict=False)).get(key[0], "")
        problems += [replace(fault, facts={**fault.facts, "id": named}) for fault in faults]
        if row:
            _enter_row(rows, row, key, path.name, problems)
    return rows, [replace(problem, file=place + problem.file) for problem in problems]


def header_problems(header: list[str], model: type[Row], file: str) -> tuple[list[Problem], bool]:
    """Problems of a header, and whether its rows can be read: no required column is missing, none twice."""
    others = tuple(f"_{language}" for language in LANGUAGES if language not in spoken_folder().languages)
    absent = [name for name in column_names(model) if name not in header and not name.endswith(others)]
    # Two names that differ only in their capitals are one column to whoever reads them.
    times = Counter(_folded(name) for name in header)
    twice = list({_folded(name): name for name in header if times[_folded(name)] > 1 and _folded(name)}.values())
    unknown = {
        name: nearest_name(name, absent)
        for name in header
        if name not in column_names(model) and times[_folded(name)] == 1
    }
    missing = [name for name in absent if model.model_fields[name].is_required()]
    problems = [_header_problem("column_not_known", file, name, model, near) for name, near in unknown.items()]
    problems += [_header_problem("column_twice", file, name, model) for name in twice]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    asked = [name for name in absent if name not in model.spare_columns] if model.all_columns else missing
    unseen = [name for name in asked if name not in unknown.values()]
    kinds = {name: "column_missing" if name in missing else "column_left_out" for name in unseen}
    problems += [_header_problem(kind, file, name, model) for name, kind in kinds.items()]
    return _one_header(problems, header, model, file), not (missing or twice)


def _folded(name: str) -> str:
    """A name without the difference of capitals and of blanks around it."""
    return name.strip().casefold()


def _one_header(problems: list[Problem], header: list[str], model: type[Row], file: str) -> list[Problem]:
    """The problems of a header, or the one that they come from: another separator, another first line."""
    separators = [sign for sign in SEPARATORS if len(header) == 1 and sign in header[0]]
    if separators:
        sign = "TAB" if separators[0] == "\t" else separators[0]
        return [Problem("separator_not_comma", file, 1, "", sign, ",")]
    if len(problems) >= SHIFTED:
        allowed = ",".join(column_names(model))
        return [Problem("header_not_known", file, 1, "", ",".join(header)[:SHOWN_OF_HEADER], allowed)]
    return problems


def _header_problem(kind: str, file: str, name: str, model: type[Row], near: str | None = None) -> Problem:
    """A problem of the first line: a column that stands there, or should."""
    allowed = ", ".join(column_names(model))
    return Problem("not_a_value", file, 1, name, name, allowed, near, facts={"type": kind})


def length_problem(header: list[str], cells: list[str], file: str, line: int) -> Problem:
    """A row of more or fewer cells than the header has, as when a comma lacks its quotation marks."""
    if len(cells) > len(header):
        found, last, kind = ", ".join(cells[len(header) :]), header[-1], "row_too_long"
    else:
        found, last, kind = str(len(cells)), header[len(cells)], "row_too_short"
    return Problem("not_a_value", file, line, last, found, str(len(header)), facts={"type": kind})


def shifted_problem(faults: list[Problem]) -> Problem:
    """One problem for a row in which so much is wrong that its cells stand in the wrong columns."""
    first = faults[0]
    wrong = ", ".join(f"{fault.column}={fault.found}" for fault in faults)
    return Problem("not_a_value", first.file, first.line, first.column, wrong, facts={"type": "cells_shifted"})


def _read_line(
    model: type[R], header: list[str], cells: list[str], file: str, line: int, separator: str, place: str
) -> tuple[R | None, list[Problem]]:
    """One validated row of as many cells as the header has, or None and its problems."""
    if len(cells) != len(header):
        return None, [length_problem(header, cells, file, line)]
    return read_row(model, dict(zip(header, cells, strict=True)), file, line, separator, place)


def read_row(
    model: type[R], cells: Mapping[str, str], file: str, line: int, separator: str = COMMA, place: str = ""
) -> tuple[R | None, list[Problem]]:
    """One validated row, or None and its problems; an empty cell means that nothing was published.

    separator : what stands between the cells of its file, from which follows how that writes numbers and days;
    place : as in `read_table`.
    """
    stands = {"line": line, "file": place + file if place else ""}
    filled = {column: cell for column in column_names(model) if (cell := cells.get(column, "")).strip()}
    try:
        how = {"separator": separator, "languages": spoken_folder().languages}
        return model.model_validate({**stands, **filled}, context=how), []
    except ValidationError as error:
        faults = [fault_problem(fault, column_names(model), file, line) for fault in error.errors()]
        return None, faults if len(faults) < SHIFTED else [shifted_problem(faults)]


def cards_of(entries: Mapping[Any, Any], file: str, origin: Origin) -> tuple[dict[str, Indicator], list[Problem]]:
    """Indicator cards by id from the entries of a file, and the problems of the cards that could not be read.

    origin : who wrote them.
    """
    indicators, problems = {}, []
    for code, fields in entries.items():
        try:
            written = {**(fields or {})}
            problems += _not_written(written, file, str(code))
            stands = {"origin": origin, "remarks": ()}
            how = {"languages": spoken_folder().languages}
            indicators[str(code)] = Indicator.model_validate({"id": str(code), **written, **stands}, context=how)
        except (ValidationError, TypeError) as error:
            problems += _card_problems(error, file, str(code))
    return indicators, problems


def _not_written(fields: dict[str, Any], file: str, code: str) -> list[Problem]:
    """The problems of a card that says of itself what follows from where it stands."""
    facts, allowed = {"type": "extra_forbidden", "id": code}, ", ".join(column_names(Indicator))
    given = [name for name in fields if name in PLACE]
    return [Problem("not_a_value", file, None, f"{code}.{name}", name, allowed, facts=facts) for name in given]


def _card_problems(error: ValidationError | TypeError, file: str, code: str) -> list[Problem]:
    """The faults of one card; a card that is no list of fields is one fault."""
    if isinstance(error, TypeError):
        return [Problem("not_a_value", file, None, code, code, "name: ...", facts={"id": code})]
    faults = [fault_problem(fault, column_names(Indicator), file, None, code) for fault in error.errors()]
    return [replace(fault, facts={**fault.facts, "id": code}) for fault in faults]


def _enter_row(rows: dict[Any, R], row: R, key: tuple[str, ...], file: str, problems: list[Problem]) -> None:
    """Keep the first row of a key; a second one is rejected, since nothing says which is meant."""
    identity = identity_of(row, key)
    if identity in rows:
        problems.append(Problem("duplicate_row", file, row.line, key[0], str(getattr(row, key[0]))))
    else:
        rows[identity] = row


def identity_of(row: Row, key: tuple[str, ...]) -> Any:
    """What a row is told from others of its table by: the cell of the one column, or the cells of all.

    key : the columns that identify it.
    """
    cells = tuple(getattr(row, column) for column in key)
    return cells[0] if len(cells) == 1 else cells


@dataclass(frozen=True)
class Passage:
    """The text of a section in one language; `file` is its name below the data folder."""

    section: str
    language: str
    file: str
    text: str


def written_passages(folder: Path, shelf: int | str) -> dict[tuple[str, str], Passage]:
    """The passages of a yearly paper, by (section, language): narrative/<shelf>/<section>.<language>.md.

    shelf : its year, with what tells it from others of that year (`papers.shelf_name`).

    A file that is empty but for white space is not written yet and is left out.
    """
    read = (read_passage(folder, path) for path in passage_files(folder, shelf))
    return {(passage.section, passage.language): passage for passage in read if passage.text.strip()}


def passage_files(folder: Path, shelf: int | str = "*") -> list[Path]:
    """Paths of the written sections of a yearly paper, or of all."""
    return [path for path in paths_of_people(folder.glob(f"narrative/{shelf}/*.md")) if path.is_file()]


def paths_of_people(paths: Iterable[Path]) -> list[Path]:
    """Those among some paths that people gave their names, in the order of these."""
    return sorted(path for path in paths if not FOREIGN.fullmatch(path.name))


def read_passage(folder: Path, path: Path) -> Passage:
    """The passage of one file. Raises OSError, and UnknownEncodingError where its letters are not certain."""
    section, _, language = path.stem.rpartition(".")
    text = decode_bytes(path.read_bytes()).text.replace("\r\n", "\n").replace("\r", "\n")
    return Passage(section, language, path.relative_to(folder).as_posix(), text)
