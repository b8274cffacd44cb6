"""The pack of a workshop as a page: title and message, the indicators elsewhere, what to count, the day."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from bvte.evidence.national import workshop_plan
from bvte.evidence.next_phase import CarriedProgramme
from bvte.evidence.period import whole_year
from bvte.judgement.next_classes import CLASSES, NextClass
from bvte.judgement.next_phase import NextPhase, NextTarget, next_phase
from bvte.judgement.vantage import is_old
from bvte.judgement.workshop import Workshop, placemats, workshop_conflicts
from bvte.presentation import cells, dates, numbers
from bvte.presentation.audit_page import gravest_points
from bvte.presentation.citations import cited, sources_prose
from bvte.presentation.class_room import class_room
from bvte.presentation.document import Cell, Column, Prose, make_table
from bvte.presentation.newness import page_facts, seen_text
from bvte.presentation.next_phase_page import class_points, phase_message
from bvte.presentation.parts import key_box, nothing, title_blocks
from bvte.presentation.phrases import NOTHING, joined, phrase
from bvte.presentation.texts import say
from bvte.presentation.workshop_columns import pack_columns
from bvte.presentation.workshop_tasks import tasks_text


def workshop_title(pack):
    """Title, what there is to decide, and the gravest points of the draft in a line each."""
    closing, drafted = pack.closing.programme, pack.audit.programme
    lead = say(
        "workshop.lead",
        area=pack.evidence.area(pack.area).text("name"),
        closing_years=dates.years_text(closing.start, closing.end),
        drafted_years=dates.years_text(drafted.start, drafted.end),
    )
    title = say("workshop.title", drafted=drafted.text("name"))
    sources = workshop_sources(pack)
    seen = seen_text(pack.evidence, pack.area, sources)
    message, points = _opening(pack)
    box = replace(key_box(message, points), room=class_room(_names_by_class(pack)))
    blocks = *title_blocks(title, lead, seen), box
    told = "\n".join(filter(None, (message, tasks_text(pack))))
    return Prose(blocks, page_facts(pack.evidence, pack.area, sources, told))


def _opening(pack):
    """The message and its points: of a draft its gravest weaknesses, then what each target needs and what to count."""
    coming = pack_phase(pack)
    if isinstance(pack.audit.programme, CarriedProgramme):
        return phase_message(coming), class_points(coming)
    tabled = on_the_table(pack)
    others = [item.subject.card.short.text for item in coming.own if item not in tabled]
    left = [say("workshop.left_out", count=len(others), names="; ".join(others))] if others else []
    needed = class_points(replace(coming, items=tuple(tabled)))
    points = [*gravest_points(pack.audit), *needed, *left, _pace(pack), tasks_text(pack)]
    return _message(pack), list(filter(None, points))


def _names_by_class(pack: Workshop) -> dict[NextClass, list[str]]:
    """The short names of the targets that are decided on, by what has to be done to them first."""
    found: dict[NextClass, list[str]] = {}
    for item in on_the_table(pack):
        found.setdefault(item.kind, []).append(item.subject.card.short.text)
    return found


def on_the_table(pack: Workshop) -> list[NextTarget]:
    """The targets that are decided on, the gravest first: of a draft those that it has."""
    drafted = {choice.subject.card.id for choice in pack.choices}
    return [item for item in pack_phase(pack).own if item.subject.card.id in drafted]


def pack_phase(pack: Workshop) -> NextPhase:
    """The phase that the workshop sets targets for, with the class and the proposed wording of each."""
    return next_phase(pack.evidence, pack.closing.programme.id, area=pack.area)


def _message(pack):
    """How many targets are to be decided, and how many of them need what first."""
    if not pack.items:
        return say("workshop.headline_none")
    counts = Counter(item.kind for item in pack.items)
    parts = [say(f"workshop.decide.{kind}", count=counts[kind]) for kind in CLASSES if counts[kind]]
    return say("workshop.headline", total=len(pack.items), classes=", ".join(parts))


def _pace(pack):
    """How many targets have a past pace to be held against, "" where there is no target."""
    if not pack.choices:
        return ""
    with_past = sum(choice.trend is not None and choice.trend.leads_on for choice in pack.choices)
    return say("workshop.with_past" if with_past else "workshop.no_past", with_past=with_past)


def workshop_sources(pack):
    """Ids of the sources of all that the pack shows, each once, in the order of the page."""
    shown = [*_of_choices(pack), *(r for mat in placemats(pack) for r in mat.estimates)]
    shown += [estimate for conflict in workshop_conflicts(pack) for estimate in conflict.estimates]
    shown += [reason for conflict in workshop_conflicts(pack) for reason in conflict.weighed]
    codes = [code for told in shown for code in told.sources]
    codes += [s.national.source for s in pack.audit.subjects if s.national]
    codes += [b.source for choice in pack.choices for b in choice.breaks if b.source]
    codes += [code for item in pack_phase(pack).own for code in item.sources]
    return list(dict.fromkeys([*cited(pack.closing), *pack.audit.sources, *codes]))


def _of_choices(pack):
    """Estimates that the choices name."""
    for choice in pack.choices:
        yield from (choice.trend.first, choice.trend.last) if choice.trend else ()
        yield from (choice.subject.baseline,) if choice.subject.baseline else ()
        yield from (*choice.denominators, *choice.elsewhere)


def workshop_source_list(pack):
    """The sources as a numbered list."""
    return sources_prose(pack.evidence, workshop_sources(pack))


# Rows of what a room reads of other places with which it is worth a slide.
FEWEST_ROWS = 3


def elsewhere_table(pack):
    """The newest figure of the country and of other provinces, and the national target, with the breaks."""
    sources = workshop_sources(pack)
    rows = [row for choice in pack.choices for row in _elsewhere(choice, pack, sources)]
    if not rows:
        return nothing("workshop.no_elsewhere")
    heads = pack_columns("indicator", "place", "result:num", "between", "evidence")
    caption = say("workshop.elsewhere_caption")
    known = [item for item in pack.items if item.choice.elsewhere or item.binding]
    finding = say("workshop.elsewhere_finding", known=len(known), total=len(pack.items))
    table = make_table(caption, heads, tuple(rows), say("workshop.elsewhere_note"))
    room = _elsewhere_room(known, pack)
    # So few rows are no slide: the page has them.
    return replace(table, finding=finding, rooms=(room,)) if len(room.rows) >= FEWEST_ROWS else table


def _elsewhere_room(known, pack):
    """A target with a figure a row: here, in the country and other provinces, and the nation's target; in the last
    row the names of the others, of which only that is known."""
    place, due = pack.evidence.area(pack.area).text("name"), pack.audit.programme.end
    heads = [Column(say("columns.indicator")), Column(place, "text", "here")]
    heads += [Column(say(f"workshop.columns.{key}", due=due), "text", key) for key in ("other_places", "national")]
    figured = [item for item in known if item.newest or item.choice.elsewhere]
    rows, note = (_places_row(item, pack.evidence) for item in figured), say("workshop.elsewhere_short")
    table = make_table("", tuple(heads), rows, note)
    others = "; ".join(item.subject.card.short.text for item in known if item not in figured)
    if not others:
        return table
    last = Cell(phrase(say("workshop.only_national")), True), Cell(phrase(others), span=len(heads) - 1)
    return replace(table, rows=(*table.rows, last))


def _places_row(item, evidence):
    there = [_placed(r, evidence.area(r.area).text("name")) for r in item.choice.elsewhere]
    return (
        item.subject.card.short.text,
        _placed(item.newest, "") if item.newest else NOTHING,
        cells.paragraphs(there) or NOTHING,
        _national_level(item) if item.binding else NOTHING,
    )


def _national_level(item):
    return f"{numbers.target_text(item.binding)}, {item.binding.due_year}"


def _placed(estimate, place):
    """A figure of a place with its time."""
    figure = joined(", ", [cells.estimate_with_unit(estimate), dates.when(estimate.period, estimate.period_stated)])
    return joined(": ", [place, figure]) if place else figure


def _elsewhere(choice, pack, sources):
    card, unit = choice.subject.card, choice.subject.target.unit
    for estimate in choice.elsewhere:
        yield (
            cells.indicator(card, unit),
            pack.evidence.area(estimate.area).text("name"),
            _dated(estimate, pack),
            _between(choice, estimate, pack),
            cells.evidence(estimate.strength, estimate.sources, sources),
        )
    if choice.subject.national:
        target = choice.subject.national
        yield (
            cells.indicator(card, unit),
            say("workshop.national_target"),
            cells.target_with_year(target),
            cells.NOTHING,
            cells.cite([target.source], sources),
        )


def _dated(estimate, pack):
    """A figure with its time, marked where it is old."""
    shown = cells.estimate_with_year(estimate)
    return cells.older(shown) if is_old(pack.evidence, estimate) else shown


def _between(choice, estimate, pack):
    """Breaks between a figure of another place and the due year."""
    due, code = whole_year(choice.subject.target.due_year).last, choice.subject.card.id
    found = pack.evidence.breaks_of({code}, estimate.area, estimate.period.last, due)
    return cells.paragraphs([b.text("name") for b in found]) or cells.NOTHING


def workshop_day(pack):
    """The sessions of the day, the same for every pack, with their times and materials."""
    plan = workshop_plan()
    rows, begins = [], datetime.combine(date.min, plan.starts)
    for session in plan.sessions:
        ends = begins + timedelta(minutes=session.minutes)
        time = say("workshop.hours", starts=_clock(begins), ends=_clock(ends))
        materials = session.materials.text if session.materials else ""
        rows.append((session.name.text, time, session.how.text, session.goal.text, materials))
        begins = ends
    heads = pack_columns("activity", "time", "how:wide", "goal:wide", "materials")
    hours = {"starts": _clock(plan.starts), "ends": _clock(begins)}
    table = make_table(say("workshop.day_caption"), heads, tuple(rows), say("workshop.day_note"))
    return replace(table, finding=say("workshop.day_finding", **hours))


def _clock(when):
    """A time of the day as an office writes it in a table: "8h30"."""
    return say("workshop.clock", hour=str(when.hour), minute=f"{when:%M}")


def workshop_topics(pack):
    """The topics of discussion with their questions, one row a group."""
    topics = workshop_plan().topics.values()
    rows = ((topic.name.text, cells.paragraphs(q.text for q in topic.questions)) for topic in topics)
    return make_table(say("workshop.topics_caption"), pack_columns("topic", "questions"), rows)
