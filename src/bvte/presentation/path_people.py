"""What a path to a target means in children, or in units such as communes."""

from math import isinf

from markupsafe import Markup

from bvte.evidence import value
from bvte.judgement.conflicts import conflicts
from bvte.judgement.paths import PathKind, counts_at, is_of_units, people_at, units_before, units_whole
from bvte.methods.undefined import Undefined
from bvte.presentation import cells, dates, numbers, times
from bvte.presentation.spans import span, span_form
from bvte.presentation.texts import say


def people(path, choice, sources):
    """How many children or units a path comes to, of each whole that is known, with its source."""
    subject = choice.subject
    if not choice.denominators:
        return _without_whole(subject)
    lines = [_people_of(path, whole, subject) for whole in choice.denominators]
    cited = [cells.cite(whole.sources, sources) if whole.sources else "" for whole in choice.denominators]
    return cells.paragraphs(Markup("{} {}").format(*pair) for pair in zip(lines, cited, strict=True))


def _people_of(path, whole, subject):
    """How many of one whole a path comes to; whether that whole is no number or of another year is said."""
    due, kind = subject.target.due_year, "units" if is_of_units(subject) else "whole"
    year = times.when(whole.period, whole.period_stated)
    if whole.year != due:
        year = Markup(say("workshop.other_year", year=year, due=due))
    facts = {"whole": cells.reading_with_unit(whole), "whole_year": year}
    if path.kind == PathKind.PAST:
        key, people = "bound" if whole.is_bound else kind, _carried(path, whole, subject)
    else:
        key, people = _satisfying(path, whole, subject, kind)
    told = Markup(say(f"workshop.counted.{key}", people=people, **facts))
    return told + _in_question(whole, subject)


def _in_question(whole, subject):
    """That a whole has to be explained before it is used, "" where nothing speaks against it."""
    found = conflicts(subject.evidence, subject.area, [whole.indicator])
    doubted = any(whole in conflict.readings for conflict in found)
    return Markup(" {}").format(say("workshop.whole_in_question")) if doubted else ""


def _carried(path, whole, subject):
    """How many the past pace leads to: a span, rounded outward, of children to hundreds."""
    decimals = 0 if is_of_units(subject) else -2
    most = float(whole.value) if whole.is_bound else whole.interval.right
    return span(people_at(path, whole, subject.target.unit), (0, most), decimals, cells.marked())


def _satisfying(path, whole, subject, kind):
    """Which sentence says how many surely satisfy a target, and how many those are: exact, rounded inward."""
    try:
        least, most = counts_at(path, whole, subject.target.unit)
    except Undefined:
        return "none", ""
    ends = {name: cells.datum(end, numbers.number(end))
            for name, end in (("low", least), ("high", most)) if not isinf(end)}  # fmt: skip
    form = "exactly" if least == most else span_form(path.at, subject.card.limits, closed=True)
    told = Markup(say(f"workshop.span.{form}", **ends))
    return (kind if whole.interval.length == 0 else "range"), told


def _without_whole(subject):
    """Why a target is not turned into a number; a dash where it is a number already."""
    if subject.target.unit not in value.SCALES:
        return cells.NOTHING
    if is_of_units(subject):
        return _without_units(subject)
    if subject.card.denominator is None:
        return say("workshop.no_whole")
    whole, due = subject.card.denominator.text, subject.target.due_year
    return say("workshop.whole_unknown", whole=whole, due=due)


def _without_units(subject):
    """That there are no such units any more when a target is due, and until when there were how many."""
    last, day = units_before(subject), dates.day(units_whole(subject).period.first)
    if last is None:
        return say("workshop.no_units", day=day)
    facts = {"count": numbers.reading_text(last), "last": dates.day(last.period.first)}
    return say("workshop.units_ended", day=day, **facts)
