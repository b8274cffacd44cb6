"""Rules on the shape of a folder: sources, dates, targets, text."""

import unicodedata
from datetime import date

from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.problem import Problem, place


def source_without_address(evidence):
    """Sources that nobody can look up: no title, or no address and no reason for having none."""
    for source in evidence.sources.values():
        if not source.title:
            yield Problem("source_without_address", "sources.csv", source.line, "title", source.id)
        if not (source.address or source.no_address_reason):
            yield Problem("source_without_address", "sources.csv", source.line, "address", source.id)


def phase_reversed(evidence):
    """Phases that end before they start."""
    for programme in evidence.programmes.values():
        if programme.end < programme.start:
            found, allowed = str(programme.end), f">= {programme.start}"
            yield Problem("phase_reversed", "programmes.csv", programme.line, "end", found, allowed)


def target_incomplete(evidence):
    """Targets that cannot be judged as written: due outside their phase, or half a range or baseline."""
    for target in evidence.targets.values():
        phase = evidence.programmes.get(target.programme)
        if phase and not phase.start <= target.due_year <= phase.end:
            yield _incomplete(target, "due_year", target.due_year, f"{phase.start}-{phase.end}")
        if target.condition == "range" and target.value_to is None:
            yield _incomplete(target, "value_to", "", f"> {target.value}")
        if target.value_to is not None and target.value_to <= target.value:
            yield _incomplete(target, "value_to", target.value_to, f"> {target.value}")
        if target.baseline_value is not None and target.baseline_year is None:
            yield _incomplete(target, "baseline_year", "", f"<= {target.due_year}")


def _incomplete(target, column, found, allowed):
    return Problem("target_incomplete", "targets.csv", target.line, column, str(found), allowed)


def outside_area_validity(evidence):
    """Figures of a year in which their area did not exist (an area is a code and a date)."""
    for file in ("observations", "population"):
        for row in getattr(evidence, file).values():
            states = [a for a in evidence.areas.values() if a.code == row.area]
            if states and not any(area.covers(row.period) for area in states):
                found, allowed = f"{row.start}..{row.end}", _spans(states)
                yield Problem("outside_area_validity", f"{file}.csv", row.line, "start", found, allowed)


def _spans(states):
    """The validity of an area's states, in ISO dates."""
    return ", ".join(f"{a.valid_from or ''}..{a.valid_to or ''}" for a in states)


def report_without_agency(evidence):
    """Years with a yearly report on whose last day no agency is in charge of it."""
    for row in evidence.annual_reports.values():
        day = date(row.year, 12, 31)
        if not any(agency.is_valid(day) for agency in evidence.agencies.values()):
            yield Problem("report_without_agency", "annual_reports.csv", row.line, "year", str(row.year))


def not_nfc(evidence):
    """Texts whose accents are not in the composed form (NFC), so that equal names would not be equal."""
    for file in (*FILES, *REPORTING, "indicators"):
        for row in getattr(evidence, file).values():
            for column, text in _texts(row.model_dump()):
                if not unicodedata.is_normalized("NFC", text):
                    allowed = unicodedata.normalize("NFC", text)
                    yield Problem("not_nfc", *place(file, row, column), text, allowed)


def _texts(cells, prefix=""):
    """Column and text of every cell that holds one; a nested text is named vi or en of its column."""
    for column, cell in cells.items():
        if isinstance(cell, str):
            yield prefix + column, cell
        elif isinstance(cell, dict):
            yield from _texts(cell, f"{prefix}{column}.")


def duplicate_row(evidence):
    """Observations that repeat another one in all but their id and note."""
    seen = {}
    for row in evidence.observations.values():
        cells = tuple(row.model_dump(exclude={"id", "note", "line"}).items())
        first = seen.setdefault(cells, row)
        if first is not row:
            yield Problem("duplicate_row", "observations.csv", row.line, "id", row.id, nearest=first.id)
