"""An attacker who has every edition: no hidden count is narrower than the rule, whatever is put together.

Made-up tables, and England's where they are at hand (Department for Education, Open Government Licence v3.0).
"""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.methods.disclosure import Rule, audit, protect
from bvte.methods.undefined import Undefined

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "england_child_protection.csv"
TIES = {
    "sex": [("all", ["boys", "girls"])],
    "group": [("all", ["orphans", "disabled", "abused"])],
    # Four old communes: in two districts, and since then in two other communes.
    "area": [
        ("province", ["district 1", "district 2"]),
        ("district 1", ["a", "b"]),
        ("district 2", ["c", "d"]),
        ("province", ["new 1", "new 2"]),
        ("new 1", ["a", "b", "c"]),
        ("new 2", ["d"]),
    ],
}
OLD = ["province", "district 1", "district 2", "a", "b", "c", "d"]


def register(seed):
    """A made-up register: a row a cell of (area, group, sex), all of their sums among them."""
    chance = np.random.default_rng(seed)
    base = {cell: int(chance.poisson(7)) for cell in product("abcd", TIES["group"][0][1], ("boys", "girls"))}
    areas = {code: {code} for code in "abcd"}
    areas |= {"district 1": set("ab"), "district 2": set("cd"), "province": set("abcd"), "new 1": set("abc")}
    rows = []
    for area, group, sex in product([*areas, "new 2"], ["all", *TIES["group"][0][1]], ["all", "boys", "girls"]):
        inside = areas.get(area, {"d"})
        counted = (n for (a, g, s), n in base.items() if a in inside and group in ("all", g) and sex in ("all", s))
        rows.append((area, group, sex, sum(counted)))
    return pd.DataFrame(rows, columns=["area", "group", "sex", "count"])


@pytest.mark.parametrize("seed", [0, 3])
def test_two_editions_on_either_side_of_a_change_of_boundaries(seed):
    rule, cells = Rule(threshold=4, width=2), register(seed)
    first = protect(cells[cells["area"].isin(OLD)].reset_index(drop=True), TIES, rule)
    told = first.frame().set_index(["area", "group", "sex"])["mark"]
    keys = pd.MultiIndex.from_frame(cells[["area", "group", "sex"]])
    was = told.reindex(keys).to_numpy()
    # What the first edition showed stands there; what it hid costs nothing to hide again.
    status = np.where(was == "shown", "fixed", "free")
    second = protect(cells.assign(status=status, cost=np.where(was == "hidden", 0.0, 1.0)), TIES, rule)
    assert second.lost.size == 0 and first.hidden.any() and second.hidden.any()
    both = second.frame()[["area", "group", "sex", "count"]]
    assert audit(both, TIES, rule).is_kept
    # Each edition protected for itself: the intervals that both leave hold what is true.
    alone = protect(cells[~cells["area"].isin(OLD[1:])].reset_index(drop=True), TIES, rule).frame()
    pooled = cells.assign(count=cells["count"].astype(float)).set_index(["area", "group", "sex"])["count"]
    seen = pd.concat([first.frame(), alone]).set_index(["area", "group", "sex"])["count"].groupby(level=[0, 1, 2]).max()
    found = audit(seen.reset_index(), TIES, rule).frame().set_index(["area", "group", "sex"])
    truth = pooled.reindex(found.index)
    known = truth.notna()
    assert (found["low"] <= truth)[known].all() and (truth <= found["high"])[known].all()


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12), st.integers(1, 3))
def test_three_ways_of_breaking_down(counts, width):
    cube = np.zeros((4, 3, 3), dtype=int)
    cube[:3, :2, :2] = np.reshape(counts, (3, 2, 2))
    cube[3] = cube[:3].sum(0)
    cube[:, 2] = cube[:, :2].sum(1)
    cube[:, :, 2] = cube[:, :, :2].sum(2)
    at = np.indices(cube.shape).reshape(3, -1)
    frame = pd.DataFrame({"area": at[0], "age": at[1], "sex": at[2], "count": cube.ravel()})
    ties = {"area": [(3, [0, 1, 2])], "age": [(2, [0, 1])], "sex": [(2, [0, 1])]}
    rule = Rule(threshold=4, width=width)
    try:
        found = protect(frame, ties, rule)
    except Undefined as refused:
        assert refused.code == "total_tells"
        return
    read = audit(found.frame()[["area", "age", "sex", "count"]], ties, rule)
    hidden = frame["count"][found.hidden].to_numpy()
    assert read.is_kept and (read.frame()["low"] <= hidden).all() and (hidden <= read.frame()["high"]).all()


@pytest.mark.skipif(not REAL.exists(), reason="../shared/real, the data of England, is not here")
def test_the_areas_of_england():
    """Counts of areas with their sum: hidden below 20, with the least that keeps them open."""
    table = pd.read_csv(REAL).dropna(subset=["numerator"])
    tried = 0
    for (_, _), rows in table.groupby(["indicator", "year"]):
        small = (rows["numerator"] > 0) & (rows["numerator"] < 20)
        if not small.any() or (rows["numerator"] % 1).any():
            continue
        codes = rows["area_code"].tolist()
        frame = pd.DataFrame({"area": [*codes, "all"], "count": [*rows["numerator"], rows["numerator"].sum()]})
        frame["status"] = ["free"] * len(codes) + ["fixed"]
        found = protect(frame, {"area": [("all", codes)]}, Rule(threshold=20, width=18))
        # The small ones and, where they alone leave less, one more.
        assert found.audit().is_kept and found.gap == 0 and small.sum() <= found.hidden.sum() <= small.sum() + 1
        tried += 1
    assert tried > 5


def test_the_audit_finds_what_hiding_cell_by_cell_gives_away():
    """The counts of `register`, small ones hidden alone: most of them follow."""
    cells = register(0)
    shown = cells.assign(count=cells["count"].where((cells["count"] >= 5) | (cells["count"] == 0)).astype(float))
    assert not audit(shown, TIES, Rule()).is_kept
