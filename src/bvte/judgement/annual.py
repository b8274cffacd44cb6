"""The yearly report as one result: targets of the year, forms filled, quality of figures, what comes next."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.merged import predecessors, reporting_areas
from bvte.evidence.national import Criterion, Section, evaluation_criteria, report_layout
from bvte.evidence.papers import shelf_name
from bvte.evidence.record import Recomputed, one_line
from bvte.evidence.reporting import TO_MINISTRY, Agency, Paper
from bvte.evidence.rows import Break, Programme, Target
from bvte.judgement.baselines import change_estimates
from bvte.judgement.comparability import breaks_in_years, compare, may_join
from bvte.judgement.conflict_kinds import Conflict
from bvte.judgement.conflicts import comparable_series, conflicts, disputed_estimates
from bvte.judgement.estimates import SHOWN_STRENGTHS, Estimate, estimates_of, firmest, withheld_estimates
from bvte.judgement.finding import Comparability, Finding, Status
from bvte.judgement.statutory_forms import FilledForm, fill_form, firmest_figure, is_of_year
from bvte.judgement.target_terms import is_change
from bvte.judgement.targets import judge
from bvte.judgement.told_again import ToldAgain, told_again
from bvte.methods import interval
from bvte.methods.achievement import CHANGES

if TYPE_CHECKING:
    import pandas as pd


# How the code of an annex begins.
ANNEX = "annex-"


@dataclass(frozen=True)
class YearlyResult:
    """A target of the year: its finding, the figures of the year and of the year before, what lies between.

    `over_year` is the finding with last year's figure in the place of the baseline: its change and whether
    the two may be compared at all.
    """

    finding: Finding
    this: Estimate | None
    last: Estimate | None
    over_year: Finding


@dataclass(frozen=True, eq=False)
class Annual(Recomputed):
    """All that a paper of one year says. `known` is the evidence without figures of later years, `paper` its kind."""

    evidence: Evidence
    known: Evidence
    year: int
    area: str
    agency: Agency | None
    programmes: tuple[Programme, ...]
    results: tuple[YearlyResult, ...]
    paper: Paper

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
    def sections(self) -> list[str]:
        """The codes of the sections of the report, in their order, without its annexes."""
        return [code for code in self.layout if not code.startswith(ANNEX)]

    @property
    def annexes(self) -> list[str]:
        """The codes of its annexes, in their order."""
        return [code for code in self.layout if code.startswith(ANNEX)]

    @cached_property
    def layout(self) -> dict[str, Section]:
        """The sections of its kind of paper by their code, in their order, with its annexes."""
        sections = report_layout().sections
        return {code: sections[code] for code in self.paper.sections or sections}

    @property
    def written(self) -> dict[str, Section]:
        """The sections that people write, by their code."""
        return {code: section for code, section in self.layout.items() if section.written}

    @property
    def shelf(self) -> str:
        """What its file and the folder of its texts are called by ("2025", "2025-council")."""
        other = "" if self.area == self.evidence.province.code else self.area
        return shelf_name(self.year, self.paper.id, other)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the year's targets, in the order of programmes and targets."""
        return tuple(result.finding for result in self.results)

    @cached_property
    def forms(self) -> dict[str, FilledForm]:
        """The forms of its sections with their cells filled, by number."""
        shown = {number for section in self.layout.values() for number in section.forms}
        return {number: fill_form(self, form) for number, form in report_layout().forms.items() if number in shown}

    @cached_property
    def told_again(self) -> list[ToldAgain]:
        """The withheld counts that its forms, with the editions sent before, tell a reader after all: none, or it may
        not be made."""
        return told_again(self.known, self.forms, self.year)

    @property
    def indicators(self) -> list[str]:
        """Indicators with a target of the year, then those with a figure of it in a form, each once."""
        cells = (cell for form in self.forms.values() for row in form.rows for cell in row.cells)
        wanted = [finding.target.indicator for finding in self.findings]
        return list(dict.fromkeys([*wanted, *(cell.indicator for cell in cells if cell.this)]))


