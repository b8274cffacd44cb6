"""What the figures allow as an orientation, as a table: each number with its figures and its assumption."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from markupsafe import Markup

from bvte.judgement.orientation import orientations
from bvte.presentation import cells, numbers, words
from bvte.presentation.review_tables import review_cited
from bvte.presentation.show import Table, columns, nothing
from bvte.presentation.texts import say

# Digits of an orientation: more would look like a figure.
DIGITS = 3
HUNDREDTH = Decimal("0.01")


def orientation_table(evidence, area, language):
    """Rates, shares and gaps that hold on an assumption; no target is judged by them."""
    found = orientations(evidence, area)
    if not found:
        return nothing("page.no_orientation", language)
    sources = review_cited(evidence, area)
    rows = tuple(_row(o, evidence, sources, language) for o in found)
    keys = ("indicator", "orientation", "time", "from_figures:wide", "assumes:wide")
    note = say("page.orientation_note", language)
    return Table(say("page.orientation_caption", language), columns(keys, language), rows, note)


def _row(orientation, evidence, sources, language):
    name = cells.indicator(evidence.indicators[orientation.indicator], language)
    used = [_figure(r, evidence, sources, language) for r in orientation.readings]
    beside = [
        Markup(say("page.orientation_beside", language, figure=_figure(r, evidence, sources, language)))
        for r in orientation.beside
    ]
    assumed = [words.reason_text(reason, evidence, language) for reason in orientation.assumes]
    told = cells.paragraphs([*used, *beside])
    return (
        name,
        _number(orientation, language),
        cells.when(orientation.period, language),
        told,
        cells.paragraphs(assumed),
    )


def _figure(reading, evidence, sources, language):
    """A figure with what it counts, its time and source."""
    card, area = evidence.indicators[reading.indicator], evidence.area(reading.area)
    return Markup("{}, {}: <strong>{}</strong> ({}) {}").format(
        card.short[language], area.text("name", language), cells.reading_with_unit(reading, language),
        cells.when(reading.period, language), cells.cite(reading.sources, sources),
    )  # fmt: skip


def _number(orientation, language):
    """The number in words: about so much, or so much above or below the country."""
    if not orientation.kind.startswith("gap"):
        size, key = _digits(orientation.number), f"page.orientation_of.{orientation.kind}"
        return say(key, language, number=numbers.with_unit(size, orientation.unit, language))
    size = _plain(abs(orientation.number))
    side = "above" if orientation.number > 0 else "below"
    key = f"page.orientation_of.{orientation.kind}_{side}"
    step = numbers.step_name(orientation.unit, language, size)
    return say(key, language, number=numbers.number(size, language), step=step)


def _digits(number):
    """A number with so many significant digits, whole where it is large."""
    places = max(0, DIGITS - 1 - number.adjusted()) if number else 0
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(number):
    """A difference of prints with two decimals at most, toward zero, and no zeros at its end."""
    return Decimal(f"{number.quantize(HUNDREDTH, ROUND_FLOOR):f}".rstrip("0").rstrip("."))
