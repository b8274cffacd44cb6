"""The report on the next phase: its message, which targets to change and how, what the nation adds."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.merged import successor
from bvte.evidence.next_phase import CarriedTarget
from bvte.evidence.rows import Programme, Target
from bvte.evidence.value import SCALES
from bvte.judgement.audit_subject import Remedy, thin_result
from bvte.judgement.frames import next_phase_of, result_of
from bvte.judgement.next_classes import CLASS_OF, CLASSES, NextClass
from bvte.judgement.next_phase import NextPhase, NextTarget
from bvte.judgement.paths import Ground, PathKind
from bvte.judgement.vantage import is_old
from bvte.presentation import cells, dates, numbers
from bvte.presentation.below_result import below_of_next
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Column, Prose, Table, make_table
from bvte.presentation.newness import inside, page_facts, seen_text
from bvte.presentation.next_phase_words import (
    document_of,
    level_text,
    marked_wording,
    nearest_break,
    point_remarks,
    reason_of_class,
    reporters_text,
)
from bvte.presentation.parts import columns, key_box, nothing, paragraph, title_blocks, told_once
from bvte.presentation.path_people import people_shortly
from bvte.presentation.phrases import Look, Measure, Phrase, flat_text, joined, phrase, small, span, strong
from bvte.presentation.texts import say
from bvte.presentation.words import small_first

GROUP = "next_phase.columns"


def next_phase_title(coming: NextPhase) -> Prose:
    """Title, how many targets are of which class, and for each class which they are."""
    evidence, phase = coming.evidence, coming.phase
    facts = {"area": evidence.area(coming.area).text("name"), "closing": coming.closing.text("name")}
    years = dates.years_text(phase.start, phase.end)
    lead = say("next_phase.lead_drafted" if coming.has_draft else "next_phase.lead", **facts, years=years)
    sources, title = next_phase_sources(coming), say("next_phase.title", years=years)
    message, points = phase_message(coming), [*below_of_next(coming), *class_points(coming)]
    head = title_blocks(title, lead, seen_text(evidence, coming.area, sources))
    notes = [*map(paragraph, _beside(coming)), *(paragraph(told, "note") for told in _nation_adds(coming, sources))]
    blocks = *head, key_box(message, points), *notes
    return Prose(blocks, page_facts(evidence, coming.area, sources, "\n".join(map(flat_text, (message, *points)))))


def phase_message(coming: NextPhase) -> str:
    """How many targets there are, and how many of each class."""
    if not coming.own:
        return say("next_phase.headline_none", count=len(coming.from_nation))
    parts = [
        say(f"next_phase.counted.{kind}", count=len(found)) for kind in CLASSES if (found := coming.of_class(kind))
    ]
    area = inside(coming.evidence.area(coming.area))
    return say("next_phase.headline", total=len(coming.own), classes=", ".join(parts), area=area)


def class_points(coming: NextPhase) -> Iterator[str]:
    """A line for each class with its targets and why they are in it; of a changed level from where to where."""
    for kind in CLASSES:
        if groups := _by_reason(coming.of_class(kind)):
            told = "; ".join(_with_reason(why, items) for why, items in groups.items())
            yield say(f"next_phase.point.{kind}", count=len(coming.of_class(kind)), names=told)


def _with_reason(why: str, items: list[NextTarget]) -> str:
    """The names of some targets with the reason that all of them have, "" for none."""
    names, key = "; ".join(map(_told_shortly, items)), "reason_of_all" if len(items) > 1 else "reason_of_one"
    return say(f"next_phase.{key}", names=names, why=why, count=len(items)) if why else names


def _nation_adds(coming: NextPhase, sources: list[str]) -> Iterator[Phrase]:
    """How many targets only the nation sets as far as was read, and which local programmes of those years were not;
    nothing where there is none."""
    if coming.from_nation:
        facts = {"count": len(coming.from_nation), "due": coming.phase.end, "programme": coming.national.text("name")}
        told = [say("next_phase.nation_adds", **facts), _unread(coming)]
        cited = cells.cite([p.source for p in coming.unread], sources) if coming.unread else ""
        yield joined(" ", [*told, cited])


def _beside(coming: NextPhase) -> Iterator[str]:
    """That other programmes of the same kind go on in the same place, where provinces became one: which targets both
    set and at which level, since one phase follows both, and that none of their reports is its draft."""
    place = inside(coming.evidence.area(successor(coming.evidence, coming.area)))
    for other in coming.beside:
        theirs = _last_targets(other, coming.evidence)
        pairs = [(i.origin, theirs[key]) for i in coming.own if (key := (i.origin.indicator, i.origin.scope)) in theirs]
        shared = "; ".join(_both_levels(*pair, coming.evidence) for pair in pairs)
        facts = {"place": place, "name": other.text("name"), "theirs": len(theirs)}
        key = "next_phase.beside_shared" if pairs else "next_phase.beside"
        yield say(key, **facts, count=len(pairs), shared=shared)


def _last_targets(programme: Programme, evidence: Evidence) -> dict[tuple[str, str | None], Target]:
    """The targets of a programme by what and whom they are of, of several those that are due last."""
    rows = sorted(evidence.targets_of(programme.id), key=lambda target: target.due_year)
    return {(target.indicator, target.scope): target for target in rows}


def _both_levels(own: Target, other: Target, evidence: Evidence) -> str:
    """The name of an indicator with both levels, with one where they are the same."""
    levels = dict.fromkeys(map(numbers.target_text, (own, other)))
    return f"{evidence.indicators[own.indicator].short.text} ({' / '.join(levels)})"


def _unread(coming: NextPhase) -> str:
    """The documents of local programmes of which no target was found, "" where there is none."""
    documents = "; ".join(document_of(programme) for programme in coming.unread)
    return say("next_phase.unread", documents=documents) if documents else ""


def _by_reason(items):
    """The name of what puts targets into their class -> those targets: a point of the audit, of a level all of them,
    so that this report gives the reason that the audit gives; else a break, else ""."""
    found = {}
    for item in items:
        points = [_point_shortly(flag) for flag in item.points if CLASS_OF[flag.code] == item.kind]
        points = ["; ".join(points)] if points and item.kind == NextClass.CHANGE_LEVEL else points
        breaks = [_change_shortly(nearest_break(item.barriers))] if item.barriers else []
        found.setdefault("" if item.kind == NextClass.KEEP else next(chain(points, breaks), ""), []).append(item)
    return found


def _point_shortly(flag):
    """A point of the audit in few words; that a level lies below a result which has to be confirmed says so."""
    doubted = flag.remedy in (Remedy.CONFIRM_THE_RESULT, Remedy.RECONCILE_THE_RESULT)
    return say("next_phase.below_doubted") if doubted else small_first(say(f"audit.check.{flag.code}"))


def _change_shortly(found):
    """What changed on the day of a break, as a reason: its name is none."""
    return say(f"next_phase.changed_on.{found.kind}", day=dates.day(found.date))


def _told_shortly(item):
    """The name of a target; of a changed level also the old and the new one."""
    name = item.subject.card.short.text
    if item.kind != NextClass.CHANGE_LEVEL or item.level.target is None:
        return name
    levels = {"old": numbers.target_text(item.origin), "new": numbers.target_text(item.level.target)}
    return say("next_phase.changed", name=name, **levels)


def class_name(item) -> str:
    """What has to be done to a target, in words; of one that can stay whether its figure is missing. What only the
    nation sets is none to be kept or changed here: it is to be added."""
    known = item.kind == NextClass.KEEP and item.is_known
    group = "added" if item.is_national else "class"
    if known or item.is_national:
        return say(f"next_phase.{group}_known" if known else f"next_phase.{group}.{item.kind}")
    # Behind the gravest what else has to be done: it decides the order among those of one class.
    told = [say(f"next_phase.class.{kind}") for kind in item.classes if kind == item.kind or kind != NextClass.KEEP]
    return "; ".join([*told[:1], *map(small_first, told[1:])])


def next_phase_summary(shown: NextPhase | pd.DataFrame, of: NextPhase | None = None) -> Table | Prose:
    """The targets of the closing phase or its draft, the gravest first: what to do, and how they would read then.

    shown : a next phase, or its frame, of which exactly the rows are shown; `of` : the phase that a frame was made
    from, where it has lost it. Sources are numbered as in the list of all.
    """
    whole, coming = _both(shown, of)
    sources = next_phase_sources(whole)
    table = summary_table(coming, sources, whole, has_sheets=True)
    return replace(table, rooms=(_short_summary(coming, sources),)) if isinstance(table, Table) else table


def _short_summary(coming: NextPhase, sources: list[str]) -> Table:
    """The same for one sheet: short names, what was set, the newest figure and the new wording; the message above it
    says what has to be done to which."""
    rows = [_short_row(item, coming.evidence, sources) for item in coming.own]
    heads = columns(("indicator", "old_level", "latest"), GROUP)
    wording = Column(say("next_phase.row.wording"), "wide", "proposed")
    return make_table(_caption("summary", coming), (*heads, wording), rows, say("next_phase.summary_note"))


def _short_row(item, evidence, sources):
    """One target in few words, with its newest figure or, of a change without one, the newest level that is known."""
    figure = item.latest or item.newest or next(reversed(item.levels), None)
    latest = _short_figure(figure, item, evidence, sources) if figure else cells.gap()
    old = cells.target_with_year(item.origin, has_unit=True)
    return item.subject.card.short.text, old, latest, marked_wording(item)


def _short_figure(figure, item, evidence, sources):
    """A figure with its time, how firm it is and whether it is old, in a line below it."""
    card = evidence.indicators[figure.indicator]
    name = "" if card is item.subject.card else f"{card.short.text}: "
    firm = [] if figure.strength in numbers.ORIGINS else [cells.strength_word(figure.strength)]
    age = [say("page.older")] if is_old(evidence, figure) else []
    below = joined("; ", [cells.when(figure.period, figure.period_stated), *firm, *age])
    return phrase(name, cells.estimate_with_unit(figure), " ", small(below), " ", cells.cite(figure.sources, sources))


def summary_table(
    coming: NextPhase, sources: list[str], whole: NextPhase | None = None, has_sheets: bool = False
) -> Table | Prose:
    """The same for a page with a list of sources of its own.

    whole : all targets, where these are some; has_sheets : whether a sheet of each target follows, which tells who
    reports it and why its level is left open.
    """
    if not coming.own:
        return nothing("next_phase.no_targets")
    of_each = partial(_remarks, has_sheets=has_sheets)
    levels, notes = told_once(map(of_each, coming.own), of=list(map(of_each, (whole or coming).own)))
    pairs = zip(coming.own, levels, strict=True)
    rows = tuple(_summary_row(*pair, coming, sources) for pair in pairs)
    heads = columns(("indicator", "old_level", "latest", "national", "proposed:wide"), GROUP, due=coming.phase.end)
    needs_two = any(len({*item.classes} - {NextClass.KEEP}) > 1 for item in coming.own)
    rest = [say("next_phase.first_counts")] if needs_two else []
    rest += [say("next_phase.unlike_figures")] if _are_unlike(coming.own) else []
    rest += [say("next_phase.rest_below")] if has_sheets else []
    return make_table(
        _caption("summary", coming), heads, rows, "\n".join([say("next_phase.summary_note"), *rest, *notes])
    )


def _are_unlike(items):
    """Whether the newest figures of some targets are rates and counts of several times: under one heading they look
    as if they could be laid beside each other."""
    figures = [r for item in items for r in (item.newest, item.latest, *item.levels) if r]
    return len({r.unit in SCALES for r in figures}) > 1 and len({r.period for r in figures}) > 1


def _remarks(item, has_sheets):
    """What stands below a proposal, or once below the table where many have it: that the area became another one, why
    its level is the one that it is, and who reports."""
    base = [reason_of_class(item)] if item.kind == NextClass.NEW_BASE else []
    if has_sheets:
        return [*base, *([level_text(item)] if item.level.target else [])]
    who = say("next_phase.reports.line", told=reporters_text(item, item.subject.evidence))
    return [*base, level_text(item), who]


def _both(shown, of):
    """The whole phase, and the part of it that is shown."""
    whole = shown if isinstance(shown, NextPhase) else result_of(shown, of, NextPhase)
    return whole, next_phase_of(shown, of)


def _caption(key, coming):
    return say(f"next_phase.{key}_caption", years=dates.spoken_years(coming.phase.start, coming.phase.end))


def _summary_row(item, level, coming, sources):
    """One target: old level, newest figure, the nation's, and the proposal with its ground."""
    old = phrase(cells.target_with_year(item.origin, has_unit=True), cells.standing(coming.evidence, item.origin))
    known = [part_text(item, sources)] if item.part else []
    ground = [reason_of_class(item)] if item.kind != NextClass.NEW_BASE else []
    ground += point_remarks(item)
    said = [strong(marked_wording(item)), *_choices(item), *ground, *known]
    proposal = phrase(cells.paragraphs(said), level)
    return (
        _named(item),
        phrase(old, " ", cells.cite([item.origin.source], sources)),
        latest_cell(item, coming.evidence, sources),
        national_cell(item, sources),
        proposal,
    )


