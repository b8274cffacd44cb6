"""What is seen in a drawing: the marks of seaborn, the texts that meet each other or a line."""

import re
from itertools import combinations

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.text import Annotation

SHAPES = "ovD^s"


def words(chart):
    """The words of a picture, without its line breaks."""
    return " ".join(" ".join(re.findall(r">([^<]+)</text>", chart.svg)).split())


def points(ax):
    """Marks that seaborn drew: (place, shape, fill)."""
    found = []
    for marks in ax.collections:
        if isinstance(marks, PathCollection):
            places, fills, paths = marks.get_offsets(), marks.get_facecolors(), marks.get_paths()
            for n, place in enumerate(places):
                shape = next(s for s in SHAPES if _is_marker(paths[n % len(paths)], s))
                found.append((tuple(map(float, place)), shape, tuple(fills[n % len(fills)])))
    return found


def _is_marker(path, shape):
    marker = MarkerStyle(shape)
    vertices = marker.get_path().transformed(marker.get_transform()).vertices
    return vertices.shape == path.vertices.shape and np.allclose(vertices, path.vertices)


def shown_texts(fig):
    """Every text that a figure shows, with its box in pixels."""
    from matplotlib.text import Text

    texts = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
    outside = {label for ax in fig.axes for label in _ticks_outside(ax)}
    # The box of a note would hold its arrow too, which `lines` has.
    return [(text, Text.get_window_extent(text)) for text in texts if text not in outside]


def _ticks_outside(ax):
    """Labels of ticks beyond the ends of an axis, which are not drawn."""
    for axis in (ax.xaxis, ax.yaxis):
        drawn = axis._update_ticks()
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if tick not in drawn:
                yield from (tick.label1, tick.label2)


def covered(fig):
    """Pairs of texts that overlap."""
    boxes = [(text, box.padded(-1)) for text, box in shown_texts(fig)]
    return [(a.get_text(), b.get_text()) for (a, p), (b, q) in combinations(boxes, 2) if p.overlaps(q)]


def crossed(fig):
    """Texts that a line crosses, but for upright lines behind paper of the text's own or a bar under it."""
    texts = shown_texts(fig)
    return [
        text.get_text()
        for ax in fig.axes
        for path in lines(ax)
        for text, box in texts
        if path.intersects_bbox(box.padded(-1), filled=False)
        and not (np.ptp(path.vertices[:, 0]) == 0 and (_has_paper(text) or _on_a_bar(ax, box)))
    ]


def _has_paper(text):
    paper = text.get_bbox_patch()
    return paper is not None and paper.get_alpha() in (None, 1)


def _on_a_bar(ax, box):
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(bar.get_window_extent().contains(*middle) for bar in ax.patches)


def lines(ax):
    """Every line, and the shaft of every arrow, in pixels."""
    for line in ax.lines:
        if line.get_linestyle() not in ("None", "", " ") and len(line.get_xdata()) > 1:
            yield line.get_transform().transform_path(line.get_path())
    for found in ax.collections:
        if isinstance(found, LineCollection):
            yield from (Path(ax.transData.transform(ends)) for ends in found.get_segments())
    for note in ax.texts:
        if isinstance(note, Annotation) and note.arrow_patch is not None:
            # Where a text stands by points from its place, the shaft has its ends in pixels when it is drawn.
            is_in_data = note.anncoords == "data"
            yield Path(ax.transData.transform([note.xyann, note.xy]) if is_in_data else note.arrow_patch._posA_posB)


def over_marks(fig):
    """Texts that cover a mark."""
    found = []
    for ax in fig.axes:
        marks = [line for line in ax.lines if line.get_marker() not in (None, "", "None")]
        middles = [xy for line in marks for xy in ax.transData.transform(line.get_xydata())]
        middles += [xy for place, *_ in points(ax) for xy in [ax.transData.transform(place)]]
        inside = [(text, box) for text, box in shown_texts(fig) if text in ax.texts]
        found += [text.get_text() for text, box in inside for xy in middles if box.contains(*xy)]
    return found


def is_colour(one, other):
    """Whether two colours are the same."""
    return to_rgba(one) == to_rgba(other)
