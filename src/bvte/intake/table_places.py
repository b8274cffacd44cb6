"""What a cell of a published table is a figure of: which columns, headings and rows around it say so, and the map."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bvte.evidence.collection import Evidence
from bvte.evidence.period import parse_period
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.record import Recomputed
from bvte.evidence.rows import Area
from bvte.evidence.value import Unit
from bvte.intake.area_names import AreaNames, name_parts
from bvte.intake.printed_number import UnreadCell, marks_in, plain_text, spellings, split_marks
from bvte.intake.printed_period import PeriodForm, PeriodRule, Span, common_form, read_period
from bvte.intake.table_grid import Grid, Headings, headings_of
from bvte.intake.table_map import FLAGS, AreaCode, Column, Facts, Meaning, Role, Said, Table, TableMap
from bvte.intake.workbook_reader import SeenCell

# What names a part of a year and not which year.
PART_OF_YEAR = re.compile(
    r"(?:quý|quarter|q|tháng|month|t|m|học kỳ|kỳ|half|h|s)\.? ?(?:iv|i{1,3}|1[0-2]|0?[1-9])"
    r"|\d{1,2} (?:tháng|months)(?: (?:đầu|cuối))?(?: năm)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?",
    re.IGNORECASE,
)
YEAR_ALONE = re.compile(r"(?:năm |year )?(?:19|20)\d\d", re.IGNORECASE)
POWERS = {str(exponent): Decimal(10) ** exponent for exponent in range(13)}
# Marks that every reader knows; what else stands in a column of figures, the map explains.
KNOWN_MARKS = dict.fromkeys(("..", "...", "…", ":", "n/a", "NaN", "#N/A", "[x]", "[w]"), Meaning.not_available)
# In brackets those of English official statistics (analysisfunction.civilservice.gov.uk, symbols in tables).
KNOWN_MARKS |= {
    "[b]": Meaning.break_in_series,
    "[c]": Meaning.suppressed,
    "[e]": Meaning.estimated,
    "[f]": Meaning.forecast,
    "[low]": Meaning.rounds_to_zero,
    "[p]": Meaning.preliminary,
    "[r]": Meaning.revised,
    "[u]": Meaning.low_reliability,
    "[z]": Meaning.not_applicable,
}


@dataclass(frozen=True)
class PlacedColumn:
    """A column of the map at its place. heading : all that stands above it, in one line; said : from top to bottom."""

    letter: str
    column: Column
    heading: str = ""
    said: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None


def _with_years(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts of one cell's period with their columns; where one is a part of a year, only with the year beside it.

    >>> _with_years([("2024 Quý I", ""), ("Quý I", ""), ("2024", "")])
    [('2024 Quý I', ''), ('Quý I 2024', ''), ('Quý I', '')]
    """
    parts = [(text, column) for text, column in texts if PART_OF_YEAR.fullmatch(text)]
    if not parts:
        return texts
    years = [text for text, _ in texts if YEAR_ALONE.fullmatch(text)]
    whole = [one for one in texts if one[0] not in years and one not in parts]
    return [*whole, *((f"{part} {year[-4:]}", column) for part, column in parts for year in years), *parts]


def days(area: Area) -> str:
    """The days between which an area exists."""
    return f"{area.valid_from or ''} – {area.valid_to or ''}".strip()


