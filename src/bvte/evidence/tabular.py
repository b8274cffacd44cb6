"""CSV files as other programs write them and as Excel opens them: separators, empty ends, cells that would run.

A cell that begins with = + - @ is a formula to a spreadsheet, also in a CSV file
(https://owasp.org/www-community/attacks/CSV_Injection). Every CSV file that is written goes through `csv_bytes`, which
puts an apostrophe before such a text; `read_lines` takes it off again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bvte.evidence.decoding import read_text, unreadable_file
from bvte.evidence.problem import Problem

COMMA, SEMICOLON, TAB = ",", ";", "\t"
# What else Excel puts between two cells, by the settings of the machine or as "Unicode text".
OTHERS = (SEMICOLON, TAB)
NAME = re.compile(r"\s*[\w ]*\s*")
# A number is no formula, nor is a lone sign such as a comparator.
LIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
HARMLESS = re.compile(r"[=+\-@]|[+-]?[0-9]+([.,][0-9]+)?")
MARK = "\ufeff"


@dataclass(frozen=True)
class Lines:
    """A CSV file: the names of its columns, its rows as (line, cells), what is between cells, its problems.

    Rows without text are none; columns without name or text that a spreadsheet leaves at the end are none.
    """

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    separator: str = COMMA
    problems: list[Problem] = field(default_factory=list)


def read_lines(path: Path) -> Lines:
    """The lines of a CSV file."""
    text, problems = read_text(path)
    if text is None:
        return Lines(problems=problems)
    separator = find_separator(text)
    lines, fault = _split_lines(text, separator, path.name)
    if fault:
        return Lines(separator=separator, problems=[fault])
    header = lines[0][1] if lines else []
    if not header and not problems:
        problems = [unreadable_file("file_empty", path.name, None, path.name)]
    spare = len(header) - len(_without_empty_end(header, len(header)))
    rows = [(number, _without_empty_end(cells, spare)) for number, cells in lines[1:]]
    return Lines(header[: len(header) - spare], rows, separator, problems)


def find_separator(text: str) -> str:
    """What stands between the cells of a table: a comma, unless its first line holds names between others.

    >>> find_separator("id;value;unit")
    ';'
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if COMMA in first:
        return COMMA
    found = [sign for sign in OTHERS if sign in first and all(map(NAME.fullmatch, first.replace('"', "").split(sign)))]
    return found[0] if len(found) == 1 else COMMA


def _split_lines(text: str, separator: str, file: str) -> tuple[list[tuple[int, list[str]]], Problem | None]:
    """The lines that hold a text as (number, cells), or the problem that keeps them from being told apart."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, list(map(unguarded, cells))) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        # An open quotation mark runs to the end of the file, whose line end it swallows.
        if "field larger" not in str(error):
            return [], unreadable_file("quotes_open", file, reader.line_num, '"')
        limit = f"{csv.field_size_limit():_}".replace("_", " ")
        return [], unreadable_file("cell_too_long", file, reader.line_num, f"> {limit}", f"<= {limit}")
    return lines, None


def _without_empty_end(cells: list[str], most: int) -> list[str]:
    """The cells without empty ones at their end, at most so many of these."""
    while most and cells and not cells[-1].strip():
        cells, most = cells[:-1], most - 1
    return cells


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A CSV file that Excel opens as it is and that holds no live formula; None is an empty cell.

    columns : names of the first line; rows : mappings of column to cell.

    >>> csv_bytes(["title"], [{"title": "=1+1"}]).decode("utf-8-sig")
    "title\\n'=1+1\\n"
    """
    return csv_bytes_of_cells([columns, *([row.get(column) for column in columns] for row in rows)])


def csv_bytes_of_cells(lines: Iterable[Iterable[Any]]) -> bytes:
    """The same of lines of cells, the names of the columns first: two columns may have one name."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(map(guarded, line) for line in lines)
    return (MARK + text.getvalue()).encode("utf-8")


def guarded(cell: Any) -> str:
    """The text of a cell, behind an apostrophe where a spreadsheet would run it; all line ends are those of a file.

    >>> guarded("@SUM(A1)"), guarded("-5"), guarded("=")
    ("'@SUM(A1)", '-5', '=')
    """
    text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if LIVE.match(text) and not HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text of a cell as it was before `guarded`."""
    return text[1:] if text.startswith("'") and LIVE.match(text) else text
