"""One model a row: what each file of a data folder may hold (columns are explained in data/README.md)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bvte.evidence import period, value
from bvte.evidence.cells import (
    Amount,
    Code,
    Codes,
    Day,
    EitherDate,
    EndDate,
    FileCode,
    IsoDate,
    Number,
    Positive,
    Share,
    Year,
)
from bvte.evidence.language import LANGUAGES, active_language, in_other_languages
from bvte.evidence.period import Period
from bvte.evidence.record import Record
from bvte.evidence.value import Comparator, Unit

if TYPE_CHECKING:
    from pandas import Interval

ProgrammeLevel = StrEnum("ProgrammeLevel", "national province district")
ProgrammeStatus = StrEnum("ProgrammeStatus", "draft approved closed no_figures")
Condition = StrEnum(
    "Condition",
    """
    below at_most at_least above exactly range yes_no increase_per_year decrease_per_year decrease_by_percent
    """,
)
# Whether a figure is a state, a sum over its period, or a mean a year.
Statistic = StrEnum("Statistic", "level total yearly")
PopulationBasis = StrEnum("PopulationBasis", "census estimate average projection register reorganisation unknown")
BreakKind = StrEnum("BreakKind", "definition territory agency population_base denominator")
BreakEffect = StrEnum("BreakEffect", "not_comparable caveat")
AreaLevel = StrEnum("AreaLevel", "country province district commune population_group selection")
# Levels whose areas lie beside one another, and may be compared.
LEVELS = ("province", "district", "commune")
# "office": a file that an office sent, which nobody published.
SourceKind = StrEnum("SourceKind", "legal government statistics partner press secondary office")


class Row(Record):
    """A row of a CSV file; `line` is its line in the file, for messages, `file` that file below the folder where
    it is not the table's own (an office's intake has its rows beside them).

    all_columns : whether its file must have every column, also those that may stay empty, but for the `spare_columns`;
    published : False of a row that somebody only supposes (`what_if`).
    """

    all_columns: ClassVar[bool] = True
    spare_columns: ClassVar[tuple[str, ...]] = ()
    published: ClassVar[bool] = True
    line: int = 0
    file: str = Field("", exclude=True)

    def file_of(self, table: str) -> str:
        """The file of the row, of a table by its name."""
        return self.file or f"{table}.csv"

    @property
    def is_national(self) -> bool:
        """Whether it stands in the national catalogue and not in a province's folder."""
        return self.file.startswith("national/")

    @model_validator(mode="before")
    @classmethod
    def _in_its_languages(cls, cells: Any, info: ValidationInfo) -> Any:
        """Of a folder in one language the cells of the other say the same."""
        spoken = (info.context or {}).get("languages", LANGUAGES)
        if len(spoken) == len(LANGUAGES) or not isinstance(cells, dict):
            return cells
        said = in_other_languages(cells, spoken[0])
        return cells | {name: cell for name, cell in said.items() if name in cls.model_fields}

    def text(self, field: str) -> str | None:
        """The column `field` in the active language."""
        return getattr(self, f"{field}_{active_language()}")


def _refuse_nothing(comparator: str | None, number: Decimal | None, unit: str, column: str) -> None:
    """Raise PydanticCustomError where a print leaves no number possible: below 0, above 100 %."""
    if number is not None and value.leaves_none(comparator, number, unit):
        most = comparator == ">"
        facts = {"column": column, "found": f"{comparator} {number}", "expected": "< 100" if most else "> 0"}
        raise PydanticCustomError("no_number_left", "leaves no number possible", facts)


class Programme(Row):
    """A programme or one phase of it; kind : its line, of `national/programme_kinds.yml`."""

    id: FileCode
    name_vi: str
    name_en: str
    kind: Code
    level: ProgrammeLevel
    area: Code
    start: Year
    end: Year
    legal_document: str | None = None
    set_on: IsoDate | None = None
    status: ProgrammeStatus
    follows: Code | None = None
    national: Code | None = None
    source: Code | None = None
    note: str | None = None


class Target(Row):
    """What a programme set out to reach: a typed condition with its due year.

    It keeps the day on which it was set, the definition that held then, and the part of the area or of the
    children that it is for (`scope`, the code of a definition of figures, and its words; ages, areas : that part as
    ages and as codes). number, wording : how its programme numbers it ("Chỉ tiêu 8") and what it says. first_year :
    from which it holds in every year; orientation : that it is due after the programme ends; revises : id of the
    target of the same programme that it took the place of; count, whole : what a share is printed with (141 of 220).
    """

    spare_columns: ClassVar[tuple[str, ...]] = (
        "number",
        "wording_vi",
        "wording_en",
        "first_year",
        "orientation",
        "ages",
        "areas",
        "revises",
        "count",
        "whole",
    )

    id: Code
    programme: Code
    indicator: Code
    condition: Condition
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
    number: str | None = None
    wording_vi: str | None = None
    wording_en: str | None = None
    first_year: Year | None = None
    orientation: Literal["yes", "no"] = "no"
    ages: Annotated[str, Field(pattern=r"^[0-9]{1,2}-[0-9]{1,2}$")] | None = None
    areas: Codes = Field(default=(), validate_default=False)
    revises: Code | None = None
    count: Amount | None = None
    whole: Positive | None = None
    stated: Literal["yes", "no"] = "yes"
    source: Code
    note: str | None = None

    @property
    def baseline_source(self) -> str:
        """Id of the source that gives the baseline."""
        return self.source

    @model_validator(mode="after")
    def _leaves_a_number(self) -> Self:
        """Refuse a baseline that nothing is; that of a change stands in another unit, of which
        only the least is known here."""
        level = "children" if "crease" in self.condition else self.unit
        _refuse_nothing(self.baseline_comparator, self.baseline_value, level, "baseline_value")
        return self


