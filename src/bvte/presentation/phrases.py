"""What a text consists of: its numbers, times, names and links, and how office files and machines read it.

A phrase is part of the document model (`document`); it carries values and not their print alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    pass


# What stands where nothing was published or nothing applies.
NOTHING = "–"
SOURCE_ANCHOR = "source-"
# A number with more words before it stands in a sentence.
LONGEST_WORDS = 20
SPACE = re.compile(r"[ \t\r\n]+")


class Look(StrEnum):
    """How a piece of text is set, or what it is."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    SMALL = "when"
    UNIT = "unit"
    INDICATOR = "indicator"
    STATUS = "status"
    STRENGTH = "strength"
    GAP = "gap"
    WITHHELD = "withheld"
    NOT_COMPARED = "not-compared"
    SUPPORT = "support"
    GRAPHIC = "graphic"
    SUBROW = "part"
    FILLED = "figure"
    CODE = "code"
    TITLE = "title"
    SPOKEN = "spoken"
    LINK = "link"
    PARAGRAPH = "paragraph"
    MARK = "mark"
    OLDER = "older"
    CERTAINTY = "certainty"
    BESIDE = "beside"


BOLD = {Look.STRONG, Look.TITLE, Look.STATUS}
SMALL_PRINT = {Look.SMALL, Look.UNIT}
# What stands on a line of its own.
OWN_LINE = {*SMALL_PRINT, Look.PARAGRAPH, Look.MARK}
MISSING = {Look.GAP, Look.WITHHELD}


# What a number in a cell is of, where that is not what its column is about: a level that is named beside another, how
# many that are, of which whole, a figure of one part.
Measure = StrEnum("Measure", "REFERENCE COUNT WHOLE PART")


@dataclass(frozen=True)
class Datum:
    """A number: its value, its print, and what else a machine may know of it.

    comparator : code of the word before it; unit : code; strength : how firm it is; period : ISO 8601 time;
    sources : ids; aligned : whether it stands on the decimal mark of its column; measure : see `Measure`, "" for
    what its column is about.
    """

    value: Decimal
    text: str
    comparator: str = ""
    unit: str = ""
    strength: str = ""
    period: str = ""
    sources: tuple[str, ...] = ()
    aligned: bool = False
    measure: str = ""
    kind: Literal["datum"] = "datum"


@dataclass(frozen=True)
class Time:
    """A time as printed; `iso` is it in ISO 8601, "" where the print is that already."""

    text: str
    iso: str = ""
    kind: Literal["time"] = "time"


@dataclass(frozen=True)
class LineBreak:
    """The end of a line."""

    kind: Literal["break"] = "break"


@dataclass(frozen=True)
class Span:
    """Text of one look; what it names by its code, where it leads, in which language it is.

    protected : whether it names a count that could point to a child.
    """

    look: Look
    content: Phrase
    code: str = ""
    href: str = ""
    language: str = ""
    protected: bool = False
    kind: Literal["span"] = "span"

    def __post_init__(self) -> None:
        # Every form makes its links from here: page, Word, slides, and what is printed of the page.
        if self.href and not leads_somewhere(self.href):
            raise ValueError(f"a link may not lead to {self.href[:LONGEST_WORDS]}")


Piece = str | Datum | Time | LineBreak | Span


