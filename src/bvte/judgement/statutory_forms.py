"""The forms (Biểu) of a yearly report filled with what is published, and what is missing in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Words
from bvte.evidence.national import Form, FormRow, report_layout
from bvte.evidence.period import Period
from bvte.evidence.rows import LEVELS, Area
from bvte.evidence.value import COUNTS
from bvte.judgement.estimates import Estimate, estimates_of, firmest, withheld_estimates
from bvte.judgement.partitions import guarded_indicators

if TYPE_CHECKING:
    from bvte.judgement.annual import Annual


@dataclass(frozen=True)
class FormCell:
    """What is published for one cell: the figure of the year, of the year before, the nearest other one.

    `withheld`, `withheld_last` : the figure of the year, of the year before is there but may not be shown;
    `ended` : the last day of the level of government that it is counted in, where the year ends after it;
    `area` : of the figures, "" where it stands for several areas.
    """

    indicator: str
    this: Estimate | None = None
    last: Estimate | None = None
    other: Estimate | None = None
    withheld: bool = False
    withheld_last: bool = False
    ended: date | None = None
    area: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether there is no figure of the year and could be one."""
        return not (self.this or self.ended or self.withheld)


@dataclass(frozen=True)
class FilledRow:
    """A row of a form with its number ("3", "3.1") and a cell for each column, or a single one.

    `units` is the number of units below the area that the row stands for, 0 for any other row, `below` all of them.
    """

    number: str
    row: FormRow
    cells: tuple[FormCell, ...]
    units: int = 0
    below: tuple[Area, ...] = ()


@dataclass(frozen=True)
class UnitsTogether:
    """What the units below an area come to that have a figure, beside the figure of the area itself.

    counted : how many they are; told : their sum; whole : the figure of the area; rest : by how much it is more, which
    units without a figure and rounding leave.
    """

    counted: int
    told: Decimal
    whole: Estimate
    rest: Decimal


@dataclass(frozen=True)
class FilledForm:
    """A form with all its rows; together : what those of the units below come to, None where that tells nothing."""

    form: Form
    rows: tuple[FilledRow, ...]
    together: UnitsTogether | None = None

    @property
    def gaps(self) -> list[tuple[FilledRow, str | None]]:
        """The rows with the columns (None for the only one) that have no figure of the year and could."""
        columns: list[str | None] = [*self.form.columns] or [None]
        places = ((row, zip(columns, row.cells, strict=True)) for row in self.rows)
        return [(row, column) for row, cells in places for column, cell in cells if cell.is_gap]


def fill_form(report: Annual, form: Form) -> FilledForm:
    """A form with what is published for the report's area, year and the year before."""
    rows = [*form.rows, *_more_of_group(report, form)]
    filled = [_fill_row(report, form, row) for row in rows]
    units = _by_unit(report, form, form.areas_of) if form.areas_of else []
    together = _units_together(report, form.areas_of, units) if form.areas_of else None
    return FilledForm(form, tuple(_number_rows([*filled, *units])), together)


def is_of_year(estimate: Estimate, year: int) -> bool:
    """Whether a figure speaks of that year: of all, a part or a day of it, or "each year" of a span.

    A year that begins on another day than the first of January is of the one in which it ends.
    """
    period = estimate.period
    if period.is_longer:
        return estimate.statistic == "yearly" and period.first.year <= year <= period.last.year
    return period.year == year


def firmest_figure(known: Evidence, indicator: str, area: str, year: int) -> Estimate | None:
    """The firmest figure of an indicator for a year, or None; of equals the later one."""
    return firmest(r for r in reversed(_known_estimates(known, indicator, area)) if is_of_year(r, year))


def _known_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    return estimates_of(evidence, indicator, area) if indicator in evidence.indicators else []


def _fill_row(report: Annual, form: Form, row: FormRow) -> FilledRow:
    codes = [row.of(column) for column in form.columns] or [row.of(None)]
    return FilledRow("", row, tuple(_fill_cell(report, form, code, report.area) for code in codes))


def _fill_cell(report: Annual, form: Form, indicator: str, area: str) -> FormCell:
    years = report.year, report.year - 1
    this, last = (firmest_figure(report.known, indicator, area, year) for year in years)
    hidden = _withheld_years(report.known, indicator, area)
    # A matrix has no column for the year before, so that its figure is one of the others.
    shown = {years[0]: this} if form.columns else {years[0]: this, years[1]: last}
    other = _nearest_other(report, indicator, area, shown)
    card = report.known.indicators.get(indicator)
    ended = report.known.level_ended(card.counted_in if card else None, date(report.year, 12, 31))
    return FormCell(indicator, this, last, other, years[0] in hidden, years[1] in hidden, ended, area)


