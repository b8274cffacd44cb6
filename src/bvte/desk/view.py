"""A view of the desk: one line of code, what it makes, and the files that it can be taken away in."""

from base64 import b64encode
from dataclasses import dataclass, field
from html import escape

import bvte
from bvte.evidence.language import active_language
from bvte.presentation.texts import say

TYPES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}


@dataclass(frozen=True)
class View:
    """A call of the front door. arguments : those after the evidence; options : by name, None left out."""

    function: str
    arguments: tuple
    options: dict = field(default_factory=dict)

    @property
    def code(self):
        """The line that makes it, as it can be typed below."""
        named = [f"{name}={_typed(value)}" for name, value in self.options.items() if value is not None]
        return f"bvte.{self.function}({', '.join(['evidence', *map(_typed, self.arguments), *named])})"

    def make(self, evidence):
        """What the line makes: a chart, a table, or a sentence where there is nothing to show."""
        options = {name: value for name, value in self.options.items() if value is not None}
        return getattr(bvte, self.function)(evidence, *self.arguments, **options)


def _typed(value):
    """A value as Python with double quotes."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def markup(view, evidence):
    """A view as HTML: what it shows, its line of code, links to take it away."""
    thing = view.make(evidence)
    links = " ".join(_link(*file) for file in files(view, thing))
    save = f"<p>{escape(say('desk.save'))} {links}</p>" if links else ""
    code = f"<p>{escape(say('desk.code'))}</p><pre><code>{escape(view.code)}</code></pre>"
    return f'<div class="bvte-view">{_shown(thing)}{save}{code}</div>'


def _shown(thing):
    """The picture with its description and caption, or the table."""
    if not hasattr(thing, "svg"):
        return str(thing.html)
    picture = f'<img alt="{escape(thing.alt)}" src="{_address("png", thing.png)}">'
    return f"<figure>{picture}<figcaption>{escape(thing.caption)} {escape(thing.note)}</figcaption></figure>"


def files(view, thing):
    """What a view can be saved as: triples (name, type, bytes). Each file says its sources and how firm its
    figures are: the picture in its footer, the table in its columns."""
    name = "-".join([view.function, *map(str, view.arguments), active_language()])
    if hasattr(thing, "svg"):
        return [(f"{name}.png", "png", thing.png), (f"{name}.svg", "svg", thing.svg.encode())]
    if hasattr(thing, "rows"):
        # Excel takes a CSV file for one of its own code page without the mark at its start.
        return [(f"{name}.csv", "csv", thing.to_frame().to_csv(index=False).encode("utf-8-sig"))]
    return []


def _link(name, kind, content):
    label = say("desk.as_file", kind=kind.upper())
    return f'<a download="{escape(name)}" href="{_address(kind, content)}">{escape(label)}</a>'


def _address(kind, content):
    """The bytes themselves as an address, so that nothing is written and nothing fetched."""
    return f"data:{TYPES[kind]};base64,{b64encode(content).decode()}"
