"""May two estimates be compared, and may a line join them? Decided from the breaks between and what each is.

This is the one place that says so: of two estimates, of an estimate and a later year, and of a change that
itself runs over a stretch of time.

"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period, whole_year
from bvte.evidence.rows import Break, Target
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Comparability, Comparison, Reason, ReasonCode

# One source counts to the 30th of a month and another to its end; a leap year has a day more.
ROUNDED_DAYS = 2


def compare(evidence: Evidence, earlier: Estimate, later: Estimate) -> Comparison:
    """Whether `later` may be compared with `earlier`, with every reason against it.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> known = bvte.estimates_of(evidence, "special_circumstances_rate", evidence.province.code)
    >>> bvte.compare(evidence, known[0], known[0]).verdict
    <Comparability.NOT_COMPARABLE: 'not_comparable'>
    """
    found = [*_break_reasons(evidence, earlier, later), *_kind_differences(earlier, later)]
    verdicts = [Comparability.COMPARABLE, *(verdict for verdict, _ in found)]
    return Comparison(max(verdicts, key=list(Comparability).index), tuple(reason for _, reason in found))


def may_compare(evidence: Evidence, earlier: Estimate, later: Estimate) -> bool:
    """Whether nothing forbids to compare two estimates; a caveat does not."""
    return compare(evidence, earlier, later).verdict != Comparability.NOT_COMPARABLE


def forbidding(evidence: Evidence, earlier: Estimate, later: Estimate) -> list[Reason]:
    """The reasons that forbid to compare two estimates, without those that only ask for care."""
    found = [*_break_reasons(evidence, earlier, later), *_kind_differences(earlier, later)]
    return [reason for verdict, reason in found if verdict == Comparability.NOT_COMPARABLE]


def may_join(evidence: Evidence, earlier: Estimate, later: Estimate) -> bool:
    """Whether a line may join two estimates: nothing speaks against comparing them, and no break of any
    effect lies in the time of the earlier one either, where the line would run through it."""
    indicators = _counted_in(earlier) | _counted_in(later)
    crossed = evidence.breaks_of(indicators, later.area, earlier.period.first, later.period.last)
    return not crossed and compare(evidence, earlier, later).verdict == Comparability.COMPARABLE


def breaks_between(evidence: Evidence, earlier: Estimate, later: Estimate) -> list[Break]:
    """Breaks of the indicator, or of what it was divided by, that lie between two estimates, by date.

    A figure of one year stands for its end; one of several years is itself mixed by a break among them.
    """
    indicators = _counted_in(earlier) | _counted_in(later)
    since = earlier.period.first if earlier.period.is_span else earlier.period.last
    return evidence.breaks_of(indicators, later.area, since, later.period.last)


def breaks_to_target(evidence: Evidence, target: Target, area: str) -> list[Break]:
    """Breaks inside a target's baseline year or after it, to the end of its due year: no path crosses one."""
    if target.baseline_year is None:
        return []
    start, end = whole_year(target.baseline_year).first, whole_year(target.due_year).last
    return evidence.breaks_of({target.indicator}, area, start, end)


def forbidding_until(evidence: Evidence, estimate: Estimate, year: int) -> list[Break]:
    """Breaks that forbid to carry an estimate on to a year, its end included, by date."""
    return _forbidding_breaks(evidence, estimate, estimate.period.last, whole_year(year).last)


def break_ahead(evidence: Evidence, estimate: Estimate, year: int) -> Reason | None:
    """The first break that forbids to carry an estimate on to a year as a reason, or None."""
    found = forbidding_until(evidence, estimate, year)
    return Reason(ReasonCode.REFUSED_BREAK_AHEAD, {"break": found[0].id, "due": year}) if found else None


def forbidding_between(evidence: Evidence, estimate: Estimate, year: int) -> list[Break]:
    """Breaks that forbid to compare an estimate with the first day of a year, before or after it, by date."""
    ends = sorted((estimate.period.last, whole_year(year).first))
    return _forbidding_breaks(evidence, estimate, *ends)


def forbidding_inside(evidence: Evidence, estimate: Estimate) -> list[Break]:
    """Breaks that forbid to compare the ends of a stretch of time over which a change was counted, by date.

    A change worked out here runs from its earlier level; a published one from the end of the year before it,
    so that a break on its first day lies inside.
    """
    before = estimate.change[0].period.last if estimate.change else estimate.period.first - timedelta(days=1)
    return _forbidding_breaks(evidence, estimate, before, estimate.period.last)


def _forbidding_breaks(evidence: Evidence, estimate: Estimate, after: date, until: date) -> list[Break]:
    level = evidence.indicators[estimate.indicator].change_of
    counted = _counted_in(estimate) | ({level} if level else set())
    found = evidence.breaks_of(counted, estimate.area, after, until)
    return [b for b in found if b.effect == "not_comparable"]


def breaks_in_years(evidence: Evidence, indicators: Iterable[str], area: str, first: int, last: int) -> list[Break]:
    """Breaks of any of the indicators in an area from one year to another, both included, by date."""
    return evidence.breaks_of(indicators, area, date(first - 1, 12, 31), date(last, 12, 31))


def _counted_in(estimate: Estimate) -> set[str]:
    """The indicator of an estimate, and those of all that it was made from."""
    return {ground.indicator for ground in estimate.grounds}


Against = Iterator[tuple[Comparability, Reason]]


def _break_reasons(evidence: Evidence, earlier: Estimate, later: Estimate) -> Against:
    for b in breaks_between(evidence, earlier, later):
        yield Comparability(b.effect), Reason(ReasonCode.BREAK_BETWEEN, {"break": b.id})


def _kind_differences(earlier: Estimate, later: Estimate) -> Against:
    """Ways in which the two estimates are not the same kind of figure."""
    if later.period.first <= earlier.period.last:
        yield Comparability.NOT_COMPARABLE, Reason(ReasonCode.PERIODS_OVERLAP)
    elif not same_stretch(earlier, later):
        yield Comparability.NOT_COMPARABLE, Reason(ReasonCode.SPAN_DIFFERS)
    for code, before, now in (
        (ReasonCode.STATISTIC_DIFFERS, earlier.statistic, later.statistic),
        (ReasonCode.DEFINITION_DIFFERS, earlier.definition, later.definition),
        (ReasonCode.UNIT_DIFFERS, earlier.unit, later.unit),
    ):
        if before != now:
            yield Comparability.NOT_COMPARABLE, Reason(code, {"from": before, "to": now})
    if earlier.is_derived != later.is_derived:
        yield Comparability.CAVEAT, Reason(ReasonCode.DERIVED_AGAINST_PUBLISHED)


def same_stretch(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates cover equally long times and the same part of a year.

    A mean a year does so whatever its years. A state is only dated by a day or a month, so it may stand
    beside any other of one year; five months of events may not stand beside a year of them.
    """
    if one.statistic == other.statistic == "yearly":
        return True
    if "total" not in (one.statistic, other.statistic) and (one.period.is_moment or other.period.is_moment):
        return not (one.period.is_span or other.period.is_span)
    return _days_apart(one.period, other.period) <= ROUNDED_DAYS


def _days_apart(one: Period, other: Period) -> int:
    """Days by which two periods differ in length, or in the part of the year that they begin in."""
    begun = [(period.first - period.first.replace(month=1, day=1)).days for period in (one, other)]
    return max(abs(one.days - other.days), abs(begun[0] - begun[1]))
