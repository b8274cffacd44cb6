"""What is published and what is not: by indicator and year, and what to ask for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.record import one_line
from bvte.judgement.changes import base_year
from bvte.judgement.conflicts import conflicts
from bvte.judgement.levels import is_change
from bvte.judgement.protection import withheld
from bvte.judgement.readings import readings
from bvte.judgement.targets import judge


def coverage(evidence: Evidence, area: str) -> pd.DataFrame:
    """What is published of an area: its frame of estimates (see `frames.estimates`) with the statistical
    `group` of each and the first year that it speaks of, in the order of the indicator catalogue.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.coverage(evidence, evidence.province.code)
    >>> bool(frame.groupby("group")["indicator"].nunique().gt(0).all())
    True
    """
    from bvte.judgement.frames import estimates  # which is made of requests too

    frame = estimates(evidence, areas=area)
    groups = frame["indicator"].map({code: card.group for code, card in evidence.indicators.items()})
    return frame.assign(group=groups.astype("str"), first_year=frame["first"].dt.year.astype("int64"))


def silent_indicators(evidence, area):
    """Indicators with a target for the area for which no figure at all was found there."""
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    wanted = dict.fromkeys(t.indicator for t in evidence.targets.values() if t.programme in programmes)
    return [code for code in wanted if not (readings(evidence, code, area) or withheld(evidence, code, area))]


@dataclass(frozen=True)
class Request:
    """A figure to ask the department for: what, for which year, and why (a code with facts)."""

    indicator: str
    year: int
    code: str
    facts: dict = field(default_factory=dict)


class Requests(list[Request]):
    """What to ask for: a list that knows its evidence, for its frame."""

    def __init__(self, evidence: Evidence, asked: Iterable[Request] = ()) -> None:
        super().__init__(asked)
        self.evidence = evidence

    def only(self, chosen: Iterable[Request]) -> "Requests":
        """Some of them."""
        return Requests(self.evidence, chosen)

    def frame(self) -> pd.DataFrame:
        """The requests as a frame, one row each; its columns stand in `result_frames.REQUESTS`."""
        from bvte.judgement.result_frames import frame_requests  # itself made of requests

        return frame_requests(self)

    def __repr__(self) -> str:
        codes = Counter(request.code for request in self)
        return one_line(f"{len(self)} requests", ", ".join(f"{n} {code}" for code, n in codes.items()))

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame(), ("name", "year", "code", "programme"))


def requests(evidence: Evidence, area: str) -> Requests:
    """Figures that would decide what cannot be decided now, most useful first, each once.

    Nobody is asked for the end of a year that the level of government which it is counted in did not see.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> asked = bvte.requests(evidence, evidence.province.code)
    >>> sorted(asked.frame()["code"].unique()) == sorted({request.code for request in asked})
    True
    """
    wanted = _wanted(evidence, area)
    return Requests(evidence, (r for r in wanted if not level_ended(evidence, r.indicator, r.year)))


def past_asking(evidence, area):
    """Figures that would decide but that nobody can count any more: pairs of a request and the last day of
    the level of government that it was counted in."""
    pairs = ((r, level_ended(evidence, r.indicator, r.year)) for r in _wanted(evidence, area))
    return [(request, last) for request, last in pairs if last]


def level_ended(evidence, indicator, year):
    """The last day of the level of government that an indicator is counted in, where a year's end came after
    it, else None."""
    return evidence.level_ended(evidence.indicators[indicator].counted_in, date(year, 12, 31))


def _wanted(evidence, area):
    asked = {}
    for request in [*_for_targets(evidence, area), *_for_conflicts(evidence, area)]:
        asked.setdefault((request.indicator, request.year, request.code == "ask_target"), request)
    return list(asked.values())


def _for_targets(evidence, area):
    """One request for every target that the published figures do not decide firmly."""
    for programme in evidence.programmes.values():
        if programme.area == area:
            for finding in judge(evidence, programme.id, area):
                for code in asks(evidence, finding):
                    yield _request(evidence, finding, code)


def _request(evidence, finding, code):
    """What to ask for: the figure of the due year, or the level that a change started from."""
    target, facts = finding.target, {"programme": finding.target.programme}
    if code != "ask_start":
        return Request(target.indicator, target.due_year, code, facts)
    level = evidence.indicators[target.indicator].change_of or target.indicator
    return Request(level, missing_start(evidence, finding), code, facts)


def asks(evidence, finding):
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
