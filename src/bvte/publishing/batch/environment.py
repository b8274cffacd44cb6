"""The environment of the processes that make reports, so that two runs of one input are the same."""

import os
from contextlib import contextmanager

SAME_EVERYWHERE = {
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


def same_everywhere():
    """Let processes started inside find the same environment everywhere."""
    return environment(SAME_EVERYWHERE)


@contextmanager
def environment(variables):
    """Let processes started inside inherit these variables, and only them."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})
