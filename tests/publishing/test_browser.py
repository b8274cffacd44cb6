"""What only a browser can tell; the pages are those of the sample and some of the project's own reports."""

import pytest

from bvte.evidence.load import load, project_root
from bvte.publishing import build, index
from bvte.publishing.report import plan_reports

OWN = {
    "phase": {"programme": "cpp_2016_2020_db", "language": "vi"},
    "across": {"notebook": "across_phases", "language": "en"},
    "evidence": {"notebook": "evidence_review", "language": "vi"},
    "workshop": {"notebook": "workshop", "language": "vi"},
}
PAGES = ["sample.vi.html", "sample.en.html", "index.html", "index.en.html", *OWN]


@pytest.fixture(scope="session")
def addresses(pages, tmp_path_factory):
    """Addresses of the pages by name; the project's own are built once."""
    folder = tmp_path_factory.mktemp("reports")
    evidence = load("dien-bien")
    planned = {name: plan_reports(evidence, "dien-bien", **asked)[0] for name, asked in OWN.items()}
    made = build.build_reports(list(planned.values()), project_root() / "notebooks", folder, jobs=2)
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


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(visit, address, width):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(address, width)
    unfold(page)
    result = Axe().run(page)
    assert result.response["violations"] == [], result.generate_report()
    assert len(result.response["passes"]) > 10


def test_axe_would_find_a_fault(visit, addresses):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(addresses["sample.vi.html"])
    page.evaluate("document.querySelector('svg').removeAttribute('aria-label')")
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
            const svg = document.querySelector('svg');
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            const sizes = [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize));
            return [scale * Math.min(...sizes), document.querySelector('figure .scroll').clientWidth];
        }"""
    )
    assert box <= 320
    assert letters >= 10


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
