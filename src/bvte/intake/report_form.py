"""The yearly report's workbook as a form: where things stand in it, and what was filled in, read back cell by cell.

A hidden sheet says of every cell what it is: one to fill in with the figure that it asks for, one for a source or a
remark, or one that was written. The places are said once, for who writes the workbook and for who reads it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from unicodedata import normalize

from bvte.evidence.collection import Evidence
from bvte.evidence.form_cards import form_cards
from bvte.evidence.national import request_rules
from bvte.evidence.problem import Problem, Severity, command_line, nearest_name
from bvte.evidence.rules.figures import last_digit_place
from bvte.evidence.value import EVENTS, MONEY, SCALES, SHARES
from bvte.intake.personal import find_personal
from bvte.intake.printed_number import SIGNS_BEHIND
from bvte.intake.reading import Reading, Refused, Taken, may_be_fraction
from bvte.intake.recording_sheet import RefusedCell, read_number
from bvte.intake.request_sheet import FACTS_SHEET
from bvte.intake.workbook_reader import Book, SeenCell, SeenSheet, open_book

# The hidden sheet: four cells a row. Of a fact of the file the first is empty and the second its name.
KEYS_SHEET = "keys"
KEY_HEADS = ("sheet", "cell", "role", "value")
# The facts, and the one that holds the checksum of all other rows.
FACTS = ("data", "year", "area", "agency")
DIGEST = "digest"
# So many written cells that are others than before are one cause: rows were put in, taken out or sorted.
MOVED = 6


class Role(StrEnum):
    """What a cell of the workbook is: a fact of the file, to be filled in, or written."""

    FACT = "fact"
    FIGURE = "figure"
    SOURCE = "source"
    REMARK = "remark"
    OFFICE = "office"
    WRITTEN = "written"
    FORMULA = "formula"


KeyRow = tuple[str, str, str, str]
NOTES = (Role.SOURCE, Role.REMARK)


def key_digest(rows: Iterable[KeyRow]) -> str:
    """The checksum of the rows of the hidden sheet without its own."""
    told = "\n".join("\t".join(row) for row in rows if row[1:3] != (DIGEST, Role.FACT))
    return hashlib.sha256(told.encode()).hexdigest()


def written_text(content: object) -> str:
    """What a cell holds as a text that is the same before and after a spreadsheet saved it."""
    if isinstance(content, int | float | Decimal):
        number = content if isinstance(content, Decimal) else Decimal(repr(content))
        return f"{number.normalize() + 0:f}"
    return normalize("NFC", str(content)).replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class FormKeys:
    """The hidden sheet as read: facts by name; (sheet, cell) -> (role, value)."""

    facts: Mapping[str, str]
    cells: Mapping[tuple[str, str], tuple[str, str]]

    def of_role(self, sheet: str, *roles: Role) -> dict[str, str]:
        """Cell -> value, of a sheet and of some roles."""
        return {cell: value for (name, cell), (role, value) in self.cells.items() if name == sheet and role in roles}


def read_report_form(path: Path, evidence: Evidence, data: str, office: str = "") -> Reading:
    """What was filled in in a yearly report's workbook; nothing is written.

    data : name of the data folder that it must be of; office : who filled it in, "" for whom the workbook names.
    """
    book = open_book(path)
    try:
        keys = _keys_of(book, evidence, data)
    except UnusableForm as error:
        return Reading("report", office, "", problems=(error.problem,))
    return _Reader(book, keys, evidence).reading(office)


def form_facts(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """What a workbook says of itself (data folder, year, area, agency), and why it cannot be read."""
    book = open_book(path)
    try:
        return dict(_form_keys(book).facts), []
    except UnusableForm as error:
        return {}, [error.problem]


class UnusableForm(Exception):  # noqa: N818
    """A workbook of which nothing can be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _key_row(cells: Mapping[str, SeenCell]) -> KeyRow:
    """The four cells of a row of the hidden sheet, each as text."""
    sheet, cell, role, value = (cells[letter].seen if letter in cells else "" for letter in "ABCD")
    return sheet, cell, role, value


