"""What an edition of the yearly report said, and what changed since the one before, with why."""

from dataclasses import dataclass, field

from bvte.evidence.reporting import EditionRow
from bvte.judgement.annual import annual
from bvte.judgement.progress import registered_method
from bvte.judgement.readings import withheld_readings

# The cells of a recorded figure; where one differs the figure was corrected.
FIGURE = ("start", "end", "comparator", "value", "value_to", "unit", "strength")

# What a recorded row says besides its figure.
JUDGED = ("id", "indicator", "target", "status", "method", "unit")


@dataclass(frozen=True)
class Change:
    """A difference between two editions as a code, with what they say and the facts of the reason."""

    code: str
    indicator: str | None = None
    target: str | None = None
    before: EditionRow | None = None
    now: EditionRow | None = None
    facts: dict = field(default_factory=dict)


def edition_rows(report):
    """The findings of a report as rows to be recorded: its targets, then the figures of its forms, by id."""
    rows = [_target_row(report, result.finding) for result in report.results]
    cells = (
        cell for form in report.forms.values() for row in form.rows if not row.units for cell in row.cells
    )
    shown = {c.indicator: c.this for c in cells if c.this and c.this.area == report.area}
    rows += [
        EditionRow(id=f"{code}@{report.year}", indicator=code, **_figure_cells(r))
        for code, r in shown.items()
    ]
    return {row.id: row for row in rows}


def _target_row(report, finding):
    """A target with its status, the method that decided, and the figure that it rests on."""
    target, latest = finding.target, finding.latest
    card = report.known.indicators[target.indicator]
    on_the_way = finding.status in ("on_course", "off_course")
    figure = _figure_cells(latest) if latest else {"unit": target.unit}
    method = registered_method(card) if on_the_way else "interval"
    return EditionRow(
        id=target.id,
        indicator=target.indicator,
        target=target.id,
        status=finding.status,
        method=method,
        **figure,
    )


def _figure_cells(reading):
    """The cells of a recorded figure; `strength` and `sources` say what it rests on."""
    return {
        "start": reading.period.first.isoformat(), "end": reading.period.end,
        "comparator": reading.comparator, "value": reading.value,
        "value_to": reading.value_to, "unit": reading.unit, "strength": reading.strength,
        "definition": reading.definition, "sources": " ".join(reading.sources),
    }  # fmt: skip


def earlier_edition(report):
    """Year of the newest recorded edition before the report's year, or None."""
    return max((year for year in report.evidence.editions if year < report.year), default=None)


def edition_changes(report):
    """What changed since the earlier edition: in what it said, in what things mean, in what is new.

    Empty where no earlier edition is recorded.
    """
    year = earlier_edition(report)
    if year is None:
        return []
    said, today = _may_be_said(report, report.evidence.editions[year]), edition_rows(report)
    again = edition_rows(annual(report.evidence, year, report.area))
    return [
        *_earlier_changes(said, again),
        *_meaning_changes(report, year),
        *_status_changes(said, today),
        *_new_figures(said, today),
    ]


def _may_be_said(report, rows):
    """Recorded rows without the figures that are withheld by now: what was told once is not told again."""
    told = {}
    for code, row in rows.items():
        if not _is_withheld(report, row):
            told[code] = row
        elif row.target:
            told[code] = EditionRow(**{name: getattr(row, name) for name in JUDGED})
    return told


def _is_withheld(report, row):
    """Whether a recorded figure is of an indicator and time of which one is withheld."""
    hidden = withheld_readings(report.evidence, row.indicator, report.area)
    return any((r.period.first.isoformat(), r.period.end) == (row.start, row.end) for r in hidden)


def _earlier_changes(said, again):
    """Where the earlier edition, made again from what is known now, would not say what it said."""
    for code in [*said, *(code for code in again if code not in said)]:
        before, now = said.get(code), again.get(code)
        for change in _difference_codes(before, now):
            row = before or now
            yield Change(change, row.indicator, row.target, before, now)


def _difference_codes(before, now):
    """Codes of the ways in which two rows about one thing differ; one is None where it is new or gone."""
    had, has = (row is not None and (row.value is not None or not row.target) for row in (before, now))
    if had != has:
        return ["withdrawn_figure" if had else "late_figure"]
    if before is None or now is None:
        return ["late_target" if before is None else "withdrawn_target"]
    codes = {
        "corrected_figure": any(getattr(before, name) != getattr(now, name) for name in FIGURE),
        "changed_definition": before.definition != now.definition,
        "changed_method": before.method != now.method,
        "changed_source": before.sources != now.sources,
    }
    found = [code for code, differs in codes.items() if differs]
    # A status that changed with nothing beside it changed because the rules of judging did.
    return found or (["changed_status"] if before.status != now.status else [])


def _meaning_changes(report, year):
    """Breaks between the ends of the two years that concern an indicator of the report."""
    reported = {row.indicator for row in edition_rows(report).values()}
    for b in sorted(report.evidence.breaks.values(), key=lambda b: (b.date, b.id)):
        touched = [code for code in reported if b.touches(code, report.area)]
        if year < b.date.year <= report.year and touched:
            yield Change("changed_meaning", facts={"break": b.id})


def _status_changes(said, today):
    """Targets of both editions with another status now: by another figure, or because the year has come."""
    for code, now in today.items():
        before = said.get(code)
        if now.target and before and before.status != now.status:
            moved = any(getattr(before, name) != getattr(now, name) for name in FIGURE)
            code = "status_by_figure" if moved else "status_by_year"
            yield Change(code, now.indicator, now.target, before, now)


def _new_figures(said, today):
    """Figures of the year, each with the one that the earlier edition gave for the indicator."""
    before = {row.indicator: row for row in said.values() if not row.target}
    for now in today.values():
        if not now.target:
            yield Change("new_figure", now.indicator, None, before.get(now.indicator), now)
