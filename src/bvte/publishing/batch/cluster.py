"""The way over many machines: workers of a Dask scheduler make the reports, each beside a warm process.

Here is the side that asks; `bench` is the side of a worker. Dask carries tasks and outcomes and gives what a
dead worker owed to another. The ledger stays with the one that asks.
"""

import time
from collections import Counter, deque
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from bvte.publishing.batch import bench
from bvte.publishing.batch.crew import ClusterError, Crew
from bvte.publishing.batch.likeness import asked_of
from bvte.publishing.failure import Failure
from bvte.publishing.task import Outcome

CONNECT_SECONDS = 10
# Times that a report is tried again whose worker or warm process died; a notebook that fails never is.
RETRIES = 3
# Seconds to wait for an outcome before looking whether workers have come or gone, and for its bytes.
LOOK, FETCH = 1, 30
# Tasks out at a time for each that is at work, so that no worker waits for its next one.
AHEAD = 2


def outcomes(tasks, jobs, address, patience=120):
    """Outcomes of the tasks, as many at a time as the workers have threads (`jobs` is for one machine).

    address : of a Dask scheduler; patience : seconds to wait for a worker where there is none. Raises
    ClusterError.
    """
    if not tasks:
        return
    asked, name = asked_of(tasks), uuid4().hex
    with connected(address) as client:
        crew = Crew(client, name, asked, patience)
        try:
            placed = [replace(task, notebooks=asked.place) for task in tasks]
            yield from Batch(client, crew, placed).outcomes()
        finally:
            crew.dismiss()


@contextmanager
def connected(address):
    """A client of the scheduler. Raises ClusterError where it cannot be reached."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError("absent") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError("unreachable", address=address) from error
    with client:
        yield client


class Batch:
    """Tasks that wait, and futures of those that are out."""

    def __init__(self, client, crew, tasks):
        self.client, self.crew = client, crew
        self.waiting, self.out, self.deaths = deque(tasks), {}, Counter()

    def outcomes(self):
        """The outcomes as they come; memory does not grow with the number of tasks."""
        while self.waiting or self.out:
            self.crew.muster()
            yield from self._recall()
            self._send_out()
            yield from self._come_in()

    def _send_out(self):
        """Give the workers what they have room for."""
        room = AHEAD * self.crew.threads - len(self.out)
        for _ in range(min(room, len(self.waiting))):
            task, workers = self.waiting.popleft(), self.crew.workers
            future = self.client.submit(bench.make, self.crew.name, task, workers=workers, pure=False)
            self.out[future] = task, workers

    def _recall(self):
        """Take back what was given to workers of whom none is left: while one is, Dask sees to it."""
        for future, (task, workers) in list(self.out.items()):
            if not set(workers) & set(self.crew.workers):
                yield from self._again(future, task, "no worker is left")

    def _come_in(self):
        """Outcomes that are there, after a wait of a second at most."""
        for future in _ended(list(self.out)):
            task, _ = self.out[future]
            if future.status == "error":
                self.crew.ask_again()
                yield from self._again(future, task, str(future.exception()))
            elif outcome := _result(future):
                self._release(future)
                yield outcome

    def _again(self, future, task, said):
        """Let a task wait again whose process or worker died; its outcome where too many have died of it.

        It waits behind all others, so that one that kills its worker does not meet the same ones each time.
        """
        self.deaths[task.report.key] += 1
        if self.deaths[task.report.key] > RETRIES or _killed_workers(future):
            yield Outcome(task.report, failure=Failure("crashed", said))
        else:
            self.waiting.append(task)
        self._release(future)

    def _release(self, future):
        del self.out[future]
        future.release()


def _ended(futures):
    """Those of the futures that ended. Raises ClusterError where the scheduler was lost."""
    from distributed import wait

    if not futures:
        time.sleep(LOOK)
        return []
    try:
        return wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done
    except TimeoutError:
        return []
    except CancelledError as error:
        raise ClusterError("lost") from error


def _killed_workers(future):
    """Whether Dask gave a task up, since several workers died of it."""
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _result(future):
    """The outcome of a future that ended, None where the worker that held it died: it is made again."""
    try:
        return future.result(timeout=FETCH)
    except CancelledError as error:
        raise ClusterError("lost") from error
    except TimeoutError:
        return None
    except Exception:
        if future.status == "finished":
            raise
        return None
