"""The evaluation frame: how much the figures of a year can say to each criterion, and what is missing."""

from markupsafe import Markup

from bvte.evidence.forms import layout
from bvte.judgement.annual_quality import SUPPORT, evaluation
from bvte.presentation import cells
from bvte.presentation.show import Table, columns
from bvte.presentation.texts import say


def evaluation_table(report, language):
    """A row for each OECD-DAC criterion: its question, the support, its indicators, what is missing."""
    keys = ("criterion", "support", "speak_to_it:wide", "is_missing:wide")
    rows = tuple(_row(report, found, language) for found in evaluation(report))
    note = say("annual.support_note", language)
    return Table(
        say("annual.evaluation_caption", language, year=report.year), columns(keys, language), rows, note
    )


def _row(report, found, language):
    criterion = found.criterion
    name = Markup('{} <span class="unit">{}</span>').format(
        criterion.name[language], criterion.question[language]
    )
    kinds = (("comparable", found.comparable), ("single", found.single), ("silent", found.silent))
    told = [_indicators(report, kind, codes, language) for kind, codes in kinds if codes]
    return name, _support(found, language), cells.paragraphs(told), criterion.missing[language]


def _indicators(report, kind, codes, language):
    """The indicators of one kind by name; one without a card in the province by its id."""
    cards = report.known.indicators
    names = "; ".join(
        cards[code].short[language] if code in cards else row_name(code, language) for code in codes
    )
    return Markup("<strong>{}</strong> {}").format(say(f"annual.indicators.{kind}", language), names)


def row_name(indicator, language):
    """The name that a form gives to an indicator for which the province has no card. Raises StopIteration."""
    rows = (row for form in layout().forms.values() for row in form.rows)
    return next(row.name[language] for row in rows if row.indicator == indicator)


def _support(found, language):
    """The support in words and in squares, and that figures of this kind cannot carry more."""
    full = SUPPORT.index(found.support)
    squares = "■" * full + "□" * (len(SUPPORT) - 1 - full)
    word = say(f"annual.support.{found.support}", language)
    shown = Markup('<span class="support"><span aria-hidden="true">{}</span> {}</span>').format(squares, word)
    if not found.capped:
        return shown
    return Markup('{} <span class="when">{}</span>').format(shown, say("annual.capped", language))
