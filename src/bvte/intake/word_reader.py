"""A Word file as people left it: opened within bounds, its paragraphs and tables as they are shown.

What was tracked is read as it is shown (put in: there; taken out: not there). Nothing here knows what the file is
about; `Seen` counts what has no place in a text (pictures, footnotes, comments), so that it can be told.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bvte.intake.office_package import Package, UnreadFile, open_package, part_of_kind
from bvte.intake.rich_text import RAISED
from bvte.intake.word_seen import Control, Seen, SeenBlock, SeenRun, SeenTable, SeenText

# Paragraphs, those of tables among them, that no report comes near.
MOST_TEXTS = 50_000
# Names of files that are texts.
TEXT_ENDINGS = {".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pdf", ".txt"}
STRICT = "purl.oclc.org/ooxml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Tracked away: what is shown is what stays.
GONE = {f"{W}del", f"{W}moveFrom"}
ARRIVED = {f"{W}ins", f"{W}moveTo"}
INSIDE = {f"{W}smartTag", f"{W}customXml", f"{W}fldSimple", f"{W}dir", f"{W}bdo", f"{W}sdtContent", *ARRIVED}
LETTERS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
# What has no place in a text -> code of what it is.
LOST = {
    "drawing": "picture",
    "pict": "picture",
    "object": "picture",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "sym": "symbol",
}
# Looks of letters that are not read -> code of what they are.
LEFT_OUT = {"vanish": "hidden", "strike": "struck", "dstrike": "struck"}
OFF = {"0", "false", "off", "none"}
# The style of letters that say what is to be written, by its English name.
WAITING = "placeholder text"
LINK_LETTERS = re.compile(r'HYPERLINK "([^"]*)"(?: \\l "([^"]*)")? ?(\[\d+\])?')
LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)")?\s*(?:\\l\s+"([^"]*)")?')


@dataclass
class _Field:
    """A field whose end is not met yet: its instruction, and whether what is met by now is shown."""

    instruction: str = ""
    shown: bool = False


def is_word_file(path: Path) -> bool:
    """Whether a file is a text and no workbook: by what it holds, or by its name where that cannot be told."""
    try:
        package = open_package(path)
    except (UnreadFile, OSError):
        return path.suffix.lower() in TEXT_ENDINGS
    folders = {name.partition("/")[0] for name in package.parts}
    return "word" in folders or ("xl" not in folders and path.suffix.lower() in TEXT_ENDINGS)


def read_word(path: Path, namespace: str) -> Seen:
    """What a Word file shows. namespace : of our own part of it. Raises UnreadFile, OSError."""
    package = open_package(path)
    main = _main_part(package)
    related = package.related(main)
    found = {kind: part_of_kind(related, kind) for kind in ("styles", "numbering")}
    styles, numbering = (package.root(part) if part and part in package else None for part in found.values())
    body = package.root(main).find(f"{W}body")
    if body is None:
        raise UnreadFile("file_broken", main)
    reading = Reading(body, styles, numbering, _links(package, main))
    return replace(reading.seen(), facts=_facts(package, related, namespace))


def _main_part(package: Package) -> str:
    """The part that holds the text. Raises UnreadFile for a file of another kind."""
    related = package.related("")
    main = part_of_kind(related, "officeDocument")
    if main is None or not main.startswith("word/"):
        raise UnreadFile("not_a_word_file", main or "", ".docx")
    if any(STRICT in kind for kind, _ in related.values()):
        raise UnreadFile("word_strict", main, ".docx")
    return main


def _links(package: Package, main: str) -> dict[str, str]:
    """Id -> address of what the text leads to outside of the file."""
    folder, _, name = main.rpartition("/")
    part = f"{folder}/_rels/{name}.rels"
    if part not in package:
        return {}
    entries = package.root(part).iterchildren("{*}Relationship")
    return {e.get("Id", ""): e.get("Target", "") for e in entries if e.get("TargetMode") == "External"}


def _facts(package: Package, related: dict[str, tuple[str, str]], namespace: str) -> str:
    """The text of our own part: one whose root is of our namespace."""
    parts = (part for kind, part in related.values() if kind.endswith("/customXml") and part in package)
    roots = (package.root(part) for part in parts)
    return next((root.text or "" for root in roots if root.tag.startswith(f"{{{namespace}}}")), "")


class Reading:
    """Reads one document; it counts controls, and what is left out.

    body, styles, numbering : elements; links : id -> address. To read a whole one: `seen`.
    """

    def __init__(self, body: Any, styles: Any, numbering: Any, links: dict[str, str]) -> None:
        self.body, self.links, self.lists = body, links, _list_kinds(numbering)
        found = styles.iter(f"{W}style") if styles is not None else ()
        self.styles = {style.get(f"{W}styleId"): style for style in found}
        self.lost: Counter[tuple[str, str]] = Counter()
        self.fields: list[_Field] = []
        self.controls = self.count = 0
        self.place = ""

    def seen(self) -> Seen:
        """All of it. Raises UnreadFile where it is larger than any report."""
        return Seen(tuple(self._blocks(self.body, None)), self.lost)

    def _blocks(self, parent: Any, control: Control | None) -> Iterator[SeenBlock]:
        """Paragraphs and tables in their order, those whose end was taken out joined with the next."""
        open_text: SeenText | None = None
        for block, joined in self._found(parent, control):
            if open_text and isinstance(block, SeenText):
                block, open_text = replace(block, runs=(*open_text.runs, *block.runs)), None
            if joined and isinstance(block, SeenText):
                open_text = block
            else:
                yield block
        if open_text:
            yield open_text

    def _found(self, parent: Any, control: Control | None) -> Iterator[tuple[SeenBlock, bool]]:
        """Blocks, each with whether its end was taken out."""
        for child in parent.iterchildren("*"):
            if child.tag == f"{W}p":
                yield self._text(child, control), child.find(f"{W}pPr/{W}rPr/{W}del") is not None
            elif child.tag == f"{W}tbl":
                yield self._table(child, control), False
            elif child.tag == f"{W}sdt":
                yield from self._found_in(child, control)
            elif child.tag in INSIDE:
                yield from self._found(child, control)

    def _found_in(self, sdt: Any, control: Control | None) -> Iterator[tuple[SeenBlock, bool]]:
        """The blocks of a content control; a list of contents that Word keeps is none."""
        if sdt.find(f"{W}sdtPr/{W}docPartObj") is None:
            for content in sdt.findall(f"{W}sdtContent"):
                yield from self._found(content, self._control(sdt) or control)

    def _control(self, sdt: Any) -> Control | None:
        tag, title = (_value(sdt, f"{W}sdtPr/{W}{name}") for name in ("tag", "alias"))
        if not (tag or title):
            return None
        self.controls += 1
        return Control(tag, self.controls, title, sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None)

    def _text(self, paragraph: Any, control: Control | None) -> SeenText:
        self.count += 1
        if self.count > MOST_TEXTS:
            raise UnreadFile("file_too_large", f"> {MOST_TEXTS}", f"<= {MOST_TEXTS}")
        for sdt in paragraph.iterchildren(f"{W}sdt"):
            control = control or self._control(sdt)
        self.place = control.tag if control else ""
        # The instruction of a field stands in one paragraph: one that is not ended swallows no other.
        self.fields = [found for found in self.fields if found.shown]
        style = _value(paragraph, f"{W}pPr/{W}pStyle")
        marker, level = self._marker(paragraph, style)
        runs = tuple(_joined(part for run in self._runs(paragraph, SeenRun("")) for part in _split_links(run)))
        return SeenText(runs, self._style_name(style), marker, level, control)

    def _table(self, table: Any, control: Control | None) -> SeenTable:
        rows = [row for row in table.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is None and _table_of(row) is table]
        cells = tuple(tuple(self._cells(row, control)) for row in rows)
        return SeenTable(cells, control, table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None)

    def _cells(self, row: Any, control: Control | None) -> Iterator[tuple[SeenText, ...]]:
        """The cells of a row, one that covers more columns followed by empty ones."""
        for cell in (cell for cell in row.iter(f"{W}tc") if _row_of(cell) is row):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            continued = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            yield () if continued else tuple(self._texts_below(cell, control))
            span = _value(cell, f"{W}tcPr/{W}gridSpan")
            yield from [()] * (min(int(span), 100) - 1 if span.isdigit() else 0)

    def _texts_below(self, parent: Any, control: Control | None) -> Iterator[SeenText]:
        """The paragraphs of a cell, those of a table inside it among them."""
        for block in self._blocks(parent, control):
            if isinstance(block, SeenText):
                yield block
            else:
                yield from (text for row in block.rows for cell in row for text in cell)

    def _runs(self, parent: Any, look: SeenRun) -> Iterator[SeenRun]:
        """The letters of a paragraph, a link or the like."""
        for child in parent.iterchildren("*"):
            if child.tag == f"{W}r":
                yield from self._run(child, look)
            elif child.tag == f"{W}hyperlink":
                yield from self._runs(child, replace(look, href=self._address(child)))
            elif child.tag == f"{W}sdt":
                for content in child.findall(f"{W}sdtContent"):
                    yield from self._runs(content, look)
            elif child.tag in GONE:
                self.lost["", "tracked"] += 1
            elif child.tag in INSIDE:
                self.lost["", "tracked"] += child.tag in ARRIVED
                yield from self._runs(child, look)
            elif child.tag.startswith(M):
                self.lost[self.place, "formula"] += 1
                yield replace(look, text="".join(text.text or "" for text in child.iter(f"{M}t")))

    def _run(self, run: Any, look: SeenRun) -> Iterator[SeenRun]:
        """The letters of a run; hidden ones are not shown, those struck out are not said, raised ones stay raised."""
        if left_out := next((code for name, code in LEFT_OUT.items() if self._is_on(run, name)), None):
            self.lost[self.place, left_out] += 1
            return
        raised = RAISED if _value(run, f"{W}rPr/{W}vertAlign") == "superscript" else {}
        look = replace(look, bold=look.bold or self._is_on(run, "b"), italic=look.italic or self._is_on(run, "i"))
        look = replace(look, waiting=self._style_name(_value(run, f"{W}rPr/{W}rStyle")) == WAITING)
        for part in run.iterchildren("*"):
            name = part.tag.removeprefix(W)
            if name == "fldChar":
                self._turn_field(part.get(f"{W}fldCharType"))
            elif self.fields and not self.fields[-1].shown:
                self.fields[-1].instruction += (part.text or "") if name in ("instrText", "t") else ""
            elif name == "t":
                yield replace(look, text=(part.text or "").translate(raised), href=look.href or self._field_address())
            elif name == "br":
                yield replace(look, text="\n" if part.get(f"{W}type", "textWrapping") == "textWrapping" else "")
            elif name in LETTERS:
                yield replace(look, text=LETTERS[name])
            elif name == "commentReference":
                self.lost["", "comment"] += 1
            elif name in LOST or part.tag == f"{MC}AlternateContent":
                self.lost[self.place, LOST.get(name, "picture")] += 1

    def _turn_field(self, kind: str | None) -> None:
        """Begin a field, show what it comes to, or end it."""
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].shown = True
        elif self.fields:
            self.fields.pop()

    def _field_address(self) -> str:
        """Where the field leads in which letters stand, "" where it is no link."""
        found = (LINK_FIELD.match(field.instruction) for field in reversed(self.fields))
        return next((f"#{link[2]}" if link[2] else link[1] or "" for link in found if link), "")

    def _is_on(self, run: Any, name: str) -> bool:
        """Whether a look is on, by the run itself or by the style of its letters."""
        style = self.styles.get(_value(run, f"{W}rPr/{W}rStyle"))
        for place in (run, style) if style is not None else (run,):
            found = place.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return found.get(f"{W}val", "1") not in OFF
        return False

    def _address(self, link: Any) -> str:
        """Where a link leads."""
        if anchor := link.get(f"{W}anchor"):
            return f"#{anchor}"
        return self.links.get(link.get(f"{R}id", ""), "")

    def _style_name(self, style: str) -> str:
        """The English name of a style, which all language versions of Word keep."""
        found = self.styles.get(style)
        return _value(found, f"{W}name").lower() if found is not None else ""

    def _marker(self, paragraph: Any, style: str) -> tuple[str, int]:
        """What stands before an item of a list and how deep it is, ("", 0) for other text."""
        for place in (paragraph, *self._bases(style)):
            numbering = place.find(f"{W}pPr/{W}numPr")
            if numbering is not None:
                number, level = _value(numbering, f"{W}numId"), _value(numbering, f"{W}ilvl") or "0"
                marker = self.lists.get((number, level), "bullet")
                return (marker, int(level)) if number not in ("", "0") and level.isdigit() else ("", 0)
        return "", 0

    def _bases(self, style: str) -> Iterator[Any]:
        """A style and those that it rests on."""
        met: set[str] = set()
        while style in self.styles and style not in met:
            met.add(style)
            yield self.styles[style]
            style = _value(self.styles[style], f"{W}basedOn")


def _value(parent: Any, path: str) -> str:
    """The value of an element below, "" where there is none."""
    found = parent.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"))


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{W}tr"))


def _list_kinds(numbering: Any) -> dict[tuple[str, str], str]:
    """Pairs (number of a list, level) -> "bullet" or "number"."""
    if numbering is None:
        return {}
    kinds = {
        (kind.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")): _value(level, f"{W}numFmt")
        for kind in numbering.iter(f"{W}abstractNum")
        for level in kind.iter(f"{W}lvl")
    }
    return {
        (number.get(f"{W}numId"), level): "bullet" if shape in ("bullet", "none", "") else "number"
        for number in numbering.iter(f"{W}num")
        for (kind, level), shape in kinds.items()
        if kind == _value(number, f"{W}abstractNumId")
    }


def _split_links(run: SeenRun) -> Iterator[SeenRun]:
    """A run without the instructions of links that LibreOffice writes as letters into a content control."""
    at = 0
    for found in LINK_LETTERS.finditer(run.text):
        yield replace(run, text=run.text[at : found.start()])
        yield replace(run, text=found[3] or "", href=f"#{found[2]}" if found[2] else found[1])
        at = found.end()
    yield replace(run, text=run.text[at:])


def _joined(runs: Iterator[SeenRun]) -> Iterator[SeenRun]:
    """Runs with neighbours of one look as one, empty ones left out."""
    last: SeenRun | None = None
    for run in (run for run in runs if run.text):
        if last and replace(last, text="") == replace(run, text=""):
            last = replace(last, text=last.text + run.text)
        else:
            if last:
                yield last
            last = run
    if last:
        yield last
