"""The ways to run tasks on this machine: forks of a warm process, or a pool of started ones.

The warm process (`fork_server`) is started anew, since a fork of the process that asks would copy its
threads, its terminal and its environment.
"""

import atexit
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from bvte.runner import CAN_FORK, STARTED, Result, Task, Work
from bvte.runner.processes import fixed_environment, make_result, slow_grammars_left_out


def run_quickest(work: Work, tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Results of the tasks by the quickest way of this system, `jobs` at a time."""
    return (run_in_forks if CAN_FORK else run_in_pool)(work, tasks, jobs)


def run_in_forks(work: Work, tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Results of the tasks, `jobs` at a time; crashes of those that a warm process owed when it died."""
    owed = {task.key for task in tasks}
    with start_fork_server(work, jobs, few=len(tasks) <= jobs) as pipe:
        pipe.send(tasks)
        while owed:
            try:
                result = pipe.recv()
            except (EOFError, OSError):
                yield from (Result(key, crash="") for key in sorted(owed))
                return
            owed.remove(result.key)
            yield result


@contextmanager
def start_fork_server(work: Work, jobs: int, few: bool = False) -> Iterator[Connection]:
    """A warm process: lists of tasks go into the pipe, a `Result` for each comes out.

    few : see `fork_server.serve_forks`. It ends, with all that it forked, when the pipe closes.
    """
    ours, theirs = multiprocessing.Pipe()
    with fixed_environment():
        process = start_process(_serve_forks, theirs, work, jobs, few)
    theirs.close()
    # Where whoever asks ends by an error, nothing closes the pipe before the interpreter waits for its children.
    atexit.register(ours.close)
    try:
        yield ours
    finally:
        atexit.unregister(ours.close)
        ours.close()
        process.join()


def start_process(target: Callable[..., None], *arguments: object) -> BaseProcess:
    """A new process at this work, which has nothing of this one but the arguments."""
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    return process


def _serve_forks(pipe: Connection, work: Work, jobs: int, few: bool) -> None:
    """Import what tasks need only in the process that forks them."""
    gc.disable()  # nothing of what is imported is garbage; looking for some takes a fifth of the time
    with slow_grammars_left_out():
        from bvte.runner.fork_server import serve_forks
    serve_forks(pipe, work, jobs, few)


def run_in_pool(work: Work, tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Results of the tasks, `jobs` at a time. A worker that dies costs one task, not those beside it."""
    broken = []
    for task, result in _run_pool(work, tasks, jobs):
        if result:
            yield result
        else:
            broken.append(task)
    # A dead worker takes the whole pool with it: who killed it shows when each runs alone.
    for lone in broken:
        for task, result in _run_pool(work, [lone], 1):
            yield result or Result(task.key, crash="")


def _run_pool(work: Work, tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Result | None]]:
    """Pairs (task, result); the result is None where the pool broke before it was there."""
    with fixed_environment(), ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(_make_started, work, task): task for task in tasks}
        for future in as_completed(futures):
            broken = isinstance(future.exception(), BrokenProcessPool)
            yield futures[future], None if broken else future.result()


def _make_started(work: Work, task: Task) -> Result:
    """The result of a task in a worker of the pool, where what tasks need is imported at the first."""
    with slow_grammars_left_out():
        return make_result(work, task, STARTED)
