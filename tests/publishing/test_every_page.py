"""Reports of every kind of the real evidence as a browser shows them wide, on a phone and on paper: of each kind the
first and the last in the first language, and one in the other."""

from itertools import product

import pytest

from bvte.evidence.language import LANGUAGES
from bvte.evidence.load import data_folders, load, project_root
from bvte.publishing import build
from bvte.publishing.ledger import read_ledger
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import plan_reports

from ..conftest import no_printer
from .written import wrongly_written

LOOKS = ((1280, "screen"), (320, "screen"), (700, "print"))


def chosen_reports():
    """Name of page -> report, of the first folder that there is: another one is made by the same code."""
    planned = [report for name in data_folders()[:1] for report in plan_reports(load(name), name)]
    # The two languages have one style sheet and one structure, which is tried in the first.
    other = {report.notebook: report for report in planned if report.values["language"] != LANGUAGES[0]}
    last = {report.notebook: report for report in planned if report.values["language"] == LANGUAGES[0]}
    first = {report.notebook: report for report in reversed(planned) if report.values["language"] == LANGUAGES[0]}
    return {report.path.name: report for chosen in (first, last, other) for report in chosen.values()}


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
        # On paper test_browser.py looks for the same in a page of each kind.
        if REPORTS[name].values["language"] == LANGUAGES[0] and media == "screen":
            found = Axe().run(page)
            assert found.response["violations"] == [], found.generate_report()
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_writes_days_papers_and_its_headline_as_its_reader_does(shelf, name):
    html = (shelf / REPORTS[name].path).read_text(encoding="utf-8")
    assert wrongly_written(html, REPORTS[name].values["language"]) == []


@pytest.mark.parametrize(
    ("language", "fault"),
    [
        ("vi", "01/07/2025"),
        ("vi", "1/7/2025"),
        ("vi", "15/2/2025"),
        ("vi", "2025-07-01"),
        ("en", "01/07/2025"),
        ("en", "Quyết định 333/QĐ-UBND ngày 15/3/2021"),
        ("en", "Nghị quyết 262/2025/QH15 năm 2025"),
    ],
)
def test_a_planted_form_of_another_reader_is_found(pages, language, fault):
    page = pages[language]
    planted = page.replace("</main>", f"<p>Từ {fault}.</p></main>")
    assert len(wrongly_written(planted, language)) > len(wrongly_written(page, language))


@pytest.mark.parametrize("said", ["01/7/2025", "29/12/2020", "15/02/2016", "QĐ 23/2001/QĐ-TTg", "12/2020", "11/9/2024"])
def test_the_official_form_of_a_day_is_let_through(said):
    assert wrongly_written(f"<html><body><p>Từ {said}.</p></body></html>", "vi") == []


def test_a_headline_without_a_figure_is_found():
    told = '<html><head><meta name="bvte:headline" content="{}"></head><body></body></html>'
    assert wrongly_written(told.format("Trẻ em được trợ giúp: 91% (2020)"), "vi") == []
    assert wrongly_written(told.format("Kết quả theo chỉ tiêu"), "vi")


def test_there_are_reports_of_every_kind_in_both_languages():
    found = {(report.notebook, report.values["language"]) for report in REPORTS.values()}
    # Areas are compared where enough of them have counts: test_area_comparison.py makes such a folder.
    assert set(product(NOTEBOOKS.keys() - {"area_comparison"}, LANGUAGES)) <= found


def test_the_table_that_a_question_of_the_list_leads_to_is_on_its_page(shelf):
    led = set()
    for entry in read_ledger(shelf).entries.values():
        if opened := entry.about["opened"]:
            (page,) = (path for path in entry.files if path.endswith(".html") and path.count(".") == 2)
            assert f'id="{opened}"' in (shelf / page).read_text(encoding="utf-8")
            led.add(entry.about["notebook"])
    assert led == {name for name, notebook in NOTEBOOKS.items() if notebook.opened}
