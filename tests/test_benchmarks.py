"""The benchmark measures what it says: made-up evidence that is marked, ways that make the same report."""

import csv
import sys
import tempfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load, project_root
from bvte.publishing import parameters as kinds
from bvte.publishing.making import render_report
from bvte.publishing.report import ReportTask, plan_reports

sys.path.append(str(Path(__file__).parents[1]))
from benchmarks import evidence, measure, results, script, ways


@pytest.fixture(scope="module")
def folder():
    """A made-up province below the project: a page that named a folder of the machine would be refused."""
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=project_root()) as place:
        yield evidence.make(Path(place) / "data", provinces=2)[1]


def test_the_made_up_evidence_breaks_no_rule(folder):
    assert only_errors(check_folder(folder)) == []


def test_every_row_that_says_something_says_that_it_is_made_up(folder):
    for name in ("observations", "targets", "population", "sources", "programmes"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows and all(evidence.MARK_EN in row["note"] for row in rows), name
    with (folder / "programmes.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["name_vi"].startswith(evidence.MARK_VI) for row in csv.DictReader(file))


def test_made_up_provinces_differ_and_are_the_same_at_every_run(folder):
    first, second = ((folder.parent / f"made-up-00{n}" / "observations.csv").read_text() for n in (1, 2))
    again = evidence.make(folder.parent.parent / "again", provinces=1)[0]
    assert first != second and (again / "observations.csv").read_text() == first


def told(html):
    """All that a page says, its descriptions and anchors too, but for drawings and forms that a script has not."""
    soup = BeautifulSoup(html, "html.parser")
    for links in soup.select(".forms"):
        links.extract()
    drawings = [svg.extract()["aria-label"] for svg in soup("svg")]
    return soup.get_text(" ").split(), drawings, [tag["id"] for tag in soup.select("[id]")]


@pytest.mark.parametrize("kind", ways.KINDS)
def test_the_bare_script_makes_the_page_of_the_report(folder, kind):
    report = plan_of(folder, kind)[0]
    assert not kinds.NOTEBOOKS[kind].forms
    made = render_report(ReportTask(report, str(project_root() / "notebooks")))
    ours = made.files[report.path.as_posix()].decode()
    assert told(ours) == told(script.page(report))
    # Each chart in a wide and a narrow drawing.
    drawn = told(ours)[1]
    assert drawn and len(drawn) == 2 * len(set(drawn)) and evidence.MARK_VI in ours


def plan_of(folder, kind):
    return plan_reports(load(folder), folder.relative_to(project_root()).as_posix(), kind)


def test_the_results_say_whether_each_goal_was_reached():
    slow, quick = measure.Taken(60.0, 100.0, 300.0, 0.01), measure.Taken(20.0, 30.0, 200.0, 0.0)
    found = {
        "count": 60,
        "sample": 6,
        "command_line": slow,
        "worker_pool": slow,
        "bvte_build": quick,
        "bare_script": quick,
        "growth": {10: quick},
        "one": {"command_line": slow, "bvte_build": quick},
        "small": dict.fromkeys(results.SMALL, 0.35),
    }
    text = results.text(found)
    # 60 seconds for six of sixty reports are 600 for all; 600 / 20, 60 / 20 and 20 / 20.
    assert "at least 16 times as fast as (a): 30.0, met" in text
    assert "at least 3 times as fast as (b): 3.0, met" in text
    assert "at most 1.2 times the time of (c): 1.00, met" in text
    assert "import bvte: 0.35 s (goal 0.3 s, **not met**)" in text


def test_a_command_is_measured_with_what_it_starts():
    taken = measure.command("-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'])")
    assert taken.wall > 0 and taken.cpu > 0
