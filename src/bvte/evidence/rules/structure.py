"""Rules on the shape of a folder and on time: sources, phases, places and bodies; nothing of days to come."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.decoding import SHOWN
from bvte.evidence.merged import no_province, predecessors
from bvte.evidence.period import OPEN, Period, parse_period
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.rows import Area, Observation, Population, Row, Source
from bvte.evidence.rules import Problems, observation_problem

# The longest phase that is believed: strategies run for ten or twenty years.
LONGEST_PHASE = 30
# Weights are written with three decimals, so that thirds may miss the whole by that much.
WEIGHT_STEP = Decimal("0.001")


def source_without_address(evidence: Evidence) -> Problems:
    """Sources that nobody can look up: no title, or no address and no reason for having none."""
    for source in evidence.sources.values():
        if not source.title:
            yield Problem("source_without_address", source.file_of("sources"), source.line, "title", source.id)
        if not (source.address or source.no_address_reason):
            yield Problem("source_without_address", source.file_of("sources"), source.line, "address", source.id)


# Nothing but a page of the web: of a host by its name, without a name or password of somebody before it.
WEB_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#][^\s<>\"\\^`{|}]*)?", re.IGNORECASE)


def address_not_web(evidence: Evidence) -> Problems:
    """Addresses that are no page of the web: a link to a script, a file or a folder of the net would open it."""
    for source in evidence.sources.values():
        if source.address and not WEB_ADDRESS.fullmatch(source.address):
            found = source.address[:SHOWN]
            yield Problem("address_not_web", source.file_of("sources"), source.line, "address", found, "https://...")


def province_missing(evidence: Evidence) -> Problems:
    """A folder without a programme of a province: nothing says what area it is about."""
    missing = no_province(evidence)
    if missing and missing.code == "province_missing" and not any(p.file == missing.file for p in evidence.rejected):
        yield missing


def about_twice(evidence: Evidence) -> Problems:
    """Further areas of a folder, which is about one: nothing would be said of them."""
    rows = list(evidence.about.values())
    for row in rows[1:]:
        yield Problem("about_twice", row.file_of("about"), row.line, "area", row.area, rows[0].area)


# Tables of a new folder in the order in which they are filled in.
FILLED_IN = ("sources", "programmes", "targets", "observations")


def missing_most(evidence: Evidence) -> Problems:
    """What a folder made from the catalogue lacks most: rows of a kind at all, then figures for its targets."""
    if not evidence.about:
        return
    for table in FILLED_IN:
        if all(row.is_national for row in getattr(evidence, table).values()):
            yield Problem("nothing_yet", f"{table}.csv", None, "", "", severity=Severity.finding)
    known = {row.indicator for row in evidence.observations.values() if not row.is_national}
    own = [row for row in evidence.targets.values() if not row.is_national and row.indicator in evidence.indicators]
    if bare := [row for row in own if row.indicator not in known]:
        names = dict.fromkeys(evidence.indicators[row.indicator].short.text for row in bare)
        counts, facts = (str(len(bare)), str(len(own))), {"names": "; ".join(names)}
        yield Problem(
            "targets_without_figure", "targets.csv", None, "", *counts, severity=Severity.finding, facts=facts
        )


def phase_reversed(evidence: Evidence) -> Problems:
    """Phases that end before they start."""
    for programme in evidence.programmes.values():
        if programme.end < programme.start:
            found, allowed = str(programme.end), f">= {programme.start}"
            yield Problem("phase_reversed", programme.file_of("programmes"), programme.line, "end", found, allowed)


def phase_too_long(evidence: Evidence) -> Problems:
    """Phases that last longer than any programme does: one of the years is mistyped."""
    for programme in evidence.programmes.values():
        if programme.end - programme.start > LONGEST_PHASE:
            allowed = f"<= {programme.start + LONGEST_PHASE}"
            yield Problem(
                "phase_too_long", programme.file_of("programmes"), programme.line, "end", str(programme.end), allowed
            )


def set_after_due(evidence: Evidence) -> Problems:
    """Programmes set after their last year, targets after their due one: every break of before would be passed over."""
    for file, column in (("programmes", "end"), ("targets", "due_year")):
        for row in getattr(evidence, file).values():
            last = date(getattr(row, column), 12, 31)
            if row.set_on and parse_period(row.set_on, row.set_on).first > last:
                yield Problem("set_after_due", row.file_of(file), row.line, "set_on", row.set_on, f"<= {last}")


def follows_later(evidence: Evidence) -> Problems:
    """Phases that continue one that does not begin before them, as every phase of a circle must somewhere."""
    for programme in evidence.programmes.values():
        earlier = evidence.programmes.get(programme.follows or "")
        if earlier and earlier.start >= programme.start:
            yield Problem(
                "follows_later",
                programme.file_of("programmes"),
                programme.line,
                "follows",
                earlier.id,
                f"< {programme.start}",
                facts={"start": earlier.start},
            )


def not_national(evidence: Evidence) -> Problems:
    """Programmes that carry out one that is not national."""
    national = [code for code, programme in evidence.programmes.items() if programme.level == "national"]
    for programme in evidence.programmes.values():
        if programme.national in evidence.programmes and programme.national not in national:
            yield Problem(
                "not_national",
                programme.file_of("programmes"),
                programme.line,
                "national",
                programme.national,
                ", ".join(national),
            )


def outside_area_validity(evidence: Evidence) -> Problems:
    """Figures of a year in which their area did not exist (an area is a code and a date).

    A merged province reports the year in which it was made from its beginning on, for its land at the end of it.
    """
    for file in ("observations", "population"):
        for row in getattr(evidence, file).values():
            states = evidence.states_of(row.area)
            if not states or any(area.covers(row.period) for area in states):
                continue
            births = [a.valid_from for a in states if a.valid_from and predecessors(evidence, row.area)]
            if not any(_is_since_new_year(row.period, birth) for birth in births):
                found, allowed = f"{row.start}..{row.end}", _validity_text(states)
                yield Problem("outside_area_validity", row.file_of(file), row.line, "start", found, allowed)


def _is_since_new_year(period: Period, birth: date) -> bool:
    """Whether a period begins with the year of a birth and ends in it, not before that."""
    return period.first == date(birth.year, 1, 1) and birth <= period.last <= date(birth.year, 12, 31)


def _validity_text(states: list[Area]) -> str:
    """The validity of an area's states, in ISO dates."""
    return ", ".join(f"{a.valid_from or ''}..{a.valid_to or ''}" for a in states)


