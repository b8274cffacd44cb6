"""The estimates of docs/cluster.md follow from the measurements that it states."""

import re

import pytest

from bvte.publishing.work import cluster_outcomes
from bvte.runner import cluster, dask_worker


@pytest.fixture(scope="module")
def page(project):
    return (project / "docs" / "cluster.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def measured(page):
    """Named measurements."""
    rows = re.findall(r"^\| ((?:CPU|megabytes|microseconds)[^|]*?) \| ([\d.]+) \|$", page, re.MULTILINE)
    assert len(rows) == 4
    return {name: float(value) for name, value in rows}


REPORTS = (34 + 3321) * 3 * 2


def test_the_number_of_reports_and_the_disk(page, measured):
    assert f"**{REPORTS:,}**" in page
    assert f"**{REPORTS * measured['megabytes of a report'] / 1000:.1f} GB**" in page
    assert f"{REPORTS * measured['CPU seconds of a report'] / 3600:.1f} core-hours" in page


@pytest.mark.parametrize("cores", [2, 16, 64])
def test_the_hours_follow_from_what_was_measured(page, measured, cores):
    making = REPORTS * measured["CPU seconds of a report"] / cores / 3600
    each = measured["microseconds to enter a report, for each one that the ledger knows"]
    entering = sum(known * each for known in range(REPORTS)) / 1e6 / 3600
    hours = " | ".join(f"{hours:.1f}" for hours in (making, entering, max(making, entering)))
    assert f"| {cores} | {hours} |" in page


def test_the_limits_that_the_page_names_are_those_of_the_code(page):
    assert (cluster.RETRIES, cluster.AHEAD, dask_worker.IDLE_SECONDS) == (3, 2, 600)
    assert cluster.run_on_cluster.__defaults__ == cluster_outcomes.__defaults__[-1:] == (120,)
    for said in ("at most three times", "Two reports\n   for each thread", "ten minutes", "two minutes"):
        assert said in page
