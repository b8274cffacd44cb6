import json
from itertools import permutations
from math import factorial, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.change import das_gupta_decomposition, kitagawa_decomposition
from bvte.methods.undefined import Undefined

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}

# Das Gupta 1993, as printed with the package DasGuptR: mean earnings of black and white men (example 2.1),
# birth rates of Austria and Chile (2.2), births of single women (2.3), fertility of South Korea (2.4): the
# factors of both populations and the printed effects.
PRODUCTS = [
    ({"earnings": 10930, "earners": 0.717892}, {"earnings": 16591, "earners": 0.825974}, [4369.913, 1487.262]),
    (
        {"births": 51.78746, "fertile": 0.45919, "women": 0.52638},
        {"births": 84.90502, "fertile": 0.75756, "women": 0.51065},
        [10.4340333, 10.5608476, -0.6670084],
    ),
    (
        {"births": 25.3, "pregnant": 0.214, "active": 0.279, "single": 0.949},
        {"births": 32.7, "pregnant": 0.290, "active": 0.473, "single": 0.986},
        [0.6889411, 0.8125381, 1.3829055, 0.1047547],
    ),
    (
        {"married": 0.58, "noncontr": 0.76, "abort": 0.84, "lact": 0.66, "fecund": 16.573},
        {"married": 0.72, "noncontr": 0.97, "abort": 0.97, "lact": 0.56, "fecund": 16.158},
        [1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187],
    ),
]

positive = st.floats(0.01, 100)


@st.composite
def two_populations(draw, factors=4):
    names = "abcde"[: draw(st.integers(2, factors))]
    return tuple({name: draw(positive) for name in names} for _ in range(2))


@st.composite
def two_structures(draw):
    size = draw(st.integers(1, 6))
    counts = [np.array(draw(st.lists(positive, min_size=size, max_size=size))) for _ in range(2)]
    rates = [np.array(draw(st.lists(st.floats(0, 100), min_size=size, max_size=size))) for _ in range(2)]
    return (*(count / count.sum() for count in counts), *rates)


def by_all_orders(first, second):
    """Change the factors one after the other in every order; a factor's effect is its mean step."""
    effects = dict.fromkeys(first, 0.0)
    for order in permutations(first):
        current = dict(first)
        for name in order:
            before = np.prod(list(current.values()))
            current[name] = second[name]
            effects[name] += np.prod(list(current.values())) - before
    return [effect / factorial(len(first)) for effect in effects.values()]


def test_the_published_headship_rates():
    case = CASES["A5-KIT-01"]
    given_, expected = dict(case["inputs"]), case["expected"]
    given_.pop("labels")
    result = kitagawa_decomposition(**given_)
    for name in ("crude_0", "crude_1", "difference", "composition", "rate"):
        assert getattr(result, name) == pytest.approx(expected[name], abs=case["tolerance"]["abs"])
    percents = (result.composition_percent, result.rate_percent)
    assert percents == pytest.approx((expected["composition_percent"], expected["rate_percent"]), abs=0.005)


def test_the_published_product_of_two():
    case = CASES["A5-DG-01"]
    frame, expected = (das_gupta_decomposition(case["inputs"]["pop0"], case["inputs"]["pop1"]), case["expected"])
    effects = [expected["alpha_effect"], expected["beta_effect"], expected["total"]]
    assert frame["effect"].tolist() == pytest.approx(effects, abs=1e-9)
    percents = [expected["alpha_percent"], expected["beta_percent"], 100]
    assert frame["percent"].tolist() == pytest.approx(percents, abs=0.005)


@pytest.mark.parametrize(("first", "second", "expected"), PRODUCTS)
def test_published_products_of_two_to_five_factors(first, second, expected):
    frame = das_gupta_decomposition(first, second)
    assert frame["effect"].tolist()[:-1] == pytest.approx(expected, rel=1e-6)
    assert frame.index.tolist() == [*first, "total"]


