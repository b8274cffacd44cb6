"""Make one report, in memory: run its notebook, make the page, check it. Nothing is written here."""

from bvte.presentation import theme
from bvte.publishing import exhibits, failure
from bvte.publishing.failure import Failure
from bvte.publishing.ledger.inputs import digest
from bvte.publishing.page import page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import faults
from bvte.publishing.run import RunError, execute
from bvte.publishing.task import Outcome


def make(task):
    """The outcome of a task; a failure is an outcome too."""
    report = task.report
    try:
        theme.require_fonts()
        executed = _execute(task)
    except RunError as error:
        return Outcome(report, failure=failure.of_run(error, report.values["language"]))
    except theme.FontError as error:
        return Outcome(report, failure=Failure("font", str(error)))
    return _published(report, executed)


def _execute(task):
    """The executed notebook; its random states follow from the name of the report."""
    report = task.report
    seconds = 60 * NOTEBOOKS[report.notebook].cell_minutes
    seed = int(digest(report.key)[:8], 16)
    path = f"{task.notebooks}/{report.notebook}.ipynb"
    return execute(path, report.values, task.engine, seconds, seed, task.memory)


def _published(report, executed):
    """The outcome of a notebook that ran to its end."""
    html, about = page(executed, report.setting)
    if found := [*exhibits.missing(executed), *faults(html)]:
        return Outcome(report, failure=Failure("page", "; ".join(found), notebook=_text(executed)))
    return Outcome(report, {report.path.as_posix(): html.encode()}, about)


def _text(executed):
    import nbformat  # only where something failed

    return nbformat.writes(executed)
