"""What a report would import, compile or look up at its first use, done once before the forks.

Only functions of libraries and of this package are called, never a notebook: what a notebook does to the
state of its process must not reach another report. What drawing changes is put back.
"""

from datetime import date

from ipykernel import debugger  # noqa: F401, a kernel asks for it at its start
from matplotlib_inline import backend_inline  # noqa: F401, likewise

import bvte
from bvte.evidence.language import LANGUAGES, speaking
from bvte.presentation import dates, numbers
from bvte.publishing.batch import first_chart, first_page


def warm_up():
    """Import what reports need, and use once what is slow at its first use."""
    import_all()
    chart = first_chart.draw()
    for language in LANGUAGES:
        with speaking(language):
            numbers.number("1234.5")
            dates.day(date(2020, 12, 29))
            first_page.make(chart)


def import_all():
    """Import what reports need: enough for a few, which would each use little twice."""
    for name in bvte.__all__:
        getattr(bvte, name)
