"""`python -m benchmarks.disclosure [--years N]`: how long small counts of a province take to protect and to audit.

The counts are made up: 45 communes of unequal size, 14 groups of which the first are common and the last rare, two
sexes, about 6,800 children a year; all sums are printed. Most cells are small, which is what such a table is like.
"""

import argparse
from time import perf_counter, process_time

import numpy as np
import pandas as pd

from bvte.methods.disclosure import Rule, protect

COMMUNES, GROUPS, CHILDREN = 45, 14, 6800
TIES = {"area": [(COMMUNES, list(range(COMMUNES)))], "group": [(GROUPS, list(range(GROUPS)))], "sex": [(2, [0, 1])]}


def year_of_counts(year):
    """The counts of a made-up year with their sums, a row a cell."""
    chance = np.random.default_rng(year)
    size, share = chance.lognormal(0, 0.5, COMMUNES), 1 / np.arange(1, GROUPS + 1) ** 1.3
    expected = np.multiply.outer(np.outer(size / size.sum(), share / share.sum()), [0.55, 0.45])
    counts = np.zeros((COMMUNES + 1, GROUPS + 1, 3), dtype=int)
    counts[:-1, :-1, :-1] = chance.poisson(CHILDREN * expected)
    for way in range(3):
        last = [slice(None)] * 3
        last[way] = -1
        counts[tuple(last)] = counts.sum(axis=way)
    area, group, sex = np.indices(counts.shape).reshape(3, -1)
    return pd.DataFrame({"year": year, "area": area, "group": group, "sex": sex, "count": counts.ravel()})


def table_of(seed):
    """A made-up table of 12 by 6 with its margins, and its breakdowns."""
    counts = np.zeros((13, 7), dtype=int)
    counts[:-1, :-1] = np.random.default_rng(seed).integers(0, 20, (12, 6))
    counts[-1] = counts.sum(axis=0)
    counts[:, -1] = counts.sum(axis=1)
    row, column = np.indices(counts.shape).reshape(2, -1)
    ties = {"row": [(12, list(range(12)))], "column": [(6, list(range(6)))]}
    return pd.DataFrame({"row": row, "column": column, "count": counts.ravel()}), ties


def measured(name, frame, ties):
    """Protect and audit, and print what it took and how good it is."""
    wall, cpu = perf_counter(), process_time()
    found = protect(frame, ties, Rule())
    taken = f"{perf_counter() - wall:.2f} s, {process_time() - cpu:.2f} s CPU"
    hidden = f"{found.hidden.sum()} of {len(frame)} hidden, cost {found.cost:.0f}, gap {found.gap:.1%}"
    print(f"{name}: {taken}; {hidden}; audit {'passed' if found.audit().is_kept else 'FAILED'}", flush=True)


def main():
    """Measure a small table and the years of a province."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    years = parser.parse_args().years
    measured("12 x 6", *table_of(1))
    frame = pd.concat([year_of_counts(2021 + n) for n in range(years)], ignore_index=True)
    measured(f"{COMMUNES} communes x {GROUPS} groups x 2 sexes x {years} years", frame, TIES)


if __name__ == "__main__":
    main()
