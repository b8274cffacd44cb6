"""A report as PowerPoint slides that people edit: real titles, native charts, notes with the sources."""

import io
import re
from copy import deepcopy

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as PowerPoint
from pptx.util import Mm, Pt

from bvte.presentation import theme
from bvte.presentation.handling import handling_mark
from bvte.presentation.phrases import Run
from bvte.presentation.slide_room import TITLES, unbroken_spans
from bvte.presentation.texts import say
from bvte.publishing.forms import slide_parts as parts
from bvte.publishing.forms.office import INTERNAL_RED, day_of, repack_file
from bvte.publishing.forms.slide_bars import bars_of
from bvte.publishing.forms.slide_parts import add_chart, add_slide_table
from bvte.publishing.forms.slide_plan import Slide, plan_slides

# Number of the placeholder that holds words, in the layouts where it is not the first.
SAYS = {"table": 2, "figure": 2}


def powerpoint_file(article):
    """The bytes of a .pptx file. Raises ValueError for a chart with neither numbers nor a picture."""
    deck = Presentation()
    lay_out(deck)
    _set_properties(deck, article)
    for slide in plan_slides(article):
        _add_slide(deck, slide, article.language)
    out = io.BytesIO()
    deck.save(out)
    return repack_file(out.getvalue())


def _set_properties(deck, article):
    """What a file tells of itself: nothing of who made it, or when."""
    told = deck.core_properties
    told.title, told.subject = article.title, article.kind
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.language = parts.TAGS[article.language]
    told.created = told.modified = day_of(article.meta)
    told.revision = 1


def _add_slide(deck: PowerPoint, plan: Slide, language: str) -> None:
    """One slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[LAYOUTS[plan.kind]])
    parts.write_lines(slide.shapes.title.text_frame, [(Run(unbroken_spans(plan.title)),)], language, title_size(plan))
    body = slide.placeholders[SAYS.get(plan.kind, 1)]
    if plan.subtitle:
        parts.write_lines(body.text_frame, [(Run(line),) for line in plan.subtitle.split("\n")], language)
    elif plan.points:
        parts.write_lines(body.text_frame, plan.points, language)
    _add_exhibit(slide, plan, language)
    add_pointer(slide, plan, language)
    _add_mark(slide, language)
    if plan.kind != "title":
        add_page_number(slide)
    slide.notes_slide.notes_text_frame.text = speaker_notes(plan)
    parts.set_language(slide.notes_slide.notes_text_frame, language)


def _add_mark(slide, language):
    """On every slide the mark of an internal report or of made-up figures."""
    if mark := handling_mark():
        box = slide.shapes.add_textbox(*MARK)
        box.name = "Handling"
        parts.write_lines(box.text_frame, [(Run(mark, bold=True),)], language, Pt(12))
        for run in box.text_frame.paragraphs[0].runs:
            run.font.color.rgb = RGBColor.from_string(INTERNAL_RED.lstrip("#"))


def _add_exhibit(slide, plan, language):
    """The table, chart or picture in place of the empty part of the layout."""
    for place in list(slide.placeholders):
        if place.placeholder_format.type == PP_PLACEHOLDER.OBJECT and plan.exhibit:
            place._element.getparent().remove(place._element)
    if plan.kind == "table":
        add_slide_table(slide, plan.exhibit, BODY, language)
    elif plan.kind == "figure" and bars_of(plan.exhibit):
        left, top, width, height = BODY
        add_chart(slide, plan.exhibit, (left, top, width, height - _foot_growth(plan)), language)
    elif plan.kind == "figure":
        _add_picture(slide, plan.exhibit)


def _add_picture(slide, figure):
    """The drawing of the page, as large as fits, with its description."""
    if not figure.png:
        raise ValueError(f"the chart “{figure.caption}” has no picture for office files")
    left, top, width, height = BODY
    picture = slide.shapes.add_picture(io.BytesIO(figure.png), left, top, height=height)
    if picture.width > width:
        picture.width, picture.height = width, int(picture.height * width / picture.width)
    picture.left = left + (width - picture.width) // 2
    parts.describe_shape(picture, figure.number, figure.alt)


def speaker_notes(plan: Slide) -> str:
    """The notes of a slide: what may be said, then the sources of what it shows."""
    told = [f"[{number}] {text}" for number, text in plan.sources]
    head = [say("slides.sources") + ":"] if told else []
    return "\n".join([*plan.remarks, *head, *told])


# Stands on every machine of an office, has every Vietnamese letter, and LibreOffice has one of its widths.
FONT = "Arial"
WIDTH, HEIGHT = Mm(338.7), Mm(190.5)
MARGIN = Mm(14)
WHOLE = WIDTH - 2 * MARGIN
# Left, top, width, height. A rule along the top edge with a block at its left, as The Economist's charts have it.
RULE, BLOCK = (MARGIN, 0, WHOLE, Mm(0.6)), (MARGIN, 0, Mm(18), Mm(4))
TITLE = (MARGIN, Mm(6), WHOLE, Mm(31))
SUBTITLE = (MARGIN, Mm(37), WHOLE, Mm(10))
BODY = (MARGIN, Mm(48), WHOLE, Mm(125))
TEXT = (MARGIN, Mm(40), WHOLE, Mm(133))
FOOT = (MARGIN, Mm(175), WHOLE - Mm(24), Mm(12))
FOOT_LINE = Mm(8.5)
NUMBER = (WIDTH - MARGIN - Mm(20), Mm(175), Mm(20), Mm(12))
MARK = (MARGIN, Mm(1), WHOLE, Mm(6))
OPENING = ((Mm(28), Mm(38), WIDTH - Mm(56), Mm(58)), (Mm(28), Mm(104), WIDTH - Mm(56), Mm(56)))
# Kinds of slide -> layout of the template: title and subtitle, title and text, title with text and object.
LAYOUTS = {"title": 0, "text": 1, "table": 2, "figure": 2}
# The least size of a letter that the last row can read.
LEAST = Pt(20)
KEPT = ("Title Slide", "Title and Content", "Content with Caption")
INK, SOFT = (RGBColor.from_string(theme.COLOURS[name].lstrip("#").upper()) for name in ("accent", "soft"))
CENTRED = re.compile(r'algn="ctr"')


def lay_out(deck):
    """Make the template's master and the three layouts that are used ours."""
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    _set_theme(deck.slide_master)
    _layout_places(deck.slide_master, TITLE, TEXT)
    opening, text, exhibit = deck.slide_layouts
    _layout_places(opening, *OPENING)
    _layout_places(text, TITLE, TEXT)
    _layout_places(exhibit, TITLE, SUBTITLE, BODY)
    for layout in (deck.slide_master, text, exhibit):
        _placeholder_letters(layout, max(TITLES), theme.COLOURS["accent"], theme.COLOURS["ink"])
        _paint_edge(layout)
    opening.background.fill.solid()
    opening.background.fill.fore_color.rgb = INK
    _placeholder_letters(opening, 36, theme.COLOURS["paper"], theme.COLOURS["paper"], MSO_ANCHOR.MIDDLE)
    for place in exhibit.placeholders:
        if place.placeholder_format.type == PP_PLACEHOLDER.BODY:
            _text_style(place, 20, colour=theme.COLOURS["soft"])


