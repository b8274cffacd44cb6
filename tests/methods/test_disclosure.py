import json
from collections import defaultdict
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.disclosure import (
    boundary_differences,
    feasible_bounds,
    possible_counts,
    round_to_base,
    small_cells,
    suppress_list,
    suppress_table,
    ten_five_rule,
)
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]}


def test_the_published_audit_of_four_hidden_cells():
    case = CASES["A7-AUDIT-01"]
    table = np.array([[0 if isinstance(cell, str) else cell for cell in row] for row in case["inputs"]["table"]])
    hidden = np.array([[isinstance(cell, str) for cell in row] for row in case["inputs"]["table"]])
    low, high = feasible_bounds(hidden, case["inputs"]["row_totals"], case["inputs"]["col_totals"], table)
    found = {f"X{r + 1}{c + 1}": [low[r, c], high[r, c]] for r, c in zip(*np.nonzero(hidden), strict=True)}
    assert found == case["expected"]


def test_the_published_table_is_hidden_where_its_source_hides_it_and_no_narrower():
    """Its note accepts any pattern that hides the primary cells and leaves none of width zero."""
    case = CASES["A7-SEC-01"]
    counts = np.array(case["inputs"]["counts"])
    primary = small_cells(counts, 2, zeros_sensitive=True)
    hidden = suppress_table(counts, primary)
    names = list(product(case["inputs"]["rows"], case["inputs"]["cols"]))
    assert [list(n) for n, h in zip(names, primary.ravel(), strict=True) if h] == case["expected"]["primary"]
    found = [list(n) for n, h in zip(names, hidden.ravel(), strict=True) if h]
    assert all(name in found for name in case["expected"]["suppressed"])
    low, high = feasible_bounds(hidden, counts.sum(1), counts.sum(0), counts)
    bounds = dict(zip(["|".join(n) for n in names], zip(low.ravel(), high.ravel(), strict=True), strict=True))
    for name, (least, most) in case["expected"]["feasible"].items():
        assert bounds[name][0] <= least < most <= bounds[name][1]


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
    found = boundary_differences(case["inputs"]["area_old"], case["inputs"]["area_new"])
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


def test_bounds_use_what_a_reader_knows_of_a_hidden_cell():
    table, hidden = np.array([[1, 1, 20], [1, 1, 30], [20, 30, 40]]), np.zeros((3, 3), dtype=bool)
    hidden[:2, :2] = True
    low, high = feasible_bounds(hidden, table.sum(1), table.sum(0), table, known=(1, 4))
    assert (low[hidden] == 1).all() and (high[hidden] == 1).all()


def _possible(worlds, hide):
    """Of each hidden cell the values that a reader who knows the rule has to reckon with: those of all
    `worlds` with the same total or margins and the same shown cells that would be shown alike."""
    alike = defaultdict(list)
    for counts in map(np.array, worlds):
        with suppress(Undefined):
            hidden = hide(counts)
            sums = [counts.sum(axis).tolist() for axis in range(counts.ndim)]
            alike[str((hidden.tolist(), sums, counts[~hidden].tolist()))].append((hidden, counts))
    for group in alike.values():
        hidden, among = group[0][0], np.array([counts for _, counts in group])
        for cell in zip(*np.nonzero(hidden), strict=True):
            yield {int(counts[cell]) for counts in among}


def _lists(length, highest):
    """All lists of so many counts with a total up to `highest`."""
    return [c for c in product(range(highest + 1), repeat=length) if sum(c) <= highest]


@pytest.mark.parametrize("zeros_sensitive", [False, True])
@pytest.mark.parametrize(
    ("length", "threshold", "highest"), [(2, 3, 16), (3, 3, 14), (3, 4, 18), (3, 5, 22), (4, 3, 11), (5, 3, 9)]
)
def test_no_reader_of_a_list_learns_a_hidden_count(length, threshold, highest, zeros_sensitive):
    hide = partial(suppress_list, threshold=threshold, zeros_sensitive=zeros_sensitive)
    found = list(_possible(_lists(length, highest), hide))
    assert found and min(map(len, found)) >= threshold - 1


@pytest.mark.parametrize("zeros_sensitive", [False, True])
@pytest.mark.parametrize(("shape", "threshold", "highest"), [((2, 2), 3, 9), ((2, 2), 4, 12), ((2, 3), 3, 7)])
def test_no_reader_of_a_table_learns_a_hidden_count(shape, threshold, highest, zeros_sensitive):
    worlds = [np.reshape(c, shape) for c in _lists(shape[0] * shape[1], highest)]
    found = list(
        _possible(worlds, lambda c: suppress_table(c, small_cells(c, threshold, zeros_sensitive), threshold - 1))
    )
    assert found and min(map(len, found)) >= threshold - 1


@given(st.lists(st.integers(0, 30), min_size=2, max_size=7), st.integers(2, 12))
def test_a_list_hides_its_small_counts_or_is_refused_with_its_total(counts, threshold):
    small = [0 < count < threshold for count in counts]
    try:
        hidden = suppress_list(counts, threshold)
    except Undefined as refused:
        assert refused.code == "total_tells" and sum(counts) < threshold + len(counts)
        return
    assert [h for h, s in zip(hidden, small, strict=True) if s] == [True] * sum(small)
    assert not any(hidden) or (any(small) and sum(hidden) > 1)


def test_two_ones_are_not_hidden_behind_each_other():
    assert suppress_list([1, 1, 15, 20], 5).tolist() == [True, True, True, False]
    with pytest.raises(Undefined):
        suppress_list([1, 1, 1, 1, 1], 5)


@settings(max_examples=40)
@given(TABLES)
def test_the_bounds_of_a_hidden_table_are_as_wide_as_asked(table):
    try:
        hidden = suppress_table(table, small_cells(table, 4), width=3)
    except Undefined as refused:
        assert refused.code == "total_tells"
        return
    low, high = feasible_bounds(hidden, table.sum(1), table.sum(0), table)
    assert (hidden | ~small_cells(table, 4)).all() and ((high - low)[hidden] >= 3).all()


def test_a_table_of_twelve_rows_is_hidden_whole():
    table = np.random.default_rng(1).integers(0, 60, (12, 6))
    assert suppress_table(table, small_cells(table, 5), 4).all()


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
        lambda: boundary_differences([1], [1, 2]),
        lambda: round_to_base([-1]),
        lambda: suppress_table(np.array([[1]]), [[True]]),
    ):
        with pytest.raises(Undefined):
            call()
