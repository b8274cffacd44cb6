from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bvte.methods.proportions import paired_difference, share_difference, wilson_interval
from bvte.methods.undefined import Undefined

cells = st.tuples(*[st.integers(0, 60)] * 4).filter(any)


@pytest.mark.parametrize(
    ("table", "printed"),
    # Complete response before and after therapy (Cavo 2012), in the test suite of contingencytables, the
    # programs of Fagerland, Lydersen and Laake 2017, ch. 8.
    [((59, 6, 16, 80), (-0.0621, -0.1186, -0.0046))],
)
def test_the_published_difference(table, printed):
    assert paired_difference(*table) == pytest.approx(printed, abs=5e-5)


@settings(deadline=None)
@given(cells)
def test_the_interval_lies_around_the_change_and_turns_with_the_times(table):
    a, b, c, d = table
    found, back = paired_difference(a, b, c, d), paired_difference(a, c, b, d)
    assert found.value == pytest.approx((b - c) / sum(table))
    assert -1 - 1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))
    turned = paired_difference(d, c, b, a)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


@settings(deadline=None)
@given(cells)
def test_square_and_add_with_the_correlation_of_the_table(table):
    a, b, c, d = table
    n = sum(table)
    assume(min(a + b, c + d, a + c, b + d) > 0)
    both = a * d - b * c
    corrected = max(both - n / 2, 0) if both > 0 else both
    phi = corrected / sqrt((a + b) * (c + d) * (a + c) * (b + d))
    (l1, u1), (l2, u2) = wilson_interval(a + b, n), wilson_interval(a + c, n)
    down, up = (a + b) / n - l1, u2 - (a + c) / n
    found = paired_difference(a, b, c, d)
    assert found.value - found.low == pytest.approx(sqrt(max(down**2 + up**2 - 2 * phi * down * up, 0)), abs=1e-9)
    assert u1 >= (a + b) / n and l2 <= (a + c) / n


def test_communes_that_hardly_changed_are_compared_more_sharply_than_two_groups():
    # 40 of 45 communes had it both times, 5 gained it: two groups of 45 would leave the gain in doubt.
    gain = paired_difference(30, 0, 7, 8)
    groups = share_difference(30, 45, 37, 45)
    assert gain.high < 0 < groups.high
    assert gain.value == pytest.approx(groups.value)


def test_columns_keep_their_areas_and_their_gaps():
    both = pd.Series([30, 0, np.nan], list("abc"))
    found = paired_difference(both, [0, 0, 1], [7, 0, 1], [8, 0, 1], undefined="missing")
    assert found.low.isna().tolist() == [False, True, True]
    assert found.low["a"] == paired_difference(30, 0, 7, 8).low


@pytest.mark.parametrize(
    ("table", "code"),
    [((0, 0, 0, 0), "no_denominator"), ((1, -1, 2, 3), "negative_count"), (([], [], [], []), "too_few_points")],
)
def test_what_cannot_be_compared(table, code):
    with pytest.raises(Undefined) as error:
        paired_difference(*table)
    assert error.value.code == code
