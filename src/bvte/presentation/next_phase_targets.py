"""A sheet a target of the next phase: old wording, where things stand, the ways, the new wording and its terms."""

from dataclasses import replace
from itertools import groupby

import pandas as pd

from bvte.judgement.frames import next_phase_of, result_of
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_phase import NextPhase, NextTarget
from bvte.judgement.paths import PathKind
from bvte.judgement.vantage import is_old
from bvte.presentation import cells, dates, next_phase_words, numbers
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Heading, Prose, Several, make_table
from bvte.presentation.next_phase_page import GROUP, class_name, levels_told, next_phase_sources, part_text
from bvte.presentation.next_phase_words import clauses
from bvte.presentation.parts import columns, nothing, paragraph
from bvte.presentation.path_chart import path_name
from bvte.presentation.path_people import people
from bvte.presentation.phrases import Phrase, joined, phrase, strong
from bvte.presentation.texts import say
from bvte.presentation.words import reason_text, small_first
from bvte.presentation.workshop_paths import past_sentence


def next_phase_targets(shown: NextPhase | pd.DataFrame, of: NextPhase | None = None) -> Several | Prose:
    """A heading and a table for each target of the closing phase or its draft, the gravest first.

    shown, `of` : see `next_phase_summary`.
    """
    whole = shown if isinstance(shown, NextPhase) else result_of(shown, of, NextPhase)
    coming = next_phase_of(shown, of)
    if not coming.own:
        return nothing("next_phase.no_targets")
    sources = next_phase_sources(whole)
    runs = [[*run] for _, run in groupby(enumerate(coming.own, 1), key=lambda placed: _what_is_alike(placed[1]))]
    return Several(thing for run in runs for thing in _sheets(run, whole, sources))


# So many targets after each other that need the same are told together: what they share once, a line each.
ALIKE = 3


def _what_is_alike(item):
    """What has to be done to a target, and why; of one with a level, a way to it or a clause of its own itself."""
    told = class_name(item), _grounds(item), next_phase_words.level_text(item)
    return (item.origin.id,) if _has_own_terms(item) else told


def _has_own_terms(item):
    """Whether its sheet says more of its level than that it is left open: a proposal, what levels come to, a pace that
    leads on, a level that is met, or a clause of the wording."""
    paths = [path for path in item.ways if path.target]
    leads_on = any(path.kind == PathKind.PAST for path in item.ways) or any(item.is_met(p.target) for p in paths)
    return bool(item.level.target or item.choice.denominators or leads_on or clauses(item))


def _sheets(run, coming, sources):
    """The sheets of targets that follow each other; of many alike one for all."""
    if len(run) >= ALIKE:
        yield from _shared_sheet(run, coming, sources)
    else:
        yield from (thing for number, item in run for thing in _sheet(number, item, coming, sources))


def _shared_sheet(run, coming, sources):
    """What many targets share, then what each of them has of its own."""
    (first, item), (last, _), count = run[0], run[-1], len(run)
    title = say("next_phase.shared_sheet", first=first, last=last, count=count, kind=small_first(class_name(item)))
    yield Prose((Heading(3, phrase(title)), *map(paragraph, (_grounds(item), next_phase_words.level_text(item)))))
    rows = tuple((f"{number}. {_name(each)}", *_own_cells(each, coming, sources)) for number, each in run)
    heads = columns(("indicator", "definition", "counted:wide", "reported"), GROUP)
    table = make_table(say("next_phase.shared_caption", count=count), heads, rows, say("next_phase.shared_note"))
    yield replace(table, folded=say("next_phase.shared_folded", count=count))


def _own_cells(item, coming, sources):
    """What a target has of its own beside its levels and wording, which the first table has."""
    told = dict(_rows(item, coming, sources))
    parts = ("definition",), ("count", "denominator", "people"), ("reports", "often", "decided")
    return [cells.paragraphs(told[key] for key in keys if told.get(key)) for keys in parts]


def _grounds(item):
    """Why a target is in its classes."""
    return " ".join([next_phase_words.reason_of_class(item), *next_phase_words.point_remarks(item)])


def _name(item):
    return next_phase_words.heading_name(item.subject.card)


def _sheet(number, item, coming, sources):
    """The heading of a target and its table."""
    name = _name(item)
    title = say("next_phase.sheet", number=number, name=name)
    yield Prose((Heading(3, phrase(title)),))
    rows = tuple((say(f"next_phase.row.{key}"), content) for key, content in _rows(item, coming, sources) if content)
    table = make_table(say("next_phase.sheet_caption", name=name), columns(("item", "told:wide"), GROUP), rows, "")
    yield replace(table, folded=_shortly(item))