def _form_keys(book: Book) -> FormKeys:
    """The hidden sheet of a workbook as it was made. Raises UnusableForm."""
    if book.problems:
        raise UnusableForm(book.problems[0])
    found = next((sheet for sheet in book.sheets if sheet.name == KEYS_SHEET), None)
    names = [sheet.name for sheet in book.sheets]
    if FACTS_SHEET in names:
        raise _unusable(book, "report_is_request", command_line("intake", "request", book.path.name))
    if found is None:
        raise _unusable(book, "not_a_report_form", ", ".join(names))
    rows = [_key_row(cells) for number, cells in found.rows() if number > 1]
    facts = {name: value for _, name, role, value in rows if role == Role.FACT}
    if facts.get(DIGEST) != key_digest(rows):
        raise _unusable(book, "form_keys_changed", KEYS_SHEET)
    return FormKeys(facts, {row[:2]: (row[2], row[3]) for row in rows if row[2] != Role.FACT})


def _keys_of(book: Book, evidence: Evidence, data: str) -> FormKeys:
    """The hidden sheet of a workbook that is a form of this folder. Raises UnusableForm."""
    keys = _form_keys(book)
    if keys.facts["data"] != data:
        raise _unusable(book, "form_of_other_data", keys.facts["data"], data)
    if (agency := keys.facts["agency"]) not in evidence.agencies:
        raise _unusable(book, "unknown_code", agency, "agencies", nearest_name(agency, evidence.agencies))
    return keys


def _unusable(book: Book, code: str, found: str, allowed: str = "", near: str | None = None) -> UnusableForm:
    return UnusableForm(Problem(code, book.path.name, None, "", found, allowed, near))