def _paint_edge(layout):
    """A rule and a block at the top edge, behind everything: they tie the slides together and take no room."""
    for number, place in enumerate((RULE, BLOCK), 900):
        layout.shapes._spTree.insert(2, parts.coloured_box(place, theme.COLOURS["accent"].lstrip("#").upper(), number))


def _set_theme(master):
    """Font and colours of the theme, from which tables and charts take theirs."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    for number, colour in enumerate(theme.SERIES, start=1):
        old = rf"(<a:accent{number}><a:srgbClr val=\")[^\"]*"
        text = re.sub(old, rf"\g<1>{colour.lstrip('#').upper()}", text)
    part._blob = text.encode("utf-8")


def _layout_places(layout, title, body, exhibit=None):
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


def _placeholder_letters(layout, size, title, text, anchor=MSO_ANCHOR.TOP):
    """Titles in bold ink at the left, beginning at one height; text without a change of case."""
    for place in layout.placeholders:
        kind = place.placeholder_format.type
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            place.text_frame.vertical_anchor = anchor
            _text_style(place, size, bold=True, colour=title)
        elif kind in parts.TEXTS | {PP_PLACEHOLDER.OBJECT}:
            _text_style(place, 20, colour=text)
        elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
            _text_style(place, 20, colour=theme.COLOURS["soft"])


def _text_style(place, size, bold=False, colour=theme.COLOURS["ink"]):
    """The look of the first level of a placeholder's list style, which slides inherit."""
    body = place.text_frame._txBody
    style = body.find("{*}lstStyle")
    for old in list(style):
        style.remove(old)
    style.append(parts.list_level(size, bold, colour.lstrip("#").upper()))


def title_size(plan):
    """A smaller type for a title that the usual one has no room for; None for that."""
    if plan.kind == "title":
        return Pt(28) if len(plan.title) > 90 else None
    return None if plan.title_points == max(TITLES) else Pt(plan.title_points)


def add_pointer(slide, plan, language):
    """A line at the foot: where the whole stands, and sources; of more than a line the last stands there."""
    if not plan.pointer:
        return
    left, top, width, height = FOOT
    more = _foot_growth(plan)
    box = slide.shapes.add_textbox(left, top - more, width, height + more)
    box.name = "Foot"
    parts.write_lines(box.text_frame, [(Run(plan.pointer),)], language, LEAST)
    for run in box.text_frame.paragraphs[0].runs:
        run.font.color.rgb = SOFT


def _foot_growth(plan):
    """How much higher a foot of more than a line begins."""
    return FOOT_LINE * max(0, plan.foot_lines - 1)


def add_page_number(slide):
    """The number of the slide, as the layout places it."""
    for place in slide.slide_layout.placeholders:
        if place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = deepcopy(place._element)
            for run in number.iter("{*}rPr"):
                # The template speaks American English; a number has no language.
                run.attrib.pop("lang", None)
            slide.shapes._spTree.append(number)
