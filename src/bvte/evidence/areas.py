"""Places and groups of people, each valid from one day to another: an area is (code, date)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bvte.evidence.cells import Code, Day, Number
from bvte.evidence.rows import Row


class Area(Row):
    """A place or group of people, valid from one day to another; `before` : what it was part of earlier."""

    code: Code
    valid_from: Day | None = None
    valid_to: Day | None = None
    level: Literal["country", "province", "district", "commune", "population_group", "selection"]
    type: str | None = None
    name_vi: str
    name_en: str
    parent: Code | None = None
    before_vi: str | None = None
    before_en: str | None = None
    note: str | None = None

    def covers(self, when):
        """Whether the area exists through the whole `Period`."""
        return (self.valid_from or date.min) <= when.first and when.last <= (self.valid_to or date.max)


class AreaChange(Row):
    """An old unit that became, or became part of, a new one."""

    old_code: Code
    new_code: Code
    date: Day
    decision: str
    weight: Annotated[Number, Field(gt=0, le=1)]
    note: str | None = None
