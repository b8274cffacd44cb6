"""Shape rules of the methods: a number gives a number, an array an array, a table's column a column."""

import numpy as np
import pandas as pd

from bvte.methods.undefined import Undefined


class Columns:
    """Values of one table as float arrays of one length; `arrays` holds them in the order given.

    Missing values stay NaN and come out as NaN. Raises ValueError when columns carry different indexes
    (they would be paired by position, not by area) or hold an infinite number.
    """

    def __init__(self, *values):
        indexes = [value.index for value in values if isinstance(value, pd.Series)]
        if any(not index.equals(indexes[0]) for index in indexes[1:]):
            raise ValueError("the columns have different indexes")
        arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
        if any(np.isinf(array).any() for array in arrays):
            raise ValueError("infinite values")
        self.index = indexes[0] if indexes else None
        self.is_number = arrays[0].ndim == 0
        self.arrays = [np.array(array, ndmin=1) for array in arrays]

    def refuse(self, code, where, **facts):
        """Raise Undefined(code) with `rows`, the labels of the rows where `where` holds, if there are any."""
        rows = np.flatnonzero(where)
        if rows.size:
            labels = rows if self.index is None else self.index[rows]
            raise Undefined(code, rows=labels.tolist(), **facts)

    def shape(self, result):
        """`result` in the shape of the input: a Series on its index, an array, or one number."""
        if self.index is not None:
            return pd.Series(result, index=self.index)
        return result.item() if self.is_number else result


def tail(level):
    """The probability outside an interval of confidence `level`; ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return 1 - level


def counts_of(count, total):
    """Columns of counts and their totals, checked as parts of a whole.

    Raises Undefined: `no_denominator` (total <= 0), `negative_count`, `count_above_total`.
    """
    columns = Columns(count, total)
    x, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("negative_count", x < 0)
    columns.refuse("count_above_total", x > n)
    return columns


def events_of(events, population):
    """Columns of events and the population (or expected events) they arose in; events may exceed it.

    Raises Undefined: `no_denominator` (population <= 0), `negative_count`.
    """
    columns = Columns(events, population)
    x, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("negative_count", x < 0)
    return columns
