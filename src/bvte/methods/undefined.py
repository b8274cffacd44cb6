"""The one exception of the methods: a result that does not exist for the given numbers."""

import numpy as np


class Undefined(ValueError):  # noqa: N818 - the word of the field for a result that does not exist
    """A method has no answer for these inputs; no small number is put in their place.

    code: a short word for the reason, which the caller turns into a sentence in the reader's language.
    facts: the numbers that make it so, by name.
    Codes used by several methods: zero_base, not_positive, base_equals_target, same_year, too_few_points,
    ambiguous_direction, beyond_limit, missing_value.
    """

    def __init__(self, code, /, **facts):
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self):
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


def refuse(condition, code, /, **facts):
    """Raise Undefined(code, **facts) when the condition holds; for columns the facts are the rows."""
    if np.ndim(condition) == 0:
        if condition:
            raise Undefined(code, **facts)
        return
    rows = np.flatnonzero(condition)
    if rows.size:
        raise Undefined(code, rows=rows.tolist())
