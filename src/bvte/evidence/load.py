"""Read a data folder into one `Evidence`; rows that cannot be read are kept beside it with their reason."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bvte.evidence import folder_rows, reporting, rows
from bvte.evidence.area_states import resolve_areas
from bvte.evidence.asking import heard
from bvte.evidence.catalogue import NATIONAL, absent_files, join_catalogue, join_papers
from bvte.evidence.cells import DAY
from bvte.evidence.collection import Evidence
from bvte.evidence.files import paths_of_people, read_table
from bvte.evidence.indicator import Origin
from bvte.evidence.internal import is_internal
from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.papers import with_senders
from bvte.evidence.period import named_period
from bvte.evidence.problem import EvidenceError, Problem
from bvte.evidence.reporting import Decision, EditionRow, Explanation
from bvte.evidence.rows import Area, AreaChange, Row, Source
from bvte.evidence.spoken_folder import Spoken, speak_of
from bvte.evidence.yaml_files import read_yaml

# The folder that notebooks and examples are written with.
USUAL_FOLDER = "dien-bien"
# Folder of what offices sent, and that of the intakes which were taken back, in it.
INTAKES, UNDONE = "intakes", "undone"
# What an intake says of itself.
RECORD = "intake.yml"
# Tables that an intake may have; the first only that of a province's workbook.
OF_PROVINCES = ("programmes", "targets", "aims", "population", "areas", "area_changes", "breaks")
OF_INTAKES = (*OF_PROVINCES, "observations", "sources")
# Folders of an intake of texts: what it brought and what that replaced; what is read stands in narrative/.
TAKEN, EARLIER = "taken", "earlier"
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
# The same for files that a folder may lack: what area it is about, of yearly papers, of which kinds they are, whom they
# ask, what people think of doubtful figures, what programmes set without a number, what the province says beside cards
# of the nation, where areas stand on a map of tiles.
REPORTING: dict[str, tuple[type[Row], tuple[str, ...]]] = {
    "agencies": (reporting.Agency, ("id",)),
    "annual_reports": (reporting.AnnualReport, ("year", "paper", "area")),
    "papers": (reporting.Paper, ("id",)),
    "respondents": (reporting.RespondentRow, ("id",)),
    "about": (folder_rows.About, ("area",)),
    "explanations": (Explanation, ("id",)),
    "aims": (rows.Aim, ("id",)),
    "remarks": (folder_rows.Remark, ("indicator", "field", "start")),
    "tiles": (reporting.Tile, ("area",)),
}


def load(
    folder: str | Path = USUAL_FOLDER, strict: bool = True, language: str | None = None, internal: bool = False
) -> Evidence:
    """All that is known of one province, from the data folder of that name or path.

    strict : raise `EvidenceError` where a row cannot be read; otherwise such rows are left out
    and kept in `Evidence.rejected`. language : "vi" or "en" to speak from here on (see `evidence.language`).
    internal : show small counts of children too, for the office alone.
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
    spoken = _spoken_of(path)
    speak_of(spoken)
    for name, (model, key) in (FILES | REPORTING).items():
        file = path / f"{name}.csv"
        absent = name in REPORTING and not file.exists()
        tables[name], problems = ({}, []) if absent else read_table(file, model, key)
        rejected += problems
    tables["editions"], problems = read_editions(path / "editions")
    rejected += problems
    tables["decisions"], problems = read_decisions(path / "workshops")
    rejected += problems
    rejected += read_intakes(path, tables)
    shared = FILES | {"agencies": REPORTING["agencies"]}
    national = project_root() / "data" / NATIONAL
    rejected += join_papers(tables, national, REPORTING["papers"], spoken.alone)
    rejected += [] if spoken.alone else absent_files(national, shared)
    rejected += join_catalogue(path, tables, national, shared)
    resolve_areas(tables)
    tables["indicators"], problems = _with_form_cards(tables)
    rejected += problems
    if strict and rejected:
        raise EvidenceError(rejected)
    inside = internal or is_internal()
    found = Evidence(folder=path, rejected=tuple(rejected), is_internal=inside, spoken=spoken, **tables)
    return heard(with_senders(found))


def _spoken_of(folder: Path) -> Spoken:
    """A folder with what its `about.csv` says: its languages, whether it is of another country and stands alone, and
    whether its figures are made up."""
    file = folder / "about.csv"
    about = read_table(file, folder_rows.About, ("area",))[0] if file.exists() else {}
    named = next((row.languages for row in about.values() if row.languages), LANGUAGES)
    return Spoken(
        folder,
        named,
        alone=any(row.country for row in about.values()),
        made_up=any(row.made_up == "yes" for row in about.values()),
    )


