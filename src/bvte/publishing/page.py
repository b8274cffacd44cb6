"""An executed notebook as one page: a single HTML file that needs nothing else and asks nobody."""

import re
from base64 import b64decode
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup
from markupsafe import Markup
from nbconvert import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets.config import Config

from bvte.evidence.language import LANGUAGES
from bvte.publishing import headings
from bvte.publishing.figures import inline_svg
from bvte.publishing.frame import TEMPLATE, render
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import newness_line
from bvte.publishing.words import WORDS

NOT_SHOWN = {"parameters", "injected-parameters", "setup"}
TOLD = ("headline", "as_of", "evidence_period", "evidence_date")
KINDS_SHOWN = ["image/svg+xml", "text/html", "text/plain"]
# The table under a chart has the number of its figure.
TABLE_CAPTION = "caption:not(figure caption)"
SET_ASIDE = re.compile(r"<!--figure (\d+)-->")


def page(body, setting):
    """The page of a body (see `body_of`) as HTML text."""
    reserve_decimals(body.soup)
    html = _framed(body.soup, body.meta, setting)
    # Only now, since the parser would spell the names inside a drawing in small letters.
    return SET_ASIDE.sub(lambda found: body.drawings[int(found[1])], html)


@dataclass(frozen=True)
class Body:
    """What a reader of one language sees of a notebook: parsed HTML, drawings in its place-holders, facts.

    pictures : the PNG bytes of each drawing, empty where the notebook made none.
    """

    soup: BeautifulSoup
    drawings: list
    pictures: list
    meta: dict


def body_of(executed, setting):
    """The body of a report with its exhibits numbered. Raises ValueError for a drawing without width."""
    cells = cells_shown(executed, setting.language)
    pictures = [b64decode(output.data.get("image/png", "")) for output in _drawn(cells)]
    drawings = set_aside_drawings(cells)
    soup = BeautifulSoup(_html(executed, cells, setting.language), "html.parser")
    number_exhibits(soup, WORDS[setting.language])
    return Body(soup, drawings, pictures, _meta(soup, cells, setting))


def _drawn(cells):
    """Outputs that are drawings, in their order."""
    return [output for cell in cells for output in _shows(cell) if "image/svg+xml" in output.data]


def _framed(soup, meta, setting):
    """The body of a report inside the whole page."""
    contents = headings.anchor(soup)
    opening, body = headings.split(soup)
    return render(
        "report.html.j2",
        setting.language,
        setting=setting,
        title=meta["title"],
        meta=meta,
        contents=contents,
        kind=NOTEBOOKS[setting.notebook].title[setting.language],
        newness=newness_line(meta),
        opening=Markup(opening),
        body=Markup(body),
    )


def cells_shown(executed, language):
    """Copies of the cells that a reader of the language sees; code goes along where it shows an exhibit."""
    other = {f"lang-{name}" for name in LANGUAGES if name != language}
    cells = [deepcopy(c) for c in executed.cells if not (NOT_SHOWN | other) & set(c.metadata.get("tags", ()))]
    for cell in cells:
        if any(not _is_prose(output) for output in _shows(cell)):
            cell.metadata["code"] = highlight(cell.source, PythonLexer(), HtmlFormatter(nowrap=True)).strip()
    return cells


def _shows(cell):
    """Outputs of a cell that carry something to see."""
    return [output for output in cell.get("outputs", ()) if "data" in output]


def _is_prose(output):
    """Whether an output is text made from data."""
    return bool(output.metadata.get("text/html", {}).get("prose"))


def set_aside_drawings(cells):
    """Ready SVG drawings in their order; each leaves a comment in its place."""
    drawings = []
    for output in _drawn(cells):
        alt = output.metadata.get("image/svg+xml", {}).get("alt", "")
        svg = inline_svg("".join(output.data["image/svg+xml"]), f"figure{len(drawings) + 1}", alt)
        output.data["image/svg+xml"] = f"<!--figure {len(drawings)}-->"
        drawings.append(svg)
    return drawings


def _html(executed, cells, language):
    """The cells as HTML."""
    notebook = NotebookNode(executed, cells=cells)
    html, _ = exporter().from_notebook_node(notebook, {"words": WORDS[language]})
    return html


class BodyExporter(HTMLExporter):
    """nbconvert's exporter, without its second reading of the page.

    It would parse the page to give pictures a filler as description and to make cells focusable, and spell it
    again; `quality` refuses a picture without a description, and our template has its own focus.
    """

    def from_notebook_node(self, nb, resources=None, **kw):
        """As in nbconvert: HTML text and resources."""
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **kw)


@cache
def exporter():
    """The nbconvert exporter with our template; made once in a process."""
    return BodyExporter(
        template_name=TEMPLATE.name,
        extra_template_basedirs=[str(TEMPLATE.parent)],
        exclude_anchor_links=True,
        # What nbconvert would do to a notebook beforehand (hide, cut, convert) reports have no use for.
        default_preprocessors=[],
        config=Config({"NbConvertBase": {"display_data_priority": KINDS_SHOWN}}),
    )


def number_exhibits(soup, words):
    """Number figures and tables, each kind by itself, before captions that bring no number of their own."""
    kinds = {"figure": "figcaption > p:first-child", "table": TABLE_CAPTION}
    for kind, captions in ((kind, soup.select(where)) for kind, where in kinds.items()):
        for number, caption in enumerate((c for c in captions if not c.find(class_="number")), start=1):
            label = soup.new_tag("span", attrs={"class": "number"})
            label.string = words[kind].format(number=number) + " "
            caption.insert(0, label)


def reserve_decimals(soup):
    """Tell every table how long its longest decimal part is, so that all marks stand below each other."""
    for table in soup("table"):
        longest = max((len(part.get_text()) for part in table.select(".frac")), default=0)
        table["style"] = f"--decimals: {longest}"


def _meta(soup, cells, setting):
    """What the index tells of the report: title, headline, how new it is, kind and place."""
    heading = soup.find("h1")
    told = [output.metadata.get("text/html", {}) for cell in cells for output in _shows(cell)]
    facts = {key: value for item in told for key, value in item.items() if key in TOLD}
    title = heading.get_text(" ", strip=True) if heading else ""
    kept = {name: getattr(setting, name) for name in ("notebook", "place", "language", "period")}
    return {"title": title} | kept | {key.replace("_", "-"): str(value) for key, value in facts.items()}
