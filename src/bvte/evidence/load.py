"""Read a data folder into one `Evidence`; rows that cannot be read are kept beside it with their reason."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bvte.evidence import reporting, rows
from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_indicators, read_table
from bvte.evidence.language import activate
from bvte.evidence.problem import EvidenceError, Problem
from bvte.evidence.reporting import Decision, EditionRow, Explanation
from bvte.evidence.rows import Area, AreaChange, Row, Source

YEAR = re.compile(r"(19|20)[0-9]{2}")
# File -> (model of a row, columns that identify it).
FILES: dict[str, tuple[type[Row], tuple[str, ...]]] = {
    "programmes": (rows.Programme, ("id",)),
    "targets": (rows.Target, ("id",)),
    "observations": (rows.Observation, ("id",)),
    "population": (rows.Population, ("id",)),
    "sources": (Source, ("id",)),
    "areas": (Area, ("code", "valid_from")),
    "area_changes": (AreaChange, ("old_code", "new_code", "date")),
    "breaks": (rows.Break, ("id",)),
}
# The same for files that a folder may lack: of yearly reports, and of what people think of doubtful figures.
REPORTING: dict[str, tuple[type[Row], tuple[str, ...]]] = {
    "agencies": (reporting.Agency, ("id",)),
    "annual_reports": (reporting.AnnualReport, ("year",)),
    "explanations": (Explanation, ("id",)),
}


def load(folder: str | Path = "dien-bien", strict: bool = True, language: str | None = None) -> Evidence:
    """All that is known of one province, from the data folder of that name or path.

    strict : raise `EvidenceError` where a row cannot be read; otherwise such rows are left out
    and kept in `Evidence.rejected`. language : "vi" or "en" to speak from here on (see `evidence.language`).
    Raises FileNotFoundError where there is no such folder, CodeError where there is no such language.

    >>> evidence = load("dien-bien")
    >>> evidence.table("observations").columns[:3].tolist()
    ['id', 'indicator', 'area']
    """
    if language is not None:
        activate(language)
    path = data_folder(folder)
    tables: dict[str, Any] = {}
    rejected: list[Problem] = []
    for name, (model, key) in (FILES | REPORTING).items():
        file = path / f"{name}.csv"
        absent = name in REPORTING and not file.exists()
        tables[name], problems = ({}, []) if absent else read_table(file, model, key)
        rejected += problems
    tables["editions"], problems = read_editions(path / "editions")
    rejected += problems
    tables["decisions"], problems = read_decisions(path / "workshops")
    rejected += problems
    tables["indicators"], problems = read_indicators(path / "indicators.yml")
    rejected += problems
    if strict and rejected:
        raise EvidenceError(rejected)
    return Evidence(folder=path, rejected=tuple(rejected), **tables)


def read_editions(folder: Path) -> tuple[dict[int, dict[str, EditionRow]], list[Problem]]:
    """Recorded editions of the yearly report by year: the rows of `<year>.csv` by id; and the problems."""
    editions, faults = {}, []
    for path in sorted(folder.glob("*.csv")):
        rows_of_year, problems = read_table(path, reporting.EditionRow, ("id",))
        if YEAR.fullmatch(path.stem):
            editions[int(path.stem)] = rows_of_year
        else:
            problems = [Problem("file_not_named", path.name, None, "", path.stem, "2020.csv")]
        faults += [replace(problem, file=f"editions/{problem.file}") for problem in problems]
    return editions, faults


def read_decisions(folder: Path) -> tuple[dict[date, dict[str, Decision]], list[Problem]]:
    """What workshops decided, by their day: the rows of `<day>.csv` by target; and the problems."""
    decisions, faults = {}, []
    for path in sorted(folder.glob("*.csv")):
        rows_of_day, problems = read_table(path, Decision, ("target",))
        try:
            decisions[date.fromisoformat(path.stem)] = rows_of_day
        except ValueError:
            problems = [Problem("file_not_named", path.name, None, "", path.stem, "2025-12-29.csv")]
        faults += [replace(problem, file=f"workshops/{problem.file}") for problem in problems]
    return decisions, faults


def data_folder(folder: str | Path) -> Path:
    """Path of a data folder, given as a path, also from the project's root, or by its name below `data/`."""
    root = project_root() / "data"
    for path in (Path(folder), root.parent / folder, root / folder):
        if is_data_folder(path):
            return path.resolve()
    raise FileNotFoundError(f"no data folder {folder!r}; there are: {', '.join(data_folders()) or 'none'}")


def data_folders() -> list[str]:
    """Names of the data folders below `data/`."""
    return sorted(path.name for path in (project_root() / "data").glob("*/") if is_data_folder(path))


def is_data_folder(path: str | Path) -> bool:
    """Whether a folder has a file of a data folder: which of them it lacks, a check says."""
    return any((Path(path) / f"{name}.csv").exists() for name in FILES)


def project_root() -> Path:
    """Folder that holds `data/`, `notebooks/` and `reports/`, whatever the working folder is."""
    return Path(__file__).resolve().parents[3]
