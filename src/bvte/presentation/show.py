"""Things that a notebook cell shows: prose, a table, a chart; each carries its own description."""

import re
from base64 import b64encode
from dataclasses import dataclass, field

import pandas as pd
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from bvte.presentation.texts import say

TEMPLATES = Environment(
    loader=PackageLoader("bvte.presentation", "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
BLOCK = re.compile(r"(?=<(?:br|div|h1|li|ol|p|ul)\b)")


def plain(html):
    """Markup as plain text; what stands in blocks of its own stays apart."""
    return Markup(BLOCK.sub(" ", str(html))).striptags()


@dataclass(frozen=True)
class Prose:
    """Text made from data; `html` is safe markup. `meta` travels with it (headline, date of evidence)."""

    html: Markup
    meta: dict = field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/html": str(self.html), "text/plain": plain(self.html)}
        return data, {"text/html": {"prose": True, **self.meta}}


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how its cells stand ("text", "num", "wide", "order"), its code."""

    label: str
    kind: str = "text"
    key: str = ""


def columns(keys, **facts):
    """Columns of a table from the keys of their headings, each "key" or "key:kind", with their facts."""
    pairs = (key.partition(":") for key in keys)
    pairs_of = ((say(f"columns.{key}", **facts), kind or "text", key) for key, _, kind in pairs)
    return tuple(Column(*parts) for parts in pairs_of)


def nothing(key, **facts):
    """The sentence that stands where a table would be empty."""
    return Prose(Markup("<p>{}</p>").format(say(key, **facts)))


@dataclass(frozen=True)
class Table:
    """A table with a caption; cells are text or safe markup.

    number : its own number ("Biểu 6"), where it is not simply the next table of the page; heading : which
    cell of a row is its heading.
    """

    caption: str
    columns: tuple
    rows: tuple
    note: str = ""
    number: str = ""
    heading: int = 0

    @property
    def html(self):
        """The table as markup."""
        return TEMPLATES.get_template("table.html.j2").render(table=self)

    def to_frame(self):
        """The same table as a DataFrame of plain text."""
        texts = [[plain(escape(cell)) for cell in row] for row in self.rows]
        return pd.DataFrame(texts, columns=[column.label for column in self.columns])

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/html": self.html, "text/plain": self.to_frame().to_string(index=False)}
        label = f"{self.number}. {self.caption}" if self.number else self.caption
        return data, {"text/html": {"label": label}}


@dataclass(frozen=True)
class Chart:
    """A picture as SVG and, for office files, PNG; a description made from the data, a caption, a note.

    numbers : the Table of what is drawn, where the picture shows numbers.
    """

    svg: str
    alt: str
    caption: str
    note: str
    png: bytes = b""
    numbers: Table | None = None

    def _repr_mimebundle_(self, include=None, exclude=None):
        meta = {"alt": self.alt, "caption": self.caption, "note": self.note}
        if self.numbers:
            meta["numbers"] = self.numbers.html
        pictures = {"image/svg+xml": self.svg} | (
            {"image/png": b64encode(self.png).decode()} if self.png else {}
        )
        return {**pictures, "text/plain": self.alt}, {"image/svg+xml": meta}


class Several(tuple):
    """Things shown one after the other by one cell."""

    def _ipython_display_(self):
        from IPython.display import display  # only a notebook needs it

        for thing in self:
            display(thing)
