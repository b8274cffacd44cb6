"""What all charts share: axes in the theme, their scales, message above, source below, two pictures."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox, IdentityTransform

from bvte.evidence.period import Period
from bvte.presentation import numbers, theme
from bvte.presentation.handling import handling_mark

# How pictures are written: no date, no producer; on an A4 page a PNG then has about 250 dots an inch.
WRITTEN: dict[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}, "dpi": 200},
}
# A picture has no titles, but links: what a mark says travels as one that begins so, and is written as a title.
TOLD = "told:"
TELLING = re.compile(rf'<a xlink:href="{TOLD}([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# Of a figure's width, what its title and footer may take.
TEXT_SHARE = 0.98
# Years that stand beside each other under a chart.
MOST_YEARS = 16
# Height of a line, in its own size.
LEADING = 1.35
# Room above the highest mark, for its label.
ROOM = 1.3


def new_axes(height: float | None = None) -> Axes:
    """Axes of a new figure in the theme of the reports, as wide as a page; `height` : inches, without title
    and footer, by which `bvte.figure` makes the figure higher.

    >>> float(new_axes(3).figure.get_figheight())
    3.0
    """
    import matplotlib.pyplot as plt  # a report needs it, the command line's help does not

    theme.use_theme()
    width, usual = theme.SIZES["chart"]
    return plt.subplots(figsize=(width, height or usual))[1]


def current_axes(ax: "Axes | None") -> Axes:
    """The axes that are given, else the current ones, or new ones in the theme where there are none."""
    import matplotlib.pyplot as plt

    if ax is not None:
        return ax
    return plt.gca() if plt.get_fignums() else new_axes()


def write_around(fig: Figure, title: str, footer: str) -> None:
    """The message of a chart above it, its sources below, so that a copied picture still says them.

    The figure grows by their lines, which take nothing from what is drawn.
    """
    big = {"size": theme.SIZES["title"], "weight": 600}
    small = {"size": theme.SIZES["chart_text"], "color": theme.COLOURS["soft"]}
    footer = ". ".join(filter(None, (handling_mark(), footer)))
    above, below = _fitting_lines(fig, title, big), _fitting_lines(fig, footer, small)
    points = LEADING * (big["size"] * len(above) + small["size"] * len(below))
    fig.set_figheight(fig.get_figheight() + points / 72)
    if above:
        fig.suptitle("\n".join(above), x=0.01, ha="left", **big)
    if below:
        fig.supxlabel("\n".join(below), x=0.01, ha="left", **small)


def _fitting_lines(fig: Figure, text: str, look: dict[str, Any]) -> list[str]:
    """A text broken into lines of which each fits the width of a figure."""
    most, lines = TEXT_SHARE * fig.get_figwidth() * 72, [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and line_width(longer, look["size"], look.get("weight", theme.WEIGHTS[0])) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if text else []


def line_width(line: str, size: float, weight: int) -> float:
    """Points that a line of text is wide. Each of its words is measured once in a process, since to measure is what a
    chart takes longest for; what letters lose to the space beside them is no point."""
    widths = [_word_width(word, size, weight) for word in ("\N{NO-BREAK SPACE}", *line.split())]
    return sum(widths[1:]) + widths[0] * (len(widths) - 2)


@lru_cache(maxsize=20_000)
def _word_width(word: str, size: float, weight: int) -> float:
    font = get_font(theme.font_path(theme.FONT_FILES[weight]))
    font.set_size(size, 72)
    font.set_text(word, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


@dataclass
class PictureSettings:
    """Which pictures of a chart this process draws. office : also a PNG, for Word and slides."""

    office: bool = True


PICTURES = PictureSettings()


def leave_out_office_pictures() -> None:
    """Let charts be drawn from now on for pages alone, in half of the time."""
    PICTURES.office = False


def write_pictures(fig: Figure) -> tuple[str, bytes]:
    """A figure as SVG for the page and as PNG for office files, which is empty where it is left out.

    Both come from one figure, because turning the SVG into a PNG later would need another renderer, which
    would have to be installed and would set the text in other fonts. Neither holds a date or a producer, so
    the same data give the same bytes. A PNG takes as long as the SVG.
    """
    png = _picture_bytes(fig, "png") if PICTURES.office else b""
    return write_svg(fig), png


def write_svg(fig: Figure) -> str:
    """A figure as SVG, each mark that says something with that as its title, which shows under the pointer."""
    return TELLING.sub(r"<g><title>\1</title>\2</g>", _picture_bytes(fig, "svg").decode())


def tell(artist: Artist, *texts: str) -> None:
    """Let a mark say something under the pointer; a collection of marks: each its own."""
    if isinstance(artist, Collection):
        artist.set_urls([TOLD + text for text in texts])
    else:
        artist.set_url(TOLD + texts[0])


@contextmanager
def telling(ax: Axes, text: str) -> Iterator[None]:
    """Let everything that is drawn on axes meanwhile say a text under the pointer."""
    before = set(ax.get_children())
    yield
    for artist in set(ax.get_children()) - before:
        tell(artist, text)
        if isinstance(artist, Annotation) and artist.arrow_patch is not None:
            tell(artist.arrow_patch, text)


def _picture_bytes(fig: Figure, form: str) -> bytes:
    out = io.BytesIO()
    fig.savefig(out, format=form, **WRITTEN[form])
    return out.getvalue()


def position(when: date) -> float:
    """A day on a time axis whose ticks stand in the middle of their years."""
    return when.year + (when - date(when.year, 1, 1)).days / 366 - 0.5


def centre(period: Period) -> float:
    """Where a figure stands on the time axis: in its year, or in the month that it speaks of."""
    if period.is_moment:
        return (position(period.first) + position(period.last)) / 2
    return period.year


# Years of a time axis before its first and after its last; of its length, the room for labels beside it.
BEFORE, AFTER, LABELS = 0.7, 0.9, 0.15


def year_axis(ax: Axes, first: int, last: int, step: int | None = None, room: float = LABELS) -> None:
    """Whole years on the time axis; room : of its length, for what is written beside its last year."""
    step = step or ceil((last - first + 1) / MOST_YEARS)
    ax.set_xlim(first - BEFORE, last + AFTER + room * (last - first))
    ax.set_xticks(range(first, last + 1, step), [str(year) for year in range(first, last + 1, step)])
    ax.set_xlabel("")


def value_axis(ax: Axes, top: float, limit: float) -> None:
    """Values from zero, in the number form of the language; it ends at a natural limit, whatever room is above."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    ax.set_ylim(0, top)
    ticks = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(0, min(top, limit))
    ax.yaxis.set_major_locator(FixedLocator([tick for tick in ticks if tick <= min(top, limit)]))
    ax.yaxis.set_major_formatter(lambda v, _: numbers.number(f"{v:g}") if v <= limit else "")
    ax.set_ylabel("")


