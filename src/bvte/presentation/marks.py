"""How one reading is drawn: a number as a point, a bound as an arrow, a span as a bar, a quotient hollow."""

from bvte.presentation import theme
from bvte.presentation.drawing import centre

# Markers of numbers that nobody published: worked out here, only supposed.
HOLLOW = {"derived": "D", "not_published": "s"}
INK = theme.COLOURS["accent"]


def draw(ax, reading, top):
    """Draw one reading on axes that reach up to `top`; returns where its label belongs (x, y)."""
    x = centre(reading.period)
    if reading.period.is_span:
        ax.plot([reading.period.first.year, x], [float(reading.value)] * 2, color=INK, lw=1.2, alpha=0.6)
    if reading.is_bound:
        return _bound(ax, reading, x, top)
    if reading.comparator == "-":
        ax.plot(
            [x, x], [float(reading.value), float(reading.value_to)], color=INK, lw=5, solid_capstyle="butt"
        )
        return x, float(reading.value_to)
    return _point(ax, reading, x)


def _bound(ax, reading, x, top):
    """A cap at the printed bound and an open arrow into the side where the value lies."""
    y = float(reading.value)
    down = reading.comparator in ("<", "<=")
    reach = max(y - 0.16 * top, 0) if down else min(y + 0.16 * top, top, reading.interval.right)
    ax.plot([x - 0.22, x + 0.22], [y, y], color=INK, lw=2)
    arrow = {"arrowstyle": "->", "color": INK, "lw": 1.3, "linestyle": "-"}
    ax.annotate("", (x, reach), (x, y), arrowprops=arrow)
    return x, y


def _point(ax, reading, x):
    """A full point for a published number, a hollow one for what nobody printed, a whisker for "about"."""
    y = float(reading.value)
    if reading.strength == "approximate":
        ax.plot([x, x], [reading.interval.left, reading.interval.right], color=INK, lw=1.3)
    marker = HOLLOW.get(reading.strength, "o")
    fill = theme.COLOURS["paper"] if reading.strength in HOLLOW else INK
    ax.plot([x], [y], marker=marker, ms=7, mfc=fill, mec=INK, mew=1.6, ls="none", zorder=3)
    return x, y
