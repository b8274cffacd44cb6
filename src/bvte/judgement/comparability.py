"""May two readings be compared? Decided from the breaks between them and from what each of them is."""

from bvte.judgement.finding import Comparison, Reason

# One source counts to the 30th of a month and another to its end; a leap year has a day more.
ROUNDED_DAYS = 2
VERDICTS = ("comparable", "caveat", "not_comparable")


def compare(evidence, earlier, later):
    """Whether `later` may be compared with `earlier`, with every reason against it."""
    found = [*_breaks(evidence, earlier, later), *_differences(earlier, later)]
    verdict = max((verdict for verdict, _ in found), key=VERDICTS.index, default="comparable")
    return Comparison(verdict, tuple(reason for _, reason in found))


def breaks_between(evidence, earlier, later):
    """Breaks of the indicator, or of what it was divided by, that lie between two readings, by date."""
    indicators = {later.indicator, *(part.indicator for part in later.counts or ())}
    return [
        b
        for b in sorted(evidence.breaks.values(), key=lambda b: (b.date, b.id))
        if earlier.period.last < b.date <= later.period.last
        and any(b.touches(indicator, later.area) for indicator in indicators)
    ]


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