def annual(
    evidence: Evidence, year: int, area: str | None = None, agency: str | None = None, paper: str = TO_MINISTRY
) -> Annual:
    """The yearly paper of an area, by default of the province (before there was one, of the first that it was
    made of), sent by an agency, by default that of the last day of the year.

    paper : its kind, by default the report to the ministry. Raises KeyError where there is no such area, agency or
    kind.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> report = bvte.annual(evidence, max(year for year, *_ in evidence.annual_reports))
    >>> len(report.frame()) == len(report.findings)
    True
    """
    area = evidence.area(area).code if area else reporting_areas(evidence, year)[0].code
    sender = evidence.agencies[agency] if agency else evidence.agency_on(date(year, 12, 31), area, paper)
    known = evidence.seen_from(date(year, 12, 31))
    current = current_programmes(evidence, year, area)
    results = tuple(_yearly_result(known, f, year) for p in current for f in judge(known, p.id, area))
    return Annual(evidence, known, year, area, sender, current, results, evidence.papers[paper])


def current_programmes(evidence: Evidence, year: int, area: str) -> tuple[Programme, ...]:
    """Programmes of the area that run in a year, in the order of the file."""
    return tuple(p for p in evidence.programmes_of(area) if p.start <= year <= p.end)


def inherited_findings(report: Annual) -> list[Finding]:
    """The targets of the year and later ones that the provinces had set that a merged one was made of, each judged
    where it was set; none of a province that is older."""
    parts = predecessors(report.known, report.area)
    running = ((p.id, part) for part in parts for p in current_programmes(report.known, report.year, part))
    found = chain.from_iterable(judge(report.known, *one) for one in running)
    return [finding for finding in found if finding.target.due_year >= report.year]


def breaks_within(report: Annual) -> list[Break]:
    """Breaks of what the report shows, or asks for where it shows nothing, from the year before its oldest
    running phase to its own, by date."""
    start = min((p.start for p in report.programmes), default=report.year) - 1
    shown = report.indicators or list(report.evidence.indicators)
    return breaks_in_years(report.evidence, shown, report.area, start, report.year)


def _yearly_result(known: Evidence, finding: Finding, year: int) -> YearlyResult:
    this, last = (_yearly_figure(known, finding, when) for when in (year, year - 1))
    if last and this and last.rows == this.rows:
        last = None
    return YearlyResult(finding, this, last, _over_year(known, finding, this, last))


def _yearly_figure(known: Evidence, finding: Finding, year: int) -> Estimate | None:
    """The firmest figure of a year about a target: one that its judgement used, else any of its indicator."""
    target = finding.target
    used = [r for r in (finding.latest, *finding.deciding) if r and is_of_year(r, year)]
    changes = target.condition in CHANGES and known.indicators[target.indicator].kind != "change"
    others = change_estimates if changes else _estimates_of
    found = used or [r for r in others(known, target, finding.area) if is_of_year(r, year)]
    return firmest(r for r in found if r.unit == target.unit)


def _estimates_of(known: Evidence, target: Target, area: str) -> list[Estimate]:
    return estimates_of(known, target.indicator, area)


def _over_year(known: Evidence, finding: Finding, this: Estimate | None, last: Estimate | None) -> Finding:
    """The change from last year's figure to this year's, where there are both and neither is a change."""
    comparison = change = None
    if this and last and not is_change(known, finding.target):
        comparison = compare(known, last, this)
        if comparison.verdict != Comparability.NOT_COMPARABLE:
            change = interval.subtract_intervals(this.interval, last.interval)
    return replace(finding, latest=this, baseline=last, comparison=comparison, change=change)


# How much the published figures can say to a criterion, least first.
Support = StrEnum("Support", "NONE WEAK PARTIAL GOOD")

