"""What a yearly report's Word file was made of: its fixed parts and its places to write, kept inside the file.

The list is said once for who writes the file and for who reads it back, so that a text is found where it was typed,
also where a program lost the content control around it, and so that what was changed elsewhere can be told.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from bvte.evidence.reporting import TO_MINISTRY
from bvte.intake.word_markdown import Printed
from bvte.intake.word_seen import Control, SeenBlock, SeenTable, SeenText

NAMESPACE = "urn:bvte:report"
# Word opens no file whose tag or title of a control is longer.
LONGEST_TITLE = 64
CITED = re.compile(r"\[\d+\]")
# Pairs of texts that are compared letter by letter, and how alike two of them are where one became the other.
MOST_PAIRS, ALIKE = 3_000, 0.5
KINDS = {"title": "heading", "caption": "caption", "note": "caption", "source": "source", "letter": "letter"}
LINE_OF = {"toc 1", "toc 2", "toc 3", "contents heading", "contents 1", "contents 2", "index heading"}


@dataclass(frozen=True)
class Place:
    """A place to write: its section, its title for readers, its letters when the file was made.

    references : where those of its text stand in the letters; markdown : as what it would be read back unchanged;
    written : whether it holds a text that people wrote; prompt : what is printed above a draft, or alone, else "".
    """

    section: str
    title: str
    printed: str
    references: tuple[Printed, ...] = ()
    markdown: str = ""
    written: bool = False
    prompt: str = ""

    @property
    def words(self) -> str:
        """Its words without the prompt."""
        return plain_words(self.printed.removeprefix(self.prompt))

    @property
    def named(self) -> str:
        """Its letters with the names of the references for their figures."""
        return name_figures(self.printed, self.references)


@dataclass(frozen=True)
class Fixed:
    """A part that a report makes itself: a heading, a row of a table, ...; `where` : heading or table it belongs to."""

    kind: str
    where: str
    text: str


@dataclass(frozen=True)
class ReportParts:
    """A report's file as it was made: whose it is, its parts in their order, bookmark -> id of its sources.

    area : code, "" in a file that was made before it was kept; paper : the kind.
    """

    data: str
    year: int
    language: str
    parts: tuple[Fixed | Place, ...]
    sources: dict[str, str] = field(default_factory=dict)
    area: str = ""
    paper: str = TO_MINISTRY

    @property
    def places(self) -> dict[str, Place]:
        """Section -> its place."""
        return {part.section: part for part in self.parts if isinstance(part, Place)}


@dataclass(frozen=True)
class Change:
    """What became of a part: "changed", "added" or "removed"; `part` : it as it was, or what it stands near."""

    how: Literal["changed", "added", "removed"]
    part: Fixed
    now: str = ""


def parts_text(parts: ReportParts) -> str:
    """The list as it is kept in a file."""
    told = [asdict(part) for part in parts.parts]
    return json.dumps({**asdict(replace(parts, parts=())), "parts": told}, ensure_ascii=False, separators=(",", ":"))


def read_parts(text: str) -> ReportParts | None:
    """The list of a file, None where it is not one."""
    try:
        told = json.loads(text)
        parts = tuple(map(_part_of, told["parts"]))
        sources = {str(mark): str(code) for mark, code in told["sources"].items()}
        about = str(told["data"]), int(told["year"]), str(told["language"])
        kind = str(told.get("area", "")), str(told.get("paper", TO_MINISTRY))
        return ReportParts(*about, parts, sources, *kind)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _part_of(told: dict[str, Any]) -> Fixed | Place:
    if "section" not in told:
        return Fixed(str(told["kind"]), str(told["where"]), str(told["text"]))
    references = tuple(Printed(int(r["start"]), int(r["end"]), str(r["name"])) for r in told["references"])
    section, title, printed, markdown = (str(told[name]) for name in ("section", "title", "printed", "markdown"))
    written = bool(told["written"])
    # Before there were drafts, all that was printed where nobody had written was the prompt.
    prompt = str(told.get("prompt", "" if written else printed))
    return Place(section, title, printed, references, markdown, written, prompt)


def name_figures(text: str, references: Iterable[Printed]) -> str:
    """A text with the names of references for what they were filled with, and without the numbers of sources."""
    for reference in sorted(references, key=lambda one: one.start, reverse=True):
        text = f"{text[: reference.start]}{{{{{reference.name}}}}}{text[reference.end :]}"
    return plain_words(CITED.sub("", text))


def list_parts(blocks: Iterable[SeenBlock], places: dict[str, Place]) -> tuple[Fixed | Place, ...]:
    """The parts of a file just made. places : section -> its place, which stands where its control does."""
    found: dict[Fixed | Place | int, Fixed | Place] = {}
    for number, (part, block) in enumerate(_fixed_of(blocks)):
        place = places.get(block.control.tag) if block.control else None
        found[place or number] = place or part
    return tuple(found.values())


def _fixed_of(blocks: Iterable[SeenBlock]) -> Iterator[tuple[Fixed, SeenBlock]]:
    """Each paragraph and row as a part with its block, those of the list of contents left out."""
    where, heading, begun = "", "", False
    for block in blocks:
        if isinstance(block, SeenTable):
            kind = "row" if block.repeats else "letter"
            yield from ((Fixed(kind, where, _row_text(row)), block) for row in block.rows)
        elif (text := plain_words(block.text)) and block.style not in LINE_OF:
            begun = begun or bool(block.heading)
            kind = _kind_of(block, heading)
            heading = "heading" if block.heading else ""
            where = text if block.heading or block.style == "caption" else where
            yield Fixed(kind, where, text), block


def _kind_of(text: SeenText, before: str) -> str:
    """Kind of a paragraph; the sentence below a heading stands where that does."""
    if text.heading or before:
        return "heading"
    return KINDS.get(text.style, "text")


def _row_text(row: Iterable[tuple[SeenText, ...]]) -> str:
    """The cells of a row, a tab between them."""
    return "\t".join(plain_words(" ".join(text.text for text in cell)) for cell in row)


def plain_words(text: str) -> str:
    """Letters in the composed form, one blank between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True)
