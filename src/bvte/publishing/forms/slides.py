"""A report as PowerPoint slides that people edit: real titles, native charts, notes with the sources."""

import io

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from bvte.publishing.article import Figure, Run
from bvte.publishing.forms import slide_parts as parts
from bvte.publishing.forms.packed import day_of, repacked
from bvte.publishing.forms.slide_chart import add_chart, can_be_drawn
from bvte.publishing.forms.slide_layout import (
    BODY,
    LAYOUTS,
    add_page_number,
    add_pointer,
    lay_out,
    title_size,
)
from bvte.publishing.forms.slide_plan import slides
from bvte.publishing.forms.slide_table_shape import add_table
from bvte.publishing.forms.words import FORM_WORDS

# Number of the placeholder that holds words, in the layouts where it is not the first.
SAYS = {"table": 2, "figure": 2}


def powerpoint(article):
    """The bytes of a .pptx file. Raises ValueError for a chart with neither numbers nor a picture."""
    deck = Presentation()
    lay_out(deck)
    _properties(deck, article)
    for slide in slides(article):
        _add(deck, slide, article.language)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue())


def _properties(deck, article):
    """What a file tells of itself: nothing of who made it, or when."""
    told = deck.core_properties
    told.title, told.subject = article.title, article.kind
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.language = parts.TAGS[article.language]
    told.created = told.modified = day_of(article.meta)
    told.revision = 1


def _add(deck, plan, language):
    """One slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[LAYOUTS[plan.kind]])
    parts.write(slide.shapes.title.text_frame, [(Run(plan.title),)], language, title_size(plan))
    body = slide.placeholders[SAYS.get(plan.kind, 1)]
    if plan.subtitle:
        parts.write(body.text_frame, [(Run(line),) for line in plan.subtitle.split("\n")], language)
    elif plan.points:
        parts.write(body.text_frame, plan.points, language, Pt(14) if plan.kind == "sources" else None)
    _exhibit(slide, plan, language)
    add_pointer(slide, _footer(plan, language), language)
    add_page_number(slide)
    slide.notes_slide.notes_text_frame.text = notes(plan, language)
    parts.speak(slide.notes_slide.notes_text_frame, language)


def _exhibit(slide, plan, language):
    """The table, chart or picture in place of the empty part of the layout."""
    for place in list(slide.placeholders):
        if place.placeholder_format.type == PP_PLACEHOLDER.OBJECT and plan.exhibit:
            place._element.getparent().remove(place._element)
    if plan.kind == "table":
        add_table(slide, plan.exhibit, BODY, language)
    elif plan.kind == "figure" and can_be_drawn(plan.exhibit):
        add_chart(slide, plan.exhibit, BODY, language)
    elif plan.kind == "figure":
        _picture(slide, plan.exhibit)


def _picture(slide, figure):
    """The drawing of the page, as large as fits, with its description."""
    if not figure.png:
        raise ValueError(f"the chart “{figure.caption}” has no picture for office files")
    left, top, width, height = BODY
    picture = slide.shapes.add_picture(io.BytesIO(figure.png), left, top, height=height)
    if picture.width > width:
        picture.width, picture.height = width, int(picture.height * width / picture.width)
    picture.left = left + (width - picture.width) // 2
    parts.describe(picture, figure.number, figure.alt)


def _footer(plan, language):
    """Where the whole of it stands, and the numbers of the sources."""
    words = FORM_WORDS[language]
    cites = words["cites"].format(numbers=" ".join(f"[{number}]" for number, _ in plan.sources))
    drawn = isinstance(plan.exhibit, Figure) and can_be_drawn(plan.exhibit)
    points = words["points_only"].format(figure=plan.exhibit.number) if drawn else ""
    return "  ·  ".join(filter(None, (plan.pointer, points, cites if plan.sources else "")))


def notes(plan, language):
    """The notes of a slide: what may be said, then the sources of what it shows."""
    told = [f"[{number}] {text}" for number, text in plan.sources]
    head = [FORM_WORDS[language]["slide_sources"] + ":"] if told else []
    return "\n".join([*plan.remarks, *head, *told])
