"""Processes that find the same environment everywhere and do not outlive what started them."""

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bvte.runner import Result, Task, Work

FIXED_ENVIRONMENT = {
    # Order of sets, dates in files.
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    # Rounding of sums and, as important, no thread before a fork.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # Neither words nor days of the place where the machine stands.
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    # What a kernel sets for its notebook, and what its debugger would print into it.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
PR_SET_PDEATHSIG = 1
# Characters of an error's message that are told: some carry a whole file in them.
LONGEST_SAID = 500
# jsonschema tries it at the first import of Jupyter; it takes a second to build grammars for address formats
# that no notebook schema uses.
SLOW_GRAMMARS = "rfc3987_syntax"


# Objects made, and looks at the youngest, and at those that outlived one, between two looks for garbage. Nearly all
# that a command makes it keeps to its end, and Python's 700 let it look through all of that for nothing, again and
# again: a fifth of its time.
SELDOM = 50_000, 20, 50


def collect_seldom() -> None:
    """Look for garbage as seldom as suits a process that keeps what it reads and soon ends."""
    gc.enable()
    gc.set_threshold(*SELDOM)


@contextmanager
def fixed_environment() -> Iterator[None]:
    """Let processes started inside find the same environment on every machine."""
    before = {name: os.environ.get(name) for name in FIXED_ENVIRONMENT}
    os.environ.update(FIXED_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


@contextmanager
def slow_grammars_left_out() -> Iterator[None]:
    """Let Jupyter be imported inside without them; afterwards they can be imported as before."""
    if SLOW_GRAMMARS in sys.modules:
        yield
        return
    sys.modules[SLOW_GRAMMARS] = None
    try:
        yield
    finally:
        del sys.modules[SLOW_GRAMMARS]


def die_with_parent(parent: int) -> None:
    """Let this process be killed when the one that forked it ends; where the system cannot, a no-op.

    parent : process id of the one that forked. Elsewhere than on Linux a closed pipe ends the process.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def end_process(pid: int) -> int:
    """End a child process and the group that it leads; its exit status, minus the signal if killed."""
    done, status = os.waitpid(pid, os.WNOHANG)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if not done:
        os.kill(pid, signal.SIGKILL)  # it may not lead its group yet
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def name_error(error: BaseException) -> str:
    """What an error of the code was: its type, its message, and the line that raised it.

    >>> try:
    ...     int("x" * 3)
    ... except ValueError as error:
    ...     print(name_error(error).partition(" [")[0])
    ValueError: invalid literal for int() with base 10: 'xxx'
    """
    frames = traceback.extract_tb(error.__traceback__)
    # The name of the file alone: where it lies on a machine is nobody's business.
    where = f" [{Path(frames[-1].filename).name}:{frames[-1].lineno}: {frames[-1].line}]" if frames else ""
    said = str(error)
    return f"{type(error).__name__}: {said[:LONGEST_SAID]}{'…' if len(said) > LONGEST_SAID else ''}{where}"


def make_result(work: Work, task: Task, engine: str) -> Result:
    """The result of a task; what the work raised is told, since a process that ends without a word tells nothing."""
    try:
        return Result(task.key, work.make(task, engine))
    except Exception as error:
        return Result(task.key, crash=name_error(error))


def name_exit(status: int) -> str:
    """In words of the system how a process ended: the name of the signal, or its exit status.

    >>> name_exit(-9), name_exit(1)
    ('SIGKILL', 'exit 1')
    """
    return signal.Signals(-status).name if status < 0 else f"exit {status}"
