"""Why a rate differs between two times or places: the part of each factor, without a remainder.

Factors come as numbers, or as columns with one entry for each group (age, district), in the same order for
both.
"""

from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd

from bvte.methods.undefined import refuse

# Published shares are rounded: thirteen of one decimal in percent may miss 100 by half a point.
SHARE_ROUNDING = 0.01


class Kitagawa(NamedTuple):
    """Two crude rates, their difference and its two parts.

    Parts in the rates' unit and in percent of the difference (None when the rates do not differ); groups:
    DataFrame of both parts by group, which add up.
    """

    crude_0: float
    crude_1: float
    difference: float
    composition: float
    rate: float
    composition_percent: float | None
    rate_percent: float | None
    groups: pd.DataFrame


def kitagawa(share_0, share_1, rate_0, rate_1):
    """How much of a crude rate's change is composition (groups grew or shrank), how much the groups' rates.

    composition = sum (s1 - s0)(r0 + r1)/2, rate = sum (r1 - r0)(s0 + s1)/2. share_*: shares of the whole
    (adding up to 1 but for rounding), rate_*: the groups' rates in any unit; columns of one length, paired
    by index where they have one. A group's own composition part depends on the zero of the rates; only
    their sum does not. Raises Undefined("unequal_lengths"), ("too_few_points") without groups,
    ("shares_not_whole"), ("missing_value"), ("not_positive") for a negative share. Source: Kitagawa 1955,
    JASA 50:1168-1194.
    """
    table = _table(share_0=share_0, share_1=share_1, rate_0=rate_0, rate_1=rate_1)
    _refuse_parts_of_no_whole(table[["share_0", "share_1"]])
    groups = pd.DataFrame(
        {
            "composition": (table.share_1 - table.share_0) * (table.rate_0 + table.rate_1) / 2,
            "rate": (table.rate_1 - table.rate_0) * (table.share_0 + table.share_1) / 2,
        }
    )
    crude_0, crude_1 = ((table[f"share_{i}"] * table[f"rate_{i}"]).sum() for i in (0, 1))
    parts = groups["composition"].sum(), groups["rate"].sum()
    percents = (_percent(part, crude_0, crude_1) for part in parts)
    return Kitagawa(*map(float, (crude_0, crude_1, crude_1 - crude_0, *parts)), *percents, groups)


def das_gupta(factors_0, factors_1, rate=None):
    """The effect of each factor on the difference of two rates, the others at the average of both sides.

    factors_*: dicts of the same names, each a number or a column of groups. The rate is the product of the
    factors (summed over the groups), or rate(**factors). Returns a DataFrame with a row for each factor and
    "total": effect (in the rate's unit) and percent (of the total, NaN when it is zero). Two factors: (a1 -
    a0)(b0 + b1)/2; three: (a1 - a0)[(b0 c0 + b1 c1)/3 + (b0 c1 + b1 c0)/6]; n: each set of j other factors
    at population 1 weighs 1/(n C(n - 1, j)). Raises Undefined("different_factors"), ("too_few_points")
    below 2 factors, ("missing_value"), ("unequal_lengths"), ("reserved_name") for a factor named total.
    Source: Das Gupta 1993, Standardization and decomposition of rates: a user's manual, US Bureau of the
    Census P23-186, eq. 3.54 and ch. 3.
    """
    populations = _populations(factors_0, factors_1)
    rate = rate or _sum_of_products
    effects = {name: _effect(name, populations, rate) for name in populations[0]}
    ends = [float(rate(**population)) for population in populations]
    effects["total"] = ends[1] - ends[0]
    frame = pd.DataFrame({"effect": effects})
    return frame.assign(percent=[_percent(part, *ends) for part in effects.values()]).astype(float)


def _refuse_parts_of_no_whole(shares):
    refuse(bool((shares < 0).any(axis=None)), "not_positive", lowest=float(shares.min(axis=None)))
    sums = shares.sum()
    refuse(bool((abs(sums - 1) > SHARE_ROUNDING).any()), "shares_not_whole", sums=sums.tolist())


def _effect(name, populations, rate):
    others = [other for other in populations[0] if other != name]
    effect = 0.0
    for size in range(len(others) + 1):
        weight = 1 / ((len(others) + 1) * comb(len(others), size))
        for at_1 in combinations(others, size):
            mixed = {other: populations[other in at_1][other] for other in others}
            with_0, with_1 = ({**mixed, name: population[name]} for population in populations)
            effect += weight * (rate(**with_1) - rate(**with_0))
    return float(effect)


def _sum_of_products(**factors):
    product = 1.0
    for factor in factors.values():
        product = product * factor
    return np.sum(product)


def _populations(factors_0, factors_1):
    refuse(
        set(factors_0) != set(factors_1), "different_factors", names=sorted(set(factors_0) ^ set(factors_1))
    )
    refuse("total" in factors_0, "reserved_name", name="total")
    refuse(len(factors_0) < 2, "too_few_points", factors=len(factors_0), needed=2)
    arrays = [{name: np.asarray(f[name], dtype=float) for name in factors_0} for f in (factors_0, factors_1)]
    every = [array for population in arrays for array in population.values()]
    refuse(any(np.isnan(array).any() for array in every), "missing_value")
    refuse(len({array.size for array in every if array.ndim}) > 1, "unequal_lengths")
    return arrays


def _table(**columns):
    indexes = [column.index for column in columns.values() if isinstance(column, pd.Series)]
    sizes = {len(column) for column in columns.values()}
    refuse(len(sizes) > 1, "unequal_lengths", sizes=sorted(sizes))
    refuse(sizes == {0}, "too_few_points", points=0, needed=1)
    table = pd.DataFrame({name: _on(indexes, column) for name, column in columns.items()}).astype(float)
    refuse(bool(table.isna().any().any()), "missing_value")
    return table


def _on(indexes, column):
    if isinstance(column, pd.Series) or not indexes:
        return column
    return pd.Series(list(column), index=indexes[0])


def _percent(part, rate_0, rate_1):
    # Two equal rates computed along two roads may differ by a rounding error, which is no difference to
    # share out.
    return None if np.isclose(rate_0, rate_1, rtol=1e-12, atol=0) else float(100 * part / (rate_1 - rate_0))
