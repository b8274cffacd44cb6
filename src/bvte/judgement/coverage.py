"""What is published and what is not: by indicator and year, and what to ask for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Words
from bvte.evidence.merged import area_ended
from bvte.evidence.national import RespondentKind, request_rules
from bvte.evidence.record import one_line
from bvte.evidence.rows import Area
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Strength, estimates_of, withheld_estimates
from bvte.judgement.finding import Facts, Finding, ReasonCode, Status
from bvte.judgement.target_terms import base_year, is_change, level_indicator
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


def missing_indicators(evidence: Evidence, area: str) -> list[str]:
    """Indicators with a target for the area for which no figure at all was found there."""
    wanted = dict.fromkeys(target.indicator for target in evidence.targets_in(area))
    silent = (code for code in wanted if not estimates_of(evidence, code, area))
    return [code for code in silent if not withheld_estimates(evidence, code, area)]


# What a figure is asked for.
RequestCode = StrEnum(
    "RequestCode",
    "ASK_VALUE ASK_WHICH ASK_TARGET ASK_PRECISE ASK_CONFIRMATION ASK_PUBLICATION "
    "ASK_DUE_YEAR ASK_ANSWER ASK_CHANGE ASK_SCOPE ASK_START EXPLAIN",
)


@dataclass(frozen=True)
class Request:
    """A figure to ask the department for: what, for which year, and why (a code with facts)."""

    indicator: str
    year: int
    code: RequestCode
    facts: Facts = field(default_factory=dict)


class Requests(list[Request]):
    """What to ask for in an area: a list that knows its evidence, for its frame."""

    def __init__(self, evidence: Evidence, area: str, asked: Iterable[Request] = ()) -> None:
        super().__init__(asked)
        self.evidence, self.area = evidence, area

    def only(self, chosen: Iterable[Request]) -> "Requests":
        """Some of them."""
        return Requests(self.evidence, self.area, chosen)

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

    Nobody is asked for the end of a year that the area, or the level of government which it is counted in, did not see.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> asked = bvte.requests(evidence, evidence.province.code)
    >>> sorted(asked.frame()["code"].unique()) == sorted({request.code for request in asked})
    True
    """
    gone = [request for request, _ in (*past_asking(evidence, area), *outlived(evidence, area))]
    asked = (request for request in _open_requests(evidence, area) if request not in gone)
    return Requests(evidence, area, asked)


@dataclass(frozen=True)
class Asked:
    """A kind of body that is asked for figures of a year.

    bodies : how many of them there are at its end; name : of the body where it is the only one, else of the kind;
    units : whose bodies they are, none for those of a sector.
    """

    kind: RespondentKind
    bodies: int
    name: Words
    units: tuple[Area, ...] = ()


def asked_bodies(evidence: Evidence, year: int) -> list[Asked]:
    """Which kinds of bodies are asked for the figures of a year, in the order of `data/national/requests.yml`.

    A body or a unit that ended before the last day of the year is not asked.

    >>> import bvte
    >>> [asked.bodies for asked in asked_bodies(bvte.load("dien-bien"), 2025)][0]
    45
    """
    day, province = date(year, 12, 31), evidence.province.code
    there = [row for row in evidence.respondents.values() if row.is_valid(day)]
    found = []
    for code, kind in request_rules().sent.items():
        own = [Words(vi=row.name_vi, en=row.name_en) for row in there if row.kind == code]
        units = tuple(evidence.units(kind.of_level, province, day)) if kind.of_level else ()
        found.append(Asked(kind, len(units or own), own[0] if len(own) == 1 else kind.name, units))
    return [asked for asked in found if asked.bodies]


def unnamed_kinds(evidence: Evidence, year: int) -> list[RespondentKind]:
    """The kinds of bodies that count at the end of a year and of which the province names none, of any time: nobody is
    sent a form, but who would be asked is known."""
    day, named = date(year, 12, 31), {row.kind for row in evidence.respondents.values()}
    kinds = {code: kind for code, kind in request_rules().sent.items() if not kind.of_level and code not in named}
    return [kind for kind in kinds.values() if (kind.since or date.min) <= day]


def past_asking(evidence: Evidence, area: str) -> list[tuple[Request, date]]:
    """Figures that would decide but that nobody can count any more: pairs of a request and the last day of
    the level of government that it was counted in."""
    pairs = ((r, level_ended(evidence, r.indicator, r.year)) for r in _open_requests(evidence, area))
    return [(request, last) for request, last in pairs if last]


def outlived(evidence: Evidence, area: str) -> list[tuple[Request, date]]:
    """Figures that would decide but that the area did not live to count: pairs of a request and its last day."""
    pairs = ((r, area_ended(evidence, area, date(r.year, 12, 31))) for r in _open_requests(evidence, area))
    return [(request, last) for request, last in pairs if last]


def level_ended(evidence: Evidence, indicator: str, year: int) -> date | None:
    """The last day of the level of government that an indicator is counted in, where a year's end came after
    it, else None."""
    return evidence.level_ended(evidence.indicators[indicator].counted_in, date(year, 12, 31))


