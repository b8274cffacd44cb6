"""Which figures answer a target, which only speak beside it, and what forbids a figure to judge it."""

from dataclasses import replace
from datetime import date

import pandas as pd

from bvte.evidence.period import Period, parse, whole_year
from bvte.judgement.changes import change_readings
from bvte.judgement.comparability import breaks_over, forbidding_inside
from bvte.judgement.conflicts import conflicts
from bvte.judgement.finding import Reason
from bvte.judgement.levels import is_change
from bvte.judgement.reading import NOT_PUBLISHED, STRENGTHS, printed_strength
from bvte.judgement.readings import as_printed, readings
from bvte.methods.achievement import CHANGES

# Conflicts that say: the two figures do not cover the same children.
OF_SCOPE = ("far_from_bound", "own_counts")


def answers_of(evidence, target, area):
    """Readings from the phase, not after the due year, that say how the target stands, by time.

    A level in the unit of the target; of a yearly count the total of a whole year, and of the due year also
    of a part of it, which is at least so much; of a wanted change the change. A sum over several years is no
    figure of its last year, and a rate or mean of several stands only where there is none of one.
    """
    card = evidence.indicators[target.indicator]
    if target.condition in CHANGES and card.kind != "change":
        return change_readings(evidence, target, area)
    inside = _inside_phase(evidence, target, area)
    found = [a for r in inside if r.unit == target.unit and (a := _as_answer(evidence, target, r))]
    found = [a for a in found if not _of_years(evidence, target, a)] or found
    return found or (change_readings(evidence, target, area) if target.condition in CHANGES else [])


def _inside_phase(evidence, target, area):
    start = evidence.programmes[target.programme].start
    known = readings(evidence, target.indicator, area)
    return [r for r in known if start <= r.year <= target.due_year]


def _as_answer(evidence, target, reading):
    """The reading as one that says something of a single year, of a change as one of the phase, or None."""
    start, period = evidence.programmes[target.programme].start, reading.period
    if is_change(evidence, target):
        return reading if period.first.year >= start - 1 else None
    if reading.statistic == "total" and not period.is_whole_year:
        return _so_far(reading) if reading.year == target.due_year and not period.is_span else None
    return reading


def _of_years(evidence, target, reading):
    """A rate or a mean of more than a year that is not of the whole phase: it says nothing of one year."""
    if is_change(evidence, target) or not reading.period.is_longer:
        return None
    start, end = evidence.programmes[target.programme].start, whole_year(target.due_year).last
    of_phase = reading.statistic == "level" and reading.period == Period(date(start, 1, 1), end)
    return None if of_phase else Reason("figure_of_years", {"reading": reading})


def _so_far(reading):
    """A sum over a part of a year as what it says of the year: at least so much; nothing of a ceiling."""
    if reading.comparator in ("<", "<="):
        return None
    least, is_open = reading.interval.left, reading.interval.open_left
    return replace(
        reading, interval=pd.Interval(least, float("inf"), closed="neither" if is_open else "left"),
        comparator=">" if is_open else ">=", value=as_printed(least), value_to=None,
        strength=printed_strength(">=", reading.strength != NOT_PUBLISHED),
    )  # fmt: skip


def newest(answers):
    """The newest reading, or None; of several in one year the firmest."""
    last = [r for r in answers if r.year == answers[-1].year]
    return min(last, key=lambda r: (STRENGTHS.index(r.strength), -r.period.last.toordinal()), default=None)


def figures_beside(evidence, target, area):
    """Readings of the phase that speak of the target's subject without answering it, by time.

    Those of another kind, unit or span, levels of a wanted change, and those of one part of a target that
    asks for several things at once.
    """
    card, phase = evidence.indicators[target.indicator], evidence.programmes[target.programme]
    codes = dict.fromkeys([card.id, *filter(None, [card.change_of]), *card.all_of])
    known = [r for code in codes for r in readings(evidence, code, area)]
    answers = {row for r in answers_of(evidence, target, area) for row in r.rows}
    inside = [r for r in known if r.year >= phase.start and r.period.first.year <= target.due_year]
    return sorted((r for r in inside if not answers & set(r.rows)), key=lambda r: (r.period.last, r.rows))


def obstacle(evidence, target, reading):
    """Why a figure may not judge the target although it answers it, as a reason, or None.

    The target keeps the scope, the definition and the day that it was set with; a figure whose parts are in
    dispute, or that another one of the same time puts into another scope, decides nothing.
    """
    checks = (_other_scope, _other_definition, _break_inside, _break_since, _of_years, _disputed)
    return next((found for check in checks if (found := check(evidence, target, reading))), None)


def _other_scope(evidence, target, reading):
    if target.scope is not None and reading.definition != target.scope:
        return Reason("scope_differs", {"reading": reading})
    return None


def _other_definition(evidence, target, reading):
    if reading.definition not in (None, target.definition, target.scope):
        return Reason("definition_since_target", {"reading": reading})
    return None


def day_set(evidence, target):
    """The day on which a target was set: its own, else its programme's, else the first of the phase."""
    phase = evidence.programmes[target.programme]
    stated = target.set_on or phase.set_on
    return parse(stated, stated).last if stated else date(phase.start, 1, 1)


def _break_since(evidence, target, reading):
    """A break that forbids comparison between the day of the target and the figure."""
    if target.definition is not None and target.definition == reading.definition:
        return None
    codes = {target.indicator, *(ground.indicator for ground in reading.grounds)}
    since = breaks_over(evidence, codes, reading.area, day_set(evidence, target), reading.period.last)
    found = next((b for b in since if b.effect == "not_comparable"), None)
    return Reason("break_since_target", {"break": found.id, "reading": reading}) if found else None


def _break_inside(evidence, target, reading):
    """A break that forbids comparison inside the time over which a change was counted."""
    if not is_change(evidence, target):
        return None
    found = forbidding_inside(evidence, reading)
    return Reason("break_inside_change", {"break": found[0].id, "reading": reading}) if found else None


def _disputed(evidence, target, reading):
    """A conflict that a derived figure, all that it was made from, or a number far inside another's bound
    stand in."""
    for part in reading.grounds:
        for conflict in conflicts(evidence, part.area, [part.indicator]):
            if _doubts(conflict, part, reading):
                other = next(r for r in conflict.readings if not _same(r, part))
                return Reason("disputed_figure", {"reading": reading, "part": part, "other": other})
    return None


def _same(one, other):
    """Whether two readings are one statement; one of a single source is part of one that names several."""
    return one.strength == other.strength and bool(set(one.rows) & set(other.rows))


def _doubts(conflict, part, whole):
    """Whether a conflict takes from a figure that it decides: any contradiction for a part, one of scope for
    itself. A change that needs an explanation may have one; only one of another scope takes something."""
    if not any(_same(part, r) for r in conflict.readings):
        return False
    if conflict.kind == "step":
        return conflict.facts["other_scope"]
    if part is not whole:
        return True
    return conflict.kind in OF_SCOPE and not (conflict.kind == "far_from_bound" and part.is_bound)
