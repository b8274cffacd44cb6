"""Pace: the observed change a year beside the change a year that a target asks for, with the labels in use.

Values are positive numbers, years are numbers; direction is "up" or "down" (also "increasing",
"decreasing", 1, -1) and says where better lies. Nothing here replaces a zero by a small number: see
`Undefined`.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from bvte.methods.columns import paired_values
from bvte.methods.undefined import Numbers, Undefined, refuse_if, refuse_missing

# Where better lies.
Direction: TypeAlias = str | int
DIRECTIONS: dict[Direction, int] = {"up": 1, "increasing": 1, 1: 1, "down": -1, "decreasing": -1, -1: -1}

RATIO_CUTS = (0.95, 0.6, 0)
GROWTH_CUTS = {"open_sdg": (0.015, 0.005, 0), "eurostat": (0.01, 0, -0.01)}
RATIO_LABELS = {
    "open_sdg": ("substantial_progress", "moderate_progress", "limited_progress", "deterioration"),
    "eurostat": ("significant_progress", "moderate_progress", "insufficient_progress", "movement_away"),
}
GROWTH_LABELS = {
    "open_sdg": RATIO_LABELS["open_sdg"],
    "eurostat": ("significant_progress", "moderate_progress", "moderate_movement_away", "significant_movement_away"),
}
# Exponent of the Open SDG scaling of the cuts near a natural limit.
LIMIT_EXPONENT = 4.44


class Pace(NamedTuple):
    """A pace with its label.

    value: ratio of growths (with a target) or signed growth a year (without), None where it does not exist;
    status: the label as a code; score: -5 to 5 (Open SDG), None for Eurostat.
    """

    value: float | None
    status: str
    score: float | None


def direction_sign(direction: Direction | None) -> int:
    """1 when better is up, -1 when it is down; raises Undefined("ambiguous_direction") for anything else.

    >>> direction_sign("decreasing")
    -1
    """
    if direction not in DIRECTIONS:
        raise Undefined("ambiguous_direction", direction=direction)
    return DIRECTIONS[direction]


def compound_growth(base: Numbers, current: Numbers, base_year: Numbers, current_year: Numbers) -> Any:
    """Compound annual growth as a fraction: (y_t/y_0)^(1/(t - t0)) - 1; numbers or columns.

    Raises Undefined("zero_base"), ("not_positive") for a negative value, ("same_year"), ("years_reversed"),
    ("missing_value").

    >>> round(compound_growth(100, 121, 2018, 2020), 4)
    0.1
    """
    base, current, base_year, current_year = paired_values(base, current, base_year, current_year)
    _refuse_bad_years(base_year, current_year)
    refuse_if(np.equal(base, 0), "zero_base", base=base)
    refuse_if(np.less(base, 0) | np.less(current, 0), "not_positive", base=base, current=current)
    return (current / base) ** (1 / (current_year - base_year)) - 1


def growth_ratio(
    base: float,
    current: float,
    target: float,
    base_year: float,
    current_year: float,
    target_year: float,
    direction: Direction | None = None,
) -> float:
    """Observed over required compound growth: d g/|G|, 1 when just on the way to the target; numbers.

    Without a direction, better is where the target lies. Raises Undefined("base_equals_target"),
    ("not_positive") for a zero target, and as `compound_growth`. Source: Eurostat, Sustainable development
    in the EU (monitoring reports); Statistics Canada / Open SDG, Progress measurement methodology.

    >>> round(growth_ratio(14.5, 10.2, 7.25, 2015, 2023, 2030), 4)
    0.9526
    """
    observed = compound_growth(base, current, base_year, current_year)
    refuse_missing(target, target_year)
    refuse_if(target <= 0, "not_positive", target=target)
    refuse_if(target == base, "base_equals_target", base=base, target=target)
    required = compound_growth(base, target, base_year, target_year)
    return sign_towards(base, target, direction) * observed / abs(required)


def pace_to_target(
    base: float,
    current: float,
    target: float,
    base_year: float,
    current_year: float,
    target_year: float,
    direction: Direction | None = None,
    rule: str = "open_sdg",
    kept: bool = False,
) -> Pace:
    """The growth ratio with its label and score, as `Pace`; rule is "open_sdg" or "eurostat".

    Open SDG: a target already met is "target_achieved" with score 5, whatever the ratio, even where the ratio
    does not exist (value None). Score: 7.1429 R - 4.2857 from R = 0.6, 4.1667 R - 2.5 below, within -5 to 5.
    Eurostat has neither. Where the base lies beyond the target on the good side already, no pace leads to it:
    Undefined("base_meets_target") unless kept, with which a target that is still met counts as achieved, as
    Open SDG publishes it. Raises Undefined otherwise as `growth_ratio`. Source: as there.

    >>> pace_to_target(14.5, 10.2, 7.25, 2015, 2023, 2030).status
    'substantial_progress'
    """
    refuse_missing(base, current, target, base_year, current_year, target_year)
    sign = sign_towards(base, target, direction)
    met = sign * (current - target) >= 0
    beyond = met and sign * (base - target) > 0
    refuse_if(beyond and not kept, "base_meets_target", base=base, target=target, direction=direction)
    try:
        ratio = growth_ratio(base, current, target, base_year, current_year, target_year, direction)
    except Undefined:
        if not met or rule != "open_sdg":
            raise
        return Pace(None, "target_achieved", 5.0)
    if met and rule == "open_sdg":
        return Pace(ratio, "target_achieved", 5.0)
    return Pace(ratio, _label_by_cuts(ratio, RATIO_CUTS, RATIO_LABELS[rule]), _ratio_score(ratio, rule))


def pace_without_target(
    base: float,
    current: float,
    base_year: float,
    current_year: float,
    direction: Direction | None,
    limit: float | None = None,
    rule: str = "open_sdg",
) -> Pace:
    """The signed growth a year (a fraction, positive when better) with its label and score, as `Pace`.

    rule "open_sdg" cuts at 1.5, 0.5 and 0 percent, multiplied by `limit_scale` when a natural limit lies in
    the desired direction (a maximum is not considered where better is down); "eurostat", also the cuts of
    the first Open SDG releases, at 1, 0 and -1 percent (-1 itself is significant movement away), without
    limit or score. Raises Undefined("ambiguous_direction"), ("beyond_limit") when the base exceeds a
    maximum, and as `compound_growth`. Source: Statistics Canada / Open SDG, Progress measurement
    methodology; Eurostat as restated there.

    >>> pace_without_target(100, 110, 2015, 2020, "up").status
    'substantial_progress'
    """
    sign = direction_sign(direction)
    growth = sign * compound_growth(base, current, base_year, current_year)
    if rule == "eurostat":
        away = GROWTH_LABELS[rule][-1] if growth <= GROWTH_CUTS[rule][-1] else None
        return Pace(growth, away or _label_by_cuts(growth, GROWTH_CUTS[rule], GROWTH_LABELS[rule]), None)
    shrink = _scale_of_cuts(base, limit, sign)
    cuts = [cut * shrink for cut in GROWTH_CUTS[rule]]
    return Pace(growth, _label_by_cuts(growth, cuts, GROWTH_LABELS[rule]), _growth_score(growth, cuts, shrink))


def limit_scale(base: float, limit: float) -> float:
    """Factor 0 to 1 on the growth cuts near a natural limit L: 1 - (y0/L)^4.44 below it (a maximum),
    1 - ((2L - y0)/L)^4.44 up to twice above it (a minimum), else 1.

    Raises Undefined("not_positive") for a negative base or limit. Source: Open SDG, as above.

    >>> round(limit_scale(50, 100), 4)
    0.9539
    """
    refuse_missing(base, limit)
    refuse_if(min(base, limit) < 0, "not_positive", base=base, limit=limit)
    if base >= 2 * limit:
        return 1.0
    nearness = base / limit if base <= limit else (2 * limit - base) / limit
    return 1 - nearness**LIMIT_EXPONENT


def mean_pace(paces: Iterable[Pace]) -> Pace:
    """Several series as one: the mean Open SDG score and its label, "target_achieved" only when all are.

    Raises Undefined("too_few_points") for none, ("no_score") for a `Pace` without score. Source: Open SDG.
    """
    paces = list(paces)
    refuse_if(not paces, "too_few_points", points=0, needed=1)
    refuse_if(any(pace.score is None for pace in paces), "no_score")
    refuse_missing([pace.score for pace in paces])
    score = float(np.mean([pace.score for pace in paces]))
    if all(pace.status == "target_achieved" for pace in paces):
        return Pace(None, "target_achieved", score)
    return Pace(None, _label_by_cuts(score, (2.5, 0, -2.5), RATIO_LABELS["open_sdg"]), score)


def sign_towards(base: float, target: float, direction: Direction | None) -> int:
    """The sign of a direction, else of the way to the target; raises Undefined("base_equals_target")."""
    if direction is not None:
        return direction_sign(direction)
    refuse_if(base == target, "base_equals_target", base=base, target=target)
    return 1 if target > base else -1


def _label_by_cuts(value: float, cuts: Sequence[float], labels: Sequence[str]) -> str:
    return next((label for cut, label in zip(cuts, labels, strict=False) if value >= cut), labels[-1])


def _ratio_score(ratio: float, rule: str) -> float | None:
    if rule != "open_sdg":
        return None
    score = 7.1429 * ratio - 4.2857 if ratio >= RATIO_CUTS[1] else 4.1667 * ratio - 2.5
    return float(np.clip(score, -5, 5))


def _growth_score(growth: float, cuts: Sequence[float], shrink: float) -> float:
    high, middle, low = cuts
    if growth < low:
        return max(125 * growth - 2.5, -5.0)
    if shrink == 0:
        return 5.0
    if growth >= high:
        return min(500 * growth / shrink - 5, 5.0)
    return 250 * growth / shrink - 1.25 if growth >= middle else 500 * growth / shrink - 2.5


def _scale_of_cuts(base: float, limit: float | None, sign: int) -> float:
    if limit is not None:
        refuse_missing(limit)
    if limit is None or (sign < 0 and base < limit):
        return 1.0
    refuse_if(sign > 0 and base > limit, "beyond_limit", base=base, limit=limit)
    return limit_scale(base, limit)


def _refuse_bad_years(start: Numbers, end: Numbers) -> None:
    refuse_if(np.equal(start, end), "same_year", year=start)
    refuse_if(np.less(end, start), "years_reversed", start=start, end=end)
