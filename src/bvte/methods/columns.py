"""Shape rules of the methods: a number gives a number, an array an array, a table's column a column."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from bvte.methods.undefined import Mask, Numbers, Undefined, float_array, refuse_if, refuse_missing

Answer = TypeVar("Answer")


class AlignedColumns:
    """Values of one table as float arrays of one length; `arrays` holds them in the order given.

    Missing values stay NaN and come out as NaN. Raises Undefined `different_indexes` when columns carry
    different indexes (they would be paired by position, not by area), `unequal_lengths`, `too_few_points` for
    columns without rows, and as `float_array`.
    """

    def __init__(self, *values: Numbers) -> None:
        indexes = [value.index for value in values if isinstance(value, pd.Series | pd.DataFrame)]
        refuse_if(any(not index.equals(indexes[0]) for index in indexes[1:]), "different_indexes")
        arrays = [float_array(value) for value in values]
        lengths = sorted({array.size for array in arrays if array.ndim})
        refuse_if(len(lengths) > 1, "unequal_lengths", lengths=lengths)
        refuse_if(lengths == [0], "too_few_points", points=0, needed=1)
        self.index = indexes[0] if indexes else None
        self.is_number = not lengths
        self.arrays = [np.array(array, ndmin=1) for array in np.broadcast_arrays(*arrays)]

    def refuse(self, code: str, where: Mask, **facts: object) -> None:
        """Raise Undefined(code) with `rows`, the labels of the rows where `where` holds, if there are any."""
        rows = np.flatnonzero(where)
        if rows.size:
            labels = rows if self.index is None else self.index[rows]
            raise Undefined(code, rows=labels.tolist(), **facts)

    def shape(self, result: np.ndarray) -> Any:
        """`result` in the shape of the input: a Series on its index, an array, or one number."""
        if self.index is not None:
            return pd.Series(result, index=self.index)
        return result.item() if self.is_number else result


def row_by_row(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give a method of columns the option undefined="missing": a row without an answer is missing, not all.

    The rows that the method refuses are left out one reason after the other, and come out as NaN (a label as
    None); with "refuse", as without the option, the first of them is an Undefined for the whole column.
    A single number without an answer is refused either way.
    """

    @wraps(method)
    def answered(*columns: Numbers, undefined: str = "refuse", **options: Any) -> Answer:
        if undefined not in ("refuse", "missing"):
            raise ValueError(f"undefined is refuse or missing, not {undefined!r}")
        while True:
            try:
                return method(*columns, **options)
            except Undefined as refused:
                if undefined == "refuse" or "rows" not in refused.facts:
                    raise
                columns = _without_rows(refused, columns)

    return answered


def _without_rows(refused: Undefined, columns: Sequence[Numbers]) -> list[Numbers]:
    """The columns with the refused rows blank; the refusal again where no row can be blanked."""
    index = next((column.index for column in columns if isinstance(column, pd.Series)), None)
    told: Any = refused.facts["rows"]
    rows = told if index is None else np.flatnonzero(index.isin(told))
    blank = [_blank_rows(column, rows) for column in columns]
    if all(np.isnan(float_array(column)[rows]).all() for column in columns if np.ndim(column)):
        raise refused
    return blank


def _blank_rows(column: Numbers, rows: Any) -> Numbers:
    if np.ndim(column) == 0:
        return column
    blank = float_array(column).copy()
    blank[rows] = np.nan
    return pd.Series(blank, column.index) if isinstance(column, pd.Series) else blank


def paired_values(*values: Numbers) -> list[Any]:
    """The same values ready for arithmetic: numbers as they are, lists as arrays, columns of one index.

    Raises Undefined("missing_value") where one is not known, and as `AlignedColumns`.
    """
    AlignedColumns(*values)
    refuse_missing(*values)
    return [value if isinstance(value, pd.Series) or np.ndim(value) == 0 else float_array(value) for value in values]


def tail_probability(level: float) -> float:
    """The probability outside an interval of confidence `level`; ValueError unless 0 < level < 1.

    >>> round(tail_probability(0.95), 2)
    0.05
    """
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return 1 - level


def t_quantile(level: float, freedom: float = np.inf) -> float:
    """Half width of an interval of confidence `level` in standard errors: Student's t, normal without end."""
    from scipy.stats import t

    return float(t.isf(tail_probability(level) / 2, freedom))


def counts_of(count: Numbers, total: Numbers) -> AlignedColumns:
    """Columns of counts and their totals, checked as parts of a whole.

    Raises Undefined: `no_denominator` (total <= 0), `negative_count`, `count_above_total`.
    """
    columns = events_of(count, total)
    x, n = columns.arrays
    columns.refuse("count_above_total", x > n)
    return columns


def events_of(events: Numbers, population: Numbers) -> AlignedColumns:
    """Columns of events and the population (or expected events) they arose in; events may exceed it.

    Raises Undefined: `no_denominator` (population <= 0), `negative_count`.
    """
    columns = AlignedColumns(events, population)
    x, n = columns.arrays
    columns.refuse("no_denominator", n <= 0)
    columns.refuse("negative_count", x < 0)
    return columns
