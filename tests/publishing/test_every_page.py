"""Every report of the real evidence, in both languages, as a browser shows it wide and on a phone."""

import pytest

from bvte.evidence.load import load, project_root
from bvte.publishing import build
from bvte.publishing.report import plan_reports

from ..conftest import no_printer

LOOKS = ((1280, "screen"), (320, "screen"), (700, "print"))
REPORTS = {report.path.name: report for report in plan_reports(load("dien-bien"), "dien-bien")}


@pytest.fixture(scope="module")
def shelf(browser, tmp_path_factory):
    """The folder with all reports; without a browser nothing is built."""
    folder = tmp_path_factory.mktemp("every")
    with no_printer():
        made = list(build.build_reports(list(REPORTS.values()), project_root() / "notebooks", folder, jobs=2))
    assert [outcome.report.key for outcome in made if outcome.failure] == []
    return folder


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_sound_wide_and_on_a_phone(browser, shelf, name):
    from axe_playwright_python.sync_playwright import Axe

    address = (shelf / REPORTS[name].path).as_uri()
    page, asked = browser.new_page(viewport={"width": 1280, "height": 800}), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    for width, media in LOOKS:
        page.emulate_media(media=media)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The two languages have one style sheet and one structure, which is tried in the first.
        if name.endswith(".vi.html"):
            found = Axe().run(page)
            assert found.response["violations"] == [], found.generate_report()
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


def test_there_are_reports_of_every_kind_in_both_languages():
    kinds = {name.partition("-")[0] for name in REPORTS}
    assert kinds == {
        "phase_evaluation",
        "target_audit",
        "next_phase",
        "workshop",
        "annual_report",
        "across_phases",
        "evidence_review",
    }
    assert len([name for name in REPORTS if name.endswith(".vi.html")]) * 2 == len(REPORTS) > 20