class Compared:
    """A file held against its list.

    texts : section -> what stands in its place, a list for each control of it; changes : elsewhere; untagged : sections
    whose control says no more that it is theirs; unmarked : those of them that have none at all.
    """

    texts: dict[str, list[list[SeenBlock]]]
    changes: list[Change]
    untagged: list[str]
    unmarked: list[str]


def compare_parts(blocks: Sequence[SeenBlock], parts: ReportParts) -> Compared:
    """What people made of a file."""
    inside = _texts_in_controls(blocks, set(parts.places))
    lost = [section for section in parts.places if section not in inside]
    outside = [
        (fixed, block)
        for fixed, block in _fixed_of(blocks)
        if not (block.control and block.control.tag in parts.places)
    ]
    wanted = [line for part in parts.parts for line in _wanted_lines(part, lost)]
    # LibreOffice keeps the title of a control, not its tag, and perhaps the first paragraph in it alone.
    starts = {block.control.title: n for n, (_, block) in reversed([*enumerate(outside)]) if block.control}
    titles = {section: short_title(parts.places[section].title) for section in lost}
    around, changes = _align(wanted, outside, {section: starts.get(title, 0) for section, title in titles.items()})
    texts = inside | {section: [around.get(section, [])] for section in lost}
    unmarked = [section for section, title in titles.items() if title not in starts]
    return Compared(texts, changes, lost, unmarked)


