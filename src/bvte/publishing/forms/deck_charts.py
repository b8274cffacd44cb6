"""Charts of the HTML deck: the same bars as the native charts of PowerPoint, in letters for a room."""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from bvte.presentation import theme
from bvte.presentation.document import Figure
from bvte.publishing.forms.slide_bars import Bar, BarLook, Bars, bars_of, mark_text
from bvte.publishing.forms.slide_parts import BAR_COLOURS

# A slide is 960 points wide; so are its charts, but for the margins. Letters have the size of the slide's text.
WIDTH, HEIGHT, LETTERS = 880, 340, 20
# Room for the names of bars, and letters of a name on a line; height of a line; room for the axis and at the right.
NAMES, NAME_LETTERS, LINE, AXIS_ROOM, RIGHT = 400, 38, 22, 34, 60
# Length of the arrow of a bound, and of its head.
ARROW, HEAD = 42, 11


def deck_chart(figure: Figure) -> str:
    """The chart of a figure as SVG, "" where it has no numbers to be drawn from."""
    drawn = bars_of(figure)
    if drawn is None:
        return ""
    about = f'role="img" aria-label="{escape(figure.alt)}" font-size="{LETTERS}"'
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" {about}>{"".join(_parts(drawn))}</svg>'


def _parts(drawn: Bars) -> Iterator[str]:
    """The axis, if there is one, then the bars from the top."""
    foot = HEIGHT - AXIS_ROOM if drawn.axis else HEIGHT
    if drawn.axis:
        for value in drawn.axis.marks:
            x = _across(float(value), drawn)
            yield f'<path d="M{x:.1f},0V{foot}" stroke="{theme.COLOURS["rule"]}"/>'
            yield _text(x, HEIGHT - 8, mark_text(value), "middle")
    step = foot / len(drawn.bars)
    for number, bar in enumerate(drawn.bars):
        yield from _bar(bar, drawn, (number + 0.5) * step, 0.6 * step)


def _bar(bar: Bar, drawn: Bars, middle: float, height: float) -> Iterator[str]:
    """A bar with its name; one of counts has its number at its end."""
    lines = wrap(bar.name if drawn.axis else bar.label, NAME_LETTERS)
    for at, line in enumerate(lines):
        yield _text(NAMES - 14, middle + 7 + (at - (len(lines) - 1) / 2) * LINE, line, "end")
    left, right = (_across(float(end), drawn) for end in (bar.low, bar.high))
    fill, line = BAR_COLOURS[BarLook(bar.look)]
    box = f'x="{left:.1f}" y="{middle - height / 2:.1f}" width="{right - left:.1f}" height="{height:.1f}"'
    yield f'<rect {box} fill="{fill or "none"}" stroke="{line}" stroke-width="2.5"/>'
    if bar.way:
        yield _arrow(right if bar.way > 0 else left, middle, bar.way, line)
    if drawn.axis is None:
        yield _text(right + 10, middle + 7, bar.printed, "start")


def _arrow(x: float, y: float, way: int, colour: str) -> str:
    """An arrow from a bound to the side that it allows."""
    end, neck = x + way * ARROW, x + way * (ARROW - HEAD)
    head = f"M{neck:.1f},{y - HEAD / 2:.1f}L{end:.1f},{y:.1f}L{neck:.1f},{y + HEAD / 2:.1f}"
    return f'<path d="M{x:.1f},{y:.1f}H{end:.1f}{head}" fill="none" stroke="{colour}" stroke-width="2.5"/>'


def _across(value: float, drawn: Bars) -> float:
    """Where a value stands from the left."""
    low, high = 0.0, max(float(bar.high) for bar in drawn.bars) or 1.0
    if drawn.axis:
        low, high = float(drawn.axis.low), float(drawn.axis.high)
    return NAMES + (WIDTH - NAMES - RIGHT) * (value - low) / (high - low)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{theme.COLOURS["ink"]}">{escape(text)}</text>'
