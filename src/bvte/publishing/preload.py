"""What a report would import, compile or look up at its first use, done once before the forks.

Only functions of libraries and of this package are called, never a notebook: what a notebook does to the
state of its process must not reach another report. What drawing changes is put back.
"""

from datetime import date

import matplotlib
import matplotlib.pyplot

import bvte
from bvte.evidence.language import LANGUAGES, active_language, speaking
from bvte.presentation import dates, drawing, numbers
from bvte.presentation.show import Chart, Column, Table
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import PageContext


def warm_up() -> None:
    """Import what reports need, and use once what is slow at its first use."""
    import_all()
    chart = draw_first_chart()
    for language in LANGUAGES:
        with speaking(language):
            numbers.number("1234.5")
            dates.day(date(2020, 12, 29))
            make_first_page(chart)


def import_all() -> None:
    """Import what reports need: enough for a few, which would each use little twice."""
    from ipykernel import debugger  # noqa: F401, a kernel asks for it at its start
    from matplotlib_inline import backend_inline  # noqa: F401, likewise

    from bvte.publishing import making  # noqa: F401, Jupyter, which a chart alone does without

    for name in bvte.__all__:
        getattr(bvte, name)


def draw_first_chart() -> Chart:
    """A chart with labels that nobody sees; what drawing changed is put back.

    The first of a process takes many times as long as the next: fonts are found and measured.
    """
    before = matplotlib.rcParams.copy()
    figure, axes = drawing.figure("…", "…")
    drawing.year_axis(axes, 2015, 2020)
    drawing.value_axis(axes, 10, 100)
    drawing.place_labels(axes, [(2016, 5, "…", "black")])
    chart = drawing.chart(figure, "…", "…")
    matplotlib.rcParams.update(before)
    return chart


def make_first_page(chart: Chart) -> None:
    """Make and check a page that nobody sees: prose, a table and a chart.

    The first of a process reads templates and style, subsets fonts and compiles what it looks for.
    """
    import nbformat

    from bvte.publishing.page import body_of, page
    from bvte.publishing.quality import faults

    context = PageContext(next(iter(NOTEBOOKS)), active_language(), "", "", "", "")
    table = Table("…", (Column("…"), Column("…", "num")), (("…", "…"),))
    shown = [_output_of(thing) for thing in (table, chart)]
    cells = [nbformat.v4.new_markdown_cell("# …"), nbformat.v4.new_code_cell("…", outputs=shown)]
    faults(page(body_of(nbformat.v4.new_notebook(cells=cells), context), context))


def _output_of(thing: Chart | Table) -> dict[str, object]:
    """What a cell that shows the thing has as its output."""
    import nbformat

    data, metadata = thing._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)
