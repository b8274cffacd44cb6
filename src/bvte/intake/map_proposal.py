"""A map proposed for a file: what its cells say for certain, and a question wherever only a person can know.

Nothing is guessed. A name that is a code or that of one area needs no entry; for any other the entry is there with a
question, beside it what it may be. The words of the questions are `presentation.map_text`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.problem import Problem, nearest_name
from bvte.intake.area_names import name_parts
from bvte.intake.map_questions import Unexplained
from bvte.intake.personal import find_personal
from bvte.intake.printed_number import plain_text, spellings
from bvte.intake.table_columns import Kind, known_names
from bvte.intake.table_figures import scale_said
from bvte.intake.table_grid import Grid, read_grids
from bvte.intake.table_map import LAYOUTS, OPEN_QUESTION, Role, TableMap, read_written
from bvte.intake.table_parts import tables_of_sheet
from bvte.intake.table_places import TablePlaces
from bvte.intake.table_shape import Shape, ShapeFinder, layout_of

SOURCE_KEYS = ("title", "publisher", "kind", "published_on", "address", "language")
YEARBOOK = "statistical_yearbook"
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# What stands above a table and is the office that made it.
OFFICE = re.compile(r"(?:ubnd|ủy ban|uỷ ban|sở|cục|cộng hòa|cộng hoà|độc lập|phụ lục|biểu)\b", re.IGNORECASE)
TOTAL = re.compile(r"^(?:tổng số|tổng cộng|toàn tỉnh|cả tỉnh|total)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """What stands beside an entry: a code with its facts, put into words by the reader's language."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Proposal:
    """A map as it is to be written, and the remarks on its entries by their path."""

    file: str
    content: dict[str, Any]
    remarks: dict[tuple[str | int, ...], list[Remark]] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """How many entries wait for an answer."""
        return sum(1 for _ in _leaves(self.content, OPEN_QUESTION))

    def ask(self, *path: str | int, code: str, **facts: str) -> None:
        """Put a question at a path, with why it is asked."""
        self.say(*path, value=OPEN_QUESTION, code=code, **facts)

    def ask_name(self, *path: str | int, code: str, near: str = "") -> None:
        """Put a question about a name at a path; what is asked of all names stands once, above the first."""
        above = self.remarks.setdefault(path[:-1], [])
        above += [] if Remark(code) in above else [Remark(code)]
        self.say(*path, value=OPEN_QUESTION, code="may_be" if near else None, **({"near": near} if near else {}))

    def say(self, *path: str | int, value: object, code: str | None = None, **facts: str) -> None:
        """Put an entry at a path, with a remark where there is a code."""
        place: Any = self.content
        for part in path[:-1]:
            place = place[part] if isinstance(part, int) else place.setdefault(part, {})
        place[path[-1]] = value
        if code:
            self.remarks.setdefault(path, []).append(Remark(code, facts))


def _leaves(content: Any, wanted: str) -> Iterator[str]:
    """The scalars of a content that are the wanted one."""
    if isinstance(content, dict | list):
        for child in content.values() if isinstance(content, dict) else content:
            yield from _leaves(child, wanted)
    elif content == wanted:
        yield content


def propose_map(path: Path, evidence: Evidence) -> tuple[Proposal | None, list[Problem]]:
    """A map for a file, None where the file cannot be read or holds no table, and why. Nothing is written."""
    grids, problems = read_grids(path)
    filled = [grid for grid in grids if grid.cells]
    if problems or not filled:
        return None, problems or [Problem("file_empty", path.name, None, "", path.name)]
    proposal = Proposal(path.name, {})
    layout = layout_of(filled[0]) if len(filled) == 1 else None
    if layout:
        _propose_layout(proposal, layout, filled[0], evidence)
        return proposal, []
    names = known_names(evidence, _shipped(YEARBOOK)["names"]["units"])
    parts = [part for grid in filled for part in tables_of_sheet(grid, names)]
    tables = [(part, shape) for part in parts if (shape := ShapeFinder(part, names).find())]
    if not tables:
        return None, [Problem("no_table_found", path.name, None, "", ", ".join(grid.name for grid in filled))]
    _propose_tables(proposal, tables, evidence)
    return proposal, []


def _ask_source(proposal: Proposal, title: str = "") -> None:
    for key in SOURCE_KEYS:
        if key == "title" and title:
            proposal.say("source", key, value=title, code="title_read")
        else:
            proposal.ask("source", key, code=f"source_{key}")


