"""The desk as a researcher meets it: `bvte explore` in a browser, every control used."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from bvte.desk.panel import CONTROLS
from bvte.evidence.language import LANGUAGES

SECONDS = 60_000


@pytest.fixture
def lab(tmp_path):
    """Address of the notebook in a running desk that keeps its copy in a folder of the test; the words of the other
    language test_views.py looks at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token="]
    where = ["--language", LANGUAGES[0], "--folder", str(tmp_path / "desk")]
    command = [sys.executable, "-m", "bvte.cli", "explore", *where, *options]
    home = {"HOME": str(tmp_path / "home"), "JUPYTER_CONFIG_DIR": str(tmp_path / "home" / "config")}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env={**os.environ, **home}, stdout=log, stderr=log)
        try:
            address = _answering(f"http://127.0.0.1:{port}", process, tmp_path / "log")
            yield f"{address}/lab/tree/explore-dien-bien.{LANGUAGES[0]}.ipynb"
        finally:
            process.terminate()
            process.wait()
    # Whoever ends the command has ended JupyterLab.
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5)


def _answering(address, process, log):
    """The address, as soon as somebody answers there."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
            return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture
def page(browser):
    """A page of the browser, with the addresses it asked and the errors of its console."""
    opened = browser.new_page(viewport={"width": 1400, "height": 1300})
    opened.asked, opened.faults = set(), []
    opened.on("request", lambda request: opened.asked.add(request.url))
    opened.on("console", lambda said: said.type == "error" and opened.faults.append(said.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    yield opened
    opened.close()


def test_every_control_changes_what_is_seen_and_no_other_host_is_asked(page, lab):
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook", timeout=SECONDS)
    # Cells that are run while the kernel still starts are lost.
    page.get_by_text("| Idle").wait_for(timeout=SECONDS)
    page.get_by_role("menuitem", name=re.compile("^(Chạy|Run)$")).click()
    page.click('[data-command="runmenu:run-all"]')
    page.wait_for_selector(".bvte-view table", timeout=SECONDS)
    settle(page)
    choose(page, "programme", "")
    # An indicator with figures of several years, so that each control has something else to offer.
    choose(page, "indicator", "child_marriage_rate")
    for name in ("first", "last", "source", "method", "programme", "indicator"):
        choose(page, name)
    choose(page, "programme", "")
    choose(page, "indicator", "child_marriage_rate")
    choose(page, "area")
    assert page.faults == []
    hosts = {url.partition("://")[2].partition("/")[0] for url in page.asked if not url.startswith("data:")}
    assert hosts == {lab.split("/")[2]}


def choose(page, name, wanted=None):
    """Choose something else in a control, the wanted code or any, and see picture or tables change for it."""
    control = page.locator(".widget-dropdown select").nth(CONTROLS.index(name))
    before, now = seen(page), control.input_value()
    offered = control.locator("option").evaluate_all("options => options.map(o => o.value)")
    if now in LABELS.get(wanted, ()):
        return
    other = next(label for label in offered if label != now and label in LABELS.get(wanted, offered))
    control.select_option(value=other)
    assert control.input_value() != now, name
    page.wait_for_function(f"before => ({SEEN})() !== before", arg=before, timeout=SECONDS)
    settle(page)


# ipywidgets gives an option its label as value.
LABELS = {
    "": ("Mọi chương trình", "All programmes"),
    "child_marriage_rate": ("Tảo hôn trên số cặp kết hôn", "Child marriage, share of couples"),
}
SEEN = "() => [...document.querySelectorAll('.bvte-view')].map(view => view.innerHTML).join()"


def settle(page):
    """Wait until all that follows from a choice has arrived: the views come one after the other."""
    before = None
    while before != (now := seen(page)):
        before = now
        page.wait_for_timeout(1000)
        page.get_by_text("| Idle").wait_for(timeout=SECONDS)


def seen(page):
    return page.evaluate(SEEN)
