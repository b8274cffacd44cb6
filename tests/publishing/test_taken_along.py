"""What a reader takes from a page: pictures, data, citations that lead back, in a browser and without a network."""

import csv
import io
import re

import pytest

from bvte.publishing.quality import html_faults

from .test_quality import drop


@pytest.fixture(params=["vi", "en"])
def language(request):
    return request.param


@pytest.fixture
def page(browser, pages, language, tmp_path):
    """The sample page in a language, as a file of the name that it tells."""
    path = tmp_path / f"sample.{language}.html"
    path.write_text(pages[language], encoding="utf-8")
    opened, faults = browser.new_page(viewport={"width": 1280, "height": 800}), []
    opened.on("pageerror", lambda fault: faults.append(fault))
    opened.goto(path.as_uri())
    yield opened
    opened.close()
    assert faults == []


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.wait_for_function("document.querySelectorAll('.take .bibtex').length > 0")


def saved(page, exhibit, form):
    with page.expect_download() as found:
        page.locator(f"{exhibit} .take button, {exhibit} + .take button").get_by_text(form).click()
    return found.value.suggested_filename, found.value.path().read_bytes()


def test_every_table_and_figure_offers_its_files(page):
    offered = page.evaluate(
        "[...document.querySelectorAll('.take')].map(bar => [...bar.children].map(x => x.firstChild.textContent))"
    )
    cite = {"vi": "Trích dẫn", "en": "Cite"}[page.evaluate("document.documentElement.lang")]
    assert sorted(offered) == sorted([["CSV", cite], ["CSV", cite], ["PNG", "SVG", cite]])


def test_a_citation_leads_to_the_part_that_it_names(page, language):
    unfold(page)
    for bar in page.locator(".take").all():
        text, bibtex = bar.locator(".cited").inner_text(), bar.locator(".bibtex").inner_text()
        anchor = re.search(rf"sample\.{language}\.html#([\w-]+)", text)[1]
        assert f"url = {{sample.{language}.html#{anchor}}}" in bibtex
        number = page.locator(f"#{anchor} a.number").inner_text()
        assert text.startswith(number) and f"title = {{{{{number}" in bibtex


def test_the_citation_of_a_number_has_an_entry_with_the_address_of_its_source(page):
    unfold(page)
    entry, cited = page.evaluate(
        """() => {
            const cell = document.querySelector("tbody td[id]:has(data)");
            cell.insertAdjacentHTML("beforeend", '<a href="#source-made_up">[77]</a>');
            cell.querySelector("data").dataset.sources = "made_up";
            const link = '<a href="https://example.org/a_b">there</a>';
            const source = `<li id="source-made_up"><cite>Title_1</cite>. ${link}</li>`;
            document.body.insertAdjacentHTML("beforeend", source);
            const offers = (one) => one.querySelector(`[value="${cell.id}"]`);
            const box = [...document.querySelectorAll(".take select")].find(offers);
            box.value = cell.id;
            box.dispatchEvent(new Event("change"));
            const bar = box.closest(".take");
            return [bar.querySelector(".bibtex").textContent, bar.querySelector(".cited").textContent];
        }"""
    )
    # The number of a source in the page's list means nothing elsewhere.
    assert "Title_1" in cited and "[77]" not in cited + entry
    assert "@misc{source-made_up,\n  title = {{Title\\_1}}" in entry and "url = {https://example.org/a_b}" in entry


def test_a_number_that_is_pressed_is_cited_with_row_and_column(page, language):
    cell = page.locator("tbody td[id]:has(data[value='91'])").first
    cell.locator("data").click()
    bar = page.locator(".take").first
    name = {"vi": "Được trợ giúp (%), 2020: 91", "en": "Received help (%), 2020: 91"}[language]
    assert bar.locator("details").get_attribute("open") is not None
    assert bar.locator(".cited").inner_text().startswith(name)
    assert f"#{cell.get_attribute('id')}" in bar.locator(".cited").inner_text()