def test_the_published_birth_rate_of_three_columns():
    # Example 4.3, Taiwan 1960 and 1970, seven age groups: 38.77463 to 27.20318.
    first = {
        "bm": [393, 407, 369, 274, 184, 90, 16],
        "mw": [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        "wp": [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    }
    second = {
        "bm": [488, 452, 338, 156, 63, 22, 3],
        "mw": [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        "wp": [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    }
    frame = das_gupta_decomposition(first, second)
    assert frame["effect"].tolist() == pytest.approx([-7.285632, -2.720633, -1.565181, -11.571446], abs=1e-5)
    assert frame["percent"].tolist() == pytest.approx([62.96, 23.51, 13.53, 100], abs=0.005)


def test_the_published_natural_increase_is_a_difference_and_not_a_product():
    # Example 3.1, United States 1940 and 1960.
    first, second = {"birth": 19.4, "death": 10.8}, {"birth": 23.7, "death": 9.5}
    frame = das_gupta_decomposition(first, second, rate=lambda birth, death: birth - death)
    assert frame["effect"].tolist() == pytest.approx([4.3, 1.3, 5.6])
    assert frame["percent"].tolist() == pytest.approx([76.79, 23.21, 100], abs=0.005)


def test_the_published_ratio_of_four_columns():
    # Example 4.4, illegitimacy ratio of the United States 1963 and 1983.
    first = {
        "a": [0.200, 0.163, 0.146, 0.154, 0.168, 0.169],
        "b": [0.866, 0.325, 0.119, 0.099, 0.099, 0.121],
        "c": [0.007, 0.021, 0.023, 0.015, 0.008, 0.002],
        "d": [0.454, 0.326, 0.195, 0.107, 0.051, 0.015],
    }
    second = {
        "a": [0.169, 0.195, 0.190, 0.174, 0.150, 0.122],
        "b": [0.931, 0.563, 0.311, 0.216, 0.199, 0.191],
        "c": [0.018, 0.026, 0.023, 0.016, 0.008, 0.002],
        "d": [0.380, 0.201, 0.149, 0.079, 0.025, 0.006],
    }

    def ratio(a, b, c, d):
        return (a * b * c).sum() / ((a * b * c).sum() + (a * (1 - b) * d).sum())

    frame = das_gupta_decomposition(first, second, ratio)
    expected = [-0.00620498, 0.04866154, 0.02705922, 0.02470928, 0.09422505]
    assert frame["effect"].tolist() == pytest.approx(expected, abs=1e-7)


@given(two_populations())
def test_effects_are_the_mean_over_all_orders_of_change(populations):
    first, second = populations
    frame = das_gupta_decomposition(first, second)
    assert frame["effect"].tolist()[:-1] == pytest.approx(by_all_orders(first, second), rel=1e-6, abs=1e-6)


@given(two_populations(5))
def test_effects_add_up_and_turn_with_the_populations(populations):
    first, second = populations
    frame, back = das_gupta_decomposition(first, second), das_gupta_decomposition(second, first)
    total = frame.loc["total", "effect"]
    assert frame["effect"].iloc[:-1].sum() == pytest.approx(total, rel=1e-6, abs=1e-6 * np.prod(list(first.values())))
    assert back["effect"].tolist() == pytest.approx((-frame["effect"]).tolist(), rel=1e-6, abs=1e-6)


def test_a_factor_that_did_not_change_has_no_effect():
    frame = das_gupta_decomposition({"a": 2, "b": 3, "c": 5}, {"a": 2, "b": 4, "c": 7})
    assert frame.loc["a", "effect"] == 0


@given(two_structures())
def test_kitagawa_is_das_gupta_of_shares_and_rates(structure):
    share_0, share_1, rate_0, rate_1 = structure
    result = kitagawa_decomposition(share_0, share_1, rate_0, rate_1)
    frame = das_gupta_decomposition({"share": share_0, "rate": rate_0}, {"share": share_1, "rate": rate_1})
    assert (result.composition, result.rate) == pytest.approx(tuple(frame["effect"].iloc[:2]), abs=1e-9)
    assert result.composition + result.rate == pytest.approx(result.difference, abs=1e-9)
    assert result.groups.to_numpy().sum() == pytest.approx(result.difference, abs=1e-9)


@given(two_structures(), st.floats(-50, 50))
def test_composition_does_not_depend_on_where_rates_begin(structure, shift):
    share_0, share_1, rate_0, rate_1 = structure
    plain = kitagawa_decomposition(share_0, share_1, rate_0, rate_1)
    moved = kitagawa_decomposition(share_0, share_1, rate_0 + shift, rate_1 + shift)
    assert (moved.composition, moved.rate) == pytest.approx((plain.composition, plain.rate), abs=1e-9)


@given(two_structures())
def test_equal_rates_leave_only_composition_and_equal_shares_only_rates(structure):
    share_0, share_1, rate_0, rate_1 = structure
    assert kitagawa_decomposition(share_0, share_1, rate_0, rate_0).rate == 0
    assert kitagawa_decomposition(share_0, share_0, rate_0, rate_1).composition == 0


def test_columns_are_paired_by_their_index():
    share_0 = pd.Series({"north": 0.25, "south": 0.75})
    share_1 = pd.Series({"south": 0.5, "north": 0.5})
    result = kitagawa_decomposition(share_0, share_1, [10, 2], pd.Series({"south": 2, "north": 10}))
    # The north grew from a quarter to a half, rates stayed at 10 and 2: the crude rate went from 4 to 6.
    assert (result.crude_0, result.crude_1, result.rate) == (4, 6, 0)
    assert result.composition_percent == 100
    assert result.groups.loc["north", "composition"] == 2.5


def test_printed_shares_that_miss_the_whole_make_no_effect():
    # 0.991 and 1.009 of it: both groups stayed at 50, nothing has changed.
    result = kitagawa_decomposition([0.495, 0.496], [0.505, 0.504], [50, 50], [50, 50])
    assert (result.crude_0, result.crude_1) == pytest.approx((50, 50))
    assert (result.composition, result.rate) == pytest.approx((0, 0), abs=1e-12)
    assert result.share_sums == pytest.approx((0.991, 1.009))
    assert result.composition_percent is None


@given(two_structures(), st.floats(0.9901, 1.0099), st.floats(0.9901, 1.0099))
def test_the_rounding_of_shares_changes_nothing(structure, short, long):
    share_0, share_1, rate_0, rate_1 = structure
    plain = kitagawa_decomposition(*structure)
    missed = kitagawa_decomposition(short * share_0, long * share_1, rate_0, rate_1)
    assert missed[:5] == pytest.approx(plain[:5], rel=1e-9, abs=1e-9)


def test_factors_are_paired_by_their_index():
    first = {"share": pd.Series({"a": 0.8, "b": 0.2}), "rate": pd.Series({"b": 20.0, "a": 10.0})}
    second = {"share": pd.Series({"b": 0.2, "a": 0.8}), "rate": pd.Series({"a": 10.0, "b": 20.0})}
    assert das_gupta_decomposition(first, second)["effect"].tolist() == pytest.approx([0, 0, 0])
    lists = {"share": [0.8, 0.2], "rate": [10, 20]}
    assert das_gupta_decomposition(first, lists)["effect"].tolist() == pytest.approx([0, 0, 0])
    grown = {"share": pd.Series({"b": 0.5, "a": 0.5}), "rate": pd.Series({"b": 20.0, "a": 10.0})}
    by_groups = kitagawa_decomposition(first["share"], grown["share"], first["rate"], grown["rate"])
    assert das_gupta_decomposition(first, grown)["effect"].tolist() == pytest.approx([by_groups.composition, 0, 3])


def test_rates_that_do_not_differ_have_no_percentages():
    result = kitagawa_decomposition([0.1, 0.2, 0.7], [0.2, 0.1, 0.7], [3, 3, 5], [3, 3, 5])
    assert (result.composition_percent, result.rate_percent) == (None, None)
    # 0.1 * 3 and 0.3 * 1 differ only by the rounding of binary fractions.
    assert das_gupta_decomposition({"a": 0.1, "b": 3}, {"a": 0.3, "b": 1})["percent"].isna().all()
    frame = das_gupta_decomposition({"a": 2, "b": 3}, {"a": 3, "b": 2})
    assert frame["percent"].isna().all()
    assert frame["effect"].tolist() == [2.5, -2.5, 0]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([0.5, 0.4], [0.5, 0.5], [1, 2], [1, 2]), "shares_not_whole"),
        (([50, 50], [50, 50], [1, 2], [1, 2]), "shares_not_whole"),
        (([1.5, -0.5], [0.5, 0.5], [1, 2], [1, 2]), "not_positive"),
        (([0.5, 0.5], [0.5, 0.5], [1, nan], [1, 2]), "missing_value"),
        (([0.5, 0.5], [0.5, 0.5], [1, None], [1, 2]), "missing_value"),
        (([0.5, pd.NA], [0.5, 0.5], [1, 2], [1, 2]), "missing_value"),
        (([0.5, 0.5], [0.5, 0.5], [1, np.inf], [1, 2]), "infinite_value"),
        (([0.5, 0.5], [0.5, 0.5], [1, "x"], [1, 2]), "not_a_number"),
        ((pd.Series([0.5, 0.5], ["a", "a"]), [0.5, 0.5], [1, 2], [1, 2]), "group_repeated"),
        (([0.5, 0.5], [1.0], [1, 2], [1, 2]), "unequal_lengths"),
        (([], [], [], []), "too_few_points"),
        ((pd.Series([0.5, 0.5], ["a", "b"]), pd.Series([0.5, 0.5], ["a", "c"]), [1, 2], [1, 2]), "missing_value"),
    ],
)
def test_structures_that_cannot_be_compared_are_refused(columns, code):
    with pytest.raises(Undefined) as refusal:
        kitagawa_decomposition(*columns)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "c": 2}, "different_factors"),
        ({"a": 1}, {"a": 2}, "too_few_points"),
        ({"a": 1, "b": nan}, {"a": 1, "b": 2}, "missing_value"),
        ({"a": 1, "b": None}, {"a": 1, "b": 2}, "missing_value"),
        ({"a": 1, "b": np.inf}, {"a": 1, "b": 2}, "infinite_value"),
        ({"a": [], "b": 2}, {"a": [], "b": 2}, "too_few_points"),
        ({"a": pd.Series([1, 2], ["x", "y"]), "b": 2}, {"a": pd.Series([1, 2], ["x", "z"]), "b": 2}, "missing_value"),
        ({"a": pd.Series([1, 2], ["x", "x"]), "b": 2}, {"a": [1, 2], "b": 2}, "group_repeated"),
        ({"a": [1, 2], "b": [1, 2]}, {"a": [1, 2, 3], "b": [1, 2, 3]}, "unequal_lengths"),
        ({"a": 1, "total": 2}, {"a": 1, "total": 3}, "reserved_name"),
    ],
)
def test_factors_that_cannot_be_compared_are_refused(first, second, code):
    with pytest.raises(Undefined) as refusal:
        das_gupta_decomposition(first, second)
    assert refusal.value.code == code


@given(two_populations(3), st.floats(0.01, 100))
def test_percentages_do_not_depend_on_the_unit_of_a_factor(populations, unit):
    first, second = populations
    plain = das_gupta_decomposition(first, second)
    assume(abs(plain.loc["total", "effect"]) > 1e-3)
    scaled = das_gupta_decomposition(first | {"a": unit * first["a"]}, second | {"a": unit * second["a"]})
    assert scaled["percent"].tolist() == pytest.approx(plain["percent"].tolist(), rel=1e-4, abs=1e-4)
