"""A chart that people can edit: the points that the figure of the report is drawn from, not joined.

A line between points would claim that they compare; whether they do is what the report judges, so the slide
shows the points with their print, and its notes name the breaks between them.
"""

from datetime import date

from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from bvte.presentation import theme
from bvte.publishing.article import Run
from bvte.publishing.forms import slide_parts as parts
from bvte.publishing.forms.packed import repacked

MARKERS = (
    XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.SQUARE,
)  # fmt: skip
# Points of two series may lie on each other: their prints must not.
LABELS = (XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.LEFT, XL_LABEL_POSITION.RIGHT, XL_LABEL_POSITION.BELOW)
SMALL = Pt(14)


def can_be_drawn(figure):
    """Whether the figure brings the numbers that it is drawn from, each with its time."""
    return figure.numbers is not None and bool(series(figure.numbers))


def series(table):
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
                found.setdefault(name, []).append((_year(when), datum.value, cell.text.split("\n")[0]))
    return {key: sorted(points, key=lambda point: point[:2]) for key, points in found.items()}


def _year(text):
    """An ISO date of reduced precision as a number of years; a plain year is its whole number."""
    year, *rest = map(int, text.split("-"))
    if not rest:
        return year
    day = date(year, *[*rest, 1][:2])
    return round(year + (day - date(year, 1, 1)).days / 366, 3)


def add_chart(slide, figure, place, language):
    """Put a native chart on a slide. place : left, top, width, height."""
    data, drawn = XyChartData(number_format="General"), series(figure.numbers)
    for (label, word, _), points in drawn.items():
        line = data.add_series(f"{label} ({word.lower()})" if word else label)
        for year, value, _ in points:
            line.add_data_point(year, float(value))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    parts.describe(shape, figure.number, figure.alt)
    _dress(shape.chart, drawn, language)
    sheet = shape.chart.part.chart_workbook.xlsx_part
    sheet._blob = repacked(sheet.blob, clockless=("docProps/core.xml",))


def _dress(chart, drawn, language):
    """Markers without lines, labels as printed, quiet axes, legend above."""
    chart.font.size, chart.font.name = SMALL, "Arial"
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(chart, [year for points in drawn.values() for year, *_ in points])
    pairs = zip(chart.plots[0].series, drawn.items(), strict=True)
    for number, (made, ((*_, strength), points)) in enumerate(pairs):
        _mark(made, number, hollow=not strength)
        for at, (*_, printed) in enumerate(points):
            label = made.points[at].data_label
            parts.write(label.text_frame, [(Run(printed),)], language, SMALL)
            label.position = LABELS[number % len(LABELS)]


def _mark(made, number, hollow):
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


def _axes(chart, years):
    """Whole years below; values from zero, since a cut axis makes a change look larger."""
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = int(min(years)) - 1, int(max(years)) + 1
    across.major_unit = max(1, (across.maximum_scale - across.minimum_scale) // 10)
    across.has_major_gridlines = False
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    up.minimum_scale = 0
    up.major_gridlines.format.line.color.rgb = RGBColor.from_string(theme.COLOURS["rule"][1:].upper())
