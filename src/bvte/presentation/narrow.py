"""A chart drawn again for a phone: the same marks, on a third of the width.

It is no smaller picture, whose letters nobody could read: names of rows stand above their rows, panels below each
other, fewer years on the axis, and every text is broken anew.
"""

import re
from collections.abc import Iterator
from textwrap import fill

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Annotation, Text

from bvte.presentation import drawing, theme
from bvte.presentation.chart_labels import DOWN, UNDER, ColumnName, Label, labels_of, settle_labels

# Inches of a phone's width, which its SVG states as 360 px; characters of a line there, of a panel's title, of a label.
WIDTH, LINE, TITLE, LABEL = 3.75, 42, 34, 20
# Characters of the name of a row, which may begin at the edge: a short name has 45, and a second line would hide marks.
NAME = 46
# Years that stand beside each other, and how much higher a row becomes that has its name above it.
MOST_YEARS, HIGHER = 5, 1.75
# Lowest height of one panel, and where the name of a row stands above its middle, in rows.
PANEL, ABOVE = 2.6, 0.36
# Breaks of a chart that are named at their lines; more have numbers there, whose names stand below.
MOST_NAMED = 2
# What a time axis with labels is longer at its end, of its length, for those of its last marks.
AFTER = 0.18
# Labels that have their place on the width of a phone, and how much higher a chart becomes by each further one.
FEW_LABELS, CROWDED = 6, 0.06
# Letters' heights between axes and their key, where the numbers and the name of a scale stand between.
BELOW_SCALE = 4.2
# Pixels of free paper between the name of a row and what stands beside it.
PADDING = 3
PAPER = {"fc": theme.COLOURS["paper"], "ec": "none", "pad": 0.6}


def narrow_picture(fig: Figure, title: str, footer: str, height: float, key: str = "") -> str:
    """A finished figure drawn again for a phone, as SVG; the figure is changed and of no more use.

    height : what it was without its title and footer, in inches; key : what its marks stand for.
    """
    panels = [ax for ax in fig.axes if ax.get_visible()]
    key = " ".join(filter(None, (_number_breaks(fig), _number_bars(fig), key)))
    for ax in panels:
        _number_columns(ax)
    named = [ax for ax in panels if _names_rows(ax)]
    lines = _lines_around(panels)
    _leave_room(panels)
    for ax in panels:
        _thin_years(ax)
        _break_texts(ax)
    more = (_lines_around(panels) - lines) * drawing.LEADING * theme.SIZES["chart_text"] / 72
    higher = HIGHER if named else 1 + CROWDED * max(len(labels_of(fig)) - FEW_LABELS, 0)
    fig.set_size_inches(WIDTH, _height_of(fig, panels, height) * higher + more)
    names = [name for ax in named for name in _raise_names(ax)]
    with matplotlib.rc_context({"figure.constrained_layout.use": True}):
        fig.set_layout_engine("constrained")
    drawing.write_around(fig, title, footer, key)
    settle_labels(fig)
    for ax in panels:
        _break_years(ax)
    for name in names:
        _clear_of(name)
        for text in (text for text in name.axes.texts if not isinstance(text, Annotation)):
            _keep_on_paper(text)
    return drawing.write_svg(fig)


def _height_of(fig: Figure, panels: list[Axes], height: float) -> float:
    """The height without title and footer; panels that stood beside each other stand below each other."""
    columns = len({round(ax.get_position().x0, 2) for ax in panels})
    if columns < 2:
        return height
    grid = fig.add_gridspec(len(panels), 1)
    for place, ax in enumerate(panels):
        ax.set_subplotspec(grid[place, 0])
        # Beside each other only the last of a column had its numbers below it.
        ax.tick_params(axis="x", labelbottom=True)
        for label in ax.get_xticklabels():
            label.set_visible(True)
    return max(PANEL * len(panels), height)


def _number_breaks(fig: Figure) -> str:
    """Number the breaks of a figure where they are too many to be named at their lines; the names by number."""
    breaks = sorted((label for label in labels_of(fig) if label.places is DOWN), key=lambda label: label.xy[0])
    numbers = {name: str(n) for n, name in enumerate(dict.fromkeys(map(_one_line, breaks)), start=1)}
    if len(numbers) <= MOST_NAMED:
        return ""
    for label in breaks:
        label.set_text(numbers[_one_line(label)])
    return " · ".join(f"{number} {name}" for name, number in numbers.items())


def _number_bars(fig: Figure) -> str:
    """Number the bars of several years, whose labels would leave no room for those of single ones; what they say by
    number, in brackets since it begins with a figure."""
    bars = {label: f"({n})" for n, label in enumerate((x for x in labels_of(fig) if x.places is UNDER), start=1)}
    told = " · ".join(f"{number} {_one_line(label)}" for label, number in bars.items())
    for label, number in bars.items():
        label.set_text(number)
    return told and f"{told}."


def _number_columns(ax: Axes) -> None:
    """Numbers above the columns of marks, whose names find no room beside each other there, and the names below."""
    names = sorted(ax.findobj(ColumnName), key=lambda name: name.xy[0])
    if not names:
        return
    ax.set_xticks([name.xy[0] for name in names], [str(n) for n, _ in enumerate(names, 1)])
    ax.xaxis.tick_top()
    handles = [ax.plot([], [], ls="none")[0] for _ in names]
    ax.legend(handles, [f"{n}  {name.get_text()}" for n, name in enumerate(names, 1)], handlelength=0, handletextpad=0)
    for name in names:
        name.remove()


