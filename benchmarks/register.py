"""`python -m benchmarks.register [--rows N] [--pandas]`: how long a case register takes to count, and how much memory.

The register is made up: N rows in Parquet, 45 communes, five years, two sexes, ages to 15, 14 groups, and a name, a
number and an address that nobody reads. With `--pandas` the same counts with pandas, which a reader may think of first.
Each way counts in a process of its own, so that its largest memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pandas as pd

from bvte.intake.register import WAYS, RegisterMap, count_register

COMMUNES, YEARS, GROUPS = 45, 5, 14
KNOWN = RegisterMap(
    columns={"area": "commune", "year": "year", "sex": "sex", "age": "age", "group": "group"},
    area={f"C{n:02}": f"C{n:02}" for n in range(COMMUNES)},
    sex={"Nam": "boys", "Nữ": "girls"},
    group={f"G{n:02}": f"group_{n}" for n in range(GROUPS)},
    ages={"under6": (0, 5), "6_10": (6, 10), "11_15": (11, 15)},
)
MADE_UP = f"""
COPY (
    SELECT 'Trẻ em ' || n AS name, CAST(11000000000 + n AS VARCHAR) AS number, 'Bản ' || n % 9999 AS address,
        'C' || lpad(CAST(hash(n) % {COMMUNES} AS VARCHAR), 2, '0') AS commune, 2021 + hash(n + 1) % {YEARS} AS year,
        CASE WHEN hash(n + 2) % 2 = 0 THEN 'Nam' ELSE 'Nữ' END AS sex, hash(n + 3) % 16 AS age,
        'G' || lpad(CAST(hash(n + 4) % {GROUPS} AS VARCHAR), 2, '0') AS "group"
    FROM range(?) AS rows(n)
) TO '{{path}}' (FORMAT parquet)
"""


def make_register(path, rows):
    """Write the made-up register."""
    import duckdb

    duckdb.execute(MADE_UP.format(path=path), [rows])


def count_with_pandas(path):
    """The same counts with pandas: the mapped columns read at once, a sum for each set of ways."""
    import duckdb

    columns = ", ".join(f'"{KNOWN.columns[way]}" AS "{way}"' for way in WAYS)
    frame = duckdb.sql(f"SELECT {columns} FROM read_parquet('{path}')").df()
    ages = {age: code for code, (first, last) in KNOWN.ages.items() for age in range(first, last + 1)}
    frame = frame.assign(
        sex=frame["sex"].map(KNOWN.sex), group=frame["group"].map(KNOWN.group), age=frame["age"].map(ages)
    )
    counts = frame.value_counts(list(WAYS)).rename("children").reset_index()
    sums = [counts]
    for way in ("area", "sex", "age", "group"):
        added = pd.concat(sums)
        sums.append(added.assign(**{way: "all"}).groupby(list(WAYS), as_index=False)["children"].sum())
    return pd.concat(sums)


def measured(way, path):
    """Seconds, MiB and numbers of one way, counted in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.register", "--count", way, str(path)]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def count(way, path):
    """Count, and print what it took."""
    start = perf_counter()
    numbers = len(count_register([Path(path)], KNOWN).rows if way == "duckdb" else count_with_pandas(path))
    seconds, memory = perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 2), "MiB": round(memory), "numbers": numbers}))


def main():
    """Make a register and measure each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--count", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.count:
        count(*asked.count)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.parquet"
        make_register(path, asked.rows)
        for way in ("duckdb", *(["pandas"] if asked.pandas else [])):
            print(f"{way}, {asked.rows:,} rows: {measured(way, path)}", flush=True)


if __name__ == "__main__":
    main()
