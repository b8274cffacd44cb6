"""All numbers of a report in one tidy table (CSV), and the Frictionless data package that describes it.

The table is read by people too: its headings stand in the language of the report, and its sources by title and
address. The package gives the code of each column beside; it follows the Data Package and Table Schema
specifications, version 1.
"""

import hashlib
import json
import re

from bvte.evidence.language import speaking
from bvte.evidence.tabular import csv_bytes
from bvte.judgement.estimates import SHOWN_STRENGTHS
from bvte.judgement.finding import LABELS
from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Listing
from bvte.presentation.handling import handling_mark
from bvte.presentation.numbers import unit_name
from bvte.presentation.phrases import SOURCE_ANCHOR, Look, flat_text
from bvte.presentation.texts import say
from bvte.publishing.article import Article
from bvte.publishing.forms.sheet_plan import text_of

COMPARATOR = (
    "Code of the word before the number: equal, below, at_most, above, at_least, about, range; the condition "
    "of a target; the direction of a change, with at_least where only its least size is known."
)


def _table_field(name: str, description: str, kind: str = "string", **constraints: object) -> dict[str, object]:
    """One column by its code; its description is for those who build on it."""
    described = {"code": name, "type": kind, "description": description}
    return described | ({"constraints": constraints} if constraints else {})


FIELDS = [
    _table_field("table", "Number of the table or figure in the report.", required=True),
    _table_field("row", "Row of the table, from 1.", "integer", required=True),
    _table_field("row_label", "First cell of the row as printed; of one that names an indicator its name."),
    _table_field("row_note", "What stands below that name, such as what has to be done to a target first."),
    _table_field("row_code", "Code of the indicator; the same in all languages."),
    _table_field(
        "column", "Heading of the column as printed, and what the number is of where that is another.", required=True
    ),
    _table_field(
        "column_code", "Code of what the number is of, which is that of its column; the same in all languages."
    ),
    _table_field("part", "Place of the number in its cell, from 1.", "integer", required=True),
    _table_field("value", "The number, or the low end of a range; empty where missing.", "number"),
    _table_field("value_to", "The high end of a range.", "number"),
    _table_field("comparator", COMPARATOR, pattern="[a-z_]*"),
    _table_field("unit", "Unit in words, as the row or its number has it."),
    _table_field("unit_code", "Code of the unit; the same in all languages."),
    _table_field("period", "ISO 8601 time; of a span both ends with a slash between."),
    _table_field("printed", "The whole cell as printed.", required=True),
    _table_field("strength", "How firm the number is.", enum=list(SHOWN_STRENGTHS)),
    _table_field("row_status", "Judgement of the row.", enum=list(LABELS)),
    _table_field("sources", "Titles of the number's sources; those of its row if it names none."),
    _table_field("source_addresses", "Addresses of those sources, in their order."),
]
CODES = [str(field["code"]) for field in FIELDS]
# The column that only an internal report and one of made-up figures has: it says so in every line.
HANDLING = _table_field("handling", "How the line may be used.", required=True)

# What tells the lines apart.
KEY = ["table", "row", "column", "part"]


def heading_of(code: str) -> str:
    """The heading of a column in the active language."""
    return say(f"forms.field.{code}")


ADDRESS = re.compile(r"https?://\S+")


def tidy_table(article):
    """The bytes of the CSV file: a line for each number of a table, empty where a number is missing."""
    known = _known_sources(article)
    with speaking(article.language):
        rows = (
            {heading_of(code): cell for code, cell in _told(line, known).items()} for line in table_records(article)
        )
        mark = {say("handling.column"): told} if (told := handling_mark()) else {}
        return csv_bytes([*map(heading_of, CODES), *mark], (row | mark for row in rows))


def _told(line, known):
    """A line with its sources by title and address in place of their ids."""
    told = [known.get(code, (code, "")) for code in line["sources"].split()]
    addresses = " ".join(address for _, address in told if address)
    return line | {"sources": "; ".join(title for title, _ in told), "source_addresses": addresses}


def _known_sources(article):
    """Id -> (title, address) of every source that the report lists."""
    lists = (block for block in article.blocks if isinstance(block, Listing) and block.ordered)
    items = (item for block in lists for item in block.items if item.anchor.startswith(SOURCE_ANCHOR))
    return {item.anchor.removeprefix(SOURCE_ANCHOR): _named(item.content) for item in items}


def _named(content):
    """Title and address of a source in the list; of one without a title what stands there."""
    title = next((flat_text(piece.content) for piece in content.spans(Look.TITLE)), flat_text(content))
    return title, next((piece.href for piece in content.spans(Look.LINK)), "")


