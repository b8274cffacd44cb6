"""Rules on targets: each can be judged as written, and no two of a programme exclude each other."""

from itertools import combinations
from math import inf

from bvte.evidence.problem import Problem
from bvte.evidence.value import leaves_none

# Conditions on a change, which is told by its size: a fall of 2 is written 2.
CHANGES = {"increase_per_year": 1, "decrease_per_year": -1, "decrease_by_percent": -1}


def target_incomplete(evidence):
    """Targets that cannot be judged as written: due outside their phase, or half a range or baseline."""
    for target in evidence.targets.values():
        phase = evidence.programmes.get(target.programme)
        if phase and not phase.start <= target.due_year <= phase.end:
            yield _incomplete_target(target, "due_year", target.due_year, f"{phase.start}-{phase.end}")
        if target.condition == "range" and target.value_to is None:
            yield _incomplete_target(target, "value_to", "", f"> {target.value}")
        if target.value_to is not None and target.value_to <= target.value:
            yield _incomplete_target(target, "value_to", target.value_to, f"> {target.value}")
        elif target.value_to is not None and target.condition not in ("range", *CHANGES):
            yield _incomplete_target(target, "value_to", target.value_to, "range")
        sign = {"below": "<", "above": ">"}.get(target.condition)
        if leaves_none(sign, target.value, target.unit):
            yield _incomplete_target(
                target, "value", f"{sign} {target.value}", "< 100" if sign == ">" else "> 0"
            )
        if target.condition in CHANGES and target.value <= 0:
            yield _incomplete_target(target, "value", target.value, "> 0")
        yield from (*_baseline_problems(target), *_scope_problems(target))


def _baseline_problems(target):
    """What a baseline lacks: its year or its value; and one that is not before the target."""
    if target.baseline_value is not None and target.baseline_year is None:
        yield _incomplete_target(target, "baseline_year", "", f"<= {target.due_year}")
    if target.baseline_value is None and target.baseline_comparator is not None:
        yield _incomplete_target(target, "baseline_comparator", target.baseline_comparator, "baseline_value")
    if target.baseline_year is not None and target.baseline_year >= target.due_year:
        yield _incomplete_target(target, "baseline_year", target.baseline_year, f"< {target.due_year}")


def _scope_problems(target):
    """What a scope lacks: the code by which its figures are found, or the words that readers see."""
    for column, other in (("scope", "scope_vi"), ("scope_vi", "scope"), ("scope_en", "scope")):
        if getattr(target, column) is None and getattr(target, other) is not None:
            yield _incomplete_target(target, column, "", getattr(target, other))


def _incomplete_target(target, column, found, allowed):
    return Problem("target_incomplete", "targets.csv", target.line, column, str(found), allowed)


def targets_exclude(evidence):
    """Two targets of one programme, indicator and year that no figure can meet both."""
    for first, second in combinations(evidence.targets.values(), 2):
        if _target_subject(first) == _target_subject(second) and not _spans_meet(
            _target_span(first), _target_span(second)
        ):
            yield Problem("targets_exclude", "targets.csv", second.line, "condition",
                          f"{second.condition} {second.value}", f"{first.condition} {first.value}",
                          first.id)  # fmt: skip


def _target_subject(target):
    """What must be equal where two targets speak of one thing."""
    subject = target.programme, target.indicator, target.definition, target.scope
    kind = target.condition in CHANGES, target.condition == "decrease_by_percent"
    return *subject, target.due_year, target.unit, *kind


def _target_span(target):
    """(low, high, low is met, high is met) of what meets a target; a fall is a negative change."""
    value, to = float(target.value), target.value_to and float(target.value_to)
    if target.condition in CHANGES:
        return (value, inf, True, False) if CHANGES[target.condition] > 0 else (-inf, -value, False, True)
    spans = {
        "below": (-inf, value, False, False), "at_most": (-inf, value, False, True),
        "at_least": (value, inf, True, False), "above": (value, inf, False, False),
        "exactly": (value, value, True, True), "range": (value, to or value, True, True),
    }  # fmt: skip
    return spans.get(target.condition, (-inf, inf, False, False))


def _spans_meet(first, second):
    """Whether two spans have a number in common."""
    low, with_low = max((first[0], not first[2]), (second[0], not second[2]))
    high, with_high = min((first[1], first[3]), (second[1], second[3]))
    return low < high or (low == high and not with_low and with_high)
