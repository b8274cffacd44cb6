"""A report as one HTML file of slides: keys, overview, notes; it needs nothing else and asks nobody."""

from base64 import b64encode
from functools import cache

from markupsafe import Markup

from bvte.presentation import theme
from bvte.presentation.cells import status_classes
from bvte.publishing.article import Figure
from bvte.publishing.forms.sheet_plan import spread
from bvte.publishing.forms.slide_plan import slides
from bvte.publishing.forms.slide_table import widths
from bvte.publishing.forms.words import FORM_WORDS
from bvte.publishing.frame import TEMPLATE, sheets, templates


def deck(article):
    """The bytes of the HTML file. Raises ValueError for a chart without a picture."""
    facts = {
        "article": article,
        "language": article.language,
        "slides": slides(article),
        "words": FORM_WORDS[article.language],
        "style": _style(),
        "script": Markup((TEMPLATE / "deck.js").read_text(encoding="utf-8")),
        "picture": picture,
        "is_figure": lambda exhibit: isinstance(exhibit, Figure),
        "spread": spread,
        "status_classes": status_classes,
        "widths": widths,
    }
    return templates().get_template("deck.html.j2").render(**facts).encode("utf-8")


def picture(figure):
    """The drawing of a figure as an address that holds it."""
    if not figure.png:
        raise ValueError(f"the chart “{figure.caption}” has no picture for slides")
    return "data:image/png;base64," + b64encode(figure.png).decode("ascii")


@cache
def _style():
    """Theme, fonts and the style sheets of the deck as one text."""
    from bvte.publishing.fonts import font_css  # slow to import

    return Markup("\n".join((theme.css(), font_css(), sheets("status.css", "deck.css"))))
