"""The body of a page as the blocks of a document, and the document of an executed notebook."""

from bs4 import Tag

from bvte.presentation.dates import iso_day
from bvte.publishing import markup
from bvte.publishing.article import Article, Box, Columns, Figure, Heading, Listing, Text
from bvte.publishing.page import SET_ASIDE
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import newness_line

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
# Parts whose children stand beside each other: the head of an official letter, and its end.
BESIDE = {"letterhead", "closing"}
# Folded parts of the page repeat what is told beside them, but for old figures, which stand below their mark.
LEFT_OUT, OLDER = {"details", "h1", "style"}, "older"


def article(body, setting, name):
    """The document of a body (see `page.body_of`); `name` is the file name of its forms without ending.

    Raises decimal.InvalidOperation for a <data> without a number.
    """
    meta = dict(body.meta)
    title = meta.pop("title")
    meta["newness"] = newness_line(meta)
    meta["date"] = iso_day(meta.get("evidence-date", ""))
    kind = NOTEBOOKS[setting.notebook].title[setting.language]
    blocks = tuple(_blocks(body.soup, body.pictures))
    return Article(name, setting.language, title, kind, setting.place, meta, setting.command, blocks)


def _blocks(parent, pictures):
    """The blocks below a tag in their order."""
    for tag in parent.children:
        if isinstance(tag, Tag) and (tag.name not in LEFT_OUT or OLDER in tag.get("class", ())):
            yield from _block(tag, pictures)


def _block(tag, pictures):
    """The blocks that one tag makes."""
    classes = tag.get("class", [])
    if tag.name in HEADINGS:
        yield Heading(HEADINGS[tag.name], tag.get_text(" ", strip=True))
    elif tag.name == "p":
        yield Text(markup.runs(tag), " ".join(classes))
    elif tag.name == "summary":
        yield Text(markup.runs(tag), "note")
    elif tag.name in ("ul", "ol"):
        yield Listing(tuple(_items(tag)), tag.name == "ol")
    elif tag.name == "table":
        yield markup.table(tag)
    elif tag.name == "figure":
        yield figure(tag, pictures)
    elif BESIDE & set(classes):
        yield Columns(
            classes[0], tuple(tuple(_blocks(part, pictures)) for part in tag("div", recursive=False))
        )
    elif classes and not {"exhibit", "scroll", OLDER} & set(classes):
        yield Box(classes[0], tuple(_blocks(tag, pictures)))
    else:
        yield from _blocks(tag, pictures)


def _items(tag):
    """The items of a list with their anchors; lists inside an item are its further lines."""
    for item in tag("li", recursive=False):
        yield item.get("id", ""), markup.runs(item)


def figure(tag, pictures):
    """A figure of the page with the picture of its drawing."""
    caption, *notes = tag.figcaption("p")
    number = caption.find(class_="number")
    words = caption.get_text().removeprefix(number.get_text()).strip()
    place = int(SET_ASIDE.search(str(tag))[1])
    numbers = markup.table(tag.table) if tag.table else None
    note = " ".join(part.get_text() for part in notes)
    alt = tag.details.p.get_text()
    return Figure(number.get_text().strip(" ."), words, alt, note, pictures[place], numbers)