def _withheld_years(evidence: Evidence, indicator: str, area: str) -> set[int]:
    """The years of which an indicator has a figure that may not be shown."""
    return {r.year for r in withheld_estimates(evidence, indicator, area) if is_of_year(r, r.year)}


def _nearest_other(report: Annual, indicator: str, area: str, shown: Mapping[int, Estimate | None]) -> Estimate | None:
    """The figure of a span that holds the year, else the newest earlier one; None where there is neither.

    shown : year of a column -> its figure.
    """
    known = [r for r in _known_estimates(report.evidence, indicator, area) if r not in shown.values()]
    begun = [r for r in known if r.period.first.year <= report.year]
    around = [r for r in begun if r.period.is_span and r.year >= report.year]
    earlier = [r for r in begun if r.year < min(shown) or (r.period.is_span and r.year < report.year)]
    return firmest(around or [r for r in earlier if r.year == earlier[-1].year])


def _more_of_group(report: Annual, form: Form) -> Iterator[FormRow]:
    """Rows for indicators of the form's group that have a figure of the year and stand in no other form."""
    rows = ((row, other.columns) for other in report_layout().forms.values() for row in other.rows)
    placed = {row.of(column) for row, columns in rows for column in (*columns, None)}
    cards = (card for card in report.known.indicators.values() if card.group == form.group)
    for card in cards if form.group else ():
        wanted = card.kind in ("rate", "count") and card.id not in placed
        if wanted and firmest_figure(report.known, card.id, report.area, report.year):
            yield FormRow(indicator=card.id, name=card.short, unit=card.unit)


def _by_unit(report: Annual, form: Form, indicator: str) -> list[FilledRow]:
    """A row for each unit below the area that has a figure of the year, also a withheld one, and one for all
    the others."""
    units = _units_below(report, indicator)
    rows = [_unit_row(report, form, indicator, unit) for unit in units]
    published = [row for row in rows if row.cells[0].this or row.cells[0].withheld]
    silent = len(units) - len(published)
    rest = FilledRow("", form.rows[0], (FormCell(indicator),), silent, tuple(units))
    return [*published, *([rest] if silent else [])]


def _units_together(report: Annual, indicator: str, rows: list[FilledRow]) -> UnitsTogether | None:
    """What units with an exact count of the time of the area's own come to; None where one of them is withheld, since
    the rest would tell it, and of counts that are small."""
    whole = firmest_figure(report.known, indicator, report.area, report.year)
    known = [row.cells[0].this for row in rows if row.cells[0].this]
    withheld = any(row.cells[0].withheld for row in rows) or indicator in guarded_indicators(report.known)
    if whole is None or not known or withheld or not _all_add_up([whole, *known], whole):
        return None
    told = sum((r.value for r in known), Decimal(0))
    return UnitsTogether(len(known), told, whole, whole.value - told)


def _all_add_up(estimates: list[Estimate], whole: Estimate) -> bool:
    """Whether all figures are exact counts, in the unit and of the time of one."""
    exact = (r.comparator == "=" and r.unit in COUNTS for r in estimates)
    return all(exact) and {(r.period, r.statistic) for r in estimates} == {(whole.period, whole.statistic)}


def _units_below(report: Annual, indicator: str) -> list[Area]:
    """The units directly below the area on the last day of its own figure, else of the year; of several levels those of
    the lowest, since the others hold them."""
    own = firmest_figure(report.known, indicator, report.area, report.year)
    last = own.period.last if own else date(report.year, 12, 31)
    day = Period(last, last)
    below = [a for a in report.evidence.areas.values() if a.parent == report.area and a.covers(day)]
    lowest = next((level for level in reversed(LEVELS) if any(area.level == level for area in below)), None)
    return [area for area in below if area.level == lowest]


def _unit_row(report: Annual, form: Form, indicator: str, unit: Area) -> FilledRow:
    name = Words(vi=unit.name_vi, en=unit.name_en)
    row = FormRow(indicator=indicator, name=name, unit=form.rows[0].unit)
    return FilledRow("", row, (_fill_cell(report, form, indicator, unit.code),))


def _number_rows(rows: Iterable[FilledRow]) -> Iterator[FilledRow]:
    """The rows with their numbers: 1, 2, and 2.1 for a part of 2."""
    whole = part = 0
    for row in rows:
        whole, part = (whole, part + 1) if row.row.part_of else (whole + 1, 0)
        yield replace(row, number=f"{whole}.{part}" if part else str(whole))
