"""The design of a segmented regression: level, trend, step, change of trend and season of a register."""

import numpy as np
import pandas as pd

from bvte.methods.periods import clock_of
from bvte.methods.undefined import float_array, refuse_if, refuse_missing

# Penfold and Zhang 2013, Academic Pediatrics 13:S38-S44: eight on either side; even twelve are often too
# few to see
# a change in small counts (Hawley et al. 2019, Clinical Epidemiology 11:197-205).
FEWEST_EACH_SIDE = 8
# Points beyond the coefficients: with fewer the spread, and with it every error, is a guess.
FEWEST_FREE = 8
# A wave that every period meets where it crosses nought is floating-point noise and no regressor.
NO_WAVE = 1e-9


def segment_design(time, start, periods_per_year=None, slope=False, harmonics=0):
    """Columns level, t, step, slope and the waves of the season, by row of `time`, with the index of `time`.

    harmonics: waves a year, up to half the periods of a year; the sine of the last one meets every period at
    nought and is left out. Raises Undefined("same_period"), ("too_few_points") below 8 on either side or with
    less than 8 points beyond the coefficients, ("too_many_harmonics"), ("season_not_seen") when the periods
    that there are cannot tell the season from the rest, and as `clock_of`.
    """
    clock, begin, per_year, index = clock_of(time, start, periods_per_year)
    refuse_missing(clock)
    refuse_if(np.unique(clock).size < clock.size, "same_period")
    step = (clock >= begin).astype(float)
    _refuse_few(
        min((step == 0).sum(), step.sum()), FEWEST_EACH_SIDE, before=(step == 0).sum(), after=step.sum()
    )
    columns = {"level": 1.0, "t": clock - clock.min(), "step": step}
    if slope:
        columns["slope"] = (clock - begin) * step
    design = pd.DataFrame(columns | _season_waves(clock / per_year, harmonics, per_year))
    points, coefficients = design.shape
    _refuse_few(points - coefficients, FEWEST_FREE, points=points, coefficients=coefficients)
    refuse_if(np.linalg.matrix_rank(design.to_numpy()) < coefficients, "season_not_seen", harmonics=harmonics)
    return design, index


def without_change(design):
    """The same design without the change: what would have been if nothing had changed at the date."""
    return design.assign(**{name: 0.0 for name in ("step", "slope") if name in design})


def column_of(values, index, least=0.0):
    """One value by row of the index (a number stands for all).

    Raises Undefined("unequal_lengths"), ("missing_value"), ("not_positive") below `least`, and as
    `float_array`.
    """
    column = float_array(values)
    column = np.full(len(index), float(column)) if column.ndim == 0 else column
    refuse_if(column.size != len(index), "unequal_lengths", values=column.size, times=len(index))
    refuse_missing(column)
    refuse_if(bool((column < least).any()), "not_positive", lowest=float(column.min()))
    return column


def _refuse_few(found, needed, **counts):
    facts = {name: int(count) for name, count in counts.items()}
    refuse_if(found < needed, "too_few_points", **facts, needed=needed)


def _season_waves(years, harmonics, per_year):
    refuse_if(
        not 0 <= harmonics <= per_year / 2, "too_many_harmonics", harmonics=harmonics, most=per_year // 2
    )
    waves = {"sin": np.sin, "cos": np.cos}
    columns = {
        f"{name}{k}": wave(2 * np.pi * k * years)
        for k in range(1, harmonics + 1)
        for name, wave in waves.items()
    }
    return {name: column for name, column in columns.items() if np.abs(column).max() > NO_WAVE}
