"""Keeping small counts of children unidentifiable: what to hide, and what can still be worked out.

Counts are whole numbers of a one-way list or a two-way table whose margins are published. Hiding a cell is
worth nothing before the audit: what is published (margins, symbols, other tables) may give it away.
Source: Hundepool et al. 2010, Handbook on Statistical Disclosure Control (ESSnet SDC), chapters 4 and 5.
"""

from itertools import product

import numpy as np

from bvte.methods.undefined import Undefined, refuse


def small_cells(counts, threshold, zeros_sensitive=False):
    """Cells below the threshold as an array of booleans; zeros only where to be none is sensitive itself.

    counts : array of whole numbers of any shape. Raises Undefined("not_positive") for a negative count.
    """
    counts = np.asarray(counts)
    refuse(bool((counts < 0).any()), "not_positive", lowest=counts.min())
    return (counts < threshold) & ((counts > 0) | zeros_sensitive)


def suppress_list(counts, threshold, zeros_sensitive=False):
    """Cells of a list with a published total to hide, as booleans: small ones, and one more where one alone
    would be the difference to the total (the smallest other count that is not zero).

    Raises Undefined("too_few_points") where no other count is there to hide, and as `small_cells`.
    """
    counts = np.asarray(counts)
    hidden = small_cells(counts, threshold, zeros_sensitive)
    if hidden.sum() == 1:
        others = np.flatnonzero(~hidden & (counts > 0))
        refuse(others.size == 0, "too_few_points", points=0, needed=1)
        hidden[others[counts[others].argmin()]] = True
    return hidden


def feasible_bounds(hidden, row_totals, column_totals, visible):
    """Least and greatest count of every hidden cell that the published margins allow: two arrays.

    hidden : booleans (rows, columns); visible : the table, of which only cells that are not hidden are read.
    Cells are not negative. By linear programming over all cells at once, which is exact for two margins.
    Visible cells get their own count as both bounds. Raises Undefined("contradiction") where margins and
    cells fit no table. Source: the handbook, 4.3.1, on an example of Geurts 1992.
    """
    hidden, table = np.asarray(hidden), np.where(hidden, 0, np.asarray(visible)).astype(float)
    cells = list(zip(*np.nonzero(hidden), strict=True))
    low, high = table.copy(), table.copy()
    equations, rest = _margins(cells, table, row_totals, column_totals)
    for position, cell in enumerate(cells):
        low[cell], high[cell] = (_extreme(position, len(cells), sign, equations, rest) for sign in (1, -1))
    return low, high


def _margins(cells, table, row_totals, column_totals):
    """One equation a margin: the hidden cells of a line add up to what the visible ones leave."""
    rest = np.concatenate([row_totals - table.sum(axis=1), column_totals - table.sum(axis=0)])
    equations = np.zeros((rest.size, len(cells)))
    for position, (row, column) in enumerate(cells):
        equations[[row, len(row_totals) + column], position] = 1
    return equations, rest


def _extreme(position, count, sign, equations, rest):
    """Least (sign 1) or greatest (sign -1) value of one hidden cell."""
    from scipy.optimize import linprog

    aim = np.zeros(count)
    aim[position] = sign
    found = linprog(aim, A_eq=equations, b_eq=rest, bounds=(0, None), method="highs")
    if not found.success:
        raise Undefined("contradiction", status=found.status)
    return round(sign * found.fun, 6)


def suppress_table(counts, primary):
    """Cells of a two-way table with published margins to hide, as booleans: the primary ones, and for each
    that could be worked out the cheapest rectangle (least counts) that leaves it open.

    Audited by `feasible_bounds` until no hidden cell is exact. Raises Undefined("too_few_points") where no
    rectangle is left. Source: the hypercube method, Repsilber 1994; in the handbook 4.4.4.
    """
    counts, hidden = np.asarray(counts), np.array(primary, dtype=bool)
    while exposed := _exposed(counts, hidden):
        hidden |= _cheapest_rectangle(counts, hidden, exposed[0])
    return hidden


def _exposed(counts, hidden):
    """Hidden cells that the margins give away."""
    if not hidden.any():
        return []
    low, high = feasible_bounds(hidden, counts.sum(axis=1), counts.sum(axis=0), counts)
    return [cell for cell in zip(*np.nonzero(hidden), strict=True) if high[cell] - low[cell] < 1]


def _cheapest_rectangle(counts, hidden, cell):
    """The rectangle with a corner in `cell` whose other corners cost least and leave the cell open."""
    rows, columns = (set(range(size)) - {at} for size, at in zip(counts.shape, cell, strict=True))
    options = []
    for row, column in product(sorted(rows), sorted(columns)):
        mask = hidden.copy()
        mask[np.ix_([cell[0], row], [cell[1], column])] = True
        if (mask != hidden).any() and cell not in _exposed(counts, mask):
            options.append((counts[mask & ~hidden].sum(), row, column, mask))
    refuse(not options, "too_few_points", points=0, needed=1)
    return min(options, key=lambda option: option[:3])[3]


def differences(old, new):
    """What two published versions of a boundary tell of the land between them: old minus new, cell by cell.

    Raises Undefined("unequal_lengths"). Source: the handbook, 5.2.
    """
    old, new = np.asarray(old), np.asarray(new)
    refuse(old.shape != new.shape, "unequal_lengths")
    return old - new
