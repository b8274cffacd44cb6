"""What a notebook begins with where the folder that it names is not there: the first report of one that is."""

from collections.abc import Iterator, Mapping

from bvte.evidence.collection import Evidence
from bvte.evidence.load import load
from bvte.evidence.rows import Target
from bvte.judgement.finding import Finding
from bvte.judgement.target_terms import is_change
from bvte.judgement.targets import judge
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import plan_reports

Values = Mapping[str, str | int]
# The notebook of one target, that no report is made of.
FIRST_STEPS = "first_steps"


def beginnings(data: str) -> dict[str, Values]:
    """Notebook -> values of its parameters in a data folder; of one without any report there, the folder alone.

    data : name of the folder.

    >>> beginnings("dien-bien")["first_steps"]["data"]
    'dien-bien'
    """
    evidence = load(data, strict=False)
    reports = {name: plan_reports(evidence, data, name) for name in NOTEBOOKS}
    alone: Values = {"data": data}
    found = {name: planned[0].values if planned else alone for name, planned in reports.items()}
    levels = list(_levels(evidence, [report.values for report in reports["phase_evaluation"]]))
    # One that a figure answers comes first.
    first = next((values for values, finding in levels if finding.latest), levels[0][0] if levels else alone)
    return {**found, FIRST_STEPS: first, "explore": alone}


def _levels(evidence: Evidence, phases: list[Values]) -> Iterator[tuple[Values, Finding]]:
    """The phases with each target that a figure can be supposed for, of a year: a level that is no range."""
    for values in phases:
        for finding in judge(evidence, str(values["programme"]), str(values["area"])):
            target, year = finding.target, _last_year(evidence, finding.target, str(values["area"]))
            if year and target.condition != "range" and not is_change(evidence, target):
                yield {**values, "target": target.id, "year": year}, finding


def _last_year(evidence: Evidence, target: Target, area: str) -> int | None:
    """The last year to the due one that a figure of the area can be of, None where there is none."""
    first = evidence.programmes[target.programme].start
    years = range(first, min(target.due_year, evidence.year) + 1)
    return next((year for year in reversed(years) if evidence.area(area).lived_at_end(year)), None)
