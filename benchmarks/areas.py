"""`python -m benchmarks.areas [--communes N] [--reports N]`: what profiles of areas take, of many communes.

The folder is a copy of data/dien-bien with so many made-up communes beside, each with five made-up figures of 2025, one
of them a count that is mostly too small to be shown. It is made in a temporary folder, and so are the reports.
"""

import argparse
import csv
import os
import resource
import shutil
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bvte.evidence.load import load, project_root
from bvte.judgement.told_again import told_anywhere
from bvte.publishing.build import build_reports
from bvte.publishing.inputs import inputs_of
from bvte.publishing.ledger import read_ledger
from bvte.publishing.report import plan_reports
from bvte.publishing.status import CURRENT, Files, report_states

SOURCE, PERIOD = "n_laodong_ja_poverty_2026", {"start": "2025-07-01", "end": "2025-12-31"}
# Indicator -> statistic, unit and the mean of its made-up figures.
FIGURES = {
    "poverty_rate": ("level", "percent", 30),
    "child_marriage_couples": ("total", "couples", 20),
    "marriages": ("total", "couples", 60),
    "drowning_deaths": ("total", "children", 12),
    "child_abuse_victims": ("total", "children", 6),
}


def folder_of(communes, place):
    """A data folder with so many made-up communes."""
    path, chance = place / "dien-bien", np.random.default_rng(communes)
    shutil.copytree(project_root() / "data" / "dien-bien", path)
    codes = [f"9{number:05d}" for number in range(communes)]
    named = {"valid_from": "2025-07-01", "level": "commune", "type": "xa", "parent": "11"}
    _append(path / "areas.csv", ({"code": c, "name_vi": f"Xã {c}", "name_en": f"Commune {c}", **named} for c in codes))
    rows = (_row(code, indicator, *about, chance) for code in codes for indicator, about in FIGURES.items())
    _append(path / "observations.csv", rows)
    return path


def _row(code, indicator, statistic, unit, mean, chance):
    """A made-up figure of a commune."""
    about = {"area": code, "statistic": statistic, "comparator": "=", "unit": unit, "period_stated": "yes"}
    value = int(chance.poisson(mean))
    return {"id": f"{indicator}_{code}", "indicator": indicator, "value": value, "source": SOURCE, **PERIOD, **about}


def _append(path, rows):
    """Add rows to a CSV file."""
    with path.open(encoding="utf-8") as file:
        heads = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, heads, restval="", lineterminator="\n").writerows(rows)


def timed(name, work):
    """Print how long some work took in this process; its result."""
    wall, cpu = perf_counter(), process_time()
    found = work()
    print(f"{name}: {perf_counter() - wall:.1f} s, {process_time() - cpu:.1f} s CPU", flush=True)
    return found


def main():
    """Plan, audit and make."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        path = folder_of(asked.communes, Path(place))
        evidence = timed("read", lambda: load(path))
        planned = timed("plan", lambda: plan_reports(evidence, str(path), "area_profile", language="vi"))
        timed("audit", lambda: told_anywhere(evidence))
        made_up = [report for report in planned if str(report.values["area"]).startswith("9")][: asked.reports]
        notebooks, out = project_root() / "notebooks", Path(place) / "reports"
        made = timed("make", lambda: list(build_reports(made_up, notebooks, out, os.cpu_count() or 1)))
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (spent.ru_utime + spent.ru_stime) / len(made)
        print(f"{len(made)} profiles of {asked.communes} communes, {cpu:.2f} s CPU each", flush=True)
        assert not any(outcome.failure for outcome in made), made[0].failure
        _change_one(path)
        inputs_of.cache_clear()
        known = read_ledger(out)
        states = timed("status, one row changed", lambda: report_states(made_up, notebooks, known, Files(out)))
        stale = [state.key for state in states if state.state != CURRENT]
        print(f"one changed row of one commune: {len(stale)} of {len(made_up)} are made again")


def _change_one(path):
    """Another figure of the first made-up commune."""
    file, old = path / "observations.csv", "poverty_rate_900000,poverty_rate,900000,2025-07-01,2025-12-31,level,=,"
    before, _, after = file.read_text(encoding="utf-8").partition(old)
    file.write_text(f"{before}{old}99{after[after.index(',') :]}", encoding="utf-8")


if __name__ == "__main__":
    main()
