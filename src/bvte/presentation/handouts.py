"""Hand-outs of a workshop: placemats, which show few numbers and interpret none, and question cards."""

from bvte.judgement.vantage import is_old
from bvte.judgement.workshop import placemats, questions
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.audit_page import flag_sentence
from bvte.presentation.citations import cite_figure
from bvte.presentation.document import Box, Heading, Prose
from bvte.presentation.parts import listing, nothing, paragraph
from bvte.presentation.phrases import Look, phrase, small, strong
from bvte.presentation.texts import say
from bvte.presentation.workshop_page import workshop_sources


def placemat_sheets(pack):
    """A sheet for each topic: the newest figures with place, time and source, and room to write."""
    sheets, sources = placemats(pack), workshop_sources(pack)
    if not sheets:
        return nothing("workshop.placemats_none")
    return Prose(tuple(_sheet(mat, pack, sources) for mat in sheets))


def _sheet(mat, pack, sources):
    old = [estimate for estimate in mat.estimates if is_old(pack.evidence, estimate)]
    new = [estimate for estimate in mat.estimates if estimate not in old]
    blocks = (
        Heading(3, phrase(mat.topic.name.text)),
        *_figures(new, mat, pack, sources),
        *older_blocks(_figures(old, mat, pack, sources), len(old)),
        *_absent("workshop.not_published", mat.missing),
        *_absent("workshop.withheld", mat.withheld),
        paragraph(say("workshop.room"), "room"),
    )
    return Box("placemat", blocks)


def older_blocks(blocks, count):
    """Old figures below a mark that says how many they are; on a page they are folded."""
    mark = say("page.older") if count == 1 else say("page.older_many", count=count)
    return (Box(Look.OLDER, (paragraph(mark, "note"), *blocks)),) if blocks else ()


def _figures(estimates, mat, pack, sources):
    """Figures as a list, nothing for none."""
    return listing([_figure(estimate, mat, pack, sources) for estimate in estimates], "figures")


def _absent(key, cards):
    """The names of the indicators that a sheet has no figure of, nothing for none."""
    names = "; ".join(card.short.text for card in cards)
    return (paragraph(say(key, names=names), "note"),) if cards else ()


def _figure(estimate, mat, pack, sources):
    """A figure in large letters, what it is of, where and when, and what calls it in doubt."""
    card, area = pack.evidence.indicators[estimate.indicator], pack.evidence.area(estimate.area)
    year = dates.when(estimate.period, estimate.period_stated)
    where = say("workshop.place_time", area=area.text("name"), year=year)
    return phrase(
        strong(cells.estimate_with_unit(estimate)),
        " ",
        cells.indicator(card),
        " ",
        small(where),
        " ",
        cite_figure(estimate, sources),
        _doubts(estimate, mat, pack.evidence),
    )


def _doubts(estimate, mat, evidence):
    """What has to be explained before a figure is used, below it."""
    told = (words.conflict_text(c, evidence) for c in _own(estimate, mat))
    lines = (say("workshop.in_doubt", told=sentence) for sentence in told)
    return phrase(*map(small, lines))


def _own(estimate, mat):
    """The conflicts of a figure that are about its own indicator."""
    return (c for c in mat.conflicts if estimate in c.estimates and c.indicator == estimate.indicator)


def question_cards(pack):
    """A card for each question that the audit, a conflict or a break raises, with all targets that raise it."""
    asked, sources = questions(pack), workshop_sources(pack)
    if not asked:
        return nothing("workshop.no_cards")
    of_code = {code: [q for q in asked if q.code == code] for code in dict.fromkeys(q.code for q in asked)}
    cards = tuple(_card(n, code, pack, sources, of_code[code]) for n, code in enumerate(of_code, start=1))
    lead = say("workshop.cards_lead", count=len(cards))
    return Prose((paragraph(lead), Box("cards", cards)))


def _card(number, code, pack, sources, asked):
    """One question, and below it what raised it; targets of which the same is said stand together."""
    about = say("workshop.card", number=number, count=len(asked))
    said = {}
    for question in asked:
        said.setdefault(_raised_by(question, pack.evidence), []).append(question)
    raised = (paragraph(_raised(figure, alike, pack, sources), "raised") for figure, alike in said.items())
    question = paragraph(strong(say(f"workshop.ask.{code}")), "question")
    return Box("card", (paragraph(about, "about"), question, *raised))


def _raised(figure, asked, pack, sources):
    """The targets that raise a question in the same words, the words, and the sources of them all."""
    names = "; ".join(dict.fromkeys(question.indicator.short.text for question in asked))
    cited = (code for question in asked for code in _sources_of(question, pack))
    return phrase(say("workshop.raised", names=names, figure=figure), " ", cells.cite(cited, sources))


def _raised_by(question, evidence):
    """The figures that raise a question, or the break."""
    if question.flag:
        return flag_sentence(question.flag, question.subject)
    if question.break_:
        day = dates.day(question.break_.date)
        return f"{day}: {question.break_.text('reason')}"
    (first, *_), (second, *_) = question.conflict.sides
    facts = {"first": numbers.labelled(first), "second": numbers.labelled(second)}
    years = {"first_year": dates.time_text(first), "second_year": dates.time_text(second)}
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
    return [c for told in (*question.conflict.estimates, *question.conflict.weighed) for c in told.sources]
