"""The filled workbook of a province: rows that can be kept, and cells that cannot, each with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_row
from bvte.evidence.load import INTAKES
from bvte.evidence.merged import predecessors
from bvte.evidence.period import named_period
from bvte.evidence.problem import Problem
from bvte.evidence.rows import Row
from bvte.intake.province_sheet import (
    CODES_ROW,
    FACTS_SHEET,
    FIRST_ROW,
    KIND,
    NAMES,
    SHEETS,
    Column,
    Kind,
    area_code,
    area_word,
    cell_of,
    completed,
    row_id,
    row_key,
)
from bvte.intake.reading import TABLES, TRIAL, Reading, Refused, Taken, Trial, placed_problem
from bvte.intake.recording_sheet import RefusedCell
from bvte.intake.workbook_reader import Book, SeenCell, SeenSheet, open_book

# Table -> the model of its rows.
MODELS = {table: model for model, (table, _) in TABLES.items() if table in SHEETS}
# Tables of which a row is of an area, and the field that says of what day.
TIMED_BY = {"programmes": "set_on", "observations": "end", "population": "end", "areas": "valid_to", "breaks": "date"}


@dataclass(frozen=True, eq=False)
class FilledRow:
    """A row of a sheet: the table that it belongs to, its place, its cells by the name of their column."""

    table: str
    sheet: str
    number: int
    cells: dict[str, SeenCell]
    letters: dict[str, str]

    def place(self, column: str) -> str:
        """The cell of a column, by its own name or by that of the field which it becomes; else the first one."""
        named = self._columns() | {"unit": "indicator"}
        letter = self.letters.get(column) or self.letters.get(named.get(column, "")) or min(self.letters.values())
        return f"{letter}{self.number}"

    def seen(self, column: str) -> str:
        """What is seen in the cell of a column."""
        cell = self.cells.get(column) or self.cells.get(self._columns().get(column, ""))
        return cell.seen if cell else ""

    def _columns(self) -> dict[str, str]:
        """Field -> the first column that becomes it."""
        return {column.becomes: column.name for column in reversed(SHEETS[self.table])}


@dataclass(frozen=True)
class ProvinceReading:
    """What was read. reading : the cells as any intake has them; rows : table -> rows by id, in the order of the
    sheets, as the text of their files."""

    reading: Reading
    rows: dict[str, dict[str, dict[str, str]]]


def book_facts(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The data folder that a workbook names, and why it cannot be read."""
    book = open_book(path)
    if book.problems:
        return "", book.problems
    facts = next((sheet for sheet in book.sheets if sheet.name == FACTS_SHEET), None)
    told = [cell.seen for cell in facts.cells.get(1, {}).values()] if facts else []
    if len(told) != len((KIND, "data")) or told[0] != KIND:
        names = ", ".join(sheet.name for sheet in book.sheets)
        return "", (Problem("not_a_province_book", path.name, None, "", names),)
    return told[1], ()


def read_province_book(
    path: Path, evidence: Evidence, words: Mapping[str, dict[str, str]], received_on: date
) -> ProvinceReading:
    """The rows of a filled workbook that break no rule of a data folder.

    evidence : the folder without what an earlier reading of the workbook brought; words : list -> word -> code.
    """
    book = open_book(path)
    data, whole = evidence.folder.name, Reading(KIND, "", "", problems=book.problems)
    texts: dict[FilledRow, dict[str, str]] = {}
    refused: list[Refused] = []
    filled = list(_filled_rows(book))
    lists = {name: {**words.get(name, {})} for name in (*words, *NAMES)}
    lists["area"] |= _typed_areas(filled, words)
    for row in filled:
        fields, faults = _read_fields(row, lists, evidence, data, path)
        refused += faults
        if fields and not faults:
            texts[row] = fields
        if name := next((one for one, table in NAMES.items() if table == row.table), None):
            lists[name][_called(row)] = "" if faults else fields.get("code", fields["id"])
    texts, more = _tried(path, texts, evidence, received_on)
    named = {row.sheet for row in (*texts,)} | {one.sheet for one in refused} | {one.sheet for one in more}
    empty = tuple(sheet.name for sheet in _tables(book).values() if sheet.name not in named)
    taken = tuple(Taken(row.sheet, row.place(""), _shown(row), fields) for row, fields in texts.items())
    whole = replace(whole, taken=taken, refused=(*refused, *more), empty=empty)
    rows: dict[str, dict[str, dict[str, str]]] = {table: {} for table in SHEETS}
    for row, fields in texts.items():
        rows[row.table][fields["id"]] = fields
    return ProvinceReading(whole, rows)


