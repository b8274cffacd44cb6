"""Which counts of children may be shown: one child must not be recognised in them, nor be worked out of the others.

A thin translation: `linked_counts` tells what is known and how it hangs together, the engine of `methods/disclosure`
which of it to hide, by the thresholds and widths of `data/national/disclosure.yml`. `estimates` leaves withheld
figures out, so that no form of output can show one.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, islice, product
from math import inf, nan
from typing import Any

import pandas as pd

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.disclosure_policy import SmallCounts
from bvte.evidence.national import small_counts
from bvte.evidence.period import whole_year
from bvte.evidence.rows import Observation, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.area_totals import TotalKey
from bvte.judgement.linked_counts import baseline_place, is_for_units, level_of, linked_counts
from bvte.judgement.partitions import Count, Place, Tie, exact_numbers, guarded_indicators, place_of
from bvte.methods.undefined import Undefined


def hidden_rows(evidence: Evidence) -> frozenset[str]:
    """Ids of the observations to withhold: what it tells, and what all that it is a part of does; none inside the
    office."""
    return frozenset() if evidence.is_internal else _all_hidden_rows(evidence, small_counts())


@lru_cache(maxsize=8)
def _all_hidden_rows(evidence: Evidence, small: SmallCounts) -> frozenset[str]:
    return _hidden_rows(evidence, small) | _hidden_rows(evidence.uncut or evidence, small)


def _shows_all(evidence: Evidence) -> bool:
    """Whether every card is public and no form protects a count, so that nothing is small and nothing has to be linked:
    that takes minutes of the tens of thousands of figures that a country publishes."""
    return not guarded_indicators(evidence) and all(c.sensitivity == "public" for c in evidence.indicators.values())


def hides_baseline(evidence: Evidence, target: Target) -> bool:
    """Whether the baseline of a target is a count that may not be shown."""
    place = baseline_place(evidence, target)
    return place is not None and _hides_year(evidence, place.indicator, place.area, place.period.year)


@question
def _hides_year(evidence: Evidence, indicator: str, area: str, year: int) -> bool:
    """Whether the counts of a whole year may not be shown."""
    small, place = small_counts(), Place(indicator, area, whole_year(year))
    return not evidence.is_internal and any(
        place in _hidden_places(known, small) for known in (evidence, evidence.uncut or evidence)
    )


def hidden_totals(evidence: Evidence) -> frozenset[TotalKey]:
    """The totals over areas to withhold: small ones, and those from which a small one follows."""
    return frozenset() if evidence.is_internal else _hidden_totals(evidence, small_counts())


@lru_cache(maxsize=8)
def _hidden_totals(evidence: Evidence, small: SmallCounts) -> frozenset[TotalKey]:
    if _shows_all(evidence):
        return frozenset()
    places, hidden = linked_counts(evidence).totals, _hidden_places(evidence, small)
    # A total of a single unit is that unit's figure.
    lone = linked_counts(evidence).lone
    return frozenset(key for key, place in places.items() if place in hidden or place in lone)


# Every estimate asks; a data folder does not change, and few are open at once.
@lru_cache(maxsize=8)
def _hidden_rows(evidence: Evidence, small: SmallCounts) -> frozenset[str]:
    if _shows_all(evidence):
        return frozenset()
    hidden = _hidden_places(evidence, small)
    rows = evidence.observations.values()
    counted = {row.id for row in rows if row.unit in COUNTS and place_of(row) in hidden}
    below = {row.id for row in rows if not is_for_units(evidence, row)}
    return frozenset(counted | below | {row.id for row in rows if _tells_hidden(evidence, row, hidden, small)})


# What tells a number that stands somewhere for good, where hiding it here takes it from nobody: tried in this order.
STANDING = (frozenset({"print", "edition"}), frozenset({"edition"}), frozenset[str]())
# Cost of hiding a figure that points to no child, against 1 for a part and 5 for a whole.
PUBLIC_COST = 20.0


@lru_cache(maxsize=8)
def _hidden_places(evidence: Evidence, small: SmallCounts) -> frozenset[Place]:
    """The places of counts to withhold, also of those that a reader could only work out."""
    if _shows_all(evidence):
        return frozenset()
    linked, guarded = linked_counts(evidence), guarded_indicators(evidence)
    counted = {place: told for place, told in linked.counts.items() if place.indicator in guarded}
    hidden = {p for p, told in counted.items() if _is_small({c.value for c in told}, _below(evidence, p, small))}
    for part in linked.parts():
        cells, sums = _system_of(evidence, part, small)
        if cells["is_small"].any():
            hidden |= _hidden_cells(cells, sums)
    return frozenset(hidden)


# So many sums are tried of numbers that disagree, no more.
MOST_SUMS = 1000
# A number of a cell, and the numbers of all of its parts.
Sums = list[tuple[int, list[int]]]


def _system_of(evidence: Evidence, part: list[Tie], small: SmallCounts) -> tuple[pd.DataFrame, Sums]:
    """The cells that hang together as the engine takes them, with `place` and `told_by`, and the sums that tie them.

    Of several numbers of a place the smallest stands for it. What parts leave of a whole is a cell of no place. Parts
    that are more than their whole are tied by nothing.
    """
    counts, forced = linked_counts(evidence).counts, linked_counts(evidence).lone
    places = sorted({place for tie in part for place in (tie.whole, *tie.parts)})
    rows = [_cell(evidence, place, counts[place], small) for place in places]
    at = {place: number for number, place in enumerate(places)}
    sums: Sums = []
    for tie in part:
        inside = [at[place] for place in tie.parts]
        left = rows[at[tie.whole]]["count"] - sum(rows[one]["count"] for one in inside)
        like = max((rows[one] for one in inside), key=lambda row: row["threshold"])
        # Whoever takes a breakdown for complete that is not would find what its last part is not.
        is_short = (
            left > 0 and tie.is_complete and any(0 < rows[one]["count"] < rows[one]["threshold"] for one in inside)
        )
        if is_short or _leaves_small(counts, tie, like["threshold"]):
            forced |= {*tie.parts}
        if left > 0 or (left == 0 and not tie.is_complete):
            inside.append(len(rows))
            rows.append({**like, "place": None, "count": left, "told_by": frozenset({"sum"}), "cost": 0.0})
        if left >= 0:
            sums.append((at[tie.whole], inside))
    cells = pd.DataFrame(rows)
    cells["threshold"] = cells["threshold"].mask(cells["place"].isin(forced), inf)
    return cells.assign(is_small=cells["count"].gt(0) & (cells["count"] < cells["threshold"])), sums


def _cell(evidence: Evidence, place: Place, told: list[Count], small: SmallCounts) -> dict[str, Any]:
    """A place as a row: the smallest of its numbers, what tells it, and what has to stay open."""
    number = min(exact_numbers(told))
    told_by = frozenset(count.told_by for count in told if count.value == number)
    guarded = place.indicator in guarded_indicators(evidence)
    about = {"threshold": _below(evidence, place, small) if guarded else 0, "cost": nan if guarded else PUBLIC_COST}
    width = small.width(place.indicator, level_of(evidence, place))
    return {"place": place, "count": float(number), "told_by": told_by, "width": width, **about}


def _hidden_cells(cells: pd.DataFrame, sums: Sums) -> set[Place]:
    """The places to hide so that no small cell is told, also to who knows what stands elsewhere, if that can be."""
    asked = cells[[*ASKED]].astype(object).where(cells[[*ASKED]].notna(), None)
    rows = tuple(asked.itertuples(index=False, name=None))
    hidden = _hidden_numbers(rows, tuple((whole, tuple(parts)) for whole, parts in sums))
    return {place for place, is_hidden in zip(cells["place"], hidden, strict=True) if is_hidden and place}


# What of each cell the choice depends on.
ASKED = ("count", "threshold", "width", "cost", "told_by", "is_small")


# The same numbers come again: what an evidence held a year before, and what of it is cut for a report.
@lru_cache(maxsize=64)
def _hidden_numbers(
    rows: tuple[tuple[Any, ...], ...], sums: tuple[tuple[int, tuple[int, ...]], ...]
) -> tuple[bool, ...]:
    """Of each cell whether to hide it, by its number; all of them where no choice protects the small ones."""
    from bvte.methods.disclosure import Rule, protect

    cells = pd.DataFrame(rows, columns=[*ASKED])
    numbers = cells[["count", "threshold", "width", "cost"]].astype(float)
    frame = numbers.assign(cell=range(len(cells)))
    for standing in STANDING:
        try:
            found = protect(frame.assign(status=_status_of(cells, standing)), {"cell": sums}, Rule())
        except Undefined as refused:
            if refused.code != "total_tells":
                raise
        else:
            return (*(found.hidden | cells["is_small"]),)
    return (True,) * len(cells)


def _status_of(cells: pd.DataFrame, standing: frozenset[str]) -> pd.Series:
    """What the engine may do with each cell: a number that only follows is hidden by hiding others."""
    follows = cells["told_by"] == frozenset({"sum"})
    stands = cells["told_by"].map(lambda told: not standing.isdisjoint(told)) & ~cells["is_small"]
    return pd.Series("free", cells.index).mask(stands, "fixed").mask(follows, "never")


def _below(evidence: Evidence, place: Place, small: SmallCounts) -> int:
    """The threshold of the counts of a place, by its indicator and the level of its area."""
    return small.below(place.indicator, level_of(evidence, place))


def _leaves_small(counts: Mapping[Place, list[Count]], tie: Tie, below: float) -> bool:
    """Whether printed numbers that disagree leave something small of the whole, beside a part or beside all of them."""
    told = [{c.value for c in counts[p] if c.comparator == "=" and c.told_by != "sum"} for p in (tie.whole, *tie.parts)]
    whole, *parts = told
    is_over = tie.is_complete and all(told) and sum(map(min, parts)) > min(whole)
    if not all(told) or (max(map(len, told)) == 1 and not is_over):
        return False
    sums = set().union(*parts, map(sum, islice(product(*parts), MOST_SUMS)))
    return _is_small({total - taken for total in whole for taken in sums}, below)


def _is_small(numbers: Iterable[Decimal], threshold: float) -> bool:
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
