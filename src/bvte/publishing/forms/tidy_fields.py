"""The columns of the tidy table, as Table Schema describes them."""

from bvte.judgement.finding import LABELS
from bvte.judgement.reading import REPORTED_STRENGTHS

COMPARATOR = (
    "Code of the word before the number: equal, below, at_most, above, at_least, about, range; the condition "
    "of a target; the direction of a change, with at_least where only its least size is known."
)


def _field(name, title, description, kind="string", **constraints):
    """One column; its title is for readers, its description for those who build on it."""
    described = {"name": name, "type": kind, "title": title, "description": description}
    return described | ({"constraints": constraints} if constraints else {})


FIELDS = [
    _field("table", "Biểu / Table", "Number of the table or figure in the report.", required=True),
    _field("row", "Dòng / Row", "Row of the table, from 1.", "integer", required=True),
    _field("row_label", "Tên dòng / Row label", "First cell of the row as printed."),
    _field("row_code", "Mã dòng / Row code", "Code of the indicator; the same in all languages."),
    _field("column", "Cột / Column", "Heading of the column as printed.", required=True),
    _field("column_code", "Mã cột / Column code", "Code of the column; the same in all languages."),
    _field("part", "Phần / Part", "Place of the number in its cell, from 1.", "integer", required=True),
    _field(
        "value", "Giá trị / Value", "The number, or the low end of a range; empty where missing.", "number"
    ),
    _field("value_to", "Đến / To", "The high end of a range.", "number"),
    _field("comparator", "So sánh / Comparator", COMPARATOR, pattern="[a-z_]*"),
    _field("unit", "Đơn vị / Unit", "Unit as printed."),
    _field("unit_code", "Mã đơn vị / Unit code", "Code of the unit; the same in all languages."),
    _field("period", "Thời gian / Period", "ISO 8601 time; of a span both ends with a slash between."),
    _field("printed", "Như in / As printed", "The whole cell as printed.", required=True),
    _field("strength", "Bằng chứng / Strength", "How firm the number is.", enum=list(REPORTED_STRENGTHS)),
    _field("row_status", "Đánh giá / Status", "Judgement of the row.", enum=list(LABELS)),
    _field("sources", "Nguồn / Sources", "Ids of the number's sources; those of its row if it names none."),
]

# What tells the lines apart.
KEY = ["table", "row", "column", "part"]
