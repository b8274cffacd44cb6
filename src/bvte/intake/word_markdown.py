"""What stands in a place of a Word file as Markdown, its references put back where the figures stand as printed.

A text is kept as it reads: each paragraph is read back from its Markdown, and where that would say other words, its
marks are written as plain letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from bvte.intake.word_seen import SeenBlock, SeenRun, SeenTable, SeenText

# Words, and whatever else is printed, a letter at a time; a line's end is a piece of its own.
PIECES = re.compile(r"\w+|[^\w\s]|\n")
# What people type before an item of a list, and what Markdown would take for one; "+" stands below "-".
TYPED_BULLET = re.compile(r"\s*([-•–*▪‣·+])\s+(?=\S)")
TYPED_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s+(?=\S)")
SPECIAL = re.compile(r"([\\`*_\[\]<>&~|])")
# What would begin a heading, a list, a quotation or a rule at the start of a line.
STARTS = (
    re.compile(r"^([#>=+*_-])(?=\1*(?:\s|$))", re.MULTILINE),
    re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE),
)
# The number of a caption ("Bảng 3. ", "Table 3: "), which is counted anew in each file.
CAPTION_NUMBER = re.compile(r"^\s*[^\W\d]+\s+\d+\w?\s*[.:]\s*")
REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
BLANKS = re.compile(r"[^\S\n]+")
INDENT = "    "


@dataclass(frozen=True)
class Printed:
    """A reference where it was printed: first and last letter + 1 of the text, and the reference as it was typed."""

    start: int
    end: int
    name: str


def block_texts(block: SeenBlock) -> list[SeenText]:
    """The paragraphs of a block, those of a table cell by cell."""
    if isinstance(block, SeenText):
        return [block]
    return [text for row in block.rows for cell in row for text in cell]


def printed_lines(blocks: Iterable[SeenBlock]) -> list[str]:
    """The letters of each paragraph; a caption without its number, which the next file may count otherwise."""
    return [_without_number(text) for block in blocks for text in block_texts(block)]


def _without_number(text: SeenText) -> str:
    return CAPTION_NUMBER.sub("", text.text) if text.style == "caption" else text.text


def find_printed(read: str, printed: str, references: Sequence[Printed]) -> list[Printed]:
    """Where the references of a text that was printed stand in what is read.

    One is found again where its print stands as it was printed, with the word behind it (what is counted) or, where
    none is, with the one before it: the same number of something else is another figure.

    >>> find_printed("Có 35 kế hoạch mới", "Có 35 kế hoạch", [Printed(3, 5, "number:plans:2020")])
    [Printed(start=3, end=5, name='number:plans:2020')]
    """
    ours, theirs = list(PIECES.finditer(printed)), list(PIECES.finditer(read))
    matcher = SequenceMatcher(None, [piece[0] for piece in ours], [piece[0] for piece in theirs], autojunk=False)
    places = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}
    found = (_found_again(reference, ours, theirs, places) for reference in references)
    return [reference for reference in found if reference]


def _found_again(
    reference: Printed, ours: list[re.Match[str]], theirs: list[re.Match[str]], places: dict[int, int]
) -> Printed | None:
    inside = [n for n, piece in enumerate(ours) if piece.start() >= reference.start and piece.end() <= reference.end]
    if not inside or any(n not in places for n in inside):
        return None
    first, last = places[inside[0]], places[inside[-1]]
    if last - first != len(inside) - 1 or not _is_meant(inside, ours, places):
        return None
    return replace(reference, start=theirs[first].start(), end=theirs[last].end())


def _is_meant(inside: list[int], ours: list[re.Match[str]], places: dict[int, int]) -> bool:
    """Whether what stands beside the pieces of a figure is what it was printed beside."""
    before, behind = inside[0] - 1, inside[-1] + 1
    is_before = before < 0 or places.get(before) == places[inside[0]] - 1
    if behind == len(ours):
        return is_before
    is_behind = places.get(behind) == places[inside[-1]] + 1
    return is_behind and (ours[behind][0].isalnum() or is_before)


def to_markdown(
    blocks: Sequence[SeenBlock],
    printed: str = "",
    references: Sequence[Printed] = (),
    sources: dict[str, str] | None = None,
) -> str:
    """Blocks as Markdown, paragraphs parted by empty lines.

    printed, references : what stood in the place when the file was made; sources : bookmark -> id of the source that
    it leads to.
    """
    texts = [(text, _line_of(text, sources or {})) for block in blocks for text in block_texts(block)]
    whole = "\n".join(line.text for _, line in texts)
    found = find_printed(whole, printed, references)
    lines, start = {}, 0
    for text, line in texts:
        lines[id(text)] = line.with_references(found, start)
        start += len(line.text) + 1
    return _blocks_markdown(blocks, lines)


@dataclass(frozen=True)
class Line:
    """A paragraph in letters with the look of each, and the references that stand in it."""

    letters: tuple[SeenRun, ...]
    references: tuple[Printed, ...] = ()

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter.text for letter in self.letters)

    def with_references(self, found: Iterable[Printed], start: int) -> "Line":
        """The line with those references that stand in it, `start` letters after the first of all lines."""
        size = len(self.letters)
        moved = (replace(one, start=one.start - start, end=one.end - start) for one in found)
        return replace(self, references=(*self.references, *(r for r in moved if r.start >= 0 and r.end <= size)))

    def without_first(self, count: int) -> "Line":
        """The line without its first letters."""
        kept = (replace(r, start=r.start - count, end=r.end - count) for r in self.references if r.start >= count)
        return Line(self.letters[count:], tuple(kept))


def _line_of(text: SeenText, sources: dict[str, str]) -> Line:
    """A paragraph letter by letter; a link to a source is a reference to it."""
    letters: list[SeenRun] = []
    references = [Printed(*found.span(), found[1]) for found in REFERENCE.finditer(BLANKS.sub(" ", text.text))]
    for run in text.runs:
        source = sources.get(run.href.removeprefix("#")) if run.href.startswith("#") else None
        words = BLANKS.sub(" ", run.text)
        if source:
            references.append(Printed(len(letters), len(letters) + len(words), f"source:{source}"))
        href = run.href if run.href.startswith(("http://", "https://", "mailto:")) else ""
        letters += [replace(run, text=letter, href=href) for letter in words]
    return Line(tuple(letters), tuple(references))


def _blocks_markdown(blocks: Sequence[SeenBlock], lines: dict[int, Line]) -> str:
    """Blocks below each other; items of one list without an empty line between them."""
    shown, items = "", _Items()
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        was_open = bool(items.marks)
        if isinstance(block, SeenTable):
            items.close()
            markdown = _table_markdown(block, lines)
        elif block.style == "caption" and isinstance(following, SeenTable):
            items.close()
            markdown = _caption_markdown(block, lines[id(block)])
        else:
            markdown = _text_markdown(block, lines, items)
        if markdown:
            shown += ("\n" if was_open and items.marks else "\n\n" if shown else "") + markdown
    return shown + "\n" if shown else ""


class _Items:
    """The marks of the list that is open, one a level: "+" stands below "-" in official letters."""

    def __init__(self) -> None:
        self.marks: list[str] = []

    def depth(self, mark: str, level: int | None = None) -> int:
        """How deep an item stands: by its level, or by its mark where it was typed; never below nothing."""
        if level is None:
            level = self.marks.index(mark) if mark in self.marks else len(self.marks)
        self.marks = [*self.marks[:level], mark]
        return len(self.marks) - 1

    def close(self) -> None:
        """End the list."""
        self.marks = []


def _text_markdown(text: SeenText, lines: dict[int, Line], items: _Items) -> str:
    """A paragraph as Markdown, "" for an empty one."""
    if not text.text.strip():
        return ""
    mark, depth, line = _item_mark(text, lines[id(text)], items)
    words = _inline_markdown(line)
    if mark:
        return f"{INDENT * depth}{mark} {words}"
    return f"### {words}" if text.heading else words


def _caption_markdown(text: SeenText, line: Line) -> str:
    """What leads to a table: its caption without its number, ended by a colon."""
    words = _inline_markdown(line.without_first(len(text.text) - len(_without_number(text)))).rstrip(" .:")
    return f"{words}:" if words else ""


def _item_mark(text: SeenText, line: Line, items: _Items) -> tuple[str, int, Line]:
    """What stands before an item, how deep it is, and the line without a typed mark."""
    if text.marker:
        return ("1." if text.marker == "number" else "-"), items.depth(text.marker, text.level), line
    if found := TYPED_BULLET.match(line.text):
        return "-", items.depth(found[1]), line.without_first(found.end())
    if found := TYPED_NUMBER.match(line.text):
        return f"{found[1]}.", items.depth("1"), line.without_first(found.end())
    items.close()
    return "", 0, line


def _table_markdown(table: SeenTable, lines: dict[int, Line]) -> str:
    """A table with its first row as heading, as GitHub's Markdown has it."""
    width = max(map(len, table.rows), default=0)
    rows = [[_cell_markdown(cell, lines) for cell in row] + [""] * (width - len(row)) for row in table.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return ""
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * width, *rows[1:]))


