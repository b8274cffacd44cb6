"""What must hold of every report before anybody may read it: cells show what they declare, a page breaks no rule.

A page is read by lxml here: by another parser than a browser's, so that what only that one would forgive is found.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

import lxml.html

from bvte.evidence.language import LANGUAGES
from bvte.evidence.load import project_root
from bvte.evidence.national import small_counts
from bvte.presentation.document import MIME_TYPE
from bvte.presentation.phrases import leads_somewhere
from bvte.publishing.article import is_shown
from bvte.publishing.frame import TEMPLATE
from bvte.publishing.identity import DIGITS

# Tag of a cell -> what at least one of its outputs must be. A cell with several of them may show any.
KINDS = {"shows-text": "text", "shows-table": "table", "shows-figure": "figure"}

KINDS_OF_PARTS = {"prose": "text", "table": "table", "figure": "figure"}


def missing_exhibits(executed):
    """A sentence for every cell that does not show what it declares, or that declares nothing."""
    return [fault for cell in executed.cells if _is_shown(cell) for fault in _declaration_faults(cell)]


def _is_shown(cell):
    """Whether a cell of code is there to show something."""
    return cell.cell_type == "code" and is_shown(cell)


def _declaration_faults(cell):
    declared = [kind for tag, kind in KINDS.items() if tag in cell.metadata.get("tags", ())]
    source = cell.source.strip().partition("\n")[0]
    if not declared:
        yield f"the cell “{source}” does not declare what it shows ({', '.join(KINDS)})"
    elif not {kind_of_output(output) for output in cell.outputs} & set(declared):
        yield f"the cell “{source}” shows no {' or '.join(declared)}"
    if any("data" in output and MIME_TYPE not in output["data"] for output in cell.outputs):
        yield f"the cell “{source}” shows what is no part of a page, only plain text or a frame"


def kind_of_output(output):
    """What one output is to a reader, None where it is nothing that a page shows."""
    return KINDS_OF_PARTS.get(output.get("data", {}).get(MIME_TYPE, {}).get("kind"))


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LEAKED = {"nan", "none", "nat", "<na>", "inf", "-inf"}
LOADED = ("src", "srcset", "poster", "data", "action", "background")
REMOTE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!data:|#|['\"])", re.IGNORECASE)
# The report in the other language, the list of the reports, a form of a report: a file below the folder of reports.
BESIDE = re.compile(r"(?:\.\./)?(?:[\w%][\w.%-]*/)?[\w%][\w.%-]*(?:#[\w-]+)?")
# Behind the name of a host, /home is a page of a site and no folder.
MACHINE_PATH = re.compile(
    rf"(?:{re.escape(str(project_root()))}|(?<![\w.-])/(?:home|root|Users|tmp|private/var)/|\b[A-Z]:\\)[^\s<\"']*"
)
# The word that Jupyter's exporters put where a picture has no description.
FILLER = "No description has been provided"
# Shorter than this says that there is a chart, not what it shows.
SHORTEST_DESCRIPTION = 30


def html_faults(html):
    """Sentences on what is wrong with a page, none where it may be published."""
    page = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    found = [fault for rule in RULES for fault in rule(page)]
    return found + [fault for rule in TEXT_RULES for fault in rule(html)]


def language_is_stated(page):
    """The page says its language and its title."""
    if page.get("lang") not in LANGUAGES:
        yield "the page does not state its language"
    if not _words_of(page.find("head/title")):
        yield "the page has no title"


def headings_are_ordered(page):
    """There is one h1, it comes first, and no level is skipped."""
    headings = list(page.iter(*HEADINGS))
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield f"the page has {levels.count(1)} h1 headings, not one"
    for before, heading, level in zip([0, *levels], headings, levels, strict=False):
        if level > before + 1:
            yield f"the heading “{_words_of(heading)}” skips a level"


def links_lead_somewhere(page):
    """No id stands twice, and every address within the page exists."""
    ids = Counter(page.xpath("//@id"))
    for repeated in sorted(name for name, times in ids.items() if times > 1):
        yield f"the id “{repeated}” stands more than once"
    for address in page.xpath('//a/@href[starts-with(., "#")]'):
        if address[1:] not in ids:
            yield f"a link leads to “{address}”, which is not on the page"


def links_open_pages(page):
    """A link leads to a page of the web, within the page, or to another report beside it: nothing is run or opened."""
    for address in page.xpath("//a/@href"):
        if not leads_somewhere(address) and not BESIDE.fullmatch(address):
            yield f"a link may not lead to “{address[:60]}”"


def nothing_is_fetched(page):
    """The page asks no address, not even the folder it lies in, and runs nothing but our own scripts."""
    for tag in page.iter("script", "iframe", "link", "object", "embed"):
        if tag.tag != "script" or tag.attrib or (tag.text or "").strip() not in own_scripts():
            yield f"the page holds a <{tag.tag}>"
    for tag in page.iter("*"):
        names = (*LOADED, "href", "xlink:href") if tag.tag in ("use", "image") else LOADED
        loaded = [tag.attrib[name] for name in names if name in tag.attrib]
        if any(not address.startswith(("data:", "#")) for address in loaded):
            yield f"a <{tag.tag}> asks for {loaded[0]}"
    styles = page.xpath("//style/text() | //@style")
    if any(REMOTE_STYLE.search(style) for style in styles):
        yield "a style asks for another address"


@cache
def own_scripts():
    """The texts of the scripts that our templates hold; none asks for anything or runs what stands on a page."""
    return {path.read_text(encoding="utf-8").strip() for path in sorted(TEMPLATE.glob("*.js"))}


def citations_resolve(page):
    """A report says how to cite it: as a sentence and for BibTeX, both with its own file and the digest of its data."""
    if not page.xpath('//meta[@name="bvte:notebook"]'):
        return
    file, digest = (
        page.xpath("string(//meta[@name=$name]/@content)", name=name) for name in ("DC.identifier", "bvte:data-digest")
    )
    known = file, digest.removeprefix("sha256:")[:DIGITS]
    for form in ("cited", "bibtex"):
        text = next((_words_of(tag) for tag in _of_class(page, form)), "")
        if not file or any(part not in text for part in known):
            yield f"a citation does not lead to this page: “{text[:80]}”"


def exhibits_have_addresses(page):
    """Every figure, and every table of its own, has an id that its number leads to; a brief counts none."""
    boxes = page.xpath(
        "//main[not(@class='brief')]//figure | //main[not(@class='brief')]//table[not(ancestor::figure)]/parent::*"
    )
    for box in boxes:
        if not box.get("id") or not box.xpath('.//a[@class="number"][@href=concat("#", $id)]', id=box.get("id")):
            yield f"a table or figure has no address: “{_words_of(next(box.iter('caption', 'figcaption'), None))[:60]}”"


def small_counts_are_withheld(page):
    """No count of a protected indicator is so small that it points to a child, but on a page marked as internal."""
    if page.xpath("//body/p[@class='internal']"):
        return
    for row in page.xpath("//tr[.//@data-protected]"):
        named = row.xpath(".//*[@data-protected]")[0]
        for shown in row.xpath(".//data/@value"):
            # The row may be of any area: what is too small in all of them.
            if 0 < float(shown) < small_counts().least(named.get("data-code", "")):
                name = _words_of(named)
                yield f"a count of “{name}” is too small to be shown"


def nothing_is_supposed(page):
    """No number, target or source that somebody only supposed (`evidence/what_if.py`) reaches a report."""
    marks = "@data-strength='not_published' or @id='source-hypothetical' or @href='#source-hypothetical'"
    for told in page.xpath(f"//*[{marks} or contains(@class, 'not_published')]"):
        yield f"a number that nobody published: “{_words_of(told)[:60]}”"


def no_path_of_a_machine(html):
    """The page names no folder of the machine that it was made on."""
    for found in sorted(set(MACHINE_PATH.findall(html))):
        yield f"the page names a folder of a machine: {found}"


def pictures_are_described(page):
    """Every drawing says in words what it shows, and stands in a figure with a caption."""
    for drawing in page.iter("svg", "img"):
        text = drawing.get("aria-label" if drawing.tag == "svg" else "alt", "")
        if len(text.strip()) < SHORTEST_DESCRIPTION or FILLER in text:
            yield f"a drawing has no description: “{text}”"
        if drawing.tag == "svg" and drawing.get("role") != "img":
            yield "a drawing is not marked as an image"
        if drawing.tag == "svg" and not _words_of(drawing.find("title")):
            yield f"a drawing has no title: “{text[:60]}”"
        if next(drawing.iterancestors("figure"), None) is None:
            yield "a drawing stands outside a figure"
    for figure in page.iter("figure"):
        if not _has_words(figure.find(".//figcaption/p")):
            yield "a figure has no caption"


def tables_have_captions_and_headers(page):
    """Every table has a caption, headers with their scope, and can be scrolled with the keyboard."""
    for table in page.iter("table"):
        caption, headers = table.find("caption"), list(table.iter("th"))
        name = "without caption" if caption is None else _words_of(caption)
        if not _has_words(caption):
            yield "a table has no caption"
        if not table.xpath('.//thead//th[@scope="col"]'):
            yield f"the table “{name}” has no column headers"
        if any(header.get("scope") not in ("col", "row", "colgroup", "rowgroup") for header in headers):
            yield f"the table “{name}” has a header without scope"
        if not all(map(_words_of, headers)):
            yield f"the table “{name}” has an empty header"
        if not table.xpath('ancestor::*[@tabindex="0" and @aria-label]'):
            yield f"the table “{name}” cannot be scrolled with the keyboard"


def _words_of(tag):
    """The words of a tag, none where there is no such tag."""
    return "" if tag is None else " ".join(tag.text_content().split())


def _has_words(caption):
    """Whether a caption has words beside its number."""
    return _words_of(caption) != (_words_of(next(_of_class(caption, "number"), None)) if caption is not None else "")


def _of_class(tag, name, *kinds):
    """The tags below one that are of a class."""
    return (below for below in tag.iter(*kinds or "*") if name in below.get("class", "").split())


def nothing_leaks(page):
    """No raw Python reaches the reader: neither plain output nor a missing value's name."""
    for plain in _of_class(page, "plain", "pre"):
        yield f"an output has only plain text: “{_words_of(plain)[:60]}”"
    for cell in page.iter("td", "th", "li", "p", "strong"):
        if (text := _words_of(cell)).lower() in LEAKED:
            yield f"a value was not turned into words: “{text}”"


def text_is_composed(html):
    """All text is in Unicode's composed form, so that searching for a Vietnamese word finds it."""
    if not unicodedata.is_normalized("NFC", html):
        yield "the page has text that is not NFC"


def index_can_tell(page):
    """A report tells the index its headline and the date of its evidence, at least the day it sees from."""
    names = set(page.xpath('//meta[@content != ""]/@name'))
    if "bvte:notebook" in names:
        dated = {"bvte:evidence-date"} if "bvte:as-of" not in names else set()
        for missing in sorted({"bvte:headline", *dated} - names):
            yield f"the page has no {missing}"


RULES = (
    language_is_stated,
    headings_are_ordered,
    links_lead_somewhere,
    links_open_pages,
    nothing_is_fetched,
    citations_resolve,
    exhibits_have_addresses,
    pictures_are_described,
    tables_have_captions_and_headers,
    small_counts_are_withheld,
    nothing_is_supposed,
    nothing_leaks,
    index_can_tell,
)
# These look at the text of the whole page, which a parser would have to spell again.
TEXT_RULES = (no_path_of_a_machine, text_is_composed)
