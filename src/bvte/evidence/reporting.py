"""What reports and workshops need beside figures: who sends them, what an edition said, what was decided."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Literal

from bvte.evidence.cells import Code, Codes, Day, EndDate, FileCode, GridPlace, IsoDate, Number, Year
from bvte.evidence.period import Period, parse_period
from bvte.evidence.rows import AreaLevel, Condition, Row, Target
from bvte.evidence.value import Comparator, Unit

# The kind of paper that a folder asks for where it names none: the department's report to the ministry.
TO_MINISTRY = "ministry"


class Paper(Row):
    """A kind of yearly paper: what it is about, which law asks for it, its sections in their order.

    levels : of the areas that have it, empty of all; first : the first year of the law that asks for it; subject : what
    it tells of, its title and its opening; law : that article, empty where the laws of the year are named; sections :
    codes of `national/annual_report.yml`, empty of all. {year} and {area} are filled in.
    """

    id: FileCode
    levels: Codes = ()
    first: Year | None = None
    name_vi: str
    name_en: str
    subject_vi: str
    subject_en: str
    law_vi: str | None = None
    law_en: str | None = None
    sections: Codes = ()
    source: Code | None = None
    note: str | None = None


class Agency(Row):
    """A body that sends a yearly paper, from one day to another; an empty first day is not known.

    area : the province whose body it is, in a folder that is about several; empty of all. paper : the kind that it
    sends; level : set where the row is of the body of every area of that level, {area} and {place} being filled in;
    position : who signs, a line each; copies : who receives the paper besides.
    """

    spare_columns: ClassVar[tuple[str, ...]] = (
        "area",
        "paper",
        "level",
        "position_vi",
        "position_en",
        "copies_vi",
        "copies_en",
    )

    id: FileCode
    valid_from: Day | None = None
    valid_to: Day | None = None
    name_vi: str
    name_en: str
    above_vi: str | None = None
    above_en: str | None = None
    symbol: str
    place_vi: str
    place_en: str
    recipients_vi: str
    recipients_en: str
    area: Code | None = None
    paper: Code = TO_MINISTRY
    level: AreaLevel | None = None
    position_vi: str | None = None
    position_en: str | None = None
    copies_vi: str | None = None
    copies_en: str | None = None
    source: Code | None = None
    note: str | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the body was in charge on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    def sends(self, paper: str, on: date) -> bool:
        """Whether the body was in charge of a kind of paper on a day."""
        return self.paper == paper and self.is_valid(on)

    def recipients(self) -> list[str]:
        """The bodies that receive the report, in their order."""
        return self.lines("recipients")

    def lines(self, field: str) -> list[str]:
        """What a column lists, separated by ";", in the active language."""
        return [name.strip() for name in (self.text(field) or "").split(";") if name.strip()]


class Tile(Row):
    """Where an area stands on a map of tiles, so that no file of boundaries is needed: a place in columns and rows."""

    area: Code
    column: GridPlace
    row: GridPlace


class RespondentRow(Row):
    """A body that is asked for figures of the yearly report, from one day to another.

    kind : what it is asked for, in `national/requests.yml`; an empty first day is not known.
    """

    id: Code
    kind: Code
    valid_from: Day | None = None
    valid_to: Day | None = None
    name_vi: str
    name_en: str
    source: Code | None = None
    note: str | None = None

    def is_valid(self, on: date) -> bool:
        """Whether there is such a body on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


class AnnualReport(Row):
    """A yearly paper that is made: of a year, of one kind, of an area, by default of the province."""

    spare_columns: ClassVar[tuple[str, ...]] = ("paper", "area")

    year: Year
    paper: Code = TO_MINISTRY
    area: Code | None = None
    note: str | None = None


class EditionRow(Row):
    """One finding as an edition of the yearly report recorded it: a figure, or a target and its status.

    The comparator of a range is "-". A figure without a target has neither `status` nor `method`; a target
    without a figure has no value.
    """

    all_columns: ClassVar[bool] = False
    id: Code
    indicator: Code
    target: Code | None = None
    start: IsoDate | None = None
    end: EndDate | None = None
    comparator: Comparator | Literal["-"] | None = None
    value: Number | None = None
    value_to: Number | None = None
    unit: Unit
    strength: str | None = None
    definition: Code | None = None
    sources: Codes = ()
    # How a change was worked out, or a total, is not recorded.
    change: ClassVar[None] = None
    areas: ClassVar[None] = None
    status: Code | None = None
    method: Code | None = None

    @property
    def period_stated(self) -> bool:
        """Always: an edition records what was said of a time, not how its year came to be known."""
        return True

    @cached_property
    def period(self) -> Period | None:
        """The time that the figure speaks of, or None."""
        return parse_period(self.start, self.end or self.start) if self.start else None


DecisionKind = StrEnum("DecisionKind", "keep change withdraw measure_first")
# The columns of a proposed target, and those of them that none does without.
PROPOSAL = ("condition", "value", "value_to", "unit", "due_year", "first_year")
NEEDED = ("condition", "value", "unit", "due_year")


class Decision(Row):
    """One decision; `definition` is what was agreed on who is counted and how; `owner` is a body or a role, never a
    person; `date` is the day by which it is done.

    A target is proposed where the decision is to change it, in the words of `targets.csv`. Without a first year it
    holds from that of the target on, if that has one.
    """

    all_columns: ClassVar[bool] = False
    target: Code
    reading: str | None = None
    doubt: str | None = None
    definition: str | None = None
    decision: DecisionKind
    owner: str | None = None
    date: Day | None = None
    condition: Condition | None = None
    value: Number | None = None
    value_to: Number | None = None
    unit: Unit | None = None
    due_year: Year | None = None
    first_year: Year | None = None

    @property
    def lacks(self) -> list[str]:
        """Columns of the proposal that are empty although the decision needs them."""
        needed = NEEDED if self.decision == "change" else ()
        needed += ("value_to",) if self.decision == "change" and self.condition == "range" else ()
        return [name for name in needed if getattr(self, name) is None]

    @property
    def surplus(self) -> list[str]:
        """Columns of a proposal although the decision changes nothing."""
        if self.decision == "change":
            return []
        return [name for name in PROPOSAL if getattr(self, name) is not None]

    def proposed(self, target: Target) -> Target:
        """The target as it would stand. target : the one that was decided on."""
        changed = {name: getattr(self, name) for name in PROPOSAL}
        return target.model_copy(update=changed | {"first_year": self.first_year or target.first_year})


class Explanation(Row):
    """A suggestion on the observations `questioned`, read from those that it `rests_on`."""

    id: Code
    questioned: Codes
    rests_on: Codes
    reading_vi: str
    reading_en: str
    settles_vi: str
    settles_en: str
    note: str | None = None
