"""A report as one HTML file of slides: keys, overview, notes; it needs nothing else and asks nobody."""

from base64 import b64encode

from markupsafe import Markup

from bvte.presentation import theme
from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Figure
from bvte.presentation.slide_room import slide_shares, unbroken_spans
from bvte.publishing.article import Article
from bvte.publishing.forms.deck_charts import deck_chart
from bvte.publishing.forms.office import sign_of
from bvte.publishing.forms.slide_plan import plan_slides
from bvte.publishing.frame import TEMPLATE, page_style, page_templates


def html_deck(article: Article) -> bytes:
    """The bytes of the HTML file. Raises ValueError for a chart without a picture."""
    facts = {
        "article": article,
        "language": article.language,
        "slides": plan_slides(article),
        "style": page_style("deck.css"),
        "script": Markup((TEMPLATE / "deck.js").read_text(encoding="utf-8")),
        "picture": figure_picture,
        "is_figure": lambda exhibit: isinstance(exhibit, Figure),
        "spread": spread_row,
        "status_classes": theme.status_classes,
        "sign_of": sign_of,
        "widths": slide_shares,
        "unbroken": unbroken_spans,
    }
    return page_templates().get_template("deck.html.j2").render(**facts).encode("utf-8")


def figure_picture(figure: Figure) -> Markup:
    """A figure drawn for a room from its numbers, or the drawing of the page where it has none."""
    if drawn := deck_chart(figure):
        return Markup(drawn)
    if not figure.png:
        raise ValueError(f"the chart “{figure.caption}” has no picture for slides")
    address = "data:image/png;base64," + b64encode(figure.png).decode("ascii")
    return Markup('<img src="{}" alt="{}">').format(address, figure.alt)
