"""The HTML deck in a browser: keys, overview, notes, print; nothing is asked of anybody."""

import io
import re

import pytest


@pytest.fixture
def opened(browser, pack, tmp_path):
    """The deck, opened from a file; it fails the test when it asks the network or complains."""
    path = tmp_path / "deck.html"
    path.write_bytes(pack.forms["deck.html"])
    page, told = browser.new_page(viewport={"width": 1366, "height": 768}), []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert [text for text in told if not text.startswith(("file:", "data:"))] == []


def current(page):
    return page.evaluate("[...document.querySelectorAll('.slide')].findIndex(s => s.matches('.current'))")


def visible(page):
    return page.evaluate("[...document.querySelectorAll('.sheet')].filter(s => s.offsetParent).length")


def test_keys_and_buttons_turn_the_slides(opened):
    assert (current(opened), visible(opened)) == (0, 1)
    for key, place in (("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1), ("Home", 0), ("ArrowLeft", 0)):
        opened.keyboard.press(key)
        assert current(opened) == place
    opened.click("[data-do=next]")
    assert current(opened) == 1 and opened.url.endswith("#s2")
    opened.keyboard.press("End")
    last = current(opened)
    opened.keyboard.press("ArrowRight")
    assert current(opened) == last > 4


def test_the_overview_shows_all_and_leads_to_one(opened):
    opened.keyboard.press("o")
    assert visible(opened) == opened.locator(".slide").count()
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Enter")
    assert (current(opened), visible(opened)) == (2, 1)
    opened.keyboard.press("o")
    opened.click("#s5")
    assert (current(opened), visible(opened)) == (4, 1)


def test_notes_are_shown_on_demand(opened):
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("ArrowRight")
    assert not opened.locator("#s3 .notes").is_visible()
    opened.keyboard.press("n")
    assert opened.locator("#s3 .notes").is_visible()
    assert opened.locator("[data-do=notes]").get_attribute("aria-pressed") == "true"


def test_nothing_runs_over_the_edge_of_its_slide(opened):
    opened.evaluate("document.body.classList.remove('ready')")
    over = opened.evaluate("""() => [...document.querySelectorAll('.sheet')]
        .filter(s => s.scrollHeight > s.clientHeight + 1 || s.scrollWidth > s.clientWidth + 1)
        .map(sheet => sheet.parentElement.id)""")
    assert over == []


def test_it_prints_one_slide_a_page(opened):
    printed = opened.pdf(prefer_css_page_size=True)
    pages = re.findall(rb"/Type\s*/Page\b", io.BytesIO(printed).getvalue())
    assert len(pages) == opened.locator(".slide").count()


def test_without_scripts_all_slides_stand_below_each_other(browser, pack, tmp_path):
    path = tmp_path / "deck.html"
    path.write_bytes(pack.forms["deck.html"])
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".sheet >> visible=true").count() == page.locator(".slide").count() > 4
    assert not page.locator("nav").is_visible()
    context.close()
