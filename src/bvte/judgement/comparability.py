"""May two readings be compared? Decided from the breaks between them and from what each of them is."""

from bvte.judgement.finding import Comparison, Reason

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
    if earlier.period.is_part_year != later.period.is_part_year:
        yield "caveat", Reason("part_year", {"year": (later if later.period.is_part_year else earlier).year})
    if "derived" in (earlier.strength, later.strength) and earlier.strength != later.strength:
        yield "caveat", Reason("derived_against_published")
