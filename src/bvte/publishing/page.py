"""A report as one page: a single HTML file that needs nothing else and asks nobody.

nbconvert makes it from the executed notebook, each cell of which carries the HTML of its numbered parts.
"""

from collections.abc import Callable, Iterator
from functools import cache

from markupsafe import Markup
from nbconvert import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets.config import Config

from bvte.evidence.language import speaking
from bvte.presentation.document import Figure, Heading, Table, walk_blocks
from bvte.presentation.html import blocks_html
from bvte.publishing.article import CONTENTS, Article, ShownCell
from bvte.publishing.frame import TEMPLATE, render_page
from bvte.publishing.identity import page_citation, page_meta
from bvte.publishing.report import PageContext


def report_page(article: Article, setting: PageContext) -> str:
    """The page of a document as HTML text."""
    return frame_article(article, setting, _cells_html)


def frame_article(article: Article, setting: PageContext, cells_html: Callable[[tuple[ShownCell, ...]], Markup]) -> str:
    """The page of a document whose cells a function turns into HTML."""
    article = article.reading
    opening, body = _opening_and_body(article.cells)
    with speaking(article.language):
        return render_page(
            "report.html.j2",
            is_paper=article.is_paper,
            setting=setting,
            title=article.title,
            meta={"title": article.title, **article.meta},
            file=f"{article.name}.html",
            identity=page_meta(article, setting),
            citation=page_citation(article, setting),
            makings=_makings(article.cells),
            contents=article.headings,
            kind=article.kind,
            newness=article.newness,
            opening=cells_html(opening),
            body=cells_html(body),
        )


def _opening_and_body(cells: tuple[ShownCell, ...]) -> tuple[tuple[ShownCell, ...], tuple[ShownCell, ...]]:
    """What stands before the first section, and the rest."""
    first = next((place for place, cell in enumerate(cells) if _begins_section(cell)), len(cells))
    return cells[:first], cells[first:]


def _begins_section(cell: ShownCell) -> bool:
    return any(isinstance(block, Heading) and block.level in CONTENTS for block in cell.blocks)


def _cells_html(cells: tuple[ShownCell, ...]) -> Markup:
    """Cells of a notebook as HTML."""
    notebook = new_notebook(cells=[_html_cell(cell) for cell in cells])
    html, _ = _page_exporter().from_notebook_node(notebook)
    return Markup(html.strip())


def _html_cell(shown: ShownCell) -> NotebookNode:
    """A cell that shows the HTML of its parts; one with a table or figure is set apart."""
    html = str(blocks_html(shown.blocks))
    if not shown.code:
        return new_markdown_cell(metadata={"html": html})
    return new_code_cell(shown.code, outputs=[new_output("display_data", data={"text/html": html})])


def _makings(cells: tuple[ShownCell, ...]) -> list[tuple[str, Markup]]:
    """How the tables and figures of each cell were computed: their numbers, and the code with its words marked."""
    told = [(", ".join(exhibit.number for exhibit in _exhibits(cell)), cell.code) for cell in cells if cell.code]
    formatter = HtmlFormatter(nowrap=True)
    return [(numbers, Markup(highlight(code, PythonLexer(), formatter).strip())) for numbers, code in told]


def _exhibits(cell: ShownCell) -> Iterator[Table | Figure]:
    return (block for block in walk_blocks(cell.blocks) if isinstance(block, Table | Figure))


class BodyExporter(HTMLExporter):
    """nbconvert's exporter, without its second reading of the page.

    It would parse the page to give pictures a filler as description and to make cells focusable, and spell it
    again; `quality` refuses a picture without a description, and our template has its own focus.
    """

    def from_notebook_node(self, nb, resources=None, **kw):  # type: ignore[no-untyped-def]
        """As in nbconvert: HTML text and resources."""
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **kw)


@cache
def _page_exporter() -> BodyExporter:
    """The nbconvert exporter with our template; made once in a process."""
    return BodyExporter(
        template_name=TEMPLATE.name,
        extra_template_basedirs=[str(TEMPLATE.parent)],
        exclude_anchor_links=True,
        # What nbconvert would do to a notebook beforehand (hide, cut, convert) reports have no use for.
        default_preprocessors=[],
        config=Config({"NbConvertBase": {"display_data_priority": ["text/html"]}}),
    )
