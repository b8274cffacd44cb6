"""Read the files of a data folder into validated rows; what cannot be read is a `Problem`, not a failure."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from bvte.evidence.indicator import Indicator
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.record import column_names, fault_problem
from bvte.evidence.rows import Row

# The same grammar in C reads the cards ten times as fast; a PyYAML built without libyaml has only the other.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
R = TypeVar("R", bound=Row)
# From so many faults on, the cells of a row are taken to stand one column too far left or right, and the
# first line of a file for another one than that with the names of the columns.
SHIFTED = 3
# What other programs put between two cells.
SEPARATORS = (";", "\t", "|")
# So much of a first line is shown.
SHOWN_OF_HEADER = 60
# How much of the end of a file is shown where it may be cut.
SHOWN = 40


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a file, None where it cannot be read, and the problems of it."""
    try:
        # Excel puts a mark before the first byte of a CSV file; it is no part of the first column's name.
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [unreadable_file("file_missing", path.name, None, path.name)]
    except OSError as error:
        # A folder of that name, a file that another program holds or that this person may not read.
        return None, [unreadable_file("file_not_opened", path.name, None, error.strerror or "")]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"0x{error.object[error.start]:02x}"
        return None, [unreadable_file("not_utf8", path.name, line, found)]
    if not text.strip():
        return None, [unreadable_file("file_empty", path.name, None, path.name)]
    # Old programs on a Mac end a line with a carriage return alone.
    if not text.endswith(("\n", "\r")):
        last = text.rpartition("\n")[2]
        return text, [Problem("file_cut", path.name, text.count("\n") + 1, "", last[-SHOWN:])]
    return text, []


def read_lines(path: Path) -> tuple[list[str], list[tuple[int, list[str]]], list[Problem]]:
    """The header of a CSV file, its rows as (line, cells), and its problems; rows without text are none.

    Columns without name or text that a spreadsheet leaves at the end are no columns.
    """
    text, problems = read_text(path)
    reader, lines = csv.reader(io.StringIO(text or "", newline=""), strict=True), []
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error:
        # An open quotation mark runs to the end of the file, whose line end it swallows.
        problems = [unreadable_file("quotes_open", path.name, reader.line_num, '"')]
    if text is not None and not lines and not problems:
        problems = [unreadable_file("file_empty", path.name, None, path.name)]
    header = lines[0][1] if lines else []
    spare = len(header) - len(_without_empty_end(header, len(header)))
    return (header[: len(header) - spare], [(n, _without_empty_end(cells, spare)) for n, cells in lines[1:]], problems)


def _without_empty_end(cells: list[str], most: int) -> list[str]:
    """The cells without empty ones at their end, at most so many of these."""
    while most and cells and not cells[-1].strip():
        cells, most = cells[:-1], most - 1
    return cells


