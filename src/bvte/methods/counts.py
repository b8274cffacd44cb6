"""How many of a whole a condition on a share comes to: whole numbers, exact and rounded inward.

6,871 of 208,222 is below 3.3 percent and 6,872 is not, so "below 3.3 percent" is "at most 6,871": a number
that was rounded outward would miss the condition. All arithmetic is in fractions of the printed decimals.
"""

from math import ceil, floor, inf, isinf

from bvte.methods.achievement import LOWER_BOUNDS, UPPER_BOUNDS, satisfying_set
from bvte.methods.interval import as_interval, exact_fraction
from bvte.methods.undefined import refuse_if


def counts_within(share, whole=1, scale=1):
    """Least and greatest whole number that is surely such a share of the whole; an infinite end stays.

    share, whole : numbers or intervals; of a whole known as a range those count that satisfy for each of its
    values. scale : what one unit of the share stands for, 100 for percent.
    Raises Undefined("no_count", share=, whole=) where no whole number surely does.

    >>> counts_within(satisfying_set("below", 3.3), 208222, 100)
    (-inf, 6871)
    """
    share, whole = as_interval(share), as_interval(whole)
    least = _product_of_ends(share.left, whole.right if share.left > 0 else whole.left, scale)
    most = _product_of_ends(share.right, whole.left if share.right > 0 else whole.right, scale)
    least = _round_inward(least, ceil, share.closed_left or whole.open_right)
    most = _round_inward(most, floor, share.closed_right or whole.open_left)
    refuse_if(least > most or least == inf or most == -inf, "no_count", share=share, whole=whole)
    return least, most


def _product_of_ends(share, whole, scale):
    """A share of a whole as a fraction; nothing of a whole without end is nothing."""
    if isinf(share) or (isinf(whole) and share):
        return share * whole
    return exact_fraction(share) * exact_fraction(whole) / scale if share else 0


def _round_inward(end, way, belongs):
    """The nearest whole number inside of an end, which itself may belong to it or not."""
    if isinf(end):
        return end
    number = way(end)
    return number if belongs or number != end else number + (1 if way is ceil else -1)


def last_count_within(condition, value, whole=1, scale=1):
    """The last whole number that satisfies a condition on a count, or on a share of a counted whole.

    value, whole : numbers as printed; scale as in `counts_within`.
    Raises Undefined("unknown_condition") for a condition without one limit.

    >>> last_count_within("at_least", 90, 6847, 100)
    6163
    """
    refuse_if(condition not in (*UPPER_BOUNDS, *LOWER_BOUNDS), "unknown_condition", condition=condition)
    least, most = counts_within(satisfying_set(condition, value), whole, scale)
    return most if condition in UPPER_BOUNDS else least
