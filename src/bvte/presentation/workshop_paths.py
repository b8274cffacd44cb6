"""Each target to decide on: the past pace, the draft, the proposal, and what they mean in children."""

from dataclasses import replace

import pandas as pd

from bvte.evidence.next_phase import CarriedProgramme, CarriedTarget
from bvte.judgement.finding import Comparability
from bvte.judgement.frames import result_of, workshop_of
from bvte.judgement.paths import Path, PathKind, extrapolate_trend, within_limits
from bvte.judgement.target_terms import is_change
from bvte.judgement.workshop import Workshop
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Column, Heading, Prose, Several, make_table
from bvte.presentation.newness import inside
from bvte.presentation.next_phase_words import heading_name, level_text, national_text
from bvte.presentation.numbers import decimals_of
from bvte.presentation.parts import nothing, paragraph
from bvte.presentation.path_chart import at_due, level_cell, newer_figure, options_chart, path_name
from bvte.presentation.path_people import people
from bvte.presentation.phrases import phrase
from bvte.presentation.texts import say
from bvte.presentation.workshop_columns import pack_columns
from bvte.presentation.workshop_page import workshop_sources

PATH_COLUMNS = (("path", "text"), ("at_due", "num"), ("people", "text"), ("basis", "wide"))
KINDS = (PathKind.PAST, PathKind.DRAFT, PathKind.NATIONAL, PathKind.PROPOSAL)


def workshop_paths(pack: Workshop | pd.DataFrame, of: Workshop | None = None) -> Several | Prose:
    """For each target with a figure its message, a chart and a table of the ways to its due year; below them one table
    of the others, of which only levels are known.

    pack : of a workshop, or its frame, of which exactly the targets are shown; `of` : the pack that a frame
    was made from, where it has lost it. Sources are numbered as in the list of the whole pack.
    """
    whole = pack if isinstance(pack, Workshop) else result_of(pack, of, Workshop)
    shown = workshop_of(pack, of)
    pairs = list(zip(shown.items, shown.choices, strict=True))
    if not pairs:
        return nothing("workshop.headline_none")
    sources = workshop_sources(whole)
    told = [thing for item, choice in pairs if _has_ways(choice) for thing in _choice(item, choice, whole, sources)]
    others = [(item, choice) for item, choice in pairs if not _has_ways(choice)]
    return Several([*told, *(_levels(others, whole, sources) if others else ())])


def _has_ways(choice):
    """Whether a figure of the past stands beside the levels of a target."""
    return bool(choice.paths and choice.subject.baseline)


def _choice(item, choice, pack, sources):
    yield _words(item, choice, pack)
    yield options_chart(item, choice, pack.evidence)
    yield _table(item, choice, pack, sources)


def _words(item, choice, pack):
    """The target as a heading, and what is known of the way to it."""
    target, past = choice.subject.target, choice.trend
    said = [past_sentence(choice, pack)] if past is not None and past.leads_on else []
    said = [*_newest_apart(item, choice), *said, *_breaks(choice), *decided(pack.evidence, target)]
    return Prose((Heading(3, phrase(heading_name(choice.subject.card))), *map(paragraph, said)))


def _newest_apart(item, choice):
    """Which figure is the newest and from which the ways start, where these are two."""
    newest, start = newer_figure(item, choice), choice.subject.baseline
    if newest is None:
        return
    facts = {"newest": numbers.labelled(newest), "time": dates.time_text(newest)}
    facts |= {"base": numbers.labelled(start), "base_time": dates.time_text(start)}
    yield say("workshop.newest_apart" if newest.is_of_one_year else "workshop.newest_of_years", **facts)


def _levels(pairs, pack, sources):
    """The targets without a figure to start from: their level, the nation's, and what is proposed or left open."""
    due, area = pack.audit.programme.end, inside(pack.evidence.area(pack.area))
    is_kept = isinstance(pack.audit.programme, CarriedProgramme)
    level = "old_level:num" if is_kept else "level:num"
    heads = pack_columns("indicator", level, "national:num", "people", "proposal:wide")
    yield Prose((Heading(3, phrase(say("workshop.levels"))), paragraph(say("workshop.levels_lead", area=area))))
    rows = (_level_row(item, choice, pack, sources) for item, choice in pairs)
    table = make_table(say("workshop.levels_caption", due=due), heads, rows)
    place = next(at for at, head in enumerate(heads) if head.key == "people")
    # How numbers were worked out is said where there is one.
    counted = any(row[place].data for row in table.rows)
    told = [say("workshop.paths_note", due=due)] * counted + [say("workshop.no_national_level")]
    yield replace(table, note=" ".join(told))


