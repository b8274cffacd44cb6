"""A register and a province to practise on, before anybody opens a register of real children.

The children are made up, by chance that is always the same: their number, sex, age and group are nobody's. Everything
that is made of them says so (`about.csv`, `presentation.handling`). Only the areas are real.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from bvte.evidence.collection import Evidence
from bvte.evidence.load import load
from bvte.evidence.new_folder import empty_files
from bvte.evidence.placing import write_folder
from bvte.evidence.problem import command_line
from bvte.evidence.record import column_names
from bvte.evidence.rows import Area, Break, BreakKind
from bvte.evidence.tabular import csv_bytes
from bvte.presentation.texts import say
from bvte.publishing.receiving import tell_unwritable

REGISTER, MAP, FOLDER = "register.csv", "register.yml", "made-up"
# Files of a province that tell its areas, and nothing of its children.
OF_AREAS = ("areas.csv", "area_changes.csv", "tiles.csv")
COLUMNS = {"area": "ma_xa", "year": "nam", "sex": "gioi_tinh", "age": "tuoi", "group": "nhom"}
SEXES = {"Nam": "boys", "Nữ": "girls"}
# Text in the register -> code and share of all children, made up like everything.
GROUPS = {"": ("none", 0.94), "Mồ côi": ("orphaned", 0.02), "Khuyết tật": ("disabled", 0.025), "Khác": ("other", 0.015)}
AGES = {"under6": (0, 5), "6_10": (6, 10), "11_15": (11, 15)}
FIGURES: dict[str, dict[str, str | list[str]]] = {
    "children_under16_count": {},
    "special_circumstances_count": {"group": ["orphaned", "disabled", "other"]},
    "orphaned_count": {"group": "orphaned"},
    "disabled_count": {"group": "disabled"},
}
# Children of a commune in the smaller units before a merger, and after it.
FEWEST, MOST = 120, 420


def make_practice(data: str, out: Path, seed: int = 1) -> int:
    """Write a made-up register, its map and a folder with the areas of a province, and tell the commands to practise.

    data : name of the folder of that province; out : a folder that is not there yet. 1 where it cannot be written.
    """
    evidence = load(data)
    if out.exists():
        click.echo(say("practice.there", folder=out), err=True)
        return 1
    try:
        write_folder(out, practice_files(evidence, seed))
    except OSError as error:
        return tell_unwritable(error, out)
    click.echo(say("practice.made", folder=out, register=out / REGISTER))
    for command in practice_commands(out):
        click.echo(command)
    return 0


def practice_files(evidence: Evidence, seed: int = 1) -> dict[str, bytes]:
    """Path below the folder to practise in -> bytes of its files."""
    units = [area for area in evidence.areas.values() if area.level == "commune"]
    years = [evidence.day.year - 2, evidence.day.year - 1]
    living = [(unit, year) for year in years for unit in units if unit.lived_at_end(year)]
    code = evidence.province.code
    own = {name: (evidence.folder / name).read_bytes() for name in OF_AREAS if (evidence.folder / name).exists()}
    files = (
        empty_files(area=code, made_up="yes")
        | own
        | {"breaks.csv": _new_territories(evidence, {unit.code for unit in units})}
    )
    return {
        REGISTER: csv_bytes([*COLUMNS.values(), "ghi_chu"], _children(living, random.Random(seed))),
        MAP: _map_bytes(sorted({unit.code for unit, _ in living}), code),
        **{f"{FOLDER}/{name}": content for name, content in files.items()},
    }


def _new_territories(evidence: Evidence, units: set[str]) -> bytes:
    """The breaks of all figures of units that became other territories, without their sources, which stay behind."""
    breaks = (b for b in evidence.breaks.values() if b.kind == BreakKind.territory and "*" in b.indicators)
    found = (b for b in breaks if units.issuperset(b.areas))
    rows = (b.model_dump() | {"indicators": "*", "areas": " ".join(b.areas), "source": None} for b in found)
    return csv_bytes(column_names(Break), rows)


def practice_commands(out: Path) -> list[str]:
    """What is typed, one after the other, to come from the register to reports on areas."""
    folder, counts = str((out / FOLDER).resolve()), out / "counts"
    table = counts / f"{say('register.figures_file')}.csv"
    return [
        command_line("register", str(out / REGISTER), "--map", str(out / MAP), "--out", str(counts)),
        command_line("intake", "table", str(table), "--data", folder),
        command_line("build", folder, "--notebook", "area_comparison", "--internal"),
        command_line("build", folder, "--notebook", "area_profile", "--internal"),
    ]


def _children(living: list[tuple[Area, int]], chance: random.Random) -> Iterator[dict[str, str]]:
    """Rows of the register, each of which says that it is made up."""
    groups, shares = list(GROUPS), [share for _, share in GROUPS.values()]
    for unit, year in living:
        # Communes differ by more than chance, so that there is something to see.
        often = chance.choice([0.5, 1, 1, 1, 2])
        weights = [shares[0], *(share * often for share in shares[1:])]
        for _ in range(chance.randint(FEWEST, MOST)):
            told = (unit.code, year, chance.choice([*SEXES]), chance.randrange(16), chance.choices(groups, weights)[0])
            yield {**dict(zip(COLUMNS.values(), map(str, told), strict=True)), "ghi_chu": "số bịa / made up"}


def _map_bytes(areas: list[str], whole: str) -> bytes:
    """The map of the register."""
    source = {"title": say("practice.source"), "publisher": say("practice.publisher")}
    told = {
        "columns": COLUMNS,
        "area": {code: code for code in areas},
        "sex": SEXES,
        "group": {text: code for text, (code, _) in GROUPS.items()},
        "ages": {code: list(ages) for code, ages in AGES.items()},
        "folder": {"source": source, "whole": whole, "figures": FIGURES},
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode("utf-8")
