"""Files put in their places: to the disk itself, whole or not at all, by one process at a time.

A file, or a folder of files, is written aside under a name with a dot before it and gets its own by one rename. Who
dies before leaves what is aside, which nobody reads and the next one takes away.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

LOCK, PART = ".lock", ".part"


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to the disk itself, so that a name never stands for a file that a power cut emptied."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_file(path: Path, content: bytes, aside: Path | None = None) -> None:
    """Put a file in its place in one step; nothing of it stays where that fails.

    aside : folder in which it is written first, by default its own.
    """
    part = (aside or path.parent) / f".{path.name}{PART}"
    try:
        write_bytes(part, content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder of files (path below it -> bytes); nothing of it stays where that fails."""
    try:
        folder.mkdir(parents=True)
        for place in dict.fromkeys((folder / name).parent for name in files):
            place.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_bytes(folder / name, content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def remove(path: Path) -> None:
    """Take away a file, or a folder with what is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep other processes from changing a folder, which is made where there is none, without what a dead one left
    half written in it. Raises OSError where it is not writable.
    """
    from filelock import FileLock  # slow to import, and reading does without

    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    with FileLock(folder / LOCK):
        for left in folder.glob(f".*{PART}"):
            remove(left)
        yield
