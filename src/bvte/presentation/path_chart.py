"""Charts of one indicator over time: its figures, targets and breaks; the ways from them to a due year."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from math import isinf
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.next_phase import CarriedTarget
from bvte.evidence.rows import Break, Target
from bvte.judgement.audit_subject import Subject
from bvte.judgement.choices import Choice
from bvte.judgement.comparability import breaks_between, breaks_in_years
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Comparability
from bvte.judgement.frames import estimates_behind
from bvte.judgement.next_phase import NextTarget
from bvte.judgement.paths import Ground, Path, PathKind
from bvte.judgement.stories import Move, move_of, turn_of, yearly_figures
from bvte.judgement.targets import Findings
from bvte.presentation import cells, dates, drawing, marks, numbers, picture, theme
from bvte.presentation.chart_labels import add_label
from bvte.presentation.document import Column, Figure, Prose, Several, make_table
from bvte.presentation.numbers import decimals_of, span_form, span_words
from bvte.presentation.parts import nothing
from bvte.presentation.phrases import Phrase
from bvte.presentation.texts import say
from bvte.presentation.yearly_means import totals_among_years

# Room above the highest mark for its label, and for each break's name, of so many breaks at most.
BREAK_ROOM, MOST_BREAKS = 0.1, 6


def phase_charts(findings: Findings) -> Several:
    """A chart for each indicator of a phase with two estimates or more; a sentence where there is none."""
    evidence, area = findings.evidence, findings.area
    charts = []
    for code in dict.fromkeys(finding.target.indicator for finding in findings):
        known = [r for r in estimates_of(evidence, code, area) if r.year <= findings.programme.end]
        if len(known) > 1:
            targets = [f.target for f in findings if f.target.indicator == code]
            charts.append(indicator_chart(evidence, code, area, targets, known))
    return Several(charts or [nothing("charts.none")])


def indicator_chart(
    evidence: Evidence, indicator: str, area: str, targets: Iterable[Target] = (), found: list[Estimate] | None = None
) -> Figure:
    """One indicator in one area: its estimates (all, or those given), the targets' paths, every break.

    No line joins two estimates that may not be compared.
    """
    found = found or estimates_of(evidence, indicator, area)
    targets, ax = [t for t in targets if marks.is_on_axis(t, evidence)], drawing.new_axes()
    widen_axes(ax, evidence, found, targets)
    marks.draw_estimates(found, evidence, ax)
    for target in targets:
        marks.draw_target(target, evidence, area, ax)
    marks.draw_breaks(evidence, indicator, area, ax)
    return path_figure(ax)


def no_charts() -> Prose:
    """The sentence that stands where no indicator has two figures to draw."""
    return nothing("charts.none")


def path_figure(ax: Axes) -> Figure:
    """Axes over time as a figure: caption, message and key say what was drawn of its first indicator.

    Raises ValueError where no estimate was drawn.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.estimates(evidence, "special_circumstances_rate", evidence.province.code)
    >>> say("charts.mark_note.bound").split()[0] in path_figure(bvte.draw_estimates(frame, ax=drawing.new_axes())).svg
    True
    """
    content = picture.drawn_content(ax.figure)
    if not content.estimates:
        raise ValueError("no estimate was drawn on these axes")
    card = content.evidence.indicators[content.estimates[0].indicator]
    caption = say("charts.path_caption", indicator=card.name.text, unit=numbers.unit_name(card.unit))
    title = _path_title(content.evidence, card.id, content.estimates, content.targets)
    return picture.figure(ax, caption, key=mark_key(content), title=title)


def mark_key(content: picture.Content) -> str:
    """What the marks of a chart stand for, of those that are in it."""
    means = totals_among_years(content.estimates)
    marked = [estimate for estimate in content.estimates if estimate not in means]
    kinds = {_mark_kind(r) for r in marked} | {"bound" for r in means if r.is_bound} | {"mean" for _ in means}
    kinds |= {"span" for estimate in marked if estimate.period.is_span}
    kinds |= {f"target_{marks.target_standing(content.evidence, target)}" for target in content.targets}
    kinds |= {f"break_{b.effect}" for b in content.breaks}
    return " ".join(say(f"charts.mark_note.{kind}") for kind in MARK_KINDS if kind in kinds)


# The marks of a chart over time, in the order in which its note explains them.
MARK_KINDS = (
    *("point", "about", "range", "span", "mean", "bound", "derived", "reported", "not_published"),
    *("target_set", "target_draft", "target_carried", "target_unfound"),
    *("break_not_comparable", "break_caveat"),
)


def _mark_kind(estimate: Estimate) -> str:
    """What an estimate is drawn as: see `marks.draw_estimates`."""
    if estimate.is_bound:
        return "bound"
    if estimate.strength in marks.HOLLOW:
        return str(estimate.strength)
    if estimate.value_to is not None:
        return "range"
    return "about" if estimate.strength == Strength.APPROXIMATE else "point"


def time_axes(
    estimates: pd.DataFrame, targets: pd.DataFrame | Iterable[str] = (), of: Evidence | Findings | None = None
) -> Axes:
    """New axes that hold estimates of one indicator, targets (a frame of findings, or ids), and the names of
    its breaks between them; arguments as of `draw_estimates`. Raises FrameError, CodeError.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.estimates(evidence, "special_circumstances_rate", evidence.province.code)
    >>> bool(time_axes(frame).get_ylim()[1] > frame["value"].max())
    True
    """
    ax, evidence = drawing.new_axes(), marks.evidence_of(marks.result_behind(estimates, of))
    known = [t for t in marks.targets_meant(targets, evidence) if marks.is_on_axis(t, evidence)]
    widen_axes(ax, evidence, estimates_behind(estimates, of), known)
    return ax


def widen_axes(
    ax: Axes,
    evidence: Evidence,
    found: list[Estimate],
    targets: Iterable[Target] = (),
    until: int = 0,
    values: Iterable[float] = (),
) -> None:
    """Set axes to hold estimates, targets, more years and values, and the names of the breaks in them."""
    targets = list(targets)
    years = [r.period.first.year for r in found] + [r.year for r in found] + [until or found[0].year]
    years += [year for t in targets for year in (t.baseline_year or t.due_year, t.due_year)]
    breaks = breaks_in_years(evidence, {found[0].indicator}, found[0].area, min(years), max(years))
    room = drawing.ROOM + BREAK_ROOM * min(len(breaks), MOST_BREAKS)
    drawing.make_room(
        ax,
        years,
        [*values, *marks.tops(found), *map(marks.highest, targets)],
        value.unit_limits(found[0].unit)[1],
        room,
    )


def _path_title(evidence: Evidence, indicator: str, found: list[Estimate], targets: list[Target]) -> str:
    """The message as a sentence: how the indicator moved, or its newest figure, and what it was to be."""
    told = moved_sentence(evidence, indicator, found)
    if not targets:
        return told
    target = marks.target_words(targets[-1], evidence)
    return say("charts.title_target", told=told, target=target, due=targets[-1].due_year)


def moved_sentence(evidence: Evidence, indicator: str, found: list[Estimate]) -> str:
    """How an indicator moved as far as its figures compare; of one year its firmest figure."""
    move = move_of(evidence, found)
    newest = move.last if move else yearly_figures(found)[-1]
    facts = {
        "indicator": evidence.indicators[indicator].short.text,
        "latest": numbers.labelled(newest),
        "year": dates.time_text(newest),
    }
    if move is None:
        return "; ".join([say("charts.title", **facts), *_later_texts(found, newest)])
    first = {
        "first": numbers.labelled(numbers.said_once(move.first, newest)),
        "first_year": dates.time_text(move.first),
    }
    if numbers.is_counted_alike(move.first, newest):
        # Whom both count is said once, with the name.
        counted = numbers.counted_otherwise(newest)
        facts["indicator"] = say("numbers.counted_as", value=facts["indicator"], told=counted)
        facts["latest"] = numbers.labelled(numbers.said_once(newest, move.first))
    told = (
        say(f"charts.moved.{move.way}", **facts, **first, **total_facts(move)),
        turn_text(evidence, found),
        *_later_texts(found, newest),
    )
    return "; ".join(filter(None, told))


def total_facts(move: Move) -> dict[str, str]:
    """The total that a move does not fit, with its time; {} where there is none."""
    return {"total": numbers.labelled(move.total), "span": dates.time_text(move.total)} if move.total else {}


def _later_texts(found: list[Estimate], newest: Estimate) -> list[str]:
    """The newest figure of several years together where it reaches beyond that of one year."""
    last = max(found, key=lambda estimate: estimate.period.last)
    if last.period.last <= newest.period.last or not last.period.is_span:
        return []
    return [say("charts.later", figure=numbers.labelled(last), time=dates.time_text(last))]


def turn_text(evidence: Evidence, found: list[Estimate], figure: Callable[[Estimate], str] = numbers.labelled) -> str:
    """That an indicator went another way since the figure before the newest; "" where it did not."""
    turn = turn_of(evidence, found)
    if turn is None:
        return ""
    return say(f"page.across_moved.{turn.direction}", figure=figure(turn.first), time=dates.time_text(turn.first))


COLOURS = {
    "past": theme.COLOURS["soft"],
    "draft": marks.LINES["draft"].colour,
    "national": theme.SERIES[0],
    "proposal": theme.SERIES[1],
}
# Paths stand beside each other at the due year, in years from it.
BESIDE = {"past": -0.45, "draft": -0.15, "national": 0.15, "proposal": 0.45}


def options_chart(item: NextTarget, choice: Choice, evidence: Evidence) -> Figure:
    """The figures of the closing phase, the newest one and the paths of one target that has a baseline; its title says
    what follows for the level. choice : that of the item, with what is proposed."""
    subject, known = choice.subject, [*_known(choice), *filter(None, [newer_figure(item, choice)])]
    facts = {"indicator": subject.card.short.text, "due": subject.target.due_year}
    newest = {"newest": numbers.labelled(known[-1]), "time": dates.time_text(known[-1])}
    caption = say("workshop.chart_caption", **facts, unit=numbers.unit_name(subject.target.unit))
    # A printed baseline and its figure are one mark.
    shown = sorted({_mark_of(r): r for r in (*item.level.disputed, *known)}.values(), key=lambda r: r.year)
    breaks = draw_paths(choice, shown, evidence, ax := drawing.new_axes())
    return picture.figure(
        ax,
        caption,
        " ".join([_describe(choice), *picture.describe_breaks(breaks)]),
        key=say("workshop.chart_note"),
        title=_title(item, **facts, **newest),
        footer=picture.sources_footer(evidence, shown),
        numbers=replace(_numbers(choice, shown, caption), note=_apart(evidence, shown)),
    )


def _apart(evidence: Evidence, shown: list[Estimate]) -> str:
    """The breaks that forbid to hold a figure of a chart against the one before it: bars of a slide draw no line for
    them."""
    pairs = pairwise(shown)
    found = dict.fromkeys(b for pair in pairs for b in breaks_between(evidence, *pair))
    named = [b.text("name") for b in found if b.effect == Comparability.NOT_COMPARABLE]
    return say("charts.not_across", names="; ".join(named)) if named else ""


def _mark_of(estimate: Estimate) -> tuple[object, ...]:
    return estimate.period, estimate.comparator, estimate.value


def _title(item: NextTarget, **facts: object) -> str:
    """What the evidence says of the level, and the newest figure; where figures disagree these are all of them."""
    key = "workshop.chart_disputed" if item.level.disputed else "workshop.chart_title"
    return say(key, **facts, found=_level_found(item))


def _level_found(item: NextTarget) -> str:
    """Which level is proposed and why, or why it is left to those who decide."""
    level = item.level
    told = numbers.target_text(level.target or item.origin)
    if level.disputed:
        figures = "; ".join(map(numbers.labelled, level.disputed))
        return say("workshop.chart_found.conflict", level=told, figures=figures, year=level.disputed[0].year)
    return say(f"workshop.chart_found.{level.ground or level.left}", level=told)


def draw_paths(choice: Choice, known: list[Estimate], evidence: Evidence, ax: Axes) -> list[Break]:
    """Draw some figures, the paths of a choice and the breaks between; these are returned."""
    subject = choice.subject
    first, due = min(r.period.first.year for r in known), subject.target.due_year
    ends = [end for path in choice.paths for end in (path.at.left, path.at.right) if not isinf(end)]
    widen_axes(ax, evidence, known, until=due, values=ends)
    marks.draw_marks(ax, evidence, known)
    for path in choice.paths:
        with drawing.telling(ax, f"{subject.card.short.text}: {_told(path, choice)}"):
            _draw_path(ax, path, choice, evidence)
    marks.draw_breaks(evidence, subject.card.id, subject.area, ax)
    drawing.year_axis(ax, first, due + 1)
    return breaks_in_years(evidence, {subject.card.id}, subject.area, first, due)


def _known(choice: Choice) -> list[Estimate]:
    """The published figures that the paths start from."""
    past = [choice.trend.first, choice.trend.last] if choice.trend else [choice.subject.baseline]
    return sorted(past, key=lambda r: r.year)


def newer_figure(item: NextTarget, choice: Choice) -> Estimate | None:
    """The figure that the tables name as the newest, where the paths start from an older one; else None, and where it
    came after the year in which they end."""
    start, newest, due = _known(choice)[-1], item.newest, choice.subject.target.due_year
    return newest if newest and newest.period.last > start.period.last and newest.year <= due else None


def _draw_path(ax, path, choice, evidence):
    """The span of a path at the due year, with its label."""
    x, colour = choice.subject.target.due_year + BESIDE[path.kind], COLOURS[path.kind]
    low, high = max(path.at.left, 0), min(path.at.right, ax.get_ylim()[1])
    ax.plot([x, x], [low, high], color=colour, lw=5, alpha=0.45, solid_capstyle="butt")
    for end in {end for end in (path.at.left, path.at.right) if end not in _limits(choice)}:
        ax.plot([x - 0.12, x + 0.12], [end, end], color=colour, lw=2)
    y = high if choice.subject.is_upper_bound else low
    add_label(ax, fill(_told(path, choice), marks.LABEL_WIDTH), (x, y), colour, path, evidence)


def _limits(choice):
    """Ends that no print gives: natural limits, and no limit at all."""
    return {*choice.subject.card.limits, float("inf"), -float("inf")}


def _told(path, choice):
    """A path and what it comes to, in words."""
    name = path_name(path.kind, choice.subject, path.ground)
    return say("workshop.chart_path", path=name, span=at_due(path, choice.subject))


def path_name(kind: PathKind, subject: Subject, ground: Ground | None = None) -> str:
    """A path by name; of a target that nobody drafted it is the old level that is kept, and of a proposal that is the
    nation's level both are said."""
    if kind == PathKind.PROPOSAL and ground == Ground.NATIONAL:
        return say("workshop.proposal_national")
    if kind != PathKind.DRAFT or not isinstance(subject.target, CarriedTarget):
        return say(f"workshop.path.{kind}")
    # The document that set it may reach into the next phase: its level is none of a phase that is over.
    is_due = subject.origin.due_year == subject.target.due_year
    return say("workshop.kept_until" if is_due else "workshop.kept", due=subject.target.due_year)


