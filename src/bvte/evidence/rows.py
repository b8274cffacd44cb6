"""One model a row: what each file of a data folder may hold (columns are explained in data/README.md)."""

from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bvte.evidence import period, value
from bvte.evidence.cells import (
    Amount,
    Code,
    Codes,
    Comparator,
    Day,
    EndDate,
    IsoDate,
    Number,
    Positive,
    Share,
    Unit,
    Year,
)  # fmt: skip
from bvte.evidence.language import active_language
from bvte.evidence.record import Record


class Row(Record):
    """A row of a CSV file; `line` is its line in the file, for messages.

    all_columns : whether its file must have every column, also those that may stay empty; published : False
    of a row that somebody only supposes (`what_if`).
    """

    all_columns: ClassVar[bool] = True
    published: ClassVar[bool] = True
    line: int = 0

    def text(self, field: str) -> str | None:
        """The column `field` in the active language."""
        return getattr(self, f"{field}_{active_language()}")


def _refuse_nothing(comparator, number, unit, column):
    """Raise PydanticCustomError where a print leaves no number possible: below 0, above 100 %."""
    if number is not None and value.leaves_none(comparator, number, unit):
        most = comparator == ">"
        facts = {"column": column, "found": f"{comparator} {number}", "expected": "< 100" if most else "> 0"}
        raise PydanticCustomError("no_number_left", "leaves no number possible", facts)


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
    value: Number
    value_to: Number | None = None
    unit: Unit
    unit_printed: str | None = None
    baseline_comparator: Comparator | None = None
    baseline_value: Number | None = None
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

    @model_validator(mode="after")
    def _leaves_a_number(self):
        """Refuse a baseline that nothing is; that of a change stands in another unit, of which
        only the least is known here."""
        level = "children" if "crease" in self.condition else self.unit
        _refuse_nothing(self.baseline_comparator, self.baseline_value, level, "baseline_value")
        return self


class Observation(Row):
    """One published figure, as it was printed."""

    id: Code
    indicator: Code
    area: Code
    start: IsoDate
    end: EndDate
    statistic: Literal["level", "total", "yearly"]
    comparator: Comparator
    value: Number
    step: Positive | None = None
    unit: Unit
    numerator: Amount | None = None
    denominator: Positive | None = None
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

    @model_validator(mode="after")
    def _leaves_a_number(self):
        """Refuse a print that no number agrees with: nothing can be judged by it."""
        _refuse_nothing(self.comparator, self.value, self.unit, "value")
        return self

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
    total: Amount | None = None
    under16: Amount | None = None
    under16_share: Share | None = None
    under15: Amount | None = None
    under15_share: Share | None = None
    step: Positive | None = None
    basis: Literal["census", "estimate", "average", "projection", "register", "reorganisation", "unknown"]
    derived_from: str | None = None
    period_note: str | None = None
    source: Code
    note: str | None = None

    @cached_property
    def period(self):
        """The time that the figure speaks of, as a `Period`."""
        return period.parse(self.start, self.end)


class Break(Row):
    """A day from which values do not mean what they meant before."""

    id: Code
    date: Day
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
