"""A filled request workbook read back: whose it is, and of every row whether its figure is taken, refused or empty.

A row counts only where its hidden name, what it prints and the respondent of the workbook agree; what may be a slip
is taken as it stands and asked about (`request_questions`).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bvte.evidence.collection import Evidence
from bvte.evidence.problem import Problem, Severity, command_line, nearest_name
from bvte.intake import request_sheet
from bvte.intake.keeping import Reading, Refused, Taken
from bvte.intake.personal import find_personal
from bvte.intake.recording_sheet import RefusedCell
from bvte.intake.report_form import KEYS_SHEET
from bvte.intake.request_cells import cell_number, stray_cells, stray_sheets
from bvte.intake.request_lines import RequestLine, Respondent, request_lines, respondents_of
from bvte.intake.workbook_reader import Book, SeenCell, SeenSheet, open_book

Row = dict[str, SeenCell]
# So many parts has the name of a row; so many sheets are told of a workbook that is another one.
KEY_PARTS, MOST_SHEETS = 5, 6


@dataclass(frozen=True)
class Figure:
    """A figure that is taken: its line, its value, where it stands; is_percent : shown as a percentage."""

    line: RequestLine
    value: Decimal
    place: str
    row: int
    column: str
    seen: str
    is_percent: bool = False

    @property
    def cell(self) -> str:
        """Its cell, such as G12."""
        return f"{request_sheet.column_letter('value')}{self.row}"

    def question(self, code: str, known: Decimal, **facts: object) -> Problem:
        """A question about it. known : the number that it is held against."""
        named = {"name": self.line.name, "allowed": known, **facts}
        return Problem(code, self.place, self.row, self.column, self.seen, f"{known:f}", None, Severity.finding, named)


@dataclass(frozen=True)
class Answer:
    """A workbook as it was read; respondent is None where it cannot be used at all.

    reading : what is kept of it, as every intake; figures : what was taken, by key; asked : how many cells.
    """

    path: Path
    reading: Reading
    respondent: Respondent | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    asked: int = 0

    @property
    def year(self) -> int | None:
        """The year whose figures it gives."""
        return self.respondent.year if self.respondent else None

    @property
    def is_usable(self) -> bool:
        """Whether the workbook as a whole was not refused."""
        return self.respondent is not None


class RefusedBook(Exception):  # noqa: N818
    """A workbook that is refused as a whole; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_answer(path: Path, evidence: Evidence, data: str, year: int | None = None) -> Answer:
    """A filled request, with nothing kept yet.

    data : name of the data folder that it must be for; year : the one that is expected, where one is.
    """
    book = open_book(path)
    try:
        facts = _facts_of(book)
        respondent = _whose_form(book, facts, evidence, data, year)
        _check_name(book, respondent, evidence)
        sheet = _input_sheet(book, respondent)
    except RefusedBook as error:
        return Answer(path, Reading(request_sheet.KIND, "", path.stem, (), (), (), (error.problem,)))
    return _Reader(book, sheet, facts, respondent, request_lines(evidence, respondent)).read()


def _facts_of(book: Book) -> dict[str, str]:
    """What the hidden sheet says. Raises RefusedBook."""
    if book.problems:
        raise RefusedBook(book.problems[0])
    sheet = next((sheet for sheet in book.sheets if sheet.name == request_sheet.FACTS_SHEET), None)
    found = {row["A"].seen: row["B"].seen for _, row in sheet.rows() if {"A", "B"} <= row.keys()} if sheet else {}
    missing = [name for name in request_sheet.FACTS if name not in found]
    if missing or found["kind"] != request_sheet.KIND:
        raise RefusedBook(_no_request(book))
    return found


def _no_request(book: Book) -> Problem:
    """Why a workbook is no request: it is a report's own, or another one, of which the first sheets are told."""
    names = [sheet.name for sheet in book.sheets]
    if KEYS_SHEET in names:
        return _file_problem(book, "request_is_report", command_line("intake", "report", book.path.name))
    more = ["…"] if len(names) > MOST_SHEETS else []
    return _file_problem(book, "not_a_request", ", ".join([*names[:MOST_SHEETS], *more]))


def told_folder(book: Book) -> str:
    """The name of the data folder that a form was made for, "" of what is none."""
    try:
        return _facts_of(book)["data"]
    except RefusedBook:
        return ""


def _file_problem(book: Book, code: str, found: str, allowed: str = "", near: str | None = None) -> Problem:
    return Problem(code, book.path.name, None, "", found, allowed, near)