@dataclass(frozen=True)
class Run:
    """Text of one look, as office files have it. "\\n" breaks the line; `status` : label of the status named."""

    text: str
    bold: bool = False
    small: bool = False
    href: str = ""
    language: str = ""
    status: str = ""
    italic: bool = False

    @property
    def look(self) -> tuple[bool, bool, str, str, str, bool]:
        """All but the text: neighbours of one look are one run."""
        return self.bold, self.small, self.href, self.language, self.status, self.italic

    def saying(self, text: str) -> Run:
        """Another text of this look."""
        return self if text == self.text else replace(self, text=text)


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Phrase:
    """Text with its numbers, times, names and links; `phrase` makes one of anything."""

    pieces: tuple[Piece, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __str__(self) -> str:
        """As a front end without markup shows it: small print in brackets."""
        return plain_text(self)

    def walk(self) -> Iterator[Piece]:
        """Every piece, a span before its content."""
        for piece in self.pieces:
            yield piece
            if isinstance(piece, Span):
                yield from piece.content.walk()

    def spans(self, *looks: Look) -> Iterator[Span]:
        """The spans of these looks."""
        return (piece for piece in self.walk() if isinstance(piece, Span) and piece.look in looks)

    def mapped(self, change: Callable[[Piece], Piece | None]) -> Phrase:
        """The phrase with each piece changed, None to leave it out; spans are changed before their content."""
        return Phrase(tuple(_inside(piece, change) for piece in map(change, self.pieces) if piece is not None))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The text as lines of runs: paragraphs, breaks and small print part them."""
        return lines_of(self)

    @property
    def runs(self) -> Line:
        """The text as one sequence of runs, line breaks as such."""
        return joined_lines(self.lines)


def _inside(piece: Piece, change: Callable[[Piece], Piece | None]) -> Piece:
    return replace(piece, content=piece.content.mapped(change)) if isinstance(piece, Span) else piece


def phrase(*parts: Any) -> Phrase:
    """One phrase of texts, pieces and phrases, one after the other; other things as text.

    >>> str(phrase("dưới ", Datum(Decimal("3.8"), "3,8"), "%"))
    'dưới 3,8%'
    """
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Phrase):
            pieces += part.pieces
        elif isinstance(part, Datum | Time | LineBreak | Span):
            pieces.append(part)
        elif part != "":
            pieces.append(str(part))
    return Phrase(tuple(pieces))


def composed(*parts: Any) -> str | Phrase:
    """Texts one after the other as text, or as a phrase where one of them is one."""
    return "".join(parts) if all(isinstance(part, str) for part in parts) else phrase(*parts)


def joined(separator: Any, parts: Iterable[Any]) -> Phrase:
    """Texts and phrases with a separator between them, empty ones left out."""
    shown = [part for part in map(phrase, parts) if part]
    between = [piece for part in shown for piece in (separator, part)]
    return phrase(*between[1:])


def span(look: Look, *parts: Any, **about: Any) -> Phrase:
    """A phrase of one look; `about` : the other fields of `Span`."""
    return Phrase((Span(look, phrase(*parts), **about),))


def strong(*parts: Any) -> Phrase:
    """Text that stands out."""
    return span(Look.STRONG, *parts)


def small(*parts: Any) -> Phrase:
    """Small print on a line of its own."""
    return span(Look.SMALL, *parts)


def paragraphs(sentences: Iterable[Any]) -> Phrase:
    """Sentences below each other."""
    return phrase(*(span(Look.PARAGRAPH, sentence) for sentence in sentences))


# What a link may lead to: a page of the web, or a place of the report. A browser or Word would run or open what stands
# behind any other beginning (javascript:, data:, file:, \\\\host).
LEADS_TO = re.compile(r"https?://[^\s/\\@]+(?:[/?#]\S*)?|#\S+", re.IGNORECASE)


def leads_somewhere(href: str) -> bool:
    """Whether a link may have this address.

    >>> leads_somewhere("https://example.org/1"), leads_somewhere("javascript:alert(1)")
    (True, False)
    """
    return LEADS_TO.fullmatch(href) is not None


def link(href: str, *parts: Any) -> Phrase:
    """Text that leads to an address or, with "#", to a place of the report; the text alone where it may not."""
    return span(Look.LINK, *parts, href=href) if leads_somewhere(href) else phrase(*parts)


ROW_ANCHOR = "row-"


def row_anchor(indicator: str) -> str:
    """The address of the first row of a report that has a figure of an indicator."""
    return f"#{ROW_ANCHOR}{indicator}"


def lines_of(text: Phrase, look: Run = Run("")) -> tuple[Line, ...]:
    """A phrase as lines of runs without space at their ends; runs of one look are one."""
    lines: list[list[Run]] = [[]]
    _collect_runs(text, look, lines)
    trimmed = (_trimmed(line) for line in lines)
    return tuple(line for line in trimmed if line)


def _collect_runs(text: Phrase, look: Run, lines: list[list[Run]]) -> None:
    """Add the runs of a phrase to the last line, or to new ones."""
    for piece in text.pieces:
        if isinstance(piece, Span):
            _collect_span(piece, look, lines)
        elif isinstance(piece, LineBreak):
            lines.append([])
        else:
            printed = piece if isinstance(piece, str) else piece.text
            lines[-1].append(replace(look, text=SPACE.sub(" ", printed)))


def _collect_span(piece: Span, look: Run, lines: list[list[Run]]) -> None:
    alone = piece.look in OWN_LINE
    if alone:
        lines.append([])
    _collect_runs(piece.content, _look_inside(piece, look), lines)
    if alone:
        lines.append([])


def _look_inside(piece: Span, look: Run) -> Run:
    """How the text of a span looks, inside what looks so already."""
    return Run(
        "",
        bold=look.bold or piece.look in BOLD,
        small=look.small or piece.look in SMALL_PRINT,
        href=piece.href or look.href,
        language=piece.language or look.language,
        status=piece.code if piece.look is Look.STATUS else look.status,
        italic=look.italic or piece.look is Look.EMPHASIS,
    )


def _trimmed(line: list[Run]) -> Line:
    """A line without space at its ends or twice between words."""
    kept: list[Run] = []
    for run in line:
        text = run.text if kept and not kept[-1].text.endswith(" ") else run.text.lstrip(" ")
        if kept and run.look == kept[-1].look:
            kept[-1] = run.saying(kept[-1].text + text)
        elif text:
            kept.append(run.saying(text))
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    return (*kept[:-1], kept[-1].saying(kept[-1].text.rstrip(" "))) if kept else ()


def joined_lines(lines: Iterable[Line]) -> Line:
    """Lines of runs as one sequence, line breaks as such."""
    broken = [run for line in lines for run in (*line, Run("\n"))]
    return tuple(broken[:-1])


def text_of_lines(lines: Iterable[Line]) -> str:
    """Lines of runs as plain text."""
    return "\n".join("".join(run.text for run in line) for line in lines)


def flat_text(text: Any) -> str:
    """A phrase or text on one line, as it is read aloud."""
    return " ".join(text_of_lines(phrase(text).lines).split())


def plain_text(text: Phrase) -> str:
    """A phrase on one line, small print after other text in brackets."""
    shown = ""
    for line in text.lines:
        words = "".join(run.text for run in line)
        bracketed = shown and all(run.small for run in line) and not words.startswith("(")
        shown += (" " if shown else "") + (f"({words})" if bracketed else words)
    return " ".join(shown.split())


def large_first(told: Phrase) -> Phrase:
    """A sentence with a capital at its beginning."""
    first, *others = told.pieces
    return phrase(first[0].upper() + first[1:], *others) if isinstance(first, str) and first else told


def small_start(told: Phrase) -> Phrase:
    """A sentence that stands inside another, its first letter small.

    >>> flat_text(small_start(phrase("In 2024, it was so.")))
    'in 2024, it was so.'
    """
    first, *others = told.pieces
    return phrase(first[0].lower() + first[1:], *others) if isinstance(first, str) and first else told