def read_intakes(folder: Path, tables: dict[str, Any]) -> list[Problem]:
    """Add the figures of every intake, with their sources and all else that a province's workbook has, to the tables of
    a folder; the problems."""
    faults: list[Problem] = []
    for place in intake_folders(folder):
        faults += [replace(fault, file=f"{INTAKES}/{place.name}/{RECORD}") for fault in read_yaml(place / RECORD)[1]]
        for name in OF_INTAKES:
            if name in OF_PROVINCES and not (place / f"{name}.csv").exists():
                continue
            model, key = (FILES | REPORTING)[name]
            rows_found, problems = read_table(place / f"{name}.csv", model, key, f"{INTAKES}/{place.name}/")
            file = f"{INTAKES}/{place.name}/{name}.csv"
            faults += problems
            faults += [
                Problem("duplicate_row", file, row.line, key[0], str(getattr(row, key[0])))
                for code, row in rows_found.items()
                if code in tables[name]
            ]
            # What was published stands first, and wins where a row was given its id by hand.
            tables[name] |= {code: row for code, row in rows_found.items() if code not in tables[name]}
    return faults


def _with_form_cards(tables: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The indicators, with a card for each cell of a form that has none: of all where the folder joins the national
    catalogue, else of those that an office sent a figure for; why the forms that give these cards cannot be read."""
    # Both read the forms, and need where they lie from here.
    from bvte.evidence.form_cards import form_cards
    from bvte.evidence.rules.national import layout_problems

    cards = tables["indicators"]
    offices = {source.id for source in tables["sources"].values() if source.kind == rows.SourceKind.office}
    reported = {row.indicator for row in tables["observations"].values() if row.source in offices} - cards.keys()
    is_national = any(card.origin in (Origin.national, Origin.remarked) for card in cards.values())
    try:
        if is_national:
            return cards | form_cards(cards, origin=Origin.national), []
        return cards | (form_cards(cards, reported) if reported else {}), []
    except (OSError, ValueError, TypeError, yaml.YAMLError):
        if problems := layout_problems():
            return tables["indicators"], problems
        raise


def intake_folders(folder: Path) -> list[Path]:
    """Folders of the intakes of a data folder, by name; one that is being made has a dot before it."""
    found = (folder / INTAKES).glob("*/")
    return sorted(place for place in found if place.name != UNDONE and not place.name.startswith("."))


def read_editions(folder: Path) -> tuple[dict[int, dict[str, EditionRow]], list[Problem]]:
    """Recorded editions of the yearly report by year: the rows of `<year>.csv` by id; and the problems."""
    editions, faults = {}, []
    for path in paths_of_people(folder.glob("*.csv")):
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
    for path in paths_of_people(folder.glob("*.csv")):
        rows_of_day, problems = read_table(path, Decision, ("target",))
        named = named_period(path.stem) if DAY.fullmatch(path.stem) else None
        if named:
            decisions[named.first] = rows_of_day
        else:
            problems = [Problem("file_not_named", path.name, None, "", path.stem, "2025-12-29.csv")]
        faults += [replace(problem, file=f"workshops/{problem.file}") for problem in problems]
    return decisions, faults


def data_folder(folder: str | Path) -> Path:
    """Path of a data folder, given by its name below `data/`, or as a path, also from the project's root."""
    root = project_root() / "data"
    places = Path(folder), root.parent / folder, root / folder
    # A name alone means the same from every working folder: a notebook has one of its own.
    for path in reversed(places) if Path(folder).name == str(folder) else places:
        if is_data_folder(path):
            return path.resolve()
    raise FileNotFoundError(
        f"no data folder {folder!r}; there are: {', '.join(data_folders()) or 'none'}; a path may be given"
    )


def data_folders() -> list[str]:
    """Names of the data folders below `data/`."""
    return sorted(path.name for path in (project_root() / "data").glob("*/") if is_data_folder(path))


def is_data_folder(path: str | Path) -> bool:
    """Whether a folder has a file of a data folder: which of them it lacks, a check says.

    The national catalogue is none: it is joined with each of them.
    """
    if Path(path).resolve() == project_root() / "data" / NATIONAL:
        return False
    return any((Path(path) / f"{name}.csv").exists() for name in FILES)


def project_root() -> Path:
    """Folder that holds `data/`, `notebooks/` and `reports/`, whatever the working folder is."""
    return Path(__file__).resolve().parents[3]
