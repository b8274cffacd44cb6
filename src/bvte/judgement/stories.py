"""What is worth telling of an area over all its phases: which indicators, in which years, and how each moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import places_at
from bvte.evidence.papers import report_years
from bvte.judgement.comparability import may_compare
from bvte.judgement.conflict_parts import YEAR, month_count
from bvte.judgement.conflicts import doubted_estimates
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Direction
from bvte.methods import interval

# So many indicators are told, and so many years are asked for the newest that a page speaks of.
MOST_STORIES, MOST_YEARS = 5, 4
# A chart has figures of so many times, of two years at least: fewer are read faster in the table.
LEAST_DRAWN = 3
# A target of an indicator weighs as much as figures of so many years.
TARGET_WEIGHS = 2


@dataclass(frozen=True)
class Move:
    """An indicator from one figure to a later one: how it changed as an interval, None where they do not compare;
    is_disputed : whether other figures contradict one of the two, or it has to be explained; total : one that both
    belong to, and that lets the years between them go no such way."""

    first: Estimate
    last: Estimate
    change: pd.Interval | None
    is_disputed: bool = False
    total: Estimate | None = None

    @property
    def way(self) -> str:
        """How the move is told: its direction, or why none is."""
        if self.is_disputed:
            return "disputed"
        return f"passed_{self._passes}" if self.total else self.direction or "apart"

    @property
    def _passes(self) -> str:
        """On which side of both its ends the mean of the time between lies, where a total says so."""
        assert self.total
        is_below = _mean_between(self.total, self.first, self.last).right < _of_a_month(self.first).left
        return "below" if is_below else "above"

    @property
    def direction(self) -> Direction | None:
        """Rose or fell where that is sure, else undetermined; None where the two do not compare."""
        if self.change is None:
            return None
        if self.is_disputed or self.total:
            return Direction.UNDETERMINED
        if self.change.left > 0:
            return Direction.ROSE
        return Direction.FELL if self.change.right < 0 else Direction.UNDETERMINED


def indicators_over_time(evidence: Evidence, area: str) -> list[str]:
    """The indicators with figures of two years or more, in the order of the catalogue."""
    return [code for code in evidence.indicators if len(yearly_figures(estimates_of(evidence, code, area))) > 1]


def story_indicators(evidence: Evidence, area: str) -> list[str]:
    """The few of them that have most to tell: targets, years, the nation beside; in the order of the catalogue.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> len(story_indicators(evidence, evidence.province.code)) <= MOST_STORIES
    True
    """
    over_time = indicators_over_time(evidence, area)
    judged = [code for code in over_time if _has_story(evidence, code, area)]
    best = sorted(judged, key=lambda code: -_weight(evidence, code, area))[:MOST_STORIES]
    return [code for code in judged if code in best]


def drawn_indicators(evidence: Evidence, area: str) -> list[str]:
    """Of the indicators that are told, and of the counts behind them, those with enough figures for a chart.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> set(drawn_indicators(evidence, evidence.province.code)) <= set(evidence.indicators)
    True
    """
    told = [evidence.indicators[code] for code in story_indicators(evidence, area)]
    behind = [code for card in told for code in (card.id, card.numerator_indicator)]
    return [code for code in dict.fromkeys(behind) if code and _is_drawn(estimates_of(evidence, code, area))]


def _is_drawn(found: Sequence[Estimate]) -> bool:
    times = {(r.period.first, r.period.last) for r in found}
    return len(_years(found)) > 1 and len(times) >= LEAST_DRAWN


def _has_story(evidence: Evidence, code: str, area: str) -> bool:
    """Whether an indicator that is judged moved between figures that compare, or has a target to be held against."""
    if evidence.indicators[code].judged_by == "not_judged":
        return False
    move = move_of(evidence, estimates_of(evidence, code, area))
    return bool(move and move.change is not None) or _has_target(evidence, code, area)


def _has_target(evidence: Evidence, code: str, area: str) -> bool:
    return any(target.indicator == code for target in evidence.targets_in(area))


def _weight(evidence: Evidence, code: str, area: str) -> int:
    """How much an indicator has to tell."""
    years = len({r.year for r in estimates_of(evidence, code, area)})
    has_target = _has_target(evidence, code, area)
    nation = any(estimates_of(evidence, code, place) for place in places_at(evidence, "country"))
    return years + TARGET_WEIGHS * has_target + nation


def table_years(evidence: Evidence, area: str) -> list[int]:
    """The last years of the area's phases and the years of its reports, those with most to hold against targets.

    A figure of several years together stands in none of them.
    """
    named = {p.end for p in evidence.programmes_of(area)} | set(report_years(evidence))
    wanted = {target.indicator for target in evidence.targets.values()}
    codes = [code for code in indicators_over_time(evidence, area) if code in wanted]
    found = Counter(
        year
        for code in codes
        for year in {r.year for r in estimates_of(evidence, code, area) if r.is_of_one_year}
        if year in named
    )
    return sorted(sorted(found, key=lambda year: (-found[year], -year))[:MOST_YEARS])


def move_of(evidence: Evidence, found: Sequence[Estimate]) -> Move | None:
    """From the first figure that the newest compares with to that; else from the first of all, without a change.

    None where there are no figures of two years.
    """
    if len(firm := yearly_figures(found)) < 2:
        return None
    *earlier, last = firm
    first = next((r for r in earlier if may_compare(evidence, r, last)), None)
    return Move(earlier[0], last, None) if first is None else _between(evidence, first, last)


def turn_of(evidence: Evidence, found: Sequence[Estimate]) -> Move | None:
    """From the figure before the newest to that, where it surely went another way than the whole move did; else None.

    What is higher than eight years ago and has fallen since the last count is not told as a rise alone.
    """
    whole, step = move_of(evidence, found), step_of(evidence, found)
    if whole is None or step is None or whole.is_disputed or whole.total:
        return None
    is_sure = step.direction in (Direction.ROSE, Direction.FELL)
    return step if is_sure and step.direction != whole.direction else None


def step_of(evidence: Evidence, found: Sequence[Estimate]) -> Move | None:
    """From the nearest earlier figure that the newest compares with to that; None where there is none.

    A sentence that names one figure "before" means this one, on every page.
    """
    firm = yearly_figures(found)
    before = next((r for r in reversed(firm[:-1]) if may_compare(evidence, r, firm[-1])), None)
    return _between(evidence, before, firm[-1]) if before else None


def _between(evidence: Evidence, first: Estimate, last: Estimate) -> Move:
    """The move between two figures that compare."""
    disputed = doubted_estimates(evidence, last.area, last.indicator)
    change = interval.subtract_intervals(last.interval, first.interval)
    return Move(first, last, change, bool(disputed & {first, last}), passing_over(evidence, first, last))


def passing_over(evidence: Evidence, first: Estimate, last: Estimate) -> Estimate | None:
    """The total that leaves, for the time between two figures that it holds, a mean beyond both of them; else None.

    Then they are no way that the years took: of 232, of 175 five years later and of 894 in all six years the four
    between have 122 each.
    """
    totals = [r for r in estimates_of(evidence, first.indicator, first.area) if r.unit == first.unit]
    found = (total for total in totals if _holds_both(total, first, last) and _mean_is_beyond(total, first, last))
    return next(found, None)


def _holds_both(total: Estimate, first: Estimate, last: Estimate) -> bool:
    """Whether a figure is a total of a time that holds those of two totals, and a year or more between them; it counts
    the same, or all."""
    is_total = {r.statistic for r in (total, first, last)} == {"total"}
    is_total = is_total and total.definition in (None, first.definition)
    inside = total.period.holds(first.period) and total.period.holds(last.period)
    return is_total and inside and _months_between(total, first, last) >= YEAR


def _months_between(total: Estimate, first: Estimate, last: Estimate) -> int:
    return month_count(total.period) - month_count(first.period) - month_count(last.period)


def _mean_is_beyond(total: Estimate, first: Estimate, last: Estimate) -> bool:
    """Whether what a total leaves for a month between is surely less, or surely more, than in a month of either.

    Of a total of all, what it leaves to a part of them is at most that, so that it may only be surely less.
    """
    between = _mean_between(total, first, last)
    low, high = sorted(_of_a_month(r) for r in (first, last))
    is_more = total.definition == first.definition and between.left > high.right
    return between.right < low.left or is_more


def _mean_between(total: Estimate, first: Estimate, last: Estimate) -> pd.Interval:
    """What a total leaves for a month between two figures that it holds."""
    rest = interval.subtract_intervals(total.interval, interval.add_intervals(first.interval, last.interval))
    return interval.scale_interval(rest, 1 / _months_between(total, first, last))


def _of_a_month(total: Estimate) -> pd.Interval:
    return interval.scale_interval(total.interval, 1 / month_count(total.period))


def yearly_figures(found: Sequence[Estimate]) -> list[Estimate]:
    """The figure of each year that tells most of it; the last is the newest.

    Of totals the longest tells most, then the firmest, then the one that reaches furthest.

    What is of several years together stands in for a year only where there is no figure of a year.
    """
    of_years = [r for r in found if not _is_of_years_together(r)] or found
    of_each = ([r for r in of_years if r.year == year] for year in _years(of_years))
    return [min(known, key=_tells_less) for known in of_each]


def _is_of_years_together(estimate: Estimate) -> bool:
    """Whether a figure is no state of one time: a level of "2024 or 2025", as its source lets suppose, is one."""
    is_one_state = estimate.statistic == "level" and not estimate.period_stated
    return estimate.period.is_longer and not is_one_state


def _tells_less(estimate: Estimate) -> tuple[int, int, int]:
    """Greater for a figure that tells less of its year; the time of a level is not what it was counted over."""
    days = estimate.period.days if estimate.statistic == "total" else 0
    return -days, estimate.strength.rank, -estimate.period.reached.toordinal()


def _years(found: Sequence[Estimate]) -> list[int]:
    return sorted({r.year for r in found})
