"""What only a browser can tell; the pages are those of the sample and some of the project's own reports."""

import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.load import load, project_root
from bvte.publishing import build, index
from bvte.publishing.report import plan_reports

from ..conftest import no_printer

OWN = {
    "phase": {"programme": "cpp_2016_2020_db", "language": "vi"},
    "across": {"notebook": "across_phases", "language": "en"},
    "evidence": {"notebook": "evidence_review", "language": "vi"},
    "workshop": {"notebook": "workshop", "language": "vi"},
    "yearly": {"notebook": "annual_report", "year": 2025, "language": "vi"},
}
PAGES = ["sample.vi.html", "sample.en.html", "index.html", "index.en.html", *OWN]


@pytest.fixture(scope="session")
def addresses(pages, tmp_path_factory):
    """Addresses of the pages by name; the project's own are built once."""
    folder = tmp_path_factory.mktemp("reports")
    evidence = load("dien-bien")
    planned = {name: plan_reports(evidence, "dien-bien", **asked)[0] for name, asked in OWN.items()}
    with no_printer():
        made = list(build.build_reports(list(planned.values()), project_root() / "notebooks", folder, jobs=2))
    assert [outcome.failure for outcome in made] == [None] * len(OWN)
    index.write_index(folder)
    for language, html in pages.items():
        (folder / f"sample.{language}.html").write_text(html, encoding="utf-8")
    paths = {name: folder / report.path for name, report in planned.items()}
    return {name: paths.get(name, folder / name).as_uri() for name in PAGES}


@pytest.fixture(params=PAGES)
def address(request, browser, addresses):
    """Address of one page; first asks for the browser, so that without one nothing is built."""
    return addresses[request.param]


@pytest.fixture
def visit(browser):
    """A function that opens an address in a window of so many CSS pixels."""
    opened = []

    def open_page(address, width=1280):
        opened.append(browser.new_page(viewport={"width": width, "height": 800}))
        opened[-1].goto(address)
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


# How our own reports are seen on a screen test_every_page.py asks.
LOOKS = [(name, 700, "print") for name in PAGES]
LOOKS += [(name, width, "screen") for name in PAGES if name not in OWN for width in (1280, 320)]


@pytest.mark.parametrize(("name", "width", "media"), LOOKS)
def test_axe_finds_nothing(browser, visit, addresses, name, width, media):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(addresses[name], width)
    page.emulate_media(media=media)
    unfold(page)
    result = Axe().run(page)
    assert result.response["violations"] == [], result.generate_report()
    assert len(result.response["passes"]) > 10


def test_axe_would_find_a_fault(visit, addresses):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(addresses["sample.vi.html"])
    page.evaluate("document.querySelector('svg').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('svg > title').remove()")
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == ["svg-img-alt"]


def test_nothing_is_asked_for_but_the_page_itself(browser, address):
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    unfold(page)
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


# 1280 pixels enlarged to 200 % and 400 % are 640 and 320.
@pytest.mark.parametrize("width", [640, 320])
def test_the_page_never_scrolls_sideways(visit, address, width):
    page = visit(address, width)
    unfold(page)
    seen, needed = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    assert needed <= seen


def test_the_text_of_a_chart_stays_legible_on_a_phone(visit, addresses):
    page = visit(addresses["sample.vi.html"], 320)
    # A picture is scaled with its letters: the smallest of them as they are seen, in px.
    letters, box = page.evaluate(
        """() => {
            const svg = [...document.querySelectorAll('svg')].find(svg => svg.checkVisibility());
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            const sizes = [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize));
            return [scale * Math.min(...sizes), document.querySelector('figure .scroll').clientWidth];
        }"""
    )
    assert box <= 320
    assert letters >= 10


@pytest.mark.parametrize("width", [320, 390, 599])
def test_on_a_phone_a_row_is_a_card_with_its_verdict_below_its_name(visit, addresses, width):
    page = visit(addresses["phase"], width)
    cards = page.evaluate(
        """() => [...document.querySelectorAll('tbody tr:has(td .status)')].map(row => {
            const places = [...row.children].filter(c => c.checkVisibility()).map(c => c.getBoundingClientRect());
            const top = cell => cell.getBoundingClientRect().top;
            const later = [...row.querySelectorAll('td:not(:has(.status))')].filter(c => c.checkVisibility());
            return {
              inside: places.every(place => place.left >= 0 && place.right <= innerWidth),
              order: top(row.querySelector('th')) < top(row.querySelector('td:has(.status)')),
              first: later.every(cell => top(cell) > top(row.querySelector('td:has(.status)'))),
              said: later.every(cell => getComputedStyle(cell, '::before').content.length > 3),
            };
        })"""
    )
    assert len(cards) > 2
    assert [card for card in cards if not all(card.values())] == []


def test_on_a_phone_a_table_is_still_one_to_those_who_hear_it(visit, addresses):
    page = visit(addresses["sample.vi.html"], 390)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    counts = [roles.count(role) for role in ("table", "columnheader", "rowheader", "cell")]
    assert counts == page.evaluate(
        "['table', 'thead th', 'tbody th', 'td'].map(tag => document.querySelectorAll(tag).length)"
    )


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1280, "")])
def test_of_the_two_drawings_of_a_chart_one_is_shown(visit, addresses, width, shown):
    page = visit(addresses["across"], width)
    charts = page.evaluate(
        """() => [...document.querySelectorAll('figure')].map(figure =>
            [...figure.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).map(svg => svg.classList.value))"""
    )
    assert len(charts) > 2 and charts == [[shown]] * len(charts)


