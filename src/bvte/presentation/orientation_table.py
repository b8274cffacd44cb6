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


def orientation_table(evidence, area):
    """Rates, shares and gaps that hold on an assumption; no target is judged by them."""
    found = orientations(evidence, area)
    if not found:
        return nothing("page.no_orientation")
    sources = review_cited(evidence, area)
    rows = tuple(_row(o, evidence, sources) for o in found)
    keys = ("indicator", "orientation", "time", "from_figures:wide", "assumes:wide")
    note = say("page.orientation_note")
    return Table(say("page.orientation_caption"), columns(keys), rows, note)


def _row(orientation, evidence, sources):
    name = cells.indicator(evidence.indicators[orientation.indicator])
    used = [_figure(r, evidence, sources) for r in orientation.readings]
    beside = [
        Markup(say("page.orientation_beside", figure=_figure(r, evidence, sources)))
        for r in orientation.beside
    ]
    assumed = [words.reason_text(reason, evidence) for reason in orientation.assumes]
    told = cells.paragraphs([*used, *beside])
    return (
        name,
        _number(orientation),
        cells.when(orientation.period),
        told,
        cells.paragraphs(assumed),
    )


def _figure(reading, evidence, sources):
    """A figure with what it counts, its time and source."""
    card, area = evidence.indicators[reading.indicator], evidence.area(reading.area)
    return Markup("{}, {}: <strong>{}</strong> ({}) {}").format(
        card.short.text, area.text("name"), cells.reading_with_unit(reading),
        cells.when(reading.period), cells.cite(reading.sources, sources),
    )  # fmt: skip


def _number(orientation):
    """The number in words: about so much, or so much above or below the country."""
    if not orientation.kind.startswith("gap"):
        size, key = _digits(orientation.number), f"page.orientation_of.{orientation.kind}"
        return say(key, number=numbers.with_unit(size, orientation.unit))
    size = _plain(abs(orientation.number))
    side = "above" if orientation.number > 0 else "below"
    key = f"page.orientation_of.{orientation.kind}_{side}"
    step = numbers.step_name(orientation.unit, size)
    return say(key, number=numbers.number(size), step=step)


def _digits(number):
    """A number with so many significant digits, whole where it is large."""
    places = max(0, DIGITS - 1 - number.adjusted()) if number else 0
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(number):
    """A difference of prints with two decimals at most, toward zero, and no zeros at its end."""
    return Decimal(f"{number.quantize(HUNDREDTH, ROUND_FLOOR):f}".rstrip("0").rstrip("."))
