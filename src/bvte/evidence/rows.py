"""One model a row: what each file of a data folder may hold (columns are explained in data/README.md)."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field

from bvte.evidence import period, value
from bvte.evidence.cells import Code, Codes, Comparator, EndDate, IsoDate, Unit, Year
from bvte.evidence.record import Record


class Row(Record):
    """A row of a CSV file; `line` is its line in the file, for messages."""

    line: int = 0

    def text(self, field, language):
        """The column `field` in "vi" or "en"."""
        return getattr(self, f"{field}_{language}")


class Programme(Row):
    """A programme or one phase of it."""

    id: Code
    name_vi: str
    name_en: str
    kind: Literal[
        "children_action", "child_protection", "injury_prevention", "violence_prevention",
        "child_marriage", "child_labour", "partner_project",
    ]  # fmt: skip
    level: Literal["national", "province", "district"]
    area: Code
    start: Year
    end: Year
    legal_document: str | None = None
    set_on: IsoDate | None = None
    status: Literal["draft", "approved", "closed", "no_figures"]
    follows: Code | None = None
    national: Code | None = None
    source: Code | None = None
    note: str | None = None


class Target(Row):
    """What a programme set out to reach: a typed condition with its due year.

    It keeps the day on which it was set, the definition that held then, and the part of the area or of the
    children that it is for (`scope`, the code of a definition of figures, and its words).
    """

    id: Code
    programme: Code
    indicator: Code
    condition: Literal[
        "below", "at_most", "at_least", "above", "exactly", "range", "yes_no",
        "increase_per_year", "decrease_per_year", "decrease_by_percent",
    ]  # fmt: skip
    value: Decimal
    value_to: Decimal | None = None
    unit: Unit
    unit_printed: str | None = None
    baseline_comparator: Comparator | None = None
    baseline_value: Decimal | None = None
    baseline_year: Year | None = None
    due_year: Year
    set_on: IsoDate | None = None
    definition: Code | None = None
    scope: Code | None = None
    scope_vi: str | None = None
    scope_en: str | None = None
    stated: Literal["yes", "no"] = "yes"
    source: Code
    note: str | None = None


class Observation(Row):
    """One published figure, as it was printed."""

    id: Code
    indicator: Code
    area: Code
    start: IsoDate
    end: EndDate
    statistic: Literal["level", "total", "yearly"]
    comparator: Comparator
    value: Decimal
    step: Decimal | None = None
    unit: Unit
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    definition: Code | None = None
    period_note: str | None = None
    period_stated: Literal["yes", "no"] = "yes"
    acknowledged: Codes = Field(default=(), validate_default=False)
    source: Code
    note: str | None = None

    @cached_property
    def period(self):
        """The time that the figure speaks of, as a `Period`."""
        return period.parse(self.start, self.end)

    @cached_property
    def interval(self):
        """The numbers that the print leaves possible, as a `pandas.Interval` in the row's unit."""
        return value.interval(self.comparator, self.value, self.unit, self.step)


class Population(Row):
    """Population of an area, by the ages that matter here; persons and percent."""

    id: Code
    area: Code
    start: IsoDate
    end: EndDate
    total: Decimal | None = None
    under16: Decimal | None = None
    under16_share: Decimal | None = None
    under15: Decimal | None = None
    under15_share: Decimal | None = None
    step: Decimal | None = None
    basis: Literal["census", "estimate", "average", "projection", "register", "reorganisation", "unknown"]
    derived_from: str | None = None
    period_note: str | None = None
    source: Code
    note: str | None = None

    @cached_property
    def period(self):
        """The time that the figure speaks of, as a `Period`."""
        return period.parse(self.start, self.end)


class Source(Row):
    """Where a figure was published."""

    id: Code
    title: str | None = None
    publisher: str | None = None
    kind: Literal["legal", "government", "statistics", "partner", "press", "secondary"]
    published_on: str | None = None
    address: str | None = None
    no_address_reason: str | None = None
    language: str | None = None
    accessed: str | None = None
    note: str | None = None


class Break(Row):
    """A day from which values do not mean what they meant before."""

    id: Code
    date: date
    kind: Literal["definition", "territory", "agency", "population_base", "denominator"]
    indicators: Codes
    areas: Codes
    effect: Literal["not_comparable", "caveat"]
    name_vi: str
    name_en: str
    reason_vi: str
    reason_en: str
    source: Code | None = None
    note: str | None = None

    def touches(self, indicator, area):
        """Whether the break concerns this indicator in this area ("*" means all)."""
        return bool({"*", indicator} & set(self.indicators) and {"*", area} & set(self.areas))
