"""Whether slides say what the page says: they may leave out, but not say otherwise."""

import io
from decimal import Decimal

from bs4 import BeautifulSoup
from pptx import Presentation

from bvte.publishing.forms.agree_signs import with_signs
from bvte.publishing.forms.slide_table import CUT


def powerpoint_faults(content, soup, tables, language):
    """Titles, cells and points of charts of the PowerPoint file that are not those of the page."""
    deck = Presentation(io.BytesIO(content))
    yield from _untitled(soup, [slide.shapes.title.text_frame.text for slide in deck.slides])
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    grids = {shape.name: _grid(shape.table) for shape in shapes if shape.has_table}
    yield from _tables(soup, grids)
    for shape in shapes:
        if shape.has_chart:
            yield from _chart(shape, tables)


def deck_faults(content, soup, tables, language):
    """Titles and cells of the HTML deck that are not those of the page."""
    deck = with_signs(BeautifulSoup(content.decode("utf-8"), "html.parser"))
    yield from _untitled(soup, [tag.get_text() for tag in deck.select("h1, h2")])
    yield from _tables(soup, {tag["data-number"]: _rows_of(tag) for tag in deck("table")})


def _untitled(soup, titles):
    """Headings of the page that are the title of no slide."""
    said = {_solid(title) for title in titles}
    for tag in soup.select("main h1, main h2"):
        if _solid(tag.get_text()) not in said:
            yield f"no slide is titled “{tag.get_text(' ', strip=True)}”"


def _solid(text):
    """A text without space, which markup and office files set differently."""
    return "".join(text.split())


def _grid(table):
    """The headings and rows of a table on a slide, a merged cell in its first place, None in the others."""
    return [
        [None if cell.is_spanned else _solid(cell.text_frame.text) for cell in row.cells]
        for row in table.rows
    ]  # fmt: skip


def _rows_of(tag):
    """The headings and rows of a table of HTML, in the same shape."""
    rows = []
    for row in tag.select("thead tr:last-child, tbody tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        rows.append([part for cell in cells for part in _spread(cell)])
    return rows


def _spread(cell):
    return [_solid(cell.get_text()), *[None] * (int(cell.get("colspan", 1)) - 1)]


def _tables(soup, shown):
    """Tables that the slides lack, and cells that do not begin as those of the page do."""
    for tag in soup.select("main table:not(figure table)"):
        number = tag.caption.find(class_="number").get_text().strip(" .")
        if number not in shown:
            yield f"{number} is on no slide"
        else:
            yield from _cells(number, shown[number], _rows_of(tag))


def _cells(number, shown, page):
    """The first cell of each row that says other than the page, the columns matched by their headings."""
    places = _places(shown[0], page[0])
    if places is None:
        yield f"{number} has other columns"
        return
    for at, row in enumerate(shown[1:], start=1):
        for text, place in zip(row, places, strict=True):
            whole = page[at][place] if at < len(page) else ""
            if (
                text is not None
                and whole is not None
                and not whole.startswith(text.removesuffix(CUT.strip()))
            ):
                yield f"{number}, row {at}: “{text}” for “{whole}”"
                break


def _places(shown, page):
    """The place on the page of each column that is shown, in order; None where one is not there."""
    places, start = [], 0
    for label in shown:
        if label not in page[start:]:
            return None
        start = page.index(label, start) + 1
        places.append(start - 1)
    return places


def _chart(shape, tables):
    """The values of a native chart against those of the table under the figure of the page."""
    drawn = sorted(Decimal(repr(value)) for line in shape.chart.plots[0].series for value in line.values)
    (table,) = (table for table in tables if table.number == shape.name)
    wanted = sorted(value for row in table.values for value in row)
    if drawn != wanted:
        yield f"{shape.name} draws {_told(drawn)} instead of {_told(wanted)}"


def _told(values):
    return ", ".join(map(str, values))
