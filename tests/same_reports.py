"""Compare two folders of built reports by what a reader finds: `python -m tests.same_reports BEFORE AFTER`.

Texts, numbers, table cells, descriptions and addresses count, in pages, decks and office files; ids, classes,
styles and bytes of pictures do not, nor does a PDF, which is printed from its page. Exit code 1 where
anything differs.
"""

import csv
import json
import re
import sys
import zipfile
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html
from openpyxl import load_workbook

# Tags that are part of the text around them; what stands in any other one stands by itself.
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "button",
    "cite",
    "code",
    "data",
    "em",
    "i",
    "label",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tspan",
    "u",
}
HEADINGS = {"h1", "h2", "h3", "h4"}
UNSEEN = {"script", "style", "template", "link", "meta"}
DESCRIBED = ("alt", "aria-label", "title", "placeholder")
# A comment would end the text that it stands in.
PARSER = html.HTMLParser(remove_comments=True, encoding="utf-8")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Item(NamedTuple):
    """One thing that a reader finds: its kind ("text", "number", ...), where it stands, and what it says."""

    kind: str
    place: str
    said: str


class Difference(NamedTuple):
    """What stands in one place of a file before and after; "" for nothing."""

    file: str
    place: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file} | {self.place}\n  - {self.before}\n  + {self.after}"


def compare_reports(before: Path, after: Path) -> list[Difference]:
    """Every difference between two folders of reports, file after file."""
    files = sorted({p.relative_to(f) for f in (before, after) for p in f.rglob("*") if _reader(p)})
    return [found for file in files for found in compare_files(before / file, after / file, file.as_posix())]


def compare_files(before: Path, after: Path, name: str) -> list[Difference]:
    """Every difference between two files of one kind, of which one may be absent."""
    if not (before.exists() and after.exists()):
        return [Difference(name, "file", *("there" if path.exists() else "" for path in (before, after)))]
    first, second = (list(_reader(path)(path)) for path in (before, after))
    kinds = dict.fromkeys(item.kind for item in (*first, *second))
    return [found for kind in kinds for found in _compare_kind(kind, first, second, name)]


def _compare_kind(kind: str, before: list[Item], after: list[Item], name: str) -> list[Difference]:
    """Differences between the items of one kind, found as in two versions of a text."""
    first, second = ([item for item in items if item.kind == kind] for items in (before, after))
    said = ([item.said for item in items] for items in (first, second))
    steps = SequenceMatcher(None, *said, autojunk=False).get_opcodes()
    return [_difference(name, kind, first[a:b], second[c:d]) for step, a, b, c, d in steps if step != "equal"]


