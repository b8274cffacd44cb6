"""Parts of a slide: runs in their language, tables, native charts, descriptions for those who do not see a shape."""

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_UNDERLINE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from bvte.presentation import theme
from bvte.presentation.column_widths import spread_row
from bvte.presentation.phrases import Run
from bvte.presentation.slide_room import slide_shares
from bvte.presentation.texts import say
from bvte.publishing.forms.office import JOINED, SIGN_FONT, mark_of, repack_file
from bvte.publishing.forms.slide_bars import BarLook, bars_of

TAGS = {"vi": "vi-VN", "en": "en-GB"}
# By these a program writes the numbers of an axis in the language of the report.
NUMBER_FORMATS = {"vi": "[$-42A]", "en": "[$-809]"}
LANGUAGE_IDS = {"vi": MSO_LANGUAGE_ID.VIETNAMESE, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
TEXTS = {PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY}


def write_lines(frame, lines, language, size=None):
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
    made.text, made.font.size, made.font.name = mark.text, size, SIGN_FONT
    made.font.language_id = LANGUAGE_IDS[language]
    made.font.color.rgb = RGBColor.from_string(mark.ink)
    made.font._element.find("{*}latin").addprevious(_highlight(mark))


def _highlight(mark):
    """The colour behind a text."""
    return parse_xml(f'<a:highlight {nsdecls("a")}><a:srgbClr val="{mark.ground}"/></a:highlight>')


def set_language(frame, language):
    """Say of every run in which language it is, for spelling and for screen readers."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = LANGUAGE_IDS[language]


def describe_shape(shape, name, alt):
    """Give a shape its name and the text that is read to those who do not see it."""
    properties = shape._element._nvXxPr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


def coloured_box(place, colour, number):
    """A rectangle for a layout, which no reader of the screen is told of; colour : RRGGBB; number : its own there."""
    left, top, width, height = map(int, place)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Edge"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def list_level(size, bold, colour):
    """The first level of a list style: no bullet, at the left, size in points, colour as RRGGBB."""
    return parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="600"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}" cap="none">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )


SIZE, LARGE = Pt(20), Pt(40)
# "No Style, No Grid" of the office programs: the rules below the rows are ours, alike in each of them.
TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
# Width of the rule below a row and below the headings, in points.
ROW_RULE, HEAD_RULE = 0.75, 2


def add_slide_table(slide, table, place, language):
    """Put a table on a slide. place : left, top, width, height of what there is room for."""
    left, top, width, _ = place
    rows, columns = len(table.rows) + 1, len(table.columns)
    shape = slide.shapes.add_table(rows, columns, left, top, width, Mm(9) * rows)
    describe_shape(shape, table.number, f"{table.number}. {table.caption}")
    grid = shape.table
    grid.horz_banding = False
    grid._tbl.tblPr.find("{*}tableStyleId").text = TABLE_STYLE
    for column, share in zip(grid.columns, slide_shares(table), strict=True):
        column.width = int(width * share)
    for at, column in enumerate(table.columns):
        _fill_cell(grid.cell(0, at), ((Run(column.label, bold=True),),), column.kind, language)
        for run in (run for line in grid.cell(0, at).text_frame.paragraphs for run in line.runs):
            run.font.color.rgb = _colour(ACCENT)
    for number, row in enumerate(table.rows, start=1):
        _table_row(grid, number, row, table.columns, language)
    for number in range(rows):
        for cell in grid.rows[number].cells:
            _rule_below(cell, *((PALE, ROW_RULE) if number else (ACCENT, HEAD_RULE)))


def _rule_below(cell, colour, points):
    """A line below a cell, before what else is said of its look."""
    line = f'<a:lnB {nsdecls("a")} w="{int(Pt(points))}"><a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(f"{line}</a:solidFill></a:lnB>"))


def _table_row(grid, number, row, columns, language):
    """The cells of a row; one over several columns is merged."""
    for at, cell in enumerate(spread_row(row)):
        if cell is None:
            continue
        if cell.span > 1:
            grid.cell(number, at).merge(grid.cell(number, at + cell.span - 1))
        _fill_cell(grid.cell(number, at), cell.lines, columns[at].kind, language)


def _fill_cell(place, lines, kind, language):
    """Lines in a cell, numbers at the right."""
    place.margin_left = place.margin_right = Mm(2)
    place.margin_top = place.margin_bottom = Mm(1)
    place.vertical_anchor = MSO_ANCHOR.TOP
    # A heading is no number.
    is_large = kind == "count" and all(run.text.isdigit() for line in lines for run in line)
    write_lines(place.text_frame, lines, language, LARGE if is_large else SIZE)
    for paragraph in place.text_frame.paragraphs:
        for run in paragraph.runs if is_large else ():
            run.font.bold, run.font.color.rgb = True, _colour(ACCENT)
        paragraph.alignment = PP_ALIGN.RIGHT if kind == "num" else PP_ALIGN.LEFT


AXIS_TEXT = Pt(20)
ACCENT, ASKED, PALE = theme.COLOURS["accent"], theme.SERIES[1], theme.COLOURS["rule"]
# Looks of the bars: fill (None for none) and outline.
BAR_COLOURS = {BarLook.KNOWN: (ACCENT, ACCENT), BarLook.OPEN: (PALE, ACCENT), BarLook.ASKED: (None, ASKED)}


def add_chart(slide, figure, place, language):
    """Put a native chart on a slide. place : left, top, width, height."""
    drawn = bars_of(figure)
    kind = XL_CHART_TYPE.BAR_STACKED if drawn.axis else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, *place, _chart_data(drawn))
    describe_shape(shape, figure.number, figure.alt)
    chart = shape.chart
    chart.font.size, chart.font.name = AXIS_TEXT, "Arial"
    chart.has_title = chart.has_legend = False
    _dress_names(chart)
    if drawn.axis:
        _dress_spans(chart, drawn, language)
    else:
        _dress_counts(chart, drawn, language)
    sheet = chart.part.chart_workbook.xlsx_part
    sheet._blob = repack_file(sheet.blob, clockless=("docProps/core.xml",))


def _chart_data(drawn):
    """A row a bar: of a span where it begins, then its length under the look that it has."""
    data = CategoryChartData(number_format="General")
    data.categories = [bar.name if drawn.axis else bar.label for bar in drawn.bars]
    if drawn.axis:
        data.add_series(say("slides.series.begin"), [float(bar.low) for bar in drawn.bars])
    for look in drawn.looks:
        lengths = [float(bar.high - bar.low) if bar.look == look else None for bar in drawn.bars]
        data.add_series(say(f"slides.series.{look}"), lengths)
    return data


def _dress_names(chart):
    """Bars from the top with their names at the left."""
    chart.plots[0].gap_width = 60
    across = chart.category_axis
    across.reverse_order, across.has_major_gridlines, across.format.line.width = True, False, 0
    across.major_tick_mark = XL_TICK_MARK.NONE


def _dress_spans(chart, drawn, language):
    """Full bars for figures, pale ones for spans, outlines for what is asked, over an axis with thin lines."""
    chart.plots[0].overlap = 100
    begin, *lines = chart.plots[0].series
    _colour_bars(begin, None, None)
    for made, look in zip(lines, drawn.looks, strict=True):
        _colour_bars(made, *BAR_COLOURS[look])
    _draw_arrows(lines, drawn, language)
    axis, wanted = chart.value_axis, drawn.axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = map(float, (wanted.low, wanted.high, wanted.step))
    axis.has_major_gridlines, axis.major_tick_mark = True, XL_TICK_MARK.NONE
    axis.major_gridlines.format.line.color.rgb = _colour(PALE)
    axis.format.line.fill.background()
    # Where bars begin at the top, the far end of the axis of values is its foot.
    axis.tick_label_position, axis.tick_labels.number_format_is_linked = XL_TICK_LABEL_POSITION.HIGH, False
    axis.tick_labels.number_format = NUMBER_FORMATS[language] + ("#,##0" if wanted.step >= 1 else "0.0##")


# The arrow of a bound and where it stands at its mark, by the side that it allows.
ARROWS = {-1: ("◄", XL_LABEL_POSITION.INSIDE_END), 1: ("►", XL_LABEL_POSITION.INSIDE_BASE)}


def _draw_arrows(lines, drawn, language):
    """An arrow at the mark of each bound, to the side that it allows."""
    series = dict(zip(drawn.looks, lines, strict=True))
    for at, bar in enumerate(drawn.bars):
        if bar.way:
            arrow, place = ARROWS[bar.way]
            label = series[bar.look].points[at].data_label
            write_lines(label.text_frame, [(Run(arrow),)], language, AXIS_TEXT)
            label.position = place


def _colour_bars(made, fill, line):
    """Fill and outline of a series, None for none."""
    for look, colour in ((made.format.fill, fill), (made.format.line.fill, line)):
        if colour is None:
            look.background()
        else:
            look.solid()
            look.fore_color.rgb = _colour(colour)
    if line:
        made.format.line.width = Pt(2.5)


def _colour(code):
    return RGBColor.from_string(code.lstrip("#").upper())


def _dress_counts(chart, drawn, language):
    """Bars with their numbers as printed at the end; no axis of values is needed then."""
    (made,), axis = chart.plots[0].series, chart.value_axis
    _colour_bars(made, *BAR_COLOURS[BarLook.KNOWN])
    axis.minimum_scale, axis.has_major_gridlines = 0, False
    axis.tick_label_position, axis.major_tick_mark = XL_TICK_LABEL_POSITION.NONE, XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    for at, bar in enumerate(drawn.bars):
        label = made.points[at].data_label
        write_lines(label.text_frame, [(Run(bar.printed),)], language, AXIS_TEXT)
        label.position = XL_LABEL_POSITION.OUTSIDE_END
