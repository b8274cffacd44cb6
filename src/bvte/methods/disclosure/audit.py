"""What a reader can work out of hidden counts, from everything that was printed.

The reader is supposed to know the sums, the rule with its threshold, whether zeros are always shown, the marks, and
the order of hiding. Each hidden count is then between the ends of an interval; the audit holds its width against
the rule. Source: the handbook, 4.3.1; the example of Geurts 1992 there.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bvte.methods.disclosure.cells import (
    HIDDEN,
    NEVER,
    SHOWN,
    Breakdowns,
    Rule,
    System,
    link,
    parts_of_system,
    reader_bounds,
)
from bvte.methods.disclosure.reach import Region, Witnesses, is_whole, see_together
from bvte.methods.undefined import Array


@dataclass(frozen=True)
class Audit:
    """What a reader can work out: `system` with `low` and `high` of its cells, and whether each is what it is
    called: the ends themselves, or only seen to be reached (`is_exact`)."""

    system: System
    rule: Rule
    low: Array
    high: Array
    hidden: Array
    is_exact: Array

    @property
    def faults(self) -> pd.DataFrame:
        """The cells of `frame` that the rule does not allow."""
        frame = self.frame()
        return frame[~frame["is_kept"]]

    @property
    def is_kept(self) -> bool:
        """Whether no hidden count is narrower than the rule allows."""
        return self.faults.empty

    def frame(self) -> pd.DataFrame:
        """A row a hidden cell, and a cell that nobody printed: its codes, low, high, width, allowed, is_exact, is_kept.

        Of a cell that nobody printed the width matters only where it may be a small count.
        """
        cells = self.system.cells.loc[self.hidden, [*self.system.dimensions, "status", "threshold", "width"]]
        cells = cells.rename(columns={"width": "allowed"})
        low, high = self.low[self.hidden], self.high[self.hidden]
        is_small = (low < cells["threshold"]) & ((low > 0) | (self.rule.zeros == "hidden"))
        is_asked = (cells["status"] != NEVER) | is_small
        kept = (high - low >= cells["allowed"]) | ~is_asked | (cells["threshold"] <= 0)
        return cells.assign(low=low, high=high, reach=high - low, is_exact=self.is_exact[self.hidden], is_kept=kept)


def audit(frame: pd.DataFrame, breakdowns: Breakdowns, rule: Rule | None = None, exact: bool = True) -> Audit:
    """What a reader of a published frame can work out of its hidden cells.

    frame : as for `link`, `count` NaN where hidden, with `mark` besides ("small", "with", or "hidden") where the page
    marks them; exact : the ends of every interval; otherwise a cell that is seen to be wide enough is not asked
    further, which is much quicker.
    Raises Undefined("contradiction") where no counts fit what was printed, and as `link`.

    >>> shown = pd.DataFrame({"sex": ["all", "boys", "girls"], "count": [32, None, None]})
    >>> found = audit(shown, {"sex": [("all", ["boys", "girls"])]}).frame()
    >>> found[["sex", "low", "high"]].values.tolist()
    [['boys', 1.0, 31.0], ['girls', 1.0, 31.0]]
    """
    rule = rule or Rule()
    mark = frame["mark"].to_numpy() if "mark" in frame else np.where(frame["count"].isna(), HIDDEN, SHOWN)
    system = link(frame.drop(columns="mark", errors="ignore"), breakdowns, rule)
    mark = np.concatenate([mark, np.full(len(system) - len(frame), HIDDEN)])
    return audit_system(system, rule, mark, exact)


def audit_system(system: System, rule: Rule, mark: Array, exact: bool = True) -> Audit:
    """As `audit`, of a system whose hidden counts are NaN."""
    counts = system.cells["count"].to_numpy()
    unknown = np.isnan(counts)
    least, most = reader_bounds(system, rule, mark)
    if rule.order:
        most = np.minimum(most, _order_limits(system, unknown))
    low, high, done = counts.copy(), counts.copy(), ~unknown
    for columns in parts_of_system(system, unknown):
        region = _region_of(system, columns, counts, least, most)
        wanted = np.inf if exact else system.cells["width"].to_numpy(float)[columns]
        low[columns], high[columns], done[columns] = _ends_of(region, np.broadcast_to(wanted, columns.shape))
    never = (system.cells["status"] == NEVER).to_numpy()
    return Audit(system, rule, low, high, unknown | never, done)


def _region_of(system: System, columns: Array, counts: Array, least: Array, most: Array) -> Region:
    """The tables that fit a part of the cells, the others as they are known."""
    sums = system.sums[:, columns]
    touched = np.flatnonzero(abs(sums).sum(axis=1))
    known = np.nan_to_num(counts)
    known[columns] = 0
    rest = -(system.sums[touched] @ known)
    return Region(sums[touched], rest, least[columns], most[columns])


def _ends_of(region: Region, wanted: Array) -> tuple[Array, Array, Array]:
    """Least and greatest count of each cell, and whether they are the ends themselves.

    A cell that is seen to move as far as wanted is left at what was seen.
    """
    size = len(region.least)
    if region.sums.shape[0] == 0:
        return region.least, region.most, np.ones(size, dtype=bool)
    first = _first_table(region)
    seen, done = Witnesses(size), np.zeros(size, dtype=bool)
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    if np.isfinite(wanted).all():
        see_together(region, first, np.ones(size, dtype=bool), wanted, seen)
    for cell in np.flatnonzero(seen.width < wanted).tolist():
        if seen.width[cell] < wanted[cell]:
            (low[cell], below), (high[cell], above) = (_furthest_whole(region, cell, side) for side in (-1, 1))
            done[cell] = True
            for table in (below, above):
                seen.add(table - first if table.size else table)
    return np.minimum(low, first + seen.down), np.maximum(high, first + seen.up), done


def _first_table(region: Region) -> Array:
    """A table of whole numbers that fits, where one is found at a corner or by search."""
    return _furthest_whole(region, 0, -1)[1]


def _furthest_whole(region: Region, cell: int, side: int) -> tuple[float, Array]:
    """The least or greatest whole count: by linear programming, and by search only where that is at no whole table."""
    reach, table, _ = region.furthest(cell, side)
    if is_whole(table):
        # An empty one too: nothing limits the cell.
        return (np.round(reach) if np.isfinite(reach) else reach), np.round(table)
    return region.furthest_whole(cell, side)


def _order_limits(system: System, unknown: Array) -> Array:
    """The smallest shown part that is not zero of each sum in which a cell is a part: none greater was hidden."""
    counts = system.cells["count"].to_numpy()
    limits = np.full(len(system), np.inf)
    for one in range(system.sums.shape[0]):
        row = system.sums[[one]]
        parts = row.indices[row.data < 0]
        shown = counts[parts][~unknown[parts] & (counts[parts] > 0)]
        limits[parts] = np.minimum(limits[parts], shown.min(initial=np.inf))
    return limits
