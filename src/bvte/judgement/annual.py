"""The yearly report as one result: the targets of the year, the year before, and every form filled."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.forms import layout
from bvte.evidence.record import Recomputed, one_line
from bvte.judgement.changes import change_readings
from bvte.judgement.comparability import compare
from bvte.judgement.finding import Finding
from bvte.judgement.forms import fill, is_of
from bvte.judgement.levels import is_change
from bvte.judgement.reading import STRENGTHS, Reading
from bvte.judgement.readings import readings
from bvte.judgement.targets import judge
from bvte.methods import interval
from bvte.methods.achievement import CHANGES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """A target of the year: its finding, the figures of the year and of the year before, what lies between.

    `over_year` is the finding with last year's figure in the place of the baseline: its change and whether
    the two may be compared at all.
    """

    finding: Finding
    this: Reading | None
    last: Reading | None
    over_year: Finding


@dataclass(frozen=True, eq=False)
class Annual(Recomputed):
    """All that the report of one year says. `known` is the evidence without figures of later years."""

    evidence: object
    known: object
    year: int
    area: str
    agency: object
    programmes: tuple
    results: tuple

    def frame(self) -> "pd.DataFrame":
        """The targets of the year as a frame, one row each; its columns stand in `result_frames.ANNUAL`."""
        from bvte.judgement.result_frames import frame_annual  # itself made of yearly reports

        return frame_annual(self)

    def __repr__(self) -> str:
        counted = Counter(finding.label for finding in self.findings)
        told = ", ".join(f"{n} {label}" for label, n in counted.items())
        return one_line(f"annual report {self.year} {self.area}", f"{len(self.results)} targets: {told}")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        columns = ("target", "name", "status", "target_value", "unit", "this_value", "last_value", "reasons")
        return show_frame(self.frame(), columns)

    @property
    def findings(self):
        """The findings of the year's targets, in the order of programmes and targets."""
        return tuple(result.finding for result in self.results)

    @cached_property
    def forms(self):
        """Every form with its cells filled, by number."""
        return {number: fill(self, form) for number, form in layout().forms.items()}

    @property
    def indicators(self):
        """Indicators with a target of the year, then those with a figure of it in a form, each once."""
        cells = (cell for form in self.forms.values() for row in form.rows for cell in row.cells)
        wanted = [finding.target.indicator for finding in self.findings]
        return list(dict.fromkeys([*wanted, *(cell.indicator for cell in cells if cell.this)]))


def annual(evidence: Evidence, year: int, area: str | None = None, agency: str | None = None) -> Annual:
    """The yearly report of an area, by default of the province, sent by an agency, by default that of the
    last day of the year.

    Raises KeyError where there is no such area or agency.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> report = bvte.annual(evidence, max(evidence.annual_reports))
    >>> len(report.frame()) == len(report.findings)
    True
    """
    area = evidence.area(area).code if area else evidence.province.code
    sender = evidence.agencies[agency] if agency else evidence.agency_on(date(year, 12, 31))
    known = evidence.seen_from(date(year, 12, 31))
    current = current_programmes(evidence, year, area)
    results = tuple(_result(known, f, year) for p in current for f in judge(known, p.id, area))
    return Annual(evidence, known, year, area, sender, current, results)


def current_programmes(evidence, year, area):
    """Programmes of the area that run in a year, in the order of the file."""
    return tuple(p for p in evidence.programmes.values() if p.area == area and p.start <= year <= p.end)


def breaks_within(report):
    """Breaks of what the report shows, from the year before its oldest running phase to its own, by date."""
    start = min((p.start for p in report.programmes), default=report.year) - 1
    breaks = sorted(report.evidence.breaks.values(), key=lambda b: (b.date, b.id))
    inside = [b for b in breaks if start <= b.date.year <= report.year]
    return [b for b in inside if any(b.touches(code, report.area) for code in report.indicators)]


def _result(known, finding, year):
    this, last = (_figure(known, finding, when) for when in (year, year - 1))
    if last and this and last.rows == this.rows:
        last = None
    return Result(finding, this, last, _over_year(known, finding, this, last))


def _figure(known, finding, year):
    """The firmest figure of a year about a target: one that its judgement used, else any of its indicator."""
    target = finding.target
    used = [r for r in (finding.latest, *finding.deciding) if r and is_of(r, year)]
    changes = target.condition in CHANGES and known.indicators[target.indicator].kind != "change"
    others = change_readings if changes else _readings_of
    found = used or [r for r in others(known, target, finding.area) if is_of(r, year)]
    same_unit = (r for r in found if r.unit == target.unit)
    return min(same_unit, key=lambda r: STRENGTHS.index(r.strength), default=None)


def _readings_of(known, target, area):
    return readings(known, target.indicator, area)


def _over_year(known, finding, this, last):
    """The change from last year's figure to this year's, where there are both and neither is a change."""
    both = this and last and not is_change(known, finding.target)
    comparison = compare(known, last, this) if both else None
    comparable = comparison and comparison.verdict != "not_comparable"
    change = interval.difference(this.interval, last.interval) if comparable else None
    return replace(finding, latest=this, baseline=last, comparison=comparison, change=change)
