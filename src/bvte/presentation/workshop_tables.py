"""Tables of a workshop's pack: the indicators elsewhere, what would have to be counted, the day."""

from datetime import date, datetime, timedelta

from markupsafe import Markup

from bvte.evidence.workshop_plan import workshop_plan
from bvte.judgement.vantage import is_old
from bvte.presentation import cells
from bvte.presentation.show import Column, Prose, Table, nothing
from bvte.presentation.texts import say
from bvte.presentation.words import reason_text
from bvte.presentation.workshop_page import workshop_sources

# Columns that no table of another report has.
OWN_COLUMNS = ("activity", "how", "materials", "place", "between", "to_count")


def elsewhere_table(pack, language):
    """The newest figure of the country and of other provinces, and the national target, with the breaks."""
    sources = workshop_sources(pack)
    rows = [row for choice in pack.choices for row in _elsewhere(choice, pack, sources, language)]
    if not rows:
        return nothing("workshop.no_elsewhere", language)
    heads = _columns(("indicator", "place", "result:num", "between", "evidence"), language)
    caption = say("workshop.elsewhere_caption", language)
    return Table(caption, heads, tuple(rows), say("workshop.elsewhere_note", language))


def _elsewhere(choice, pack, sources, language):
    card, unit = choice.subject.card, choice.subject.target.unit
    for reading in choice.elsewhere:
        yield (
            cells.indicator(card, language, unit), pack.evidence.area(reading.area).text("name", language),
            _dated(reading, pack, language), _between(choice, reading, pack, language),
            cells.evidence(reading.strength, reading.sources, sources, language),
        )  # fmt: skip
    if choice.subject.national:
        target = choice.subject.national
        yield (
            cells.indicator(card, language, unit), say("workshop.national_target", language),
            cells.target_with_year(target, language), cells.NOTHING, cells.cite([target.source], sources),
        )  # fmt: skip


def _dated(reading, pack, language):
    """A figure with its time, marked where it is old."""
    shown = cells.reading_with_year(reading, language)
    return cells.older(shown, language) if is_old(pack.evidence, reading) else shown


def _between(choice, reading, pack, language):
    """Breaks between a figure of another place and the due year."""
    names = [
        b.text("name", language)
        for b in sorted(pack.evidence.breaks.values(), key=lambda b: (b.date, b.id))
        if reading.period.last < b.date and b.date.year <= choice.subject.target.due_year
        and b.touches(choice.subject.card.id, reading.area)
    ]  # fmt: skip
    return cells.paragraphs(names) or cells.NOTHING


def count_table(pack, language):
    """For each target what would have to be counted to judge it."""
    if not pack.choices:
        return nothing("workshop.headline_none", language)
    rows = tuple(_to_count(choice, pack, language) for choice in pack.choices)
    heads = _columns(("indicator", "to_count:wide"), language)
    return Table(say("workshop.count_caption", language), heads, rows, say("workshop.count_note", language))


def _to_count(choice, pack, language):
    said = [reason_text(reason, pack.evidence, language) for reason in choice.to_count]
    return cells.indicator(choice.subject.card, language, choice.subject.target.unit), cells.paragraphs(said)


def workshop_day(pack, language):
    """The sessions of the day, the same for every pack, with their times and materials."""
    plan = workshop_plan()
    rows, begins = [], datetime.combine(date.min, plan.starts)
    for session in plan.sessions:
        ends = begins + timedelta(minutes=session.minutes)
        time = f"{begins:%H:%M}–{ends:%H:%M}"
        rows.append((session.name[language], time, session.how[language], session.materials[language]))
        begins = ends
    heads = _columns(("activity", "time", "how:wide", "materials"), language)
    return Table(
        say("workshop.day_caption", language), heads, tuple(rows), say("workshop.day_note", language)
    )


def workshop_topics(pack, language):
    """The topics of discussion with their questions."""
    topics = workshop_plan().topics.values()
    return Prose(Markup("").join(_topic(topic, language) for topic in topics))


def _topic(topic, language):
    items = (Markup("<li>{}</li>").format(question[language]) for question in topic.questions)
    return Markup("<h3>{}</h3><ul>{}</ul>").format(topic.name[language], Markup("").join(items))


def _columns(keys, language):
    """Columns with their names: those of the workshop's own, else those of all tables."""
    pairs = (key.partition(":") for key in keys)
    names = (
        (key, f"workshop.columns.{key}" if key in OWN_COLUMNS else f"columns.{key}", kind)
        for key, _, kind in pairs
    )
    return tuple(Column(say(name, language), kind or "text", key) for key, name, kind in names)
