"""The frame that all pages share: style and fonts around a body."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bvte.evidence.language import active_language, other_language, speaking
from bvte.presentation import theme
from bvte.presentation.handling import handling_mark
from bvte.presentation.texts import say
from bvte.publishing.fonts import font_css, paper_font_css

TEMPLATE = Path(__file__).parent / "template"


def render_page(template: str, fonts: bool = True, is_paper: bool = False, **facts: object) -> str:
    """One of the whole-page templates in the active language, with the style and, if wanted, the fonts.

    is_paper : whether it is printed as a paper of an office, which has a font of its own.
    """
    language, twin = active_language(), other_language(active_language())
    with speaking(twin):
        twin_name = say("frame.own_name")
    style = page_style("report.css", "paper.css", fonts=fonts, is_paper=is_paper)
    facts |= {"language": language, "twin_language": twin, "twin_name": twin_name, "style": style}
    return page_templates().get_template(template).render(**facts)


@cache
def page_templates() -> Environment:
    """The templates of whole pages, which `say` the texts of the active language; made once in a process."""
    made = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"say": say, "handling": handling_mark}
    return made


@cache
def page_style(*own: str, fonts: bool = True, is_paper: bool = False) -> Markup:
    """Theme, fonts if wanted, the style sheets that all pages have and those of one kind of page, as one text."""
    embedded = (font_css() if fonts else "", paper_font_css() if is_paper else "")
    parts = theme.css(), *filter(None, embedded), style_sheets("status.css", "links.css", *own)
    return Markup("\n".join(parts))


def style_sheets(*names: str) -> str:
    """Style sheets of the folder of templates as one text, the last one having the last word."""
    return "\n".join((TEMPLATE / name).read_text(encoding="utf-8") for name in names)
