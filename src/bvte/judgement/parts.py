"""Parts that can hardly be true of one whole: years within a total of several, groups within a larger one."""

from dataclasses import dataclass, replace
from itertools import product

from bvte.evidence.national import plausibility_rules
from bvte.judgement.conflict import Conflict
from bvte.judgement.readings import readings
from bvte.judgement.steps import beyond_chance, nearest_ends
from bvte.methods import interval

# Months; a shorter rest may differ from the year by its season alone.
YEAR = 12


def parts(evidence, card, area):
    """Conflicts between parts and wholes of a count in an area."""
    return [
        *_of_spans(evidence, card, area),
        *_of_groups(evidence, card, area),
        *_of_others(evidence, card, area),
    ]


@dataclass(frozen=True)
class Amount:
    """A count over a period, as the interval that the readings behind it leave possible."""

    period: object
    possible: object
    readings: tuple


def _of_spans(evidence, card, area):
    """Totals over several years whose published years leave none, or hardly so much, for the others."""
    return _told(_totals(evidence, card.id, area), card.id, area, "improbable_parts")


def _of_others(evidence, card, area):
    """The same of those who belong to the whole of which this count is a part, but not to this part."""
    if card.subset_of is None:
        return []
    wholes, own = _totals(evidence, card.subset_of, area), _totals(evidence, card.id, area)
    others = [_without(whole, part) for whole, part in product(wholes, own) if _one_count(whole, part)]
    return _told([o for o in others if o.possible.right >= 0], card.id, area, "improbable_others")


def _of_groups(evidence, card, area):
    """Groups that exceed the whole that they belong to, or all parts of a whole that do not add up to it."""
    for whole in _published(evidence, card.id, area):
        groups = [
            [r for r in _published(evidence, code, area) if _same_count(whole, r)] for code in card.parts
        ]
        for chosen in product(*groups) if groups else ():
            yield from _impossible(
                card.id, area, (whole,), chosen, interval.add_intervals(*(r.interval for r in chosen))
            )
    for part, whole in _with_whole(evidence, card, area):
        if part.interval.left > whole.interval.right:
            yield from _impossible(card.id, area, (whole,), (part,), part.interval)


def _with_whole(evidence, card, area):
    """Pairs of a reading and one of the whole that it belongs to, of the same time."""
    wholes = _published(evidence, card.subset_of, area) if card.subset_of else []
    return [
        (part, whole)
        for part in _published(evidence, card.id, area)
        for whole in wholes
        if _same_count(part, whole)
    ]


def _published(evidence, indicator, area):
    """The published readings of an indicator."""
    return [r for r in readings(evidence, indicator, area) if r.strength != "derived"]


def _same_count(one, other):
    """Whether two readings count in one unit, at one time, in one way."""
    return (one.period.months, one.statistic, one.unit, one.definition) == (
        other.period.months, other.statistic, other.unit, other.definition,
    )  # fmt: skip


def _impossible(indicator, area, whole, inside, added):
    """The conflict of parts that cannot add up to their whole, none where they can."""
    possible = whole[0].interval
    if not added.overlaps(possible):
        facts = {"whole": possible, "told": added}
        yield Conflict("impossible_parts", indicator, area, (whole, inside), facts)


def _totals(evidence, indicator, area):
    """Totals of an indicator; several prints for one period are kept as all that they leave open."""
    found = {}
    for r in _published(evidence, indicator, area):
        if r.statistic == "total":
            key = r.period.months, r.unit, r.definition
            known = found.get(key)
            found[key] = _joined(known, r) if known else Amount(r.period, r.interval, (r,))
    return list(found.values())


def _joined(amount, reading):
    """An amount with one more print of the same thing."""
    low, high = (
        min(amount.possible.left, reading.interval.left),
        max(amount.possible.right, reading.interval.right),
    )
    return replace(amount, possible=interval.make_interval(low, high), readings=(*amount.readings, reading))


def _one_count(whole, part):
    """Whether two amounts are of the same time, unit and definition."""
    return _same_count(whole.readings[0], part.readings[0])


def _without(whole, part):
    """The whole without the part."""
    possible = interval.subtract_intervals(whole.possible, part.possible)
    return Amount(whole.period, possible, whole.readings + part.readings)


def _told(amounts, indicator, area, kind):
    """Conflicts of longer amounts with those inside them, by the longer one."""
    for whole in amounts:
        inside = _inside(whole, amounts)
        if inside:
            yield from _of_rest(whole, inside, indicator, area, kind)


def _inside(whole, amounts):
    """Amounts within a longer one of the same unit and definition, none of them overlapping, by time."""
    first = whole.readings[0]
    chosen = []
    for amount in sorted(amounts, key=lambda a: (a.period.first, -a.period.days)):
        within = whole.period.first <= amount.period.first and amount.period.last <= whole.period.last
        same = (amount.readings[0].unit, amount.readings[0].definition) == (first.unit, first.definition)
        apart = not chosen or chosen[-1].period.last < amount.period.first
        if within and same and apart and amount.period.days < whole.period.days:
            chosen.append(amount)
    return chosen


def _of_rest(whole, inside, indicator, area, kind):
    """The conflict of what an amount leaves for the time that no amount inside tells of, if there is one."""
    told = interval.add_intervals(*(a.possible for a in inside))
    rest = interval.subtract_intervals(whole.possible, told)
    told_months = sum(_months(a.period) for a in inside)
    rest_months = _months(whole.period) - told_months
    sides = whole.readings, tuple(r for a in inside for r in a.readings)
    if rest.right < 0 or (rest_months <= 0 and 0 not in rest):
        yield Conflict("impossible_parts", indicator, area, sides, {"whole": whole.possible, "told": told})
    elif rest_months >= YEAR and (facts := _improbable(told, rest, told_months / YEAR, rest_months / YEAR)):
        yield Conflict(
            kind, indicator, area, sides, {"whole": whole.possible, "told": told, "rest": rest, **facts}
        )


def _months(period):
    """Length of a period in months, the first and the last one included."""
    return YEAR * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def _improbable(told, rest, told_years, rest_years):
    """The yearly means of what is told and of the rest as facts, where they can hardly belong together."""
    means = interval.scale_interval(told, 1 / told_years), interval.scale_interval(rest, 1 / rest_years)
    low, high = nearest_ends(*means)
    if low is None or high <= plausibility_rules().rest.ratio * low:
        return None
    told_mean, rest_mean = (low, high) if means[0].left < means[1].left else (high, low)
    if not beyond_chance(told_mean * told_years, told_years, rest_mean * rest_years, rest_years):
        return None
    return {"told_mean": told_mean, "rest_mean": rest_mean, "rest_years": rest_years}
