"""A table cut to what fits a slide: the first line of each cell, the fullest columns, the first rows."""

from dataclasses import replace
from math import ceil

from bvte.publishing.article import Run
from bvte.publishing.forms.sheet_plan import spread

MOST_COLUMNS = 6
# Letters on a line across a slide and lines below each other, at the least legible size.
LETTERS, LINES = 122, 18
# A column of prose wants no more than this many letters on a line.
WIDEST = 44
# Letters of a number with its words that stay on one line.
MOST_OF_A_NUMBER = 22
# Letters of a cell of prose.
MOST_LETTERS = 90
CUT = " …"


def shortened(table):
    """The table with what fits; the table itself where all of it does."""
    kept = _kept(table)
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(_cut(cell) for cell in _row(row, kept)) for row in table.rows)
    fitting = replace(table, columns=columns, rows=rows)
    shown = replace(fitting, rows=rows[: _fitting_rows(fitting)])
    return table if shown == table else shown


def _kept(table):
    """Places of the columns that are shown, in their order.

    The first, what names the rows, what says how firm a figure is, and the fullest of the others.
    """
    rows = [spread(row) for row in table.rows]
    filled = {
        place: sum(bool(row[place] and row[place].text and not row[place].is_missing) for row in rows)
        for place in range(1, len(table.columns))
    }
    needed = [n for n in filled if any(row[n] and (row[n].is_header or row[n].strength) for row in rows)]
    fullest = sorted(filled, key=lambda place: (place not in needed, -filled[place], place))
    return [0, *sorted(fullest[: MOST_COLUMNS - 1])]


def _row(row, kept):
    """The cells of the kept columns; one over several of them keeps what it still covers."""
    start, found = 0, []
    for cell in row:
        covered = [place for place in kept if start <= place < start + cell.span]
        if covered:
            found.append(replace(cell, span=len(covered)))
        start += cell.span
    return found


def _cut(cell):
    """A cell with its first line, and the second where that is small print (a unit, a time)."""
    lines = cell.lines[:1]
    if len(cell.lines) > 1 and all(run.small for run in cell.lines[1]):
        lines = cell.lines[:2]
    text = "\n".join("".join(run.text for run in line) for line in lines)
    if len(text) > MOST_LETTERS and not cell.status:
        text = text[:MOST_LETTERS].rpartition(" ")[0] + CUT
        lines = ((Run(text),),)
    elif len(lines) < len(cell.lines) and not cell.status:
        text += CUT
        lines = (*lines[:-1], (*lines[-1], Run(CUT)))
    return cell if lines == cell.lines else replace(cell, lines=lines, text=text)


def widths(table):
    """Share of each column of the width, all together 1: what must not break, and of what is left by need."""
    texts = [[column.label for column in table.columns], *map(_texts, table.rows)]
    held = list(zip(*texts, strict=True))
    least = [_least(column, texts) for column, texts in zip(table.columns, held, strict=True)]
    wanted = [min(max(map(_longest, column)) + 2, WIDEST) for column in held]
    more = [max(want - need, 1) for want, need in zip(wanted, least, strict=True)]
    left = max(0, LETTERS - sum(least))
    letters = [need + left * want / sum(more) for need, want in zip(least, more, strict=True)]
    return [count / sum(letters) for count in letters]


def _least(column, texts):
    """Letters of the longest word of a column; a number stays on one line with the words around it."""
    _, *below = texts
    words = [word for text in texts for word in text.split()]
    lines = [line for text in below for line in text.split("\n")] if column.kind == "num" else []
    return min(max(map(len, [*words, *lines, "-"])), MOST_OF_A_NUMBER) + 2


def _texts(row):
    """The text of each column of a row; what goes over several columns sets no width."""
    return ["" if cell is None or cell.span > 1 else cell.text for cell in spread(row)]


def _longest(text):
    return max(map(len, text.split("\n")))


def _fitting_rows(table):
    """How many rows fit below the headings; at least one."""
    shares = widths(table)
    left = LINES - _lines([column.label for column in table.columns], shares)
    for number, row in enumerate(table.rows):
        left -= _lines(_texts(row), shares)
        if left < 0:
            return max(number, 1)
    return len(table.rows)


def _lines(texts, shares):
    """Lines that a row takes, with the space around it."""
    return 0.4 + max(
        sum(ceil(max(len(line), 1) / (LETTERS * share)) for line in text.split("\n"))
        for text, share in zip(texts, shares, strict=True)
    )
