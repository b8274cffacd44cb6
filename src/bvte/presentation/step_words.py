"""How far a figure is from the one before it, where that is more than figures of its kind usually move."""

from decimal import Decimal

from bvte.judgement.conflict_kinds import years_between
from bvte.presentation import dates, numbers
from bvte.presentation.texts import say

NEARLY_A_YEAR = 1.5


def moved_text(conflict, way, least):
    """How far one figure is from the other, and what that is in a year; in a year alone where that is nearly the same,
    or the first is not sure."""
    yearly = say("reasons.step_yearly", way=way, least=least)
    (first, *_), (second, *_) = conflict.sides
    share = least_step(first.interval, second.interval, conflict.facts["way"])
    if share is None or conflict.facts["measure"] != "percent" or years_between(first, second) < NEARLY_A_YEAR:
        return yearly
    facts = {"share": numbers.number(share), "time": dates.spoken(first.period), "yearly": yearly}
    return say(f"reasons.step_plain_{conflict.facts['way']}", **facts)


def least_step(first, second, way):
    """By how many percent of one figure another is at least away from it, rounded down; None where nothing follows."""
    start, end = (first.left, second.right) if way == "fell" else (first.right, second.left)
    if not (0 < start < float("inf") and 0 <= end < float("inf")):
        return None
    share = abs(end / start - 1)
    return Decimal(int(share * 1000)) / 10
