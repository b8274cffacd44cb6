"""One target to decide on: its past, the ways to its due year, its neighbours, and what to count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bvte.evidence.lookups import places_at
from bvte.evidence.rows import Break, Programme
from bvte.evidence.value import SCALES
from bvte.judgement.audit_subject import Subject
from bvte.judgement.comparability import breaks_in_years
from bvte.judgement.coverage import level_ended
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Reason, ReasonCode
from bvte.judgement.paths import Path, Trend, denominators_of, is_of_units, past_whole, paths_of, trend_of
from bvte.judgement.target_terms import base_year, is_change, level_indicator
from bvte.methods.achievement import CHANGES

# Places that are named beside the province: survey groups and communes are no measure for it.
LEVELS = ("country", "province")


# What kind of work it is that a target waits for: a figure to collect, or something to settle before one is collected.
TaskKind = StrEnum("TaskKind", "COLLECT DEFINE AGREE_FIGURES CHOOSE_UNITS AGREE_WHOLE")
TASK_OF = {
    ReasonCode.COUNT_AFTER_DEFINING: TaskKind.DEFINE,
    ReasonCode.COUNT_AFTER_EXPLAINING: TaskKind.DEFINE,
    ReasonCode.COUNT_AFTER_NAMING_UNIT: TaskKind.DEFINE,
    ReasonCode.COUNT_AFTER_AGREEING: TaskKind.AGREE_FIGURES,
    ReasonCode.COUNT_OTHER_UNITS: TaskKind.CHOOSE_UNITS,
    ReasonCode.COUNT_ONE_WHOLE: TaskKind.AGREE_WHOLE,
}


@dataclass(frozen=True)
class Choice:
    """One target to decide on.

    trend : how its indicator came to where it is, or None; paths : see `paths`; denominators : estimates of
    what it is a share of; past_whole : where there is none, one from before a break; elsewhere : the newest
    estimate of the country and of each other province; breaks : those between the baseline (or the start of the
    phase) and the due year; to_count : reasons, what would have to be counted to know.
    """

    subject: Subject
    trend: Trend | None
    paths: tuple[Path, ...]
    denominators: tuple[Estimate, ...]
    past_whole: Estimate | None
    elsewhere: tuple[Estimate, ...]
    breaks: tuple[Break, ...]
    to_count: tuple[Reason, ...]


def task_of(reason: Reason) -> TaskKind:
    """The kind of work of a thing that would have to be counted."""
    return TASK_OF.get(ReasonCode(reason.code), TaskKind.COLLECT)


def choice_for(subject: Subject, closing: Programme) -> Choice:
    """One target with its past, neighbours and the ways that need no proposal. closing : the programme."""
    trend = trend_of(subject, closing)
    breaks, denominators = tuple(_breaks_on_way(subject)), denominators_of(subject)
    count = tuple(_to_count(subject, breaks, denominators))
    paths, elsewhere = paths_of(subject, trend), tuple(_levels_elsewhere(subject))
    return Choice(subject, trend, paths, denominators, past_whole(subject), elsewhere, breaks, count)


def _breaks_on_way(subject: Subject) -> list[Break]:
    """Breaks of the indicator or of its denominator on the way to the due year, by date."""
    since = subject.baseline.period.last.year if subject.baseline else subject.phase.start - 1
    due, where = subject.target.due_year, ({subject.card.id}, subject.area)
    return breaks_in_years(subject.evidence, *where, since + 1, due)


def _levels_elsewhere(subject: Subject) -> Iterator[Estimate]:
    """The newest level of the country and of each other province, in the target's unit."""
    for area in places_at(subject.evidence, *LEVELS):
        if area != subject.area:
            known = estimates_of(subject.evidence, subject.card.id, area)
            known = [r for r in known if r.unit == subject.target.unit and r.is_of_one_year]
            if known:
                yield max(known, key=lambda r: r.period.last)


def _to_count(subject: Subject, breaks: Sequence[Break], denominators: Sequence[Estimate]) -> Iterator[Reason]:
    """What is not counted, or not so that the target could be judged, as reasons."""
    target, card = subject.target, subject.card
    if card.gap is not None:
        yield Reason(ReasonCode.COUNT_AFTER_DEFINING, {"why": card.gap})
    yield from (start := list(_start_to_count(subject)))
    if last := level_ended(subject.evidence, card.id, target.due_year):
        yield Reason(ReasonCode.COUNT_OTHER_UNITS, {"last": last, "due": target.due_year})
        return
    for b in breaks:
        if b.effect == "not_comparable" and not _starts_after(b, start):
            yield Reason(ReasonCode.COUNT_BOTH_WAYS, {"break": b.id})
    if len({each.value for each in denominators}) > 1:
        yield Reason(ReasonCode.COUNT_ONE_WHOLE, {"wholes": denominators, "due": target.due_year})
    yield _result_to_count(subject)


def _result_to_count(subject: Subject) -> Reason:
    """The figure that the target is judged by; of a change both ends of it, or each year."""
    target, card = subject.target, subject.card
    facts = {"numerator": card.numerator or card.name, "due": target.due_year}
    # A change of which no card has the level is counted by its own terms.
    if is_change(subject.evidence, target) and (card.change_of or card.kind != "change"):
        level = subject.evidence.indicators[level_indicator(subject.evidence, target)]
        is_yearly = "per_year" in f"{target.condition} {target.unit}"
        ends = {"numerator": level.name, "base": base_year(subject.evidence, target)}
        return Reason(ReasonCode.COUNT_YEARLY if is_yearly else ReasonCode.COUNT_CHANGE, facts | ends)
    if _counts_whole(subject):
        return Reason(ReasonCode.COUNT_SHARE, facts | {"whole": card.denominator})
    return Reason(ReasonCode.COUNT_RESULT, facts)


def _starts_after(found: Break, start: Sequence[Reason]) -> bool:
    """Whether the level to start from is counted anew after a break, which then stands between no two figures."""
    years = (reason.facts["year"] for reason in start if reason.code == ReasonCode.COUNT_BASELINE)
    return any(found.date.year <= year for year in years)


def _start_to_count(subject: Subject) -> Iterator[Reason]:
    """What lacks of the level that a target starts from: a figure of the year before the phase, its number, or its
    year; of units that had ended by then nothing can be counted."""
    start, before, card = subject.baseline, subject.phase.start - 1, subject.card
    if not card.needs_start or subject.target.condition in CHANGES or level_ended(subject.evidence, card.id, before):
        return
    # A start that the programme itself prints holds, however old it is.
    is_older = start is not None and subject.target.baseline_value is None and start.period.last.year < before
    if start is None or is_older:
        yield Reason(ReasonCode.COUNT_BASELINE, {"year": before})
    elif start.is_bound:
        yield Reason(ReasonCode.COUNT_EXACTLY, {"baseline": start})
    elif not start.period_stated:
        yield Reason(ReasonCode.COUNT_CONFIRMED, {"baseline": start})


def _counts_whole(subject: Subject) -> bool:
    """Whether what a target is a share of has to be counted with it; units stand in the list of areas."""
    return subject.target.unit in SCALES and subject.card.denominator is not None and not is_of_units(subject)
