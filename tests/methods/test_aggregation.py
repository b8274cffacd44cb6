import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.methods.aggregation import describe_merger, merge_counts, merge_rates, one_successor, pooled_rate
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]}


def test_published_merger():
    given_, expected = CASES["A9-MERGE-01"]["inputs"], CASES["A9-MERGE-01"]["expected"]
    # Any whole-unit mergers with these numbers: pairs, then the other old units dealt round to the rest.
    pairs, larger = given_["merge_plans_of_two"], given_["merge_plans_of_three_or_more"]
    rest = given_["old_units"] - 2 * pairs
    new = [i // 2 for i in range(2 * pairs)] + [pairs + i % larger for i in range(rest)]
    found = describe_merger(one_successor(pd.Series(new)))
    assert found.new_areas == expected["new_units"] == sum(expected["new_split"].values())
    assert found.fewer == expected["reduction"]
    assert found.fewer_percent == pytest.approx(expected["reduction_percent"], abs=0.05)
    assert (found.of_one, found.of_two, found.of_three_or_more) == (0, pairs, larger)


def test_published_merged_rate():
    case = CASES["A9-MERGE-02"]
    numerators, denominators = case["inputs"]["numerators"], case["inputs"]["denominators"]
    expected, near = case["expected"], case["tolerance"]["abs"]
    assert pooled_rate(numerators, denominators) == pytest.approx(expected["rate"], abs=near)
    mean = np.mean(np.divide(numerators, denominators))
    assert mean == pytest.approx(expected["unweighted_mean_of_rates_is_wrong"], abs=near)
    merged = merge_rates(pd.Series(numerators), pd.Series(denominators), pd.Series(["new"] * 3))
    assert merged["new"] == pytest.approx(expected["rate"], abs=near)


OLD = list("abcde")
SUCCESSOR = pd.Series(["x", "x", "y", "y", "z"], index=OLD)


def test_counts_add_in_any_order_of_the_rows():
    counts = pd.Series([1, 2, 4, 8, 16], index=OLD)
    assert merge_counts(counts, SUCCESSOR).to_dict() == {"x": 3, "y": 12, "z": 16}
    assert merge_counts(counts[::-1], SUCCESSOR).to_dict() == {"x": 3, "y": 12, "z": 16}


def test_a_sum_of_some_parts_is_not_a_count():
    table = pd.DataFrame({"cases": [1, 2, 4, None], "children": [10, 20, 40, 80]}, index=list("abcd"))
    merged = merge_counts(table, SUCCESSOR)
    assert merged.loc["x"].tolist() == [3, 30]
    assert merged["cases"].isna().to_dict() == {"x": False, "y": True, "z": True}
    assert merged["children"].isna().to_dict() == {"x": False, "y": False, "z": True}


def test_rates_of_merged_areas():
    cases, children = pd.Series([3, 0, 7, 1, 0], index=OLD), pd.Series([120, 45, 310, 0, 9], index=OLD)
    rates = merge_rates(cases, children, SUCCESSOR, per=1000)
    assert rates.to_dict() == pytest.approx({"x": 1000 * 3 / 165, "y": 1000 * 8 / 310, "z": 0})


areas = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5000), st.sampled_from("xyz")), min_size=1, max_size=20)


@given(areas)
def test_merging_keeps_the_whole_and_stays_between_the_parts(cells):
    cases, children, new = (pd.Series(column) for column in zip(*cells, strict=True))
    assert merge_counts(cases, new).sum() == cases.sum()
    own, merged = cases / children, merge_rates(cases, children, new)
    assert (merged >= own.groupby(new).min() - 1e-12).all()
    assert (merged <= own.groupby(new).max() + 1e-12).all()
    whole = pooled_rate(cases, children)
    assert whole == pytest.approx(pooled_rate(merge_counts(cases, new), merge_counts(children, new)))
    assert own.min() - 1e-12 <= whole <= own.max() + 1e-12


def test_a_merged_area_without_people_leaves_the_others_their_rates():
    successor = pd.Series({"a": "north", "b": "north", "c": "south"})
    events, people = pd.Series({"a": 1, "b": 2, "c": 0}), pd.Series({"a": 10, "b": 0, "c": 0})
    with pytest.raises(Undefined, match="no_denominator"):
        merge_rates(events, people, successor)
    rates = merge_rates(events, people, successor, per=100, undefined="missing")
    assert rates["north"] == pytest.approx(30)
    assert np.isnan(rates["south"])


