"""What two machines must have alike for their reports to be the same, byte by byte."""

import platform
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bvte.evidence.load import project_root
from bvte.publishing.ledger.inputs import code_digest, inputs_of, lock_digest, notebook_digest

CODE, LOCK = "src/bvte", "requirements.lock"
PINNED = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """What a batch draws on: names of data folders and of notebooks, and the folder of those.

    place : the folder by its path below the project, which may lie elsewhere on another machine.
    """

    data: tuple
    notebooks: tuple
    place: str


def asked_of(tasks):
    """What the tasks of a batch draw on; all of them have their notebooks in one folder."""
    reports = [task.report for task in tasks]
    return Asked(
        tuple(sorted({report.values["data"] for report in reports})),
        tuple(sorted({report.notebook for report in reports})),
        below_project(tasks[0].notebooks),
    )


def below_project(folder):
    """Path of a folder below the project; a folder elsewhere keeps its whole path, for a shared disk."""
    path, root = Path(folder).resolve(), project_root()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def here(asked):
    """What this machine has of it: name -> digest or version, None where it is not there."""
    folder = project_root() / asked.place
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        CODE: code_digest(),
        LOCK: lock_digest(),
        **{f"{asked.place}/{name}.ipynb": _notebook(folder / f"{name}.ipynb") for name in asked.notebooks},
        **{f"data/{name}": _rows(name) for name in asked.data},
        **_packages(),
    }


def _notebook(path):
    return notebook_digest(path) if path.exists() else None


def _rows(data):
    try:
        return inputs_of(data).digest
    except FileNotFoundError:
        return None


def _packages():
    """Name -> version of the locked packages that are installed: a lock does not say that it was followed."""
    locked = PINNED.findall((project_root() / LOCK).read_text(encoding="utf-8"))
    return {name: found for name in locked if (found := _version(name))}


def _version(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def differences(ours, theirs):
    """Names of what another machine has otherwise, in the order of `here`.

    A package that only one of them has does not count: tools of development are not needed for a report.
    """
    return [name for name in ours if name in theirs and ours[name] != theirs[name]]
