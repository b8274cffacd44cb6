"""The values that a path comes to, as a reader says them: "dưới 3,3%", "từ 82% đến 97%"."""

from math import isinf

from bvte.presentation import numbers
from bvte.presentation.texts import say


def span(possible, limits, decimals, shown=numbers.number):
    """An interval in words, its ends rounded outward; an end at a natural limit is not said.

    limits : (lowest, highest), None where there is none; decimals : negative for tens and hundreds;
    shown : how an end becomes text.
    """
    low, high = numbers.outward(possible, decimals)
    ends = {name: shown(end) for name, end in (("low", low), ("high", high)) if not isinf(end)}
    return say(f"workshop.span.{span_form(possible, limits)}", **ends)


def span_form(possible, limits, closed=False):
    """Which ends are worth saying, and whether the one said belongs to it; closed : it does anyhow."""
    if possible.left == possible.right:
        return "exactly"
    from_limit, to_limit = (
        _is_limit(*pair) for pair in zip((possible.left, possible.right), limits, strict=True)
    )
    if from_limit and to_limit:
        return "all"
    if from_limit:
        return "at_most" if closed or possible.closed_right else "below"
    if to_limit:
        return "at_least" if closed or possible.closed_left else "above"
    return "both"


def _is_limit(end, limit):
    return isinf(end) or end == limit


def decimals_of(subject):
    """Decimals of a target's number, or of its baseline where that is printed more finely."""
    values = [subject.target.value, *([subject.baseline.value] if subject.baseline else [])]
    return max(max(0, -value.as_tuple().exponent) for value in values)
