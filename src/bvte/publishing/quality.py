"""What must hold of every page before anybody may read it; each rule names its faults."""

import re
import unicodedata

from bs4 import BeautifulSoup

from bvte.evidence.forms import layout
from bvte.evidence.load import project_root
from bvte.publishing.parameters import LANGUAGES

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LEAKED = {"nan", "none", "nat", "<na>", "inf", "-inf"}
LOADED = ("src", "srcset", "poster", "data", "action", "background")
REMOTE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!data:|#|['\"])", re.IGNORECASE)
MACHINE_PATH = re.compile(
    rf"(?:{re.escape(str(project_root()))}|/(?:home|root|Users|tmp|private/var)/|\b[A-Z]:\\)[^\s<\"']*"
)
# The word that Jupyter's exporters put where a picture has no description.
FILLER = "No description has been provided"
# Shorter than this says that there is a chart, not what it shows.
SHORTEST_DESCRIPTION = 30


def faults(html):
    """Sentences on what is wrong with a page, none where it may be published."""
    soup = BeautifulSoup(html, "html.parser")
    found = [fault for rule in RULES for fault in rule(soup)]
    return found + [fault for rule in TEXT_RULES for fault in rule(html)]


def language_is_stated(soup):
    """The page says its language and its title."""
    if not soup.html or soup.html.get("lang") not in LANGUAGES:
        yield "the page does not state its language"
    if not soup.title or not soup.title.get_text(strip=True):
        yield "the page has no title"


def headings_are_ordered(soup):
    """There is one h1, it comes first, and no level is skipped."""
    levels = [int(heading.name[1]) for heading in soup(HEADINGS)]
    if levels.count(1) != 1:
        yield f"the page has {levels.count(1)} h1 headings, not one"
    for before, heading, level in zip([0, *levels], soup(HEADINGS), levels, strict=False):
        if level > before + 1:
            yield f"the heading “{heading.get_text(' ', strip=True)}” skips a level"


def links_lead_somewhere(soup):
    """No id stands twice, and every address within the page exists."""
    ids = [tag["id"] for tag in soup.select("[id]")]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"the id “{repeated}” stands more than once"
    for link in soup.select('a[href^="#"]'):
        if link["href"][1:] not in ids:
            yield f"a link leads to “{link['href']}”, which is not on the page"


def nothing_is_fetched(soup):
    """The page asks no address, not even the folder it lies in; a report holds no script either."""
    for tag in soup(["script", "iframe", "link", "object", "embed"]):
        if tag.name == "script" and not tag.attrs and not soup.select('meta[name="bvte:notebook"]'):
            continue
        yield f"the page holds a <{tag.name}>"
    for tag in soup(True):
        loaded = [tag[name] for name in LOADED if name in tag.attrs]
        loaded += [
            tag[name] for name in ("href", "xlink:href") if tag.name in ("use", "image") and name in tag.attrs
        ]
        if any(not address.startswith(("data:", "#")) for address in loaded):
            yield f"a <{tag.name}> asks for {loaded[0]}"
    styles = [style.get_text() for style in soup("style")] + [tag["style"] for tag in soup.select("[style]")]
    if any(REMOTE_STYLE.search(style) for style in styles):
        yield "a style asks for another address"


def small_counts_are_withheld(soup):
    """No count of a protected indicator is so small that it points to a child."""
    threshold = layout().small_counts_below
    for row in soup.select("tr:has([data-protected])"):
        for shown in row.select("data[value]"):
            if 0 < float(shown["value"]) < threshold:
                name = row.select_one("[data-protected]").get_text(" ", strip=True)
                yield f"a count of “{name}” is too small to be shown"


def no_path_of_a_machine(html):
    """The page names no folder of the machine that it was made on."""
    for found in sorted(set(MACHINE_PATH.findall(html))):
        yield f"the page names a folder of a machine: {found}"


def pictures_are_described(soup):
    """Every drawing says in words what it shows, and stands in a figure with a caption."""
    for drawing in soup.select("svg, img"):
        text = drawing.get("aria-label" if drawing.name == "svg" else "alt", "")
        if len(text.strip()) < SHORTEST_DESCRIPTION or FILLER in text:
            yield f"a drawing has no description: “{text}”"
        if drawing.name == "svg" and drawing.get("role") != "img":
            yield "a drawing is not marked as an image"
        if not drawing.find_parent("figure"):
            yield "a drawing stands outside a figure"
    for figure in soup("figure"):
        if not _says(figure.select_one("figcaption > p")):
            yield "a figure has no caption"


def tables_have_captions_and_headers(soup):
    """Every table has a caption, headers with their scope, and can be scrolled with the keyboard."""
    for table in soup("table"):
        name = table.caption.get_text(" ", strip=True) if table.caption else "without caption"
        if not _says(table.caption):
            yield "a table has no caption"
        if not table.select('thead th[scope="col"]'):
            yield f"the table “{name}” has no column headers"
        if any(header.get("scope") not in ("col", "row", "colgroup", "rowgroup") for header in table("th")):
            yield f"the table “{name}” has a header without scope"
        if any(not header.get_text(strip=True) for header in table("th")):
            yield f"the table “{name}” has an empty header"
        if not table.find_parent(attrs={"tabindex": "0", "aria-label": True}):
            yield f"the table “{name}” cannot be scrolled with the keyboard"


def _says(caption):
    """Whether a caption has words beside its number."""
    if caption is None:
        return False
    number = caption.find(class_="number")
    return caption.get_text(strip=True) != (number.get_text(strip=True) if number else "")


def nothing_leaks(soup):
    """No raw Python reaches the reader: neither plain output nor a missing value's name."""
    for plain in soup.select("pre.plain"):
        yield f"an output has only plain text: “{plain.get_text()[:60]}”"
    for cell in soup(["td", "th", "li", "p", "strong"]):
        if cell.get_text(strip=True).lower() in LEAKED:
            yield f"a value was not turned into words: “{cell.get_text(strip=True)}”"


def text_is_composed(html):
    """All text is in Unicode's composed form, so that searching for a Vietnamese word finds it."""
    if not unicodedata.is_normalized("NFC", html):
        yield "the page has text that is not NFC"


def index_can_tell(soup):
    """A report tells the index its headline and the date of its evidence."""
    names = {tag["name"] for tag in soup.select("meta[name]") if tag.get("content")}
    if "bvte:notebook" in names:
        for missing in sorted({"bvte:headline", "bvte:evidence-date"} - names):
            yield f"the page has no {missing}"


RULES = (
    language_is_stated,
    headings_are_ordered,
    links_lead_somewhere,
    nothing_is_fetched,
    pictures_are_described,
    tables_have_captions_and_headers,
    small_counts_are_withheld,
    nothing_leaks,
    index_can_tell,
)
# These look at the text of the whole page, which a parser would have to spell again.
TEXT_RULES = (no_path_of_a_machine, text_is_composed)