def test_whoever_is_led_to_a_number_finds_its_citation_beside_it(page, language):
    cell = page.locator("tbody td[id]:has(data[value='91'])").first
    said = cell.inner_text()
    page.evaluate("(cell) => { location.hash = cell.id; }", cell.element_handle())
    cell.get_by_role("button").click()
    bar = page.locator(".take").first
    assert f"#{cell.get_attribute('id')}" in bar.locator(".cited").inner_text()
    # The button is no part of what the cell says.
    _, content = saved(page, page.evaluate("`#${document.querySelector('.scroll[id]').id}`"), "CSV")
    assert "91" in said and cell.get_by_role("button").inner_text() not in content.decode("utf-8-sig")
    page.evaluate("location.hash = 'nothing-here'")
    assert cell.get_by_role("button").count() == 1


def test_the_data_of_a_table_are_saved_as_they_are_printed_and_as_numbers(page, language):
    table = page.evaluate("document.querySelector('.scroll[id]').id")
    name, content = saved(page, f"#{table}", "CSV")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    number = {"vi": "2015 (số)", "en": "2015 (number)"}[language]
    assert name == f"sample.{language}-{table}.csv"
    assert [row[rows[0].index(number)] for row in rows[1:]] == ["4.4", "85", "98.25", "", "1116"]
    assert rows[1][rows[0].index("2015")] == {"vi": "4,4", "en": "4.4"}[language]


def test_a_chart_is_saved_as_the_picture_that_it_is(page):
    name, png = saved(page, "figure", "PNG")
    assert name.endswith(".png") and png.startswith(b"\x89PNG")
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert width > 1200 and 0.3 < height / width < 1
    _, svg = saved(page, "figure", "SVG")
    assert svg.startswith(b"<svg") and b"@font-face" in svg and b"display: none" not in svg


def test_a_chart_is_saved_wide_from_a_phone(browser, pages, tmp_path):
    path = tmp_path / "sample.vi.html"
    path.write_text(pages["vi"], encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    _, png = saved(page, "figure", "PNG")
    page.close()
    assert int.from_bytes(png[16:20]) > 1200


def test_a_long_table_is_sorted_by_its_numbers_and_back(page):
    page.evaluate(
        """() => {
            const body = document.querySelector('table tbody');
            while (body.rows.length < 8) body.append(body.rows[0].cloneNode(true));
        }"""
    )
    page.evaluate("document.querySelectorAll('.take').forEach(bar => bar.remove())")
    page.evaluate("new Function(document.querySelector('main > script').textContent)()")
    values = "[...document.querySelectorAll('table')][0].tBodies[0]"
    column = f"[...{values}.rows].map(row => row.cells[1].querySelector('data')?.value ?? '')"
    before, head = page.evaluate(column), page.locator("thead button").nth(1)
    head.click()
    known = sorted(float(value) for value in before if value)
    assert [float(value) for value in page.evaluate(column) if value] == known
    head.click()
    assert [float(value) for value in page.evaluate(column) if value] == known[::-1]
    assert page.evaluate(column)[-1] == ""
    head.click()
    assert page.evaluate(column) == before


PLANTED = {
    "another file": (drop("url = {sample.vi.html", "url = {other.vi.html"), "a citation does not lead to this page"),
    "no file": (drop(". Tệp sample.vi.html", "."), "a citation does not lead to this page"),
    "another digest": (
        drop("</head>", '<meta name="bvte:data-digest" content="sha256:0123456789abcdef"></head>'),
        "a citation does not lead to this page",
    ),
    "a table without address": (drop(' id="bang-1"'), "a table or figure has no address"),
    "a figure whose number leads elsewhere": (drop('href="#hinh-1"', 'href="#bang-1"'), "has no address"),
    "a script of somebody else": (drop("// What a reader takes along", "fetch('//a.org');"), "holds a <script>"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(pages, name):
    plant, said = PLANTED[name]
    assert html_faults(pages["vi"]) == []
    assert any(said in fault for fault in html_faults(plant(pages["vi"])))