def table_records(article):
    """The lines of the tidy table as dicts by the codes of its columns, sources by their ids."""
    for table in article.all_tables:
        for place, row in enumerate(table.rows, start=1):
            for column, cell in zip(table.columns, spread_row(row), strict=True):
                if cell is not None:
                    yield from _of_cell({"table": table.number, "row": place} | _of_row(table, row), column, cell)


def _of_cell(known, column, cell):
    """A line for each number of a cell, one for a range, one without a value where a number is missing."""
    known = known | {"column": column.label, "column_code": column.key, "printed": flat_text(cell.content)}
    known["period"] = "/".join(cell.times) or known["period"] or column.period
    for part, (low, high) in enumerate(_number_pairs(column, cell), start=1):
        yield known | {"part": part} | (_of_datum(low, high, known) if low else NO_VALUE)


NO_VALUE = dict.fromkeys(("value", "value_to", "comparator", "strength"), "")


def _of_datum(low, high, known):
    """What one number, or the ends of a range, say of themselves; what they do not, the row says."""
    return _measured(low, known) | {
        "value": f"{low.value:f}",
        "value_to": f"{high.value:f}" if high else "",
        "comparator": low.comparator,
        "strength": low.strength,
        **_unit_of(low, known),
        "period": low.period or known["period"],
        "sources": " ".join(low.sources) or known["sources"],
    }


def _unit_of(datum, known):
    """The unit of a number that has one of its own, where the row prints none or another."""
    if not datum.unit or (known["unit"] and datum.unit == known["unit_code"]):
        return {}
    return {"unit": unit_name(datum.unit), "unit_code": datum.unit}


def _measured(datum, known):
    """The column of a number that is of something else than its column is about: it is not the column's number."""
    if not datum.measure:
        return {}
    heading = say("forms.measured", column=known["column"], measure=say(f"forms.measure.{datum.measure}"))
    return {"column": heading, "column_code": datum.measure}


def _number_pairs(column, cell):
    """Pairs of the ends of each number of a cell."""
    if cell.is_number:
        return [(cell.data[0], cell.data[1] if len(cell.data) > 1 else None)]
    if not cell.data and column.kind == "num":
        return [(None, None)]
    return [(datum, None) for datum in cell.data]


def _of_row(table, row):
    """What all numbers of a row share."""
    head, by_code = (table.heading_of(row), dict(zip((c.key for c in table.columns), spread_row(row), strict=True)))
    unit = head.unit or (by_code["unit"].text if by_code.get("unit") else "")
    times = next((cell.times for cell in row if cell.times and not cell.data), ())
    status = next((cell.status for cell in row if cell.status), "")
    sources = dict.fromkeys(code for cell in row for code, _ in cell.sources)
    return {
        **_named_row(head),
        "row_code": head.code,
        "unit": unit,
        "unit_code": head.unit_code,
        "period": "/".join(times),
        "row_status": status,
        "sources": " ".join(sources),
    }


def _named_row(head):
    """The name of a row; of an indicator apart from what stands below it, so that rows can be found by either."""
    name, _, below = text_of(head).partition("\n") if head.code else (text_of(head), "", "")
    return {"row_label": flat_text(name), "row_note": flat_text(below)}


def data_package(article):
    """The bytes of datapackage.json for the CSV file of the same report."""
    table = tidy_table(article)
    described = {
        "profile": "tabular-data-package",
        "name": article.name.lower(),
        "title": article.title,
        "description": article.meta.get("headline", article.title).replace("\t", " "),
        "sources": list(_source_records(article)),
        "resources": [_csv_resource(article, table)],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _csv_resource(article: Article, table: bytes) -> dict[str, object]:
    """The CSV file as a resource; the hash shows whether somebody changed it."""
    with speaking(article.language):
        fields = [{"name": heading_of(code), **field} for code, field in zip(CODES, FIELDS, strict=True)]
        fields += [{"name": say("handling.column"), **HANDLING}] if handling_mark() else []
        return _described_csv(article, table, fields)


def _described_csv(article: Article, table: bytes, fields: list[dict[str, object]]) -> dict[str, object]:
    """The resource with its columns."""
    return {
        "profile": "tabular-data-resource",
        "name": "numbers",
        "title": say("forms.name.csv"),
        "path": f"{article.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": list(map(heading_of, KEY))},
    }


def _source_records(article):
    """The sources that the report lists, with their addresses."""
    lists = [block for block in article.blocks if isinstance(block, Listing) and block.ordered]
    for item in (item for block in lists for item in block.items):
        if item.anchor.startswith("source-"):
            text = "".join(run.text for run in item.runs)
            address = ADDRESS.search(text)
            yield {"title": text} | ({"path": address[0]} if address else {})
