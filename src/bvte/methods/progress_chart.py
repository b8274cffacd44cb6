"""The progress chart of the United Nations: where the observed growth leads by the target year.

Source: UN Statistics Division, Progress Chart Technical Note 2023, as restated in the methodology page of
Eustat (Basque statistics office).
"""

from typing import NamedTuple

from bvte.methods.pace import Direction, compound_growth, direction_sign, sign_towards
from bvte.methods.undefined import Undefined, refuse_missing

STATUS = {3: "met_or_on_track", 2: "progress_too_slow", 1: "stagnation_or_regression"}
RATIO_CUTS = ((0.95, 3), (0.10, 2))
GROWTH_CUTS = ((0.02, 3), (0.005, 2))


class ProgressChart(NamedTuple):
    """An outlook with its score.

    expected: value in the target year at the observed growth; ratio: share of the planned distance that it
    covers (without target: the signed growth a year); both None where they do not exist; score: 3, 2 or 1;
    status: its code.
    """

    expected: float | None
    ratio: float | None
    score: int
    status: str


def chart_with_target(
    base: float,
    current: float,
    target: float,
    base_year: float,
    current_year: float,
    target_year: float = 2030,
    direction: Direction | None = None,
) -> ProgressChart:
    """Expected value v_t (1 + g)^(T - t), its ratio (v - v0)/(target - v0) and the score, as `ProgressChart`.

    Ratio from 0.95: 3; 0.10 to 0.95: 2; below: 1. A latest value that meets the target scores 3 whatever
    the trend. Values are positive numbers; without a direction, better is where the target lies. Raises
    Undefined("base_equals_target"), ("base_meets_target") when the base was on the good side and the value
    no longer is (the ratio would call a fall progress), ("after_target_year"), and as
    `pace.compound_growth`.

    >>> chart_with_target(14.5, 10.2, 7.25, 2015, 2023).status
    'met_or_on_track'
    """
    refuse_missing(base, current, target, base_year, current_year, target_year)
    if _is_met(base, current, target, direction):
        return _chart_of_score(*_outlook_or_none(base, current, target, base_year, current_year, target_year), score=3)
    if _is_met(base, base, target, direction):
        raise Undefined("base_meets_target", base=base, target=target, current=current)
    expected, ratio = _expected_outlook(base, current, target, base_year, current_year, target_year)
    return _chart_of_score(expected, ratio, _score_by_cuts(ratio, RATIO_CUTS))


def chart_without_target(
    base: float, current: float, base_year: float, current_year: float, direction: Direction | None
) -> ProgressChart:
    """Signed growth a year and its score, as `ProgressChart`: from 2 percent 3, 0.5 to 2 percent 2, below 1.

    Raises Undefined("ambiguous_direction") and as `pace.compound_growth`.

    >>> chart_without_target(100, 110, 2015, 2020, "up").score
    2
    """
    growth = direction_sign(direction) * compound_growth(base, current, base_year, current_year)
    return _chart_of_score(None, growth, _score_by_cuts(growth, GROWTH_CUTS))


def _is_met(base: float, current: float, target: float, direction: Direction | None) -> bool:
    return sign_towards(base, target, direction) * (current - target) >= 0


def _expected_outlook(
    base: float, current: float, target: float, base_year: float, current_year: float, target_year: float
) -> tuple[float, float]:
    if current_year > target_year:
        raise Undefined("after_target_year", year=current_year, target_year=target_year)
    growth = compound_growth(base, current, base_year, current_year)
    if base == target:
        raise Undefined("base_equals_target", base=base, target=target)
    expected = current * (1 + growth) ** (target_year - current_year)
    return expected, (expected - base) / (target - base)


def _outlook_or_none(*numbers: float) -> tuple[float | None, float | None]:
    try:
        return _expected_outlook(*numbers)
    except Undefined:
        return None, None


def _score_by_cuts(value: float, cuts: tuple[tuple[float, int], ...]) -> int:
    return next((score for cut, score in cuts if value >= cut), 1)


def _chart_of_score(expected: float | None, ratio: float | None, score: int) -> ProgressChart:
    return ProgressChart(expected, ratio, score, STATUS[score])
