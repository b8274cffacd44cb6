"""What a workshop decided: a filled recording sheet against the evidence, row by row, and how it is kept."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_row
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.record import column_names
from bvte.evidence.reporting import Decision
from bvte.intake import recording_sheet
from bvte.intake.recording_sheet import FilledSheet, open_sheet


@dataclass(frozen=True)
class Intake:
    """What was read: decisions by target, rejected rows (row -> cells as typed), all problems.

    Where `day` is None the file itself could not be used and nothing of it was read.
    """

    day: date | None
    decisions: dict[str, Decision] = field(default_factory=dict)
    rejected: dict[int, dict[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_workshop(path: Path, evidence: Evidence) -> Intake:
    """The decisions of a filled recording sheet. path : Path of an .xlsx file; nothing is written."""
    filled, problems = open_sheet(path)
    if filled is None:
        return Intake(None, problems=tuple(problems))
    try:
        day = recording_sheet.read_day(filled.day)
    except recording_sheet.RefusedCell as error:
        typed = "" if filled.day is None else str(filled.day)
        column = recording_sheet.DAY_CELL
        return Intake(None, problems=(Problem(error.code, filled.place, 2, column, typed, error.allowed),))
    return _read_rows(filled, evidence, day)


def sheet_facts(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """What the sheet says of itself (data folder, programme, language), and why it cannot be read."""
    filled, problems = open_sheet(path)
    return (filled.facts if filled else {}), problems


def _read_rows(filled: FilledSheet, evidence: Evidence, day: date) -> Intake:
    """All rows that hold anything filled in."""
    decisions: dict[str, Decision] = {}
    rejected, problems = {}, []
    for number, typed in filled.rows.items():
        if all(typed[column] in (None, "") for column in recording_sheet.FILLED):
            continue
        decision, faults = _read_decision(filled, number, typed, evidence)
        if decision and decision.target in decisions:
            faults = [Problem("duplicate_row", filled.place, number, "target", decision.target)]
        if decision and not faults:
            decisions[decision.target] = decision
        else:
            rejected[number] = typed
            problems += [_with_heading(fault, filled) for fault in faults]
    return Intake(day, decisions, rejected, tuple(problems))


def _with_heading(problem: Problem, filled: FilledSheet) -> Problem:
    """The problem with its column as the sheet prints it."""
    return replace(problem, column=filled.heads.get(problem.column, problem.column))


def _read_decision(
    filled: FilledSheet, number: int, typed: dict[str, Any], evidence: Evidence
) -> tuple[Decision | None, list[Problem]]:
    """The decision of a row, and its problems."""
    texts, faults = {}, []
    for column in ("target", *recording_sheet.FILLED):
        text, problem = _read_cell(filled, number, column, typed[column])
        texts[column] = text
        faults += [problem] if problem else []
    if faults:
        return None, faults
    decision, faults = read_row(Decision, texts, filled.place, number)
    if decision is None:
        return None, faults
    return decision, list(_contradictions(decision, evidence, filled))


def _read_cell(filled: FilledSheet, number: int, column: str, typed: Any) -> tuple[str, Problem | None]:
    """The text of a cell, and what is wrong with it or None."""
    shown = "" if typed is None else str(typed)
    for code, where in (("formula_cell", filled.formulas), ("merged_cell", filled.merged)):
        if (number, column) in where:
            return "", Problem(code, filled.place, number, column, shown)
    try:
        return recording_sheet.cell_text(column, typed, filled.words), None
    except recording_sheet.RefusedCell as error:
        return "", Problem(error.code, filled.place, number, column, shown, error.allowed, error.near)


def _contradictions(decision: Decision, evidence: Evidence, filled: FilledSheet) -> Iterator[Problem]:
    """What a decision says against the evidence, or against itself."""
    place, target = filled.place, evidence.targets.get(decision.target)
    if target is None:
        near = nearest_name(decision.target, [t.id for t in evidence.targets_of(filled.facts.get("programme", ""))])
        yield Problem("unknown_code", place, decision.line, "target", decision.target, "targets", near)
        return
    for column in decision.lacks:
        yield Problem("proposal_lacks", place, decision.line, column, "")
    for column in decision.surplus:
        yield Problem("proposal_not_asked", place, decision.line, column, str(getattr(decision, column)))
    phase = evidence.programmes[target.programme]
    if decision.due_year and not phase.start <= decision.due_year <= phase.end:
        found, allowed = str(decision.due_year), f"{phase.start}-{phase.end}"
        yield Problem("target_incomplete", place, decision.line, "due_year", found, allowed)
    if decision.value_to is not None and decision.value is not None and decision.value_to <= decision.value:
        found, allowed = str(decision.value_to), f"> {decision.value}"
        yield Problem("target_incomplete", place, decision.line, "value_to", found, allowed)


def keep_decisions(intake: Intake, folder: Path, again: bool = False) -> Path:
    """Write the decisions to workshops/<day>.csv of a data folder; the path.

    again : replace an earlier file of that day that says otherwise; it is kept in workshops/earlier/.
    Raises FileExistsError for such a file where that was not asked for.
    """
    path = folder / "workshops" / f"{intake.day}.csv"
    text = csv_text(column_names(Decision), map(_decision_cells, intake.decisions.values()))
    if path.exists() and path.read_text(encoding="utf-8") != text:
        if not again:
            raise FileExistsError(path)
        _put_aside(path)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _put_aside(path: Path) -> None:
    """Move a file to the first free name among the earlier ones."""
    place = path.parent / "earlier"
    place.mkdir(exist_ok=True)
    number = 1
    while (place / f"{path.stem}-{number}.csv").exists():
        number += 1
    path.rename(place / f"{path.stem}-{number}.csv")


def _decision_cells(decision: Decision) -> dict[str, Any]:
    cells = decision.model_dump(mode="json", exclude={"line"})
    return {column: "" if cell is None else cell for column, cell in cells.items()}


def keep_rejected(intake: Intake, path: Path, told: Callable[[Problem], str]) -> Path:
    """Write the rejected rows as they were typed, with the reason of each, beside the sheet; the path.

    path : of the filled sheet; told : function that puts a problem into words.
    """
    beside = path.with_name(f"{path.stem}-rejected.csv")
    rows = (
        {"row": number, **typed, "reason": " ".join(_reasons_of_row(intake, number, told))}
        for number, typed in intake.rejected.items()
    )
    beside.write_text(csv_text(["row", *recording_sheet.COLUMNS, "reason"], rows), encoding="utf-8-sig", newline="")
    return beside


def _reasons_of_row(intake: Intake, number: int, told: Callable[[Problem], str]) -> list[str]:
    return [told(problem) for problem in intake.problems if problem.line == number]


def csv_text(heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
