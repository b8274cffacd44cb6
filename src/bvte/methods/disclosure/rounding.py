"""Rounding counts so that small ones are not told, and the interval that each way of rounding leaves.

Source: Hundepool et al. 2010, Handbook on Statistical Disclosure Control (ESSnet SDC), 5.4.
"""

import numpy as np

from bvte.methods.disclosure.lists import Counts
from bvte.methods.undefined import Array, refuse_if, refuse_missing


def round_to_base(counts: Counts, base: int = 5) -> np.ndarray:
    """Counts to the nearest multiple of the base, halves up; whole numbers of any shape.

    Raises Undefined("not_positive") for a negative count or a base below 1, ("missing_value"), and as
    `float_array`.

    >>> round_to_base([2, 3, 12, 13]).tolist()
    [0, 5, 10, 15]
    """
    refuse_missing(counts)
    counts = np.asarray(counts)
    refuse_if(bool((counts < 0).any()) or base < 1, "not_positive", base=base)
    return (2 * counts + base) // (2 * base) * base


def ten_five_rule(counts: Counts) -> Array:
    """The rule of the Office for National Statistics: below 10 hidden (NaN), the rest to the nearest 5.

    >>> ten_five_rule([9, 10, 12, 13, 18]).tolist()
    [nan, 10.0, 10.0, 15.0, 20.0]
    """
    rounded = round_to_base(counts)
    return np.where(np.asarray(counts) < 10, np.nan, rounded)


def possible_counts(rounded: int, base: int = 5, steps: int | None = None) -> tuple[int, int]:
    """Least and greatest count behind a rounded one, by how it was rounded.

    Without steps to the nearest, halves up, as `round_to_base`: 0 of base 5 means 0 to 2. With steps 0 to
    either neighbour, as random and controlled rounding do: 0 means 0 to 4; with steps so many further: 15
    with one step 6 to 24. Raises Undefined("not_positive"), ("not_rounded") for a count that is no multiple
    of the base, ("missing_value"), and as `float_array`. Source: the handbook, 5.4.

    >>> possible_counts(15, 5, 1)
    (6, 24)
    """
    refuse_missing(rounded, base, 0 if steps is None else steps)
    refuse_if(rounded < 0 or base < 1 or (steps or 0) < 0, "not_positive", rounded=rounded)
    refuse_if(rounded % base != 0, "not_rounded", rounded=rounded, base=base)
    if steps is None:
        return max(0, rounded - base // 2), rounded + (base - 1) // 2
    reach = base * (steps + 1) - 1
    return max(0, rounded - reach), rounded + reach
