"""How the width of a sheet is shared among the columns of a table, the same on paper, in Word and on a slide."""

import re
from collections.abc import Sequence

import numpy as np

from bvte.presentation.document import Cell, Column, Table

# Letters beside a word that the padding of its cell takes.
PADDING = 3
# Width of a letter in bold, in which headings and the name of a row stand, to that of another.
BOLD = 1.15
# Width of a letter of the fonts that stand in where that of the style sheet is not installed, to one of its own, and
# letters that they want beside a word: it is whole there too.
WIDE, SLACK = 1.15, 0.5
# Exponent by which the fullest cell of a row counts before the others: its height is the height of the row.
FULLEST = 4
# Letters that stay on one line: of a number with its words, of words, of the words of the first column, by which a row
# is found, and of a status.
ON_A_LINE, ON_A_LINE_OF_A_NAME, ON_A_LINE_OF_A_STATUS = 12, 20, 14
# Share of the width beyond which no column of words is given more than its longest word before the others.
AHEAD = 0.6
# Lines of a whole table for which no column is made a letter wider.
LEAST_GAIN = 1e-6
# Parts of a word between which a line may break.
UNBROKEN = re.compile(r"[^\s-]+-?")


def spread_row(row: Sequence[Cell]) -> list[Cell | None]:
    """The cells of a row by column; a cell over several columns stands in the first, None in the others."""
    return [part for cell in row for part in (cell, *[None] * (cell.span - 1))]


def column_shares(table: Table, room: int) -> list[float]:
    """Share of each column of the width, all together 1, by which the table is least high.

    room : letters on a line across the whole table. Each column has its longest word, and two or three words on a line.
    What is left goes letter by letter to the column by which the rows lose most height: a name of ten words beside
    short figures gets it, prose beside prose an even part of it.

    >>> from bvte.presentation.document import Column, make_table
    >>> named = make_table("", [Column("Chỉ tiêu"), Column("2025")], [["Tỷ lệ trẻ em có hoàn cảnh đặc biệt", "3,2"]])
    >>> name, figure = column_shares(named, 60)
    >>> name > 3 * figure
    True
    """
    texts = column_texts(table)
    least = np.maximum(_least_letters(table.columns, texts, room), _status_letters(table))
    widths = least if least.sum() >= room else _least_high(_heights(texts, room), least, room)
    return [float(width) for width in widths / widths.sum()]


def _least_letters(columns: Sequence[Column], texts: list[list[str]], room: int) -> np.ndarray:
    """Letters that each column has at least: its longest word, a short number with the words around it, and of two
    or three words on a line what there is room for."""
    kept = [_whole_number(each) if column.kind == "num" else 0 for column, each in zip(columns, texts, strict=True)]
    words = np.maximum(list(map(longest_word, texts)), kept)
    bold = [longest_word(each if place == 0 else each[:1]) - PADDING for place, each in enumerate(texts)]
    words = np.maximum(words - PADDING, np.array(bold) * BOLD)
    words = np.ceil(words * WIDE + PADDING + SLACK).astype(int)
    wanted = np.array([_two_words(each, place == 0) for place, each in enumerate(texts)]) - words
    wanted = np.maximum(wanted, 0)
    part = min(1, max(0, AHEAD * room - words.sum()) / max(wanted.sum(), 1))
    return words + (wanted * part).astype(int)


def _status_letters(table: Table) -> np.ndarray:
    """Letters of a column that names a status: words inside a frame, which stand two or three on a line."""
    rows = [spread_row(row) for row in table.rows]
    named = [[cell.text for row in rows if (cell := row[place]) and cell.status] for place in range(len(table.columns))]
    return np.array([min(max(map(len, texts), default=0), ON_A_LINE_OF_A_STATUS) + PADDING for texts in named])


def column_texts(table: Table) -> list[list[str]]:
    """The texts of each column under its heading; what goes over several columns sets no width."""
    texts = [[column.label] for column in table.columns]
    for row in table.rows:
        for column, cell in zip(texts, spread_row(row), strict=True):
            column.append(cell.text if cell and cell.span == 1 else "")
    return texts


def longest_word(texts: Sequence[str]) -> int:
    """Letters of the longest part of a word that no line may break, with the padding of its cell."""
    return max((len(part) for text in texts for part in UNBROKEN.findall(text)), default=1) + PADDING


def _whole_number(texts: Sequence[str]) -> int:
    """Letters of the longest number with its words that is short enough for a line."""
    lines = [line for text in texts[1:] for line in text.split("\n") if len(line) <= ON_A_LINE]
    return max(map(len, lines), default=0) + PADDING


def _two_words(texts: Sequence[str], named: bool) -> int:
    """Letters by which words stand two or three on a line."""
    longest = max((len(line) for text in texts[1:] for line in text.split("\n")), default=0)
    return min(longest, ON_A_LINE_OF_A_NAME if named else ON_A_LINE) + PADDING


def _heights(texts: list[list[str]], room: int) -> np.ndarray:
    """Lines that each text takes at each width: columns x rows x widths of 0 to room letters."""
    letters = np.maximum(np.arange(room + 1) - PADDING, 1)
    lines = [[sum(np.maximum(len(line) / letters, 1) for line in text.split("\n")) for text in each] for each in texts]
    return np.array(lines, dtype=float)


def _least_high(heights: np.ndarray, least: np.ndarray, room: int) -> np.ndarray:
    """Widths (letters) of the columns, at most room together; less where more would make no row less high."""
    powers, widths, columns = heights**FULLEST, least.copy(), np.arange(len(least))
    while widths.sum() < room:
        now, wider = powers[columns, :, widths], powers[columns, :, widths + 1]
        whole = now.sum(axis=0)
        left = (np.maximum(whole - now + wider, 0) ** (1 / FULLEST)).sum(axis=1)
        if left.min() >= (whole ** (1 / FULLEST)).sum() - LEAST_GAIN:
            break
        widths[left.argmin()] += 1
    return widths
