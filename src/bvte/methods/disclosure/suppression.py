"""Which cells of linked tables to hide, at the least cost, so that every hidden count stays open enough.

The exact method: a master program chooses cells; the attacker's programs tell which hidden cell would still be too
narrow, and each gives an inequality that the master must keep; where none is too narrow, the choice is the best.
A large table is decomposed into parts that no hidden cell ties, and each part has a bound on its rounds; what is
then still too narrow is mended by the cheapest table that moves it, and the distance from the bound is told.
Source: Fischetti and Salazar 2001, Management Science 47(7): 1008-1027, sections 3 and 4; Hundepool et al. 2010,
4.3 to 4.4 (also for the mending, "one cell after another").
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from bvte.methods.disclosure.audit import Audit, audit_system
from bvte.methods.disclosure.cells import (
    FIXED,
    FREE,
    HIDDEN,
    NEVER,
    SHOWN,
    SMALL,
    WITH,
    Breakdowns,
    Rule,
    System,
    link,
    parts_of_system,
    reader_bounds,
)
from bvte.methods.disclosure.reach import TOLERANCE, Region, Rows, Witnesses, see_together
from bvte.methods.undefined import Array, Mask, Undefined, refuse_if

# A whole says more to a reader than a part: it is hidden for this many parts.
WHOLE_COST = 5.0
# Rounds of the exact method in one part before it is mended; larger parts have fewer, since each takes longer.
ROUNDS, LARGE, LARGE_ROUNDS = 400, 250, 60
# Cells that are too narrow of which each round learns: what the first ones want often opens the others.
AT_ONCE = 60
# How near a large part's master has to come, and after how many nodes it rests: never a time, for the same result.
LARGE_GAP, LARGE_NODES = 0.01, 20


@dataclass(frozen=True)
class Protection:
    """What is hidden: `mark` of each cell of `system`, by the `rule`; `cost` and the least that it could be (`bound`);
    `lost` : the rows of small cells that stand elsewhere already."""

    system: System
    rule: Rule
    mark: Array
    cost: float
    bound: float
    lost: Rows

    def audit(self) -> Audit:
        """What is left to a reader: many programs, which take longer than the choice."""
        read, is_exact = _as_read(self.system, self.mark), len(self.system) < LARGE
        return audit_system(read, self.rule, self.mark, exact=is_exact)

    @property
    def gap(self) -> float:
        """How far the cost may lie above the best, as a share of it: 0 where it is the best."""
        return (self.cost - self.bound) / self.cost if self.cost > self.bound + 1e-6 else 0.0

    @property
    def hidden(self) -> Mask:
        """Which cells of the frame are hidden, in its order."""
        return np.isin(self.mark, (SMALL, WITH, HIDDEN)) & (self.system.cells["status"] != NEVER).to_numpy()

    def frame(self) -> pd.DataFrame:
        """A row a printed cell: its codes, count (NaN where hidden), mark, and the interval left (low, high)."""
        cells, audited = self.system.cells, self.audit()
        printed = (cells["status"] != NEVER).to_numpy()
        shown = cells[[*self.system.dimensions, "count", "status"]].assign(
            count=cells["count"].where(~self.hidden), mark=self.mark, low=audited.low, high=audited.high
        )
        return shown[printed]


def protect(frame: pd.DataFrame, breakdowns: Breakdowns, rule: Rule | None = None) -> Protection:
    """The cells of linked tables to hide, at the least cost, and what is then left to a reader.

    frame : as for `link`, every count known. Small cells are hidden where they are free; with them the cheapest others
    that leave every hidden cell the width of the rule. A cell that nobody prints and that would be small is protected
    likewise. Cost of a cell: 1, five for a whole, or as its column says.
    Raises Undefined("total_tells") where no choice protects all, ("missing_value"), and as `link`.

    >>> counts = pd.DataFrame({"sex": ["all", "boys", "girls"], "count": [32, 2, 30]})
    >>> protect(counts, {"sex": [("all", ["boys", "girls"])]}).frame()["mark"].tolist()
    ['shown', 'hidden', 'hidden']
    """
    rule = rule or Rule()
    refuse_if(frame["count"].isna().to_numpy(), "missing_value")
    system = link(frame, breakdowns, rule)
    primary, lost = _primary_cells(system, rule)
    chosen, bound = primary.copy(), 0.0
    parts = _tied_parts(system, primary, rule)
    for part, (hidden, least) in zip(parts, _choices(parts), strict=True):
        chosen[part.columns] = hidden
        bound += least
    mark = _marks(chosen, primary, rule)
    cost = float(_costs(system)[chosen].sum())
    return Protection(system, rule, mark, cost, bound, lost)


def _primary_cells(system: System, rule: Rule) -> tuple[Mask, Rows]:
    """The cells that must not be known, and the rows of those that are known already."""
    cells = system.cells
    count = cells["count"].to_numpy()
    small = (count < cells["threshold"]) & ((count > 0) | (rule.zeros == "hidden"))
    # What nobody prints and is none, or more than all, points to nobody.
    small &= (cells["status"] != NEVER) | (count > 0)
    stands = (cells["status"] == FIXED).to_numpy()
    return small.to_numpy() & ~stands, np.flatnonzero(small & stands)


def _costs(system: System) -> Array:
    """What it costs to hide each cell: as told, else 1, or more for a whole; nothing for what nobody prints."""
    wholes = np.zeros(len(system), dtype=bool)
    wholes[system.sums.indices[system.sums.data > 0]] = True
    cost = system.cells["cost"].fillna(pd.Series(np.where(wholes, WHOLE_COST, 1.0)))
    return np.where(system.cells["status"] == NEVER, 0.0, cost)


def _marks(chosen: Mask, primary: Mask, rule: Rule) -> Array:
    """The mark of each cell, which tells no more than the rule says."""
    told = np.where(primary, SMALL, WITH) if rule.marks else np.full(len(chosen), HIDDEN)
    return np.where(chosen, told, SHOWN)


def _as_read(system: System, mark: Array) -> System:
    """The system as a reader has it: hidden counts are NaN, and so is what nobody prints and now does not follow."""
    never = (system.cells["status"] == NEVER).to_numpy()
    counts = system.cells["count"].where((mark == SHOWN) & ~never)
    return System(system.cells.assign(count=counts), system.dimensions, system.sums)


def _tied_parts(system: System, primary: Mask, rule: Rule) -> list["Part"]:
    """The parts with a cell to protect, each with what can be hidden in it."""
    cells, count = system.cells, system.cells["count"].to_numpy()
    can_hide = (cells["status"] == FREE).to_numpy() & ((count > 0) | (rule.zeros != "shown"))
    never = (cells["status"] == NEVER).to_numpy()
    mark = np.where(primary, SMALL, WITH)
    least, most = reader_bounds(system, rule, mark)
    costs, width = _costs(system), cells["width"].to_numpy(float)
    found = []
    for columns in parts_of_system(system, can_hide | never):
        if primary[columns].any():
            sums = system.sums[:, columns]
            sums = sums[np.flatnonzero(abs(sums).sum(axis=1))]
            ends = count[columns] - least[columns], most[columns] - count[columns]
            free = ~primary[columns] & ~never[columns]
            found.append(Part(columns, sums, *ends, free, primary[columns], width[columns], costs[columns], rule))
    return found


def _choices(parts: list["Part"]) -> Iterator[tuple[Mask, float]]:
    """What each part chooses; large ones side by side, in threads, since the programs run beside Python."""
    if sum(part.is_large for part in parts) < 2:
        yield from map(Part.choose, parts)
        return
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(Part.choose, parts)


@dataclass
class Part:
    """Cells that hang together: how far each can go down and up at most, which are free to hide or show, which need
    their width, and the cost of each. `cuts` are the inequalities found so far: cuts @ hidden >= least."""

    columns: Array
    sums: Any
    down: Array
    up: Array
    free: Mask
    needs: Mask
    width: Array
    cost: Array
    rule: Rule
    cuts: list[Array] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    seen: Witnesses = field(init=False)
    # Of a cell that was asked last: how far it goes up and down, with the prices of the sums.
    attacks: dict[int, list[tuple[float, Array]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = Witnesses(len(self.columns))
        # What a cell could rise beyond all that the sums can move tells nothing; finite for the programs.
        limit = self.down.sum() + self.width.max() + 1
        self.up = np.minimum(self.up, limit)

    @property
    def is_large(self) -> bool:
        """Whether the best choice is only approached."""
        return len(self.columns) > LARGE

    def choose(self) -> tuple[Mask, float]:
        """The cells to hide and the least cost that any choice has.

        Raises Undefined("total_tells") where hiding all of them is not enough.
        """
        required = ~self.free
        if next(self._search_narrow(required), None) is None:
            # What must not be known protects itself: nothing is cheaper.
            return required, float(self.cost[required].sum())
        if not self.is_large:
            self._refuse_hopeless()
        for cell in np.flatnonzero(self.needs).tolist():
            self._cut_by_sums(cell)
        bound, hidden = 0.0, ~self.free
        for _ in range(LARGE_ROUNDS if self.is_large else ROUNDS):
            hidden, least = self._solve_master()
            bound = max(bound, least)
            narrow = list(islice(self._search_narrow(hidden), AT_ONCE))
            if not narrow:
                return hidden, bound
            for cell in narrow:
                self._cut_by_attack(cell, hidden)
        return self._mend(hidden), bound

    def _refuse_hopeless(self) -> None:
        """Hiding more never narrows an interval: what all together do not protect, nothing does."""
        everything = np.ones(len(self.columns), dtype=bool)
        hopeless = self._narrow_cells(everything, only_needed=True)
        refuse_if(bool(hopeless), "total_tells", cells=self.columns[hopeless].tolist())

    def _cut_by_sums(self, cell: int) -> None:
        """In each sum the other hidden cells must be able to move as far together as the cell should."""
        start, ends = self.sums[:, [cell]].nonzero()[0], self.down + self.up
        for one in start:
            row = self.sums[[one]]
            others = row.indices[row.indices != cell]
            cut = np.zeros(len(self.columns))
            cut[others] = np.minimum(ends[others], self.width[cell])
            self._keep_cut(cut, cell)

    def _keep_cut(self, cut: Array, cell: int) -> None:
        """An inequality of a cell; of one that is free it holds only where that is hidden."""
        cut = np.where(cut < 1e-7, 0, np.minimum(cut, self.width[cell]))
        cut[cell] = -self.width[cell] if self.free[cell] else 0
        self.cuts.append(cut)
        self.least.append(0.0 if self.free[cell] else self.width[cell])

    def _solve_master(self) -> tuple[Mask, float]:
        """The cheapest choice that keeps all inequalities, and the least cost that is proven."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        ties = [LinearConstraint(csr_array(np.array(self.cuts)), np.array(self.least), np.inf)] if self.cuts else []
        options = {"mip_rel_gap": LARGE_GAP, "node_limit": LARGE_NODES} if self.is_large else {"mip_rel_gap": 0.0}
        bounds = Bounds(np.where(self.free, 0.0, 1.0), 1.0)
        found = milp(self.cost, constraints=ties, bounds=bounds, integrality=np.ones(len(self.cost)), options=options)
        if found.x is None:
            raise Undefined("total_tells", status=found.status)
        return found.x > 0.5, float(found.mip_dual_bound)

    def _region(self, hidden: Mask) -> Region:
        """How the hidden cells can deviate from what they are."""
        rest = np.zeros(self.sums.shape[0])
        return Region(self.sums, rest, np.where(hidden, -self.down, 0), np.where(hidden, self.up, 0))

    def _narrow_cells(self, hidden: Mask, only_needed: bool = False) -> list[int]:
        """The hidden cells that are too narrow."""
        return list(self._search_narrow(hidden, only_needed))

    def _search_narrow(self, hidden: Mask, only_needed: bool = False) -> Iterator[int]:
        """The hidden cells that are too narrow, each asked only when it is wanted."""
        asked, region = self.needs if only_needed else hidden & (self.needs | self.free), self._region(hidden)
        self.seen.look_at(hidden)
        see_together(region, np.zeros(len(hidden)), asked, self.width, self.seen)
        yield from (cell for cell in np.flatnonzero(asked & ~self._open).tolist() if not self._is_open(cell, region))

    @property
    def _open(self) -> Mask:
        """The cells that are seen to move as far as they should."""
        return self.seen.width >= self.width

    def _is_open(self, cell: int, region: Region) -> bool:
        """Whether tables of whole numbers move a cell as far as it should."""
        if self._open[cell]:
            return True
        found = [region.furthest(cell, side) for side in (1, -1)]
        self.attacks[cell] = [(far, prices) for far, _, prices in found]
        for _, table, _ in found:
            self.seen.add(table)
        if abs(found[0][0]) + abs(found[1][0]) < self.width[cell] - TOLERANCE:
            return False
        # Where no corner of whole numbers shows it, whole numbers are searched.
        for side in (1, -1) if not self._open[cell] else ():
            self.seen.add(region.furthest_whole(cell, side)[1])
        return bool(self._open[cell])

    def _cut_by_attack(self, cell: int, hidden: Mask) -> None:
        """The inequality that the prices of the attacker's two programs give for a cell that is too narrow."""
        cut, reach = np.zeros(len(self.columns)), 0.0
        for side, (far, prices) in zip((1, -1), self.attacks[cell], strict=True):
            reach += abs(far)
            slope = -(self.sums.T @ prices) * -side
            slope[cell] += 1
            up, down = (self.up, self.down) if side == 1 else (self.down, self.up)
            cut += np.maximum(slope, 0) * up + np.maximum(-slope, 0) * down
        if reach >= self.width[cell] - TOLERANCE:
            # The sums allow it, but no whole numbers: at least one more has to be hidden.
            cut = np.where(hidden, 0.0, self.width[cell])
        self._keep_cut(cut, cell)

    def _mend(self, hidden: Mask) -> Mask:
        """The choice with what each cell that is still too narrow wants besides, at little cost."""
        hidden = hidden.copy()
        while narrow := self._narrow_cells(hidden):
            refuse_if(bool(hidden.all()), "total_tells", cells=self.columns[narrow].tolist())
            for cell in narrow:
                if not self._is_open(cell, self._region(hidden)):
                    hidden |= self._more_for(cell, hidden)
                    self.seen.look_at(hidden)
        return hidden

    def _more_for(self, cell: int, hidden: Mask) -> Mask:
        """What to hide besides for a cell: a cheap move, else all in its sums, else all, so that it comes to an end."""
        sums = np.flatnonzero(self.sums[:, [cell]].toarray())
        beside = abs(self.sums[sums]).sum(axis=0) > 0
        everything = np.ones(len(hidden), dtype=bool)
        choices = (self._cheapest_move(cell, hidden), beside, everything)
        return next((more for more in choices if (more & ~hidden).any()), hidden)

    def _cheapest_move(self, cell: int, hidden: Mask) -> Mask:
        """The cells of the cheapest deviation that moves a cell as far as it should, up first."""
        from scipy.optimize import linprog
        from scipy.sparse import hstack

        price = np.where(hidden, 1e-4, self.cost)
        for side in (1, -1):
            high, low = self.up.copy(), self.down.copy()
            (high if side == 1 else low)[cell] = self.width[cell]
            bounds = np.column_stack([np.zeros(2 * len(price)), np.concatenate([high, low])])
            start = cell if side == 1 else len(price) + cell
            bounds[start] = self.width[cell]
            if bounds[start, 1] > (self.up if side == 1 else self.down)[cell]:
                continue
            sums = hstack([self.sums, -self.sums], format="csr")
            found = linprog(np.tile(price, 2), A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=bounds, method="highs")
            if found.success:
                moved = found.x[: len(price)] - found.x[len(price) :]
                self.seen.add(moved)
                return np.abs(moved) > 1e-6
        return hidden