class TablePlaces(Recomputed):
    """The columns of one table of a sheet, and what they say of each row.

    problems : why the map does not fit the file; `file` : file and sheet, for messages.
    """

    def __init__(self, file: str, grid: Grid, table: Table, table_map: TableMap, evidence: Evidence) -> None:
        self.file, self.grid, self.table, self.map, self.evidence = file, grid, table, table_map, evidence
        self.marks = KNOWN_MARKS | table_map.marks
        self._spelled = {mark.casefold(): meaning for mark, meaning in self.marks.items()}
        self.heading_row = table.headings[0]
        self.headings: Headings = headings_of(grid, self.heading_row, table.headings[1] or self.heading_row)
        self.problems: list[Problem] = []
        self._columns = [*self._placed_columns(), *self._other_columns()]
        self._areas = AreaNames(evidence)
        self._nearest: dict[str, str | None] = {}
        self._facts: dict[Hashable, Facts] = {}

    @cached_property
    def rows(self) -> range:
        """The rows of figures."""
        first, last = self.table.rows or ((self.table.headings[1] or self.heading_row) + 1, None)
        return range(first, min(last or self.grid.last_row, self.grid.last_row) + 1)

    def _placed_columns(self) -> Iterator[PlacedColumn]:
        """Every column of the map at its letters; a problem for each that is not there or may be two."""
        for column in self.table.columns:
            letters = self._letters_of(column.at, column.optional, several=True)
            counts = [next(iter(self._letters_of(at)), None) for at in (column.numerator, column.denominator) if at]
            for letter in letters:
                texts = self.headings.texts.get(letter, ())
                yield PlacedColumn(letter, column, self.headings.whole(letter), texts, *counts)

    def _letters_of(self, at: str, optional: bool = False, several: bool = False) -> list[str]:
        """The letters of a column of the map."""
        letters, is_range = self.headings.find(at)
        if not letters and not optional:
            known = ", ".join(filter(None, map(self.headings.whole, self.headings.texts)))
            self._tell("map_column_missing", at, known, self.headings.nearest(at))
        if len(letters) > 1 and not (is_range and several):
            self._tell("map_column_twice", at, ", ".join(letters))
            return []
        return letters

    def _tell(self, code: str, found: str, allowed: str = "", near: str | None = None) -> None:
        self.problems.append(Problem(code, self.file, self.heading_row, "", found, allowed, near))

    def _other_columns(self) -> Iterator[PlacedColumn]:
        """The columns that the map does not name, where any text in them means less than the whole."""
        asked = [at for c in self.table.columns for at in (c.at, c.numerator, c.denominator) if at]
        named = {letter for at in asked for letter in self.headings.find(at)[0]}
        for letter in self.grid.letters if self.table.others == "part" else ():
            if letter not in named and self.headings.whole(letter):
                whole = Column.model_validate({"at": letter, "is": "part", "whole": ("", "Total")})
                yield PlacedColumn(letter, whole, self.headings.whole(letter))

    @cached_property
    def _by_role(self) -> dict[Role, list[PlacedColumn]]:
        return {role: [placed for placed in self._columns if placed.column.role == role] for role in Role}

    def of_role(self, role: Role) -> list[PlacedColumn]:
        """The columns of one kind, from left to right of the map."""
        return self._by_role[role]

    @property
    def named_letters(self) -> set[str]:
        """Letters of the columns of which anything is kept."""
        counts = {letter for placed in self._columns for letter in (placed.numerator, placed.denominator) if letter}
        return counts | {placed.letter for placed in self._columns if placed.column.role != Role.person}

    def text(self, row: int, placed: PlacedColumn) -> str:
        """The text of a cell; of a column whose heading gives code and name ("REF_AREA: Area"), the code."""
        seen = self.grid.text(row, placed.letter)
        text = plain_text(seen) if seen.strip() else ""
        return text.partition(":")[0].strip() if ":" in placed.heading and ":" in text[1:] else text

    def near(self, word: str, known: Sequence[str]) -> str | None:
        """The known name most like a word; each word is looked for once."""
        if word not in self._nearest:
            self._nearest[word] = nearest_name(word, known)
        return self._nearest[word]

    def meaning(self, mark: str) -> Meaning:
        """What a mark of the publisher means. Raises UnreadCell for one that the map does not explain."""
        if mark.casefold() not in self._spelled:
            raise UnreadCell("mark_not_known", mark, ", ".join(self.marks), self.near(mark, list(self.marks)))
        return self._spelled[mark.casefold()]

    def flags(self, row: int, placed: PlacedColumn) -> Iterator[str]:
        """What the columns of marks say of a cell."""
        for marked in self.of_role(Role.mark):
            text, prefixes = self.text(row, marked), marked.column.prefixes
            if text and not prefixes:
                yield text
            entries = (entry.strip().partition(":") for entry in text.split(";")) if prefixes else ()
            yield from (mark for prefix, _, mark in entries if prefixes.get(prefix) == placed.heading)

    def section(self, cells: dict[str, SeenCell]) -> Facts | None:
        """What holds below a row that has one text alone, None where the map knows no such row."""
        texts = {cell.seen for cell in cells.values()}
        names = spellings(texts.pop()) if len(texts) == 1 else []
        return next((self._sections[key] for name in names if (key := name.casefold()) in self._sections), None)

    @cached_property
    def _sections(self) -> dict[str, Facts]:
        known = self.map.names.units | self.table.sections
        return {plain_text(name).casefold(): facts for name, facts in known.items()}

    def facts(self, row: int, placed: PlacedColumn, section: Facts | None) -> Facts:
        """All that is said of a cell, the nearest first. Raises UnreadCell where its part or its name has no place."""
        texts = (self.text(row, column) for column in self.of_role(Role.indicator))
        names = tuple(self._spelled_name(text) for text in texts if text)
        key = (placed.letter, id(section), names, tuple(self._said_of(row)))
        if key not in self._facts:
            self._facts[key] = self._facts_of(row, placed, section, list(names))
        return self._facts[key]

    def _said_of(self, row: int) -> Iterator[str]:
        """What a row says of its parts and units: rows that say the same have the same facts."""
        for role in (Role.part, Role.unit, Role.power):
            yield from (self.text(row, column) for column in self.of_role(role))

    def _facts_of(self, row: int, placed: PlacedColumn, section: Facts | None, names: list[str]) -> Facts:
        parts = dict(self._parts(row))
        if Said.indicator in placed.column.says:
            said = map(self._spelled_name, (*placed.said, placed.heading))
            names += [text for text in said if text in self.map.names.indicators]
        named = self._named(names, [text for text, facts in parts.items() if facts is None], placed)
        said = [facts for facts in parts.values() if facts]
        unit = self.unit(row)
        return Facts().over(*said, unit, named, section, placed.column, self.table.facts, self.map.facts)

    def _spelled_name(self, text: str) -> str:
        """The name of an indicator as the map spells it, or as it is printed."""
        return next((name for name in spellings(text) if name in self._names), text)

    @cached_property
    def _names(self) -> set[str]:
        return {*self.map.names.indicators, *self.evidence.indicators}

    def _parts(self, row: int) -> Iterator[tuple[str, Facts | None]]:
        """Text and facts of each column that says which part a row is of; no facts where the map gives none."""
        for placed in self.of_role(Role.part):
            text = self.text(row, placed)
            if text in placed.column.whole:
                continue
            facts = placed.column.parts.get(text)
            if facts and facts.left_out:
                raise UnreadCell("part_left_out", f"{placed.heading}: {text}", by_choice=True)
            yield text, facts

    def _named(self, names: list[str], parts: list[str], placed: PlacedColumn) -> Facts | None:
        """What the map says of a name, with the part that it is of (element.option) where it is of one."""
        known, suffix = self.map.names.indicators, placed.column.suffix
        parts = [*parts, *([suffix] if suffix else [])]
        joined = [f"{name}.{part}" for name in names for part in parts]
        for name in (*joined, *(() if parts else reversed(names))):
            if name in known:
                return known[name]
        if parts:
            code = "left_out_by_map" if suffix in parts else "part_left_out"
            raise UnreadCell(code, ", ".join(joined or parts), by_choice=True)
        if not names or placed.column.indicator:
            return None
        if names[-1] in self.evidence.indicators:
            return Facts(indicator=names[-1])
        near = self.near(names[-1], [*known, *self.evidence.indicators])
        raise UnreadCell("name_not_in_map", names[-1], "names.indicators", near)

    def unit(self, row: int) -> Facts | None:
        """What the columns of units and of powers of ten say. Raises UnreadCell for what the map does not explain."""
        said = Facts()
        for placed in self.of_role(Role.unit):
            if text := self.text(row, placed):
                known = (self._units[part.casefold()] for part in name_parts(text) if part.casefold() in self._units)
                if (facts := next(known, None)) is None:
                    raise UnreadCell("name_not_in_map", text, "names.units", self.near(text, list(self._units)))
                said = facts.over(said)
        for placed in self.of_role(Role.power):
            text = self.text(row, placed)
            if text and text.lstrip("-") not in POWERS:
                raise UnreadCell("not_a_number", text, "0, 3, 6")
            if text and text != "0":
                said = Facts(factor=POWERS[text.lstrip("-")] ** (-1 if text[0] == "-" else 1)).over(said)
        return said

    @cached_property
    def _units(self) -> dict[str, Facts]:
        codes = {unit.value: Facts(unit=unit) for unit in Unit}
        halves = {part.casefold(): facts for name, facts in self.map.names.units.items() for part in name_parts(name)}
        return codes | halves | {plain_text(name).casefold(): facts for name, facts in self.map.names.units.items()}

    def period(self, row: int, placed: PlacedColumn, facts: Facts) -> tuple[Span, str]:
        """The period of a cell with its print, from its row, its heading or the map. Raises UnreadCell."""
        rule = facts.period or PeriodRule()
        texts = [(self.text(row, column), column.letter) for column in self.of_role(Role.period)]
        if Said.period in placed.column.says:
            texts += [(placed.heading, ""), *((text, "") for text in reversed(placed.said))]
        texts += [(facts.when, "when")] if facts.when else []
        texts = _with_years(texts)
        refusal = UnreadCell("map_lacks", "period", "period")
        for text, column in texts:
            try:
                start = read_period(self._without_marks(text), rule, self._common_forms.get(column))
                return self._span_from(row, start, rule), text
            except UnreadCell as error:
                # Of several headings the one that may be two periods says more than those that are none.
                refusal = error if refusal.code in ("map_lacks", "period_not_read") else refusal
        raise refusal

    def _span_from(self, row: int, start: Span, rule: PeriodRule) -> Span:
        """A period that begins so, to the end that another column prints. Raises UnreadCell."""
        for column in self.of_role(Role.until):
            if text := self.text(row, column):
                return Span(start.start, read_period(text, rule, self._common_forms.get(column.letter)).end)
        return start

    def _without_marks(self, text: str) -> str:
        """A printed period without the words that say how firm its figures are (Sơ bộ - Prel. 2021)."""
        found, rest = split_marks(text, self._flag_words)
        return rest if found and rest else text

    @cached_property
    def _flag_words(self) -> tuple[str, ...]:
        """The marks that may stand beside a number, and so beside its period."""
        return tuple(mark for mark, meaning in self.marks.items() if meaning in FLAGS)

    def period_flags(self, placed: PlacedColumn, text: str) -> tuple[str, ...]:
        """The marks that stand beside a printed period, or anywhere above a column that is headed by one."""
        return marks_in(placed.heading if Said.period in placed.column.says else text, self._flag_words)

    @cached_property
    def _common_forms(self) -> dict[str, PeriodForm]:
        """What all texts of a column of periods, or of all headings (letter ""), may name together."""
        filled = [row for row in self.rows if row in self.grid.cells]
        columns = (*self.of_role(Role.period), *self.of_role(Role.until))
        texts = {placed.letter: {self.text(row, placed) for row in filled} for placed in columns}
        headed = [placed for placed in self.of_role(Role.value) if Said.period in placed.column.says]
        texts[""] = {text for placed in headed for text in placed.said}
        found = {letter: common_form(map(self._without_marks, column)) for letter, column in texts.items()}
        return {letter: form for letter, form in found.items() if form}

    def area(self, row: int, placed: PlacedColumn, facts: Facts, when: Span) -> str:
        """The code of the area of a cell. Raises UnreadCell."""
        texts = [text for column in self.of_role(Role.area) if (text := self._area_text(row, column))]
        if Said.area in placed.column.says:
            known = self._area_codes
            texts += [text for text in placed.said if any(name.casefold() in known for name in spellings(text))]
        text = texts[-1] if texts else facts.area
        if not text:
            raise UnreadCell("map_lacks", "area", "area")
        period = parse_period(when.start, when.end)
        names = [name.casefold() for name in spellings(text)]
        codes = next((self._area_codes[name] for name in names if name in self._area_codes), ())
        said, text = text, next((code.code for code in codes if code.covers(period)), text)
        found = self._areas.find(text, period, facts.level)
        if found.code:
            return found.code
        named = "; ".join(f"{area.code} {area.name_vi} ({days(area)})" for area in found.candidates)
        if found.ended or found.candidates:
            raise UnreadCell("area_ended" if found.ended else "area_ambiguous", plain_text(text), named)
        near = self.near(text, [*self.map.names.areas, *(area.name_vi for area in self.evidence.areas.values())])
        if text != said:
            known = [area.code for area in self.evidence.areas.values()]
            raise UnreadCell("map_code_not_known", f"{plain_text(said)}: {text}", "areas.csv", self.near(text, known))
        raise UnreadCell("name_not_in_map", plain_text(text), "names.areas", near)

    def _area_text(self, row: int, column: PlacedColumn) -> str:
        """The name or code of an area, its lines apart; "" where a mark says that there is none of that level."""
        seen = self.grid.text(row, column.letter).strip()
        if ":" in column.heading and ":" in seen[1:]:
            seen = seen.partition(":")[0].strip()
        return "" if self._spelled.get(seen.casefold(), Meaning.normal) not in FLAGS else seen

    @cached_property
    def _area_codes(self) -> dict[str, tuple[AreaCode, ...]]:
        return {plain_text(name).casefold(): codes for name, codes in self.map.names.areas.items()}
