import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bvte.methods.change import das_gupta, kitagawa
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}
RATES = st.floats(0, 100)


@st.composite
def two_populations(draw):
    size = draw(st.integers(1, 6))
    shares = [draw(st.lists(st.floats(0.01, 1), min_size=size, max_size=size)) for _ in range(2)]
    rates = [draw(st.lists(RATES, min_size=size, max_size=size)) for _ in range(2)]
    return [list(np.array(share) / sum(share)) for share in shares], rates


def test_the_published_headship_rates_of_the_united_states():
    case = CASES["A5-KIT-01"]
    names = ("share_0", "share_1", "rate_0", "rate_1")
    found = kitagawa(*(case["inputs"][name] for name in names))
    for name, expected in case["expected"].items():
        tolerance = case["tolerance"]["percent" if name.endswith("percent") else "abs"]
        assert getattr(found, name) == pytest.approx(expected, abs=tolerance), name


@given(two_populations())
def test_the_two_parts_are_the_whole_difference(populations):
    (share_0, share_1), (rate_0, rate_1) = populations
    found = kitagawa(share_0, share_1, rate_0, rate_1)
    crude = [float(np.dot(s, r)) for s, r in zip((share_0, share_1), (rate_0, rate_1), strict=True)]
    assert found.composition + found.rate == pytest.approx(crude[1] - crude[0], abs=1e-9)
    assert found.groups.sum().tolist() == pytest.approx([found.composition, found.rate], abs=1e-9)


@given(two_populations())
def test_with_the_populations_exchanged_every_part_changes_its_sign(populations):
    (share_0, share_1), (rate_0, rate_1) = populations
    there, back = kitagawa(share_0, share_1, rate_0, rate_1), kitagawa(share_1, share_0, rate_1, rate_0)
    assert (back.composition, back.rate) == pytest.approx((-there.composition, -there.rate), abs=1e-9)


def test_children_who_only_moved_change_no_rate():
    found = kitagawa([0.5, 0.5], [0.2, 0.8], [2, 6], [2, 6])
    assert (found.composition, found.rate) == pytest.approx((0.3 * 4, 0))


def test_equal_rates_have_no_shares_of_their_difference():
    assert kitagawa([1], [1], [4], [4]).rate_percent is None


def test_groups_are_paired_by_their_index():
    first = pd.Series([0.3, 0.7], ["young", "old"])
    turned = pd.Series([0.7, 0.3], ["old", "young"])
    rate = pd.Series([1.0, 2.0], ["young", "old"])
    assert kitagawa(first, turned, rate, rate).composition == pytest.approx(0)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([0.5, 0.4], [0.5, 0.5], [1, 2], [1, 2]), "shares_not_whole"),
        (([1.5, -0.5], [0.5, 0.5], [1, 2], [1, 2]), "not_positive"),
        (([1.0], [0.5, 0.5], [1, 2], [1, 2]), "unequal_lengths"),
        (([], [], [], []), "too_few_points"),
        (([0.5, 0.5], [0.5, 0.5], [1, np.nan], [1, 2]), "missing_value"),
    ],
)
def test_kitagawa_refuses_what_is_no_composition(columns, code):
    with pytest.raises(Undefined) as refused:
        kitagawa(*columns)
    assert refused.value.code == code


def test_the_published_product_of_two_factors():
    case = CASES["A5-DG-01"]
    found, expected = das_gupta(case["inputs"]["pop0"], case["inputs"]["pop1"]), case["expected"]
    for name in ("alpha", "beta"):
        assert found.effect[name] == pytest.approx(expected[f"{name}_effect"], abs=case["tolerance"]["abs"])
        assert found.percent[name] == pytest.approx(
            expected[f"{name}_percent"], abs=case["tolerance"]["percent"]
        )
    assert found.effect["total"] == pytest.approx(expected["total"])


def test_three_factors_follow_the_published_formula():
    (a0, b0, c0), (a1, b1, c1) = (2.0, 3.0, 5.0), (7.0, 11.0, 13.0)
    found = das_gupta({"a": a0, "b": b0, "c": c0}, {"a": a1, "b": b1, "c": c1}).effect
    assert found["a"] == pytest.approx((a1 - a0) * ((b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6))


@given(st.lists(st.tuples(RATES, RATES), min_size=2, max_size=4))
def test_effects_are_the_mean_over_all_orders_in_which_the_factors_could_change(ends):
    names = [f"f{i}" for i in range(len(ends))]
    old, new = ({n: e[side] for n, e in zip(names, ends, strict=True)} for side in (0, 1))
    found = das_gupta(old, new).effect
    for name in names:
        steps = []
        for order in permutations(names):
            before = {n: new[n] if order.index(n) < order.index(name) else old[n] for n in names}
            steps.append(np.prod(list({**before, name: new[name]}.values())) - np.prod(list(before.values())))
        assert found[name] == pytest.approx(np.mean(steps), rel=1e-6, abs=1e-6)
    assert found.drop("total").sum() == pytest.approx(found["total"], rel=1e-6, abs=1e-6)


def test_a_factor_by_groups_and_a_rate_of_its_own():
    old = {"share": [0.5, 0.5], "rate": [10, 20]}
    new = {"share": [0.4, 0.6], "rate": [12, 18]}
    found = das_gupta(old, new).effect
    parts = kitagawa(old["share"], new["share"], old["rate"], new["rate"])
    assert (found["share"], found["rate"]) == pytest.approx((parts.composition, parts.rate))
    odds = das_gupta({"a": 1, "b": 2}, {"a": 2, "b": 4}, rate=lambda a, b: a / b).effect
    assert odds["total"] == pytest.approx(0)


@given(RATES, RATES)
def test_factors_that_did_not_change_have_no_effect(a, b):
    assume(a != b)
    assert das_gupta({"x": a, "y": 3}, {"x": b, "y": 3}).effect["y"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "c": 2}, "different_factors"),
        ({"a": 1}, {"a": 2}, "too_few_points"),
        ({"a": 1, "b": np.nan}, {"a": 1, "b": 2}, "missing_value"),
        ({"a": [1, 2], "b": [1, 2, 3]}, {"a": [1, 2], "b": [1, 2, 3]}, "unequal_lengths"),
    ],
)
def test_das_gupta_refuses_unlike_factors(old, new, code):
    with pytest.raises(Undefined) as refused:
        das_gupta(old, new)
    assert refused.value.code == code
