"""A process that is killed for good: before one of its changes of the disk, or within one of its files."""

import os
import signal
import sys
import traceback

from bvte.evidence import placing

# Events of the interpreter that change a disk; of "open" those for writing.
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "shutil.rmtree"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def in_a_process(do, *arguments):
    """Do something in a process of its own; whether it came to its end. Fails where it raised."""
    pid = os.fork()
    if pid == 0:
        try:
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
            do(*arguments)
            os._exit(0)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, -signal.SIGKILL), "it raised"
    return status == 0


def kill_at(step, folder):
    """Let this process be killed just before its so-manieth change of the disk below a folder."""
    count = iter(range(10_000))
    inside = str(folder)

    def watch(event, arguments):
        is_change = event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING)
        if is_change and str(arguments[0]).startswith(inside) and next(count) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def kill_within(number):
    """Let this process be killed when half of its so-manieth file is written."""
    whole, count = placing.write_bytes, iter(range(10_000))

    def half(path, content):
        if next(count) != number:
            return whole(path, content)
        path.write_bytes(content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    placing.write_bytes = half