@dataclass
class _Reader:
    """Reads one workbook, sheet by sheet; gathers what is taken and refused."""

    book: Book
    keys: FormKeys
    evidence: Evidence
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    asked: list[Problem] = field(default_factory=list)

    def reading(self, office: str) -> Reading:
        """All that the workbook says. office : who filled it in, where that is known."""
        known = {name for name, _ in self.keys.cells}
        strange = [s for s in self.book.sheets if s.name not in (*known, KEYS_SHEET) and s.cells]
        problems = [Problem("sheet_not_asked", self.book.path.name, None, s.name, str(len(s.cells))) for s in strange]
        lost = sorted(known - {sheet.name for sheet in self.book.sheets})
        problems += [Problem("form_sheet_lost", self.book.path.name, None, name, name) for name in lost]
        office = office or self._office()
        empty = [sheet.name for sheet in self.book.sheets if sheet.name in known and self._read_sheet(sheet)]
        return Reading(
            "report", office, "", tuple(self.taken), tuple(self.refused), tuple(empty), (*problems, *self.asked)
        )

    def _office(self) -> str:
        """The id of the agency that the report is of, or the name of another office that was typed."""
        agency = self.evidence.agencies[self.keys.facts["agency"]]
        for sheet in self.book.sheets:
            for where in self.keys.of_role(sheet.name, Role.OFFICE):
                cell = sheet.cell(where)
                typed = " ".join(cell.seen.split()) if cell else ""
                if find_personal(typed):
                    self._refuse(sheet.name, where, typed, "person_named")
                elif typed and typed not in (agency.name_vi, agency.name_en):
                    return typed
        return agency.id

    def _read_sheet(self, sheet: SeenSheet) -> bool:
        """Read one sheet; whether it asks for figures and none was filled in."""
        asked = self.keys.of_role(sheet.name, Role.FIGURE)
        filled = {where: cell for where, cell in _cells_of(sheet) if where in asked}
        changed = list(self._changed_cells(sheet))
        if len(changed) >= MOVED:
            # Which row a figure stands in is not known any more.
            changed = [(where, cell.seen, "") for where, cell in filled.items()] or changed[:1]
            for where, seen, _ in changed:
                self._refuse(sheet.name, where, seen, "form_rows_moved")
            return False
        for where, seen, before in changed:
            self._refuse(sheet.name, where, seen, "form_cell_changed", before)
        notes = self._notes(sheet, {_row_of(where) for where in filled})
        for where, cell in filled.items():
            self._read_figure(sheet.name, where, cell, asked[where], notes.get(_row_of(where), ""))
        return bool(asked) and not filled

    def _changed_cells(self, sheet: SeenSheet) -> Iterator[tuple[str, str, str]]:
        """(cell, what it holds, what was written there) of each that is nothing to fill in and not as it was made."""
        written = self.keys.of_role(sheet.name, Role.WRITTEN)
        for where, cell in _cells_of(sheet):
            role, value = self.keys.cells.get((sheet.name, where), ("", ""))
            if not role or (role == Role.WRITTEN and written_text(_made_of(cell)) != value):
                yield where, cell.seen, value
        held = {where for where, _ in _cells_of(sheet)}
        yield from ((where, "", value) for where, value in written.items() if where not in held)

    def _notes(self, sheet: SeenSheet, rows: set[int]) -> dict[int, str]:
        """Row -> what stands in it as source and remark, of rows with a figure; others are refused."""
        found: dict[int, list[str]] = {}
        for where, role in ((w, r) for r in NOTES for w in self.keys.of_role(sheet.name, r)):
            cell = sheet.cell(where)
            text = " ".join(cell.seen.split()) if cell else ""
            if find_personal(text):
                self._refuse(sheet.name, where, text, "person_named")
            elif text and _row_of(where) not in rows:
                self._refuse(sheet.name, where, text, "form_note_alone")
            elif text:
                found.setdefault(_row_of(where), []).append(f"{role}: {text}")
        return {row: "; ".join(texts) for row, texts in found.items()}

    def _read_figure(self, sheet: str, where: str, cell: SeenCell, asked: str, note: str) -> None:
        """Take the figure of a cell, a range as its two ends, or refuse it."""
        indicator, area, period, unit = asked.split(" ")
        try:
            prints = list(read_print(cell, unit))
        except RefusedCell as error:
            self._refuse(sheet, where, cell.seen, error.code, error.allowed, error.near)
            return
        self._ask_fraction(sheet, where, cell, (indicator, unit), prints)
        known = {"indicator": indicator, "area": area, "start": period, "end": period, "unit": unit, "note": note}
        known["statistic"] = statistic_of(self.evidence, indicator, unit)
        self.taken += [Taken(sheet, where, cell.seen, known | fields) for fields in prints]

    def _ask_fraction(
        self, sheet: str, where: str, cell: SeenCell, of: tuple[str, str], prints: Sequence[Mapping[str, str]]
    ) -> None:
        """Ask about a share that may be a fraction of 1. of : its indicator and unit; prints : what the cell says."""
        indicator, unit = of
        value = Decimal(prints[0]["value"])
        is_percent = cell.unit_hint == "percent" or cell.seen.rstrip().endswith("%")
        if may_be_fraction(value, indicator, unit, is_percent, self.evidence):
            cards = self.evidence.indicators | form_cards(self.evidence.indicators, [indicator])
            place, meant = f"{self.book.path.name} [{sheet}]", 100 * value
            facts = {"name": cards[indicator].name, "allowed": meant}
            told = Problem("asked_fraction", place, None, where, cell.seen, f"{meant:f}", None, Severity.finding, facts)
            self.asked.append(told)

    def _refuse(self, sheet: str, where: str, seen: str, code: str, allowed: str = "", near: str | None = None) -> None:
        place = f"{self.book.path.name} [{sheet}]"
        self.refused.append(Refused(sheet, where, seen, Problem(code, place, None, where, seen, allowed, near)))


def _made_of(cell: SeenCell) -> object:
    """What a cell was made of: of one whose format writes "dưới" before its number, the number."""
    return cell.stored if cell.stored is not None else "" if cell.value is None else cell.value


def _cells_of(sheet: SeenSheet) -> Iterator[tuple[str, SeenCell]]:
    """Name and content of every cell that holds something."""
    for row, cells in sheet.rows():
        yield from ((f"{letter}{row}", cell) for letter, cell in cells.items())


def _row_of(where: str) -> int:
    return int(re.sub(r"\D", "", where))


