"""Change of a share among the same units seen twice, such as the communes of one province in two phases.

Two independent groups: `proportions.share_difference`. Units that were seen once only cannot enter.
"""

import numpy as np

from bvte.methods.columns import AlignedColumns, row_by_row
from bvte.methods.proportions import Difference, wilson_interval


@row_by_row
def paired_difference(both, first_only, second_only, neither, level=0.95):
    """First share minus second of the same units, with Newcombe's interval for pairs, as `Difference`.

    Counts of units that have the property both times, only the first, only the second, and neither time;
    numbers or columns. Square-and-add of the two Wilson intervals, less their correlation phi, which is
    corrected for continuity where positive and 0 where a margin is empty. Raises Undefined("negative_count"),
    ("no_denominator") without any unit. Source: method 10 of Newcombe 1998, Stat Med 17:2635.
    """
    columns = AlignedColumns(both, first_only, second_only, neither)
    a, b, c, d = columns.arrays
    columns.refuse("negative_count", np.min(columns.arrays, axis=0) < 0)
    n = a + b + c + d
    columns.refuse("no_denominator", n == 0)
    first, second = _distances_to_limits(a + b, n, level), _distances_to_limits((a + c), n, level)
    phi, change = _paired_correlation(a, b, c, d), (b - c) / n
    low = change - _square_and_add(first[0], second[1], phi)
    high = change + _square_and_add(first[1], second[0], phi)
    return Difference(*(columns.shape(each) for each in (change, low, high)))


def _distances_to_limits(count, total, level):
    low, high = wilson_interval(count, total, level)
    return count / total - low, high - count / total


def _square_and_add(one, other, phi):
    return np.sqrt(one**2 - 2 * phi * one * other + other**2)


def _paired_correlation(a, b, c, d):
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    surplus = a * d - b * c
    corrected = np.where(surplus > 0, np.maximum(surplus - (a + b + c + d) / 2, 0), surplus)
    return corrected / np.sqrt(np.where(margins == 0, 1, margins)) * (margins != 0)
