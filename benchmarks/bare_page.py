"""The same page as blocks put one after the other by hand: no notebook, no nbconvert, no parser of HTML."""

from markupsafe import Markup

from bvte.presentation.document import Prose
from bvte.presentation.html import blocks_html
from bvte.presentation.markdown import blocks_of
from bvte.publishing.article import compose_article
from bvte.publishing.page import frame_article

SET_APART = Markup('<div class="exhibit">{}</div>')


class Page:
    """A page in the active language that grows from its top: of each cell whether it is prose, its parts, its code."""

    def __init__(self):
        self.told = []

    def text(self, source):
        """Prose written as Markdown."""
        self.told.append((True, [Prose(blocks_of(source))], ""))

    def cell(self, shown, code):
        """What a line of code shows."""
        parts = shown if isinstance(shown, tuple) else (shown,)
        self.told.append((False, list(parts), code))

    def html(self, report):
        """The whole page."""
        article = compose_article(self.told, report.page_context, report.path.stem)
        return frame_article(article, report.page_context, _cells_html)


def _cells_html(cells):
    """What the cells show, one below the other; a table or figure is set apart."""
    shown = ((blocks_html(cell.blocks), cell.code) for cell in cells)
    return Markup("").join(SET_APART.format(html) if code else html for html, code in shown)