def _propose_layout(proposal: Proposal, layout: str, grid: Grid, evidence: Evidence) -> None:
    """A map for a file in a shipped layout: the layout, the source, and the names that it leaves open."""
    proposal.say("layout", value=layout, code="layout_found")
    _ask_source(proposal)
    tables = None
    if layout == "education_statistics":
        tables = _with_value_columns(_shipped(layout)["tables"], grid)
        proposal.say("tables", value=tables, code="value_columns")
    looked = _looked_through(layout, tables)
    _ask_names(proposal, TablePlaces("", grid, looked.tables[0], looked, evidence), evidence)


def _shipped(layout: str) -> dict[str, Any]:
    """What a layout says."""
    written, problems = read_written(LAYOUTS / f"{layout}.yml")
    assert written is not None, problems
    return written.content


def _looked_through(layout: str | None, tables: list[dict[str, Any]] | None) -> TableMap:
    """The map of a layout, or of none, with these tables, to look a file through; the source that it lacks is none."""
    content = (_shipped(layout) if layout else {}) | ({"tables": tables} if tables else {})
    nobody = {"title": "-", "publisher": "-", "kind": "statistics"}
    return TableMap.model_validate({**_answered(content), "source": nobody})


def _with_value_columns(tables: list[dict[str, Any]], grid: Grid) -> list[dict[str, Any]]:
    """The tables of a layout whose columns of figures are each publication's own, with those of this file."""
    known = {column["at"] for column in tables[0]["columns"]}
    columns = [column for column in tables[0]["columns"] if column["at"] != OPEN_QUESTION]
    for letter in grid.letters:
        heading = plain_text(grid.text(1, letter))
        texts = [grid.text(row, letter) for row in list(grid.cells)[1:]]
        if heading not in known and any(any(map(str.isdigit, text)) for text in texts):
            columns.append({"at": heading, "indicator": OPEN_QUESTION})
    return [{**tables[0], "columns": columns}]


def _propose_tables(proposal: Proposal, tables: list[tuple[Grid, Shape]], evidence: Evidence) -> None:
    """A map for tables as they lie in their sheets."""
    grids, shapes = [grid for grid, _ in tables], [shape for _, shape in tables]
    layout = YEARBOOK if any(map(_is_vietnamese, grids)) else None
    if layout:
        proposal.say("layout", value=layout, code="layout_guessed")
    title = next((note for shape in shapes for note in shape.notes if _may_be_title(note)), "")
    _ask_source(proposal, title)
    proposal.content["tables"] = []
    for number, (grid, shape) in enumerate(tables):
        _propose_table(proposal, number, grid, shape)
    looked = _looked_through(layout, proposal.content["tables"])
    for table, grid in zip(looked.tables, grids, strict=True):
        _ask_names(proposal, TablePlaces("", grid, table, looked, evidence), evidence)
    if not any(shape.has_any_period for shape in shapes):
        proposal.ask("facts", "when", code="period_of_file")


def _may_be_title(note: str) -> bool:
    """Whether a text above a table may be its title: not the office's name, and of no person."""
    return not (OFFICE.match(note) or find_personal(note))


def _is_vietnamese(grid: Grid) -> bool:
    """Whether a sheet holds letters that only Vietnamese has."""
    return any(VIETNAMESE.search(cell.seen) for cells in grid.cells.values() for cell in cells.values())


def _propose_table(proposal: Proposal, number: int, grid: Grid, shape: Shape) -> None:
    """The entry of a table: its sheet, rows and columns, its sections and unit."""
    place = ("tables", number)
    sheet = {"sheet": grid.name} if grid.name else {}
    proposal.content["tables"].append({**sheet, "headings": f"{shape.headings[0]}-{shape.headings[1]}"})
    rows = {"first": str(shape.rows[0]), "last": str(shape.rows[1])}
    proposal.say(*place, "rows", value=f"{shape.rows[0]}-{shape.rows[1]}", code="rows_found", **rows)
    columns: list[dict[str, Any]] = [{"at": letter, "is": str(kind)} for letter, kind in shape.labels.items()]
    for column in columns:
        column |= {"whole": list(shape.wholes[column["at"]])} if shape.wholes.get(column["at"]) else {}
    proposal.say(*place, "columns", value=[*columns, *({"at": letter, **shape.counts} for letter in shape.values)])
    if shape.unread:
        found = ", ".join(f"“{heading}”" for heading in shape.unread)
        proposal.remarks[(*place, "columns")] = [Remark("unread", {"found": found})]
    for at, letter in enumerate(shape.values, start=len(columns)):
        _ask_column(proposal, (*place, "columns", at), letter, shape)
    units = _shipped(YEARBOOK)["names"]["units"]
    known = {spelled for unit in units for spelled in spellings(unit)}
    for text in shape.sections:
        if known.isdisjoint(spellings(text)) or "layout" not in proposal.content:
            proposal.ask(*place, "sections", text, code="section")
    _say_unit(proposal, number, shape.unit, units)


