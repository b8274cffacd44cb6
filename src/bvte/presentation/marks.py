"""What stands on the axes of a chart over time: estimates by what their print leaves open, targets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR
from decimal import Decimal
from itertools import groupby, pairwise
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from bvte.evidence import value
from bvte.evidence.codes import resolve_code
from bvte.evidence.collection import Evidence
from bvte.evidence.rows import Target
from bvte.judgement.baselines import baseline_of
from bvte.judgement.comparability import breaks_in_years, breaks_to_target, may_join
from bvte.judgement.conflicts import doubted_estimates
from bvte.judgement.estimates import Estimate, Strength
from bvte.judgement.frames import estimates_behind, result_of
from bvte.judgement.stories import passing_over
from bvte.judgement.target_terms import target_standing
from bvte.judgement.targets import Findings
from bvte.methods.achievement import CHANGES
from bvte.presentation import dates, drawing, numbers, theme
from bvte.presentation.chart_labels import BESIDE, DOWN, UNDER, Place, add_label
from bvte.presentation.drawing import telling
from bvte.presentation.source_words import named
from bvte.presentation.texts import say
from bvte.presentation.yearly_means import mean_of, mean_text, totals_among_years

INK, SOFT, PAPER = (theme.COLOURS[name] for name in ("accent", "soft", "paper"))
# Markers of numbers that nobody published: worked out here, told by an office, only supposed.
HOLLOW = {"derived": "D", "reported": "P", "not_published": "s"}
# First and last year that a calendar has breaks in.
ALL_YEARS = 2, MAXYEAR
# Characters of a label's line.
LABEL_WIDTH = 30


@dataclass(frozen=True)
class Line:
    """Colour and pattern (of matplotlib) of the line that stands for a target."""

    colour: str
    pattern: str | tuple[int, tuple[float, ...]]


# How a target is drawn: set, only drafted or carried on, or not found; told apart by word, line and colour.
LINES = {
    "set": Line(theme.SERIES[1], "-"),
    "draft": Line(theme.SERIES[2], (0, (2, 0.8))),
    "carried": Line(theme.SERIES[3], (0, (4, 1, 1, 1))),
    "unfound": Line(theme.COLOURS["soft"], (0, (0.8, 0.8))),
}


# The line of a break: close dots where it forbids to compare, wide ones where it only asks for care.
BREAKS = {"not_comparable": ":", "caveat": (0, (1, 4))}


def result_behind(shown: Any, of: Evidence | Findings | None = None) -> Evidence | Findings:
    """What a frame, or a row of one, was made from, or the result named beside it. Raises FrameError."""
    known = shown if hasattr(shown, "attrs") else pd.DataFrame()
    return result_of(known, of, Evidence, Findings)


def evidence_of(result: Evidence | Findings) -> Evidence:
    """The evidence of findings; evidence itself as it is."""
    return result.evidence if isinstance(result, Findings) else result


def draw_estimates(
    frame: pd.DataFrame | Iterable[Estimate], of: Evidence | Findings | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the estimates of a frame over time, each with its label, and return the axes.

    A published number is a full point, one worked out here a hollow diamond, one that an office reported a
    hollow cross, a supposed one a hollow square; "about" has a whisker, a bound a cap with an open arrow, a
    range a stroke, a total of several years beside yearly ones a bar at the mean of a year. A line joins two
    published neighbours where nothing speaks against comparing them. `frame` : of `bvte.estimates` or
    `findings.estimates()`, filtered as you like; `of` : the evidence or findings that it was made from, where
    pandas has dropped that. Raises FrameError, CodeError.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.estimates(evidence, "special_circumstances_rate", evidence.province.code)
    >>> len(draw_estimates(frame, ax=drawing.new_axes()).texts) >= len(frame)
    True
    """
    evidence = evidence_of(result_behind(frame, of))
    found = estimates_behind(frame, of) if isinstance(frame, pd.DataFrame) else list(frame)
    ax = drawing.current_axes(ax)
    if found:
        years = [year for r in found for year in (r.period.first.year, r.year)]
        drawing.make_room(ax, years, tops(found), value.unit_limits(found[0].unit)[1])
    draw_marks(ax, evidence, found)
    for _, series in groupby(found, lambda r: (r.indicator, r.area)):
        _join_estimates(ax, evidence, list(series))
    return ax


def draw_marks(ax: Axes, evidence: Evidence, found: Iterable[Estimate]) -> None:
    """The mark of each estimate with its label, on axes that hold them."""
    known = list(found)
    means = totals_among_years(known)
    # Last, as a bar leaves its label more places than a point does.
    for estimate in sorted(known, key=lambda r: r in means):
        is_mean = estimate in means
        with telling(ax, mark_words(estimate, evidence)):
            at = _draw_mean(ax, estimate) if is_mean else _draw_mark(ax, estimate)
            told = mean_text(estimate) if is_mean else numbers.labelled(estimate)
            add_label(ax, fill(told, LABEL_WIDTH), at, INK, estimate, evidence, UNDER if is_mean else BESIDE)


