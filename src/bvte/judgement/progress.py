"""Is a target on course? Several standard methods on the same two numbers; the registered one decides."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from typing import cast

from bvte.evidence.indicator import Indicator
from bvte.evidence.rows import Target
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Comparability, Comparison, Facts, Reason, ReasonCode
from bvte.methods import escap, pace, progress_chart
from bvte.methods.achievement import elapsed_share, linear_achievement, points_needed_per_year
from bvte.methods.undefined import Undefined

# Conditions that name one level to reach; the methods know no range and no change.
LEVELS = ("below", "at_most", "at_least", "above", "exactly")
ON_COURSE = {"target_achieved", "substantial_progress", "will_meet_target", "met_or_on_track", "ahead"}


# Methods that say whether a target is on course.
PaceMethod = StrEnum("PaceMethod", "LINEAR GROWTH_RATIO ESCAP UN_CHART")


@dataclass(frozen=True)
class Assessment:
    """What one method says: its label as a code, whether that means on course, and its numbers.

    `on_course` is None where some of the values that the prints leave open are on course and others are not;
    `facts` then also has the `lowest` and `highest` forecast, where the method makes one.
    """

    method: PaceMethod
    label: str
    on_course: bool | None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """All methods on one target: what they say (`assessments`, the registered one first) and which refuse."""

    assessments: tuple[Assessment, ...] = ()
    refusals: tuple[Reason, ...] = ()

    @property
    def main(self) -> Assessment | None:
        """The assessment of the registered method, or None where it refuses."""
        return self.assessments[0] if self.assessments else None

    @property
    def dissent(self) -> tuple[Assessment, ...]:
        """Assessments that contradict the registered one."""
        said = (a for a in self.assessments if a.on_course is not None)
        return tuple(a for a in said if self.main and a.on_course != self.main.on_course)


@dataclass(frozen=True)
class Course:
    """The numbers that every method gets: base and current value, target, their years, better direction,
    and the natural maximum (None without one)."""

    base: float
    current: float
    target: float
    base_year: int
    current_year: int
    target_year: int
    direction: str
    maximum: float | None

    @property
    def growth(self) -> tuple[float, float, float, int, int, int, str]:
        """What the methods on growth take, in their order."""
        years = self.base_year, self.current_year, self.target_year
        return self.base, self.current, self.target, *years, self.direction


def assess_progress(
    card: Indicator,
    target: Target,
    baseline: Estimate | None,
    latest: Estimate,
    comparison: Comparison | None,
    ahead: Reason | None = None,
) -> Progress:
    """What the methods say of the way from baseline to target, for all numbers that the prints leave open.

    The label is that of the printed numbers; a course holds for all of them or is left open.

    Without two comparable printed numbers of two years, a clear direction and a level as target there is
    no assessment, only the reason why. `ahead` is the reason not to forecast across a break, or None.
    """
    refusal = _progress_obstacle(card, target, baseline, latest, comparison) or ahead
    if baseline is None or refusal:
        return Progress(refusals=(refusal,) if refusal else ())
    printed = _course_numbers(card, target, baseline, latest)
    ends = product(_interval_ends(baseline), _interval_ends(latest))
    possible = [replace(printed, base=base, current=current) for base, current in ends]
    order = sorted(METHODS, key=lambda name: name != registered_method(card))
    results = [_assess_with(name, printed, possible) for name in order]
    if isinstance(results[0], Reason):
        return Progress(refusals=tuple(r for r in results if isinstance(r, Reason)))
    said = tuple(r for r in results if isinstance(r, Assessment))
    return Progress(said, tuple(r for r in results if isinstance(r, Reason)))


def registered_method(card: Indicator) -> PaceMethod:
    """The method that decides for an indicator: the card's own, else ESCAP's index for shares (which have
    a ceiling and a floor) and the growth ratio for everything else."""
    return PaceMethod(card.pace_rule or ("escap" if card.unit == "percent" else "growth_ratio"))


def _progress_obstacle(
    card: Indicator, target: Target, baseline: Estimate | None, latest: Estimate, comparison: Comparison | None
) -> Reason | None:
    """The reason that forbids any assessment, or None."""
    if card.better == "ambiguous":
        return Reason(ReasonCode.REFUSED_AMBIGUOUS_DIRECTION)
    if target.condition not in LEVELS or card.kind == "change":
        return Reason(ReasonCode.REFUSED_NOT_A_LEVEL)
    if baseline is None:
        return Reason(ReasonCode.REFUSED_NO_BASELINE)
    if baseline.year >= latest.year:
        return Reason(ReasonCode.REFUSED_SAME_YEAR, {"year": latest.year})
    if comparison and comparison.verdict == Comparability.NOT_COMPARABLE:
        return Reason(ReasonCode.REFUSED_NOT_COMPARABLE)
    if baseline.is_bound or latest.is_bound or "-" in (baseline.comparator, latest.comparator):
        return Reason(ReasonCode.REFUSED_BOUND)
    return None


def _course_numbers(card: Indicator, target: Target, start: Estimate, now: Estimate) -> Course:
    """The numbers for the methods."""
    values = float(start.value), float(now.value), float(target.value)
    return Course(*values, start.year, now.year, target.due_year, card.better, card.limits[1])


def _interval_ends(estimate: Estimate) -> set[float]:
    """Ends of what an estimate leaves open: every method is monotone in each value."""
    return {estimate.interval.left, estimate.interval.right}


def _assess_with(name: PaceMethod, printed: Course, possible: list[Course]) -> Assessment | Reason:
    """The assessment of one method, or its refusal as a reason."""
    try:
        said = METHODS[name](printed)
    except Undefined as refused:
        return Reason(ReasonCode.REFUSED_UNDEFINED, {"method": name, "code": refused.code})
    if all(_agrees_on(name, said, course) for course in possible):
        return said
    return replace(said, on_course=None, facts=said.facts | _forecast_range(name, possible))


def _agrees_on(name: PaceMethod, said: Assessment, course: Course) -> bool:
    """Whether a method says the same of other numbers; where it has no answer for them it does not."""
    try:
        return METHODS[name](course).on_course == said.on_course
    except Undefined:
        return False


def _forecast_range(name: PaceMethod, possible: list[Course]) -> dict[str, float]:
    """The lowest and highest forecast that the prints leave open, for a method that makes one."""
    if name != PaceMethod.ESCAP:
        return {}
    found = [end for course in possible if (end := _predict_or_none(course)) is not None]
    return {"lowest": min(found), "highest": max(found)}


def _predict_or_none(course: Course) -> float | None:
    """The forecast, or None at a natural limit, where the line does not exist."""
    try:
        return _predict_due(course)
    except Undefined:
        return None


def _linear_assessment(course: Course) -> Assessment:
    """Share of the distance covered against share of the time passed."""
    covered = linear_achievement(course.current, course.base, course.target)
    passed = elapsed_share(course.current_year, course.base_year, course.target_year)
    needed = points_needed_per_year(course.current, course.target, course.current_year, course.target_year)
    covered, passed, needed = cast(tuple[float, float, float], (covered, passed, needed))
    facts = {"covered": covered, "passed": passed, "needed": abs(needed)}
    return Assessment(PaceMethod.LINEAR, "ahead" if covered >= passed else "behind", covered >= passed, facts)


def _growth_assessment(course: Course) -> Assessment:
    """Observed over required growth, with the labels of Open SDG."""
    found = pace.pace_to_target(*course.growth)
    return Assessment(PaceMethod.GROWTH_RATIO, found.status, found.status in ON_COURSE, {"ratio": found.value})


def _escap_assessment(course: Course) -> Assessment:
    """ESCAP's anticipated progress, predicted on the logit scale, or on the log scale without a maximum."""
    predicted = _predict_due(course)
    index = escap.anticipated_progress_index(course.base, predicted, course.target, course.direction)
    label = escap.anticipated_progress_label(index)
    return Assessment(PaceMethod.ESCAP, label, label in ON_COURSE, {"index": index, "predicted": predicted})


def _predict_due(course: Course) -> float:
    """The value of the due year on ESCAP's line through both values."""
    years, values = (course.base_year, course.current_year), (course.base, course.current)
    return escap.predict_by_weighted_regression(years, values, course.target_year, course.maximum)


def _chart_assessment(course: Course) -> Assessment:
    """The UN progress chart: share of the distance that the observed growth will cover."""
    found = progress_chart.chart_with_target(*course.growth)
    return Assessment(PaceMethod.UN_CHART, found.status, found.score == 3, {"ratio": found.ratio})


METHODS = {
    PaceMethod.LINEAR: _linear_assessment,
    PaceMethod.GROWTH_RATIO: _growth_assessment,
    PaceMethod.ESCAP: _escap_assessment,
    PaceMethod.UN_CHART: _chart_assessment,
}
