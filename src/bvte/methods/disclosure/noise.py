"""Other ways than hiding: random and controlled rounding, and noise by cell key, each with the interval it leaves.

What is rounded or moved is so once for all: the chance of a cell is fixed by its codes and a secret word, since
what is drawn anew in every edition is averaged away. Frames of cells in, frames out, as for `protect`.
Sources: Hundepool et al. 2010, 5.4.2 to 5.4.4; Cox 1987, A constructive procedure for unbiased controlled rounding,
JASA 82: 520-524; Fraser and Wooton 2005, A proposed method for confidentialising tabular output (cell keys).
"""

from hashlib import blake2b

import numpy as np
import pandas as pd

from bvte.methods.disclosure.cells import FIELDS, NEVER, Breakdowns, System, link
from bvte.methods.undefined import Array, Undefined, refuse_if


def round_randomly(frame: pd.DataFrame, base: int, secret: str) -> pd.DataFrame:
    """Counts to the multiple of the base below or above, above the likelier the nearer: right on average.

    frame : codes and `count`; secret : a word that stays in the house and stays the same. Gives the codes, the rounded
    `count`, and `low` and `high`, which a reader has to reckon with. Sums are rounded for themselves.
    Raises Undefined("not_positive"), ("missing_value").

    >>> round_randomly(pd.DataFrame({"area": ["a", "b"], "count": [10, 0]}), 5, "word")["count"].tolist()
    [10, 0]
    """
    counts = _whole_counts(frame, base)
    rest = counts % base
    rounded = counts - rest + base * (_chance(frame, secret) * base < rest)
    return _with_ends(frame, rounded, base)


def round_controlled(frame: pd.DataFrame, breakdowns: Breakdowns, base: int) -> pd.DataFrame:
    """Counts to a neighbouring multiple of the base so that all sums hold still, with the least change in all.

    As `round_randomly` gives; frame and breakdowns as for `protect`. Where no such table exists (of three ways or more
    that may be), raises Undefined("no_rounding").

    >>> counts = pd.DataFrame({"sex": ["all", "boys", "girls"], "count": [8, 4, 4]})
    >>> round_controlled(counts, {"sex": [("all", ["boys", "girls"])]}, 5)["count"].tolist()
    [10, 5, 5]
    """
    _whole_counts(frame, base)
    system = link(frame, breakdowns)
    rounded = _nearest_additive(system, base)[: len(frame)]
    return _with_ends(frame, rounded, base)


def move_by_key(frame: pd.DataFrame, moves: pd.DataFrame, size: int = 256) -> pd.DataFrame:
    """Counts moved by a table of moves that their cell keys choose from.

    frame : codes, `count` and `key`, the sum of the keys of its children; moves : rows of `count` (the last one stands
    for all greater ones), `key` from 0 to size - 1, and `move`. The same children get the same move in every table.
    Gives codes, `count`, and `low` and `high`: of all counts those that some key brings there.
    Raises Undefined("not_positive") where a move leads below 0, ("missing_value") where a key has no move.
    """
    counts, keys = _whole_counts(frame, 1), frame["key"].to_numpy(int) % size
    table = moves.pivot(index="count", columns="key", values="move")
    refuse_if(bool(table.isna().any(axis=None)) or table.shape[1] != size, "missing_value")
    levels = table.index.to_numpy(int)
    refuse_if(levels.tolist() != list(range(len(levels))), "missing_value", counts=levels.tolist())
    ends = table.to_numpy(int) + levels[:, None]
    refuse_if(bool((ends < 0).any()), "not_positive", lowest=ends.min())
    at = np.minimum(counts, levels[-1])
    moved = counts + table.to_numpy(int)[at, keys]
    low, high = np.array([_counts_behind(int(count), table.to_numpy(int)) for count in moved]).reshape(-1, 2).T
    return _codes(frame.drop(columns="key")).assign(count=moved, low=low, high=high)


def _counts_behind(moved: int, table: Array) -> tuple[int, int]:
    """Least and greatest count that some key brings to a moved one."""
    reach = int(np.abs(table).max())
    tried = range(max(0, moved - reach), moved + reach + 1)
    found = [count for count in tried if (table[min(count, len(table) - 1)] == moved - count).any()]
    return min(found), max(found)


def _whole_counts(frame: pd.DataFrame, base: int) -> Array:
    refuse_if(frame["count"].isna().to_numpy(), "missing_value")
    refuse_if(bool((frame["count"] < 0).any()) or base < 1, "not_positive", base=base)
    return frame["count"].to_numpy(int)


def _codes(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[name for name in frame.columns if name not in FIELDS]]


def _chance(frame: pd.DataFrame, secret: str) -> Array:
    """A number from 0 to 1 of each cell, by its codes, in the order of their names, and the secret."""
    codes = _codes(frame)
    names = sorted(codes.columns)
    texts = ("\x1f".join([secret, *map(str, row)]) for row in codes[names].itertuples(index=False))
    return np.array([int.from_bytes(blake2b(t.encode(), digest_size=6).digest(), "big") / 2**48 for t in texts])


def _with_ends(frame: pd.DataFrame, rounded: Array, base: int) -> pd.DataFrame:
    """The codes with the rounded counts and what either neighbour leaves possible (`possible_counts`, no step)."""
    low, high = np.maximum(0, rounded - base + 1), rounded + base - 1
    return _codes(frame).assign(count=rounded, low=low, high=high)


def _nearest_additive(system: System, base: int) -> Array:
    """Of all tables of neighbouring multiples in which the sums hold, one with the least change in printed cells."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    counts = system.cells["count"].to_numpy(int)
    start, rest = counts // base, counts % base
    # To round up changes a count by base - rest, down by rest.
    change = np.where(system.cells["status"] == NEVER, 0, base - 2 * rest)
    ties = [LinearConstraint(system.sums, *[-(system.sums @ start)] * 2)] if system.sums.shape[0] else []
    whole = np.ones(len(counts))
    found = milp(change, constraints=ties, bounds=Bounds(0, np.minimum(rest, 1)), integrality=whole)
    if found.x is None:
        raise Undefined("no_rounding", base=base)
    return base * (start + np.round(found.x).astype(int))
