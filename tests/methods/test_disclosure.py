import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.disclosure import (
    differences,
    feasible_bounds,
    small_cells,
    suppress_list,
    suppress_table,
)
from bvte.methods.rounding import possible_counts, round_to_base, ten_five_rule
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}


def test_the_published_audit_of_four_hidden_cells():
    case = CASES["A7-AUDIT-01"]
    table = np.array(
        [[0 if isinstance(cell, str) else cell for cell in row] for row in case["inputs"]["table"]]
    )
    hidden = np.array([[isinstance(cell, str) for cell in row] for row in case["inputs"]["table"]])
    low, high = feasible_bounds(hidden, case["inputs"]["row_totals"], case["inputs"]["col_totals"], table)
    found = {f"X{r + 1}{c + 1}": [low[r, c], high[r, c]] for r, c in zip(*np.nonzero(hidden), strict=True)}
    assert found == case["expected"]


def test_the_published_table_with_secondary_suppression():
    case = CASES["A7-SEC-01"]
    counts = np.array(case["inputs"]["counts"])
    primary = small_cells(counts, 2, zeros_sensitive=True)
    hidden = suppress_table(counts, primary)
    names = list(product(case["inputs"]["rows"], case["inputs"]["cols"]))
    assert [list(n) for n, h in zip(names, primary.ravel(), strict=True) if h] == case["expected"]["primary"]
    assert [list(n) for n, h in zip(names, hidden.ravel(), strict=True) if h] == case["expected"][
        "suppressed"
    ]
    low, high = feasible_bounds(hidden, counts.sum(1), counts.sum(0), counts)
    flat = zip(names, low.ravel(), high.ravel(), hidden.ravel(), strict=True)
    assert {"|".join(n): [a, b] for n, a, b, h in flat if h} == case["expected"]["feasible"]


@pytest.mark.parametrize("case", ["A7-1D-01", "A7-1D-05"])
def test_the_published_lists(case):
    inputs = CASES[case]["inputs"]
    hidden = suppress_list(inputs["counts"], inputs["threshold"], inputs["zeros_sensitive"])
    assert np.flatnonzero(hidden).tolist() == CASES[case]["expected"]["suppressed_indices_0based"]


def test_the_published_roundings():
    ten_five = CASES["A7-105-01"]
    found = [None if np.isnan(v) else v for v in ten_five_rule(ten_five["inputs"]["counts"])]
    assert found == ten_five["expected"]["published"]
    table = CASES["A7-ROUND-04"]
    rounded = round_to_base(table["inputs"]["table"], table["inputs"]["base"])
    assert rounded.tolist() == table["expected"]["rounded"]
    known = CASES["A7-ROUND-01"]
    found = [list(possible_counts(c["rounded"], 5, c["steps"])) for c in known["inputs"]["cases"]]
    assert found == known["expected"]["intervals"]


def test_two_versions_of_a_boundary_give_small_cells_away():
    case = CASES["A7-DIFF-01"]
    found = differences(case["inputs"]["area_old"], case["inputs"]["area_new"])
    assert found.tolist() == case["expected"]["difference"]
    assert bool(small_cells(found, 3).any()) is case["expected"]["discloses_small_cells"]


TABLES = st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=3, max_size=3).map(np.array)


@settings(max_examples=25)
@given(TABLES, st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4))
def test_bounds_are_those_of_all_tables_that_fit(table, cells):
    hidden = np.zeros((3, 3), dtype=bool)
    for cell in cells:
        hidden[cell] = True
    low, high = feasible_bounds(hidden, table.sum(1), table.sum(0), table)
    fitting = []
    for values in product(range(16), repeat=len(cells)) if len(cells) <= 3 else ():
        trial = table.copy()
        trial[hidden] = values
        if (trial.sum(1) == table.sum(1)).all() and (trial.sum(0) == table.sum(0)).all():
            fitting.append(trial)
    assert ((low <= table) & (table <= high)).all()
    if fitting:
        assert (np.min(fitting, axis=0) == low).all() and (np.max(fitting, axis=0) == high).all()


@settings(max_examples=30)
@given(TABLES)
def test_after_suppression_no_hidden_cell_can_be_worked_out(table):
    primary = small_cells(table, 3, zeros_sensitive=True)
    try:
        hidden = suppress_table(table, primary)
    except Undefined as refused:
        assert refused.code == "too_few_points"
        return
    low, high = feasible_bounds(hidden, table.sum(1), table.sum(0), table)
    assert (hidden | ~primary).all()
    assert ((high - low)[hidden] >= 1).all()


@given(st.lists(st.integers(0, 50), min_size=3, max_size=8), st.integers(2, 12))
def test_a_list_never_hides_one_cell_alone(counts, threshold):
    if np.count_nonzero(counts) < 2:
        return
    assert suppress_list(counts, threshold).sum() != 1


@given(st.integers(0, 10_000), st.integers(1, 20))
def test_a_rounded_count_is_near_and_its_range_holds_the_count(count, base):
    rounded = int(round_to_base(count, base))
    assert rounded % base == 0 and abs(rounded - count) * 2 <= base
    low, high = possible_counts(rounded, base)
    assert low <= count <= high


def test_what_cannot_be_is_refused():
    for call in (
        lambda: small_cells([-1], 5),
        lambda: suppress_list([3, 0, 0], 5),
        lambda: feasible_bounds([[True]], [3], [4], [[0]]),
        lambda: differences([1], [1, 2]),
        lambda: round_to_base([-1]),
        lambda: suppress_table(np.array([[1]]), [[True]]),
    ):
        with pytest.raises(Undefined):
            call()
