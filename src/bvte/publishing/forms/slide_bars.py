"""What a chart of a slide draws: a bar a number, with its name and print, drawn alike by PowerPoint and the HTML deck.

A number that is known is a bar up to it, a range the span between its ends. A bound is a mark with an arrow to the side
that it allows: it is no point, and no length by which the eye would hold it against a bar. Names stand beside the bars,
so that no two prints can meet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain, groupby
from math import ceil, floor, isfinite, log10

from bvte.evidence.value import unit_limits
from bvte.presentation import numbers
from bvte.presentation.document import Cell, Column, Figure, Table
from bvte.presentation.phrases import Datum
from bvte.presentation.texts import say

# A figure, a span in which a figure or a pace lies, what a target asks for.
BarLook = StrEnum("BarLook", "KNOWN OPEN ASKED")
DOWNWARD, UPWARD = ("below", "at_most"), ("above", "at_least")
# Where figures stand in the numbers of a chart over time; other columns are of what is asked or worked out.
FIGURES, PACE = "result", "past"
# Strengths that need no word: the print says of a bound that it is one, and a published number is the usual one.
SAID = ("published", "bound", "")
# Part of the axis that a mark is wide; steps of an axis, and counts that have room, at most.
THIN, MOST_STEPS, MOST_COUNTS = Decimal("0.012"), 6, 7


@dataclass(frozen=True)
class Bar:
    """A bar from `low` to `high`; label : what it is of; printed : its number; look : what it stands for; way : of a
    bound, which is a mark, to which side of it the values lie: -1 below, 1 above."""

    label: str
    printed: str
    low: Decimal
    high: Decimal
    look: BarLook = BarLook.KNOWN
    way: int = 0

    @property
    def name(self) -> str:
        """What stands beside a bar that has no number at its end."""
        return f"{self.label}: {self.printed}"


@dataclass(frozen=True)
class Axis:
    """The axis of values: its ends and the distance of its marks."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def marks(self) -> list[Decimal]:
        """The values with a mark, from the lowest."""
        return [self.low + self.step * n for n in range(int((self.high - self.low) / self.step) + 1)]


@dataclass(frozen=True)
class Bars:
    """The bars of a chart from the top; axis : None where every bar begins at zero and has its number at its end;
    left : how many more there are than have room; pooled : those that have none, since not all of one number have."""

    bars: tuple[Bar, ...]
    axis: Axis | None = None
    left: int = 0
    pooled: tuple[Bar, ...] = ()

    @property
    def looks(self) -> list[BarLook]:
        """The looks that are there, each once."""
        return list(dict.fromkeys(bar.look for bar in self.bars))


def bars_of(figure: Figure) -> Bars | None:
    """The bars of a figure's numbers, None where it brings none that can be drawn."""
    table = figure.numbers
    if table is None:
        return None
    cells = list(_timed_cells(table))
    if not cells:
        counts = _counts(table)
        return _with_room(counts) if counts else None
    ends = [datum.value for _, _, cell in cells for datum in cell.data]
    axis = _axis_over(ends, cells[0][2].data[0].unit)
    return Bars(tuple(_bar(row, column, cell, axis) for row, column, cell in cells), axis)


def looks_text(bars: Bars) -> str:
    """What the looks of the bars stand for, "" for bars of counts."""
    return " ".join(say(f"slides.look.{look}") for look in bars.looks) if bars.axis else ""


def _timed_cells(table: Table) -> Iterator[tuple[tuple[Cell, ...], Column, Cell]]:
    """Rows, columns and cells of numbers that have a time, in the order of the table."""
    for row in table.rows:
        if any(cell.times and not cell.data for cell in row):
            yield from ((row, column, cell) for column, cell in zip(table.columns, row, strict=True) if cell.data)


