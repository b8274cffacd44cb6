"""The folders of what offices sent, in `intakes/` of a data folder: put in their places by one rename, and taken back.

A process that dies before that rename leaves what the next one takes away. A reading that takes the place of an earlier
one of the same file is ready once it is whole: whoever comes next finishes it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bvte.evidence.load import INTAKES, UNDONE, intake_folders
from bvte.evidence.placing import PART, lock_folder, remove, write_folder

READY = ".ready"
# Digits of a file's checksum that name its intake.
ID_DIGITS = 10


@contextmanager
def lock_intakes(folder: Path) -> Iterator[Path]:
    """The folder of intakes while no other process may change it, with what a dead one left put right.

    Raises OSError where it is not writable.
    """
    place = folder / INTAKES
    with lock_folder(place):
        for ready in ready_folders(folder):
            _take_place(ready, place / ready.name.removeprefix(".").removesuffix(READY))
        yield place


def ready_folders(folder: Path) -> list[Path]:
    """The intakes of a data folder that are whole, and not in their places yet."""
    return sorted((folder / INTAKES).glob(f".*{READY}"))


def put_intake(place: Path, code: str, files: Mapping[str, bytes]) -> Path | None:
    """Put an intake (name -> bytes) in its place; where an earlier one was moved that stood there, else None.

    place : the folder of intakes, locked. Raises OSError, after which all is as it was before.
    """
    aside = place / f".{code}{PART}"
    write_folder(aside, files)
    try:
        if not (place / code).exists():
            aside.rename(place / code)
            return None
        aside = aside.rename(place / f".{code}{READY}")
        return _take_place(aside, place / code)
    except BaseException:
        remove(aside)
        raise


def _take_place(ready: Path, target: Path) -> Path | None:
    """Move an intake that is ready to its place; where the earlier one went, which is moved back if that fails."""
    replaced = move_undone(target) if target.exists() else None
    try:
        ready.rename(target)
    except BaseException:
        if replaced:
            replaced.rename(target)
        raise
    return replaced


def undo_intake(folder: Path, code: str) -> Path:
    """Take an intake back: its folder moves to intakes/undone/, where nothing reads it; the new place.

    Raises KeyError where there is no such intake, OSError where it cannot be moved.
    """
    with lock_intakes(folder):
        return move_undone(known_intake(folder, code))


def known_intake(folder: Path, code: str) -> Path:
    """The folder of an intake. Raises KeyError where there is none of that id."""
    return {place.name: place for place in intake_folders(folder)}[code]


def move_undone(intake: Path) -> Path:
    """Move an intake to where nothing reads it, under the first free name; its new place."""
    undone = intake.parent / UNDONE
    undone.mkdir(exist_ok=True)
    names = (f"{intake.name}-{number}" if number > 1 else intake.name for number in count(1))
    return intake.rename(next(undone / name for name in names if not (undone / name).exists()))
