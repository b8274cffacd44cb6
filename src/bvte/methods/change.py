"""Why a rate differs between two times or places: the part of each factor, without a remainder.

Factors come as numbers, or as columns with one entry for each group (age, district): Series are paired by
their index, lists and arrays by their order.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from math import comb
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from bvte.methods.undefined import Array, Numbers, float_array, refuse_if, refuse_missing

# What makes one rate of the factors of one side.
Rate: TypeAlias = Callable[..., Any]
# Published shares are rounded: thirteen of one decimal in percent may miss 100 by half a point.
SHARE_ROUNDING = 0.01


class Kitagawa(NamedTuple):
    """Two crude rates, their difference and its two parts.

    Parts in the rates' unit and in percent of the difference (None when the rates do not differ); groups:
    DataFrame of both parts by group, which add up; share_sums: what the shares of each side added up to
    before they were scaled to 1.
    """

    crude_0: float
    crude_1: float
    difference: float
    composition: float
    rate: float
    composition_percent: float | None
    rate_percent: float | None
    groups: pd.DataFrame
    share_sums: tuple[float, float]


def kitagawa_decomposition(share_0: Numbers, share_1: Numbers, rate_0: Numbers, rate_1: Numbers) -> Kitagawa:
    """How much of a crude rate's change is composition (groups grew or shrank), how much the groups' rates.

    composition = sum (s1 - s0)(r0 + r1)/2, rate = sum (r1 - r0)(s0 + s1)/2. share_*: shares of the whole
    (adding up to 1 but for rounding, for which both are scaled to 1), rate_*: the groups' rates in any unit;
    columns of one length, paired by index where they have one. A group's own composition part depends on the
    zero of the rates; only their sum does not. Raises Undefined("unequal_lengths"), ("too_few_points")
    without groups, ("shares_not_whole"), ("missing_value"), ("group_repeated"), ("not_positive") for a
    negative share, and as `float_array`. Source: Kitagawa 1955, JASA 50:1168-1194.

    >>> kitagawa_decomposition([0.5, 0.5], [0.25, 0.75], [10, 20], [10, 20]).composition
    2.5
    """
    table = _table_of_groups({"share_0": share_0, "share_1": share_1, "rate_0": rate_0, "rate_1": rate_1})
    sums = _sums_of_a_whole(table[["share_0", "share_1"]])
    # Printed shares that add up to 0.991 and 1.009 would leave a difference where no group has changed.
    table[["share_0", "share_1"]] /= sums
    groups = pd.DataFrame(
        {
            "composition": (table.share_1 - table.share_0) * (table.rate_0 + table.rate_1) / 2,
            "rate": (table.rate_1 - table.rate_0) * (table.share_0 + table.share_1) / 2,
        }
    )
    crude_0, crude_1 = ((table[f"share_{i}"] * table[f"rate_{i}"]).sum() for i in (0, 1))
    parts = groups["composition"].sum(), groups["rate"].sum()
    percents = (_percent_of_change(part, crude_0, crude_1) for part in parts)
    results = map(float, (crude_0, crude_1, crude_1 - crude_0, *parts))
    return Kitagawa._make([*results, *percents, groups, tuple(sums.tolist())])


def das_gupta_decomposition(
    factors_0: dict[str, Numbers], factors_1: dict[str, Numbers], rate: Rate | None = None
) -> pd.DataFrame:
    """The effect of each factor on the difference of two rates, the others at the average of both sides.

    factors_*: dicts of the same names, each a number or a column of groups, paired by index where they have
    one. The rate is the product of the factors (summed over the groups), or rate(**factors). Returns a
    DataFrame with a row for each factor and "total": effect (in the rate's unit) and percent (of the total,
    NaN when it is zero). Two factors: (a1 - a0)(b0 + b1)/2; three: (a1 - a0)[(b0 c0 + b1 c1)/3 + (b0 c1 + b1
    c0)/6]; n: each set of j other factors at population 1 weighs 1/(n C(n - 1, j)). Raises
    Undefined("different_factors"), ("too_few_points") below 2 factors, ("missing_value") also for a group
    that one side lacks, ("unequal_lengths"), ("group_repeated"), ("reserved_name") for a factor named total.
    Source: Das Gupta 1993, Standardization and decomposition of rates: a user's manual, US Bureau of the
    Census P23-186, eq. 3.54 and ch. 3.

    >>> das_gupta_decomposition({"a": 0.6, "b": 0.5}, {"a": 0.3, "b": 0.45}).effect.round(4).to_dict()
    {'a': -0.1425, 'b': -0.0225, 'total': -0.165}
    """
    populations = _paired_populations(factors_0, factors_1)
    rate = rate or _sum_of_products
    effects = {name: _factor_effect(name, populations, rate) for name in populations[0]}
    ends = [float(rate(**population)) for population in populations]
    effects["total"] = ends[1] - ends[0]
    frame = pd.DataFrame({"effect": effects})
    return frame.assign(percent=[_percent_of_change(part, *ends) for part in effects.values()]).astype(float)


def _sums_of_a_whole(shares: pd.DataFrame) -> pd.Series:
    refuse_if(bool((shares < 0).any(axis=None)), "not_positive", lowest=float(shares.min(axis=None)))
    sums = shares.sum()
    refuse_if(bool((abs(sums - 1) > SHARE_ROUNDING).any()), "shares_not_whole", sums=sums.tolist())
    return sums


def _factor_effect(name: str, populations: list[dict[str, Array]], rate: Rate) -> float:
    others = [other for other in populations[0] if other != name]
    effect = 0.0
    for size in range(len(others) + 1):
        weight = 1 / ((len(others) + 1) * comb(len(others), size))
        for at_1 in combinations(others, size):
            mixed = {other: populations[other in at_1][other] for other in others}
            with_0, with_1 = ({**mixed, name: population[name]} for population in populations)
            effect += weight * (rate(**with_1) - rate(**with_0))
    return float(effect)


def _sum_of_products(**factors: Array) -> float:
    product = 1.0
    for factor in factors.values():
        product = product * factor
    return np.sum(product)


def _paired_populations(factors_0: dict[str, Numbers], factors_1: dict[str, Numbers]) -> list[dict[str, Array]]:
    refuse_if(set(factors_0) != set(factors_1), "different_factors", names=sorted(set(factors_0) ^ set(factors_1)))
    refuse_if("total" in factors_0, "reserved_name", name="total")
    refuse_if(len(factors_0) < 2, "too_few_points", factors=len(factors_0), needed=2)
    every = {(side, name): f[name] for side, f in enumerate((factors_0, factors_1)) for name in factors_0}
    columns = {key: value for key, value in every.items() if np.ndim(value)}
    table = _table_of_groups(columns) if columns else {}
    numbered = {key: table[key].to_numpy() if key in columns else float_array(every[key]) for key in every}
    refuse_missing(*numbered.values())
    return [{name: numbered[side, name] for name in factors_0} for side in (0, 1)]


def _table_of_groups(columns: Mapping[Any, Numbers]) -> pd.DataFrame:
    indexes = [column.index for column in columns.values() if isinstance(column, pd.Series)]
    refuse_if(any(index.has_duplicates for index in indexes), "group_repeated")
    sizes = {np.size(column) for column in columns.values()}
    refuse_if(len(sizes) > 1, "unequal_lengths", sizes=sorted(sizes))
    refuse_if(sizes == {0}, "too_few_points", points=0, needed=1)
    index = indexes[0] if indexes else pd.RangeIndex(*sizes)
    paired = {name: _on_index(index, column) for name, column in columns.items()}
    refuse_missing(*paired.values())
    return pd.DataFrame(paired)


def _on_index(index: pd.Index, column: Numbers) -> pd.Series:
    """The column on the index: by its own labels, or by position where it has none."""
    if isinstance(column, pd.Series):
        return pd.Series(float_array(column), column.index).reindex(index)
    return pd.Series(float_array(column), index)


def _percent_of_change(part: float, rate_0: float, rate_1: float) -> float | None:
    # Two equal rates computed along two roads may differ by a rounding error, which is no difference to
    # share out.
    return None if np.isclose(rate_0, rate_1, rtol=1e-12, atol=0) else float(100 * part / (rate_1 - rate_0))