def _level_row(item, choice, pack, sources):
    subject, old = choice.subject, item.origin
    asked = next((path for path in choice.paths if path.kind == PathKind.DRAFT), None)
    said = [_proposed(item), *_breaks(choice), *decided(pack.evidence, subject.target)]
    return (
        cells.indicator(subject.card, subject.target.unit),
        phrase(cells.target_with_year(old), " ", cells.cite([old.source], sources)),
        _national(told, sources) if (told := item.binding or item.apart) else cells.NOTHING,
        people(asked, choice, sources) if asked else cells.NOTHING,
        cells.paragraphs(said),
    )


def _national(target, sources):
    """The national target without its unit, which stands with the name of the row."""
    return phrase(cells.target_with_year(target), " ", cells.cite([target.source], sources))


def _proposed(item):
    """The ground of the proposed level, or in short why those who decide set it."""
    level = item.level
    if level.left is None:
        return level_text(item)
    days = "; ".join(dict.fromkeys(dates.day(b.date) for b in level.breaks))
    return say(f"workshop.left.{level.left}", days=days)


def past_sentence(choice, pack):
    """What is known of the pace until now, and how far it would lead; or why there is none to be had."""
    subject, past = choice.subject, choice.trend
    if is_change(pack.evidence, subject.target):
        return say("workshop.past.change")
    if past is None:
        return _without_past(subject, pack)
    facts = {
        "first": numbers.labelled(past.first),
        "last": numbers.labelled(past.last),
        "first_year": dates.time_text(past.first),
        "last_year": dates.time_text(past.last),
        "due": subject.target.due_year,
        "why": "; ".join(words.reason_name(r, pack.evidence) for r in past.comparison.reasons),
    }
    if past.pace is None:
        return say("workshop.past.broken", **facts)
    if past.is_open:
        return say("workshop.past.open", **facts)
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
    return say("workshop.past.carried", due=due, reached=at_due(Path(PathKind.PAST, reached), subject))


def _without_past(subject, pack):
    if subject.baseline is None:
        area = inside(pack.evidence.area(pack.area))
        return say("workshop.past.none", area=area)
    last = numbers.labelled(subject.baseline)
    year = dates.time_text(subject.baseline)
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


def _table(item, choice, pack, sources):
    """The ways: where each comes to, how many children that is, what it rests on or why it lacks."""
    subject, due = choice.subject, choice.subject.target.due_year
    heads = tuple(Column(say(f"workshop.columns.{key}", due=due), kind, key) for key, kind in PATH_COLUMNS)
    there = {path.kind: path for path in choice.paths}
    kinds = [kind for kind in KINDS if kind in there or kind != PathKind.NATIONAL]
    rows = tuple(
        _row(there[kind], item, choice, sources) if kind in there else _absent(kind, item, choice, pack)
        for kind in kinds
    )
    facts = {"due": due, "indicator": subject.card.short.text, "unit": numbers.unit_name(subject.target.unit)}
    return make_table(say("workshop.paths_caption", **facts), heads, rows)


def _absent(kind, item, choice, pack):
    """The row of a path that there is not, with the reason."""
    why = past_sentence(choice, pack) if kind == PathKind.PAST else _proposed(item)
    return path_name(kind, choice.subject), cells.NOTHING, cells.NOTHING, why


def _row(path, item, choice, sources):
    name = path_name(path.kind, choice.subject, path.ground)
    return name, level_cell(path, choice), people(path, choice, sources), _basis(path, item, choice, sources)


def _basis(path, item, choice, sources):
    """What a path rests on, with its sources."""
    subject, past = choice.subject, choice.trend
    if path.kind == PathKind.DRAFT:
        basis = say("workshop.basis.kept" if isinstance(subject.target, CarriedTarget) else "workshop.basis.draft")
        return phrase(basis, " ", cells.cite([subject.target.source], sources))
    if path.kind == PathKind.PROPOSAL:
        return _proposed(item)
    if path.kind == PathKind.NATIONAL:
        return phrase(national_text(item), " ", cells.cite([path.target.source], sources))
    facts = {
        "first": cells.estimate_with_unit(past.first),
        "first_year": dates.when(past.first.period, past.first.period_stated),
        "last": cells.estimate_with_unit(past.last),
        "last_year": dates.when(past.last.period, past.last.period_stated),
    }
    basis = phrase(say("workshop.basis.past", **facts))
    return phrase(basis, " ", cells.cite([*past.first.sources, *past.last.sources], sources))
