"""Charts of the HTML deck, drawn from the same numbers as the native charts of PowerPoint, in letters for a room."""

from collections.abc import Iterator
from html import escape
from math import ceil, floor
from textwrap import wrap

from bvte.presentation import theme
from bvte.presentation.document import Figure
from bvte.publishing.forms.slide_parts import bar_values, chart_series

# A slide is 960 points wide; so are its charts, but for the margins. Letters have the size of the slide's text.
WIDTH, HEIGHT, LETTERS = 880, 340, 20
# Room for the names of bars, and letters of a name on a line; height of a line of the legend and of the axis.
NAMES, NAME_LETTERS, LINE = 400, 38, 26
SIDE = 160
# Where the print of a point stands, by series, so that those of points on each other do not: dx, dy, anchor.
BESIDE = ((0, -16, "middle"), (-16, 7, "end"), (16, 7, "start"), (0, 32, "middle"))
SHAPES = ("M-9,0a9,9 0 1,0 18,0a9,9 0 1,0 -18,0", "M0,-11L11,0L0,11L-11,0Z", "M0,-11L11,9L-11,9Z", "M-9,-9H9V9H-9Z")


def deck_chart(figure: Figure) -> str:
    """The chart of a figure as SVG, "" where it has no numbers to be drawn from."""
    if figure.numbers is None:
        return ""
    if drawn := chart_series(figure.numbers):
        return _framed(figure, _points(drawn))
    bars = bar_values(figure.numbers)
    return _framed(figure, _bars(bars)) if bars else ""


def _framed(figure: Figure, parts: Iterator[str]) -> str:
    about = f'role="img" aria-label="{escape(figure.alt)}" font-size="{LETTERS}"'
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" {about}>{"".join(parts)}</svg>'


def _bars(bars: list) -> Iterator[str]:
    """Bars from the top with their names and numbers."""
    step, most = HEIGHT / len(bars), max(float(datum.value) for _, datum in bars) or 1
    for number, (name, datum) in enumerate(bars):
        middle, length = (number + 0.5) * step, (WIDTH - NAMES - 60) * float(datum.value) / most
        lines = wrap(name, NAME_LETTERS)
        for at, line in enumerate(lines):
            yield _text(NAMES - 14, middle + 7 + (at - (len(lines) - 1) / 2) * 22, line, "end")
        box = f'x="{NAMES}" y="{middle - 0.3 * step:.1f}" width="{length:.1f}" height="{0.6 * step:.1f}"'
        yield f'<rect {box} fill="{theme.COLOURS["accent"]}"/>'
        yield _text(NAMES + length + 10, middle + 7, datum.text, "start")


def _points(drawn: dict) -> Iterator[str]:
    """Points over whole years, each with its print, under a legend; values from zero."""
    times = [time for points in drawn.values() for time, *_ in points]
    first, last = floor(min(times)), max(ceil(max(times)), floor(min(times)) + 1)
    top, foot = LINE * len(drawn) + 44, HEIGHT - 34
    most = max(float(value) for points in drawn.values() for _, value, _ in points) or 1
    yield f'<path d="M{SIDE / 2},{foot}H{WIDTH - SIDE / 2}" stroke="{theme.COLOURS["line"]}"/>'
    step = max(1, (last - first) // 10)
    for year in range(first, last + 1, step):
        yield _text(_across(year, first, last), HEIGHT - 6, str(year), "middle")
    for number, ((label, word, strength), points) in enumerate(drawn.items()):
        mark = _mark(number, hollow=not strength)
        yield f'<g transform="translate(16,{LINE * number + 14})">{mark}</g>'
        yield _text(36, LINE * number + 21, f"{label} ({word.lower()})" if word else label, "start")
        dx, dy, anchor = BESIDE[number % len(BESIDE)]
        for time, value, printed in points:
            x, y = _across(time, first, last), foot - (foot - top) * float(value) / most
            yield f'<g transform="translate({x:.1f},{y:.1f})">{mark}</g>' + _text(x + dx, y + dy, printed, anchor)


def _across(time: float, first: int, last: int) -> float:
    return SIDE + (WIDTH - 2 * SIDE) * (time - first) / (last - first)


def _mark(number: int, hollow: bool) -> str:
    """Series differ by shape and by colour; what is set, not measured, is hollow."""
    colour = theme.SERIES[number % len(theme.SERIES)]
    fill = "none" if hollow else colour
    return f'<path d="{SHAPES[number % len(SHAPES)]}" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{theme.COLOURS["ink"]}">{escape(text)}</text>'
