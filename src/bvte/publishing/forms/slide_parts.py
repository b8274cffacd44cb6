"""Parts of a slide: runs in their language, descriptions for those who do not see a shape."""

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_UNDERLINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from bvte.publishing.forms.status_mark import FONT, JOINED, mark_of

TAGS = {"vi": "vi-VN", "en": "en-GB"}
LANGUAGE_IDS = {"vi": MSO_LANGUAGE_ID.VIETNAMESE, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
TEXTS = {PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY}


def write(frame, lines, language, size=None):
    """Fill a text frame with lines of runs, a paragraph each."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for run in line:
            add_run(paragraph, run, language, size)


def add_run(paragraph, run, language, size):
    """A run with its look, language and address; a place inside the report leads nowhere from here."""
    if run.status:
        _add_mark(paragraph, mark_of(run.status), language, size)
    for number, text in enumerate(run.text.split("\n")):
        if number:
            paragraph.add_line_break()
        made = paragraph.add_run()
        made.text = JOINED + text if run.status and number == 0 else text
        made.font.bold, made.font.size = run.bold or None, size
        made.font.underline = _line_under(run)
        made.font.language_id = LANGUAGE_IDS.get(run.language, LANGUAGE_IDS[language])
        if run.href.startswith("http"):
            made.hyperlink.address = run.href


def _line_under(run):
    """A dashed line under what is drafted: a slide has no frame for a part of a text."""
    return MSO_UNDERLINE.DASH_LINE if run.status and mark_of(run.status).drafted else None


def _add_mark(paragraph, mark, language, size):
    """The sign of a status on its colour, before the word."""
    made = paragraph.add_run()
    made.text, made.font.size, made.font.name = mark.text, size, FONT
    made.font.language_id = LANGUAGE_IDS[language]
    made.font.color.rgb = RGBColor.from_string(mark.ink)
    made.font._element.find("{*}latin").addprevious(_ground(mark))


def _ground(mark):
    """The colour behind a text."""
    return parse_xml(f'<a:highlight {nsdecls("a")}><a:srgbClr val="{mark.ground}"/></a:highlight>')


def speak(frame, language):
    """Say of every run in which language it is, for spelling and for screen readers."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = LANGUAGE_IDS[language]


def describe(shape, name, alt):
    """Give a shape its name and the text that is read to those who do not see it."""
    properties = shape._element._nvXxPr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


def level(size, bold, colour):
    """The first level of a list style: no bullet, at the left, size in points, colour as RRGGBB."""
    return parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="600"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}" cap="none">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
