"""Made-up counts for the real districts and communes of a province, and England's areas, as data folders."""

import csv
import random
import shutil
from pathlib import Path

from tests.judgement.province import make

from bvte.evidence.load import FILES, load
from bvte.evidence.record import column_names

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real" / "england_child_protection.csv"
SHAPES = ROOT.parent / "shared" / "geography"
# What speaks of rows that a made-up folder has not.
LEFT_OUT = ("intakes", "editions", "narrative", "explanations.csv")


def made_up(folder, per=0.05, seed=1, hidden=(), years=(2024, 2025), absent=(), small=3, level="commune"):
    """The folder of Điện Biên with other observations: made-up counts of every commune in two years, of the 129 before
    the merger and of the 45 after it. hidden : communes of the last year with a count, `small`, that may not be shown;
    absent : communes without any; level : "district" for counts of those."""
    shutil.copytree(ROOT / "data" / "dien-bien", folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    with (folder / "areas.csv").open(encoding="utf-8") as file:
        areas = list(csv.DictReader(file))
    source, lines = random.Random(seed), []
    for year in years:
        for area in _units(areas, level, f"{year}-12-31"):
            if area["code"] in absent:
                continue
            people = source.randint(900, 6000)
            is_hidden = area["code"] in hidden and year == years[-1]
            # Some communes have much more or less than the others, and a little more each year.
            rate = per * {"0": 1.5, "1": 0.6}.get(area["code"][-1], 1) * (1 + 0.1 * (year - years[0]))
            events = _binomial(source, people, rate)
            events = small if is_hidden else events
            for indicator, value in (("special_circumstances_count", events), ("children_under16_count", people)):
                lines.append(
                    {"indicator": indicator, "area": area["code"], "start": f"{year}-12-31", "value": str(value)}
                )
    _write_observations(folder, lines)
    return load(folder)


def _units(areas, level, day):
    lived = (a for a in areas if a["level"] == level)
    return [a for a in lived if (a["valid_from"] or "0") <= day and day <= (a["valid_to"] or "9")]


def _binomial(source, people, share):
    return sum(source.random() < share for _ in range(people))


def _write_observations(folder, lines):
    names = column_names(FILES["observations"][0])
    with (folder / "sources.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, column_names(FILES["sources"][0]), lineterminator="\n")
        told = {"id": "made_up", "title": "Số bịa để thử", "publisher": "Sở Thử", "kind": "government"}
        told |= {"published_on": "2026-01-15", "address": "https://example.org/", "language": "vi"}
        writer.writerow(told)
    common = {"statistic": "level", "comparator": "=", "unit": "children", "period_stated": "yes", "source": "made_up"}
    with (folder / "observations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        for number, line in enumerate(lines, 1):
            note = "Số bịa / made up"
            writer.writerow({"id": f"m{number}", "end": line["start"], "note": note, **common, **line})


def england(folder, indicator="cpp_31mar_per10k", years=range(2020, 2026)):
    """The areas of England of one indicator: rates as printed, with the two counts beside them."""
    with REAL.open(encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if row["indicator"] == indicator and int(row["year"]) in years]
    told = [row for row in told if row["value"] and row["numerator"] and row["denominator"]]
    unit = "percent" if indicator.endswith("pct") else "per_10000"
    head = "id, name_vi, name_en, unit, kind, better, group"
    cards = f"{head}\nrate, Tỷ lệ (Anh), Rate (England), {unit}, rate, ambiguous, protection"
    names = {row["area_code"]: row["area_name"].replace(",", "") for row in told}
    areas = "\n".join(
        ["code, level, name_vi, name_en, parent", *(f"{c}, district, {n}, {n}, P1" for c, n in names.items())]
    )
    keys = ("value", "numerator", "denominator")
    lines = (f"rate, {r['area_code']}, {r['year']}-03-31, {', '.join(r[key] for key in keys)}, a" for r in told)
    observations = "\n".join(["indicator, area, start, value, numerator, denominator, source", *lines])
    return make(folder, cards=cards, areas=areas, observations=observations)
