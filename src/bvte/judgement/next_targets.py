"""What is set for the time after a year: the province's own targets, and those of the country beside them."""

from dataclasses import dataclass

from bvte.judgement.annual import current_programmes
from bvte.judgement.forms import figure
from bvte.judgement.reading import Reading


@dataclass(frozen=True)
class Ahead:
    """An indicator with its figure of the year and its next targets; None where there is none."""

    indicator: str
    this: Reading | None
    own: object
    national: object


def ahead(report):
    """Every indicator with a target now or later, and the next one that province and country set."""
    later = _due_later(
        report, {p.id for p in current_programmes(report.evidence, report.year + 1, report.area)}
    )
    national = _due_later(report, _national_programmes(report))
    wanted = dict.fromkeys(
        [f.target.indicator for f in report.findings] + [target.indicator for target in later]
    )
    figures = {code: figure(report.known, code, report.area, report.year) for code in wanted}
    return [Ahead(code, figures[code], _next(later, code), _next(national, code)) for code in wanted]


def _due_later(report, programmes):
    """Targets of those programmes that are due after the year, the nearest first."""
    targets = report.evidence.targets.values()
    found = [t for t in targets if t.programme in programmes and t.due_year > report.year]
    return sorted(found, key=lambda target: target.due_year)


def _national_programmes(report):
    """National programmes that those of the area carry out in the year or the next one."""
    years = report.year, report.year + 1
    current = [p for year in years for p in current_programmes(report.evidence, year, report.area)]
    return {p.national for p in current} - {None}


def _next(targets, indicator):
    return next((target for target in targets if target.indicator == indicator), None)
