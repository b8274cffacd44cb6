"""Rules on time: nothing was published of days to come, and no source knew a figure before its year."""

from datetime import date

from bvte.evidence.period import parse_period
from bvte.evidence.problem import Problem, observation_problem

# Figures that are known before their day: expected ones, and those that a decision counts for a new boundary.
BEFOREHAND = ("projection", "reorganisation")
# What is planned (a phase, a merger of communes) may begin so many years from now, not later.
YEARS_AHEAD = 10


def in_the_future(evidence, today):
    """Figures, publications and reports of days after `today`, and plans that begin long after it.

    today : a `datetime.date`. Only this check looks at a calendar; what a report says never depends on it.
    """
    for file, row, column, first, ahead in _dated_cells(evidence):
        latest = today.replace(year=today.year + ahead, month=12, day=31) if ahead else today
        if first > latest:
            found = str(getattr(row, column))
            yield Problem("in_the_future", file, row.line, column, found, f"<= {latest}")
    for folder, days in (("editions", evidence.editions), ("workshops", evidence.decisions)):
        for day in days:
            if (day if isinstance(day, date) else date(day, 1, 1)) > today:
                yield Problem("in_the_future", f"{folder}/{day}.csv", None, "", str(day), f"<= {today}")


def _dated_cells(evidence):
    """(file, row, column, first day that it can mean, years ahead that are allowed) of every date."""
    for row in evidence.observations.values():
        yield "observations.csv", row, "end", _start_of_last_year(row), 0
    for row in evidence.population.values():
        if row.basis != "projection":
            yield "population.csv", row, "end", _start_of_last_year(row), 0
    for row in evidence.sources.values():
        if row.published_on:
            yield "sources.csv", row, "published_on", publication_periods(row)[0].first, 0
    for file in ("programmes", "targets"):
        for row in getattr(evidence, file).values():
            if row.set_on:
                yield f"{file}.csv", row, "set_on", parse_period(row.set_on, row.set_on).first, 0
    yield from _dated_years(evidence)
    for file, column in (("areas", "valid_from"), ("agencies", "valid_from"), ("breaks", "date"),
                         ("area_changes", "date")):  # fmt: skip
        for row in getattr(evidence, file).values():
            if day := getattr(row, column):
                yield f"{file}.csv", row, column, day, YEARS_AHEAD


def _start_of_last_year(row):
    """First day of the last year of a figure's period, or of the period where that begins later."""
    return max(row.period.first, date(row.period.year, 1, 1))


def _dated_years(evidence):
    """The same for what is dated by a year."""
    dated = (
        ("targets", "baseline_year", 0),
        ("annual_reports", "year", 0),
        ("programmes", "start", YEARS_AHEAD),
    )
    for file, column, ahead in dated:
        for row in getattr(evidence, file).values():
            if year := getattr(row, column):
                yield f"{file}.csv", row, column, date(year, 1, 1), ahead


def publication_periods(source):
    """The days on which a source may have been published, as `Period`s, the earliest first."""
    return sorted(parse_period(part, part) for part in source.published_on.split("/"))


def source_before_figure(evidence):
    """Figures of a year that had not begun when their source was published."""
    for file in ("observations", "population"):
        for row in getattr(evidence, file).values():
            source = evidence.sources.get(row.source)
            if source is None or not source.published_on or getattr(row, "basis", "") in BEFOREHAND:
                continue
            if publication_periods(source)[-1].last < _start_of_last_year(row):
                yield _early_figure(file, row, source)


def _early_figure(file, row, source):
    """The problem of a figure that its source could not know."""
    facts = {"source": source.id, "published": source.published_on}
    if file == "observations":
        return observation_problem(
            "source_before_figure", row, "end", row.end, f"<= {source.published_on}", **facts
        )
    allowed = f"<= {source.published_on}"
    return Problem("source_before_figure", "population.csv", row.line, "end", row.end, allowed, facts=facts)
