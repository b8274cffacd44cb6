"""Where the labels of a chart stand: beside their marks, in free places, so that each can be read."""

from collections.abc import Iterable, Iterator
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox, IdentityTransform

from bvte.presentation import theme

Place = tuple[float, float]
# Where a label may stand around its mark, in points from it, best first: beside it, further up and down.
DROPS, SIDES = (4, -12, 9, -19, 18, -28, 32, -40, 46, -54, 60, -68, 74, 88), (9, -9, 0, 24, -24, 48, -48)
# Points beyond which a label stands apart from its mark; so many more weigh like a line that crosses it.
NEAR, FAR = (9, 12), 14


def _apart(place: Place) -> float:
    """How far a place is from its mark, as much as lines would cross it: 0 right beside the mark."""
    return sum(max(abs(at) - near, 0) for at, near in zip(place, NEAR, strict=True)) / FAR


BESIDE: tuple[Place, ...] = tuple(sorted(((dx, dy) for dy in DROPS for dx in SIDES), key=_apart))
# Those below it: a bar of several years leaves what stands above it to the marks of its years.
UNDER: tuple[Place, ...] = tuple(place for place in BESIDE if place[1] < -NEAR[1])
# Places of a break's name beside its line, from the top down.
DOWN: tuple[Place, ...] = tuple((side, -drop) for drop in range(0, 200, 7) for side in (5, -5))
# Paper behind a label that stands on the line of a break, since the place was too narrow beside it.
PAPER = {"fc": theme.COLOURS["paper"], "ec": "none", "pad": 0.8}
# Points of free paper around a label, and around a mark.
LABEL_ROOM, MARK_ROOM = 2, 1


# Points by which the name of a column stands higher than that to its left.
STEP = 15


class ColumnName(Annotation):
    """The name of a column of marks, at its own height above it, with a thin line down: all of them are read as they
    stand, where names in a row would have to be turned."""

    def __init__(self, ax: Axes, text: str, place: int) -> None:
        look = {
            "size": theme.SIZES["chart_text"],
            "ha": "right",
            "va": "center",
            "annotation_clip": False,
            "clip_on": False,
        }
        # The line ends at the foot of the last letter, which stands just right of it.
        line = {"arrowstyle": "-", "color": theme.COLOURS["line"], "lw": 0.7, "shrinkA": 0, "shrinkB": 0}
        where = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
        at = (0, STEP * (place + 0.8))
        super().__init__(text, (place, 1), at, arrowprops=line | {"relpos": (1, 0)}, **where, **look)
        self.set_transform(IdentityTransform())


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
        marks, lines, texts = Boxes(_mark_boxes(ax)), list(_line_paths(ax)), Boxes()
        # The names of breaks stand at the top, before the labels of marks take a place there.
        for label in sorted(ax.findobj(Label), key=lambda label: label.places is not DOWN):
            place, box = _best_place(label, marks, lines, texts)
            label.move_to(place)
            if _crossings(box, lines):
                label.set_bbox(PAPER)
            texts.add(box.padded(LABEL_ROOM))


class Boxes:
    """Pixels that are taken: each further one a box, all of them compared with another at once."""

    def __init__(self, boxes: Iterable[Bbox] = ()) -> None:
        self.edges = np.array([(*box.min, *box.max) for box in boxes]).reshape(-1, 4)

    def add(self, box: Bbox) -> None:
        """Take the pixels of a box too."""
        self.edges = np.vstack([self.edges, (*box.min, *box.max)])

    def covered_by(self, box: Bbox) -> int:
        """How many of them a box covers, even by an edge."""
        low, high = self.edges[:, :2] <= box.max, self.edges[:, 2:] >= box.min
        return int(np.count_nonzero(low.all(axis=1) & high.all(axis=1)))


def _settle_layout(fig: Figure) -> None:
    """Lay the figure out once and for all: each further time would measure every text again.

    It is drawn for that, since a text is measured as it was drawn last, which may have been for an SVG.
    """
    if fig.get_layout_engine() is None:
        fig.draw_without_rendering()
        return
    labels = labels_of(fig)
    for label in labels:
        label.set_in_layout(False)
    fig.draw_without_rendering()
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):
        fig.set_layout_engine(None)


def _best_place(label: Label, marks: Boxes, lines: list[Path], texts: Boxes) -> tuple[Place, Bbox]:
    """The first place of a label that costs least, and its pixels there; none is looked at that is too far away to cost
    less."""
    frame, costs = label.axes.get_window_extent(), {}
    for place, box in _boxes_of(label):
        apart = 0 if label.places is DOWN else _apart(place)
        if costs and min(costs) <= apart:
            break
        around = box.padded(1)
        cost = _cost(around, frame, marks, lines) + HIDDEN * texts.covered_by(around) + apart
        costs.setdefault(cost, (place, box))
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
        yield place, box.translated((place[0] - dx) * dot, (place[1] - dy) * dot)


# What it costs to cover a mark, to leave the axes, where a text is cut off, and to hide another label, which nobody can
# read then, in lines that cross a label: each more than to stand far away.
COVERED, OUTSIDE, HIDDEN = 12, 30, 40
# A line of so many points is a bar.
BAR = 4


def _cost(box: Bbox, frame: Bbox, marks: Boxes, lines: list[Path]) -> int:
    """How many marks a label's box would cover, lines it would be crossed by, edges it would leave."""
    outside = (box.x0 < frame.x0 - 4, box.x1 > frame.x1 + 4, box.y0 < frame.y0, box.y1 > frame.y1)
    return OUTSIDE * sum(outside) + COVERED * marks.covered_by(box) + _crossings(box, lines)


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
