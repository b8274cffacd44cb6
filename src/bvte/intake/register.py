"""Counts of a case register, a row a child and year, by area, year, sex, age and group: never a child's row.

Only the columns that a map names are read, all as text; what is in them is counted by DuckDB as it streams by, in
memory alone. Nothing that is said of a register holds a value of it: a column may be another one than its
heading says.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from zipfile import BadZipFile

import openpyxl
import pandas as pd
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bvte.evidence.problem import EvidenceError, Problem, nearest_name
from bvte.evidence.record import Record
from bvte.evidence.yaml_files import read_yaml
from bvte.intake.register_figures import ALL, CountRow, RegisterFigure, RegisterFigures, RegisterSource

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Way: TypeAlias = Literal["area", "year", "sex", "age", "group"]
WAYS: tuple[Way, ...] = ("area", "year", "sex", "age", "group")
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Rows of a sheet that are handed over at once.
CHUNK = 20_000
SHEETS = (".xlsx", ".xlsm")
READERS = {".csv": "read_csv(?, header = true, all_varchar = true)", ".parquet": "read_parquet(?)"}
# Nothing of a register is written besides its counts, and nothing fetched.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "memory_limit": "800MB",
    "threads": 2,
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class RegisterMap(Record):
    """What stands where in a register.

    columns : of each of `WAYS` the heading of its column; area, sex, group : text in the register -> code; ages : code
    -> first and last year of age; folder : which counts are figures of a data folder.
    """

    columns: dict[Way, str]
    area: dict[str, str] = Field(min_length=1)
    sex: dict[str, str] = Field(min_length=1)
    group: dict[str, str] = Field(min_length=1)
    ages: dict[str, tuple[int, int]] = Field(min_length=1)
    folder: RegisterFigures | None = None

    @field_validator("columns")
    @classmethod
    def _name_every_column(cls, columns: dict[Way, str]) -> dict[Way, str]:
        if missing := [way for way in WAYS if way not in columns]:
            raise ValueError(", ".join(missing))
        return columns

    @model_validator(mode="after")
    def _keep_all_for_sums(self) -> "RegisterMap":
        if ALL in {*self.area.values(), *self.sex.values(), *self.group.values(), *self.ages}:
            raise ValueError(ALL)
        return self

    @model_validator(mode="after")
    def _count_what_there_is(self) -> "RegisterMap":
        known = {"sex": {*self.sex.values()}, "age": {*self.ages}, "group": {*self.group.values()}}
        for code, figure in (self.folder.figures if self.folder else {}).items():
            for way, codes in known.items():
                if unknown := [chosen for chosen in getattr(figure, way) if chosen not in {ALL, *codes}]:
                    facts = {"found": unknown[0], "expected": ", ".join(sorted(codes))}
                    facts |= {"column": f"folder.figures.{code}.{way}", "near": nearest_name(unknown[0], codes)}
                    raise PydanticCustomError("not_in_map", "not in the map", facts)
        return self


# The model of the entries below a key, to say which there are.
PARTS: dict[str, type[Record]] = {"folder": RegisterFigures, "source": RegisterSource, "figures": RegisterFigure}


class Counts(NamedTuple):
    """The rows of a result, and how many rows of the register they count."""

    rows: list[CountRow]
    children: int


class FileCounts(NamedTuple):
    """What is in one file of a register, and why it could not be read to its end.

    rows : columns `WAYS` and `children`; in each way a code, none where the map has none for what stands there.
    """

    rows: pd.DataFrame
    problem: Problem | None = None


def read_map(path: Path) -> RegisterMap:
    """The map of a file. Raises EvidenceError."""
    found, problems = read_yaml(path)
    if found is None:
        raise EvidenceError(problems)
    try:
        return RegisterMap(**found)
    except ValidationError as error:
        raise EvidenceError(_map_problem(path.name, fault) for fault in error.errors()) from None


def _map_problem(file: str, fault: Any) -> Problem:
    """What is wrong in a map, which is no register: its words may be told."""
    told = fault.get("ctx", {})
    where = told.get("column") or ".".join(map(str, fault["loc"]))
    fields = list(next((PARTS[part] for part in reversed(fault["loc"]) if part in PARTS), RegisterMap).model_fields)
    near = nearest_name(str(fault["loc"][-1]), fields) if fault["type"] == "extra_forbidden" else told.get("near")
    return Problem("register_map", file, None, "", where, told.get("expected") or ", ".join(fields), near)


def count_register(files: Sequence[Path], known: RegisterMap) -> Counts:
    """The children of a register by area, year, sex, age and group, with all sums over area, sex, age and group.

    files : CSV, Parquet or Excel (its first sheet), each with the headings of the map. Raises EvidenceError for what
    cannot be read or is not in the map, with how many rows and none of their values.
    """
    return join_counts((count_file(file, known) for file in files), known)


def count_file(file: Path, known: RegisterMap) -> FileCounts:
    """The counts of one file, which may be on another machine than those of the others."""
    import duckdb

    with duckdb.connect(":memory:", config=SETTINGS) as base:
        base.execute(TABLE)
        problem = _count_file(base, file, known)
        return FileCounts(base.execute("SELECT * FROM counted ORDER BY ALL").df(), problem)


def join_counts(parts: Iterable[FileCounts], known: RegisterMap) -> Counts:
    """The counts of all files of a register together. Raises EvidenceError as `count_register` does."""
    import duckdb

    with duckdb.connect(":memory:", config=SETTINGS) as base:
        base.execute(TABLE)
        problems: list[Problem] = []
        for part in parts:
            problems += filter(None, [part.problem])
            base.register("part", part.rows)
            base.execute("INSERT INTO counted SELECT * FROM part")
        if problems or (problems := list(_unknown(base, known))):
            raise EvidenceError(problems)
        rows = [CountRow(*row) for row in base.execute(SUMS).fetchall()]
        told = base.execute("SELECT coalesce(sum(children), 0) FROM counted").fetchall()
    return Counts(rows, int(told[0][0]))


def counts_file(counts: Counts) -> bytes:
    """The bytes of a CSV file of counts, always the same for the same register."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*WAYS, "children"])
    writer.writerows(counts.rows)
    return out.getvalue().encode("utf-8")


