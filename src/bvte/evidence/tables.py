"""Read one file into validated rows; what cannot be read is kept beside them, with its reason."""

from dataclasses import replace

from pydantic import ValidationError

from bvte.evidence.faults import (
    SHIFTED,
    column_names,
    fault_problem,
    header_problems,
    length_problem,
    shifted_problem,
)
from bvte.evidence.files import read_lines, read_yaml
from bvte.evidence.indicator import Indicator
from bvte.evidence.problem import Problem


def read_table(path, model, key):
    """Rows of one file by key, and the problems of what could not be read.

    A problem has the key of its row as its fact "id", so that nobody else is told that there is no such row.
    """
    found = {}
    header, lines, problems = read_lines(path)
    if not header:
        return found, problems
    faults, readable = header_problems(header, model, path.name)
    problems = [*problems, *(replace(f, facts={**f.facts, "unread": not readable}) for f in faults)]
    for line, cells in lines if readable else ():
        row, faults = _read_line(model, header, cells, path.name, line)
        named = dict(zip(header, cells, strict=False)).get(key[0], "")
        problems += [replace(fault, facts={**fault.facts, "id": named}) for fault in faults]
        if row:
            _enter_row(found, row, key, path.name, problems)
    return found, problems


def _read_line(model, header, cells, file, line):
    """One validated row of as many cells as the header has, or None and its problems."""
    if len(cells) != len(header):
        return None, [length_problem(header, cells, file, line)]
    return read_row(model, dict(zip(header, cells, strict=True)), file, line)


def read_row(model, cells, file, line):
    """One validated row, or None and its problems; an empty cell means that nothing was published."""
    filled = {column: cell for column in column_names(model) if (cell := cells.get(column))}
    try:
        return model(line=line, **filled), []
    except ValidationError as error:
        faults = [fault_problem(fault, column_names(model), file, line) for fault in error.errors()]
        return None, faults if len(faults) < SHIFTED else [shifted_problem(faults)]


def read_indicators(path):
    """Indicator cards by id, and the problems of the cards that could not be read."""
    found = {}
    cards, problems = read_yaml(path)
    for code, fields in (cards or {}).items():
        try:
            found[str(code)] = Indicator.model_validate({"id": str(code), **(fields or {})})
        except (ValidationError, TypeError) as error:
            problems += _card_problems(error, path.name, str(code))
    return found, problems


def _card_problems(error, file, code):
    """The faults of one card; a card that is no list of fields is one fault."""
    if isinstance(error, TypeError):
        return [Problem("not_a_value", file, None, code, code, "name: ...", facts={"id": code})]
    faults = [fault_problem(fault, column_names(Indicator), file, None, code) for fault in error.errors()]
    return [replace(fault, facts={**fault.facts, "id": code}) for fault in faults]


def _enter_row(found, row, key, file, problems):
    """Keep the first row of a key; a second one is rejected, since nothing says which is meant."""
    values = tuple(getattr(row, column) for column in key)
    identity = values[0] if len(values) == 1 else values
    if identity in found:
        problems.append(Problem("duplicate_row", file, row.line, key[0], str(values[0])))
    else:
        found[identity] = row