def at_due(path: Path, subject: Subject, shown: Callable = numbers.number) -> str | Phrase:
    """What a path comes to: a level as its target asks for it, a pace in words; `shown` : see `span_words`."""

    def with_unit(end):
        return numbers.with_unit(end, subject.target.unit, shown)

    if path.target is not None:
        return numbers.target_text(path.target)
    return span_words(path.at, subject.card.limits, decimals_of(subject), with_unit)


def _describe(choice):
    """What the picture shows, in words."""
    base = _known(choice)[-1]
    paths = "; ".join(_told(path, choice) for path in choice.paths)
    facts = {"base": numbers.labelled(base), "base_year": dates.time_text(base)}
    about = {"due": choice.subject.target.due_year, "indicator": choice.subject.card.name.text}
    return say("workshop.chart_alt", paths=paths, **facts, **about)


def _numbers(choice, known, caption):
    """The numbers of the chart by time: the figures, then the ends of each path that a print gives."""
    heads = [Column(say(f"columns.{key}"), kind, key) for key, kind in (("time", "text"), ("result", "num"))]
    heads += [Column(path_name(p.kind, choice.subject, p.ground), "num", p.kind) for p in choice.paths]
    heads.append(Column(say("columns.strength"), "text", "strength"))
    nothing = (cells.NOTHING,) * len(choice.paths)
    rows = [
        (dates.when(r.period, r.period_stated), cells.plotted(r), *nothing, cells.strength_word(r.strength))
        for r in known
    ]
    ends = [level_cell(path, choice) for path in choice.paths]
    rows.append((dates.year(choice.subject.target.due_year), cells.NOTHING, *ends, cells.NOTHING))
    return make_table(caption, tuple(heads), tuple(rows))


def level_cell(path: Path, choice: Choice) -> Phrase | str:
    """A path's level or span without its unit, for a column of numbers."""
    if path.target is not None:
        return cells.condition(path.target)
    limits, decimals = choice.subject.card.limits, decimals_of(choice.subject)
    about = {"comparator": span_form(path.at, limits), "unit": choice.subject.target.unit}
    return span_words(path.at, limits, decimals, lambda end: cells.aligned_number(end, **about))
