"""What an edition of the yearly report said, and what changed since the one before, with why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from bvte.evidence.reporting import TO_MINISTRY, EditionRow
from bvte.judgement.annual import Annual, annual
from bvte.judgement.comparability import breaks_in_years
from bvte.judgement.estimates import Estimate, Strength, withheld_estimates
from bvte.judgement.finding import Facts, Finding, Status
from bvte.judgement.progress import registered_method

# The cells of a recorded figure; where one differs the figure was corrected.
FIGURE = ("start", "end", "comparator", "value", "value_to", "unit", "strength")

# What a recorded row says besides its figure.
JUDGED = ("id", "indicator", "target", "status", "method", "unit")


Rows = Mapping[str, EditionRow]

ChangeCode = StrEnum(
    "ChangeCode",
    "NEW_FIGURE LATE_FIGURE CORRECTED_FIGURE WITHDRAWN_FIGURE LATE_TARGET WITHDRAWN_TARGET STATUS_BY_FIGURE "
    "STATUS_BY_YEAR CHANGED_STATUS CHANGED_METHOD CHANGED_SOURCE CHANGED_DEFINITION CHANGED_MEANING",
)


@dataclass(frozen=True)
class Change:
    """A difference between two editions as a code, with what they say and the facts of the reason."""

    code: ChangeCode
    indicator: str | None = None
    target: str | None = None
    before: EditionRow | None = None
    now: EditionRow | None = None
    facts: Facts = field(default_factory=dict)


class Editions(NamedTuple):
    """What the earlier edition said, what it would say by what is known now, and what this one says; rows by id."""

    said: Rows
    again: Rows
    today: Rows


@dataclass(frozen=True)
class History:
    """One target or figure over two editions: what the earlier one said of its year, what would be said of that year
    now, what this one says; and why they differ. A figure that came later takes nothing back: it stands beside."""

    said: EditionRow | None
    again: EditionRow | None
    today: EditionRow | None
    codes: tuple[ChangeCode, ...]

    @property
    def row(self) -> EditionRow:
        """One of the rows, for what all of them say: which indicator and target. Raises StopIteration without any."""
        return next(row for row in (self.today, self.again, self.said) if row)


def edition_rows(report: Annual) -> dict[str, EditionRow]:
    """The findings of a report as rows to be recorded: its targets, then the figures of its forms, by id."""
    rows = [_target_row(report, result.finding) for result in report.results]
    places = (row for form in report.forms.values() for row in form.rows if not row.units)
    cells = (cell for row in places for cell in row.cells)
    shown = {c.indicator: _figure_cells(c.this) for c in cells if c.this and c.this.area == report.area}
    rows += [EditionRow(id=f"{code}@{report.year}", indicator=code, **told) for code, told in shown.items()]
    return {row.id: row for row in rows}


def _target_row(report: Annual, finding: Finding) -> EditionRow:
    """A target with its status, the method that decided, and the figure that it rests on."""
    target, latest = finding.target, finding.latest
    card = report.known.indicators[target.indicator]
    on_the_way = finding.status in (Status.ON_COURSE, Status.OFF_COURSE)
    figure = _figure_cells(latest) if latest else {"unit": target.unit}
    method = registered_method(card) if on_the_way else "interval"
    about: dict[str, Any] = {"id": target.id, "indicator": target.indicator, "target": target.id}
    return EditionRow(**about, status=finding.status, method=method, **figure)


def _figure_cells(estimate: Estimate) -> dict[str, Any]:
    """The cells of a recorded figure; `strength` and `sources` say what it rests on."""
    return {
        "start": estimate.period.first.isoformat(),
        "end": estimate.period.end,
        "comparator": estimate.comparator,
        "value": estimate.value,
        "value_to": estimate.value_to,
        "unit": estimate.unit,
        "strength": estimate.strength,
        "definition": estimate.definition,
        "sources": " ".join(estimate.sources),
    }


def earlier_edition(report: Annual) -> int | None:
    """Year of the newest recorded edition before the report's year, or None: of other papers than the report to the
    ministry none is recorded."""
    if report.paper.id != TO_MINISTRY:
        return None
    return max((year for year in report.evidence.editions if year < report.year), default=None)


def edition_changes(report: Annual) -> list[Change]:
    """What changed since the earlier edition: in what it said, in what things mean, in what is new.

    Empty where no earlier edition is recorded.
    """
    year, found = earlier_edition(report), _editions(report)
    if year is None or found is None:
        return []
    told_again = (*_earlier_changes(found.said, found.again), *_meaning_changes(report, year))
    return [*told_again, *_status_changes(found.again, found.today), *_new_figures(found.said, found.today)]


def edition_histories(report: Annual) -> list[History]:
    """The same, once for each target and each figure of an indicator, in the order of the earlier edition."""
    found = _editions(report)
    if found is None:
        return []
    codes: dict[tuple[str, str], list[ChangeCode]] = {}
    for change in edition_changes(report):
        if row := change.now or change.before:
            codes.setdefault(_subject_of(row), []).append(change.code)
    said, again, today = ({_subject_of(row): row for row in rows.values()} for rows in found)
    return [
        History(said.get(key), again.get(key), today.get(key), tuple(dict.fromkeys(why))) for key, why in codes.items()
    ]


def _subject_of(row: EditionRow) -> tuple[str, str]:
    """What two editions say something of: a target, or an indicator without one."""
    return row.target or "", row.indicator


# The parts of a page ask again; a report does not change.
@lru_cache(maxsize=4)
def _editions(report: Annual) -> Editions | None:
    """The three sayings, None where no earlier edition is recorded."""
    year = earlier_edition(report)
    if year is None:
        return None
    again = edition_rows(annual(report.evidence, year, report.area))
    return Editions(_may_be_said(report, report.evidence.editions[year]), again, edition_rows(report))


def _may_be_said(report: Annual, rows: Mapping[str, EditionRow]) -> dict[str, EditionRow]:
    """Recorded rows without the figures that are withheld by now: what was told once is not told again."""
    told = {}
    for code, row in rows.items():
        if not _is_withheld(report, row):
            told[code] = row
        elif row.target:
            told[code] = EditionRow(**{name: getattr(row, name) for name in JUDGED})
    return told


def _is_withheld(report: Annual, row: EditionRow) -> bool:
    """Whether a recorded figure is of an indicator and time of which one is withheld."""
    hidden = withheld_estimates(report.evidence, row.indicator, report.area)
    return any((r.period.first.isoformat(), r.period.end) == (row.start, row.end) for r in hidden)


def _earlier_changes(said: Rows, again: Rows) -> Iterator[Change]:
    """Where the earlier edition, made again from what is known now, would not say what it said."""
    for code in [*said, *(code for code in again if code not in said)]:
        before, now = said.get(code), again.get(code)
        for change in _difference_codes(before, now):
            if row := before or now:
                yield Change(change, row.indicator, row.target, before, now)


def _difference_codes(before: EditionRow | None, now: EditionRow | None) -> list[ChangeCode]:
    """Codes of the ways in which two rows about one thing differ; one is None where it is new or gone."""
    had, has = (row is not None and (row.value is not None or not row.target) for row in (before, now))
    if had != has:
        return [ChangeCode.WITHDRAWN_FIGURE if had else ChangeCode.LATE_FIGURE]
    if before is None or now is None:
        return [ChangeCode.LATE_TARGET if before is None else ChangeCode.WITHDRAWN_TARGET]
    codes = {
        ChangeCode.CORRECTED_FIGURE: any(getattr(before, name) != getattr(now, name) for name in FIGURE),
        ChangeCode.CHANGED_DEFINITION: before.definition != now.definition,
        ChangeCode.CHANGED_METHOD: before.method != now.method,
        ChangeCode.CHANGED_SOURCE: _is_source_told(before, now),
    }
    found = [code for code, differs in codes.items() if differs]
    # A status that changed with nothing beside it changed because the rules of judging did.
    return found or ([ChangeCode.CHANGED_STATUS] if before.status != now.status else [])


def _is_source_told(before: EditionRow, now: EditionRow) -> bool:
    """Whether two rows rest on different sources that matter: a file that an office sends again is another one, and
    says nothing new where the figure is the same."""
    reported = {before.strength, now.strength} == {Strength.REPORTED}
    return before.sources != now.sources and not reported


def _meaning_changes(report: Annual, year: int) -> Iterator[Change]:
    """Breaks between the ends of the two years that concern an indicator of the report."""
    reported = {row.indicator for row in edition_rows(report).values()}
    for b in breaks_in_years(report.evidence, reported, report.area, year + 1, report.year):
        yield Change(ChangeCode.CHANGED_MEANING, facts={"break": b.id})


def _status_changes(again: Rows, today: Rows) -> Iterator[Change]:
    """Targets with another status than the year before has by the same rules: by another figure, or because the year
    has come. What the rules changed is told of that year already."""
    for code, now in today.items():
        before = again.get(code)
        if now.target and before and before.status != now.status:
            moved = any(getattr(before, name) != getattr(now, name) for name in FIGURE)
            why = ChangeCode.STATUS_BY_FIGURE if moved else ChangeCode.STATUS_BY_YEAR
            yield Change(why, now.indicator, now.target, before, now)


def _new_figures(said: Rows, today: Rows) -> Iterator[Change]:
    """Figures of the year, each with the one that the earlier edition gave for the indicator."""
    before = {row.indicator: row for row in said.values() if not row.target}
    for now in today.values():
        if not now.target:
            yield Change(ChangeCode.NEW_FIGURE, now.indicator, None, before.get(now.indicator), now)