def _cell_markdown(cell: tuple[SeenText, ...], lines: dict[int, Line]) -> str:
    """The paragraphs of a cell on one line; "|" would end it."""
    words = (_inline_markdown(lines[id(text)], " ").replace("|", "\\|").replace("\\\\|", "\\|") for text in cell)
    return " ".join(word for word in words if word)


def _inline_markdown(line: Line, line_end: str = "\\\n") -> str:
    """A line with its looks and references, checked by reading it back. line_end : of a break inside it."""
    tried = [_joined_pieces(line, _escaped, looks=looks) for looks in (True, False)]
    if not any(letter.bold or letter.italic or letter.href for letter in line.letters):
        tried.insert(0, _joined_pieces(line, str, looks=False))
    right = (written for written in map(_guarded, tried) if _reads_as(written, line) == _words(line.text))
    return next(right, _guarded(tried[-1])).replace("\n", line_end)


def _guarded(written: str) -> str:
    """Markdown whose lines begin nothing but text."""
    return STARTS[1].sub(r"\1\\\2", STARTS[0].sub(r"\\\1", written))


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def _joined_pieces(line: Line, write: Any, looks: bool) -> str:
    """The pieces of a line one after the other, as `write` writes letters."""
    pieces = list(_pieces(line))
    while pieces and not pieces[-1][1] and not pieces[-1][0].text.strip():
        pieces.pop()
    shown = "".join("{{" + name + "}}" if name else _looking(run, write(run.text), looks) for run, name in pieces)
    return shown.strip()


