"""Which counts of a register are which figures of a data folder, as a table with its map for `intake table`.

The table holds small counts: it stays in the office, and what is printed of it passes the rule of small counts.
"""

import csv
import io
from collections.abc import Iterator
from itertools import product
from typing import Annotated, Literal, NamedTuple

import yaml
from pydantic import BeforeValidator, Field

from bvte.evidence.cells import Code, Day
from bvte.evidence.record import Record
from bvte.evidence.rows import SourceKind, Statistic
from bvte.intake.reading import NOT_PUBLISHED

ALL = "all"
LAYOUT = "register_counts"
COLUMNS = ("indicator", "area", "year", "children")


class CountRow(NamedTuple):
    """How many children of an area, year, sex, band of age and group a register has; "all" where one is added up."""

    area: str
    year: int
    sex: str
    age: str
    group: str
    children: int


def _listed(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Chosen = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class RegisterFigure(Record):
    """The children that a figure counts: of these sexes, bands of age and groups, all where none is named.

    statistic : whether the figure is a state at the day of the register or a sum over its year.

    >>> RegisterFigure(group="orphaned").group
    ('orphaned',)
    """

    sex: Chosen = (ALL,)
    age: Chosen = (ALL,)
    group: Chosen = (ALL,)
    statistic: Statistic = Statistic.level


class RegisterSource(Record):
    """The register as a source of figures, which nobody published; language as in sources.csv."""

    title: Annotated[str, Field(min_length=1)]
    publisher: Annotated[str, Field(min_length=1)]
    published_on: Day | None = None
    language: Literal["vi", "en"] = "vi"


class RegisterFigures(Record):
    """What a register gives to a data folder.

    source : the register; figures : code of an indicator -> whom it counts; whole : code of the area that all rows of
    the register make together, where they do; day : month and day of the state that a year of the register tells.
    """

    source: RegisterSource
    figures: dict[Code, RegisterFigure] = Field(min_length=1)
    whole: Code | None = None
    day: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] = "12-31"

    def rows(self, counts: list[CountRow]) -> Iterator[tuple[str, str, int, int]]:
        """Indicator, area, year and children of every figure; none of them is 0 where an area has other rows."""
        known = {row[:5]: row.children for row in counts}
        for code, figure in self.figures.items():
            for area, year in sorted({row[:2] for row in counts}):
                if place := self.whole if area == ALL else area:
                    parts = product([area], [year], figure.sex, figure.age, figure.group)
                    yield code, place, year, sum(known.get(part, 0) for part in parts)

    def table(self, counts: list[CountRow]) -> bytes:
        """The figures as the bytes of a CSV file."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows(counts))
        return out.getvalue().encode("utf-8")

    def table_map(self) -> bytes:
        """The map of the table, as `intake table` reads it, as the bytes of a YAML file."""
        source = {"kind": str(SourceKind.office), "no_address_reason": NOT_PUBLISHED}
        source |= self.source.model_dump(mode="json", exclude_none=True)
        names = {code: {"indicator": code, "statistic": str(f.statistic)} for code, f in self.figures.items()}
        period = {"form": "year", "day": self.day}
        told = {"layout": LAYOUT, "source": source, "facts": {"period": period}, "names": {"indicators": names}}
        return yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode("utf-8")
