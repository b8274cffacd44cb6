"""The engine that hides cells of linked tables: published examples, all choices tried, and a reader who knows much."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.disclosure import Rule, audit, link, protect, suppression
from bvte.methods.undefined import Undefined

SEX = {"sex": [("all", ["boys", "girls"])]}


def crossed(table, rows="abcdefghijkl", columns="ABCDEF"):
    """A frame of a table with its margins ("T"), and its breakdowns."""
    table = np.asarray(table)
    height, width = table.shape
    full = np.block(
        [[table, table.sum(1, keepdims=True)], [table.sum(0, keepdims=True), table.sum(keepdims=True).reshape(1, 1)]]
    )
    names = [*rows[:height], "T"], [*columns[:width], "T"]
    frame = pd.DataFrame(
        [(r, c, full[i, j]) for i, r in enumerate(names[0]) for j, c in enumerate(names[1])],
        columns=["row", "column", "count"],
    )
    return frame, {"row": [("T", names[0][:-1])], "column": [("T", names[1][:-1])]}


def test_the_table_of_fischetti_and_salazar():
    """Their example of investment by activity and region: 22 to be hidden, with 8, 17 and 12 is 5 to 30."""
    frame, ties = crossed([[20, 50, 10], [8, 19, 22], [17, 32, 12]], ("I", "II", "III"), "ABC")
    frame["threshold"], frame["cost"], frame["width"] = np.where(frame["count"] == 22, 23, 0), frame["count"], 10
    found = protect(frame, ties, Rule(zeros="open"))
    cells = found.frame().set_index(["row", "column"])
    assert sorted(frame["count"][found.hidden]) == [8, 12, 17, 22]
    assert cells.loc[("II", "C"), ["low", "high"]].tolist() == [5, 30]
    assert found.cost == found.bound == 59 and found.gap == 0


def test_the_audit_of_geurts():
    """The handbook's example: X11 between 3 and 6."""
    frame, ties = crossed([[5, 2, 3], [1, 2, 6]])
    frame.loc[frame["row"].isin(["a", "b"]) & frame["column"].isin(["A", "B"]), "count"] = np.nan
    frame.loc[frame["column"].isin(["A", "B"]) & (frame["row"] == "T"), "count"] = [6, 4]
    found = audit(frame, ties, Rule(zeros="open")).frame()
    # Rows 7 and 3, columns 6 and 4, as there.
    assert found[["low", "high"]].values.tolist() == [[3, 6], [1, 4], [0, 3], [0, 3]]


def fitting(frame, ties, hidden, rule):
    """By trial: low and high of the hidden cells over all whole numbers that a reader can think of."""
    counts, cells = frame["count"].to_numpy(), np.flatnonzero(hidden)
    sums = link(frame, ties, rule).sums.toarray()
    found = []
    for values in product(range(rule.least, 12), repeat=len(cells)):
        trial = counts.copy()
        trial[cells] = values
        if not (sums @ trial).any():
            found.append(values)
    return np.min(found, axis=0), np.max(found, axis=0)


SMALL_TABLES = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3)


@settings(max_examples=8, deadline=None)
@given(SMALL_TABLES, st.sampled_from(["shown", "open"]))
def test_no_other_choice_is_cheaper(table, zeros):
    """All choices of inner cells are tried, the margins stand elsewhere."""
    frame, ties = crossed(table[:2])
    frame["status"] = np.where((frame["row"] == "T") | (frame["column"] == "T"), "fixed", "free")
    rule = Rule(threshold=4, width=2, zeros=zeros)
    inner = np.flatnonzero(frame["status"] == "free")
    counts = frame["count"].to_numpy()
    small = (counts[inner] > 0) & (counts[inner] < 4)
    can = (counts[inner] > 0) | (zeros == "open")
    costs = []
    for choice in map(np.array, sorted(product([False, True], repeat=len(inner)), key=sum)):
        if (choice >= small).all() and (can >= choice).all():
            shown = frame.assign(count=frame["count"].astype(float))
            shown.loc[inner[choice], "count"] = np.nan
            if audit(shown, ties, rule).is_kept:
                costs = [int(choice.sum())]
                break
    try:
        found = protect(frame, ties, rule)
    except Undefined as refused:
        assert refused.code == "total_tells" and not costs
        return
    assert [found.cost] == [found.bound] == costs


@settings(max_examples=12, deadline=None)
@given(SMALL_TABLES, st.sampled_from(["shown", "open", "hidden"]), st.integers(1, 4))
def test_no_hidden_count_is_narrower_than_the_rule(table, zeros, width):
    frame, ties = crossed(table)
    rule = Rule(threshold=5, width=width, zeros=zeros)
    try:
        found = protect(frame, ties, rule)
    except Undefined as refused:
        assert refused.code == "total_tells"
        return
    shown = found.frame()
    counts = frame["count"].to_numpy()
    assert not ((counts > 0) & (counts < 5) & ~found.hidden).any()
    again = audit(shown[["row", "column", "count"]], ties, rule)
    assert again.is_kept and (again.frame()["low"] <= counts[found.hidden]).all()
    if found.hidden.sum() <= 3 and found.hidden.any():
        low, high = fitting(frame, ties, found.hidden, rule)
        read = again.frame()
        assert low.tolist() == read["low"].tolist()
        # The trial stops at 11.
        assert high.tolist() == np.minimum(read["high"], 11).tolist()


