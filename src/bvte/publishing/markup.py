"""The markup of a page as runs of text and typed cells of tables."""

import re
from copy import copy
from dataclasses import replace
from decimal import Decimal

from bs4 import NavigableString, Tag

from bvte.presentation.cells import NOTHING
from bvte.publishing.article import Cell, Column, Datum, Run, Table

SPACE = re.compile(r"[ \t\r\n]+")
# What stands on a line of its own although no paragraph says so; the style sheet sets it as a block.
OWN_LINE = {"when", "unit"}
BOLD = {"strong", "b", "cite"}
SOURCE = "#source-"
# What stands where a figure should be: none was published, or it is withheld to protect children.
MISSING = ".gap, .withheld"
NUMBER = "\0"
# A number with more words before it stands in a sentence.
LONGEST_WORDS = 20


def lines(tag):
    """The text of a tag as lines of runs: paragraphs, breaks and the style sheet's blocks part them."""
    found = [[]]
    _collect(tag, Run(""), found)
    trimmed = (_trimmed(line) for line in found)
    return tuple(line for line in trimmed if line)


def runs(tag):
    """The text of a tag as one sequence of runs, line breaks as such."""
    parts = lines(tag)
    broken = [run for line in parts for run in (*line, Run("\n"))]
    return tuple(broken[:-1])


def text_of(parts):
    """Lines of runs as plain text."""
    return "\n".join("".join(run.text for run in line) for line in parts)


def _collect(tag, look, found):
    """Add the runs below a tag to the last line of `found`, or to new ones."""
    for child in tag.children:
        if type(child) is NavigableString:
            found[-1].append(replace(look, text=SPACE.sub(" ", child)))
        elif isinstance(child, Tag):
            _collect_tag(child, look, found)


def _collect_tag(tag, look, found):
    classes = set(tag.get("class", ()))
    stands_alone = tag.name in ("p", "br", "li", "div", "summary") or OWN_LINE & classes
    if stands_alone:
        found.append([])
    _collect(tag, _look(tag, classes, look), found)
    if stands_alone and tag.name != "br":
        found.append([])


def _look(tag, classes, look):
    """How the text of a tag looks, inside what looks so already."""
    return Run(
        "",
        bold=look.bold or tag.name in BOLD or "status" in classes,
        small=look.small or bool(OWN_LINE & classes) or "note" in classes,
        href=tag.get("href", "") if tag.name == "a" else look.href,
        language=tag.get("lang", look.language),
        status=_class_code(tag) if "status" in classes else look.status,
    )


def _trimmed(line):
    """A line without space at its ends or twice between words; runs of one look are one."""
    kept = []
    for run in line:
        text = run.text if kept and not kept[-1].text.endswith(" ") else run.text.lstrip(" ")
        if kept and replace(run, text="") == replace(kept[-1], text=""):
            kept[-1] = replace(run, text=kept[-1].text + text)
        elif text:
            kept.append(replace(run, text=text))
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    return (*kept[:-1], replace(kept[-1], text=kept[-1].text.rstrip(" "))) if kept else ()


def table(tag):
    """A table of the page."""
    caption = copy(tag.caption)
    number = caption.find(class_="number")
    label = number.extract().get_text().strip(" .") if number else ""
    heads = tag.select("thead tr")[-1].find_all("th")
    columns = tuple(Column(_flat(head), _kind(head), head.get("data-key", "")) for head in heads)
    rows = tuple(
        tuple(cell(part) for part in row.find_all(["th", "td"], recursive=False))
        for row in tag.select("tbody tr")
    )
    return Table(label, _flat(caption), columns, rows, _flat(tag.tfoot) if tag.tfoot else "")


def _kind(head):
    known = [name for name in head.get("class", ()) if name in ("num", "wide")]
    return known[0] if known else "text"


def _flat(tag):
    return " ".join(text_of(lines(tag)).split())


def cell(tag):
    """A cell of a table with everything that a machine may read in it."""
    parts = lines(tag)
    text = text_of(parts)
    links = tag.select(f'a[href^="{SOURCE}"]')
    return Cell(
        lines=parts, text=text, **_numbers(tag), **_codes(tag),
        times=tuple(time.get("datetime", time.get_text()) for time in tag("time")),
        sources=tuple((link["href"].removeprefix(SOURCE), link.get_text()) for link in links),
        is_header=tag.name == "th", is_missing=text == NOTHING or tag.select_one(MISSING) is not None,
        span=int(tag.get("colspan", 1)),
    )  # fmt: skip


def _codes(tag):
    """The unit of a row, and the codes of its indicator, its status, its strength."""
    unit, named = tag.find(class_="unit"), tag.select_one("[data-code]:not(.unit)")
    return {
        "unit": _flat(unit) if unit else "",
        "unit_code": unit.get("data-code", "") if unit else "",
        "code": named["data-code"] if named else "",
        "status": _second_class(tag, "status"),
        "strength": _second_class(tag, "strength"),
    }


def _second_class(tag, first):
    """The code in the class of a status or a strength, which is its second class."""
    found = tag.find(class_=first)
    return _class_code(found) if found else ""


def _class_code(tag):
    return tag["class"][1].replace("-", "_")


def _numbers(tag):
    """The numbers of a cell, and the words around them where one line holds them all."""
    data, texts = tuple(map(_datum, tag("data"))), _texts_around_numbers(tag)
    marked = [text for text in texts if NUMBER in text]
    if len(marked) != 1 or len(data) > 2:
        return {"data": data}
    before, *_, after = (part.strip() for part in marked[0].split(NUMBER))
    if len(before) > LONGEST_WORDS or any(letter.isdigit() for letter in before):
        return {"data": data}
    note = " ".join(text for text in texts if NUMBER not in text)
    return {"data": data, "is_number": True, "before": before, "after": after, "note": note}


def _datum(tag):
    sources = tuple(tag.get("data-sources", "").split())
    codes = tag.get("data-comparator", ""), tag.get("data-strength", "")
    return Datum(Decimal(tag["value"]), tag.get_text(), *codes, sources)


def _texts_around_numbers(tag):
    """The lines of a cell as text without unit and sources, with a placeholder for each number."""
    tag = copy(tag)
    for part in tag.select(f'.unit, a[href^="{SOURCE}"]'):
        part.extract()
    for number in tag("data"):
        number.string = NUMBER
    return [text_of([line]) for line in lines(tag)]
