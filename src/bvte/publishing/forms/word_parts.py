"""What a Word document is made of: parts that python-docx has no name for."""

from docx.enum.text import WD_UNDERLINE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from bvte.publishing.forms.office import JOINED, SIGN_FONT, mark_of

FONT_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
WORD_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
# Left free at both sides of a cell of a table (mm).
TABLE_EDGE = 1.2


def word_element(tag, **attributes):
    """An element of WordprocessingML; attribute names are those of the namespace w."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def add_word_run(paragraph, run, language, is_cell=False):
    """Add a run with its look, language and link, a status with its mark before it, in a cell without its ground."""
    parent = _add_link(paragraph, run.href) if run.href else paragraph._p
    made = _marked_run(paragraph, mark_of(run.status), is_cell) if run.status else paragraph.add_run()
    for number, text in enumerate(run.text.split("\n")):
        if number:
            made.add_break()
        made.add_text(text)
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.small:
        made._r.style = "Small"
    if run.href.startswith("http"):
        made._r.style = "Hyperlink"
    if run.language and run.language != language:
        _run_language(made, run.language)
    parent.append(made._r)
    return made


def _marked_run(paragraph, mark, is_plain):
    """Add the mark of a status; the run for its word, below which that of a draft has a dashed line."""
    sign, word = map(paragraph.add_run, (mark.text.strip(JOINED) if is_plain else mark.text, JOINED))
    sign._r.get_or_add_rPr().insert(0, word_element("w:rFonts", **dict.fromkeys(FONT_SCRIPTS, SIGN_FONT)))
    if is_plain:
        return word
    sign.font.color.rgb = RGBColor.from_string(mark.ink)
    # A frame would be torn where a line ends.
    word.underline = WD_UNDERLINE.DASH if mark.drafted else None
    sign._r.rPr.append(word_element("w:shd", val="clear", color="auto", fill=mark.ground))
    return word


def _add_link(paragraph, address):
    """A hyperlink at the end of a paragraph, into the document or out of it."""
    link = OxmlElement("w:hyperlink")
    if address.startswith("#"):
        link.set(qn("w:anchor"), anchor_name(address[1:]))
    else:
        target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
    paragraph._p.append(link)
    return link


def _run_language(run, language):
    """Say that a run is in another language, so that it is read and spelt in it."""
    run._r.get_or_add_rPr().append(word_element("w:lang", val=WORD_LANGUAGES.get(language, language)))


def anchor_name(name):
    """A bookmark's name: Word allows 40 letters, digits and underscores."""
    return "".join(c if c.isalnum() else "_" for c in name)[:40]


def add_anchor(paragraph, name, number):
    """Let links of the document lead to a paragraph; `number` tells bookmarks apart."""
    start = word_element("w:bookmarkStart", id=number, name=anchor_name(name))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(word_element("w:bookmarkEnd", id=number))


def add_field(paragraph, instruction, result, open_end=False):
    """Add a field with the result that it shows until it is updated; an open one is ended elsewhere."""
    _field_mark(paragraph, "begin")
    text = paragraph.add_run()._r
    text.append(OxmlElement("w:instrText"))
    text[-1].text = f" {instruction} "
    text[-1].set(qn("xml:space"), "preserve")
    _field_mark(paragraph, "separate")
    if not open_end:
        paragraph.add_run(result)
        end_field(paragraph)


def end_field(paragraph):
    """End an open field."""
    _field_mark(paragraph, "end")


def add_page_number(paragraph, anchor):
    """Add, to the link at the end of an entry of the contents, the page of what it leads to."""
    link, before = paragraph._p[-1], len(paragraph._p)
    paragraph.add_run("\t")
    add_field(paragraph, f"PAGEREF {anchor} \\h", "")
    link.extend(list(paragraph._p[before:]))


def mark_contents(first):
    """Say that a paragraph and all below it are the list of contents, as Word does of its own."""
    below = (each for each in first._p.itersiblings() if each.tag != qn("w:sectPr"))
    _mark_part([first._p, *below], "Table of Contents")


def mark_head(rule):
    """Say that the rule which ends the head of a paper was inserted as a part.

    Where no such part goes before, LibreOffice makes each later control one within a line and loses the links in it.
    """
    _mark_part([rule._p], "Quick Parts")


def _mark_part(inside, gallery):
    """Put elements below each other into a control that says from which gallery of Word they are."""
    control, properties, kind, content = map(OxmlElement, ("w:sdt", "w:sdtPr", "w:docPartObj", "w:sdtContent"))
    kind.extend((word_element("w:docPartGallery", val=gallery), OxmlElement("w:docPartUnique")))
    properties.append(kind)
    inside[0].addprevious(control)
    control.extend((properties, content))
    content.extend(inside)


def update_on_opening(document):
    """Have the fields of a document counted when it is opened."""
    wanted = word_element("w:updateFields", val="true")
    later = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang")
    document.settings.element.insert_element_before(wanted, *(f"w:{name}" for name in later), "m:mathPr")


def mark_placeholder(paragraphs):
    """Let paragraphs look like what is to be typed over: nothing of them is bold, and small words are one line."""
    for run in (run for paragraph in paragraphs for run in paragraph.iter(qn("w:r"))):
        for look in run.xpath("w:rPr"):
            run.remove(look)
        run.style = "PlaceholderText"


def _field_mark(paragraph, kind):
    paragraph.add_run()._r.append(word_element("w:fldChar", fldCharType=kind))


def describe_picture(inline, number, caption, alt):
    """Give a picture its name and the text that is read to those who do not see it."""
    properties = inline._inline.docPr
    properties.set("id", str(number))
    properties.set("name", caption)
    properties.set("descr", alt)


def describe_table(table, caption):
    """Give a table the name that is read before it."""
    table._tbl.tblPr.append(word_element("w:tblCaption", val=caption))


def keep_last_with_next(document, count=1):
    """Let the last paragraphs stand on the page of what follows, also those in a control, but not what tables hold."""
    for last in list(document.element.body.iter(qn("w:p")))[-count:]:
        if next(last.iterancestors(qn("w:tbl")), None) is None:
            Paragraph(last, document._body).paragraph_format.keep_with_next = True


def narrow_edges(grid):
    """What is kept free at both sides of each cell of a table: less than Word's own, which takes a column's width."""
    edges = word_element("w:tblCellMar")
    edges.extend(word_element(f"w:{side}", w=Mm(TABLE_EDGE).twips, type="dxa") for side in ("left", "right"))
    grid._tbl.tblPr.insert_element_before(edges, "w:tblLook")


def repeat_on_every_page(row):
    """Make a row the heading of its table on every page."""
    row._tr.get_or_add_trPr().append(word_element("w:tblHeader", val="true"))


def keep_whole(row):
    """Do not break a row across pages."""
    row._tr.get_or_add_trPr().append(word_element("w:cantSplit", val="true"))


def line_to_write(paragraph, height):
    """Make an empty paragraph a line to write on; the rules of equal paragraphs would be one without "between"."""
    rules = word_element("w:pBdr")
    rules.extend(
        word_element(f"w:{side}", val="dotted", sz=6, space=1, color="6F7880") for side in ("bottom", "between")
    )
    paragraph._p.get_or_add_pPr().insert_element_before(rules, "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = height, Pt(0)


def dash_rules(grid):
    """Dashed rules around all cells of a table, to cut along."""
    rules = word_element("w:tblBorders")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules.extend(word_element(f"w:{side}", val="dashed", sz=6, space=0, color="6F7880") for side in sides)
    grid._tbl.tblPr.insert_element_before(rules, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
