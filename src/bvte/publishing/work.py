"""What a runner (`bvte.runner`) has to know of reports: how one is made, and from what.

Light to import: it travels to processes and machines, which import what making needs when they are asked to.
"""

import platform
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from bvte.evidence.catalogue import NATIONAL
from bvte.evidence.load import data_folder, project_root
from bvte.presentation.texts import say
from bvte.publishing.failure import Failure
from bvte.publishing.inputs import code_digest, inputs_of, lock_digest, notebook_digest
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import Outcome, ReportTask
from bvte.runner import Result
from bvte.runner.local import run_in_forks, run_in_pool, run_quickest

CODE, LOCK = "src/bvte", "requirements.lock"
PINNED = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)
# More differences than this in one line tell nobody anything.
PARTS_NAMED = 6
# A way to make reports: of tasks, so many at a time.
Maker = Callable[[Sequence[ReportTask], int], Iterator[Outcome]]


@dataclass(frozen=True)
class ReportWork:
    """The making of reports from these data folders and notebooks (names).

    place : the folder of the notebooks by its path below the project, which may lie elsewhere on another
    machine; a folder outside keeps its whole path, for a shared disk.
    """

    data: tuple[str, ...]
    notebooks: tuple[str, ...]
    place: str

    @classmethod
    def of_tasks(cls, tasks: Sequence[ReportTask]) -> "ReportWork":
        """The work of a batch; all its tasks have their notebooks in one folder."""
        reports = [task.report for task in tasks]
        folder, root = Path(tasks[0].notebooks).resolve() if tasks else project_root(), project_root()
        return cls(
            tuple(sorted({report.values["data"] for report in reports})),
            tuple(sorted({report.notebook for report in reports})),
            (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix(),
        )

    def preload(self, few: bool) -> None:
        """Import what reports need, and unless they are few use once what is slow at its first use."""
        from bvte.publishing import preload

        preload.import_all() if few else preload.warm_up()

    def prepare(self, tasks: Sequence[ReportTask], jobs: int) -> None:
        """Import what the files beside the pages of these reports need, and open what prints them."""
        from bvte.publishing.forms.catalogue import import_forms, open_tools

        forms = [NOTEBOOKS[task.report.notebook].forms for task in tasks]
        import_forms({form for of_task in forms for form in of_task})
        open_tools(forms, jobs)

    def finish(self) -> None:
        """End what prints."""
        from bvte.publishing.forms.catalogue import close_tools

        close_tools()

    def make(self, task: ReportTask, engine: str) -> Outcome:
        """The outcome of a task."""
        from bvte.publishing.making import render_report

        return render_report(task, engine)

    def inventory(self) -> dict[str, str | None]:
        """What this machine has alike or not: name -> digest or version, None where it is not there.

        Where two machines have all of it alike, their reports are the same byte by byte.
        """
        return {
            **code_inventory(),
            **{f"{self.place}/{path.name}": _digest_if_there(path) for path in self._notebook_paths()},
            **{f"data/{name}": _rows_digest(name) for name in self.data},
            **_package_versions(),
        }

    def file_stamps(self) -> list[tuple[str, int, int]]:
        """Path, size and time of every file that reports are made from."""
        notebooks = self._notebook_paths()
        files = [*code_files(), *notebooks, *(po for path in notebooks for po in path.parent.glob(f"*/{path.stem}.po"))]
        for folder in (project_root() / "data" / NATIONAL, *map(_data_folder, self.data)):
            files += sorted(folder.rglob("*")) if folder else []
        return file_stamps(files)

    def _notebook_paths(self) -> list[Path]:
        return [project_root() / self.place / f"{name}.ipynb" for name in self.notebooks]


def code_inventory() -> dict[str, str | None]:
    """What every work is made from: name -> version or digest."""
    return {"Python": ".".join(platform.python_version_tuple()[:2]), CODE: code_digest(), LOCK: lock_digest()}


def code_files() -> list[Path]:
    """The files of the code, and the lock."""
    return [project_root() / LOCK, *sorted((project_root() / CODE).rglob("*"))]


def file_stamps(files: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Path, size and time of the files that are there, to see at little cost that none has changed."""
    there = [path for path in files if path.suffix != ".pyc" and path.is_file()]
    return [(str(path), found.st_size, found.st_mtime_ns) for path in there for found in [path.stat()]]


def _digest_if_there(notebook: Path) -> str | None:
    return notebook_digest(notebook) if notebook.exists() else None


def _rows_digest(data: str) -> str | None:
    return inputs_of(data).digest if _data_folder(data) else None


def _data_folder(name: str) -> Path | None:
    try:
        return data_folder(name)
    except FileNotFoundError:
        return None


def _package_versions() -> dict[str, str]:
    """Name -> version of the locked packages that are installed: a lock does not say that it was followed."""
    locked = PINNED.findall((project_root() / LOCK).read_text(encoding="utf-8"))
    return {name: found for name in locked if (found := _package_version(name))}


def _package_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def make_outcomes(tasks: Sequence[ReportTask], jobs: int, run: Callable = run_quickest) -> Iterator[Outcome]:
    """Outcomes of the tasks, `jobs` at a time; run : a way of `bvte.runner`, by default the quickest."""
    reports = {task.key: task.report for task in tasks}
    for result in run(ReportWork.of_tasks(tasks), tasks, jobs):
        yield _outcome_of(result, reports)


def _outcome_of(result: Result, reports: dict) -> Outcome:
    """The outcome of a task; a process that ended before is a failure."""
    if result.crash is not None:
        return Outcome(reports[result.key], failure=Failure("crashed", result.crash), seconds=result.seconds)
    return replace(result.value, seconds=result.seconds)


fork_outcomes = partial(make_outcomes, run=run_in_forks)
pool_outcomes = partial(make_outcomes, run=run_in_pool)


def cluster_outcomes(tasks: Sequence[ReportTask], jobs: int, address: str, patience: float = 120) -> Iterator[Outcome]:
    """Outcomes of the tasks over a cluster whose Dask scheduler has the address; `jobs` is for one machine.

    A person is told of workers that are not used. patience : seconds to wait for a worker where there is
    none. Raises ClusterError.
    """
    from bvte.runner.cluster import run_on_cluster

    placed = [replace(task, notebooks=ReportWork.of_tasks(tasks).place) for task in tasks]
    tell = tell_refusal
    yield from make_outcomes(placed, jobs, lambda work, tasks, _: run_on_cluster(work, tasks, address, tell, patience))


def tell_refusal(worker: str, found: list[str] | Exception) -> None:
    """Say why a worker is left out."""
    if isinstance(found, Exception):
        line = say("runs.cluster.broken", worker=worker, said=found)
    else:
        shown = ", ".join(found[:PARTS_NAMED]) + (", …" if found[PARTS_NAMED:] else "")
        line = say("runs.cluster.differs", worker=worker, parts=shown)
    click.echo(line, err=True)


def choose_maker(cluster: str | None = None) -> Maker:
    """The quickest way of this system to make reports, or that over a cluster (address of its scheduler)."""
    return partial(cluster_outcomes, address=cluster) if cluster else make_outcomes
