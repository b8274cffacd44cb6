"""Each target to decide on: the past pace, the draft, the proposal, and what they mean in children."""

from markupsafe import Markup

from bvte.judgement.finding import Comparability
from bvte.judgement.paths import PathKind, extrapolate_trend, within_limits
from bvte.judgement.target_terms import is_change
from bvte.presentation import cells, dates, numbers, times, words
from bvte.presentation.audit_page import remedy_text
from bvte.presentation.decisions import decided
from bvte.presentation.path_options import at_due, options_chart
from bvte.presentation.path_people import people
from bvte.presentation.places import inside
from bvte.presentation.show import Column, Prose, Several, Table, nothing
from bvte.presentation.spans import decimals_of
from bvte.presentation.texts import say
from bvte.presentation.workshop_page import workshop_sources

PATH_COLUMNS = (("path", "text"), ("at_due", "num"), ("people", "text"), ("basis", "wide"))
KINDS = ("past", "draft", "proposal")


def workshop_paths(pack):
    """For each target its message, what is known of the way, a chart where there is one, a table of paths."""
    if not pack.choices:
        return nothing("workshop.headline_none")
    sources = workshop_sources(pack)
    shown = [thing for choice in pack.choices for thing in _choice(choice, pack, sources)]
    return Several(shown)


def _choice(choice, pack, sources):
    yield _words(choice, pack)
    if choice.paths and choice.subject.baseline:
        yield options_chart(choice, pack.evidence)
    if choice.paths:
        yield _table(choice, pack, sources)


def _words(choice, pack):
    """The drafted target as a heading, and what is known of the way to it."""
    target = choice.subject.target
    facts = {"target": numbers.target_text(target), "due": target.due_year}
    title = say("workshop.choice", indicator=choice.subject.card.short.text, **facts)
    past = choice.trend is not None and choice.trend.leads_on
    said = [] if choice.paths and not past else [past_sentence(choice, pack)]
    said = [*said, *_breaks(choice), *decided(pack.evidence, target)]
    return Prose(Markup("<h3>{}</h3>{}").format(title, cells.paragraphs(said)))


def past_sentence(choice, pack):
    """What is known of the pace until now, and how far it would lead; or why there is none to be had."""
    subject, past = choice.subject, choice.trend
    if is_change(pack.evidence, subject.target):
        return say("workshop.past.change")
    if past is None:
        return _without_past(subject, pack)
    facts = {
        "first": numbers.labelled(past.first), "last": numbers.labelled(past.last),
        "first_year": dates.year_text(past.first.period),
        "last_year": dates.year_text(past.last.period), "due": subject.target.due_year,
        "why": "; ".join(words.reason_name(r, pack.evidence) for r in past.comparison.reasons),
    }  # fmt: skip
    if past.pace is None:
        return say("workshop.past.broken", **facts)
    told = say("workshop.past.pace", **facts, **_pace(choice))
    caveat = [say("workshop.past.caveat", **facts)] * (past.comparison.verdict == Comparability.CAVEAT)
    return " ".join([told, _onwards(choice), *caveat])


def _onwards(choice):
    """Where the past pace leads, or the break that it does not cross."""
    subject, past = choice.subject, choice.trend
    due = subject.target.due_year
    if not past.leads_on:
        names = _named(past.ahead)
        return say("workshop.past.not_across", due=due, breaks=names)
    reached = within_limits(extrapolate_trend(past, due), subject.card.limits)
    return say("workshop.past.carried", due=due, reached=at_due(reached, subject))


def _without_past(subject, pack):
    if subject.baseline is None:
        area = inside(pack.evidence.area(pack.area))
        return say("workshop.past.none", area=area)
    last = numbers.labelled(subject.baseline)
    year = dates.year_text(subject.baseline.period)
    return say("workshop.past.only_base", last=last, last_year=year)


def _pace(choice):
    """The past pace in words."""
    subject = choice.subject
    return {
        "pace": numbers.interval_text(choice.trend.pace, decimals_of(subject) + 1),
        "step": numbers.step_name(subject.target.unit),
    }


def _breaks(choice):
    """The breaks on the way, in one sentence where there are any."""
    due, names = choice.subject.target.due_year, _named(choice.breaks)
    return [say("workshop.breaks", due=due, names=names)] if names else []


def _named(breaks):
    """Breaks by name and day, one after the other."""
    days = ((b.text("name"), dates.day(b.date)) for b in breaks)
    return "; ".join(say("workshop.break", name=name, date=day) for name, day in days)


def _table(choice, pack, sources):
    """The three paths: where each comes to, how many children that is, what it rests on or why it lacks."""
    subject, due = choice.subject, choice.subject.target.due_year
    heads = tuple(Column(say(f"workshop.columns.{key}", due=due), kind, key) for key, kind in PATH_COLUMNS)
    there = {path.kind: path for path in choice.paths}
    rows = tuple(
        _row(there[kind], choice, sources) if kind in there else _absent(kind, choice, pack) for kind in KINDS
    )
    facts = {"due": due, "indicator": subject.card.short.text}
    note = say("workshop.paths_note", due=due) if choice.denominators else ""
    return Table(say("workshop.paths_caption", **facts), heads, rows, note)


def _absent(kind, choice, pack):
    """The row of a path that there is not, with the reason."""
    why = past_sentence(choice, pack) if kind == PathKind.PAST else say("workshop.no_proposal")
    return say(f"workshop.path.{kind}"), cells.NOTHING, cells.NOTHING, why


def _row(path, choice, sources):
    name = say(f"workshop.path.{path.kind}")
    at = Markup(at_due(path.at, choice.subject, cells.marked()))
    return name, at, people(path, choice, sources), _basis(path, choice, sources)


def _basis(path, choice, sources):
    """What a path rests on, with its sources."""
    subject, past = choice.subject, choice.trend
    if path.kind == PathKind.DRAFT:
        basis = say("workshop.basis.draft")
        return Markup("{} {}").format(basis, cells.cite([subject.target.source], sources))
    if path.kind == PathKind.PROPOSAL:
        return remedy_text(path.flag, subject)
    facts = {
        "first": cells.reading_with_unit(past.first),
        "first_year": times.when(past.first.period, past.first.period_stated),
        "last": cells.reading_with_unit(past.last),
        "last_year": times.when(past.last.period, past.last.period_stated),
    }
    basis = Markup(say("workshop.basis.past", **facts))
    return Markup("{} {}").format(basis, cells.cite([*past.first.sources, *past.last.sources], sources))
