"""Is a target itself sound? Each check looks at one target of a programme and names what is wrong with it.

Here stand the checks of what a target means (definition, direction, unit, denominator, national counterpart);
`audit_baseline` has those of where things stood.
"""

from dataclasses import dataclass, field

from bvte.evidence import value
from bvte.judgement.audit_baseline import BASELINE_CHECKS
from bvte.judgement.audit_subject import Flag, Subject
from bvte.judgement.readings import published_readings
from bvte.judgement.target_terms import target_standing
from bvte.methods import interval

# A target this many times as strict as the national one, and as what the area itself reports, probably
# measures something else.
ANOTHER_MEASURE = 2


def met_by_definition(subject):
    """With reported cases as numerator the target is met from the first day; only a survey could miss it."""
    card = subject.card
    unit = subject.target.unit
    if card.reported_count is None or unit not in value.SCALES:
        return None
    count, whole = _reported_pair(subject, card.reported_count, card.reported_whole)
    if count is None:
        return None
    rate = interval.scale(interval.ratio(count.interval, whole.interval), value.SCALES[unit])
    if not interval.within(rate, subject.wanted):
        return None
    facts = {"count": count, "whole": whole, "rate": rate.right, "unit": unit, "area": count.area}
    return Flag("met_by_definition", facts, "say_reported_or_survey")


def _reported_pair(subject, count, whole):
    """The newest reported count of a year and its whole, both of the area or both of the country."""
    country = next(a.code for a in subject.evidence.areas.values() if a.level == "country")
    for area in (subject.area, country):
        pair = _newest_count(subject.evidence, count, area), _newest_count(subject.evidence, whole, area)
        if all(pair):
            return pair
    return None, None


def _newest_count(evidence, indicator, area):
    known = [r for r in published_readings(evidence, indicator, area) if _is_year_count(r)]
    return max(known, key=lambda r: r.period.last, default=None)


def _is_year_count(reading):
    return reading.comparator == "=" and (reading.period.is_whole_year or reading.period.is_moment)


def weaker_than_national(subject):
    """The national target of that year asks for more."""
    ratio = _as_strict_as(subject, subject.national)
    if ratio is None or ratio >= 1:
        return None
    remedy = {"value": subject.national.value}
    return Flag("weaker_than_national", _beside_own(subject), "reach_the_national", remedy)


def unlike_national(subject):
    """The target is so much stricter than the national one that it probably measures something else.

    The area's own level comes first: where the target is of its size, it is only a good level.
    """
    ratio, from_own = _as_strict_as(subject, subject.national), _as_strict_as(subject, subject.own_level)
    if ratio is None or ratio < ANOTHER_MEASURE or (from_own is not None and from_own < ANOTHER_MEASURE):
        return None
    return Flag("unlike_national", _beside_own(subject) | {"ratio": ratio}, "use_the_national_definition")


def _beside_own(subject):
    """The national target with the area's own level, where there is one, as the ground of a flag."""
    own = {"own": subject.own_level} if subject.own_level else {}
    return {"national": subject.national} | own


def _as_strict_as(subject, other):
    """How strict the target is as a multiple of another number (a target, a reading): above 1 is stricter,
    None where unknown."""
    if other is None or subject.is_upper_bound is None:
        return None
    own, other = float(subject.target.value), float(other.value)
    strict, easy = (other, own) if subject.is_upper_bound else (own, other)
    return strict / easy if easy else None


def vanishing_denominator(subject):
    """What the indicator is divided by ends or changes before the target is due."""
    breaks = [
        b
        for b in subject.evidence.breaks.values()
        if b.kind == "denominator"
        and b.touches(subject.card.id, subject.area)
        and subject.phase.start <= b.date.year <= subject.target.due_year
    ]
    if not breaks:
        return None
    first = min(breaks, key=lambda b: (b.date, b.id))
    return Flag("vanishing_denominator", {"break": first.id}, "redefine_before", {"date": first.date})


def unfound(subject):
    """No document that states the target was found: it is known only from the sentence on its result."""
    if target_standing(subject.evidence, subject.target) != "unfound":
        return None
    return Flag("unfound", {}, "find_the_document")


def ambiguous_direction(subject):
    """A higher value may be good or bad news."""
    if subject.card.better != "ambiguous":
        return None
    why = subject.card.better_note or subject.card.definition
    return Flag("ambiguous_direction", {"why": why}, "say_which_way")


def ambiguous_unit(subject):
    """The printed unit can be read in two ways."""
    if subject.target.unit_printed is None:
        return None
    facts = {"printed": subject.target.unit_printed, "unit": subject.target.unit}
    return Flag("ambiguous_unit", facts, "print_the_unit", {"unit": subject.target.unit})


def not_measurable(subject):
    """What is collected cannot measure what the target says."""
    if subject.card.measurement_gap is None:
        return None
    return Flag("not_measurable", {"why": subject.card.measurement_gap}, "define_what_counts")


def nested_denominator(subject):
    """The target is a share of those who reach another target of the same programme."""
    targets = subject.evidence.targets_of(subject.phase.id)
    outer = next((t for t in targets if t.indicator == subject.card.nested_in), None)
    if outer is None:
        return None
    least = float(outer.value) * float(subject.target.value) / 100
    return Flag("nested_denominator", {"outer": outer, "least": least}, "name_the_denominator")


MEANING_CHECKS = (
    unfound, met_by_definition, weaker_than_national, unlike_national, vanishing_denominator,
    nested_denominator, ambiguous_direction, ambiguous_unit, not_measurable,
)  # fmt: skip


CHECKS = (*BASELINE_CHECKS, *MEANING_CHECKS)


@dataclass(frozen=True)
class Audit:
    """The flags of a programme's targets: `flags` maps a target's id to its flags, in check order."""

    evidence: object
    programme: object
    area: str
    subjects: tuple
    flags: dict = field(default_factory=dict)

    @property
    def sources(self):
        """Ids of the sources of the targets, their baselines and all that a flag rests on, each once."""
        flags = (flag for found in self.flags.values() for flag in found)
        named = (code for flag in flags for code in flag.sources(self.evidence))
        baselines = (code for s in self.subjects if s.baseline for code in s.baseline.sources)
        return list(dict.fromkeys([*(s.target.source for s in self.subjects), *baselines, *named]))

    @property
    def flagged(self):
        """Targets with at least one flag."""
        return [s.target for s in self.subjects if self.flags[s.target.id]]


def audit(evidence, programme, area=None):
    """The audit of every target of a programme, in its own area or in another one.

    Raises KeyError for an unknown programme.
    """
    phase = evidence.programmes[programme]
    where = area or phase.area
    subjects = tuple(Subject(evidence, target, where) for target in evidence.targets_of(programme))
    flags = {s.target.id: tuple(flag for check in CHECKS if (flag := check(s))) for s in subjects}
    return Audit(evidence, phase, where, subjects, flags)


def check_codes():
    """Codes of all checks, in their order: the columns of an audit picture."""
    return [check.__name__ for check in CHECKS]