def _choices(item):
    """The levels that would fill a blank with what they come to, in a line; nothing where a level is proposed, or
    nothing is known of them but the levels, which the row has."""
    if item.level.target is None and (found := [path for path in item.ways if path.target]):
        told = [_choice(path, item) for path in found]
        if any(has_more for _, has_more in told):
            yield phrase(say("next_phase.choices", levels=joined("; ", [level for level, _ in told])))


def _choice(path, item):
    """A level and what it comes to, and whether anything is known of that."""
    key = path.kind if path.kind == PathKind.NATIONAL or not isinstance(path.target, CarriedTarget) else "kept"
    level = cells.target_with_unit(path.target if key != "kept" else item.origin, Measure.REFERENCE)
    level = phrase(say(f"next_phase.choice.{key}", level=level, due=item.origin.due_year))
    met = say("next_phase.met_shortly", figure=numbers.labelled(item.latest)) if item.is_met(path.target) else ""
    told = joined("; ", [thing for thing in (people_shortly(path, item.choice), met) if thing])
    return (phrase(level, " (", told, ")") if told else level), bool(told)


def _named(item):
    """The name of a target, and below it what has to be done; its unit stands with each number."""
    name = cells.indicator(item.subject.card)
    return phrase(name, " ", span(Look.PARAGRAPH, strong(class_name(item))))


