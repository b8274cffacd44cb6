"""Which counts of children are too small to be shown, by topic and level, as `data/national/disclosure.yml` has it."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from bvte.evidence.cells import Code
from bvte.evidence.indicator import Words
from bvte.evidence.record import Record
from bvte.evidence.rows import AreaLevel


class DisclosureRule(Record):
    """Counts below `below` are withheld: of some indicators or of all, in areas of some level or of all.

    width : how far apart the least and the greatest count must at least be that a reader has to reckon with for a
    withheld one; decided_by, decided_on : who set both, and when ("2026-11-29"); grounds : why they are what they are.
    """

    # Below 3 a withheld count would be told by being withheld: it could only be 1.
    below: int = Field(ge=3)
    width: int = Field(ge=1)
    indicators: tuple[Code, ...] = ()
    level: AreaLevel | None = None
    decided_by: Words
    decided_on: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")
    grounds: Words


class SmallCounts(NamedTuple):
    """What all rules ask, to ask and to remember results by: `rules` are (indicators, level, below, width)."""

    rules: tuple[tuple[tuple[str, ...], str | None, int, int], ...]

    def below(self, indicator: str, level: str) -> int:
        """The threshold of an indicator in areas of a level, the strictest of those that speak of it.

        >>> SmallCounts((((), None, 5, 3), ((), "commune", 10, 8))).below("child_abuse_victims", "commune")
        10
        """
        return max(below for below, _ in self._about(indicator, level))

    def width(self, indicator: str, level: str) -> int:
        """How much must stay open for a withheld count, the most that a rule asks which speaks of it."""
        return max(width for _, width in self._about(indicator, level))

    def _about(self, indicator: str, level: str) -> Iterator[tuple[int, int]]:
        """Threshold and width of each rule that speaks of an indicator in areas of a level."""
        for codes, of, below, width in self.rules:
            if of in (None, level) and (not codes or indicator in codes):
                yield below, width

    def least(self, indicator: str) -> int:
        """The threshold of an indicator in areas of whichever level has the lowest."""
        return min(self.below(indicator, level) for level in AreaLevel)


class Disclosure(Record):
    """Which counts of children are too small to be shown: what holds everywhere, and where more is asked."""

    everywhere: DisclosureRule
    stricter: tuple[DisclosureRule, ...] = ()

    @cached_property
    def small_counts(self) -> SmallCounts:
        """What all rules ask."""
        first = (), None, self.everywhere.below, self.everywhere.width
        return SmallCounts((first, *((r.indicators, r.level, r.below, r.width) for r in self.stricter)))
