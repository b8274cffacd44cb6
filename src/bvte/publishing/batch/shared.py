"""A warm process that the threads of a Dask worker share."""

import threading
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic

from bvte.publishing.batch import apart

# A process that nobody asks for so long has been forgotten, by a batch that was killed.
IDLE_SECONDS = 600


class BenchError(Exception):
    """A process ended that made reports, no fault of any one of them: they can be made elsewhere."""


class Shared:
    """One warm process for many threads: each waits for the outcome of its own report.

    One a worker, not one a thread: it takes 5 seconds of a core and 200 MB, which its forks share.
    """

    def __init__(self, asked, jobs):
        self.process, self.pipe = apart.warm(asked, jobs)
        self.owed, self.lock, self.closing = {}, threading.Lock(), threading.Event()
        self.last_asked = monotonic()

    def found(self):
        """What the process says that it has; from then on it makes reports. Raises BenchError."""
        try:
            found = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise BenchError(f"exit {self.process.wait()}") from error
        threading.Thread(target=self._hand_out, daemon=True).start()
        return found

    def make(self, task):
        """The outcome of a task. Raises BenchError where the process ended before it was there."""
        with self.lock:
            self.last_asked = monotonic()
            future = self.owed[task.report.key] = Future()
            self._send(task)
        return future.result()

    def _send(self, task):
        try:
            self.pipe.send([task])
        except OSError as error:
            raise BenchError("the warm process has ended") from error

    def close(self):
        """Let the process end, with all that it forked; this does not wait for it."""
        self.closing.set()

    def _hand_out(self):
        """Give each thread its outcome, until the process ends or is not needed any more."""
        with suppress(EOFError, OSError):
            while self._is_needed():
                if self.pipe.poll(1):
                    outcome = self.pipe.recv()
                    self.owed.pop(outcome.report.key).set_result(outcome)
        with self.lock:
            self.pipe.close()
            for future in self.owed.values():
                future.set_exception(BenchError("the warm process has ended"))
        self.process.wait()

    def _is_needed(self):
        is_idle = not self.owed and monotonic() > self.last_asked + IDLE_SECONDS
        return not (is_idle or self.closing.is_set())
