"""How many children or units a way to a target comes to, of each whole that is known."""

from math import isinf

from bvte.evidence import value
from bvte.judgement.conflicts import conflicts
from bvte.judgement.paths import PathKind, counts_at, is_of_units, people_at, units_before, units_of, units_whole
from bvte.methods.undefined import Undefined
from bvte.presentation import cells, dates, numbers
from bvte.presentation.numbers import span_form, span_words
from bvte.presentation.phrases import Measure, joined, phrase
from bvte.presentation.sentences import unit_kinds
from bvte.presentation.texts import say


def people(path, choice, sources):
    """How many children or units a path comes to, of each whole that is known, with its source."""
    subject = choice.subject
    if not choice.denominators:
        return _without_whole(subject)
    lines = [_people_of(path, whole, subject) for whole in choice.denominators]
    cited = [cells.cite(whole.sources, sources) if whole.sources else "" for whole in choice.denominators]
    return cells.paragraphs(joined(" ", pair) for pair in zip(lines, cited, strict=True))


def _people_of(path, whole, subject):
    """How many of one whole a path comes to; whether that whole is no number or of another year is said."""
    kind = "units" if is_of_units(subject) else "whole"
    facts = {"whole": _whole(whole, subject), "whole_year": _time_of(whole, subject)}
    if path.kind == PathKind.PAST:
        key, people = "bound" if whole.is_bound else kind, _carried(path, whole, subject)
    else:
        key, people = _satisfying(path, whole, subject, kind)
    told = phrase(say(f"workshop.counted.{key}", people=people, **facts))
    return phrase(told, _in_question(whole, subject))


def people_shortly(path, choice):
    """The same in a few words, of the first whole that is known; "" where none is, or no number surely does."""
    if not choice.denominators or path.kind == PathKind.PAST:
        return ""
    subject, whole = choice.subject, choice.denominators[0]
    kind = "units" if is_of_units(subject) else "whole"
    key, counted = _satisfying(path, whole, subject, kind)
    when = dates.when(whole.period, whole.period_stated)
    if _is_doubted(whole, subject):
        when = phrase(when, "; ", say("workshop.whole_doubted"))
    facts = {"people": counted, "whole": _whole(whole, subject), "when": when}
    told = say(f"next_phase.shortly.{'units' if kind == 'units' else 'whole'}", **facts)
    return "" if key == "none" else phrase(told)


def _whole(whole, subject):
    """A whole with its unit; of units with the kinds of them that there are."""
    if not is_of_units(subject):
        return cells.estimate_with_unit(whole, Measure.WHOLE)
    kinds = unit_kinds(units_of(subject, whole.period.first))
    counted = cells.datum(whole.value, numbers.number(whole.value), **_of_whole(whole, Measure.WHOLE))
    return say("units.counted", count=counted, kinds=kinds)


def _of_whole(whole, measure):
    """What a machine may know of a number of children or units: those of which it is."""
    return {"unit": whole.unit, "period": whole.period.iso, "sources": whole.sources, "measure": measure}


def _time_of(whole, subject):
    """When a whole was counted, and that this is not the due year where it is not: a list of units tells what there is
    on the day of the evidence, not what there will be."""
    due, known = subject.target.due_year, subject.evidence.day
    is_to_come = whole.period.first > known
    year = dates.day(known) if is_to_come else dates.when(whole.period, whole.period_stated)
    return phrase(say("workshop.other_year", year=year, due=due)) if is_to_come or whole.year != due else year


def _in_question(whole, subject):
    """That a whole has to be explained before it is used, "" where nothing speaks against it."""
    return phrase(" ", say("workshop.whole_in_question")) if _is_doubted(whole, subject) else ""


def _is_doubted(whole, subject):
    """Whether another figure speaks against a whole."""
    found = conflicts(subject.evidence, subject.area, [whole.indicator])
    return any(whole in conflict.estimates for conflict in found)


def _carried(path, whole, subject):
    """How many the past pace leads to: a span, rounded outward, of children to hundreds."""
    decimals = 0 if is_of_units(subject) else -2
    most = float(whole.value) if whole.is_bound else whole.interval.right
    return span_words(people_at(path, whole, subject.target.unit), (0, most), decimals, cells.marked())


def _satisfying(path, whole, subject, kind):
    """Which sentence says how many surely satisfy a target, and how many those are: exact, rounded inward."""
    try:
        least, most = counts_at(path, whole, subject.target.unit)
    except Undefined:
        return "none", ""
    form = "exactly" if least == most else span_form(path.at, subject.card.limits, closed=True)
    about = _of_whole(whole, Measure.COUNT) | {"comparator": "equal" if form == "exactly" else form}
    pairs = (("low", least), ("high", most))
    ends = {name: cells.datum(end, numbers.number(end), **about) for name, end in pairs if not isinf(end)}
    told = phrase(say(f"workshop.span.{form}", **ends))
    if whole.interval.length:
        return "range", told
    return ("all_units" if kind == "units" and form == "exactly" else kind), told


def _without_whole(subject):
    """Why a target is not turned into a number; a dash where it is a number already."""
    if subject.target.unit not in value.SCALES:
        return cells.NOTHING
    if is_of_units(subject):
        return _without_units(subject)
    if subject.card.denominator is None:
        return say("workshop.no_whole")
    return say("workshop.whole_unknown", due=subject.target.due_year)


def _without_units(subject):
    """That there are no such units any more when a target is due, and until when there were how many."""
    last = units_before(subject)
    if last is None:
        return say("workshop.no_units", day=dates.day(units_whole(subject).period.first))
    return say("workshop.units_ended", count=_whole(last, subject), last=dates.day(last.period.first))
