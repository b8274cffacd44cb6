import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.methods.disclosure import possible_counts, round_to_base, ten_five_rule
from bvte.methods.undefined import Undefined


@given(st.integers(0, 40), st.integers(1, 12))
def test_the_counts_behind_a_rounded_one_are_those_that_round_to_it(step, base):
    rounded = step * base
    behind = [count for count in range(rounded + 2 * base) if round_to_base(count, base) == rounded]
    assert possible_counts(rounded, base) == (behind[0], behind[-1])


def test_nought_of_base_five_is_nought_to_two_or_to_four():
    assert possible_counts(0) == (0, 2)
    assert possible_counts(15) == (13, 17)
    assert possible_counts(20, base=10) == (15, 24)
    # Random and controlled rounding go to either neighbour, as the handbook prints.
    assert possible_counts(0, steps=0) == (0, 4)
    assert possible_counts(15, steps=0) == (11, 19)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((7, 5), "not_rounded"),
        ((-5, 5), "not_positive"),
        ((5, 0), "not_positive"),
        ((5, 5, -1), "not_positive"),
        ((None, 5), "missing_value"),
        ((pd.NA, 5), "missing_value"),
        ((np.inf, 5), "infinite_value"),
    ],
)
def test_what_no_rounding_gives_is_refused(arguments, code):
    with pytest.raises(Undefined) as error:
        possible_counts(*arguments)
    assert error.value.code == code


@pytest.mark.parametrize("function", [round_to_base, ten_five_rule])
@pytest.mark.parametrize(
    ("counts", "code"),
    [([3, None], "missing_value"), ([3, np.inf], "infinite_value"), (["x"], "not_a_number"), ([-1], "not_positive")],
)
def test_counts_that_are_none_are_refused(function, counts, code):
    with pytest.raises(Undefined) as error:
        function(counts)
    assert error.value.code == code
