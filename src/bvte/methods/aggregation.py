"""Counts carried from old areas to the new areas they were merged into, and rates of the merged areas.

Exact where every old area goes whole into one new area, as on 1 July 2025. Counts add; a rate is the sum of
numerators over the sum of denominators, never the mean of rates; medians, indices and rates themselves cannot
be merged from their values alone. Where an old area was split, `share_counts` says how far its count may lie off.
"""

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import pandas as pd

from bvte.methods.columns import AlignedColumns, events_of, row_by_row
from bvte.methods.undefined import Numbers, Undefined, refuse_per

# By so much the printed weights of an area may miss 1 together.
WEIGHT_ROUNDING = 0.005


class Merger(NamedTuple):
    """Old and new areas, the difference (also in percent of the old), new areas by the old ones they hold."""

    old_areas: int
    new_areas: int
    fewer: int
    fewer_percent: float
    of_one: int
    of_two: int
    of_three_or_more: int


def merge_counts(counts: pd.Series | pd.DataFrame, successor: pd.Series) -> pd.Series | pd.DataFrame:
    """Counts of the new areas: a Series or table by new area from one by old area.

    counts: indexed by old area, each once. successor: Series, new area by old area, each old area once. A new
    area is missing while any of its old areas is, in the index or in value: a sum of some is not its count.
    Raises Undefined as `one_successor`, and `area_repeated`, `area_without_successor`.

    >>> merge_counts(pd.Series({"a": 3, "b": 4, "c": 5}), pd.Series({"a": "x", "b": "x", "c": "y"})).to_dict()
    {'x': 7, 'y': 5}
    """
    one_successor(successor)
    if counts.index.has_duplicates:
        raise Undefined("area_repeated", areas=_repeated_labels(counts.index))
    strays = counts.index.difference(successor.index)
    if len(strays):
        raise Undefined("area_without_successor", areas=strays.tolist())
    old = counts.reindex(successor.index)
    return old.groupby(successor).agg(lambda values: values.sum(skipna=False))


