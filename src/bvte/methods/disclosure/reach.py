"""How far the counts of hidden cells can move: linear programs over the sums that tie them.

Every solution is kept, since a table that fits is a witness for all of its cells at once: few cells need a program
of their own. Source: the handbook, 4.3.1; Fischetti and Salazar 2001, section 2 ("the attacker's subproblems").
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bvte.methods.undefined import Array, Mask, Undefined

# Numbers of rows.
Rows: TypeAlias = NDArray[np.intp]
# Counts are whole; what a program misses them by is less.
TOLERANCE = 1e-6
# So many witnesses are kept, no more.
MOST_WITNESSES = 4000


@dataclass
class Region:
    """All tables that fit: sums @ table = rest, each cell between least and most.

    sums : sparse array (sums, cells); rest : array of the sums; least, most : arrays of the cells, most may be inf.
    """

    sums: Any
    rest: Array
    least: Array
    most: Array

    def __post_init__(self) -> None:
        unknown = self.least < self.most
        # The cells that are not known already: programs are of these alone.
        self._moving: Rows = np.flatnonzero(unknown)
        # The sums in which one of them stands, and what the known cells leave of those.
        self._rows: Rows = np.flatnonzero(abs(self.sums[:, self._moving]).sum(axis=1))
        self._tied = self.sums[self._rows][:, self._moving]
        self._left: Array = (self.rest - self.sums @ np.where(unknown, 0, self.least))[self._rows]

    def furthest(self, cell: int, side: int) -> tuple[float, Array, Array]:
        """Greatest (side 1) or least (side -1) count of a cell, a table that has it, and the price of each sum.

        Infinite where nothing limits it; then the table is empty. Raises Undefined("contradiction") where no table
        fits.
        """
        aim = np.zeros(len(self.least))
        aim[cell] = -side
        return self.solve(aim, cell, side)

    def solve(self, aim: Array, cell: int, side: int = 1) -> tuple[float, Array, Array]:
        """The count of a cell in a table that is least by an aim, that table, and the price of each sum."""
        from scipy.optimize import linprog

        prices, table = np.zeros(self.sums.shape[0]), self.least.copy()
        bounds = np.column_stack([self.least, self.most])[self._moving]
        equations = {"A_eq": self._tied, "b_eq": self._left} if self._rows.size else {}
        solution = linprog(aim[self._moving], **equations, bounds=bounds, method="highs")
        if solution.status == UNBOUNDED:
            return side * np.inf, np.zeros(0), prices
        if not solution.success:
            raise Undefined("contradiction", status=solution.status)
        table[self._moving] = solution.x
        if self._rows.size:
            prices[self._rows] = solution.eqlin.marginals
        return table[cell], table, prices

    def solve_whole(self, aim: Array, **options: float) -> Array | None:
        """A table of whole numbers that is least by an aim, or about so by the options; None where it has no end.

        Raises Undefined("contradiction") where there is none.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        ties = [LinearConstraint(self._tied, self._left, self._left)] if self._rows.size else []
        bounds = Bounds(self.least[self._moving], self.most[self._moving])
        whole = np.ones(len(self._moving))
        found = milp(aim[self._moving], constraints=ties, bounds=bounds, integrality=whole, options=options)
        if found.status == UNBOUNDED:
            return None
        if found.x is None:
            raise Undefined("contradiction", status=found.status)
        table = self.least.copy()
        table[self._moving] = np.round(found.x)
        return table

    def furthest_whole(self, cell: int, side: int) -> tuple[float, Array]:
        """As `furthest`, over tables of whole numbers, without the prices."""
        aim = np.zeros(len(self.least))
        aim[cell] = -side
        table = self.solve_whole(aim)
        return (side * np.inf, np.zeros(0)) if table is None else (float(table[cell]), table)


# Fewer cells are asked one by one at once.
FEW_CELLS = 60
# Looks that show nothing new before the cells are asked one by one.
IDLE_LOOKS = 3
# The status that scipy gives a program whose aim has no end.
UNBOUNDED = 3


def is_whole(table: Array) -> bool:
    """Whether all counts of a table are whole numbers."""
    return bool(np.abs(table - np.round(table)).max(initial=0) < TOLERANCE)


@dataclass
class Witnesses:
    """Tables of whole numbers that fit, as deviations from one that does, of so many `cells`.

    down, up : how far each cell is seen to move by those that move no other cells than the last ones looked at.
    """

    cells: int
    tables: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.look_at(np.ones(self.cells, dtype=bool))

    def look_at(self, hidden: Mask) -> None:
        """From now on only what moves no other cells than these counts."""
        self.down, self.up = np.zeros(self.cells), np.zeros(self.cells)
        if self.tables:
            known = np.array(self.tables)
            known = known[~known[:, ~hidden].any(axis=1)]
            self.down, self.up = known.min(axis=0, initial=0), known.max(axis=0, initial=0)

    def add(self, table: Array) -> bool:
        """Keep a table of whole numbers that moves the cells looked at alone; whether it shows anything new."""
        if not table.size or not is_whole(table):
            return False
        table = np.round(table).astype(np.int32)
        is_new = bool((table < self.down).any() or (table > self.up).any())
        if is_new:
            self.tables.append(table)
            del self.tables[:-MOST_WITNESSES]
            self.down, self.up = np.minimum(self.down, table), np.maximum(self.up, table)
        return is_new

    @property
    def width(self) -> Array:
        """How far each cell is seen to move."""
        return self.up - self.down


def see_together(region: Region, first: Array, asked: Mask, width: Array, seen: Witnesses) -> None:
    """Witnesses that move many cells at once, always the same ones, until they show nothing new.

    region : the tables that fit; first : one of them; asked : the cells that should move by `width`. In each program
    the cells that are still too narrow want to rise or to fall, each by its width at most.
    """
    if asked.sum() < FEW_CELLS:
        return
    chance, idle = np.random.default_rng(len(first)), 0
    near = Region(region.sums, region.rest, *_near(region, first, width))
    while idle < IDLE_LOOKS and (narrow := asked & (seen.width < width)).any():
        side = np.where(seen.up + first >= near.most, -1, np.where(chance.random(len(first)) < 0.7, 1, -1))
        aim = np.where(narrow, -side * (1 + chance.random(len(first))), 0.0)
        table = near.solve(aim, 0)[1]
        gained = seen.add(table - first) and bool((narrow & (seen.width >= width)).any())
        idle = 0 if gained else idle + 1


def _near(region: Region, first: Array, width: Array) -> tuple[Array, Array]:
    """Least and greatest counts no further from a table than its cells are asked to move, or twice for sums."""
    reach = 2 * width.max(initial=1)
    return np.maximum(region.least, first - reach), np.minimum(region.most, first + reach)
