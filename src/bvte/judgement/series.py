"""Which figures of an indicator make one series: numbers that may be compared, one after the other."""

from bvte.judgement.comparability import compare
from bvte.judgement.conflicts import conflicts
from bvte.judgement.readings import readings


def comparable_series(evidence, indicator, area):
    """The newest unbroken run of published numbers of which each may be compared with the one before."""
    disputed = {r for c in conflicts(evidence, area, [indicator]) for r in c.readings}
    firm = [r for r in readings(evidence, indicator, area)
            if r.strength == "published" and r.period_stated and not r.period.is_span and r not in disputed]  # fmt: skip
    run = firm[-1:]
    for earlier in reversed(firm[:-1]):
        if earlier.year == run[0].year or compare(evidence, earlier, run[0]).verdict != "comparable":
            break
        run.insert(0, earlier)
    return run
