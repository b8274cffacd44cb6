"""The numbers that a chart of an indicator shows, as the table under it."""

from markupsafe import Markup

from bvte.judgement.target_terms import target_standing
from bvte.presentation import cells, times
from bvte.presentation.show import Table, columns
from bvte.presentation.texts import say


def path_table(evidence, card, found, targets):
    """Every reading and every target of a chart, by time."""
    rows = [(reading.year, _reading_row(reading)) for reading in found]
    rows += [(target.due_year, _target_row(target, evidence)) for target in targets]
    keys = ("time", "result:num", "target:num", "strength")
    caption = say("charts.path_table", indicator=card.short.text)
    in_time = sorted(rows, key=lambda row: row[0])
    return Table(caption, columns(keys), tuple(row for _, row in in_time))


def _reading_row(reading):
    """A reading; an inferred year is told with its strength, since a chart is drawn over the time."""
    strength = cells.strength_word(reading.strength)
    if not reading.period_stated:
        strength = Markup("{}; {}").format(strength, say("charts.year_inferred"))
    when = times.when(reading.period)
    return when, cells.plotted(reading), cells.NOTHING, strength


def _target_row(target, evidence):
    """A target, and whether it was set, where a figure has its strength."""
    kind = say(f"charts.target_kind.{target_standing(evidence, target)}")
    return times.year(target.due_year), cells.NOTHING, cells.condition(target), kind
