"""ESCAP's two indices: how far the way to the target has come, and how far it will come by the target year.

Values share one unit; scale is the natural maximum of a percentage (100) or share (1), None for values
without one. Source: Bidarbakht Nia 2017, Tracking progress towards the SDGs, ESCAP Statistics Division
Working Paper 5; formulas as in the public code of UNICEF MENARO (repository spalmas/SDG-MENARO, commits
8eae7801 and, for parity, 9828a818).
"""

from collections.abc import Sequence

import numpy as np

from bvte.methods.line import checked_points, logistic
from bvte.methods.pace import Direction, direction_sign
from bvte.methods.undefined import Array, refuse_if, refuse_missing

MET = 10.0
# Above 9 less than a tenth of the way is left, which counts as arrived; 0 and below is no way forward.
NEARLY_MET, NO_PROGRESS = 9, 0


def current_status_index(
    base: float, current: float, target: float, direction: Direction | None = None, parity: bool = False
) -> float:
    """Tenths of the way from base to target: 10 D (I - I0)/|T - I0|, 10 once met, negative for regression.

    direction "up" or "down", by default towards the target. parity: 10 - 10 |T - I|/|T - I0|, where either
    side of the target is a distance; only with a direction given does crossing the target count as met.
    Raises Undefined("base_equals_target") unless met, ("ambiguous_direction"), ("missing_value").

    >>> round(current_status_index(14.5, 10.2, 7.25, "down"), 3)
    5.931
    """
    refuse_missing(base, current, target)
    if _is_met(base, current, target, direction, parity):
        return MET
    refuse_if(base == target, "base_equals_target", base=base, target=target)
    if parity:
        return MET - 10 * abs(target - current) / abs(target - base)
    return 10 * _sign_of(base, target, direction) * (current - base) / abs(target - base)


def anticipated_progress_index(
    base: float, predicted: float, target: float, direction: Direction | None = None, parity: bool = False
) -> float:
    """The index of `current_status_index` for the value predicted for the target year; errors as there."""
    return current_status_index(base, predicted, target, direction, parity)


def current_status_label(index: float) -> str:
    """on_track above 9, slow_progress above 0, else regression; raises Undefined("missing_value").

    >>> current_status_label(5.931)
    'slow_progress'
    """
    return _index_label(index, "on_track", "slow_progress", "regression")


def anticipated_progress_label(index: float) -> str:
    """will_meet_target above 9, need_to_accelerate above 0, else no_progress_expected; raises as above.

    >>> anticipated_progress_label(9.2)
    'will_meet_target'
    """
    return _index_label(index, "will_meet_target", "need_to_accelerate", "no_progress_expected")


def predict_by_mean_growth(
    years: Sequence[float], values: Sequence[float], year: float, scale: float | None = 100
) -> float:
    """Value in `year` from the last one at the mean yearly change between neighbours, on the logit scale.

    years, values: sequences of one length in any order, spaced as they are; with scale None on the log
    scale. With equal spacing only the first and last value count. Raises Undefined("too_few_points"),
    ("same_year"), ("not_positive"), ("beyond_limit") at or above the scale, ("missing_value"),
    ("unequal_lengths").
    """
    years, levels = _on_scale(years, values, scale, year)
    growth = np.mean(np.diff(levels) / np.diff(years))
    return _from_scale(levels[-1] + growth * (year - years[-1]), scale)


def predict_by_weighted_regression(
    years: Sequence[float], values: Sequence[float], year: float, scale: float | None = 100
) -> float:
    """Value in `year`, T, on the line of the logits (logs with scale None), weights (T - t1)/(T - ti).

    The weights let newer points count more and give the slope; the line passes through the plain mean of the
    points, as in the source. Raises Undefined("after_target_year") unless all points precede `year`, and as
    `predict_by_mean_growth`.
    """
    years, levels = _on_scale(years, values, scale, year)
    refuse_if(years[-1] >= year, "after_target_year", year=years[-1], target_year=year)
    weights = (year - years[0]) / (year - years)
    slope = np.polyfit(years - years.mean(), levels, 1, w=np.sqrt(weights))[0]
    return _from_scale(levels.mean() + slope * (year - years.mean()), scale)


def predict_by_geometric_growth(years: Sequence[float], values: Sequence[float], year: float) -> float:
    """Value in `year`, a years on, at the compound growth from first to last: I_n (I_n/I_1)^(a/(t_n - t_1)).

    It may pass 100 percent. Raises Undefined as `predict_by_mean_growth`, except "beyond_limit".

    >>> round(predict_by_geometric_growth([2015, 2020], [100, 121], 2025), 2)
    146.41
    """
    years, levels = _on_scale(years, values, None, year)
    growth = (levels[-1] - levels[0]) / (years[-1] - years[0])
    return _from_scale(levels[-1] + growth * (year - years[-1]), None)


def _sign_of(base: float, target: float, direction: Direction | None) -> int:
    if direction is not None:
        return direction_sign(direction)
    return 1 if target > base else -1


def _is_met(base: float, current: float, target: float, direction: Direction | None, parity: bool) -> bool:
    if direction is None and (parity or base == target):
        return current == target
    return _sign_of(base, target, direction) * (current - target) >= 0


def _index_label(index: float, best: str, middle: str, worst: str) -> str:
    refuse_missing(index)
    if index > NEARLY_MET:
        return best
    return middle if index > NO_PROGRESS else worst


def _on_scale(years: Sequence[float], values: Sequence[float], scale: float | None, year: float) -> tuple[Array, Array]:
    refuse_missing(year)
    refuse_if(np.size(years) < 2, "too_few_points", points=np.size(years), needed=2)
    years, values = checked_points(years, values, needed=1)
    refuse_if(np.unique(years).size < years.size, "same_year")
    refuse_if(bool((values <= 0).any()), "not_positive", lowest=values.min())
    order = np.argsort(years)
    years, values = years[order], values[order]
    if scale is None:
        return years, np.log(values)
    refuse_if(bool((values >= scale).any()), "beyond_limit", limit=scale, highest=values.max())
    return years, np.log(values / (scale - values))


def _from_scale(level: float, scale: float | None) -> float:
    return float(np.exp(level) if scale is None else scale * logistic(level))