# Words before a number, the longer ones first, and what they mean; the signs that stand for them.
WORDS: Sequence[tuple[str, str]] = (
    ("không vượt quá", "<="),
    ("không dưới", ">="),
    ("không quá", "<="),
    ("nhiều nhất", "<="),
    ("nhỏ hơn", "<"),
    ("ít hơn", "<"),
    ("ít nhất", ">="),
    ("tối thiểu", ">="),
    ("tối đa", "<="),
    ("lớn hơn", ">"),
    ("nhiều hơn", ">"),
    ("at least", ">="),
    ("at most", "<="),
    ("more than", ">"),
    ("less than", "<"),
    ("trên dưới", "~"),
    ("ước khoảng", "~"),
    ("xấp xỉ", "~"),
    ("chưa đến", "<"),
    ("chưa tới", "<"),
    ("không đến", "<"),
    ("khoảng", "~"),
    ("ước", "~"),
    ("gần", "~"),
    ("about", "~"),
    ("nearly", "~"),
    ("dưới", "<"),
    ("below", "<"),
    ("under", "<"),
    ("trên", ">"),
    ("hơn", ">"),
    ("above", ">"),
    ("over", ">"),
    ("<=", "<="),
    (">=", ">="),
    ("≤", "<="),
    ("≥", ">="),
    ("<", "<"),
    (">", ">"),
    ("~", "~"),
    ("≈", "~"),
    ("=", "="),
)
RANGE = re.compile(r"(?:từ\s+|from\s+)?(\S+)\s*(?:-|–|đến|to)\s*(\S+)")
ALLOWED = "28,5; dưới 3,8; khoảng 120; 3-5"


def read_print(cell: SeenCell, unit: str) -> Iterator[dict[str, str]]:
    """What a filled cell says, as comparator, value and step of a row; a range is two of them. Raises RefusedCell.

    >>> [found["comparator"] for found in read_print(SeenCell("dưới 3,8", "dưới 3,8"), "percent")]
    ['<']
    """
    if cell.error or isinstance(cell.value, date):
        raise RefusedCell("not_a_number", ALLOWED)
    if cell.formula or cell.value is None:
        raise RefusedCell("formula_cell", ALLOWED)
    if isinstance(cell.value, Decimal):
        if cell.unit_hint == "percent" and unit not in SHARES:
            raise RefusedCell("request_percent_of_count", "12")
        yield _print_of("=", f"{cell.value.normalize() + 0:f}", unit)
        return
    comparator, rest = _split_words(" ".join(str(cell.value).split()).casefold())
    found = RANGE.fullmatch(rest)
    if found and comparator == "=":
        yield _print_of(">=", _number_of(found[1], unit), unit)
        yield _print_of("<=", _number_of(found[2], unit), unit)
    else:
        yield _print_of(comparator, _number_of(rest, unit), unit)


def _split_words(text: str) -> tuple[str, str]:
    """The sign that the words around a number stand for, "=" where there are none, and the rest."""
    for word, sign in SIGNS_BEHIND.items():
        if text.endswith(word):
            return str(sign), text.removesuffix(word).removeprefix("từ ").strip()
    for word, sign in WORDS:
        if text.startswith(word):
            return sign, text.removeprefix(word).strip()
    return "=", text


def _number_of(text: str, unit: str) -> str:
    """A typed number as decimal text; "%" may stand behind one of a share. Raises RefusedCell."""
    if text.endswith("%") and unit not in SHARES:
        raise RefusedCell("request_percent_of_count", "12")
    try:
        return read_number(text.removesuffix("%").strip())
    except RefusedCell as error:
        raise RefusedCell(error.code, error.allowed if error.code != "not_a_number" else ALLOWED) from error


def _print_of(comparator: str, number: str, unit: str) -> dict[str, str]:
    """The columns of a print; what is about so much has the width of its last digit that is not zero."""
    known = {"comparator": comparator, "value": number}
    return known | ({"step": str(last_digit_place(Decimal(number), unit))} if comparator == "~" else {})


def statistic_of(evidence: Evidence, indicator: str, unit: str) -> str:
    """Whether a figure of a year is a state or a sum over it: as its known ones are, as it is asked for elsewhere, or
    as its unit is counted."""
    if unit in SCALES:
        return "level"
    known = [row.statistic for row in evidence.observations.values() if row.indicator == indicator]
    asked = (
        ask.statistic
        for rules in request_rules().respondents.values()
        for ask in rules.asks
        if indicator in ask.indicators
    )
    whole = [statistic for statistic in (*reversed(known), *asked) if statistic != "yearly"]
    return next(iter(whole), "total" if unit in EVENTS | MONEY | {"cases", "couples", "documents"} else "level")
