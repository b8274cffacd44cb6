"""The quick way: a warm process with all libraries imported forks another for every report.

Here is the side that asks; `warm` is the process that forks. It is started anew, since a fork of the process
that asks would copy its threads, its terminal and its environment.
"""

import gc
import multiprocessing
from contextlib import contextmanager

from bvte.publishing.batch.environment import same_everywhere
from bvte.publishing.failure import Failure
from bvte.publishing.task import Outcome


def outcomes(tasks, jobs):
    """Outcomes of the tasks, `jobs` at a time; failures of those that a warm process owed when it died."""
    owed = {task.report.key: task.report for task in tasks}
    with warm_process(jobs, few=len(tasks) <= jobs) as pipe:
        pipe.send(tasks)
        while owed:
            try:
                outcome = pipe.recv()
            except (EOFError, OSError):
                yield from (Outcome(report, failure=Failure("crashed")) for report in owed.values())
                return
            del owed[outcome.report.key]
            yield outcome


@contextmanager
def warm_process(jobs, few=False):
    """A warm process: lists of tasks go into the pipe, an outcome for each comes out.

    few : see `warm.serve`.

    It ends, with all that it forked, when the pipe closes.
    """
    ours, theirs = multiprocessing.Pipe()
    with same_everywhere():
        process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, jobs, few))
        process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join()


def _serve(pipe, jobs, few):
    """Import what reports need only in the process that forks them."""
    gc.disable()  # nothing of what is imported is garbage; looking for some takes a fifth of the time
    from bvte.publishing.batch import warm

    warm.serve(pipe, jobs, few)
