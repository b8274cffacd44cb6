"""The way of any system: a pool of started workers, each of which starts a kernel for every report."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from bvte.publishing.batch.environment import same_everywhere
from bvte.publishing.failure import Failure
from bvte.publishing.task import Outcome


def outcomes(tasks, jobs):
    """Outcomes of the tasks, `jobs` at a time. A worker that dies costs one report, not those beside it."""
    broken = []
    for task, outcome in _attempt(tasks, jobs):
        if outcome:
            yield outcome
        else:
            broken.append(task)
    # A dead worker takes the whole pool with it: who killed it shows when each runs alone.
    for lone in broken:
        for task, outcome in _attempt([lone], 1):
            yield outcome or Outcome(task.report, failure=Failure("crashed"))


def _attempt(tasks, jobs):
    """Pairs (task, outcome); the outcome is None where the pool broke before it was there."""
    with same_everywhere(), ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(_make, task): task for task in tasks}
        for future in as_completed(futures):
            broken = isinstance(future.exception(), BrokenProcessPool)
            yield futures[future], None if broken else future.result()


def _make(task):
    """Import what reports need only in the workers."""
    from bvte.publishing.making import make

    return make(task)
