"""The frame that all pages share: words, style and fonts around a body."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bvte.presentation import theme
from bvte.publishing.words import WORDS

TEMPLATE = Path(__file__).parent / "template"


def render(template, language, fonts=True, **facts):
    """One of the whole-page templates with the words, the style and, if wanted, the fonts of all pages."""
    facts |= {"language": language, "words": WORDS[language], "style": _style(fonts)}
    return templates().get_template(template).render(**facts)


@cache
def templates():
    """The templates of whole pages; made once in a process."""
    return Environment(
        loader=FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style(fonts):
    """Theme, fonts and style sheets as one text."""
    from bvte.publishing.fonts import font_css  # slow to import, and some pages do without

    return Markup("\n".join((theme.css(), font_css() if fonts else "", sheets("status.css", "report.css"))))


def sheets(*names):
    """Style sheets of the folder of templates as one text, the last one having the last word."""
    return "\n".join((TEMPLATE / name).read_text(encoding="utf-8") for name in names)
