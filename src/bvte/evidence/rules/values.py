"""Rules on single figures and targets: limits, counts inside their whole, conditions that can be judged."""

from collections.abc import Hashable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from math import inf
from typing import TypeAlias

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import revision_of
from bvte.evidence.problem import ACKNOWLEDGED, Problem, Severity, nearest_name
from bvte.evidence.rows import Target
from bvte.evidence.rules import Problems, observation_problem
from bvte.evidence.value import leaves_none

# Low, high, and whether each of them is met itself.
Span: TypeAlias = tuple[float, float, bool, bool]
# Conditions on a change, which is told by its size: a fall of 2 is written 2.
CHANGES = {"increase_per_year": 1, "decrease_per_year": -1, "decrease_by_percent": -1}


def target_incomplete(evidence: Evidence) -> Problems:
    """Targets that cannot be judged as written: due outside their phase, or half a range or baseline."""
    for target in evidence.targets.values():
        phase = evidence.programmes.get(target.programme)
        last = max(phase.end, target.due_year if target.orientation == "yes" else 0) if phase else 0
        if phase and not phase.start <= target.due_year <= last:
            yield _incomplete_target(target, "due_year", target.due_year, f"{phase.start}-{phase.end}")
        if target.condition == "range" and target.value_to is None:
            yield _incomplete_target(target, "value_to", "", f"> {target.value}")
        if target.value_to is not None and target.value_to <= target.value:
            yield _incomplete_target(target, "value_to", target.value_to, f"> {target.value}")
        elif target.value_to is not None and target.condition not in ("range", *CHANGES):
            yield _incomplete_target(target, "value_to", target.value_to, "range")
        sign = {"below": "<", "above": ">"}.get(target.condition)
        if leaves_none(sign, target.value, target.unit):
            yield _incomplete_target(target, "value", f"{sign} {target.value}", "< 100" if sign == ">" else "> 0")
        if target.condition in CHANGES and target.value <= 0:
            yield _incomplete_target(target, "value", target.value, "> 0")
        yield from (*_baseline_problems(target), *_scope_problems(target), *_shape_problems(target, evidence))


def _baseline_problems(target: Target) -> Problems:
    """What a baseline lacks: its year or its value; and one that is not before the target."""
    if target.baseline_value is not None and target.baseline_year is None:
        yield _incomplete_target(target, "baseline_year", "", f"<= {target.due_year}")
    if target.baseline_value is None and target.baseline_comparator is not None:
        yield _incomplete_target(target, "baseline_comparator", target.baseline_comparator, "baseline_value")
    if target.baseline_year is not None and target.baseline_year >= target.due_year:
        yield _incomplete_target(target, "baseline_year", target.baseline_year, f"< {target.due_year}")


def _scope_problems(target: Target) -> Problems:
    """What a scope lacks: the code by which its figures are found, or the words that readers see."""
    for column, other in (("scope", "scope_vi"), ("scope_vi", "scope"), ("scope_en", "scope")):
        if getattr(target, column) is None and getattr(target, other) is not None:
            yield _incomplete_target(target, column, "", getattr(target, other))


def _shape_problems(target: Target, evidence: Evidence) -> Problems:
    """What a target of a part, from a year on, in place of another or with its count lacks or contradicts."""
    for column in ("ages", "areas"):
        if getattr(target, column) and target.scope is None:
            yield _incomplete_target(target, "scope", "", column)
    if target.first_year is not None and target.first_year > target.due_year:
        yield _incomplete_target(target, "first_year", target.first_year, f"<= {target.due_year}")
    if (target.count is None) != (target.whole is None):
        yield _incomplete_target(target, "whole" if target.whole is None else "count", "", "count, whole")
    yield from (*_count_problems(target), *_revision_problems(target, evidence))


def _count_problems(target: Target) -> Problems:
    """Counts that a target's share is printed with: more than their whole, or such as give another share.

    A programme may contradict itself in print, so that the second is a question.
    """
    if target.count is None or target.whole is None:
        return
    if target.count > target.whole:
        yield _incomplete_target(target, "count", target.count, f"<= {target.whole}")
    elif target.unit in value.SCALES:
        exact = value.SCALES[target.unit] * target.count / target.whole
        if float(exact) not in value.printed_interval("=", target.value, target.unit):
            shown = f"{target.count} / {target.whole} = {exact:.2f}"
            yield replace(_incomplete_target(target, "value", target.value, shown), severity=Severity.finding)


def _revision_problems(target: Target, evidence: Evidence) -> Problems:
    """A target in place of one of something else, or of one whose place another has taken already."""
    old = evidence.targets.get(target.revises or "")
    if old is None:
        return
    heir = revision_of(evidence, old.id)
    if (old.programme, old.indicator) != (target.programme, target.indicator):
        yield _incomplete_target(target, "revises", target.revises, f"{target.programme}, {target.indicator}")
    elif heir is not None and heir is not target:
        yield _incomplete_target(target, "revises", target.revises, f"!= {old.id} ({heir.id})")


def _incomplete_target(target: Target, column: str, found: object, allowed: str) -> Problem:
    return Problem("target_incomplete", target.file_of("targets"), target.line, column, str(found), allowed)


def targets_exclude(evidence: Evidence) -> Problems:
    """Two targets of one programme, indicator and year that no figure can meet both."""
    for first, second in combinations(evidence.targets.values(), 2):
        if _target_subject(first) == _target_subject(second) and not _spans_meet(
            _target_span(first), _target_span(second)
        ):
            yield Problem(
                "targets_exclude",
                second.file_of("targets"),
                second.line,
                "condition",
                f"{second.condition} {second.value}",
                f"{first.condition} {first.value}",
                first.id,
            )


