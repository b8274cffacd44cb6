"""Made-up provinces in the shape of the real one; every row, name and source says that it is made up.

They are for timing alone, lie outside `data/`, and never stand beside a published figure.
"""

import csv
import random
import shutil

from bvte.evidence.load import data_folder, load
from bvte.evidence.value import COUNTS

MARK_VI, MARK_EN = "[BỊA ĐẶT để đo tốc độ]", "[MADE UP for timing]"
SOURCE = "made_up"
# Letters of the label of a break.
LABEL = 30
PHASES = {"cpp_2011_2015_db": (2011, 2015), "cpp_2016_2020_db": (2016, 2020), "cpp_2021_2025_db_draft": (2021, 2025)}
# Reports of a province that are measured: the review of its evidence and the one across its phases, in two languages.
REPORTS = 4
MODEL = "cpp_2021_2025_db_draft"
# Files whose rows are facts about places and definitions; they are taken over.
KEPT = ("areas", "area_changes", "breaks")


def make(place, provinces, model="dien-bien"):
    """Write so many made-up data folders below `place`; their paths. Each has the three phases of PHASES."""
    shutil.rmtree(place, ignore_errors=True)
    evidence = load(model)
    return [_province(evidence, place / f"made-up-{n:03}", random.Random(n)) for n in range(1, provinces + 1)]


def _province(evidence, folder, chance):
    folder.mkdir(parents=True)
    real = data_folder(evidence.folder)
    for name in KEPT:
        _write(folder / f"{name}.csv", [_labelled(_marked(row)) for row in _read(real / f"{name}.csv")])
    targets = [row for phase in PHASES for row in _targets(real, phase)]
    _write(folder / "targets.csv", targets)
    _write(folder / "programmes.csv", _programmes(real))
    _write(folder / "observations.csv", list(_observations(evidence, targets, chance)))
    _write(folder / "population.csv", [_people(evidence, year, chance) for year in range(2010, 2026)])
    _write(folder / "sources.csv", [_source(real)])
    return folder


def _marked(row):
    """A row with its names, note and source marked as made up."""
    row = {column: f"{MARK_VI} {cell}" if column == "name_vi" else cell for column, cell in row.items()}
    row |= {"name_en": f"{MARK_EN} {row['name_en']}"} if "name_en" in row else {}
    row |= {"source": SOURCE} if row.get("source") else {}
    return row | ({"note": MARK_EN} if "note" in row else {})


def _labelled(row):
    """A row whose name is a label on a chart, cut to what a chart holds; the mark stands first."""
    if "reason_vi" not in row:
        return row
    return row | {column: row[column][:LABEL].strip() for column in ("name_vi", "name_en")}


def _programmes(real):
    """The three phases and the national programmes, which they carry out."""
    rows = [r for r in _read(real / "programmes.csv") if r["level"] == "national" or r["id"] in PHASES]
    ids = {row["id"] for row in rows}
    return [_marked({**row, "follows": row["follows"] if row["follows"] in ids else ""}) for row in rows]


def _targets(real, phase):
    """The first of the model's targets as those of a phase: three, six and nine, so six charts on average."""
    start, end = PHASES[phase]
    count = 3 * (1 + list(PHASES).index(phase))
    for row in [row for row in _read(real / "targets.csv") if row["programme"] == MODEL][:count]:
        years = {"due_year": end, "baseline_year": start - 1 if row["baseline_value"] else ""}
        yield _marked({**row, **years, "id": f"{phase}_{row['id']}", "programme": phase})


def _observations(evidence, targets, chance):
    """Figures for every target: at the start of its phase, inside it, and when it is due; some are bounds."""
    for number, target in enumerate(targets):
        start, end = PHASES[target["programme"]]
        for year in (start, start + 2, end):
            comparator = chance.choice(("=", "=", "=", "<"))
            value = float(target["value"]) * chance.uniform(0.75, 1.0)
            value = round(value) or 1 if target["unit"] in COUNTS else round(value, 1)
            yield _observation(evidence, f"m{number}_{year}", target, year, comparator, value)


def _observation(evidence, name, target, year, comparator, value):
    row = dict.fromkeys(evidence.table("observations").columns, "")
    return row | {
        "id": name,
        "indicator": target["indicator"],
        "area": evidence.province.code,
        "start": year,
        "end": year,
        "comparator": comparator,
        "value": value,
        "unit": target["unit"],
        "statistic": "yearly" if target["unit"].endswith("_per_year") else "level",
        "period_stated": "yes",
        "source": SOURCE,
        "note": MARK_EN,
    }


def _people(evidence, year, chance):
    row = dict.fromkeys(evidence.table("population").columns, "")
    return row | {
        "id": f"p{year}",
        "area": evidence.province.code,
        "start": year,
        "end": year,
        "basis": "estimate",
        "under16": chance.randint(180_000, 220_000),
        "source": SOURCE,
        "note": MARK_EN,
    }


def _source(real):
    row = dict.fromkeys(_read(real / "sources.csv")[0], "")
    title = f"{MARK_VI} {MARK_EN}"
    return row | {
        "id": SOURCE,
        "title": title,
        "publisher": title,
        "kind": "secondary",
        "published_on": "2026",
        "no_address_reason": title,
        "language": "vi",
        "accessed": title,
        "note": MARK_EN,
    }


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
