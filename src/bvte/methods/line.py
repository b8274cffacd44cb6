"""A straight line through points by least squares, in closed form: slope, residual spread, standard errors.

Source: any regression text, e.g. Draper and Smith 1998, Applied Regression Analysis, ch. 1; s has n - 2 df.
"""

from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import t_quantile
from bvte.methods.undefined import Array, Numbers, float_array, refuse_if, refuse_missing

# Points this near to a line, in parts of the largest of them, lie on it but for floating point.
ON_THE_LINE = 1e-10


class FittedLine(NamedTuple):
    """The line y = level + slope (x - centre).

    sxx: sum of (x - centre)^2; s: residual standard deviation, None from two points; exact: whether all
    points lie on the line, as in a series that was planned or filled in: its spread is none and says nothing
    of certainty.
    """

    slope: float
    level: float
    centre: float
    sxx: float
    s: float | None
    points: int
    exact: bool

    def at(self, x: Any) -> Any:
        """The line's value at x (number or array)."""
        return self.level + self.slope * (x - self.centre)

    def slope_error(self) -> float:
        """Standard error of the slope: s / sqrt(Sxx)."""
        return self.s / np.sqrt(self.sxx)

    def prediction_error(self, x: Any) -> Any:
        """Standard error of a new value at x: s sqrt(1 + 1/n + (x - centre)^2/Sxx)."""
        return self.s * np.sqrt(1 + 1 / self.points + (x - self.centre) ** 2 / self.sxx)

    def t_quantile(self, confidence: float) -> float:
        """Half width of the interval in standard errors: Student's t with n - 2 degrees of freedom."""
        return t_quantile(confidence, self.points - 2)


def fit_line(x: Numbers, y: Numbers) -> FittedLine:
    """The least-squares `FittedLine` through the points (sequences of one length; equal x may repeat).

    Raises Undefined("too_few_points") below 2 different x, ("missing_value"), ("unequal_lengths"), and as
    `float_array`.

    >>> fit_line([2015, 2016, 2017], [1, 2, 3]).slope
    1.0
    """
    x, y = checked_points(x, y)
    centre, level = x.mean(), y.mean()
    sxx = ((x - centre) ** 2).sum()
    slope = ((x - centre) * (y - level)).sum() / sxx
    residuals = y - level - slope * (x - centre)
    s = float(np.sqrt((residuals**2).sum() / (x.size - 2))) if x.size > 2 else None
    exact = bool(np.abs(residuals).max() <= ON_THE_LINE * np.abs(y).max())
    return FittedLine(float(slope), float(level), float(centre), float(sxx), s, x.size, exact)


def checked_points(x: Numbers, y: Numbers, needed: int = 2) -> tuple[Array, Array]:
    """x and y as float arrays of one length with at least `needed` different x; errors as `fit_line`."""
    x, y = np.atleast_1d(float_array(x)), np.atleast_1d(float_array(y))
    refuse_if(x.shape != y.shape, "unequal_lengths", first=x.size, second=y.size)
    refuse_missing(x, y)
    different = len(np.unique(x))
    refuse_if(different < needed, "too_few_points", points=different, needed=needed)
    return x, y


def asked_years(at: Numbers) -> Array:
    """The years to predict as floats; raises Undefined("too_few_points") for none, ("missing_value")."""
    years = np.atleast_1d(float_array(at))
    refuse_if(years.size == 0, "too_few_points", points=0, needed=1)
    refuse_missing(years)
    return years


def to_scale(values: Numbers, limit: float | None) -> Array:
    """The values on the scale of the calculation: as they are, or ln(y/(limit - y)) below a natural maximum.

    Raises Undefined("beyond_limit") for values at 0 or the limit, and as `float_array`.
    """
    values = float_array(values)
    if limit is None:
        return values
    refuse_missing(limit)
    refuse_if(bool(((values <= 0) | (values >= limit)).any()), "beyond_limit", limit=limit)
    return np.log(values / (limit - values))


def from_scale(values: Any, limit: float | None) -> Any:
    """Numbers (or a DataFrame of them) back from the scale of `to_scale`."""
    return values if limit is None else limit * logistic(values)


def logistic(values: Any) -> Any:
    """1 / (1 + exp(-x)), for any x without overflow and to the last digits near 0."""
    return np.exp(-np.logaddexp(0, -values))
