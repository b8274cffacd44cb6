"""What is declared stays as it was read: a copy of it is read anew, and keeps nothing that was worked out.

A field that pydantic refuses is told as a `Problem`, with what is allowed and what was probably meant.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache, cached_property
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bvte.evidence import cells
from bvte.evidence.problem import EvidenceError, Problem, nearest_name

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
# Fields that say where a row or card stands, and are no columns.
PLACE = ("line", "file", "origin", "remarks", "file_code")
BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


def column_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Columns that a file of these rows may have."""
    return _columns(model)


@cache
def _columns(model: type[BaseModel]) -> tuple[str, ...]:
    # Asked for every row that is read, and again for every row that is checked.
    return tuple(name for name in model.model_fields if name not in PLACE)


def fault_problem(fault: ErrorDetails, names: Sequence[str], file: str, line: int | None, code: str = "") -> Problem:
    """A fault that pydantic found as a `Problem`: what was found, what is allowed, the nearest right name.

    names : of the columns or fields that there are.
    """
    facts = fault.get("ctx", {})
    column = ".".join(str(part) for part in fault["loc"]) or facts.get("column", "-")
    where = f"{code}.{column}" if code else column
    found = "" if fault["type"] == "missing" else shortened(str(facts.get("found", fault["input"])))
    known = names if fault["type"] == "extra_forbidden" else _choices_of(fault)
    name = str(fault["loc"][-1]) if fault["type"] == "extra_forbidden" else found
    allowed = ", ".join(known) or _allowed_text(fault)
    near = facts.get("near") or nearest_name(name, known)
    if fault["type"] == "string_pattern_mismatch":
        near = cells.meant_code(found)
    return Problem("not_a_value", file, line, where, found, allowed, near, facts={"type": fault["type"]})


def _choices_of(fault: ErrorDetails) -> list[str]:
    """The words that a cell with a fixed choice may hold."""
    if fault["type"] not in ("literal_error", "enum"):
        return []
    return fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")


def _allowed_text(fault: ErrorDetails) -> str:
    """Bound or example of a right cell, empty where the fault has none."""
    facts = fault.get("ctx", {})
    bounds = [f"{sign} {facts[key]}" for key, sign in BOUNDS.items() if key in facts]
    return ", ".join(bounds) or facts.get("expected") or EXAMPLES.get(fault["type"], "")


def declared_values(thing: object) -> dict[str, Any]:
    """What a thing holds by name, without what was worked out from it and kept (`cached_property`)."""
    kept = vars(thing).items()
    return {name: value for name, value in kept if not _is_computed(type(thing), name)}


def _is_computed(kind: type, name: str) -> bool:
    return isinstance(getattr(kind, name, None), cached_property)


# Characters of what a result says of itself in one line.
LINE = 180


def one_line(*parts: str) -> str:
    """Parts of a line with a dot between, cut where they are too long to stay one."""
    return shortened(" · ".join(" ".join(part.split()) for part in parts if part))


def shortened(text: str) -> str:
    """A text, cut where it is too long for a line."""
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


class Recomputed:
    """For classes with a `cached_property`: a copy, or what comes out of a pickle, works it out again."""

    def __getstate__(self) -> dict[str, Any]:
        return declared_values(self)


class Record(BaseModel):
    """A declared thing that never changes; a copy with other values is checked like a row of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
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
    copy: ClassVar[Any] = model_copy

    def __copy__(self) -> Self:
        return self.model_copy()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self.model_copy(deep=True)

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__dict__": declared_values(self)}

    def _refusal(self, fault: ErrorDetails) -> Problem:
        """A fault of a copy as a `Problem`, placed by the kind of record, its line and its id."""
        line, name = getattr(self, "line", None), getattr(self, "id", "")
        return fault_problem(fault, column_names(type(self)), type(self).__name__, line, name)
