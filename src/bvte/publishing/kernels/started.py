"""Papermill's own way to run a notebook: a kernel started for it. Any system has it, any notebook fits it."""

from contextlib import contextmanager

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from bvte.publishing.kernels import STARTED

OPTIONS = {
    # A finished kernel has nothing to save; the polite way takes half a second more.
    "shutdown_kernel": "immediate",
    # Without it the kernel warns, at each start, that its local connection is not encrypted.
    "config": Config({"KernelManager": {"transport_encryption": "auto"}}),
}


class StartedEngine(NBClientEngine):
    """Papermill's engine of that name; an error that ends it carries the notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, seed=0, memory=None, **options):
        """Execute the cells as papermill does. A kernel of its own needs no seed and is given no limit."""
        with keeping(nb_man):
            return super().execute_managed_notebook(nb_man, kernel_name, **options, **OPTIONS)


papermill_engines.register(STARTED, StartedEngine)


@contextmanager
def keeping(nb_man):
    """Let an error that ends an engine carry the notebook as far as it came: papermill would lose it."""
    try:
        yield
    except (CellTimeoutError, DeadKernelError) as error:
        error.notebook = nb_man.nb
        raise
