"""All numbers of a report as one tidy table (CSV), and the Frictionless data package that describes it.

The package follows the Data Package and Table Schema specifications, version 1.
"""

import csv
import hashlib
import io
import json
import re

from bvte.publishing.article import Listing
from bvte.publishing.forms.sheet_plan import spread, text_of
from bvte.publishing.forms.tidy_fields import FIELDS, KEY
from bvte.publishing.forms.words import FORM_WORDS

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADDRESS = re.compile(r"https?://\S+")


def tidy(article):
    """The bytes of the CSV file: a line for each number of a table, empty where a number is missing."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [field["name"] for field in FIELDS])
    writer.writeheader()
    writer.writerows(records(article))
    return out.getvalue().encode("utf-8")


def records(article):
    """The lines of the tidy table as dicts."""
    charts = [(figure.number, figure.numbers) for figure in article.figures if figure.numbers]
    for number, table in [*((table.number, table) for table in article.tables), *charts]:
        for place, row in enumerate(table.rows, start=1):
            for column, cell in zip(table.columns, spread(row), strict=True):
                if cell is not None:
                    yield from _of_cell({"table": number, "row": place} | _of_row(table, row), column, cell)


def _of_cell(known, column, cell):
    """A line for each number of a cell, one for a range, one without a value where a number is missing."""
    known = known | {"column": column.label, "column_code": column.key, "printed": _flat(cell.text)}
    known["period"] = "/".join(cell.times) or known["period"] or _year_in(column.label)
    for part, (low, high) in enumerate(_values(column, cell), start=1):
        yield known | {
            "part": part,
            "value": f"{low.value:f}" if low else "",
            "value_to": f"{high.value:f}" if high else "",
            "comparator": low.comparator if low else "",
            "strength": low.strength if low else "",
            "sources": " ".join(low.sources) if low and low.sources else known["sources"],
        }


def _values(column, cell):
    """Pairs of the ends of each number of a cell."""
    if cell.is_number:
        return [(cell.data[0], cell.data[1] if len(cell.data) > 1 else None)]
    if not cell.data and column.kind == "num":
        return [(None, None)]
    return [(datum, None) for datum in cell.data]


def _year_in(heading):
    """The year that the heading of a column names, where it names just one."""
    years = YEAR.findall(heading)
    return years[0] if len(years) == 1 else ""


def _of_row(table, row):
    """What all numbers of a row share."""
    head, by_code = table.heading_of(row), dict(zip((c.key for c in table.columns), spread(row), strict=True))
    unit = head.unit or (by_code["unit"].text if by_code.get("unit") else "")
    times = next((cell.times for cell in row if cell.times and not cell.data), ())
    status = next((cell.status for cell in row if cell.status), "")
    sources = dict.fromkeys(code for cell in row for code, _ in cell.sources)
    return {
        "row_label": _flat(text_of(head)), "row_code": head.code, "unit": unit, "unit_code": head.unit_code,
        "period": "/".join(times), "row_status": status, "sources": " ".join(sources),
    }  # fmt: skip


def _flat(text):
    return " ".join(text.split())


def package(article):
    """The bytes of datapackage.json for the CSV file of the same report."""
    table = tidy(article)
    described = {
        "profile": "tabular-data-package",
        "name": article.name.lower(),
        "title": article.title,
        "description": article.meta.get("headline", article.title),
        "sources": list(_sources(article)),
        "resources": [_resource(article, table)],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _resource(article, table):
    """The CSV file as a resource; the hash shows whether somebody changed it."""
    return {
        "profile": "tabular-data-resource",
        "name": "numbers",
        "title": FORM_WORDS[article.language]["csv"],
        "path": f"{article.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {"fields": FIELDS, "missingValues": [""], "primaryKey": KEY},
    }


def _sources(article):
    """The sources that the report lists, with their addresses."""
    lists = [block for block in article.blocks if isinstance(block, Listing) and block.ordered]
    for anchor, runs in (item for block in lists for item in block.items):
        if anchor.startswith("source-"):
            text = "".join(run.text for run in runs)
            address = ADDRESS.search(text)
            yield {"title": text} | ({"path": address[0]} if address else {})
