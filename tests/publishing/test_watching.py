"""`bvte watch`: a changed file makes the report again, a broken one shows why, and Ctrl-C ends it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from bvte.evidence.load import project_root
from bvte.publishing import watching
from bvte.publishing.report import Report, ReportTask
from bvte.publishing.watching import Watch, serving
from bvte.publishing.work import ReportWork

NOTEBOOKS = str(project_root() / "notebooks")


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A watch of a report of a copied data folder, whose making writes what the first row says."""
    folder, reports = tmp_path / "province", tmp_path / "reports"
    shutil.copytree(project_root() / "data/dien-bien", folder)
    report = Report("across_phases", {"area": "11", "language": "vi", "data": str(folder)}, "Điện Biên")
    page = reports / report.file("html")
    page.parent.mkdir(parents=True)

    def make(report):
        text = (folder / "sources.csv").read_text(encoding="utf-8")
        if "broken" in text:
            (reports / f"{report.key}.failed.html").write_text("why", encoding="utf-8")
            return 1, "said"
        (reports / f"{report.key}.failed.html").unlink(missing_ok=True)
        page.write_text(text[-6:], encoding="utf-8")
        return 0, ""

    monkeypatch.setattr(watching, "PAUSE", 0.01)
    return Watch(report, reports, make), folder / "sources.csv"


def add(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_change_is_made_a_failure_shown_and_mended(watched):
    watch, file = watched
    states, found = watch.follow(), []
    for change in ("", "first\n", "broken\n", None):
        add(file, change) if change is not None else file.write_text("better", encoding="utf-8")
        found.append(next(states))
    assert [shown.number for shown in found] == [1, 2, 3, 4]
    good, failed = watch.report.file("html"), f"{watch.report.key}.failed.html"
    assert [shown.page for shown in found] == [good, good, failed, good]
    assert (watch.folder / good).read_text(encoding="utf-8") == "better"
    watch.ended.set()
    assert next(states, None) is None


def test_all_that_a_report_is_made_from_is_looked_at(watched):
    """Also what all provinces share, and what a notebook says in the other language."""
    watch, file = watched
    looked_at = {Path(path) for path, _, _ in ReportWork.of_tasks([ReportTask(watch.report, NOTEBOOKS)]).file_stamps()}
    root = project_root()
    shared = [
        *(root / "data/national").glob("*.*"),
        *root.glob("notebooks/**/across_phases.*"),
        root / "requirements.lock",
    ]
    assert len(shared) > 10 and looked_at >= {file, *shared}


def test_rows_that_break_a_rule_are_told_beside_the_last_page(watched):
    watch, _ = watched
    watch.make = lambda report: (1, "row 3 breaks a rule")
    shown = next(watch.follow())
    assert (shown.page, shown.said) == (watch.report.file("html"), "row 3 breaks a rule")


def test_the_browser_is_told_what_to_show(watched):
    watch, _ = watched
    next(watch.follow())
    with serving(watch) as address:
        assert address.startswith("http://127.0.0.1:")
        assert b"/now" in urlopen(address).read()
        now = json.load(urlopen(f"{address}now"))
        assert now["number"] == 1
        assert urlopen(f"{address}{now['page']}?1").read() == (watch.folder / watch.shown.page).read_bytes()


def test_the_command_wants_one_report():
    words = [sys.executable, "-m", "bvte.cli", "watch", "dien-bien", "--notebook", "target_audit", "--language", "en"]
    told = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 2 and "One report has to be named" in told.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal")
def test_ctrl_c_ends_it_cleanly(tmp_path):
    """A process that watches and shows; its making stands for `build`, which other tests make."""
    script = tmp_path / "watch.py"
    script.write_text(
        # A shell has what it starts in the background ignore Ctrl-C.
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from bvte.publishing import watching\n"
        "from bvte.publishing.report import Report\n"
        "watching.build_alone = lambda report: (0, '')\n"
        "values = {'area': '11', 'language': 'en', 'data': 'dien-bien'}\n"
        "raise SystemExit(watching.watch_report(Report('across_phases', values, 'x'), browse=False))\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert "127.0.0.1" in process.stderr.readline()
        process.stderr.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
        assert "Traceback" not in process.stderr.read()


def test_the_page_that_stays_open_asks_nobody_else():
    assert "://" not in Path(watching.SHELL).read_text(encoding="utf-8")
