"""One report while somebody writes it: made again whenever a file of it changes, and shown in a browser.

Files are looked at by size and time, half a second apart: two hundred `stat` calls take two milliseconds, need no
package and work on a shared disk, where a system tells of no change. Each making is a process of its own, `bvte build`
of the one report: code may be what changed. The browser keeps a page of ours open, which asks what to show.
"""

import json
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import click

from bvte.evidence.load import project_root
from bvte.presentation.texts import say
from bvte.publishing.ledger import reports_name
from bvte.publishing.report import Report, ReportTask
from bvte.publishing.work import ReportWork

# Seconds between two looks at the files.
PAUSE = 0.5
# The page that stays open: it shows the report, and the next state of it once there is one.
SHELL = Path(__file__).parent / "template" / "watch.html"
# What makes a report: its exit status and what it said.
Making = Callable[[Report], tuple[int, str]]


@dataclass
class Shown:
    """What the browser is to show.

    number : of the making; page : path below the folder of reports; said : why there is no page, "" where there is one.
    """

    number: int = 0
    page: str = ""
    said: str = ""


@dataclass
class Watch:
    """A report that is made again when its files change, until `ended` is set."""

    report: Report
    folder: Path
    make: Making
    ended: Event = field(default_factory=Event)
    shown: Shown = field(default_factory=Shown)

    def follow(self) -> Iterator[Shown]:
        """What there is to show, after each making."""
        work, before = ReportWork.of_tasks([ReportTask(self.report, str(project_root() / "notebooks"))]), None
        while not self.ended.is_set():
            # Taken before the making: what changes meanwhile is made again.
            if (now := work.file_stamps()) != before:
                before = now
                self.shown = self._made_again()
                yield self.shown
            self.ended.wait(PAUSE)

    def _made_again(self) -> Shown:
        """What there is to show after making it: the page, that of a failure, or what was said where there is none."""
        status, said = self.make(self.report)
        number, failed = self.shown.number + 1, f"{self.report.key}.failed.html"
        page = failed if status and (self.folder / failed).exists() else self.report.file("html")
        return Shown(number, page, "" if status == 0 or page == failed else said)


def watch_report(report: Report, browse: bool = True) -> int:
    """Make a report, show it, and make it again with every change, until somebody ends this with Ctrl-C."""
    folder = project_root() / reports_name(report.internal)
    watch = Watch(report, folder, build_alone)
    with serving(watch) as address:
        click.echo(say("runs.watch.shown", address=address), err=True)
        try:
            for shown in watch.follow():
                click.echo(say("runs.watch.again", file=shown.page, number=shown.number), err=True)
                if browse and shown.number == 1:
                    webbrowser.open(address)
        except KeyboardInterrupt:
            click.echo(say("runs.watch.ended"), err=True)
    return 0


def build_alone(report: Report) -> tuple[int, str]:
    """Build one report in a process of its own; what it says is passed on."""
    words = ["build", *report.command.split()[3:]]
    words[1] = str(report.values["data"])
    made = subprocess.run(
        [sys.executable, "-m", "bvte.cli", *words],
        cwd=project_root(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    click.echo(made.stderr, err=True, nl=False)
    return made.returncode, made.stderr


@contextmanager
def serving(watch: Watch) -> Iterator[str]:
    """Serve what is shown to this machine alone; the address of the page that stays open."""
    handler = partial(Handler, watch, directory=str(watch.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


class Handler(SimpleHTTPRequestHandler):
    """The page that stays open, what it is to show now, and the files of the folder of reports."""

    def __init__(self, watch: Watch, *given: object, **named: object) -> None:
        self.watch = watch
        super().__init__(*given, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer: the page, its state as JSON, or a file."""
        if self.path == "/":
            self._answer("text/html; charset=utf-8", SHELL.read_bytes())
        elif self.path == "/now":
            shown = self.watch.shown
            told = {"number": shown.number, "page": quote(shown.page), "said": shown.said}
            self._answer("application/json", json.dumps(told).encode())
        else:
            super().do_GET()

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""