def _target_subject(target: Target) -> tuple[Hashable, ...]:
    """What must be equal where two targets speak of one thing."""
    subject = target.programme, target.indicator, target.definition, target.scope
    kind = target.condition in CHANGES, target.condition == "decrease_by_percent"
    return *subject, target.due_year, target.unit, *kind


def _target_span(target: Target) -> Span:
    """(low, high, low is met, high is met) of what meets a target; a fall is a negative change."""
    value, to = float(target.value), target.value_to and float(target.value_to)
    if target.condition in CHANGES:
        return (value, inf, True, False) if CHANGES[target.condition] > 0 else (-inf, -value, False, True)
    spans = {
        "below": (-inf, value, False, False),
        "at_most": (-inf, value, False, True),
        "at_least": (value, inf, True, False),
        "above": (value, inf, False, False),
        "exactly": (value, value, True, True),
        "range": (value, to or value, True, True),
    }
    return spans.get(target.condition, (-inf, inf, False, False))


def _spans_meet(first: Span, second: Span) -> bool:
    """Whether two spans have a number in common."""
    low, with_low = max((first[0], not first[2]), (second[0], not second[2]))
    high, with_high = min((first[1], first[3]), (second[1], second[3]))
    return low < high or (low == high and not with_low and with_high)


def out_of_limits(evidence: Evidence) -> Problems:
    """Figures, targets, baselines beyond their unit or indicator (shares above 100 have their own rule)."""
    for row in evidence.observations.values():
        low, high = _limits_of(evidence, row.indicator, row.unit)
        if _is_beyond(row.value, row.unit, low, high):
            yield observation_problem("out_of_limits", row, "value", row.value, _limits_text(low, high))
    for target in evidence.targets.values():
        yield from _targets_out_of_limits(evidence, target)


def _targets_out_of_limits(evidence: Evidence, target: Target) -> Problems:
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
            yield Problem(
                "out_of_limits",
                target.file_of("targets"),
                target.line,
                column,
                str(number),
                _limits_text(low, high),
                facts=facts,
            )


def _is_beyond(number: Decimal, unit: str, low: float, high: float) -> bool:
    """Whether a number lies beyond its limits, but for a share above 100."""
    return number < low or (number > high and not (unit in value.SHARES and number > 100))


def _limits_text(low: float, high: float) -> str:
    """Limits as a reader writes them."""
    return f">= {low:.12g}" if high == inf else f"{low:.12g}..{high:.12g}"


def _limits_of(evidence: Evidence, indicator: str, unit: str) -> tuple[float, float]:
    """The narrower of the unit's and the indicator's limits, where the indicator has them."""
    low, high = value.unit_limits(unit)
    high = min(high, value.MOST.get(unit, inf))
    card = evidence.indicators.get(indicator)
    own_low, own_high = card.limits if card and card.unit == unit else (None, None)
    return low if own_low is None else max(low, own_low), high if own_high is None else min(high, own_high)


def share_above_100(evidence: Evidence) -> Problems:
    """Shares of more than everything, published or aimed at."""
    for target in evidence.targets.values():
        for column in ("value", "value_to", "baseline_value"):
            number = getattr(target, column)
            if target.unit in value.SHARES and number is not None and number > 100:
                yield Problem("share_above_100", target.file_of("targets"), target.line, column, str(number), "0..100")
    for row in evidence.observations.values():
        if row.unit in value.SHARES and row.value > 100:
            yield observation_problem("share_above_100", row, "value", row.value, "0..100")


def numerator_above_denominator(evidence: Evidence) -> Problems:
    """Counts larger than what they are counted among."""
    for row in evidence.observations.values():
        if row.numerator is not None and row.denominator is not None and row.numerator > row.denominator:
            allowed = f"<= {row.denominator}"
            yield observation_problem("numerator_above_denominator", row, "numerator", row.numerator, allowed)


def numerator_alone(evidence: Evidence) -> Problems:
    """Counts behind a rate of which only one was entered."""
    for row in evidence.observations.values():
        if (row.numerator is None) != (row.denominator is None):
            there, absent = ("denominator", "numerator") if row.numerator is None else ("numerator", "denominator")
            yield Problem(
                "numerator_alone",
                row.file_of("observations"),
                row.line,
                absent,
                str(getattr(row, there)),
                there,
                facts={"row": row.id},
            )


def acknowledged_unknown(evidence: Evidence) -> Problems:
    """Acknowledgements of something that is no rule, or none that a publication can break."""
    for row in evidence.observations.values():
        for code in row.acknowledged:
            if code not in ACKNOWLEDGED:
                near = nearest_name(code, ACKNOWLEDGED)
                yield Problem(
                    "acknowledged_unknown",
                    row.file_of("observations"),
                    row.line,
                    "acknowledged",
                    code,
                    ", ".join(ACKNOWLEDGED),
                    near,
                    facts={"row": row.id},
                )


def percent_not_from_counts(evidence: Evidence) -> Problems:
    """Printed rates that do not follow from the counts printed beside them, beyond rounding."""
    for row in evidence.observations.values():
        if row.unit not in value.SCALES or row.numerator is None or not row.denominator:
            continue
        exact = value.SCALES[row.unit] * row.numerator / row.denominator
        if float(exact) not in row.interval:
            shown = exact.quantize(Decimal("0.001"))
            yield observation_problem(
                "percent_not_from_counts",
                row,
                "value",
                row.value,
                shown,
                numerator=row.numerator,
                denominator=row.denominator,
            )