# What there is of an indicator: figures that may be compared over time, at least one, none.
Availability = StrEnum("Availability", "COMPARABLE SINGLE SILENT")

# What is counted of the figures of a year.
QualityPoint = StrEnum(
    "QualityPoint",
    "STRENGTH_PUBLISHED STRENGTH_APPROXIMATE STRENGTH_BOUND STRENGTH_DERIVED STRENGTH_REPORTED YEAR_INFERRED "
    "CONFLICTS UNUSUAL TARGETS_WITHOUT_FIGURE GAPS",
)


def figure_quality(report: Annual) -> dict[QualityPoint, int]:
    """Numbers of figures of the year by code: of each strength, with inferred year, disputed, missing.

    Withheld figures are counted: that there is one is no secret. What there is nothing of is not counted: a zero of
    figures that are weak, or of targets without one, would say that all is well.
    """
    asked = [(report.known, code, report.area) for code in report.known.indicators]
    known = (r for one in asked for r in (*estimates_of(*one), *withheld_estimates(*one)))
    found = [r for r in known if is_of_year(r, report.year)]
    disputed = year_conflicts(report)
    counts = _strengths(found) if found else {}
    if found or disputed:
        counts[QualityPoint.CONFLICTS] = sum(c.is_contradiction for c in disputed)
        counts[QualityPoint.UNUSUAL] = len(disputed) - counts[QualityPoint.CONFLICTS]
    if report.findings:
        counts[QualityPoint.TARGETS_WITHOUT_FIGURE] = sum(f.status == Status.NO_DATA for f in report.findings)
    return counts | {QualityPoint.GAPS: sum(len(form.gaps) for form in report.forms.values())}


def _strengths(found: list[Estimate]) -> dict[QualityPoint, int]:
    """How many of some figures are of each strength, and how many have a year that was inferred."""
    counted = Counter(estimate.strength for estimate in found)
    counts = {QualityPoint(f"strength_{strength}"): counted[strength] for strength in SHOWN_STRENGTHS}
    return counts | {QualityPoint.YEAR_INFERRED: sum(not estimate.period_stated for estimate in found)}


def year_conflicts(report: Annual) -> list[Conflict]:
    """Conflicts of figures of which one is of the year, or is shown beside those of the year."""
    found = conflicts(report.known, report.area)
    shown = printed_figures(report)
    return found.only(c for c in found if any(is_of_year(r, report.year) or r in shown for r in c.estimates))


def printed_figures(report: Annual) -> set[Estimate]:
    """The figures that the forms of the report print."""
    filled = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    return {estimate for cell in filled for estimate in (cell.this, cell.last, cell.other) if estimate}


@dataclass(frozen=True)
class EvaluatedCriterion:
    """A criterion, how much the figures can say to it, and its indicators by what they have.

    `comparable` have two figures of the running phases that may be compared, `single` at least one, `silent`
    none. `capped` : the figures would say more than figures of this kind can.
    """

    name: str
    criterion: Criterion
    support: Support
    capped: bool
    comparable: tuple[str, ...]
    single: tuple[str, ...]
    silent: tuple[str, ...]


def evaluate_criteria(report: Annual) -> list[EvaluatedCriterion]:
    """The evaluation frame of the year: every criterion with its support, in their order."""
    disputed = disputed_estimates(report.known, report.area)
    found = evaluation_criteria().items()
    return [_evaluate_criterion(report, name, criterion, disputed) for name, criterion in found]


def _evaluate_criterion(report: Annual, name: str, criterion: Criterion, disputed: set[Estimate]) -> EvaluatedCriterion:
    start = min((p.start for p in report.programmes), default=report.year)
    graded = {code: _grade_evidence(report, code, start, disputed) for code in criterion.indicators}
    kinds = {
        code: kind for code, kind in graded.items() if kind != Availability.SILENT or _may_be_counted(report, code)
    }
    sets = [tuple(c for c, k in kinds.items() if k == kind) for kind in Availability]
    reached = _support_level(*map(len, sets))
    support = min(reached, Support(criterion.at_most), key=list(Support).index)
    return EvaluatedCriterion(name, criterion, support, support != reached, *sets)


