"""The cells of linked tables and the sums that tie them: what both hiding and auditing work on.

A cell is a row of a frame: a code in each dimension (area, sex, year), and its count. Tables are linked by their
codes alone: the total by sex and the total by age are one cell where both say so. A breakdown says that a whole
is the sum of its parts, in one dimension; a dimension may have several (districts and new communes of one
province, both made of the old communes), so that hierarchies and boundaries of two days are the same thing.
Source: Fischetti and Salazar 2001, Solving the cell suppression problem on tabular data with linear constraints,
Management Science 47(7): 1008-1027, whose "tables with linear constraints" these are.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from bvte.methods.undefined import Array, Mask, refuse_if

# Dimension -> the pairs (whole, all of its parts) of its codes.
Breakdowns: TypeAlias = Mapping[str, Sequence[tuple[Hashable, Sequence[Hashable]]]]
# Columns of a frame of cells that are no dimension.
FIELDS = ("count", "status", "mark", "least", "most", "threshold", "width", "cost")
# What may be done with a cell: hidden; nothing, since it stands elsewhere; nothing, since nobody prints it.
FREE, FIXED, NEVER = "free", "fixed", "never"
# How a published cell is marked: small itself, hidden with a small one, or hidden without saying which.
SHOWN, SMALL, WITH, HIDDEN = "shown", "small", "with", "hidden"
# The code of what a whole leaves beside the parts that are known, where several are not.
OTHERS = "others"


@dataclass(frozen=True)
class Rule:
    """What is too small to be shown, and how much must stay open.

    threshold : counts below it are hidden; width : least distance between the least and the greatest count that
    a reader has to reckon with, for every hidden cell; zeros : "shown" always, so that a hidden cell is at least
    1; "open", a zero may be hidden with others; "hidden", a zero is as telling as a small count. marks : the
    page tells the small cells from those that are hidden with them; order : a reader supposes that of each sum
    the smallest parts were hidden.
    Raises Undefined("not_positive") for a width below 1, ("too_wide") where the marks alone leave less than it.

    >>> Rule(threshold=5, width=3).least
    1
    """

    threshold: int = 5
    width: int = 3
    zeros: str = "shown"
    marks: bool = False
    order: bool = False

    def __post_init__(self) -> None:
        refuse_if(self.width < 1 or self.threshold < 1, "not_positive", width=self.width)
        refuse_if(self.marks and self.threshold - 1 - self.least < self.width, "too_wide", width=self.width)

    @property
    def least(self) -> int:
        """The least count that a hidden cell can have, as every reader of the rule knows."""
        return 1 if self.zeros == "shown" else 0


@dataclass(frozen=True)
class System:
    """Cells and the sums that tie them.

    cells : a frame, a row a cell, with its dimensions and all of `FIELDS` but the mark; those that follow from
    others, though nobody prints them, stand at the end with the status "never". dimensions : its columns of codes.
    sums : sparse array (sums, cells), 1 for a whole and -1 for each of its parts, so that sums @ counts is 0.
    """

    cells: pd.DataFrame
    dimensions: list[str]
    sums: Any

    def __len__(self) -> int:
        return len(self.cells)


def link(frame: pd.DataFrame, breakdowns: Breakdowns, rule: Rule | None = None) -> System:
    """The system of the cells of a frame: what is printed, and what follows from it though nobody prints it.

    frame : a row a cell; columns of codes, `count` (NaN: hidden), and as wanted `status` ("free" to hide, "fixed":
    it stands elsewhere, "never": known but not printed), `least` and `most` that a reader knows otherwise,
    `threshold` and `width` in place of the rule's, `cost` of hiding it.
    Raises Undefined("cell_twice", rows=) where two rows have the same codes, ("contradiction", sums=) where
    counts do not add up, ("not_positive").
    """
    rule = rule or Rule()
    dimensions = [name for name in frame.columns if name not in FIELDS]
    refuse_if(frame.duplicated(dimensions).to_numpy(), "cell_twice")
    refuse_if((frame["count"] < 0).to_numpy(), "not_positive")
    cells = _with_absent(_with_fields(frame, rule), dimensions, breakdowns)
    found = list(_all_sums(cells, dimensions, breakdowns))
    cells = _with_rests(cells, dimensions, found)
    system = System(cells, dimensions, _as_matrix(found, len(cells)))
    _refuse_contradictions(system)
    return system


def _with_fields(frame: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """The frame with every field."""
    given = {
        "status": FREE,
        "least": 0.0,
        "most": np.inf,
        "threshold": rule.threshold,
        "width": rule.width,
        "cost": np.nan,
    }
    missing = {name: value for name, value in given.items() if name not in frame}
    return frame.reset_index(drop=True).assign(**missing).astype({"count": float})


@dataclass(frozen=True)
class Sum:
    """Rows of a whole (None where there is no such cell) and of its parts, the codes of parts without a cell, the
    dimension, and the codes that the parts share in the others."""

    whole: int | None
    parts: list[int]
    absent: list[Hashable]
    dimension: str
    whole_code: Hashable


def _all_sums(cells: pd.DataFrame, dimensions: list[str], breakdowns: Breakdowns) -> Iterator[Sum]:
    """Every sum in which a part and one more cell are known."""
    for dimension, pairs in breakdowns.items():
        others = [name for name in dimensions if name != dimension]
        groups = cells.groupby(others, sort=False, dropna=False).ngroup() if others else pd.Series(0, cells.index)
        rows = dict(zip(zip(groups, cells[dimension], strict=True), cells.index, strict=True))
        for (whole, parts), group in product(pairs, groups.unique()):
            known = [rows[group, part] for part in parts if (group, part) in rows]
            absent = [part for part in parts if (group, part) not in rows]
            top = rows.get((group, whole))
            if known and (top is not None or not absent):
                yield Sum(top, known, absent, dimension, whole)


def _with_absent(cells: pd.DataFrame, dimensions: list[str], breakdowns: Breakdowns) -> pd.DataFrame:
    """The cells, and those that alone are missing in a sum, again and again."""
    while True:
        new = [
            _absent_cell(cells, found)
            for found in _all_sums(cells, dimensions, breakdowns)
            if (found.whole is None) + len(found.absent) == 1
        ]
        if not new:
            return cells
        added = pd.DataFrame(new).drop_duplicates(dimensions)
        cells = pd.concat([cells, added], ignore_index=True)


def _absent_cell(cells: pd.DataFrame, found: Sum) -> dict[str, Any]:
    """The one cell that is missing in a sum, with the count that follows, NaN where another is hidden."""
    counts = cells["count"].to_numpy()
    total = counts[found.parts].sum()
    code = found.whole_code if found.whole is None else found.absent[0]
    count = total if found.whole is None else counts[found.whole] - total
    return _never_printed(cells, found.parts[0], found.dimension, code, count)


def _never_printed(cells: pd.DataFrame, like: int, dimension: str, code: Hashable, count: float) -> dict[str, Any]:
    """A cell beside another one that nobody prints, with no more known of it than that it is no less than 0."""
    beside = cells.loc[like].to_dict()
    return {**beside, dimension: code, "count": count, "status": NEVER, "least": 0.0, "most": np.inf, "cost": 0.0}


def _with_rests(cells: pd.DataFrame, dimensions: list[str], found: list[Sum]) -> pd.DataFrame:
    """The cells, and one for what each whole leaves beside its known parts where several are missing."""
    new = []
    for number, one in enumerate(found):
        if one.whole is not None and one.absent:
            counts = cells["count"].to_numpy()
            rest = counts[one.whole] - counts[one.parts].sum()
            new.append(_never_printed(cells, one.parts[0], one.dimension, (OTHERS, number), rest))
            one.parts.append(len(cells) + len(new) - 1)
    return pd.concat([cells, pd.DataFrame(new)], ignore_index=True) if new else cells


def _as_matrix(found: list[Sum], cells: int) -> Any:
    from scipy.sparse import csr_array

    rows = [[(number, one.whole, 1), *((number, part, -1) for part in one.parts)] for number, one in enumerate(found)]
    entries = [entry for row in rows for entry in row]
    if not entries:
        return csr_array((0, cells))
    at, column, value = map(np.array, zip(*entries, strict=True))
    return csr_array((value.astype(float), (at, column)), shape=(len(found), cells))


def _refuse_contradictions(system: System) -> None:
    """Counts that are all known must add up; what follows must not be negative."""
    counts = system.cells["count"].to_numpy()
    # A sum with a hidden cell is NaN, which is no contradiction.
    off = np.abs(system.sums @ counts) > TOLERANCE if system.sums.shape[0] else np.zeros(0, dtype=bool)
    refuse_if(bool(off.any()), "contradiction", sums=np.flatnonzero(off).tolist())
    refuse_if(bool((counts < 0).any()), "contradiction", cells=np.flatnonzero(counts < 0).tolist())


TOLERANCE = 1e-6


def parts_of_system(system: System, moving: Mask) -> Iterator[np.ndarray]:
    """The rows of cells that hang together through sums, each part for itself; `moving`: cells that are not known.

    A known cell ties nothing: what depends on it alone depends on a number.
    """
    from scipy.sparse.csgraph import connected_components

    columns = np.flatnonzero(moving)
    tied = system.sums[:, columns]
    number, label = connected_components(tied.T @ abs(tied), directed=False)
    order = np.argsort(label, kind="stable")
    ends = np.cumsum(np.bincount(label, minlength=number))
    yield from (columns[rows] for rows in np.split(order, ends[:-1]))


def reader_bounds(system: System, rule: Rule, mark: Any) -> tuple[Array, Array]:
    """Least and greatest count of each cell that a reader knows before any sum: two arrays.

    mark : of each cell, "shown", "small", "with" or "hidden". From zeros that are always shown, from marks, and
    from what the frame says that is known otherwise.
    """
    cells, mark = system.cells, np.asarray(mark)
    never = (cells["status"] == NEVER).to_numpy()
    least = np.maximum(cells["least"], np.where(never, 0, rule.least)).to_numpy(float)
    most = cells["most"].to_numpy(float)
    if rule.marks:
        limit = cells["threshold"].to_numpy(float)
        least = np.where((mark == WITH) & ~never, np.maximum(least, limit), least)
        most = np.where((mark == SMALL) & ~never, np.minimum(most, limit - 1), most)
    return least, most
