"""The document model: what a report consists of, in typed parts that carry values and not their print alone.

A cell of a notebook shows such a part, as HTML (`presentation/html.py`) for any front end and as JSON for all forms.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from bvte.evidence.record import Recomputed
from bvte.presentation.phrases import (
    LONGEST_WORDS,
    MISSING,
    NOTHING,
    SOURCE_ANCHOR,
    Datum,
    Line,
    Look,
    Phrase,
    Piece,
    Span,
    Time,
    flat_text,
    phrase,
    text_of_lines,
)

if TYPE_CHECKING:
    import pandas as pd
# The type under which a part goes along as JSON (RFC 6838, vendor tree).
MIME_TYPE = "application/vnd.bvte.part+json"
SVG_TYPE, PNG_TYPE = "image/svg+xml", "image/png"
# A drawing for a phone, which no front end shows beside the other.
NARROW_TYPE = "application/vnd.bvte.narrow+svg"


@dataclass(frozen=True)
class Heading:
    """A heading; `level` counts from 1, the title; `anchor` : its name in addresses."""

    level: int
    content: Phrase
    anchor: str = ""
    kind: Literal["heading"] = "heading"

    @property
    def text(self) -> str:
        """The heading as plain text."""
        return flat_text(self.content)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `role` : what it is on the page ("lead", "note", ...), "" for a plain one."""

    content: Phrase
    role: str = ""
    kind: Literal["paragraph"] = "paragraph"

    @property
    def runs(self) -> Line:
        """Its text, line breaks as such."""
        return self.content.runs


@dataclass(frozen=True)
class Item:
    """An item of a list; `anchor` : its name where something in the report leads to it."""

    content: Phrase
    anchor: str = ""

    @property
    def runs(self) -> Line:
        """Its text, line breaks as such."""
        return self.content.runs


@dataclass(frozen=True)
class Listing:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False
    role: str = ""
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Box:
    """Blocks that stand together: key messages ("key"), a sheet to hand out ("placemat"), ...; `code` : a section;
    room : what a slide shows of them."""

    role: str
    blocks: tuple[Block, ...]
    code: str = ""
    room: Table | None = None
    kind: Literal["box"] = "box"


@dataclass(frozen=True)
class SideBySide:
    """Boxes beside each other without rules, such as the head of an official letter."""

    role: str
    columns: tuple[Box, ...]
    kind: Literal["side_by_side"] = "side_by_side"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how its cells stand ("text", "num", "wide", "order", large as "count"), its
    code; period : ISO time that its numbers speak of, where all speak of one."""

    label: str
    kind: str = "text"
    key: str = ""
    period: str = ""


@dataclass(frozen=True)
class Cell(Recomputed):
    """A cell of a table. span : columns that it covers; shortened : its lines where a slide shows fewer than the
    content has; anchor : name of its row, where links lead to it."""

    content: Phrase
    is_header: bool = False
    span: int = 1
    shortened: tuple[Line, ...] | None = None
    anchor: str = ""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its text as lines of runs."""
        return self.content.lines if self.shortened is None else self.shortened

    @cached_property
    def text(self) -> str:
        """Its text, a line below the other."""
        return text_of_lines(self.lines)

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        """Its numbers in their order."""
        return tuple(piece for piece in self.content.walk() if isinstance(piece, Datum))

    @cached_property
    def times(self) -> tuple[str, ...]:
        """ISO times in their order."""
        return tuple(piece.iso or piece.text for piece in self.content.walk() if isinstance(piece, Time))

    @cached_property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Pairs (id, number in the list of sources) that it cites."""
        cited = (piece for piece in self.content.spans(Look.LINK) if piece.href.startswith(f"#{SOURCE_ANCHOR}"))
        return tuple((piece.href.removeprefix(f"#{SOURCE_ANCHOR}"), flat_text(piece.content)) for piece in cited)

    @property
    def is_missing(self) -> bool:
        """Whether it stands for a figure that was not published, or is withheld to protect children."""
        return self.text == NOTHING or any(self.content.spans(*MISSING))

    @property
    def code(self) -> str:
        """Code of the indicator that it names, "" for none."""
        return self._code_of(Look.INDICATOR)

    @property
    def unit(self) -> str:
        """The unit of the row as printed."""
        return next((flat_text(piece.content) for piece in self.content.spans(Look.UNIT)), "")

    @property
    def unit_code(self) -> str:
        """Code of that unit."""
        return self._code_of(Look.UNIT)

    @property
    def status(self) -> str:
        """Label of the status that it names."""
        return self._code_of(Look.STATUS)

    @property
    def strength(self) -> str:
        """Code of the strength that it names."""
        return self._code_of(Look.STRENGTH)

    def _code_of(self, look: Look) -> str:
        return next((piece.code for piece in self.content.spans(look)), "")

    @cached_property
    def around(self) -> tuple[str, str, str] | None:
        """Words before and after the one number or range that a line of it holds, and its other lines; else None."""
        texts = ["".join(run.text for run in line) for line in self.content.mapped(_with_holes).lines]
        marked = [text for text in texts if HOLE in text]
        if len(marked) != 1 or len(self.data) > 2:
            return None
        before, *_, after = (part.strip() for part in marked[0].split(HOLE))
        # A form that writes the number first must not overtake one that stands above it.
        earlier = "".join([*texts[: texts.index(marked[0])], before])
        if len(before) > LONGEST_WORDS or any(letter.isdigit() for letter in earlier):
            return None
        return before, after, " ".join(text for text in texts if HOLE not in text)

    @property
    def before(self) -> str:
        """Words before its number."""
        return self.around[0] if self.around else ""

    @property
    def after(self) -> str:
        """Words after its number."""
        return self.around[1] if self.around else ""

    @property
    def note(self) -> str:
        """Its lines beside that of its number."""
        return self.around[2] if self.around else ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a range, with a few words."""
        return self.around is not None


