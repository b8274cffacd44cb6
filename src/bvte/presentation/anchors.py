"""Names of tables, figures and numbers in addresses: what a reader links to and cites."""

import re
import unicodedata

from bvte.presentation.document import Cell, Table


def address_part(text: str) -> str:
    """A text as part of an address, without Vietnamese marks ("Mục tiêu đạt" becomes "muc-tieu-dat")."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def unused_anchor(wanted: str, taken: set[str]) -> str:
    """The id itself, or with the first number that makes it the only one."""
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def data_anchor(figure: str) -> str:
    """The id of the table below a figure, by the id of the figure; "" where that has none."""
    return figure and f"{figure}-data"


def number_anchors(table: Table) -> tuple[tuple[str, ...], ...]:
    """For each row of a table the id of each of its cells: "" for one without a number, or in a table without an id.

    A cell is named by the indicator of its row and the code of its column, so that a link still leads to it where
    rows came between; where there is no code, by their places.

    >>> number_anchors(Table("T", (), ()))
    ()
    """
    taken: set[str] = set()
    return tuple(_row_anchors(table, place, row, taken) for place, row in enumerate(table.rows, start=1))


def _row_anchors(table: Table, place: int, row: tuple[Cell, ...], taken: set[str]) -> tuple[str, ...]:
    """Ids of the cells of one row, which are taken from then on."""
    code = next((cell.code for cell in row if cell.code), str(place))
    named = []
    for column, cell in enumerate(row):
        heading = table.columns[column].key if column < len(table.columns) else ""
        wanted = f"{table.anchor}-{code}-{heading or column + 1}"
        named.append(unused_anchor(wanted, taken) if table.anchor and cell.data else "")
        taken.add(named[-1])
    return tuple(named)
