"""From which day a page sees, and how new the evidence of its area is.

A page has one day. Of a phase that is over it is the phase's last one, of one that still runs the newest day
that the evidence knows, of a workshop the day on which it sat. `Evidence.seen_from` says what is cut there.
"""

from dataclasses import dataclass, replace
from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period, named

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


def seen_in_workshop(evidence, drafted, as_of=""):
    """The evidence as it was known on the day of the workshop on a drafted programme, or on another day.

    The draft itself lies on the table, whenever it was printed.
    """
    day = date.fromisoformat(as_of) if as_of else workshop_day(evidence, drafted)
    known = evidence.seen_from(day, as_known_then=True)
    kept = {
        code: t for code, t in evidence.targets.items() if code in known.targets or t.programme == drafted
    }
    return replace(known, targets=kept)


def phase_day(evidence, programme):
    """The last day of a phase, or the newest day that the evidence knows where the phase still runs then."""
    return min(date(evidence.programmes[programme].end, 12, 31), evidence.day)


def workshop_day(evidence, drafted):
    """The day on which a draft was discussed, else the last on which its source can have been printed, else
    the day before its first year."""
    programme = evidence.programmes[drafted]
    discussed = named(programme.set_on) or evidence.printed(programme)
    return discussed.last if discussed else date(programme.start - 1, 12, 31)


def stage(evidence, programme):
    """Where a phase stands on a page's day: "over", "drafted" where it is a draft, or "running"."""
    if evidence.day >= date(programme.end, 12, 31):
        return "over"
    return "drafted" if programme.status == "draft" else "running"


def is_old(evidence, reading):
    """Whether the time of a reading ended more than five years before the day from which its page sees."""
    last, day = reading.period.last, evidence.day
    return (last.year + OLD_YEARS, last.month, last.day) < (day.year, day.month, day.day)


@dataclass(frozen=True)
class Dates:
    """How new a page is. seen : its day; speaks_of : newest period that a figure of its area speaks of;
    printed : time of the newest publication on the area; printed_later : number of its figures printed after
    the day. Both times are None where nothing is known."""

    seen: date
    speaks_of: Period | None
    printed: Period | None
    printed_later: int


def dates(evidence, area, sources):
    """The dates of a page that cites these sources, from its own area's figures, targets, programmes."""
    own = {code: programme for code, programme in evidence.programmes.items() if programme.area == area}
    figures = [o for o in evidence.observations.values() if o.area == area and o.source in sources]
    targets = [t for t in evidence.targets.values() if t.programme in own and t.source in sources]
    named = {row.source for row in (*figures, *targets, *own.values())} & set(sources)
    printed = [evidence.sources[code].printed for code in named]
    newest = max(figures, key=lambda o: (evidence.day_of(o), o.period.first), default=None)
    return Dates(
        evidence.day, newest.period if newest else None,
        max(filter(None, printed), key=lambda period: (period.first, period.last), default=None),
        sum(evidence.is_printed_after(row, evidence.day) for row in figures),
    )  # fmt: skip
