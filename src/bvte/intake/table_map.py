"""The map of a table that somebody published: which sheet, rows and columns hold what, by which marks and names.

A map is a YAML file beside the table. It names a `layout` that is shipped (`maps/`), and adds what that cannot know:
the source, and which code each name stands for. Every scalar is read as the text that it is: 011 stays a code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bvte.evidence.cells import Code, Codes, Day, EitherDate
from bvte.evidence.decoding import read_text, unreadable_file
from bvte.evidence.period import Period
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.record import Record, fault_problem
from bvte.evidence.rows import AreaLevel, SourceKind, Statistic
from bvte.evidence.value import Unit
from bvte.intake.printed_period import PeriodRule

LAYOUTS = Path(__file__).parent / "maps"
SUFFIX = ".map.yml"
# What stands where only a person can say.
OPEN_QUESTION = "?"
LEFT_OUT = "left_out"
# Keys that a map and its layout fill together; of all others the map's goes before.
SHARED = ("facts", "marks", "names", "source")

# What a mark says in place of a number, and what it says beside one.
Meaning = StrEnum(
    "Meaning",
    """
    normal not_available not_applicable suppressed none_occurred rounds_to_zero forecast
    preliminary estimated revised low_reliability break_in_series other_definition
    """,
)
FLAGS = {"normal", "preliminary", "estimated", "revised", "low_reliability", "break_in_series", "other_definition"}
# What a column holds; `until` is the end of a period, `power` an exponent of ten, `bound` the sign before a number;
# `part` says whether a row is the whole or a part of it; what stands in a column `person` may name one, and is dropped
# before anything is kept.
Role = StrEnum("Role", "value area indicator period until unit power mark bound part ignored person")
Said = StrEnum("Said", "indicator period area")


def _as_form(given: Any) -> Any:
    return {"form": given} if isinstance(given, str) else given


def _as_rows(given: Any) -> Any:
    """First and last row of "5-7", "5" or "8-"; the last of the latter is None."""
    if not isinstance(given, str):
        return given
    match = re.fullmatch(r"\s*([1-9]\d{0,6})\s*(-?)\s*([1-9]\d{0,6})?\s*", given)
    if not match or (match[3] and (not match[2] or int(match[3]) < int(match[1]))):
        raise PydanticCustomError("rows", "no rows", {"expected": "5-7, 5, 8-"})
    return int(match[1]), int(match[3]) if match[3] else None if match[2] else int(match[1])


def _listed(given: Any) -> Any:
    return (given,) if isinstance(given, str | dict) else given


Rows = Annotated[tuple[int, int | None], BeforeValidator(_as_rows)]
Listed = BeforeValidator(_listed)
Text = Annotated[str, Field(min_length=1)]


class MapPart(Record):
    """A part of a map; a field that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Facts(MapPart):
    """What is said once for many cells; where two places say it, the nearer one holds.

    factor : what a printed number is multiplied by to stand in `unit`; when : a period that no cell prints; decimal :
    the decimal mark; level : of the areas that names are looked up among; left_out : such cells are not taken.
    """

    indicator: Code | None = None
    area: Code | None = None
    when: Text | None = None
    period: Annotated[PeriodRule, BeforeValidator(_as_form)] | None = None
    statistic: Statistic | None = None
    unit: Unit | None = None
    factor: Annotated[Decimal, Field(gt=0)] | None = None
    decimal: Literal[",", "."] | None = None
    level: AreaLevel | None = None
    definition: Code | None = None
    acknowledged: Codes | None = None
    note: Text | None = None
    left_out: bool = False

    def over(self, *wider: "Facts | None") -> "Facts":
        """These facts, and where they say nothing those of the first of the wider ones that says something."""
        said: dict[str, Any] = {}
        for facts in (self, *(w for w in wider if w)):
            said = {name: getattr(facts, name) for name in facts.model_fields_set & Facts.model_fields.keys()} | said
        return Facts.model_construct(_fields_set=set(said), **said)


def _named(field: str) -> BeforeValidator:
    """A validator of a plain word that stands for facts: a code, or that such cells are left out."""

    def read(given: Any) -> Any:
        if isinstance(given, str):
            return {"left_out": "true"} if given == LEFT_OUT else {field: given}
        return given

    return BeforeValidator(read)