def test_on_a_desktop_the_body_has_the_width_and_the_contents_stand_beside_the_opening(visit, addresses):
    page = visit(addresses["phase"], 1280)
    left, top, width = page.evaluate(
        "(box => [box.left, box.top, box.width])(document.querySelector('.contents').getBoundingClientRect())"
    )
    opening = page.evaluate("document.querySelector('.opening').getBoundingClientRect().toJSON()")
    body = page.evaluate("document.querySelector('.body').getBoundingClientRect().toJSON()")
    assert left >= opening["right"] and top < opening["bottom"]
    assert body["left"] == opening["left"] and body["right"] == pytest.approx(left + width, abs=1)
    # The reasons, which are the longest cells, stand in lines that can be read.
    assert page.evaluate("document.querySelector('td.wide').clientWidth") > 300


@pytest.mark.parametrize("name", ["phase", "across", "yearly"])
def test_printed_sheets_are_filled(visit, addresses, tmp_path, name):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    printed = tmp_path / "printed.pdf"
    printed.write_bytes(visit(addresses[name]).pdf(prefer_css_page_size=True))
    told = subprocess.run(["pdftotext", "-bbox", printed, "-"], capture_output=True, text=True, check=True).stdout
    sheets = BeautifulSoup(told, "html.parser")("page")
    assert name == "yearly" or all(map(_is_upright, sheets))
    # A wide table and an annex of a paper begin on sheets of their own: the one before may end early.
    reached = [_reached(sheet) for sheet, after in pairwise(sheets) if _is_upright(sheet) and not _begins_anew(after)]
    # A chart is not cut in two: before a high one, and there alone, a sheet may end early.
    assert min(reached) > 0.35 and sorted(reached)[1] > 0.5 and sum(reached) / len(reached) > 0.8


@pytest.mark.parametrize("name", ["phase", "yearly"])
def test_no_word_is_cut_in_print(visit, addresses, tmp_path, name):
    """Also where the font of the paper is not installed and a wider one stands in."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    page, printed = visit(addresses[name]), tmp_path / "printed.pdf"
    known = {word.casefold() for word in re.findall(r"[^\W\d_]+", page.evaluate("document.body.textContent"))}
    printed.write_bytes(page.pdf(prefer_css_page_size=True))
    told = subprocess.run(["pdftotext", "-raw", printed, "-"], capture_output=True, text=True, check=True).stdout
    ends = re.findall(r"([^\W\d_]+)\n([^\W\d_]+)", told.casefold())
    assert len(ends) > 100
    assert [f"{a}|{b}" for a, b in ends if a + b in known and not {a, b} <= known] == []


def test_a_paper_prints_its_tables_as_tables_and_has_few_sheets(visit, addresses):
    page = visit(addresses["yearly"])
    page.emulate_media(media="print")
    # No row is a card, also where the table is so wide that it lies across.
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.scroll > table')].filter(t => t.checkVisibility()).map(t => [
            getComputedStyle(t.tHead).display, ...[...t.tBodies[0].rows].map(r => getComputedStyle(r).display)])"""
    )
    assert {display for table in shown for display in table} <= {"table-header-group", "table-row", "grid"}
    assert page.locator("thead:has(th:nth-child(9))").count() >= 1
    rows = page.locator(".scroll > table > tbody > tr").count()
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    # Eight rows, with the text and the sources that belong to them, to a sheet.
    assert 0 < sheets <= rows / 8 + 8


def test_each_annex_of_a_paper_is_numbered_by_itself(visit, addresses, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    printed = tmp_path / "printed.pdf"
    page = visit(addresses["yearly"])
    printed.write_bytes(page.pdf(prefer_css_page_size=True))
    told = subprocess.run(["pdftotext", "-bbox", printed, "-"], capture_output=True, text=True, check=True).stdout
    words = [[word.text for word in sheet("word")[:3]] for sheet in BeautifulSoup(told, "html.parser")("page")]
    first = [number for number, *title in words if title == ["Phụ", "lục"]]
    assert len(first) == page.locator(".attached").count() > 1 and set(first) == {"1"}


def _is_upright(sheet):
    return float(sheet["width"]) < float(sheet["height"])


def _begins_anew(sheet):
    """Whether a sheet lies across or begins an annex, below its number."""
    return not _is_upright(sheet) or [word.text for word in sheet("word")[1:3]] == ["Phụ", "lục"]


def _reached(sheet):
    """Which share of a sheet has text on it, without its number."""
    height = float(sheet["height"])
    return max(y for word in sheet("word") if (y := float(word["ymax"]) / height) < 0.93)


def test_decimal_marks_stand_below_each_other(visit, addresses):
    page = visit(addresses["sample.vi.html"])
    edges = page.evaluate(
        "[...document.querySelectorAll('td:nth-child(2) .frac')].map(e => e.getBoundingClientRect().left)"
    )
    assert len(edges) == 4
    assert max(edges) - min(edges) < 0.5


def test_the_embedded_font_is_used(visit, addresses):
    page = visit(addresses["sample.vi.html"])
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].map(font => font.family + font.weight + font.status).sort()")
    assert [name.replace('"', "") for name in loaded] == ["Be Vietnam Pro400loaded", "Be Vietnam Pro600loaded"]


def test_the_skip_link_comes_first_and_leads_to_the_content(visit, address):
    page = visit(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_print_leaves_out_what_paper_cannot_do_and_tells_addresses(visit, addresses):
    page = visit(addresses["sample.vi.html"])
    page.emulate_media(media="print")
    for selector in (".skip", ".contents", "header nav", "details"):
        assert not page.locator(selector).first.is_visible()
    told = page.evaluate("getComputedStyle(document.querySelector('.body > p > a'), '::after').content")
    assert "https://example.org/luat-2004" in told
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
