"""Which published counts of children are too small to be shown: one child must not be recognised in them.

The rule is simple: where a part of a whole is small, the whole breakdown is withheld, and with a withheld
count its own parts. `readings` leaves withheld figures out, so that no form of output can show one.
"""

from collections import defaultdict
from functools import lru_cache
from itertools import combinations

from bvte.evidence.forms import layout
from bvte.evidence.value import COUNTS
from bvte.judgement.partitions import guarded_indicators, partitions, place_of
from bvte.judgement.reading import from_observation


def withheld(evidence, indicator, area):
    """The readings of an indicator in an area that must not be shown, in the order of time."""
    hidden = hidden_rows(evidence)
    return [from_observation(row) for row in evidence.observations_of(indicator, area) if row.id in hidden]


def hidden_rows(evidence):
    """Ids of the observations to withhold: what it tells, and what all that it is a part of does."""
    threshold = layout().small_counts_below
    return _hidden_rows(evidence, threshold) | _hidden_rows(evidence.uncut or evidence, threshold)


def is_small(evidence, indicator, unit, number):
    """Whether a count printed outside the observations, such as a baseline, is too small to be shown."""
    guarded = unit in COUNTS and indicator in guarded_indicators(evidence)
    return guarded and _is_small([number], layout().small_counts_below)


# Every reading asks; a data folder does not change, and few are open at once.
@lru_cache(maxsize=8)
def _hidden_rows(evidence, threshold):
    counts = defaultdict(list)
    for row in evidence.observations.values():
        if row.unit in COUNTS:
            counts[place_of(row)].append(row)
    hidden = _closed(evidence, counts, threshold) & counts.keys()
    rows = {row.id for place in hidden for row in counts[place]}
    return frozenset(
        rows | {row.id for row in evidence.observations.values() if _tells(evidence, row, hidden, threshold)}
    )


def _closed(evidence, counts, threshold):
    """The places to withhold: small ones, and every breakdown with a withheld part or of a withheld whole."""
    guarded = guarded_indicators(evidence)
    hidden = {
        p for p, rows in counts.items() if p.indicator in guarded and _is_small(_values(rows), threshold)
    }
    families = [(whole, parts) for whole, parts in partitions(evidence, counts)
                if not guarded.isdisjoint(part.indicator for part in parts)]  # fmt: skip
    for whole, parts in families:
        if whole in counts and _is_small(_rests(counts, whole, parts), threshold):
            hidden |= parts
    while more := [
        parts for whole, parts in families if (whole in hidden or parts & hidden) and parts - hidden
    ]:
        hidden = hidden.union(*more)
    return hidden


def _values(rows, exact=False):
    """The different numbers printed for a place; exact : without bounds and approximations."""
    return {row.value for row in rows if row.comparator == "=" or not exact}


def _rests(counts, whole, parts):
    """What a whole leaves beside each of its parts, and beside all of them."""
    wholes, values = _values(counts[whole], exact=True), [_values(counts[p], exact=True) for p in parts]
    sums = set().union(*values) | (_sums(values) if len(values) > 1 else set())
    return {total - part for total in wholes for part in sums}


def _sums(values):
    """All sums of one number of each set."""
    sums = {0}
    for numbers in values:
        sums = {total + number for total in sums for number in numbers}
    return sums


def _is_small(numbers, threshold):
    return any(0 < number < threshold for number in numbers)


def _tells(evidence, row, hidden, threshold):
    """Whether a share tells a withheld count: by its own printed counts, or by the counts it is made from."""
    if row.unit in COUNTS:
        return False
    card, place = evidence.indicators[row.indicator], place_of(row)
    made_from = (card.numerator_indicator, card.denominator_indicator)
    if any(place._replace(indicator=code) in hidden for code in made_from if code):
        return True
    printed = [n for n in (row.numerator, row.denominator) if n is not None]
    among = [*printed, *(abs(a - b) for a, b in combinations(printed, 2))]
    return card.sensitivity == "small_counts" and _is_small(among, threshold)
