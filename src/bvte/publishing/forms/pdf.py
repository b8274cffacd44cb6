"""A page as A4 PDF, printed by Chromium where there is one: tagged, with outline and page numbers.

The style sheet lays out the print, as it does when a reader prints the page.
"""

import os
import re
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bvte.publishing.forms.browsers import find_browser

if TYPE_CHECKING:  # which not every system has
    from bvte.publishing.forms.printer import Printer

SECONDS = 120
FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
# How a page is printed; by any of these a browser takes itself to be started for one page, and ends after it.
COMMAND = ["--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline"]
# What it says where the system lets an ordinary account set up no sandbox.
UNFENCED = re.compile("No usable sandbox|Failed to move to new namespace")
# The time of printing; replaced by one of the same length, so that no byte of the file moves.
TIME = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*\))")
NO_TIME = rb"\g<1>20000101000000\g<2>"
# A cell's number in the browser's own count, which starts a little higher or lower from one run to the next.
CELL = re.compile(rb"(?<=\(node)\d{8}(?=\))")


# Browsers that stay open for this process and for those that are forked from it.
_open: "list[Printer]" = []


class FormUnavailable(Exception):  # noqa: N818
    """A form that cannot be made here; `code` is of `forms.obstacle` in the texts."""

    def __init__(self, code, detail=""):
        # Both as arguments, so that the error can travel from a worker process.
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def printing_obstacle() -> str | None:
    """Why no PDF can be printed on this machine (of `forms.obstacle` in the texts), None where one can."""
    return None if find_browser() else "no_chromium"


def print_page(page):
    """The bytes of the PDF of a page. page : path of its HTML file. Raises FormUnavailable."""
    if reason := printing_obstacle():
        raise FormUnavailable(reason)
    try:
        Path(page).open("rb").close()
    except OSError as error:
        # A browser prints its own page on what it could not open, and ends as if all were well.
        raise FormUnavailable("printing_failed", str(error)) from error
    address = Path(page).resolve().as_uri()
    return same_bytes(_printed_by_open(address) or _printed_alone(address))


def open_printers(count: int) -> None:
    """Keep so many browsers open until `close_printers`, for this process and for those that are forked from it.

    On a system where none can stay open, or where one cannot be started, each page has a browser of its own.
    """
    browser = find_browser()
    if browser is None or not hasattr(os, "posix_spawn"):
        return
    from bvte.publishing.forms.printer import Printer

    with suppress(OSError):
        while len(_open) < count:
            _open.append(Printer.start(browser, [*FLAGS, *sandbox_flags()]))


def close_printers() -> None:
    """End the browsers that stay open."""
    while _open:
        _open.pop().close()


def _printed_by_open(address: str) -> bytes | None:
    """The print of a page by a browser that stays open, None where none does or it fails."""
    if not _open:
        return None
    from bvte.publishing.forms.printer import PrinterError

    free = next((printer for printer in _open if printer.is_free()), _open[os.getpid() % len(_open)])
    try:
        return free.print_address(address, SECONDS)
    except PrinterError:
        return None  # what is wrong with the page or the browser, one of its own tells


def _printed_alone(address: str) -> bytes:
    """The print of a page by a browser that is started for it. Raises FormUnavailable."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "report.pdf"
        _run_browser(find_browser(), address, printed, folder)
        return printed.read_bytes()


def same_bytes(printed):
    """A printed PDF without what differs between two prints: its time, and where its cells start to count."""
    rank = {cell: b"%08d" % n for n, cell in enumerate(sorted(set(CELL.findall(printed))))}
    return CELL.sub(lambda found: rank[found[0]], TIME.sub(NO_TIME, printed))


def _run_browser(browser, address, target, folder):
    """Let the browser print; its profile is its own, so that browsers beside each other do not meet."""
    profile = f"--user-data-dir={folder}/profile"
    command = [browser, *FLAGS, *COMMAND, *sandbox_flags(), profile, f"--print-to-pdf={target}", address]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise FormUnavailable("printing_failed", f"{SECONDS} s") from error
    if run.returncode or not target.exists():
        code = "no_sandbox" if UNFENCED.search(run.stderr) else "printing_failed"
        raise FormUnavailable(code, run.stderr.strip()[-300:])


def sandbox_flags() -> list[str]:
    """What the browser is told of its sandbox: root alone has none, whom it refuses to serve with one."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []
