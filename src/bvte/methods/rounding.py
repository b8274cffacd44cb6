"""Counts rounded before they are published, and what a rounded count still tells.

Rounding each count by itself breaks sums and is no protection alone. Source: Hundepool et al. 2010, Handbook
on Statistical Disclosure Control (ESSnet SDC), 4.3 and 5.4; Office for National Statistics, the 10-5 rule.
"""

import numpy as np

from bvte.methods.undefined import refuse


def round_to_base(counts, base=5):
    """Counts to the nearest multiple of the base, halves up; whole numbers of any shape.

    Raises Undefined("not_positive") for a negative count or a base below 1.
    """
    counts = np.asarray(counts)
    refuse(bool((counts < 0).any()) or base < 1, "not_positive", base=base)
    return (2 * counts + base) // (2 * base) * base


def ten_five_rule(counts):
    """The rule of the Office for National Statistics: below 10 hidden (NaN), the rest to the nearest 5."""
    counts = np.asarray(counts)
    return np.where(counts < 10, np.nan, round_to_base(counts))


def possible_counts(rounded, base=5, steps=0):
    """Least and greatest count behind a rounded one, where it may stand up to so many steps from nearest.

    Any rounding to one of the two neighbours is allowed for: 0 means 0 to 4, 15 with one step more 6 to 24.
    Raises Undefined("not_positive"). Source: the handbook, 5.4.
    """
    refuse(rounded < 0 or base < 1 or steps < 0, "not_positive", rounded=rounded)
    reach = base * (steps + 1) - 1
    return max(0, rounded - reach), rounded + reach
