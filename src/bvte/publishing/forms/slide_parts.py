"""Parts of a slide: runs in their language, tables, native charts, descriptions for those who do not see a shape."""

from datetime import date

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_UNDERLINE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from bvte.presentation import theme
from bvte.presentation.column_widths import spread_row
from bvte.presentation.phrases import Run
from bvte.publishing.forms.office import JOINED, SIGN_FONT, mark_of, repack_file
from bvte.publishing.forms.slide_plan import slide_shares

TAGS = {"vi": "vi-VN", "en": "en-GB"}
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


def coloured_box(place, colour):
    """A rectangle for a layout, which no reader of the screen is told of; colour : RRGGBB."""
    left, top, width, height = map(int, place)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="900" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
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


SIZE = Pt(20)
# Rules below the rows and no more: "Light Style 1 - Accent 1" of the office programs.
TABLE_STYLE = "{3C2FFA5D-87B4-456A-9821-1D502468CF0F}"


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
    for number, row in enumerate(table.rows, start=1):
        _table_row(grid, number, row, table.columns, language)


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
    write_lines(place.text_frame, lines, language, SIZE)
    for paragraph in place.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if kind == "num" else PP_ALIGN.LEFT


MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.SQUARE)
# Points of two series may lie on each other: their prints must not.
LABELS = (XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.LEFT, XL_LABEL_POSITION.RIGHT, XL_LABEL_POSITION.BELOW)
AXIS_TEXT = Pt(20)


def can_be_drawn(figure):
    """Whether the figure brings the numbers that it is drawn from, each with its time."""
    return figure.numbers is not None and bool(chart_series(figure.numbers) or bar_values(figure.numbers))


def bar_values(table):
    """Pairs of a row's name and its number, for numbers without a time; none where a row has another count of them."""
    rows = [(row[0].text, [datum for cell in row for datum in cell.data]) for row in table.rows]
    return [(name, held[0]) for name, held in rows] if all(len(held) == 1 for _, held in rows) else []


def chart_series(table):
    """Name -> points (time in years, value, print) of a figure's numbers.

    A column makes a series for each strength of its figures, so that a bound is never taken for a figure, nor
    a drafted target for one that was set. The name is the column's with the word of the row's last cell, and
    the code of the strength, which a target has not.
    """
    found = {}
    for row in table.rows:
        when = next((cell.times[-1] for cell in row if cell.times and not cell.data), None)
        for column, cell in zip(table.columns, row, strict=True):
            for datum in cell.data if when else ():
                name = (column.label, "" if row[-1].is_missing else row[-1].text, datum.strength)
                found.setdefault(name, []).append((_decimal_year(when), datum.value, cell.text.split("\n")[0]))
    return {key: sorted(points, key=lambda point: point[:2]) for key, points in found.items()}


def _decimal_year(text):
    """An ISO date of reduced precision as a number of years; a plain year is its whole number."""
    year, *rest = map(int, text.split("-"))
    if not rest:
        return year
    day = date(year, *[*rest, 1][:2])
    return round(year + (day - date(year, 1, 1)).days / 366, 3)


def add_chart(slide, figure, place, language):
    """Put a native chart on a slide. place : left, top, width, height."""
    if drawn := chart_series(figure.numbers):
        data, kind = _points_data(drawn), XL_CHART_TYPE.XY_SCATTER
    else:
        bars = bar_values(figure.numbers)
        data, kind = _bars_data(bars, figure.numbers.columns[-1].label), XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, *place, data)
    describe_shape(shape, figure.number, figure.alt)
    shape.chart.font.size, shape.chart.font.name = AXIS_TEXT, "Arial"
    shape.chart.has_title = False
    if drawn:
        _dress_chart(shape.chart, drawn, language)
    else:
        _dress_bars(shape.chart, bars, language)
    sheet = shape.chart.part.chart_workbook.xlsx_part
    sheet._blob = repack_file(sheet.blob, clockless=("docProps/core.xml",))


def _points_data(drawn):
    """Series of points over time."""
    data = XyChartData(number_format="General")
    for (label, word, _), points in drawn.items():
        line = data.add_series(f"{label} ({word.lower()})" if word else label)
        for year, value, _ in points:
            line.add_data_point(year, float(value))
    return data


def _bars_data(bars, label):
    """One series, a bar a row."""
    data = CategoryChartData(number_format="General")
    data.categories = [name for name, _ in bars]
    data.add_series(label, [float(datum.value) for _, datum in bars])
    return data


def _dress_bars(chart, bars, language):
    """Bars from the top, each with its number as printed; no axis of numbers is needed then."""
    chart.has_legend = False
    chart.plots[0].gap_width = 60
    _hide_values(chart.value_axis)
    across = chart.category_axis
    across.reverse_order, across.has_major_gridlines, across.format.line.width = True, False, 0
    across.major_tick_mark = XL_TICK_MARK.NONE
    (made,) = chart.plots[0].series
    made.format.fill.solid()
    made.format.fill.fore_color.rgb = RGBColor.from_string(theme.COLOURS["accent"][1:].upper())
    for at, (_, datum) in enumerate(bars):
        label = made.points[at].data_label
        write_lines(label.text_frame, [(Run(datum.text),)], language, AXIS_TEXT)
        label.position = XL_LABEL_POSITION.OUTSIDE_END


def _hide_values(axis):
    """Values from zero, since a cut axis makes a change look larger; without numbers on the axis, whose decimal
    mark would be the program's and not the reader's: every point has its own print."""
    axis.minimum_scale = 0
    axis.has_major_gridlines = False
    axis.tick_label_position, axis.major_tick_mark = XL_TICK_LABEL_POSITION.NONE, XL_TICK_MARK.NONE


def _dress_chart(chart, drawn, language):
    """Markers without lines, labels as printed, quiet axes, legend above."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _dress_axes(chart, [year for points in drawn.values() for year, *_ in points])
    pairs = zip(chart.plots[0].series, drawn.items(), strict=True)
    for number, (made, ((*_, strength), points)) in enumerate(pairs):
        _point_marker(made, number, hollow=not strength)
        for at, (*_, printed) in enumerate(points):
            label = made.points[at].data_label
            write_lines(label.text_frame, [(Run(printed),)], language, AXIS_TEXT)
            label.position = LABELS[number % len(LABELS)]


def _point_marker(made, number, hollow):
    """Series differ by shape and by colour; what is set, not measured, is hollow and goes around a figure."""
    colour = RGBColor.from_string(theme.SERIES[number % len(theme.SERIES)].lstrip("#").upper())
    made.format.line.fill.background()
    made.marker.style, made.marker.size = MARKERS[number % len(MARKERS)], 18 if hollow else 11
    if hollow:
        made.marker.format.fill.background()
    else:
        made.marker.format.fill.solid()
        made.marker.format.fill.fore_color.rgb = colour
    made.marker.format.line.color.rgb = colour


def _dress_axes(chart, years):
    """Whole years below, no numbers at the left."""
    across = chart.category_axis
    across.minimum_scale, across.maximum_scale = int(min(years)) - 1, int(max(years)) + 1
    across.major_unit = max(1, (across.maximum_scale - across.minimum_scale) // 10)
    across.has_major_gridlines = False
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    across.major_tick_mark = XL_TICK_MARK.OUTSIDE
    _hide_values(chart.value_axis)
