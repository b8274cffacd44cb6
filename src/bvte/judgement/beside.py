"""The same indicator elsewhere: in the country and in other provinces, near in time, with the breaks between."""

from collections.abc import Iterator
from dataclasses import dataclass

from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import places_at
from bvte.evidence.rows import Break
from bvte.evidence.value import COUNTS
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.message import YEARS_APART, statements
from bvte.judgement.targets import Findings

# Areas whose figures stand beside those of a province.
LEVELS = ("country", "province")


@dataclass(frozen=True)
class Beside:
    """A figure of the area with one of another place, and the breaks between their times or ways of counting."""

    own: Estimate
    other: Estimate
    breaks: tuple[Break, ...]


def figures_elsewhere(findings: Findings) -> list[Beside]:
    """For each figure that a phase is told by or judged on, the nearest one of the country and of each other province.

    Counts are left out, since places differ in size.
    """
    evidence = findings.evidence
    own = [f.latest for f in findings if f.latest] + [told.estimate for told in statements(findings)]
    rates = [r for r in dict.fromkeys(own) if r.unit not in COUNTS and r.is_of_one_year]
    return [pair for estimate in rates for pair in _elsewhere(evidence, estimate)]


def _elsewhere(evidence: Evidence, own: Estimate) -> Iterator[Beside]:
    for code in (place for place in places_at(evidence, *LEVELS) if place != own.area):
        known = [r for r in estimates_of(evidence, own.indicator, code) if _is_alike(r, own)]
        if known:
            other = min(known, key=lambda r: (abs(r.year - own.year), r.strength.rank))
            yield Beside(own, other, tuple(_breaks(evidence, own, other)))


def _is_alike(other: Estimate, own: Estimate) -> bool:
    alike = (other.unit, other.statistic) == (own.unit, own.statistic)
    return alike and other.is_of_one_year and abs(other.year - own.year) <= YEARS_APART


def _breaks(evidence: Evidence, own: Estimate, other: Estimate) -> list[Break]:
    """Breaks of either place between the two times, each once."""
    first, last = sorted((own.period.last, other.period.last))
    found = {b.id: b for area in (own.area, other.area) for b in evidence.breaks_of({own.indicator}, area, first, last)}
    return list(found.values())
