"""Rounding and noise: right on average, the same each time, sums that hold, and intervals that are what is possible."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.disclosure import Rule, audit, move_by_key, possible_counts, round_controlled, round_randomly
from bvte.methods.undefined import Undefined

TIES = {"row": [("T", ["a", "b"])], "column": [("T", ["A", "B"])]}


def square(four):
    """A frame of a table of two by two with its margins."""
    table = np.reshape(four, (2, 2))
    full = np.vstack([np.column_stack([table, table.sum(1)]), [*table.sum(0), table.sum()]])
    cells = list(product(["a", "b", "T"], ["A", "B", "T"]))
    return pd.DataFrame(cells, columns=["row", "column"]).assign(count=full.ravel())


def test_random_rounding_is_right_on_average_and_the_same_each_time():
    cells = pd.DataFrame({"area": range(4000), "count": 7})
    first, again = (round_randomly(cells, 5, "made up") for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert set(first["count"]) == {5, 10}
    # 7 goes up twice in five: four standard errors of a mean of 4000.
    assert abs(first["count"].mean() - 7) < 4 * 5 * (0.4 * 0.6 / 4000) ** 0.5
    shuffled = round_randomly(cells.sample(frac=1, random_state=1)[["count", "area"]], 5, "made up")
    assert (shuffled.sort_values("area")["count"].to_numpy() == first["count"].to_numpy()).all()
    assert (round_randomly(cells, 5, "another")["count"] != first["count"]).any()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(2, 6))
def test_the_interval_of_a_rounded_count_is_that_of_the_handbook(counts, base):
    found = round_randomly(pd.DataFrame({"area": range(len(counts)), "count": counts}), base, "made up")
    for count, row in zip(counts, found.itertuples(), strict=True):
        assert (row.low, row.high) == possible_counts(int(row[2]), base, 0)
        assert row.low <= count <= row.high


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=4, max_size=4))
def test_controlled_rounding_is_the_nearest_of_all_that_add_up(four):
    """All tables of neighbouring multiples are tried; one of two ways always has one (Cox 1987)."""
    frame, base = square(four), 5
    found = round_controlled(frame, TIES, base)["count"].to_numpy()
    counts = frame["count"].to_numpy()
    costs = []
    for ups in product(*[(0, 1) if n % base else (0,) for n in four]):
        tried = square([n // base * base + base * up for n, up in zip(four, ups, strict=True)])["count"].to_numpy()
        if (np.abs(tried - counts) < base).all():
            costs.append(np.abs(tried - counts).sum())
    assert (np.abs(found - counts) < base).all() and (found == square(found[[0, 1, 3, 4]])["count"]).all()
    assert np.abs(found - counts).sum() == min(costs)


def test_what_rounded_sums_leave_is_audited_like_hidden_cells():
    """A whole of 8 or 9, boys 0 to 4, girls 0 to 9: of the girls there are 4 at least."""
    frame = pd.DataFrame({"sex": ["all", "boys", "girls"], "count": [np.nan] * 3})
    frame["least"], frame["most"] = [8, 0, 0], [9, 4, 9]
    ties = {"sex": [("all", ["boys", "girls"])]}
    found = audit(frame, ties, Rule(zeros="open", width=1)).frame()
    assert found[["low", "high"]].values.tolist() == [[8, 9], [0, 4], [4, 9]]


def moves():
    """A made-up table of moves: zeros stay, 1 and 2 become 0 or 3, all others move by one at most."""
    table = {0: [0, 0, 0, 0], 1: [-1, -1, -1, 2], 2: [-2, 1, 1, 1], 3: [0, 0, 1, 0], 4: [-1, 0, 0, 1]}
    return pd.DataFrame(
        [(c, k, m) for c, row in table.items() for k, m in enumerate(row)], columns=["count", "key", "move"]
    )


def test_the_same_children_move_alike_and_the_interval_is_what_some_key_allows():
    frame = pd.DataFrame({"area": list("abcde"), "count": [0, 1, 2, 4, 50], "key": [9, 3, 4, 8, 7]})
    found = move_by_key(frame, moves(), size=4)
    assert found["count"].tolist() == [0, 3, 0, 3, 51]
    # 0 may be 0, 1 or 2; 3 may be 1, 2, 3 or 4; 51 is 50 to 52.
    assert found[["low", "high"]].values.tolist() == [[0, 2], [1, 4], [0, 2], [1, 4], [50, 52]]


def test_what_cannot_be_rounded_is_refused():
    cells = pd.DataFrame({"area": ["a"], "count": [3], "key": [1]})
    for call in (
        lambda: round_randomly(cells.assign(count=-1), 5, "made up"),
        lambda: round_randomly(cells.assign(count=np.nan), 5, "made up"),
        lambda: round_controlled(cells[["area", "count"]], {}, 0),
        lambda: move_by_key(cells, moves().query("key < 3"), size=4),
        lambda: move_by_key(cells, moves().assign(move=-2), size=4),
    ):
        with pytest.raises(Undefined):
            call()
