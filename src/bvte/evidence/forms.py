"""The forms of the yearly report and the criteria of evaluation: one for all provinces (data/national/)."""

from functools import cache
from typing import Literal

import yaml
from pydantic import Field

from bvte.evidence.cells import Code, Unit
from bvte.evidence.files import SAFE_LOADER
from bvte.evidence.indicator import Words
from bvte.evidence.load import project_root
from bvte.evidence.record import Record

Group = Literal["health_nutrition", "protection", "education", "culture_play", "participation"]


class NationalRecord(Record):
    """A part of a national file; a field that it does not know is refused."""


class FormRow(NationalRecord):
    """A row of a form: an indicator of the province's catalogue, or the place of one that it has not yet.

    part_of, by : the row that it is a part of, and in which breakdown ("sex", "age").

    In a form of kind "matrix" the indicator of a cell is `cells[column]`, else row and column joined
    ("orphaned" and "boys": "orphaned_boys").
    """

    indicator: Code
    name: Words
    unit: Unit
    part_of: Code | None = None
    by: Code | None = None
    cells: dict[Code, Code] = Field(default_factory=dict)

    def of(self, column):
        """The indicator of a cell; without a column that of the row."""
        return self.cells.get(column, f"{self.indicator}_{column}") if column else self.indicator


class Form(NationalRecord):
    """A numbered table (Biểu) of the report.

    areas_of : indicator that is also shown by the units below the province; group : statistical group whose
    other published indicators are added; protected : small counts of children are withheld; columns_by : of
    a matrix, the breakdown in which a column is a part of the first one.
    """

    name: Words
    kind: Literal["rows", "matrix", "results", "quality", "next_targets"] = "rows"
    areas_of: Code | None = None
    group: Group | None = None
    protected: bool = False
    columns: dict[Code, Words] = Field(default_factory=dict)
    columns_by: dict[Code, Code] = Field(default_factory=dict)
    rows: tuple[FormRow, ...] = ()

    @property
    def indicators(self):
        """Indicators of all cells."""
        return {row.of(column) for row in self.rows for column in self.columns or [None]}

    @property
    def parts(self):
        """Triples (part, whole, breakdown) of indicators: rows of the row that they are a part of, columns
        of the first one."""
        rows = {row.indicator: row for row in self.rows}
        for row in self.rows:
            whole, first = rows.get(row.part_of), next(iter(self.columns), None)
            for column in (self.columns or [None]) if whole else ():
                yield row.of(column), whole.of(column), row.by
            for column, breakdown in self.columns_by.items():
                yield row.of(column), row.of(first), breakdown


class Section(NationalRecord):
    """A section that people write, with the forms or the judged targets whose findings belong there."""

    name: Words
    forms: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


class Layout(NationalRecord):
    """The whole report: its sections by their number, its forms by theirs."""

    # Below 3 a withheld count would be told by being withheld: it could only be 1.
    small_counts_below: int = Field(ge=3)
    sections: dict[str, Section]
    forms: dict[str, Form]


class Criterion(NationalRecord):
    """An evaluation criterion: its question, who speaks to it, what is missing, the most it can be called."""

    name: Words
    question: Words
    indicators: tuple[Code, ...]
    missing: Words
    at_most: Literal["good", "partial", "weak"] = "good"


@cache
def report_layout():
    """The layout of the yearly report. Raises pydantic's ValidationError where the file is wrong."""
    return Layout(**read_national("annual_report"))


@cache
def evaluation_criteria():
    """The evaluation criteria by name, in their order."""
    return {name: Criterion(**fields) for name, fields in read_national("criteria").items()}


def read_national(name):
    """A file of data/national/ as it is written."""
    path = project_root() / "data" / "national" / f"{name}.yml"
    return yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER)