def _difference(name: str, kind: str, first: list[Item], second: list[Item]) -> Difference:
    texts = (" | ".join(item.said for item in items) for items in (first, second))
    return Difference(name, f"{kind}: {(first or second)[0].place}", *texts)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def read_page(path: Path):
    """Items of a page or deck: its blocks of text, machine-readable numbers, descriptions and addresses."""
    place, pending = "", []
    page = html.fromstring(path.read_bytes(), parser=PARSER)
    for step, node in etree.iterwalk(page, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        unseen = tag in UNSEEN or any(above.tag in UNSEEN for above in node.iterancestors())
        if tag not in INLINE and (text := _tidy("".join(pending))):
            block = tag if step == "end" else node.getparent().tag
            place = text if step == "end" and tag in HEADINGS else place
            yield Item("text", f"{place} / {_cell_place(node) or block}", text)
        pending = [] if tag not in INLINE else pending
        if step == "start":
            yield from _attributes(node, place)
        told = node.tail if step == "end" else "" if unseen else node.text
        pending.append(told or "")


def _cell_place(node) -> str:
    """The row and cell of a table that a tag stands in, "" outside a table."""
    cell = next((n for n in (node, *node.iterancestors()) if n.tag in ("td", "th")), None)
    if cell is None:
        return ""
    row = cell.getparent()
    table = next(row.iterancestors("table"))
    return f"row {list(table.iter('tr')).index(row) + 1}, cell {row.index(cell) + 1}"


def _attributes(node, place: str):
    """What a tag says beside its text."""
    if node.tag == "data":
        yield Item("number", f"{place} / {_tidy(node.text_content())}", node.get("value", ""))
    for name in DESCRIBED:
        if node.get(name):
            yield Item(f"{name} text", f"{place} / {node.tag}", _tidy(node.get(name)))
    if not node.get("href", "#").startswith(("#", "data:")):
        yield Item("address", f"{place} / {_tidy(node.text_content())}", node.get("href"))


def _parts(path: Path, pattern: str):
    """The XML parts of an office file whose names match, in the order of their numbers: (name, root)."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if re.fullmatch(pattern, name)]
        for name in sorted(names, key=lambda name: [int(d) for d in re.findall(r"\d+", name)]):
            yield name, etree.fromstring(book.read(name))


def _shapes(root, place: str):
    """Descriptions of the pictures and shapes of an office file."""
    for node in root.iter():
        if node.get("descr"):
            yield Item("alt text", place, _tidy(node.get("descr")))


def read_word(path: Path):
    """Items of a Word document: paragraphs, cells of tables, descriptions, addresses, title."""
    for name, root in _parts(path, r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml"):
        cells = {cell: at for at, cell in enumerate(root.iter(f"{WORD}tc"), start=1)}
        for number, node in enumerate(root.iter(f"{WORD}p"), start=1):
            cell = next((cells[n] for n in node.iterancestors() if n in cells), None)
            text = _tidy("".join(part.text or " " for part in node.iter(f"{WORD}t", f"{WORD}br", f"{WORD}tab")))
            if text or cell:
                yield Item("text", f"{name} " + (f"cell {cell}" if cell else f"paragraph {number}"), text)
        yield from _shapes(root, name)
        yield from (Item("title", name, n.text or "") for n in root.iter("{http://purl.org/dc/elements/1.1/}title"))
    yield from _addresses(path, r"word/_rels/.*\.rels")


def _addresses(path: Path, pattern: str):
    """Addresses outside the file that it links to, in alphabetical order."""
    links = ((name, link) for name, root in _parts(path, pattern) for link in root if link.get("TargetMode"))
    yield from sorted({Item("address", name, link.get("Target")) for name, link in links})


def read_workbook(path: Path):
    """Items of a workbook: every cell of every sheet with the format of its number, comments, addresses."""
    for sheet in load_workbook(path):
        yield Item("text", "name of the sheet", f"{sheet.title} ({sheet.sheet_state})")
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            place, known = f"{sheet.title}!{cell.coordinate}", "" if cell.value is None else str(cell.value)
            number = f" [{cell.number_format}]" if cell.data_type == "n" and known else ""
            yield Item("text", place, _tidy(known) + number)
            if cell.comment:
                yield Item("comment", place, _tidy(cell.comment.text))
            if cell.hyperlink:
                yield Item("address", place, cell.hyperlink.target or "inside")


def read_slides(path: Path):
    """Items of a presentation: paragraphs of slides and notes, drawn numbers, descriptions, addresses."""
    for name, root in _parts(path, r"ppt/(slides|notesSlides)/\w+\.xml"):
        for node in root.iter(f"{DRAWN}p"):
            yield Item("text", name, _tidy("".join(part.text or " " for part in node.iter(f"{DRAWN}t"))))
        yield from _shapes(root, name)
    for name, root in _parts(path, r"ppt/charts/chart\w*\.xml"):
        yield from (Item("drawn", name, node.text or "") for node in root.iter(f"{CHART}v"))
    yield from _addresses(path, r"ppt/slides/_rels/.*\.rels")


def read_csv(path: Path):
    """Items of a CSV file: its cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.reader(file), start=1):
            yield from (Item("text", f"line {line}, column {at}", _tidy(c)) for at, c in enumerate(row, start=1))


def read_description(path: Path):
    """Items of the description of a CSV file (a data package): its facts, without size and digest."""
    facts = [("", json.loads(path.read_text(encoding="utf-8")))]
    for place, fact in facts:
        inside = fact.items() if isinstance(fact, dict) else enumerate(fact) if isinstance(fact, list) else ()
        facts += [(f"{place}/{key}", part) for key, part in inside if key not in ("bytes", "hash")]
        if not isinstance(fact, dict | list):
            yield Item("text", place, str(fact))


READERS = {
    ".html": read_page,
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".pptx": read_slides,
    ".csv": read_csv,
    ".datapackage.json": read_description,
}


def _reader(path: Path):
    """What reads a file by the end of its name, None for a file without content of a report."""
    return next((reader for ending, reader in READERS.items() if path.name.endswith(ending)), None)


def main(before: str, after: str) -> int:
    """Print every difference; 1 where there is one."""
    found = compare_reports(Path(before), Path(after))
    print(*found, f"{len(found)} differences", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
