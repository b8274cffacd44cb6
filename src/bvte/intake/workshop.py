"""What a workshop decided: a filled recording sheet against the evidence, row by row.

Every sheet and row is accounted for: taken, refused with its reason, or empty.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bvte.evidence.check import check_decisions, only_errors
from bvte.evidence.codes import CodeError
from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_row
from bvte.evidence.language import LANGUAGES
from bvte.evidence.next_phase import knowing
from bvte.evidence.problem import Problem, Severity, nearest_name
from bvte.evidence.reporting import Decision
from bvte.intake import recording_sheet
from bvte.intake.filled_sheet import FilledBook, FilledSheet, SheetKind, open_filled
from bvte.intake.recording_sheet import RefusedCell
from bvte.intake.workbook_reader import SeenCell


@dataclass(frozen=True)
class SheetAccount:
    """What became of a sheet: rows that were taken, refused, or hold nothing, and cells outside its table."""

    name: str
    kind: SheetKind
    taken: int = 0
    refused: int = 0
    empty: int = 0
    stray: int = 0


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken, or what stands beside one: column -> text as it was seen, and why."""

    sheet: str
    row: int
    cells: dict[str, str]
    problems: tuple[Problem, ...]
    other: str = ""


@dataclass(frozen=True)
class Intake:
    """What was read: decisions by target, rejected rows, all problems, and the account of every sheet.

    Where `day` is None nothing was taken: the file could not be used, or nobody filled it in.
    """

    day: date | None
    decisions: dict[str, Decision] = field(default_factory=dict)
    rejected: tuple[RejectedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    accounts: tuple[SheetAccount, ...] = ()


@dataclass
class SheetReading:
    """A sheet while it is read: its decisions by row, and what is wrong with rows that are not taken."""

    sheet: FilledSheet
    decisions: dict[int, Decision] = field(default_factory=dict)
    faults: dict[int, list[Problem]] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    whole: Problem | None = None

    def refuse(self, row: int, problems: Iterable[Problem]) -> None:
        """Take a row back for these reasons."""
        self.decisions.pop(row, None)
        self.faults.setdefault(row, []).extend(problems)

    def refuse_all(self, problem: Problem) -> None:
        """Take all rows back for one reason."""
        self.whole = problem
        for row in self.sheet.rows:
            self.refuse(row, ())


def sheet_facts(path: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What the workbook says of itself (data folder, programme, language), and why it cannot be read."""
    book = open_filled(path)
    return book.facts, () if book.readable else book.problems


def read_workshop(
    path: Path, evidence: Evidence, known: Mapping[str, Mapping[str, str]] | None = None, today: date | None = None
) -> Intake:
    """The decisions of a filled recording sheet. path : Path of an .xlsx file; nothing is written.

    known : column -> word -> code of what a sheet offers, which the hidden sheet may not turn round; today : the day
    after which no workshop can have sat, by default that of the clock.
    """
    book = open_filled(path)
    evidence = _with_phase(evidence, book.facts.get("programme", ""))
    faults = (*book.problems, *(_fact_problems(book, evidence, known or {}) if book.readable else ()))
    if not book.readable or len(faults) > len(book.problems):
        return Intake(None, problems=faults, accounts=_accounts(book, ()))
    readings = [SheetReading(sheet) for sheet in book.sheets]
    day = _common_day(readings, today or date.today())
    for reading in readings:
        if day and not reading.whole:
            _read_sheet(reading, book, evidence, day)
    _agree(readings)
    return _intake_of(book, readings, day)


def _with_phase(evidence: Evidence, programme: str) -> Evidence:
    """The evidence with the phase that a sheet is about, where nobody has drafted it; a code of none is told later."""
    try:
        return knowing(evidence, programme)
    except CodeError:
        return evidence


def _fact_problems(book: FilledBook, evidence: Evidence, known: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """What the hidden sheet says that cannot be: a language or a programme that there is not, a word that means
    something else."""
    place = f"{book.path.name} [{recording_sheet.CODES_SHEET}]"
    language, programme = (book.facts.get(name, "") for name in ("language", "programme"))
    if language not in LANGUAGES:
        yield Problem("not_in_list", place, None, "language", language, ", ".join(LANGUAGES))
    if programme not in evidence.programmes:
        near = nearest_name(programme, evidence.programmes)
        yield Problem("unknown_code", place, None, "programme", programme, "programmes", near)
    for column, words in book.words.items():
        for word, code in words.items():
            meant = known.get(column, {}).get(word, code)
            if code != meant:
                yield Problem("codes_contradict", place, None, word, code, meant)


def _common_day(readings: list[SheetReading], today: date) -> date | None:
    """The day that the filled sheets name; a sheet without it, with another, or hidden, is refused as a whole."""
    common = None
    for reading in readings:
        sheet = reading.sheet
        if not sheet.rows:
            continue
        if sheet.hidden:
            reading.refuse_all(Problem("sheet_hidden", sheet.place, None, "", sheet.name))
            continue
        try:
            day = _read_day(sheet, today)
            common = common or day
            if day != common:
                raise RefusedCell("day_differs", str(common))
        except RefusedCell as error:
            seen = sheet.day.seen if sheet.day else ""
            row, column = 2, recording_sheet.DAY_CELL
            reading.refuse_all(Problem(error.code, sheet.place, row, column, seen, error.allowed))
    return common


def _read_day(sheet: FilledSheet, today: date) -> date:
    """The day of a sheet. Raises RefusedCell."""
    if sheet.day and sheet.day.formula:
        raise RefusedCell("formula_cell")
    day = recording_sheet.read_day(sheet.day.value if sheet.day and sheet.day.value else "")
    if day > today:
        raise RefusedCell("in_the_future", f"<= {today}")
    return day


def _read_sheet(reading: SheetReading, book: FilledBook, evidence: Evidence, day: date) -> None:
    """Read the rows in which something was filled in, each by itself and then by the rules of the data folder."""
    first: dict[str, int] = {}
    for row, cells in reading.sheet.rows.items():
        decision, problems = _read_decision(reading.sheet, row, cells, book)
        reading.notes += [problem for problem in problems if problem.severity != Severity.error]
        if decision and decision.target in first:
            problems = [Problem("duplicate_row", reading.sheet.place, row, "target", decision.target)]
        if decision is None or only_errors(problems):
            reading.refuse(row, only_errors(problems))
        else:
            first[decision.target] = row
            reading.decisions[row] = decision
    _hold_against(reading, book.facts["programme"], evidence, day)


def _hold_against(reading: SheetReading, programme: str, evidence: Evidence, day: date) -> None:
    """Refuse what the evidence contradicts."""
    place = reading.sheet.place
    own = [target.id for target in evidence.targets_of(programme)]
    for row, decision in list(reading.decisions.items()):
        if decision.target in evidence.targets and decision.target not in own:
            problem = Problem("target_of_another", place, row, "target", decision.target, programme)
            reading.refuse(row, [replace(problem, nearest=nearest_name(decision.target, own))])
    for row, decision in list(reading.decisions.items()):
        if mixed := _other_indicator(reading.sheet.rows[row].get("indicator"), decision.target, own, evidence):
            reading.refuse(row, [Problem("row_mixed", place, row, "indicator", mixed, decision.target)])
    rows = {decision.target: decision for decision in reading.decisions.values()}
    for problem in check_decisions(evidence, day, rows):
        problem = replace(problem, file=place)
        if problem.severity == Severity.error:
            reading.refuse(problem.line or 0, [problem])
        else:
            reading.notes.append(problem)


def _other_indicator(cell: SeenCell | None, code: str, own: list[str], evidence: Evidence) -> str | None:
    """The name in a row of a target, where it is that of another target's indicator: cells were moved or sorted."""
    names = {target: _names_of(evidence, target) for target in own}
    seen = " ".join(cell.seen.split()) if cell else ""
    others = {name for target in own if target != code for name in names[target]}
    return seen if seen in others - names.get(code, others) else None


def _names_of(evidence: Evidence, target: str) -> set[str]:
    """The names of a target's indicator in all languages."""
    card = evidence.indicators.get(evidence.targets[target].indicator)
    return {" ".join(name.split()) for name in (card.name.vi, card.name.en)} if card else set()


def _read_decision(
    sheet: FilledSheet, row: int, cells: dict[str, SeenCell], book: FilledBook
) -> tuple[Decision | None, list[Problem]]:
    """The decision of a row, and its problems."""
    texts, faults = {}, []
    for column in ("target", *recording_sheet.FILLED):
        texts[column], problem = _read_cell(sheet, row, column, cells.get(column), book)
        faults += [problem] if problem else []
    faults += _number_problems(sheet, row, cells, texts)
    if only_errors(faults):
        return None, faults
    decision, problems = read_row(Decision, texts, sheet.place, row)
    return decision, faults + problems


def _read_cell(
    sheet: FilledSheet, row: int, column: str, cell: SeenCell | None, book: FilledBook
) -> tuple[str, Problem | None]:
    """The text of a cell, and what is wrong with it or None."""
    if cell is None:
        return "", None
    try:
        for code, holds in (("formula_cell", cell.formula), ("merged_cell", cell.merged), ("error_cell", cell.error)):
            if holds:
                raise RefusedCell(code)
        return recording_sheet.cell_text(column, _typed(column, cell), book.words), None
    except RefusedCell as error:
        found = cell.formula_text or (error.found or cell.seen)
        return "", Problem(error.code, sheet.place, row, column, found, error.allowed, error.near)


def _typed(column: str, cell: SeenCell) -> object:
    """What a cell says to its column: a number or a day where one is asked for, else the words that are seen."""
    if column in recording_sheet.NUMBERS and isinstance(cell.value, str):
        return cell.value.strip().removesuffix("%").strip()
    asked = (*recording_sheet.NUMBERS, *recording_sheet.DATES, *recording_sheet.YEARS)
    return cell.value if column in asked else cell.seen


def _number_problems(
    sheet: FilledSheet, row: int, cells: dict[str, SeenCell], texts: dict[str, str]
) -> Iterator[Problem]:
    """Numbers that show a percent sign beside another unit, and those that show fewer digits than they hold."""
    for column in recording_sheet.NUMBERS:
        cell = cells.get(column)
        if cell is None or not texts[column]:
            continue
        percent = cell.unit_hint == "percent" or cell.seen.rstrip().endswith("%")
        if percent and texts["unit"] and texts["unit"] not in recording_sheet.IN_PERCENT:
            yield Problem("percent_in_other_unit", sheet.place, row, column, cell.seen, cells["unit"].seen)
        elif cell.rounded:
            yield Problem("cell_rounded", sheet.place, row, column, cell.seen, texts[column], None, Severity.finding)


def _agree(readings: list[SheetReading]) -> None:
    """Refuse a target on which two sheets say different things: nothing tells which is meant."""
    found = defaultdict(list)
    for reading in readings:
        for row, decision in reading.decisions.items():
            found[decision.target].append((reading, row, decision.model_dump(exclude={"line"})))
    for target, said in found.items():
        if any(cells != said[0][2] for *_, cells in said):
            for reading, row, _ in said:
                others = ", ".join(f"{r.sheet.name} {n}" for r, n, _ in said if r is not reading)
                reading.refuse(row, [Problem("decided_otherwise", reading.sheet.place, row, "target", target, others)])


def _intake_of(book: FilledBook, readings: list[SheetReading], day: date | None) -> Intake:
    """All that was read of a workbook."""
    decisions = {d.target: d for reading in reversed(readings) for d in reversed(reading.decisions.values())}
    rejected = tuple(row for reading in readings for row in _rejected_rows(reading))
    problems = [problem for reading in readings for problem in _problems_of(reading)]
    ordered = dict(reversed(decisions.items()))
    day = day if ordered else None
    return Intake(day, ordered, rejected, (*book.problems, *problems), _accounts(book, readings))


def _problems_of(reading: SheetReading) -> Iterator[Problem]:
    """All problems of a sheet, their columns as it prints them."""
    sheet = reading.sheet
    found = [reading.whole] if reading.whole else []
    found += [problem for row in sorted(reading.faults) for problem in reading.faults[row]] + reading.notes
    found += [_stray_problem(sheet, *stray) for stray in sheet.stray]
    yield from (_with_heading(problem, sheet) for problem in found)


def _stray_problem(sheet: FilledSheet, row: int, letter: str, text: str) -> Problem:
    return Problem("cell_outside", sheet.place, row, letter, text)


def _with_heading(problem: Problem, sheet: FilledSheet) -> Problem:
    return replace(problem, column=sheet.heads.get(problem.column, problem.column))


def _rejected_rows(reading: SheetReading) -> Iterator[RejectedRow]:
    """The rows of a sheet that were not taken, and what stands outside its table."""
    sheet = reading.sheet
    for row, problems in sorted(reading.faults.items()):
        why = (*([reading.whole] if reading.whole else []), *problems)
        cells = {column: cell.formula_text or cell.seen for column, cell in sheet.rows[row].items()}
        yield RejectedRow(sheet.name, row, cells, tuple(_with_heading(problem, sheet) for problem in why))
    for row, letter, text in sheet.stray:
        yield RejectedRow(sheet.name, row, {}, (_stray_problem(sheet, row, letter, text),), f"{letter}{row}: {text}")


def _accounts(book: FilledBook, readings: Iterable[SheetReading]) -> tuple[SheetAccount, ...]:
    """What became of each sheet of a workbook, from left to right."""
    read = {reading.sheet.name: reading for reading in readings}
    return tuple(
        _account_of(read[name]) if name in read else SheetAccount(name, kind) for name, kind in book.kinds.items()
    )


def _account_of(reading: SheetReading) -> SheetAccount:
    sheet = reading.sheet
    counts = len(reading.decisions), len(reading.faults), sheet.empty, len(sheet.stray)
    return SheetAccount(sheet.name, SheetKind.record, *counts)