def _grade_evidence(report: Annual, indicator: str, start: int, disputed: set[Estimate]) -> Availability:
    """What there is of an indicator since the running phases began (the year before is their baseline).

    Only figures of equally long spans that no other figure calls in doubt can be compared over time.
    """
    if indicator not in report.known.indicators:
        return Availability.SILENT
    found = [r for r in estimates_of(report.known, indicator, report.area) if r.year >= start - 1]
    firm = [r for r in found if r not in disputed]
    pairs = ((one, two) for one in firm for two in firm if one.year < two.year)
    if any(may_join(report.known, *pair) for pair in pairs):
        return Availability.COMPARABLE
    return Availability.SINGLE if any(r.year >= start for r in found) else Availability.SILENT


def _may_be_counted(report: Annual, indicator: str) -> bool:
    """Whether the level of government that an indicator is counted in was not over by the end of the year."""
    card = report.known.indicators.get(indicator)
    return report.known.level_ended(card.counted_in if card else None, date(report.year, 12, 31)) is None


def _support_level(comparable: int, single: int, silent: int) -> Support:
    """From the numbers of indicators: good where half can be compared, partial where half have a figure."""
    total = comparable + single + silent
    if comparable + single == 0:
        return Support.NONE
    if 2 * (comparable + single) < total:
        return Support.WEAK
    return Support.GOOD if 2 * comparable >= total else Support.PARTIAL


@dataclass(frozen=True)
class TargetAhead:
    """An indicator with its figure of the year and its next targets; None where there is none."""

    indicator: str
    this: Estimate | None
    own: Target | None
    national: Target | None


def targets_ahead(report: Annual) -> list[TargetAhead]:
    """Every indicator with a target now or later of the area or of the programmes that it carries out, and the next one
    that either sets."""
    running = current_programmes(report.evidence, report.year + 1, report.area)
    later = _due_later(report, {programme.id for programme in running})
    national = _due_later(report, _national_programmes(report))
    asked = (t.indicator for t in chain(later, national) if t.indicator in report.known.indicators)
    wanted = dict.fromkeys([*(f.target.indicator for f in report.findings), *asked])
    figures = {code: firmest_figure(report.known, code, report.area, report.year) for code in wanted}
    nexts = {code: [_first_target(found, code) for found in (later, national)] for code in wanted}
    return [TargetAhead(code, figures[code], *nexts[code]) for code in wanted]


def _due_later(report: Annual, programmes: set[str]) -> list[Target]:
    """Targets of those programmes that are due after the year, the nearest first."""
    targets = report.evidence.targets.values()
    found = [t for t in targets if t.programme in programmes and t.due_year > report.year]
    return sorted(found, key=lambda target: target.due_year)


def _national_programmes(report: Annual) -> set[str]:
    """National programmes that those of the area, or of what it was made of, carry out in the year or the next one."""
    years, areas = (report.year, report.year + 1), (report.area, *predecessors(report.known, report.area))
    current = [p for area in areas for year in years for p in current_programmes(report.evidence, year, area)]
    return {p.national for p in current if p.national}


def _first_target(targets: list[Target], indicator: str) -> Target | None:
    return next((target for target in targets if target.indicator == indicator), None)


# With fewer points a line says less than the table beside it.
POINTS = 3


def series_of_year(report: Annual) -> dict[str, list[Estimate]]:
    """Indicator -> its series, for those long enough to be drawn whose newest number is of the year."""
    known = report.known
    found = {code: comparable_series(known, code, report.area) for code in known.indicators}
    return {code: run for code, run in found.items() if len(run) >= POINTS and run[-1].year == report.year}