def share_counts(counts: pd.Series, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Counts of the new areas where old ones were split: the weighted sum, and between what it must lie.

    counts: by old area, each once. crosswalk: columns `old`, `new`, `weight`, the share of the old area's people that
    went to the new one; those of an old area add up to 1. Gives a table by new area: `estimate` (sum of weight x
    count), `low` (only areas that went whole: all of a split one may have stayed away), `high` (all of each area that
    gave a part), `error` (standard error where each child went its way by itself with the chance `weight`; children
    who live together move together, so that it is the least there is) and `is_exact`, of whole areas alone. A new area
    is missing while any of its old areas is. Source: Goodchild and Lam 1980 (areal interpolation by a weight),
    Geo-Processing 1:297-312. Raises Undefined `area_repeated`, `area_without_successor`, `weights_not_whole` (also
    for a weight below 0 or above 1), `negative_count`.

    >>> crosswalk = pd.DataFrame({"old": ["a", "b", "b"], "new": ["x", "x", "y"], "weight": [1, 0.25, 0.75]})
    >>> share_counts(pd.Series({"a": 10, "b": 16}), crosswalk).loc["x", ["estimate", "low", "high"]].tolist()
    [14.0, 10.0, 26.0]
    """
    _refuse_bad_crosswalk(counts, crosswalk)
    # A pair may stand in several rows, and what is printed as all but a rounding went whole.
    pairs = crosswalk.groupby(["old", "new"], as_index=False, sort=False)["weight"].sum()
    own, whole = pairs["old"].map(counts).astype(float), pairs["weight"].sub(1).abs() <= WEIGHT_ROUNDING
    weight = pairs["weight"].mask(whole, 1.0)
    parts = pd.DataFrame(
        {
            "estimate": own * weight,
            "low": own.where(whole | own.isna(), 0.0),
            "high": own.where((weight > 0) | own.isna(), 0.0),
            "error": own * weight * (1 - weight),
        }
    )
    found = parts.groupby(pairs["new"]).agg(lambda values: values.sum(skipna=False))
    found["error"] **= 0.5
    return found.assign(is_exact=whole.groupby(pairs["new"]).all())


def _refuse_bad_crosswalk(counts: pd.Series, crosswalk: pd.DataFrame) -> None:
    if counts.index.has_duplicates:
        raise Undefined("area_repeated", areas=_repeated_labels(counts.index))
    strays = counts.index.difference(pd.Index(crosswalk["old"]))
    if len(strays):
        raise Undefined("area_without_successor", areas=strays.tolist())
    sums = crosswalk.groupby("old")["weight"].sum()
    wrong = sums.index[sums.sub(1).abs() > WEIGHT_ROUNDING]
    outside = crosswalk.loc[~crosswalk["weight"].between(0, 1 + WEIGHT_ROUNDING), "old"]
    if len(wrong) or len(outside):
        raise Undefined("weights_not_whole", areas=sorted({*wrong, *outside}))
    if (counts < 0).any():
        raise Undefined("negative_count", areas=counts.index[counts < 0].tolist())


def merge_rates(
    numerator: pd.Series, denominator: pd.Series, successor: pd.Series, per: float = 1, undefined: str = "refuse"
) -> pd.Series:
    """Rate of each new area: per * sum of numerators / sum of denominators of its old areas.

    Missing while any of the counts is. Raises Undefined as `merge_counts`, `refuse_per` and `events_of`: an old area
    may have a denominator of 0, a new one may not; with undefined="missing" its rate alone is missing.
    """
    top, bottom = merge_counts(numerator, successor), merge_counts(denominator, successor)
    return _rates_of_sums(top, bottom, per=per, undefined=undefined)


@row_by_row
def _rates_of_sums(top: Numbers, bottom: Numbers, per: float) -> Numbers:
    refuse_per(per)
    columns = events_of(top, bottom)
    a, b = columns.arrays
    return columns.shape(per * a / b)


def pooled_rate(numerator: Numbers, denominator: Numbers, per: float = 1, skip_missing: bool = False) -> float:
    """One rate of all areas together: per * sum of numerators / sum of denominators.

    skip_missing: pool the areas that have both counts; the result is then the rate of those areas, not of the
    whole. Otherwise raises Undefined `missing_value`; and `no_denominator`, `negative_count`, and as `refuse_per`.

    >>> round(pooled_rate([3, 0, 7], [120, 45, 310]), 5)
    0.02105
    """
    refuse_per(per)
    columns = AlignedColumns(numerator, denominator)
    a, b = columns.arrays
    missing = np.isnan(a + b)
    if not skip_missing:
        columns.refuse("missing_value", missing)
    columns.refuse("negative_count", (a < 0) | (b < 0))
    a, b = a[~missing].sum(), b[~missing].sum()
    if b <= 0:
        raise Undefined("no_denominator")
    return float(per * a / b)


def one_successor(successor: pd.Series) -> pd.Series:
    """The same Series if every old area has exactly one successor.

    Raises Undefined `area_split` (an old area with two successors), `missing_value` (with none).
    """
    if successor.index.has_duplicates:
        raise Undefined("area_split", areas=_repeated_labels(successor.index))
    if successor.isna().any():
        raise Undefined("missing_value", areas=successor.index[successor.isna()].tolist())
    return successor


def describe_merger(successor: pd.Series) -> Merger:
    """How many areas became how many, as a Merger. Raises Undefined as `one_successor`."""
    parts = one_successor(successor).value_counts()
    old, new = len(successor), len(parts)
    made_of = (int((parts == 1).sum()), int((parts == 2).sum()), int((parts > 2).sum()))
    return Merger(old, new, old - new, 100 * (old - new) / old, *made_of)


def _repeated_labels(index: pd.Index) -> list[Hashable]:
    return index[index.duplicated()].unique().tolist()
