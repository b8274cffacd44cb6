"""What is declared stays as it was read: a copy of it is read anew, and keeps nothing that was worked out."""

from copy import deepcopy
from functools import cached_property

from pydantic import BaseModel, ConfigDict, ValidationError

from bvte.evidence.faults import columns, fault_problem
from bvte.evidence.problem import EvidenceError


def declared(thing):
    """What a thing holds by name, without what was worked out from it and kept (`cached_property`)."""
    kept = vars(thing).items()
    return {name: value for name, value in kept if not _is_computed(type(thing), name)}


def _is_computed(kind, name):
    return isinstance(getattr(kind, name, None), cached_property)


# Characters of what a result says of itself in one line.
LINE = 180


def one_line(*parts: str) -> str:
    """Parts of a line with a dot between, cut where they are too long to stay one."""
    line = " · ".join(" ".join(part.split()) for part in parts if part)
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


class Recomputed:
    """For classes with a `cached_property`: a copy, or what comes out of a pickle, works it out again."""

    def __getstate__(self):
        return declared(self)


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
        return {**super().__getstate__(), "__dict__": declared(self)}

    def _refusal(self, fault):
        """A fault of a copy as a `Problem`, placed by the kind of record, its line and its id."""
        line, name = getattr(self, "line", None), getattr(self, "id", "")
        return fault_problem(fault, columns(type(self)), type(self).__name__, line, name)
