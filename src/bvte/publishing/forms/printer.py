"""Browsers that stay open and print one page after the other: to start one takes longer than most pages.

Each is spoken to by a pipe of its own (`--remote-debugging-pipe`, the DevTools protocol), so that no port of the
machine is open, and by one process at a time: those that were forked beside it hold a lock while it prints. It prints
the same bytes as one that is started for a page (`pdf.print_page`), which takes its place where it ends or does not
answer.
"""

import base64
import fcntl
import json
import os
import secrets
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Descriptors on which the browser hears and answers, by the protocol; ours stay above them.
HEARS, ANSWERS, ABOVE = 3, 4, 10
# Seconds for the browser to end by itself.
ENDING = 5.0
# What a print is, as the browser's own command to print has it: the style sheet lays out the page.
PRINT = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "displayHeaderFooter": False,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}
# Ids of requests are 31 bits wide; a process starts to count where no other that held the pipe is likely to.
IDS = 2**30


# How the folder of a browser's profile is named, before the process that opened it.
PROFILE = "bvte-printer-"


class PrinterError(Exception):
    """A browser that stays open has ended, or did not answer."""


@dataclass(frozen=True)
class Printer:
    """A browser that stays open: its process, the pipe to it and from it, and the folder of its profile and lock."""

    browser: str
    pid: int
    to_it: int
    from_it: int
    folder: Path

    @classmethod
    def start(cls, browser: str, flags: Sequence[str]) -> "Printer":
        """Start a browser with these flags; it gets ready by itself. Raises OSError where it cannot be started."""
        forget_dead_printers()
        folder = Path(tempfile.mkdtemp(prefix=f"{PROFILE}{os.getpid()}-"))
        (folder / "lock").touch()
        hears, to_it = _pipe_above()
        from_it, answers = _pipe_above()
        files = [
            *((os.POSIX_SPAWN_OPEN, place, os.devnull, os.O_RDWR, 0) for place in range(3)),
            (os.POSIX_SPAWN_DUP2, hears, HEARS),
            (os.POSIX_SPAWN_DUP2, answers, ANSWERS),
        ]
        words = [browser, *flags, f"--user-data-dir={folder}/profile", "--remote-debugging-pipe", "about:blank"]
        try:
            # In a group of its own: Ctrl-C of a terminal is for the batch, which ends its browsers itself.
            pid = os.posix_spawn(browser, words, os.environ, file_actions=files, setpgroup=0)
        except OSError:
            os.close(to_it)
            os.close(from_it)
            shutil.rmtree(folder)
            raise
        finally:
            os.close(hears)
            os.close(answers)
        return cls(browser, pid, to_it, from_it, folder)

    def print_address(self, address: str, seconds: float) -> bytes:
        """The bytes of the PDF of a page by its address. Raises PrinterError, also after so many seconds."""
        with self._alone():
            return Conversation(self, seconds).print_address(address)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def is_free(self) -> bool:
        """Whether nobody lets it print now."""
        with (self.folder / "lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True

    def close(self) -> None:
        """End the browser, which its closed pipe tells it, and forget what it wrote."""
        os.close(self.to_it)
        os.close(self.from_it)
        if not _has_ended(self.pid, ENDING):
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)


def forget_dead_printers() -> None:
    """Remove the profiles that processes left which were killed; their browsers ended with the pipe."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PROFILE}*-*"):
        owner = folder.name.removeprefix(PROFILE).partition("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    """Whether there is a process of a number, anybody's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


class Conversation:
    """What one process asks of a browser while nobody else does.

    One that held the pipe before may have been killed in the middle: what it asked for and did not hear is passed over.
    """

    def __init__(self, printer: Printer, seconds: float) -> None:
        self.printer, self.until = printer, time.monotonic() + seconds
        self.rest, self.number, self.session = b"", secrets.randbelow(IDS), ""
        self.events: set[str] = set()

    def print_address(self, address: str) -> bytes:
        """The bytes of the PDF of a page."""
        for left in self._ask("Target.getBrowserContexts")["browserContextIds"]:
            self._ask("Target.disposeBrowserContext", browserContextId=left)
        place = self._ask("Target.createBrowserContext")
        target = self._ask("Target.createTarget", url="about:blank", **place)
        self.session = self._ask("Target.attachToTarget", **target, flatten=True)["sessionId"]
        self._ask("Page.enable")
        if failed := self._ask("Page.navigate", url=address).get("errorText"):
            raise PrinterError(failed)
        while "Page.loadEventFired" not in self.events:
            self._hear()
        printed = self._ask("Page.printToPDF", **PRINT)["data"]
        self.session = ""
        self._ask("Target.disposeBrowserContext", **place)
        return base64.b64decode(printed)

    def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        """What the browser answers to a request. Raises PrinterError."""
        self.number += 1
        request = {"id": self.number, "method": method, "params": given}
        told = json.dumps(request | ({"sessionId": self.session} if self.session else {}))
        try:
            os.write(self.printer.to_it, told.encode() + b"\0")
        except OSError as error:
            raise PrinterError(str(error)) from error
        while (answer := self._hear()).get("id") != self.number:
            pass
        if "error" in answer:
            raise PrinterError(str(answer["error"].get("message")))
        return answer["result"]

    def _hear(self) -> dict[str, Any]:
        """The next thing that the browser says; an event of our page is kept by its name."""
        while b"\0" not in self.rest:
            self.rest += self._read()
        said, _, self.rest = self.rest.partition(b"\0")
        try:
            heard = dict(json.loads(said))
        except (ValueError, TypeError):
            return {}  # the end of what another was told
        if self.session and heard.get("sessionId") == self.session and "method" in heard:
            self.events.add(heard["method"])
        return heard

    def _read(self) -> bytes:
        """The next bytes. Raises PrinterError where there come none."""
        if not select.select([self.printer.from_it], [], [], max(0.0, self.until - time.monotonic()))[0]:
            raise PrinterError("no answer in time")
        if not (found := os.read(self.printer.from_it, 2**20)):
            raise PrinterError("the browser has ended")
        return found


def _pipe_above() -> tuple[int, int]:
    """A pipe whose descriptors are none of those that a browser uses: the end to read, the end to write."""
    ends = os.pipe()
    above = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, ABOVE) for end in ends)
    for end in ends:
        os.close(end)
    return above[0], above[1]


def _has_ended(pid: int, seconds: float) -> bool:
    """Whether a child process ended within so many seconds."""
    until = time.monotonic() + seconds
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