def _shortly(item):
    """What stands for the table of a target where it is folded: what to do, and the level or that it is left open."""
    target = item.level.target
    level = numbers.target_text(target) if target else say("next_phase.left_open")
    return say("next_phase.of_class", kind=class_name(item), names=level)


def _rows(item, coming, sources):
    """What is told of a target, by the key of its row."""
    words, evidence = next_phase_words, coming.evidence
    cite = cells.cite([item.origin.source], sources)
    yield "drafted" if item.origin is item.subject.target else "old", phrase(words.old_wording(item), " ", cite)
    yield "latest", _latest(item, evidence, sources)
    yield "national", _national(item, sources)
    yield "class", phrase(strong(class_name(item)), ". ", _grounds(item))
    yield "ways", cells.paragraphs(_ways(item, coming, sources))
    yield "wording", strong(words.new_wording(item))
    yield "level", words.level_text(item)
    yield "people", proposed_people(item, sources)
    yield "definition", _definition(item)
    yield "denominator", words.denominators(item, sources)
    yield "reports", words.reporters_text(item, evidence)
    yield "often", words.often_text(item)
    yield "count", cells.paragraphs(reason_text(reason, evidence) for reason in item.to_count)
    rows = {target.id: target for target in (item.origin, item.subject.target)}
    yield "decided", cells.paragraphs(told for target in rows.values() for told in decided(evidence, target))


def proposed_people(item: NextTarget, sources: list[str]) -> Phrase | str:
    """How many children or units the proposed level comes to, "" where none is proposed or no whole is known."""
    path = item.proposed_path
    return people(path, item.choice, sources) if path and item.choice.denominators else ""


def _definition(item):
    """The concept of the indicator; of one that is rewritten it is that of the old units."""
    told = item.subject.card.definition.text
    return say("next_phase.old_definition", definition=told) if item.kind == NextClass.NEW_UNITS else told


def _latest(item, evidence, sources):
    """The newest figure, and the newest of one year where that is another; or that there is none, but of a part."""
    told = [_told_figure(r, evidence, sources) for r in dict.fromkeys((item.newest, item.latest)) if r]
    told += [*levels_told(item, lambda r: _told_level(r, evidence, sources))]
    if told:
        return cells.paragraphs(told)
    none = say("next_phase.no_figure")
    return phrase(none, " ", part_text(item, sources)) if item.part else none


def _told_level(level, evidence, sources):
    return phrase(evidence.indicators[level.indicator].short.text, ": ", _told_figure(level, evidence, sources))


def _told_figure(latest, evidence, sources):
    """A figure with its time, how firm it is and of what it was worked out."""
    told = [cells.estimate_with_unit(latest), dates.spoken(latest.period)]
    if not latest.period_stated:
        told.append(say("next_phase.year_inferred"))
    if latest.counts:
        count, whole = map(cells.estimate_with_unit, latest.counts)
        told.append(say("next_phase.worked_out", count=count, whole=whole))
    if latest.strength not in numbers.ORIGINS:
        told.append(cells.strength_word(latest.strength))
    if is_old(evidence, latest):
        told.append(say("page.older"))
    return phrase(joined("; ", told), " ", cells.cite(latest.sources, sources))


def _national(item, sources):
    """The national target that binds with its source, or what there is in its place."""
    told = item.binding or item.apart or item.ended
    text = next_phase_words.national_text(item)
    return phrase(text, " ", cells.cite([told.source], sources)) if told else text


def _open_past(trend):
    """That no pace follows from a figure that is known only as a bound, "" where both are numbers."""
    bounds = [r for r in (trend.first, trend.last) if r.is_bound] if trend and trend.pace is not None else []
    known = "; ".join(
        say("next_phase.known_as", time=dates.spoken(r.period), figure=numbers.labelled(r)) for r in bounds
    )
    return say("next_phase.past_open", known=known) if bounds else ""


def _ways(item, coming, sources):
    """The past pace and where it leads, or why there is none; then each level with the children that it means."""
    past = next((path for path in item.ways if path.kind == PathKind.PAST), None)
    counted = people(past, item.choice, sources) if past else ""
    carried = phrase(past_sentence(item.choice, coming), " ", counted)
    told = _open_past(item.choice.trend) or carried
    yield phrase(strong(path_name(PathKind.PAST, item.subject), ": "), told)
    for path in item.ways:
        if path.kind != PathKind.PAST:
            target = item.binding if path.kind == PathKind.NATIONAL else item.origin
            counted = people(path, item.choice, sources)
            shown = "" if counted == cells.NOTHING else counted
            met = say("next_phase.met", figure=numbers.labelled(item.latest)) if item.is_met(path.target) else ""
            told = joined(" ", [thing for thing in (shown, met) if thing])
            yield phrase(strong(path_name(path.kind, item.subject), ": "), numbers.target_text(target), ". ", told)
