"""Hand-outs of a workshop: placemats, which show few numbers and interpret none, and question cards."""

from markupsafe import Markup

from bvte.judgement.handouts import placemats, questions
from bvte.judgement.vantage import is_old
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


def placemat_sheets(pack, language):
    """A sheet for each topic: the newest figures with place, time and source, and room to write."""
    sheets, sources = placemats(pack), workshop_sources(pack)
    if not sheets:
        return nothing("workshop.placemats_none", language)
    return Prose(Markup("").join(_sheet(mat, pack, sources, language) for mat in sheets))


def _sheet(mat, pack, sources, language):
    figures = _figures(
        [r for r in mat.readings if not is_old(pack.evidence, r)], mat, pack, sources, language
    )
    old = [r for r in mat.readings if is_old(pack.evidence, r)]
    if old:
        figures += cells.older(_figures(old, mat, pack, sources, language), language, len(old))
    absent = [
        _absent("workshop.not_published", mat.missing, language),
        _absent("workshop.withheld", mat.withheld, language),
    ]
    room = say("workshop.room", language)
    return PLACEMAT.format(mat.topic.name[language], figures, Markup("").join(absent), room)


def _figures(readings, mat, pack, sources, language):
    """Figures as a list, "" for none."""
    items = Markup("").join(_figure(reading, mat, pack, sources, language) for reading in readings)
    return Markup('<ul class="figures">{}</ul>').format(items) if items else Markup("")


def _absent(key, cards, language):
    """The names of the indicators that a sheet has no figure of, "" for none."""
    names = "; ".join(card.short[language] for card in cards)
    return Markup('<p class="note">{}</p>').format(say(key, language, names=names)) if cards else ""


def _figure(reading, mat, pack, sources, language):
    """A figure in large letters, what it is of, where and when, and what calls it in doubt."""
    card, area = pack.evidence.indicators[reading.indicator], pack.evidence.area(reading.area)
    year = times.when(reading.period, language, reading.period_stated)
    where = Markup(say("workshop.place_time", language, area=area.text("name", language), year=year))
    return Markup('<li><strong>{}</strong> {} <span class="when">{}</span> {}{}</li>').format(
        cells.reading_with_unit(reading, language), cells.indicator(card, language), where,
        cite_figure(reading, sources, language), _doubts(reading, mat, pack.evidence, language),
    )  # fmt: skip


def _doubts(reading, mat, evidence, language):
    """What has to be explained before a figure is used, below it."""
    told = (words.conflict_text(c, evidence, language) for c in _own(reading, mat))
    lines = (say("workshop.in_doubt", language, told=sentence) for sentence in told)
    return Markup("").join(Markup('<p class="when">{}</p>').format(line) for line in lines)


def _own(reading, mat):
    """The conflicts of a figure that are about its own indicator."""
    return (c for c in mat.conflicts if reading in c.readings and c.indicator == reading.indicator)


def question_cards(pack, language):
    """A card for each question that the audit, a conflict or a break raises, with what raised it."""
    asked, sources = questions(pack), workshop_sources(pack)
    if not asked:
        return nothing("workshop.no_cards", language)
    cards = Markup("").join(_card(n, q, pack, sources, language) for n, q in enumerate(asked, start=1))
    lead = say("workshop.cards_lead", language, count=len(asked))
    return Prose(Markup('<p>{}</p><section class="cards">{}</section>').format(lead, cards))


def _card(number, question, pack, sources, language):
    about = say("workshop.card", language, number=number, indicator=question.indicator.short[language])
    figure = say("workshop.raised", language, figure=_raised_by(question, pack.evidence, language))
    raised = Markup("{} {}").format(figure, cells.cite(_sources_of(question, pack), sources))
    return CARD.format(about, say(f"workshop.ask.{question.code}", language), raised)


def _raised_by(question, evidence, language):
    """The figures that raise a question, or the break."""
    if question.flag:
        return flag_sentence(question.flag, question.subject, language)
    if question.break_:
        day = dates.day(question.break_.date, language)
        return f"{day}: {question.break_.text('reason', language)}"
    (first, *_), (second, *_) = question.conflict.sides
    facts = {"first": numbers.labelled(first, language), "second": numbers.labelled(second, language)}
    years = {"first_year": dates.time_text(first, language),
             "second_year": dates.time_text(second, language)}  # fmt: skip
    shown = [say("workshop.conflict_figure", language, **facts, **years)]
    if not question.conflict.is_contradiction:
        shown = [f"{shown[0]}.", words.conflict_text(question.conflict, evidence, language)]
    shown += [words.reason_text(r, evidence, language) for r in question.conflict.weighed]
    return " ".join(shown)


def _sources_of(question, pack):
    """Ids of the sources of what raises a question."""
    if question.break_:
        return [question.break_.source] if question.break_.source else []
    if question.flag:
        return [*question.flag.sources(pack.evidence), question.subject.target.source]
    return [c for told in (*question.conflict.readings, *question.conflict.weighed) for c in told.sources]
