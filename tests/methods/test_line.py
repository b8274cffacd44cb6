from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.methods.line import fit_line
from bvte.methods.undefined import Undefined


@st.composite
def points(draw, least=3):
    x = draw(st.lists(st.integers(-50, 50), min_size=least, max_size=9, unique=True))
    return x, draw(st.lists(st.floats(-100, 100), min_size=len(x), max_size=len(x)))


def test_a_line_worked_out_by_hand():
    # Means 2 and 3, Sxx 2, Sxy 3; residuals 0.5, -1, 0.5.
    line = fit_line([1, 2, 3], [2, 2, 5])
    assert (line.slope, line.at(4), line.s) == (1.5, 6, pytest.approx(1.5**0.5))
    assert line.slope_error() == pytest.approx(0.75**0.5)
    assert line.prediction_error(4) == pytest.approx((1.5 * (1 + 1 / 3 + 2)) ** 0.5)
    assert line.t_quantile(0.95) == pytest.approx(12.7062, abs=1e-4)


@given(points())
def test_slope_and_spread_by_another_road(data):
    x, y = data
    line = fit_line(x, y)
    slope, intercept = np.polyfit(x, y, 1)
    assert (line.slope, line.at(0)) == pytest.approx((slope, intercept), abs=1e-6)
    rest = np.asarray(y) - np.polyval([slope, intercept], x)
    assert line.s == pytest.approx(np.sqrt((rest @ rest) / (len(x) - 2)), abs=1e-6)


@given(points(), st.floats(0.1, 10), st.floats(-5, 5))
def test_a_change_of_unit_changes_the_line_alike(data, unit, shift):
    x, y = data
    line, other = fit_line(x, y), fit_line(x, [shift + unit * value for value in y])
    assert other.slope == pytest.approx(unit * line.slope, abs=1e-6)
    assert other.at(7) == pytest.approx(shift + unit * line.at(7), abs=1e-6)
    assert other.prediction_error(7) == pytest.approx(unit * line.prediction_error(7), abs=1e-6)


def test_a_constant_series_has_a_flat_line_without_spread():
    line = fit_line([2000, 2001, 2002], [1, 1, 1])
    assert (line.slope, line.s, line.slope_error()) == (0, 0, 0)


def test_two_points_have_a_line_but_no_spread():
    assert fit_line([1, 3], [2, 6])[:3] == (2, 4, 2)
    assert fit_line([1, 3], [2, 6]).s is None


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        ([1, 1], [2, 3], "too_few_points"),
        ([], [], "too_few_points"),
        ([1, 2], [2, nan], "missing_value"),
        ([1, 2, 3], [2, 3], "unequal_lengths"),
    ],
)
def test_points_without_a_line_are_refused(x, y, code):
    with pytest.raises(Undefined) as refusal:
        fit_line(x, y)
    assert refusal.value.code == code
