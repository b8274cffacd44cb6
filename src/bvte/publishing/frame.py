"""The frame that all pages share: style and fonts around a body."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bvte.evidence.language import active_language, other_language, speaking
from bvte.presentation import theme
from bvte.presentation.handling import handling_mark
from bvte.presentation.texts import say

TEMPLATE = Path(__file__).parent / "template"


def render_page(template: str, fonts: bool = True, **facts: object) -> str:
    """One of the whole-page templates in the active language, with the style and, if wanted, the fonts."""
    language, twin = active_language(), other_language(active_language())
    with speaking(twin):
        twin_name = say("frame.own_name")
    style = page_style("report.css", "paper.css", fonts=fonts)
    facts |= {"language": language, "twin_language": twin, "twin_name": twin_name, "style": style}
    return page_templates().get_template(template).render(**facts)


@cache
def page_templates() -> Environment:
    """The templates of whole pages, which `say` the texts of the active language; made once in a process."""
    made = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"say": say, "handling": handling_mark}
    return made


@cache
def page_style(*own: str, fonts: bool = True) -> Markup:
    """Theme, fonts if wanted, the style sheets that all pages have and those of one kind of page, as one text."""
    from bvte.publishing.fonts import font_css  # slow to import, and some pages do without

    parts = theme.css(), font_css() if fonts else "", style_sheets("status.css", "links.css", *own)
    return Markup("\n".join(parts))


def style_sheets(*names: str) -> str:
    """Style sheets of the folder of templates as one text, the last one having the last word."""
    return "\n".join((TEMPLATE / name).read_text(encoding="utf-8") for name in names)
