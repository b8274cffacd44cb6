"""What reports and workshops need beside figures: who sends them, what an edition said, what was decided."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Literal

from bvte.evidence.cells import Code, Codes, Day, EndDate, FileCode, GridPlace, IsoDate, Number, Year
from bvte.evidence.period import Period, parse_period
from bvte.evidence.rows import Condition, Row, Target
from bvte.evidence.value import Comparator, Unit


class Agency(Row):
    """A body that sends the yearly report, from one day to another; an empty first day is not known.

    area : the province whose body it is, in a folder that is about several; empty of all.
    """

    spare_columns: ClassVar[tuple[str, ...]] = ("area",)

    id: FileCode
    valid_from: Day | None = None
    valid_to: Day | None = None
    name_vi: str
    name_en: str
    above_vi: str
    above_en: str
    symbol: str
    place_vi: str
    place_en: str
    recipients_vi: str
    recipients_en: str
    area: Code | None = None
    source: Code | None = None
    note: str | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the body was in charge on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    def recipients(self) -> list[str]:
        """The bodies that receive the report, in their order."""
        return [name.strip() for name in (self.text("recipients") or "").split(";")]


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
    """A year for which there is a yearly report."""

    year: Year
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
PROPOSAL = ("condition", "value", "value_to", "unit", "due_year")
NEEDED = ("condition", "value", "unit", "due_year")


class Decision(Row):
    """One decision; `owner` is a body or a role, never a person; `date` is the day by which it is done.

    A target is proposed where the decision is to change it, in the words of `targets.csv`.
    """

    all_columns: ClassVar[bool] = False
    target: Code
    reading: str | None = None
    doubt: str | None = None
    decision: DecisionKind
    owner: str | None = None
    date: Day | None = None
    condition: Condition | None = None
    value: Number | None = None
    value_to: Number | None = None
    unit: Unit | None = None
    due_year: Year | None = None

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
        return target.model_copy(update=changed)


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
