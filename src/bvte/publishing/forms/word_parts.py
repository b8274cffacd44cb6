"""What a Word document is made of: the layout of its pages and styles, and parts that python-docx has no name for."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from bvte.presentation.handling import handling_mark
from bvte.publishing.forms.office import INTERNAL_RED, JOINED, SIGN_FONT, mark_of

FONT_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
WORD_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


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
    """Add the mark of a status; the run for its word, which a dashed frame around both may reach over."""
    sign, word = map(paragraph.add_run, (mark.text.strip(JOINED) if is_plain else mark.text, JOINED))
    sign._r.get_or_add_rPr().insert(0, word_element("w:rFonts", **dict.fromkeys(FONT_SCRIPTS, SIGN_FONT)))
    if is_plain:
        return word
    sign.font.color.rgb = RGBColor.from_string(mark.ink)
    for made in (sign, word) if mark.drafted else ():
        made._r.get_or_add_rPr().append(word_element("w:bdr", val="dashed", sz=6, space=0, color="6F7880"))
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
    """Let paragraphs look like what is to be typed over."""
    for run in (run for paragraph in paragraphs for run in paragraph.iter(qn("w:r"))):
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


FONT = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
A4 = (Mm(210), Mm(297))
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(20)}
# Bound at its left edge, a page across has that edge on top.
ACROSS = {"top_margin": Mm(25), "bottom_margin": Mm(15), "left_margin": Mm(20), "right_margin": Mm(20)}
# Name of a style: size in points, bold, space before and after in points, stays with what follows.
PARAGRAPHS = {
    "Normal": (13, False, 0, 6, False),
    "Paper": (14, True, 12, 0, True),
    "Title": (14, True, 0, 0, True),
    "Attached": (13, False, 0, 6, True),
    "Addressee": (13, False, 0, 2, False),
    "Unit": (12, False, 0, 2, True),
    "Heading 1": (14, True, 18, 6, True),
    "Heading 2": (13, True, 12, 6, True),
    "Heading 3": (13, True, 6, 6, True),
    "Caption": (12, True, 12, 4, True),
    "List Bullet": (13, False, 0, 4, False),
    "Lead": (13, False, 0, 8, False),
    "Key message": (13, False, 4, 4, False),
    "Note": (11, False, 4, 8, False),
    "Body Text": (13, False, 0, 6, False),
    "Letter": (12, False, 0, 0, False),
    "To write": (12, False, 2, 4, False),
    "Card": (12, False, 2, 4, False),
    "Table text": (10, False, 1, 1, False),
    "Contents heading": (13, True, 12, 4, True),
    "Source": (12, False, 0, 4, False),
    "TOC 1": (12, False, 0, 2, False),
    "TOC 2": (12, False, 0, 2, False),
}
# What Word keeps free at both sides of a cell, and in a table at each side (mm).
CELL_EDGES, TABLE_EDGE = Mm(3.8), 1.2
# Where the page numbers of the contents stand: at the right edge of the text.
TEXT_WIDTH = Mm(160)


def lay_out_document(document, language):
    """Set styles, language and the first section of an empty document."""
    _drop_unused(document.styles)
    for name, look in PARAGRAPHS.items():
        _paragraph_style(document.styles, name, *look)
    for name in ("Paper", "Title", "Attached"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Unit"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.styles["Addressee"].paragraph_format.left_indent = Mm(40)
    for name in ("Attached", "Unit"):
        document.styles[name].font.italic = True
    document.styles["TOC 2"].paragraph_format.left_indent = Mm(6)
    for name in ("TOC 1", "TOC 2"):
        stops = document.styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    document.styles["Source"].paragraph_format.left_indent = Mm(10)
    document.styles["Source"].paragraph_format.first_line_indent = Mm(-10)
    document.styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.styles["Body Text"].paragraph_format.first_line_indent = Mm(10)
    _style_mark(document.styles["Key message"], "single", "17406D")
    _style_mark(document.styles["To write"], "dashed", "6F7880")
    _character_styles(document.styles)
    _style_language(document, language)
    _first_section(document.sections[0])
    if mark := handling_mark():
        _mark_pages(document.sections[0], mark)


def _mark_pages(section, mark):
    """A line above every page; later sections take it over from the first."""
    for header in (section.first_page_header, section.header):
        run = header.add_paragraph().add_run(mark)
        run.bold, run.font.color.rgb = True, RGBColor.from_string(INTERNAL_RED.lstrip("#"))


def _drop_unused(styles):
    """Without the hundred designs of tables of the template, of which a report uses one."""
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()


def _paragraph_style(styles, name, size, bold, before, after, together):
    known = name in [style.name for style in styles]
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = styles["Normal"]
    _style_letters(style, size, bold)
    space = style.paragraph_format
    space.space_before, space.space_after, space.keep_with_next = Pt(before), Pt(after), together
    space.line_spacing = 1.0 if name in ("Table text", "TOC 1", "TOC 2") else 1.15
    for rule in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        rule.getparent().remove(rule)


def _style_letters(style, size, bold):
    """Font, size and colour of a style, without the fonts of the template's theme."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, BLACK
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in FONT_SCRIPTS:
        fonts.set(qn(f"w:{name}"), FONT)


