"""An executed notebook as a document: what every form of a report is made from, in the order of the page."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Run:
    """Text of one look. `href` is an address or, with "#", a place in the report; "\\n" breaks the line.

    status : the label of the status that it names, whose mark every form puts before it.
    """

    text: str
    bold: bool = False
    small: bool = False
    href: str = ""
    language: str = ""
    status: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading below the title; `level` counts from 2, as on the page."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; `kind` is its class on the page ("lead", "note", ...) or ""."""

    runs: tuple
    kind: str = ""


@dataclass(frozen=True)
class Listing:
    """A list; `items` are pairs (anchor or "", runs)."""

    items: tuple
    ordered: bool = False


@dataclass(frozen=True)
class Box:
    """Blocks that stand together: the key messages ("key") or what else the page names by a class."""

    kind: str
    blocks: tuple


@dataclass(frozen=True)
class Columns:
    """Columns of blocks beside each other without rules, such as the head of an official letter."""

    kind: str
    columns: tuple


@dataclass(frozen=True)
class Datum:
    """A number of a table: its value, its print, and the codes that the page gives it."""

    value: Decimal
    text: str
    comparator: str = ""
    strength: str = ""
    sources: tuple = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its lines as printed, and what a machine may read in it.

    lines : tuple of tuples of `Run`; data : numbers in their order. Where one line holds one number or the
    two of a range (`is_number`), before, after : its words around them, note : the other lines.
    times : ISO dates of reduced precision; sources : pairs (id, number in the list of sources).
    """

    lines: tuple
    text: str
    data: tuple = ()
    before: str = ""
    after: str = ""
    note: str = ""
    times: tuple = ()
    unit: str = ""
    unit_code: str = ""
    code: str = ""
    status: str = ""
    strength: str = ""
    sources: tuple = ()
    is_number: bool = False
    is_header: bool = False
    is_missing: bool = False
    span: int = 1


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, how its cells stand ("text", "num", "wide"), code or ""."""

    label: str
    kind: str
    key: str


@dataclass(frozen=True)
class Table:
    """A table with its number ("Biểu 6") and caption; rows are tuples of `Cell`."""

    number: str
    caption: str
    columns: tuple
    rows: tuple
    note: str = ""

    def heading_of(self, row):
        """The cell of a row that names it."""
        return next((cell for cell in row if cell.is_header), row[0])


@dataclass(frozen=True)
class Figure:
    """A chart: PNG bytes (empty where the notebook made none), description, caption, note, its numbers."""

    number: str
    caption: str
    alt: str
    note: str
    png: bytes
    numbers: Table | None = None


@dataclass(frozen=True)
class Article:
    """A report in one language.

    name : its file name without ending; kind, place : what it is and of where, in words;
    meta : headline, evidence date and what else the page tells the index; command : makes it again.
    """

    name: str
    language: str
    title: str
    kind: str
    place: str
    meta: dict
    command: str
    blocks: tuple

    @property
    def tables(self):
        """The numbered tables, in their order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def figures(self):
        """The charts, in their order."""
        return [block for block in self.blocks if isinstance(block, Figure)]
