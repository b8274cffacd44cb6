"""From which day a page sees, and how new the evidence of its area is.

A page has one day. Of a phase that is over it is the phase's last one, of one that still runs the newest day
that the evidence knows, of a workshop the day on which it sat. `Evidence.seen_from` says what is cut there.

"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bvte.evidence.asking import part, question
from bvte.evidence.collection import Evidence
from bvte.evidence.merged import area_ended
from bvte.evidence.next_phase import CarriedProgramme, knowing
from bvte.evidence.period import Period, named_period
from bvte.evidence.rows import Programme
from bvte.judgement.conflict_kinds import Conflict
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Finding

# A programme's phase is five years: what is older is no news of the one that a page is about.
OLD_YEARS = 5


def seen(evidence: Evidence, as_of: str = "", programme: str | None = None) -> Evidence:
    """The evidence of a page on a programme, or on all of them, as it is seen from a day.

    as_of : an ISO date, "" for the page's own day. Raises KeyError for an unknown programme, ValueError for a
    text that is no day.

    >>> import bvte
    >>> bvte.seen(bvte.load("dien-bien"), "2020-12-31").day
    datetime.date(2020, 12, 31)
    """
    own = evidence.day if programme is None else phase_day(evidence, programme)
    return evidence.seen_from(date.fromisoformat(as_of) if as_of else own)


@part
def seen_in_workshop(evidence: Evidence, drafted: str, as_of: str = "") -> Evidence:
    """The evidence as it was known on the day of the workshop on a drafted programme, or on another day.

    The draft itself lies on the table, whenever it was printed; of a phase that nobody drafted what is carried on.
    """
    evidence = knowing(evidence, drafted)
    day = date.fromisoformat(as_of) if as_of else workshop_date(evidence, drafted)
    known = evidence.seen_from(day, as_known_then=True)
    targets = {code: t for code, t in evidence.targets.items() if code in known.targets or t.programme == drafted}
    aims = {code: aim for code, aim in evidence.aims.items() if code in known.aims or aim.programme == drafted}
    return replace(known, targets=targets, aims=aims)


def phase_day(evidence: Evidence, programme: str) -> date:
    """The last day of a phase, or the newest day that the evidence knows where the phase still runs then."""
    return min(date(evidence.programmes[programme].end, 12, 31), evidence.day)


def workshop_date(evidence: Evidence, drafted: str) -> date:
    """The day on which a draft was discussed, else the last on which its source can have been printed, else
    the day before its first year; of a phase that nobody drafted the newest day that the evidence knows."""
    programme = evidence.programmes[drafted]
    if isinstance(programme, CarriedProgramme):
        return evidence.day
    discussed = named_period(programme.set_on) or evidence.printed(programme)
    return discussed.last if discussed else date(programme.start - 1, 12, 31)


# Where a phase stands: it has ended, it runs, or is so far only drafted.
Stage = StrEnum("Stage", "OVER RUNNING DRAFTED")


def phase_stage(evidence: Evidence, programme: Programme) -> Stage:
    """Where a phase stands on a page's day; one whose area ended is over, whatever its last year."""
    last = date(programme.end, 12, 31)
    if evidence.day >= last or area_ended(evidence, programme.area, last):
        return Stage.OVER
    return Stage.DRAFTED if programme.status == "draft" else Stage.RUNNING


def is_old(evidence: Evidence, estimate: Estimate) -> bool:
    """Whether the time of an estimate ended more than five years before the day from which its page sees."""
    last, day = estimate.period.last, evidence.day
    return (last.year + OLD_YEARS, last.month, last.day) < (day.year, day.month, day.day)


@dataclass(frozen=True)
class Dates:
    """How new a page is. seen : its day; speaks_of : newest period that a figure of its area speaks of;
    printed : time of the publication that it cites, of whatever area, which surely began last; printed_until : of that
    which may have been printed last, where only its year is known; printed_later : how many were printed after the
    day. The times are None where nothing is known."""

    seen: date
    speaks_of: Period | None
    printed: Period | None
    printed_until: Period | None
    printed_later: int


@question
def page_dates(evidence: Evidence, area: str, sources: Collection[str]) -> Dates:
    """The dates of a page that cites these sources; what its figures speak of is that of its own area.

    Of sources that may be the newest it is the one that was printed latest for certain: not before what it tells of.
    """
    figures = [o for o in evidence.observations.values() if o.area == area and o.source in sources]
    printed = {code: when for code in sources if (when := evidence.sources[code].printed)}
    newest = max(figures, key=lambda o: (evidence.day_of(o), o.period.first), default=None)
    told = {code: max(o.period.first for o in figures if o.source == code) for code in {o.source for o in figures}}
    sure = {code: max(when.first, told.get(code, when.first)) for code, when in printed.items()}
    last = max(printed, key=lambda code: (sure[code], printed[code].last), default="")
    until = max(printed.values(), key=lambda period: period.last, default=None)
    later = sum(period.first > evidence.day for period in printed.values())
    return Dates(evidence.day, newest.period if newest else None, printed.get(last), until, later)


def cited_by(
    findings: Iterable[Finding], conflicts: Iterable[Conflict] = (), estimates: Iterable[Estimate] = ()
) -> list[str]:
    """Ids of sources, each once: of targets and their estimates, of other estimates, of conflicts."""
    found = []
    for finding in findings:
        found.append(finding.target.source)
        for figure in filter(None, (finding.baseline, *finding.named, finding.latest)):
            found += figure.sources
    for estimate in [*estimates, *(r for conflict in conflicts for r in conflict.estimates)]:
        found += estimate.sources
    found += [code for conflict in conflicts for reason in conflict.weighed for code in reason.sources]
    return list(dict.fromkeys(found))
