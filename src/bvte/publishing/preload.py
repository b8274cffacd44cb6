"""What a report would import, compile or look up at its first use, done once before the forks.

Only functions of libraries and of this package are called, never a notebook: what a notebook does to the
state of its process must not reach another report. What drawing changes is put back.
"""

from datetime import date

import matplotlib
import matplotlib.pyplot

import bvte
from bvte.evidence.language import LANGUAGES, active_language, speaking
from bvte.evidence.load import data_folders, load
from bvte.presentation import dates, drawing, numbers, picture
from bvte.presentation.chart_labels import add_label
from bvte.presentation.document import Column, Figure, Part, make_table
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import PageContext

# No report has controls: what they need is installed with JupyterLab alone.
AT_THE_DESK = {"open_desk"}


def warm_up() -> None:
    """Import what reports need, and use once what is slow at its first use."""
    import_all()
    # The catalogue that every folder joins is read once for all reports.
    for name in data_folders()[:1]:
        load(name, strict=False)
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
    from scipy import optimize, sparse  # noqa: F401, where small counts are hidden

    from bvte.publishing import making  # noqa: F401, Jupyter, which a chart alone does without

    for name in set(bvte.__all__) - AT_THE_DESK:
        getattr(bvte, name)


def draw_first_chart() -> Figure:
    """A chart with labels that nobody sees; what drawing changed is put back.

    The first of a process takes many times as long as the next: fonts are found and measured.
    """
    before = matplotlib.rcParams.copy()
    axes = drawing.new_axes()
    drawing.make_room(axes, [2015, 2020], [10], 100)
    add_label(axes, "…", (2016, 5), "black", None, None)
    chart = picture.figure(axes, "…", "…", title="…", footer="…")
    matplotlib.rcParams.update(before)
    return chart


def make_first_page(chart: Figure) -> None:
    """Make and check a page that nobody sees: prose, a table and a chart.

    The first of a process reads templates, style and fonts and compiles what it looks for.
    """
    import nbformat

    from bvte.publishing.article import read_article
    from bvte.publishing.page import report_page
    from bvte.publishing.quality import html_faults

    context = PageContext(next(iter(NOTEBOOKS)), active_language(), "", "", "", "")
    table = make_table("…", (Column("…"), Column("…", "num")), (("…", "…"),))
    shown = [_output_of(thing) for thing in (table, chart)]
    cells = [nbformat.v4.new_markdown_cell("# …"), nbformat.v4.new_code_cell("…", outputs=shown)]
    article = read_article(nbformat.v4.new_notebook(cells=cells), context, "first")
    html_faults(report_page(article, context))


def _output_of(thing: Part) -> dict[str, object]:
    """What a cell that shows the thing has as its output."""
    import nbformat

    return nbformat.v4.new_output("display_data", data=thing._repr_mimebundle_())
