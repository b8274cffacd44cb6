"""What is published and what is not: by indicator and year, and what to ask for."""

from dataclasses import dataclass, field

import pandas as pd

from bvte.judgement.conflicts import conflicts
from bvte.judgement.readings import readings
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


def silent_indicators(evidence, area):
    """Indicators with a target for the area for which no figure at all was found there."""
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    wanted = dict.fromkeys(t.indicator for t in evidence.targets.values() if t.programme in programmes)
    return [indicator for indicator in wanted if not readings(evidence, indicator, area)]


@dataclass(frozen=True)
class Request:
    """A figure to ask the department for: what, for which year, and why (a code with facts)."""

    indicator: str
    year: int
    code: str
    facts: dict = field(default_factory=dict)


def requests(evidence, area):
    """Figures that would decide what cannot be decided now, most useful first, each once."""
    asked = {}
    for request in [*_for_targets(evidence, area), *_for_conflicts(evidence, area)]:
        asked.setdefault((request.indicator, request.year), request)
    return list(asked.values())


def _for_targets(evidence, area):
    """One request for every target that the published figures do not decide firmly."""
    for programme in evidence.programmes.values():
        if programme.area == area:
            for finding in judge(evidence, programme.id, area):
                code = why_ask(finding)
                if code:
                    target = finding.target
                    yield Request(target.indicator, target.due_year, code, {"programme": programme.id})


def why_ask(finding):
    """Which request a finding gives rise to, or None where its evidence is firm."""
    if finding.status == "no_data":
        return "ask_value"
    if finding.status == "contested":
        return "ask_which"
    if finding.status in ("cannot_be_decided", "on_course", "off_course", "not_assessable"):
        return "ask_due_year" if finding.reasons[0].code == "only_earlier_value" else "ask_precise"
    return {"bound": "ask_precise", "derived": "ask_confirmation"}.get(finding.strength)


def _for_conflicts(evidence, area):
    """One request for every pair of figures that do not go together."""
    for conflict in conflicts(evidence, area):
        yield Request(conflict.indicator, conflict.year, "ask_which", {"conflict": conflict})
