"""A table on a slide, which people can edit."""

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Mm, Pt

from bvte.publishing.article import Run
from bvte.publishing.forms import slide_parts as parts
from bvte.publishing.forms.sheet_plan import spread
from bvte.publishing.forms.slide_table import widths

SIZE, SMALL = Pt(14), Pt(12)


def add_table(slide, table, place, language):
    """Put a table on a slide. place : left, top, width, height of what there is room for."""
    left, top, width, _ = place
    rows, columns = len(table.rows) + 1, len(table.columns)
    shape = slide.shapes.add_table(rows, columns, left, top, width, Mm(9) * rows)
    parts.describe(shape, table.number, f"{table.number}. {table.caption}")
    grid = shape.table
    for column, share in zip(grid.columns, widths(table), strict=True):
        column.width = int(width * share)
    for at, column in enumerate(table.columns):
        _fill(grid.cell(0, at), ((Run(column.label, bold=True),),), column.kind, language)
    for number, row in enumerate(table.rows, start=1):
        _row(grid, number, row, table.columns, language)


def _row(grid, number, row, columns, language):
    """The cells of a row; one over several columns is merged."""
    for at, cell in enumerate(spread(row)):
        if cell is None:
            continue
        if cell.span > 1:
            grid.cell(number, at).merge(grid.cell(number, at + cell.span - 1))
        _fill(grid.cell(number, at), cell.lines, columns[at].kind, language)


def _fill(place, lines, kind, language):
    """Lines in a cell, numbers at the right, small print smaller."""
    place.margin_left = place.margin_right = Mm(2)
    place.margin_top = place.margin_bottom = Mm(1)
    place.vertical_anchor = MSO_ANCHOR.TOP
    small = bool(lines[1:]) and all(run.small for run in lines[-1])
    parts.write(place.text_frame, lines[:-1] if small else lines, language, SIZE)
    if small:
        paragraph = place.text_frame.add_paragraph()
        for run in lines[-1]:
            parts.add_run(paragraph, run, language, SMALL)
    for paragraph in place.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if kind == "num" else PP_ALIGN.LEFT
