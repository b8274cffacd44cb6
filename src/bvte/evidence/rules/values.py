"""Rules on single figures: limits of the unit, counts inside their whole, percent from counts."""

from decimal import Decimal
from math import inf

from bvte.evidence import value
from bvte.evidence.problem import ACKNOWLEDGED, Problem, nearest_name, observation_problem
from bvte.evidence.rules.targets import CHANGES


def out_of_limits(evidence):
    """Figures, targets, baselines beyond their unit or indicator (shares above 100 have their own rule)."""
    for row in evidence.observations.values():
        low, high = _limits_of(evidence, row.indicator, row.unit)
        if _is_beyond(row.value, row.unit, low, high):
            yield observation_problem("out_of_limits", row, "value", row.value, _limits_text(low, high))
    for target in evidence.targets.values():
        yield from _targets_out_of_limits(evidence, target)


def _targets_out_of_limits(evidence, target):
    """The same of a target; its baseline stands in the unit of its indicator's level."""
    card = evidence.indicators.get(target.indicator)
    level = card.unit if card else target.unit
    for column, unit in (("value", target.unit), ("value_to", target.unit), ("baseline_value", level)):
        number = getattr(target, column)
        low, high = _limits_of(evidence, target.indicator, unit)
        # A change of nothing or less is told as a condition that cannot be judged.
        told = column == "value" and target.condition in CHANGES
        if number is not None and not told and _is_beyond(number, unit, low, high):
            facts = {"row": target.id}
            yield Problem("out_of_limits", "targets.csv", target.line, column, str(number),
                          _limits_text(low, high), facts=facts)  # fmt: skip


def _is_beyond(number, unit, low, high):
    """Whether a number lies beyond its limits, but for a share above 100."""
    return number < low or (number > high and not (unit in value.SHARES and number > 100))


def _limits_text(low, high):
    """Limits as a reader writes them."""
    return f">= {low:.12g}" if high == inf else f"{low:.12g}..{high:.12g}"


def _limits_of(evidence, indicator, unit):
    """The narrower of the unit's and the indicator's limits, where the indicator has them."""
    low, high = value.unit_limits(unit)
    card = evidence.indicators.get(indicator)
    own_low, own_high = card.limits if card and card.unit == unit else (None, None)
    return low if own_low is None else max(low, own_low), high if own_high is None else min(high, own_high)


def share_above_100(evidence):
    """Shares of more than everything, published or aimed at."""
    for target in evidence.targets.values():
        for column in ("value", "value_to", "baseline_value"):
            number = getattr(target, column)
            if target.unit in value.SHARES and number is not None and number > 100:
                yield Problem("share_above_100", "targets.csv", target.line, column, str(number), "0..100")
    for row in evidence.observations.values():
        if row.unit in value.SHARES and row.value > 100:
            yield observation_problem("share_above_100", row, "value", row.value, "0..100")


def numerator_above_denominator(evidence):
    """Counts larger than what they are counted among."""
    for row in evidence.observations.values():
        if None not in (row.numerator, row.denominator) and row.numerator > row.denominator:
            allowed = f"<= {row.denominator}"
            yield observation_problem("numerator_above_denominator", row, "numerator", row.numerator, allowed)


def numerator_alone(evidence):
    """Counts behind a rate of which only one was entered."""
    for row in evidence.observations.values():
        if (row.numerator is None) != (row.denominator is None):
            there, absent = (
                ("denominator", "numerator") if row.numerator is None else ("numerator", "denominator")
            )
            yield Problem("numerator_alone", "observations.csv", row.line, absent, str(getattr(row, there)),
                          there, facts={"row": row.id})  # fmt: skip


def acknowledged_unknown(evidence):
    """Acknowledgements of something that is no rule, or none that a publication can break."""
    for row in evidence.observations.values():
        for code in row.acknowledged:
            if code not in ACKNOWLEDGED:
                near = nearest_name(code, ACKNOWLEDGED)
                yield Problem("acknowledged_unknown", "observations.csv", row.line, "acknowledged", code,
                              ", ".join(ACKNOWLEDGED), near, facts={"row": row.id})  # fmt: skip


def percent_not_from_counts(evidence):
    """Printed rates that do not follow from the counts printed beside them, beyond rounding."""
    for row in evidence.observations.values():
        if row.unit not in value.SCALES or row.numerator is None or not row.denominator:
            continue
        exact = value.SCALES[row.unit] * row.numerator / row.denominator
        if float(exact) not in row.interval:
            shown = exact.quantize(Decimal("0.001"))
            counts = {"numerator": row.numerator, "denominator": row.denominator}
            yield observation_problem("percent_not_from_counts", row, "value", row.value, shown, **counts)
