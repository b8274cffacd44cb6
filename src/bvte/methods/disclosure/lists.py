"""Keeping small counts of children unidentifiable: what to hide, and what can still be worked out.

Counts are whole numbers of a one-way list or a two-way table whose margins are published. Hiding a cell is
worth nothing before the audit: what is published (margins, symbols, other tables) may give it away.
Source: Hundepool et al. 2010, Handbook on Statistical Disclosure Control (ESSnet SDC), chapters 4 and 5.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from bvte.methods.undefined import Array, Mask, Undefined, refuse_if

# A list or table of whole numbers.
Counts: TypeAlias = Sequence[Any] | np.ndarray


def small_cells(counts: Counts, threshold: int, zeros_sensitive: bool = False) -> Mask:
    """Cells below the threshold as an array of booleans; zeros only where to be none is sensitive itself.

    counts : array of whole numbers of any shape. Raises Undefined("not_positive") for a negative count.

    >>> small_cells([4, 71, 925, 0, 0], 11).tolist()
    [True, False, False, False, False]
    """
    counts = np.asarray(counts)
    refuse_if(bool((counts < 0).any()), "not_positive", lowest=counts.min())
    return (counts < threshold) & ((counts > 0) | zeros_sensitive)


def suppress_list(counts: Counts, threshold: int, zeros_sensitive: bool = False) -> Mask:
    """Cells of a list with a published total to hide, as booleans: none without a small one, else the small
    ones and the next larger count, or all that are not zero where that would still tell too much.

    A reader who knows this rule, the total and the shown cells is left with threshold - 1 values or more
    for every hidden cell. Raises Undefined("total_tells", total=) where no choice of cells keeps that, such
    as five ones that add to five: then the total must go too; and as `small_cells`.

    >>> suppress_list([4, 71, 925, 0, 0], 11).tolist()
    [True, True, False, False, False]
    """
    counts = np.asarray(counts)
    small = small_cells(counts, threshold, zeros_sensitive)
    if not small.any():
        return small
    least = 0 if zeros_sensitive else 1
    hidden = _with_next(counts, small)
    if _is_open(counts, small, hidden, threshold, least):
        return hidden
    refuse_if(_is_told(counts.sum(), (counts >= least).sum(), threshold, least), "total_tells", total=counts.sum())
    return counts >= least


def _with_next(counts: np.ndarray, small: Mask) -> Mask:
    """The small cells and the smallest of the others that is not zero."""
    others = np.flatnonzero(~small & (counts > 0))
    hidden = small.copy()
    hidden[others[counts[others].argsort()[:1]]] = True
    return hidden


def _is_open(counts: np.ndarray, small: Mask, hidden: Mask, threshold: int, least: int) -> bool:
    """Whether the sum of the hidden cells leaves each of them enough values: half the small ones at least,
    and as many larger ones, all less than what is shown, so that nobody can tell which cell is the larger."""
    shown = counts[~hidden & (counts > 0)]
    among, total = hidden.sum() - 1, counts[hidden].sum()
    values = total - threshold - least * among + 1
    is_hidden_with = among == small.sum() and (shown > total - least * among).all()
    return is_hidden_with and values >= max(2, (threshold - 1) / 2)


def _is_told(total: int, cells: int, threshold: int, least: int) -> bool:
    """Whether a total leaves some of its hidden cells fewer values than the small ones have."""
    return cells < 2 or total < max(threshold, 3) + least * (cells - 2)


def suppress_table(counts: Counts, primary: Counts, width: int = 2) -> Mask:
    """Cells of a two-way table with published margins to hide, as booleans: none without a primary one, else
    all of the lines that are not empty, zeros too, since a zero that is shown hides nothing behind it.

    primary : booleans, the cells that must not be known; width : least distance of what the margins leave
    possible for a cell, as a rule the threshold less one. With every inner cell hidden that distance is the
    least of its row, its column, and what they leave of the whole (Fréchet 1951).
    Raises Undefined("total_tells", total=) where a margin leaves a cell less: then the margins must go too.
    """
    counts, primary = np.asarray(counts), np.asarray(primary, dtype=bool)
    if not primary.any():
        return primary
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    margins = np.concatenate([rows[rows > 0], columns[columns > 0]])
    narrowest = min([*margins, *(counts.sum() - margins)], default=0)
    hidden = np.outer(rows > 0, columns > 0)
    refuse_if(narrowest < width or (primary & ~hidden).any(), "total_tells", total=narrowest)
    return hidden


def feasible_bounds(
    hidden: Counts,
    row_totals: Counts,
    column_totals: Counts,
    visible: Counts,
    known: tuple[float, float | None] = (0, None),
) -> tuple[Array, Array]:
    """Least and greatest count of every hidden cell that the published margins allow: two arrays.

    hidden : booleans (rows, columns); visible : the table, of which only cells that are not hidden are read;
    known : what a reader knows of each hidden cell besides, its least and greatest count (None: no limit),
    such as (1, threshold - 1) where zeros are shown. By linear programming over all cells at once, which is
    exact for two margins. Visible cells get their own count as both bounds.
    Raises Undefined("contradiction") where margins and cells fit no table.
    Source: the handbook, 4.3.1, on an example of Geurts 1992.
    """
    hidden, table = np.asarray(hidden), np.where(hidden, 0, np.asarray(visible)).astype(float)
    cells = list(zip(*np.nonzero(hidden), strict=True))
    low, high = table.copy(), table.copy()
    equations, rest = _margin_equations(cells, table, row_totals, column_totals)
    for position, cell in enumerate(cells):
        low[cell], high[cell] = (_extreme_count(position, len(cells), sign, equations, rest, known) for sign in (1, -1))
    return low, high


def _margin_equations(
    cells: list[tuple[int, int]], table: Array, row_totals: Counts, column_totals: Counts
) -> tuple[Array, Array]:
    """One equation a margin: the hidden cells of a line add up to what the visible ones leave."""
    rest = np.concatenate([row_totals - table.sum(axis=1), column_totals - table.sum(axis=0)])
    equations = np.zeros((rest.size, len(cells)))
    for position, (row, column) in enumerate(cells):
        equations[[row, len(row_totals) + column], position] = 1
    return equations, rest


def _extreme_count(
    position: int, count: int, sign: int, equations: Array, rest: Array, known: tuple[float, float | None]
) -> float:
    """Least (sign 1) or greatest (sign -1) value of one hidden cell."""
    from scipy.optimize import linprog

    aim = np.zeros(count)
    aim[position] = sign
    solution = linprog(aim, A_eq=equations, b_eq=rest, bounds=known, method="highs")
    if not solution.success:
        raise Undefined("contradiction", status=solution.status)
    return round(sign * solution.fun, 6)


def boundary_differences(old: Counts, new: Counts) -> np.ndarray:
    """What two published versions of a boundary tell of the land between them: old minus new, cell by cell.

    Raises Undefined("unequal_lengths"). Source: the handbook, 5.2.

    >>> boundary_differences([10, 7], [9, 7]).tolist()
    [1, 0]
    """
    old, new = np.asarray(old), np.asarray(new)
    refuse_if(old.shape != new.shape, "unequal_lengths")
    return old - new
