"""Every report of the real evidence, and one of each kind in the other language, as a browser shows it wide and on a
phone."""

from itertools import product

import pytest

from bvte.evidence.language import LANGUAGES
from bvte.evidence.load import data_folders, load, project_root
from bvte.publishing import build
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import plan_reports

from ..conftest import no_printer

LOOKS = ((1280, "screen"), (320, "screen"), (700, "print"))


def chosen_reports():
    """Name of page -> report, of the first folder that there is: another one is made by the same code."""
    planned = [report for name in data_folders()[:1] for report in plan_reports(load(name), name)]
    # The two languages have one style sheet and one structure, which is tried in the first.
    other = {report.notebook: report for report in planned if report.values["language"] != LANGUAGES[0]}
    chosen = [report for report in planned if report.values["language"] == LANGUAGES[0]]
    return {report.path.name: report for report in [*chosen, *other.values()]}


REPORTS = chosen_reports()


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
        if REPORTS[name].values["language"] == LANGUAGES[0]:
            found = Axe().run(page)
            assert found.response["violations"] == [], found.generate_report()
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


def test_there_are_reports_of_every_kind_in_both_languages():
    found = {(report.notebook, report.values["language"]) for report in REPORTS.values()}
    assert found == set(product(NOTEBOOKS, LANGUAGES)) and len(REPORTS) > 20