# Children by the codes of what they are.
TABLE = "CREATE TEMP TABLE counted (" + "".join(f'"{way}" VARCHAR, ' for way in WAYS) + "children BIGINT)"
# All sums, "all" where a way is added up.
SUMS = """
SELECT coalesce(area, 'all'), CAST(year AS INTEGER), coalesce(sex, 'all'), coalesce(age, 'all'),
    coalesce("group", 'all'), CAST(sum(children) AS BIGINT)
FROM counted GROUP BY year, CUBE (area, sex, age, "group") ORDER BY ALL
"""


def _count_file(base: "DuckDBPyConnection", file: Path, known: RegisterMap) -> Problem | None:
    """Add the counts of a file to those that are there, or tell why it cannot be read."""
    import duckdb

    try:
        if file.suffix.lower() in SHEETS:
            return _count_sheet(base, file, known)
        reader = READERS.get(file.suffix.lower(), READERS[".csv"])
        headings = base.execute(f"SELECT * FROM {reader} LIMIT 0", [str(file)]).description or []
        if absent := _absent_column(file, known, [column[0] for column in headings]):
            return absent
        chosen = ", ".join(f'CAST({_quoted(known.columns[way])} AS VARCHAR) AS "{way}"' for way in WAYS)
        base.execute(_counting(known, f"SELECT {chosen} FROM {reader}"), [str(file)])
    except (duckdb.Error, OSError, ValueError, BadZipFile):
        # What is said of it may hold a line of the file.
        return Problem("register_not_read", file.name, None, "", file.suffix, ", ".join((*READERS, *SHEETS)))
    return None


def _count_sheet(base: "DuckDBPyConnection", file: Path, known: RegisterMap) -> Problem | None:
    """As `_count_file`, of the first sheet of a workbook, some thousand rows at a time."""
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        headings = [str(cell or "").strip() for cell in next(rows, ())]
        if absent := _absent_column(file, known, headings):
            return absent
        places = [headings.index(known.columns[way]) for way in WAYS]
        while chunk := list(islice(rows, CHUNK)):
            base.register("chunk", pd.DataFrame([_cells(row, places) for row in chunk if any(row)], columns=list(WAYS)))
            base.execute(_counting(known, "SELECT * FROM chunk"))
            base.unregister("chunk")
    finally:
        book.close()
    return None


def _cells(row: Sequence[Any], places: Sequence[int]) -> list[str]:
    """The mapped cells of a row as text."""
    found = (row[place] if place < len(row) else None for place in places)
    return ["" if cell is None else str(cell) for cell in found]


def _absent_column(file: Path, known: RegisterMap, headings: Sequence[str]) -> Problem | None:
    """The first column of the map that a file has not; its own headings may be a child's row."""
    absent = next((known.columns[way] for way in WAYS if known.columns[way] not in headings), None)
    return Problem("register_column", file.name, None, "", absent) if absent else None


def _counting(known: RegisterMap, source: str) -> str:
    """The statement that adds a source of texts, its columns named as the ways, as counts of codes; none of what is not
    in the map."""
    codes = {way: _case(f'trim("{way}")', getattr(known, way)) for way in ("area", "sex", "group")}
    # A statistics program keeps whole numbers as 2025.0; a child of 5.9 years is 5.
    year, age = "TRY_CAST(year AS DOUBLE)", "floor(TRY_CAST(age AS DOUBLE))"
    is_year = f"{year} = floor({year}) AND {year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
    codes["year"] = f"CASE WHEN {is_year} THEN CAST(CAST({year} AS INTEGER) AS VARCHAR) END"
    ages = (f"WHEN {age} BETWEEN {first} AND {last} THEN {_text(c)}" for c, (first, last) in known.ages.items())
    codes["age"] = f"CASE {' '.join(ages)} END"
    chosen = ", ".join(f'{codes[way]} AS "{way}"' for way in WAYS)
    return f"INSERT INTO counted SELECT {_listed('{}')}, count(*) FROM (SELECT {chosen} FROM ({source})) GROUP BY ALL"


def _case(value: str, codes: Mapping[str, str]) -> str:
    """A code for each text, else nothing."""
    whens = " ".join(f"WHEN {_text(said.strip())} THEN {_text(code)}" for said, code in codes.items())
    return f"CASE coalesce({value}, '') {whens} END"


def _unknown(base: "DuckDBPyConnection", known: RegisterMap) -> Iterator[Problem]:
    """A problem for each column with something that is not in the map: in how many rows."""
    for way in WAYS:
        rows = base.execute(f'SELECT coalesce(sum(children), 0) FROM counted WHERE "{way}" IS NULL').fetchall()
        if count := int(rows[0][0]):
            allowed = f"{FIRST_YEAR}-{LAST_YEAR}" if way == "year" else ", ".join(_said(known, way))
            yield Problem("register_not_in_map", known.columns[way], None, "", "", allowed, facts={"count": count})


def _said(known: RegisterMap, way: str) -> list[str]:
    """What may stand in a column, as the map says it."""
    if way == "age":
        return [f"{first}-{last}" for first, last in known.ages.values()]
    return list(getattr(known, way))


def _listed(pattern: str) -> str:
    return ", ".join(pattern.format(f'"{way}"') for way in WAYS)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