def without_intake(evidence: Evidence, intake: str) -> Evidence:
    """The evidence without the rows of an intake."""
    place = f"{INTAKES}/{intake}/"
    tables = {name: getattr(evidence, name) for name in SHEETS}
    kept: dict[str, Any] = {
        name: {code: row for code, row in rows.items() if not _is_of(row, place)} for name, rows in tables.items()
    }
    return replace(evidence, **kept)


def _is_of(row: Row, place: str) -> bool:
    return row.file.startswith(place)


def _tables(book: Book) -> dict[str, SeenSheet]:
    """Table -> the sheet of it, known by the hidden codes above its headings; one that was made when there were fewer
    columns has what must be filled in."""
    found = {}
    for sheet in book.sheets:
        codes = {str(cell.value) for cell in sheet.cells.get(CODES_ROW, {}).values()}
        for table, columns in SHEETS.items():
            known = {f"{table}.{column.name}": column.needed for column in columns}
            if {code for code, needed in known.items() if needed} <= codes <= known.keys():
                found[table] = sheet
    return {table: found[table] for table in SHEETS if table in found}


def _filled_rows(book: Book) -> Iterator[FilledRow]:
    """The rows in which anything was filled in, units, sources and programmes before what names them."""
    for table, sheet in sorted(_tables(book).items(), key=lambda found: found[0] != "areas"):
        letters = {str(c.value).partition(".")[2]: letter for letter, c in sheet.cells[CODES_ROW].items()}
        given = {column.name for column in SHEETS[table] if column.kind == Kind.given}
        for number, cells in sheet.rows():
            named = {name: cells[letter] for name, letter in letters.items() if letter in cells and name not in given}
            if number >= FIRST_ROW and any(cell.seen.strip() for cell in named.values()):
                yield FilledRow(table, sheet.name, number, named, letters)


def _read_fields(
    row: FilledRow, lists: dict[str, dict[str, str]], evidence: Evidence, data: str, path: Path
) -> tuple[dict[str, str], list[Refused]]:
    """The text of each field of a row, or the cells that cannot be read."""
    fields: dict[str, str] = {}
    faults = []
    for column in SHEETS[row.table]:
        cell = row.cells.get(column.name)
        try:
            if cell and cell.seen.strip():
                text = cell_of(column, cell, lists)
                if column.kind == Kind.choice and not text:
                    raise RefusedCell("named_row_refused", found=cell.seen.strip())
                # Several columns of one field make a list, which names nothing twice.
                before = fields.get(column.becomes, "").split()
                fields[column.becomes] = " ".join(dict.fromkeys([*before, text]))
            elif column.needed:
                raise RefusedCell("cell_empty")
        except RefusedCell as error:
            faults.append(_refused(row, column, error, path))
    if faults:
        return {}, faults
    fields = completed(row.table, fields, evidence)
    if row.table == "observations" and not fields["statistic"]:
        column = next(c for c in SHEETS[row.table] if c.name == "statistic")
        return {}, [_refused(row, column, RefusedCell("cell_empty"), path)]
    if parts := _areas_then(row, fields, evidence, lists["area"]):
        column = next(c for c in SHEETS[row.table] if c.choice == "area")
        found = row.seen(TIMED_BY[row.table]) or row.seen("start")
        return {}, [_refused(row, column, RefusedCell("area_not_chosen", ", ".join(parts), found=found), path)]
    fields = {"id": row_id(data, row.table, row.number), **{name: text for name, text in fields.items() if text}}
    _, problems = read_row(MODELS[row.table], fields, f"{row.table}.csv", row.number)
    return fields, [_refused_by(row, problem, path) for problem in problems]


