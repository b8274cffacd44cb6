"""Rules on single figures: limits of the unit, counts inside their whole, percent from counts."""

from decimal import Decimal
from math import inf

from bvte.evidence import value
from bvte.evidence.problem import Problem, of_observation


def out_of_limits(evidence):
    """Figures that their unit or their indicator does not allow (shares above 100 have their own rule)."""
    for row in evidence.observations.values():
        low, high = _limits(evidence, row)
        if row.value < low or (row.unit not in value.SHARES and row.value > high):
            yield of_observation("out_of_limits", row, "value", row.value, _span(low, high))


def _span(low, high):
    """Limits as a reader writes them."""
    return f">= {low:.12g}" if high == inf else f"{low:.12g}..{high:.12g}"


def _limits(evidence, row):
    """The narrower of the unit's and the indicator's limits, where the indicator has them."""
    low, high = value.limits(row.unit)
    card = evidence.indicators.get(row.indicator)
    own_low, own_high = card.limits if card and card.unit == row.unit else (None, None)
    return low if own_low is None else max(low, own_low), high if own_high is None else min(high, own_high)


def share_above_100(evidence):
    """Shares of more than everything, published or aimed at."""
    for target in evidence.targets.values():
        if target.unit in value.SHARES and target.value > 100:
            found = str(target.value)
            yield Problem("share_above_100", "targets.csv", target.line, "value", found, "0..100")
    for row in evidence.observations.values():
        if row.unit in value.SHARES and row.value > 100:
            yield of_observation("share_above_100", row, "value", row.value, "0..100")


def numerator_above_denominator(evidence):
    """Counts larger than what they are counted among."""
    for row in evidence.observations.values():
        if None not in (row.numerator, row.denominator) and row.numerator > row.denominator:
            allowed = f"<= {row.denominator}"
            yield of_observation("numerator_above_denominator", row, "numerator", row.numerator, allowed)


def percent_not_from_counts(evidence):
    """Printed rates that do not follow from the counts printed beside them, beyond rounding."""
    for row in evidence.observations.values():
        if row.unit not in value.SCALES or row.numerator is None or not row.denominator:
            continue
        exact = value.SCALES[row.unit] * row.numerator / row.denominator
        if float(exact) not in row.interval:
            shown = exact.quantize(Decimal("0.001"))
            counts = {"numerator": row.numerator, "denominator": row.denominator}
            yield of_observation("percent_not_from_counts", row, "value", row.value, shown, **counts)