class Column(Facts):
    """One column, or several from one to another (B-F), by letter or heading.

    says : what the headings of columns of values say; numerator, denominator : columns that stand behind a value;
    suffix : behind the name of the indicator where several columns stand for it (name.numerator); whole : texts of a
    column `part` that mean all of it; parts : other texts, with what holds then; prefixes : of a column `mark` whose
    text speaks of several columns (num:suppressed;val:suppressed), prefix -> column; optional : a file may lack it.
    """

    at: Text
    role: Role = Field(Role.value, alias="is")
    says: Annotated[tuple[Said, ...], Listed] = ()
    numerator: Text | None = None
    denominator: Text | None = None
    suffix: Text | None = None
    prefixes: dict[str, Text] = Field(default_factory=dict)
    whole: Annotated[tuple[str, ...], Listed] = ()
    parts: dict[str, Annotated[Facts, _named("indicator")]] = Field(default_factory=dict)
    optional: bool = False


class Table(MapPart):
    """One table of a file: its sheet (none of a CSV file), rows of headings, rows of figures, columns.

    sections : rows that hold one text alone, with what holds below them; others : what columns are that the map does
    not name, "part" where any text in them means less than the whole.
    """

    sheet: Text | None = None
    headings: Rows = (1, 1)
    rows: Rows | None = None
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    facts: Facts = Facts()
    sections: dict[str, Annotated[Facts, _named("indicator")]] = Field(default_factory=dict)
    others: Literal["ignored", "part"] = "ignored"

    @model_validator(mode="after")
    def _has_values(self) -> "Table":
        if not any(column.role == Role.value for column in self.columns):
            raise PydanticCustomError("no_value_column", "no values", {"expected": "is: value", "column": "columns"})
        return self


class AreaCode(MapPart):
    """The code that a name stands for, and the days between which it does."""

    code: Annotated[str, Field(pattern=r"^\S+$")]
    since: Day | None = Field(None, alias="from")
    until: Day | None = None

    def covers(self, when: Period) -> bool:
        """Whether the name stands for the code through a period."""
        return (not self.since or self.since <= when.first) and (not self.until or when.last <= self.until)


def _as_codes(given: Any) -> Any:
    return ({"code": given},) if isinstance(given, str) else _listed(given)


class Names(MapPart):
    """What the names of a file stand for here; a name that is not there is looked up by itself."""

    indicators: dict[str, Annotated[Facts, _named("indicator")]] = Field(default_factory=dict)
    areas: dict[str, Annotated[tuple[AreaCode, ...], BeforeValidator(_as_codes)]] = Field(default_factory=dict)
    units: dict[str, Annotated[Facts, _named("unit")]] = Field(default_factory=dict)


class MapSource(MapPart):
    """Who published the file, where and when, as in sources.csv."""

    title: Text
    publisher: Text
    kind: SourceKind
    published_on: EitherDate | None = None
    year_stated: Literal["yes", "no"] = "yes"
    address: Text | None = None
    no_address_reason: Text | None = None
    language: Text | None = None
    accessed: Text | None = None
    note: Text | None = None


class TableMap(MapPart):
    """All that has to be known to read a file."""

    layout: str | None = None
    source: MapSource
    facts: Facts = Facts()
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    marks: dict[str, Meaning] = Field(default_factory=dict)
    names: Names = Names()


# The model of the entries below a key, to say which names there are.
PARTS: dict[str, type[BaseModel]] = {
    "columns": Column,
    "tables": Table,
    "source": MapSource,
    "period": PeriodRule,
    "facts": Facts,
    "areas": AreaCode,
    "names": Names,
    **dict.fromkeys(("indicators", "units", "sections", "parts"), Facts),
}