def _style_mark(style, line, colour):
    """A rule at the left, as on the page."""
    rules = word_element("w:pBdr")
    rules.append(word_element("w:left", val=line, sz=24, space=8, color=colour))
    style.element.get_or_add_pPr().insert_element_before(rules, "w:spacing", "w:ind", "w:jc")


def _character_styles(styles):
    small = styles.add_style("Small", WD_STYLE_TYPE.CHARACTER)
    small.font.size = Pt(10)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x17, 0x40, 0x6D), True
    waiting = styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    waiting.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
    waiting.element.get_or_add_rPr().append(word_element("w:shd", val="clear", color="auto", fill="F2F2F2"))


def _style_language(document, language):
    """The language of the document, for spelling and for screen readers."""
    code = WORD_LANGUAGES[language]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(word_element("w:lang", val=code, eastAsia=code, bidi="ar-SA"))


def _first_section(section):
    """A4 upright; the number of the page at the top of all pages but the first."""
    section.page_width, section.page_height = A4
    _set_margins(section, MARGINS)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(paragraph, "PAGE", "2")


# A rule under the name of a body: a third to a half of its length, in millimetres for each letter.
RULE_OF_LETTER, LEAST_RULE, LONGEST_RULE = 1.2, 8, 25


def rule_below(paragraph, letters, width):
    """Turn an empty paragraph into the rule under a name of so many letters, in a column so wide (EMU)."""
    length = Mm(min(max(LEAST_RULE, RULE_OF_LETTER * letters), LONGEST_RULE))
    rules = word_element("w:pBdr")
    rules.append(word_element("w:top", val="single", sz=6, space=1, color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(rules, "w:spacing", "w:ind", "w:jc", "w:rPr")
    space = paragraph.paragraph_format
    space.left_indent = space.right_indent = (width - CELL_EDGES - length) // 2
    space.space_before, space.line_spacing = Pt(2), Pt(6)


def begin_annex(document, landscape):
    """Begin the section of an annex, across or upright, whose pages are counted from 1."""
    section = _new_section(document, landscape)
    section._sectPr.insert_element_before(word_element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid")


def _set_margins(section, margins):
    for name, width in margins.items():
        setattr(section, name, width)


def turn_page(document, landscape):
    """Begin a section across or upright, unless the last one already stands so; its text width (EMU)."""
    if (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE) != landscape:
        _new_section(document, landscape)
    return text_width(document)


def _new_section(document, landscape):
    """A section across or upright that goes on with the count of its pages, which it shows on all."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    flatten(document.paragraphs[-1])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4[::-1] if landscape else A4
    _set_margins(section, ACROSS if landscape else MARGINS)
    section.different_first_page_header_footer = False
    # A section is made from the one before it, also of an annex, whose count it would begin again.
    for count in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(count)
    return section


def flatten(paragraph):
    """Let an empty paragraph take no room: below a table that fills its sheet it would be a blank one."""
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = Pt(1), Pt(0), Pt(0)


def text_width(document):
    """The width of the text where the document ends (EMU)."""
    section = document.sections[-1]
    return section.page_width - section.left_margin - section.right_margin
