"""The look of the slides: 16:9, one sans font that every office has, titles above, room for an exhibit."""

import re
from copy import deepcopy

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Mm, Pt

from bvte.presentation import theme
from bvte.publishing.article import Run
from bvte.publishing.forms import slide_parts as parts

# Stands on every machine of an office, has every Vietnamese letter, and LibreOffice has one of its widths.
FONT = "Arial"
WIDTH, HEIGHT = Mm(338.7), Mm(190.5)
MARGIN = Mm(14)
WHOLE = WIDTH - 2 * MARGIN
# Left, top, width, height.
TITLE = (MARGIN, Mm(8), WHOLE, Mm(25))
SUBTITLE = (MARGIN, Mm(33), WHOLE, Mm(13))
BODY = (MARGIN, Mm(48), WHOLE, Mm(122))
TEXT = (MARGIN, Mm(40), WHOLE, Mm(130))
FOOT = (MARGIN, Mm(174), WHOLE - Mm(20), Mm(11))
NUMBER = (WIDTH - MARGIN - Mm(18), Mm(174), Mm(18), Mm(11))
OPENING = ((Mm(28), Mm(46), WIDTH - Mm(56), Mm(50)), (Mm(28), Mm(102), WIDTH - Mm(56), Mm(45)))
# Kinds of slide -> layout of the template: title and subtitle, title and text, title with text and object.
LAYOUTS = {"title": 0, "text": 1, "sources": 1, "table": 2, "figure": 2}
KEPT = ("Title Slide", "Title and Content", "Content with Caption")
INK, SOFT = (RGBColor.from_string(theme.COLOURS[name].lstrip("#").upper()) for name in ("accent", "soft"))
CENTRED = re.compile(r'algn="ctr"')


def lay_out(deck):
    """Make the template's master and the three layouts that are used ours."""
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    _theme(deck.slide_master)
    _places(deck.slide_master, TITLE, TEXT)
    opening, text, exhibit = deck.slide_layouts
    _places(opening, *OPENING)
    _places(text, TITLE, TEXT)
    _places(exhibit, TITLE, SUBTITLE, BODY)
    for layout in (deck.slide_master, opening, text, exhibit):
        _letters(layout, 34 if layout is opening else 28)


def _theme(master):
    """Font and colours of the theme, from which tables and charts take theirs."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    for number, colour in enumerate(theme.SERIES, start=1):
        old = rf"(<a:accent{number}><a:srgbClr val=\")[^\"]*"
        text = re.sub(old, rf"\g<1>{colour.lstrip('#').upper()}", text)
    part._blob = text.encode("utf-8")


def _places(layout, title, body, exhibit=None):
    """Where the parts of a layout stand."""
    wanted = {PP_PLACEHOLDER.OBJECT: exhibit or body, PP_PLACEHOLDER.SLIDE_NUMBER: NUMBER}
    wanted |= dict.fromkeys((PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE), title)
    wanted |= dict.fromkeys(parts.TEXTS, body)
    for place in list(layout.placeholders):
        where = wanted.get(place.placeholder_format.type)
        if where is None:
            place._element.getparent().remove(place._element)
        else:
            place.left, place.top, place.width, place.height = where


def _letters(layout, size):
    """Titles in bold ink at the left, above each other on one line; text without a change of case."""
    for place in layout.placeholders:
        kind = place.placeholder_format.type
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            _title_letters(place, size)
        elif kind in parts.TEXTS | {PP_PLACEHOLDER.OBJECT}:
            _style(place, 16 if kind == PP_PLACEHOLDER.BODY else 20)


def _title_letters(place, size):
    place.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _style(place, size, bold=True, colour=theme.COLOURS["accent"])


def _style(place, size, bold=False, colour=theme.COLOURS["ink"]):
    """The look of the first level of a placeholder's list style, which slides inherit."""
    body = place.text_frame._txBody
    style = body.find("{*}lstStyle")
    for old in list(style):
        style.remove(old)
    style.append(parts.level(size, bold, colour.lstrip("#").upper()))


def title_size(plan):
    """A smaller type for a title that would not fit two lines; None for the usual one."""
    if plan.kind == "title":
        return Pt(28) if len(plan.title) > 90 else None
    return Pt(20) if len(plan.title) > 130 else Pt(24) if len(plan.title) > 70 else None


def add_pointer(slide, text, language):
    """A line at the foot: where the whole stands, and sources."""
    if not text:
        return
    box = slide.shapes.add_textbox(*FOOT)
    box.name = "Foot"
    parts.write(box.text_frame, [(Run(text),)], language, Pt(12))
    for run in box.text_frame.paragraphs[0].runs:
        run.font.color.rgb = SOFT


def add_page_number(slide):
    """The number of the slide, as the layout places it."""
    for place in slide.slide_layout.placeholders:
        if place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = deepcopy(place._element)
            for run in number.iter("{*}rPr"):
                # The template speaks American English; a number has no language.
                run.attrib.pop("lang", None)
            slide.shapes._spTree.append(number)
