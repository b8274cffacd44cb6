"""Which counts of a protected form are too small to be shown: one child must not be recognised in them."""

from collections import defaultdict

from bvte.evidence.forms import layout
from bvte.evidence.value import COUNTS
from bvte.methods.disclosure import small_cells, suppress_list
from bvte.methods.undefined import Undefined


def withheld(rows, threshold):
    """Places (row, column) of figures to withhold.

    rows : pairs of a form row and its figures, one a column, None where there is none. Where parts of one
    whole are published beside it, a single small one among them takes the next smallest with it, since it
    would be the difference to the whole.
    """
    hidden = set()
    for column in range(max((len(figures) for _, figures in rows), default=0)):
        families = defaultdict(dict)
        for place, (row, figures) in enumerate(rows):
            if _is_count(figures[column]):
                families[row.part_of][place] = int(figures[column].value)
        for whole, counts in families.items():
            hidden |= {(place, column) for place in _hidden(counts, threshold, is_list=whole is not None)}
    return hidden


def _is_count(reading):
    """Whether a figure counts children and says how many; a bound or an approximation does not."""
    return reading is not None and reading.unit in COUNTS and reading.strength == "published"


def _hidden(counts, threshold, is_list):
    """Places of one family to withhold: all where nothing else is left to hide a single small one behind."""
    values = list(counts.values())
    try:
        flags = suppress_list(values, threshold) if is_list else small_cells(values, threshold)
    except Undefined:
        return set(counts)
    return {place for place, flag in zip(counts, flags, strict=True) if flag}


def is_small(card, reading):
    """Whether a published count of an indicator is so small that it could point to a child."""
    guarded = card.sensitivity == "small_counts" and reading.unit in COUNTS
    return guarded and 0 < reading.value < layout().small_counts_below