def _pieces(line: Line) -> Iterator[tuple[SeenRun, str]]:
    """Runs of one look with "", and references with their names."""
    at, taken = 0, 0
    for reference in sorted(line.references, key=lambda one: one.start):
        if reference.start >= taken:
            yield from ((run, "") for run in _runs_of(line.letters[at : reference.start]))
            yield SeenRun(line.text[reference.start : reference.end]), reference.name
            at = taken = reference.end
    yield from ((run, "") for run in _runs_of(line.letters[at:]))


def _runs_of(letters: Sequence[SeenRun]) -> Iterator[SeenRun]:
    """Letters of one look as one run."""
    start = 0
    for end in range(1, len(letters) + 1):
        if end == len(letters) or replace(letters[end], text="") != replace(letters[start], text=""):
            yield replace(letters[start], text="".join(letter.text for letter in letters[start:end]))
            start = end


def _looking(run: SeenRun, text: str, looks: bool) -> str:
    """Letters with the marks of their look; blanks stand outside of them."""
    inner = text.strip()
    if not looks or not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    mark = "*" * (2 * run.bold + run.italic)
    shown = f"{mark}{inner}{mark}"
    return f"{before}[{shown}]({run.href}){after}" if run.href else f"{before}{shown}{after}"


def _words(text: str) -> str:
    return " ".join(text.split())


HOLE = "\ue000{}\ue001"


def _reads_as(written: str, line: Line) -> str:
    """The words that a reader of the Markdown sees, references as they were printed."""
    import mistune

    names = sorted(line.references, key=lambda one: one.start)
    for number, reference in enumerate(names):
        written = written.replace("{{" + reference.name + "}}", HOLE.format(number), 1)
    tokens: list[Any] = list(mistune.create_markdown(renderer=None)(written))
    if [token["type"] for token in tokens if token["type"] != "blank_line"] != ["paragraph"]:
        return ""
    shown = "".join(_token_text(token) for token in tokens)
    for number, reference in enumerate(names):
        shown = shown.replace(HOLE.format(number), line.text[reference.start : reference.end])
    return _words(shown)


def _token_text(token: dict[str, Any]) -> str:
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    if "children" in token:
        return "".join(map(_token_text, token["children"]))
    # Raw HTML stands as its letters, as in the report.
    return str(token.get("raw", ""))
