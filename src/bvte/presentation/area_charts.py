"""Pictures of a comparison of areas: the funnel in place of a ranking, and the areas over the years."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bvte.judgement.area_comparison import AreaComparison, Standing, area_series
from bvte.judgement.frames import result_of
from bvte.presentation import drawing, narrow, numbers, picture, theme
from bvte.presentation.area_page import chance_sentence, comparison_of, computed, level_name, rate_places
from bvte.presentation.chart_labels import add_label
from bvte.presentation.document import Figure, Prose, Table, make_table
from bvte.presentation.many_marks import small_multiples
from bvte.presentation.parts import columns, nothing
from bvte.presentation.texts import say

INK, SOFT, LINE, PAPER = (theme.COLOURS[name] for name in ("accent", "soft", "line", "paper"))
OTHER = theme.SERIES[1]
# Marks by where an area stands: told apart without colour.
SHAPES = {
    Standing.WITHIN: "o",
    Standing.ABOVE: "^",
    Standing.FAR_ABOVE: "^",
    Standing.BELOW: "v",
    Standing.FAR_BELOW: "v",
}
FILLS = dict.fromkeys(SHAPES, INK) | {Standing.WITHIN: PAPER}
# From so many times the smallest area on, sizes stand on a logarithmic axis; points of a limit's line.
WIDE, POINTS = 15, 160
# Names that have room in a funnel, and panels in a picture of areas over the years.
MOST_LABELS, MOST_PANELS = 6, 12


def funnel_marks(frame: pd.DataFrame, ax: Axes | None = None, of: AreaComparison | None = None) -> Axes:
    """Draw areas by their size and rate, with the limits that chance keeps to around the rate of all; return the axes.

    Limits are exact (of whole counts); where areas clearly differ by more than chance, those that allow for it stand
    beside them in another line. frame : of `comparison.frame()`, of which exactly the areas are drawn; the limits are
    of all. Raises FrameError.
    """
    comparison = result_of(frame, of, AreaComparison)
    ax = drawing.current_axes(ax)
    known = frame[frame["people"].notna()]
    sizes = _sizes(comparison)
    _draw_limits(ax, comparison, sizes)
    names = known["name"].where(known["standing"] != Standing.WITHIN, "")
    how = {"hue": "standing", "style": "standing", "palette": FILLS, "markers": SHAPES, "legend": False}
    sns.scatterplot(known, x="people", y="rate", ax=ax, edgecolor=INK, linewidth=1.2, s=44, zorder=3, **how)
    if len(known):
        drawing.tell(ax.collections[-1], *(_mark_words(comparison, row) for row in known.to_dict("records")))
    for row in _labelled(known[names != ""]):
        add_label(ax, row["name"], (row["people"], row["rate"]), INK, None, None)
    _scale_axes(ax, comparison, known)
    return ax


def _labelled(apart: pd.DataFrame) -> list[dict]:
    """The areas whose names are written: all that stand apart, or those that chance makes least likely."""
    return apart.nsmallest(MOST_LABELS, "holm").to_dict("records")


def _mark_words(comparison, row):
    """What the mark of an area says under the pointer."""
    rate = computed(row["rate"], rate_places(comparison))
    counts = {key: numbers.rounded(row[key], 0) for key in ("events", "people")}
    return say(
        "areas.mark", name=row["name"], rate=str(rate), standing=say(f"areas.standing.{row['standing']}"), **counts
    )


def _sizes(comparison):
    """Sizes at which limits are drawn, from below the smallest to beyond the greatest area."""
    low, high = comparison.people.min(), comparison.people.max()
    if high / low > WIDE:
        return np.unique(np.geomspace(low * 0.8, high * 1.25, POINTS).round())
    return np.unique(np.linspace(max(1, low - 0.1 * (high - low)), high + 0.1 * (high - low), POINTS).round())


def _draw_limits(ax, comparison, sizes):
    """The rate of all, the limits of 95 and 99.8 % of chance, and those that allow for more."""
    from bvte.methods.funnel import rate_funnel, share_funnel
    from bvte.methods.overdispersion import widened_funnel

    per, centre = comparison.scale, comparison.centre
    exact = share_funnel(centre, sizes).exact if comparison.is_share else rate_funnel(centre, sizes).exact
    ax.axhline(per * centre, color=SOFT, lw=1.2)
    for name, style in (("95", "-"), ("998", (0, (4, 2)))):
        for side in ("low", "high"):
            ax.plot(sizes, per * getattr(exact, f"{side}_{name}"), color=LINE, lw=1.1, ls=style)
    handles = [(LINE, "-", "areas.legend.chance_95"), (LINE, (0, (4, 2)), "areas.legend.chance_998")]
    if comparison.is_widened:
        wide = widened_funnel(comparison.scores(sizes), tau2=comparison.spread.tau2)
        # On the scale of ratios limits are ratios to the centre, on that of shares they are shares.
        unit = per if comparison.is_share else per * centre
        for side in ("low_95", "high_95"):
            ax.plot(sizes, unit * getattr(wide, side), color=OTHER, lw=1.4, ls=(0, (6, 2, 1, 2)))
        handles.append((OTHER, (0, (6, 2, 1, 2)), "areas.legend.widened"))
    lines = [ax.plot([], [], color=colour, ls=style, lw=1.3)[0] for colour, style, _ in handles]
    where = {"loc": "upper left", "bbox_to_anchor": (0, 0), "ncols": 2, "borderaxespad": narrow.BELOW_SCALE}
    ax.legend(lines, [say(key) for _, _, key in handles], **where)


def _scale_axes(ax, comparison, known):
    """Sizes in the number form of the language, on a logarithmic axis where they differ much; rates from zero."""
    sizes = comparison.people
    if sizes.max() / sizes.min() > WIDE:
        ax.set_xscale("log")
        ax.set_xlim(sizes.min() * 0.8, sizes.max() * 1.25)
        first, last = np.floor(np.log10(sizes.min())), np.ceil(np.log10(sizes.max()))
        marks = [step * 10.0**power for power in np.arange(first, last + 1) for step in (1, 3)]
        marks = [mark for mark in marks if sizes.min() * 0.8 <= mark <= sizes.max() * 1.25]
        ax.set_xticks(marks)
        ax.minorticks_off()
    else:
        ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(lambda size, _: numbers.number(f"{size:.0f}"))
    top = max(known["rate"].max() if len(known) else 0.0, comparison.scale * comparison.centre)
    drawing.value_axis(ax, 1.15 * top, np.inf)
    ax.set_xlabel(say("areas.size_axis", whole=_whole_name(comparison)), loc="right")


def _whole_name(comparison):
    """Whom the events are among, by the card of the denominator."""
    code = comparison.card.denominator_indicator
    if code:
        return comparison.evidence.indicators[code].short.text
    return comparison.card.denominator.text if comparison.card.denominator else say("areas.whole_unnamed")


def area_funnel(shown: AreaComparison | pd.DataFrame, of: AreaComparison | None = None) -> Figure | Prose:
    """The funnel of a comparison as a figure: how many lie outside stands above it, its numbers below.

    shown : the comparison, or its frame, of which exactly the areas are drawn; `of` : as of `area_table`.
    """
    comparison, codes = comparison_of(shown, of)
    frame = shown if isinstance(shown, pd.DataFrame) else comparison.frame()
    if len(comparison.counted) < 2 or not comparison.events.sum() or frame["people"].notna().sum() == 0:
        return nothing("areas.none")
    ax = funnel_marks(frame, drawing.new_axes(4.4), comparison)
    facts = {"indicator": comparison.card.short.text, "year": comparison.year, "level": level_name(comparison)}
    caption = say("areas.funnel_caption", unit=numbers.unit_name(comparison.card.unit), **facts)
    alt = say("areas.funnel_alt", outside=_outside_words(frame), **facts)
    return picture.figure(
        ax,
        caption,
        alt,
        title=chance_sentence(comparison),
        footer=say(
            "areas.funnel_footer", sources=picture.sources_footer(comparison.evidence, _estimates(comparison, codes))
        ),
        numbers=_numbers_of(comparison, frame),
    )


def _estimates(comparison, codes):
    kept = set(codes)
    return [f.estimate for f in comparison.figures if f.estimate and f.area.code in kept]


def _outside_words(frame):
    """The areas that stand apart, in words."""
    apart = frame[~frame["standing"].isin(["", Standing.WITHIN])]
    told = [f"{row['name']}: {say('areas.standing.' + row['standing'])}" for row in apart.to_dict("records")]
    return "; ".join(told) or say("areas.apart.none")


def _numbers_of(comparison: AreaComparison, frame: pd.DataFrame) -> Table:
    """The numbers that a funnel draws."""
    places = rate_places(comparison)
    rows = [
        (
            row["name"],
            computed(row["people"], 0),
            computed(row["rate"], places),
            say(f"areas.standing.{row['standing']}"),
        )
        for row in frame[frame["people"].notna()].to_dict("records")
    ]
    heads = columns(("area", "people:num", "rate:num", "standing"), "areas.columns")
    return make_table(say("areas.funnel_numbers"), heads, rows)


def area_years(comparison: AreaComparison) -> Figure | Prose:
    """The areas over the years, a panel each: all of a few; of many those that stand apart, in the file's order."""
    codes = _panelled(comparison)
    frame = area_series(comparison, codes) if codes else None
    if frame is None or frame["year"].nunique() < 2:
        return nothing("areas.years_none")
    grid = small_multiples(frame, by="area", hue="indicator")
    # Its title stands above many rows of panels, which have to make room for it.
    grid.figure.set_layout_engine("constrained")
    facts = {"indicator": comparison.card.short.text, "unit": numbers.unit_name(comparison.card.unit)}
    shown, total = len(codes), len(comparison.figures)
    caption = say("areas.years_caption", shown=shown, total=total, **facts)
    title = say("areas.years_title", first=int(frame["year"].min()), last=int(frame["year"].max()), **facts)
    return picture.figure(grid, caption, frame=frame, title=title)


def _panelled(comparison: AreaComparison) -> list[str]:
    """Codes of the areas that have a panel."""
    known = [f.area.code for f in comparison.counted]
    if len(known) <= MOST_PANELS:
        return known
    apart = comparison.numbers[comparison.numbers["standing"] != str(Standing.WITHIN)]
    kept = set(apart.nsmallest(MOST_PANELS, "holm").index)
    return [code for code in known if code in kept]
