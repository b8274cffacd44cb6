"""Tables of a workshop's pack: the indicators elsewhere, what would have to be counted, the day."""

from datetime import date, datetime, timedelta

from markupsafe import Markup

from bvte.evidence.period import whole_year
from bvte.evidence.workshop_plan import workshop_plan
from bvte.judgement.comparability import breaks_over
from bvte.judgement.vantage import is_old
from bvte.presentation import cells
from bvte.presentation.show import Column, Prose, Table, nothing
from bvte.presentation.texts import say
from bvte.presentation.words import reason_text
from bvte.presentation.workshop_page import workshop_sources

# Columns that no table of another report has.
OWN_COLUMNS = ("activity", "how", "materials", "place", "between", "to_count")


def elsewhere_table(pack):
    """The newest figure of the country and of other provinces, and the national target, with the breaks."""
    sources = workshop_sources(pack)
    rows = [row for choice in pack.choices for row in _elsewhere(choice, pack, sources)]
    if not rows:
        return nothing("workshop.no_elsewhere")
    heads = _columns(("indicator", "place", "result:num", "between", "evidence"))
    caption = say("workshop.elsewhere_caption")
    return Table(caption, heads, tuple(rows), say("workshop.elsewhere_note"))


def _elsewhere(choice, pack, sources):
    card, unit = choice.subject.card, choice.subject.target.unit
    for reading in choice.elsewhere:
        yield (
            cells.indicator(card, unit), pack.evidence.area(reading.area).text("name"),
            _dated(reading, pack), _between(choice, reading, pack),
            cells.evidence(reading.strength, reading.sources, sources),
        )  # fmt: skip
    if choice.subject.national:
        target = choice.subject.national
        yield (
            cells.indicator(card, unit), say("workshop.national_target"),
            cells.target_with_year(target), cells.NOTHING, cells.cite([target.source], sources),
        )  # fmt: skip


def _dated(reading, pack):
    """A figure with its time, marked where it is old."""
    shown = cells.reading_with_year(reading)
    return cells.older(shown) if is_old(pack.evidence, reading) else shown


def _between(choice, reading, pack):
    """Breaks between a figure of another place and the due year."""
    due, code = whole_year(choice.subject.target.due_year).last, choice.subject.card.id
    found = breaks_over(pack.evidence, {code}, reading.area, reading.period.last, due)
    return cells.paragraphs([b.text("name") for b in found]) or cells.NOTHING


def count_table(pack):
    """For each target what would have to be counted to judge it."""
    if not pack.choices:
        return nothing("workshop.headline_none")
    rows = tuple(_to_count(choice, pack) for choice in pack.choices)
    heads = _columns(("indicator", "to_count:wide"))
    return Table(say("workshop.count_caption"), heads, rows, say("workshop.count_note"))


def _to_count(choice, pack):
    said = [reason_text(reason, pack.evidence) for reason in choice.to_count]
    return cells.indicator(choice.subject.card, choice.subject.target.unit), cells.paragraphs(said)


def workshop_day(pack):
    """The sessions of the day, the same for every pack, with their times and materials."""
    plan = workshop_plan()
    rows, begins = [], datetime.combine(date.min, plan.starts)
    for session in plan.sessions:
        ends = begins + timedelta(minutes=session.minutes)
        time = f"{begins:%H:%M}–{ends:%H:%M}"
        rows.append((session.name.text, time, session.how.text, session.materials.text))
        begins = ends
    heads = _columns(("activity", "time", "how:wide", "materials"))
    return Table(say("workshop.day_caption"), heads, tuple(rows), say("workshop.day_note"))


def workshop_topics(pack):
    """The topics of discussion with their questions."""
    topics = workshop_plan().topics.values()
    return Prose(Markup("").join(_topic(topic) for topic in topics))


def _topic(topic):
    items = (Markup("<li>{}</li>").format(question.text) for question in topic.questions)
    return Markup("<h3>{}</h3><ul>{}</ul>").format(topic.name.text, Markup("").join(items))


def _columns(keys):
    """Columns with their names: those of the workshop's own, else those of all tables."""
    pairs = (key.partition(":") for key in keys)
    names = (
        (key, f"workshop.columns.{key}" if key in OWN_COLUMNS else f"columns.{key}", kind)
        for key, _, kind in pairs
    )
    return tuple(Column(say(name), kind or "text", key) for key, name, kind in names)
