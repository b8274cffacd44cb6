"""May two readings be compared, and may a line join them? Decided from the breaks between and what each is.

This is the one place that says so: of two readings, of a reading and a later year, and of a change that
itself runs over a stretch of time.
"""

from datetime import timedelta

from bvte.evidence.collection import Evidence
from bvte.evidence.period import whole_year
from bvte.judgement.finding import Comparison, Reason
from bvte.judgement.reading import Reading

# One source counts to the 30th of a month and another to its end; a leap year has a day more.
ROUNDED_DAYS = 2
VERDICTS = ("comparable", "caveat", "not_comparable")


def compare(evidence: Evidence, earlier: Reading, later: Reading) -> Comparison:
    """Whether `later` may be compared with `earlier`, with every reason against it.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> known = bvte.readings(evidence, "special_circumstances_rate", evidence.province.code)
    >>> bvte.compare(evidence, known[0], known[0]).verdict
    'not_comparable'
    """
    found = [*_breaks(evidence, earlier, later), *_differences(earlier, later)]
    verdict = max((verdict for verdict, _ in found), key=VERDICTS.index, default="comparable")
    return Comparison(verdict, tuple(reason for _, reason in found))


def may_join(evidence, earlier, later):
    """Whether a line may join two readings: nothing speaks against comparing them, and no break of any effect
    lies in the time of the earlier one either, where the line would run through it."""
    indicators = _counted_in(earlier) | _counted_in(later)
    crossed = breaks_over(evidence, indicators, later.area, earlier.period.first, later.period.last)
    return not crossed and compare(evidence, earlier, later).verdict == "comparable"


def breaks_between(evidence, earlier, later):
    """Breaks of the indicator, or of what it was divided by, that lie between two readings, by date.

    A figure of one year stands for its end; one of several years is itself mixed by a break among them.
    """
    indicators = _counted_in(earlier) | _counted_in(later)
    since = earlier.period.first if earlier.period.is_span else earlier.period.last
    return breaks_over(evidence, indicators, later.area, since, later.period.last)


def breaks_to_target(evidence, target, area):
    """Breaks inside a target's baseline year or after it, to the end of its due year: no path crosses one."""
    start, end = whole_year(target.baseline_year).first, whole_year(target.due_year).last
    return breaks_over(evidence, {target.indicator}, area, start, end)


def forbidding_until(evidence, reading, year):
    """Breaks that forbid to carry a reading on to a year, its end included, by date."""
    return _forbidding(evidence, reading, reading.period.last, whole_year(year).last)


def break_ahead(evidence, reading, year):
    """The first break that forbids to carry a reading on to a year as a reason, or None."""
    found = forbidding_until(evidence, reading, year)
    return Reason("refused_break_ahead", {"break": found[0].id, "due": year}) if found else None


def forbidding_between(evidence, reading, year):
    """Breaks that forbid to compare a reading with the first day of a year, before or after it, by date."""
    ends = sorted((reading.period.last, whole_year(year).first))
    return _forbidding(evidence, reading, *ends)


def forbidding_inside(evidence, reading):
    """Breaks that forbid to compare the ends of a stretch of time over which a change was counted, by date.

    A change worked out here runs from its earlier level; a published one from the end of the year before it,
    so that a break on its first day lies inside.
    """
    before = reading.change[0].period.last if reading.change else reading.period.first - timedelta(days=1)
    return _forbidding(evidence, reading, before, reading.period.last)


def _forbidding(evidence, reading, after, until):
    whole = {evidence.indicators[reading.indicator].change_of} - {None}
    found = breaks_over(evidence, _counted_in(reading) | whole, reading.area, after, until)
    return [b for b in found if b.effect == "not_comparable"]


def breaks_over(evidence, indicators, area, after, until):
    """Breaks of any of the indicators in an area after one day and not after another, by date."""
    known = sorted(evidence.breaks.values(), key=lambda b: (b.date, b.id))
    inside = (b for b in known if after < b.date <= until)
    return [b for b in inside if any(b.touches(indicator, area) for indicator in indicators)]


def _counted_in(reading):
    """The indicator of a reading, and those of all that it was made from."""
    return {ground.indicator for ground in reading.grounds}


def _breaks(evidence, earlier, later):
    for b in breaks_between(evidence, earlier, later):
        yield b.effect, Reason("break_between", {"break": b.id})


def _differences(earlier, later):
    """Ways in which the two readings are not the same kind of figure."""
    if later.period.first <= earlier.period.last:
        yield "not_comparable", Reason("periods_overlap")
    elif not same_stretch(earlier, later):
        yield "not_comparable", Reason("span_differs")
    if earlier.statistic != later.statistic:
        yield (
            "not_comparable",
            Reason("statistic_differs", {"from": earlier.statistic, "to": later.statistic}),
        )
    if earlier.definition != later.definition:
        yield (
            "not_comparable",
            Reason("definition_differs", {"from": earlier.definition, "to": later.definition}),
        )
    if earlier.unit != later.unit:
        yield "not_comparable", Reason("unit_differs", {"from": earlier.unit, "to": later.unit})
    if "derived" in (earlier.strength, later.strength) and earlier.strength != later.strength:
        yield "caveat", Reason("derived_against_published")


def same_stretch(one, other):
    """Whether two readings cover equally long times and the same part of a year.

    A mean a year does so whatever its years. A state is only dated by a day or a month, so it may stand
    beside any other of one year; five months of events may not stand beside a year of them.
    """
    if one.statistic == other.statistic == "yearly":
        return True
    if "total" not in (one.statistic, other.statistic) and (one.period.is_moment or other.period.is_moment):
        return not (one.period.is_span or other.period.is_span)
    return _days_apart(one.period, other.period) <= ROUNDED_DAYS


def _days_apart(one, other):
    """Days by which two periods differ in length, or in the part of the year that they begin in."""
    begun = [(period.first - period.first.replace(month=1, day=1)).days for period in (one, other)]
    return max(abs(one.days - other.days), abs(begun[0] - begun[1]))
