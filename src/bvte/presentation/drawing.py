"""What all charts share: axes in the theme, their scales, message above, source below, two pictures."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Annotation

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


def write_around(fig: Figure, title: str, footer: str, key: str = "") -> None:
    """The message of a chart above it, its key and its sources below, so that a copied picture still says them.

    The figure grows by their lines, which take nothing from what is drawn.
    """
    big = {"size": theme.SIZES["title"], "weight": 600}
    small = {"size": theme.SIZES["chart_text"], "color": theme.COLOURS["soft"]}
    footer = ". ".join(filter(None, (handling_mark(), footer)))
    above = _fitting_lines(fig, title, big)
    below = [line for text in (key, footer) for line in _fitting_lines(fig, text, small)]
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
