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


class Model(Record):
    """A part of a national file; a field that it does not know is refused."""


class FormRow(Model):
    """A row of a form: an indicator of the province's catalogue, or the place of one that it has not yet.

    In a form of kind "matrix" the indicator of a cell is `cells[column]`, else row and column joined
    ("orphaned" and "boys": "orphaned_boys").
    """

    indicator: Code
    name: Words
    unit: Unit
    part_of: Code | None = None
    cells: dict[Code, Code] = Field(default_factory=dict)

    def of(self, column):
        """The indicator of a cell; without a column that of the row."""
        return self.cells.get(column, f"{self.indicator}_{column}") if column else self.indicator


class Form(Model):
    """A numbered table (Biểu) of the report.

    areas_of : indicator that is also shown by the units below the province; group : statistical group whose
    other published indicators are added; protected : small counts of children are withheld.
    """

    name: Words
    kind: Literal["rows", "matrix", "results", "quality", "next_targets"] = "rows"
    areas_of: Code | None = None
    group: Group | None = None
    protected: bool = False
    columns: dict[Code, Words] = Field(default_factory=dict)
    rows: tuple[FormRow, ...] = ()


class Section(Model):
    """A section that people write, with the forms or the judged targets whose findings belong there."""

    name: Words
    forms: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


class Layout(Model):
    """The whole report: its sections by their number, its forms by theirs."""

    small_counts_below: int
    sections: dict[str, Section]
    forms: dict[str, Form]


class Criterion(Model):
    """An evaluation criterion: its question, who speaks to it, what is missing, the most it can be called."""

    name: Words
    question: Words
    indicators: tuple[Code, ...]
    missing: Words
    at_most: Literal["good", "partial", "weak"] = "good"


@cache
def layout():
    """The layout of the yearly report. Raises pydantic's ValidationError where the file is wrong."""
    return Layout(**read_national("annual_report"))


@cache
def criteria():
    """The evaluation criteria by name, in their order."""
    return {name: Criterion(**fields) for name, fields in read_national("criteria").items()}


def read_national(name):
    """A file of data/national/ as it is written."""
    path = project_root() / "data" / "national" / f"{name}.yml"
    return yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER)
