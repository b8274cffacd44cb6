"""Axes as the figure of a page: title, footer, caption, description and the numbers that were drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure as Drawing

from bvte.evidence.collection import Evidence
from bvte.evidence.rows import Break, Source, Target
from bvte.judgement.estimates import Estimate
from bvte.judgement.frames import estimates_behind, findings_of
from bvte.judgement.target_terms import target_standing
from bvte.judgement.targets import Findings
from bvte.presentation import cells, dates, drawing, numbers
from bvte.presentation.chart_labels import labels_of, settle_labels
from bvte.presentation.document import Figure, Table, make_table
from bvte.presentation.marks import evidence_of, result_behind, target_words
from bvte.presentation.narrow import narrow_picture
from bvte.presentation.newness import inside
from bvte.presentation.parts import columns
from bvte.presentation.phrases import Phrase, joined
from bvte.presentation.source_words import doubts_of, publisher_text, title_text
from bvte.presentation.texts import say


class Drawn(Protocol):
    """Axes, or a grid of seaborn: what stands in a figure."""

    @property
    def figure(self) -> Any:
        """The figure of matplotlib."""


@dataclass(frozen=True)
class Content:
    """What a figure shows, for its words: estimates, targets and breaks of some evidence."""

    evidence: Evidence | None = None
    estimates: list[Estimate] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)


def figure(
    drawn: Drawn,
    caption: str,
    alt: str | None = None,
    note: str = "",
    *,
    title: str = "",
    footer: str | None = None,
    key: str = "",
    numbers: Table | None = None,
    frame: pd.DataFrame | None = None,
    of: Evidence | Findings | None = None,
) -> Figure:
    """Axes, or a grid, as the figure of a page; the drawing is closed.

    title, key, footer : the message above, what the marks stand for and the sources below the picture, which whoever
    takes it away has with it. What is not given (`alt`, `footer`,
    `numbers`) is made of what `draw_estimates`, `draw_target` and `draw_breaks` drew, or of `frame`: a frame
    of estimates or of findings that was drawn in another way, `of` the result that it was made from. Raises
    FrameError, ValueError where nothing says what the figure shows.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.estimates(evidence, "special_circumstances_rate", evidence.province.code)
    >>> len(figure(bvte.draw_estimates(frame), "Rate").numbers.rows) == len(frame)
    True
    """
    fig = drawn.figure
    content = drawn_content(fig) if frame is None else _frame_content(frame, of)
    if alt is None and content.evidence is None:
        raise ValueError("nothing says what this figure shows: give `alt`, or the `frame` that was drawn")
    if content.evidence is not None:
        alt = describe_content(content) if alt is None else alt
        footer = sources_footer(content.evidence, content.estimates) if footer is None else footer
        numbers = numbers_table(content, caption) if numbers is None else numbers
    height = fig.get_figheight()
    drawing.write_around(fig, title, footer or "", key)
    settle_labels(fig)
    svg, png = drawing.write_pictures(fig)
    narrow = narrow_picture(fig, title, footer or "", height, key)
    plt.close(fig)
    return Figure(caption, alt or "", note, numbers, finding=title, svg=svg, png=png, narrow=narrow)


def drawn_content(fig: Drawing) -> Content:
    """What the labels of a figure say that it shows."""
    labels = labels_of(fig)
    evidence = labels[0].evidence if labels else None
    kinds = (Estimate, Target, Break)
    return Content(evidence, *([x.shows for x in labels if isinstance(x.shows, kind)] for kind in kinds))


def _frame_content(frame: pd.DataFrame, of: Evidence | Findings | None) -> Content:
    """What a frame of estimates, or of findings, says."""
    evidence = evidence_of(result_behind(frame, of))
    if "estimate" in frame:
        return Content(evidence, estimates_behind(frame, of))
    found = findings_of(frame, of if isinstance(of, Findings) else None)
    return Content(evidence, [f.latest for f in found if f.latest], [f.target for f in found])


def sources_footer(evidence: Evidence, found: Iterable[Estimate]) -> str:
    """Publishers and strengths of evidence, so that a copied picture still says them; "" of no estimate."""
    known = list(found)
    publishers = dict.fromkeys(_publisher(evidence.sources[code]) for r in known for code in r.sources)
    strengths = dict.fromkeys(say(f"status.strength.{r.strength}").lower() for r in known)
    facts = {"publishers": "; ".join(publishers), "strengths": "; ".join(strengths)}
    if not known:
        return ""
    codes = (code for r in known for code in r.sources)
    doubts = dict.fromkeys(doubt for code in codes for doubt in doubts_of(evidence.sources[code]))
    told = [say("charts.doubted", doubts="; ".join(doubts))] if doubts else []
    return " ".join([say("charts.footer", **facts), *told])


def _publisher(source: Source) -> str:
    """Who published a figure, marked where something is in doubt about the publication."""
    publisher = publisher_text(source) or title_text(source)
    return say("charts.publisher_in_doubt", publisher=publisher) if source.doubts else str(publisher)


def describe_content(content: Content) -> str:
    """What a picture shows, in words made from the same data: every estimate, target and break."""
    told = [*content.estimates, *content.targets]
    said = [s for code in dict.fromkeys(t.indicator for t in told) for s in _describe_series(content, code)]
    return " ".join([*said, *describe_breaks(content.breaks)])


def _describe_series(content: Content, indicator: str) -> Iterable[str]:
    """A sentence for each area that an indicator has estimates of, and one for each of its targets."""
    evidence = content.evidence
    own = [r for r in content.estimates if r.indicator == indicator]
    for area in dict.fromkeys(r.area for r in own):
        points = "; ".join(f"{dates.time_text(r)}: {numbers.labelled(r)}" for r in own if r.area == area)
        facts = {"indicator": evidence.indicators[indicator].name.text, "area": inside(evidence.area(area))}
        yield say("charts.alt", points=points, **facts)
    for target in content.targets:
        if target.indicator == indicator:
            told = target_words(target, evidence)
            yield say("charts.alt_target", target=told[0].upper() + told[1:], due=target.due_year)


def describe_breaks(breaks: Iterable[Break]) -> Iterable[str]:
    """A sentence for each break of a picture."""
    return (say("charts.alt_break", name=b.text("name"), date=dates.day(b.date)) for b in breaks)


def numbers_table(content: Content, caption: str) -> Table:
    """Every estimate and target of a figure, by time, with its indicator and area where it has several."""
    told = [*content.estimates, *content.targets]
    indicators = list(dict.fromkeys(t.indicator for t in told))
    areas = {r.area for r in content.estimates}
    rows = sorted(_number_rows(content), key=lambda row: (indicators.index(row[0].indicator), row[1]))
    if len(indicators) == 1 and len(areas) < 2:
        short = content.evidence.indicators[indicators[0]].short.text
        keys = ("time", "result:num", "target:num", "strength")
        return make_table(say("charts.path_table", indicator=short), columns(keys), (r[2] for r in rows))
    keys = ("indicator", "area", "time", "result:num", "target:num", "strength")
    return make_table(caption, columns(keys), ((*_about(content, r[0]), *r[2]) for r in rows))


def _about(content: Content, told: Estimate | Target) -> tuple[Phrase, str]:
    """Indicator with its unit, and area, of a row."""
    evidence = content.evidence
    area = told.area if isinstance(told, Estimate) else evidence.programmes[told.programme].area
    return cells.indicator(evidence.indicators[told.indicator], told.unit), evidence.area(area).text("name")


def _number_rows(content: Content) -> Iterable[tuple[Estimate | Target, int, tuple[Any, ...]]]:
    """Each thing drawn with its year and the cells that tell it."""
    for estimate in content.estimates:
        yield estimate, estimate.year, _estimate_cells(estimate)
    for target in content.targets:
        yield target, target.due_year, _target_cells(target, content.evidence)


def _estimate_cells(estimate: Estimate) -> tuple[Any, ...]:
    """An estimate; with its strength stand that its year is inferred, and whom it counts where those are others, since
    a chart is drawn over the time and has no other column for it."""
    inferred = "" if estimate.period_stated else say("charts.year_inferred")
    told = filter(None, (cells.strength_word(estimate.strength), inferred, numbers.counted_otherwise(estimate)))
    strength = joined("; ", told)
    return dates.when(estimate.period), cells.plotted(estimate), cells.NOTHING, strength


def _target_cells(target: Target, evidence: Evidence) -> tuple[Any, ...]:
    """A target, and whether it was set, where a figure has its strength."""
    kind = say(f"charts.target_kind.{target_standing(evidence, target)}")
    return dates.year(target.due_year), cells.NOTHING, cells.condition(target), kind
