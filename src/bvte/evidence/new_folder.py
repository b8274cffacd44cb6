"""A data folder for a province, made from the national catalogue: which province is meant, its files, still empty."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bvte.evidence.catalogue import NATIONAL
from bvte.evidence.files import read_table
from bvte.evidence.folder_rows import About
from bvte.evidence.load import FILES, project_root
from bvte.evidence.problem import nearest_name
from bvte.evidence.record import column_names
from bvte.evidence.rows import Area, AreaChange
from bvte.evidence.tabular import csv_bytes

# What stands before the name of a province in either language, and behind it, without accents.
KINDS = ("tinh ", "thanh pho ", "tp. ", "tp "), (" province", " city")


class UnknownProvinceError(ValueError):
    """No present province is meant. near : the name of one that may be; merged : whether the word names a former one,
    which became part of it; known : all present names."""

    def __init__(self, word: str, near: str | None, merged: bool, known: tuple[str, ...]) -> None:
        super().__init__(word)
        self.word, self.near, self.merged, self.known = word, near, merged, known


@dataclass(frozen=True)
class NewFolder:
    """A folder to be made: its name, the province, and name -> bytes of its files."""

    name: str
    area: Area
    files: dict[str, bytes]


def plain_name(name: str) -> str:
    """A name of a province without its kind, accents and capitals.

    >>> plain_name("Tỉnh Đồng Nai"), plain_name("Huế City")
    ('dong nai', 'hue')
    """
    plain = plain_letters(name)
    for start in KINDS[0]:
        plain = plain.removeprefix(start)
    for end in KINDS[1]:
        plain = plain.removesuffix(end)
    return plain


def plain_letters(name: str) -> str:
    """A name without accents, capitals and hyphens.

    >>> plain_letters("Thị xã Mường Lay")
    'thi xa muong lay'
    """
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).replace("-", " ").split())


def find_province(word: str) -> Area:
    """The present province of a code, or of a name in either language, with or without accents.

    Raises UnknownProvinceError with the nearest name, and for a former province with the one that it became part of.

    >>> find_province("lai chau").code, find_province("Huế").name_en
    ('12', 'Huế City')
    """
    provinces, changes = _catalogue_rows()
    present = [area for area in provinces if area.valid_to is None]
    wanted = plain_name(word)
    for area in present:
        if wanted in (area.code, plain_name(area.name_vi), plain_name(area.name_en)):
            return area
    known = tuple(_bare(area.name_vi) for area in present)
    if became := _became(wanted, provinces, changes, present):
        raise UnknownProvinceError(word, _bare(became.name_vi), True, known)
    names = {plain_name(area.name_vi): _bare(area.name_vi) for area in present}
    # An older, longer name holds that of today: Thừa Thiên Huế.
    near = nearest_name(wanted, names) or next((name for name in names if f" {name} " in f" {wanted} "), None)
    raise UnknownProvinceError(word, names.get(near or ""), False, known)


def new_folder(word: str) -> NewFolder:
    """The folder of a province, with the head of every file that it must have. Raises UnknownProvinceError."""
    area = find_province(word)
    return NewFolder(plain_name(area.name_vi).replace(" ", "-"), area, empty_files(area=area.code))


def empty_files(**about: str) -> dict[str, bytes]:
    """The files of a folder without rows, but for what it says of itself (columns of `About`): name -> bytes."""
    heads = {f"{name}.csv": csv_bytes(column_names(model), ()) for name, (model, _) in FILES.items()}
    return {"about.csv": csv_bytes(column_names(About), [about]), **heads}


def _catalogue_rows() -> tuple[list[Area], list[AreaChange]]:
    """The provinces of the catalogue by state, and what became of them."""
    folder = project_root() / "data" / NATIONAL
    areas, _ = read_table(folder / "areas.csv", Area, ("code", "valid_from"))
    changes, _ = read_table(folder / "area_changes.csv", AreaChange, ("old_code", "new_code", "date"))
    return [area for area in areas.values() if area.level == "province"], list(changes.values())


def _became(wanted: str, provinces: Iterable[Area], changes: Iterable[AreaChange], present: list[Area]) -> Area | None:
    """The present province that a former one of that name or code became part of, else None."""
    for area in provinces:
        if area.valid_to and wanted in (area.code, plain_name(area.name_vi), plain_name(area.name_en)):
            new = next(
                (row.new_code for row in changes if row.old_code == area.code and row.date > area.valid_to), None
            )
            return next((other for other in present if other.code == new), None)
    return None


def _bare(name: str) -> str:
    """A Vietnamese name without the word for what it is, as people type it."""
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def folder_path(name: str) -> Path:
    """Where the data folder of that name lies."""
    return project_root() / "data" / name
