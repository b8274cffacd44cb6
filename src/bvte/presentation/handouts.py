"""Hand-outs of a workshop: placemats, which show few numbers and interpret none, and question cards."""

from dataclasses import dataclass

from bvte.evidence.value import COUNTS
from bvte.judgement.audit_subject import AuditPoint
from bvte.judgement.vantage import is_old
from bvte.judgement.workshop import Doubt, Question, Workshop, placemats, questions, workshop_conflicts
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.audit_page import flag_sentence
from bvte.presentation.citations import cite_figure
from bvte.presentation.document import Box, Heading, Prose, Several, make_table
from bvte.presentation.parts import listing, nothing, paragraph
from bvte.presentation.phrases import LineBreak, Look, phrase, small, strong
from bvte.presentation.texts import say
from bvte.presentation.workshop_columns import pack_columns
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
        _doubts(estimate, mat, pack),
    )


def _doubts(estimate, mat, pack):
    """That a figure has to be explained before it is used, also a count behind a rate that another figure contradicts;
    why, a question card asks: a placemat interprets nothing."""
    is_doubted = any(estimate in c.estimates and c.indicator == estimate.indicator for c in mat.conflicts)
    against = (c for c in workshop_conflicts(pack) if c.is_contradiction)
    counts = (count for c in against for rate in c.estimates for count in rate.counts or ())
    is_doubted |= any({*count.rows} & {*estimate.rows} for count in counts)
    return small(say("workshop.in_doubt")) if is_doubted else phrase()


@dataclass(frozen=True)
class Card:
    """A card: its number, the code of its question, and all that raises it."""

    number: int
    code: AuditPoint | Doubt
    asked: tuple[Question, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the targets or figures that it asks about, each once."""
        return tuple(dict.fromkeys(question.indicator.short.text for question in self.asked))

    @property
    def names(self) -> str:
        """The same in one line."""
        return "; ".join(self.named)


def cards_of(pack: Workshop) -> tuple[Card, ...]:
    """A card for each question, with all targets, figures and breaks that raise it."""
    groups: dict[str, list[Question]] = {}
    for question in questions(pack):
        groups.setdefault(question.code, []).append(question)
    return tuple(Card(n, asked[0].code, tuple(asked)) for n, asked in enumerate(groups.values(), start=1))


def question_cards(pack):
    """For the facilitator what raised each question, then the cards: each one question and what it asks about."""
    cards = cards_of(pack)
    if not cards:
        return nothing("workshop.no_cards")
    lead = paragraph(say("workshop.cards_lead", count=len(cards)))
    sheet = Box("cards", tuple(_card(card, pack.evidence) for card in cards))
    return Several((Prose((lead,)), _grounds_table(cards, pack), Prose((sheet,))))


def _card(card, evidence):
    """One question, and below it the targets, the figures that do not go together, or the breaks."""
    lines = [paragraph(say("workshop.card", number=card.number), "about")]
    lines.append(paragraph(strong(say(f"workshop.ask.{card.code}")), "question"))
    lines.append(paragraph(phrase(*_raised(card, evidence)), "raised"))
    return Box("card", tuple(lines))


def _raised(card, evidence):
    """What a card asks about: its targets in one line, or a line for each figure in doubt; then its breaks."""
    told = _figures_in_doubt(card, evidence) or [card.names]
    breaks = dict.fromkeys(question.break_ for question in card.asked if question.break_)
    told += [f"{dates.day(b.date)}: {b.text('name')}" for b in breaks]
    for number, line in enumerate(told):
        yield from (LineBreak(), line) if number else (line,)


def _figures_in_doubt(card, evidence):
    """Each indicator whose figures do not go together, with the two that are furthest apart, by time."""
    doubted = {}
    for question in card.asked:
        if question.conflict:
            doubted.setdefault(question.indicator, []).extend(_own_figures(question))
    apart = {q.indicator: _other_figure(q, evidence) for q in card.asked if q.conflict and q.conflict.is_contradiction}
    return [_named_figures(indicator, sides) + apart.get(indicator, "") for indicator, sides in doubted.items()]


def _own_figures(question):
    """The figures of a conflict that are of its own indicator, those of its sides first."""
    code, sides = question.indicator.id, (side for side, *_ in question.conflict.sides)
    # What is left of a whole is told by figures of the whole, which are not those of the card.
    own = [side for side in sides if side.indicator == code]
    return own or [told for told in question.conflict.estimates if told.indicator == code]


def _other_figure(question, evidence):
    """Of two figures that cannot both be true the one of another indicator, with its name; "" where there is none."""
    sides = (side for side, *_ in question.conflict.sides)
    others = [side for side in sides if side.indicator != question.indicator.id]
    return "".join(f"; {_with_name(side, evidence)}" for side in others)


def _with_name(side, evidence):
    """A figure of another indicator than the line is of, after its name."""
    return f"{words.small_first(evidence.indicators[side.indicator].short.text)} {_dated(side)}"


def _named_figures(indicator, sides):
    """An indicator with the lowest and the highest of some figures, in the order of time."""
    # No set: figures of one time would stand in another order each time that the page is made.
    ends = dict.fromkeys(find(sides, key=lambda told: told.value) for find in (min, max) if sides)
    told = "; ".join(map(_dated, sorted(ends, key=lambda told: (told.period.first, told.period.last))))
    return say("workshop.card_figures", name=indicator.short.text, figures=told) if told else indicator.short.text


def _dated(told):
    """A figure of a card with its year; the name of what is counted says its unit."""
    figure = numbers.bare(told) if told.unit in COUNTS else numbers.labelled(told)
    return say("workshop.card_figure", figure=figure, year=dates.time_text(told))


def _grounds_table(cards, pack):
    """What raised the question of each card, with the sources; said once where it is the same."""
    sources = workshop_sources(pack)
    heads = pack_columns("card:order", "targets", "ground:wide")
    # A line a name: one long line would ask for more width than the grounds beside it.
    rows = ((str(card.number), cells.paragraphs(card.named), _grounds(card, pack, sources)) for card in cards)
    return make_table(say("workshop.grounds_caption"), heads, rows, say("workshop.grounds_note"))


def _grounds(card, pack, sources):
    """The grounds of a card, a paragraph each, and the sources of them all."""
    said = dict.fromkeys(_raised_by(question, pack.evidence) for question in card.asked)
    cited = (code for question in card.asked for code in _sources_of(question, pack))
    return cells.paragraphs([*said, cells.cite(cited, sources)])


def _raised_by(question, evidence):
    """The sentence with the figures that raise a question, or the break."""
    if question.flag:
        return flag_sentence(question.flag, question.subject)
    if question.break_:
        return f"{dates.day(question.break_.date)}: {question.break_.text('reason')}"
    return _conflict_line(question.conflict, evidence)


def _conflict_line(conflict, evidence):
    """The two figures, and what is unusual about them where they do not contradict each other; what else is known of
    them stands in the evidence review."""
    shown = words.conflict_figures(conflict, evidence)
    return (
        shown if conflict.is_contradiction else f"{shown}. {words.conflict_text(conflict, evidence, has_reasons=False)}"
    )


def _sources_of(question, pack):
    """Ids of the sources of what raises a question."""
    if question.break_:
        return [question.break_.source] if question.break_.source else []
    if question.flag:
        return [*question.flag.sources(pack.evidence), question.subject.target.source]
    return [code for told in question.conflict.estimates for code in told.sources]
