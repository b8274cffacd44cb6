"""A table that somebody published, read through its map: every cell of figures is a figure with its place, or refused.

What the publisher's marks say in place of a number is the reason of a refusal, never a zero. Two cells that claim one
figure (one indicator, area and period) are both refused: which of them is meant, the map has to say.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bvte.evidence.check import check, only_errors
from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_row
from bvte.evidence.indicator import Indicator
from bvte.evidence.problem import Problem, Severity, nearest_name
from bvte.evidence.record import Recomputed
from bvte.evidence.rows import Observation, Source
from bvte.intake.personal import find_personal
from bvte.intake.printed_number import Printed, UnreadCell, bound_of, decimal_mark, plain_text, read_printed
from bvte.intake.reading import Reading, Refused, Taken
from bvte.intake.table_figures import number_fields, refuse_other_factor, refuse_unsaid_scale, statistic_of
from bvte.intake.table_grid import Grid, read_grids
from bvte.intake.table_map import FLAGS, Facts, Meaning, Role, Table, TableMap
from bvte.intake.table_places import PlacedColumn, TablePlaces
from bvte.intake.workbook_reader import SeenCell

KIND = "mapped"
KEY = ("indicator", "area", "start", "end", "statistic", "definition")
# What stands for a name of a person that somebody wrote where a figure belongs.
HIDDEN = "…"


@dataclass(frozen=True)
class Claim:
    """A cell that claims to be a figure, at its row and column letter."""

    row: int
    letter: str
    taken: Taken

    @property
    def key(self) -> tuple[str, ...]:
        """What it is a figure of."""
        return tuple(self.taken.fields[name] for name in KEY)


def read_mapped(path: Path, table_map: TableMap, evidence: Evidence) -> Reading:
    """What a published file says through its map; what keeps it, or a table of it, from being read is a problem.

    Nothing is written.
    """
    facts = table_map.source.model_dump(mode="json", exclude_none=True)
    reading = Reading(KIND, table_map.source.publisher, table_map.source.title, source=facts)
    grids, problems = read_grids(path)
    claims: list[Claim] = []
    refused: list[Refused] = []
    read: set[str] = set()
    named: set[tuple[str, str]] = set()
    for table in table_map.tables if grids else ():
        grid = _grid_of(table, grids)
        if grid is None:
            problems.append(_missing_sheet(table, grids, path.name))
            continue
        reader = TableReader(TablePlaces(_place(path.name, grid.name), grid, table, table_map, evidence))
        problems += reader.places.problems
        named |= {(grid.name, letter) for letter in reader.places.named_letters}
        if not reader.places.problems:
            found, kept_out = reader.read()
            claims, refused, read = [*claims, *found], [*refused, *kept_out], {*read, grid.name}
    taken, twice = _claimed_once(claims, path.name)
    refused += twice
    empty = tuple(grid.name for grid in grids if grid.name not in read)
    # What no map names may be of persons (who stored a value, who remarked on it), and is copied nowhere.
    unnamed = frozenset((grid.name, letter) for grid in grids for letter in grid.letters) - named
    return replace(
        reading, taken=tuple(taken), refused=tuple(refused), empty=empty, problems=tuple(problems), dropped=unnamed
    )


def source_faults(table_map: TableMap, file: str, evidence: Evidence, day: date) -> list[Problem]:
    """What is wrong with the source that a map names beside those of the folder, at its entries in the map `file`.

    A source that breaks a rule would stop every build of the folder, whatever becomes of the figures.
    """
    facts = table_map.source.model_dump(mode="json", exclude_none=True)
    row = Source.model_validate({"id": "in_0", **facts})
    known = check(evidence, day)
    found = check(replace(evidence, sources=evidence.sources | {row.id: row}), day)
    own = [problem for problem in only_errors(found) if problem not in known]
    named = [replace(problem, found=row.title or "") if problem.found == row.id else problem for problem in own]
    return [replace(one, file=file, line=None, column=f"source.{one.column}", also=()) for one in named]


def _place(file: str, sheet: str) -> str:
    return f"{file} [{sheet}]" if sheet else file


def _grid_of(table: Table, grids: tuple[Grid, ...]) -> Grid | None:
    """The sheet of a table, the only one where the map names none; None where there is no such sheet."""
    if table.sheet is None or grids[0].name == "":
        return grids[0] if len(grids) == 1 else None
    return next((grid for grid in grids if plain_text(grid.name) == plain_text(table.sheet)), None)


def _missing_sheet(table: Table, grids: tuple[Grid, ...], file: str) -> Problem:
    known = [grid.name for grid in grids]
    near = nearest_name(table.sheet, known) if table.sheet else None
    return Problem("map_sheet_missing", file, None, "", table.sheet or "-", ", ".join(known), near)


def _claimed_once(claims: list[Claim], file: str) -> tuple[list[Taken], list[Refused]]:
    """The figures that one cell claims; and all cells that claim one with others, which have one problem together."""
    rivals: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        rivals[claim.key].append(claim)
    refused = []
    for key, group in rivals.items():
        if len(group) > 1:
            first, cells = group[0], ", ".join(claim.taken.cell for claim in group)
            place = _place(file, first.taken.sheet)
            problem = Problem("claimed_twice", place, first.row, first.letter, cells, " · ".join(filter(None, key)))
            refused += [Refused(claim.taken.sheet, claim.taken.cell, claim.taken.seen, problem) for claim in group]
    return [claim.taken for claim in claims if len(rivals[claim.key]) == 1], refused


class TableReader(Recomputed):
    """Reads the cells of one table."""

    def __init__(self, places: TablePlaces) -> None:
        self.places, self.grid = places, places.grid
        self.marks = tuple(places.marks)
        # Column -> the first of its numbers that may be two.
        self._examples: dict[str, str] = {}

    def read(self) -> tuple[list[Claim], list[Refused]]:
        """The figures of the table, and the cells that are none."""
        claims: list[Claim] = []
        refused: list[Refused] = []
        section: Facts | None = None
        for row in self.places.rows:
            cells = self.grid.cells.get(row, {})
            if (found := self.places.section(cells)) is not None:
                section = found
                continue
            for placed in self.places.of_role(Role.value):
                cell = cells.get(placed.letter)
                try:
                    claims += self._read_cell(row, placed, cell, section)
                except UnreadCell as error:
                    refused.append(self._refused(row, placed, cell, error))
        return claims, refused

    def _refused(self, row: int, placed: PlacedColumn, cell: SeenCell | None, error: UnreadCell) -> Refused:
        """The refusal of a cell; a name of a person that stands in it is not carried on."""
        seen = _nameless(cell.seen) if cell else ""
        found = _nameless(error.found) or seen
        severity = Severity.finding if error.by_choice else Severity.error
        column = f"{placed.letter} ({placed.heading})" if placed.heading else placed.letter
        problem = Problem(error.code, self.places.file, row, column, found, error.allowed, error.near, severity)
        return Refused(self.grid.name, f"{placed.letter}{row}", seen, problem)

    def _read_cell(
        self, row: int, placed: PlacedColumn, cell: SeenCell | None, section: Facts | None
    ) -> Iterator[Claim]:
        """The figure of a cell, none of an empty one of which nothing is said. Raises UnreadCell."""
        flags = [flag for flag in self.places.flags(row, placed) if self.places.meaning(flag) != Meaning.normal]
        if cell is None and not flags:
            return
        facts = self.places.facts(row, placed, section)
        if facts.left_out:
            raise UnreadCell("left_out_by_map", placed.heading, by_choice=True)
        printed = self._bounded(row, self._printed(placed, cell, facts, flags))
        card = self._card(facts)
        labels = (self.places.text(row, column) for column in self.places.of_role(Role.indicator))
        refuse_unsaid_scale((placed.heading, *labels), facts, card)
        when, print_of_period = self.places.period(row, placed, facts)
        fields = {
            "indicator": facts.indicator or "",
            "area": self.places.area(row, placed, facts, when),
            "start": when.start,
            "end": when.end,
            "statistic": statistic_of(facts, card),
            **number_fields(printed, facts, card),
            **self._counts(row, placed, facts),
            "definition": facts.definition or "",
            "period_note": "" if print_of_period in (when.start, when.end) else print_of_period,
            "period_stated": "yes",
            "note": self._note([*printed.marks, *flags, *self.places.period_flags(placed, print_of_period)], facts),
        }
        refuse_other_factor(fields, facts.factor or Decimal(1))
        self._refuse_impossible(fields)
        seen = cell.seen if cell else ""
        yield Claim(row, placed.letter, Taken(self.grid.name, f"{placed.letter}{row}", seen, fields))

    def _printed(self, placed: PlacedColumn, cell: SeenCell | None, facts: Facts, flags: list[str]) -> Printed:
        """What a cell prints. Raises UnreadCell where marks stand for it, or something that is no number."""
        for flag in flags:
            if cell is None or self.places.meaning(flag) not in FLAGS:
                raise UnreadCell(f"mark_{self.places.meaning(flag)}", flag, by_choice=True)
        assert cell is not None
        if cell.merged or (cell.formula and cell.value is None):
            raise UnreadCell("merged_cell" if cell.merged else "formula_not_worked_out")
        if cell.hidden:
            raise UnreadCell("hidden_cell")
        if isinstance(cell.value, date):
            raise UnreadCell("figure_not_read")
        printed = self._number_of(placed, cell, facts)
        said = [mark for mark in printed.marks if self.places.meaning(mark) != Meaning.normal]
        for mark in said:
            if printed.value is None or self.places.meaning(mark) not in FLAGS:
                raise UnreadCell(f"mark_{self.places.meaning(mark)}", mark, by_choice=True)
        if printed.value is None:
            raise UnreadCell("figure_not_read")
        return replace(printed, marks=tuple(said))

    def _bounded(self, row: int, printed: Printed) -> Printed:
        """A number with the sign that another column gives it. Raises UnreadCell where the two say otherwise."""
        for sign in filter(None, (self.places.text(row, column) for column in self.places.of_role(Role.bound))):
            comparator = bound_of(sign)
            if "=" not in (comparator, printed.comparator) and comparator != printed.comparator:
                raise UnreadCell("mark_not_known", sign, str(printed.comparator))
            printed = replace(printed, comparator=comparator if comparator != "=" else printed.comparator)
        return printed

    def _number_of(self, placed: PlacedColumn, cell: SeenCell, facts: Facts) -> Printed:
        """The number that a person sees; of a format that no text says again, the one that is stored."""
        if not isinstance(cell.value, Decimal):
            return self._number_in_text(placed.letter, cell.seen, facts.decimal)
        try:
            return read_printed(cell.seen, (), ",")
        except UnreadCell:
            return Printed(cell.value, percent=cell.unit_hint == "percent")

    def _number_in_text(self, letter: str, seen: str, decimal: str | None) -> Printed:
        """The number that a text prints. Raises UnreadCell; what a whole column leaves open has one cause."""
        shown = self.decimal_marks.get(letter)
        # Where the figures themselves show another mark than the map says, none is chosen for those that may be two.
        said = None if decimal and shown and shown != decimal else decimal or shown
        try:
            return read_printed(seen, self.marks, said)
        except UnreadCell as error:
            if error.code == "ambiguous_number":
                raise UnreadCell("decimal_not_known", self._examples.setdefault(letter, seen)) from error
            raise UnreadCell("figure_not_read") if error.code == "not_a_number" else error from error

    @cached_property
    def decimal_marks(self) -> dict[str, str | None]:
        """The decimal mark of each column of figures: that of its own texts, else of all columns of the table."""
        texts: dict[str, list[str]] = {}
        for placed in self.places.of_role(Role.value):
            cells = (self.grid.cells.get(row, {}).get(placed.letter) for row in self.places.rows)
            texts[placed.letter] = [cell.seen for cell in cells if cell and isinstance(cell.value, str)]
        everywhere = decimal_mark(text for column in texts.values() for text in column)
        return {letter: decimal_mark(column) or everywhere for letter, column in texts.items()}

    def _card(self, facts: Facts) -> Indicator:
        """The card of the indicator. Raises UnreadCell."""
        cards = self.places.evidence.indicators
        if facts.indicator is None:
            raise UnreadCell("map_lacks", "indicator", "indicator")
        if facts.indicator not in cards:
            near = self.places.near(facts.indicator, list(cards))
            raise UnreadCell("unknown_code", facts.indicator, "indicators.yml", near)
        return cards[facts.indicator]

    def _counts(self, row: int, placed: PlacedColumn, facts: Facts) -> dict[str, str]:
        """Numerator and denominator from their columns: both, or none where one was not published."""
        found = [self._count_in(row, letter, facts) for letter in (placed.numerator, placed.denominator)]
        numerator, denominator = found if all(found) else ("", "")
        return {"numerator": numerator, "denominator": denominator}

    def _count_in(self, row: int, letter: str | None, facts: Facts) -> str:
        """A printed count, "" where there is none that can be read."""
        cell = self.grid.cells.get(row, {}).get(letter or "")
        if cell is None:
            return ""
        try:
            printed = read_printed(cell.seen, self.marks, "," if isinstance(cell.value, Decimal) else facts.decimal)
        except UnreadCell:
            return ""
        return f"{printed.value:f}" if printed.value is not None and printed.comparator == "=" else ""

    def _note(self, marks: list[str], facts: Facts) -> str:
        """What the publisher says beside a number, and what the map notes, in the language of the codebook."""
        said = {mark: self.places.meaning(mark).replace("_", " ") for mark in marks}
        return "; ".join(filter(None, [facts.note, *(f"marked {mark}: {word}" for mark, word in said.items())]))

    def _refuse_impossible(self, fields: dict[str, str]) -> None:
        """Raise UnreadCell where no row of the evidence can say this."""
        row, faults = read_row(Observation, {"id": "x", "source": "x", **fields}, self.places.file, 0)
        if row is None:
            found = f"{faults[0].column} = {faults[0].found}"
            raise UnreadCell("row_not_possible", found, faults[0].allowed)


def _nameless(text: str) -> str:
    """A text without the names of persons in it."""
    for person in find_personal(text) if any(map(str.isalpha, text)) else ():
        text = text.replace(person, HIDDEN)
    return text