def _ask_column(proposal: Proposal, path: tuple[str | int, ...], letter: str, shape: Shape) -> None:
    """Say of a column of figures that its heading is a period, or ask for what neither it nor a label says.

    All that is asked of a column stands on its line, so that one line is answered or deleted.
    """
    asked = {}
    if shape.has_period(letter):
        proposal.say(*path, "says", value="period")
    elif shape.has_any_period and Kind.period not in shape.labels.values():
        asked["when"] = "period_of_column"
    alone = len(shape.values) == 1 or not any(map(shape.own_texts, shape.values))
    if Kind.indicator not in shape.labels.values() and not alone:
        asked["indicator"] = "indicator_of_column"
    elif letter in shape.rivals:
        asked["suffix"] = "suffix"
    if scale_said(" ".join(shape.values[letter])):
        asked["factor"] = "factor_of_column"
    found = {"found": " ".join(shape.values[letter]) or letter}
    for key, code in asked.items():
        proposal.say(*path, key, value=OPEN_QUESTION)
        proposal.remarks.setdefault(path, []).append(Remark(code, found))


def _say_unit(proposal: Proposal, number: int, unit: str, known: dict[str, Any]) -> None:
    """Say the unit of a table that a note above it names, or ask."""
    names = {plain_text(part).casefold(): facts for name, facts in known.items() for part in name_parts(name)}
    found = (
        next((names[part.casefold()] for part in name_parts(unit) if part.casefold() in names), None) if unit else None
    )
    facts = {"unit": found} if isinstance(found, str) else found or {"unit": OPEN_QUESTION}
    for key, value in facts.items() if unit else ():
        code = "unit_read" if found else "unit_asked"
        proposal.say("tables", number, "facts", key, value=value, code=code if key == "unit" else None, found=unit)


def _answered(content: Any) -> Any:
    """A content without the questions in it."""
    if isinstance(content, dict):
        return {key: _answered(value) for key, value in content.items() if value != OPEN_QUESTION and key != "sections"}
    return [_answered(value) for value in content] if isinstance(content, list) else content


def _ask_names(proposal: Proposal, places: TablePlaces, evidence: Evidence) -> None:
    """Ask about every name, mark, period and unit of a table that nothing explains."""
    found = Unexplained(places, evidence)
    found.look()
    cards = {name: card.id for card in evidence.indicators.values() for name in (card.id, card.name.vi, card.name.en)}
    for name in found.indicators:
        near = nearest_name(name, cards)
        known = f"{cards[near]} ({near})" if near and near != cards[near] else near
        proposal.ask_name("names", "indicators", name, code="indicators", near=known or "")
    if not places.of_role(Role.indicator) and not _asks_columns(proposal, "indicator"):
        proposal.ask("facts", "indicator", code="indicator_of_file")
    for name, near in found.areas.items():
        whole = f"{evidence.province.code} {evidence.province.name_vi}" if TOTAL.search(name) else near
        proposal.ask_name("names", "areas", name, code="areas", near=whole)
    if not places.of_role(Role.area):
        proposal.ask("facts", "area", code="area_of_file")
    for name in found.units:
        proposal.ask_name("names", "units", name, code="units")
    for mark in found.marks:
        proposal.ask_name("marks", mark, code="marks")
    if found.period:
        proposal.ask("facts", "period", code=found.period[0], found=found.period[1], allowed=found.period[2])
    _say_decimal(proposal, found)
    if found.statistic:
        proposal.ask("facts", "statistic", code="statistic")
    told = {"dropped": found.persons, "alike": found.alike, "part": found.parts}
    for code, texts in told.items():
        proposal.remarks.setdefault((), []).extend(Remark(code, {"found": text}) for text in texts)


def _say_decimal(proposal: Proposal, found: Unexplained) -> None:
    """Say the decimal mark that the figures show where the layout has another one; ask where nothing shows it."""
    shown = {mark for mark in found.reader.decimal_marks.values() if mark}
    given = found.places.map.facts.decimal
    if len(shown) == 1 and given and given not in shown:
        proposal.say("facts", "decimal", value=shown.pop(), code="decimal_read")
    elif found.decimal:
        proposal.ask("facts", "decimal", code="decimal", found=found.decimal)


def _asks_columns(proposal: Proposal, key: str) -> bool:
    """Whether the columns of figures ask for their own indicators."""
    return any(key in column for table in proposal.content.get("tables", []) for column in table["columns"])
