"""Browsers that stay open: the bytes of one that is started for a page, whatever became of who printed before."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bvte.publishing.forms import pdf
from bvte.publishing.forms.pdf import print_page, printing_obstacle
from bvte.publishing.forms.printer import forget_dead_printers
from bvte.publishing.frame import page_style

pytestmark = pytest.mark.skipif(
    printing_obstacle() is not None or not hasattr(os, "posix_spawn"), reason="no Chromium that can stay open here"
)
SECONDS = 60
LONG = "".join(f"<h2>{n}</h2><p>{'Bảo vệ trẻ em 3,8 % ' * 40}</p><table><tr><td>{n}</table>" for n in range(60))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Addresses of pages that differ, and the prints by a browser started for each."""
    folder, printed = tmp_path_factory.mktemp("pages"), {}
    for name, body in (("short", "<h1>Một</h1>"), ("long", LONG)):
        page = folder / f"{name}.html"
        page.write_text(f"<!doctype html><html lang=vi><title>{name}</title><body>{body}", encoding="utf-8")
        printed[page] = print_page(page)
    return printed


@pytest.fixture
def printer():
    """A browser that stays open for the test."""
    pdf.open_printers(1)
    yield pdf._open[0]
    pdf.close_printers()


@pytest.fixture
def nothing_started(monkeypatch):
    """No browser is started for a page meanwhile."""
    monkeypatch.setattr(pdf, "_printed_alone", lambda address: pytest.fail(f"started a browser for {address}"))


def has_ended(pid):
    """Whether a process that is none of our children ends soon."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            time.sleep(0.05)
            continue
        return True
    return False


def test_it_prints_the_same_bytes_as_one_started_for_the_page(pages, printer, nothing_started):
    for page in (*pages, *reversed(pages)):
        assert print_page(page) == pages[page]


def print_in_fork(page, answers):
    answers.put((os.getpid(), print_page(page)))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_that_were_forked_beside_it_take_turns(pages, printer, nothing_started):
    forks, known = multiprocessing.get_context("fork"), list(pages)
    answers = forks.SimpleQueue()
    working = [forks.Process(target=print_in_fork, args=(known[n % 2], answers)) for n in range(4)]
    for process in working:
        process.start()
    found = [answers.get() for _ in working]
    for process in working:
        process.join()
    assert len({pid for pid, _ in found}) == 4
    assert sorted(printed for _, printed in found) == sorted([*pages.values()] * 2)


@pytest.mark.parametrize("read", [0, 1000])
def test_one_that_is_killed_while_it_prints_harms_no_other(pages, printer, nothing_started, read):
    """What it asked for lies in the pipe, all of it or the end."""
    from bvte.publishing.forms.printer import PRINT, Conversation

    talk = Conversation(printer, SECONDS)
    target = talk._ask("Target.createTarget", url=list(pages)[-1].as_uri())
    talk.session = talk._ask("Target.attachToTarget", **target, flatten=True)["sessionId"]
    talk.number += 1
    asked = {"id": talk.number, "method": "Page.printToPDF", "params": PRINT, "sessionId": talk.session}
    os.write(printer.to_it, json.dumps(asked).encode() + b"\0")
    if read:
        assert len(os.read(printer.from_it, read)) == read
    for page in pages:
        assert print_page(page) == pages[page]


def test_where_it_has_ended_a_page_has_a_browser_of_its_own(pages, printer):
    os.killpg(printer.pid, signal.SIGKILL)
    for page in pages:
        assert print_page(page) == pages[page]


def test_what_is_wrong_with_a_page_is_told_as_before(tmp_path, printer):
    with pytest.raises(pdf.FormUnavailable) as caught:
        print_page(tmp_path / "absent.html")
    assert caught.value.code == "printing_failed" and "absent.html" in caught.value.detail


def test_closed_it_leaves_no_process_and_no_file():
    pdf.open_printers(2)
    opened = list(pdf._open)
    pdf.close_printers()
    assert pdf._open == [] and len({printer.pid for printer in opened}) == 2
    assert all(has_ended(printer.pid) and not printer.folder.exists() for printer in opened)


def test_it_ends_with_the_process_that_opened_it():
    script = "import os, signal\nfrom bvte.publishing.forms import pdf\npdf.open_printers(1)\n"
    script += "print(pdf._open[0].pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert has_ended(int(told.stdout))


def test_without_a_browser_none_is_opened(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    pdf.open_printers(3)
    assert pdf._open == []


def test_the_profile_of_a_process_that_was_killed_is_removed_and_that_of_a_living_one_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = multiprocessing.get_context("spawn").Process()
    dead.start()
    dead.join()
    names = {"dead": f"bvte-printer-{dead.pid}-x", "alive": f"bvte-printer-{os.getpid()}-x", "other": "bvte-printer-x"}
    for name in names.values():
        (tmp_path / name / "profile").mkdir(parents=True)
    forget_dead_printers()
    assert {path.name for path in tmp_path.iterdir()} == {names["alive"], names["other"]}


class Halting(BaseHTTPRequestHandler):
    """A page that comes in two pieces, with a pause between them."""

    page, first = b"", 0

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page[: self.first])
        time.sleep(0.3 if self.first else 0)
        self.wfile.write(self.page[self.first :])

    def log_message(self, *about):
        pass


@contextmanager
def halting_address():
    """The address of a page that is served with a pause."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Halting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("sheet", ["report.css", "brief.css", "deck.css"])
def test_a_pause_in_reading_the_page_changes_no_byte(printer, monkeypatch, sheet):
    style = page_style(sheet, fonts=False)
    link = '<p>Số cặp: <strong><a href="#row"><data value="3062">3.062</data> cặp</a></strong> (2017).'
    html = f"<!doctype html><html lang=vi><title>Trang</title><style>{style}</style>{link}<h2 id=row>Bảng</h2>".encode()
    monkeypatch.setattr(Halting, "page", html)
    with halting_address() as address:
        prints = set()
        for first in (0, html.index(b"<data")):
            monkeypatch.setattr(Halting, "first", first)
            prints.add(pdf.same_bytes(printer.print_address(address, SECONDS)))
    assert len(prints) == 1
