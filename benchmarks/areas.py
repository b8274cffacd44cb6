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

NOTEBOOKS = project_root() / "notebooks"
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
    """Print how long some work took in this process; its result and the seconds."""
    wall, cpu = perf_counter(), process_time()
    found, seconds = work(), perf_counter() - wall
    print(f"{name}: {seconds:.1f} s, {process_time() - cpu:.1f} s CPU", flush=True)
    return found, seconds


def main():
    """Plan and audit, make all, change a row, make what does not stand any more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        path = folder_of(asked.communes, Path(place))
        reports, out = planned_profiles(path)[: asked.reports], Path(place) / "reports"
        _, whole = timed("make", lambda: make_profiles(reports, out))
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (spent.ru_utime + spent.ru_stime) / len(reports)
        print(f"{len(reports)} profiles of {asked.communes} communes, {cpu:.2f} s CPU each", flush=True)
        _change_one(path)
        inputs_of.cache_clear()
        stale, asking = timed("status, one row changed", lambda: stale_profiles(reports, out))
        _, again = timed("make those again", lambda: make_profiles(stale, out))
        share = f"{100 * (asking + again) / whole:.1f} % of the time of all (goal: at most 5 %)"
        print(f"one changed row of one commune: {len(stale)} of {len(reports)} are made again, in {share}")


def planned_profiles(path):
    """The profiles of the made-up communes of a folder, after an audit of all that is told of it."""
    evidence, _ = timed("read", lambda: load(path))
    planned, _ = timed("plan", lambda: plan_reports(evidence, str(path), "area_profile", language="vi"))
    timed("audit", lambda: told_anywhere(evidence))
    return [report for report in planned if str(report.values["area"]).startswith("9")]


def make_profiles(reports, out):
    """Make the reports. Raises SystemExit where one fails."""
    for outcome in build_reports(reports, NOTEBOOKS, out, os.cpu_count() or 1):
        if outcome.failure:
            raise SystemExit(f"{outcome.report.key}: {outcome.failure}")


def stale_profiles(reports, out):
    """Those of the reports that do not stand any more."""
    states = report_states(reports, NOTEBOOKS, read_ledger(out), Files(out))
    stale = {state.key for state in states if state.state != CURRENT}
    return [report for report in reports if report.key in stale]


def _change_one(path):
    """Another figure of the first made-up commune."""
    file, old = path / "observations.csv", "poverty_rate_900000,poverty_rate,900000,2025-07-01,2025-12-31,level,=,"
    before, _, after = file.read_text(encoding="utf-8").partition(old)
    file.write_text(f"{before}{old}99{after[after.index(',') :]}", encoding="utf-8")


if __name__ == "__main__":
    main()
