"""Is a target on course? Several standard methods on the same two numbers; the registered one decides."""

from dataclasses import dataclass, field

from bvte.judgement.finding import Reason
from bvte.methods import escap, pace, progress_chart
from bvte.methods.achievement import elapsed_share, linear_achievement, points_needed_per_year
from bvte.methods.undefined import Undefined

# Conditions that name one level to reach; the methods know no range and no change.
LEVELS = ("below", "at_most", "at_least", "above", "exactly")
ON_COURSE = {"target_achieved", "substantial_progress", "will_meet_target", "met_or_on_track", "ahead"}


@dataclass(frozen=True)
class Assessment:
    """What one method says: its label as a code, whether that means on course, and its numbers."""

    method: str
    label: str
    on_course: bool
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """All methods on one target: what they say (`assessments`, the registered one first) and which refuse."""

    assessments: tuple = ()
    refusals: tuple = ()

    @property
    def main(self):
        """The assessment of the registered method, or None where it refuses."""
        return self.assessments[0] if self.assessments else None

    @property
    def dissent(self):
        """Assessments that contradict the registered one."""
        return tuple(a for a in self.assessments if a.on_course != self.main.on_course)


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


def progress(card, target, baseline, latest, comparison):
    """What the methods say of the way from baseline to target, from the printed numbers.

    Without two comparable printed numbers of two years, a clear direction and a level as target there is
    no assessment, only the reason why.
    """
    refusal = _obstacle(card, target, baseline, latest, comparison)
    if refusal:
        return Progress(refusals=(refusal,))
    course = Course(
        float(baseline.value), float(latest.value), float(target.value), baseline.year, latest.year,
        target.due_year, card.better, card.limits[1],
    )  # fmt: skip
    order = sorted(METHODS, key=lambda name: name != registered(card))
    results = [_try(name, course) for name in order]
    if isinstance(results[0], Reason):
        return Progress(refusals=tuple(r for r in results if isinstance(r, Reason)))
    said = tuple(r for r in results if isinstance(r, Assessment))
    return Progress(said, tuple(r for r in results if isinstance(r, Reason)))


def registered(card):
    """The method that decides for an indicator: the card's own, else ESCAP's index for shares (which have
    a ceiling and a floor) and the growth ratio for everything else."""
    return card.pace_rule or ("escap" if card.unit == "percent" else "growth_ratio")


def _obstacle(card, target, baseline, latest, comparison):
    """The reason that forbids any assessment, or None."""
    if card.better == "ambiguous":
        return Reason("refused_ambiguous_direction")
    if target.condition not in LEVELS or card.kind == "change":
        return Reason("refused_not_a_level")
    if baseline is None:
        return Reason("refused_no_baseline")
    if baseline.year >= latest.year:
        return Reason("refused_same_year", {"year": latest.year})
    if comparison.verdict == "not_comparable":
        return Reason("refused_not_comparable")
    if baseline.is_bound or latest.is_bound or "-" in (baseline.comparator, latest.comparator):
        return Reason("refused_bound")
    return None


def _try(name, course):
    """The assessment of one method, or its refusal as a reason."""
    try:
        return METHODS[name](course)
    except Undefined as refused:
        return Reason("refused_undefined", {"method": name, "code": refused.code})


def _linear(course):
    """Share of the distance covered against share of the time passed."""
    covered = linear_achievement(course.current, course.base, course.target)
    passed = elapsed_share(course.current_year, course.base_year, course.target_year)
    needed = points_needed_per_year(course.current, course.target, course.current_year, course.target_year)
    facts = {"covered": covered, "passed": passed, "needed": abs(needed)}
    return Assessment("linear", "ahead" if covered >= passed else "behind", covered >= passed, facts)


def _growth_ratio(course):
    """Observed over required growth, with the labels of Open SDG."""
    found = pace.pace_to_target(
        course.base, course.current, course.target, course.base_year, course.current_year,
        course.target_year, course.direction,
    )  # fmt: skip
    return Assessment("growth_ratio", found.status, found.status in ON_COURSE, {"ratio": found.value})


def _escap(course):
    """ESCAP's anticipated progress, predicted on the logit scale, or on the log scale without a maximum."""
    years, values = (course.base_year, course.current_year), (course.base, course.current)
    predicted = escap.predict_by_weighted_regression(years, values, course.target_year, course.maximum)
    index = escap.anticipated_progress_index(course.base, predicted, course.target, course.direction)
    label = escap.anticipated_progress_label(index)
    return Assessment("escap", label, label in ON_COURSE, {"index": index, "predicted": predicted})


def _un_chart(course):
    """The UN progress chart: share of the distance that the observed growth will cover."""
    found = progress_chart.chart_with_target(
        course.base, course.current, course.target, course.base_year, course.current_year,
        course.target_year, course.direction,
    )  # fmt: skip
    return Assessment("un_chart", found.status, found.score == 3, {"ratio": found.ratio})


METHODS = {"linear": _linear, "growth_ratio": _growth_ratio, "escap": _escap, "un_chart": _un_chart}
