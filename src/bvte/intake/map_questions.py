"""What a table says that its map does not explain yet, so that a person is asked."""

from bvte.evidence.collection import Evidence
from bvte.intake.personal import find_personal
from bvte.intake.printed_number import UnreadCell, plain_text, read_printed
from bvte.intake.table_columns import Kind, heading_kinds
from bvte.intake.table_figures import scale_said
from bvte.intake.table_map import Role
from bvte.intake.table_places import PlacedColumn, TablePlaces
from bvte.intake.table_reading import TableReader

# So many names are asked about; a file with more needs its list of codes from its publisher.
MOST_NAMES = 300


class Unexplained:
    """What a table says that the map does not explain yet; each thing once, in the order of the file."""

    def __init__(self, places: TablePlaces, evidence: Evidence) -> None:
        self.places, self.evidence, self.reader = places, evidence, TableReader(places)
        self.indicators: dict[str, None] = {}
        self.areas: dict[str, str] = {}
        self.units: dict[str, None] = {}
        self.marks: dict[str, None] = {}
        self.parts: dict[str, None] = {}
        self.period: tuple[str, str, str] | None = None
        self.decimal = ""
        self.statistic = False

    def look(self) -> None:
        """Go through every row of figures."""
        values = self.places.of_role(Role.value)
        for row in self.places.rows:
            cells = self.places.grid.cells.get(row, {})
            for placed in values:
                if placed.letter in cells and self.places.section(cells) is None:
                    self._look_at(row, placed)
        cards = [self.evidence.indicators.get(name) for name in self._known_indicators()]
        self.statistic = any(card is None or card.kind != "rate" for card in cards) or not cards

    def _known_indicators(self) -> set[str]:
        texts = {self.places.text(row, c) for c in self.places.of_role(Role.indicator) for row in self.places.rows}
        return {text for text in texts if text}

    def _look_at(self, row: int, placed: PlacedColumn) -> None:
        """One cell: its mark or number, then its names, each asked about apart from the others."""
        self._look_at_number(placed, row)
        for flag in self.places.flags(row, placed):
            if not self._is_known(flag):
                self.marks.setdefault(flag)
        try:
            facts = self.places.facts(row, placed, None)
        except UnreadCell as error:
            self._note(error)
            facts = self.places.table.facts.over(placed.column, self.places.map.facts)
        try:
            self.places.unit(row)
        except UnreadCell as error:
            self._note(error)
        try:
            when, _ = self.places.period(row, placed, facts)
            self.places.area(row, placed, facts, when)
        except UnreadCell as error:
            self._note(error)

    def _is_known(self, mark: str) -> bool:
        return mark.casefold() in {known.casefold() for known in self.places.marks}

    def _look_at_number(self, placed: PlacedColumn, row: int) -> None:
        cell = self.places.grid.cells[row][placed.letter]
        if not isinstance(cell.value, str):
            return
        decimal = self.places.map.facts.decimal or self.reader.decimal_marks.get(placed.letter)
        try:
            read_printed(cell.seen, tuple(self.places.marks), decimal)
        except UnreadCell as error:
            if error.code == "ambiguous_number":
                self.decimal = self.decimal or cell.seen
            elif error.code == "not_a_number" and len(self.marks) < MOST_NAMES and _may_be_mark(cell.seen):
                self.marks.setdefault(_mark_in(cell.seen))

    def _note(self, error: UnreadCell) -> None:
        """Write down what kept a cell from being read."""
        if error.code == "name_not_in_map" and error.allowed == "names.indicators":
            self.indicators.setdefault(error.found) if len(self.indicators) < MOST_NAMES else None
        elif error.code == "name_not_in_map" and error.allowed == "names.units":
            self.units.setdefault(error.found)
        elif error.code in ("area_ambiguous", "area_ended") or error.allowed == "names.areas":
            if len(self.areas) < MOST_NAMES:
                known = error.near or "" if error.allowed == "names.areas" else error.allowed
                self.areas.setdefault(error.found, known)
        elif error.code == "part_left_out":
            self.parts.setdefault(error.found)
        elif error.code.startswith("period_"):
            self.period = self.period or (error.code, error.found, error.allowed)

    @property
    def persons(self) -> list[str]:
        """Headings of columns that are not read since they may be of persons."""
        known = [placed.heading for placed in self.places.of_role(Role.person)]
        texts = map(self.places.headings.whole, self.places.headings.texts)
        return list(dict.fromkeys([*known, *(text for text in texts if Kind.person in heading_kinds([text]))]))

    @property
    def alike(self) -> list[str]:
        """Headings that differ from another one in capitals alone."""
        texts = [text for text in map(self.places.headings.whole, self.places.headings.texts) if text]
        small = [text.casefold() for text in texts]
        return [text for text in texts if small.count(text.casefold()) > 1]


def _mark_in(seen: str) -> str:
    """What of a cell is not a number: the letters behind its digits, or all of it."""
    text = plain_text(seen)
    letters = text.lstrip("0123456789.,<>~ -").strip()
    return letters or text


def _may_be_mark(seen: str) -> bool:
    """Whether what is not read may be a mark: not a person, nor digits that somebody mistyped, nor thousands."""
    mark = _mark_in(seen)
    return not (find_personal(seen) or any(map(str.isdigit, mark)) or scale_said(mark))