def years_shown(ax: Axes) -> tuple[int, int] | None:
    """First and last year of a time axis that was set, None of one that still follows what is drawn."""
    if ax.get_autoscalex_on():
        return None
    low, high = ax.get_xlim()
    first = low + BEFORE
    return round(first), round((high - AFTER + LABELS * first) / (1 + LABELS))


def make_room(ax: Axes, years: list[int], values: list[float], limit: float, room: float = ROOM) -> None:
    """Widen axes over time until these years and values stand in them, `room` times the highest high.

    What the axes already hold or were set to hold stays in them.
    """
    held = ax.dataLim.intervalx if ax.has_data() else ()
    known = [*years, *(years_shown(ax) or map(round, held))]
    tops = [ax.get_ylim()[1]] if not ax.get_autoscaley_on() or ax.has_data() else []
    year_axis(ax, min(known), max(known))
    value_axis(ax, max([room * max(values), *tops]) or 1.0, limit)


Place = tuple[float, float]
# Where a label may stand around its mark, in points from it, best first: beside it, further up and down.
DROPS, SIDES = (4, -12, 9, -19, 18, -28, 32, -40, 46, -54, 60, -68, 74, 88), (9, -9, 0, 24, -24, 48, -48)
# Points beyond which a label stands apart from its mark; so many more weigh like a line that crosses it.
NEAR, FAR = (9, 12), 14


