"""Processes of their own beside a Dask worker, whose many threads forbid it to fork.

The first word of each is what it has of the code, the notebooks and the data, read anew: a worker lives for
weeks, and what it imported may be older than what lies on its disk.
"""

import os
import pickle
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from bvte.publishing.batch.environment import SAME_EVERYWHERE
from bvte.publishing.batch.likeness import here

# A worker under its nanny may start no process by multiprocessing, which also would run its script again.
COMMAND = [sys.executable, "-c", "from bvte.publishing.batch.apart import main; main()"]


def warm(asked, jobs):
    """A process that says what it `asked` for has, then serves as `warm.serve` does; it and its pipe.

    It ends when the pipe closes. Only where processes can fork.
    """
    ours, theirs = Pipe()
    command = [*COMMAND, str(theirs.fileno()), str(jobs)]
    inherited = {"pass_fds": [theirs.fileno()], "env": _environment()}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **inherited)
    theirs.close()
    ours.send(asked)
    return process, ours


def once(asked, task=None):
    """What a process that is started for it has of what is `asked` for, and the outcome of a task or None.

    Raises subprocess.CalledProcessError where it did not come to its end.
    """
    given = pickle.dumps((asked, task))
    done = subprocess.run(COMMAND, input=given, stdout=subprocess.PIPE, env=_environment(), check=True)
    return pickle.loads(done.stdout)


def _environment():
    return {**os.environ, **SAME_EVERYWHERE}


def main():
    """The process: `warm` where its command line names a pipe and a number of jobs, else `once`."""
    if sys.argv[1:]:
        _serve(*map(int, sys.argv[1:]))
    else:
        _answer()


def _serve(descriptor, jobs):
    pipe = Connection(descriptor)
    pipe.send(here(pipe.recv()))
    from bvte.publishing.batch import warm

    warm.serve(pipe, jobs)


def _answer():
    """Read from standard input and answer there where the pipe is, so that no print can get in between."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked, task = pickle.loads(sys.stdin.buffer.read())
    found, outcome = here(asked), None
    if task:
        from bvte.publishing.making import make

        outcome = make(task)
    with answer:
        answer.write(pickle.dumps((found, outcome)))
