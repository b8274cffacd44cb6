"""The PDF that Chromium prints, and how its absence is told."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from bvte.presentation.texts import texts_of
from bvte.publishing.forms import pdf
from bvte.publishing.forms.agree import numbers_in
from bvte.publishing.forms.browsers import ON_PATH
from bvte.publishing.forms.catalogue import FormUnavailable
from bvte.publishing.forms.pdf import print_page, same_bytes

CHROMIUM = next(filter(None, map(shutil.which, ON_PATH)), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
def printed(made, tmp_path_factory):
    """The path of the PDF by language."""
    folder = tmp_path_factory.mktemp("printed")
    for language, report in made.items():
        page = folder / f"{language}.html"
        page.write_text(report.html, encoding="utf-8")
        (folder / f"{language}.pdf").write_bytes(print_page(page))
    return folder


def ask(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@needs_chromium
def test_printing_twice_gives_the_same_bytes(printed, tmp_path):
    again = tmp_path / "elsewhere"
    shutil.copytree(printed, again)
    assert print_page(again / "vi.html") == (printed / "vi.pdf").read_bytes()


@needs_chromium
def test_a_browser_that_stays_open_prints_the_same_bytes(printed, monkeypatch):
    monkeypatch.setattr(pdf, "_printed_alone", lambda address: pytest.fail("a browser was started for a page"))
    pdf.open_printers(1)
    try:
        if not pdf._open:
            pytest.skip("no browser can stay open on this system")
        for page in printed.glob("*.html"):
            assert print_page(page) == page.with_suffix(".pdf").read_bytes()
    finally:
        pdf.close_printers()


@pytest.mark.parametrize("first", [7, 99, 138])
def test_where_the_browser_starts_to_count_its_cells_and_when_it_prints_do_not_tell(first):
    def printed(first, when):
        cells = b"".join(b"/ID (node%08d)>>" % (first + step) for step in (0, 2, 3, 40))
        return b"/CreationDate (D:%d+00'00')" % when + cells + b"/Headers [(node%08d)]" % (first + 2)

    told = same_bytes(printed(first, 20260102030405))
    assert told == same_bytes(printed(137, 20270102030405))
    assert len(told) == len(printed(first, 20260102030405))
    numbers = re.findall(rb"node(\d+)", told)
    assert numbers[-1] == numbers[1] and len(set(numbers)) == 4


@needs_chromium
def test_the_pdf_is_a4_tagged_titled_and_has_an_outline(printed, made):
    if shutil.which("pdfinfo") is None:
        pytest.skip("no pdfinfo on this machine (Debian: apt-get install poppler-utils)")
    for language, report in made.items():
        told = ask("pdfinfo", printed / f"{language}.pdf")
        assert re.search(r"Tagged: +yes", told) and "(A4)" in told
        assert report.article.title in told
        assert b"/Outlines" in (printed / f"{language}.pdf").read_bytes()


@needs_chromium
def test_the_pdf_prints_every_number_of_the_tables_and_numbers_its_pages(printed, made):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    for language, report in made.items():
        text = ask("pdftotext", "-layout", printed / f"{language}.pdf", "-")
        cells = [cell for table in report.article.tables for row in table.rows for cell in row]
        values = [datum.value for cell in cells for datum in cell.data]
        assert len(values) >= 40
        assert set(values) <= set(numbers_in(text, language))
        pages = text.count("\f")
        assert all(re.search(rf"\b{n} ?/ ?{pages}\b", text) for n in range(1, pages + 1))


def test_without_chromium_the_form_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FormUnavailable) as caught:
        print_page(tmp_path / "page.html")
    assert caught.value.code == "no_chromium"
    assert caught.value.code in texts_of("forms.obstacle")


def test_a_browser_that_fails_is_told_with_what_it_said(monkeypatch, tmp_path):
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho no space left >&2\nexit 3\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    page = tmp_path / "page.html"
    page.touch()
    with pytest.raises(FormUnavailable) as caught:
        print_page(page)
    assert (caught.value.code, caught.value.detail) == ("printing_failed", "no space left")


@pytest.mark.parametrize(("account", "flags"), [(0, ["--no-sandbox"]), (1000, []), (None, [])])
def test_only_root_prints_without_a_sandbox(monkeypatch, account, flags):
    if account is None:  # a system that has no root
        monkeypatch.delattr(pdf.os, "geteuid", raising=False)
    else:
        monkeypatch.setattr(pdf.os, "geteuid", lambda: account, raising=False)
    assert pdf.sandbox_flags() == flags and "--no-sandbox" not in pdf.FLAGS


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (
            "FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+"
            + " #0" * 200,
            "no_sandbox",
        ),
        (
            "Failed to move to new namespace: PID namespaces supported, but failed: errno = Operation not permitted",
            "no_sandbox",
        ),
        ("some other failure", "printing_failed"),
    ],
)
def test_a_browser_that_cannot_fence_itself_in_is_told_apart(tmp_path, said, code):
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    browser.chmod(0o755)
    with pytest.raises(FormUnavailable) as refused:
        pdf._run_browser(str(browser), "file:///x.html", tmp_path / "x.pdf", tmp_path)
    assert refused.value.code == code and code in texts_of("forms.obstacle")


@needs_chromium
def test_an_ordinary_account_prints_with_the_sandbox(tmp_path):
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can start a browser as somebody else")
    # Not below the folder of the test, into which that account may not look.
    place = Path(tempfile.mkdtemp())
    place.chmod(0o777)
    (place / "x.html").write_text("<p>x</p>")
    command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", CHROMIUM, *pdf.FLAGS]
    command += pdf.COMMAND
    options = [f"--user-data-dir={place}/profile", f"--print-to-pdf={place}/x.pdf", f"file://{place}/x.html"]
    home = {**os.environ, "HOME": str(place)}
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, env=home)
    if pdf.UNFENCED.search(done.stderr):
        pytest.skip("this system lets nobody set up a sandbox")
    assert (place / "x.pdf").read_bytes().startswith(b"%PDF")
