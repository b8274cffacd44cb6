"""What is judged from a data folder, what was read of it, what its files plainly say: whether a change is silent.

A change of a file is told where the check of the folder has a problem that it had not before, an error or a question. A
change that is not told is silent where something judged is another and what was read is not what the file plainly says.
"Judged" are the status, figures, reasons and audit of every target and every row that a yearly report would record.
"Plainly" is what a reader sees who knows nothing of this program: UTF-8, commas, a cell as it stands. A number that is
visibly another one, and a row that is visibly there or not, is no fault of the reader, but then `bvte status` must name
the row. That is asked too.
"""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import yaml

import bvte
from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.papers import report_years
from bvte.judgement.annual import annual
from bvte.judgement.editions import edition_changes, edition_rows
from bvte.judgement.targets import judge
from bvte.judgement.vantage import seen

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NATIONAL = "national/"
TABLES = {name: key for name, (_, key) in (FILES | REPORTING).items()}
# What a part of a key is where its cell is empty: (file, column) -> value.
IMPLIED = {
    (f"{name}.csv", column): default
    for name, (model, key) in (FILES | REPORTING).items()
    for column in key
    if isinstance(default := model.model_fields[column].default, str)
}


def judged(evidence):
    """Everything that is judged, as text by what it is of."""
    facts = {}
    for code, programme in evidence.programmes.items():
        for finding in judge(seen(evidence, "", code), code, programme.area):
            about = (finding.label, finding.change, finding.latest, finding.baseline, finding.deciding)
            facts[f"{code} {finding.target.id}"] = repr((*about, [reason.code for reason in finding.reasons]))
        if evidence.targets_of(code):
            facts[f"audit {code}"] = repr(bvte.audit(evidence, code))
    for year in report_years(evidence):
        report = annual(evidence, year)
        facts |= {f"{year} {key}": repr(row) for key, row in edition_rows(report).items()}
        facts[f"{year} changes"] = repr(edition_changes(report))
    return facts | {f"decision {day} {code}": repr(_cells(row)) for day, code, row in _decisions(evidence)}


def _decisions(evidence):
    return ((day, code, row) for day, rows in evidence.decisions.items() for code, row in rows.items())


def read_rows(evidence):
    """(file, key) -> column -> value of every row that was read."""
    tables = [(name, key, row) for name in TABLES for key, row in getattr(evidence, name).items()]
    rows = {(f"{NATIONAL * row.is_national}{name}.csv", _key_text(key)): _cells(row) for name, key, row in tables}
    for code, card in evidence.indicators.items():
        rows[f"{NATIONAL * (card.origin != 'province')}indicators.yml", code] = card.model_dump(mode="json")
    for year, edition in evidence.editions.items():
        rows |= {(f"editions/{year}.csv", key): _cells(row) for key, row in edition.items()}
    return rows | {(f"workshops/{day}.csv", code): _cells(row) for day, code, row in _decisions(evidence)}


def _cells(row):
    return row.model_dump(exclude={"line"})


def _key_text(key):
    parts = key if isinstance(key, tuple) else (key,)
    return "|".join("" if part is None else str(part) for part in parts)


def plain_rows(folder):
    """(file, key) -> column -> text of every row as the files stand, read by nothing of ours."""
    rows = {}
    for place, before in [
        *((p, "") for p in sorted(folder.glob("intakes/*/"))),
        (folder, ""),
        (folder.parent, NATIONAL),
    ]:
        for name, key in TABLES.items():
            rows |= _plain_table(place, f"{before}{name}.csv", key)
    for kept, key in (("editions", ("id",)), ("workshops", ("target",))):
        for path in folder.glob(f"{kept}/*.csv"):
            rows |= _plain_table(folder, f"{kept}/{path.name}", key)
    return rows | _plain_cards(folder, "indicators.yml") | _plain_cards(folder.parent, f"{NATIONAL}indicators.yml")


def _plain_cards(folder, file):
    try:
        cards = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
        return {(file, str(code)): {"id": str(code), **card} for code, card in cards.items()}
    except (OSError, UnicodeError, yaml.YAMLError, AttributeError, TypeError, ValueError):
        return {}


def _plain_table(folder, file, key):
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")
        found = [row for row in csv.DictReader(io.StringIO(text)) if None not in row]
    except (OSError, UnicodeError, csv.Error):
        return {}
    name = file.rpartition("/")[2]
    return {(file, "|".join(row.get(c) or IMPLIED.get((name, c), "") for c in key)): row for row in found}


def unseen_changes(before, now, plain):
    """(file, key, column) of what was read otherwise than before and is not what the file plainly says."""
    for place in {**before, **now}:
        if before.get(place) == now.get(place):
            continue
        if place not in now or place not in plain:
            if place in now or place in plain:
                yield (*place, "")
            continue
        for column, value in now[place].items():
            if before.get(place, {}).get(column) != value and not says(plain[place].get(column), value):
                yield (*place, column)


def says(text, value):
    """Whether a cell as it stands is this value and no other."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return value in (None, (), [], "yes", "")
    if not isinstance(text, str):
        return _same_entry(text, value)
    if isinstance(value, Decimal):
        return bool(NUMBER.fullmatch(text)) and Decimal(text) == value
    if isinstance(value, (int, float, date)):
        return text == str(value)
    return text.split() == value.split() if isinstance(value, str) else tuple(text.split()) == value


def _same_entry(entry, value):
    """Whether an entry of YAML is a field of a card: absent fields of its parts are None there."""
    if isinstance(entry, dict) and isinstance(value, dict):
        return all(_same_entry(entry.get(name), part) for name, part in value.items())
    if isinstance(entry, list) and isinstance(value, (list, tuple)):
        return len(entry) == len(value) and all(map(_same_entry, entry, value))
    return entry == value or str(entry) == str(value)