def _apart(place: Place) -> float:
    """How far a place is from its mark, as much as lines would cross it: 0 right beside the mark."""
    return sum(max(abs(at) - near, 0) for at, near in zip(place, NEAR, strict=True)) / FAR


BESIDE: tuple[Place, ...] = tuple(sorted(((dx, dy) for dy in DROPS for dx in SIDES), key=_apart))
# Places of a break's name beside its line, from the top down.
DOWN: tuple[Place, ...] = tuple((side, -drop) for drop in range(0, 200, 7) for side in (5, -5))
# Paper behind a label that stands on the line of a break, since the place was too narrow beside it.
PAPER = {"fc": theme.COLOURS["paper"], "ec": "none", "pad": 0.8}
# Points of free paper around a label, and around a mark.
LABEL_ROOM, MARK_ROOM = 2, 1


class Label(Annotation):
    """A text beside the mark of a thing: an estimate, a target or a break of some evidence.

    shows, evidence : the thing that is drawn there, for the description of the figure.
    """

    def __init__(
        self, ax: Axes, text: str, at: Place, colour: str, shows: Any, evidence: Any, places: Iterable[Place]
    ) -> None:
        self.shows, self.evidence, self.places = shows, evidence, tuple(places)
        look = {"color": colour, "size": theme.SIZES["chart_text"], "clip_on": False}
        super().__init__(text, at, self.places[0], textcoords="offset points", **look)
        self.set_transform(IdentityTransform())
        self.move_to(self.places[0])
        ax.add_artist(self)

    def move_to(self, place: Place) -> None:
        """Stand so far from the mark: beside it, or above or below its middle."""
        self.set_position(place)
        self.set_ha("left" if place[0] > 0 else "right" if place[0] else "center")


def add_label(
    ax: Axes, text: str, at: Place, colour: str, shows: Any, evidence: Any, places: Iterable[Place] = BESIDE
) -> Label:
    """Write a label of a thing at a point of the axes; `settle_labels` finds its place."""
    return Label(ax, text, at, colour, shows, evidence, places)


def labels_of(fig: Figure) -> list[Label]:
    """All labels of a figure, in the order in which they were written."""
    return [label for ax in fig.axes for label in ax.findobj(Label)]


def settle_labels(fig: Figure) -> None:
    """Move every label of a figure to its best place; the figure is complete but for them."""
    _settle_layout(fig)
    for ax in fig.axes:
        boxes, lines, texts = list(_mark_boxes(ax)), list(_line_paths(ax)), []
        # The names of breaks stand at the top, before the labels of marks take a place there.
        for label in sorted(ax.findobj(Label), key=lambda label: label.places is not DOWN):
            label.move_to(_best_place(label, boxes, lines, texts))
            if _crossings(label.get_window_extent(), lines):
                label.set_bbox(PAPER)
            texts.append(label.get_window_extent().padded(LABEL_ROOM))


def _settle_layout(fig: Figure) -> None:
    """Lay the figure out once and for all: each further time would measure every text again."""
    if fig.get_layout_engine() is None:
        fig.draw_without_rendering()
        return
    labels = labels_of(fig)
    for label in labels:
        label.set_in_layout(False)
    fig.draw_without_rendering()
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):
        fig.set_layout_engine(None)


def _best_place(label: Label, boxes: list[Bbox], lines: list[Path], texts: list[Bbox]) -> Place:
    """The first place of a label that costs least; none is looked at that is too far away to cost less."""
    frame, costs = label.axes.get_window_extent(), {}
    for place, box in _boxes_of(label):
        apart = 0 if label.places is DOWN else _apart(place)
        if costs and min(costs) <= apart:
            break
        costs.setdefault(_cost(box, frame, boxes, lines) + HIDDEN * _covered(box, texts) + apart, place)
    return costs[min(costs)]