def _open_requests(evidence: Evidence, area: str) -> list[Request]:
    asked: dict[tuple[str, int, bool], Request] = {}
    for request in [*_for_targets(evidence, area), *_for_conflicts(evidence, area)]:
        asked.setdefault((request.indicator, request.year, request.code == RequestCode.ASK_TARGET), request)
    return list(asked.values())


def _for_targets(evidence: Evidence, area: str) -> Iterator[Request]:
    """One request for every target that the published figures do not decide firmly."""
    for programme in evidence.programmes_of(area):
        for finding in judge(evidence, programme.id, area):
            for code in request_codes(evidence, finding):
                yield _request_for(evidence, finding, code)


def _request_for(evidence: Evidence, finding: Finding, code: RequestCode) -> Request:
    """What to ask for: the figure of the due year, or the level that a change started from."""
    target, facts = finding.target, {"programme": finding.target.programme}
    start = missing_start(evidence, finding)
    if code != RequestCode.ASK_START or start is None:
        return Request(target.indicator, target.due_year, code, facts)
    return Request(level_indicator(evidence, target), start, code, facts)


def request_codes(evidence: Evidence, finding: Finding) -> tuple[RequestCode, ...]:
    """Codes of the requests that a finding gives rise to; () where its evidence is firm.

    No decimal settles a published change whose starting level nobody knows: that level does.
    """
    code = why_ask(finding)
    if code is None or missing_start(evidence, finding) is None:
        return (code,) if code else ()
    return (RequestCode.ASK_START,) if code == RequestCode.ASK_PRECISE else (code, RequestCode.ASK_START)


def missing_start(evidence: Evidence, finding: Finding) -> int | None:
    """The year whose level a published change counts from, where none was found for it, else None."""
    target, latest = finding.target, finding.latest
    if latest is None or latest.change or not is_change(evidence, target):
        return None
    yearly = latest.statistic == "yearly"
    year = latest.period.first.year - 1 if yearly else base_year(evidence, target)
    level = evidence.indicators[target.indicator].change_of
    known = estimates_of(evidence, level, finding.area) if level else ()
    return None if any(r.year == year for r in known) else year


# Statuses that a better figure could turn into a verdict.
OPEN_STATUSES = (Status.CANNOT_BE_DECIDED, Status.ON_COURSE, Status.OFF_COURSE, Status.NOT_ASSESSABLE)
# Which request the first reason of an open finding gives rise to; any other asks for a more precise figure.
ASKED = {
    ReasonCode.ONLY_EARLIER_VALUE: RequestCode.ASK_DUE_YEAR,
    ReasonCode.FIGURE_OF_ANOTHER_KIND: RequestCode.ASK_ANSWER,
    ReasonCode.FIGURE_OF_A_PART: RequestCode.ASK_ANSWER,
    ReasonCode.FIGURE_OF_YEARS: RequestCode.ASK_DUE_YEAR,
    ReasonCode.CHANGE_NOT_COMPARABLE: RequestCode.ASK_CHANGE,
    ReasonCode.SCOPE_DIFFERS: RequestCode.ASK_SCOPE,
    ReasonCode.DEFINITION_SINCE_TARGET: RequestCode.ASK_SCOPE,
    ReasonCode.BREAK_SINCE_TARGET: RequestCode.ASK_SCOPE,
    ReasonCode.BREAK_INSIDE_CHANGE: RequestCode.ASK_CHANGE,
    ReasonCode.DISPUTED_FIGURE: RequestCode.ASK_WHICH,
}


# What is asked for where a conclusion rests on such evidence at most.
ASKED_OF = {
    Strength.BOUND: RequestCode.ASK_PRECISE,
    Strength.DERIVED: RequestCode.ASK_CONFIRMATION,
    Strength.REPORTED: RequestCode.ASK_PUBLICATION,
}


def why_ask(finding: Finding) -> RequestCode | None:
    """Which request a finding gives rise to, or None where its evidence is firm."""
    if finding.status == Status.NO_DATA:
        return RequestCode.ASK_VALUE
    if finding.status == Status.CONTESTED:
        return RequestCode.ASK_WHICH
    if finding.status == Status.TARGET_NOT_FOUND:
        return RequestCode.ASK_TARGET
    if finding.reasons[0].code == ReasonCode.FIGURE_WITHHELD:
        return None
    if finding.status in OPEN_STATUSES:
        return ASKED.get(finding.reasons[0].code, RequestCode.ASK_PRECISE)
    return ASKED_OF.get(finding.strength) if finding.strength else None


def _for_conflicts(evidence: Evidence, area: str) -> Iterator[Request]:
    """One request for all figures that do not go together, or that need an explanation."""
    for conflict in conflicts(evidence, area):
        code = RequestCode.ASK_WHICH if conflict.is_contradiction else RequestCode.EXPLAIN
        yield Request(conflict.indicator, conflict.year, code, {"conflict": conflict})
