"""What is declared stays as it was read: a copy of it is read anew, and keeps nothing that was worked out.

What may be wrong with the shape of a file, its header, its rows, its cells, is a `Problem` each.
"""

from copy import deepcopy
from functools import cached_property

from pydantic import BaseModel, ConfigDict, ValidationError

from bvte.evidence import cells
from bvte.evidence.problem import EvidenceError, Problem, nearest_name

# So much of a first line is shown.
SHOWN = 60

# A right cell, shown where a wrong one gives no list of choices: pydantic's fault type -> example.
EXAMPLES = {
    "decimal_parsing": "28.5",
    "finite_number": "28.5",
    "int_parsing": "2015",
    "date_from_datetime_parsing": "2025-07-01",
    "date_from_datetime_inexact": "2025-07-01",
    "string_pattern_mismatch": "abc_1",
    "string_type": "abc_1",
    "tuple_type": "[ , ]",
    "model_type": "{vi: , en: }",
    "model_attributes_type": "{vi: , en: }",
}
# From so many faults on, the cells of a row are taken to stand one column too far left or right, and the
# first line of a file for another one than that with the names of the columns.
SHIFTED = 3
# What other programs put between two cells.
SEPARATORS = (";", "\t", "|")
BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


def column_names(model):
    """Columns that a file of these rows may have."""
    return [name for name in model.model_fields if name != "line"]


def header_problems(header, model, file):
    """Problems of a header, and whether its rows can be read: no required column is missing, none twice."""
    absent = [name for name in column_names(model) if name not in header]
    unknown = {name: nearest_name(name, absent) for name in header if name not in column_names(model)}
    missing = [name for name in absent if model.model_fields[name].is_required()]
    problems = [
        _header_problem("column_not_known", file, name, model, near) for name, near in unknown.items()
    ]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    problems += [_header_problem("column_twice", file, name, model) for name in twice]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    unseen = [name for name in (absent if model.all_columns else missing) if name not in unknown.values()]
    kinds = {name: "column_missing" if name in missing else "column_left_out" for name in unseen}
    problems += [_header_problem(kind, file, name, model) for name, kind in kinds.items()]
    return _one_header(problems, header, model, file), not (missing or twice)


def _one_header(problems, header, model, file):
    """The problems of a header, or the one that they come from: another separator, another first line."""
    separators = [sign for sign in SEPARATORS if len(header) == 1 and sign in header[0]]
    if separators:
        sign = "TAB" if separators[0] == "\t" else separators[0]
        return [Problem("separator_not_comma", file, 1, "", sign, ",")]
    if len(problems) >= SHIFTED:
        allowed = ",".join(column_names(model))
        return [Problem("header_not_known", file, 1, "", ",".join(header)[:SHOWN], allowed)]
    return problems


def _header_problem(kind, file, name, model, near=None):
    """A problem of the first line: a column that stands there, or should."""
    allowed = ", ".join(column_names(model))
    return Problem("not_a_value", file, 1, name, name, allowed, near, facts={"type": kind})


def length_problem(header, cells, file, line):
    """A row of more or fewer cells than the header has, as when a comma lacks its quotation marks."""
    if len(cells) > len(header):
        found, last, kind = ", ".join(cells[len(header) :]), header[-1], "row_too_long"
    else:
        found, last, kind = str(len(cells)), header[len(cells)], "row_too_short"
    return Problem("not_a_value", file, line, last, found, str(len(header)), facts={"type": kind})


def shifted_problem(faults):
    """One problem for a row in which so much is wrong that its cells stand in the wrong columns."""
    first = faults[0]
    wrong = ", ".join(f"{fault.column}={fault.found}" for fault in faults)
    return Problem(
        "not_a_value", first.file, first.line, first.column, wrong, facts={"type": "cells_shifted"}
    )


def fault_problem(fault, names, file, line, code=""):
    """A fault that pydantic found as a `Problem`: what was found, what is allowed, the nearest right name.

    names : of the columns or fields that there are.
    """
    facts = fault.get("ctx", {})
    column = ".".join(str(part) for part in fault["loc"]) or facts.get("column", "-")
    where = f"{code}.{column}" if code else column
    found = "" if fault["type"] == "missing" else str(facts.get("found", fault["input"]))
    known = names if fault["type"] == "extra_forbidden" else _choices_of(fault)
    name = str(fault["loc"][-1]) if fault["type"] == "extra_forbidden" else found
    allowed = ", ".join(known) or _allowed_text(fault)
    near = facts.get("near") or nearest_name(name, known)
    if fault["type"] == "string_pattern_mismatch":
        near = cells.meant_code(found)
    return Problem("not_a_value", file, line, where, found, allowed, near, facts={"type": fault["type"]})


def _choices_of(fault):
    """The words that a cell with a fixed choice may hold."""
    if fault["type"] != "literal_error":
        return []
    return fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")


def _allowed_text(fault):
    """Bound or example of a right cell, empty where the fault has none."""
    facts = fault.get("ctx", {})
    bounds = [f"{sign} {facts[key]}" for key, sign in BOUNDS.items() if key in facts]
    return ", ".join(bounds) or facts.get("expected") or EXAMPLES.get(fault["type"], "")


def declared_values(thing):
    """What a thing holds by name, without what was worked out from it and kept (`cached_property`)."""
    kept = vars(thing).items()
    return {name: value for name, value in kept if not _is_computed(type(thing), name)}


def _is_computed(kind, name):
    return isinstance(getattr(kind, name, None), cached_property)


class Recomputed:
    """For classes with a `cached_property`: a copy, or what comes out of a pickle, works it out again."""

    def __getstate__(self):
        return declared_values(self)


class Record(BaseModel):
    """A declared thing that never changes; a copy with other values is checked like a row of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update=None, deep=False):
        """A copy with other values: all of it is checked, and what follows from it worked out anew.

        update : field -> value; deep : share no container with this one. Raises EvidenceError where a value
        or a field does not exist.
        """
        given = {name: getattr(self, name) for name in self.model_fields_set}
        values = {**(deepcopy(given) if deep else given), **(update or {})}
        try:
            return type(self)(**values)
        except ValidationError as error:
            raise EvidenceError([self._refusal(fault) for fault in error.errors()]) from error

    # The name that it had in pydantic 1 still works there, and checks nothing.
    copy = model_copy

    def __copy__(self):
        return self.model_copy()

    def __deepcopy__(self, memo=None):
        return self.model_copy(deep=True)

    def __getstate__(self):
        return {**super().__getstate__(), "__dict__": declared_values(self)}

    def _refusal(self, fault):
        """A fault of a copy as a `Problem`, placed by the kind of record, its line and its id."""
        line, name = getattr(self, "line", None), getattr(self, "id", "")
        return fault_problem(fault, column_names(type(self)), type(self).__name__, line, name)