HOLE = "\0"


def _with_holes(piece: Piece) -> Piece | None:
    """A piece without its number, unit and sources."""
    if isinstance(piece, Datum):
        return HOLE
    if isinstance(piece, Span) and (piece.look is Look.UNIT or piece.href.startswith(f"#{SOURCE_ANCHOR}")):
        return None
    return piece


class Shown:
    """What a cell of a notebook shows: HTML for any front end, and itself as JSON for the forms of a report."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from bvte.presentation.html import html  # it writes what is declared here

        return {MIME_TYPE: to_json(self), "text/html": str(html(self)), "text/plain": str(self)}  # type: ignore


@dataclass(frozen=True)
class Table(Shown):
    """A table; number : its own ("Biểu 6"), where it is not the next of the report; finding : what it shows, in words;
    anchor : its name in addresses; unit : the line above it; rooms : it for slides; folded : its line on a page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    number: str = ""
    anchor: str = ""
    finding: str = ""
    unit: str = ""
    rooms: tuple[Table, ...] = ()
    folded: str = ""
    kind: Literal["table"] = "table"

    def heading_of(self, row: tuple[Cell, ...]) -> Cell:
        """The cell of a row that names it."""
        return next((cell for cell in row if cell.is_header), row[0])

    def to_frame(self) -> pd.DataFrame:
        """The same table as a DataFrame of plain text; a cell over several columns stands in the first of them."""
        import pandas as pd  # whoever only reads documents does without

        texts = [[text for c in row for text in (str(c.content), *[""] * (c.span - 1))] for row in self.rows]
        return pd.DataFrame(texts, columns=[column.label for column in self.columns])

    def __str__(self) -> str:
        """As a front end without markup shows it."""
        return self.to_frame().to_string(index=False)

    def __repr__(self) -> str:
        return f"Table({self.caption!r}, {len(self.rows)} rows)"


def make_table(
    caption: str,
    columns: Iterable[Column],
    rows: Iterable[Iterable[Any]],
    note: str = "",
    number: str = "",
    heading: int = 0,
    unit: str = "",
) -> Table:
    """A table of texts and phrases; `heading` : which cell of a row is its heading."""
    made = tuple(tuple(Cell(phrase(told), at == heading) for at, told in enumerate(row)) for row in rows)
    return Table(caption, tuple(columns), made, note, number, unit=unit)


@dataclass(frozen=True)
class Figure(Shown):
    """A chart with its caption, a description of what it shows, a note, and the numbers that are drawn.

    finding : as of a table; svg, png, narrow : its drawing, kept out of the JSON; png is empty where none is wanted;
    narrow : the SVG for a phone, "" where there is none.
    """

    caption: str
    alt: str
    note: str = ""
    numbers: Table | None = None
    number: str = ""
    svg: str = field(default="", repr=False)
    png: bytes = field(default=b"", repr=False)
    narrow: str = field(default="", repr=False)
    anchor: str = ""
    finding: str = ""
    kind: Literal["figure"] = "figure"

    def __str__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        pictures = {SVG_TYPE: self.svg, NARROW_TYPE: self.narrow, PNG_TYPE: b64encode(self.png).decode()}
        return super()._repr_mimebundle_() | {kind: drawn for kind, drawn in pictures.items() if drawn}


Block = Heading | Paragraph | Listing | Box | SideBySide | Table | Figure


@dataclass(frozen=True)
class Prose(Shown):
    """Blocks made from data; `meta` travels with them (headline, date of evidence)."""

    blocks: tuple[Block, ...]
    meta: dict[str, str] = field(default_factory=dict)
    kind: Literal["prose"] = "prose"

    def __str__(self) -> str:
        """As a front end without markup shows it."""
        return "\n".join(flat_text(content) for content in contents_of(self.blocks))


Part = Prose | Table | Figure


class Several(tuple[Part, ...]):
    """Parts shown one after the other by one cell."""

    def _ipython_display_(self) -> None:
        from IPython.display import display  # only a notebook needs it

        for part in self:
            display(part)


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, a box before what stands in it."""
    for block in blocks:
        yield block
        if isinstance(block, Box | SideBySide):
            yield from walk_blocks(block.blocks if isinstance(block, Box) else block.columns)


def mapped_blocks(blocks: Iterable[Block], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    """Blocks with each changed in order, a box before what stands in it."""
    return tuple(_mapped_below(change(block), change) for block in blocks)


def _mapped_below(block: Block, change: Callable[[Block], Block]) -> Block:
    if isinstance(block, SideBySide):
        return replace(block, columns=tuple(Box(box.role, mapped_blocks(box.blocks, change)) for box in block.columns))
    return replace(block, blocks=mapped_blocks(block.blocks, change)) if isinstance(block, Box) else block


def contents_of(blocks: Iterable[Block]) -> Iterator[Phrase]:
    """The texts of headings, paragraphs and lists, in their order."""
    for block in walk_blocks(blocks):
        if isinstance(block, Heading | Paragraph):
            yield block.content
        elif isinstance(block, Listing):
            yield from (item.content for item in block.items)


@cache
def _codec() -> Any:
    from pydantic import TypeAdapter  # slow to import

    return TypeAdapter(Part)


def to_json(part: Part) -> dict[str, Any]:
    """A part as JSON, without the drawing of a figure, which has types of its own."""
    return _codec().dump_python(part, mode="json", exclude={"svg", "png", "narrow"})


def from_json(told: dict[str, Any]) -> Part:
    """The part that was told as JSON. Raises pydantic.ValidationError."""
    return _codec().validate_python(told, strict=False)
