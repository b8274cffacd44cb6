"""The way over many machines: workers of a Dask scheduler run the tasks, each beside a warm process.

Here is the side that asks; `dask_worker` is the side of a worker. Dask carries tasks and results and gives
what a dead worker owed to another. What becomes of a result stays with the one that asks.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from bvte.runner import Result, Task, Work, dask_worker

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

CONNECT_SECONDS = 10
# Times that a task is tried again whose worker or warm process died; one that ends by itself never is.
RETRIES = 3
# Seconds to wait for a result before looking whether workers have come or gone, and for its bytes.
LOOK, FETCH = 1, 30
# Tasks out at a time for each that is at work, so that no worker waits for its next one.
AHEAD = 2
# Told of a worker that is not used: its address, and what it has otherwise or the error that it gave.
Tell = Callable[[str, list[str] | Exception], None]


class ClusterError(Exception):
    """A batch that cannot go on over the cluster; what is made is made.

    code : "absent", "unreachable", "uncertified", "lost", "nobody" or "unfit"; facts : of it, the address or seconds.
    """

    def __init__(self, code: str, **facts: object):
        super().__init__(code, facts)
        self.code, self.facts = code, facts


def run_on_cluster(
    work: Work, tasks: Sequence[Task], address: str, tell: Tell, patience: float = 120
) -> Iterator[Result]:
    """Results of the tasks, as many at a time as the workers have threads.

    address : of a Dask scheduler; tell : is told of workers that are not used; patience : seconds to wait for
    a worker where there is none. Raises ClusterError.
    """
    if not tasks:
        return
    with connected_client(address) as client:
        pool = WorkerPool(client, uuid4().hex, work, tell, patience)
        try:
            yield from Batch(client, pool, tasks).collect_results()
        finally:
            pool.dismiss_workers()


@contextmanager
def connected_client(address: str) -> Iterator["Client"]:
    """A client of the scheduler. Raises ClusterError where it cannot be reached."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError("absent") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError("unreachable", address=address) from error
    except (TypeError, RuntimeError) as error:
        # What Dask raises for TLS without certificates, and for an address without it where its settings ask for it.
        raise ClusterError("uncertified", address=address) from error
    with client:
        yield client


class WorkerPool:
    """Workers that have joined a batch, being as good as this machine, and those that may not.

    name : of the batch; tell : is told of the refused; patience : seconds to wait for a worker where there is
    none.
    """

    def __init__(self, client: "Client", name: str, work: Work, tell: Tell, patience: float):
        self.client, self.name, self.work = client, name, work
        self.tell, self.patience = tell, patience
        self.wanted = work.inventory()
        self.joined: dict[str, int] = {}
        self.refused: set[str] = set()
        self.doubted, self.ever_joined, self.last_joined = False, False, time.monotonic()

    @property
    def workers(self) -> list[str]:
        """Addresses of the workers that have joined."""
        return list(self.joined)

    @property
    def threads(self) -> int:
        """Tasks that they can run at once."""
        return sum(self.joined.values())

    def refresh_workers(self) -> None:
        """Take in workers that have come and forget those that have gone. Raises ClusterError."""
        there = self._known_workers()
        self.joined = {worker: there[worker] for worker in self.joined if worker in there}
        trusted, self.doubted = set() if self.doubted else set(self.joined), False
        for worker, found in self._ask_workers([w for w in there if w not in trusted | self.refused]).items():
            if found:
                self._refuse_worker(worker, found)
            else:
                self.joined[worker] = there[worker]
        self._require_worker(there)

    def ask_again(self) -> None:
        """Let every worker be asked once more, since one of them may have changed."""
        self.doubted = True

    def dismiss_workers(self) -> None:
        """Let the workers end what they have set up; one that cannot be reached does so by itself."""
        with suppress(Exception):
            self.client.run(dask_worker.leave_batch, self.name, workers=self.workers, on_error="ignore")

    def _known_workers(self) -> dict[str, int]:
        """Worker -> threads of all that the scheduler has now."""
        try:
            return self.client.nthreads()
        except (OSError, RuntimeError) as error:
            raise ClusterError("lost") from error

    def _ask_workers(self, workers: list[str]) -> dict[str, list[str] | Exception]:
        """Worker -> what it has otherwise than this machine, or why it cannot say.

        One that went while it was asked is left out.
        """
        if not workers:
            return {}
        words = self.name, self.work, self.wanted
        found = self.client.run(dask_worker.join_batch, *words, workers=workers, on_error="return")
        return {worker: answer for worker, answer in found.items() if not isinstance(answer, OSError)}

    def _refuse_worker(self, worker: str, found: list[str] | Exception) -> None:
        """Leave a worker out and tell why."""
        self.joined.pop(worker, None)
        self.refused.add(worker)
        self.tell(worker, found)

    def _require_worker(self, there: dict[str, int]) -> None:
        """Raise ClusterError where no worker may be used, or none has come in all the time that there was."""
        if self.joined:
            self.ever_joined, self.last_joined = True, time.monotonic()
        elif there and not self.ever_joined and self.refused.issuperset(there):
            raise ClusterError("unfit")
        elif time.monotonic() > self.last_joined + self.patience:
            raise ClusterError("nobody", seconds=self.patience)


