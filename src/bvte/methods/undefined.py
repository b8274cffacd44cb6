"""The one exception of the methods: a result that does not exist for the given numbers."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
# A number or a column of them: a list, an array, a column of a table; None where one is missing.
Numbers: TypeAlias = ArrayLike | pd.Series


class Undefined(ValueError):  # noqa: N818 - the word of the field for a result that does not exist
    """A method has no answer for these inputs; no small number is put in their place.

    code: a short word for the reason, which the caller turns into a sentence in the reader's language.
    facts: the numbers that make it so, by name.
    Codes used by several methods: zero_base, not_positive, base_equals_target, same_year, too_few_points,
    ambiguous_direction, beyond_limit, missing_value, infinite_value, not_a_number, no_spread.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


def refuse_if(condition: Any, code: str, /, **facts: object) -> None:
    """Raise Undefined(code, **facts) when the condition holds; for columns the facts are the rows."""
    if np.ndim(condition) == 0:
        if condition:
            raise Undefined(code, **facts)
        return
    rows = np.flatnonzero(condition)
    if rows.size:
        raise Undefined(code, rows=rows.tolist())


def float_array(value: object) -> Array:
    """A number, or a sequence of them, as a float array; None and pd.NA are NaN.

    Raises Undefined("not_a_number") for what is none, ("infinite_value").

    >>> float_array([1, None])
    array([ 1., nan])
    """
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        array = _without_gaps(value)
    refuse_if(np.isinf(array), "infinite_value")
    return array


def refuse_missing(*values: object) -> None:
    """Raise Undefined("missing_value") where a number (or row of a column) is not known.

    Raises Undefined("too_few_points") for a sequence without any, and as `float_array`.
    """
    for value in values:
        array = float_array(value)
        refuse_if(array.size == 0, "too_few_points", points=0, needed=1)
        refuse_if(np.isnan(array), "missing_value")


def refuse_per(per: float) -> None:
    """Raise Undefined("not_positive") where a rate would be told per no people, or per less than none."""
    refuse_if(not per > 0, "not_positive", per=per)


def _without_gaps(value: object) -> Array:
    # numpy reads None as NaN and stumbles over pandas' own sign of a missing value.
    try:
        array = np.array(value, dtype=object)
        return np.where(pd.isna(array), np.nan, array).astype(float)
    except (TypeError, ValueError) as wrong:
        raise Undefined("not_a_number") from wrong
