"""What is published: a mark for every figure, by indicator and year."""

from collections import Counter

from bvte.judgement.coverage import coverage
from bvte.presentation import drawing, theme
from bvte.presentation.show import Several, nothing
from bvte.presentation.texts import say

INK, PAPER = theme.COLOURS["accent"], theme.COLOURS["paper"]
MARKS = {
    "published": {"marker": "o", "mfc": INK},
    "approximate": {"marker": "o", "mfc": theme.COLOURS["rule"]},
    "bound": {"marker": "v", "mfc": PAPER},
    "derived": {"marker": "D", "mfc": PAPER},
    "not_published": {"marker": "s", "mfc": PAPER},
}


# Years by which the marks of one year stand apart, so that none hides another.
BESIDE = 0.35


def coverage_charts(evidence, area):
    """One picture for each statistical group that has figures in the area."""
    table = coverage(evidence, area)
    if table.empty:
        return Several([nothing("charts.coverage_none")])
    first, last = int(table["first_year"].min()), int(table["year"].max())
    groups = table.groupby("group", sort=False)
    return Several(_chart(evidence, group, found, first, last) for group, found in groups)


def _chart(evidence, group, found, first, last):
    """The figures of one group: rows are indicators, a mark stands in the year of each figure."""
    codes = list(dict.fromkeys(found["indicator"]))
    facts = {"group": say(f"status.group.{group}"), "figures": len(found), "indicators": len(codes)}
    title = say("charts.coverage_title", **facts)
    fig, ax = drawing.figure(title, say("charts.coverage_footer"), 1.3 + 0.27 * len(codes))
    taken = Counter()
    for figure in found.itertuples():
        place = figure.year, codes.index(figure.indicator)
        _mark(ax, figure, place[0] + BESIDE * taken[place], place[1])
        taken[place] += 1
    ax.set_yticks(range(len(codes)), [evidence.indicators[code].short.text for code in codes])
    ax.tick_params(axis="y", labelsize=8.5)
    ax.set_ylim(len(codes) - 0.4, -0.7)
    drawing.year_axis(ax, first, last, 2)
    alt = say("charts.coverage_alt", **facts, rows=_rows(evidence, found))
    return drawing.chart(fig, alt, say("charts.coverage_caption", **facts))


def _mark(ax, figure, x, y):
    """A mark in the year of a figure, beside the others of that year, and a line over the years of a span."""
    if figure.first_year < figure.year:
        ax.plot([figure.first_year, figure.year], [y, y], color=INK, lw=1, alpha=0.5)
    ax.plot([x], [y], mec=INK, mew=1.3, ms=6, ls="none", zorder=3, **MARKS[figure.strength])


def _rows(evidence, found):
    """Each indicator with the years of its figures, in words."""
    lines = (
        f"{evidence.indicators[code].short.text}: {', '.join(map(str, sorted(set(rows['year']))))}"
        for code, rows in found.groupby("indicator", sort=False)
    )
    return "; ".join(lines)
