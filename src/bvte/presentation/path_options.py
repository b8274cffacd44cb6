"""A target's paths to its due year as a chart: published figures, and the span that each path comes to."""

from math import isinf

from markupsafe import Markup

from bvte.evidence import value
from bvte.judgement.comparability import breaks_in_years
from bvte.presentation import cells, dates, drawing, marks, numbers, target_marks, theme, times
from bvte.presentation.path_chart import describe_breaks, draw_break, footer
from bvte.presentation.show import Column, Table
from bvte.presentation.spans import decimals_of, span
from bvte.presentation.texts import say

COLOURS = {
    "past": theme.COLOURS["soft"],
    "draft": target_marks.LINES["draft"].colour,
    "proposal": theme.SERIES[1],
}
# Paths stand beside each other at the due year, in years from it.
BESIDE = {"past": -0.25, "draft": 0.0, "proposal": 0.25}


def options_chart(choice, evidence):
    """The figures of the closing phase and the paths of one target that has a baseline."""
    subject = choice.subject
    known, due = _known(choice), subject.target.due_year
    breaks = breaks_in_years(evidence, {subject.card.id}, subject.area, known[0].period.first.year, due)
    top = _top(known, choice.paths, len(breaks))
    facts = {"indicator": subject.card.short.text, "due": due}
    fig, ax = drawing.figure(say("workshop.chart_title", **facts), footer(evidence, known))
    drawing.year_axis(ax, known[0].period.first.year, due + 1)
    drawing.value_axis(ax, top, value.limits(subject.target.unit)[1])
    labels = [(*marks.draw(ax, r, top), numbers.labelled(r), marks.INK) for r in known]
    labels += [_draw(ax, path, choice, top) for path in choice.paths]
    names = [draw_break(ax, b, top) for b in breaks]
    drawing.place_labels(ax, names, drawing.UNDER_TOP, drawing.place_labels(ax, labels))
    unit = numbers.unit_name(subject.target.unit)
    caption = say("workshop.chart_caption", **facts, unit=unit)
    alt = " ".join([_describe(choice), *describe_breaks(breaks)])
    note = say("workshop.chart_note")
    return drawing.chart(fig, alt, caption, note, _numbers(choice, known, caption))


def _known(choice):
    """The published figures that the chart starts from."""
    past = [choice.trend.first, choice.trend.last] if choice.trend else [choice.subject.baseline]
    return sorted(past, key=lambda r: r.year)


def _top(known, paths, breaks):
    """Upper end of the value axis: room above the highest mark for labels and for the names of breaks."""
    ends = [end for path in paths for end in (path.at.left, path.at.right) if not isinf(end)]
    return (1.3 + 0.1 * min(breaks, 6)) * max([*ends, *(float(r.value_to or r.value) for r in known)]) or 1.0


def _draw(ax, path, choice, top):
    """The span of a path at the due year; where its label belongs, its text and colour."""
    x, colour = choice.subject.target.due_year + BESIDE[path.kind], COLOURS[path.kind]
    low, high = max(path.at.left, 0), min(path.at.right, top)
    ax.plot([x, x], [low, high], color=colour, lw=5, alpha=0.45, solid_capstyle="butt")
    for end in {end for end in (path.at.left, path.at.right) if end not in _limits(choice)}:
        ax.plot([x - 0.12, x + 0.12], [end, end], color=colour, lw=2)
    y = high if choice.subject.is_upper_bound else low
    return x, y, _told(path, choice), colour


def _limits(choice):
    """Ends that no print gives: natural limits, and no limit at all."""
    return {*choice.subject.card.limits, float("inf"), -float("inf")}


def _told(path, choice):
    """A path and what it comes to, in words."""
    name = say(f"workshop.path.{path.kind}")
    return say("workshop.chart_path", path=name, span=at_due(path.at, choice.subject))


def at_due(possible, subject, shown=numbers.number):
    """What a path comes to in the unit of its target; `shown` : see `span`."""

    def with_unit(end):
        return numbers.with_unit(end, subject.target.unit, shown)

    return span(possible, subject.card.limits, decimals_of(subject), with_unit)


def _describe(choice):
    """What the picture shows, in words."""
    base = _known(choice)[-1]
    paths = "; ".join(_told(path, choice) for path in choice.paths)
    facts = {"base": numbers.labelled(base), "base_year": dates.year_text(base.period)}
    about = {"due": choice.subject.target.due_year, "indicator": choice.subject.card.name.text}
    return say("workshop.chart_alt", paths=paths, **facts, **about)


def _numbers(choice, known, caption):
    """The numbers of the chart by time: the figures, then the ends of each path that a print gives."""
    kinds = [path.kind for path in choice.paths]
    heads = [Column(say(f"columns.{key}"), kind, key) for key, kind in (("time", "text"), ("result", "num"))]
    heads += [Column(say(f"workshop.path.{kind}"), "num", kind) for kind in kinds]
    heads.append(Column(say("columns.strength"), "text", "strength"))
    nothing = (cells.NOTHING,) * len(kinds)
    rows = [
        (
            times.when(r.period, r.period_stated),
            cells.plotted(r),
            *nothing,
            cells.strength_word(r.strength),
        )
        for r in known
    ]
    ends = [_ends(path, choice) for path in choice.paths]
    rows.append((times.year(choice.subject.target.due_year), cells.NOTHING, *ends, cells.NOTHING))
    return Table(caption, tuple(heads), tuple(rows))


def _ends(path, choice):
    """A path's span without its unit, for a column of numbers."""
    limits, decimals = choice.subject.card.limits, decimals_of(choice.subject)
    return Markup(span(path.at, limits, decimals, cells.number))
