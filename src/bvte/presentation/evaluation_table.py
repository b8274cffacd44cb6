"""The evaluation frame: how much the figures of a year can say to each criterion, and what is missing."""

from markupsafe import Markup

from bvte.evidence.forms import layout
from bvte.judgement.annual import Support, evaluate_criteria
from bvte.presentation import cells
from bvte.presentation.show import Table, columns
from bvte.presentation.texts import say


def evaluation_table(report):
    """A row for each OECD-DAC criterion: its question, the support, its indicators, what is missing."""
    keys = ("criterion", "support", "speak_to_it:wide", "is_missing:wide")
    rows = tuple(_row(report, found) for found in evaluate_criteria(report))
    note = say("annual.support_note")
    return Table(say("annual.evaluation_caption", year=report.year), columns(keys), rows, note)


def _row(report, found):
    criterion = found.criterion
    name = Markup('{} <span class="unit">{}</span>').format(criterion.name.text, criterion.question.text)
    kinds = (("comparable", found.comparable), ("single", found.single), ("silent", found.silent))
    told = [_indicators(report, kind, codes) for kind, codes in kinds if codes]
    return name, _support(found), cells.paragraphs(told), criterion.missing.text


def _indicators(report, kind, codes):
    """The indicators of one kind by name; one without a card in the province by its id."""
    cards = report.known.indicators
    names = "; ".join(cards[code].short.text if code in cards else row_name(code) for code in codes)
    return Markup("<strong>{}</strong> {}").format(say(f"annual.indicators.{kind}"), names)


def row_name(indicator):
    """The name that a form gives to an indicator for which the province has no card. Raises StopIteration."""
    rows = (row for form in layout().forms.values() for row in form.rows)
    return next(row.name.text for row in rows if row.indicator == indicator)


def _support(found):
    """The support in words and in squares, and that figures of this kind cannot carry more."""
    full = list(Support).index(found.support)
    squares = "■" * full + "□" * (len(Support) - 1 - full)
    word = say(f"annual.support.{found.support}")
    shown = Markup('<span class="support"><span aria-hidden="true">{}</span> {}</span>').format(squares, word)
    if not found.capped:
        return shown
    return Markup('{} <span class="when">{}</span>').format(shown, say("annual.capped"))
