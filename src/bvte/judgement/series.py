"""Which figures of an indicator make one series: numbers that may be compared, one after the other."""

from bvte.judgement.comparability import may_join
from bvte.judgement.conflicts import conflicts
from bvte.judgement.readings import readings

# With fewer points a line says less than the table beside it.
POINTS = 3


def series_of_year(report):
    """Indicator -> its series, for those long enough to be drawn whose newest number is of the year."""
    known = report.known
    found = {code: comparable_series(known, code, report.area) for code in known.indicators}
    return {code: run for code, run in found.items() if len(run) >= POINTS and run[-1].year == report.year}


def comparable_series(evidence, indicator, area):
    """The newest unbroken run of published numbers of which each may be compared with the one before."""
    disputed = {r for c in conflicts(evidence, area, [indicator]) for r in c.readings}
    known = [r for r in readings(evidence, indicator, area) if r not in disputed]
    firm = [r for r in known if r.strength == "published" and r.period_stated and not r.period.is_span]
    run = firm[-1:]
    for earlier in reversed(firm[:-1]):
        if earlier.year == run[0].year or not may_join(evidence, earlier, run[0]):
            break
        run.insert(0, earlier)
    return run
