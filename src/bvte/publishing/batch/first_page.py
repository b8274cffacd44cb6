"""The first page of a process reads templates and style, subsets fonts and compiles what it looks for."""

import nbformat

from bvte.evidence.language import active_language
from bvte.presentation.show import Column, Table
from bvte.publishing.page import body_of, page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import faults
from bvte.publishing.setting import Setting


def make(chart):
    """Make and check a page that nobody sees: prose, a table and a chart."""
    setting = Setting(next(iter(NOTEBOOKS)), active_language(), "", "", "", "")
    table = Table("…", (Column("…"), Column("…", "num")), (("…", "…"),))
    shown = [_output(thing) for thing in (table, chart)]
    cells = [nbformat.v4.new_markdown_cell("# …"), nbformat.v4.new_code_cell("…", outputs=shown)]
    faults(page(body_of(nbformat.v4.new_notebook(cells=cells), setting), setting))


def _output(thing):
    """What a cell that shows the thing has as its output."""
    data, metadata = thing._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)
