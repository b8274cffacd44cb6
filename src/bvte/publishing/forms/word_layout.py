"""The look of a Word report: page, type and styles near Decree 30/2020 on administrative documents.

The decree's annex I asks for A4, margins of 20 to 25 mm above and below, 30 to 35 mm left, 15 to 20 mm
right, Times New Roman of 13 to 14 points in black, and the page number centred at the top from page 2.
"""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bvte.publishing.forms.word_parts import WORD_LANGUAGES, add_field, element

FONT = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
A4 = (Mm(210), Mm(297))
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(20)}
# Bound at its left edge, a page across has that edge on top.
ACROSS = {"top_margin": Mm(25), "bottom_margin": Mm(15), "left_margin": Mm(20), "right_margin": Mm(20)}
# Name of a style: size in points, bold, space before and after in points, stays with what follows.
PARAGRAPHS = {
    "Normal": (13, False, 0, 6, False),
    "Title": (15, True, 6, 6, True),
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
    "Table text": (11, False, 1, 1, False),
    "Contents heading": (13, True, 12, 4, True),
    "Source": (12, False, 0, 4, False),
    "TOC 1": (12, False, 0, 2, False),
    "TOC 2": (12, False, 0, 2, False),
}


def lay_out(document, language):
    """Set styles, language and the first section of an empty document."""
    _drop_unused(document.styles)
    for name, look in PARAGRAPHS.items():
        _paragraph_style(document.styles, name, *look)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["TOC 2"].paragraph_format.left_indent = Mm(6)
    document.styles["Source"].paragraph_format.left_indent = Mm(10)
    document.styles["Source"].paragraph_format.first_line_indent = Mm(-10)
    document.styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.styles["Body Text"].paragraph_format.first_line_indent = Mm(10)
    _mark(document.styles["Key message"], "single", "17406D")
    _mark(document.styles["To write"], "dashed", "6F7880")
    _character_styles(document.styles)
    _speak(document, language)
    _first_section(document.sections[0])


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
    _letters(style, size, bold)
    space = style.paragraph_format
    space.space_before, space.space_after, space.keep_with_next = Pt(before), Pt(after), together
    space.line_spacing = 1.0 if name in ("Table text", "TOC 1", "TOC 2") else 1.15
    for rule in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        rule.getparent().remove(rule)


def _letters(style, size, bold):
    """Font, size and colour of a style, without the fonts of the template's theme."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, BLACK
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _mark(style, line, colour):
    """A rule at the left, as on the page."""
    rules = element("w:pBdr")
    rules.append(element("w:left", val=line, sz=24, space=8, color=colour))
    style.element.get_or_add_pPr().insert_element_before(rules, "w:spacing", "w:ind", "w:jc")


def _character_styles(styles):
    small = styles.add_style("Small", WD_STYLE_TYPE.CHARACTER)
    small.font.size = Pt(10)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x17, 0x40, 0x6D), True


def _speak(document, language):
    """The language of the document, for spelling and for screen readers."""
    code = WORD_LANGUAGES[language]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=code, eastAsia=code, bidi="ar-SA"))


def _first_section(section):
    """A4 upright; the number of the page at the top of all pages but the first."""
    section.page_width, section.page_height = A4
    _set_margins(section, MARGINS)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(paragraph, "PAGE", "2")


def _set_margins(section, margins):
    for name, width in margins.items():
        setattr(section, name, width)


def turn(document, landscape):
    """Begin a section across or upright, unless the last one already stands so; its text width (EMU)."""
    section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) != landscape:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = A4[::-1] if landscape else A4
        _set_margins(section, ACROSS if landscape else MARGINS)
        section.different_first_page_header_footer = False
    return section.page_width - section.left_margin - section.right_margin