def short_title(title: str) -> str:
    """A title of a control that Word can keep."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _texts_in_controls(blocks: Iterable[SeenBlock], known: set[str]) -> dict[str, list[list[SeenBlock]]]:
    """Section -> the blocks in each control of it."""
    found: dict[Control, list[SeenBlock]] = {}
    for block in blocks:
        if block.control and block.control.tag in known:
            found.setdefault(block.control, []).append(block)
    texts: dict[str, list[list[SeenBlock]]] = {}
    for control, inside in found.items():
        texts.setdefault(control.tag, []).append(inside)
    return texts


# A line that is looked for: the part, and the section of the place that it is a line of, "" for none.
Wanted = tuple[Fixed, str]


def _wanted_lines(part: Fixed | Place, lost: list[str]) -> Iterator[Wanted]:
    """A fixed part, or the lines of a place whose control is gone."""
    if isinstance(part, Fixed):
        yield part, ""
    elif part.section in lost:
        for line in part.printed.split("\n"):
            yield Fixed("place", part.title, plain_words(line)), part.section


def _align(
    wanted: Sequence[Wanted], found: Sequence[tuple[Fixed, SeenBlock]], starts: dict[str, int]
) -> tuple[dict[str, list[SeenBlock]], list[Change]]:
    """Section -> what stands in its place where its control is gone; and the changes elsewhere.

    starts : section -> number of the first of what was found that may be of its place.
    """
    numbers = {id(block): n for n, (_, block) in enumerate(found)}
    matcher = SequenceMatcher(None, [w.text for w, _ in wanted], [f.text for f, _ in found], autojunk=False)
    around: dict[str, list[SeenBlock]] = {}
    changes: list[Change] = []
    for how, i, i_end, j, j_end in matcher.get_opcodes():
        if how == "equal":
            for (_, section), (_, block) in zip(wanted[i:i_end], found[j:j_end], strict=True):
                _add_block(around, section, block)
            continue
        section = next((name for _, name in wanted[max(i - 1, 0) : i_end + 1] if name), "")
        near = wanted[max(i - 1, 0)][0] if wanted else Fixed("text", "", "")
        gone = [part for part, name in wanted[i:i_end] if not name]
        told, rest = _paired(gone, found[j:j_end], in_order=not section)
        changes += told
        for part, block in rest:
            if section and numbers[id(block)] >= starts.get(section, 0):
                _add_block(around, section, block)
            else:
                changes.append(
                    Change("added", replace(near, kind=part.kind if part.kind == "row" else "text"), part.text)
                )
    return around, changes


def _add_block(around: dict[str, list[SeenBlock]], section: str, block: SeenBlock) -> None:
    """Add a block to its place, once however many rows of it are met."""
    known = around.setdefault(section, []) if section else []
    if section and not any(block is other for other in known):
        known.append(block)


def _paired(
    gone: Sequence[Fixed], come: Sequence[tuple[Fixed, SeenBlock]], in_order: bool
) -> tuple[list[Change], list[tuple[Fixed, SeenBlock]]]:
    """Parts that became others, or nothing; what came and took the place of none.

    in_order : whether parts that are not alike are one the other's successor where as many went as came.
    """
    left, told = list(come), []
    same_count = in_order and len(gone) == len(come)
    for part in gone:
        other = left[0] if same_count else _most_alike(part, left)
        if other:
            left.remove(other)
        told.append(Change("changed", part, other[0].text) if other else Change("removed", part))
    return told, left


def _most_alike(part: Fixed, left: Sequence[tuple[Fixed, SeenBlock]]) -> tuple[Fixed, SeenBlock] | None:
    """What a part most likely became; of many nothing is said."""
    if len(left) * len(part.text) > MOST_PAIRS * 100:
        return None
    rated = [(SequenceMatcher(None, part.text, other.text).ratio(), -n) for n, (other, _) in enumerate(left)]
    best, place = max(rated, default=(0.0, 0))
    return left[-place] if best >= ALIKE else None


def changed_cells(change: Change) -> list[tuple[int, str, str]]:
    """Of a changed row the cells that say other than before: (number from 1, was, is)."""
    was, now = change.part.text.split("\t"), change.now.split("\t")
    if len(was) != len(now):
        return [(0, " | ".join(was), " | ".join(now))]
    return [(n, a, b) for n, (a, b) in enumerate(zip(was, now, strict=True), 1) if a != b]