def validity_reversed(evidence: Evidence) -> Problems:
    """Places and bodies that end before they begin."""
    for file in ("areas", "agencies", "respondents"):
        for row in getattr(evidence, file).values():
            if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
                found, allowed = row.valid_to.isoformat(), f">= {row.valid_from}"
                yield Problem("validity_reversed", row.file_of(file), row.line, "valid_to", found, allowed)


def validity_overlaps(evidence: Evidence) -> Problems:
    """Two bodies in charge of one area, or two states of one place, on the same day."""
    bodies = [agency for agency in evidence.agencies.values() if not agency.is_national]
    for first, second in combinations(bodies, 2):
        same_area = first.area == second.area or None in (first.area, second.area)
        if same_area and first.paper == second.paper:
            yield from _overlap_problem("agencies", "id", first, second, first.id)
    states = defaultdict(list)
    for area in evidence.areas.values():
        states[area.code].append(area)
    for rows in states.values():
        for first, second in combinations(rows, 2):
            yield from _overlap_problem("areas", "code", first, second, first.name_vi)


def _overlap_problem(table: str, column: str, first: Any, second: Any, name: str) -> Problems:
    """The problem of two rows that are valid on the same day, placed at the second."""
    begins = max(first.valid_from or date.min, second.valid_from or date.min)
    ends = min(first.valid_to or date.max, second.valid_to or date.max)
    if begins <= ends:
        found = getattr(second, column)
        days = f"{'' if begins == date.min else begins}..{'' if ends == date.max else ends}"
        yield Problem("validity_overlaps", second.file_of(table), second.line, column, found, days, name)


def weights_not_one(evidence: Evidence) -> Problems:
    """Old units whose parts do not add up to the whole."""
    parts = defaultdict(list)
    for change in evidence.area_changes.values():
        parts[change.old_code, change.date].append(change)
    for rows in parts.values():
        total = sum((row.weight for row in rows), Decimal(0))
        if abs(total - 1) > WEIGHT_STEP * (len(rows) - 1):
            yield Problem(
                "weights_not_one",
                rows[0].file_of("area_changes"),
                rows[0].line,
                "weight",
                str(total),
                "1",
                facts={"unit": rows[0].old_code, "parts": len(rows)},
            )


def territory_break_missing(evidence: Evidence) -> Problems:
    """Figures of one code on both sides of the day on which it became another territory, where no break says so.

    Told once a day, with all codes: they are one row of breaks.csv.
    """
    missing: dict[date, dict[str, None]] = defaultdict(dict)
    series = _periods_by_series(evidence)
    for code, day in _new_territories(evidence):
        for (indicator, area), periods in series.items():
            before = [p.last for p in periods if p.last < day]
            after = [p.last for p in periods if p.last >= day]
            if area == code and before and after and not evidence.breaks_of(indicator, code, max(before), min(after)):
                missing[day][code] = None
    # A figure that an office sends is not lost for what the folder lacks.
    for day, codes in missing.items():
        named = "territory_break_missing", "breaks.csv", None, "areas", " ".join(codes), str(day)
        yield Problem(*named, severity=Severity.finding)


