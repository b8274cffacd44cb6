"""What all charts share: message above, source below, labels that do not collide, SVG."""

import io
import textwrap
from dataclasses import dataclass
from datetime import date

from bvte.presentation import numbers, theme
from bvte.presentation.show import Chart

# Paper behind a label, so that a line that it crosses does not strike it through.
PAPER_BOX = {"fc": theme.COLOURS["paper"], "ec": "none", "pad": 0.6, "alpha": 0.85}
# How pictures are written: no date, no producer; on an A4 page a PNG then has about 270 dots an inch.
WRITTEN = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}, "dpi": 200},
}
# Characters of the title and of the footer that fit a line of the chart's width.
TITLE_WIDTH, FOOTER_WIDTH = 88, 140
# Places of a break's name beside its line, from the top down.
UNDER_TOP = [(side, drop) for drop in (0, -13, -26, -39, -52) for side in (5, -5)]
# Places where a label may stand around its mark, in points from it, best first.
PLACES = [
    (8, 4),
    (8, -12),
    (-8, 4),
    (-8, -12),
    (8, 18),
    (-8, 18),
    (8, -26),
    (-8, -26),
    (8, 32),
    (-8, 32),
    (8, -40),
]


def figure(title, footer, height=None):
    """A new figure and axes in the theme: the message of the chart above, its source and strength below."""
    import matplotlib.pyplot as plt  # a report needs it, the command line's help does not

    theme.use()
    width, usual = theme.SIZES["chart"]
    fig, ax = plt.subplots(figsize=(width, height or usual))
    fig.suptitle(wrapped(title, TITLE_WIDTH), x=0.01, ha="left", size=12, weight=600)
    fig.supxlabel(wrapped(footer, FOOTER_WIDTH), x=0.01, ha="left", size=8, color=theme.COLOURS["soft"])
    return fig, ax


def wrapped(text, width):
    """A text broken into lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width))


@dataclass
class PictureSettings:
    """Which pictures of a chart this process draws. office : also a PNG, for Word and slides."""

    office: bool = True


PICTURES = PictureSettings()


def leave_out_office_pictures() -> None:
    """Let charts be drawn from now on for pages alone, in half of the time."""
    PICTURES.office = False


def chart(fig, alt, caption, note="", table=None):
    """The figure as a Chart: SVG for the page, PNG for office files; closes the figure.

    Both come from one figure, because turning the SVG into a PNG later would need another renderer, which
    would have to be installed and would set the text in other fonts. Neither holds a date or a producer, so
    the same data give the same bytes. There is no PNG where office pictures are left out.
    """
    import matplotlib.pyplot as plt

    svg, png = _saved(fig, "svg").decode(), _saved(fig, "png") if PICTURES.office else b""
    plt.close(fig)
    return Chart(svg, alt, caption, note, png, table)


def _saved(fig, form):
    """The bytes of a picture file."""
    out = io.BytesIO()
    fig.savefig(out, format=form, **WRITTEN[form])
    return out.getvalue()


def position(when):
    """A day on a time axis whose ticks stand in the middle of their years."""
    return when.year + (when - date(when.year, 1, 1)).days / 366 - 0.5


def centre(period):
    """Where a figure stands on the time axis: in its year, or in the month that it speaks of."""
    if period.is_moment:
        return (position(period.first) + position(period.last)) / 2
    return period.year


def year_axis(ax, first, last, step=None):
    """Whole years on the time axis."""
    step = step or max(1, (last - first) // 12)
    ax.set_xlim(first - 0.7, last + 0.9)
    ax.set_xticks(range(first, last + 1, step), [str(year) for year in range(first, last + 1, step)])


def value_axis(ax, top, limit):
    """Values from zero, in the number form of the language; room above a natural limit has no values."""
    ax.set_ylim(0, top)
    ax.yaxis.set_major_locator(_ticks())
    ax.yaxis.set_major_formatter(lambda v, _: numbers.number(f"{v:g}") if v <= limit else "")


def _ticks():
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])


def place_labels(ax, labels, places=PLACES, taken=()):
    """Write labels (x, y, text, colour) beside their marks, each where it covers no other label or mark.

    Returns the boxes taken so far, in pixels, for a further call.
    """
    _settle_layout(ax.figure)  # nothing can be measured before
    taken = [*taken, *(_mark_box(ax, x, y) for x, y, *_ in labels if places is PLACES)]
    for x, y, text, colour in labels:
        look = {"color": colour, "size": 9.5, "bbox": PAPER_BOX}
        note = ax.annotate(text, (x, y), xytext=places[0], textcoords="offset points", **look)
        _settle(note, taken, ax.get_window_extent(), places)
    return taken


def _settle_layout(fig):
    """Lay the figure out once and for all: each further time would measure every text again and move labels.

    A figure with labels is therefore complete but for them before the first is placed.
    """
    import matplotlib

    if fig.get_layout_engine() is None:
        return
    fig.draw_without_rendering()
    with matplotlib.rc_context({"figure.constrained_layout.use": False}):
        fig.set_layout_engine(None)


def _mark_box(ax, x, y):
    """The pixels that a mark covers."""
    from matplotlib.transforms import Bbox

    px, py = ax.transData.transform((x, y))
    return Bbox([[px - 5, py - 5], [px + 5, py + 5]])


def _settle(note, taken, frame, places):
    """Move a label to the first place where it is free and inside the frame."""
    for dx, dy in places:
        note.set_position((dx, dy))
        note.set_ha("left" if dx > 0 else "right")
        box = note.get_window_extent().padded(1)
        inside = (
            frame.x0 - 4 <= box.x0 and box.x1 <= frame.x1 + 4 and frame.y0 <= box.y0 and box.y1 <= frame.y1
        )
        if inside and not any(box.overlaps(other) for other in taken):
            break
    taken.append(note.get_window_extent().padded(3))
