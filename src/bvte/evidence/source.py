"""Where a figure was published, and what is in doubt about that."""

from functools import cached_property
from typing import Literal

from bvte.evidence import period
from bvte.evidence.cells import Code, EitherDate
from bvte.evidence.rows import Row

# Of a source: nobody can look it up; nothing says when it was published.
DOUBTS = ("no_address", "year_inferred")


class Source(Row):
    """Where a figure was published."""

    id: Code
    title: str | None = None
    publisher: str | None = None
    kind: Literal["legal", "government", "statistics", "partner", "press", "secondary"]
    published_on: EitherDate | None = None
    year_stated: Literal["yes", "no"] = "yes"
    address: str | None = None
    no_address_reason: str | None = None
    language: str | None = None
    accessed: str | None = None
    note: str | None = None

    @cached_property
    def printed(self):
        """The day, month or year in which it was published, as a `Period`; None where that is not known."""
        return period.named_period(self.published_on)

    @property
    def doubts(self):
        """What a reader must know before relying on the source: those of `DOUBTS` that hold."""
        held = not self.address, self.year_stated == "no"
        return tuple(code for code, holds in zip(DOUBTS, held, strict=True) if holds)
