"""Made-up answers to requests: consistent numbers that nobody counted, for tests only."""

import random

import openpyxl

from bvte.evidence.national import report_layout
from bvte.intake import request_sheet
from bvte.intake.request_lines import respondents_of
from bvte.publishing.forms.request_book import request_workbook
from bvte.publishing.requests import due_day

VALUE = request_sheet.COLUMNS.index("value") + 1
KEY = request_sheet.COLUMNS.index("key") + 1
GROUPS = [row.indicator for row in report_layout().forms["8a"].rows[1:]]
MADE_UP = "số liệu giả để thử / made up for a test"


def commune_values(seed):
    """Indicator -> number of a commune, every sum as it should be; nobody counted them."""
    rng = random.Random(seed)
    values = {}
    total = rng.randint(3000, 6000)
    split(values, rng, total, "children_under16_count", ("children_under16_boys", "children_under16_girls"))
    ages = ("children_under6_count", "children_6_10_count", "children_11_15_count")
    split(values, rng, total, "children_under16_count", ages)
    values["children_ethnic_minority_count"] = total * 8 // 10
    columns = ("count", "boys", "girls", "helped", "with_file")
    for group in GROUPS:
        number = rng.randint(6, 20)
        split(values, rng, number, f"{group}_count", (f"{group}_boys", f"{group}_girls"))
        values |= {f"{group}_helped": number - 2, f"{group}_with_file": number - 1}
    row = report_layout().forms["8a"].rows[0]
    values |= {row.of(column): sum(values[f"{group}_{column}"] for group in GROUPS) for column in columns}
    victims = rng.randint(12, 20)
    for parts in (
        ("child_abuse_victims_boys", "child_abuse_victims_girls"),
        ("child_abuse_victims_under6", "child_abuse_victims_6_10", "child_abuse_victims_11_15"),
        ("child_abuse_victims_at_home", "child_abuse_victims_at_school", "child_abuse_victims_elsewhere"),
    ):
        split(values, rng, victims, "child_abuse_victims", parts)
    values |= {"abused_children_supported_count": victims, "at_risk_count": 300, "child_forums": 1}
    values |= {"injury_cases": 40, "injury_deaths": 6, "drowning_deaths": 2}
    values |= {"marriages": 60, "child_marriage_couples": 5, "consanguineous_marriage_couples": 1}
    values |= {
        "commune_protection_workers": 2,
        "child_protection_collaborators": 9,
        "child_protection_staff_trained": 8,
    }
    return values | {"communication_sessions": 12, "communication_participants": 900}


def commune_forms(evidence, year, folder, count):
    """Paths of the forms of the first communes as they are sent, written into a folder; all of a province's take as
    long as a report."""
    communes = [one for one in respondents_of(evidence, year) if one.kind == "commune"]
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in communes[:count]:
        paths.append(folder / f"{one.file_stem}.xlsx")
        paths[-1].write_bytes(request_workbook(evidence, one, due_day(year), "dien-bien"))
    return paths


def split(values, rng, number, whole, parts):
    """Give a whole its number, and its parts numbers that add up to it."""
    values[whole] = number
    left = number
    for part in parts[:-1]:
        values[part] = left // 2 + rng.randint(-1, 1) if left > 4 else left // 2
        left -= values[part]
    values[parts[-1]] = left


def rows_of(sheet):
    """Indicator -> row of the input sheet of a form."""
    keys = ((row, sheet.cell(row, KEY).value) for row in range(request_sheet.FIRST_ROW, sheet.max_row + 1))
    return {key.split("|")[0]: row for row, key in keys if key}


def fill_form(path, target, values, change=None):
    """Fill in a form and save it as another file. change : a function of the workbook and indicator -> row."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    rows = rows_of(sheet)
    for indicator, number in values.items():
        if indicator in rows:
            sheet.cell(rows[indicator], VALUE).value = number
    sheet.cell(request_sheet.FIRST_ROW, VALUE + 2).value = MADE_UP
    if change:
        change(book, rows)
    book.save(target)
    return target
