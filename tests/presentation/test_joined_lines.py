"""No chart joins, by a line of any kind, two points between which a break lies: seen in what is drawn."""

import random
from datetime import date

import pytest

import bvte
from bvte.desk.views import series_chart
from bvte.evidence.language import activate
from bvte.evidence.papers import report_years
from bvte.presentation import drawing

# Marks across a point (caps of bounds and targets) are shorter than this, in years; they join nothing.
CAP = 0.7
FIGURES = "indicator, start, end, comparator, value, statistic, source"
TARGETS = "indicator, programme, condition, value, baseline_value, baseline_year, due_year"


def joining(ax, spans):
    """Drawn lines whose ends stand apart in time: (from, to); not those that only show how long a span is."""
    lines = [(list(line.get_xdata()), list(line.get_ydata())) for line in ax.lines if _is_drawn(line)]
    ends = [(min(xs), max(xs)) for xs, ys in lines if (min(xs), max(xs), ys[0]) not in spans]
    return [(first, last) for first, last in ends if last - first > CAP]


def _is_drawn(line):
    """Whether a line is one over time, not a mark without a line and not an upright line of the axes."""
    return line.get_linestyle() not in ("None", "", " ") and line.get_transform() == line.axes.transData


def crossed(evidence, indicator, area, ax, known):
    """Lines of a chart that cross the day of a break, seen on its own time axis."""
    spans = {(r.period.first.year, drawing.centre(r.period), float(r.value)) for r in known if r.period.is_span}
    days = [drawing.position(b.date) for b in evidence.breaks.values() if b.touches(indicator, area)]
    return [(a, day, b) for a, b in joining(ax, spans) for day in days if a < day < b]


def generated(seed):
    """Tables of a province with random figures, targets and breaks of both effects."""
    chance = random.Random(seed)
    years = sorted(chance.sample(range(2012, 2026), 6))
    figures = [f"rate, {year}, {year}, =, {chance.randint(10, 90) / 10}, level, a" for year in years]
    figures.append(f"rate, {years[0]}, {years[2]}, =, 5.5, level, b")
    base, due = sorted(chance.sample(range(2013, 2027), 2))
    target = f"rate, plan, below, 3, {chance.randint(30, 90) / 10}, {base}, {due}"
    days = [date(chance.randint(2012, 2026), chance.randint(1, 12), chance.randint(1, 28)) for _ in range(2)]
    breaks = [
        f"b{n}, {day}, {effect}, rate"
        for n, (day, effect) in enumerate(zip(days, ("not_comparable", "caveat"), strict=True))
    ]
    return {
        "observations": "\n".join([FIGURES, *figures]),
        "targets": f"{TARGETS}\n{target}",
        "breaks": "\n".join(["id, date, effect, indicators", *breaks]),
    }


@pytest.mark.parametrize("seed", range(25))
def test_no_line_of_a_generated_chart_crosses_a_break(province, drawn, seed):
    activate("vi")
    evidence = province(**generated(seed))
    known = bvte.estimates_of(evidence, "rate", "P1")
    bvte.across_charts(evidence, "P1")
    series_chart(evidence, "rate", "P1", programme="plan")
    assert drawn and not [line for ax in drawn for line in crossed(evidence, "rate", "P1", ax, known)]


def test_the_generated_charts_do_join_what_no_break_parts(province, drawn):
    """Otherwise the test above could not fail."""
    activate("vi")
    for seed in range(25):
        bvte.across_charts(province(**generated(seed)), "P1")
    assert sum(bool(joining(ax, set())) for ax in drawn) > 10


def test_no_line_of_a_real_page_crosses_a_break(dien_bien, drawn):
    activate("vi")
    for programme in dien_bien.programmes.values():
        bvte.phase_charts(bvte.judge(dien_bien, programme.id))
        if programme.follows:
            bvte.workshop_paths(bvte.workshop(dien_bien, programme.follows, programme.id))
    bvte.across_charts(dien_bien, dien_bien.province.code)
    for year in report_years(dien_bien):
        bvte.annual_charts(bvte.annual(dien_bien, year))
    lines = [(ax, first, last) for ax in drawn for first, last in joining(ax, _bars(dien_bien))]
    assert lines
    for ax, first, last in lines:
        assert not [day for day in _named_days(dien_bien, ax) if first < day < last]


def _named_days(evidence, ax):
    """The days of the breaks that a chart names."""
    activate("vi")
    names = {" ".join(text.get_text().split()) for text in ax.texts}
    return [drawing.position(b.date) for b in evidence.breaks.values() if b.text("name") in names]


def _bars(evidence):
    """The bars of all figures of several years: where each begins, ends and stands."""
    known = [row for row in evidence.observations.values() if row.period.is_span]
    return {(r.period.first.year, drawing.centre(r.period), float(r.value)) for r in known}
