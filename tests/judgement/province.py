"""A small province, written as tables of text: a test names only the cells that its case is about."""

import csv
import io
from textwrap import dedent

import yaml

from bvte.evidence.load import FILES, REPORTING, load
from bvte.evidence.record import column_names

PROGRAMMES = """
    id,   name_vi,           name_en,  start, end,  status, follows
    plan, Kế hoạch thứ nhất, Plan one, 2016,  2020, closed,
    next, Kế hoạch thứ hai,  Plan two, 2021,  2025, draft,  plan
"""
CARDS = """
    id,       name_vi,        name_en,      unit,     kind,   better,    group,      counted,  among
    rate,     Tỷ lệ thử,      Trial rate,   percent,  rate,   down,      protection, count,    children
    help,     Được trợ giúp,  Helped,       percent,  rate,   up,        protection, ,
    count,    Số trẻ em thử,  Trial count,  children, count,  ambiguous, protection, ,
    fall,     Mức giảm,       Yearly fall,  {points}, change, up,        protection, ,
    children, Tổng số trẻ em, All children, children, count,  ambiguous, general,    ,
    school,   Trẻ em đi học,  In school,    percent,  rate,   up,        education,  ,
""".format(points="percentage_points_per_year")
DEFAULTS = {
    "programmes": {"kind": "child_protection", "level": "province", "source": "a"},
    "targets": {"programme": "plan", "due_year": "2020", "source": "a"},
    "observations": {"statistic": "level", "comparator": "=", "source": "a"},
    "breaks": {
        "kind": "definition",
        "indicators": "*",
        "areas": "*",
        "effect": "not_comparable",
        "name_vi": "Luật mới",
        "name_en": "New law",
        "reason_vi": "Cách tính đổi.",
        "reason_en": "Changed.",
    },
    "sources": {"kind": "government", "published_on": "2021-01-05", "language": "vi"},
    "areas": {"level": "province"},
    "population": {},
    "area_changes": {},
}


def rows(text):
    """Rows of a table of text as dicts without their empty cells."""
    reader = csv.DictReader(io.StringIO(dedent(text).strip()), skipinitialspace=True)
    return [{key.strip(): cell.strip() for key, cell in row.items() if cell and cell.strip()} for row in reader]


def make(folder, area="P1", cards=CARDS, programmes=PROGRAMMES, **tables):
    """The `Evidence` of a province whose files, written to `folder`, hold the given tables of text."""
    cards = {card.pop("id"): card for card in rows(cards)}
    tables = {"programmes": programmes, **tables}
    filled = {name: _filled(name, rows(tables.get(name, "")), area, cards) for name in DEFAULTS}
    filled["sources"] += _sources(filled)
    filled["areas"] += [
        {"code": area, "level": "province", "name_vi": "Tỉnh Thử", "name_en": "Trial Province"},
        {"code": "XX", "level": "country", "name_vi": "Cả nước", "name_en": "The country"},
    ]
    for name, lines in filled.items():
        _write(folder / f"{name}.csv", lines, FILES[name][0])
    for name in REPORTING.keys() & tables.keys():
        _write(folder / f"{name}.csv", rows(tables[name]), REPORTING[name][0])
    text = yaml.safe_dump({code: _card(**card) for code, card in cards.items()}, sort_keys=False)
    (folder / "indicators.yml").write_text(text, encoding="utf-8")
    return load(folder)


def _filled(name, lines, area, cards):
    """Rows with the defaults of their file, and what follows from their other cells."""
    for number, row in enumerate(lines, start=1):
        named = {"id": f"{name[0]}{number}"} if "id" in FILES[name][0].model_fields else {}
        row |= {**named, **DEFAULTS[name], **row}
        if name in ("observations", "programmes"):
            row.setdefault("area", area)
        if name == "observations":
            row.setdefault("end", row["start"])
        if "indicator" in row:
            row.setdefault("unit", cards[row["indicator"]]["unit"])
    return lines


def _sources(tables):
    """A source for every name in a column `source` that the table of sources does not hold."""
    known = {row["id"] for row in tables["sources"]}
    named = dict.fromkeys(row["source"] for lines in tables.values() for row in lines if "source" in row)
    return [
        {
            "id": code,
            "title": f"Văn bản {code}",
            "publisher": f"Sở {code}",
            "address": f"https://example.org/{code}",
            **DEFAULTS["sources"],
        }
        for code in named
        if code not in known
    ]


def _write(path, lines, model):
    """A CSV file with the columns of its model."""
    columns = column_names(model)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _card(name_vi, name_en, unit, counted=None, among=None, **fields):
    """The card of an indicator, its texts made from its names; a rate of `counted` among `among`."""
    name = {"vi": name_vi, "en": name_en}
    limits = [0, 100] if unit == "percent" else [0, None]
    card = {**dict.fromkeys(("name", "short", "definition", "why"), name), "unit": unit, "limits": limits, **fields}
    if "all_of" in card:
        card["all_of"] = card["all_of"].split()
    if "parts" in fields:
        card["parts"] = fields["parts"].split()
    for text in {"better_note", "measurement_gap"} & set(fields):
        card[text] = {"vi": fields[text], "en": fields[text]}
    if among:
        card |= {"numerator_indicator": counted, "denominator_indicator": among}
        card |= {"numerator": name, "denominator": name}
    return {"better": "ambiguous", "group": "protection", "sensitivity": "public", "judged_by": "level"} | card
