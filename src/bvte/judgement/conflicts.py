"""Where published figures disagree, or do not say the same, about one thing."""

from dataclasses import dataclass
from itertools import combinations, pairwise

from bvte.judgement.baselines import baseline_of
from bvte.judgement.readings import readings

# A bound is printed because the value is near it; a count that stays this far inside it tells another story.
NEAR_BOUND = 0.75
# Change from one year to the next that the WHO data quality review asks to be explained.
PLAUSIBLE_STEP = 0.33
# Of one stretch of time, one source names the last day and another only the month.
SAME_TIME_DAYS = 31


@dataclass(frozen=True)
class Conflict:
    """Readings that do not go together, and how: "exclude", "own_counts", "far_from_bound" or "step"."""

    kind: str
    indicator: str
    area: str
    readings: tuple

    @property
    def year(self):
        """Year of the later reading."""
        return self.readings[-1].year


def conflicts(evidence, area, indicators=None):
    """Conflicts in an area, by indicator and year; `indicators` limits them to those ids."""
    found = []
    for indicator in indicators or evidence.indicators:
        known = readings(evidence, indicator, area)
        found += [c for pair in combinations(known, 2) if (c := _same_time(*pair))]
        found += _against_baselines(evidence, area, indicator, known)
        if indicator in _denominators(evidence):
            found += [c for pair in pairwise(known) if (c := _step(*pair))]
    return found


def _against_baselines(evidence, area, indicator, known):
    """Readings that a baseline printed in one of the area's programmes contradicts."""
    programmes = {p.id for p in evidence.programmes.values() if p.area == area}
    targets = (t for t in evidence.targets.values() if t.programme in programmes and t.indicator == indicator)
    baselines = [baseline for t in targets if (baseline := baseline_of(evidence, t, area))]
    found = [_same_time(baseline, r) for baseline in baselines for r in known if r.strength != "derived"]
    return [c for c in found if c and c.kind == "exclude"]


def _denominators(evidence):
    """Indicators that others are divided by, so that an error in them spreads."""
    return {card.denominator_indicator for card in evidence.indicators.values()}


def _same_time(first, second):
    """The conflict of two readings of one time and kind, or None."""
    if (first.unit, first.statistic, first.definition) != (second.unit, second.statistic, second.definition):
        return None
    kind = _kind(first, second) if _is_one_time(first, second) else None
    return Conflict(kind, first.indicator, first.area, (first, second)) if kind else None


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


def _step(first, second):
    """A step between readings at most two years apart that is too large for a population, or None."""
    if second.year - first.year > 2:
        return None
    low, high = first.interval.left * (1 - PLAUSIBLE_STEP), first.interval.right * (1 + PLAUSIBLE_STEP)
    if second.interval.right < low or second.interval.left > high:
        return Conflict("step", first.indicator, first.area, (first, second))
    return None
