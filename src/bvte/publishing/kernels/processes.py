"""Processes that do not outlive what started them."""

import ctypes
import os
import signal
import sys
from contextlib import suppress

PR_SET_PDEATHSIG = 1


def die_with_parent(parent):
    """Let this process be killed when the one that forked it ends; where the system cannot, a no-op.

    parent : process id of the one that forked. Elsewhere than on Linux a closed pipe ends the process.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def ended(pid):
    """End a child process and the group that it leads; its exit status, minus the signal if killed."""
    done, status = os.waitpid(pid, os.WNOHANG)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if not done:
        os.kill(pid, signal.SIGKILL)  # it may not lead its group yet
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def how(status):
    """In words of the system how a process ended: the name of the signal, or its exit status."""
    return signal.Signals(-status).name if status < 0 else f"exit {status}"
