"""Parts of a Word document that python-docx has no name for: fields, links, anchors, descriptions."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from bvte.publishing.forms.status_mark import FONT, JOINED, mark_of

WORD_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def element(tag, **attributes):
    """An element of WordprocessingML; attribute names are those of the namespace w."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def add_run(paragraph, run, language):
    """Add a run of the report with its look, language and link, a status with its mark before it."""
    parent = _link(paragraph, run.href) if run.href else paragraph._p
    made = _marked(paragraph, mark_of(run.status)) if run.status else paragraph.add_run()
    for number, text in enumerate(run.text.split("\n")):
        if number:
            made.add_break()
        made.add_text(text)
    made.bold = run.bold or None
    if run.small:
        made._r.style = "Small"
    if run.href.startswith("http"):
        made._r.style = "Hyperlink"
    if run.language and run.language != language:
        _speak(made, run.language)
    parent.append(made._r)
    return made


def _marked(paragraph, mark):
    """Add the mark of a status; the run for its word, which a dashed frame around both may reach over."""
    sign, word = paragraph.add_run(mark.text), paragraph.add_run(JOINED)
    sign.font.color.rgb = RGBColor.from_string(mark.ink)
    fonts = element("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT))
    sign._r.get_or_add_rPr().insert(0, fonts)
    for made in (sign, word) if mark.drafted else ():
        made._r.get_or_add_rPr().append(element("w:bdr", val="dashed", sz=6, space=0, color="6F7880"))
    sign._r.rPr.append(element("w:shd", val="clear", color="auto", fill=mark.ground))
    return word


def _link(paragraph, address):
    """A hyperlink at the end of a paragraph, into the document or out of it."""
    link = OxmlElement("w:hyperlink")
    if address.startswith("#"):
        link.set(qn("w:anchor"), anchor_name(address[1:]))
    else:
        target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
    paragraph._p.append(link)
    return link


def _speak(run, language):
    """Say that a run is in another language, so that it is read and spelt in it."""
    run._r.get_or_add_rPr().append(element("w:lang", val=WORD_LANGUAGES.get(language, language)))


def anchor_name(name):
    """A bookmark's name: Word allows 40 letters, digits and underscores."""
    return "".join(c if c.isalnum() else "_" for c in name)[:40]


def add_anchor(paragraph, name, number):
    """Let links of the document lead to a paragraph; `number` tells bookmarks apart."""
    start = element("w:bookmarkStart", id=number, name=anchor_name(name))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("w:bookmarkEnd", id=number))


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


def _field_mark(paragraph, kind):
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def describe_picture(inline, number, caption, alt):
    """Give a picture its name and the text that is read to those who do not see it."""
    properties = inline._inline.docPr
    properties.set("id", str(number))
    properties.set("name", caption)
    properties.set("descr", alt)


def describe_table(table, caption):
    """Give a table the name that is read before it."""
    table._tbl.tblPr.append(element("w:tblCaption", val=caption))


def repeat_on_every_page(row):
    """Make a row the heading of its table on every page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def keep_whole(row):
    """Do not break a row across pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))
