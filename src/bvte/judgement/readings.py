"""All readings of an indicator: the published ones, and those that follow from published counts."""

from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.judgement.protection import hidden_rows
from bvte.judgement.reading import (
    INVERSE,
    NOT_PUBLISHED,
    Reading,
    derived_strength,
    from_observation,
    merge_range,
)
from bvte.methods import interval


def readings(evidence: Evidence, indicator: str, area: str) -> list[Reading]:
    """Readings of an indicator in an area, in the order of time; sources that agree share one reading.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> known = bvte.readings(evidence, "special_circumstances_rate", evidence.province.code)
    >>> [reading.unit for reading in known[:1]]
    ['percent']
    """
    found = _agreeing([r for kind in (published, derived, joint) for r in kind(evidence, indicator, area)])
    return sorted(found, key=lambda r: (r.period.last, r.period.first, r.strength, r.rows))


def _agreeing(found):
    """Equal statements of different sources as one reading that names all its rows and sources."""
    same = {}
    for r in found:
        key = (
            r.period.months,
            r.period.is_open,
            r.statistic,
            r.unit,
            r.definition,
            r.comparator,
            r.value,
            r.value_to,
            r.strength,
        )
        first = same.get(key)
        same[key] = (
            replace(first, rows=first.rows + r.rows, sources=first.sources + r.sources) if first else r
        )
    return list(same.values())


def published(evidence, indicator, area):
    """Readings of the published rows that may be shown; the two ends of a printed range are one reading."""
    statements = defaultdict(list)
    hidden = hidden_rows(evidence)
    for row in evidence.observations_of(indicator, area):
        if row.id in hidden:
            continue
        statements[row.period, row.statistic, row.source, row.definition].append(from_observation(row))
    return [reading for parts in statements.values() for reading in _whole(parts)]


def _whole(parts):
    """A printed range joined to one reading; anything else as it is, also a range whose ends are swapped."""
    ends = {part.comparator: part for part in parts}
    if len(parts) != 2 or {">=", "<="} != set(ends) or ends[">="].value > ends["<="].value:
        return parts
    if parts[0].unit != parts[1].unit:
        return parts
    return [merge_range(ends[">="], ends["<="])]


def derived(evidence, indicator, area):
    """Rates that follow from a count and its denominator, published by the same source for the same year."""
    card = evidence.indicators[indicator]
    if not (card.numerator_indicator and card.denominator_indicator):
        return []
    pairs = product(
        published(evidence, card.numerator_indicator, area),
        published(evidence, card.denominator_indicator, area),
    )
    quotients = (_quotient(card, *pair) for pair in pairs if belong_together(*pair))
    return [reading for reading in quotients if reading]


def joint(evidence, indicator, area):
    """What the parts of a share of units that meet several conditions at once leave possible for all of them.

    At most the smallest part meets them all, and at least what the parts have beyond 100 percent in common
    (Fréchet's bounds). Only parts of one period and definition count; a part that nobody published leaves 0
    to 100, and one of which sources say different things gives a reading for each of them.
    """
    card = evidence.indicators[indicator]
    parts = [[r for r in published(evidence, code, area) if r.unit == card.unit] for code in card.all_of]
    kinds = dict.fromkeys(_kind(r) for known in parts for r in known)
    together = ([[r for r in known if _kind(r) == kind] for known in parts] for kind in kinds)
    chosen = (rows for known in together for rows in product(*filter(None, known)))
    return [found for rows in chosen if (found := _joint(card, rows))]


def _kind(reading):
    """What readings of parts must have in common to be of one whole."""
    return reading.period, reading.statistic, reading.definition


