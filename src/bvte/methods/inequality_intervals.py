"""Intervals of measures of inequality between areas, by simulation, beside what chance alone makes of equal areas.

Any measure of `inequality` is a number even where all areas have one rate, since their counts vary by chance: its
size says nothing without that. Source of the interval: Davison and Hinkley 1997, Bootstrap Methods and their
Application, section 5.2 (basic interval), by which what chance adds to the measure is taken off again.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import counts_of, events_of, tail_probability
from bvte.methods.undefined import Array, Numbers, refuse_if

# Of areas' rates and populations a number.
Measure = Callable[[Array, Array], float]
DRAWS, SEED = 500, 20250701


class MeasuredInequality(NamedTuple):
    """A measure as counted, without what chance adds to it, its interval, and chance alone.

    value : of the rates as they are; corrected : less what chance adds, around which the interval lies; by_chance : the
    greatest that chance makes of equal areas in 95 % of cases, to be held against `value`.
    """

    value: float
    corrected: float
    low: float
    high: float
    by_chance: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the areas differ by more than equal areas would."""
        return self.value > self.by_chance


def draw_rates(
    events: Numbers, population: Numbers, shares: bool, equal: bool = False, draws: int = DRAWS, seed: int = SEED
) -> Array:
    """Rates (events per person) that areas could as well have had, a row a draw.

    shares : events are some of the population (binomial), else counts beside it (Poisson); equal : as if all areas had
    the rate of all together. The same seed gives the same draws. Raises Undefined as `counts_of` and `events_of`, and
    `missing_value`.
    """
    columns = counts_of(events, population) if shares else events_of(events, population)
    x, n = columns.arrays
    refuse_if(np.isnan(x + n).any(), "missing_value")
    rate = np.full(x.shape, x.sum() / n.sum()) if equal else x / n
    source = np.random.default_rng(seed)
    size = (draws, x.size)
    drawn = source.binomial(n.astype(int), np.minimum(rate, 1), size) if shares else source.poisson(n * rate, size)
    return drawn / n


def measured_inequality(
    measure: Measure, events: Numbers, population: Numbers, shares: bool, level: float = 0.95, **how: Any
) -> MeasuredInequality:
    """A measure of the areas' rates with its basic bootstrap interval, beside chance.

    how : `draws` and `seed` of `draw_rates`. An end below 0 is 0. Raises Undefined as the measure and `draw_rates`.

    >>> from bvte.methods.inequality import mean_difference_from_mean
    >>> found = measured_inequality(mean_difference_from_mean, [10, 20, 60], [1000] * 3, shares=True, draws=50)
    >>> round(found.value, 3)
    0.02
    """
    x, n = (np.asarray(column, dtype=float) for column in (events, population))
    value = measure(x / n, n)
    drawn = _measures(measure, draw_rates(x, n, shares, **how), n)
    low, high = basic_interval(value, drawn, level)
    chance = _measures(measure, draw_rates(x, n, shares, equal=True, **how), n)
    corrected = 2 * value - float(drawn.mean())
    by_chance = float(np.quantile(chance, level))
    return MeasuredInequality(value, max(0.0, corrected), max(0.0, low), max(0.0, high), by_chance)


def inequality_change(
    measure: Measure,
    before: tuple[Numbers, Numbers],
    after: tuple[Numbers, Numbers],
    shares: bool,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float, float, float]:
    """The change of a measure between two times, less what chance adds to it, with its basic interval: (change, low,
    high).

    before, after : events and population of the areas, drawn independently of each other. Raises Undefined as
    `measured_inequality`.
    """
    values, drawn = [], []
    for place, (events, population) in enumerate((before, after)):
        x, n = (np.asarray(column, dtype=float) for column in (events, population))
        values.append(measure(x / n, n))
        drawn.append(_measures(measure, draw_rates(x, n, shares, draws=draws, seed=seed + place), n))
    change = values[1] - values[0]
    moved = drawn[1] - drawn[0]
    return 2 * change - float(moved.mean()), *basic_interval(change, moved, level)


def basic_interval(value: float, drawn: Array, level: float = 0.95) -> tuple[float, float]:
    """The basic bootstrap interval: 2 value - quantile, so that what resampling adds is taken off.

    >>> tuple(float(end) for end in basic_interval(10, np.array([10.0, 11, 12, 13, 14]), 0.5))
    (7.0, 9.0)
    """
    half = tail_probability(level) / 2
    low, high = np.quantile(drawn, [half, 1 - half])
    return float(2 * value - high), float(2 * value - low)


def _measures(measure: Measure, rates: Array, population: Array) -> Array:
    """The measure of each draw in which an area has an event at all."""
    eventful = rates[rates.sum(axis=1) > 0]
    refuse_if(len(eventful) == 0, "no_events")
    return np.array([measure(row, population) for row in eventful])
