"""Other contents of the cells of a data folder, each of which a writer could have typed by mistake."""

import csv
import shutil
from datetime import date
from decimal import Decimal
from enum import EnumType
from typing import get_args

from pydantic import ValidationError

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.indicator import Words

# Tables of rows, and the column of a cell -> the table whose keys it holds.
TABLES = ("observations", "targets", "population", "breaks", "sources", "programmes", "areas", "indicators")
HOLDS = {
    "area": "areas",
    "areas": "areas",
    "source": "sources",
    "indicator": "indicators",
    "indicators": "indicators",
    "programme": "programmes",
    "follows": "programmes",
    "national": "programmes",
}
# Cells that explain a row and are no part of what it states, and the key.
WORDS = {
    "id",
    "line",
    "code",
    "note",
    "period_note",
    "unit_printed",
    "scope_vi",
    "scope_en",
    "acknowledged",
    "decision",
    "accessed",
    "derived_from",
    "before_vi",
    "before_en",
    "type",
    "language",
}
# Contents that say the same.
SAME = ({None, "="},)


def mutants(evidence, table, row):
    """(cell, other content, row with it) of each change of one cell; None for a row that cannot be read."""
    for cell in (name for name in type(row).model_fields if name not in WORDS):
        found = getattr(row, cell)
        for other in contents(evidence, row, cell):
            if any({found, other} == same for same in SAME) or _of_no_figure(evidence, cell, found, other):
                continue
            mutant = changed(row, cell, other)
            if mutant is None or mutant.model_dump() != row.model_dump():
                yield cell, other, mutant


def _of_no_figure(evidence, cell, found, other):
    """Whether both contents are a scope that no figure has: which one it is makes no difference."""
    scopes = {row.definition for row in evidence.observations.values()}
    return cell == "scope" and None not in (found, other) and not {found, other} & scopes


def changed(row, cell, other):
    """The row with another content of a cell as its file would be read, or None where that is refused."""
    kept = {name: getattr(row, name) for name in row.model_fields_set} | {cell: other}
    try:
        return type(row).model_validate({name: value for name, value in kept.items() if value is not None})
    except ValidationError:
        return None


def contents(evidence, row, cell):
    """Other contents of a cell; the empty cell last."""
    found = getattr(row, cell)
    if isinstance(found, Words):
        return []
    choices = _choices(type(row).model_fields[cell].annotation)
    if choices:
        made = [choice for choice in choices if choice != found]
    else:
        made = [] if found is None else _others(evidence, cell, found)
    return [*made, None] if found is not None else made


def _choices(annotation):
    parts = (annotation, *get_args(annotation))
    members = [member for part in parts if isinstance(part, EnumType) for member in part]
    return members + [choice for part in parts for choice in get_args(part) if isinstance(choice, str)]


def _others(evidence, cell, found):
    """Of a number others, of a date the year before and after, of a code one known and one unknown."""
    if isinstance(found, Decimal):
        return [found * Decimal("1.2"), found * 3]
    if isinstance(found, (int, date)):
        return [_shifted(found, step) for step in (-1, 1)]
    if isinstance(found, tuple):
        return [found[:-1] if cell != "limits" else (found[0], 1)]
    if found[:4].isdigit() and cell in ("start", "end", "set_on", "published_on"):
        return [f"{int(found[:4]) + step}{found[4:]}" for step in (-1, 1)]
    rows = getattr(evidence, HOLDS.get(cell, "indicators"), {}).values()
    codes = (getattr(other, "code", None) or other.id for other in rows)
    coded = cell in HOLDS or found in evidence.indicators
    return [next(code for code in codes if code != found), "zz_unknown"] if coded else ["another"]


def _shifted(found, step):
    return found.replace(year=found.year + step, day=min(found.day, 28)) if isinstance(found, date) else found + step


def columns_deleted(folder, place):
    """(file, column, whether the check refuses the folder without it) of each column of each file."""
    copy = shutil.copytree(folder, place / folder.name)
    for file in sorted(copy.glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        header, *lines = csv.reader(text.splitlines())
        for number, column in enumerate(header):
            with file.open("w", encoding="utf-8", newline="") as out:
                kept = (row[:number] + row[number + 1 :] for row in (header, *lines))
                csv.writer(out, lineterminator="\n").writerows(kept)
            yield file.name, column, bool(only_errors(check_folder(copy)))
        file.write_text(text, encoding="utf-8")
