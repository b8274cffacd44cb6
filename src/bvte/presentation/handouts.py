"""Hand-outs of a workshop: placemats, which show few numbers and interpret none, and question cards."""

from markupsafe import Markup

from bvte.judgement.vantage import is_old
from bvte.judgement.workshop import placemats, questions
from bvte.presentation import cells, dates, numbers, times, words
from bvte.presentation.audit_page import flag_sentence
from bvte.presentation.citations import cite_figure
from bvte.presentation.show import Prose, nothing
from bvte.presentation.texts import say
from bvte.presentation.workshop_page import workshop_sources

PLACEMAT = Markup('<section class="placemat"><h3>{}</h3>{}{}<p class="room">{}</p></section>')
CARD = Markup(
    '<div class="card"><p class="about">{}</p><p class="question"><strong>{}</strong></p>'
    '<p class="raised">{}</p></div>'
)


def placemat_sheets(pack):
    """A sheet for each topic: the newest figures with place, time and source, and room to write."""
    sheets, sources = placemats(pack), workshop_sources(pack)
    if not sheets:
        return nothing("workshop.placemats_none")
    return Prose(Markup("").join(_sheet(mat, pack, sources) for mat in sheets))


def _sheet(mat, pack, sources):
    figures = _figures([r for r in mat.readings if not is_old(pack.evidence, r)], mat, pack, sources)
    old = [r for r in mat.readings if is_old(pack.evidence, r)]
    if old:
        figures += cells.older(_figures(old, mat, pack, sources), len(old))
    absent = [
        _absent("workshop.not_published", mat.missing),
        _absent("workshop.withheld", mat.withheld),
    ]
    room = say("workshop.room")
    return PLACEMAT.format(mat.topic.name.text, figures, Markup("").join(absent), room)


def _figures(readings, mat, pack, sources):
    """Figures as a list, "" for none."""
    items = Markup("").join(_figure(reading, mat, pack, sources) for reading in readings)
    return Markup('<ul class="figures">{}</ul>').format(items) if items else Markup("")


def _absent(key, cards):
    """The names of the indicators that a sheet has no figure of, "" for none."""
    names = "; ".join(card.short.text for card in cards)
    return Markup('<p class="note">{}</p>').format(say(key, names=names)) if cards else ""


def _figure(reading, mat, pack, sources):
    """A figure in large letters, what it is of, where and when, and what calls it in doubt."""
    card, area = pack.evidence.indicators[reading.indicator], pack.evidence.area(reading.area)
    year = times.when(reading.period, reading.period_stated)
    where = Markup(say("workshop.place_time", area=area.text("name"), year=year))
    return Markup('<li><strong>{}</strong> {} <span class="when">{}</span> {}{}</li>').format(
        cells.reading_with_unit(reading), cells.indicator(card), where,
        cite_figure(reading, sources), _doubts(reading, mat, pack.evidence),
    )  # fmt: skip


def _doubts(reading, mat, evidence):
    """What has to be explained before a figure is used, below it."""
    told = (words.conflict_text(c, evidence) for c in _own(reading, mat))
    lines = (say("workshop.in_doubt", told=sentence) for sentence in told)
    return Markup("").join(Markup('<p class="when">{}</p>').format(line) for line in lines)


def _own(reading, mat):
    """The conflicts of a figure that are about its own indicator."""
    return (c for c in mat.conflicts if reading in c.readings and c.indicator == reading.indicator)


def question_cards(pack):
    """A card for each question that the audit, a conflict or a break raises, with what raised it."""
    asked, sources = questions(pack), workshop_sources(pack)
    if not asked:
        return nothing("workshop.no_cards")
    cards = Markup("").join(_card(n, q, pack, sources) for n, q in enumerate(asked, start=1))
    lead = say("workshop.cards_lead", count=len(asked))
    return Prose(Markup('<p>{}</p><section class="cards">{}</section>').format(lead, cards))


def _card(number, question, pack, sources):
    about = say("workshop.card", number=number, indicator=question.indicator.short.text)
    figure = say("workshop.raised", figure=_raised_by(question, pack.evidence))
    raised = Markup("{} {}").format(figure, cells.cite(_sources_of(question, pack), sources))
    return CARD.format(about, say(f"workshop.ask.{question.code}"), raised)


def _raised_by(question, evidence):
    """The figures that raise a question, or the break."""
    if question.flag:
        return flag_sentence(question.flag, question.subject)
    if question.break_:
        day = dates.day(question.break_.date)
        return f"{day}: {question.break_.text('reason')}"
    (first, *_), (second, *_) = question.conflict.sides
    facts = {"first": numbers.labelled(first), "second": numbers.labelled(second)}
    years = {"first_year": dates.time_text(first),
             "second_year": dates.time_text(second)}  # fmt: skip
    shown = [say("workshop.conflict_figure", **facts, **years)]
    if not question.conflict.is_contradiction:
        shown = [f"{shown[0]}.", words.conflict_text(question.conflict, evidence)]
    shown += [words.reason_text(r, evidence) for r in question.conflict.weighed]
    return " ".join(shown)


def _sources_of(question, pack):
    """Ids of the sources of what raises a question."""
    if question.break_:
        return [question.break_.source] if question.break_.source else []
    if question.flag:
        return [*question.flag.sources(pack.evidence), question.subject.target.source]
    return [c for told in (*question.conflict.readings, *question.conflict.weighed) for c in told.sources]