def test_pooling_the_areas_that_are_there_must_be_asked_for():
    with pytest.raises(Undefined) as error:
        pooled_rate(pd.Series([1, None], index=["a", "b"]), 10)
    assert error.value.facts == {"rows": ["b"]}
    assert pooled_rate([1, None, 5], [10, 10, None], per=100, skip_missing=True) == 10


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: merge_counts(pd.Series([1], index=["q"]), SUCCESSOR), "area_without_successor"),
        (lambda: merge_counts(pd.Series([1, 2], index=["a", "a"]), SUCCESSOR), "area_repeated"),
        (lambda: one_successor(pd.Series(["x", "y"], index=["a", "a"])), "area_split"),
        (lambda: describe_merger(pd.Series(["x", None], index=["a", "b"])), "missing_value"),
        (lambda: merge_rates(pd.Series([0]), pd.Series([0]), pd.Series(["x"])), "no_denominator"),
        (lambda: pooled_rate([0], [0]), "no_denominator"),
        (lambda: pooled_rate([None], [5], skip_missing=True), "no_denominator"),
        (lambda: pooled_rate([-1, 3], [5, 5]), "negative_count"),
    ],
)
def test_what_cannot_be_merged(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code


def test_a_split_area_is_shared_out_with_what_its_count_leaves_possible():
    """ "a" went whole to "x", "b" a quarter to "x" and the rest to "y", "c" whole to "z"."""
    from bvte.methods.aggregation import share_counts

    crosswalk = pd.DataFrame(
        {"old": ["a", "b", "b", "c"], "new": ["x", "x", "y", "z"], "weight": [1.0, 0.25, 0.75, 1.0]}
    )
    counts = pd.Series({"a": 10, "b": 16, "c": 5})
    found = share_counts(counts, crosswalk)
    assert found.loc["x", ["estimate", "low", "high"]].tolist() == [14, 10, 26]
    assert found.loc["y", ["estimate", "low", "high"]].tolist() == [12, 0, 16]
    assert found.loc["z", ["estimate", "low", "high", "error"]].tolist() == [5, 5, 5, 0]
    assert found["is_exact"].to_dict() == {"x": False, "y": False, "z": True}
    # 16 children who each go by chance: the spread of a binomial, by simulation.
    drawn = np.random.default_rng(0).binomial(16, 0.25, 20_000)
    assert found.loc["x", "error"] == pytest.approx(drawn.std(), rel=0.02)
    assert found["estimate"].sum() == counts.sum()


@pytest.mark.parametrize("weights", [[("x", 0.996)], [("x", 0.25), ("x", 0.75)], [("x", 1), ("y", 0)]])
def test_an_area_that_went_whole_leaves_nothing_open_however_it_is_written(weights):
    from bvte.methods.aggregation import share_counts

    crosswalk = pd.DataFrame([("a", *pair) for pair in weights], columns=["old", "new", "weight"])
    found = share_counts(pd.Series({"a": 100}), crosswalk).loc["x"]
    assert found[["estimate", "low", "high", "error"]].tolist() == [100, 100, 100, 0] and found["is_exact"]


@pytest.mark.parametrize(
    ("weights", "count", "code"), [((1.5, -0.5), 10, "weights_not_whole"), ((0.25, 0.75), -10, "negative_count")]
)
def test_parts_below_nothing_or_above_all_are_refused(weights, count, code):
    from bvte.methods.aggregation import share_counts

    crosswalk = pd.DataFrame({"old": "a", "new": ["x", "y"], "weight": weights})
    with pytest.raises(Undefined, match=code):
        share_counts(pd.Series({"a": count}), crosswalk)


def test_whole_areas_are_shared_out_as_they_are_merged_and_wrong_weights_refused():
    from bvte.methods.aggregation import share_counts

    successor = pd.Series({"a": "x", "b": "x", "c": "y"})
    counts = pd.Series({"a": 3.0, "b": 4.0, "c": None})
    crosswalk = pd.DataFrame({"old": successor.index, "new": successor.to_numpy(), "weight": 1.0})
    found = share_counts(counts, crosswalk)
    assert found["estimate"].fillna(-1).to_dict() == merge_counts(counts, successor).fillna(-1).to_dict()
    for bad, code in (
        (crosswalk.assign(weight=[1.0, 0.5, 1.0]), "weights_not_whole"),
        (crosswalk[crosswalk["old"] != "b"], "area_without_successor"),
    ):
        with pytest.raises(Undefined) as refused:
            share_counts(counts, bad)
        assert refused.value.code == code