def mark_words(estimate: Estimate, evidence: Evidence) -> str:
    """What the mark of an estimate says under the pointer: what it is of, value, strength and sources."""
    return say(
        "charts.mark",
        indicator=evidence.indicators[estimate.indicator].short.text,
        area=evidence.area(estimate.area).text("name"),
        time=dates.time_text(estimate),
        value=numbers.labelled(estimate),
        strength=say(f"status.strength.{estimate.strength}").lower(),
        sources="; ".join(named(evidence.sources[code]).removesuffix(".") for code in estimate.sources),
    )


def highest(told: Estimate | Target) -> float:
    """The higher end of a printed number or range."""
    return float(told.value if told.value_to is None else told.value_to)


def tops(found: Iterable[Estimate]) -> list[float]:
    """How high each estimate stands where all of them are drawn."""
    known = list(found)
    means = totals_among_years(known)
    return [mean_of(r, Decimal(highest(r))) if r in means else highest(r) for r in known]


def _draw_mean(ax: Axes, total: Estimate) -> Place:
    """The mean of a year as a bar over the years of its total; returns where its label belongs."""
    ends = [drawing.position(total.period.first), drawing.position(total.period.last)]
    for number in filter(None, (total.value, total.value_to)):
        ax.plot(ends, [mean_of(total, number)] * 2, color=INK, lw=5, alpha=0.45, solid_capstyle="butt")
    x, y = sum(ends) / 2, mean_of(total, total.value)
    if total.is_bound:
        _draw_bound(ax, total, x, y)
    return x, y


def _draw_mark(ax: Axes, estimate: Estimate) -> Place:
    """Draw one estimate; returns where its label belongs (x, y)."""
    x, y = drawing.centre(estimate.period), float(estimate.value)
    if estimate.period.is_span:
        ax.plot([estimate.period.first.year, x], [y, y], color=INK, lw=1.2, alpha=0.6)
    if estimate.is_bound:
        _draw_bound(ax, estimate, x, y)
    elif estimate.value_to is not None:
        ax.plot([x, x], [y, highest(estimate)], color=INK, lw=5, solid_capstyle="butt")
        return x, highest(estimate)
    else:
        _draw_point(ax, estimate, x, y)
    return x, y


def _draw_bound(ax: Axes, estimate: Estimate, x: float, y: float) -> None:
    """A cap at the printed bound and an open arrow into the side where the value lies."""
    top = float(ax.get_ylim()[1])
    down = estimate.comparator in ("<", "<=")
    reach = max(y - 0.16 * top, 0) if down else min(y + 0.16 * top, top, estimate.interval.right)
    ax.plot([x - 0.22, x + 0.22], [y, y], color=INK, lw=2)
    arrow = {"arrowstyle": "->", "color": INK, "lw": 1.3, "linestyle": "-"}
    ax.annotate("", (x, reach), (x, y), arrowprops=arrow)


def _draw_point(ax: Axes, estimate: Estimate, x: float, y: float) -> None:
    """A full point for a published number, a hollow one for what nobody printed, a whisker for "about"."""
    if estimate.strength == Strength.APPROXIMATE:
        ax.plot([x, x], [estimate.interval.left, estimate.interval.right], color=INK, lw=1.3)
    marker = HOLLOW.get(estimate.strength, "o")
    colour = PAPER if estimate.strength in HOLLOW else INK
    ax.plot([x], [y], marker=marker, ms=7, mfc=colour, mec=INK, mew=1.6, ls="none", zorder=3)


def joined_pairs(evidence: Evidence, found: list[Estimate]) -> Iterable[tuple[Estimate, Estimate]]:
    """Neighbours among the firm estimates of an indicator that a line may join: nothing speaks against
    comparing them, no source disputes either, and no total says that the years between went another way."""
    disputed = doubted_estimates(evidence, found[0].area, found[0].indicator)
    for earlier, later in pairwise(r for r in found if r.is_firm):
        apart = disputed & {earlier, later} or earlier.year == later.year
        if not apart and may_join(evidence, earlier, later) and not passing_over(evidence, earlier, later):
            yield earlier, later


def _join_estimates(ax: Axes, evidence: Evidence, found: list[Estimate]) -> None:
    for pair in joined_pairs(evidence, found):
        xs, ys = [drawing.centre(r.period) for r in pair], [float(r.value) for r in pair]
        ax.plot(xs, ys, color=INK, lw=1.4, zorder=2)