def _periods_by_series(evidence: Evidence) -> dict[tuple[str, str], list[Period]]:
    """Indicator and area -> the periods of its figures."""
    series = defaultdict(list)
    for row in evidence.observations.values():
        series[row.indicator, row.area].append(row.period)
    return series


def _new_territories(evidence: Evidence) -> Iterator[tuple[str, date]]:
    """Codes that went on with another territory, and the day: more than the old unit became the new one, or not all
    of it did."""
    made_of = defaultdict(list)
    for row in evidence.area_changes.values():
        made_of[row.new_code, row.date].append(row)
    for (code, day), rows in made_of.items():
        if any(row.old_code != code or row.weight < 1 for row in rows):
            yield code, day


def duplicate_row(evidence: Evidence) -> Problems:
    """Figures and targets that repeat another one in all but their id and note, and so count twice."""
    for file in ("observations", "targets", "population"):
        seen: dict[tuple[Any, ...], Any] = {}
        for row in getattr(evidence, file).values():
            cells = tuple(row.model_dump(exclude={"id", "note", "line"}).items())
            first = seen.setdefault(cells, row)
            if first is not row:
                yield Problem("duplicate_row", row.file_of(file), row.line, "id", row.id, nearest=first.id)


# Figures that are known before their day: expected ones, and those that a decision counts for a new boundary.
BEFOREHAND = ("projection", "reorganisation")
# What is planned (a phase, a merger of communes) may begin so many years from now, not later.
YEARS_AHEAD = 10


def in_the_future(evidence: Evidence, today: date) -> Problems:
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


def _dated_cells(evidence: Evidence) -> Iterator[tuple[str, Row, str, date, int]]:
    """(file, row, column, first day that it can mean, years ahead that are allowed) of every date."""
    for row in evidence.observations.values():
        yield row.file_of("observations"), row, "end", _start_of_last_year(row), 0
    for row in evidence.population.values():
        if row.basis != "projection":
            yield row.file_of("population"), row, "end", _start_of_last_year(row), 0
    for row in evidence.sources.values():
        if row.published_on:
            yield row.file_of("sources"), row, "published_on", publication_periods(row)[0].first, 0
    for file in ("programmes", "targets"):
        for row in getattr(evidence, file).values():
            if row.set_on:
                yield row.file_of(file), row, "set_on", parse_period(row.set_on, row.set_on).first, 0
    yield from _dated_years(evidence)
    for file, column in (
        ("areas", "valid_from"),
        ("agencies", "valid_from"),
        ("breaks", "date"),
        ("area_changes", "date"),
    ):
        for row in getattr(evidence, file).values():
            if day := getattr(row, column):
                yield row.file_of(file), row, column, day, YEARS_AHEAD


def _start_of_last_year(row: Observation | Population) -> date:
    """First day of the last year of a figure's period, or of the period where that begins later."""
    return max(row.period.first, date(row.period.year, 1, 1))


def _dated_years(evidence: Evidence) -> Iterator[tuple[str, Row, str, date, int]]:
    """The same for what is dated by a year."""
    dated = (("targets", "baseline_year", 0), ("annual_reports", "year", 0), ("programmes", "start", YEARS_AHEAD))
    for file, column, ahead in dated:
        for row in getattr(evidence, file).values():
            if year := getattr(row, column):
                yield row.file_of(file), row, column, date(year, 1, 1), ahead


def publication_periods(source: Source) -> list[Period]:
    """The days on which a source may have been published, as `Period`s, the earliest first."""
    parts = (source.published_on or "").replace(OPEN, "").split("/")
    return sorted(parse_period(part, part) for part in parts)


def source_before_figure(evidence: Evidence) -> Problems:
    """Figures of a year that had not begun when their source was published."""
    for file in ("observations", "population"):
        for row in getattr(evidence, file).values():
            source = evidence.sources.get(row.source)
            if source is None or not source.published_on or getattr(row, "basis", "") in BEFOREHAND:
                continue
            if publication_periods(source)[-1].last < _start_of_last_year(row):
                yield _early_figure(file, row, source)


def _early_figure(file: str, row: Any, source: Source) -> Problem:
    """The problem of a figure that its source could not know."""
    facts: dict[str, Any] = {"source": source.id, "published": source.published_on}
    if file == "observations":
        return observation_problem("source_before_figure", row, "end", row.end, f"<= {source.published_on}", **facts)
    allowed = f"<= {source.published_on}"
    return Problem("source_before_figure", row.file_of("population"), row.line, "end", row.end, allowed, facts=facts)