def _counts(table: Table) -> tuple[Bar, ...]:
    """A bar a row, for numbers without a time; none where a row has another count of them."""
    rows = [(row[0].text, [datum for cell in row for datum in cell.data]) for row in table.rows]
    if any(len(held) != 1 for _, held in rows):
        return ()
    return tuple(Bar(name, held[0].text, Decimal(0), held[0].value) for name, held in rows)


def _with_room(counts: tuple[Bar, ...]) -> Bars:
    """As many counts as have room. Of ranked ones no two equals may stand on both sides of the cut: from the least on,
    those of one number are told beside the chart, but not the greatest."""
    groups = [[*equal] for _, equal in groupby(counts, key=lambda bar: bar.high)]
    ranked, pooled = [group[0].high for group in groups], []
    for at in reversed(range(1, len(groups))) if ranked == sorted(set(ranked), reverse=True) else ():
        if sum(map(len, groups)) > MOST_COUNTS and len(groups[at]) > 1:
            pooled, groups[at] = [*groups[at], *pooled], []
    bars = tuple(chain.from_iterable(groups))
    return Bars(bars[:MOST_COUNTS], left=len(bars[MOST_COUNTS:]), pooled=tuple(pooled))


def _bar(row: Sequence[Cell], column: Column, cell: Cell, axis: Axis) -> Bar:
    """One number over time: a figure with its time and firmness, or what a column asks for."""
    time = ", ".join(next(each for each in row if each.times and not each.data).text.split("\n"))
    if column.key == FIGURES:
        firm = "" if cell.data[0].strength in SAID else row[-1].text
        label = say("slides.figure_of", time=time, firm=firm.lower()) if firm else time
    else:
        label = column.label if time in column.label else say("slides.way_to", way=column.label, time=time)
    low, high, look, way = cell.data[0].value, cell.data[-1].value, _look(column, cell.data), _way(cell.data)
    mark = THIN * (axis.high - axis.low)
    if look == BarLook.KNOWN:
        low = min(axis.low, low)
    elif low == high:
        low, high = (low, high + mark) if way > 0 else (low - mark, high)
    return Bar(label, _printed(cell), low, high, look, way)


def _look(column: Column, data: Sequence[Datum]) -> BarLook:
    if column.key not in (FIGURES, PACE):
        return BarLook.ASKED
    is_span = len(data) > 1 or data[0].comparator in (*DOWNWARD, *UPWARD)
    return BarLook.OPEN if is_span or column.key == PACE else BarLook.KNOWN


def _way(data: Sequence[Datum]) -> int:
    """To which side of a bound the values lie that it allows, 0 for another number."""
    if len(data) > 1:
        return 0
    return -1 if data[0].comparator in DOWNWARD else int(data[0].comparator in UPWARD)


def _printed(cell: Cell) -> str:
    """A number as it is printed, with its unit."""
    unit, text = cell.data[0].unit, cell.text.split("\n")[0]
    return say(f"units.after.{unit}", value=text, number=cell.data[-1].value) if unit else text


def _axis_over(ends: Sequence[Decimal], unit: str) -> Axis:
    """An axis from zero, since a cut one makes a difference look larger, to the end of the unit or past the greatest
    number, in steps of 1, 2 or 5."""
    limit = unit_limits(unit)[1] if unit else float("inf")
    most, low = max(*ends, Decimal(0)), min(*ends, Decimal(0))
    near = isfinite(limit) and most > Decimal(str(limit)) / 2
    wanted = Decimal(str(limit)) if near else most * Decimal("1.1") or Decimal(1)
    step = _step(wanted - low)
    return Axis(step * floor(low / step), step * ceil(wanted / step), step)


def _step(length: Decimal) -> Decimal:
    """The least of 1, 2, 5 times a power of ten by which an axis has few marks."""
    power = Decimal(10) ** floor(log10(length / MOST_STEPS))
    return next(power * times for times in (1, 2, 5, 10) if length / (power * times) <= MOST_STEPS)


def mark_text(value: Decimal) -> str:
    """A mark of the axis in the reader's decimal mark."""
    return numbers.number(value.normalize() + 0)