def draw_breaks(evidence: Evidence, indicator: str, area: str, ax: Axes | None = None) -> Axes:
    """Draw a dotted line with its name on the day of every break of an indicator that lies in the years of
    the axes, or of all where their years are not set; return the axes.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> ax = draw_breaks(evidence, "special_circumstances_rate", evidence.province.code, drawing.new_axes())
    >>> len(ax.lines) == len(ax.texts) > 0
    True
    """
    ax = drawing.current_axes(ax)
    for b in breaks_in_years(evidence, {indicator}, area, *(drawing.years_shown(ax) or ALL_YEARS)):
        x = drawing.position(b.date)
        with telling(ax, say("charts.alt_break", name=b.text("name"), date=dates.day(b.date))):
            ax.axvline(x, color=SOFT, lw=1, ls=BREAKS[b.effect])
            top = 0.97 * ax.get_ylim()[1]
            add_label(ax, fill(b.text("name"), LABEL_WIDTH), (x, top), SOFT, b, evidence, DOWN).set_va("top")
    return ax


def is_on_axis(target: Target, evidence: Evidence) -> bool:
    """Whether a target is a value of the indicator itself and not a change of it."""
    card = evidence.indicators[target.indicator]
    return target.unit == card.unit and (card.kind == "change" or target.condition not in CHANGES)


def target_words(target: Target, evidence: Evidence) -> str:
    """A target in words that say whether it was set."""
    return say(f"charts.target.{target_standing(evidence, target)}", target=numbers.target_text(target))


def _target_label(target: Target, evidence: Evidence) -> str:
    """A target in a few words beside its stroke."""
    return say(f"charts.target_label.{target_standing(evidence, target)}", target=numbers.target_text(target))


def draw_target(
    target: Target | pd.Series | str,
    of: Evidence | Findings | None = None,
    baseline_area: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a target as a stroke in its due year, with a thin path from its baseline where one leads there,
    and return the axes.

    target : its id, itself, or a row of `findings.frame()`; of : the evidence or findings, which such a row
    knows; baseline_area : by default that of the findings or of the programme. No path leads from a
    baseline of another kind or across a break. Raises FrameError, CodeError, ValueError for a target that is
    a change of its indicator.
    """
    result, ax = result_behind(target, of), drawing.current_axes(ax)
    evidence, known = evidence_of(result), _target_meant(target, evidence_of(result))
    if not is_on_axis(known, evidence):
        raise ValueError(f"{known.id} is a change of its indicator and no level that axes could show")
    years = list(filter(None, (known.baseline_year, known.due_year)))
    drawing.make_room(ax, years, [highest(known)], value.unit_limits(known.unit)[1])
    place = result.area if isinstance(result, Findings) else evidence.programmes[known.programme].area
    told = say("charts.alt_target", target=target_words(known, evidence), due=known.due_year)
    with telling(ax, f"{evidence.indicators[known.indicator].short.text}: {told}"):
        _draw_path(ax, evidence, known, baseline_area or place)
    return ax


def draw_targets(
    targets: pd.DataFrame | Iterable[str], of: Evidence | Findings | None = None, ax: Axes | None = None
) -> Axes:
    """Draw those of several targets that are a level of their indicator, and return the axes.

    targets : a frame of findings, or ids; `of` : the evidence or findings that they are of, where a frame has
    lost that. Raises FrameError, CodeError.
    """
    result, ax = result_behind(targets, of), drawing.current_axes(ax)
    for target in targets_meant(targets, evidence_of(result)):
        if is_on_axis(target, evidence_of(result)):
            draw_target(target, result, ax=ax)
    return ax


def targets_meant(targets: pd.DataFrame | Iterable[str], evidence: Evidence) -> list[Target]:
    """The targets of a frame of findings, or of these ids. Raises CodeError."""
    codes = targets["target"] if isinstance(targets, pd.DataFrame) else targets
    return [_target_meant(code, evidence) for code in codes]


def _target_meant(target: Target | pd.Series | str, evidence: Evidence) -> Target:
    row = target["target"] if isinstance(target, pd.Series) else target
    return row if isinstance(row, Target) else evidence.targets[resolve_code("target", row, evidence.targets)]


def _draw_path(ax: Axes, evidence: Evidence, known: Target, area: str) -> None:
    """The path from a baseline, and the strokes of the due year with their label."""
    ends, line = (float(known.value), highest(known)), LINES[target_standing(evidence, known)]
    if _has_path(evidence, known, area):
        start = (known.baseline_year, float(known.baseline_value))
        path = {"color": line.colour, "lw": 1, "ls": (0, (5, 3)), "zorder": 1}
        ax.plot([start[0], known.due_year], [start[1], ends[0]], **path)
    for end in {*ends}:
        caps = [known.due_year - 0.3, known.due_year + 0.3]
        ax.plot(caps, [end, end], color=line.colour, lw=2, ls=line.pattern)
    told = fill(_target_label(known, evidence), LABEL_WIDTH)
    add_label(ax, told, (known.due_year, ends[0]), line.colour, known, evidence)


def _has_path(evidence: Evidence, target: Target, area: str) -> bool:
    """Whether a target has a baseline of its own kind with no break on the way to the due year."""
    base = baseline_of(evidence, target, area)
    own = base is not None and (base.indicator, base.unit) == (target.indicator, target.unit)
    return own and not breaks_to_target(evidence, target, area)