def _joint(card, known):
    """The reading of all parts together, or None where they leave everything possible."""
    if not known:
        return None
    low, high = value.limits(card.unit)
    most = min((r.interval for r in known), key=lambda i: (i.right, i.closed_right))
    beyond = sum(interval.exactly(r.interval.left) for r in known) - int(high) * (len(card.all_of) - 1)
    least = max(low, float(beyond))
    complete = len(known) == len(card.all_of)
    least = least if complete else low
    if (least, most.right) == (low, high):
        return None
    return _bounded(card, known, interval.interval(least, most.right, True, most.closed_right))


def _bounded(card, known, possible):
    """The reading of what the parts leave possible: a number, a bound, or a range."""
    low, high = as_printed(possible.left), as_printed(possible.right)
    ends = {low == high: ("=", low, None), possible.right == value.limits(card.unit)[1]: (">=", low, None),
            possible.left == 0: ("<=" if possible.closed_right else "<", high, None)}  # fmt: skip
    comparator, shown, upto = ends.get(True, ("-", low, high))
    first = known[0]
    return Reading(
        card.id, first.area, first.period, first.statistic, card.unit, possible, comparator, shown,
        derived_strength(*known), sum((r.rows for r in known), ()),
        sum((r.sources for r in known), ()), upto, first.definition,
        all(r.period_stated for r in known), joint=tuple(known),
    )  # fmt: skip


def as_printed(number):
    """A finite number as a `Decimal` without zeros at its end."""
    return Decimal(repr(float(number))).normalize() + 0


def belong_together(count, whole):
    """Same source, same year, same kind of figure, no range: only then is a quotient of the two a rate.

    What is only supposed is supposed to be of the source of the other.
    """
    supposed = NOT_PUBLISHED in (count.strength, whole.strength)
    same_span = count.period == whole.period or not (count.period.is_span or whole.period.is_span)
    return (
        (supposed or count.sources == whole.sources)
        and count.year == whole.year
        and count.statistic == whole.statistic
        and same_span
        and "-" not in (count.comparator, whole.comparator)
    )


def _quotient(card, count, whole):
    """The rate as a reading, or None where the counts leave no rate possible, or every one."""
    possible = _possible(card.unit, count, whole)
    if possible is None or (possible.left, possible.right) == value.limits(card.unit):
        return None
    comparator = _comparator(count, whole)
    quotient = _shown(comparator, possible, value.SCALES[card.unit] * count.value / whole.value)
    definition = count.definition or whole.definition
    return Reading(
        card.id, count.area, count.period, "level", card.unit, possible, comparator, quotient,
        derived_strength(count, whole), count.rows + whole.rows,
        tuple(dict.fromkeys(count.sources + whole.sources)), None, definition,
        count.period_stated and whole.period_stated, (count, whole),
    )  # fmt: skip


def _shown(comparator, possible, quotient):
    """A quotient with two decimals; that of a bound is rounded to the side on which it says no more."""
    if comparator in (">", ">="):
        return Decimal(str(possible.left)).quantize(Decimal("0.01"), ROUND_FLOOR)
    if comparator in ("<", "<="):
        return Decimal(str(possible.right)).quantize(Decimal("0.01"), ROUND_CEILING)
    return quotient.quantize(Decimal("0.01"))


def _possible(unit, count, whole):
    """The rates that the counts and the unit allow, or None; an end that the unit sets belongs to them."""
    if 0 in whole.interval:
        return None
    possible = interval.scale(interval.ratio(count.interval, whole.interval), value.SCALES[unit])
    low, high = value.limits(unit)
    if possible.left > high:
        return None
    left = (low, True) if possible.left < low else (possible.left, possible.closed_left)
    right = (high, True) if possible.right > high else (possible.right, possible.closed_right)
    return interval.interval(left[0], right[0], left[1], right[1])


def _comparator(count, whole):
    """What the number of a quotient is: exact, about, or a bound where one of its counts is one."""
    if count.is_bound or whole.is_bound:
        return count.comparator if count.is_bound else INVERSE[whole.comparator]
    return "~" if "~" in (count.comparator, whole.comparator) else "="
