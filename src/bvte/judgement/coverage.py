"""What is published and what is not: by indicator and year, and what to ask for."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from bvte.judgement.conflicts import conflicts
from bvte.judgement.readings import readings, withheld_readings
from bvte.judgement.target_terms import base_year, is_change
from bvte.judgement.targets import judge


def coverage(evidence, area):
    """Readings of an area as a table: indicator, group, year, first_year, strength, sources.

    One row a reading, derived ones included, in the order of the indicator catalogue.
    """
    rows = [
        {"indicator": card.id, "group": card.group, "year": r.year, "first_year": r.period.first.year,
         "strength": r.strength, "sources": " ".join(r.sources)}
        for card in evidence.indicators.values()
        for r in readings(evidence, card.id, area)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["indicator", "group", "year", "first_year", "strength", "sources"])


def missing_indicators(evidence, area):
    """Indicators with a target for the area for which no figure at all was found there."""
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    wanted = dict.fromkeys(t.indicator for t in evidence.targets.values() if t.programme in programmes)
    return [
        code
        for code in wanted
        if not (readings(evidence, code, area) or withheld_readings(evidence, code, area))
    ]


@dataclass(frozen=True)
class Request:
    """A figure to ask the department for: what, for which year, and why (a code with facts)."""

    indicator: str
    year: int
    code: str
    facts: dict = field(default_factory=dict)


def requests(evidence, area):
    """Figures that would decide what cannot be decided now, most useful first, each once.

    Nobody is asked for the end of a year that the level of government which it is counted in did not see.
    """
    return [r for r in _open_requests(evidence, area) if not level_ended(evidence, r.indicator, r.year)]


def past_asking(evidence, area):
    """Figures that would decide but that nobody can count any more: pairs of a request and the last day of
    the level of government that it was counted in."""
    pairs = ((r, level_ended(evidence, r.indicator, r.year)) for r in _open_requests(evidence, area))
    return [(request, last) for request, last in pairs if last]


def level_ended(evidence, indicator, year):
    """The last day of the level of government that an indicator is counted in, where a year's end came after
    it, else None."""
    return evidence.level_ended(evidence.indicators[indicator].counted_in, date(year, 12, 31))


def _open_requests(evidence, area):
    asked = {}
    for request in [*_for_targets(evidence, area), *_for_conflicts(evidence, area)]:
        asked.setdefault((request.indicator, request.year, request.code == "ask_target"), request)
    return list(asked.values())


def _for_targets(evidence, area):
    """One request for every target that the published figures do not decide firmly."""
    for programme in evidence.programmes.values():
        if programme.area == area:
            for finding in judge(evidence, programme.id, area):
                for code in request_codes(evidence, finding):
                    yield _request_for(evidence, finding, code)


def _request_for(evidence, finding, code):
    """What to ask for: the figure of the due year, or the level that a change started from."""
    target, facts = finding.target, {"programme": finding.target.programme}
    if code != "ask_start":
        return Request(target.indicator, target.due_year, code, facts)
    level = evidence.indicators[target.indicator].change_of or target.indicator
    return Request(level, missing_start(evidence, finding), code, facts)


def request_codes(evidence, finding):
    """Codes of the requests that a finding gives rise to; () where its evidence is firm.

    No decimal settles a published change whose starting level nobody knows: that level does.
    """
    code = why_ask(finding)
    if code is None or missing_start(evidence, finding) is None:
        return (code,) if code else ()
    return ("ask_start",) if code == "ask_precise" else (code, "ask_start")


def missing_start(evidence, finding):
    """The year whose level a published change counts from, where none was found for it, else None."""
    target, latest = finding.target, finding.latest
    if latest is None or latest.change or not is_change(evidence, target):
        return None
    yearly = latest.statistic == "yearly"
    year = latest.period.first.year - 1 if yearly else base_year(evidence, target)
    level = evidence.indicators[target.indicator].change_of
    known = readings(evidence, level, finding.area) if level else ()
    return None if any(r.year == year for r in known) else year


# Which request the first reason of an open finding gives rise to; any other asks for a more precise figure.
ASKED = {
    "only_earlier_value": "ask_due_year",
    "figure_of_another_kind": "ask_answer",
    "figure_of_a_part": "ask_answer",
    "figure_of_years": "ask_due_year",
    "change_not_comparable": "ask_change",
    "scope_differs": "ask_scope",
    "definition_since_target": "ask_scope",
    "break_since_target": "ask_scope",
    "break_inside_change": "ask_change",
    "disputed_figure": "ask_which",
}


def why_ask(finding):
    """Which request a finding gives rise to, or None where its evidence is firm."""
    if finding.status == "no_data":
        return "ask_value"
    if finding.status == "contested":
        return "ask_which"
    if finding.status == "target_not_found":
        return "ask_target"
    if finding.reasons[0].code == "figure_withheld":
        return None
    if finding.status in ("cannot_be_decided", "on_course", "off_course", "not_assessable"):
        return ASKED.get(finding.reasons[0].code, "ask_precise")
    return {"bound": "ask_precise", "derived": "ask_confirmation"}.get(finding.strength)


def _for_conflicts(evidence, area):
    """One request for all figures that do not go together, or that need an explanation."""
    for conflict in conflicts(evidence, area):
        code = "ask_which" if conflict.is_contradiction else "explain"
        yield Request(conflict.indicator, conflict.year, code, {"conflict": conflict})