def latest_cell(item, evidence, sources):
    """The newest figure, below it the newest of one year where that is another; of a change without a figure the levels
    that are known; a gap where there is nothing."""
    told = [_figure_cell(r, evidence, sources) for r in dict.fromkeys((item.newest, item.latest)) if r]
    told += [*levels_told(item, lambda r: _level_cell(r, evidence, sources))]
    return cells.paragraphs(told) if told else cells.gap()


def levels_told(item, cell):
    """The known levels of a wanted change, after the words that no change is: each as `cell` shows a figure, the ones
    of another indicator with its name."""
    if item.levels:
        yield small(say("next_phase.levels_known", area=inside(item.subject.evidence.area(item.subject.area))))
    yield from map(cell, item.levels)


def _level_cell(level, evidence, sources):
    """A level with its unit or the name of its indicator, since the column is of another one."""
    card = evidence.indicators[level.indicator]
    return phrase(card.short.text, ": ", _figure_cell(level, evidence, sources))


def part_text(item, sources):
    """The newest figure of a part of what a target asks for."""
    part = item.part
    facts = {"part": item.subject.evidence.indicators[part.indicator].short.text, "time": dates.time_text(part)}
    told = say("next_phase.part", figure=cells.estimate_with_unit(part, Measure.PART), **facts)
    return phrase(told, " ", cells.cite(part.sources, sources))