def _leave_room(panels: list[Axes]) -> None:
    """Room for the labels of the last marks, which cannot all stand before them."""
    labelled = [ax for ax in panels if _shows_years(ax) and any(x.places is not DOWN for x in ax.findobj(Label))]
    # All before any, since panels may share their axis.
    limits = [ax.get_xlim() for ax in labelled]
    for ax, (low, high) in zip(labelled, limits, strict=True):
        ax.set_xlim(low, high + AFTER * (high - low))


def _lines_around(panels: list[Axes]) -> int:
    """Lines of the titles and keys of panels, which take their room from the height."""
    titles = sum(len(ax._left_title.get_text().splitlines()) for ax in panels)
    keys = [ax.get_legend() for ax in panels if ax.get_legend()]
    return titles + sum(-(-_key_lines(key) // key._ncols) for key in keys)


def _key_lines(key: Legend) -> int:
    return sum(len(text.get_text().splitlines()) for text in key.get_texts())


def _ticks(ax: Axes) -> Iterator[tuple[float, str]]:
    """Place and name of each tick of the vertical axis."""
    labels = (label.get_text() for label in ax.get_yticklabels())
    return zip(ax.get_yticks(), labels, strict=False)


def _names_rows(ax: Axes) -> bool:
    """Whether the vertical axis has names and not numbers."""
    return any(letter.isalpha() for _, name in _ticks(ax) for letter in name)


def _raise_names(ax: Axes) -> list[Annotation]:
    """Names of rows above their rows, where they take nothing from the width; the texts that were written."""
    written = []
    down = ax.yaxis_inverted()
    for y, name in list(_ticks(ax)):
        text = fill(" ".join(name.split()), NAME)
        at = (0, y - ABOVE if down else y + ABOVE)
        where = {"xycoords": ("axes fraction", "data"), "xytext": (0, 0), "textcoords": "offset points"}
        told = ax.annotate(text, at, va="bottom", ha="left", bbox=PAPER, annotation_clip=False, **where)
        told.set_in_layout(False)
        written.append(told)
    ax.set_yticks(ax.get_yticks(), [""] * len(ax.get_yticks()))
    low, high = ax.get_ylim()
    ax.set_ylim((low, high - ABOVE) if down else (low, high + ABOVE))
    return written


def _clear_of(name: Annotation) -> None:
    """Move what is written across the name of a row to its right."""
    ax, box = name.axes, name.get_window_extent().padded(PADDING)
    for text in ax.texts:
        other = text.get_window_extent()
        if not isinstance(text, Annotation) and box.overlaps(other):
            _move_right(text, box.x1 - other.x0)


def _keep_on_paper(text: Text) -> None:
    """Move what an edge of the paper would cut as far inside as it fits."""
    box, paper = text.get_window_extent(), text.figure.bbox.padded(-PADDING)
    _move_right(text, max(paper.x0 - box.x0, 0) or min(paper.x1 - box.x1, 0))


def _move_right(text: Text, pixels: float) -> None:
    axis = text.axes.transData
    moved = axis.transform((text.get_unitless_position()[0], 0))[0] + pixels
    text.set_x(axis.inverted().transform((moved, 0))[0])


# The years of a bar in one line, in two or in three: it is as narrow as a third of its width elsewhere.
IN_BAR = ("–", "–\n", "\n–\n")


def _break_years(ax: Axes) -> None:
    """Write the years of each bar in as few lines as fit into it, so that none stands in the next."""
    bars = [bar.get_window_extent() for bar in ax.patches]
    for text in (text for text in ax.texts if re.match(r"\d{4}–", text.get_text())):
        middle = ax.transData.transform(text.get_unitless_position())
        widths = [bar.width for bar in bars if bar.contains(*middle)]
        parts = re.split(r"–\s*", text.get_text(), maxsplit=1)
        for dash in IN_BAR if widths else ():
            text.set_text(dash.join(parts))
            if text.get_window_extent().width <= min(widths):
                break


def _thin_years(ax: Axes) -> None:
    """Only so many years on the time axis as stand beside each other."""
    labels = ax.get_xticklabels()
    if len(labels) > MOST_YEARS and _shows_years(ax):
        step = -(-len(labels) // MOST_YEARS)
        ax.set_xticks(ax.get_xticks()[::step], [label.get_text() for label in labels[::step]])


def _shows_years(ax: Axes) -> bool:
    """Whether the horizontal axis is one of years."""
    labels = [label.get_text() for label in ax.get_xticklabels()]
    return bool(labels) and all(label.isdigit() and len(label) == 4 for label in labels)


def _break_texts(ax: Axes) -> None:
    """Labels, the title of a panel and its key in lines that fit."""
    for label in ax.findobj(Label):
        # How a figure was found stands below it: beside it there is seldom room.
        label.set_text("\n".join(fill(part, LABEL) for part in _one_line(label).replace(" (", "\n(").splitlines()))
    for text in ax.texts:
        # What is written between the marks takes nothing from their width.
        text.set_in_layout(False)
    ax.set_title(_broken(ax._left_title, TITLE), loc="left")
    if key := ax.get_legend():
        names = [_broken(text, LINE) for text in key.get_texts()]
        below = BELOW_SCALE if ax.get_xlabel() else 1
        look = {"handlelength": key.handlelength, "handletextpad": key.handletextpad, "borderaxespad": below}
        ax.legend(key.legend_handles, names, loc="upper left", bbox_to_anchor=(0, 0), **look)


def _broken(text: Text, width: int) -> str:
    return fill(_one_line(text), width)


def _one_line(text: Text) -> str:
    return " ".join(text.get_text().split())
