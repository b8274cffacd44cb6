"""The workbook of a province: which sheets and columns it has, what may stand in each, and what a cell says.

`publishing.forms.province_book` writes it, `province_answer` reads it back; both know it from here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.new_folder import plain_letters, plain_name
from bvte.evidence.rules.references import ALL
from bvte.evidence.value import COUNTS, EVENTS, Comparator
from bvte.intake.recording_sheet import RefusedCell, cell_text, read_day, read_number
from bvte.intake.workbook_reader import SeenCell

KIND, FACTS_SHEET, LISTS_SHEET = "province", "facts", "lists"
# Rows, counted from 1 as in a spreadsheet: hidden codes of the columns, headings, help, the first to fill in.
CODES_ROW, HEADS_ROW, HELP_ROW, FIRST_ROW = 2, 3, 4, 5
Kind = StrEnum("Kind", "text number year when choice given")
MONTH = re.compile(r"(?:tháng\s*)?([0-9]{1,2})[/.-]([0-9]{4})", re.IGNORECASE)
ISO_TIME = re.compile(r"[0-9]{4}(-[0-9]{2})?")
# What the names of units below the province begin with, of which each is of its type.
TYPES = ("thanh_pho", "thi_xa", "thi_tran", "dac_khu", "huyen", "quan", "phuong", "xa")
# Digits of the code of a unit, of which a spreadsheet drops the noughts that it begins with.
DIGITS = {"district": 3, "commune": 5}
# From so many percent on "about" means one of the unit, whatever zeros the print ends with.
WHOLE_PERCENT = 10


@dataclass(frozen=True)
class Column:
    """A column; field : that of the row which it becomes, "" for its own name; choice : the list to choose from."""

    name: str
    kind: Kind = Kind.text
    needed: bool = False
    choice: str = ""
    field: str = ""
    width: int = 16

    @property
    def becomes(self) -> str:
        """The column of the CSV file."""
        return self.field or self.name


def _list(name: str, choice: str = "", needed: bool = False, width: int = 18, field: str = "") -> Column:
    return Column(name, Kind.choice, needed, choice or name, field, width)


AREA = _list("area", width=24)
SOURCE = _list("source", needed=True, width=9)
# Table -> its columns; the sheets stand in the order in which they are filled in.
SHEETS: dict[str, tuple[Column, ...]] = {
    "sources": (
        Column("key", Kind.given, width=7),
        Column("title", needed=True, width=48),
        Column("publisher", needed=True, width=28),
        _list("kind", "source_kind", True),
        Column("published_on", Kind.when, True, width=13),
        Column("address", width=30),
        Column("no_address_reason", width=24),
        Column("note", width=24),
    ),
    "programmes": (
        Column("key", Kind.given, width=7),
        Column("name", needed=True, field="name_vi", width=48),
        _list("kind", "programme_kind", True, 26),
        AREA,
        Column("start", Kind.year, True, width=9),
        Column("end", Kind.year, True, width=9),
        _list("status", "programme_status", True, 20),
        Column("legal_document", width=26),
        Column("set_on", Kind.when, width=13),
        _list("follows", "programme", width=9),
        _list("national", width=30),
        SOURCE,
        Column("note", width=24),
    ),
    "targets": (
        Column("key", Kind.given, width=7),
        _list("programme", needed=True, width=9),
        Column("number", width=10),
        _list("indicator", needed=True, width=44),
        Column("unit_shown", Kind.given, width=13),
        _list("condition", needed=True, width=20),
        Column("value", Kind.number, True, width=11),
        Column("value_to", Kind.number, width=11),
        _list("unit", width=16),
        _list("baseline_comparator", "comparator", width=12),
        Column("baseline_value", Kind.number, width=11),
        Column("baseline_year", Kind.year, width=9),
        Column("due_year", Kind.year, True, width=9),
        SOURCE,
        Column("sentence", needed=True, field="wording_vi", width=52),
        Column("first_year", Kind.year, width=9),
        _list("orientation", "answer", width=10),
        Column("part", field="scope_vi", width=24),
        Column("ages", width=8),
        Column("areas", width=14),
        Column("count", Kind.number, width=9),
        Column("whole", Kind.number, width=9),
        _list("revises", "target", width=9),
        Column("set_on", Kind.when, width=13),
        Column("unit_printed", width=13),
        _list("stated", "answer", width=10),
        Column("note", width=24),
    ),
    "aims": (
        _list("programme", needed=True, width=9),
        Column("number", width=10),
        _list("indicator", width=44),
        _list("gap", needed=True, width=30),
        Column("due_year", Kind.year, width=9),
        SOURCE,
        Column("sentence", needed=True, field="wording_vi", width=52),
        Column("note", width=24),
    ),
    "observations": (
        _list("indicator", needed=True, width=44),
        Column("unit_shown", Kind.given, width=13),
        AREA,
        Column("start", Kind.when, True, width=12),
        Column("end", Kind.when, width=12),
        _list("statistic", width=22),
        _list("comparator", width=12),
        Column("value", Kind.number, True, width=12),
        Column("numerator", Kind.number, width=12),
        Column("denominator", Kind.number, width=12),
        SOURCE,
        Column("sentence", needed=True, field="note", width=52),
        Column("part", field="definition", width=24),
        _list("period_stated", "answer", width=10),
        Column("period_note", width=24),
    ),
    "population": (
        AREA,
        Column("start", Kind.when, True, width=12),
        Column("end", Kind.when, width=12),
        Column("total", Kind.number, width=12),
        Column("under16", Kind.number, width=12),
        Column("under16_share", Kind.number, width=11),
        Column("under15", Kind.number, width=12),
        Column("under15_share", Kind.number, width=11),
        Column("step", Kind.number, width=11),
        _list("basis", needed=True, width=24),
        SOURCE,
        Column("sentence", needed=True, field="note", width=52),
        Column("period_note", width=24),
    ),
    "areas": (
        Column("code", needed=True, width=14),
        Column("name", needed=True, field="name_vi", width=34),
        _list("level", "area_level", True, 16),
        Column("valid_from", Kind.when, True, width=13),
        Column("valid_to", Kind.when, width=13),
        _list("parent", "area", width=30),
        Column("note", width=24),
    ),
    "area_changes": (
        _list("old", "area", True, 32, "old_code"),
        _list("new", "area", True, 32, "new_code"),
        Column("date", Kind.when, True, width=13),
        Column("decision", needed=True, width=28),
        Column("weight", Kind.number, width=11),
        Column("note", width=24),
    ),
    "breaks": (
        Column("date", Kind.when, True, width=13),
        _list("kind", "break_kind", True, 26),
        _list("indicator", width=44, field="indicators"),
        _list("indicator_2", "indicator", width=30, field="indicators"),
        _list("indicator_3", "indicator", width=30, field="indicators"),
        _list("area", width=24, field="areas"),
        _list("effect", "break_effect", True, 22),
        Column("name", needed=True, field="name_vi", width=30),
        Column("reason", needed=True, field="reason_vi", width=52),
        _list("source", width=9),
        Column("note", width=24),
    ),
}
# Letters before the number of a row that others name.
KEYS = {"sources": "N", "programmes": "CT", "targets": "MT"}
# List -> the table whose rows it names.
NAMES = {"source": "sources", "programme": "programmes", "target": "targets", "area": "areas"}
# How many rows each sheet has; the largest provinces have had 750 districts and communes.
ROWS = {
    "sources": 60,
    "programmes": 20,
    "targets": 120,
    "aims": 60,
    "observations": 400,
    "population": 60,
    "areas": 800,
    "area_changes": 800,
    "breaks": 20,
}
# Units in which a target may stand beside that of its indicator.
TARGET_UNITS = ("percent", "percent_per_year", "percentage_points", "percentage_points_per_year")


def row_key(table: str, row: int) -> str:
    """What a row of a sheet is called by others: N1 is the first source.

    >>> row_key("sources", FIRST_ROW)
    'N1'
    """
    return f"{KEYS[table]}{row - FIRST_ROW + 1}"


def row_id(data: str, table: str, row: int) -> str:
    """The id of the row that a row of a sheet becomes, in the folder of that name.

    >>> row_id("lai-chau", "targets", FIRST_ROW)
    'lai_chau_target_1'
    """
    return f"{data.replace('-', '_')}_{table.removesuffix('s')}_{row - FIRST_ROW + 1}"


def area_word(name: str, code: str) -> str:
    """What a unit below the province is called in the lists of a workbook: two have had one name.

    >>> area_word("Xã Mường Pồn", "03127")
    'Xã Mường Pồn (03127)'
    """
    return f"{name.strip()} ({code.strip()})"


def area_code(code: str, level: str) -> str:
    """The code of a unit below the province with all its digits.

    >>> area_code("3127", "commune")
    '03127'
    """
    return code.strip().zfill(DIGITS.get(level, 0)) if code.strip().isdigit() else code.strip()


def unit_type(name: str) -> str:
    """The type of a unit that its name begins with, "" where it begins with none.

    >>> unit_type("Thị xã Mường Lay"), unit_type("Mường Lay")
    ('thi_xa', '')
    """
    letters = plain_letters(name).replace(" ", "_")
    return next((kind for kind in TYPES if letters.startswith(f"{kind}_")), "")


def cell_of(column: Column, cell: SeenCell, words: dict[str, dict[str, str]]) -> str:
    """A cell as the text of a CSV file. words : list -> word -> code. Raises RefusedCell."""
    for code, holds in (("formula_cell", cell.formula), ("merged_cell", cell.merged), ("error_cell", cell.error)):
        if holds:
            raise RefusedCell(code, found=cell.formula_text)
    if column.kind == Kind.choice:
        return _chosen(cell.seen.strip(), words[column.choice])
    if column.kind == Kind.number:
        typed = cell.value.strip().removesuffix("%").strip() if isinstance(cell.value, str) else cell.value
        return read_number(typed)
    if column.kind == Kind.year:
        return cell_text("due_year", cell.value, {})
    if column.kind == Kind.when:
        return read_when(cell.value)
    text = cell_text("reading", cell.seen, {}) if column.becomes != "address" else cell.seen.strip()
    return part_code(text) if column.becomes == "definition" else text


def part_code(words: str) -> str:
    """The code by which figures of a part of the children or places are found by a target of the same words.

    >>> part_code("Xã đặc biệt khó khăn"), part_code("trẻ em 6-11 tuổi")
    ('xa_dac_biet_kho_khan', 'tre_em_6_11_tuoi')
    """
    return "_".join(re.findall(r"[a-z0-9]+", plain_name(words)))


def _chosen(word: str, words: dict[str, str]) -> str:
    return cell_text("unit", word, {"unit": words})


def read_when(typed: object) -> str:
    """A year, a month or a day as ISO 8601 has it. Raises RefusedCell.

    >>> read_when("6/2024"), read_when("30/6/2024"), read_when(Decimal(2024))
    ('2024-06', '2024-06-30', '2024')
    """
    text = " ".join(f"{typed:f}".split()) if isinstance(typed, Decimal) else str(typed).strip()
    if ISO_TIME.fullmatch(text):
        return text
    if found := MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return read_day(typed).isoformat()


def usual_statistic(card: Indicator) -> str:
    """Whether a figure of an indicator is a state, a sum or a mean a year, where only one can be; else "".

    A count may be of those that there are or of those that came in a year: only who read it knows.
    """
    if card.unit.endswith("_per_year"):
        return "yearly"
    if card.unit in EVENTS:
        return "total"
    return "" if card.unit in COUNTS else "level"


def usual_step(comparator: str, value: str, unit: str) -> str:
    """What a rounded print was rounded to, by the convention of data/README.md; "" where none is to be told.

    >>> usual_step("~", "68000", "children"), usual_step("~", "30", "percent"), usual_step("<", "3.8", "percent")
    ('1000', '1', '')
    """
    is_bound_on_count = comparator != Comparator.equal and unit in COUNTS
    if comparator != Comparator.about and not is_bound_on_count:
        return ""
    number = Decimal(value)
    if unit == "percent" and number >= WHOLE_PERCENT and number == number.to_integral_value():
        return "1"
    return f"{Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)):f}" if number else "1"


def completed(table: str, fields: dict[str, str], evidence: Evidence) -> dict[str, str]:
    """The fields of a row with those that follow from the others."""
    # Names and reasons of its own: nobody has translated them.
    said = {f"{name}_en": fields[f"{name}_vi"] for name in ("name", "reason") if f"{name}_vi" in fields}
    if table == "areas":
        fields = fields | {"code": area_code(fields["code"], fields["level"])}
    if table in ("targets", "observations"):
        usual = _usual_of_card(table, fields, evidence)
    else:
        usual = _usual_fields(table, fields, evidence.province.code)
    return {**usual, **said, **fields}


def _usual_fields(table: str, fields: dict[str, str], own: str) -> dict[str, str]:
    """What a row is that says nothing else; own : code of the province."""
    if table == "areas":
        return {"parent": own, "type": unit_type(fields["name_vi"])}
    return {
        "sources": {"language": "vi"},
        "programmes": {"area": own, "level": "province"},
        "population": {"area": own, "end": fields.get("start", "")},
        "area_changes": {"weight": "1"},
        "breaks": {"indicators": ALL, "areas": own},
    }.get(table, {})


def _usual_of_card(table: str, fields: dict[str, str], evidence: Evidence) -> dict[str, str]:
    """The same of a row on an indicator, in the unit of its card."""
    card = evidence.indicators[fields["indicator"]]
    if table == "targets":
        part = fields.get("scope_vi")
        scope = {"scope": part_code(part), "scope_en": part} if part else {}
        return {"unit": card.unit, "stated": "yes", **scope}
    step = usual_step(fields.get("comparator", "="), fields["value"], card.unit)
    usual = {"area": evidence.province.code, "end": fields["start"], "comparator": "=", "unit": card.unit}
    return {**usual, "statistic": usual_statistic(card), "step": step}
