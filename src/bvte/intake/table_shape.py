"""How a table lies in a sheet that nobody described: its headings, its rows of figures, what its columns hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from bvte.evidence.record import Recomputed
from bvte.intake.area_names import name_parts
from bvte.intake.printed_number import UnreadCell, plain_text, read_printed
from bvte.intake.table_columns import (
    MARK_WORDS,
    MOST,
    NUMBERED,
    WHOLE,
    Kind,
    KnownNames,
    column_kind,
    heading_kinds,
    is_numbering,
    is_period,
    share,
)
from bvte.intake.table_grid import Grid
from bvte.intake.table_places import PART_OF_YEAR
from bvte.intake.workbook_reader import SeenCell

# Columns by which the shipped layouts are known, in small letters; the first that has them all.
SIGNATURES = {
    "sdmx_csv": {"time_period", "obs_value"},
    "dhis2_data_values": {"dataelement", "period", "orgunit", "value"},
    "education_statistics": {"time_period", "time_identifier", "geographic_level"},
    "england_areas": {"indicator", "area_code", "year", "numerator", "denominator", "value"},
}
OPEN_SDG = ("year", "value")
# Kinds of which a table has one column; of the others it may have several.
COUNTS = (Kind.numerator, Kind.denominator)
SINGLE = (Kind.area, Kind.period, Kind.unit, Kind.indicator)
# The headings of a table stand in so many rows at most.
MOST_HEADINGS = 12
UNIT_NOTE = re.compile(r"(?:ĐVT|Đơn vị tính|Đơn vị|Unit)\s*:\s*(.+?)\s*(?:[-–/]\s*Unit\b.*)?$", re.IGNORECASE)


def layout_of(grid: Grid) -> str | None:
    """The shipped layout that the first row of a grid is the heading of, None for none of them."""
    texts = [plain_text(grid.text(1, letter)) for letter in grid.letters]
    heads = [text.partition(":")[0].strip().casefold() for text in texts if text]
    if heads and (heads[0], heads[-1]) == OPEN_SDG:
        return "open_sdg_csv"
    return next((name for name, columns in SIGNATURES.items() if columns <= set(heads)), None)


# How a text begins that stands in place of a figure, and how one that names a year.
NUMBER_FIRST, YEAR_FIRST = re.compile(r"[(<>≤≥~+-]*\s*\d|[=#]"), re.compile(r"\(?(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Shape:
    """A table of a sheet: rows of headings and of figures, letters of the columns of figures, labels by what they are.

    values : letter -> the texts above a column of figures; labels : letter -> what a column of labels is; notes :
    texts above the headings; unit : what one of them says the unit is, "" for none; sections : rows within the
    figures that hold one text alone; unread : headings of the columns that say something else; wholes : letter of a
    column of parts -> its texts that mean all of them; counts : "numerator" and "denominator" -> letter, where they
    stand behind the one column of figures.
    """

    headings: tuple[int, int]
    rows: tuple[int, int]
    values: dict[str, tuple[str, ...]]
    labels: dict[str, Kind]
    notes: tuple[str, ...]
    unit: str
    sections: tuple[str, ...]
    unread: tuple[str, ...]
    counts: dict[str, str]
    wholes: dict[str, tuple[str, ...]]

    @property
    def rivals(self) -> tuple[str, ...]:
        """Columns of figures that may be the same figure as the first: a label names it and no heading a period."""
        named = Kind.indicator in self.labels.values()
        return tuple(letter for letter in self.values if named and not self.has_period(letter))[1:]

    @property
    def has_any_period(self) -> bool:
        """Whether a heading or a column of labels names periods."""
        return Kind.period in self.labels.values() or any(map(self.has_period, self.values))

    def has_period(self, letter: str) -> bool:
        """Whether a text above a column of figures names a period."""
        return any(map(is_period, self.values[letter]))

    def own_texts(self, letter: str) -> tuple[str, ...]:
        """What stands above a column of figures besides its period and what stands above all of them."""
        shared = set.intersection(*map(set, self.values.values())) if len(self.values) > 1 else set()
        others = (text for text in self.values[letter] if text not in shared and text not in MARK_WORDS)
        plain = (text for text in others if not (is_period(text) or PART_OF_YEAR.fullmatch(text)))
        return tuple(text for text in plain if Kind.period not in heading_kinds([text]))


class ShapeFinder(Recomputed):
    """Looks for the table of a sheet."""

    def __init__(self, grid: Grid, names: KnownNames) -> None:
        self.grid, self.names = grid, names

    def find(self) -> Shape | None:
        """The shape of the table, None where no row has a label and figures."""
        if not self._core_rows or not self._letters:
            return None
        first, last = self._first_row, self._last_row
        top, end, begin = self._headings
        notes = list(dict.fromkeys(self._texts(range(1, top))))
        units = [found[1] for note in notes if (found := UNIT_NOTE.search(note))]
        labels = self._labels
        return Shape(
            (top, end),
            (begin, last),
            {letter: self._above(letter) for letter in self._letters if letter not in self._counts.values()},
            {letter: kind for letter, kind in labels.items() if kind},
            tuple(note for note in notes if not UNIT_NOTE.search(note) and not note.strip(".").isdigit()),
            next(iter(units), ""),
            tuple(dict.fromkeys(filter(None, map(self._section_text, [*range(begin, first), *range(first, last)])))),
            tuple(" ".join(self._above(letter)) or letter for letter, kind in labels.items() if not kind),
            self._counts,
            {letter: self._whole_texts(letter) for letter, kind in labels.items() if kind == Kind.part},
        )

    def _whole_texts(self, letter: str) -> tuple[str, ...]:
        """What in a column of parts means all of them."""
        texts = dict.fromkeys(self._plain(row, letter) for row in self._core_rows)
        return tuple(text for text in texts if any(part.casefold() in WHOLE for part in name_parts(text)))

    @cached_property
    def second_label(self) -> str:
        """The first column that is what the first column of labels is and has figures on both sides: another table
        begins there; "" for none."""
        kinds = {
            letter: column_kind(self._above(letter), self._texts_in(letter), self.names) for letter in self._beside
        }
        first = next((kind for kind in kinds.values() if kind in (Kind.period, Kind.area, Kind.indicator)), None)
        order = {letter: at for at, letter in enumerate(self.grid.letters)}
        values = [order[letter] for letter in self._letters]
        inside = (one for one, kind in kinds.items() if kind == first and min(values) < order[one] < max(values))
        return next(inside, "") if first else ""

    @property
    def rows_of_table(self) -> range:
        """The rows of the headings and of the figures."""
        return range(self._headings[0], self._last_row + 1)

    @property
    def _beside(self) -> list[str]:
        """The columns that hold something beside the figures."""
        return [one for one in self.grid.letters if one not in self._letters and self._filled(one)]

    def _texts_in(self, letter: str) -> set[str]:
        return {self.grid.text(row, letter) for row in self._filled(letter)}

    @cached_property
    def _counts(self) -> dict[str, str]:
        """The columns of the counts behind the figures of another column."""
        said = {letter: heading_kinds(self._above(letter)) for letter in self._letters}
        counts = {str(kind): letter for letter, kinds in said.items() for kind in COUNTS if kind in kinds}
        return counts if len(self._letters) == len(counts) + 1 else {}

    @cached_property
    def _core_rows(self) -> list[int]:
        """Rows with at least half as many figures as the fullest has: the number of a table is none of it. A year is
        no figure, so that a row of years is a heading, and a row that numbers the columns is none of figures."""
        counts = {row: sum(map(is_figure, cells.values())) for row, cells in self.grid.cells.items()}
        most = max((count for row, count in counts.items() if not self._is_numbered(row)), default=0)
        full = [row for row, count in counts.items() if most and count >= MOST * most]
        return [row for row in full if not self._is_numbered(row)]

    def _is_numbered(self, row: int) -> bool:
        return is_numbering([cell.seen for cell in self.grid.cells.get(row, {}).values()])

    @cached_property
    def _letters(self) -> list[str]:
        """Columns that hold figures in most of the rows in which they hold anything, and no periods, codes or numbers
        of the rows."""
        return [letter for letter in self.grid.letters if self._is_value(letter)]

    def _is_value(self, letter: str) -> bool:
        cells = [cell for row in self._core_rows if (cell := self.grid.cells[row].get(letter))]
        if sum(map(_is_number, cells)) <= MOST * len(cells) or all(is_period(cell.seen) for cell in cells):
            return False
        heading = [text for row in self._rows_above if (text := self._plain(row, letter))]
        if not (any(map(is_figure, cells)) or any(map(is_period, heading))):
            return False
        said = heading_kinds(heading)
        if Kind.serial in said or Kind.remark in said or _counts_rows(cells, letter == self.grid.letters[0]):
            return False
        return not (Kind.area in said and share({cell.seen for cell in cells}, self.names.is_area) >= MOST)

    @property
    def _rows_above(self) -> range:
        """The rows in which the headings of a table stand, as far as anyone knows before its columns are known."""
        return range(max(1, self._core_rows[0] - MOST_HEADINGS), self._core_rows[0])

    @cached_property
    def _first_row(self) -> int:
        """The first row of figures: rows right above the fullest that have any, and no text among them, are some."""
        row = self._core_rows[0]
        while (
            self._has_figures(row - 1)
            or (self._section_text(row - 1) and self._has_figures(row - 2))
            or self._is_unread(row - 1)
        ):
            row -= 1
        return row

    @cached_property
    def _last_row(self) -> int:
        """The last row of figures: also one below with a label, and a figure among texts that are none."""
        row = self._core_rows[-1]
        while self._has_figures(row + 1) or self._is_odd_row(row + 1) or self._is_unread(row + 1, below=True):
            row += 1
        return row

    def _is_unread(self, row: int, below: bool = False) -> bool:
        """Whether a row has a label like those of a table and something in place of its figures that is none: (26,1),
        5,2‰, a day, an error; below the others anything, above them nothing that may be a heading. It is read with
        them, so that each of its cells is refused with its place."""
        cells = self.grid.cells.get(row, {})
        label = next((letter for letter in self.grid.letters if letter not in self._letters), "")
        text = self._plain(row, label)
        known = text and (is_period(text) or self.names.is_area(text) or self.names.is_indicator(text))
        held = [cells[letter] for letter in self._letters if letter in cells]
        return bool(known) and any(below or _is_no_heading(cell) for cell in held)

    def _is_odd_row(self, row: int) -> bool:
        """Whether a row has a label, and a figure beside texts that are none."""
        cells = self.grid.cells.get(row, {})
        label = next((letter for letter in self.grid.letters if letter not in self._letters), "")
        figures = (is_figure(cells[letter]) for letter in self._letters if letter in cells)
        return bool(self.grid.text(row, label)) and any(figures)

    def _has_figures(self, row: int) -> bool:
        """Whether a row has figures, or marks that stand for them, and no other text in the columns of figures."""
        cells = [cell for letter in self._letters if (cell := self.grid.cells.get(row, {}).get(letter))]
        return bool(cells) and all(map(_is_number, cells)) and not (self._is_numbered(row) or _is_years(cells))

    @cached_property
    def _headings(self) -> tuple[int, int, int]:
        """First and last row of headings, and the row from which what is no heading is read.

        Headings are the rows without a gap that stand above the figures and hold texts in their columns. What stands
        alone below them (Nghìn người - Thous. persons) says something of the rows that follow.
        """
        end = begin = self._first_row
        while end > 2 and (self._is_numbered(end - 1) or self._stands_alone(end - 1) or self._is_group(end - 1)):
            end -= 1
            begin = begin if self._is_numbered(end) else end
        end -= 1
        top = end
        while top > 1 and (texts := [text for letter in self._letters if (text := self._plain(top - 1, letter))]):
            if any(map(UNIT_NOTE.search, texts)):
                break
            top -= 1
        return max(top, 1), max(end, 1), begin

    def _stands_alone(self, row: int) -> bool:
        """Whether a row right above figures holds one text that is none of their headings."""
        text = self._section_text(row)
        own = next(iter(self.grid.cells.get(row, {})), "")
        return bool(text) and (own not in self._letters or self.names.is_unit(text)) and not is_period(text)

    def _is_group(self, row: int) -> bool:
        """Whether a row below headings names what follows: texts beside the columns of figures, none above them."""
        above = any(self._plain(row - 1, letter) for letter in self._letters)
        filled = bool(self.grid.cells.get(row))
        return filled and above and not any(self._plain(row, letter) for letter in self._letters)

    @cached_property
    def _labels(self) -> dict[str, Kind | None]:
        """The other columns, each with what it is; of several that are one thing the one that says so most."""
        others = self._beside
        texts = {letter: self._texts_in(letter) for letter in others}
        kinds = {letter: column_kind(self._above(letter), texts[letter], self.names) for letter in others}
        rest = [one for one in others if kinds[one] is None and self._is_label(one)]
        if Kind.indicator not in kinds.values() and rest:
            kinds[rest[0]] = Kind.indicator
        for kind in SINGLE:
            alike = [letter for letter in others if kinds[letter] == kind]
            best = max(alike, key=lambda one: self._certainty(one, kind, texts[one]), default=None)
            # The year and the part of it may stand in two columns.
            shares = [one for one in alike if kind == Kind.period and share(texts[one], PART_OF_YEAR.fullmatch) >= MOST]
            kinds |= {letter: None for letter in alike if letter not in (best, *shares)}
        return {letter: kind for letter, kind in kinds.items() if kind not in (Kind.serial, Kind.remark)}

    def _certainty(self, letter: str, kind: Kind, texts: set[str]) -> tuple[float, bool]:
        """How much of a column is of a kind, and whether its heading says so first."""
        known = {Kind.area: self.names.is_area, Kind.indicator: self.names.is_indicator, Kind.unit: self.names.is_unit}
        return share(texts, known.get(kind, is_period)), heading_kinds(self._above(letter))[:1] == [kind]

    def _filled(self, letter: str) -> list[int]:
        return [row for row in self._core_rows if self.grid.text(row, letter)]

    def _is_label(self, letter: str) -> bool:
        """Whether a column stands before all figures and has a text beside most of them."""
        order = self.grid.letters
        before = order.index(letter) < order.index(self._letters[0])
        return before and len(self._filled(letter)) > MOST * len(self._core_rows)

    def _above(self, letter: str) -> tuple[str, ...]:
        """The texts above a column."""
        top, end, _ = self._headings
        return tuple(dict.fromkeys(text for row in range(top, end + 1) if (text := self._plain(row, letter))))

    def _plain(self, row: int, letter: str) -> str:
        seen = self.grid.text(row, letter)
        return plain_text(seen) if seen else ""

    def _texts(self, rows: Iterable[int]) -> Iterable[str]:
        for row in rows:
            yield from (plain_text(cell.seen) for cell in self.grid.cells.get(row, {}).values())

    def _section_text(self, row: int) -> str:
        """The text that stands alone in a row, "" where that is an area or a period whose figures are lacking."""
        texts = {plain_text(cell.seen) for cell in self.grid.cells.get(row, {}).values()}
        text = next(iter(texts), "") if len(texts) == 1 else ""
        is_label = text and (self.names.is_area(text) or is_period(text) or _is_number(SeenCell(text, text)))
        return "" if is_label else text


def _is_no_heading(cell: SeenCell) -> bool:
    """Whether a cell holds what stands in place of a figure and above none: a day, an error, or a text that begins with
    a number that is no year."""
    if cell.error or not isinstance(cell.value, str):
        return True
    return bool(NUMBER_FIRST.match(cell.seen)) and not YEAR_FIRST.match(cell.seen)


def _is_years(cells: Iterable[SeenCell]) -> bool:
    return all(is_period(cell.seen) for cell in cells)


def _counts_rows(cells: list[SeenCell], is_first: bool) -> bool:
    """Whether the first column numbers the rows: 1, 2, 3 in order, perhaps from the start in each section."""
    numbers = [int(cell.seen) for cell in cells if re.fullmatch(r"[0-9]{1,4}", cell.seen)]
    counted = all(after in (before + 1, 1) for before, after in pairwise(numbers)) and numbers[:1] == [1]
    return is_first and counted and len(numbers) >= NUMBERED


def _is_number(cell: SeenCell) -> bool:
    """Whether a cell holds a number or a mark that stands for one."""
    try:
        read_printed(cell.seen, MARK_WORDS, None)
    except UnreadCell as error:
        return isinstance(cell.value, Decimal) or error.code == "ambiguous_number"
    return True


def is_figure(cell: SeenCell) -> bool:
    """Whether a cell holds a number that cannot be a year."""
    return _is_number(cell) and bool(re.search(r"\d", cell.seen)) and not is_period(cell.seen)