class Batch:
    """Tasks that wait, and futures of those that are out."""

    def __init__(self, client: "Client", pool: WorkerPool, tasks: Sequence[Task]):
        self.client, self.pool = client, pool
        self.waiting: deque[Task] = deque(tasks)
        self.out: dict[DaskFuture, tuple[Task, list[str]]] = {}
        self.deaths: Counter[str] = Counter()

    def collect_results(self) -> Iterator[Result]:
        """The results as they come; memory does not grow with the number of tasks."""
        while self.waiting or self.out:
            self.pool.refresh_workers()
            yield from self._recall_tasks()
            self._send_tasks()
            yield from self._ended_tasks()

    def _send_tasks(self) -> None:
        """Give the workers what they have room for."""
        room = AHEAD * self.pool.threads - len(self.out)
        for _ in range(min(room, len(self.waiting))):
            task, workers = self.waiting.popleft(), self.pool.workers
            future = self.client.submit(dask_worker.make_task, self.pool.name, task, workers=workers, pure=False)
            self.out[future] = task, workers

    def _recall_tasks(self) -> Iterator[Result]:
        """Take back what was given to workers of whom none is left: while one is, Dask sees to it."""
        for future, (task, workers) in list(self.out.items()):
            if not set(workers) & set(self.pool.workers):
                yield from self._try_again(future, task, "no worker is left")

    def _ended_tasks(self) -> Iterator[Result]:
        """Results that are there, after a wait of a second at most."""
        for future in _ended_futures(list(self.out)):
            task, _ = self.out[future]
            if future.status == "error":
                self.pool.ask_again()
                yield from self._try_again(future, task, str(future.exception()))
            elif result := _fetch_result(future):
                self._release_future(future)
                yield result

    def _try_again(self, future: "DaskFuture", task: Task, said: str) -> Iterator[Result]:
        """Let a task wait again whose process or worker died; its result where too many have died of it.

        It waits behind all others, so that one that kills its worker does not meet the same ones each time.
        """
        self.deaths[task.key] += 1
        if self.deaths[task.key] > RETRIES or _killed_workers(future):
            yield Result(task.key, crash=said)
        else:
            self.waiting.append(task)
        self._release_future(future)

    def _release_future(self, future: "DaskFuture") -> None:
        del self.out[future]
        future.release()


def _ended_futures(futures: list["DaskFuture"]) -> list["DaskFuture"]:
    """Those of the futures that ended. Raises ClusterError where the scheduler was lost."""
    from distributed import wait

    if not futures:
        time.sleep(LOOK)
        return []
    try:
        return list(wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []
    except CancelledError as error:
        raise ClusterError("lost") from error


def _killed_workers(future: "DaskFuture") -> bool:
    """Whether Dask gave a task up, since several workers died of it."""
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _fetch_result(future: "DaskFuture") -> Result | None:
    """The result of a future that ended, None where the worker that held it died: it is made again."""
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
