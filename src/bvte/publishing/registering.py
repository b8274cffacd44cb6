"""What the command on registers does: count one, here or over a cluster, and write its counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bvte.evidence.load import data_folders
from bvte.evidence.placing import put_file
from bvte.evidence.problem import EvidenceError, Problem, command_line
from bvte.presentation.texts import say
from bvte.publishing.work import code_files, code_inventory, file_stamps, tell_refusal

if TYPE_CHECKING:
    from bvte.intake.register import Counts, FileCounts, RegisterMap


@dataclass(frozen=True)
class RegisterFile:
    """A file of a register, by a path that leads to it on every machine."""

    path: Path

    @property
    def key(self) -> str:
        """Its path."""
        return str(self.path)


@dataclass(frozen=True)
class RegisterWork:
    """The counting of files of a register, as a `Work` of `bvte.runner`: only counts leave a worker."""

    known: "RegisterMap"

    def preload(self, few: bool) -> None:
        """Import what counts."""
        import duckdb  # noqa: F401

        import bvte.intake.register  # noqa: F401

    def prepare(self, tasks: Sequence[RegisterFile], jobs: int) -> None:
        """Nothing besides."""

    def finish(self) -> None:
        """Nothing was opened."""

    def make(self, task: RegisterFile, engine: str) -> "FileCounts":
        """The counts of a file."""
        from bvte.intake.register import count_file

        return count_file(task.path, self.known)

    def inventory(self) -> dict[str, str | None]:
        """What two machines must have alike to count the same."""
        return {**code_inventory(), "duckdb": version("duckdb")}

    def file_stamps(self) -> list[tuple[str, int, int]]:
        """Path, size and time of the files of the code."""
        return file_stamps(code_files())


def run_register(files: Sequence[Path], map_file: Path, out: Path, cluster: str | None = None) -> int:
    """Count a register and write its counts; 1 where the cluster did not do it. Raises EvidenceError."""
    from bvte.intake.register import count_register, read_map
    from bvte.runner.cluster import ClusterError

    known = read_map(map_file)
    try:
        counts = count_on_cluster(files, known, cluster) if cluster else count_register(files, known)
    except ClusterError as error:
        click.echo(say(f"runs.cluster.{error.code}", **error.facts), err=True)
        return 1
    put_counts(counts, known, out)
    return 0


def count_on_cluster(files: Sequence[Path], known: "RegisterMap", address: str, patience: float = 120) -> "Counts":
    """The counts of a register whose files the workers of a Dask scheduler count, one each at a time.

    The files lie at the same place on every machine. Raises EvidenceError, also for a file at which three processes
    ended, and ClusterError.
    """
    from bvte.intake.register import join_counts
    from bvte.runner.cluster import run_on_cluster

    tasks = [RegisterFile(path.resolve()) for path in files]

    def parts() -> Iterator["FileCounts"]:
        for result in run_on_cluster(RegisterWork(known), tasks, address, tell_refusal, patience):
            if result.crash is not None:
                raise EvidenceError([Problem("register_crashed", Path(result.key).name, None, "", result.crash)])
            yield result.value

    return join_counts(parts(), known)


def put_counts(counts: "Counts", known: "RegisterMap", out: Path) -> None:
    """Write the counts of a register into a folder and, where its map names figures, those with their map; tell what
    stands where, and how it comes into a data folder."""
    from bvte.intake.register import counts_file
    from bvte.intake.table_map import map_beside

    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{say('register.file')}.csv"
    put_file(path, counts_file(counts))
    click.echo(say("register.counted", children=counts.children, rows=len(counts.rows), file=path))
    if known.folder:
        table = out / f"{say('register.figures_file')}.csv"
        put_file(table, known.folder.table(counts.rows))
        put_file(map_beside(table), known.folder.table_map())
        command = command_line("intake", "table", str(table), "--data", "|".join(data_folders()))
        click.echo(say("register.figures", file=table, command=command))