def _figure_cell(latest, evidence, sources):
    """A figure with its time, how firm it is and its sources."""
    # That it was derived or reported stands beside the number already.
    firm = "" if latest.strength in numbers.ORIGINS else small(cells.strength_word(latest.strength))
    # What is decided on stays in sight however old it is.
    age = small(say("page.older")) if is_old(evidence, latest) else ""
    when = small(cells.when(latest.period, latest.period_stated))
    return phrase(
        cells.estimate_with_unit(latest), " ", when, " ", firm, " ", age, " ", cells.cite(latest.sources, sources)
    )


def national_cell(item, sources):
    """The national target and its source, or one that is for others; else that none is in force."""
    told = item.binding or item.apart
    if told is None:
        return phrase(small(say("next_phase.national.none_short")))
    others = [] if item.binding else [" ", small(say("next_phase.national.apart_short"))]
    return phrase(cells.target_with_year(told, has_unit=True), *others, " ", cells.cite([told.source], sources))


def national_additions(shown: NextPhase | pd.DataFrame, of: NextPhase | None = None) -> Table | Prose:
    """What only the national programme sets: the newest figure, its target, and how it would read here."""
    whole, coming = _both(shown, of)
    if not coming.from_nation:
        return nothing("next_phase.no_additions")
    sources = next_phase_sources(whole)
    every = [_own_ground(item) for item in whole.from_nation]
    levels, notes = told_once(map(_own_ground, coming.from_nation), of=every)
    rows = tuple(_addition(*pair, coming, sources) for pair in zip(coming.from_nation, levels, strict=True))
    heads = columns(("indicator", "latest", "national", "proposed:wide"), GROUP, due=whole.phase.end)
    usual = [] if all(every) else [say("next_phase.usual_ground")]
    note = "\n".join(filter(None, [_unread(whole), *usual, say("next_phase.additions_note"), *notes]))
    return make_table(_caption("additions", whole), heads, rows, note)


def _own_ground(item):
    """The ground of a level; of one that is the nation's and nothing else the note below the table tells it."""
    is_usual = item.level.ground == Ground.NATIONAL and not thin_result(item.points)
    return [] if is_usual else [level_text(item)]


def _addition(item, level, coming, sources):
    proposal = phrase(cells.paragraphs([marked_wording(item)]), level)
    return _named(item), latest_cell(item, coming.evidence, sources), national_cell(item, sources), proposal


def next_phase_sources(coming: NextPhase) -> list[str]:
    """Ids of the sources of all that the page shows, each once, in its order."""
    unread = [programme.source for programme in coming.unread if coming.from_nation]
    return list(dict.fromkeys([*(code for item in coming for code in item.sources), *unread]))


def next_phase_source_list(coming: NextPhase) -> Prose:
    """The sources as a numbered list."""
    return sources_prose(coming.evidence, next_phase_sources(coming))
