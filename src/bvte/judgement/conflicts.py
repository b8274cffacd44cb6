"""Where published figures disagree about one thing, or do not fit together without an explanation."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from bvte.evidence.collection import Evidence
from bvte.judgement.baselines import baseline_of
from bvte.judgement.conflict import Conflicts, between
from bvte.judgement.parts import parts
from bvte.judgement.readings import readings
from bvte.judgement.steps import steps
from bvte.judgement.weighing import weigh

# A bound is printed because the value is near it; a count that stays this far inside it tells another story.
NEAR_BOUND = 0.75
# Of one stretch of time, one source names the last day and another only the month.
SAME_TIME_DAYS = 31


def conflicts(evidence: Evidence, area: str, indicators: Iterable[str] | None = None) -> Conflicts:
    """Contradictions and what needs an explanation in an area; `indicators` limits them to those ids.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> found = bvte.conflicts(evidence, evidence.province.code)
    >>> len(found.frame().query("contradiction")) == sum(c.is_contradiction for c in found)
    True
    """
    found = []
    for indicator in indicators or evidence.indicators:
        known = readings(evidence, indicator, area)
        found += [c for pair in combinations(known, 2) if (c := _same_time(*pair))]
        found += _against_baselines(evidence, area, indicator, known)
        card = evidence.indicators[indicator]
        found += steps(evidence, card, known)
        found += parts(evidence, card, area)
    return Conflicts(evidence, (replace(c, weighed=weigh(evidence, c)) for c in found))


def _against_baselines(evidence, area, indicator, known):
    """Readings that a baseline printed in one of the area's programmes contradicts."""
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    targets = (t for t in evidence.targets.values() if t.programme in programmes)
    stated = [baseline for t in targets if (baseline := baseline_of(evidence, t, area))]
    baselines = [baseline for baseline in stated if baseline.indicator == indicator]
    found = [_same_time(baseline, r) for baseline in baselines for r in known if r.strength != "derived"]
    return [c for c in found if c and c.kind == "exclude"]


def _same_time(first, second):
    """The conflict of two readings of one time and kind, or None."""
    if (first.unit, first.statistic, first.definition) != (second.unit, second.statistic, second.definition):
        return None
    kind = _kind(first, second) if _is_one_time(first, second) else None
    return between(kind, first, second) if kind else None


def _is_one_time(first, second):
    """Whether two readings speak of one time; the state on a day or in a month also stands for its year."""
    one, other = first.period, second.period
    state = first.statistic == "level" and (one.is_moment or other.is_moment)
    if state and one.year == other.year and (one.is_whole_year or other.is_whole_year):
        return True
    gaps = one.first - other.first, one.last - other.last
    return all(abs(gap.days) <= SAME_TIME_DAYS for gap in gaps)


def _kind(first, second):
    """How two readings of the same thing disagree, or None where they do not."""
    same_source = bool(set(first.sources) & set(second.sources))
    if not first.interval.overlaps(second.interval):
        one_derived = (first.strength == "derived") != (second.strength == "derived")
        return "own_counts" if same_source and one_derived else "exclude"
    if first.is_bound != second.is_bound and not same_source:
        bound, other = (first, second) if first.is_bound else (second, first)
        return "far_from_bound" if _is_far(bound, other) else None
    return None


def _is_far(bound, other):
    """Whether a value stays more than a quarter inside the bound that another source printed."""
    if bound.comparator in ("<", "<="):
        return other.interval.right < NEAR_BOUND * float(bound.value)
    return other.interval.left > float(bound.value) / NEAR_BOUND
