"""The national catalogue (`data/national/`) joined with a province's folder: the one place where they meet.

The catalogue holds what is the same in every province: cards, national programmes with their targets, figures of the
nation, sources, breaks, provinces by code and date. A folder holds its own rows, and may put a remark, a card of its
own or its own reading of a card beside those of the nation. A code stands in one of the two only.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from bvte.evidence.files import cards_of, read_table
from bvte.evidence.folder_rows import Remark
from bvte.evidence.indicator import READING, Indicator, Origin
from bvte.evidence.problem import Problem
from bvte.evidence.reporting import TO_MINISTRY
from bvte.evidence.rows import Row
from bvte.evidence.spoken_folder import UNSPOKEN, speaking_of, spoken_folder
from bvte.evidence.yaml_files import read_yaml

NATIONAL, CARDS = "national", "indicators.yml"
# A kind of paper that no law of this nation asks for.
OF_ALL: dict[str, Any] = {"levels": (), "sections": (), "law_vi": None, "law_en": None, "source": None}
# What a reading must have besides the fields that it words anew.
REASON = "differs"
# Files that every catalogue has: without one, pages would say less than the nation does, and compare across its breaks.
NEEDED = ("agencies", "area_changes", "areas", "breaks", "observations", "programmes", "sources", "targets")
# File -> (model of a row, columns that identify it).
Files = Mapping[str, tuple[type[Row], tuple[str, ...]]]


def join_catalogue(folder: Path, tables: dict[str, Any], national: Path, files: Files) -> list[Problem]:
    """Put the rows of the catalogue before those of a folder, and its cards beside its own; the problems.

    tables : the rows of the folder by file and code, which are joined in place; national : the folder of the
    catalogue; files : which files it may have. A folder that is about no area of the catalogue, or of
    another country, stands alone.
    """
    areas = _read_rows(national, "areas", files)[0]
    if spoken_folder().alone or not _is_about(tables, {area.code for area in areas.values()}):
        tables["indicators"], problems = read_cards(folder / CARDS)
        return problems
    problems = []
    for name in files:
        rows, faults = _read_rows(national, name, files)
        problems += faults + _collisions(name, files[name][1][0], tables[name], rows)
        tables[name] = {**rows} | {code: row for code, row in tables[name].items() if code not in rows}
    tables["indicators"], faults = _join_cards(folder / CARDS, national / CARDS)
    _add_remarks(tables["indicators"], tables["remarks"].values())
    return problems + faults


def absent_files(national: Path, files: Files) -> list[Problem]:
    """What is said of each file that a catalogue must have and has not."""
    paths = {name: national / f"{name}.csv" for name in NEEDED}
    told = (read_table(path, *files[name], f"{NATIONAL}/")[1] for name, path in paths.items() if not path.exists())
    return list(chain(*told))


def join_papers(
    tables: dict[str, Any], national: Path, kind: tuple[type[Row], tuple[str, ...]], alone: bool = False
) -> list[Problem]:
    """Put the kinds of yearly papers before those of a folder, whatever that is about, as the forms are those of all; a
    folder that words one of them otherwise has its own row instead. The problems.

    alone : of another country; it has the first kind, for any area, made of all sections of its own layout.
    """
    rows, problems = _read_rows(national, "papers", {"papers": kind})
    if alone:
        rows = {code: row.model_copy(update=OF_ALL) for code, row in rows.items() if code == TO_MINISTRY}
    tables["papers"] = {**rows} | tables["papers"]
    return problems


def read_cards(path: Path) -> tuple[dict[str, Indicator], list[Problem]]:
    """The cards of a folder that stands alone, by id, and the problems of those that could not be read."""
    entries, problems = read_yaml(path)
    cards, faults = cards_of(entries or {}, path.name, Origin.province)
    return cards, problems + faults


def _read_rows(national: Path, name: str, files: Files) -> tuple[Mapping[Any, Any], list[Problem]]:
    """The rows of one file of the catalogue, which need not have it."""
    path = national / f"{name}.csv"
    # It stands in both languages, whatever the folder that asks has.
    with speaking_of(UNSPOKEN):
        return _rows_once(path, _content_of(path), *files[name]) if path.exists() else ({}, [])


def _content_of(path: Path) -> bytes:
    """What a file holds; of one that cannot be opened why not, of which whoever reads it tells."""
    try:
        return path.read_bytes()
    except OSError as error:
        return str(error).encode()


# All folders of a process join the same catalogue, and a batch loads them for each report. What it holds is the key, so
# that whoever writes in it is read; rows and cards are never changed, and the tables that hold them are copied.
@lru_cache(maxsize=32)
def _rows_once(
    path: Path, _content: bytes, model: type[Row], key: tuple[str, ...]
) -> tuple[Mapping[Any, Row], list[Problem]]:
    return read_table(path, model, key, f"{NATIONAL}/")


@lru_cache(maxsize=4)
def _cards_once(path: Path, _content: bytes) -> tuple[Mapping[str, Any], Mapping[str, Indicator], list[Problem]]:
    """What the entries of the catalogue say, the cards that they are, and the problems."""
    entries, problems = read_yaml(path)
    cards, faults = cards_of(entries or {}, f"{NATIONAL}/{path.name}", Origin.national)
    return entries or {}, cards, [*problems, *faults]


def _is_about(tables: Mapping[str, Any], areas: set[str]) -> bool:
    """Whether a folder is about an area of the catalogue: it says so, or one of its programmes is of such an area;
    where these name no area that there is, or cannot be read, one of its figures."""
    named = {row.area for name in ("about", "programmes") for row in tables[name].values()}
    if not named & ({area.code for area in tables["areas"].values()} | areas):
        named = {row.area for name in ("observations", "population") for row in tables[name].values()}
    return bool(named & areas)


def _collisions(name: str, column: str, own: Mapping[Any, Row], national: Mapping[Any, Row]) -> list[Problem]:
    """The rows of a folder whose code is one of the catalogue: which of the two is meant nobody can know."""
    return [
        Problem(
            "row_of_catalogue",
            row.file_of(name),
            row.line,
            column,
            code if isinstance(code, str) else str(code[0]),
            f"{NATIONAL}/{name}.csv",
            facts={"place": national[code].line},
        )
        for code, row in own.items()
        if code in national
    ]


def _join_cards(own: Path, national: Path) -> tuple[dict[str, Indicator], list[Problem]]:
    """The cards of the nation, each as the province reads it where it does otherwise, then those of the province."""
    with speaking_of(UNSPOKEN):
        entries, known, faults = _cards_once(national, _content_of(national))
    added, problems = read_yaml(own) if own.exists() else ({}, [])
    cards, problems = {**known}, [*faults, *problems]
    for code, fields in (added or {}).items():
        if code not in entries:
            found, faults = cards_of({code: fields}, own.name, Origin.province)
        elif refused := _not_a_reading(code, fields):
            found, faults = {}, [refused]
        else:
            found, faults = cards_of({code: entries[code] | fields}, own.name, Origin.own_reading)
        cards |= found
        problems += faults
    return cards, problems


def _not_a_reading(code: str, fields: Any) -> Problem | None:
    """The problem of a card that has the id of one of the nation and is no reading of it, else None."""
    named = list(fields) if isinstance(fields, dict) else []
    other = [name for name in named if name not in (*READING, REASON)]
    if named and not other and REASON in named:
        return None
    allowed = ", ".join((REASON, *READING))
    return Problem("card_of_catalogue", CARDS, None, code, ", ".join(other) or code, allowed, facts={"id": code})


def _add_remarks(cards: dict[str, Indicator], remarks: Any) -> None:
    """Put the remarks of a province on the cards that they are about; of one that is none the check tells."""
    of_card: dict[str, list[Remark]] = {}
    for row in remarks:
        of_card.setdefault(row.indicator, []).append(row)
    for code, rows in of_card.items():
        if card := cards.get(code):
            origin = Origin.remarked if card.origin == Origin.national else card.origin
            cards[code] = card.model_copy(update={"remarks": tuple(rows), "origin": origin})