def test_a_part_that_nobody_prints_is_protected_too():
    """29 of 32 were helped: the 3 who were not stand nowhere, and follow."""
    frame = pd.DataFrame({"help": ["all", "yes"], "count": [32, 29]})
    found = protect(frame, {"help": [("all", ["yes", "no"])]}, Rule())
    assert found.hidden.any() and found.audit().is_kept
    assert not audit(frame.astype({"count": float}), {"help": [("all", ["yes", "no"])]}).is_kept


def test_two_breakdowns_of_a_total_are_linked():
    """2 boys of 32, and by age 12 and 20: the girls go with the boys, the ages stay."""
    frame = pd.DataFrame(
        [("all", "all", 32), ("boys", "all", 2), ("girls", "all", 30), ("all", "young", 12), ("all", "old", 20)],
        columns=["sex", "age", "count"],
    )
    found = protect(frame, {**SEX, "age": [("all", ["young", "old"])]})
    assert found.hidden.tolist() == [False, True, True, False, False]


def test_old_districts_and_new_communes_do_not_tell_what_lies_between():
    """The published case of two boundaries (the handbook, 5.2) as a hierarchy: a piece is what both are made of."""
    ties = {"area": [("old", ["both", "piece"]), ("new", ["both", "other"])]}
    frame = pd.DataFrame({"area": ["old", "new", "both"], "count": [52, 60, 50]})
    assert link(frame, ties).cells["area"].tolist() == ["old", "new", "both", "piece", "other"]
    found = protect(frame, ties)
    assert found.audit().is_kept and found.hidden.any()


def test_what_an_earlier_edition_printed_stays_printed():
    frame = pd.DataFrame({"sex": ["all", "boys", "girls"], "count": [32, 2, 30], "status": ["fixed", "free", "fixed"]})
    with pytest.raises(Undefined) as refused:
        protect(frame, SEX)
    assert refused.value.code == "total_tells"
    lost = protect(frame.assign(status="fixed"), SEX)
    assert lost.lost.tolist() == [1] and not lost.hidden.any()


def test_marks_tell_a_reader_more():
    """With two marks a small cell is at most 4, what is hidden with it at least 5."""
    frame = pd.DataFrame(
        {"sex": ["all", "boys", "girls"], "count": [9, np.nan, np.nan], "mark": ["shown", "small", "with"]}
    )
    found = audit(frame, SEX, Rule(marks=True, width=1)).frame()
    assert found[["low", "high"]].values.tolist() == [[1, 4], [5, 8]]
    with pytest.raises(Undefined):
        Rule(marks=True, width=4)


def test_who_knows_the_order_of_hiding_knows_more():
    """13 are left for two hidden parts beside a shown 8: of none more than 8, each is at least 5."""
    ties = {"group": [("all", ["a", "b", "c"])]}
    frame = pd.DataFrame({"group": ["all", "a", "b", "c"], "count": [21, np.nan, np.nan, 8]})
    plain, known = (audit(frame, ties, Rule(order=order)).frame() for order in (False, True))
    assert plain[["low", "high"]].values.tolist() == [[1, 12], [1, 12]]
    assert known[["low", "high"]].values.tolist() == [[5, 8], [5, 8]]


def test_two_ones_are_not_hidden_behind_each_other():
    """1 and 1 of 37: zeros are shown, so that each would be 1."""
    ties = {"group": [("all", list("abcd"))]}
    frame = pd.DataFrame({"group": ["all", *"abcd"], "count": [37, 1, 1, 15, 20]})
    hidden = protect(frame, ties).hidden
    assert hidden.tolist()[:3] == [False, True, True] and hidden.sum() == 3


def test_the_table_that_once_told_its_ones():
    frame, ties = crossed([[1, 1, 20], [1, 1, 30], [20, 30, 40]])
    found = protect(frame, ties)
    assert found.audit().is_kept and found.hidden.sum() > 4


def test_what_does_not_add_up_is_refused():
    for counts, code in (([5, 2, 2], "contradiction"), ([5, -1, 6], "not_positive"), ([5, np.nan, 6], "missing_value")):
        with pytest.raises(Undefined) as refused:
            protect(pd.DataFrame({"sex": ["all", "boys", "girls"], "count": counts}), SEX)
        assert refused.value.code == code
    with pytest.raises(Undefined) as refused:
        link(pd.DataFrame({"sex": ["all", "all"], "count": [1, 1]}), SEX)
    assert refused.value.code == "cell_twice"


@pytest.mark.parametrize(("seed", "rounds"), [(1, 0), (2, 0), (3, 2)])
def test_a_large_part_is_mended_and_says_how_far_from_the_best_it_may_be(monkeypatch, seed, rounds):
    """As if a table of 6 by 4 were large: what the rounds leave too narrow is mended, never below the best cost."""
    frame, ties = crossed(np.random.default_rng(seed).integers(0, 20, (6, 4)))
    best = protect(frame, ties)
    monkeypatch.setattr(suppression, "LARGE", 5)
    monkeypatch.setattr(suppression, "LARGE_ROUNDS", rounds)
    found = protect(frame, ties)
    assert audit(found.frame()[["row", "column", "count"]], ties).is_kept and found.audit().is_kept
    assert found.bound <= best.cost <= found.cost and (found.gap > 0 or found.cost == best.cost)
