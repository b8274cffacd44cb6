"""Parts that can hardly be true of one whole: shares of it, years within a total of several, groups within a larger
one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import ceil, floor, inf, isfinite
from typing import Any

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.national import plausibility_rules
from bvte.evidence.period import Period
from bvte.evidence.value import SCALES
from bvte.judgement.conflict_kinds import Conflict, ConflictKind, beyond_chance, conflict_between, nearest_ends
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Facts
from bvte.methods import interval


def share_conflicts(evidence: Evidence, card: Indicator, known: list[Estimate]) -> Iterator[Conflict]:
    """Shares of a whole that are more than was counted of the same, in a longer time that holds theirs.

    What a share makes of a whole of its time is told as `share`; a count of several years is at least that of each.
    """
    whole_code = card.reported_whole or card.whole_indicator
    if not (card.reported_count and whole_code and card.unit in SCALES and known):
        return
    wholes, counts = (_printed_estimates(evidence, code, known[0].area) for code in (whole_code, card.reported_count))
    for rate, whole, count in product((r for r in known if not r.is_derived), wholes, counts):
        if _is_of_time(whole, rate) and _holds_time(count, rate):
            share = _whole_numbers(
                interval.image_of_box(lambda x, y: x * y / SCALES[card.unit], rate.interval, whole.interval)
            )
            facts = {"rate": rate, "whole": whole, "share": share, "counted": count}
            if _is_above(share, count.interval):
                yield conflict_between(ConflictKind.SHARE_ABOVE_COUNT, rate, count, **facts)


def _is_of_time(whole: Estimate, share: Estimate) -> bool:
    """Whether a whole is of the year of a share, and of its kind."""
    return (whole.year, whole.statistic, whole.definition) == (share.year, share.statistic, share.definition)


def _whole_numbers(possible: pd.Interval) -> pd.Interval:
    """The whole numbers of an interval, as an interval; itself where there is none in it, or no end."""
    low, high = ceil(possible.left), floor(possible.right) if isfinite(possible.right) else inf
    return interval.make_interval(low, high) if low <= high else possible


def _is_above(one: pd.Interval, other: pd.Interval) -> bool:
    """Whether all that one interval leaves possible is more than all of another."""
    return one.left >= other.right and not one.overlaps(other)


def _holds_time(total: Estimate, share: Estimate) -> bool:
    """Whether a total is of a time that holds that of a share."""
    return total.statistic == "total" and total.period.holds(share.period)


# Months; a shorter rest may differ from the year by its season alone.
YEAR = 12


def part_conflicts(evidence: Evidence, card: Indicator, area: str) -> list[Conflict]:
    """Conflicts between parts and wholes of a count in an area."""
    finders = (_span_totals, _group_conflicts, _other_conflicts, _each_year_conflicts)
    return [conflict for find in finders for conflict in find(evidence, card, area)]


@dataclass(frozen=True)
class Amount:
    """A count over a period, as the interval that the estimates behind it leave possible."""

    period: Period
    possible: pd.Interval
    estimates: tuple[Estimate, ...]


def _span_totals(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """Totals over several years whose published years leave none, or hardly so much, for the others."""
    totals = _totals_by_period(evidence, card.id, area)
    return _span_conflicts(totals, card.id, area, ConflictKind.IMPROBABLE_PARTS)


def _other_conflicts(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """The same of those who belong to the whole of which this count is a part, but not to this part."""
    wholes = _totals_by_period(evidence, card.subset_of, area) if card.subset_of else []
    pairs = product(wholes, _totals_by_period(evidence, card.id, area))
    others = [_amount_without(whole, part) for whole, part in pairs if _one_count(whole, part)]
    possible = [o for o in others if o.possible.right >= 0]
    return _span_conflicts(possible, card.id, area, ConflictKind.IMPROBABLE_OTHERS)


def _each_year_conflicts(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """Numbers told of each of several years that together are more than a total of a time that holds those years.

    A total that names no last day may have ended sooner: both may be true then, and ask for an explanation.
    """
    known = _printed_estimates(evidence, card.id, area)
    yearly = [r for r in known if r.statistic == "yearly" and r.unit == card.unit]
    for each, total in product(yearly, known):
        all_years = interval.scale_interval(each.interval, month_count(each.period) / YEAR)
        alike = (each.unit, each.definition) == (total.unit, total.definition)
        if alike and _holds_time(total, each) and _is_above(all_years, total.interval):
            kind = ConflictKind.EACH_YEAR_ABOVE_TOTAL if total.period.is_open else ConflictKind.IMPOSSIBLE_PARTS
            facts = {"whole": total.interval, "told": all_years}
            yield Conflict(kind, card.id, area, ((total,), (each,)), facts)


def _group_conflicts(evidence: Evidence, card: Indicator, area: str) -> Iterator[Conflict]:
    """Groups that exceed the whole that they belong to, or all parts of a whole that do not add up to it."""
    for whole in _printed_estimates(evidence, card.id, area):
        known = (_printed_estimates(evidence, code, area) for code in card.parts)
        groups = [[r for r in part if _same_count(whole, r)] for part in known]
        for chosen in product(*groups) if groups else ():
            yield from _impossible_sum(card, whole, chosen, interval.add_intervals(*(r.interval for r in chosen)))
    for part, whole in _with_whole(evidence, card, area):
        if _is_above(part.interval, whole.interval):
            yield from _impossible_sum(card, whole, (part,), part.interval)


def _with_whole(evidence: Evidence, card: Indicator, area: str) -> list[tuple[Estimate, Estimate]]:
    """Pairs of an estimate and one of the whole that it belongs to, of the same time."""
    wholes = _printed_estimates(evidence, card.subset_of, area) if card.subset_of else []
    pairs = product(_printed_estimates(evidence, card.id, area), wholes)
    return [(part, whole) for part, whole in pairs if _same_count(part, whole)]


def _printed_estimates(evidence: Evidence, indicator: str, area: str) -> list[Estimate]:
    """The published estimates of an indicator."""
    return [r for r in estimates_of(evidence, indicator, area) if not r.is_derived]


def _same_count(one: Estimate, other: Estimate) -> bool:
    """Whether two estimates count in one unit, at one time, in one way."""
    first, second = ((r.period.months, r.statistic, r.unit, r.definition) for r in (one, other))
    return first == second


def _impossible_sum(
    card: Indicator, whole: Estimate, inside: tuple[Estimate, ...], added: pd.Interval
) -> Iterator[Conflict]:
    """The conflict of parts that cannot add up to their whole, none where they can."""
    if not added.overlaps(whole.interval):
        facts = {"whole": whole.interval, "told": added}
        yield Conflict(ConflictKind.IMPOSSIBLE_PARTS, card.id, whole.area, ((whole,), inside), facts)


def _totals_by_period(evidence: Evidence, indicator: str, area: str) -> list[Amount]:
    """Totals of an indicator; several prints for one period are kept as all that they leave open."""
    found: dict[tuple[Any, ...], Amount] = {}
    for r in _printed_estimates(evidence, indicator, area):
        if r.statistic == "total":
            key = r.period.months, r.unit, r.definition
            known = found.get(key)
            found[key] = _join_amount(known, r) if known else Amount(r.period, r.interval, (r,))
    return list(found.values())


def _join_amount(amount: Amount, estimate: Estimate) -> Amount:
    """An amount with one more print of the same thing."""
    low = min(amount.possible.left, estimate.interval.left)
    high = max(amount.possible.right, estimate.interval.right)
    return replace(amount, possible=interval.make_interval(low, high), estimates=(*amount.estimates, estimate))


def _one_count(whole: Amount, part: Amount) -> bool:
    """Whether two amounts are of the same time, unit and definition."""
    return _same_count(whole.estimates[0], part.estimates[0])


def _amount_without(whole: Amount, part: Amount) -> Amount:
    """The whole without the part."""
    possible = interval.subtract_intervals(whole.possible, part.possible)
    return Amount(whole.period, possible, whole.estimates + part.estimates)


def _span_conflicts(amounts: list[Amount], indicator: str, area: str, kind: ConflictKind) -> Iterator[Conflict]:
    """Conflicts of longer amounts with those inside them, by the longer one."""
    for whole in amounts:
        inside = _amounts_inside(whole, amounts)
        if inside:
            yield from _rest_conflict(whole, inside, indicator, area, kind)


def _amounts_inside(whole: Amount, amounts: list[Amount]) -> list[Amount]:
    """Amounts within a longer one of the same unit and definition, none of them overlapping, by time."""
    first = whole.estimates[0]
    chosen: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: (a.period.first, -a.period.days)):
        same = (amount.estimates[0].unit, amount.estimates[0].definition) == (first.unit, first.definition)
        apart = not chosen or chosen[-1].period.last < amount.period.first
        if whole.period.holds(amount.period) and same and apart and amount.period.days < whole.period.days:
            chosen.append(amount)
    return chosen


def _rest_conflict(
    whole: Amount, inside: list[Amount], indicator: str, area: str, kind: ConflictKind
) -> Iterator[Conflict]:
    """The conflict of what an amount leaves for the time that no amount inside tells of, if there is one."""
    told = interval.add_intervals(*(a.possible for a in inside))
    rest = interval.subtract_intervals(whole.possible, told)
    told_months = sum(month_count(a.period) for a in inside)
    rest_months = month_count(whole.period) - told_months
    sides = whole.estimates, tuple(r for a in inside for r in a.estimates)
    facts = {"whole": whole.possible, "told": told}
    if rest.right < 0 or (rest_months <= 0 and 0 not in rest):
        yield Conflict(ConflictKind.IMPOSSIBLE_PARTS, indicator, area, sides, facts)
    elif rest_months >= YEAR:
        means = _improbable_means(told, rest, told_months / YEAR, rest_months / YEAR)
        if means:
            yield Conflict(kind, indicator, area, sides, facts | {"rest": rest} | means)


def month_count(period: Period) -> int:
    """Length of a period in months, the first and the last one included."""
    return YEAR * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def _improbable_means(told: pd.Interval, rest: pd.Interval, told_years: float, rest_years: float) -> Facts | None:
    """The yearly means of what is told and of the rest as facts, where they can hardly belong together."""
    means = interval.scale_interval(told, 1 / told_years), interval.scale_interval(rest, 1 / rest_years)
    ends = nearest_ends(*means)
    if ends is None or ends[1] <= plausibility_rules().rest.ratio * ends[0]:
        return None
    low, high = ends
    told_mean, rest_mean = (low, high) if means[0].left < means[1].left else (high, low)
    if not beyond_chance(told_mean * told_years, told_years, rest_mean * rest_years, rest_years):
        return None
    return {"told_mean": told_mean, "rest_mean": rest_mean, "rest_years": rest_years}
