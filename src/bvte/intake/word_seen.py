"""What a Word file shows: letters with their look, paragraphs, tables, and the content controls around them."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from bvte.evidence.record import Recomputed


@dataclass(frozen=True)
class SeenRun:
    """Letters of one look.

    href : address, or "#" and the bookmark that it leads to; waiting : whether they only say what is to be written.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class Control:
    """A content control; `waiting` : whether Word shows in it what is to be written; `tag`, `title` : "" for none."""

    tag: str
    number: int
    title: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class SeenText(Recomputed):
    """A paragraph; `style` : name of its style in English; `marker` : "bullet" or "number" of an item of a list,
    `level` of nesting from 0; `control` : that it stands in."""

    runs: tuple[SeenRun, ...]
    style: str = ""
    marker: str = ""
    level: int = 0
    control: Control | None = None

    @cached_property
    def text(self) -> str:
        """Its letters."""
        return "".join(run.text for run in self.runs)

    @property
    def heading(self) -> int:
        """Level of a heading, 0 of other text."""
        name, _, level = self.style.rpartition(" ")
        return int(level) if name == "heading" and level.isdigit() else 0


@dataclass(frozen=True)
class SeenTable:
    """A table: the paragraphs of each cell, row by row; a merged cell in its first place, empty in the others.

    repeats : whether its first row is marked as the heading of every page.
    """

    rows: tuple[tuple[tuple[SeenText, ...], ...], ...]
    control: Control | None = None
    repeats: bool = False


SeenBlock = SeenText | SeenTable


@dataclass(frozen=True)
class Seen:
    """All that a document shows.

    lost : (control or "", code of what has no place in a text) -> how often; facts : the text of our own part of the
    file, "" where it has none.
    """

    blocks: tuple[SeenBlock, ...]
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: str = ""