def _typed_areas(rows: list[FilledRow], words: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Word -> code of the units that the workbook itself names, for the cells that choose one of them."""
    levels = words["area_level"]
    units = [row for row in rows if row.table == "areas"]
    return {_called(row): area_code(row.seen("code"), levels.get(row.seen("level").strip(), "")) for row in units}


def _areas_then(row: FilledRow, fields: dict[str, str], evidence: Evidence, areas: dict[str, str]) -> list[str]:
    """The provinces of which one has to be chosen, as the list has them: where a row names none and is of a time before
    they merged."""
    since, time = evidence.province.valid_from, fields.get(TIMED_BY.get(row.table, "")) or fields.get("start")
    then = named_period(time)
    if (
        row.table not in TIMED_BY
        or row.seen("area").strip()
        or row.seen("parent").strip()
        or since is None
        or then is None
        or then.last >= since
    ):
        return []
    names = {code: evidence.area(code).text("name") or code for code in predecessors(evidence, evidence.province.code)}
    return [word for word, code in areas.items() if code in names and word.startswith(names[code])]


def _refused(row: FilledRow, column: Column, error: RefusedCell, path: Path) -> Refused:
    """The cell of a column that cannot be read."""
    seen = row.seen(column.name)
    problem = Problem(error.code, path.name, None, "", error.found or seen, error.allowed, error.near)
    return _refused_by(row, replace(problem, column=column.name), path)


def _refused_by(row: FilledRow, problem: Problem, path: Path) -> Refused:
    """The cell of a row that a problem is about."""
    cell = row.place(problem.column)
    return Refused(row.sheet, cell, row.seen(problem.column), placed_problem(problem, path, row.sheet, cell))


def _tried(
    path: Path, texts: dict[FilledRow, dict[str, str]], evidence: Evidence, received_on: date
) -> tuple[dict[FilledRow, dict[str, str]], list[Refused]]:
    """The rows that break no rule beside all that the folder has, and the cells of those that do."""
    numbered = dict(enumerate(texts, start=1))
    read: dict[int, Row] = {}
    for number, row in numbered.items():
        found, _ = read_row(MODELS[row.table], texts[row], f"{row.table}.csv", number)
        read |= {number: found.model_copy(update={"file": TRIAL})} if found else {}
    culprits = Trial(evidence, read, received_on).culprits()
    rows = {number: numbered[number] for number in culprits}
    gone = {texts[row].get("code", texts[row]["id"]): row for row in rows.values()}
    refused = [
        _refused_by(numbered[number], _named_refused(problem, gone), path)
        for number, problem in sorted(culprits.items())
    ]
    return {
        row: fields for number, row in numbered.items() if number not in culprits for fields in [texts[row]]
    }, refused


def _named_refused(problem: Problem, gone: Mapping[str, FilledRow]) -> Problem:
    """What is wrong with a row; of one that names a refused one, which that is as the workbook calls it."""
    if problem.code != "unknown_code" or problem.found not in gone:
        return problem
    named = gone[problem.found]
    return replace(problem, code="named_row_refused", found=_called(named), allowed="", nearest=None)


def _called(row: FilledRow) -> str:
    """What other rows call a row: its key, of a unit its name with its code."""
    if row.table == "areas":
        return area_word(row.seen("name"), row.seen("code"))
    return row_key(row.table, row.number)


def _shown(row: FilledRow) -> str:
    """What a row shows, for the list of what was taken."""
    return " | ".join(cell.seen for cell in row.cells.values())