def _whose_form(book: Book, facts: dict[str, str], evidence: Evidence, data: str, expected: int | None) -> Respondent:
    """Whose form it is, of which year. Raises RefusedBook."""
    if facts["data"] != data:
        raise RefusedBook(_file_problem(book, "request_of_other_data", facts["data"], data))
    year = int(facts["year"]) if re.fullmatch(r"(19|20)\d\d", facts["year"]) else None
    if year is None or (expected and year != expected):
        raise RefusedBook(_file_problem(book, "request_of_other_year", facts["year"], str(expected or "2025")))
    known = {one.code: one for one in respondents_of(evidence, year)}
    if facts["respondent"] not in known:
        near = nearest_name(facts["respondent"], known)
        raise RefusedBook(_file_problem(book, "request_of_nobody", facts["respondent"], str(year), near))
    return known[facts["respondent"]]


def _check_name(book: Book, respondent: Respondent, evidence: Evidence) -> None:
    """A form that came under the name of another unit's file may hold that unit's figures. Raises RefusedBook."""
    name = unicodedata.normalize("NFC", book.path.stem).casefold()
    others = (one for one in respondents_of(evidence, respondent.year) if one.code != respondent.code)
    for other in others:
        if re.match(rf"{re.escape(other.file_stem)}(?![a-z0-9])", name):
            raise RefusedBook(_file_problem(book, "request_named_other", other.name.vi, respondent.name.vi))


def _input_sheet(book: Book, respondent: Respondent) -> SeenSheet:
    """The sheet that was to be filled in; its title must name the same body and year. Raises RefusedBook."""
    key = request_sheet.column_letter(request_sheet.KEY)
    named = [sheet for sheet in book.sheets if any(is_key(row.get(key)) for _, row in sheet.rows())]
    if len(named) != 1:
        raise RefusedBook(_file_problem(book, "request_sheets", ", ".join(sheet.name for sheet in named) or "0", "1"))
    cell = named[0].cell(f"A{request_sheet.TITLE_ROW}")
    title = cell.seen if cell else ""
    names = [respondent.name.vi, respondent.name.en]
    year = respondent.year
    if not (str(year) in title and any(plain_text(title).endswith(plain_text(name)) for name in names)):
        raise RefusedBook(_file_problem(book, "request_title_differs", title, f"{year}: {respondent.name.vi}"))
    return named[0]


def _letter_of(column: str) -> str:
    """The letter of a column, which may be given by its letter."""
    return request_sheet.column_letter(column) if column in request_sheet.COLUMNS else column


def is_key(cell: SeenCell | None) -> bool:
    """Whether a cell has the form of the name of a row."""
    return cell is not None and cell.seen.count("|") >= KEY_PARTS - 1