# Why what a programme set cannot be judged: it has no number, no year, or holds in each unit and year by itself.
AimGap = StrEnum("AimGap", "no_number no_due_year each_unit")


class Aim(Row):
    """What a programme set out to do in words that leave nothing to judge, as it says it."""

    all_columns: ClassVar[bool] = False

    id: Code
    programme: Code
    indicator: Code | None = None
    gap: AimGap
    number: str | None = None
    wording_vi: str
    wording_en: str | None = None
    due_year: Year | None = None
    source: Code
    note: str | None = None


class Observation(Row):
    """One published figure, as it was printed."""

    id: Code
    indicator: Code
    area: Code
    start: IsoDate
    end: EndDate
    statistic: Statistic
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
    def period(self) -> Period:
        """The time that the figure speaks of, as a `Period`."""
        return period.parse_period(self.start, self.end)

    @model_validator(mode="after")
    def _leaves_a_number(self) -> Self:
        """Refuse a print that no number agrees with: nothing can be judged by it."""
        _refuse_nothing(self.comparator, self.value, self.unit, "value")
        return self

    @cached_property
    def interval(self) -> "Interval":
        """The numbers that the print leaves possible, as a `pandas.Interval` in the row's unit."""
        return value.printed_interval(self.comparator, self.value, self.unit, self.step)


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
    basis: PopulationBasis
    derived_from: str | None = None
    period_note: str | None = None
    source: Code
    note: str | None = None

    @cached_property
    def period(self) -> Period:
        """The time that the figure speaks of, as a `Period`."""
        return period.parse_period(self.start, self.end)


class Break(Row):
    """A day from which values do not mean what they meant before."""

    id: Code
    date: Day
    kind: BreakKind
    indicators: Codes
    areas: Codes
    effect: BreakEffect
    name_vi: str
    name_en: str
    reason_vi: str
    reason_en: str
    source: Code | None = None
    note: str | None = None

    def touches(self, indicator: str, area: str) -> bool:
        """Whether the break concerns this indicator in this area ("*" means all)."""
        return bool({"*", indicator} & set(self.indicators) and {"*", area} & set(self.areas))


class Area(Row):
    """A place or group of people, valid from one day to another; `before` : what it was part of earlier.

    file_code : its code in the files where that is another one's by now (`area_states`).
    """

    file_code: str = Field("", exclude=True)
    code: FileCode
    valid_from: Day | None = None
    valid_to: Day | None = None
    level: AreaLevel
    type: str | None = None
    name_vi: str
    name_en: str
    parent: Code | None = None
    before_vi: str | None = None
    before_en: str | None = None
    note: str | None = None

    def covers(self, when: Period) -> bool:
        """Whether the area exists through the whole `Period`."""
        return (self.valid_from or date.min) <= when.first and when.last <= (self.valid_to or date.max)

    def lived_at_end(self, year: int) -> bool:
        """Whether the area existed on the last day of a year."""
        return (self.valid_from or date.min) <= date(year, 12, 31) <= (self.valid_to or date.max)

    def lived_in(self, year: int) -> bool:
        """Whether the area existed on any day of a year."""
        return (self.valid_from or date.min).year <= year <= (self.valid_to or date.max).year


class AreaChange(Row):
    """An old unit that became, or became part of, a new one."""

    old_code: Code
    new_code: Code
    date: Day
    decision: str
    weight: Annotated[Number, Field(gt=0, le=1)]
    note: str | None = None


# Of a source: nobody can look it up; nothing says when it was published.
DOUBTS = ("no_address", "year_inferred")


class Source(Row):
    """Where a figure was published.

    title : as it was published; title_vi, title_en : what that means, where it is in another language; publisher : its
    name in the folder's own language; publisher_en : in English, where that is another.
    """

    spare_columns: ClassVar[tuple[str, ...]] = ("title_vi", "title_en", "publisher_en")

    id: Code
    title: str | None = None
    title_vi: str | None = None
    title_en: str | None = None
    publisher: str | None = None
    publisher_en: str | None = None
    kind: SourceKind
    published_on: EitherDate | None = None
    year_stated: Literal["yes", "no"] = "yes"
    address: str | None = None
    no_address_reason: str | None = None
    language: str | None = None
    accessed: str | None = None
    note: str | None = None

    @cached_property
    def printed(self) -> Period | None:
        """The day, month or year in which it was published, as a `Period`; None where that is not known."""
        return period.named_period(self.published_on)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a reader must know before relying on the source: those of `DOUBTS` that hold; none of a file that
        an office sent, since each of its figures says that nobody published it."""
        if self.kind == SourceKind.office:
            return ()
        held = not self.address, self.year_stated == "no"
        return tuple(code for code, holds in zip(DOUBTS, held, strict=True) if holds)
