"""Which published counts of children are too small to be shown: one child must not be recognised in them.

The rule is simple: where a part of a whole is small, the whole breakdown is withheld, and with a withheld
count its own parts. `estimates` leaves withheld figures out, so that no form of output can show one.

"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.national import SmallCounts, small_counts
from bvte.evidence.period import whole_year
from bvte.evidence.rows import Observation, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.area_totals import AreaTotal, TotalKey, area_totals
from bvte.judgement.partitions import Count, Counts, Place, guarded_indicators, partitions, place_of, with_implied
from bvte.judgement.target_terms import level_indicator, level_unit


def hidden_rows(evidence: Evidence) -> frozenset[str]:
    """Ids of the observations to withhold: what it tells, and what all that it is a part of does."""
    small = small_counts()
    return _hidden_rows(evidence, small) | _hidden_rows(evidence.uncut or evidence, small)


def hides_baseline(evidence: Evidence, target: Target) -> bool:
    """Whether the baseline of a target is a count that may not be shown."""
    place = _baseline_place(evidence, target)
    return place is not None and _hides_year(evidence, place.indicator, place.area, place.period.year)


@question
def _hides_year(evidence: Evidence, indicator: str, area: str, year: int) -> bool:
    """Whether the counts of a whole year may not be shown."""
    small, place = small_counts(), Place(indicator, area, whole_year(year))
    return any(place in _hidden_places(known, small) for known in (evidence, evidence.uncut or evidence))


def hidden_totals(evidence: Evidence) -> frozenset[TotalKey]:
    """The totals over areas to withhold: small ones, and those from which a small one follows."""
    return _hidden_totals(evidence, small_counts())


@lru_cache(maxsize=8)
def _hidden_totals(evidence: Evidence, small: SmallCounts) -> frozenset[TotalKey]:
    """Totals are held against each other as if they were printed, since those of the same areas tell the same."""
    totals = [total for found in area_totals(evidence).values() for total in found]
    counts: dict[Place, list[Count]] = defaultdict(list)
    for total in totals:
        counts[_total_place(evidence, total)].append(Count(total.value))
    hidden = _close_over(evidence, counts, small, either_way=True) | _hidden_places(evidence, small)
    return frozenset(
        total.key for total in totals if _total_place(evidence, total) in hidden or _tells_unit(evidence, total)
    )


def _tells_unit(evidence: Evidence, total: AreaTotal) -> bool:
    """Whether a total is the figure of a single unit, which may be shown for the province alone."""
    return total.areas.answered == 1 and evidence.indicators[total.key.indicator].sensitivity != "public"


def _total_place(evidence: Evidence, total: AreaTotal) -> Place:
    """Where a total belongs, as the place of a printed count is."""
    period = whole_year(total.key.period.year) if total.key.period.is_moment else total.key.period
    return Place(total.key.indicator, evidence.province.code, period)


# Every estimate asks; a data folder does not change, and few are open at once.
@lru_cache(maxsize=8)
def _hidden_rows(evidence: Evidence, small: SmallCounts) -> frozenset[str]:
    hidden = _hidden_places(evidence, small)
    rows = evidence.observations.values()
    counted = {row.id for row in rows if row.unit in COUNTS and place_of(row) in hidden}
    below = {row.id for row in rows if _is_not_for_units(evidence, row)}
    return frozenset(counted | below | {row.id for row in rows if _tells_hidden(evidence, row, hidden, small)})


def _is_not_for_units(evidence: Evidence, row: Observation) -> bool:
    """Whether an office sent a figure for a unit below the province that may be shown for the province alone."""
    inside = evidence.is_reported(row) and evidence.province.code in evidence.areas_above(row.area)
    return inside and evidence.indicators[row.indicator].sensitivity != "public"


@lru_cache(maxsize=8)
def _hidden_places(evidence: Evidence, small: SmallCounts) -> frozenset[Place]:
    """The places of counts to withhold, also of those that a reader could only work out."""
    counts = with_implied(evidence, _printed_counts(evidence))
    return frozenset(_close_over(evidence, counts, small) & counts.keys())


def _printed_counts(evidence: Evidence) -> Counts:
    """`Place` -> the counts that are printed for it, as figures or as baselines of targets."""
    counts: dict[Place, list[Count]] = defaultdict(list)
    for row in evidence.observations.values():
        if row.unit in COUNTS:
            counts[place_of(row)].append(Count(row.value, row.comparator))
    for target in evidence.targets.values():
        place = _baseline_place(evidence, target)
        if place and target.baseline_value is not None and level_unit(evidence, target) in COUNTS:
            counts[place].append(Count(target.baseline_value, target.baseline_comparator or "="))
    return counts


def _baseline_place(evidence: Evidence, target: Target) -> Place | None:
    """Where the baseline of a target belongs: the level that it speaks of, in the area of its programme."""
    area, year = evidence.programmes[target.programme].area, target.baseline_year
    return Place(level_indicator(evidence, target), area, whole_year(year)) if year else None


def _close_over(evidence: Evidence, counts: Counts, small: SmallCounts, either_way: bool = False) -> set[Place]:
    """The places to withhold: small ones, and every breakdown with a withheld part or of a withheld whole.

    either_way : parts that exceed their whole tell as much as those that lack something of it, since a unit may have
    given the parts alone.
    """
    guarded = guarded_indicators(evidence)
    values = {place: _place_values(rows) for place, rows in counts.items() if place.indicator in guarded}
    hidden = {place for place, numbers in values.items() if _is_small(numbers, _below(evidence, place, small))}
    known = partitions(evidence, counts)
    families = [family for family in known if not guarded.isdisjoint(part.indicator for part in family[1])]
    for whole, parts in families:
        left = _remaining_values(counts, whole, parts) if whole in counts else set()
        # What parts leave is as telling as the most telling of them.
        below = max(_below(evidence, part, small) for part in parts)
        if _is_small(map(abs, left) if either_way else left, below):
            hidden |= parts
    while more := [parts for whole, parts in families if {whole, *parts} & hidden and parts - hidden]:
        hidden = hidden.union(*more)
    return hidden


def _below(evidence: Evidence, place: Place, small: SmallCounts) -> int:
    """The threshold of the counts of a place, by its indicator and the level of its area."""
    return small.below(place.indicator, evidence.area(place.area).level)


def _place_values(rows: list[Count], exact: bool = False) -> set[Decimal]:
    """The different numbers of a place; exact : without bounds and approximations."""
    return {row.value for row in rows if row.comparator == "=" or not exact}


def _remaining_values(counts: Counts, whole: Place, parts: set[Place]) -> set[Decimal]:
    """What a whole leaves beside each of its parts, and beside all of them."""
    wholes, *values = (_place_values(counts[place], exact=True) for place in (whole, *parts))
    sums = set().union(*values) | (_all_sums(values) if len(values) > 1 else set())
    return {total - part for total in wholes for part in sums}


def _all_sums(values: Iterable[set[Decimal]]) -> set[Decimal]:
    """All sums of one number of each set."""
    sums = {Decimal(0)}
    for numbers in values:
        sums = {total + number for total in sums for number in numbers}
    return sums


def _is_small(numbers: Iterable[Decimal], threshold: int) -> bool:
    return any(0 < number < threshold for number in numbers)


def _tells_hidden(evidence: Evidence, row: Observation, hidden: frozenset[Place], small: SmallCounts) -> bool:
    """Whether a share tells a withheld count: by its own printed counts, or by the counts it is made from."""
    if row.unit in COUNTS:
        return False
    card, place = evidence.indicators[row.indicator], place_of(row)
    made_from = (card.numerator_indicator, card.denominator_indicator)
    if any(place._replace(indicator=code) in hidden for code in made_from if code):
        return True
    printed = [n for n in (row.numerator, row.denominator) if n is not None]
    among = [*printed, *(abs(a - b) for a, b in combinations(printed, 2))]
    return card.sensitivity == "small_counts" and _is_small(among, _below(evidence, place, small))