def read_yaml(path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What a YAML file maps, None where it cannot be read, and its problems; an entry given twice is one."""
    text, problems = read_text(path)
    if text is None:
        return None, problems
    try:
        loader = SAFE_LOADER(text)
        root = loader.get_single_node()
        problems += _repeated_entries(root, path.name)
        content = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
        return None, [unreadable_file("not_yaml", path.name, mark and mark.line + 1, reason)]
    if not isinstance(content, dict):
        return None, [*problems, unreadable_file("not_entries", path.name, 1, str(content)[:SHOWN])]
    return content, problems


def _repeated_entries(node: yaml.Node, file: str, above: tuple[yaml.Node, ...] = ()) -> Iterator[Problem]:
    """A problem for each entry whose name stood before: YAML would silently keep the last one.

    above : the nodes around this one; an entry may refer back to one of them.
    """
    seen, above = set(), (*above, node)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if name in seen:
            yield Problem("duplicate_row", file, key.start_mark.line + 1, "id", name)
        seen.add(name)
        yield from _repeated_entries(value, file, above) if value not in above else ()
    for entry in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _repeated_entries(entry, file, above) if entry not in above else ()


def unreadable_file(code: str, file: str, line: int | None, found: str) -> Problem:
    """A problem because of which nothing of a file is known."""
    return Problem(code, file, line, "", found, facts={"unread": True})


def read_table(path: Path, model: type[R], key: tuple[str, ...]) -> tuple[dict[Any, R], list[Problem]]:
    """Rows of one file by key, and the problems of what could not be read.

    A problem has the key of its row as its fact "id", so that nobody else is told that there is no such row.
    """
    rows: dict[Any, R] = {}
    header, lines, problems = read_lines(path)
    if not header:
        return rows, problems
    faults, readable = header_problems(header, model, path.name)
    problems = [*problems, *(replace(f, facts={**f.facts, "unread": not readable}) for f in faults)]
    for line, cells in lines if readable else ():
        row, faults = _read_line(model, header, cells, path.name, line)
        named = dict(zip(header, cells, strict=False)).get(key[0], "")
        problems += [replace(fault, facts={**fault.facts, "id": named}) for fault in faults]
        if row:
            _enter_row(rows, row, key, path.name, problems)
    return rows, problems


def header_problems(header: list[str], model: type[Row], file: str) -> tuple[list[Problem], bool]:
    """Problems of a header, and whether its rows can be read: no required column is missing, none twice."""
    absent = [name for name in column_names(model) if name not in header]
    unknown = {name: nearest_name(name, absent) for name in header if name not in column_names(model)}
    missing = [name for name in absent if model.model_fields[name].is_required()]
    problems = [_header_problem("column_not_known", file, name, model, near) for name, near in unknown.items()]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    problems += [_header_problem("column_twice", file, name, model) for name in twice]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    unseen = [name for name in (absent if model.all_columns else missing) if name not in unknown.values()]
    kinds = {name: "column_missing" if name in missing else "column_left_out" for name in unseen}
    problems += [_header_problem(kind, file, name, model) for name, kind in kinds.items()]
    return _one_header(problems, header, model, file), not (missing or twice)


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
    model: type[R], header: list[str], cells: list[str], file: str, line: int
) -> tuple[R | None, list[Problem]]:
    """One validated row of as many cells as the header has, or None and its problems."""
    if len(cells) != len(header):
        return None, [length_problem(header, cells, file, line)]
    return read_row(model, dict(zip(header, cells, strict=True)), file, line)


def read_row(model: type[R], cells: Mapping[str, str], file: str, line: int) -> tuple[R | None, list[Problem]]:
    """One validated row, or None and its problems; an empty cell means that nothing was published."""
    filled = {column: cell for column in column_names(model) if (cell := cells.get(column))}
    try:
        return model(line=line, **filled), []
    except ValidationError as error:
        faults = [fault_problem(fault, column_names(model), file, line) for fault in error.errors()]
        return None, faults if len(faults) < SHIFTED else [shifted_problem(faults)]


def read_indicators(path: Path) -> tuple[dict[str, Indicator], list[Problem]]:
    """Indicator cards by id, and the problems of the cards that could not be read."""
    indicators = {}
    cards, problems = read_yaml(path)
    for code, fields in (cards or {}).items():
        try:
            indicators[str(code)] = Indicator.model_validate({"id": str(code), **(fields or {})})
        except (ValidationError, TypeError) as error:
            problems += _card_problems(error, path.name, str(code))
    return indicators, problems


def _card_problems(error: ValidationError | TypeError, file: str, code: str) -> list[Problem]:
    """The faults of one card; a card that is no list of fields is one fault."""
    if isinstance(error, TypeError):
        return [Problem("not_a_value", file, None, code, code, "name: ...", facts={"id": code})]
    faults = [fault_problem(fault, column_names(Indicator), file, None, code) for fault in error.errors()]
    return [replace(fault, facts={**fault.facts, "id": code}) for fault in faults]


def _enter_row(rows: dict[Any, R], row: R, key: tuple[str, ...], file: str, problems: list[Problem]) -> None:
    """Keep the first row of a key; a second one is rejected, since nothing says which is meant."""
    values = tuple(getattr(row, column) for column in key)
    identity = values[0] if len(values) == 1 else values
    if identity in rows:
        problems.append(Problem("duplicate_row", file, row.line, key[0], str(values[0])))
    else:
        rows[identity] = row


@dataclass(frozen=True)
class Passage:
    """The text of a section in one language; `file` is its name below the data folder."""

    section: str
    language: str
    file: str
    text: str


def written_passages(folder: Path, year: int | str) -> dict[tuple[str, str], Passage]:
    """The passages of a year, by (section, language): narrative/<year>/<section>.<language>.md.

    A file that is empty but for white space is not written yet and is left out.
    """
    read = (read_passage(folder, path) for path in passage_files(folder, year))
    return {(passage.section, passage.language): passage for passage in read if passage.text.strip()}


def passage_files(folder: Path, year: int | str = "*") -> list[Path]:
    """Paths of the written sections of a year, or of all years."""
    return sorted(folder.glob(f"narrative/{year}/*.md"))


def read_passage(folder: Path, path: Path, errors: str = "strict") -> Passage:
    """The passage of one file. errors : as of `bytes.decode`, for a file that is not in UTF-8."""
    section, _, language = path.stem.rpartition(".")
    text = path.read_bytes().decode("utf-8-sig", errors).replace("\r\n", "\n")
    return Passage(section, language, path.relative_to(folder).as_posix(), text)
