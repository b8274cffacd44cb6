"""What a workshop decided: a filled recording sheet against the evidence, row by row."""

from dataclasses import dataclass, field, replace
from datetime import date

from bvte.evidence.decisions import Decision
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.tables import read_row
from bvte.intake import cells, layout
from bvte.intake.workbook import open_sheet


@dataclass(frozen=True)
class Intake:
    """What was read: decisions by target, rejected rows (row -> cells as typed), all problems.

    Where `day` is None the file itself could not be used and nothing of it was read.
    """

    day: date | None
    decisions: dict = field(default_factory=dict)
    rejected: dict = field(default_factory=dict)
    problems: tuple = ()


def read_workshop(path, evidence):
    """The decisions of a filled recording sheet. path : Path of an .xlsx file; nothing is written."""
    filled, problems = open_sheet(path)
    if filled is None:
        return Intake(None, problems=tuple(problems))
    try:
        day = cells.read_day(filled.day)
    except cells.RefusedCell as error:
        found = "" if filled.day is None else str(filled.day)
        column = layout.DAY_CELL
        return Intake(None, problems=(Problem(error.code, filled.place, 2, column, found, error.allowed),))
    return _read_rows(filled, evidence, day)


def sheet_facts(path):
    """What the sheet says of itself (data folder, programme, language), and why it cannot be read."""
    filled, problems = open_sheet(path)
    return (filled.facts if filled else {}), problems


def _read_rows(filled, evidence, day):
    """All rows that hold anything filled in."""
    decisions, rejected, problems = {}, {}, []
    for number, typed in filled.rows.items():
        if all(typed[column] in (None, "") for column in layout.FILLED):
            continue
        decision, faults = _read_decision(filled, number, typed, evidence)
        if decision and decision.target in decisions:
            faults = [Problem("duplicate_row", filled.place, number, "target", decision.target)]
        if faults:
            rejected[number] = typed
            problems += [_with_heading(fault, filled) for fault in faults]
        else:
            decisions[decision.target] = decision
    return Intake(day, decisions, rejected, tuple(problems))


def _with_heading(problem, filled):
    """The problem with its column as the sheet prints it."""
    return replace(problem, column=filled.heads.get(problem.column, problem.column))


def _read_decision(filled, number, typed, evidence):
    """The decision of a row, and its problems."""
    texts, faults = {}, []
    for column in ("target", *layout.FILLED):
        text, problem = _read_cell(filled, number, column, typed[column])
        texts[column] = text
        faults += [problem] if problem else []
    if faults:
        return None, faults
    decision, faults = read_row(Decision, texts, filled.place, number)
    if faults:
        return None, faults
    return decision, list(_contradictions(decision, evidence, filled))


def _read_cell(filled, number, column, found):
    """The text of a cell, and what is wrong with it or None."""
    shown = "" if found is None else str(found)
    for code, where in (("formula_cell", filled.formulas), ("merged_cell", filled.merged)):
        if (number, column) in where:
            return "", Problem(code, filled.place, number, column, shown)
    try:
        return cells.cell_text(column, found, filled.words), None
    except cells.RefusedCell as error:
        return "", Problem(error.code, filled.place, number, column, shown, error.allowed, error.near)


def _contradictions(decision, evidence, filled):
    """What a decision says against the evidence, or against itself."""
    place, target = filled.place, evidence.targets.get(decision.target)
    if target is None:
        near = nearest_name(
            decision.target, [t.id for t in evidence.targets_of(filled.facts.get("programme"))]
        )
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
