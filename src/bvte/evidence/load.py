"""Read a data folder into one `Evidence`; rows that cannot be read are kept beside it with their reason."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError

from bvte.evidence import reporting, rows
from bvte.evidence.areas import Area, AreaChange
from bvte.evidence.collection import Evidence
from bvte.evidence.decisions import Decision
from bvte.evidence.faults import BEYOND, columns, fault_problem, header_problems, surplus_problem
from bvte.evidence.indicator import Indicator
from bvte.evidence.problem import EvidenceError, Problem

# File -> (model of a row, columns that identify it).
FILES = {
    "programmes": (rows.Programme, ("id",)),
    "targets": (rows.Target, ("id",)),
    "observations": (rows.Observation, ("id",)),
    "population": (rows.Population, ("id",)),
    "sources": (rows.Source, ("id",)),
    "areas": (Area, ("code", "valid_from")),
    "area_changes": (AreaChange, ("old_code", "new_code", "date")),
    "breaks": (rows.Break, ("id",)),
}
# The same for the files that only a province with yearly reports has.
REPORTING = {
    "agencies": (reporting.Agency, ("id",)),
    "annual_reports": (reporting.AnnualReport, ("year",)),
}

# The same grammar in C reads the cards ten times as fast; a PyYAML built without libyaml has only the other.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(folder="dien-bien", strict=True):
    """All that is known of one province, from the data folder of that name or path.

    strict : raise `EvidenceError` where a row cannot be read; otherwise such rows are left out
    and kept in `Evidence.rejected`. Raises FileNotFoundError where there is no such folder.
    """
    path = data_folder(folder)
    tables, rejected = {}, []
    for name, (model, key) in (FILES | REPORTING).items():
        file = path / f"{name}.csv"
        absent = name in REPORTING and not file.exists()
        tables[name], problems = ({}, []) if absent else read_csv(file, model, key)
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


def read_editions(folder):
    """Recorded editions of the yearly report by year: the rows of `<year>.csv` by id; and the problems."""
    found, faults = {}, []
    for path in sorted(folder.glob("[0-9]*.csv")):
        found[int(path.stem)], problems = read_csv(path, reporting.EditionRow, ("id",))
        faults += [replace(problem, file=f"editions/{problem.file}") for problem in problems]
    return found, faults


def read_decisions(folder):
    """What workshops decided, by their day: the rows of `<day>.csv` by target; and the problems."""
    found, faults = {}, []
    for path in sorted(folder.glob("*.csv")):
        rows_of_day, problems = read_csv(path, Decision, ("target",))
        try:
            found[date.fromisoformat(path.stem)] = rows_of_day
        except ValueError:
            problems = [Problem("not_a_value", path.name, 0, "workshops", path.stem, "2025-12-29.csv")]
        faults += [replace(problem, file=f"workshops/{problem.file}") for problem in problems]
    return found, faults


def data_folder(folder):
    """Path of a data folder, given as a path, also from the project's root, or by its name below `data/`."""
    root = project_root() / "data"
    for path in (Path(folder), root.parent / folder, root / folder):
        if (path / "observations.csv").exists():
            return path.resolve()
    names = sorted(p.parent.name for p in root.glob("*/observations.csv"))
    raise FileNotFoundError(f"no data folder {folder!r}; there are: {', '.join(names) or 'none'}")


def project_root():
    """Folder that holds `data/`, `notebooks/` and `reports/`, whatever the working folder is."""
    return Path(__file__).resolve().parents[3]


def read_csv(path, model, key):
    """Rows of one file by key, and the problems of the rows that could not be read."""
    found = {}
    # Excel puts a mark before the first byte of a CSV file; it is no part of the first column's name.
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey=BEYOND)
        problems, readable = header_problems(reader.fieldnames or (), model, path.name)
        for cells in reader if readable else ():
            row, faults = read_row(model, cells, path.name, reader.line_num)
            problems += faults
            if row:
                _enter(found, row, key, path.name, problems)
    return found, problems


def read_row(model, cells, file, line):
    """One validated row, or None and its problems; an empty cell means that nothing was published."""
    if BEYOND in cells:
        return None, [surplus_problem(cells, file, line)]
    filled = {column: cell for column in columns(model) if (cell := cells.get(column))}
    try:
        return model(line=line, **filled), []
    except ValidationError as error:
        return None, [fault_problem(fault, model, file, line) for fault in error.errors()]


def read_indicators(path):
    """Indicator cards by id, and the problems of the cards that could not be read."""
    loader, found = SAFE_LOADER(path.read_text(encoding="utf-8")), {}
    cards = loader.get_single_node()
    problems = list(_repeated_cards(cards, path.name))
    for code, fields in loader.construct_document(cards).items():
        try:
            found[code] = Indicator(id=code, **(fields or {}))
        except ValidationError as error:
            problems += [fault_problem(fault, Indicator, path.name, None, code) for fault in error.errors()]
    return found, problems


def _repeated_cards(cards, file):
    """A problem for each card whose name stood before: YAML would silently keep the last one."""
    seen = set()
    for key, _ in cards.value:
        if key.value in seen:
            yield Problem("duplicate_row", file, key.start_mark.line + 1, "id", key.value)
        seen.add(key.value)


def _enter(found, row, key, file, problems):
    """Keep the first row of a key; a second one is rejected, since nothing says which is meant."""
    values = tuple(getattr(row, column) for column in key)
    identity = values[0] if len(values) == 1 else values
    if identity in found:
        problems.append(Problem("duplicate_row", file, row.line, key[0], str(values[0])))
    else:
        found[identity] = row
