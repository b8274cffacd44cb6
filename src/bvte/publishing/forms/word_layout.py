"""The layout of a Word document: its styles, its sheets and what stands at their edges."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bvte.presentation.handling import handling_mark
from bvte.publishing.forms.office import INTERNAL_RED
from bvte.publishing.forms.word_parts import FONT_SCRIPTS, WORD_LANGUAGES, add_field, word_element

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
    "Contents heading": (13, True, 8, 2, True),
    "Source": (12, False, 0, 4, False),
    "TOC 1": (11, False, 0, 0, False),
    "TOC 2": (11, False, 0, 0, False),
}
# What Word keeps free at both sides of a cell.
CELL_EDGES = Mm(3.8)
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
    # Without dots: where a program does not count the pages on opening, they would lead to nothing.
    for name in ("TOC 1", "TOC 2"):
        document.styles[name].paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
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
    waiting.font.color.rgb, waiting.font.italic, waiting.font.size = RGBColor(0x59, 0x59, 0x59), True, Pt(11)
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
