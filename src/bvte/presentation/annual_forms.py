"""The numbered forms (Biểu) of the yearly report as tables, with their rows even where there is no figure."""

from markupsafe import Markup

from bvte.judgement.annual import figure_quality
from bvte.judgement.vantage import is_old
from bvte.presentation import cells, dates, numbers
from bvte.presentation.annual_sources import annual_cited
from bvte.presentation.annual_targets import next_target_rows, result_rows
from bvte.presentation.show import Column, Table, columns
from bvte.presentation.texts import say

COLUMNS = {
    "rows": (
        "order:order", "item", "unit:measure", "this_year:num", "last_year:num", "nearest:num", "evidence",
    ),
    "quality": ("order:order", "item", "unit:measure", "this_year:num", "evidence"),
    "matrix": ("order:order", "group_of_children"),
    "results": (
        "order:order", "indicator", "unit:measure", "baseline:num", "target:num", "this_year:num",
        "last_year:num", "over_year", "judgement_short", "evidence", "remark:wide",
    ),
    "next_targets": ("order:order", "indicator", "unit:measure", "this_year:num", "own_target:num",
                     "national_target:num", "sources"),
}  # fmt: skip


def form(report, number):
    """A form of the report by its number ("6", "8a"). Raises KeyError where the layout has no such form."""
    filled = report.forms[number]
    sources = annual_cited(report)
    rows = {
        "rows": _rows, "quality": _quality_rows, "matrix": _matrix_rows,
        "results": result_rows, "next_targets": next_target_rows,
    }[filled.form.kind](report, filled, sources)  # fmt: skip
    return Table(
        filled.form.name.text, _columns(report, filled.form), tuple(rows),
        _note(report, filled), say("annual.form_number", number=number), heading=1,
    )  # fmt: skip


def _columns(report, form):
    """Columns of the form's kind, those of a matrix from its layout."""
    heads = columns(COLUMNS[form.kind], year=report.year, last=report.year - 1)
    own = tuple(Column(name.text, "num") for name in form.columns.values())
    return heads + own + (columns(("evidence",)) if own else ())


def _note(report, filled):
    """What a reader must know below the form: withheld counts, empty cells."""
    withheld = any(cell.withheld or cell.withheld_last for row in filled.rows for cell in row.cells)
    keys = [key for key, shown in (("withheld_note", withheld), ("gap_note", filled.gaps)) if shown]
    texts = {key: say(f"annual.note.{key}", year=report.year) for key in keys}
    return " ".join(texts.values())


def _rows(report, filled, sources):
    """Rows with the figures of two years and the nearest other one."""
    return [_row(report, row, sources) for row in filled.rows]


def _row(report, row, sources):
    cell = row.cells[0]
    shown = [reading for reading in (cell.this, cell.last, cell.other) if reading]
    codes = [code for reading in shown for code in reading.sources]
    strength = shown[0].strength if shown else None
    other = cells.reading_with_year(cell.other)
    if cell.other and is_old(report.known, cell.other):
        other = cells.older(other)
    return (
        row.number, name_of(row), numbers.unit_name(row.row.unit), figure(cell),
        last_figure(cell), other, cells.evidence(strength, codes, sources),
    )  # fmt: skip


def name_of(row):
    """The name of a row with the code of its indicator; a part of another is set back."""
    name = coded(row, plain_name(row))
    return Markup('<span class="part">{}</span>').format(name) if row.row.part_of else name


def coded(row, name):
    """A name that carries the code of the row's indicator, for whoever takes the figures on."""
    return Markup('<span data-code="{}">{}</span>').format(row.row.indicator, name)


def plain_name(row):
    """The name of a row as text; the units without a figure are counted."""
    if row.units:
        return say(f"annual.other_units.{row.level}", count=row.units)
    return row.row.name.text


def figure(cell):
    """The figure of the year, that it is withheld, or that there is none or can be none any more."""
    if cell.ended and cell.this is None and not cell.withheld:
        return say("annual.level_ended", day=dates.day(cell.ended))
    return _withheld() if cell.withheld else cells.of_year(cell.this)


def last_figure(cell):
    """The same of the year before."""
    return _withheld() if cell.withheld_last else cells.of_year(cell.last)


def _withheld():
    """What stands where a figure is known and not shown, to protect children."""
    return Markup('<span class="withheld">{}</span>').format(say("annual.withheld"))


def _matrix_rows(report, filled, sources):
    """Rows with one figure of the year for each column of the form."""
    for row in filled.rows:
        shown = [cell.this for cell in row.cells if cell.this]
        codes = [code for reading in shown for code in reading.sources]
        strength = shown[0].strength if shown else None
        figures = (figure(cell) for cell in row.cells)
        yield (
            row.number,
            coded(row, row.row.name.text),
            *figures,
            cells.evidence(strength, codes, sources),
        )


def _quality_rows(report, filled, sources):
    """What the figures of the year are worth in numbers, then the rows of the form."""
    counts, unit = figure_quality(report), say("annual.unit_of_quality")
    for order, (code, count) in enumerate(counts.items(), start=1):
        name, found = say(f"annual.quality.{code}"), cells.number(count)
        yield str(order), name, unit, found, say("annual.counted")
    for row in filled.rows:
        whole, dot, part = row.number.partition(".")
        _, name, unit, found, *_, evidence = _row(report, row, sources)
        yield f"{len(counts) + int(whole)}{dot}{part}", name, unit, found, evidence