@dataclass(frozen=True)
class WrittenMap:
    """A map as it is written: what it says, and the line of each entry by its path."""

    file: str
    content: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int | None:
        """The line of an entry, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def map_beside(path: Path) -> Path:
    """Where the map of a file stands: `figures.csv.map.yml` beside `figures.csv`."""
    return path.with_name(f"{path.name}{SUFFIX}")


def layout_names() -> list[str]:
    """Names of the layouts that are shipped.

    >>> "sdmx_csv" in layout_names()
    True
    """
    return sorted(path.stem for path in LAYOUTS.glob("*.yml"))


def read_map(path: Path) -> tuple[TableMap | None, list[Problem]]:
    """The map of a file and what is wrong with it; None where it cannot be used."""
    written, problems = read_written(path)
    if written is None:
        return None, problems
    content, problems = _with_layout(written, problems)
    problems += [_open_problem(written, where) for where in _open_places(content)]
    if problems:
        return None, problems
    try:
        return TableMap.model_validate(content), []
    except ValidationError as error:
        # Entries that are wrong are not counted either.
        faults = [fault for fault in error.errors() if fault["type"] != "too_short" or not fault["input"]]
        return None, _without_slips([(tuple(fault["loc"]), _map_fault(fault, written)) for fault in faults])


def _without_slips(found: list[tuple[tuple[str | int, ...], Problem]]) -> list[Problem]:
    """The problems without those of an entry that is missing since its name has a slip."""
    meant = {(*path[:-1], problem.nearest) for path, problem in found if problem.code == "map_entry_not_known"}
    return [problem for path, problem in found if problem.code != "map_entry_missing" or path not in meant]


def read_written(path: Path) -> tuple[WrittenMap | None, list[Problem]]:
    """A map as it is written, None where that is no YAML, and why; references in it are refused."""
    text, problems = read_text(path)
    # Whoever writes a map by hand may end it without a line end; a map that is cut is not a whole one.
    problems = [problem for problem in problems if problem.code != "file_cut"]
    if text is None:
        return None, problems
    try:
        if mark := _reference_mark(text):
            return None, [unreadable_file("not_yaml", path.name, mark.line + 1, "&, *")]
        root = yaml.compose(text, yaml.BaseLoader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or ""
        return None, [unreadable_file("not_yaml", path.name, place and place.line + 1, reason)]
    if not isinstance(root, yaml.MappingNode):
        return None, [unreadable_file("not_entries", path.name, 1, text.strip()[:40])]
    lines: dict[tuple[str | int, ...], int] = {}
    problems += list(_note_lines(root, (), lines, path.name))
    return WrittenMap(path.name, yaml.load(text, yaml.BaseLoader), lines), problems


def _reference_mark(text: str) -> Any:
    """Where a text refers to another part of itself, by which a few lines can stand for millions; None if nowhere."""
    events = yaml.parse(text, yaml.BaseLoader)
    return next((e.start_mark for e in events if getattr(e, "anchor", None)), None)


def _note_lines(
    node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: str
) -> Iterator[Problem]:
    """Write down the line of every entry; a problem for each that stands twice."""
    entries = enumerate(node.value) if isinstance(node, yaml.SequenceNode) else ()
    named = node.value if isinstance(node, yaml.MappingNode) else ()
    for place, child in (*entries, *((key.value, child) for key, child in named)):
        if (*path, place) in lines:
            yield Problem("duplicate_row", file, child.start_mark.line + 1, ".".join(map(str, path)), str(place))
        lines[*path, place] = child.start_mark.line + 1
        yield from _note_lines(child, (*path, place), lines, file)


def _with_layout(written: WrittenMap, problems: list[Problem]) -> tuple[dict[str, Any], list[Problem]]:
    """What a map says together with its layout."""
    content, name = written.content, written.content.get("layout")
    if name is None or name == OPEN_QUESTION:
        return content, problems
    if name not in layout_names():
        known = layout_names()
        place = (written.file, written.line(("layout",)), "layout")
        problem = Problem("not_in_list", *place, str(name), ", ".join(known), nearest_name(str(name), known))
        return content, [*problems, problem]
    shipped, faults = read_written(LAYOUTS / f"{name}.yml")
    assert shipped is not None, faults
    merged = {key: _merged(shipped.content.get(key), content.get(key)) for key in SHARED}
    return {**shipped.content, **content, **{key: value for key, value in merged.items() if value}}, problems


def _merged(wider: Any, nearer: Any) -> Any:
    """Two mappings as one, entry by entry; of anything else the nearer."""
    if isinstance(wider, dict) and isinstance(nearer, dict):
        return {key: _merged(wider.get(key), nearer.get(key)) for key in (*wider, *nearer)}
    return wider if nearer is None else nearer


def _open_places(content: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of the questions that nobody has answered yet."""
    if content == OPEN_QUESTION:
        yield path
    entries = content.items() if isinstance(content, dict) else enumerate(content if isinstance(content, list) else ())
    for place, child in entries:
        yield from _open_places(child, (*path, place))


def _open_problem(written: WrittenMap, path: tuple[str | int, ...]) -> Problem:
    column = ".".join(map(str, path))
    return Problem("map_question_open", written.file, written.line(path), column, OPEN_QUESTION)


def _map_fault(fault: ErrorDetails, written: WrittenMap) -> Problem:
    """What pydantic found, with the line of the map and the names that there are."""
    path = tuple(fault["loc"])
    around = next((PARTS[str(part)] for part in reversed(path[:-1]) if str(part) in PARTS), TableMap)
    names = [field.alias or name for name, field in around.model_fields.items()]
    fault["loc"] = tuple(part for part in path if isinstance(part, str))
    problem = fault_problem(fault, names, written.file, written.line(path))
    if fault["type"] == "extra_forbidden":
        return replace(problem, code="map_entry_not_known", facts={}, allowed=", ".join(names))
    return replace(problem, code="map_entry_missing", facts={}) if fault["type"] == "missing" else problem