def _boxes_of(label: Label) -> Iterator[tuple[Place, Bbox]]:
    """Each place of a label with the pixels that it covers there: its text is measured once on each side."""
    dot, measured = label.figure.dpi / 72, {}
    for place in label.places:
        side = np.sign(place[0])
        if side not in measured:
            label.move_to(place)
            measured[side] = place, label.get_window_extent()
        (dx, dy), box = measured[side]
        yield place, box.translated((place[0] - dx) * dot, (place[1] - dy) * dot).padded(1)


# What it costs to cover a mark, to leave the axes, where a text is cut off, and to hide another label, which nobody can
# read then, in lines that cross a label: each more than to stand far away.
COVERED, OUTSIDE, HIDDEN = 12, 30, 40
# A line of so many points is a bar.
BAR = 4


def _cost(box: Bbox, frame: Bbox, boxes: list[Bbox], lines: list[Path]) -> int:
    """How many marks a label's box would cover, lines it would be crossed by, edges it would leave."""
    outside = (box.x0 < frame.x0 - 4, box.x1 > frame.x1 + 4, box.y0 < frame.y0, box.y1 > frame.y1)
    return OUTSIDE * sum(outside) + COVERED * _covered(box, boxes) + _crossings(box, lines)


def _covered(box: Bbox, others: list[Bbox]) -> int:
    """How many others a box covers."""
    return sum(box.overlaps(other) for other in others)


def _crossings(box: Bbox, lines: list[Path]) -> int:
    """How many lines cross a box; one that is not upright, as that of a break is, counts as three."""
    crossing = (path for path in lines if path.intersects_bbox(box, filled=False))
    return sum(1 if np.ptp(path.vertices[:, 0]) == 0 else 3 for path in crossing)


def _mark_boxes(ax: Axes) -> Iterator[Bbox]:
    """The pixels that the marks, bars and plain texts of axes cover."""
    dot = ax.figure.dpi / 72
    for line in ax.lines:
        if line.get_linewidth() >= BAR:
            yield line.get_window_extent().padded(line.get_linewidth() / 2 * dot)
        if line.get_marker() not in (None, "", "None"):
            yield from _square_boxes(line.get_transform().transform(line.get_xydata()), line.get_markersize(), dot)
    for points in ax.collections:
        if isinstance(points, PathCollection):
            size = max(points.get_sizes(), default=0) ** 0.5
            yield from _square_boxes(ax.transData.transform(points.get_offsets()), size, dot)
    yield from (patch.get_window_extent() for patch in ax.patches)
    yield from (path.get_extents().padded(MARK_ROOM * dot) for path in _arrow_paths(ax))
    plain = (text for text in ax.texts if not isinstance(text, Label) and text.get_text())
    yield from (text.get_window_extent() for text in plain)


def _square_boxes(middles: Any, size: float, dot: float) -> Iterator[Bbox]:
    half = (size / 2 + MARK_ROOM) * dot
    yield from (Bbox([[x - half, y - half], [x + half, y + half]]) for x, y in middles)


def _line_paths(ax: Axes) -> Iterator[Path]:
    """The lines and arrows of axes, in pixels."""
    drawn = (line for line in ax.lines if _is_line(line))
    yield from (line.get_transform().transform_path(line.get_path()) for line in drawn)
    for lines in ax.collections:
        if isinstance(lines, LineCollection):
            yield from map(ax.transData.transform_path, lines.get_paths())
    yield from _arrow_paths(ax)


def _arrow_paths(ax: Axes) -> Iterator[Path]:
    """The arrows of axes from end to end, in pixels."""
    arrows = (text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch is not None)
    yield from (Path(ax.transData.transform([text.xyann, text.xy])) for text in arrows)


def _is_line(line: Line2D) -> bool:
    return line.get_linestyle() not in ("None", "", " ") and len(line.get_xdata()) > 1
