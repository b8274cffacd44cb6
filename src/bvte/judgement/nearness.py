"""How near a result lies to the limit of its target, in the smallest unit that was counted."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bvte.evidence import value
from bvte.judgement.reading import Reading
from bvte.methods.achievement import LOWER_BOUNDS, UPPER_BOUNDS, last_count_within

# A result is near where its whole interval lies within this part of the limit, or of what the limit leaves.
NEAR = Fraction(1, 100)


@dataclass(frozen=True)
class Margin:
    """The distance of a reading from the limit. limit : the last value that satisfies the target; whole : the
    count that both are part of, or None; unit : what `distance` and `limit` are counted in."""

    distance: Decimal
    limit: Decimal
    unit: str
    whole: Reading | None = None


def margin(target, reading):
    """The `Margin` of a reading that lies near the limit of its target, or None.

    Of a share of a counted whole it is told in people, exactly and inward; of a count in its own unit. None
    for a condition without one limit, for a bound, and where a hundredth of the limit is less than one unit.
    """
    if target.condition not in (*UPPER_BOUNDS, *LOWER_BOUNDS) or reading.is_bound or reading.change:
        return None
    if reading.counts and not any(part.interval.length for part in reading.counts):
        return _of_counts(target, *reading.counts)
    if target.unit in value.COUNTS and not reading.interval.length:
        return _near(
            target, reading.value, last_count_within(target.condition, target.value), None, target.unit
        )
    return None


def _of_counts(target, count, whole):
    """The margin of a share of a counted whole, in people."""
    limit = last_count_within(target.condition, target.value, whole.value, value.SCALES[target.unit])
    return _near(target, count.value, limit, whole, count.unit)


def _near(target, counted, limit, whole, unit):
    room = Fraction(limit if whole is None else min(limit, whole.value - limit))
    distance = abs(counted - limit)
    return Margin(distance, limit, unit, whole) if distance <= NEAR * room and NEAR * room >= 1 else None
