"""Changes from one published figure to a later one that are larger than usual for figures of their kind."""

from itertools import combinations
from math import inf, sqrt

from bvte.evidence.national import usual_change
from bvte.judgement.comparability import breaks_between, compare, same_stretch
from bvte.judgement.conflict import between

DAYS = 365.25
# Two counts of events that chance alone parts this far, in standard errors, are one in twenty.
CHANCE = 1.96


def steps(evidence, card, known):
    """Unusual changes among the readings of an indicator, each from the nearest figures that show it.

    None across a break that forbids comparison.
    """
    shown = [r for r in known if r.strength != "derived"]
    found = {}
    for (i, first), (j, second) in combinations(enumerate(shown), 2):
        facts = _unusual(card, first, second) if _one_series(evidence, first, second) else None
        if facts:
            reasons = compare(evidence, first, second).reasons
            found[i, j] = between("step", first, second, **facts, reasons=reasons)
    return [step for place, step in found.items() if not any(_inside(other, place) for other in found)]


def _inside(other, place):
    """Whether another pair of figures lies within a pair, so that it tells when the change was."""
    return other != place and place[0] <= other[0] and other[1] <= place[1]


def _one_series(evidence, first, second):
    """Whether a change between two figures says something: they are of one kind, no break forbids it.

    Another definition does not forbid it, since where one of the two is unknown the change is the only sign.
    """
    if (first.unit, first.statistic) != (second.unit, second.statistic) or not same_stretch(first, second):
        return False
    return first.period.last < second.period.first and not any(
        b.effect == "not_comparable" for b in breaks_between(evidence, first, second)
    )


def _unusual(card, first, second):
    """The least yearly change as facts, where it exceeds what is usual; None where it need not."""
    usual, years = usual_change(card, first.unit, first.statistic), years_between(first, second)
    low, high = nearest_ends(first.interval, second.interval)
    if usual is None or low is None:
        return None
    if usual.beyond_chance and not beyond_chance(low, 1, high, 1):
        return None
    fold = (high / low if low else inf) ** (1 / years)
    points = (high - low) / years
    facts = {"way": "rose" if second.interval.left > first.interval.right else "fell", "figure": usual.name}
    facts["other_scope"] = usual.other_scope is not None and fold > usual.other_scope
    if usual.points and points > usual.points:
        return facts | {"measure": "points", "least": points, "usual": usual.points}
    if usual.ratio and fold > usual.ratio:
        return facts | {
            "measure": "percent",
            "least": _percent(fold, facts),
            "usual": _percent(usual.ratio, facts),
        }
    return None


def _percent(fold, facts):
    """A ratio as percent of the earlier figure, up or down."""
    return 100 * (fold - 1 if facts["way"] == "rose" else 1 - 1 / fold)


def nearest_ends(first, second):
    """The lower and the higher of the nearest ends of two intervals, (None, None) where they meet."""
    if first.overlaps(second):
        return None, None
    lower, upper = sorted((first, second), key=lambda side: side.left)
    return lower.right, upper.left


def years_between(first, second):
    """Years from the middle of one period to the middle of another, at least one."""
    middles = [r.period.first.toordinal() + r.period.days / 2 for r in (first, second)]
    return max(1.0, (middles[1] - middles[0]) / DAYS)


def beyond_chance(events_1, years_1, events_2, years_2):
    """Whether two counts of events a year differ by more than chance, each over its years.

    Normal approximation for the difference of two Poisson rates; source: Kirkwood and Sterne (2003),
    Essential Medical Statistics, chapter 23.
    """
    error = sqrt(events_1 / years_1**2 + events_2 / years_2**2)
    return abs(events_1 / years_1 - events_2 / years_2) > CHANCE * error
