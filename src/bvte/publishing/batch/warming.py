"""What a report would import, compile or look up at its first use, done once before the forks.

Only functions of libraries and of this package are called, never a notebook: what a notebook does to the
state of its process must not reach another report. What drawing changes is put back.
"""

from datetime import date

import nbformat
from ipykernel import debugger  # noqa: F401, a kernel asks for it at its start
from matplotlib_inline import backend_inline  # noqa: F401, likewise

import bvte
from bvte.presentation import numbers
from bvte.publishing.batch.first_chart import draw
from bvte.publishing.page import body_of, page
from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS
from bvte.publishing.setting import Setting


def warm_up():
    """Import what reports need, and use once what is slow at its first use."""
    import_all()
    for language in LANGUAGES:
        numbers.number("1234.5", language)
        numbers.day(date(2020, 12, 29), language)
        setting = Setting(next(iter(NOTEBOOKS)), language, "", "", "", "")
        page(body_of(_blank(), setting), setting)
    draw()


def import_all():
    """Import what reports need: enough for a few, which would each use little twice."""
    for name in bvte.__all__:
        getattr(bvte, name)


def _blank():
    """A notebook with prose alone: its page needs the fonts, the templates and the words."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# …")])
