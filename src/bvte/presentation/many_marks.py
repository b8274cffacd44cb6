"""Charts of many marks, drawn by seaborn on tidy frames: coverage, small multiples, bullet bars."""

from collections.abc import Iterable
from itertools import cycle
from math import inf, isfinite
from textwrap import fill
from typing import Any

import matplotlib
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.judgement.coverage import coverage
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Finding
from bvte.judgement.frames import estimate_id, estimates_behind, findings_of
from bvte.judgement.targets import Findings
from bvte.presentation import dates, drawing, marks, numbers, picture, theme
from bvte.presentation.chart_labels import add_label
from bvte.presentation.document import Figure, Prose, Several
from bvte.presentation.parts import nothing
from bvte.presentation.texts import say

INK, PAPER, PALE, SOFT = (theme.COLOURS[name] for name in ("accent", "paper", "rule", "soft"))
# Shape and fill of a mark by the strength of its estimate: told apart without colour.
SHAPES = {"published": "o", "approximate": "o", "bound": "v", "derived": "D", "reported": "P", "not_published": "s"}
FILLS = dict.fromkeys(SHAPES, PAPER) | {"published": INK, "approximate": PALE}
LOOK = {"linewidth": 1.3, "s": 36, "zorder": 3, "legend": False}
# Years by which the marks of one year stand apart, so that none hides another.
BESIDE = 0.35
# Inches of a row, and of what stands above and below the rows; characters of a row's name in a line.
ROW, AROUND, ROW_WIDTH = 0.3, 0.7, 46
# Panels beside each other in a page's width, and their height; line patterns of what is drawn in one panel.
PANELS, PANEL_HEIGHT, PANEL_WIDTH = 3, 2.3, 30
BULLET_HEIGHT, BULLET_ALONE, BULLET_WIDTH = 0.95, 1.5, 90
PATTERNS = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def coverage_marks(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw what is published: a row for each indicator (`name`), a mark in the year of each estimate, its
    shape by strength, with a line over the years of a span; return the axes.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.coverage(evidence, evidence.province.code)
    >>> len(coverage_marks(frame, drawing.new_axes()).get_yticks()) == frame["indicator"].nunique()
    True
    """
    ax, codes = drawing.current_axes(ax), list(dict.fromkeys(frame["indicator"]))
    places = frame.groupby(["indicator", "year"]).cumcount()
    placed = frame.assign(row=frame["indicator"].map(codes.index), at=frame["year"] + BESIDE * places)
    spans = placed[placed["first"].dt.year < placed["year"]]
    ax.hlines(spans["row"], spans["first"].dt.year, spans["year"], color=INK, lw=1, alpha=0.5)
    how = {"hue": "strength", "style": "strength", "palette": FILLS, "markers": SHAPES, "edgecolor": INK}
    sns.scatterplot(placed, x="at", y="row", ax=ax, **how, **LOOK)
    _tell_estimates(ax, frame)
    name_rows(ax, frame.drop_duplicates("indicator")["name"])
    drawing.year_axis(ax, int(frame["first"].dt.year.min()), int(frame["year"].max()), 2, room=0)
    return ax


def _tell_estimates(ax: Axes, frame: pd.DataFrame) -> None:
    """Let each mark that was just drawn of a frame of estimates say what it stands for."""
    evidence = marks.evidence_of(marks.result_behind(frame))
    drawing.tell(ax.collections[-1], *(marks.mark_words(r, evidence) for r in estimates_behind(frame)))


def name_rows(ax: Axes, names: Iterable[str]) -> None:
    """Names of the rows, the first on top."""
    known = [fill(name, ROW_WIDTH) for name in names]
    ax.set_yticks(range(len(known)), known)
    ax.set(ylim=(len(known) - 0.4, -0.7), xlabel="", ylabel="")


def coverage_charts(shown: pd.DataFrame | Evidence, area: str | None = None) -> Several:
    """One picture for each statistical group that has figures.

    shown : the frame of `coverage`, of which exactly the rows are drawn, or the evidence with an area.
    """
    table = shown if isinstance(shown, pd.DataFrame) else coverage(shown, area)
    evidence = marks.evidence_of(marks.result_behind(table))
    if table.empty:
        return Several([nothing("charts.coverage_none")])
    short = table["indicator"].map({code: card.short.text for code, card in evidence.indicators.items()})
    years = int(table["first_year"].min()), int(table["year"].max())
    groups = table.assign(name=short).groupby("group", sort=False)
    return Several(_coverage_chart(group, rows, years) for group, rows in groups)


def _coverage_chart(group: str, rows: pd.DataFrame, years: tuple[int, int]) -> Figure:
    """The figures of one group, over the years of all."""
    count = rows["indicator"].nunique()
    facts = {"group": say(f"status.group.{group}"), "figures": len(rows), "indicators": count}
    ax = coverage_marks(rows, drawing.new_axes(AROUND + ROW * count))
    drawing.year_axis(ax, *years, 2)
    return picture.figure(
        ax,
        say("charts.coverage_caption", **facts),
        say("charts.coverage_alt", **facts, rows=_coverage_words(rows)),
        title=say("charts.coverage_title", **facts),
        footer=say("charts.coverage_footer"),
    )


def _coverage_words(rows: pd.DataFrame) -> str:
    """Each indicator with the years of its figures, in words."""
    lines = rows.groupby(["indicator", "name"], sort=False)["year"].unique()
    return "; ".join(f"{name}: {', '.join(map(str, sorted(years)))}" for (_, name), years in lines.items())


def small_multiples(frame: pd.DataFrame, by: str = "indicator", hue: str = "area") -> sns.FacetGrid | Prose:
    """Draw a panel for each `by` of a frame of estimates, a colour and line pattern for each `hue`; return
    the grid, or where nothing was published a sentence.

    Shapes tell the strength, triangles point to where a bound leaves the value. A line joins two estimates
    only where nothing speaks against comparing them. Each panel has a value axis of its own, from zero.
    Raises FrameError.

    >>> import bvte
    >>> frame = bvte.estimates(bvte.load("dien-bien"), "special_circumstances_rate", "VN")
    >>> small_multiples(frame).axes_dict.keys() == set(frame["indicator"])
    True
    """
    if frame.empty:
        return nothing("charts.none")
    theme.use_theme()
    width, count = theme.SIZES["chart"][0], frame[by].nunique()
    columns = min(PANELS, count)
    size = {"height": PANEL_HEIGHT, "aspect": width / columns / PANEL_HEIGHT, "sharey": False}
    hues = range(frame[hue].nunique())
    look = {"palette": [theme.SERIES[n % len(theme.SERIES)] for n in hues], "hue": hue}
    look |= {"hue_kws": {"ls": [PATTERNS[n % len(PATTERNS)] for n in hues]}}
    evidence = marks.evidence_of(marks.result_behind(frame))
    told = [marks.mark_words(estimate, evidence) for estimate in estimates_behind(frame)]
    drawn = frame.assign(segment=segments(frame), shape=frame.apply(_shape, axis=1), told=told)
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):
        grid = sns.FacetGrid(drawn, col=by, col_wrap=columns, **look, **size)
    grid.map_dataframe(_draw_series)
    _name_panels(grid, drawn, by, hue)
    # seaborn leaves the years to the lowest panels: a reader looks for them below each.
    for ax in grid.axes.flat:
        ax.tick_params(labelbottom=True)
    return grid


def strengths_key(found: Iterable[Estimate]) -> str:
    """What the shapes of panels stand for, of those that are in them."""
    shown = {estimate.strength for estimate in found}
    return " ".join(say(f"charts.panel_key.{code}") for code in SHAPES if code in shown)


def _shape(row: pd.Series) -> str:
    """The shape of an estimate: that of its strength, of a bound a triangle into its open side."""
    return "above" if row["comparator"] in (">", ">=") else str(row["strength"])


def segments(frame: pd.DataFrame) -> pd.Series:
    """A number for each run of estimates that a line may join; an estimate that none joins stands alone.

    Raises FrameError where the frame has lost the result that it was made from.
    """
    found = estimates_behind(frame)
    evidence, runs = marks.evidence_of(marks.result_behind(frame)), {}
    for _, rows in frame.groupby(["indicator", "area"], sort=False):
        own = [r for r in found if (r.indicator, r.area) == tuple(rows[["indicator", "area"]].iloc[0])]
        joined = {estimate_id(b): estimate_id(a) for a, b in marks.joined_pairs(evidence, own)}
        for estimate in sorted(own, key=lambda r: r.year):
            code = estimate_id(estimate)
            runs[code] = runs.get(joined.get(code, ""), len(runs))
    return frame["estimate"].map(runs)


def _draw_series(data: pd.DataFrame, color: Any, label: str, ls: Any = "-") -> None:
    """The estimates of one hue in one panel."""
    ax = drawing.current_axes(None)
    fills = {code: color if usual == INK else usual for code, usual in FILLS.items()} | {"above": PAPER}
    look = {"hue": "shape", "style": "shape", "palette": fills, "markers": SHAPES | {"above": "^"}}
    at = {"x": "year", "y": "value", "ax": ax}
    line = {"estimator": None, "units": "segment", "ls": ls, "lw": 1.4}
    sns.lineplot(data, errorbar=None, color=color, **at, **line)
    sns.scatterplot(data, edgecolor=color, **at, **look, **LOOK)
    drawing.tell(ax.collections[-1], *data["told"])
    open_ends = data[data["comparator"].isin(["-", "~"])]
    ax.vlines(open_ends["year"], open_ends["low"], open_ends["high"], color=color, lw=1.3)


def _name_panels(grid: sns.FacetGrid, drawn: pd.DataFrame, by: str, hue: str) -> None:
    """Panels with their names, scales and, where several hues stand in them, each hue's name beside it."""
    names = {"indicator": "name", "area": "place"}
    years = int(drawn["year"].min()), int(drawn["year"].max())
    colours = dict(zip(grid.hue_names, cycle(theme.SERIES), strict=False))
    for code, ax in grid.axes_dict.items():
        rows = drawn[drawn[by] == code]
        ax.set_title(fill(str(rows[names.get(by, by)].iloc[0]), PANEL_WIDTH), loc="left")
        drawing.make_room(ax, [*years], list(rows[["value", "value_to"]].max(axis=1)), inf)
        drawing.year_axis(ax, *years, max(1, (years[1] - years[0]) // 3))
        if drawn[hue].nunique() > 1:
            for level, newest in rows.groupby(hue, sort=False, observed=True):
                colour, last = colours[level], newest.sort_values("year").iloc[-1]
                text = str(last[names.get(hue, hue)])
                add_label(ax, text, (last["year"], last["value"]), colour, None, None)


def bullet_bars(frame: pd.DataFrame, of: Findings | None = None) -> sns.FacetGrid | Prose:
    """Draw a bar for each finding of `findings.frame()`: the latest figure against its target, on a scale of
    its own; return the grid, or where there is no target a sentence.

    Shaded: values that meet the target. Full bar: a published number; hollow: one that nobody printed;
    hatched: what a bound leaves open, a line across its end: the interval of the print. Raises FrameError.

    >>> import bvte
    >>> findings = bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db")
    >>> len(bullet_bars(findings.frame()).axes_dict) == len(findings)
    True
    """
    if frame.empty:
        return nothing("charts.none")
    theme.use_theme()
    findings = findings_of(frame, of)
    # A bar alone has nothing beside it to share the room of its title with.
    height = BULLET_HEIGHT if len(frame) > 1 else BULLET_ALONE
    size = {"height": height, "aspect": theme.SIZES["chart"][0] / height}
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):
        grid = sns.FacetGrid(frame, row="target", sharex=False, sharey=False, despine=False, **size)
    grid.map_dataframe(_draw_bullet)
    for code, ax in grid.axes_dict.items():
        title = _bullet_title(findings[code], findings.evidence)
        ax.set_title(fill(title, BULLET_WIDTH), loc="left")
        _tell_bullet(ax, findings[code], findings.evidence, title)
        ax.set(xlabel="", ylabel="", yticks=[])
        ax.grid(visible=False)
    return grid


def _draw_bullet(data: pd.DataFrame, color: Any, label: str = "") -> None:
    """The latest figure of one finding and its target."""
    ax, row = drawing.current_axes(None), data.iloc[0]
    known = row[["target_value", "target_value_to", "latest_value", "latest_high", "baseline_value"]]
    natural = value.unit_limits(str(row["unit"]))[1]
    reach = min(1.2 * max([v for v in known.dropna() if isfinite(v)], default=1) or 1, natural)
    ax.set_xlim(0, 1.01 * reach)
    ax.xaxis.set_major_formatter(lambda v, _: _tick(f"{v:g}", str(row["unit"])))
    ax.axvspan(max(row["target_low"], 0), min(row["target_high"], reach), color=theme.COLOURS["rule"], lw=0)
    # Not a set: numbers that are absent are told apart by where they lie in memory, and each would draw an empty line.
    for end in row[["target_value", "target_value_to"]].dropna().unique():
        line = marks.LINES[row["standing"]]
        ax.plot([end, end], [-0.4, 0.4], color=line.colour, ls=line.pattern, lw=2, zorder=3)
    low, high = max(row["latest_low"], 0), min(row["latest_high"], reach)
    if row["latest_strength"] == "bound":
        ax.barh([0], high - low, left=low, height=0.4, fc=PAPER, ec=INK, hatch="////")
    elif isfinite(row["latest_value"]):
        full = INK if row["latest_strength"] in ("published", "approximate") else PAPER
        look = {"width": 0.4, "color": full, "edgecolor": INK, "saturation": 1}
        sns.barplot(data, x="latest_value", y="target", errorbar=None, ax=ax, **look)
        ax.plot([low, high], [0, 0], color=SOFT, lw=1.5)
    if isfinite(row["baseline_value"]):
        ax.plot([row["baseline_value"]], [0], marker=_start_marker(row), ms=7, mfc=PAPER, mec=SOFT, mew=1.5, zorder=4)
    ax.set_ylim(0.5, -0.5)


def _start_marker(row: Any) -> str:
    """The marker of where a phase began: of a bound it points to the side on which the number lies."""
    is_upper, is_lower = row["baseline_value"] >= row["baseline_high"], row["baseline_value"] <= row["baseline_low"]
    if is_upper == is_lower:
        return "o"
    return "<" if is_upper else ">"


def _tick(number: str, unit: str) -> str:
    """A number of a scale; the sign of a share stands with it, the words of another unit would fill the line."""
    return str(numbers.with_unit(number, unit)) if unit in value.SHARES else numbers.number(number)


def _tell_bullet(ax: Axes, finding: Finding, evidence: Evidence, title: str) -> None:
    """Let the marks of a bar say its figure, or where there is none its title."""
    told = marks.mark_words(finding.latest, evidence) if finding.latest else title
    for artist in (*ax.lines, *ax.patches):
        drawing.tell(artist, told)


def _bullet_title(finding: Finding, evidence: Evidence) -> str:
    """The latest figure and what it was to be, in words."""
    target, latest = finding.target, finding.latest
    facts = {
        "indicator": evidence.indicators[target.indicator].short.text,
        "target": marks.target_words(target, evidence),
        "due": target.due_year,
    }
    if latest is None:
        return say("charts.bullet_none", **facts)
    figure = {"latest": numbers.labelled(latest), "year": dates.time_text(latest)}
    return say("charts.title_target", told=say("charts.title", **facts, **figure), **facts)