def plain_text(text: str) -> str:
    """A text to compare with another: composed letters, small, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class _Reader:
    """Reads the rows of one form."""

    def __init__(
        self, book: Book, sheet: SeenSheet, facts: dict[str, str], respondent: Respondent, lines: list[RequestLine]
    ) -> None:
        self.book, self.sheet, self.respondent = book, sheet, respondent
        self.lines = {line.key: line for line in lines}
        self.units = {code.removeprefix(request_sheet.UNIT): word for code, word in facts.items()}
        self.place = f"{book.path.name} [{sheet.name}]"
        self.figures: dict[str, Figure] = {}
        self.taken: list[Taken] = []
        self.refused: list[Refused] = []
        self.problems: list[Problem] = []

    def read(self) -> Answer:
        """All rows, and what else the workbook holds."""
        for number, row in self.sheet.rows():
            if number >= request_sheet.FIRST_ROW and any(self._cell(row, name) for name in request_sheet.FILLED):
                self._row(number, row)
        for number, letter, cell in stray_cells(self.sheet):
            allowed = self._column_name("value")
            told = self._problem("request_figure_beside", number, letter, cell.seen, allowed=allowed)
            self._refuse(number, letter, cell, told)
        self.problems += stray_sheets(self.book, self.sheet)
        empty = () if self.taken or self.refused else (self.sheet.name,)
        reading = Reading(
            request_sheet.KIND,
            self.respondent.name.vi,
            self._title(),
            tuple(self.taken),
            tuple(self.refused),
            empty,
            tuple(self.problems),
        )
        return Answer(self.book.path, reading, self.respondent, self.figures, len(self.lines))

    def _title(self) -> str:
        cell = self.sheet.cell(f"A{request_sheet.TITLE_ROW}")
        return cell.seen if cell else self.book.path.stem

    def _cell(self, row: Row, column: str) -> SeenCell | None:
        """A cell that holds more than blanks."""
        cell = row.get(request_sheet.column_letter(column))
        return cell if cell and cell.seen.strip() else None

    def _row(self, number: int, row: Row) -> None:
        """One row in which something was filled in."""
        value = self._cell(row, "value")
        if value is None:
            filled = next(name for name in request_sheet.FILLED if self._cell(row, name))
            seen = row[request_sheet.column_letter(filled)].seen
            self.problems.append(self._problem("remark_without_figure", number, filled, seen, Severity.finding))
            return
        line, problem = self._line_of(number, row)
        if line is None:
            self._refuse(number, "value", value, problem)
            return
        try:
            figure = self._figure(number, line, value)
        except RefusedCell as error:
            told = self._problem(error.code, number, "value", error.found or value.seen, allowed=error.allowed)
            self._refuse(number, "value", value, told)
            return
        self.figures[line.key] = figure
        note = self._note(number, row)
        self.taken.append(Taken(self.sheet.name, figure.cell, value.seen, _fields(line, figure.value, note)))

    def _refuse(self, number: int, column: str, cell: SeenCell, problem: Problem) -> None:
        place = f"{_letter_of(column)}{number}"
        self.refused.append(Refused(self.sheet.name, place, cell.seen, problem))

    def _problem(
        self,
        code: str,
        number: int,
        column: str,
        found: str,
        severity: Severity = Severity.error,
        allowed: str = "",
        near: str | None = None,
    ) -> Problem:
        return Problem(code, self.place, number, self._column_name(column), found, allowed, near, severity)

    def _column_name(self, column: str) -> str:
        """A column as a person finds it: its letter, and what stands at its head."""
        letter = _letter_of(column)
        head = self.sheet.cell(f"{letter}{request_sheet.HEADS_ROW}")
        return f"{letter} ({head.seen})" if head else letter

    def _line_of(self, number: int, row: Row) -> tuple[RequestLine | None, Problem]:
        """The line that a row is of, or None and why it is of none."""
        key = self._cell(row, request_sheet.KEY)
        seen = key.seen.strip() if key else ""
        line, printed = self.lines.get(seen), self._cell(row, "name")
        if not seen:
            return None, self._no_key(number, printed.seen if printed else "")
        if line is None:
            code, allowed = self._why_unknown(seen)
            return None, self._problem(code, number, request_sheet.KEY, seen, allowed=allowed)
        if seen in self.figures:
            return None, self._problem("request_row_twice", number, "name", line.name.vi)
        if plain_text(printed.seen if printed else "") not in {plain_text(line.name[c]) for c in ("vi", "en")}:
            found = printed.seen if printed else ""
            return None, self._problem("request_row_moved", number, "name", found, allowed=line.name.vi)
        unit, expected = self._cell(row, "unit"), self.units.get(line.unit, "")
        if plain_text(unit.seen if unit else "") != plain_text(expected):
            return None, self._problem(
                "request_other_unit", number, "unit", unit.seen if unit else "", allowed=expected
            )
        return line, self._problem("", number, "value", "")

    def _no_key(self, number: int, printed: str) -> Problem:
        """Why a row without a hidden name is not read: it was added, or the name was taken away."""
        names = {plain_text(line.name[language]) for line in self.lines.values() for language in ("vi", "en")}
        code = "request_key_gone" if plain_text(printed) in names else "request_row_added"
        return self._problem(code, number, "name", printed)

    def _why_unknown(self, key: str) -> tuple[str, str]:
        """Why a name is of no line: of another area, of another year, of another form, or broken."""
        parts = key.split("|")
        if len(parts) != KEY_PARTS:
            return "request_key_broken", ""
        asked = next(iter(self.lines.values()))
        if parts[1] != asked.area:
            return "request_key_area", self.respondent.name.vi
        if not parts[3].startswith(str(self.respondent.year)):
            return "request_key_year", str(self.respondent.year)
        same = [line for line in self.lines.values() if line.indicator == parts[0]]
        return ("request_key_broken", same[0].key) if same else ("request_key_other", self.respondent.name.vi)

    def _figure(self, number: int, line: RequestLine, cell: SeenCell) -> Figure:
        """The figure of a cell. Raises RefusedCell."""
        value = cell_number(cell, line.unit)
        is_percent = cell.unit_hint == "percent" or cell.seen.rstrip().endswith("%")
        return Figure(line, value, self.place, number, self._column_name("value"), cell.seen, is_percent)

    def _note(self, number: int, row: Row) -> str:
        """Source and remark of a row as one note, without what may name a person, which is refused."""
        kept = []
        for column in ("source", "remark"):
            cell = self._cell(row, column)
            if cell is None:
                continue
            if found := find_personal(cell.seen):
                told = self._problem("request_person", number, column, ", ".join(map(str, found)))
                self._refuse(number, column, cell, told)
            else:
                kept.append(" ".join(unicodedata.normalize("NFC", cell.seen).split()))
        return "; ".join(kept)


def _fields(line: RequestLine, value: Decimal, note: str) -> dict[str, str]:
    """The columns of observations.csv but id and source."""
    return {
        "indicator": line.indicator,
        "area": line.area,
        "start": line.start,
        "end": line.end,
        "statistic": line.statistic,
        "comparator": "=",
        "value": f"{value:f}",
        "step": "",
        "unit": line.unit,
        "numerator": "",
        "denominator": "",
        "definition": "",
        "period_note": "",
        "period_stated": "yes",
        "acknowledged": "",
        "note": note,
    }
